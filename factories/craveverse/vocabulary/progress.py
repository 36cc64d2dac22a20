"""What players write when they finish a level, and what the coach answers in each of three tones.

===================  ==========================================================================
REFLECTIONS          Pool: craving, outcome (well, hard, slip), user_response, and the answer to
                     it as ``strict``, ``delicate``, ``encouraging`` (``user_progress``)
OUTCOMES             well, hard, slip; a slip goes with a ``relapse_count`` above zero
PERSONAS             persona of the AI → the column of REFLECTIONS that speaks so
FALLBACKS            rule ``feedback``: praise without an AI, ``skipped``: for a skipped level
SKIPPED              the response that the product stores for a skipped level
RELAPSE_NOTES        rules ``<craving>``: notes on a relapse (``user_progress.metadata``)
===================  ==========================================================================

An answer has 15 words or so (catalog/craveverse, prompts), and fits any level of the craving.
"""

from __future__ import annotations

from .cravings import CRAVINGS
from .temptations import MINE, any_craving, each_craving
from .words import speak

OUTCOMES = ("well", "hard", "slip")
PERSONAS = {"strict/disciplined": "strict", "delicate/encouraging": "delicate", "encouraging": "encouraging"}
SKIPPED = "Skipped"

# theme: outcome, responses, and answers in the tones of PERSONAS.
_SHARED: dict[str, tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "used": (
        "well",
        (
            "{.urge:cap} came {.hour}. I {.did}, and it passed.",
            "I {.did} before I could argue with myself.",
            "What worked {daypart} was {.doing}.",
            "The plan was to {.do}. I did exactly that.",
        ),
        ("You had a tool and you used it. Repeat tomorrow.", "Plan, action, result. No excuses needed.", "That is discipline. Write down the hour and be ready again."),
        ("What a kind way to take care of yourself. Well done.", "You listened to the urge and chose yourself anyway. Lovely.", "Softly done, and it counts in full."),
        ("You met it and moved on. That is how streaks are built!", "Great move! Your future self just gained some XP.", "You have a move that works. Keep it in your first slot!"),
    ),
    "payoff": (
        "well",
        (
            "Already noticing {.gain}.", "Easier than last week, and I have {.gain} to show for it.",
            "I did this for {.gain}, and {daypart} I felt it.", "Not a hard one. Worth it for {.gain}.",
        ),
        ("Good. Results are the reward of repetition. Hold the line.", "Notice it, then raise the bar.", "That is evidence. Keep collecting it."),
        ("How good that you can feel it already. Enjoy it.", "Your body and mind are saying thank you.", "Let that feeling stay for a while. You earned it."),
        ("That is the payoff arriving early. More is coming!", "Feels good, right? Imagine level thirty!", "You are cashing in already. Keep going!"),
    ),
    "together": (
        "well",
        (
            "Told {friend} about this level and felt lighter.", "{friend} asked how it was going, and I could say well.",
            "{relative:cap} knows that I am doing this. Much easier that way.",
        ),
        ("Accountability works. Keep the appointment.", "Two witnesses, zero excuses. Good.", "Now set the next date with them."),
        ("It is lovely that you let somebody in.", "You do not have to carry this alone, and today you did not.", "Being seen is half the healing."),
        ("A party of two clears harder levels. Nice teamwork!", "Co-op mode suits you!", "High five to both of you!"),
    ),
    "nearly": (
        "hard",
        (
            "{.bait:cap} nearly got me. I {.did} instead.", "I stood there for {length} before I walked away.",
            "{.foe:cap} put up a fight {.hour}. I won, but only just.",
        ),
        ("Close calls are data. Move the danger out of reach.", "You won. Now make the next round easier by preparing.", "Barely is enough. Fix the weak spot tonight."),
        ("That was hard, and you stayed. Breathe out.", "Even shaky steps are steps. Be gentle tonight.", "You were brave when it was close. Rest now."),
        ("A narrow win is still a win. That boss felt it!", "You had one heart left and you still cleared it!", "That is the kind of fight that makes you stronger!"),
    ),
    "mood": (
        "hard",
        (
            "Finished it in a bad mood, but I finished it.", "I wanted to stop halfway. I did not.",
            "Everything annoyed me {daypart} and I still did it.", "No good feelings about this one, only a tick in the box.",
        ),
        ("Mood is weather. You did the work anyway.", "Done is done. That is what grown habits look like.", "Exactly. Feelings do not get a vote."),
        ("You were tired and you still cared for yourself.", "A hard day, handled with care. Sleep well.", "It is fine that it did not feel good. You are fine."),
        ("Grumpy wins count double in our book!", "No mood, full XP. Impressive!", "That is grit. Tomorrow will feel lighter!"),
    ),
    "slipped": (
        "slip",
        (
            "Honest answer: I {.slip}.", "I {.slip} on {weekday}, then I {.did} and started again.",
            "I {.slip} and I am annoyed, but I am still here.", "It began with {.bait}, and then I {.slip}.",
        ),
        ("Honest. Now name the gap and close it before tonight.", "One slip, one lesson. No second one today.", "You told the truth. Next time, act five minutes sooner."),
        ("Thank you for being honest. One slip does not undo you.", "Be as kind to yourself as you would be to a friend.", "You came back. That is the part that heals."),
        ("You respawned right away, and that is the skill that wins!", "One hit taken, quest still on. Keep moving!", "Slips happen. Coming back is the real level-up!"),
    ),
}  # fmt: skip

