"""Battles: tasks for a day, the names of bouts, and what rivals say to each other.

===================  ==========================================================================
BATTLE_TASKS         Pool: craving, task_text; the cache of ``battle_tasks``, twenty a craving
BATTLE_TASK_ROWS     the same as rows: craving_type, task_text
BATTLE_TRIOS         Pool: craving, task_1, task_2, task_3: three different tasks of the cache for
                     ``battles.tasks``
BATTLE_NAMES         rules ``<craving>``: the name of a bout
TAUNTS               rules ``challenge``, ``underway``, ``won``, ``lost``, ``draw``, ``cancelled``: friendly
                     words, without a craving
===================  ==========================================================================

Names and taunts have no column of their own; activity and notifications quote them.
"""

from __future__ import annotations

import pyarrow as pa

from ....vocabulary import Pool
from .cravings import CRAVINGS
from .temptations import MINE, any_craving
from .words import speak

_TASKS: dict[str, tuple[str, ...]] = {
    "nofap": (
        "Do twenty push-ups the moment an urge shows up.", "End your shower with a full minute of cold water.",
        "Read ten pages of a paper book before you touch a screen tonight.", "Leave your phone outside the bedroom all night.",
        "Walk briskly for fifteen minutes without headphones.", "Write half a page about why you started.",
        "Meditate for ten minutes and count each time you come back.", "Call somebody you have not talked to this month.",
        "Unfollow three accounts that leave you restless.", "Be in bed with the lights off by half past ten.",
        "Do your evening routine without a single screen.", "Stretch for ten minutes before bed.",
        "Cook a dinner that takes both hands.", "Hold eye contact and a smile in three conversations.",
        "Tidy one room while you listen to a whole album.", "Write down every urge today with the hour and the mood.",
        "Do one set of squats for each time you feel bored.", "Practice an instrument or a craft for half an hour.",
        "Spend your lunch break outside and off the phone.", "Send an honest message to your support person.",
    ),
    "sugar": (
        "Drink a tall glass of water before every meal.", "Eat a breakfast with protein and no added sugar.",
        "Have whole fruit in place of one dessert.", "Read three labels and put one product back.",
        "Brush your teeth right after dinner.", "Take a ten-minute walk when the afternoon slump comes.",
        "Drink your coffee or tea without sugar all day.", "Cook one meal from scratch.",
        "Pack a savory snack and eat it before three.", "Say no to one sweet offer with a smile.",
        "Fill half of your plate with vegetables twice today.", "Replace one sweet drink with sparkling water.",
        "Wait ten minutes before anything sweet and write down how you feel.", "Go to bed eight hours before your alarm.",
        "Flavor something with cinnamon or vanilla only.", "Give away one sweet thing from your kitchen.",
        "Eat one meal slowly, without any screen.", "Do thirty jumping jacks when a craving hits.",
        "Write down everything sweet that you eat or drink.", "Try a vegetable that you have not eaten this year.",
    ),
    "shopping": (
        "Spend nothing but your bus fare today.", "Unsubscribe from five stores.",
        "Move the price of one wish to savings.", "Wear something that you have not worn in a year.",
        "Turn the price of one wish into hours of work.", "Delete one saved card.",
        "Write down every ad that tempts you.", "Cook from what is already in the kitchen.",
        "Mend or clean one thing that you own.", "List three free things to do this weekend and do one of them.",
        "Go through a drawer and let three things go.", "Walk past a favorite store without going in.",
        "Return one thing that you do not need.", "Pay for everything in cash.",
        "Put every wish on a list with the date of today.", "Remove a shopping app from your phone.",
        "Compare this week's spending with last week's.", "Borrow something that you would have bought.",
        "Tell a friend about one purchase that you regret.", "Spend half an hour on a hobby that is already paid for.",
    ),
    "smoking_vaping": (
        "Chew gum through every craving today.", "Take ten slow breaths before your first coffee.",
        "Do twenty jumping jacks when a craving hits.", "Spend every break in clean air.",
        "Text your support person before each weak moment.", "Drink ice water through a straw three times.",
        "Climb the stairs every time instead of the elevator.", "Time one craving from start to end.",
        "Throw out one thing that reminds you of smoking.", "Brush your teeth after every meal.",
        "Walk for fifteen minutes after dinner.", "Keep a toothpick or a carrot stick at hand all day.",
        "Breathe in for four, hold for seven and out for eight, five times.", "Put today's cigarette money in a jar.",
        "Wash the jacket that still smells of smoke.", "Tell one person how many days you want to reach.",
        "Change the place where you drink your coffee.", "Write down three things that smell better now.",
        "Stretch your chest and shoulders for ten minutes.", "Go somewhere that does not allow smoking for two hours.",
    ),
    "social_media": (
        "Put your phone in another room for two hours.", "Read a paper book for half an hour.",
        "Call a friend instead of texting.", "Eat every meal without a screen.",
        "Turn your screen gray for the whole day.", "Log out of every social app by noon.",
        "Take a walk with empty pockets.", "Wait in one line without your phone.",
        "Do something creative offline for an hour.", "Switch off all badges and banners.",
        "Write a letter or a long message to one person.", "Unfollow twenty accounts.",
        "Wake up without looking at the phone for half an hour.", "Check social media only twice, for ten minutes each.",
        "Sketch what you see from your window.", "Write down each time that you reach for the phone.",
        "Have a conversation of at least fifteen minutes in person.", "Delete one app until tomorrow.",
        "Watch a whole movie without a second screen.", "Go to bed with the phone charging elsewhere.",
    ),
}  # fmt: skip

