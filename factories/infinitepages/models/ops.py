"""Operations: maintenance, requests, errors."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import conv

from seedkit.schema.access import own
from seedkit.schema.columns import between, flag_off, moment, moment_now, uuid_pk, zero

from .access import admin, anyones_report
from .base import Base
from .identity import Profile


class SystemLog(Base):
    """What maintenance did."""

    __tablename__ = "system_logs"
    __table_args__ = (
        Index("idx_system_logs_created_at", text("created_at desc")),
        Index("idx_system_logs_type", "log_type"),
    )
    __access__ = admin()

    id: Mapped[uuid_pk]
    log_type: Mapped[str] = mapped_column(comment="category")
    message: Mapped[str]
    metadata_: Mapped[dict[str, Any] | None] = mapped_column("metadata")
    created_at: Mapped[moment_now | None]


class RequestLog(Base):
    """One request with its path through the application."""

    __tablename__ = "request_logs"
    __table_args__ = (
        between("response_status", 100, 599),
        CheckConstraint("response_time_ms >= 0", name="response_time_ms"),
        CheckConstraint("total_time_ms >= 0", name="total_time_ms"),
        Index("idx_request_logs_created_at", text("created_at desc")),
        Index("idx_request_logs_endpoint", "api_endpoint"),
        Index(
            "idx_request_logs_endpoint_success_time", "api_endpoint", "success_flag", text("created_at desc")
        ),
        Index("idx_request_logs_frontend_action", "frontend_action"),
        Index("idx_request_logs_integration", "integration_point"),
        Index("idx_request_logs_session", "session_id"),
        Index("idx_request_logs_success", "success_flag"),
        Index("idx_request_logs_user_id", "user_id"),
        Index("idx_request_logs_user_success_time", "user_id", "success_flag", text("created_at desc")),
    )
    __access__ = own("user_id", commands="select") | admin()

    id: Mapped[uuid_pk]
    request_id: Mapped[str] = mapped_column(String(50), unique=True, comment="unique request key")
    session_id: Mapped[str | None] = mapped_column(String(50), comment="browser session")
    user_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("profiles.id", ondelete="SET NULL"), comment="caller or NULL"
    )
    frontend_action: Mapped[str | None] = mapped_column(String(100), comment="UI action")
    frontend_component: Mapped[str | None] = mapped_column(String(100), comment="UI component")
    frontend_page: Mapped[str | None] = mapped_column(String(100))
    api_endpoint: Mapped[str] = mapped_column(String(200), comment="endpoint hit")
    expected_endpoint: Mapped[str | None] = mapped_column(String(200), comment="endpoint wanted")
    http_method: Mapped[str] = mapped_column(String(10), comment="verb")
    request_headers: Mapped[dict[str, Any] | None]
    request_body_size: Mapped[int | None]
    response_status: Mapped[int | None]
    response_headers: Mapped[dict[str, Any] | None]
    response_body_size: Mapped[int | None]
    response_time_ms: Mapped[int | None] = mapped_column(comment="latency")
    success_flag: Mapped[flag_off] = mapped_column(comment="user-visible success")
    error_message: Mapped[str | None]
    error_category: Mapped[str | None] = mapped_column(String(50), comment="error kind")
    integration_point: Mapped[str | None] = mapped_column(
        String(100), comment="claude_api, supabase_insert, stripe_payment ..."
    )
    expected_integration: Mapped[str | None] = mapped_column(String(100), comment="wanted integration")
    integration_success: Mapped[bool | None] = mapped_column(comment="integration outcome")
    user_tier: Mapped[str | None] = mapped_column(String(20), comment="tier at call")
    device_info: Mapped[dict[str, Any] | None]
    queue_time_ms: Mapped[int | None] = mapped_column(comment="wait")
    processing_time_ms: Mapped[int | None] = mapped_column(comment="server time")
    total_time_ms: Mapped[int | None] = mapped_column(comment="end to end")
    custom_data: Mapped[dict[str, Any] | None]
    created_at: Mapped[moment_now | None]

    user: Mapped[Profile | None] = relationship()


class RequestFlowAnalytics(Base):
    """Requests of a period, counted by endpoint, action and integration."""

    __tablename__ = "request_flow_analytics"
    __table_args__ = (
        UniqueConstraint(
            "period_start",
            "period_end",
            "period_type",
            "api_endpoint",
            "frontend_action",
            "integration_point",
            # PostgreSQL's own name, cut to 63 characters.
            name=conv("request_flow_analytics_period_start_period_end_period_type__key"),
        ),
        Index("idx_analytics_action", "frontend_action"),
        Index("idx_analytics_endpoint", "api_endpoint"),
        Index("idx_analytics_integration", "integration_point"),
        Index("idx_analytics_period", "period_start", "period_end"),
    )
    __access__ = admin()

    id: Mapped[uuid_pk]
    period_start: Mapped[moment] = mapped_column(comment="window start")
    period_end: Mapped[moment] = mapped_column(comment="window end")
    period_type: Mapped[str] = mapped_column(String(20), comment="hour, day or week")
    api_endpoint: Mapped[str | None] = mapped_column(String(200), comment="group key")
    frontend_action: Mapped[str | None] = mapped_column(String(100), comment="group key")
    integration_point: Mapped[str | None] = mapped_column(String(100), comment="group key")
    total_requests: Mapped[zero | None]
    successful_requests: Mapped[zero | None] = mapped_column(comment="successes")
    failed_requests: Mapped[zero | None] = mapped_column(comment="failures")
    success_rate: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    avg_response_time_ms: Mapped[int | None] = mapped_column(comment="mean")
    min_response_time_ms: Mapped[int | None]
    max_response_time_ms: Mapped[int | None]
    p95_response_time_ms: Mapped[int | None] = mapped_column(comment="95th percentile")
    unique_users: Mapped[zero | None] = mapped_column(comment="distinct users")
    unique_sessions: Mapped[zero | None] = mapped_column(comment="distinct sessions")
    integration_success_rate: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    endpoint_mismatch_count: Mapped[zero | None] = mapped_column(comment="wrong endpoint hits")
    created_at: Mapped[moment_now | None]


class ErrorReport(Base):
    """An error that a browser or the server reported."""

    __tablename__ = "error_reports"
    __table_args__ = (
        Index("idx_error_reports_api_endpoint", "api_endpoint"),
        Index("idx_error_reports_category", "category"),
        Index("idx_error_reports_created_at", text("created_at desc")),
        Index("idx_error_reports_fingerprint", "fingerprint"),
        Index("idx_error_reports_severity", "severity"),
        Index("idx_error_reports_user_id", "user_id"),
    )
    __access__ = admin() | anyones_report("user_id")

    id: Mapped[uuid_pk]
    message: Mapped[str]
    stack: Mapped[str | None] = mapped_column(comment="trace")
    category: Mapped[str] = mapped_column(String(100), comment="one of 14 app categories")
    severity: Mapped[str] = mapped_column(String(20), comment="low, medium, high or critical")
    source: Mapped[str] = mapped_column(String(50), comment="client, server, middleware or external")
    url: Mapped[str | None]
    user_agent: Mapped[str | None] = mapped_column(comment="browser")
    user_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("profiles.id", ondelete="SET NULL"), comment="affected profile or NULL"
    )
    session_id: Mapped[str | None] = mapped_column(String(255))
    component: Mapped[str | None] = mapped_column(String(255))
    operation: Mapped[str | None] = mapped_column(String(255))
    api_endpoint: Mapped[str | None] = mapped_column(String(255))
    status_code: Mapped[int | None] = mapped_column(comment="HTTP status")
    response_time: Mapped[int | None] = mapped_column(comment="ms")
    memory_usage: Mapped[int | None] = mapped_column(BigInteger)
    custom_data: Mapped[dict[str, Any] | None]
    fingerprint: Mapped[str | None] = mapped_column(String(32), comment="dedupe hash, 32 characters")
    created_at: Mapped[moment_now]

    user: Mapped[Profile | None] = relationship()