# craving → (outcome, response, strict, delicate, encouraging)
_OWN: dict[str, tuple[tuple[str, str, str, str, str], ...]] = {
    "nofap": (
        ("well", "Phone slept in the kitchen, I slept in the bedroom.", "Good border. Keep it every night.", "A quiet room and a quiet mind. Sweet dreams.", "Borders hold. The imp has nowhere to stand!"),
        ("well", "I looked people in the eye {daypart} and did not feel like hiding.", "That is self-respect. Guard it.", "What a good feeling to carry around.", "That glow is real. Enjoy it!"),
        ("hard", "Long evening alone. I wrote two pages and went to bed early.", "Correct order: pen, then pillow.", "You kept yourself good company tonight.", "Two pages beat one tab. Well fought!"),
        ("slip", "Lost to the private tab after nine good days. Filter is back on.", "Filter first, feelings later. Good reset.", "Nine good days are still yours.", "Nine days of strength do not vanish. Start ten!"),
    ),
    "sugar": (
        ("well", "An apple tasted like dessert. I am as surprised as anybody.", "Your palate is adapting. Stay the course.", "What a sweet little moment.", "Taste buds leveled up!"),
        ("well", "Said no to office cake with a smile and nobody minded.", "Short answer, firm answer. Good.", "You were kind to them and to yourself.", "Boundary set, party saved!"),
        ("hard", "Headache, foggy, cranky. Drank water and ate a real lunch.", "Withdrawal is temporary. You handled it properly.", "Your body is adjusting. Go slowly today.", "The fog is the goblin packing its bags!"),
        ("slip", "Ate my kid's leftover cake standing up. Did not even enjoy it.", "Then it was not worth it. Remember that.", "It was one piece. You are still on your way.", "Good intel for next time. Back on the path!"),
    ),
    "shopping": (
        ("well", "Waited a day and forgot what I wanted.", "That tells you what it was worth.", "How light it feels to want less.", "The best coupon is tomorrow!"),
        ("well", "Moved forty dollars to savings and said it out loud.", "Repeat on every payday.", "Your calmer future starts just like that.", "That jar is gaining levels!"),
        ("hard", "Full cart, thumb over the button. I closed the laptop and walked {walk}.", "Next time close it before the cart fills.", "You stepped away from it gently. Well done.", "Cart abandoned, hero intact!"),
        ("slip", "Bought it, regretted it, started the return the same hour.", "Quick correction. Now delete the card.", "You noticed so fast. That is growth.", "Return label printed, lesson kept!"),
    ),
    "smoking_vaping": (
        ("well", "Walked up four floors and was not out of breath.", "Measure it again next week.", "Your lungs are thanking you.", "Four floors! The dragon is coughing, not you!"),
        ("well", "Coffee on the other side of the house, and no cloud.", "New cue, new habit. Keep the mug there.", "A fresh corner for a fresh start.", "You rewired the coffee combo!"),
        ("hard", "Break room was all smoke talk. I took the long way {walk}.", "Right call. Plan every break this week.", "You protected yourself. That was wise.", "Long way around, short way to victory!"),
        ("slip", "Two puffs at the party. Put it out and told {friend}.", "Two is two. Make it zero by noon.", "You stopped and you told somebody. That matters.", "Two puffs do not beat a hundred good breaths!"),
    ),
    "social_media": (
        ("well", "Read forty pages. Forgot that I own a phone.", "Same hour tomorrow.", "What a restful way to spend an hour.", "Forty pages! The kraken starved!"),
        ("well", "Dinner with no phones, and we talked until the candles were gone.", "Make it the house rule.", "That sounds warm and real.", "Best feed of the week!"),
        ("hard", "Reached for the pocket about thirty times. It was empty every time.", "Count again tomorrow and aim for twenty.", "Thirty little chances, and you were patient each time.", "Thirty dodges in one day!"),
        ("slip", "Ten minutes turned into ninety. Logged out and took a walk.", "Set the timer before you open it.", "You noticed and you stepped outside. Good.", "You surfaced! Plenty of people are still under."),
    ),
}  # fmt: skip


def _rows(craving: str) -> list[str]:
    shared = [
        f"{craving} | {outcome} | {{{craving}_{theme}}} | {{{theme}_strict}} | {{{theme}_delicate}} | {{{theme}_encouraging}}"
        for theme, (outcome, *_) in _SHARED.items()
    ]
    return shared + [" | ".join((craving, *row)) for row in _OWN[craving]]


_RESPONSES = {theme: responses for theme, (_, responses, *_) in _SHARED.items()}
_ANSWERS = {
    f"{theme}_{tone}": answers
    for theme, (_, _, *tones) in _SHARED.items()
    for tone, answers in zip(PERSONAS.values(), tones, strict=True)
}

REFLECTIONS = speak(
    "reflections",
    {"reflection": [row for craving in CRAVINGS for row in _rows(craving)]} | each_craving(_RESPONSES),
    _ANSWERS,
    MINE,
).records("reflection", "craving", "outcome", "user_response", *PERSONAS.values(), size=4000)

FALLBACKS = speak(
    "fallbacks",
    {
        "feedback": (
            "Another level down. Onward!", "That is one more brick in the wall. Keep building.", "Solid work today. See you at the next level.",
            "You showed up, and showing up is the whole trick.", "The map looks better with you on it. Keep walking.",
            "Step by step, you are out of reach.", "Boss bruised, hero fine. Well played.",
        ),
        "skipped": ("You skipped this level with a Level Skip.", "Skipped with a token. The path goes on."),
    },
)  # fmt: skip

RELAPSE_NOTES = speak(
    "relapse_notes",
    any_craving(
        "{.slip:cap}. Trigger: {.bait}.",
        "It happened {.hour}. {.slip:cap} and stopped there.",
        "{.slip:cap}. Next time I will {.do}.",
        "{.foe:cap} won this round. Back at it {daypart}.",
        "Slip on {weekday}. Cause: {.bait}. Fix: {.doing}.",
    ),
    MINE,
)
