"""The lines of a vision's sections on play, body and people (see ``visions``).

===================  ==========================================================================
LIVING               category → ``scene`` (6), ``detail`` (5), ``more`` (3), ``feeling`` (5) and slots
LOVE_FOR_ONE         the same parts for the section love, first person singular
LOVE_FOR_TWO         the same parts for the section love, written by a couple
===================  ==========================================================================
"""

from __future__ import annotations

Lines = dict[str, tuple[str, ...]]

LIVING: dict[str, Lines] = {
    "fun": {
        "scene": (
            "Fun is woven through {my} week like music through an open window.",
            "Every {weekday} has {.play} in it, and nobody has to earn it first.",
            "{I:cap} laugh out loud every single day.",
            "{my:cap} calendar has more play on it than meetings.",
            "{I:cap} {am} up for almost anything that involves good people and fresh air.",
            "Weekends stretch out long and golden, with {.play} and nowhere to be.",
        ),
        "detail": (
            "{I:cap} dance in the kitchen while supper comes together on the stove.",
            "{I:cap} spend a whole afternoon on {.play} and lose all track of time.",
            "{friend} calls with a silly plan and {I} say yes before hearing the rest.",
            "In {season} {I} {am} outside until the light goes, happy and a little sunburned.",
            "There is always a puzzle on the table, a game by the door and a song going.",
        ),
        "more": (
            "{I:cap} try something new every month, and {I} love not knowing how.",
            "Live music, bare feet, late sunsets: {I} never miss a chance.",
            "Even the errands have a soundtrack.",
        ),
        "feeling": (
            "Joy is {my} natural state.",
            "{I:cap} feel light, curious and about ten years old.",
            "Playing makes everything else in {my} life work better.",
            "{I:cap} {am} so glad {I} let life be this much fun.",
            "Delight finds {me} easily.",
        ),
        "play": (
            "a pickleball match",
            "paddling on the lake",
            "live music",
            "a game night",
            "painting",
            "a long bike ride",
        ),
    },
    "health": {
        "scene": (
            "{I:cap} wake up rested, clear and glad to be in {my} skin.",
            "Energy moves through {me} from morning to night.",
            "{I:cap} love how strong and easy it feels to move.",
            "Health is simple for {me}: sleep, sunlight, movement, good food.",
            "{I:cap} start the day with {.ritual} and a full glass of water.",
            "Vitality shows in {my} eyes, {my} posture and {my} patience.",
        ),
        "detail": (
            "{I:cap} walk {place} most mornings and come home glowing.",
            "{I:cap} cook {.supper} with vegetables from the market, and {I} eat slowly.",
            "{my:cap} sleep is deep, and eight hours pass like a breath.",
            "{I:cap} finish {.workout} with a grin, surprised again at what {I} can do.",
            "The checkups are good and the lab results are boring, just as {I} like them.",
        ),
        "more": (
            "{I:cap} rest before {I} {am} exhausted, because {I} listen early.",
            "Food is a pleasure and a kindness, never a battle.",
            "{I:cap} {am} playing the long game, and it is fun to play.",
        ),
        "feeling": (
            "{I:cap} feel at home from head to toe.",
            "Thank you, lungs; thank you, legs; thank you, steady heart.",
            "Strength and softness live in {me} side by side.",
            "{I:cap} trust the wisdom that keeps {me} well.",
            "{I:cap} have energy to spare for everything {I} love.",
        ),
        "supper": ("soup", "a big stew", "curry", "a bright salad", "stir-fry"),
        "ritual": (
            "ten minutes of stretching",
            "a slow sun salutation",
            "breathwork by the window",
            "a walk around the block",
        ),
        "workout": ("a strength class", "a long swim", "a trail run", "a yoga session", "a spin class"),
    },
    "travel": {
        "scene": (
            "The world is {my} neighborhood, and {I} explore it with an open heart.",
            "There is always a trip on the calendar, and {country} is next.",
            "{I:cap} wake up in {town} to light {I} have never seen before.",
            "Travel is easy, frequent and beautifully funded.",
            "{I:cap} spend a full month of every year somewhere new.",
            "The map by the door is full of pins, and {my} phone is full of faces.",
        ),
        "detail": (
            "{I:cap} wander the streets of {town} without a plan and find exactly what {I} came for.",
            "{I:cap} stay long enough in {country} to have a favorite table.",
            "Upgrades, kind strangers and perfect weather seem to follow {me}.",
            "{I:cap} watch {animal} from the deck of a cabin by the water.",
            "In {season} {I} take the slow train through {country} with the window down.",
        ),
        "more": (
            "{I:cap} pack light and come home with stories.",
            "{I:cap} learn enough of the language to make people smile.",
            "Between the big trips there are small ones, a night by the sea, a day in the hills.",
        ),
        "feeling": (
            "{I:cap} feel free, awake and welcome everywhere.",
            "Wonder is {my} favorite souvenir.",
            "Every journey makes {me} more {myself}.",
            "Adventure and rest take turns, and {I} love them both.",
            "The more {I} see, the more {I} love this planet.",
        ),
    },
    "family": {
        "scene": (
            "{my:cap} family is a soft place to land.",
            "Home is full of stories, snacks and people who are glad to see each other.",
            "Sunday dinners are sacred and loud.",
            "{I:cap} {am} present with the ones {I} love, the phone in a drawer, the heart wide open.",
            "The children in {my} life know, without a doubt, that they are adored.",
            "Our family laughs first and forgives fast.",
        ),
        "detail": (
            "We pass the {dish} and take turns naming the best part of the day.",
            "{I:cap} listen all the way to the end before {I} speak.",
            "Every {season} the whole family spends a week {.water}, with three generations under one roof.",
            "Bedtime is slow and tender, with one more chapter and one more hug.",
            "{I:cap} call the people who raised {me} just to hear them talk.",
        ),
        "more": (
            "Old hurts have softened into something {I} can bless.",
            "Traditions are growing here, and some of them are delightfully odd.",
            "Patience comes easily because {I} {am} rested and {I} remember what matters.",
        ),
        "feeling": (
            "{I:cap} feel deeply connected and completely accepted.",
            "Love is the loudest thing in this house.",
            "{I:cap} {am} proud of who we are to each other.",
            "These are the good old days, and {I} know it now.",
            "Belonging is {my} inheritance, and {I} pass it on.",
        ),
        "water": ("at the lake", "by the sea", "on the river", "on the coast of Maine"),
    },
    "social": {
        "scene": (
            "{my:cap} circle is warm, honest and fun.",
            "{I:cap} have friends who tell the truth and bring dessert.",
            "Friendship comes easily and goes deep.",
            "{I:cap} {am} surrounded by people who are also growing.",
            "There is always room for one more at {my} table.",
            "Good company is a regular part of {my} week.",
        ),
        "detail": (
            "On {weekday} nights friends arrive with flowers, gossip and {dish}.",
            "{friend} and the others know {me} well enough to read a silence.",
            "{I:cap} meet kindred spirits everywhere, at the market, on the trail, in line for coffee.",
            "We celebrate each other's wins as if they were shared, because they are.",
            "Walks {place} turn into the best conversations of the week.",
        ),
        "more": (
            "{I:cap} reach out first, and it is always welcome.",
            "The friendships that no longer fit have fallen away with love.",
            "{I:cap} {am} known in this town, and {I} wave a lot.",
        ),
        "feeling": (
            "{I:cap} feel seen, celebrated and at ease.",
            "Being fully {myself} is all it takes.",
            "{I:cap} leave every gathering more energized than {I} came.",
            "Laughter is {my} favorite common language.",
            "{I:cap} belong, and {I} help others belong.",
        ),
    },
}

