"""Requests and their counts, window by window."""

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
    InTurn,
    Json,
    Kept,
    Key,
    Least,
    Match,
    Moment,
    Now,
    Ordinal,
    Parent,
    Round,
    Sometimes,
    Token,
    When,
    Whole,
    days,
    hours,
    this,
)
from seedkit.fields.base import column_of
from seedkit.fields.rows import Rows

from .identity import ProfileFactory
from .models import RequestFlowAnalytics, RequestLog
from .months import DayStart
from .vocabulary.operations import REFUSALS, ROUTES

BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
)

DEVICES = (
    {"type": "desktop", "viewport": {"width": 1920, "height": 1080}},
    {"type": "desktop", "viewport": {"width": 1440, "height": 900}},
    {"type": "tablet", "viewport": {"width": 820, "height": 1180}},
    {"type": "mobile", "viewport": {"width": 390, "height": 844}},
)


class Number(Field):
    """A text of digits as a number; none where there is nothing."""

    def __init__(self, of: Any) -> None:
        super().__init__()
        self.of = of

    def column(self, rows: Rows) -> pa.Array:
        text = column_of(self.of, rows)
        return pc.if_else(pc.equal(text, ""), None, text).cast(pa.int64())


class Said(Field):
    """A text, none where it is empty."""

    def __init__(self, of: Any) -> None:
        super().__init__()
        self.of = of

    def column(self, rows: Rows) -> pa.Array:
        text = column_of(self.of, rows)
        return pc.if_else(pc.equal(text, ""), None, text)


def route(column: str) -> FromPool:
    """Something of the route that a request took."""
    return FromPool(ROUTES, column, pick="route")


def refusal(column: str) -> FromPool:
    """Something of why a request was refused."""
    return FromPool(REFUSALS, column, pick="refusal")


class RequestLogFactory(TableFactory[RequestLog]):
    """A request of the last four weeks that went well; what takes long is the AI."""

    class Meta:
        model = RequestLog

    class Params:
        pace = Number(route("pace"))
        network = Whole(20, 180)

    user = Parent(ProfileFactory)
    id = Key()
    request_id = Token("req_seedkit_", 24)
    session_id = Kept(Token("ses_seedkit_", 18), by="user_id")
    frontend_action = Said(route("action"))
    frontend_component = Said(route("component"))
    frontend_page = Said(route("page"))
    api_endpoint = route("endpoint")
    expected_endpoint = api_endpoint
    http_method = route("method")
    request_headers = Json({"content-type": "application/json", "user-agent": Choice(BROWSERS)})
    request_body_size = When(http_method.equals("GET"), 0, Whole(60, 4_000))
    response_status = When(http_method.equals("GET"), 200, Choice({200: 4, 201: 3}))
    response_headers = Json({"content-type": "application/json", "x-request-id": request_id})
    response_body_size = Whole(120, 24_000)
    queue_time_ms = Whole(0, 40)
    processing_time_ms = this.pace * Whole(60, 190) // 100
    response_time_ms = queue_time_ms + processing_time_ms
    total_time_ms = response_time_ms + this.network
    success_flag = True
    error_message = None
    error_category = None
    integration_point = route("integration")
    expected_integration = integration_point
    integration_success = True
    user_tier = user.subscription_tier
    device_info = Choice(DEVICES)
    custom_data = Sometimes(0.2, Json({"experiment": Choice(["paywall_a", "paywall_b"])}))
    created_at = Moment(before_now=days(28), at=WAKING)

    # Within the last day, which is what the health of integrations is read from.
    recent = Trait(created_at=Moment(before_now=hours(23)))
    failed = Trait(
        response_status=Choice({500: 5, 502: 3, 503: 1, 504: 2}),
        success_flag=False,
        error_message=Choice(["Internal server error", "Upstream did not answer", "The gateway timed out"]),
        error_category=Match(
            this.integration_point,
            {"claude_api": "ai_generation_error", "stripe_payment": "payment_error"},
            default="database_error",
        ),
        integration_success=False,
    )
    refused = Trait(
        response_status=Number(refusal("status")),
        success_flag=False,
        error_message=refusal("message"),
        error_category=refusal("category"),
        processing_time_ms=Whole(3, 40),
        integration_point=None,
        integration_success=None,
    )
    misrouted = Trait(
        api_endpoint="/api/stories",
        expected_endpoint="/api/stories/[id]/chapters",
        response_status=404,
        success_flag=False,
        error_message="There is no such route",
        error_category="api_error",
        integration_success=False,
    )
    # The browser gave up waiting, and reports what it knows.
    lost = Trait(
        response_status=None,
        response_headers=None,
        response_body_size=None,
        response_time_ms=None,
        queue_time_ms=None,
        processing_time_ms=None,
        total_time_ms=None,
        success_flag=False,
        error_message="The request was aborted",
        error_category="network_error",
        integration_success=None,
    )
    # A call by a script, with a key of the API: no browser, no session, no page.
    scripted = Trait(
        session_id=None,
        frontend_action=None,
        frontend_component=None,
        frontend_page=None,
        device_info=None,
        expected_endpoint=None,
        request_headers=None,
        request_body_size=None,
    )
    anonymous = Trait(user=None, user_tier=None, session_id=Token("ses_seedkit_", 18))


def in_turn(column: str) -> InTurn:
    """Something of the routes, one after the other."""
    return InTurn(ROUTES.column(column).to_pylist())


class RequestFlowAnalyticsFactory(TableFactory[RequestFlowAnalytics]):
    """The requests of an hour to one endpoint, whatever the action: all routes in turn, then the hour before.

    They are of all users: a story adds them with ``shared=True``.
    """

    class Meta:
        model = RequestFlowAnalytics

    class Params:
        midnight = DayStart(Now())
        # How many windows lie between this one and midnight: each holds all routes.
        windows = Ordinal() // len(ROUTES)
        pace = Number(in_turn("pace"))

    id = Key()
    period_type = "hour"
    period_start = this.midnight - (this.windows + 1) * hours(1)
    period_end = this.midnight - this.windows * hours(1)
    api_endpoint = in_turn("endpoint")
    # A group without an action: two loads may count the same window, and no two such groups are equal.
    frontend_action = None
    integration_point = in_turn("integration")
    total_requests = Whole(12, 600)
    failed_requests = Least(Whole(0, 12), total_requests)
    successful_requests = total_requests - failed_requests
    success_rate = Round(successful_requests * 100 / total_requests, 2)
    min_response_time_ms = this.pace * Whole(30, 60) // 100
    avg_response_time_ms = this.pace * Whole(80, 120) // 100
    p95_response_time_ms = this.pace * Whole(150, 180) // 100
    max_response_time_ms = this.pace * Whole(180, 260) // 100
    unique_users = 1 + total_requests * Whole(20, 60) // 100
    unique_sessions = unique_users + (total_requests - unique_users) * Whole(0, 30) // 100
    integration_success_rate = success_rate
    endpoint_mismatch_count = Least(Choice({0: 9, 1: 1, 2: 1}), failed_requests)
    created_at = period_end

    daily = Trait(
        period_type="day",
        period_start=this.midnight - (this.windows + 1) * days(1),
        period_end=this.midnight - this.windows * days(1),
    )
    weekly = Trait(
        period_type="week",
        period_start=this.midnight - (this.windows + 1) * days(7),
        period_end=this.midnight - this.windows * days(7),
    )
