"""Fill the frozen pools: ``python -m seedkit.vocabulary.freeze``, for maintainers only.

Users never run this: its output is committed under ``data/``, so that an upgrade of Faker changes
no row that anybody has loaded. Names come from Faker's lists; streets and companies are made from
the word lists below; area codes are those of the hand-kept ``us_cities``. The remaining files are
kept by hand, and only their checksums are written.

After a change: raise ``DATA_VERSION`` in ``pools.py`` and commit both.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import product
from pathlib import Path

from .pools import MANIFEST

Row = tuple[str, ...]

DATA = Path(__file__).parent / "data"
HAND_KEPT = ("occupations", "us_cities", "voices")

# In order of taking: (Faker locale, most names to take). Later locales bring the accents and the
# variety of an American town; a name already taken is not taken again.
FIRST_NAME_SOURCES = (
    ("en_US", 400), ("es_MX", 60), ("fr_FR", 35), ("en_IN", 60), ("it_IT", 40), ("pt_BR", 30),
    ("yo_NG", 12), ("en_GB", 200), ("en_NZ", 500), ("en_KE", 500),
)  # fmt: skip
LAST_NAME_SOURCES = (
    ("es_MX", 80), ("en_IN", 60), ("yo_NG", 15), ("fr_FR", 25), ("sv_SE", 25), ("en_US", 1000),
)  # fmt: skip
FIRST_NAMES_PER_GENDER = 800
LAST_NAMES = 1000

# Spellable on the telephone: one word of three to eleven letters.
SPELLABLE = re.compile(r"[^\W\d_]{3,11}")

STREET_STEMS = (
    "Alder", "Aspen", "Birch", "Bluebell", "Cedar", "Chestnut", "Clover", "Cottonwood", "Fern", "Foxglove",
    "Hawthorn", "Hazel", "Heron", "Hickory", "Juniper", "Kingfisher", "Larch", "Laurel", "Lilac", "Linden",
    "Magnolia", "Maple", "Meadowlark", "Mulberry", "Orchard", "Pine", "Poplar", "Quail", "Redbud", "Rosemary",
    "Sagebrush", "Spruce", "Sycamore", "Thistle", "Walnut", "Willow",
)  # fmt: skip
STREET_KINDS = ("Street", "Avenue", "Lane", "Drive", "Court", "Road")

# Two halves that no registrar is likely to have joined, and the trade that follows them.
COMPANY_HEADS = (
    "Amber", "Bramble", "Copper", "Dapple", "Ember", "Fern", "Gable", "Harbor", "Indigo", "Juniper",
    "Kestrel", "Lantern", "Marsh", "Nettle", "Opal", "Pebble", "Quill", "Rowan", "Saffron", "Thistle",
)  # fmt: skip
COMPANY_TAILS = ("brook", "crest", "fold", "gate", "hollow", "lark", "moor", "reach", "spire", "wick")
COMPANY_TRADES = (
    ("Healthcare", "Family Clinic"), ("Healthcare", "Physical Therapy"), ("Education", "Learning Center"),
    ("Education", "Academy"), ("Technology", "Software"), ("Technology", "Systems"), ("Finance", "Credit Union"),
    ("Finance", "Accounting"), ("Business", "Consulting"), ("Business", "Logistics"),
    ("Public service", "Community Services"), ("Trades", "Builders"), ("Trades", "Electric"),
    ("Hospitality", "Inn"), ("Hospitality", "Kitchen"), ("Science", "Research Group"),
    ("Science", "Engineering"), ("Retail", "Market"), ("Wellness", "Wellness"), ("Creative", "Studio"),
)  # fmt: skip
COMPANIES = 200


def main() -> None:
    """Write every generated pool and the manifest, and say what was written."""
    for line in freeze(DATA):
        print(line)


def freeze(folder: Path) -> Iterator[str]:
    """Write the pools into ``folder``, which must hold the hand-kept ones; one line of report each."""
    cities = _read(folder, "us_cities")
    tables: dict[str, tuple[Row, Iterable[Row]]] = {
        "first_names": (("name", "ascii", "slug", "gender"), first_names()),
        "last_names": (("name", "ascii", "slug"), last_names()),
        "streets": (("name",), ((f"{stem} {kind}",) for stem, kind in product(STREET_STEMS, STREET_KINDS))),
        "companies": (("name", "industry", "slug"), companies()),
        "area_codes": (("area_code", "state"), sorted({(city[5], city[1]) for city in cities})),
    }
    for name, (header, rows) in tables.items():
        _write(folder, name, header, rows)
    manifest = []
    for name in sorted((*tables, *HAND_KEPT)):
        data = _path(folder, name).read_bytes()
        manifest.append((name, str(data.count(b"\n") - 1), hashlib.sha256(data).hexdigest()))
        yield f"{name}: {manifest[-1][1]} rows"
    _write(folder, MANIFEST, ("pool", "rows", "sha256"), manifest)


def first_names() -> list[Row]:
    """(name, ascii, slug, gender), one row a name; names that both lists hold are ``any``."""
    lists = {
        gender: _taken(FIRST_NAME_SOURCES, f"first_names_{gender}", FIRST_NAMES_PER_GENDER)
        for gender in ("female", "male")
    }
    both = lists["female"].keys() & lists["male"].keys()
    rows = [
        (name, ascii_form(name), slug(name), "any" if name in both else gender)
        for gender, names in lists.items()
        for name in names
    ]
    return sorted(set(rows))


def last_names() -> list[Row]:
    """(name, ascii, slug), one row a name."""
    names = map(_celtic, _taken(LAST_NAME_SOURCES, "last_names", LAST_NAMES))
    return sorted((name, ascii_form(name), slug(name)) for name in names)


def companies() -> list[Row]:
    """(name, industry, slug) of invented companies, no two of which share their first word."""
    stems = [head + tail for head, tail in product(COMPANY_HEADS, COMPANY_TAILS) if head.lower() != tail]
    trades = COMPANY_TRADES * (COMPANIES // len(COMPANY_TRADES))
    # A stride coprime to the number of trades keeps each stem's neighbours in other trades.
    chosen = [trades[7 * i % len(trades)] for i in range(COMPANIES)]
    return sorted(
        (f"{stem} {trade}", industry, slug(f"{stem}{trade}"))
        for stem, (industry, trade) in zip(stems, chosen, strict=True)
    )


def ascii_form(name: str) -> str:
    """The name without accents: ``Chloë`` → ``Chloe``."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


