"""Profiles: what goes well and what does not in each part of life, and the small facts around it.

===================  ==========================================================================
CLARITY              rules: the 12 categories; what goes well (``clarity_<category>``), 2 or 3 sentences
CONTRAST             rules: the 12 categories; what does not (``contrast_<category>``), 2 or 3 sentences
===================  ==========================================================================
"""

from __future__ import annotations

from ....vocabulary import Grammar
from .categories import CATEGORIES
from .words import by_category, speak

GOING_WELL = {
    "fun": {
        "one": (
            "I make time for {.hobby} almost every week.",
            "My weekends usually have at least one thing I look forward to.",
            "I laugh easily, and {friend} always gets me going.",
            "I picked up {.hobby} again last {season} and it has changed my mood completely.",
        ),
        "two": (
            "When I play, I forget about the clock.",
            "I am good at turning an ordinary evening into something silly.",
            "I say yes to invitations more than I used to.",
            "It does not take much money for me to have a great time.",
        ),
        "hobby": (
            "pickleball",
            "watercolor painting",
            "live music",
            "board games",
            "mountain biking",
            "karaoke",
        ),
    },
    "health": {
        "one": (
            "I move my body {.often} and I actually enjoy it.",
            "My energy is steady through most of the day.",
            "I cook at home most nights, {.dish} more often than not.",
            "I sleep seven to eight hours on a normal night.",
        ),
        "two": (
            "My last checkup was clear.",
            "I have learned what my body likes and I mostly give it that.",
            "Walking {place} is the best medicine I know.",
            "I drink water, I get sunlight, and it shows.",
        ),
        "dish": ("soup", "a big salad", "tacos", "something with lentils", "a good stir-fry"),
        "often": ("three times a week", "almost every day", "four mornings a week"),
    },
    "travel": {
        "one": (
            "I have a trip to {country} on the calendar.",
            "I took a long weekend in {town} last {season} and came back a different person.",
            "My passport is current and so is my curiosity.",
            "We get away at least {.often}.",
        ),
        "two": (
            "I travel light and I make friends on the way.",
            "I am flexible when plans change.",
            "Planning is half of the fun for me.",
            "Even a day trip resets my head.",
        ),
        "often": ("twice a year", "every couple of months", "once a season"),
    },
    "love": {
        "one": (
            "I know what I want in a relationship and I can say it out loud.",
            "There is a lot of tenderness in my love life right now.",
            "I am learning to receive affection without deflecting it.",
            "Touch, laughter and honest talk come easily to me with the right person.",
        ),
        "two": (
            "I have done real work on how I argue.",
            "I like who I am when I love someone.",
            "My heart is open, even after everything.",
            "Small gestures matter to me, and I make a lot of them.",
        ),
    },
    "family": {
        "one": (
            "I talk to {relative} every week and we mean it.",
            "We eat together most evenings.",
            "Our home is affectionate and a little chaotic in the best way.",
            "I am close to at least one person in my family who really knows me.",
        ),
        "two": (
            "We can laugh at ourselves.",
            "I show up for birthdays, games and hard days.",
            "Old patterns are softening.",
            "I am proud of how we handle disagreements now.",
        ),
    },
    "social": {
        "one": (
            "I have {.few} friends I could call at two in the morning.",
            "{friend} and I meet at {eatery} nearly every {weekday}.",
            "I like my neighbors, and they like me.",
            "My friendships are honest and low on drama.",
        ),
        "two": (
            "I am a good listener.",
            "New people are easy for me when the setting is small.",
            "I host more than I used to.",
            "We celebrate each other's good news.",
        ),
        "few": ("two", "three", "four or five"),
    },
    "home": {
        "one": (
            "I love the light in {room}.",
            "Our place is small but it feels like us.",
            "I finally have a corner that is only mine.",
            "The garden is doing well, and the {bloom} are ridiculous this year.",
        ),
        "two": (
            "It is quiet enough to think here.",
            "Coming home is a relief.",
            "I keep the main rooms clear and it helps my mind.",
            "We feel safe on this street.",
        ),
    },
    "work": {
        "one": (
            "I like the people I work with.",
            "I am good at {.skill} and people ask me for it.",
            "My hours are flexible enough for a real life.",
            "I was trusted with {.project} this year.",
        ),
        "two": (
            "I learn something every week.",
            "What I do actually helps someone.",
            "I can see where I want to go next.",
            "I leave on time more often than not.",
        ),
        "skill": (
            "calming a difficult client",
            "explaining complicated things",
            "fixing what is broken",
            "leading meetings",
        ),
        "project": ("training the new hires", "our biggest client", "the budget", "a launch of my own"),
    },
    "money": {
        "one": (
            "My bills are on autopilot and paid on time.",
            "I save something every month, even if it is small.",
            "I paid off {.debt} last {season}.",
            "I earn enough to cover what I need, with a little room.",
        ),
        "two": (
            "I look at the numbers without panic now.",
            "I am generous when I can be.",
            "I ask for what my work is worth.",
            "We talk about money without fighting.",
        ),
        "debt": ("my car", "a credit card", "the last of my student loans"),
    },
    "stuff": {
        "one": (
            "My car is reliable and paid for.",
            "I own less than I used to and enjoy it more.",
            "I have good tools for the things I love to do.",
            "My wardrobe finally fits me.",
        ),
        "two": (
            "I take care of what I have.",
            "I buy for the long run.",
            "Nothing I own stresses me out.",
            "I enjoy beautiful things without needing many of them.",
        ),
    },
    "giving": {
        "one": (
            "I volunteer at {.place_of_service} when I can.",
            "I give a set amount every month.",
            "I am the one friends call when they move or need a ride.",
            "I mentor someone at work and love it.",
        ),
        "two": (
            "Giving makes me feel connected.",
            "I know which causes matter to me.",
            "I have stopped giving out of guilt.",
            "It comes back around in funny ways.",
        ),
        "place_of_service": ("the food pantry", "the animal shelter", "the library", "my kid's school"),
    },
    "spirituality": {
        "one": (
            "I meditate for {length} most days.",
            "I feel connected when I am {.where}.",
            "My journal is a real practice now.",
            "I trust my intuition more than I used to.",
        ),
        "two": (
            "Gratitude comes easily in the mornings.",
            "I have teachers and books that feed me.",
            "I can feel when I am off and come back sooner.",
            "I sense that life is for me.",
        ),
        "where": ("in the woods", "near the ocean", "singing with others", "alone early in the morning"),
    },
}

