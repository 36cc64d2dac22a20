"""What a personal plan says to each trigger and to each motive.

===================  ==========================================================================
TRIGGER_HINTS        trigger → (first hints, second hints), commands
MOTIVES              motive → the lines that follow a welcome
===================  ==========================================================================
"""

from __future__ import annotations

TRIGGER_HINTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "stress": (
        ("Day 1: write down what stress feels like in your body before it becomes an urge.", "Day 1: breathe out longer than you breathe in, five times, whenever your shoulders rise."),
        ("Day 2: put one calm minute right after your hardest task.", "Day 2: choose a stress move that takes less than two minutes."),
    ),
    "boredom": (
        ("Day 1: make a list of ten things that take five minutes and need no screen.", "Day 1: leave something half finished on the table, so that boredom finds it first."),
        ("Day 2: carry a book or a puzzle for the gaps in your day.", "Day 2: when you are bored, change rooms before you change your mind."),
    ),
    "loneliness": (
        ("Day 1: send one honest message to somebody who knows you.", "Day 1: plan one conversation for this week and put it on the calendar."),
        ("Day 2: spend an hour where other people are, even if you say nothing.", "Day 2: reply to one post in the forum. Company counts there too."),
    ),
    "social_media": (
        ("Day 1: unfollow five accounts that leave you restless.", "Day 1: move the apps that start it off your first screen."),
        ("Day 2: choose two short windows for your feeds and stay out of them otherwise.", "Day 2: put the charger in a room that you do not sleep in."),
    ),
    "evening": (
        ("Day 1: write down what you will do between dinner and bed.", "Day 1: set a closing time for the day, like a shop."),
        ("Day 2: dim the lights an hour earlier than usual.", "Day 2: fill the riskiest hour with something for your hands."),
    ),
    "after_meals": (
        ("Day 1: brush your teeth as soon as the plates are cleared.", "Day 1: end each meal with a cup of tea instead of dessert."),
        ("Day 2: leave the table for a ten-minute walk.", "Day 2: eat your fruit first and slowly."),
    ),
    "afternoon": (
        ("Day 1: eat something with protein at half past two, before the slump.", "Day 1: drink a tall glass of water when the clock says three."),
        ("Day 2: take your break outside, in daylight.", "Day 2: move the sweets out of your sight line at work."),
    ),
}  # fmt: skip

MOTIVES: dict[str, tuple[str, ...]] = {
    "health": ("You came for your health, so we will count good nights and clear mornings.", "Your body keeps the score, and it is about to go up."),
    "relationships": ("You came for the people you love, and they will notice before you do.", "Being present is the reward that you chose. It starts small."),
    "productivity": ("You came to get your hours back. Let us start with ten minutes.", "Focus is a muscle, and this is its gym."),
    "self_worth": ("You came to keep a promise to yourself. We will make it small enough to keep.", "Self-respect grows one kept promise at a time."),
    "weight": ("You came to feel at home in your clothes. We count habits here and not calories.", "The scale can wait. First we change the afternoons."),
    "energy": ("You came for steady energy, and the first sign of it often comes within a week.", "No more spikes and crashes. We are building a plateau with a view."),
    "skin": ("You came for clearer skin. It works on its own schedule, so we watch your streak meanwhile.", "What you leave out shows up in the mirror later. Give it a month."),
}  # fmt: skip
