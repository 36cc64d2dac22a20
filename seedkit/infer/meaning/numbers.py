"""Numbers by name: amounts, counts, measures, shares.

A line has endings (in the words of names.py), a bar, the least and the greatest value, what is typical, perhaps ``spread``
and digits after the point (``.2``), perhaps a percent sign and the share of rows without a value.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...fields import Choice
from ..fields.people import Spot
from ..kinds import digits, number
from ..measures import Measure
from ..spans import Spans
from .context import Context, Meaning

__all__ = ["NUMBERS", "rule_for"]

NUMBERS = """
price, unit price, list price, sale price, retail price, selling price, base price, item price, regular price, ticket price, price per unit, msrp, price amount, fare | 1 2500 25 .2 ends
cost, unit cost, cost price, purchase price, wholesale price, standard cost, shipping cost | 0.5 1800 15 .2
amount, total, total amount, grand total, order total, total price, total cost, payment amount, sum, value amount, transaction amount, invoice total, line total, amount due, amount paid, paid, price total, gross, gross amount, total paid, bid, charge | 1 9000 75 .2
subtotal, sub total, net, net amount, net total, net price, taxable amount | 1 8000 65 .2
tax, tax amount, vat, vat amount, sales tax, gst | 0 900 8 .2
fee, service fee, commission, delivery fee, processing fee, late fee, shipping fee, shipping, freight, shipping amount, handling, surcharge, toll, fine | 0 60 6 .2
tip, gratuity | 0 40 4 .2 % 30
discount, discount amount, rebate, reduction, savings | 0 60 6 .2 % 40
balance, account balance, current balance, opening balance, closing balance, available balance, credit, credit balance, wallet | 0 20000 900 .2
credit limit, spending limit, limit amount, overdraft | 500 20000 3000 .2
deposit, down payment, advance | 20 3000 200 .2
budget, planned budget, total budget, estimated cost, estimate amount, forecast | 500 250000 12000 .2
salary, annual salary, base salary, wage, income, annual income, compensation, pay | 24000 180000 56000 .2
hourly rate, hourly wage, rate per hour, billing rate, pay rate | 12 180 35 .2
revenue, sales, turnover, annual revenue, profit, earnings, gross revenue | 100 900000 9000 .2
loan amount, principal, mortgage, loan | 1000 400000 15000 .2
premium, installment, monthly payment, rent, monthly rent, replacement cost, rental rate | 5 2500 60 .2
donation, pledge, contribution, reward amount, prize, bonus, goal amount, target amount, raised | 5 5000 80 .2
debit, debit amount, credit amount | 0 5000 100 .2
cents, price cents, amount cents, total cents, unit amount, price in cents, amount in cents, cost cents, subtotal cents, tax cents, fee cents, balance cents | 99 250000 2900
exchange rate, conversion rate, fx rate, currency rate | 0.2 5 1.1 .4
interest rate, apr, annual rate, interest, apy | 0.5 18 4.5 .2
tax rate, vat rate, sales tax rate | 0 25 .2
rate | 0.5 100 12 .2
percent, percentage, discount percent, discount percentage, tax percent, commission percent, margin, progress, completion, completion percentage, percent complete, battery, battery level, utilization, occupancy, coverage, percent off, percentage off, discount rate, commission rate | 0 100 20 .2
ratio, probability, confidence, likelihood, weight factor, share, fraction, opacity, alpha, similarity, accuracy, precision, recall, threshold | 0 1 .3
score, points, grade, mark, marks, result score, total score, test score, final grade | 0 100 72
rating, stars, star rating, average rating, review score, user rating, avg rating, overall rating, satisfaction | 1 5 .1
nps | 0 10
gpa | 1 4 .2
quantity, units, item quantity, order quantity, ordered, quantity ordered, pieces, copies, servings, portions, seats, guests, party size, tickets, passengers, adults, people | 1 60 3
children | 0 4
stock, stock quantity, on hand, inventory, quantity on hand, in stock, units in stock, available, stock level, quantity available, available quantity, stock count, inventory quantity, units on order | 0 2000 60
reserved, reserved quantity, allocated, quantity reserved | 0 50 3
reorder level, reorder point, minimum stock, safety stock, minimum quantity | 1 200 20
maximum quantity, maximum stock | 50 2000 200
count, total count, item count, items count, number of items, counter, total items, occurrences | 0 500 8
views, view count, views count, impressions, hits, page views, visits, clicks, plays, play count, downloads, download count, reads, click count, opens | 0 90000 240
likes, like count, likes count, favorites, favorites count, upvotes, downvotes, votes, vote count, shares, share count, reactions, claps, hearts, retweets, bookmarks | 0 5000 18
comments count, comment count, reply count, replies count, replies, num comments, answers count, reviews count, review count, posts count, post count, followers, followers count, following count, friends count, members count, member count, orders count, users count, subscribers, subscriber count | 0 3000 7
attempts, retries, retry count, failed attempts, login attempts, attempt, tries, failures, error count, attempt number, times used, used count, usage count, use count, redemptions | 0 12 1
login count, sign in count, logins, visits count | 0 900 14
maximum attempts, maximum retries, max uses, usage limit, limit uses | 1 20 3
age, age years, patient age, customer age | 18 88 38
year, released, release year, model year, publication year, fiscal year, school year, academic year, year built, founded, founded year, year founded, year published, established, graduation year, vintage, built year | 1985 2026 2012
birth year, year of birth | 1945 2006 1985
month, month number, exp month, card exp month, fiscal month, expiry month, expiration month | 1 12
exp year, card exp year, expiry year, expiration year | 2027 2032
day, day of month, billing day, due day | 1 28
day of week, weekday, dow | 0 6
week, week number, iso week | 1 52
quarter, fiscal quarter | 1 4
hour, hours of day | 0 23
minute | 0 59
second | 0 59
duration, duration minutes, length minutes, runtime, minutes, duration in minutes, run time, prep time, cook time, preparation time, session length, estimated time, time spent, length in minutes, total minutes, wait time, delay minutes | 1 600 45
duration seconds, seconds, length seconds, duration in seconds, elapsed seconds, play time, watch time | 1 7200 240
duration ms, milliseconds, response time, latency, elapsed, elapsed ms, execution time, response time ms, ms, duration in ms, processing time, time ms, latency ms, track milliseconds | 1 600000 210
hours, duration hours, estimated hours, total hours, worked hours, hours worked, actual hours, overtime | 0.5 60 6 .2
days, duration days, rental duration, nights, lead time, lead time days, trial days, number of nights, stay nights, length of stay, days valid, validity days, notice period | 1 60 4
weeks | 1 52 6
months, term months, duration months, warranty months, term, tenure, loan term | 1 60 12
years, years of experience, experience, experience years, warranty years | 0 35 6
timeout, ttl, interval, interval seconds, expires in, refresh interval | 5 3600 60
weight, weight kg, net weight, gross weight, body weight | 0.1 120 4 .2
weight grams, weight g | 10 20000 400
height, height cm, width, width cm, length, length cm, depth, diameter, thickness, radius, size cm | 1 400 40 .1
image width, pixel width, screen width, width px, width pixels, video width | 320 3840 1280
image height, pixel height, screen height, height px, height pixels, video height | 240 2160 720
size, file size, bytes, size bytes, file size bytes, content length, byte size, filesize, size in bytes, document size, disk usage, memory, memory usage, bytes sent, bytes received, storage used | 200 90000000 48000
page count, pages, number of pages, total pages | 8 1200 240
word count, words, characters, character count | 20 20000 800
volume, capacity liters, volume ml | 0.1 500 10 .2
capacity, maximum capacity, maximum participants, maximum members, seats total, max attendees, seating capacity, maximum guests, maximum seats, attendance, attendees, enrollment, participants, maximum users, team size | 2 5000 60
distance, distance km, mileage, odometer, miles, kilometers, km, range km | 0.5 90000 40 .1
speed, speed kmh, wind speed, velocity | 0 130 40 .1
temperature, temp, temperature c, body temperature, ambient temperature | -10 40 .1
humidity, moisture | 20 95 .1
pressure, air pressure | 960 1050 .1
altitude, elevation | 0 3500 220 .1
heading, bearing, angle, rotation, direction | 0 359
area, area sqm, square meters, square feet, sqft, floor area, lot size, living area | 12 9000 95 .1
population, inhabitants | 400 9000000 38000
floor, floor number, storey | 0 30 2
rooms, bedrooms, beds, number of rooms, bathrooms | 1 8 2
latitude, latitude deg | spot latitude
longitude, longitude deg | spot longitude
zoom, zoom level | 3 18
x, y, z, pos x, pos y, x position, y position, left, top | 0 1000 .1
id, position, sort order, display order, order, sequence, seq, ordinal, rank, ranking, order index, sort, sort index, line number, line no, line, step, step number, item order, number in sequence, ordering, list order, index, idx, row number, item number, place, sort key, weight order, priority order, track number, episode, episode number, chapter, chapter number, page number, page, slot, order number line, lft, rgt, round, stop sequence, menu order | 1 40 5 rising
version, revision, version number, revision number, build, build number, lock version, schema version, edition | 1 30 2
level, current level, depth level, nesting level, tier level, hierarchy level, grade level, tree level | 1 12 2
depth | 0 8 2
priority | 1 5
severity | 1 5
difficulty | 1 5
xp, experience points, reward points, loyalty points, coins, gold, credits, tokens, points balance, karma, reputation, points earned, bonus points | 0 50000 400
wins, losses, draws, goals, assists, games played, matches played, home score, away score, home goals, away goals | 0 9 2
heart rate, pulse, bpm | 55 130 74
tempo | 60 180 118
systolic, blood pressure systolic | 95 165 122
diastolic, blood pressure diastolic | 55 100 78
calories, kcal, energy kcal | 20 900 260
dosage, dose | 1 500 50
protein, fat, carbs, carbohydrates, sugar, fiber, salt | 0 60 9 .1
port, port number | 1024 49151
status code, http status, response code, response status, http status code, code http | list 200 200 200 200 201 204 301 400 404 500
exit code, return code | list 0 0 0 0 0 0 1 2
voltage | 1 240 12 .1
current | 0 30 2 .2
power, watts, consumption, energy, usage kwh, kwh | 0 5000 120 .1
value, reading, measurement, measure, sensor value, metric value, amount value, actual value, sample, observed value, current value, stat | 0 1000 42 .2
minimum value, min value, lower bound, minimum, lower limit, low, floor value | 0 100 10
maximum value, max value, upper bound, maximum, upper limit, high, target, target value, goal, quota, limit, size limit, rate limit, monthly limit | 50 1000 200
minimum price, price minimum, price from, minimum amount, low price | 5 400 20 .2
maximum price, price maximum, price to, maximum amount, high price | 50 3000 120 .2
average, mean, average price, average value, avg | 1 500 40 .2
variance, standard deviation, std dev, deviation | 0 50 5 .2
factor, multiplier, coefficient, conversion factor, weighting | 0.5 10 1.5 .2
number, no, external number, document number | 1000 99999
code | 100 999
total users, total orders, total sales, total views, total tickets, total members, total players, total students | 0 20000 150
stars count, forks, watchers | 0 9000 25
offset | 0 5000 40
""".strip()


def rule_for(context: Context, words: tuple[str, ...]) -> Meaning | None:
    """The meaning of a number whose name ends in these words."""
    ending = " ".join(words)
    rule = _rules().get(ending)
    if rule is None and words[-1] in ("count", "cnt") and len(words) > 1 and words == context.words:
        rule = _rules()["count"]
    if (
        rule is None
        and words == context.words
        and words[0] in ("total", "number", "sum", "average")
        and len(words) > 1
    ):
        rule = _rules()[{"total": "total users", "sum": "total", "average": "average"}.get(words[0], "count")]
        rule = rule if context.family == "int" or words[0] == "average" else _rules()["total"]
    if rule is None:
        return None
    why = f"{context.column.name}: {ending}"
    if "spot" in rule:
        return _spot(context, str(rule["spot"]), why)
    if "listed" in rule:
        return _listed(context, rule["listed"], why)
    return Meaning(_number(context, rule), rule.get("nulls"), why)


def _number(context: Context, rule: Mapping[str, Any]) -> Any:
    low, high, typical = rule["low"], rule["high"], rule.get("typical")
    scale = rule.get("scale", 0) if context.family != "int" else 0
    most = _most(context)
    if high > most:
        # As much smaller as the type wants it.
        low, high = min(low, most / 10), most
        typical = None if typical is None else min(typical, most / 4)
    if context.family == "int":
        low, high = int(low), int(high)
    ends = (99, 95, 0, 50, 90) if rule.get("ends") and digits(context.kind) == 2 else ()
    return number(
        context.column.type,
        low,
        high,
        typical=typical,
        spread=2.5,
        scale=scale,
        ends=ends,
        rising=bool(rule.get("rising")),
    )


def _most(context: Context) -> float:
    """The greatest number that the type holds."""
    base = context.kind
    name = base.name.name
    if name == "numeric" and base.precision is not None:
        return float(10 ** (base.precision - (base.scale or 0)) - 10.0 ** -(base.scale or 0))
    return {"int2": 32_000.0, "int4": 2_000_000_000.0}.get(name, 9e15)


def _spot(context: Context, what: str, why: str) -> Meaning | None:
    """Coordinates of the row's place."""
    if context.family == "int":
        return None
    whom = context.whom
    scale = min(digits(context.kind), 6)
    kind = context.family
    room = _most(context)
    if room < 180:
        return None
    full = digits(context.kind)

    plain = number(context.column.type, *((-54, 61) if what == "latitude" else (-125, 175)), scale=scale)

    def build(given: Measure, among: Spans, **bounds: Any) -> Any:
        free = not any(bounds.values()) and among.low <= given.low and among.high >= given.high
        if free and len(among.parts) == 1 and (given.low, given.high) == (plain.low, plain.high):
            return Spot(what, whom, kind=kind, scale=scale if kind == "float" else full)
        return plain.build(given, among, **bounds)

    return Meaning(replace(plain, build=build), None, why)


