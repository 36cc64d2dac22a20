"""Words of the machinery: households, tokens, payments, failures, feedback.

=======================  ======================================================================
HOUSEHOLD_NAMES          rule ``name``: names without a family name (else use a Text template)
HOUSEHOLD_NOTES          rule ``note``: remarks on a household
INVITATION_NOTES         rule ``note``: what the admin writes to the invited
TOKEN_NOTES              rules: subscription_grant, renewal_grant, trial_grant, pack_purchase,
                         token_pack_purchase, admin_grant, admin_deduct, manual_adjustment
PAYMENT_DESCRIPTIONS     rules ``subscription``, ``renewal``, ``pack``, ``intensive``, ``failed``
ERRORS                   rules: transcription, audio_generation, image_generation, chat, storage
FEEDBACK                 rules ``praise``, ``wish``, ``problem``
USAGE_REMARKS            rule ``remark``: display of what tokens were spent on
=======================  ======================================================================
"""

from __future__ import annotations

from .words import speak

HOUSEHOLD_NAMES = speak(
    "household_names",
    {
        "name": (
            "The {street} House", "{street} Crew", "Our {mood} Home", "Team {creature}", "The {mood} Bunch", "Casa {spanish}",
            "The {creature} Nest", "{street} Street Dreamers",
        ),
        "street": ("Maple", "Juniper", "Orchard", "Lakeview", "Cedar", "Sunset", "Harbor", "Willow"),
        "mood": ("Happy", "Cozy", "Wild", "Sunny", "Grateful", "Merry"),
        "creature": ("Otter", "Sparrow", "Fox", "Bumblebee", "Heron", "Penguin"),
        "spanish": ("Alegre", "Luna", "del Sol", "Esperanza"),
    },
)  # fmt: skip

HOUSEHOLD_NOTES = speak(
    "household_notes",
    {
        "note": (
            "Upgraded from solo after the second invitation.",
            "Two adults, shared tokens on.",
            "Shared tokens switched off at the admin's request.",
            "Seat freed in {season}; the member kept a solo account.",
            "Annual plan, renews in {season}.",
            "Admin asked about adding a teenager.",
        )
    },
)

INVITATION_NOTES = speak(
    "invitation_notes",
    {
        "note": ("{why} {what}", "{what}", "{why}"),
        "why": (
            "I would love to do this together.", "Remember what we talked about on {weekday}?", "Saving you a seat.",
            "This has been so good for me that I want you in it too.", "It would mean a lot to me.",
        ),
        "what": (
            "Come build your vision with me!", "Joining takes two minutes, I promise.", "We can share tokens, so just jump in.",
            "The link is good for a week.", "Let's write our next chapter side by side.", "No pressure, only love.",
        ),
    },
)  # fmt: skip

TOKEN_NOTES = speak(
    "token_notes",
    {
        "subscription_grant": ("Tokens for the new billing cycle", "28-day grant", "Annual grant, paid in full", "Cycle grant after invoice"),
        "renewal_grant": ("Renewal grant", "Tokens for the renewed plan", "Renewed on time, tokens added"),
        "trial_grant": ("Trial tokens for the intensive", "Welcome tokens, valid for 56 days", "Intensive trial grant"),
        "pack_purchase": ("Token pack", "Extra tokens, never expire", "Top-up before a long weekend of vision work"),
        "token_pack_purchase": ("Token pack purchased at checkout", "Power user top-up", "Top-up, no expiry"),
        "admin_grant": (
            "Goodwill after the audio outage on {weekday}", "Beta tester thank-you", "Support: failed generation made up for",
            "Contest prize", "Extra tokens for the workshop in {season}",
        ),
        "admin_deduct": ("Correction of a double grant", "Refunded pack taken back", "Duplicate webhook reversed"),
        "manual_adjustment": ("Balance corrected after review", "Migrated from the old ledger", "Rounded after the pricing change"),
    },
)  # fmt: skip

PAYMENT_DESCRIPTIONS = speak(
    "payment_descriptions",
    {
        "subscription": ("Vision Pro, first invoice", "Subscription created", "Vision Pro membership"),
        "renewal": ("Vision Pro renewal", "Subscription cycle", "Membership renewal, 28 days"),
        "pack": ("Token pack", "One-time token pack purchase"),
        "intensive": (
            "Activation intensive",
            "Activation intensive, installment",
            "Intensive program checkout",
        ),
        "failed": (
            "Renewal declined by the bank",
            "Card expired, invoice unpaid",
            "Insufficient funds, will retry",
        ),
    },
)

ERRORS = speak(
    "errors",
    {
        "transcription": (
            "Audio is empty or silent", "Recording is longer than the limit of 25 MB", "Could not detect speech",
            "Unsupported audio container: {container}", "Transcription timed out after {seconds} seconds",
        ),
        "audio_generation": (
            "Text-to-speech service returned {code}", "Voice is not available at the moment", "Mixing failed: background track not found",
            "Section text is empty", "Audio generation timed out after {seconds} seconds",
        ),
        "image_generation": (
            "The prompt was rejected by the safety filter", "Image service returned {code}", "Rate limit reached, try again in a minute",
            "Image generation timed out after {seconds} seconds",
        ),
        "chat": (
            "Model returned {code}", "Context is too long for this model", "Rate limit reached, try again in a minute",
            "Connection closed before the answer was complete", "Response was not valid JSON",
        ),
        "storage": ("Upload interrupted", "Storage quota exceeded", "File type is not allowed", "Checksum does not match"),
        "container": ("amr", "3gp", "wma"),
        "seconds": ("30", "60", "120"),
        "code": ("429 Too Many Requests", "500 Internal Server Error", "503 Service Unavailable", "504 Gateway Timeout"),
    },
)  # fmt: skip

FEEDBACK = speak(
    "feedback",
    {
        "praise": (
            "VIVA gets me. {thanks}", "I listen to my vision audio every night. {thanks}", "The assessment told me something I half knew. {thanks}",
            "Best money I spent this year.", "The frequency flip changed my {weekday}.",
        ),
        "wish": (
            "Please add {feature}.", "I would love {feature}.", "Any chance of {feature}? {thanks}", "{feature:cap} would make this perfect.",
        ),
        "problem": (
            "My audio stopped halfway through {section}.", "The {section} section did not save on my phone.", "I was charged but my tokens came a day late.",
            "The board feels slow with more than fifty items.", "I cannot find where to invite my partner.",
        ),
        "feature": ("a widget for the home screen", "offline audio", "a shared board for couples", "more voices", "a weekly email with my wins", "dark mode"),
        "section": ("travel", "money", "home", "health", "family"),
        "thanks": ("Thank you!", "Thank you, truly.", "So grateful.", "Keep going."),
    },
)  # fmt: skip

USAGE_REMARKS = speak(
    "usage_remarks",
    {
        "remark": (
            "Chat with VIVA", "Vision section drafted", "Vision section refined", "Audio set generated", "Image for the vision board",
            "Voice note transcribed", "Blueprint planned", "Assessment scored", "Frequency flip", "Scene suggested",
        )
    },
)  # fmt: skip
