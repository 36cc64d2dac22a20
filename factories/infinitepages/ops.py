"""Operations: what maintenance did, errors, AI calls as telemetry."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    Choice,
    Field,
    FromPool,
    Json,
    Kept,
    Key,
    Match,
    Moment,
    Now,
    Ordinal,
    Parent,
    Sometimes,
    Text,
    Token,
    When,
    Whole,
    days,
    hours,
    minutes,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.rows import Rows
from seedkit.types import MOMENT

from .cache import Digest
from .generation import ListPrice, Micros
from .identity import ProfileFactory
from .models import ClaudeAnalytics, ErrorReport, SystemLog
from .months import DayStart, MonthStart
from .requests import BROWSERS, Number, Said
from .vocabulary.operations import ERRORS


class MonthName(Field):
    """The month of a moment as ``2025-11``."""

    def __init__(self, of: Any) -> None:
        super().__init__()
        self.of = of

    def column(self, rows: Rows) -> pa.Array:
        return pc.strftime(column_of(self.of, rows, MOMENT).cast(pa.timestamp("us")), format="%Y-%m")


def error(column: str) -> FromPool:
    """Something of an error."""
    return FromPool(ERRORS, column, pick="error")


class SystemLogFactory(TableFactory[SystemLog]):
    """The monthly credits were handed out, five minutes after midnight on the first."""

    class Meta:
        model = SystemLog

    class Params:
        month = MonthStart(Now() - minutes(10), Ordinal())
        # A night of the last four weeks.
        night = DayStart(Moment(before_now=days(28), until=days(1)))

    id = Key()
    created_at = this.month + minutes(5)
    log_type = "monthly_credit_distribution"
    message = "Monthly credits distributed to active subscribers"
    metadata_ = Json({"subscribers": Whole(40, 900), "month": MonthName(this.month)})

    cache_cleaned = Trait(
        created_at=this.night + hours(3),
        log_type="cache_cleanup",
        message="Expired cache entries removed",
        metadata_=Json({"deleted": Whole(0, 400)}),
    )
    requests_cleaned = Trait(
        created_at=this.night + hours(4),
        log_type="request_log_cleanup",
        message="Request logs older than thirty days removed",
        metadata_=Json({"deleted": Whole(100, 20_000), "kept_days": 30}),
    )
    paid_out = Trait(
        created_at=this.month + minutes(2),
        log_type="monthly_payout",
        message="Monthly payout batch processed",
        metadata_=Json({"batch_date": Text("{month}-01", month=MonthName(this.month)), "minimum_usd": 25}),
    )
    bare = Trait(log_type="maintenance", message="Maintenance window closed", metadata_=None)


class ErrorReportFactory(TableFactory[ErrorReport]):
    """An error that somebody ran into, as the browser or the server reported it."""

    class Meta:
        model = ErrorReport

    class Params:
        line = Whole(12, 480)
        on_server = error("source").isin(("server", "external"))

    user = Parent(ProfileFactory)
    id = Key()
    category = error("category")
    message = error("message")
    severity = error("severity")
    source = error("source")
    component = error("component")
    operation = error("operation")
    # What people report has no stack; what the server reports was seen by no browser.
    stack = When(
        category.equals("user_reported"),
        None,
        Text("Error: {message}\n    at {operation} ({component}.tsx:{line})"),
    )
    url = When(this.on_server, None, Text("https://app.example.com/{operation}"))
    user_agent = When(this.on_server, None, Choice(BROWSERS))
    session_id = When(this.on_server, None, Kept(Token("ses_seedkit_", 18), by="user_id"))
    api_endpoint = Said(error("endpoint"))
    status_code = Number(error("status"))
    response_time = When(status_code.is_null(), None, Whole(40, 9_000))
    memory_usage = Sometimes(0.4, Whole(30, 900) * 1_048_576)
    custom_data = When(
        this.on_server,
        None,
        Json({"release": Choice(["2.8.1", "2.9.0", "2.9.2"]), "online": Choice([True, True, True, False])}),
    )
    fingerprint = error("fingerprint")
    created_at = Moment(before_now=days(45), at=WAKING)

    anonymous = Trait(user=None, session_id=Token("ses_seedkit_", 18))


class ClaudeAnalyticsFactory(TableFactory[ClaudeAnalytics]):
    """An AI call that was answered, with its tokens, its price and its time."""

    class Meta:
        model = ClaudeAnalytics

    user = Parent(ProfileFactory)
    id = Key()
    operation = Choice(
        {"chapter_generation": 10, "story_foundation": 3, "chapter_improvement": 4, "fact_extraction": 5}
    )
    model = Match(operation, {"fact_extraction": "claude-3-haiku"}, default="claude-3-sonnet")
    input_tokens = Whole(600, 3_600)
    output_tokens = Whole(150, 1_900)
    total_tokens = input_tokens + output_tokens
    cost = Micros(ListPrice(this.model, input_tokens, output_tokens))
    response_time = 700 + output_tokens * Whole(6, 11)
    success = True
    cached = False
    metadata_ = Json({"stop_reason": "end_turn", "temperature": Choice([0.7, 0.8])})
    created_at = Moment(before_now=days(60), at=WAKING)

    # Answered from the cache: no tokens, no price.
    from_cache = Trait(
        cached=True,
        input_tokens=0,
        output_tokens=0,
        response_time=Whole(8, 60),
        metadata_=Json({"cache_key": Digest(64)}),
    )
    failed = Trait(
        success=False,
        output_tokens=0,
        response_time=Whole(4_000, 60_000),
        metadata_=Json({"error": Choice(["overloaded_error", "timeout", "rate_limit_error"])}),
    )
