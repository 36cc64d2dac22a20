"""Dates, moments, times and spans by name: births long ago, updates after creation, deadlines ahead.

A line has endings, a bar, from how many days ago to how many days ago (below nought: ahead), and words: ``waking`` and
``office`` are the hours at which people do such things, ``within N`` how many days after what comes before; perhaps a
percent sign and the share of rows without a value.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from typing import Any

from ...fields.moments import OFFICE, WAKING
from ..kinds import moment, span, time_of_day
from .context import Context, Meaning

__all__ = ["MOMENTS", "rule_for"]

MOMENTS = """
birth date, date of birth, born, born on, birth, born at | 25000 7000 old
death date, date of death, died, died on, deceased | 3000 0 old % 95
created at, created on, created, create date, create time, created date, creation date, creation time, date created, inserted at, inserted on, insert date, insert time, date added, added at, added on, added, added date, registered at, registered on, registration date, date registered, signed up at, signup date, sign up date, joined at, join date, joined on, joined, date joined, member since, entry date, record date, recorded at, record time, posted at, post date, posted, posted on, date posted, submitted at, submission date, submitted on, submitted, opened at, opened on, open date, date opened, requested at, request date, enrolled at, enrollment date, enrollment, placed at, logged at, log date, log time, log timestamp, timestamp, occurred at, event time, event date, event timestamp, happened at, time, date time, datetime, received at, received on, received date, received, reported at, captured at, measured at, measurement date, reading at, observed at, taken at, uploaded at, upload date, imported at, ingested at, queued at, initiated at, issued at, issued on, issue date, date issued, issued, ordered at, order date, ordered on, date ordered, purchase date, purchased at, purchased on, bought at, sold at, sale date, sold on, transaction date, transaction time, transacted at, transaction at, invoice date, invoiced at, billed at, billing date, charge date, charged at, booked at, booking date, booked on, reservation date, date, day, entered at, written at, generated at, sent on, rental date, visit date, visited at, visit at, contact date, application date, applied at, applied on, founded at, installed at, acquired at, acquisition date, trade date, posting date, value date, document date, snapshot date, report date, as of, as of date, period date, hire date, hired at, hired on, employment date, date hired, time stamp, ctime | 720 0 waking
updated at, updated on, updated, update date, update time, last update, last updated, last updated at, modified at, modified on, modified, last modified, last modified at, modified date, date modified, modification date, changed at, changed on, change date, date changed, edited at, edited on, last edited at, synced at, last synced at, last sync, last sync at, refreshed at, last change, date updated, mtime, touched at, last refreshed at, indexed at, last changed at, row updated at | 700 0 waking within 60
deleted at, deleted on, deleted, date deleted, removed at, removed on, archived at, archived on, cancelled at, canceled at, cancelled on, canceled on, cancellation date, banned at, blocked at, suspended at, deactivated at, disabled at, terminated at, termination date, revoked at, locked at, voided at, rejected at, declined at, refunded at, returned at, failed at, discarded at, hidden at, retired at, discontinued at, left at, quit at, resigned at, unsubscribed at, destroyed at, purged at, anonymized at, trashed at, bounced at, disputed at, expired at, withdrawn at, dropped at, end of life, escalated at, reopened at | 500 0 waking within 120 % 88
last login, last login at, last sign in at, last seen, last seen at, last active, last active at, last activity, last activity at, last accessed at, last access, last used at, last used, last visit, last visited at, last viewed at, current sign in at, last logged in at, last ping, last heartbeat, last contact, last contacted at, last request at, last message at, last run at, last run, last checked at, last order date, last played at, last scan, last opened at, last posted at, last reply at, logged in at, login at, last interaction at | 90 0 waking % 15
published at, published on, published, publish date, publication date, date published, released at, released on, release date, launched at, launch date, premiered at, air date, posted live at, live at, go live date, premiere date | 900 0 waking % 20
completed at, completed on, completion date, finished at, finished on, finish date, closed at, closed on, close date, date closed, resolved at, resolved on, resolution date, settled at, processed at, processed on, done at, fulfilled at, delivered at, delivered on, delivery date, date delivered, shipped at, shipped on, ship date, shipped date, shipping date, date shipped, dispatched at, paid at, paid on, payment date, date paid, paid date, captured on, collected at, approved at, approved on, approval date, confirmed at, confirmed on, verified at, verified on, verification date, email verified at, email confirmed at, email confirmed on, accepted at, accepted on, signed at, signed on, signature date, activated at, activation date, sent at, sent, date sent, read at, seen at, viewed at, opened on, clicked at, delivered date, answered at, replied at, responded at, first response at, acknowledged at, checked at, checked on, reviewed at, reviewed on, review date, inspected at, assigned at, claimed at, redeemed at, used at, converted at, won at, graded at, notified at, notification sent at, confirmation sent at, reset sent at, return date, returned on, date returned, invited at, invitation sent at, fixed at, merged at, deployed at, executed at, triggered at, terminated on, graduation date, graduated at, returned date, contacted at, cleared at, validated at, locked on, last paid at, exported at, arrived at, arrival time actual, required date met, promoted at, onboarded at, welcomed at | 650 0 waking within 20 % 35
started at, started on, start, start date, start time, start at, starts at, starts on, starts, begin, begin date, begin time, begins at, begin at, date start, start datetime, date from, from date, from, valid from, effective from, effective date, effective at, active from, available from, in effect from, since, scheduled start, check in, check in date, checkin, checkin date, check in at, departure, departure time, departure date, departs at, departed at, depart at, pickup date, pickup at, pick up date, opens at, open from, trial start, trial starts at, trial start at, contract start, contract start date, period start, current period start, billing period start, week start, hired, on sale from, kick off, kickoff, kickoff at, effective start date, window start, session start, shift start, run at, start timestamp | 500 -20 waking
ended at, ended on, end, end date, end time, end at, ends at, ends on, ends, date end, end datetime, date to, to date, to, valid to, valid until, valid till, effective to, effective until, effective end date, active until, active to, available until, available to, until, till, thru, through, scheduled end, check out, check out date, checkout, checkout date, check out at, arrival, arrival time, arrival date, arrives at, arrive at, dropoff date, drop off date, closes at, open until, trial end, trial ends at, trial end at, contract end, contract end date, period end, current period end, billing period end, week end, finish, finish time, finishes at, stop, stop time, stopped at, on sale until, closing date, expected end date, window end, session end, shift end, end timestamp, left on, effective end | 480 -60 waking within 30 % 15
due date, due at, due on, due, deadline, deadline at, payment due, payment due date, date due, expected at, expected date, expected delivery, expected delivery date, estimated delivery, estimated delivery date, eta, estimated arrival, required date, required by, needed by, target date, promised date, delivery due, respond by, reply by, follow up date, follow up at, next follow up, reminder at, remind at, reminder date, review due, renewal date, renews at, renew date, next billing date, next billing at, next payment date, next payment at, next run at, next run, next invoice date, next charge at, next review date, next due date, next appointment, next attempt at, next retry at, retry at, retry after, planned date, planned for, scheduled at, scheduled for, scheduled on, scheduled date, scheduled time, schedule date, publish at, send at, appointment date, appointment time, appointment at, meeting date, expected close date, expected start date, expected completion date, release at, visible from, embargo until, maturity date, next delivery date, next service date | 20 -60 office
expires at, expires on, expires, expiry, expiry date, expiration, expiration date, expire at, expire date, expires in, exp, token expires at, valid through, best before, best before date, warranty until, warranty expires, warranty end, warranty end date, license expiry, passport expiry, trial expires at, subscription ends at, access expires at, locked until, lock expires at, sunset date, lease end, not after, policy end date, reset expires at, blocked until, suspended until, snoozed until, banned until | -2 -500
appointment, meeting, session date, class date, match date, game date, show time, event start, kick off time, exam date, performance date, hearing date, surgery date, flight date, travel date, holiday date, training date, interview date, interview at, session at, meeting at, held at, held on, takes place at, conference date, service date | 60 -60 office
manufactured at, manufacture date, manufactured on, production date, built at, built on, purchase on, commissioned at, commissioning date, established at, established on, founded on, foundation date, founding date, incorporated on, opening date, inaugurated on | 4000 200 old
week, week of, month, period, month start, fiscal month, accounting period, billing month, statement month, report month | 720 0
""".strip()

_TIMES = """
start time, start, opens at, open time, opening time, opens, from time, begin time, starts at, check in time, check in, shift start, time from, open, departure time, earliest time, time in, clock in | 6 11
end time, end, closes at, close time, closing time, closes, to time, ends at, check out time, check out, shift end, time to, close, arrival time, latest time, time out, clock out, finish time | 15 22
"""


def rule_for(context: Context, words: tuple[str, ...]) -> Meaning | None:
    """The meaning of a date, moment, time or span whose name ends in these words."""
    ending = " ".join(words)
    why = f"{context.column.name}: {ending}"
    if context.family == "interval":
        return _span(context, words)
    if context.family == "time":
        return _time(context, ending)
    rule: Mapping[str, Any] | None = _rules().get(ending)
    if rule is None:
        rule = _loosely(words) if context.is_last(words, _rules()) else None
    if rule is None:
        return None
    since, until = dt.timedelta(days=rule["since"]), dt.timedelta(days=rule["until"])
    nature = moment(
        context.column.type,
        since,
        until,
        now=context.now,
        within=dt.timedelta(days=rule["within"]) if "within" in rule else None,
        at=rule.get("at") if context.family != "date" else None,
        youthful="old" not in rule,
        grain=rule.get("grain", 1_000_000) if context.kind.precision is None else 1,
    )
    return Meaning(nature, rule.get("nulls"), why)


def _loosely(words: tuple[str, ...]) -> Mapping[str, Any] | None:
    """``<something>_at`` that no rule names: it happened some time after the beginning."""
    if words[-1] in ("at", "on", "date", "time", "datetime", "timestamp"):
        return {"since": 500, "until": 0, "nulls": 0.3, "at": WAKING}
    return None


def _time(context: Context, ending: str) -> Meaning | None:
    for line in _TIMES.strip().splitlines():
        names, _, hours = line.partition("|")
        if ending in [name.strip() for name in names.split(",")]:
            first, last = map(int, hours.split())
            nature = time_of_day(context.column.type, grain=900_000_000)
            hour = 3_600_000_000
            return Meaning(nature.within(first * hour, last * hour), None, f"{context.column.name}: {ending}")
    return None


def _span(context: Context, words: tuple[str, ...]) -> Meaning | None:
    if words[-1] in ("duration", "length", "runtime", "elapsed", "time", "took", "interval"):
        nature = span(context.column.type, dt.timedelta(minutes=5), dt.timedelta(hours=8))
        return Meaning(nature, None, f"{context.column.name}: {words[-1]}")
    return None


@functools.cache
def _rules() -> Mapping[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for line in MOMENTS.splitlines():
        names, _, action = line.partition("|")
        action, _, nulls = action.partition("%")
        parts = action.split()
        rule: dict[str, Any] = {"since": int(parts[0]), "until": int(parts[1])}
        if "waking" in parts:
            rule["at"] = WAKING
        if "office" in parts:
            rule["at"], rule["grain"] = OFFICE, 900_000_000
        if "old" in parts:
            rule["old"] = True
        if "within" in parts:
            rule["within"] = int(parts[parts.index("within") + 1])
        if nulls.strip():
            rule["nulls"] = float(nulls) / 100
        for name in names.split(","):
            found[name.strip()] = rule
    return found
