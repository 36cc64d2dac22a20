"""The map: where the levels of a track lie, and the lands that the path crosses.

===================  ==========================================================================
MAP_POINTS           level number → (x, y): a path that winds through five rows of six, from the
                     lower left to the top
MAP_NEIGHBOURS       level number → the numbers of the levels beside it on the path
MAP_LANDS            the six lands of five levels each, with the line that greets a player there
===================  ==========================================================================

The schema keeps coordinates and connections only; the lands name a stretch of the path wherever a
text wants to say how far somebody came.
"""

from __future__ import annotations

LEVELS, WIDE, STEP = 30, 6, 120

MAP_LANDS = {
    "Awareness Harbor": "Every ship leaves from here. Look around before you sail.",
    "Trigger Woods": "The trees whisper your excuses. Walk on.",
    "Swap Valley": "Old paths are closed for repair, and the new ones have better views.",
    "Resolve Ridge": "The air is thin, the steps are short, and the view is yours.",
    "Rebuild Plains": "Wide ground. Put up something that lasts.",
    "Summit of Self": "You can see the harbor from here, and how small the waves were.",
}


def _point(level: int) -> tuple[int, int]:
    row, place = divmod(level - 1, WIDE)
    # Every other row runs back, so that the path never jumps across the map.
    column = place if row % 2 == 0 else WIDE - 1 - place
    return STEP * (column + 1), STEP * (LEVELS // WIDE - row) + 20 * (place % 2)


MAP_POINTS = {level: _point(level) for level in range(1, LEVELS + 1)}
MAP_NEIGHBOURS = {
    level: tuple(other for other in (level - 1, level + 1) if other in MAP_POINTS) for level in MAP_POINTS
}
