"""How much memory a process and its children take, at the most: shared pages are counted once (PSS)."""

from __future__ import annotations

import threading
from pathlib import Path

EVERY = 0.1


class Peak(threading.Thread):
    """``with Peak(pid) as peak: …``, then ``peak.megabytes``; 0 where /proc tells nothing."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._over = pid, threading.Event()
        self.megabytes = 0.0

    def __enter__(self) -> Peak:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        """Look ten times a second."""
        while not self._over.wait(EVERY):
            self.megabytes = max(self.megabytes, sum(map(_share, _family(self._pid))) / 1024)


def _family(pid: int) -> list[int]:
    """The process and all below it."""
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(found for child in below for found in _family(int(child)))]


def _share(pid: int) -> int:
    """Kilobytes of a process: its own pages, and its part of those it shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
