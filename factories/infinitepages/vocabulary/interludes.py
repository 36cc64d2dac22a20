"""Quiet chapters that any plot has room for, between the scenes that move it."""

from __future__ import annotations

from .genre import Scene

INTERLUDES = (
    Scene(
        "What [ally] Did Not Say",
        "On the way back to [spot], [ally] begins a sentence three times, and [name] lets it go unfinished three times.",
        "[We] had walked for most of an hour before [ally] cleared a throat that did not need clearing. “There is something I should have told you at the start.” A door slammed somewhere, and the two of [us] looked around, and the moment went by. [hero] was not proud of how glad [they] felt.",
        "“Tomorrow,” said [ally], and for the first time it sounded like somebody counting.",
    ),
    Scene(
        "Bread and Arithmetic",
        "[name] and [ally] lay out everything they still have on a table, and it is not a large table.",
        "It made a short row: some money, most of a loaf, a key that fitted nothing, and four days, if nobody fell ill. [hero] added it up from the left and then from the right. The sum had the decency to be the same both ways. [ally] cut the bread into four and pushed the thicker halves across.",
        "It was [ally] who noticed that the fifth thing, the one that mattered, was not on the table at all.",
    ),
    Scene(
        "A Letter, Unsent",
        "Unable to sleep, [name] writes to someone who will not understand a word of it.",
        "It began with the weather, as all of [whose] letters did. It went on for six pages and told everything in the right order, which was more than [they] had managed to do for anybody out loud. Then [hero] read it through once, struck out the weather, and saw that there was nothing else in it that could safely be sent.",
        "In the morning the letter was gone, and it was not [ally] who had taken it.",
    ),
    Scene(
        "The Long Way Around",
        "To stay clear of [group], [name] and [ally] take a detour that costs half a day and shows them something worth more.",
        "“It is longer,” [ally] had said, “but it is uglier.” Both halves of that proved true. [We] kept to back ways and service doors, past the side of [place] that did not expect visitors, and nobody looked at [us] twice. It was there, where nobody had thought of tidying up, that [hero] saw the first honest thing in a week.",
        "A painted arrow pointed back the way [we] had come, and the paint was still wet.",
    ),
    Scene(
        "An Hour of Sleep",
        "[name] sleeps for the first time in two days and dreams of [thing] in the wrong hands.",
        "[ally] took the first watch and did not ask. The floor was hard and the coat was thin, and [hero] was asleep before [their] second boot was off. In the dream everything was already over. People were clearing away chairs. Somebody handed [them] a broom and said it had all gone very well, considering.",
        "[hero] woke to find the second boot off, the door open and the place beside it empty.",
    ),
    Scene(
        "The Wrong Door",
        "Looking for somewhere to wait at [spot], [name] opens the wrong door and hears a voice that ought to be far away.",
        "There were two doors, and [hero] took the left one because the right one squeaked. It gave onto a narrow room with coats in it. Through the thin wall came two voices, one of them bored and the other one careful. The bored one was a stranger's. The careful one [they] would have known anywhere.",
        "“No,” said the careful voice, “[name] suspects nothing. I saw to that myself.”",
    ),
    Scene(
        "An Old Debt",
        "Somebody whom [name] had hoped never to meet again comes to collect, and asks for something surprisingly small.",
        "The visitor had aged well and knew it. “You look tired,” the visitor said, and sat down in [whose] chair. There had been a time when those three words would have started a fight. Now they only hung there, being accurate. “I am not here for the money. I only want you to answer one question. In front of a witness.”",
        "The witness, when the curtain was drawn back, turned out to be [foe].",
    ),
    Scene(
        "A Day Without Anything",
        "For one whole day nothing happens in [place], and it nearly drives [name] mad.",
        "Nobody came. Nobody sent word. [hero] put the room in order and then, because there was still so much of the day left, put it into a different order. [ally] slept, or was polite enough to pretend. By late afternoon [they] had learned the cracks in the ceiling so well that [they] could have drawn them from memory.",
        "At the very end of the day there was a knock, quite soft, on the wall instead of the door.",
    ),
    Scene(
        "The Date on the Calendar",
        "[name] has forgotten [his] own birthday; [ally] has not.",
        "It was a small cake and had clearly traveled in a pocket. “I did not know your age,” said [ally], “so there is just the one candle.” [hero] found that there was something the matter with [their] throat. [We] ate it in four bites and licked the paper, and for as long as that took nobody was looking for [us].",
        "Under the paper lay a card that [ally] swore had not been there before: many happy returns, from [foe].",
    ),
    Scene(
        "A Chair Pulled Out",
        "Coming home, [name] finds everything in its place except one chair, and someone's patience still warm in it.",
        "The lock was whole. The window was shut. The cup stood where it had been left, handle to the wall. Only the chair had been drawn a little away from the table, the way one does to sit and think, and when [hero] laid a hand on the seat it was warm. [ally] went through the rooms and came back shaking a puzzled head.",
        "It took [us] until midnight to find out what had been left behind instead of taken.",
    ),
    Scene(
        "Names on a List",
        "[ally] gets hold of a list kept by [group], and reads it aloud until [name] asks for silence.",
        "There were thirty-one names, in alphabetical order, in a tidy hand. Beside each stood a sum or a date and sometimes a small, neat cross. [ally] read them out as one reads a menu, evenly, without comment. At the ninth name [hero] sat down. At the twentieth [they] said, “Stop,” and then, after a while, “Go on.”",
        "The thirty-first was [ally], and it was the only one with both a sum and a date.",
    ),
    Scene(
        "Small Repairs",
        "While they wait for an answer, [name] mends what can be mended and thinks about the rest.",
        "There was a strap that needed a stitch and a handle that had come loose. [hero] had always been good at that sort of thing, at anything that stayed where it was put. [ally] held the lamp and handed over pins. [We] spoke of nothing at all, in low voices, the way people do in a house where somebody is ill.",
        "The answer came at dusk, and it was only one word long.",
    ),
)