def _listed(context: Context, values: tuple[int, ...], why: str) -> Meaning | None:
    """One of some numbers, those listed most often most often; any number where a check wants others."""
    if context.family != "int":
        return None
    options = {option: float(values.count(option)) for option in dict.fromkeys(values)}
    plain = number(context.column.type, min(values), max(values))

    def build(given: Measure, among: Spans, **bounds: Any) -> Any:
        if given.touched or any(bounds.values()):
            return plain.build(given, among, **bounds)
        return Choice(options) if len(set(options.values())) > 1 else Choice(list(options))

    return Meaning(replace(plain, build=build), None, why)


@functools.cache
def _rules() -> Mapping[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for line in NUMBERS.splitlines():
        names, _, action = line.partition("|")
        action, _, nulls = action.partition("%")
        rule = _read(action.split())
        if nulls.strip():
            rule["nulls"] = float(nulls) / 100
        for name in names.split(","):
            found[name.strip()] = rule
    return found


def _read(parts: list[str]) -> dict[str, Any]:
    if parts[0] == "spot":
        return {"spot": parts[1]}
    if parts[0] == "list":
        return {"listed": tuple(map(int, parts[1:]))}
    rule: dict[str, Any] = {"low": float(parts[0]), "high": float(parts[1])}
    for part in parts[2:]:
        if part in ("ends", "rising"):
            rule[part] = True
        elif part.startswith("."):
            rule["scale"] = int(part[1:])
        else:
            rule["typical"] = float(part)
    return rule
