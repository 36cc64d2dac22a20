"""The catalogue of VibrationFit's published schema (catalog/vibrationfit/*.csv), and our models beside it."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from seedkit.factories.vibrationfit.models import MODELS

CATALOG = Path(__file__).parent / "catalog" / "vibrationfit"


def rows(name: str) -> list[dict[str, str]]:
    with (CATALOG / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_table(name: str) -> dict[str, list[dict[str, str]]]:
    grouped: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(name):
        grouped[row["table"]].append(row)
    return grouped


BY_TABLE = {m.__table__.name: m for m in MODELS}
COLUMNS = by_table("columns") | {
    "token_drips": [r for r in rows("historic_columns") if r["table"] == "token_drips"]
}
