"""Money: entries of the ledger that nobody bought, and why payments and transfers fail.

==================  ===========================================================================
ADJUSTMENTS         Pool: direction (``given`` | ``taken``), description, note: what the owner of a
                    ledger reads of a correction by hand, and what support keeps beside it
BONUSES             rules ``creator``, ``cache``: the description of a bonus
PAYMENT_FAILURES    what Stripe says of a card that did not pay → how often
TRANSFER_FAILURES   why a creator's payout did not arrive → how often
==================  ===========================================================================
"""

from __future__ import annotations

from .words import speak

ADJUSTMENTS = speak(
    "adjustments",
    {
        "adjustment": ("given | {given}", "taken | {taken}"),
        "given": (
            "With our apologies for the slow covers | Cover failed three times in a row. {done}",
            "With our apologies for a chapter that was cut short | Model stopped in the middle of a chapter. {done}",
            "With our apologies for a story that would not unlock | Reader could not open a chapter that had been paid for. {done}",
            "With our apologies for an empty download | Export came out empty, second one was fine. {done}",
            "Credits returned for a lost draft | Author lost an hour of work to a save error. {done}",
            "Thank you for reporting the wrong balance | Balance on the dashboard lagged behind the ledger. {done}",
            "Thank you for reporting a broken link | Link in the welcome mail led nowhere. {done}",
            "Goodwill after the outage | Site down for forty minutes in the evening. {done}",
            "Second prize in the short story contest | Contest prize, list of winners is with marketing. {done}",
        ),
        "taken": (
            "Correction of an earlier entry | Wrong amount given by hand, difference taken back. {done}",
            "Double grant taken back | Webhook arrived twice, second grant reversed. {done}",
            "Credits of a refunded package taken back | Refund went back to the card, credits follow. {done}",
            "Adjustment after a price change | Story was sold below its price for an hour. {done}",
        ),
        "done": (
            "Told the user on {weekday}.", "Checked against the ledger.", "Nothing else to do.", "Agreed with the user.",
            "Ticket closed on {weekday}.",
        ),
    },
).records("adjustment", "direction", "description", "note")  # fmt: skip

BONUSES = speak(
    "bonuses",
    {
        "creator": (
            "Creator bonus", "Creator bonus for {feat}", "Bonus for the {event}", "Welcome bonus for new creators",
        ),
        "cache": ("Saved by the cache", "Cache discount, paid back", "Reused content: credits returned"),
        "event": ("writing sprint", "short story contest", "reading week", "serial challenge"),
        "feat": ("a hundred readers", "a first finished story", "thirty days of chapters", "the story of the week"),
    },
)  # fmt: skip

PAYMENT_FAILURES = {
    "Your card was declined.": 10,
    "Your card has insufficient funds.": 8,
    "Your card has expired.": 4,
    "The payment could not be authenticated.": 4,
    "Your card's security code is incorrect.": 3,
    "Your card does not support this type of purchase.": 1,
    "An error occurred while processing your card. Try again in a little bit.": 1,
}

TRANSFER_FAILURES = {
    "The destination account has to verify its bank details.": 8,
    "The bank account of the destination has been closed.": 4,
    "The bank returned the transfer.": 2,
    "The name on the bank account does not match the name of the creator.": 2,
    "Payouts to this account are paused until an identity document is provided.": 1,
}