NOT_WELL = {
    "fun": {
        "one": ("I cannot remember my last real day off.", "Most of my free time goes to my phone.", "I put everyone's fun before mine.", "I gave up {.hobby} years ago and never replaced it."),
        "two": ("I feel guilty when I am not productive.", "I am bored more than I admit.", "By {weekday} I am too tired to play.", "I have forgotten what I even like to do."),
        "hobby": ("dancing", "painting", "surfing", "the guitar"),
    },
    "health": {
        "one": ("I am tired all the time.", "My {.part} hurts most days.", "I start exercise plans and drop them after two weeks.", "I eat to calm down in the evenings."),
        "two": ("I keep putting off the checkup.", "I do not like what I see in the mirror.", "Sleep is hit or miss.", "I take better care of everyone else."),
        "part": ("back", "knee", "neck", "hip"),
    },
    "travel": {
        "one": ("I have wanted to see {country} for ten years.", "I have not been on a plane since before the kids.", "My passport has expired.", "We always visit family and never go anywhere new."),
        "two": ("There is never enough money or time.", "I get anxious about planning it all.", "I scroll through other people's trips and feel stuck.", "My work makes it hard to be gone for more than a weekend."),
    },
    "love": {
        "one": ("I feel lonely even when I am with someone.", "Dating apps wear me out.", "We have become good roommates.", "I choose people who are not available."),
        "two": ("I do not ask for what I need.", "It has been a long while since I felt wanted.", "I am afraid of getting hurt again.", "We keep having the same argument."),
    },
    "family": {
        "one": ("I lose my patience more than I want to.", "{relative:cap} and I have barely spoken since {season}.", "Everyone is on a separate screen.", "Visits with my parents leave me drained."),
        "two": ("I feel like I do most of it alone.", "I worry I am repeating what I grew up with.", "We do not really talk about feelings.", "Holidays are stressful for me."),
    },
    "social": {
        "one": ("Most of my friends live far away now.", "I cancel plans at the last minute.", "I feel like the outsider in most groups.", "I am always the one who reaches out."),
        "two": ("I miss having a best friend.", "Small talk exhausts me.", "I do not know how to make friends at my age.", "I say yes and then dread it."),
    },
    "home": {
        "one": ("There is clutter in every corner.", "We have outgrown this place.", "The neighborhood is loud at night.", "Repairs keep piling up, starting with {room}."),
        "two": ("I am embarrassed to have people over.", "It does not feel like mine.", "Rent keeps going up.", "I cannot relax until it is clean, and it never is."),
    },
    "work": {
        "one": ("I dread Sunday evenings.", "My manager does not see what I do.", "I am overqualified and underpaid.", "I do not know what I actually want to do."),
        "two": ("The workload never ends.", "I am afraid to leave a steady paycheck.", "I bring it all home with me.", "I stopped caring a while ago and that scares me."),
    },
    "money": {
        "one": ("I live from paycheck to paycheck.", "I avoid looking at my balance.", "The credit card debt never seems to shrink.", "I have no real savings."),
        "two": ("Every surprise bill knocks me over.", "We fight about spending.", "I undercharge and then resent it.", "I grew up hearing there was never enough."),
    },
    "stuff": {
        "one": ("My car is on its last legs.", "I buy things I do not need when I am stressed.", "The garage is full of boxes I never open.", "My clothes do not feel like me anymore."),
        "two": ("I feel guilty throwing anything away.", "Nothing matches and nothing is really chosen.", "I save the nice things for later.", "I compare what I have with everyone else."),
    },
    "giving": {
        "one": ("I want to give more than I can afford.", "I overcommit and end up resentful.", "I have no idea which causes to support.", "I give to everyone except myself."),
        "two": ("I feel guilty when I say no.", "There is never any time left for it.", "I wonder whether it makes a difference.", "I am not sure what my legacy would be."),
    },
    "spirituality": {
        "one": ("My mind never stops.", "I lost my faith a while back and nothing took its place.", "I start practices and do not stick with them.", "I read about growth more than I live it."),
        "two": ("I feel disconnected from myself.", "I do not trust my own intuition.", "I keep waiting for a sign.", "I only slow down when I am sick."),
    },
}  # fmt: skip