_LOVE = {
    "memory": ("our first trip", "the night we met", "that rainy picnic", "the drive to the coast"),
    "ritual": (
        "coffee in bed",
        "a slow dance before dinner",
        "a walk after supper",
        "ten quiet minutes on the porch",
    ),
}

LOVE_FOR_ONE: Lines = {
    **_LOVE,
    "scene": (
        "I am deeply in love with someone who is deeply in love with me.",
        "My partner and I choose each other every morning.",
        "I share my life with a kind, funny, emotionally available partner.",
        "Love is easy to give and easy to receive.",
        "We are best friends who still flirt.",
        "I come home to arms that know me.",
    ),
    "detail": (
        "We have {.ritual}, and it sets the tone for the whole day.",
        "Disagreements are short, honest and end with a hug.",
        "We spend anniversaries in {town} and still hold hands under the table.",
        "My partner remembers {.memory} better than I do, and we tell the story together.",
        "We cook {dish} side by side and bump hips on purpose.",
    ),
    "more": (
        "Our intimacy is tender, playful and alive.",
        "I say what I want out loud, and I am met.",
        "We grow separately and come back with presents.",
    ),
    "feeling": (
        "I feel cherished, desired and completely safe.",
        "I am loved for exactly who I am.",
        "This love makes me braver everywhere else.",
        "My heart is open, and it stays open.",
        "I am grateful for us every day.",
    ),
}

LOVE_FOR_TWO: Lines = {
    **_LOVE,
    "scene": (
        "We are deeply in love, and we show it daily.",
        "We choose each other every morning.",
        "We are best friends who still flirt.",
        "Our love is easy, honest and full of laughter.",
        "We are each other's home.",
        "What we have gets better with every {season}.",
    ),
    "detail": (
        "We have {.ritual}, and it sets the tone for the whole day.",
        "Our disagreements are short, honest and end with a hug.",
        "We spend anniversaries in {town} and still hold hands under the table.",
        "We tell the story of {.memory} together, each correcting the other.",
        "We cook {dish} side by side and bump hips on purpose.",
    ),
    "more": (
        "Our intimacy is tender, playful and alive.",
        "We say what we want out loud, and we listen.",
        "We grow separately and come back with presents.",
    ),
    "feeling": (
        "We feel cherished, desired and completely safe.",
        "We love each other exactly as we are.",
        "This love makes us braver everywhere else.",
        "Our hearts are open, and they stay open.",
        "We are grateful for us every day.",
    ),
}
