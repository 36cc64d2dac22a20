"""Series of books: names, what changes from book to book, what is hinted and still to come.

==================  ============================================================================
SERIES              rules ``name``, ``description``, ``world_rule``; ``book_1``, ``book_2``, ``book_3``: what a book
                    brought; with marks
ARCS                rules ``hero``, ``ally``, ``foe``: an arc over all books; ``stage``: where it stands; ``turn``: a
                    turning point; ``trait``: what somebody becomes; with marks
CHANGES             rules political, geographical, social, natural, hidden: what is different in the world;
                    ``consequence``, ``cause``; with marks
CHANGE_TEXTS        the former as pairs of type and text, the types in turn
THREADS             pairs of a name and what it is about; with marks
HINTS               what is planted; with marks
==================  ============================================================================
"""

from __future__ import annotations

from .bible import typed
from .marks import typeset
from .words import tell

SERIES = tell(
    "series",
    {
        "name": (
            "The [emblem] Cycle",
            "Chronicles of [place]",
            "The [place] Books",
            "The [emblem] Sequence",
            "Annals of [place]",
            "[name] and the [emblem]",
        ),
        "description": (
            "Book by book [full] comes closer to the truth about [thing], and to [group].",
            "A town, a promise, and [thing] that will not stay buried: the story of [full] and [ally], told over several books.",
            "What began in [place] with [thing] does not end there. Each book follows [full] one border further.",
            "[foe] has lost once. The books that follow are about what it costs [full] to make sure of it.",
        ),
        "world_rule": (
            "Nobody in [place] breaks a promise given at [spot].",
            "[Thing] answers to one person at a time.",
            "[group] may enter any house but must be asked in twice.",
            "News from [place] takes three days to reach anyone, and no less.",
            "The dead are spoken of in the present tense for a year.",
            "What is paid for in [place] is never given back.",
        ),
        "book_1": (
            "[name] finds [thing] and loses the way home.",
            "[name] and [ally] meet at [spot], and neither goes home again.",
            "[foe] falls, and nobody sees where.",
        ),
        "book_2": (
            "[place] falls to [group], and [ally] stays behind.",
            "[name] and [ally] part at [spot] without a quarrel.",
            "[foe] comes back with a better offer.",
        ),
        "book_3": (
            "[place] chooses a side, and then the other one.",
            "[Thing] is broken, and everything that was bound to it is free.",
            "[ally] finds the way back, and is not recognized.",
        ),
    },
)

ARCS = tell(
    "arcs",
    {
        "hero": (
            "From somebody who keeps out of things to somebody whom others follow, at the price of being ordinary.",
            "[name] learns to ask for help, and then to do without thanks.",
            "A long way from certainty to doubt, and from doubt to a decision.",
            "[name] stops running in the second book, and finds out in the last one what for.",
        ),
        "ally": (
            "[ally] begins as company and ends as conscience.",
            "The joker of the first book has less and less to laugh about, and laughs all the same.",
            "[ally] leaves, comes back changed, and is forgiven before asking.",
        ),
        "foe": (
            "[foe] is right about one thing, and every book makes it harder to deny.",
            "Each defeat leaves [foe] with fewer friends and better reasons.",
            "From the face of [group] to its last prisoner.",
        ),
        "stage": (
            "has begun to doubt what everyone else takes for granted",
            "carries more than can be told to anybody",
            "is about to make the same mistake for better reasons",
            "knows the truth and has nobody to tell it to",
            "has made peace with the smaller of two losses",
        ),
        "turn": (
            "opens the wrong letter at [spot]",
            "lets [foe] go",
            "lies to a friend for the first time",
            "gives [thing] away",
            "comes back to [place] and is not recognized",
            "stays when everybody else leaves",
        ),
        "trait": ("guarded", "curious", "reckless", "patient", "bitter", "hopeful", "steady", "ruthless", "gentle", "tired"),
    },
)  # fmt: skip

CHANGES = tell(
    "changes",
    {
        "political": (
            "The seat of [group] in [place] stands empty, and the doors are still locked.",
            "A truce is signed at [spot], and three of the signatures are false.",
            "[place] elects somebody whom nobody had on a list.",
        ),
        "geographical": (
            "The road to [place] is gone, and so is the map that showed it.",
            "[Spot] burns down to the cellar.",
            "A new quarter grows outside the walls of [place], without lights and without a name.",
        ),
        "social": (
            "People in [place] no longer say the name of [foe], and their children no longer know it.",
            "Whoever once sold to [group] now closes early.",
            "The old feast at [spot] is held again for the first time in a generation.",
        ),
        "natural": (
            "The seasons come a month late.",
            "The river runs clear at [spot], and nobody drinks from it.",
            "The birds have left [place].",
        ),
        "hidden": (
            "[Thing] is awake, though nobody but [name] has noticed.",
            "Somebody inside [group] works for the other side.",
            "A copy of [thing] exists, and it is the copy that everyone has been guarding.",
        ),
        "consequence": (
            "[ally] can never go back.",
            "Papers are asked for at [spot].",
            "Prices in [place] double within a week.",
            "[name] is known by sight.",
            "An old ally turns into a neutral one.",
            "Nobody travels at night any more.",
        ),
        "cause": (
            "[name]", "[ally]", "[foe]", "[group]", "an accident at [spot]", "nobody knows",
        ),
    },
)  # fmt: skip

CHANGE_TYPES = tuple(rule for rule in CHANGES.rules if rule not in ("consequence", "cause"))
CHANGE_TEXTS = typed(CHANGES, CHANGE_TYPES)

THREADS = tuple(
    (typeset(name), typeset(text))
    for name, text in (
        ("The missing page", "Somebody tore it out before the first book began, and each book finds another corner of it."),
        ("Who feeds [group]", "There is more spent than there is taken in, and [name] would like to know who pays."),
        ("[ally]'s other name", "It is on a list, on a grave and on a ticket, and never on the same person."),
        ("The debt to [foe]", "It was a small favor, it was long ago, and it grows."),
        ("The door at [spot]", "It has no lock on this side."),
        ("The promise made in [place]", "Two people remember it, and they remember it differently."),
        ("The second [emblem]", "If there is one, then everything done for the first was done for nothing."),
        ("Letters from nobody", "They arrive on the first of the month, and they are always right."),
    )
)  # fmt: skip

HINTS = tuple(
    typeset(text)
    for text in (
        "A clock in the background is always four minutes fast.",
        "[ally] never sits with the back to a door.",
        "The child at [spot] hums a song that has not been written yet.",
        "[foe] wears one glove.",
        "There are thirteen chairs and twelve guests.",
        "[name] has forgotten what was in the second drawer.",
        "The portrait in the hall looks like [ally] and is a century old.",
        "Somebody has watered the plants in a house that stands empty.",
        "[Thing] is warm at [spot] and nowhere else.",
        "A stranger calls [name] by a childhood name and then says it was a mistake.",
    )
)
