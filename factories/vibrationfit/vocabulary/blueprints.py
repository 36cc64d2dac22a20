"""Actualization blueprints: the plan from a board item to its coming true.

===================  ==========================================================================
BLUEPRINTS           Pool: category, title, description, ai_analysis, opportunity_summary,
                     success_metrics, potential_challenges
PHASES               Pool of 4 rows, in order: phase, title, description, duration, objective,
                     success_criteria
TASKS_BY_TYPE        Pool: task_type, title, description, effort, success_criteria
RESOURCES            plain names of things a plan may need
BLUEPRINT_INSIGHTS   Pool: insight_type, title, description, reasoning, evidence, actions
TIMELINES            texts for recommended_timeline
===================  ==========================================================================
"""

from __future__ import annotations

from .words import speak

_GOALS: dict[str, tuple[tuple[str, str], ...]] = {
    "fun": (("Bring play back every week", "a weekly playdate for grown-ups"), ("Learn to sail", "eight lessons and a licence")),
    "health": (("Run the lakeside half marathon", "a gentle sixteen-week build-up"), ("Sleep eight hours a night", "an evening that winds down")),
    "travel": (("A month in {country}", "a paid-for month abroad"), ("Six small trips this year", "one weekend away every second month")),
    "love": (("Weekly date nights", "an evening a week for the two of us"), ("Meet my partner", "showing up where love can find me")),
    "family": (("Dinner together five nights a week", "a table everyone wants to be at"), ("A reunion at the lake", "three generations for one week")),
    "social": (("A supper club of six", "a monthly table for friends"), ("Make three close friends nearby", "a new circle within walking distance")),
    "home": (("Turn {room} into a sanctuary", "a calm, finished room"), ("Find our house", "a home with light on three sides")),
    "work": (("Step into a leading role", "a role that uses all of me"), ("Launch my own practice", "first ten clients, on my own terms")),
    "money": (("Debt-free by {season}", "a zero on every card"), ("Save six months of living costs", "a cushion that lets me sleep")),
    "stuff": (("Own half, love all of it", "a lighter, better chosen home"), ("Buy the car in cash", "a car I love with no loan")),
    "giving": (("Start a scholarship", "one student a year, fully funded"), ("Give one day a month", "a day of service, every month")),
    "spirituality": (("Meditate daily for a year", "a practice that no longer needs effort"), ("Go on a silent retreat", "seven days of quiet")),
}  # fmt: skip

BLUEPRINTS = speak(
    "blueprints",
    {
        "blueprint": [
            f"{category} | {title} | {{means}} {aim}. | {{analysis}} | {{opportunity}} | {{metric}} | {{challenge}}"
            for category, goals in _GOALS.items()
            for title, aim in goals
        ],
        "means": ("What this means for me:", "In one line:", "The heart of it:"),
        "analysis": (
            "Your profile shows the skills for this already; what has been missing is protected time.",
            "The wish appears in your vision, your board and three journal entries, so the energy is clear.",
            "Contrast from last {season} points straight at this. The first step is smaller than you think.",
            "You do best with company and a date on the calendar, so the plan uses both.",
        ),
        "opportunity": (
            "There is an opening right now while your calendar is lighter.",
            "{friend} wants the same thing and would gladly join.",
            "Two of the resources are already in place.",
            "Small wins here would lift at least two other categories.",
        ),
        "metric": (
            "It feels natural rather than forced, and it has happened four weeks in a row.",
            "The result is visible, dated and celebrated.",
            "Green Line above in this category at the next assessment.",
            "I would do it again without being reminded.",
        ),
        "challenge": (
            "Busy weeks, and the old story that it has to be perfect.",
            "Waiting for more money before taking the free first step.",
            "Doing it alone instead of asking for help.",
            "Losing the feeling after the first excitement.",
        ),
    },
).records(
    "blueprint",
    "category", "title", "description", "ai_analysis", "opportunity_summary", "success_metrics", "potential_challenges",
)  # fmt: skip

PHASES = speak(
    "phases",
    {
        "phase": (
            "1 | Clarity | Decide what it is, why it matters and how it feels. | 1 week | Write the scene of it being done. | I can tell a friend about it in one sentence.",
            "2 | Preparation | Gather the people, the tools, the money and the time. | 2 weeks | Put dates on the calendar and ask for help. | Everything needed for the first step is in one place.",
            "3 | Inspired action | Take the steps in order, lightly, and adjust on the way. | 4 to 8 weeks | Do one thing each week that moves it forward. | Four weeks in a row with a finished step.",
            "4 | Celebration | Notice it, enjoy it and give thanks to everyone who helped. | 1 week | Mark the day and write the story. | The board item carries a photo and a story.",
        )
    },
).records("phase", "phase", "title", "description", "duration", "objective", "success_criteria")

