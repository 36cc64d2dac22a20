"""Vibrational events: a few raw words, what they mean in the member's voice, and their essence.

===================  ==========================================================================
EVENTS               Pool: category, mood (above, near, below), raw_text, summary, essence
===================  ==========================================================================

``VALENCES`` in ``categories`` turns the mood into ``emotional_valence``; ``EMOTIONS`` in ``lists``
holds the emotions that go with it.
"""

from __future__ import annotations

from .categories import CATEGORIES
from .words import keyed, speak

TEXTS: dict[str, tuple[str, ...]] = {
    "fun": (
        "above | Laughed with {friend} until we cried. | Laughing with {friend} makes me feel alive and free. | joy",
        "above | Spent the whole {weekday} outside with no plan. | A day with no plan is my favorite kind of day. | freedom",
        "near | I might sign up for that dance class. | I am curious about dancing again. | curiosity",
        "near | Game night was fine, I was a bit tired. | I like being included, even when I am tired. | contentment",
        "below | No time for anything fun, again. | I am missing play and it makes me flat. | heaviness",
    ),
    "health": (
        "above | Walked {place} and felt strong the whole way. | I love how strong my body feels when I walk. | vitality",
        "above | Slept eight hours and woke up smiling. | Deep sleep gives me my whole day back. | energy",
        "near | Back to stretching, {length} today. | I am easing back into moving. | patience",
        "near | The scale did not move, but my clothes fit better. | Something is changing, and I can wait for it. | acceptance",
        "below | My back hurts and I am sick of it. | Pain is wearing me down this week. | exhaustion",
    ),
    "travel": (
        "above | Booked {country}! | Saying yes to {country} lights me up. | excitement",
        "above | Woke up in {town} to church bells. | Waking up somewhere new makes me feel free. | wonder",
        "near | Looking at maps of {country} again. | I am letting myself imagine {country}. | hope",
        "below | The trip is off. Too expensive. | I feel stuck at home and a bit jealous of everyone else. | frustration",
    ),
    "love": (
        "above | We held hands {place} and said nothing. | Quiet closeness is what love feels like to me. | love",
        "above | He remembered. He always remembers. | I feel seen when the little things are remembered. | tenderness",
        "above | She laughed at my worst joke. | I feel loved for exactly who I am. | delight",
        "near | First date on {weekday}. Nervous, in a good way. | I am open, and a little careful. | openness",
        "below | We went to bed without talking. | I feel alone beside someone I love. | loneliness",
    ),
    "family": (
        "above | {kid:cap} hugged me for no reason. | An unexpected hug reminds me what matters. | love",
        "above | Everyone at the table, nobody in a hurry. | Slow dinners together make me feel rich. | belonging",
        "near | The call with {relative} was short, but kind. | We are finding our way back to each other. | hope",
        "below | Yelled before school. Hate that. | I want to be calmer with the people I love most. | guilt",
    ),
    "social": (
        "above | {friend} drove two hours just to have lunch. | I have friends who show up, and I am one too. | connection",
        "above | Everyone stayed until midnight. | Hosting makes me feel generous and at home. | belonging",
        "near | Sent the first text to someone from book club. | I am learning to reach out first. | courage",
        "below | Saw the photos. Was not invited. | Being left out still stings. | loneliness",
    ),
    "home": (
        "above | Morning light in {room}. That's it. That's the entry. | My home gives me peace without trying. | peace",
        "above | The {bloom} came up! | Growing things here makes me feel rooted. | delight",
        "near | One drawer done, nine to go. | Small order is still order. | patience",
        "below | Dishes. Laundry. More dishes. | The mess makes me feel behind in everything. | overwhelm",
    ),
    "work": (
        "above | They loved the proposal. All of it. | My ideas land when I trust them. | confidence",
        "above | Three hours of flow with no meetings. | I feel most myself when I can go deep. | flow",
        "near | Asked for feedback and survived it. | I can hear hard things and stay steady. | courage",
        "below | Another {weekday} of meetings about meetings. | I feel invisible and drained at work. | frustration",
    ),
    "money": (
        "above | Paid the last of it. Zero! | Being debt-free feels like a deep breath. | freedom",
        "above | Bought lunch for the whole table. | Generosity feels natural when I trust there is enough. | abundance",
        "near | Looked at my accounts. Not scary. | I can look at the numbers and stay calm. | relief",
        "below | Card declined at {eatery}. | I felt small and ashamed about money. | shame",
    ),
    "stuff": (
        "above | Drove the new car home with the windows down. | I let myself enjoy something beautiful. | delight",
        "above | Everything in {room} is something I love. | Having less makes what I have shine. | ease",
        "near | Sold the bike. Mixed feelings. | I am practicing letting go. | acceptance",
        "below | Laptop died. Of course. | When things break I feel like I am always catching up. | frustration",
    ),
    "giving": (
        "above | Served breakfast with {friend} at the kitchen downtown. | Helping with my hands makes me happy. | purpose",
        "above | My donation was matched. Twice! | What I give grows after it leaves me. | abundance",
        "near | Said yes to one hour, and only one. | I can give and still keep something for me. | balance",
        "below | Everyone needs something from me. | I am giving from an empty cup. | exhaustion",
    ),
    "spirituality": (
        "above | {length:cap} of quiet and I came out the other side new. | Stillness brings me home. | peace",
        "above | Saw {animal} right after I asked. | I feel guided, and I am paying attention. | trust",
        "near | Sat down to meditate. Got up. Sat down again. | Coming back is the practice. | patience",
        "below | I do not feel anything when I pray. | I miss feeling connected. | doubt",
    ),
}

_EVENTS = speak("events", {"event": keyed(CATEGORIES), **TEXTS})
EVENTS = _EVENTS.records("event", "category", "mood", "raw_text", "summary", "essence")
