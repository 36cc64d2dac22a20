"""Facts about a person that every profile of theirs repeats, old table or new, version by version.

Each is drawn from the user's key (see ``kept``) and refers to the others by name, so a factory that
uses one also declares those it leans on: ``children_ages`` wants ``number_of_children`` and ``age``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedkit.entropy import below, happens
from seedkit.fields import (
    AvatarUrl,
    Choice,
    Field,
    FirstName,
    Flag,
    FromPool,
    Match,
    Normal,
    Phone,
    Round,
    When,
    Whole,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.kept import Kept
from seedkit.fields.rows import Rows
from seedkit.types import numbers
from seedkit.vocabulary import Pool, pool

from .vocabulary.lists import EDUCATION_DESCRIPTIONS

_DAY = 86_400_000_000
_CHILDREN = 4

#: Places outside the United States: Metric units, other currencies, no American telephone.
ABROAD = Pool(
    "vibrationfit.abroad",
    {
        name: pa.array(values)
        for name, values in zip(
            ("city", "region", "postal_code", "country", "currency"),
            zip(
                ("Toronto", "Ontario", "M5V 2T6", "Canada", "Other"),
                ("Victoria", "British Columbia", "V8W 1P6", "Canada", "Other"),
                ("Bristol", "England", "BS1 4ST", "United Kingdom", "GBP"),
                ("Edinburgh", "Scotland", "EH1 1YZ", "United Kingdom", "GBP"),
                ("Melbourne", "Victoria", "3000", "Australia", "Other"),
                ("Byron Bay", "New South Wales", "2481", "Australia", "Other"),
                ("Wellington", "Wellington", "6011", "New Zealand", "Other"),
                ("Galway", "Connacht", "H91 E8HF", "Ireland", "EUR"),
                ("Dublin", "Leinster", "D02 XE80", "Ireland", "EUR"),
                strict=True,
            ),
            strict=True,
        )
    },
)


class BornAgo(Field):
    """The birthday of somebody of this age, as of now."""

    def __init__(self, age: Any) -> None:
        super().__init__()
        self.age = age

    def column(self, rows: Rows) -> pa.Array:
        age = numbers(column_of(self.age, rows)).astype(np.int64)
        back = -(-age * 36525 // 100) + below(rows.draw(self._name), 365)
        return pa.array((rows.scope.now_us // _DAY - back).astype(np.int32)).cast(pa.date32())


class GenderOf(Field):
    """The gender that goes with a first name, where the person says; either where the name is anybody's."""

    def __init__(self, first_name: Any) -> None:
        super().__init__()
        self.first_name = first_name

    def column(self, rows: Rows) -> pa.Array:
        names = pool("first_names")
        known = names.column("gender").take(
            pc.index_in(column_of(self.first_name, rows), value_set=names.column("name"))
        )
        either = pa.array(["female", "male"]).take(pa.array(below(rows.draw(self._name), 2)))
        gender = pc.if_else(pc.is_in(known, value_set=pa.array(["female", "male"])), known, either)
        silent = pa.array(happens(rows.draw(self._name, "silent"), 0.04))
        return pc.if_else(silent, "Prefer not to say", pc.utf8_capitalize(gender))


class ChildrenAges(Field):
    """As many ages as there are children, the oldest first, none older than twenty years less than the parent."""

    def __init__(self, number: Any, age: Any) -> None:
        super().__init__()
        self.number, self.age = number, age

    def column(self, rows: Rows) -> pa.Array:
        number = numbers(column_of(self.number, rows)).astype(np.int64)
        most = np.minimum(numbers(column_of(self.age, rows)).astype(np.int64) - 20, 32)
        ages = np.stack([below(rows.draw(self._name, child), most + 1) for child in range(_CHILDREN)], axis=1)
        there = np.arange(_CHILDREN) < number[:, None]
        ages = -np.sort(-np.where(there, ages, -1), axis=1)
        offsets = np.concatenate([[0], np.cumsum(there.sum(axis=1))]).astype(np.int32)
        lists = pa.ListArray.from_arrays(pa.array(offsets), pa.array(ages[there]).cast(pa.string()))
        return pc.if_else(pa.array(number > 0), lists, None)


def _described(*beginnings: str) -> Choice:
    return Choice([text for text in EDUCATION_DESCRIPTIONS if text.startswith(beginnings)])


def _job(column: str) -> Match:
    kinds = {"Employee": "employee", "Business Owner": "owner", "Contractor/Freelancer": "freelance"}
    jobs = pool("occupations")
    return Match(
        this.employment_type,
        {kind: FromPool(jobs.where(employment=code), column, pick="job") for kind, code in kinds.items()},
    )


def _banded(*weights: int) -> Kept:
    return Kept(Choice(dict(zip(_AMOUNTS, weights, strict=True))), changes=0.1)


_AMOUNTS = (
    "<10,000", "10,000-24,999", "25,000-49,999", "50,000-99,999", "100,000-249,999", "250,000-499,999",
    "500,000-999,999", "1,000,000+", "Prefer not to say",
)  # fmt: skip
_TENURES = {
    "<3 months": 4, "3-6 months": 6, "6-12 months": 10, "1-2 years": 18, "2-3 years": 16, "3-5 years": 20,
    "5-10 years": 16, "10+ years": 10,
}  # fmt: skip