# What may stand before and after, whatever the part of life.
AROUND = {
    "well": (
        "Honestly, this part is going well.", "This is one of my strong areas.", "Better than it has been in years.",
        "I feel good about this one.", "There is a lot to appreciate here.", "Mostly above the Green Line.",
    ),
    "more_of_it": (
        "I want to build on that.", "More of the same would suit me fine.", "I am grateful for it.",
        "It took work to get here.", "I would like to notice it more often.", "That is worth protecting.",
        "It feels like me.",
    ),
    "hard": (
        "If I am honest, this one is hard.", "This is where I feel the most contrast.", "I have been avoiding this section.",
        "Not my best area.", "I am below the Green Line here.", "I wish I had a nicer answer.",
    ),
    "enough": (
        "I am ready for that to change.", "It has gone on long enough.", "I know it does not have to be this way.",
        "I want to feel lighter about it.", "Even writing it down helps a little.", "I have not told many people.",
        "Something has to give.",
    ),
}  # fmt: skip


def _stories(name: str, texts: dict[str, dict[str, tuple[str, ...]]], before: str, after: str) -> Grammar:
    frames = ("{.one} {.two}", f"{{{before}}} {{.one}} {{.two}}", f"{{.one}} {{.two}} {{{after}}}")
    parts = by_category({category: {"story": frames, **texts[category]} for category in CATEGORIES})
    return speak(name, {category: f"{{{category}_story}}" for category in CATEGORIES} | parts, AROUND)


CLARITY = _stories("clarity", GOING_WELL, "well", "more_of_it")
CONTRAST = _stories("contrast", NOT_WELL, "hard", "enough")


def slots_of(lines: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The slots of a category's lines without the lines, for grammars that quote some of them."""
    return {part: texts for part, texts in lines.items() if part not in ("one", "two")}
