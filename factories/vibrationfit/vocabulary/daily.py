"""Small things that happen on a day: abundance notes and the daily paper.

===================  ==========================================================================
ABUNDANCE            Pool: value_type (money, value), category, entry_category, note
GRATITUDE            rule ``gratitude``: one or two sentences of thanks
TASKS                rules ``one``, ``two``, ``three``: three kinds of task that never coincide
FUN_PLANS            rule ``plan``: a small plan for fun
===================  ==========================================================================
"""

from __future__ import annotations

from .words import speak

ABUNDANCE = speak(
    "abundance",
    {
        "entry": (
            "money | money | Refund | Overpaid {bill}; the refund came today.",
            "money | work | Bonus | Bonus for the {project}, bigger than I expected.",
            "money | work | Client payment | New client paid the whole invoice up front.",
            "money | money | Found money | Found a bill in the pocket of my winter coat.",
            "money | stuff | Sale | Sold the {thing} in one day.",
            "money | family | Gift | {relative:cap} sent a card with money in it, just because.",
            "money | money | Savings | Canceled a subscription and moved the money to savings.",
            "money | home | Discount | The contractor took a fifth off for paying early.",
            "money | money | Interest | Interest from the savings account, small and sweet.",
            "money | travel | Credit | Travel credit from the flight they changed.",
            "value | social | Gift of time | {friend} helped me for a whole afternoon and would not take a cent.",
            "value | social | Treat | {friend} picked up lunch at {eatery}.",
            "value | work | Learning | Free seat in a workshop I had my eye on.",
            "value | home | Hand-me-down | The neighbors gave us their {furniture}, like new.",
            "value | health | Service | {friend} traded me a massage for {dish}.",
            "value | fun | Tickets | Two tickets to the show fell into my lap.",
            "value | travel | Hospitality | {friend} lent us the cabin for the weekend.",
            "value | giving | Kindness | A stranger paid for my {drink}.",
            "value | spirituality | Nature | {animal:cap} right outside my window. Priceless.",
            "value | love | Surprise | Came home to a clean kitchen and {dish} on the stove.",
            "value | family | Help | {relative:cap} watched the kids so that we could rest.",
            "value | stuff | Upgrade | They gave us the better rental car at no charge.",
        ),
        "bill": ("the electric bill", "the dentist", "my taxes", "the insurance"),
        "project": ("launch", "spring campaign", "holiday rush", "audit"),
        "thing": ("old desk", "bike rack", "spare monitor", "rowing machine"),
        "furniture": ("patio set", "bookshelves", "dresser", "kitchen table"),
    },
).records("entry", "value_type", "category", "entry_category", "note")

GRATITUDE = speak(
    "gratitude",
    {
        "gratitude": ("{thanks}", "{thanks} {and_also}"),
        "thanks": (
            "Grateful for {length} alone with {drink}.",
            "Thankful for {friend}, who always picks up.",
            "I am grateful for legs that carried me {place}.",
            "For {dish}, for company, for a warm house.",
            "Grateful that {kid} still wants to hold my hand.",
            "Thankful for a good night's sleep and clean sheets.",
            "For work I can do well and people who notice.",
            "Grateful for the {bloom} on the table.",
            "For {relative}, and that we can laugh now.",
            "I appreciate my body for getting me through {weekday}.",
            "Thankful that the bills are paid and there is some left over.",
            "For {animal}, who stopped by to say hello.",
            "Grateful for rain on the roof and nowhere to be.",
            "For being exactly where I am.",
        ),
        "and_also": (
            "And for this quiet hour.",
            "And for second chances.",
            "Also, for hot water. Really.",
            "And for the way it all keeps working out.",
            "I want to remember this one.",
            "It was the best part of my day.",
            "Simple, and enough.",
        ),
    },
)

TASKS = speak(
    "tasks",
    {
        "one": (
            "Finish the {document} before noon", "Send the invoice to the new client", "Answer the email I have been avoiding",
            "Two hours of deep work on the {document}", "Pay {bill}", "Book the {appointment}", "Review the budget for {season}",
            "Prepare {weekday}'s meeting", "Ask for the deadline I actually need", "Clear the desk",
        ),
        "two": (
            "Walk {place}", "Stretch for {length}", "Make {dish} for dinner", "In bed by ten", "Drink enough water",
            "Meditate for {length}", "Listen to my vision audio", "Tidy {room} for ten minutes", "Yoga after work",
            "No screens after nine",
        ),
        "three": (
            "Call {relative}", "Text {friend} back", "Plan date night", "Read to the kids before bed",
            "Thank someone at work out loud", "Write a postcard to {friend}", "Ask {friend} about the weekend",
            "Bring {dish} to the neighbors", "Put my phone away at dinner", "Tell {relative} the good news",
        ),
        "document": ("proposal", "report", "presentation", "application", "draft"),
        "bill": ("the water bill", "the car insurance", "the estimated taxes", "the credit card"),
        "appointment": ("dentist appointment", "physical", "car service", "haircut", "eye exam"),
    },
)  # fmt: skip

FUN_PLANS = speak(
    "fun_plans",
    {
        "plan": (
            "A sunset walk {place} with {friend}.",
            "Dance party in {room} while dinner cooks.",
            "Order something new at {eatery}.",
            "One chapter of a novel in the bath.",
            "Paint for {length}, badly and happily.",
            "Board games with {drink} after supper.",
            "Drive with the windows down and the old playlist.",
            "Surprise {kid} with ice cream after school.",
            "Look for {animal} at dusk.",
            "Karaoke in the car, both ways.",
            "Picnic dinner on the living room floor: {dish}.",
            "Look at maps of {country} and pick a favorite street.",
            "Call {friend} and laugh about nothing.",
        )
    },
)
