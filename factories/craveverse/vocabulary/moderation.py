"""Moderation: why posts are hidden, brought back or removed, and what admins note and may do.

===================  ==========================================================================
MODERATION           Pool: action (post_hidden, post_restored, post_deleted), status (the
                     ``post_status`` that follows), reason, note
REPORTS              rule ``report``: what a reader reports about a post
HIDDEN_POSTS         Pool: reason, title, content: posts that moderation has to do with, without
                     anything that would harm a reader of the data
ADMIN_PERMISSIONS    role → ``admin_users.permissions``
ADMIN_NOTES          rule ``note``: remarks about players and about the team
===================  ==========================================================================

The schema has no audit table; ``activity_log`` takes the action with reason and note as metadata
(catalog/craveverse c8).
"""

from __future__ import annotations

from .words import speak

ADMIN_PERMISSIONS = {
    "moderator": {"forum": ["hide", "restore"], "users": ["view"]},
    "admin": {"forum": ["hide", "restore", "delete"], "users": ["view", "edit"], "shop": ["edit"], "metrics": ["view"]},
    "super_admin": {
        "forum": ["hide", "restore", "delete"], "users": ["view", "edit", "delete"], "shop": ["edit"],
        "metrics": ["view"], "queue": ["view", "retry"], "admins": ["grant", "revoke"],
    },
}  # fmt: skip

_STEPS = {
    "post_hidden | hidden": (
        "Advertising | Third ad for the same {ware}. {hidden}",
        "Link to a shop | New account, first post, one link. {hidden}",
        "Too explicit | Details that may trigger others. {asked}",
        "Unkind answer to a beginner | Tone was sharp. {asked}",
        "Medical advice | Dosages do not belong here. {asked}",
        "Off topic | Good question for another section. {asked}",
        "Personal data | Full name and workplace of another player. {hidden}",
        "Reported by several readers | {count:cap} reports within an hour. {hidden}",
    ),
    "post_restored | active": (
        "Edited by the author | Details removed, reads fine now.",
        "Reported by mistake | Joke between two friends. Nothing to see.",
        "Appeal accepted | We were too strict. Apologized to the author.",
        "Wrong filter | The word list caught a recipe.",
    ),
    "post_deleted | deleted": (
        "Advertising | {count:cap} copies in one night. Account is being watched.",
        "Repeated harassment | Second warning was ignored.",
        "Asked for by the author | Author wrote in and wanted it gone.",
        "Personal data | Could not be edited in time. Removed for good.",
    ),
}

MODERATION = speak(
    "moderation",
    {
        "step": [f"{step} | {line}" for step, lines in _STEPS.items() for line in lines],
        "hidden": ("Hidden until review.", "Hidden, author informed.", "Hidden right away."),
        "asked": (
            "Asked the author to edit.",
            "Sent a friendly note.",
            "Author can post again after an edit.",
        ),
        "ware": ("detox tea", "miracle patch", "focus pills", "coaching course"),
        "count": ("three", "five", "eight", "a dozen"),
    },
).records("step", "action", "status", "reason", "note")

REPORTS = speak(
    "reports",
    {
        "report": (
            "This looks like an ad for {ware}.", "The details in here are a lot for somebody on day one.", "Rude answer to a newcomer.",
            "Wrong section, I think.", "Same text as yesterday, from another account.", "Shares somebody's real name.",
            "Not sure about this advice. Can somebody check it?", "I am fine, but I worry about the person who wrote this.",
        ),
        "ware": ("a tea", "a patch", "some pills", "a course", "a newsletter"),
    },
)  # fmt: skip

HIDDEN_POSTS = speak(
    "hidden_posts",
    {
        "post": (
            "Advertising | Quit in {days} days, guaranteed | Forget levels. My {ware} does the work for you while you sleep. Message me for the price.",
            "Advertising | This {ware} changed my life | I am not selling anything, but I do have a discount code. Ask me in private.",
            "Link to a shop | Free samples for everybody | First hundred people get a free {ware}. Write to me and I will send you the address.",
            "Unkind answer to a beginner | Unpopular opinion | If you need a game for this, then you are not serious. There, I said it.",
            "Off topic | Anybody selling concert tickets? | Looking for two seats on {weekday}. I know that this is not the place.",
            "Off topic | My landlord is the real boss fight | The heating is broken again and I need to shout somewhere.",
            "Medical advice | How I used twice the dose | Worked for me, so it will work for you. No need to ask a doctor.",
            "Reported by several readers | I am done with this forum | Everybody here pretends. I will not be nice about it anymore.",
        ),
        "days": ("three", "five", "seven", "ten"),
        "ware": ("herbal patch", "detox tea", "focus spray", "hypnosis course"),
    },
).records("post", "reason", "title", "content")  # fmt: skip

ADMIN_NOTES = speak(
    "admin_notes",
    {
        "note": (
            "Long-time player, kind in the forum. Would make a good moderator.", "Asked for a refund on {weekday}. Granted, first time.",
            "Streak restored by hand after the outage on {weekday}.", "Two accounts, same person. Told them to pick one.",
            "Warned about tone. Apologized and has been fine since.", "Coins corrected after a double purchase.",
            "Covers the late shift.", "Access for the migration only. Revoke when it is done.", "Trial extended after a failed import.",
            "Wrote to support about {topic}. Answered the same day.",
        ),
        "topic": ("a lost pause token", "a wrong level", "the theme colors", "an e-mail change", "a battle that never ended"),
    },
)  # fmt: skip