TASKS_BY_TYPE = speak(
    "blueprint_tasks",
    {
        "task": (
            "action | Take the first ten-minute step | Set a timer and begin with the easiest part. | 10 minutes | It has begun.",
            "action | Put two dates on the calendar | Choose dates that already have some space around them. | 15 minutes | Both dates are visible to everyone involved.",
            "action | Make the {call} call | Say what you want in one sentence and ask for it. | 20 minutes | A clear yes, or a clear next question.",
            "action | Practice for {length} on {weekday} | Same place, same time, no pressure. | {length} | Done, and enjoyed at least once.",
            "research | Compare three options | Look at three, pick the one that feels lightest. | 1 hour | One option is chosen.",
            "research | Find out what it really costs | Write down the true number, with nothing rounded up out of fear. | 45 minutes | A number I trust.",
            "research | Ask someone who has done it | Three questions, one cup of {drink}. | 30 minutes | One thing I did not know before.",
            "connection | Invite {friend} along | Ask plainly, and make it easy to say yes. | 5 minutes | {friend} has answered.",
            "connection | Tell {relative} about the plan | Share the feeling, and leave out the pitch. | 15 minutes | Somebody at home is cheering.",
            "connection | Join one group | Pick the group that meets nearby. | 1 hour | I have been there once.",
            "preparation | Clear a space for it in {room} | A shelf or a corner is enough. | 1 hour | The space is ready and I like looking at it.",
            "preparation | Set aside the first money | Open a pot with its name on it. | 10 minutes | The pot exists and has something in it.",
            "preparation | Listen to the vision audio | Once, with eyes closed, before starting. | 15 minutes | The feeling is back.",
            "celebration | Celebrate with {dish} | Cook it, light a candle, say thank you. | 2 hours | Everybody who helped has been thanked.",
            "celebration | Write the story of how it happened | Half a page, while it is fresh. | 20 minutes | The story is in the journal.",
        ),
        "call": ("first", "brave", "five-minute", "scheduling"),
    },
).records("task", "task_type", "title", "description", "effort", "success_criteria")

RESOURCES = (
    "one free evening a week", "a mentor", "a savings pot", "good walking shoes", "a notebook", "a quiet room",
    "an accountability partner", "a beginner's class", "a borrowed tool", "childcare for two hours", "a map",
    "a simple budget", "a library card", "a timer", "a friend with a truck",
)  # fmt: skip

BLUEPRINT_INSIGHTS = speak(
    "blueprint_insights",
    {
        "insight": (
            "pattern | Momentum on {weekday} | Most of your finished tasks were done on a {weekday}. | Completion times cluster there. | Seven of ten finished tasks. | Plan the next big step for that day.",
            "pattern | Company helps | Tasks that involve another person are finished twice as often. | Shared tasks close within days. | The tasks done with {friend}. | Add a person to the next open task.",
            "opportunity | A door is open right now | Your calendar and your journal both show more room than usual. | Fewer entries mention being busy. | Journal entries of the last three weeks. | Move one task forward.",
            "opportunity | You already own what you need | Two of the resources on the list are in your home. | They appear in other plans. | Resources marked as available. | Start without buying anything.",
            "obstacle | Perfection is slowing step two | The same task has been edited four times and not begun. | Edits without progress. | The task history. | Do the ten-minute version.",
            "obstacle | The money story came up again | Doubt about cost appears in three entries. | Repeated words about cost. | Entries tagged money. | Find the true number, then decide.",
            "recommendation | Shrink the next step | A smaller step would keep the good feeling going. | Long tasks wait longest. | The two oldest open tasks. | Split it in two and do the first half today.",
            "recommendation | Celebrate sooner | You have earned a celebration that is not on the plan. | Three steps finished in a row. | Phase progress. | Add one small celebration this week.",
        ),
    },
).records("insight", "insight_type", "title", "description", "reasoning", "evidence", "actions")

TIMELINES = ("2 weeks", "4 weeks", "6 to 8 weeks", "3 months", "6 months", "By the end of the year")
