"""Frequency flips: a complaint, and the clarity that answers it line by line.

===================  ==========================================================================
FLIPS                Pool: category, input_text, clarity_seed, essence, sensory_anchor,
                     embodiment_line, surrender_line
ALREADY_CLEAR        rule ``clear``: inputs that need no flip (``unchanged``)
FLIP_NOTES           short remarks for ``voice_notes``
===================  ==========================================================================
"""

from __future__ import annotations

from .categories import CATEGORIES
from .words import by_category, keyed, speak

PAIRS: dict[str, dict[str, tuple[str, ...]]] = {
    "fun": {
        "flip": (
            "I never have time for fun. | I make room for joy every day, and it finds me easily. | play | Grass under my bare feet | I play before I am finished, because play is part of the work.",
            "I feel guilty when I {.rest}. | I gladly {.rest} and feel refreshed by it. | ease | Sun on my closed eyelids | I rest on purpose and smile while I do it.",
            "Everyone else is having more fun than me. | My days are full of laughter that is all my own. | delight | {friend}'s laugh across the table | I say yes to the next small invitation.",
        ),
        "rest": ("sit still", "take an afternoon off", "read on the couch", "sleep in"),
    },
    "health": {
        "flip": (
            "I am tired all the time. | I wake up rested, and my energy carries me through the day. | vitality | Cool morning air in my lungs | I move through my day with energy to spare.",
            "I hate my {.part}. | I am grateful to my {.part} and treat it with kindness. | kindness | A warm hand resting where it used to hurt | I speak to my body the way I speak to a friend.",
            "I can't stick to anything. | I keep the small promises that make me feel strong. | trust | The snap of laces being tied | I begin again, lightly, and it counts.",
        ),
        "part": ("stomach", "body", "skin", "reflection"),
    },
    "travel": {
        "flip": (
            "I will never get to {country}. | I am on my way to {country}, one happy step at a time. | adventure | The stamp coming down in my passport | I plan it as someone who is already packed.",
            "Travel is too expensive for us. | We travel often and well, and the means keep appearing. | freedom | Salt air through an open train window | I look for the easy yes.",
            "Airports stress me out. | I move through airports calm, early and amused. | calm | {drink:cap} by the big window at the gate | I breathe out and let the day carry me.",
        ),
    },
    "love": {
        "flip": (
            "I am so tired of dating. | I enjoy meeting people, and the right one recognizes me. | openness | Candlelight and an easy laugh at {eatery} | I show up as myself and let love do the rest.",
            "My partner never listens. | My partner and I listen to each other with soft, open hearts. | closeness | Knees touching under the table | I speak kindly and clearly, and I am heard.",
            "I will end up alone. | I am loved, I am lovable, and love is on its way to me. | belonging | The weight of an arm around my shoulder | I live as someone who is deeply loved.",
        ),
    },
    "family": {
        "flip": (
            "I always lose my patience with the kids. | I am calm and playful with my children. | patience | A small warm hand in mine | I take one breath and answer softly.",
            "My {.kin} and I just fight. | My {.kin} and I understand each other more every time we talk. | peace | A kitchen full of easy talk | I listen first, and I stay kind.",
            "Nobody helps around here. | We are a team, and everyone does a part gladly. | teamwork | Music on and four people drying dishes | I ask clearly and I say thank you.",
        ),
        "kin": ("mother", "father", "sister", "brother"),
    },
    "social": {
        "flip": (
            "I have no real friends here. | I am surrounded by warm, honest friends close to home. | connection | Six mugs on one table | I reach out first, and I am welcomed.",
            "People drain me. | I choose people who fill me up, and I leave when I have had enough. | balance | Walking home under streetlights, light and full | I honor my energy and enjoy my company.",
            "I am always the one who calls. | My friends reach for me as often as I reach for them. | reciprocity | {friend}'s name lighting up my phone | I receive as easily as I give.",
        ),
    },
    "home": {
        "flip": (
            "My house is always a mess. | My home is clear, calm and easy to keep. | order | Bare wood shining in the morning | I tidy for ten minutes and enjoy the space.",
            "We can't afford a place we like. | We live in a home we love, well within our means. | security | A key turning in our own front door | I walk through my home with gratitude.",
            "It is too loud to think in here. | My home is a quiet place where I think clearly and rest deeply. | peace | Rain on the roof and nothing else | I soften, and the room softens with me.",
        ),
    },
    "work": {
        "flip": (
            "I hate my job. | I do work I love with people I respect. | purpose | The click of the door before two quiet hours | I bring my best hours to what matters.",
            "My boss never sees what I do. | My work is seen, valued and generously rewarded. | recognition | A thank-you read twice | I name my wins with ease.",
            "I am stuck on {.hard_thing}. | I move through {.hard_thing} with clear and steady focus. | flow | Pen moving quickly over paper | I take the next small step.",
        ),
        "hard_thing": ("this project", "my resume", "the business plan", "this chapter"),
    },
    "money": {
        "flip": (
            "There is never enough money. | There is plenty, and more is always coming. | abundance | A full pantry and an open wallet | I spend, save and give with a calm heart.",
            "I will never get out of debt. | My debt shrinks every month, and my freedom grows. | freedom | The zero at the bottom of the page | I pay with thanks and watch it go.",
            "Rich people are greedy. | Money makes me more of who I am, and I am generous. | generosity | The weight of a bill left under a saucer | I receive gladly and share easily.",
        ),
    },
    "stuff": {
        "flip": (
            "My car is falling apart. | I drive a safe, beautiful car that starts every time. | reliability | The soft thud of a solid door | I enjoy the ride, today and every day.",
            "I have too much junk. | I own what I love, and the rest moves on easily. | lightness | Space between the hangers | I let go with thanks.",
            "I can't have nice things. | I allow beauty, and I take good care of it. | worthiness | Linen, cool and smooth under my palm | I use the good cups today.",
        ),
    },
    "giving": {
        "flip": (
            "I have nothing to give. | I have so much to give, and it starts with my attention. | generosity | Two hands around a bowl of soup | I give what is easy and joyful.",
            "I give and nobody cares. | What I give matters, and it comes back in its own time. | trust | A handwritten card on the doormat | I give freely and let it travel.",
            "I can't say no. | I say no kindly, so that my yes is full of love. | clarity | A slow breath before I answer | I choose, and I feel light.",
        ),
    },
    "spirituality": {
        "flip": (
            "My mind never shuts up. | My mind is calm and clear, and stillness comes easily. | stillness | One candle in a dark room | I come back to my breath with a smile.",
            "I feel so disconnected. | I am connected to everything that loves me. | connection | Bark under my palm, sky overhead | I pause and feel that I am held.",
            "Nothing ever works out for me. | Life works with me and for me. | faith | A green light, then another, then another | I expect good things and notice them.",
        ),
    },
}

