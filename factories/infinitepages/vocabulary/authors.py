"""Authors: the names they publish under.

===========  ==================================================================================
PEN_NAMES    rule ``name``: a pen name, invented, of nobody in ``CASTS``
===========  ==================================================================================
"""

from __future__ import annotations

from .words import speak

PEN_NAMES = speak(
    "pen_names",
    {
        "name": (
            "{given} {family}", "{initial}. {middle}. {family}", "{given} {initial}. {family}", "{initial}. {family}",
            "{given} {family}-{branch}", "{alias}",
        ),
        "given": (
            "Wren", "Ada", "Lorcan", "Odessa", "Ilse", "Rowan", "Thea", "Casper", "Marlo", "Vesper", "Anouk", "Silvan", "Greer",
            "Ottilie", "Bram", "Saoirse", "Lucian", "Noor", "Emeka", "Yuki", "Pilar", "Tobin", "Zadie", "Ansel",
        ),
        "family": (
            "Larkin", "Ashgrove", "Calder", "Nightingale", "Holloway", "Quillfeather", "Thornbury", "Okonjo", "Lindqvist",
            "Marchetti", "Winterbourne", "Vale", "Inkster", "Pennington", "Sato", "Farrow", "Graves", "Delacroix", "Moon", "Harrow",
        ),
        "branch": ("Reed", "Stone", "Grey", "Hart", "Lowe", "Finch"),
        "initial": ("A", "C", "E", "H", "J", "L", "M", "R", "S", "T"),
        "middle": ("B", "D", "F", "G", "K", "N", "P", "V", "W"),
        "alias": (
            "The Night Librarian", "Inkwell Jane", "Paper Lantern", "Quiet Margins", "Third Draft", "Moth & Candle", "Saltwater Stories",
            "The Unreliable Narrator", "Pages After Dark", "Foxglove Press", "Small Hours", "A Lady of Letters",
        ),
    },
)  # fmt: skip
