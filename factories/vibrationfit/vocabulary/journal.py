"""Journal entries: what happened in a part of life, how it felt, and where it leaves the writer.

===================  ==========================================================================
JOURNAL              rules ``<category>`` (a paragraph in any mood), ``<category>_above``,
                     ``<category>_near``, ``<category>_below`` (one mood), ``<category>_long``
                     (two paragraphs); 3 to 6 sentences each
JOURNAL_TITLES       rules ``<category>`` and, for the harder days, ``low``: a title without a full stop
VOICE_NOTES          rules ``<category>``: a transcript, spoken rather than written
===================  ==========================================================================
"""

from __future__ import annotations

from .categories import CATEGORIES
from .journal_living import LIVING
from .journal_making import MAKING
from .words import by_category, speak

SCENES = LIVING | MAKING

# A title goes with whatever the entry tells: it names no person, place or day.
TITLES: dict[str, tuple[str, ...]] = {
    "fun": ("Play first", "Permission to play", "More of this", "Off the clock", "A little mischief", "Being ten again", "Room for fun", "On the light side"),
    "health": ("Listening to my body", "Energy check", "My body and me", "Small steps", "One good choice", "In motion", "What helps", "Strength, slowly"),
    "travel": ("Somewhere new", "Window seat", "One small bag", "The slow way", "Out in the world", "Maps on the table", "A change of air", "Far from my desk"),
    "love": ("Open heart", "What I said out loud", "About love", "Tenderness", "Learning to receive", "Honest with myself", "Close", "Heart notes"),
    "family": ("My favorite noise", "Patience, practiced", "The people at home", "Around our table", "Belonging", "Family, today", "Where I come from", "What we are to each other"),
    "social": ("My people", "Saying yes", "Reaching out first", "Good company", "Being known", "A wider circle", "On friendship", "The ones who know me"),
    "home": ("Nesting", "Coming home", "Open windows", "A place for everything", "These four walls", "Where I land", "Small repairs", "At home"),
    "work": ("My own pace", "What I want to build", "Doing my part", "Using my gifts", "Notes on work", "One thing at a time", "What I am good at", "After hours"),
    "money": ("Looking at the numbers", "Room to breathe", "What I am worth", "Money and me", "Counting differently", "Enough", "Where it goes", "A fresh look"),
    "stuff": ("Fewer and better", "What I kept", "Taking care of things", "Less, loved more", "Things and me", "What I use", "Making space", "Mine"),
    "giving": ("What I can give", "Small kindness", "Passing it on", "Being of use", "With open hands", "My share", "Plenty to share", "Giving, today"),
    "spirituality": ("Still point", "Trusting the timing", "Quiet pages", "Listening", "Held", "A little bigger than me", "Guided", "Breathing room"),
    "low": ("A harder day", "Contrast", "Honest pages", "Not my best day", "Getting it out of my head", "Tired", "Below the line", "Tomorrow is new", "What hurt", "Working through it", "Writing it down", "Heavy"),
}  # fmt: skip

# What closes a paragraph in each mood; none of it belongs to one part of life only.
MOOD_LINES = {
    "lift": (
        "I am keeping this feeling.",
        "My shoulders dropped, and I noticed how easy it all was.",
        "More of this, please.",
        "I went to bed smiling, which is all the proof I need.",
        "Six months ago I only wrote about days like this.",
        "I felt above the Green Line the whole time.",
        "This is what my vision sounds like when it is already true.",
        "I stopped for a second just to take it in.",
        "Thank you, today.",
        "I want to remember exactly how light I felt.",
        "Nothing needed fixing, and I let that be true.",
        "I caught myself humming afterward.",
        "Evidence, once again, that it is working.",
    ),
    "steady": (
        "Not a fireworks day, but a good one.",
        "I can feel it shifting, slowly.",
        "I am somewhere in the middle and that is all right.",
        "Part of me is still waiting for the other shoe, but a smaller part than last {season}.",
        "I noticed the old story starting up and I let it pass.",
        "It was fine, and fine is a decent place to start from.",
        "Tomorrow I will lean a little further toward what I want.",
        "I listened to my vision audio afterward and it helped more than I expected.",
        "Two steps forward and one step sideways.",
        "I am learning to count the small ones.",
        "Still figuring it out, and a bit more patient about it.",
        "I wrote down one thing that went well and then I found three more.",
    ),
    "dip": (
        "I am letting the contrast show me what I want instead.",
        "I cried a little, and then I made {drink}.",
        "I do not have a bright side for it tonight.",
        "Below the Green Line, no question, and at least I can name it now.",
        "I know what I do not want, so somewhere in here is what I do.",
        "I will try the frequency flip tomorrow, when I am less tired.",
        "It felt heavy in my chest for hours.",
        "Writing it down takes some of the sting out.",
        "I told {friend} about it, and being heard was half of the cure.",
        "I want to be gentle with myself about this one.",
        "The old me would have pretended it was fine.",
        "Tonight I am just going to rest.",
    ),
    "turn": (
        "What I want instead is getting clearer.",
        "Then I asked what I would rather feel.",
        "I took three slow breaths before answering anyone.",
        "So I went back and read that page of my vision.",
        "I asked VIVA to help me find the clarity in it.",
        "I walked {place} until the feeling was smaller.",
    ),
    "opening": (
        "Quick note before I forget.",
        "I have been meaning to write this down since {weekday}.",
        "Sitting with {drink} and looking back on today.",
        "House is quiet, so here goes.",
        "Day {number} of writing every day.",
        "Short one tonight.",
    ),
    "number": ("three", "five", "nine", "twelve", "twenty", "thirty-one"),
    "speech": (
        "Okay, recording this in the car.",
        "So, voice note, because my hands are full.",
        "Hey, it's me, just talking this through.",
        "Alright, today's thought.",
        "Walking {place} while I say this, so forgive the wind.",
        "I said I'd do this every night, so here I am.",
    ),
    "signing_off": (
        "Anyway, that's it for now.",
        "Okay, that's my win for today.",
        "I'll listen back to this on {weekday}.",
        "That's all. Good night.",
        "Yeah. I feel great, honestly.",
    ),
    "letting_go": (
        "Anyway, that's it for now.",
        "Okay. Saying it out loud helped.",
        "I'll try again on {weekday}.",
        "That's all. Good night.",
        "Yeah. I feel a bit better already.",
    ),
}

PARAGRAPHS = {
    category: {
        "above": ("{.did} {.felt} {lift}", "{opening} {.did} {lift}", "{.did} {.felt}"),
        "near": ("{.did} {steady}", "{opening} {.did} {steady}", "{.hard} {turn} {steady}"),
        "below": ("{.hard} {dip}", "{.hard} {turn}", "{opening} {.hard} {dip}"),
        "long": ("{opening} {.did}\n\n{.felt} {lift}", "{opening} {.hard} {turn}\n\n{steady}"),
        **SCENES[category],
    }
    for category in CATEGORIES
}

JOURNAL = speak(
    "journal",
    {category: [f"{{{category}_{mood}}}" for mood in ("above", "near", "below")] for category in CATEGORIES}
    | by_category(PARAGRAPHS),
    MOOD_LINES,
)

JOURNAL_TITLES = speak("journal_titles", TITLES)

VOICE_NOTES = speak(
    "voice_notes",
    {
        category: [
            f"{{speech}} {{{category}_did}} {{{category}_felt}} {{signing_off}}",
            f"{{speech}} {{{category}_hard}} {{turn}} {{letting_go}}",
        ]
        for category in CATEGORIES
    }
    | by_category(SCENES),
    MOOD_LINES,
)
