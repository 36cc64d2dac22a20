"""Badges: milestones of streaks, levels, XP, battles and the forum.

===================  ==========================================================================
BADGES               rows: kind (streak, level, xp, battle, forum), at_least, name, description,
                     icon; in each kind by rising threshold
BADGE_NAMES          kind → ((threshold, name), …) for ``theme_data.badges``
===================  ==========================================================================

Thresholds are the product's milestones; names and lines are ours.
"""

from __future__ import annotations


def _badge(kind: str, at_least: int, name: str, icon: str, description: str) -> dict[str, str | int]:
    return {"kind": kind, "at_least": at_least, "name": name, "icon": icon, "description": description}


BADGES = (
    _badge("streak", 7, "Week Walker", "🔥", "Seven in a row. The habit has noticed you."),
    _badge("streak", 14, "Fortnight Fighter", "🛡️", "Two weeks, and the excuses sound tired."),
    _badge("streak", 21, "Habit Bender", "🌀", "Twenty-one steps past the point where most turn back."),
    _badge("streak", 30, "Moon Keeper", "🌙", "A whole moon, kept from edge to edge."),
    _badge("streak", 60, "Iron Calendar", "🗓️", "Sixty boxes ticked, some of them through gritted teeth."),
    _badge("streak", 90, "Season Slayer", "🍂", "You outlasted a season. It never saw you coming."),
    _badge("streak", 180, "Half-Orbit Hero", "🪐", "Halfway around the sun without the old habit."),
    _badge("streak", 365, "Sun Circler", "☀️", "One full orbit. Legends are told about less."),
    _badge("level", 10, "Gatekeeper", "🚪", "The first gate is behind you."),
    _badge("level", 20, "Ridge Runner", "⛰️", "Twenty levels up, where the air is clear."),
    _badge("level", 30, "Crown Bearer", "👑", "Every level of the path, done."),
    _badge("xp", 1000, "Four-Digit Club", "✨", "A thousand XP, earned one choice at a time."),
    _badge("xp", 5000, "Living Library", "📚", "Five thousand XP and a story for every one."),
    _badge("battle", 1, "First Blood, No Blood", "⚔️", "You finished a battle and nobody got hurt."),
    _badge("battle", 5, "Friendly Rival", "🤝", "Five battles won, five handshakes."),
    _badge("battle", 10, "Arena Regular", "🏟️", "The crowd knows your name."),
    _badge("forum", 10, "Campfire Voice", "🔦", "Ten posts that made somebody's night easier."),
    _badge("forum", 50, "Town Crier", "📣", "Fifty posts, and people scroll up to find you."),
    _badge("forum", 100, "Keeper of the Fire", "🏕️", "A hundred posts. You are why newcomers stay."),
)

BADGE_NAMES = {
    kind: tuple((badge["at_least"], badge["name"]) for badge in BADGES if badge["kind"] == kind)
    for kind in dict.fromkeys(badge["kind"] for badge in BADGES)
}
