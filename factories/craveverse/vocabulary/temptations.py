"""What tempts, when, and what helps: the words that belong to one craving.

===================  ==========================================================================
TEMPTATIONS          craving → part → words:

                     thing   what is being quit, uncountable: "sugar"
                     urge    an urge with its article: "a craving for something sweet"
                     bait    what set it off, singular, with its article
                     hour    when it came: "right after dinner"
                     did     what helped, in the past tense, without its subject
                     do      the same as a command
                     doing   the same as a gerund
                     gain    what gets better, an object: "steady energy"
                     slip    how it went wrong, in the past tense, without its subject
                     clean   a good day with its article: "a sugar-free day"
                     foe     the boss of the level, with its article
MINE, YOURS, THEIRS  the same words as rules ``<craving>_<part>``: as the player says them ("my
                     phone"), to the player ("your phone"), of the player ("their phone")
URGES                rules ``<craving>``: an urge told in a sentence or two
===================  ==========================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .cravings import CRAVINGS
from .words import by_key, speak

TEMPTATIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "nofap": {
        "thing": ("porn", "late-night browsing"),
        "urge": ("a sudden urge", "the usual urge", "an urge out of nowhere", "a strong urge"),
        "bait": ("my phone on the nightstand", "an empty house", "a private tab", "a sleepless hour", "a long evening alone"),
        "hour": ("right before bed", "late in the evening", "after a long shift", "in a quiet house", "on a rainy night"),
        "did": (
            "put the phone in the kitchen", "did twenty push-ups", "took a cold shower", "left the room",
            "wrote two pages in my journal", "called {friend}", "went for a walk {walk}", "turned on the lights and breathed slowly",
        ),
        "do": (
            "put the phone in the kitchen", "do twenty push-ups", "take a cold shower", "leave the room",
            "write two pages by hand", "call a friend", "go for a walk", "turn on the lights and breathe slowly",
        ),
        "doing": ("leaving the room", "calling {friend}", "taking a cold shower", "charging the phone in the kitchen", "writing it down", "going for a walk {walk}"),
        "gain": ("a clear head in the morning", "sound sleep", "more respect for myself", "an honest talk with my partner", "the energy to go out"),
        "slip": ("opened the tab", "took the phone to bed again", "told myself that one look would not count", "gave in and felt worse"),
        "clean": ("a clean day",),
        "foe": ("the Midnight Imp", "the Private-Tab Phantom"),
    },
    "sugar": {
        "thing": ("sugar", "candy"),
        "urge": ("a sugar craving", "a craving for something sweet", "a sudden sweet tooth", "a longing for chocolate"),
        "bait": (
            "the candy bowl at the front desk", "a birthday cake in the break room", "the vending machine outside my office",
            "a plate of free cookies", "the ice cream in the freezer",
        ),
        "hour": ("around three in the afternoon", "right after dinner", "on the way home", "halfway through the afternoon", "at the end of a long day"),
        "did": (
            "had an apple with peanut butter", "drank a tall glass of water", "brushed my teeth early", "made a pot of {drink}",
            "ate a real lunch", "walked {walk}", "ate a bowl of berries", "waited ten minutes",
        ),
        "do": (
            "have an apple with peanut butter", "drink a tall glass of water", "brush your teeth early", "eat a real lunch",
            "take a short walk", "eat a bowl of berries", "wait ten minutes", "have a handful of nuts",
        ),
        "doing": ("drinking water first", "eating a real lunch", "brushing my teeth early", "walking {walk}", "keeping fruit on the desk", "reading the label"),
        "gain": ("steady energy", "clearer skin", "a calm stomach", "better sleep", "the taste of real fruit"),
        "slip": ("ate four cookies over the sink", "finished the ice cream straight from the tub", "said yes to the second slice", "bought a candy bar at the register"),
        "clean": ("a sugar-free day", "a day without added sugar"),
        "foe": ("the Sugar Goblin", "the Three O'Clock Troll"),
    },
    "shopping": {
        "thing": ("impulse buying", "one-click shopping"),
        "urge": ("an itch to buy something", "the old add-to-cart reflex", "a sudden need for a bargain", "a flash-sale itch"),
        "bait": ("a flash sale", "a full cart", "the clearance rack", "an email about free shipping", "a countdown timer"),
        "hour": ("on payday", "during my lunch break", "after a rough meeting", "on a slow afternoon", "late in the evening"),
        "did": (
            "emptied the cart", "waited twenty-four hours", "moved the money to savings", "unsubscribed from the store",
            "wrote it on the wish list", "mended an old jacket", "deleted my saved card", "texted {friend}",
        ),
        "do": (
            "empty the cart", "wait twenty-four hours", "move the money to savings", "unsubscribe from the store",
            "write it on the wish list", "mend something old", "delete your saved card", "leave the card at home",
        ),
        "doing": ("waiting a day", "keeping a wish list", "paying with cash", "unsubscribing", "shopping with a list", "asking {friend} first"),
        "gain": ("a calm mind on payday", "room in the closet", "a growing savings jar", "fewer boxes at the door", "the joy of using what I own"),
        "slip": ("bought shoes that I did not need", "checked out with one click", "paid extra for overnight shipping", "told myself it was an investment"),
        "clean": ("a no-spend day",),
        "foe": ("the Cart Gremlin", "the Flash-Sale Fox"),
    },
    "smoking_vaping": {
        "thing": ("nicotine", "smoking"),
        "urge": ("a nicotine craving", "a sharp craving", "the old hand-to-mouth itch", "a long, slow craving"),
        "bait": ("a friend's vape on the table", "the smoke break with the crew", "a stressful phone call", "an old lighter in my coat", "the smell outside the bar"),
        "hour": ("right after coffee", "after lunch", "after dinner", "on the first break of my shift", "after an argument"),
        "did": (
            "chewed gum", "drank ice water through a straw", "took ten slow breaths", "walked {walk}", "squeezed the stress ball",
            "brushed my teeth", "texted {friend}", "set a timer and outlasted it",
        ),
        "do": (
            "chew gum", "drink ice water through a straw", "take ten slow breaths", "walk to the corner and back", "squeeze the stress ball",
            "brush your teeth", "text your support person", "set a timer and outlast it",
        ),
        "doing": ("chewing gum", "breathing slowly", "texting {friend}", "sipping ice water", "setting a timer", "taking the stairs"),
        "gain": ("full, easy breaths", "clothes that smell clean", "easy breaths on the stairs", "the taste of food", "a fuller wallet"),
        "slip": ("bummed one outside the bar", "bought a pod at the corner store", "took two puffs and regretted both", "smoked half of one in the rain"),
        "clean": ("a smoke-free day", "a nicotine-free day"),
        "foe": ("the Smoke Dragon", "the Vapor Wraith"),
    },
    "social_media": {
        "thing": ("scrolling", "the feed"),
        "urge": ("an itch to check my phone", "the reflex to open the feed", "a pull to refresh", "a need to see who had replied"),
        "bait": ("the red notification dot", "a video that played itself", "the phone beside my plate", "a lively group chat", "a dull five minutes in line"),
        "hour": ("first thing in the morning", "with the pasta on the stove", "right after dinner", "on a slow afternoon", "in the middle of a task"),
        "did": (
            "left the phone in another room", "read ten pages", "called {friend}", "logged out", "turned the screen gray",
            "walked {walk} with empty pockets", "looked out of the window until it passed", "spent {length} {hobby}",
        ),
        "do": (
            "leave the phone in another room", "read ten pages", "call a friend", "log out", "turn the screen gray",
            "go for a walk with empty pockets", "look out of the window until it passes", "delete the app for a day",
        ),
        "doing": ("leaving the phone in the hallway", "reading a paper book", "calling {friend}", "logging out every time", "turning off the badges", "using a real alarm clock"),
        "gain": ("a longer attention span", "slower mornings", "an hour that is mine", "real talks at dinner", "a quiet head"),
        "slip": ("lost two hours to short videos", "reinstalled the app", "scrolled for an hour and a half", "checked a profile that I had muted"),
        "clean": ("a feed-free day", "a day offline"),
        "foe": ("the Scroll Kraken", "the Refresh Sprite"),
    },
}  # fmt: skip

_TO = {"I": "you", "my": "your", "mine": "yours", "myself": "yourself"}
_OF = {"I": "they", "my": "their", "mine": "theirs", "myself": "themselves"}


def _told(pronouns: Mapping[str, str]) -> dict[str, Iterable[str]]:
    first_person = re.compile(rf"\b({'|'.join(pronouns)})\b")
    return {
        rule: [first_person.sub(lambda found: pronouns[found[0]], text) for text in texts]
        for rule, texts in MINE.items()
    }


MINE = by_key(TEMPTATIONS)
YOURS, THEIRS = _told(_TO), _told(_OF)


def any_craving(*texts: str) -> dict[str, list[str]]:
    """The texts under a rule of each craving's name; ``{.bait}`` in them is the craving's own."""
    return {craving: [text.replace("{.", f"{{{craving}_") for text in texts] for craving in CRAVINGS}


def each_craving(parts: Mapping[str, Iterable[str]]) -> dict[str, Iterable[str]]:
    """The parts as rules ``<craving>_<part>``; ``{.bait}`` in them is the craving's own."""
    return by_key(dict.fromkeys(CRAVINGS, parts))


URGES = speak(
    "urges",
    any_craving(
        "It was {.bait}, {.hour}. I felt {.urge} and I {.did}.",
        "{.urge:cap} came {.hour}. What helped was {.doing}.",
        "{.bait:cap} started it. It passed after {length}.",
        "I knew that {.bait} was a trap, so I {.did}.",
        "{.foe:cap} turned up {.hour}. I {.did}, and it left.",
    ),
    MINE,
)