# Who.
AGE = Kept(Whole(24, 68))
DATE_OF_BIRTH = Kept(BornAgo(this.age))
GENDER = Kept(GenderOf(this.user.first_name))
ETHNICITY = Kept(
    Choice(
        {
            "White": 48, "Hispanic": 15, "Black": 13, "Asian": 10, "Multi-ethnic": 5, "Middle Eastern": 3,
            "Native American": 1, "Pacific Islander": 1, "Other": 1, "Prefer not to say": 3,
        }
    )
)  # fmt: skip
PICTURE = Kept(AvatarUrl(this.user.first_name, this.user.last_name))
PHONE = Kept(Phone(FromPool("us_cities", "area_code", pick="home")))

# With whom.
RELATIONSHIP_STATUS = Kept(Choice({"Married": 46, "In a Relationship": 24, "Single": 30}))
RELATIONSHIP_LENGTH = Kept(
    Match(
        this.relationship_status,
        {
            "Married": When(
                this.age >= 34,
                Choice({"3-5 years": 2, "5-10 years": 4, "10+ years": 5}),
                Choice({"18-24 months": 1, "2-3 years": 3, "3-5 years": 3}),
            ),
            "In a Relationship": Choice(
                ["1-6 months", "6-12 months", "12-18 months", "18-24 months", "2-3 years", "3-5 years"]
            ),
        },
    )
)
PARTNER_NAME = Kept(When(this.relationship_status.equals("Single"), None, FirstName()))
HAS_CHILDREN = Kept(
    Match(
        this.relationship_status, {"Married": Flag(0.72), "In a Relationship": Flag(0.35)}, default=Flag(0.25)
    )
)
NUMBER_OF_CHILDREN = Kept(When(this.has_children, Choice({1: 35, 2: 42, 3: 17, 4: 6}), 0))
CHILDREN_AGES = Kept(ChildrenAges(this.number_of_children, this.age))

# In what body: centimetres and kilograms inside, what the person reads outside.
HEIGHT_CM = Kept(
    Match(this.gender, {"Female": Normal(163, 7, low=147, high=185), "Male": Normal(177, 7, low=158, high=203)},
          default=Normal(170, 9, low=150, high=198))
)  # fmt: skip
BODY_MASS = Kept(Normal(25.4, 3.4, low=19.5, high=37, digits=1)) + Normal(0, 0.4, low=-1, high=1, digits=1)
HEIGHT = When(this.units.equals("Metric"), this.height_cm, Round(this.height_cm / 2.54))
_KILOGRAMS = this.height_cm * this.height_cm * this.body_mass / 10_000.0
WEIGHT = When(this.units.equals("Metric"), Round(_KILOGRAMS, 1), Round(_KILOGRAMS * 2.2046))
EXERCISE_FREQUENCY = Kept(Choice({"None": 12, "1-2x": 36, "3-4x": 38, "5+": 14}), changes=0.1)

# Where.
LIVING_SITUATION = Kept(
    Choice({"Own": 48, "Rent": 38, "With family/friends": 9, "Other": 3, "Prefer not to say": 2})
)
TIME_AT_LOCATION = Kept(Choice(_TENURES))
CITY = Kept(FromPool("us_cities", "city", pick="home"))
STATE = Kept(FromPool("us_cities", "state", pick="home"))
POSTAL_CODE = Kept(FromPool("us_cities", "postal_code", pick="home"))


def abroad(column: str) -> Kept:
    """A column of the place abroad where the person lives."""
    return Kept(FromPool(ABROAD, column, pick="abroad"))


# At what work, for how much.
EMPLOYMENT_TYPE = Kept(
    Choice({"Employee": 62, "Business Owner": 18, "Contractor/Freelancer": 17, "Prefer not to say": 3})
)
OCCUPATION = Kept(_job("name"))
INDUSTRY = Kept(_job("industry"))
COMPANY = Kept(
    When(
        this.employment_type.isin(["Employee", "Business Owner"]),
        FromPool("companies", "name", industry=this.industry),
    )
)
TIME_IN_ROLE = Kept(
    When(
        this.employment_type.equals("Prefer not to say"),
        None,
        When(this.age >= 32, Choice(_TENURES), Choice(dict(list(_TENURES.items())[:6]))),
    )
)
HOUSEHOLD_INCOME = _banded(2, 4, 14, 32, 32, 6, 2, 1, 7)
SAVINGS_RETIREMENT = _banded(22, 16, 15, 15, 14, 6, 3, 2, 7)
ASSETS_EQUITY = _banded(24, 11, 11, 13, 17, 9, 4, 2, 9)
CONSUMER_DEBT = Kept(
    Choice(
        {
            "None": 24, "Under 10,000": 27, "10,000-24,999": 20, "25,000-49,999": 12, "50,000-99,999": 6,
            "100,000-249,999": 3, "250,000-499,999": 1, "500,000-999,999": 0.3, "1,000,000+": 0.2, "Prefer not to say": 6.5,
        }
    ),
    changes=0.1,
)  # fmt: skip
EDUCATION = Kept(
    Choice(
        {
            "High School": 10, "Some College": 18, "Associate Degree": 10, "Bachelor's Degree": 36,
            "Master's Degree": 17, "Doctorate": 3, "Other": 4, "Prefer not to say": 2,
        }
    )
)  # fmt: skip
EDUCATION_DESCRIPTION = Kept(
    Match(
        this.education,
        {
            "Some College": _described("Two years", "Left college"),
            "Associate Degree": _described("Associate"),
            "Bachelor's Degree": _described("BA", "BS", "Degree in", "Studied", "English", "Engineering"),
            "Master's Degree": _described("MBA", "MSW"),
            "Other": _described("Trade school"),
        },
    )
)