_FLIPS = speak(
    "flips",
    {"flip": keyed(CATEGORIES)}
    | {category: f"{{{category}_flip}} | {{surrender}}" for category in CATEGORIES}
    | by_category(PAIRS)
    | {
        "surrender": (
            "I let it be easy.", "I allow this or something better.", "I release the how, with thanks.",
            "It is already on its way.", "I am grateful for it now.", "I trust the timing.",
            "I let go, and I let it in.", "Thank you, it is done.",
        )
    },
)  # fmt: skip

FLIPS = _FLIPS.records(
    "flip",
    "category", "input_text", "clarity_seed", "essence", "sensory_anchor", "embodiment_line", "surrender_line",
)  # fmt: skip

ALREADY_CLEAR = speak(
    "already_clear",
    {
        "clear": (
            "I love my mornings with {drink}.",
            "My friendship with {friend} is honest and light.",
            "I am proud of how I handled {weekday}.",
            "Walking {place} always brings me home to myself.",
            "I am ready for {country}.",
            "I feel rich when there is {dish} on the table and people around it.",
        )
    },
)

FLIP_NOTES = (
    "kept your own phrase", "softened the verb", "present tense", "shorter rhythm", "dropped the word never",
    "one sensory detail", "warm and grounded", "left the humor in", "no metaphors, as you prefer",
)  # fmt: skip
