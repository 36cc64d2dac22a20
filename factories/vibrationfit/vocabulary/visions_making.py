"""The lines of a vision's sections on place, means and meaning (see ``visions``).

===================  ==========================================================================
MAKING               category → ``scene`` (6), ``detail`` (5), ``more`` (3), ``feeling`` (5) and slots
===================  ==========================================================================
"""

from __future__ import annotations

Lines = dict[str, tuple[str, ...]]

MAKING: dict[str, Lines] = {
    "home": {
        "scene": (
            "{my:cap} home exhales when {I} walk in.",
            "Morning light pours into the kitchen, and {bloom} nod outside the window.",
            "{I:cap} live in a house {.setting} that feels like it was waiting for {me}.",
            "Every room holds something beautiful and nothing {I} do not love.",
            "Home is calm, clean and alive with music.",
            "The front door is {.color}, and behind it everything softens.",
        ),
        "detail": (
            "There is a deep chair by the window where {I} read with {drink}.",
            "The garden gives {me} tomatoes, cut flowers and a reason to go outside.",
            "Friends stay over in the guest room and sleep late.",
            "{I:cap} step onto the porch at dusk and listen to the day settle.",
            "The kitchen table has seen a thousand good conversations.",
        ),
        "more": (
            "It is paid for, well insulated and easy to care for.",
            "The neighbors wave, the street is quiet and the trees are tall.",
            "There is a place for everything, including a place for doing nothing.",
        ),
        "feeling": (
            "{I:cap} feel safe, inspired and completely at rest here.",
            "This place holds {me} and sets {me} free.",
            "Beauty greets {me} every time {I} come home.",
            "{I:cap} {am} proud of this home and grateful for every corner.",
            "Peace lives at this address.",
        ),
        "setting": (
            "by the water",
            "at the edge of the woods",
            "across from a quiet park",
            "in the foothills",
            "beside an old orchard",
        ),
        "color": ("deep green", "sunflower yellow", "robin's egg blue", "red", "painted coral"),
    },
    "work": {
        "scene": (
            "{my:cap} work is a place where {my} gifts are wanted and well paid.",
            "{I:cap} do meaningful work with people {I} admire.",
            "Mondays feel like an invitation.",
            "{my:cap} calendar has white space, and {my} best ideas live there.",
            "{I:cap} {am} known for {.known_for}, and the right opportunities find {me}.",
            "Work flows for about five focused hours, and then {I} {am} done.",
        ),
        "detail": (
            "{I:cap} say yes to what lights {me} up, and no comes just as easily.",
            "Clients and colleagues write to say what a difference it made.",
            "{I:cap} lead with calm, and the whole room settles.",
            "{I:cap} finish {.project} ahead of time and celebrate over {dish}.",
            "{I:cap} work from {.workplace}, with good light and {drink} within reach.",
        ),
        "more": (
            "{I:cap} keep learning, and it shows.",
            "Success has stopped being a chase; it is a rhythm.",
            "{I:cap} mentor people who are just starting out.",
        ),
        "feeling": (
            "{I:cap} feel useful, free and fully expressed.",
            "What {I} do and who {I} {am} finally match.",
            "Contribution feels like play.",
            "{I:cap} {am} proud of what {I} {am} building.",
            "Ease and excellence belong together.",
        ),
        "known_for": ("clear thinking", "kind leadership", "beautiful work", "keeping promises"),
        "project": ("the big proposal", "the new program", "the first draft", "the redesign"),
        "workplace": (
            "a sunny studio",
            "a desk by the garden",
            "a cabin two weeks a year",
            "wherever the day feels best",
        ),
    },
    "money": {
        "scene": (
            "Money flows to {me} from many good sources.",
            "{I:cap} look at {my} accounts with a smile, because there is always more than enough.",
            "{I:cap} {am} debt-free, generous and relaxed about money.",
            "Abundance is normal in {my} life.",
            "{my:cap} income grows every year while {my} hours shrink.",
            "Every bill is paid the day it arrives, with thanks.",
        ),
        "detail": (
            "{my:cap} savings cover {.buffer}, and it feels like solid ground.",
            "On the first {weekday} of the month {I} review the numbers over {drink} and feel proud.",
            "{I:cap} invest with patience and sleep beautifully.",
            "{I:cap} pick up the check without a second thought.",
            "A trip to {country} is paid for before the bags are packed.",
        ),
        "more": (
            "{I:cap} give easily, and it comes back in surprising ways.",
            "{I:cap} spend on what {I} love and skip the rest without effort.",
            "{I:cap} know exactly what {I} have, where it is and what it is for.",
        ),
        "feeling": (
            "{I:cap} feel secure, spacious and free.",
            "Wealth lets {me} be more {myself}.",
            "{I:cap} look after all that comes with wisdom and joy.",
            "There is plenty for {me} and plenty for everyone.",
            "Money is a friend that visits often and stays long.",
        ),
        "buffer": (
            "a full year of living",
            "two years of freedom",
            "every surprise",
            "the next decade of school",
        ),
    },
    "stuff": {
        "scene": (
            "Everything {I} own is useful, beautiful or both.",
            "{I:cap} live with fewer things and love each one.",
            "{my:cap} closet holds only clothes that fit the life {I} have now.",
            "The {.vehicle} in the driveway starts every time and makes {me} grin.",
            "Quality surrounds {me}, from the sheets to the coffee cups.",
            "{I:cap} choose things slowly and keep them for decades.",
        ),
        "detail": (
            "The {.treasure} in {room} makes {me} happy every time {I} pass it.",
            "{I:cap} drive {.road} with the windows down, for no reason at all.",
            "Each tool has its place, and each place has room to breathe.",
            "{I:cap} use the good dishes on an ordinary {weekday}.",
            "When something new comes in, something old goes on to a person who needs it.",
        ),
        "more": (
            "Nothing here is bought to impress.",
            "{I:cap} take care of {my} things, and they take care of {me}.",
            "Technology works quietly in the background and leaves {me} free.",
        ),
        "feeling": (
            "{I:cap} feel rich in the simplest way.",
            "Comfort and beauty are allowed here.",
            "{I:cap} enjoy having, and {I} enjoy letting go.",
            "{my:cap} belongings feel like blessings.",
            "It is fun to receive the things {I} once only pictured.",
        ),
        "vehicle": (
            "electric wagon",
            "restored pickup",
            "camper van",
            "little convertible",
            "hybrid hatchback",
        ),
        "treasure": ("piano", "handmade rug", "walnut table", "record player", "big blue painting"),
        "road": ("along the coast road", "through the hills", "out to the lake"),
    },
    "giving": {
        "scene": (
            "Giving is one of the great joys of {my} life.",
            "{I:cap} give time, money and attention freely, from a full cup.",
            "{my:cap} generosity has a plan and a sense of humor.",
            "{I:cap} wake up glad that somebody's day will be easier because {I} {am} in it.",
            "A tenth of everything that comes to {me} flows on to what {I} believe in.",
            "{I:cap} {am} building something that will outlive {me}.",
        ),
        "detail": (
            "Twice a month {I} serve at {.service} and come home lighter.",
            "The scholarship {I} started sends {.students} to college each fall.",
            "{I:cap} tip well, listen well and remember names.",
            "{I:cap} plant trees whose shade {I} may never sit in.",
            "{I:cap} sponsor {.project}, and the photos are on the fridge.",
        ),
        "more": (
            "{I:cap} give anonymously sometimes, just for the secret smile.",
            "{I:cap} teach what {I} know to anyone who asks.",
            "Saying no to what is not {mine} to do leaves room for what is.",
        ),
        "feeling": (
            "{I:cap} feel connected to everyone.",
            "The more {I} give, the richer {I} feel.",
            "{my:cap} life makes other lives bigger.",
            "Contribution is its own reward.",
            "{I:cap} receive as gracefully as {I} give.",
        ),
        "service": ("the community kitchen", "the animal shelter", "the food pantry", "the literacy center"),
        "students": ("two students", "a student", "three first-generation students"),
        "project": ("a village well", "a school library", "a girls' soccer team", "a community garden"),
    },
    "spirituality": {
        "scene": (
            "{I:cap} begin each day in stillness, and the stillness stays with {me}.",
            "{I:cap} live in conversation with something larger than {myself}.",
            "Guidance is quiet, clear and always available.",
            "{my:cap} practice is simple: breathe, listen, give thanks.",
            "{I:cap} feel held by life, even when {I} cannot see around the corner.",
            "Growth is gentle now, more like gardening than construction.",
        ),
        "detail": (
            "{I:cap} meditate {.where} while the house is asleep.",
            "Signs and small miracles keep {me} smiling; yesterday it was {animal}.",
            "{I:cap} write three pages, light a candle and ask one good question.",
            "In nature {I} remember quickly who {I} {am}.",
            "{I:cap} gather with others on {weekday} evenings to sit, sing and be quiet.",
        ),
        "more": (
            "Forgiveness has made {my} heart roomy.",
            "{I:cap} feel {my} feelings all the way through and let them move on.",
            "Every teacher arrives exactly on time, and some of them are four years old.",
        ),
        "feeling": (
            "{I:cap} feel peace that does not depend on anything.",
            "{I:cap} {am} growing, and {I} {am} already whole.",
            "Gratitude is {my} first language.",
            "{I:cap} trust the timing of {my} life.",
            "Love is what {I} {am} made of.",
        ),
        "where": (
            "on the back steps",
            "by the east window",
            "under the maple tree",
            "on a cushion in the corner",
        ),
    },
}
