"""What runs behind the pages: requests, errors, the words of maintenance.

===========  ==================================================================================
ROUTES       Pool, one row a request that a page makes: endpoint, method, action, component, page,
             integration, and ``pace``, about how many milliseconds it takes
ERRORS       Pool, one row an error: category, message, severity, source, component, operation,
             endpoint, status, and ``fingerprint``, by which reports of one error are found
REFUSALS     Pool, one row a refused request: status, category, message
===========  ==================================================================================
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pyarrow as pa

from ....vocabulary import Pool


def _pool(name: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Pool:
    return Pool(
        f"infinitepages.{name}",
        {
            column: pa.array(texts, pa.string())
            for column, texts in zip(columns, zip(*rows, strict=True), strict=True)
        },
    )


ROUTES = _pool(
    "routes",
    ("endpoint", "method", "action", "component", "page", "integration", "pace"),
    (
        ("/api/stories", "GET", "open_dashboard", "StoryList", "/dashboard", "supabase_select", "90"),
        ("/api/stories", "POST", "create_story", "StoryForm", "/stories/new", "claude_api", "9000"),
        ("/api/stories/[id]/chapters", "POST", "generate_chapter", "ChapterEditor", "/stories/[id]", "claude_api", "14000"),
        ("/api/stories/[id]/improve", "POST", "improve_chapter", "ImprovePanel", "/stories/[id]", "claude_api", "7000"),
        ("/api/stories/[id]/read", "POST", "unlock_chapters", "Paywall", "/read/[id]", "supabase_insert", "220"),
        ("/api/stories/[id]/export", "POST", "download_story", "ExportDialog", "/stories/[id]", "supabase_storage", "2400"),
        ("/api/covers/generate", "POST", "generate_cover", "CoverStudio", "/stories/[id]/cover", "stable_diffusion", "600"),
        ("/api/library", "GET", "open_library", "LibraryGrid", "/library", "supabase_select", "80"),
        ("/api/library", "POST", "add_to_library", "LibraryButton", "/read/[id]", "supabase_insert", "120"),
        ("/api/credits/balance", "GET", "show_balance", "CreditBadge", "/dashboard", "supabase_select", "60"),
        ("/api/billing/create-payment", "POST", "buy_credits", "CreditShop", "/pricing", "stripe_payment", "900"),
        ("/api/billing/webhook", "POST", "", "", "", "stripe_webhook", "350"),
        ("/api/stripe/onboard", "POST", "connect_stripe", "PayoutSettings", "/creators/settings", "stripe_connect", "1400"),
        ("/api/creators/earnings", "GET", "open_earnings", "EarningsChart", "/creators/earnings", "supabase_select", "150"),
        ("/api/cron/process-payouts", "POST", "", "", "", "stripe_transfer", "5200"),
    ),
)  # fmt: skip

_ERRORS = (
    ("javascript_error", "Cannot read properties of undefined (reading 'chapters')", "medium", "client", "ChapterEditor", "render", "", ""),
    ("api_error", "Failed to load stories", "medium", "client", "StoryList", "fetch_stories", "/api/stories", "500"),
    ("authentication_error", "The session has expired", "low", "middleware", "AuthGuard", "verify_session", "/api/credits/balance", "401"),
    ("payment_error", "Your card was declined.", "high", "external", "CreditShop", "confirm_payment", "/api/billing/create-payment", "402"),
    ("ai_generation_error", "The model stopped before the chapter ended", "high", "external", "ChapterEditor", "generate_chapter", "/api/stories/[id]/chapters", "502"),
    ("database_error", "canceling statement due to statement timeout", "critical", "server", "EarningsChart", "sum_earnings", "/api/creators/earnings", "500"),
    ("validation_error", "The premise needs at least ten characters", "low", "server", "StoryForm", "create_story", "/api/stories", "400"),
    ("rate_limit_error", "Too many generations in this hour", "medium", "middleware", "ChapterEditor", "generate_chapter", "/api/stories/[id]/chapters", "429"),
    ("security_violation", "The signature of the webhook does not match", "critical", "middleware", "WebhookGuard", "verify_signature", "/api/billing/webhook", "400"),
    ("performance_issue", "The library took more than five seconds to load", "medium", "client", "LibraryGrid", "load_library", "/api/library", "200"),
    ("user_reported", "The second chapter is shown twice", "low", "client", "FeedbackForm", "report_problem", "", ""),
    ("unhandled_rejection", "Unhandled promise rejection: AbortError", "medium", "client", "ReadingView", "save_progress", "", ""),
    ("network_error", "Failed to fetch", "low", "client", "CoverStudio", "poll_cover", "/api/covers/generate", ""),
    ("unknown", "Something went wrong", "low", "server", "App", "handle_request", "/api/library", "500"),
)  # fmt: skip

ERRORS = _pool(
    "errors",
    (
        "category",
        "message",
        "severity",
        "source",
        "component",
        "operation",
        "endpoint",
        "status",
        "fingerprint",
    ),
    [(*error, hashlib.md5(error[1].encode(), usedforsecurity=False).hexdigest()) for error in _ERRORS],
)

REFUSALS = _pool(
    "refusals",
    ("status", "category", "message"),
    (
        ("400", "validation_error", "The request is not complete"),
        ("401", "authentication_error", "Please sign in"),
        ("402", "payment_error", "Not enough credits"),
        ("403", "authentication_error", "This story is not yours"),
        ("404", "api_error", "There is no such story"),
        ("429", "rate_limit_error", "Too many requests in this minute"),
    ),
)
