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
        ),
        "class": ("improv", "ukulele", "swing dance", "surf", "sailing"),
    },
    "health": {
        "item": (
            "Run the {.race} | Crossing the finish line of the {.race} strong, smiling and well rested. | I finished, I cried, and {friend} was there with a sign that made me laugh.",
            "A body that loves mornings | Waking up clear at six and moving before breakfast, because it feels good. | One morning in {season} I noticed that I had not set an alarm for three weeks.",
            "A home yoga corner | A mat, a plant and good light in {room}, ready whenever I am. | I cleared the corner on a rainy {weekday} and have practiced there ever since.",
            "Pain-free {.joint} | Taking the stairs two at a time without thinking of my {.joint}. | The new physical therapist changed everything. Yesterday I jogged to catch the bus.",
        ),
        "race": ("spring 10K", "lakeside half marathon", "city 5K", "charity trail run"),
        "joint": ("knees", "hips", "shoulders"),
    },
    "travel": {
        "item": (
            "Two weeks in {country} | Slow mornings, long walks and a rented room with a balcony in {country}. | A fare alert arrived on the day my bonus did. We ate breakfast on that balcony every morning.",
            "A writing retreat in {town} | Five days in {town} with a notebook, a good pair of shoes and no schedule. | A friend of {friend} needed a house sitter in {town}. It even had a desk by the window.",
            "See the northern lights | Standing in the snow with cold cheeks while the whole sky moves. | On our third night the sky turned green. Nobody said a word for ten minutes.",
            "A van trip down the coast | Two weeks, one road, ocean on the right-hand side. | {friend} lent us the van, and we took {length} to pack. Best decision of the year.",
        ),
    },
    "love": {
        "item": (
            "A love that feels like home | Laughing in the kitchen with someone kind who is fully available. | We met at {eatery} on a {weekday} when I had stopped looking. It has been easy from the start.",
            "Weekly date night | Every {weekday}, just us, phones off. | We have not missed one since {season}. Sometimes it is only tea on the steps.",
            "An anniversary in {town} | Slow dancing on a terrace in {town} for our anniversary. | A canceled booking gave us the room with the terrace. We danced, and the waiter clapped.",
            "Our wedding under the trees | String lights, bare feet, everyone we love and {dish} at midnight. | It rained until an hour before and then the light was golden. We said our vows outside.",
        ),
    },
    "family": {
        "item": (
            "A family reunion at the lake | Three generations, one big table, and somebody always in the water. | {relative:cap} found the house. Twenty-three of us came, and nobody argued about the dishes.",
            "Peace with {.kin} | A long, easy phone call with {.kin} that ends in laughter. | I said sorry first, and {.kin} said it right back. We talk every {weekday} now.",
            "A nursery full of light | A rocking chair, soft {.color} walls and a little one asleep on my chest. | She arrived on a {weekday} in {season}. The chair was a gift from the neighbors.",
            "Family dinner five nights a week | All of us at the table, screens in a basket, one good question a night. | It stuck once {kid} started choosing the question.",
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
        ),
    },
    "home": {
        "item": (
            "A house with a {.feature} | Light on three sides, a {.feature} and room for friends to stay. | The listing went up on a {weekday} and our offer was accepted the next day. I had the picture on my board for a year.",
            "A kitchen garden | Tomatoes, basil and {bloom}, ten steps from the stove. | The first tomato was the size of a marble and I shared it with {friend}.",
            "{.color:cap} front door | A freshly painted {.color} door that makes me smile from the street. | I painted it myself in one afternoon. Two neighbors asked for the name of the color.",
            "A reading chair by the window | Deep, soft, worn in, with {drink} on the sill. | It was on the curb with a sign that said free. It fits me perfectly.",
        ),
        "feature": ("porch swing", "big kitchen", "garden studio", "view of the water", "fireplace"),
        "color": ("deep green", "sunflower yellow", "coral", "sky blue"),
    },
    "work": {
        "item": (
            "{.role:cap} | My name on the door as {.role}, doing work I love with people I respect. | They created the position after my talk. I signed on a {weekday} in {season}.",
            "My own studio | Good light, my tools, and clients who feel like friends. | The space above the bakery came up for rent, and the owner remembered me.",
            "A four-day week | Four focused days, paid for five, with Fridays for living. | I wrote the proposal twice and then simply asked. They said yes in one email.",
            "Publish my {.opus} | Holding my {.opus} in my hands and seeing a stranger enjoy it. | The message came while I was in line for coffee. I read it to everybody in line.",
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
        ),
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
        ),
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
        ),
        "honoree": ("my grandmother", "my dad", "my first teacher"),
        "crop": ("beans", "tomatoes", "squash", "strawberries"),
    },
    "spirituality": {
        "item": (
            "A daily meditation practice | {length:cap} of stillness each morning, before the world comes in. | Day one hundred was a {weekday}. I noticed it only afterward.",
            "A silent retreat | Seven days of quiet in the {.landscape}, with simple food and early nights. | A spot opened three days before it began. I came home softer.",
            "Trust my intuition | Hearing the quiet yes and acting on it right away. | I turned down the sensible offer. The right one came within the month.",
            "An altar in {room} | A candle, a feather, a photo of my grandmother, a place to say thank you. | It came together by itself, one small thing at a time.",
        ),
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
