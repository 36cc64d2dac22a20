"""Stories: titles, premises, and what a foundation says of world, people and plot.

===========  ==================================================================================
TITLES       rules ``<plot>``: the title of a story; with marks
PREMISES     rules ``<plot>``: the pitch, one or two sentences; with marks
PLOTS        Pool, one row a plot: plot, genre, key, setting, theme_1, theme_2, theme_3, tone,
             audience, hero_role, hero_want, hero_flaw, ally_role, ally_want, foe_role, foe_want,
             and ``incident``, ``midpoint``, ``climax``, ``resolution``: summaries of scenes, with marks
PORTRAITS    rules ``hero``, ``ally``, ``foe``: how a character comes across, for ``characters``
STRUCTURES   how a plot is built: ``plot_structure.shape`` of a foundation
===========  ==================================================================================
"""

from __future__ import annotations

import pyarrow as pa

from ....vocabulary import Pool
from .genres import ALL
from .marks import typeset
from .words import speak, tell

_PLOTS = [(genre, plot) for genre in ALL for plot in genre.plots]

# Titles that suit any plot, so that two stories seldom share one.
_SHAPES = (
    "The [emblem] of [place]", "[name] and the [emblem]", "A Stranger in [place]", "What [ally] Knew", "The Year of the [emblem]",
    "Leaving [place]", "Letters from [place]", "The [emblem] and After", "[ally] and [name]", "The Trouble with [ally]",
)  # fmt: skip

TITLES = tell("titles", {plot.key: (*plot.titles, *_SHAPES) for _, plot in _PLOTS})

PREMISES = tell("premises", {plot.key: plot.premises for _, plot in _PLOTS})

# Of the ten scenes of a plot, those that a foundation names.
_TURNS = (1, 4, 8, 9)

_COLUMNS = (
    "plot", "genre", "key", "setting", "theme_1", "theme_2", "theme_3", "tone", "audience", "hero_role", "hero_want",
    "hero_flaw", "ally_role", "ally_want", "foe_role", "foe_want", "incident", "midpoint", "climax", "resolution",
)  # fmt: skip

_ROWS = [
    (
        plot.key,
        genre.name,
        genre.key,
        *map(
            typeset,
            (
                plot.setting,
                *plot.themes,
                plot.tone,
                plot.audience,
                *plot.hero,
                *plot.ally,
                *plot.foe,
                *(plot.scenes[turn].summary for turn in _TURNS),
            ),
        ),
    )
    for genre, plot in _PLOTS
]

PLOTS = Pool(
    "infinitepages.plots",
    {
        name: pa.array(texts, pa.string())
        for name, texts in zip(_COLUMNS, zip(*_ROWS, strict=True), strict=True)
    },
)

PORTRAITS = speak(
    "portraits",
    {
        "hero": (
            "{Quality}, {quality_too}, and {habit}.", "{Quality} and {habit}.", "{Quality}; {habit}.",
        ),
        "ally": (
            "{Warmth}, {warmth_too}, and {foible}.", "{Warmth}; {foible}.",
        ),
        "foe": (
            "{Menace}, {menace_too}, and {tell}.", "{Menace}; {tell}.",
        ),
        "Quality": ("Stubborn", "Watchful", "Quick with figures", "Slow to anger", "Honest to a fault", "Restless", "Careful with words"),
        "quality_too": ("bad at being thanked", "better alone than in company", "kinder than it looks", "always early", "hard to fool twice"),
        "habit": (
            "keeps every letter and answers none", "talks to locks, engines and cats", "counts stairs without noticing",
            "apologizes to furniture", "never finishes a cup of tea", "remembers faces and forgets names", "whistles when afraid",
        ),
        "Warmth": ("Loyal past the point of sense", "Cheerful in bad weather", "Generous with advice", "Patient", "Blunt", "Easily moved"),
        "warmth_too": ("good with their hands", "a terrible liar", "fond of a wager", "at home anywhere", "seldom in a hurry"),
        "foible": (
            "laughs at the wrong moment", "owes money in three places", "is afraid of heights and will not say so",
            "collects things that have no use", "cannot keep a plant alive", "sings off key and often",
        ),
        "Menace": ("Courteous", "Unhurried", "Well read", "Admired by many", "Precise", "Charming when watched"),
        "menace_too": ("never seen to eat", "generous with other people's time", "convinced of being right", "impossible to embarrass", "a good listener"),
        "tell": (
            "straightens whatever lies crooked", "remembers every slight and every birthday", "lowers the voice instead of raising it",
            "has never once been late", "keeps the gloves on", "says thank you before giving an order",
        ),
    },
)  # fmt: skip

STRUCTURES = (
    "Three acts with a quiet middle",
    "Four acts, each ending on a reversal",
    "A rising line with two false endings",
    "Short chapters, each closing on a question",
    "A circle that ends where it began",
)
