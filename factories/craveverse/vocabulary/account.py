"""Words of the machinery: failures of jobs, payments, cancellations, support.

=====================  ========================================================================
QUEUE_ERRORS           rules ``onboarding_personalization``, ``user_summary``, ``battle_tasks``
                       (the job types) and ``any``: ``queue_jobs.error_message``
ERRORS                 rules ``ai``, ``level``, ``shop``, ``battle``, ``forum``, ``share``: what
                       the product answers a player when it cannot do something
PAYMENT_DESCRIPTIONS   rules ``subscription``, ``coins``, ``pause_tokens`` (the product types) and
                       ``failed``, ``refunded``: ``payment_transactions.metadata``
CANCEL_REASONS         rule ``reason``: ``subscriptions.metadata``
SUPPORT                Pool: topic, question, answer
USAGE_FEATURES         rules of ``PROMPTS`` → what an admin page calls them
DEBUG_NAMES            names of rows in ``test_table_creation``
=====================  ========================================================================
"""

from __future__ import annotations

from .words import keyed, speak

_ANY_FAILURE = (
    "AI service timed out after {seconds} seconds", "AI service returned {code}", "Monthly AI budget is used up",
    "Daily token limit of 25000 reached", "Connection to the database was lost", "Lock was held by another worker for {seconds} seconds",
)  # fmt: skip
_FAILURE_WORDS = {
    "seconds": ("10", "30", "60"),
    "code": ("429 Too Many Requests", "500 Internal Server Error", "503 Service Unavailable", "504 Gateway Timeout"),
    "craving": ("nofap", "sugar", "shopping", "smoking_vaping", "social_media"),
}  # fmt: skip

QUEUE_ERRORS = speak(
    "queue_errors",
    {
        "onboarding_personalization": (
            "User has no quiz answers yet", "Answer of the AI had no hints in it", "User was deleted before the job ran", *_ANY_FAILURE,
        ),
        "user_summary": (
            "User has no progress to summarize", "Summary was longer than 200 tokens", "User was deleted before the job ran", *_ANY_FAILURE,
        ),
        "battle_tasks": (
            "Expected 5 tasks for {craving}, got {few}", "All tasks for {craving} were known already", "Payload has no craving", *_ANY_FAILURE,
        ),
        "any": _ANY_FAILURE,
        "few": ("none", "1", "3", "4"),
    },
    _FAILURE_WORDS,
)  # fmt: skip

ERRORS = speak(
    "errors",
    {
        "ai": (
            "The coach is taking a break. Your level still counts.", "That was the last answer of the coach for today. Come back tomorrow.",
            "The coach could not be reached. Here is a high five instead.",
        ),
        "level": (
            "This level is locked. Levels past the tenth come with Plus.", "You have finished this level before.", "That level is not on your map.",
        ),
        "shop": (
            "Not enough coins. One more level should do it.", "This item comes with Plus.", "This item has left the shop.",
            "You own this theme already.", "A pause is running already. Save the token for later.",
        ),
        "battle": (
            "You met this rival within the past week. Try somebody new.", "Nobody near your level is free right now.", "This battle is over.",
            "Battles come with Plus.", "That is enough battles for one day. Rest, warrior.",
        ),
        "forum": (
            "One post a day on the free plan. Yours was lovely.", "Replies come with Plus.", "This thread has been closed by a moderator.",
            "Slow down a little. You can reply again in a few minutes.",
        ),
        "share": ("This link has expired.", "This snapshot is gone. Ask your friend for a new one.", "We could not find that snapshot."),
    },
)  # fmt: skip

PAYMENT_DESCRIPTIONS = speak(
    "payment_descriptions",
    {
        "subscription": (
            "{plan} plan, first payment",
            "{plan} plan, renewal",
            "{plan} membership",
            "Upgrade to {plan}",
        ),
        "coins": ("Pack of CraveCoins", "CraveCoins top-up", "Coins, one-time purchase"),
        "pause_tokens": ("Bundle of pause tokens", "Pause tokens, one-time purchase"),
        "failed": (
            "Card declined",
            "Card expired",
            "Insufficient funds",
            "The bank asked for a confirmation that never came",
        ),
        "refunded": (
            "Refund on request within 14 days",
            "Double charge returned",
            "Goodwill refund after the outage",
        ),
        "plan": ("Plus", "Ultra"),
    },
)

CANCEL_REASONS = speak(
    "cancel_reasons",
    {
        "reason": (
            "I reached my goal. Thank you!", "Money is tight until {weekday} or so, ironically.", "I only use the first ten levels.",
            "Taking a break, I will be back.", "Too many reminders for me.", "I wanted {feature}.", "Bought it by accident on the train.",
            "My partner has a plan, and we share the wisdom.", "Switching to yearly later.",
        ),
        "feature": ("a dark map", "battles with friends only", "a widget", "levels for coffee", "an app for my watch"),
    },
)  # fmt: skip

_SUPPORT: dict[str, tuple[str, ...]] = {
    "streak": (
        "My streak went back to zero, but I did play on {weekday}. | Thanks for writing! We saw the completed level and put your streak back. Keep that flame going.",
        "Does a pause token work for a day that is already over? | It only covers today and the days after it. Buy it before you need it, like an umbrella.",
    ),
    "coins": (
        "I bought a theme twice by accident. Can I have the coins back? | Done, the second purchase has been undone. Your coins are back in the bag.",
        "Why do upvotes cost coins? | So that each of them means something. You always have free replies for saying thank you.",
    ),
    "levels": (
        "I am stuck at level ten. What now? | Levels past the tenth come with Plus, and you can try it for 14 days without paying.",
        "The challenge asks for push-ups and I have a bad wrist. | Swap in any movement that suits you, or use a Level Skip. The spirit counts.",
    ),
    "billing": (
        "I canceled and was charged again. | Sorry about that! The charge has been refunded and should show up in a few days.",
        "Can I switch from monthly to yearly? | Yes, in your settings. We take what you have paid for this month into account.",
    ),
    "battles": (
        "My opponent vanished halfway through. Who wins? | Whoever finished more tasks when the day was over. A tie stays a tie.",
        "Can I battle the same friend every day? | Once a week with the same rival. Variety makes better players.",
    ),
    "privacy": (
        "Who can see my posts and my progress? | Posts can be read by everybody. Your progress is yours, unless you share a snapshot of it.",
        "Please delete my account and everything in it. | We are sorry to see you go. It has been deleted, and we wish you many good days.",
    ),
}

SUPPORT = speak("support", {"ticket": keyed(_SUPPORT), **_SUPPORT}).records(
    "ticket", "topic", "question", "answer"
)

USAGE_FEATURES = {
    "level_feedback": "Level feedback",
    "forum_reply": "Forum suggestions",
    "battle_tasks": "Battle tasks",
    "onboarding_personalization": "Onboarding plans",
    "user_summary": "Player summaries",
}

DEBUG_NAMES = ("probe", "smoke test", "created by the debug route", "safe to delete", "hello table")