def slug(name: str) -> str:
    """Lower-case ASCII letters and digits only: what user names and e-mail addresses are made of."""
    return re.sub(r"[^a-z0-9]", "", ascii_form(name).lower())


def _taken(sources: Iterable[tuple[str, int]], attribute: str, most: int) -> dict[str, None]:
    """Up to ``most`` spellable names of Faker's locale lists; one name for each ASCII form."""
    taken: dict[str, str] = {}
    for locale, quota in sources:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        known = (str(name) for name in getattr(provider, attribute))
        fresh = sorted(
            {slug(name): name for name in known if _usable(name) and slug(name) not in taken}.items()
        )
        count = min(quota, most - len(taken), len(fresh))
        taken.update(fresh[len(fresh) * i // count] for i in range(count))
    return dict.fromkeys(taken.values())


def _celtic(name: str) -> str:
    """``Mcdonald`` → ``McDonald``, ``Oconnor`` → ``O'Connor``: Faker flattens them."""
    if name in ("Obrien", "Oconnell", "Oconnor", "Odonnell", "Oneal", "Oneill"):
        return f"O'{name[1:].title()}"
    return f"Mc{name[2:].title()}" if name.startswith("Mc") else name


def _usable(name: str) -> bool:
    # Letters without an ASCII form (ø, ß) would leave a slug with holes in it.
    return bool(SPELLABLE.fullmatch(name)) and len(ascii_form(name)) == len(name) and name.istitle()


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.tsv"


def _read(folder: Path, name: str) -> list[Row]:
    _, *lines = _path(folder, name).read_text("utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines]


def _write(folder: Path, name: str, header: Row, rows: Iterable[Row]) -> None:
    lines = ("\t".join(row) + "\n" for row in (header, *rows))
    _path(folder, name).write_text("".join(lines), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
