"""The steps between a profile and a vision: category states and refinements.

===================  ==========================================================================
TRANSCRIPTS          rules: the 12 categories; step 1, the member talking
SUMMARIES            rules: the 12 categories; step 1, VIVA's summary of it
IDEAL_STATES         rules: the 12 categories; step 2, the imagined ideal
LOOPS                Pool: category, being, doing, receiving, essence; step 3, one blueprint loop
REFINEMENTS          Pool: category, input_text, output_text, viva_notes
GUIDANCE             Pool: operation (generate_guidance, analyze_alignment), input_text,
                     output_text, viva_notes; about no category
===================  ==========================================================================
"""

from __future__ import annotations

from .categories import CATEGORIES, SHORT_LABELS
from .profile import GOING_WELL, NOT_WELL, slots_of
from .words import by_category, keyed, speak

_SPOKEN = {
    "so": (
        "Okay, so, {about}.", "Right, {about}. Let me think.", "Um, {about}. There is a lot to say.",
        "So when I think about {about}, here is what comes up.", "{about:cap}. Big breath.",
    ),
    "wish": (
        "I just want it to feel lighter.", "What I really want is ease.", "I know it can be different.",
        "I want to look forward to it again.", "That is pretty much it, I think.", "Yeah. That is the truth of it.",
    ),
}  # fmt: skip

_TOPICS = {key: label.lower() for key, label in SHORT_LABELS.items()} | {
    "stuff": "my things",
    "social": "my friendships",
}

TRANSCRIPTS = speak(
    "transcripts",
    {category: f"{{{category}_told}}" for category in CATEGORIES}
    | by_category(
        {
            category: {
                **slots_of(NOT_WELL[category]),
                **slots_of(GOING_WELL[category]),
                "two": GOING_WELL[category]["two"],
                "good": GOING_WELL[category]["one"],
                "bad": NOT_WELL[category]["one"],
                "start": [line.replace("{about", f"{{{category}_about") for line in _SPOKEN["so"]],
                "about": (_TOPICS[category],),
                "told": (
                    "{.start} {.good} {.two} The contrast? {.bad} {wish}",
                    "{.start} {.good} What I don't love is this. {.bad} {wish}",
                ),
            }
            for category in CATEGORIES
        }
    ),
    {"wish": _SPOKEN["wish"]},
)

_WANTS: dict[str, tuple[str, str, str]] = {
    "fun": ("play without guilt", "a week with real laughter in it", "You light up when you talk about playing with the people you love."),
    "health": ("a body that feels strong and rested", "waking up clear", "You speak about your body with more kindness than you think."),
    "travel": ("slow, frequent trips to places that wake you up", "a suitcase by the door", "Your voice gets faster when you talk about being somewhere new."),
    "love": ("a tender, honest, playful partnership", "being chosen every day", "You know exactly how you want to be loved."),
    "family": ("warm dinners and quick repairs after hard moments", "a home that laughs first", "Belonging is the word under everything you said."),
    "social": ("a small circle that goes deep", "friends who live close by", "You want to be known, and you are ready to reach out."),
    "home": ("a calm, beautiful place that restores you", "morning light and an open door", "You described the light before you described the rooms."),
    "work": ("meaningful work at a humane pace", "being paid well for your gifts", "You are ready to be seen for what you do best."),
    "money": ("steady abundance and a calm heart", "looking at the numbers with a smile", "It was ease you asked for, more than any number."),
    "stuff": ("fewer things, each of them loved", "quality you can feel", "You enjoy beauty most when there is space around it."),
    "giving": ("generosity from a full cup", "leaving something that lasts", "You give best when you give with your hands."),
    "spirituality": ("a daily sense of being held", "stillness that stays", "You already trust more than you give yourself credit for."),
}  # fmt: skip

SUMMARIES = speak(
    "summaries",
    {
        category: (
            f"{{begin}} {want}. {insight} {{onward}}",
            f"{insight} {{begin}} {want}, and {also}. {{onward}}",
        )
        for category, (want, also, insight) in _WANTS.items()
    },
    {
        "begin": (
            "You are asking for", "You are reaching for", "I hear a clear wish for", "Underneath the contrast there is a wish for",
        ),
        "onward": (
            "Let's write it as if it were already true.", "Your clarity here is ready for the next step.",
            "That is a beautiful place to begin.", "Keep the words you used; they are yours.",
        ),
    },
)  # fmt: skip

