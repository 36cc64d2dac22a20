"""The moment at which all tests of the application live."""

from __future__ import annotations

import datetime as dt

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
