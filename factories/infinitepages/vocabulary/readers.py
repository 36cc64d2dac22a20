"""What readers write down for themselves about a story on their shelf.

===========  ==================================================================================
NOTES        rules ``want_to_read``, ``reading``, ``completed``, ``dropped``: a private note of one
             or two sentences; with marks
===========  ==================================================================================
"""

from __future__ import annotations

from .words import tell

NOTES = tell(
    "notes",
    {
        "want_to_read": (
            "{tip} {later}", "{tip}", "{later} {lure}", "{lure}",
        ),
        "tip": (
            "Recommended by my sister.", "Saw the cover and stopped scrolling.", "Everyone in the book club is on it.",
            "Found through the author's other story.", "The first two chapters are free, so why not.",
            "Somebody on {weekday} said it made them miss their stop.",
        ),
        "later": (
            "For the long flight in {month}.", "Save for a rainy {weekday}.", "After I finish the one with the lighthouse.",
            "Wait until all the chapters are out.", "Not before exams are over.", "Next payday.",
        ),
        "lure": (
            "The words “[thing]” were enough for me.", "A story set in [place]? Yes, please.", "The premise sounds like something I would have written.",
            "I want to know what [group] is hiding.", "Short chapters, good for the commute.",
        ),
        "reading": (
            "{hunch}", "{hunch} {place_mark}", "{mood} {place_mark}", "{mood} {hunch}",
        ),
        "hunch": (
            "I do not trust [ally], and I wish I did.", "If [ally] dies I am asking for my credits back.",
            "Pretty sure [foe] knew from the first page.", "Calling it now: it was never about [thing].",
            "Somebody in [group] is on the right side.", "[name] should really have asked more questions at [spot].",
        ),
        "mood": (
            "Slow start, then I forgot to get off the train.", "Reading it {daytime}, one chapter a night.",
            "Better with every chapter.", "The dialogue is so good that I read it out loud.",
            "Took me a while to get into, and now I dream about [place].",
        ),
        "place_mark": (
            "Stopped just before the big scene.", "On chapter {chapter}.", "Unlocked the next three because of that cliffhanger.",
            "Go on from chapter {chapter} on {weekday}.", "Switched from {device} to paper and lost my place twice.",
        ),
        "completed": (
            "{verdict} {favorite}", "{verdict}", "{favorite} {verdict}", "{verdict} {after}",
        ),
        "verdict": (
            "Did not see that coming.", "The ending earned every chapter.", "Cried on the bus, no regrets.",
            "Good, not great, but the last chapter is perfect.", "Five stars and a long walk.", "I would read ten more of these.",
            "A little rushed at the end, lovely all the same.", "Exactly what I needed this {month}.",
        ),
        "favorite": (
            "Favorite character: [ally], no contest.", "The scene at [spot] will stay with me.", "I even felt sorry for [foe].",
            "The last line about [place]!", "[name] deserved better and got it.",
        ),
        "after": (
            "Lend it to Tom.", "Look up what else this author has written.", "Read again in a year.", "Tip: start it on a free evening.",
            "Waiting for a second book.",
        ),
        "dropped": (
            "{reason}", "{reason} {chance}",
        ),
        "reason": (
            "Too many names, too fast.", "Not my genre after all.", "I guessed the ending by chapter {chapter}.",
            "I could not warm to [name].", "Well written, but it made me anxious {daytime}.", "Lost interest when they left [place].",
            "The chapters got shorter and the prices did not.",
        ),
        "chance": (
            "Might try again in {month}.", "Would give the author another chance.", "Keeping it on the shelf, just in case.",
            "Not sorry about the credits.",
        ),
        "chapter": ("three", "four", "five", "six", "seven", "eight"),
    },
)  # fmt: skip