_IDEALS: dict[str, tuple[str, str]] = {
    "fun": ("I play without guilt", "every week has real laughter in it"),
    "health": ("my body feels strong and rested", "I wake up clear"),
    "travel": ("I travel slowly and often", "there is always a suitcase by the door"),
    "love": ("I share my days with someone tender and funny", "we choose each other every morning"),
    "family": ("dinners are warm and long", "we make up quickly after hard moments"),
    "social": ("I have a small circle that goes deep", "my friends live close by"),
    "home": ("I live in a calm, beautiful place", "morning light fills the kitchen"),
    "work": ("I do meaningful work at a humane pace", "I am paid well for my gifts"),
    "money": ("there is plenty and I am calm about it", "I look at the numbers with a smile"),
    "stuff": ("I own fewer things and love each of them", "everything works"),
    "giving": ("I give from a full cup", "something I started keeps going without me"),
    "spirituality": ("I feel held every day", "the stillness stays with me"),
}

IDEAL_STATES = speak(
    "ideal_states",
    {
        category: (f"{{ideally}} {first}. {{detail}} {{feel}}", f"{{ideally}} {first}, and {second}. {{feel}}")
        for category, (first, second) in _IDEALS.items()
    },
    {
        "ideally": ("In my ideal life,", "On the best possible day,", "A year from now,", "When it is just right,", "In my vision,"),
        "detail": (
            "I notice it first thing on a {weekday} morning.", "{friend} says it shows on my face.",
            "I am {place_now} and nothing is missing.", "It is {season}, and I am not in a hurry.",
            "Nobody has to earn it.", "It is so normal that I almost forget how it was.",
        ),
        "place_now": ("in the kitchen", "on the back steps", "by the water", "at a long table"),
        "feel": ("I feel free.", "I feel loved.", "I feel at home.", "I feel light and ready.", "I feel calm all the way down.", "I feel proud."),
    },
)  # fmt: skip

LOOPS = speak(
    "loops",
    {
        "loop": keyed(CATEGORIES),
        "fun": ("I am playful and present. | I put play on the calendar first. | Laughter and new energy come back to me. | joy", "I am spontaneous. | I say yes to {friend}'s plans. | Stories I will tell for years come to me. | freedom"),
        "health": ("I am strong and well rested. | I walk {place} each morning. | My body gives me steady energy. | vitality", "I am kind to my body. | I cook simple food and sleep early. | Clear mornings come to me. | ease"),
        "travel": ("I am an easy, curious traveler. | I save a little for {country} every week. | Good fares and kind hosts find me. | adventure", "I am at home in the world. | I plan one small trip each {season}. | Wonder comes back with me. | wonder"),
        "love": ("I am open and honest. | I say what I feel the same day. | Tenderness comes back to me. | love", "I am affectionate. | I reach out first. | I am held, heard and chosen. | belonging"),
        "family": ("I am patient and warm. | I put my phone away at dinner. | My family tells me everything. | connection", "I am forgiving. | I call {relative} on {weekday}. | Old stories turn into laughter. | peace"),
        "social": ("I am a generous friend. | I host dinner once a month. | Invitations and honest talks come to me. | belonging", "I am at ease with people. | I ask one real question. | Depth comes to me. | connection"),
        "home": ("I am calm at home. | I clear {room} for ten minutes a day. | My home restores me. | peace", "I am a maker of beauty. | I plant {bloom} by the door. | People exhale when they walk in. | harmony"),
        "work": ("I am focused and valued. | I protect my first two hours. | The right projects find me. | purpose", "I am confident. | I ask for what my work is worth. | Recognition and good pay come to me. | confidence"),
        "money": ("I am calm with money. | I look at the numbers every {weekday}. | More than enough flows to me. | abundance", "I am generous. | I give first, then save, then spend. | It returns multiplied. | trust"),
        "stuff": ("I am discerning. | I buy slowly and well. | Beautiful, useful things come to me. | ease", "I am a good caretaker. | I mend and polish what I have. | My things last and delight me. | gratitude"),
        "giving": ("I am generous from a full cup. | I give one hour a week. | Meaning and friendship come back. | purpose", "I am a mentor. | I share what I know freely. | I see others rise. | pride"),
        "spirituality": ("I am still. | I sit for {length} each morning. | Guidance comes quietly. | trust", "I am grateful. | I write down three thanks each night. | More to be thankful for appears. | gratitude"),
    },
).records("loop", "category", "being", "doing", "receiving", "essence")  # fmt: skip

