"""Money: what the ledger says of credits that nobody bought, and why payments and transfers fail.

==================  ===========================================================================
LEDGER_NOTES        rules ``monthly``, ``given``, ``corrected``, ``creator_bonus``, ``cache_bonus``: the
                    description of an entry, as its owner reads it
PAYMENT_FAILURES    rule ``reason``: what Stripe says of a card that did not pay
TRANSFER_FAILURES   rule ``reason``: why a creator's payout did not arrive
SUPPORT_NOTES       rule ``note``: what an admin writes beside an adjustment, for other admins
==================  ===========================================================================
"""

from __future__ import annotations

from .words import speak

LEDGER_NOTES = speak(
    "ledger_notes",
    {
        "monthly": ("Monthly credits", "Credits for the new month", "Your plan's credits for {month}"),
        "given": (
            "With our apologies for {trouble}", "Thank you for reporting {finding}", "Goodwill credits after {trouble}",
            "Credits from the {event}", "A small thank-you from the team",
        ),
        "corrected": (
            "Correction of an earlier entry", "Double grant taken back", "Adjustment after {trouble}",
            "Credits of a refunded package taken back",
        ),
        "creator_bonus": (
            "Creator bonus", "Bonus for the {event}", "Bonus for {feat}", "Welcome bonus for new creators",
        ),
        "cache_bonus": ("Saved by the cache", "Cache discount, paid back", "Reused content: credits returned"),
        "trouble": (
            "the slow covers on {weekday}", "a chapter that was cut short", "the outage in {month}", "a failed export",
            "a story that would not unlock", "a download that had expired",
        ),
        "finding": ("a broken link", "a typo in the editor", "the missing chapter", "a problem with payouts", "the wrong balance"),
        "event": ("{month} writing sprint", "short story contest", "spring reading week", "autumn serial challenge", "first birthday of the shop"),
        "feat": ("a hundred readers", "a first finished story", "thirty days of chapters", "a story of the week"),
    },
)  # fmt: skip

PAYMENT_FAILURES = speak(
    "payment_failures",
    {
        "reason": (
            "Your card was declined.", "Your card has insufficient funds.", "Your card has expired.",
            "Your card's security code is incorrect.", "The payment could not be authenticated.",
            "An error occurred while processing your card. Try again in a little bit.", "Your card does not support this type of purchase.",
            "The bank asked to be contacted before the payment is tried again.",
        )
    },
)  # fmt: skip

TRANSFER_FAILURES = speak(
    "transfer_failures",
    {
        "reason": (
            "The destination account has to verify its bank details.", "The bank account of the destination has been closed.",
            "The bank returned the transfer.", "The destination account cannot receive transfers at the moment.",
            "The name on the bank account does not match the name of the creator.", "The debit card of the destination has expired.",
            "Payouts to this account are paused until an identity document is provided.",
        )
    },
)  # fmt: skip

SUPPORT_NOTES = speak(
    "support_notes",
    {
        "note": ("{what} {how}", "{what}"),
        "what": (
            "Reader could not open a chapter that had been paid for.", "Cover failed three times in a row.",
            "Charged twice within a minute.", "Author lost an hour to a save error.", "Payout bounced, new bank details on file.",
            "Export came out empty.", "Account merged with an older one.",
        ),
        "how": (
            "Credits returned by hand.", "Checked against the ledger, correct now.", "Told the user on {weekday}.",
            "Refund went back to the card.", "Retried, all fine.", "Waiting for the bank.",
        ),
    },
)  # fmt: skip
