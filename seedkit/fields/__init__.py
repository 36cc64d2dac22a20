"""Fields: everything a factory can declare for a column, one family a module."""

from __future__ import annotations

from .base import Field, Ref, this
from .beside import OfUser
from .choices import Choice, Flag, InTurn, Match, Several, Sometimes, When
from .documents import ArrayOf, Json, JsonList, Listed
from .identity import Key, Serial, Token, Uuid, Uuid7
from .kept import Kept
from .kin import Count, Max, Min, Rank, Sum, VersionNumber
from .ledgers import Entries, Ledger, UpTo
from .links import Lookup, Ordinal, Parent
from .moments import (
    OFFICE,
    WAKING,
    After,
    Before,
    Between,
    Daily,
    DayOf,
    Moment,
    Now,
    OnDay,
    Series,
    days,
    hours,
    minutes,
    weeks,
)
from .numbers import Amount, Greatest, Least, LogNormal, Normal, Real, Round, Whole, Zipf
from .people import AvatarUrl, Email, FirstName, FromPool, LastName, Phone, Username
from .text import Length, Lower, Phrase, Prose, Slug, Text

__all__ = [
    "OFFICE", "WAKING", "After", "Amount", "ArrayOf", "AvatarUrl", "Before", "Between", "Choice", "Count", "Daily",
    "DayOf", "Email", "Entries", "Field", "FirstName", "Flag", "FromPool", "Greatest", "InTurn", "Json", "JsonList",
    "Kept", "Key", "LastName", "Least", "Ledger", "Length", "Listed", "LogNormal", "Lookup", "Lower", "Match", "Max", "Min",
    "Moment", "Normal", "Now", "OfUser", "OnDay", "Ordinal", "Parent", "Phone", "Phrase", "Prose", "Rank", "Real", "Ref", "Round",
    "Serial", "Series", "Several", "Slug", "Sometimes", "Sum", "Text", "Token", "UpTo", "Username", "Uuid", "Uuid7",
    "VersionNumber", "When", "Whole", "Zipf", "days", "hours", "minutes", "this", "weeks",
]  # fmt: skip
