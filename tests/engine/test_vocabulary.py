"""The frozen pools: what they promise their readers, and that nobody changes them unnoticed."""

from __future__ import annotations

import hashlib
import re
import shutil
from importlib import resources
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from seedkit.errors import UnknownName
from seedkit.vocabulary import DATA_VERSION, pool, pools
from seedkit.vocabulary.freeze import DATA, HAND_KEPT, freeze

# Of data/MANIFEST.tsv. A new value needs a new DATA_VERSION: every generated name may change.
FROZEN = {1: "ee5ccc81dcf2a461022d872f4728cc343bbf0d97b815fbca7105b4d095212bfc"}

SIZES = {"first_names": 1500, "last_names": 1000, "us_cities": 200, "companies": 200, "occupations": 200}


def data(name: str) -> bytes:
    return resources.files("seedkit.vocabulary").joinpath("data", name).read_bytes()


def pairs(name: str, left: str, right: str) -> list[tuple[str, str]]:
    table = pool(name)
    return list(zip(table.column(left).to_pylist(), table.column(right).to_pylist(), strict=True))


def test_the_data_is_the_data_of_its_version() -> None:
    manifest = data("MANIFEST.tsv")
    for line in manifest.decode().splitlines()[1:]:
        name, rows, checksum = line.split("\t")
        assert hashlib.sha256(data(f"{name}.tsv")).hexdigest() == checksum
        assert len(pool(name)) == int(rows)
    assert hashlib.sha256(manifest).hexdigest() == FROZEN[DATA_VERSION]


@pytest.mark.parametrize("name", pools())
def test_a_pool_is_clean_text_without_repeated_rows(name: str) -> None:
    table = pa.table(dict(pool(name).columns))
    assert set(map(str, table.schema.types)) == {"string"}
    assert len(set(zip(*table.to_pydict().values(), strict=True))) == len(table)
    for column in table.columns:
        assert all(value and value == value.strip() for value in column.to_pylist())


@pytest.mark.parametrize(("name", "rows"), SIZES.items())
def test_pools_are_large_enough(name: str, rows: int) -> None:
    assert len(pool(name)) >= rows


@pytest.mark.parametrize("name", ["first_names", "last_names"])
def test_names_have_unique_slugs_fit_for_an_address(name: str) -> None:
    slugs = pool(name).column("slug").to_pylist()
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch("[a-z]{3,12}", slug) for slug in slugs)
    assert all(form.isascii() for form in pool(name).column("ascii").to_pylist())
    assert not all(form.isascii() for form in pool(name).column("name").to_pylist())


def test_genders_filter_and_neutral_names_serve_both() -> None:
    names = pool("first_names")
    women, men = names.where(gender=("female", "any")), names.where(gender=("male", "any"))
    neutral = names.where(gender="any")
    assert len(women) == len(men) == 800
    assert len(women) + len(men) - len(neutral) == len(names)
    assert "Jordan" in neutral.column("name").to_pylist()


def test_city_state_zone_postal_code_and_area_code_agree() -> None:
    cities = pool("us_cities").columns
    assert len(set(cities["state"].to_pylist())) == 51
    assert all(re.fullmatch(r"\d{5}", code) for code in cities["postal_code"].to_pylist())
    assert all(re.fullmatch(r"[2-9]\d\d", code) for code in cities["area_code"].to_pylist())
    # The first digit of a postal code is its region, so a state's codes share it.
    regions = {(state, code[0]) for state, code in pairs("us_cities", "state", "postal_code")}
    assert len(regions) == 51
    assert set(pairs("us_cities", "area_code", "state")) == set(pairs("area_codes", "area_code", "state"))
    for zone in set(cities["timezone"].to_pylist()):
        assert ZoneInfo(zone)


def test_unknown_names_name_the_nearest() -> None:
    with pytest.raises(UnknownName, match="'first_names'"):
        pool("first_name")
    with pytest.raises(UnknownName, match=r"pool first_names.*'gender'"):
        pool("first_names").column("genders")
    with pytest.raises(UnknownName, match="'female'"):
        pool("first_names").where(gender="femal")


def test_a_pool_is_read_once_and_prints_itself() -> None:
    assert pool("voices") is pool("voices")
    assert repr(pool("voices")) == "<Pool voices: 9 rows of name, manner, description>"


def test_freezing_again_gives_files_of_the_same_shape(tmp_path) -> None:
    for name in HAND_KEPT:
        shutil.copy(DATA / f"{name}.tsv", tmp_path)
    reports = list(freeze(tmp_path))
    assert [line.split(":")[0] for line in reports] == list(pools())
    for name in pools():
        fresh = (tmp_path / f"{name}.tsv").read_text("utf-8").splitlines()
        assert fresh[0].split("\t") == list(pool(name).columns)
        assert len(fresh) - 1 == pytest.approx(len(pool(name)), rel=0.05)
