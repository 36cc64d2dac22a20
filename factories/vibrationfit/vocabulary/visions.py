"""Life visions: present-tense paragraphs for the fourteen sections, written once for one and for two.

===================  ==========================================================================
VISIONS              rules: the 14 ``SECTIONS`` (forward, the categories, conclusion); first
                     person singular, 3 to 5 sentences each
VISIONS_WE           the same rules in the plural, for ``perspective = 'plural'``
VISION_TITLES        rules ``one`` and ``we``: titles of a whole vision
ACTIVATION_MESSAGES  rule ``message``: VIVA's words when a vision becomes the active one
===================  ==========================================================================

The text says ``{I} {am}``, ``{my}``, ``{me}``, ``{mine}``, ``{myself}``; the two grammars differ in
these words, and in the section ``love``, where the beloved is somebody else for one than for two.
"""

from __future__ import annotations

from ....vocabulary import Grammar
from .categories import CATEGORIES
from .visions_living import LIVING, LOVE_FOR_ONE, LOVE_FOR_TWO
from .visions_making import MAKING
from .words import by_category, speak

ONE = {"I": "I", "am": "am", "my": "my", "me": "me", "mine": "mine", "myself": "myself"}
TWO = {"I": "we", "am": "are", "my": "our", "me": "us", "mine": "ours", "myself": "ourselves"}

FRAME = {
    "forward": ("{begin} {promise} {invitation}", "{begin} {invitation}"),
    "conclusion": ("{gather} {certainty} {blessing}", "{gather} {blessing}"),
    "begin": (
        "This is {my} life as {I} {am} choosing to live it.",
        "{I:cap} {am} grateful to be alive, awake and at the start of something wonderful.",
        "{I:cap} wrote these pages on a quiet {weekday}, and every word already feels like home.",
        "Life is supposed to feel good, and {I} {am} letting it.",
        "{I:cap} {am} the conscious creator of {my} days.",
        "Everything in these pages is alive in {me} now.",
        "{I:cap} open this vision the way {I} open a window on a {season} morning.",
    ),
    "promise": (
        "{I:cap} read it slowly and feel each line land.",
        "Where there is contrast, {I} let it point {me} toward what {I} want.",
        "{I:cap} take the next easy step, and the path meets {me} there.",
        "{my:cap} only work today is to feel it and follow it.",
        "{I:cap} know what matters to {me} and {I} give it {my} best hours.",
        "{I:cap} stay above the Green Line by noticing, softening and choosing again.",
    ),
    "invitation": (
        "What follows is true, and it is getting truer.",
        "Here is what {my} life looks like.",
        "{I:cap} say yes to all of it.",
        "Let it be even better than this.",
        "The next twelve pages are {my} favorite places to spend time.",
    ),
    "gather": (
        "All twelve parts of {my} life belong together, and each one lifts the others.",
        "{I:cap} close these pages feeling full, steady and ready for the day.",
        "This is not a wish list; it is how {I} live.",
        "{I:cap} see how far {I} have come since the first draft, and {I} smile.",
        "When {I} look at the whole picture, {I} feel {my} shoulders drop.",
    ),
    "certainty": (
        "It is done, and {I} enjoy watching how it arrives.",
        "{I:cap} let go of the how, and keep hold of the feeling.",
        "The people, the timing and the means are already on their way.",
        "On good days {I} celebrate, and on hard days {I} come back to these words.",
        "{I:cap} trust {myself} with a life this good.",
    ),
    "blessing": (
        "Thank you for all of it.",
        "This or something better, for the good of everyone it touches.",
        "{I:cap} {am} ready, {I} {am} willing, and {I} {am} already on the way.",
        "And so the day begins.",
        "{I:cap} love this life of {mine}.",
    ),
}

TITLES = {
    "one": (
        "My Life, Wide Open", "The Life I Choose", "{season:cap} Vision", "My Next Chapter", "Above the Green Line",
        "Coming Home to Myself", "The Year of {year_of}", "My Life in Full Color", "A Life of {year_of}",
        "Letting It Be Easy", "My Life Vision", "Who I Am Becoming", "{year_of} and {then}",
    ),
    "we": (
        "Our Life, Wide Open", "The Life We Choose", "Our {season:cap} Vision", "Our Next Chapter",
        "Above the Green Line, Together", "The Year of {year_of}", "Our Life in Full Color", "A House of {year_of}",
        "Letting It Be Easy, Together", "Our Life Vision", "What We Are Building", "{year_of} and {then}",
    ),
    "year_of": ("Ease", "Joy", "Courage", "Plenty", "Play", "Devotion", "Wonder", "Harmony"),
    "then": ("Adventure", "Deep Rest", "Good Company", "Open Doors", "Enough"),
}  # fmt: skip

MESSAGES = {
    "message": "{cheer} {what} {next}",
    "cheer": (
        "Your vision is active, and I am celebrating with you.",
        "Look at that: your life vision is alive.",
        "Beautiful work. This version is now your active vision.",
        "It is official, this is the vision you are living into.",
    ),
    "what": (
        "Twelve categories, one clear voice, and it is unmistakably yours.",
        "I felt your energy rise most in the parts about the people you love.",
        "You turned a lot of contrast into clarity to get here.",
        "Every section is written in the present tense, so your body can practice it today.",
    ),
    "next": (
        "Next, generate your audio so you can listen before bed.",
        "Next, choose one image per category for your vision board.",
        "Read it once tonight and once tomorrow morning, out loud if you can.",
        "When a line no longer fits, come back and we will refine it together.",
        "For the next seven days, just five minutes with it each morning is plenty.",
    ),
}


def _voice(name: str, pronouns: dict[str, str], love: dict[str, tuple[str, ...]]) -> Grammar:
    sections = {
        category: {
            "section": ("{.scene} {.detail} {.feeling}", "{.scene} {.detail} {.more} {.feeling}"),
            **lines,
        }
        for category, lines in {**LIVING, **MAKING, "love": love}.items()
    }
    roots = {category: f"{{{category}_section}}" for category in CATEGORIES}
    return speak(name, FRAME | roots | by_category(sections) | pronouns)


VISIONS = _voice("visions", ONE, LOVE_FOR_ONE)
VISIONS_WE = _voice("visions_we", TWO, LOVE_FOR_TWO)
VISION_TITLES = speak("vision_titles", TITLES)
ACTIVATION_MESSAGES = speak("activation_messages", MESSAGES)