BATTLE_TASK_ROWS = tuple(
    {"craving_type": craving, "task_text": text} for craving in CRAVINGS for text in _TASKS[craving]
)

BATTLE_TASKS = Pool(
    "craveverse.battle_tasks",
    {
        "craving": pa.array([row["craving_type"] for row in BATTLE_TASK_ROWS], pa.string()),
        "task_text": pa.array([row["task_text"] for row in BATTLE_TASK_ROWS], pa.string()),
    },
)


def _trios() -> dict[str, pa.Array]:
    rows = []
    for craving in CRAVINGS:
        tasks = _TASKS[craving]
        # Unequal strides below half of the list never meet, so that the three always differ.
        for first in range(len(tasks)):
            for second, third in ((1, 3), (2, 7), (4, 9), (5, 6)):
                rows.append((craving, *(tasks[(first + step) % len(tasks)] for step in (0, second, third))))
    columns = ("craving", "task_1", "task_2", "task_3")
    return {
        name: pa.array(texts, pa.string())
        for name, texts in zip(columns, zip(*rows, strict=True), strict=True)
    }


BATTLE_TRIOS = Pool("craveverse.battle_trios", _trios)

BATTLE_NAMES = speak(
    "battle_names",
    any_craving(
        "The {weekday} Showdown",
        "Duel at {place}",
        "{.foe:cap} must fall",
        "Two against {.foe}",
        "The {mood} Rematch",
        "Clash of the {mood} Two",
        "Round {number} at {place}",
    ),
    MINE,
    {
        "place": ("Trigger Woods", "Resolve Ridge", "Awareness Harbor", "Swap Valley", "the Old Mill", "Dawn Bridge"),
        "mood": ("Polite", "Sleepy", "Glorious", "Stubborn", "Caffeinated", "Unlikely"),
        "number": ("One", "Two", "Three", "Four"),
    },
)  # fmt: skip

TAUNTS = speak(
    "taunts",
    {
        "challenge": (
            "Three tasks, one day. Bring {gear}.", "I hear that you are good. Let us find out.", "Loser buys the winner {prize}.",
            "No mercy, but lots of respect.", "You, me and a very long to-do list.", "I trained for this with {gear}.",
        ),
        "underway": (
            "One done before breakfast. Your move.", "Still in bed? I can hear you snoring from here.", "Task two was mean. Good luck with it.",
            "Nearly there. {cheer}", "I had to bribe myself with {prize}.", "Hope your day is going well. Mine is going better.",
        ),
        "won": (
            "Good game! You made me work for it.", "Victory tastes like {prize}.", "Close one. Rematch next week?",
            "You were two minutes from winning, and I was sweating.", "Well fought. See you on the map!",
        ),
        "lost": (
            "You got me. Rematch next week, please.", "I blame the second task. And my couch.", "Well played! I learned a trick from you.",
            "I lost the battle and still had my best day of the week.", "Fine. I owe you {prize}.",
        ),
        "draw": (
            "A draw! We are equally stubborn.", "Nobody lost, so everybody wins.", "Same score, same time next week?",
        ),
        "cancelled": (
            "Called off, life came first. Another time!", "No opponent today. I did the tasks anyway.", "Sorry, sick day. Please challenge me again.",
        ),
        "gear": ("water and snacks", "comfortable shoes", "a good playlist", "patience", "your lucky socks"),
        "prize": ("{drink}", "breakfast", "a good sandwich", "hot soup"),
    },
)  # fmt: skip
