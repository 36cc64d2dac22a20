"""Vision board items, each with the story of how it came true.

===================  ==========================================================================
BOARD_ITEMS          Pool: category, name, description, story (``actualization_story``)
===================  ==========================================================================
"""

from __future__ import annotations

from .categories import CATEGORIES
from .words import by_category, keyed, speak

ITEMS: dict[str, dict[str, tuple[str, ...]]] = {
    "fun": {
        "item": (
            "{.class:cap} lessons | Eight weeks of {.class} lessons at the community center, with no goal but joy. | A flyer at {eatery} had the exact class on it. I danced around my kitchen after the first lesson.",
            "Season tickets with {friend} | Two seats, the whole season, and {friend} next to me. | {friend} called with two spare tickets, and the renewal offer came in my name a week later.",
            "A backyard movie screen | Blankets, popcorn and an old comedy under the stars every {weekday} in summer. | My neighbor was giving away a projector. We had eleven people on the lawn the first night.",
            "A weekly game night | Snacks, laughter and a running scoreboard every {weekday} night. | It started with {friend} and one deck of cards, and now we need more chairs.",
            "A kayak on the lake | Early water, slow strokes and {animal} on the far bank. | A coworker sold me hers for almost nothing. I was out there the same {weekday}.",
            "Sing in a choir | A big room full of voices, and mine is one of them. | I went to one open rehearsal with {friend} and never left.",
            "A summer of live music | One concert a week from June to August, blanket under one arm. | The city put on free shows in the park. We missed only two.",
        ),
        "class": ("improv", "ukulele", "swing dance", "surf", "sailing"),
    },
    "health": {
        "item": (
            "Run the {.race} | Crossing the finish line of the {.race} strong, smiling and well rested. | I finished, I cried, and {friend} was there with a sign that made me laugh.",
            "A body that loves mornings | Waking up clear at six and moving before breakfast, because it feels good. | One morning in {season} I noticed that I had not set an alarm for three weeks.",
            "A home yoga corner | A mat, a plant and good light in {room}, ready whenever I am. | I cleared the corner on a rainy {weekday} and have practiced there ever since.",
            "Pain-free {.joint} | Taking the stairs two at a time without thinking of my {.joint}. | The new physical therapist changed everything. Yesterday I jogged to catch the bus.",
            "Strong enough for {.feat} | Feeling able, steady and proud of these arms. | It happened on an ordinary {weekday}. The whole gym clapped.",
            "Eight hours of real sleep | Lights out at ten, waking up on my own, dreams I remember. | New curtains, no phone, {drink} at nine. It took two weeks.",
            "Cook from the garden | Three meals a week from food I grew or picked. | We made {dish} with our own herbs and I may never order in again.",
        ),
        "feat": ("ten push-ups", "a full pull-up", "a three-minute plank"),
        "race": ("spring 10K", "lakeside half marathon", "city 5K", "charity trail run"),
        "joint": ("knees", "hips", "shoulders"),
    },
    "travel": {
        "item": (
            "Two weeks in {country} | Slow mornings, long walks and a rented room with a balcony in {country}. | A fare alert arrived on the day my bonus did. We ate breakfast on that balcony every morning.",
            "A writing retreat in {town} | Five days in {town} with a notebook, a good pair of shoes and no schedule. | A friend of {friend} needed a house sitter in {town}. It even had a desk by the window.",
            "See the northern lights | Standing in the snow with cold cheeks while the whole sky moves. | On our third night the sky turned green. Nobody said a word for ten minutes.",
            "A van trip down the coast | Two weeks, one road, ocean on the right-hand side. | {friend} lent us the van, and we took {length} to pack. Best decision of the year.",
            "Learn to surf in {.surf} | A soft board, warm water and a patient teacher. | I stood up on the fourth day and shouted so loud that the beach cheered.",
            "Sleep in a treehouse | A night among the leaves, with owls and no signal. | {friend} had booked one and could not go. We took it, and it was magic.",
            "Grandma's village | Walking the street where my grandmother grew up. | A cousin I had never met opened the door and cried.",
        ),
        "surf": ("Portugal", "Costa Rica", "Hawaii"),
    },
    "love": {
        "item": (
            "A love that feels like home | Laughing in the kitchen with someone kind who is fully available. | We met at {eatery} on a {weekday} when I had stopped looking. It has been easy from the start.",
            "Weekly date night | Every {weekday}, just us, phones off. | We have not missed one since {season}. Sometimes it is only tea on the steps.",
            "An anniversary in {town} | Slow dancing on a terrace in {town} for our anniversary. | A canceled booking gave us the room with the terrace. We danced, and the waiter clapped.",
            "Our wedding under the trees | String lights, bare feet, everyone we love and {dish} at midnight. | It rained until an hour before and then the light was golden. We said our vows outside.",
            "Breakfast in bed on {weekday} | Slow mornings, crumbs in the sheets, nowhere to be. | It began as a joke and turned into our ritual.",
            "Love letters | A drawer full of handwritten letters, sent and received. | The first one arrived in {season}. I read it standing in the hall.",
            "A partner who dances | Someone who pulls me onto the floor before the second song. | We met at a beginner's class at the community center. Neither of us has improved.",
        ),
    },
    "family": {
        "item": (
            "A family reunion at the lake | Three generations, one big table, and somebody always in the water. | {relative:cap} found the house. Twenty-three of us came, and nobody argued about the dishes.",
            "Peace with {.kin} | A long, easy phone call with {.kin} that ends in laughter. | I said sorry first, and {.kin} said it right back. We talk every {weekday} now.",
            "A nursery full of light | A rocking chair, soft {.color} walls and a little one asleep on my chest. | She arrived on a {weekday} in {season}. The chair was a gift from the neighbors.",
            "Family dinner five nights a week | All of us at the table, screens in a basket, one good question a night. | It stuck once {kid} started choosing the question.",
            "Read a whole series together | Seven books, one couch, all of us under one blanket. | We finished the last chapter on a {weekday} and started again from the first.",
            "A family trip to {town} | Matching hats, too much ice cream, and photos nobody poses for. | {relative:cap} came too. We laughed from the airport on.",
            "A hand-built treehouse | Planks, paint and {kid} in charge of the plans. | It leans a little, and it is the best room we own.",
        ),
        "kin": ("my brother", "my sister", "my dad", "my mom"),
        "color": ("yellow", "green", "cream"),
    },
    "social": {
        "item": (
            "A close circle of six | Six friends who know each other well and gather every month. | {friend} suggested a supper club. Half a year later I looked around the table and there were six of us.",
            "A big birthday party | Lanterns in the garden, live music and everyone I love in one place. | {friend} organized it behind my back. I have never been hugged so much in one night.",
            "A hiking group that sticks | Good people, muddy boots and a standing {weekday} morning. | I posted one note at the public library, and nine people came.",
            "Neighbors who are friends | Waving, lending ladders and sharing {dish} over the fence. | I brought over a plate, and they brought it back full.",
            "A yearly trip with old friends | Four days, one cabin, the people who knew me first. | {friend} set up the group chat and we booked it the same night.",
            "A book club that reads the book | Eight chairs, {drink} and real opinions. | Ten people came. Nine had finished it.",
            "Host a holiday dinner | A full table, borrowed chairs and a toast that makes people cry. | We were fourteen. {friend} brought a folding table and saved the night.",
        ),
    },
    "home": {
        "item": (
            "A house with a {.feature} | Light on three sides, a {.feature} and room for friends to stay. | The listing went up on a {weekday} and our offer was accepted the next day. I had the picture on my board for a year.",
            "A kitchen garden | Tomatoes, basil and {bloom}, ten steps from the stove. | The first tomato was the size of a marble and I shared it with {friend}.",
            "{.color:cap} front door | A freshly painted {.color} door that makes me smile from the street. | I painted it myself in one afternoon. Two neighbors asked for the name of the color.",
            "A reading chair by the window | Deep, soft, worn in, with {drink} on the sill. | It was on the curb with a sign that said free. It fits me perfectly.",
            "A room for music in {room} | Good speakers, a rug and a chair for whoever is listening. | We moved one bookcase and there it was.",
            "Hammock under the {.tree} | An hour a day of doing nothing, gently swinging. | My birthday present, hung by the whole family.",
            "A guest room that feels like a hotel | White sheets, flowers and a key on a ribbon. | {friend} was the first guest and stayed two extra nights.",
        ),
        "tree": ("maple", "old oak", "apple tree"),
        "feature": ("porch swing", "big kitchen", "garden studio", "view of the water", "fireplace"),
        "color": ("deep green", "sunflower yellow", "coral", "sky blue"),
    },
    "work": {
        "item": (
            "{.role:cap} | My name on the door as {.role}, doing work I love with people I respect. | They created the position after my talk. I signed on a {weekday} in {season}.",
            "My own studio | Good light, my tools, and clients who feel like friends. | The space above the bakery came up for rent, and the owner remembered me.",
            "A four-day week | Four focused days, paid for five, with Fridays for living. | I wrote the proposal twice and then simply asked. They said yes in one email.",
            "Publish my {.opus} | Holding my {.opus} in my hands and seeing a stranger enjoy it. | The message came while I was in line for coffee. I read it to everybody in line.",
            "Give a talk that matters | A full room, a clear story and a standing ovation. | My voice shook for one minute. Then I looked at {friend} in the front row and it was easy.",
            "A team I love | Six kind, clever people who finish what they start. | The last one signed on a {weekday}. We celebrated with {dish}.",
            "Work from {town} for a month | Mornings at the laptop, afternoons in the streets of {town}. | My boss said yes before I had finished asking.",
        ),
        "role": (
            "creative director",
            "head of people",
            "program lead",
            "senior designer",
            "school principal",
        ),
        "opus": ("first book", "photo series", "cookbook", "podcast"),
    },
    "money": {
        "item": (
            "Debt-free | The last payment sent, the balance at zero, the deep breath after it. | It happened two months early, thanks to {.help}. I printed the statement and framed it.",
            "{.sum} in savings | An emergency fund of {.sum} that lets me sleep. | I watched it pass the line on a {weekday} morning and sat there grinning.",
            "Six-figure year | Earning well over a hundred thousand, calmly, doing work I love. | The final invoice of the year put us over. We celebrated with {dish} at home.",
            "A college fund for {.child} | Every month, a little more freedom for {.child}. | The account is open, the transfers run by themselves, and the first year is covered.",
            "Pay cash for {country} | The whole trip paid before we pack. | I skipped the takeout, sold the bike, and watched the jar fill up by {season}.",
            "My first investment account | Small, steady, automatic, and mine. | I opened it on a {weekday}, and I have not missed a month.",
            "Buy {.parent} something big | Handing over the keys and watching the tears come. | It was worth every early morning.",
        ),
        "parent": ("my mom", "my dad"),
        "sum": ("$10,000", "$25,000", "$50,000"),
        "help": ("a bonus", "a side project", "a tax refund", "selling the old car"),
        "child": ("my daughter", "my son", "both kids"),
    },
    "stuff": {
        "item": (
            "{.vehicle:cap} | {.vehicle:cap} in the driveway, paid in cash, windows down. | The seller was moving abroad and wanted it to go to a good home.",
            "A piano in the living room | A real, tuned piano, and somebody always trying a song. | The church was replacing theirs. {friend} and four others carried it in.",
            "A wardrobe I love | Thirty pieces, all in colors that suit me, nothing that pinches. | I sold half of what I owned and bought twelve good things with the money.",
            "A camera worthy of the trip | A light, beautiful camera and the time to learn it. | I found it used, like new, for half of what I had saved.",
            "A dining table for twelve | Solid {.wood}, a few scratches, always full. | A carpenter two streets over made it from one tree.",
            "A really good mattress | Waking up without a single ache. | We slept on the floor for a week waiting for it. Worth it.",
            "An heirloom ring, restored | My great-grandmother's ring, cleaned and on my finger. | The jeweler found her initials inside.",
        ),
        "wood": ("walnut", "oak", "cherry", "ash"),
        "vehicle": (
            "a blue camper van",
            "a little electric car",
            "a restored pickup",
            "a forest-green convertible",
        ),
    },
    "giving": {
        "item": (
            "A scholarship in {.honoree}'s name | Sending one student to college each year in memory of {.honoree}. | The first letter from a student came in {season}. I have read it twenty times.",
            "Volunteer in {country} | A month of building, teaching and learning in {country}. | I went for the work and came home with a second family.",
            "Fund a community garden | Raised beds, a tool shed and kids with dirt on their knees. | The city gave us the lot for a dollar. We harvested {.crop} by August.",
            "Give ten percent with joy | A tenth of everything I earn, given gladly. | I set it up on a {weekday}, and my income has gone up every quarter since.",
            "Adopt a rescue dog | A gray muzzle asleep on my feet. | {.dog} picked me. I had come for a different dog.",
            "Coach a kids' team | Orange slices, untied laces and one perfect pass. | We lost every game but the last one, and you would think it was the World Cup.",
            "Build a little free library | A painted box of books on our corner. | {kid:cap} checks it every {weekday} and reports the news.",
        ),
        "dog": ("Biscuit", "Olive", "Hank", "Pickle"),
        "honoree": ("my grandmother", "my dad", "my first teacher"),
        "crop": ("beans", "tomatoes", "squash", "strawberries"),
    },
    "spirituality": {
        "item": (
            "A daily meditation practice | {length:cap} of stillness each morning, before the world comes in. | Day one hundred was a {weekday}. I noticed it only afterward.",
            "A silent retreat | Seven days of quiet in the {.landscape}, with simple food and early nights. | A spot opened three days before it began. I came home softer.",
            "Trust my intuition | Hearing the quiet yes and acting on it right away. | I turned down the sensible offer. The right one came within the month.",
            "An altar in {room} | A candle, a feather, a photo of my grandmother, a place to say thank you. | It came together by itself, one small thing at a time.",
            "Walk a pilgrimage | Two weeks on foot, one shell on my pack, silence until noon. | I cried at the last hill, and so did the stranger beside me.",
            "Forgive {.forgiven} | A light chest and no speech left to rehearse. | It happened quietly {place}. I noticed that I was smiling.",
            "A year of gratitude pages | Three lines a night for three hundred and sixty-five nights. | The last page says thank you, {weekday}.",
        ),
        "forgiven": ("my dad", "my mom", "my brother", "myself"),
        "landscape": ("mountains", "desert", "redwoods", "hills above the sea"),
    },
}

_BOARDS = speak(
    "board",
    {"item": keyed(CATEGORIES)}
    | {category: f"{{{category}_item}}" for category in CATEGORIES}
    | by_category(ITEMS),
)

BOARD_ITEMS = _BOARDS.records("item", "category", "name", "description", "story")