REFINEMENTS = speak(
    "refinements",
    {
        "refinement": [f"{category} | {{{category}}} | {{viva_notes}}" for category in CATEGORIES],
        "fun": ("I have fun a lot. | I laugh every day, and {weekday} nights are for games, music and {friend}.", "I want to play more. | I play first. Mornings on the lake, evenings around a board game, and no guilt anywhere."),
        "health": ("I am healthy. | I wake up clear and strong, walk {place}, and feel grateful for legs that love to move.", "I will lose weight. | I live in a body that feels light, and I feed it food I enjoy."),
        "travel": ("I travel often. | Every {season} I pack one small bag and wake up somewhere new, and {country} is next.", "I want to see the world. | I am at home in the world, with a favorite cafe in {town} and friends on three continents."),
        "love": ("I have a good relationship. | We choose each other every morning, and our kitchen is full of slow dancing.", "I do not want to be alone. | I share my days with someone kind who knows me and adores me."),
        "family": ("My family gets along. | My family gathers around {dish}, talks over each other and laughs until late.", "I want to be a better parent. | I listen all the way to the end, and {kid} tells me everything."),
        "social": ("I have nice friends. | My friends tell the truth, bring dessert and stay until the candles burn down.", "I am not lonely anymore. | I belong to a warm circle, and {friend} lives two streets away."),
        "home": ("My house is nice. | Morning light fills my kitchen, {bloom} bloom outside, and everyone who enters exhales.", "I want a bigger home. | I live in a spacious, sunny home with room for friends to stay."),
        "work": ("I like my job. | I do focused, joyful work with people I respect, and I am done by {hour}.", "I want to quit. | I have built work that fits my gifts, and every week it fits better."),
        "money": ("I have enough money. | Money arrives easily from several directions, and I look at my accounts with a smile.", "I want to stop worrying about bills. | Every bill is paid the day it comes, and there is plenty left for {country}."),
        "stuff": ("I have nice things. | Everything I own is useful, beautiful or both, and my shelves have room to breathe.", "I want a new car. | I drive a quiet, beautiful car with the windows down, and it always starts."),
        "giving": ("I help people. | I serve with {friend} twice a month, and I give ten percent with a smile.", "I want to leave a legacy. | The scholarship I started sends a student to college each year."),
        "spirituality": ("I meditate. | {length:cap} of stillness begins my day, and I carry it with me until night.", "I want to feel connected. | I feel held by life, and small signs keep me smiling."),
        "hour": ("three", "four", "five"),
        "viva_notes": (
            "Moved from general to specific and added one sensory detail.",
            "Turned a wish into the present tense.",
            "Kept the short, direct rhythm of the voice profile.",
            "Replaced the lack with its opposite; no negatives left.",
            "Raised the energy slightly without making it flowery.",
            "Used words from the profile story so that it sounds familiar.",
            "Brought other people into the picture, since connection matters most here.",
        ),
    },
).records("refinement", "category", "input_text", "output_text", "viva_notes")  # fmt: skip

GUIDANCE = speak(
    "guidance",
    {
        "guidance": (
            "generate_guidance | {ask_how} | {advice} {small} | {why}",
            "analyze_alignment | {ask_fit} | {fit} {small} | {why}",
        ),
        "ask_how": ("How do I make this section stronger?", "What is missing here?", "What should I write about next?"),
        "ask_fit": ("Does this match what I said in my profile?", "Am I contradicting myself?", "Does this still sound like me?"),
        "advice": (
            "Start with a moment, and let the meaning follow.", "You describe what you have; add how it feels.",
            "Name one person who is there with you.", "Trade the big adjectives for one small detail.",
        ),
        "fit": (
            "It matches your profile closely, and the tone is yours.", "Most of it fits; the last line still argues with the first.",
            "The wish is the same, and the words have become braver.", "Two lines pull in different directions, so choose the one that feels lighter.",
        ),
        "small": ("Ten more words will do.", "Read it out loud once more.", "Keep the ending; it lands.", "Leave the rest as it is."),
        "why": ("Based on the profile story and the latest assessment.", "Compared with the active vision.", "Tone taken from the voice profile."),
    },
).records("guidance", "operation", "input_text", "output_text", "viva_notes")  # fmt: skip
