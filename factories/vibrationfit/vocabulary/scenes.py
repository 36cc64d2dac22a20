"""Scenes to picture and voices to hear them in: visualization scenes and audio.

===================  ==========================================================================
SCENES               Pool: category, title, text, essence
AUDIO_SET_NAMES      Pool: variant (standard, sleep, meditation, energy), name, description
BACKGROUND_TRACKS    file names of background music
VOICES               the ids of the voices that read
SECTION_TITLES       audio section → track title
===================  ==========================================================================
"""

from __future__ import annotations

from ....vocabulary import pool
from .categories import AUDIO_SECTIONS, CATEGORIES, LONG_LABELS
from .words import by_category, keyed, speak

SCENE_TEXTS: dict[str, dict[str, tuple[str, ...]]] = {
    "fun": {
        "scene": (
            "Last light on the court | The ball pops off my paddle and {friend} groans and laughs at the same time. The sky is pink, my legs are pleasantly tired, and nobody wants to be the first to go home. | play",
            "Song in the kitchen | A song I love comes on while the pasta water boils. I turn it up, grab a wooden spoon and sing the chorus to {kid}, who rolls both eyes and joins in. | delight",
            "Saturday with no plan | I wake up without an alarm and ask what sounds fun. By noon I am barefoot {.where} with a peach in my hand, laughing with {friend}. | freedom",
        ),
        "where": ("on the dock", "in the grass", "on the beach", "in the garden"),
    },
    "health": {
        "scene": (
            "Strong on the hill | I reach the top of the trail and I am barely out of breath. The valley opens below me. I put a hand on my heart and feel it steady and strong. | vitality",
            "Six in the morning | The house is quiet. I stretch toward the window, joints easy, breath deep, and feel energy move through me like warm water. | energy",
            "Good news in {.month} | The doctor smiles and turns the screen toward me. Every number is where it should be. I walk out into the sun and call {relative}. | gratitude",
        ),
        "month": ("March", "May", "October", "January"),
    },
    "travel": {
        "scene": (
            "Balcony in {town} | I push open the shutters in {town} and morning comes in with the sound of cups and church bells. Coffee steams on the little table. I have nowhere to be until lunch. | wonder",
            "Window seat to {country} | The plane tips and there is {country}, bright and close. My bag is small, my phone is off, and I am smiling at a stranger. | adventure",
            "Night train | The rails hum under me. Outside, lit windows pass like postcards. I pull the blanket up and let the train carry me toward somewhere new. | freedom",
        ),
    },
    "love": {
        "scene": (
            "Sunday, late morning | We are tangled in white sheets with the window open. Someone is practicing piano next door. A hand finds mine without looking. | tenderness",
            "Across the table at {eatery} | The candle between us has burned low. I am telling a story, and I see in those eyes that I am completely known. I stop talking and just smile. | love",
            "Dancing after dinner | The plates can wait. We sway in {room} in our socks, my head on a shoulder that fits me. The song ends, and we keep going. | belonging",
        ),
    },
    "family": {
        "scene": (
            "The long table | Everyone is here. Bread goes one way and {.side} the other, three conversations cross, and {relative} is laughing so hard that it is silent. I look down the table and think, we made this. | belonging",
            "Bedtime | {kid:cap} smells like soap and asks for one more page. I read it slowly. A small hand goes heavy in mine, and the room is full of peace. | tenderness",
            "At the front door | I hear feet running before I have put down my bag. Arms wrap around my knees. Whatever the day was, it is over, and I am home. | love",
        ),
        "side": ("beans", "potatoes", "salad", "corn"),
    },
    "social": {
        "scene": (
            "Lanterns | {friend} lights the last lantern and the whole garden glows. People I love are talking in twos and threes. Someone calls my name, and I walk over, already laughing. | connection",
            "The honest walk | We walk {place}, and {friend} asks how I really am. I tell the truth. The answer is a nod, an arm around me, and comfortable silence. | trust",
            "A chair for me | I come in late and a chair is already pulled out. Someone pours me {drink}. I sit down into the middle of the story. | belonging",
        ),
    },
    "home": {
        "scene": (
            "Morning in my kitchen | Sun lies across the counter. I hold {drink} in both hands and look out at the {bloom}. The house is clean, quiet and mine. | peace",
            "Rain on the roof | Rain drums softly while I read in the deep chair in {room}. A lamp, a blanket, something in the oven. There is nowhere I would rather be. | comfort",
            "Turning the key | I turn the key and the door swings open to the smell of wood and {bloom}. My shoulders drop. The house seems to say, there you are. | relief",
        ),
    },
    "work": {
        "scene": (
            "After the applause | I close my notebook as people stand. A young woman waits to tell me that she is going to try it. I know exactly why I do this work. | purpose",
            "The signature | The offer is on the screen, and the number is higher than I asked for. I sign, close the laptop, and walk {place} with my face in the sun. | confidence",
            "Two quiet hours | The door is closed and the idea is coming fast. My fingers keep up. When I look up, it is finished, and it is good. | flow",
        ),
    },
    "money": {
        "scene": (
            "The zero | I press send on the last payment and the balance turns to zero. I lean back. {relative:cap} asks why I am smiling, and I turn the screen around. | relief",
            "The check arrives | Dinner for eight at {eatery}, and I reach for the check before anyone else can. It is easy. I look around the table and feel rich in every way. | abundance",
            "First {weekday} of the month | I open the accounts with {drink} beside me. Savings up, bills paid, plenty left over for {country}. I whisper thank you and close the laptop. | security",
        ),
    },
    "stuff": {
        "scene": (
            "Keys in my hand | The keys are warm from the sun. The door closes with that soft, solid sound, the engine hums, and I pull out slowly with the windows down. | delight",
            "My grandmother's watch | I fasten the strap and hear it tick. It was hers, it is restored, and it keeps perfect time on my wrist. | gratitude",
            "Everything in its place | I open the closet and there is space between the hangers. I love each thing I see. Getting dressed takes a minute, and I feel like myself. | ease",
        ),
    },
    "giving": {
        "scene": (
            "The letter | The envelope has careful handwriting on it. She is the first in her family to graduate, and she wants me to know. I read it twice on the porch. | purpose",
            "Breakfast shift | Steam rises from the pans at six in the morning. I hand over a full plate, and the man across the counter looks me in the eye and smiles. | connection",
            "Planting day | Forty of us, forty small trees. {kid:cap} pats the soil down and names our tree. I picture the shade it will give. | hope",
        ),
    },
    "spirituality": {
        "scene": (
            "Before sunrise | The cushion, the candle, the first bird. My breath slows until there is hardly any difference between me and the quiet. | peace",
            "In the redwoods | I stand with my palm on the bark and look up until I am dizzy. Something in me bows. I am small, and I am held. | wonder",
            "The answer | I ask the question and put down the pen. Nothing happens for a while. Then I know, the way one knows the way home. | trust",
        ),
    },
}

_SCENES = speak(
    "scenes",
    {"scene": keyed(CATEGORIES)}
    | {category: f"{{{category}_scene}}" for category in CATEGORIES}
    | by_category(SCENE_TEXTS),
)
SCENES = _SCENES.records("scene", "category", "title", "text", "essence")

AUDIO_SET_NAMES = speak(
    "audio_sets",
    {
        "set": (
            "standard | {my} Life Vision, read by {voice} | The whole vision, voice only, to listen to {when}.",
            "standard | Vision on the go, {voice} | Just the words, nothing else, for {when_moving}.",
            "standard | {weekday} commute | Voice only, clear enough for traffic.",
            "sleep | Drift off, {voice} | The vision under slow ocean waves, quiet enough to fall asleep to.",
            "sleep | {season:cap} nights | Soft voice, long pauses, waves until I am gone.",
            "sleep | Tuck me in | The gentlest mix, for {when_tired}.",
            "meditation | Sit with it, {voice} | Half voice, half waves, for morning practice.",
            "meditation | Slow {weekday} | A calm mix to breathe along with.",
            "meditation | {length:cap} of stillness | My favorite sections with room around the words.",
            "energy | Up and out, {voice} | Bright and close, with a little music, for {when_moving}.",
            "energy | Morning fire | The version that gets me out of bed.",
            "energy | Walk it in | My vision with a beat under it, for {when_moving}.",
        ),
        "my": ("My", "Our"),
        "voice": ("Alloy", "Ash", "Coral", "Echo", "Fable", "Nova", "Onyx", "Sage", "Shimmer"),
        "when": ("over breakfast", "in the bath", "at my desk", "while I cook"),
        "when_moving": ("the morning walk", "the drive to work", "the treadmill", "long runs"),
        "when_tired": ("nights when my mind is busy", "naps", "jet lag", "the end of a long week"),
    },
).records("set", "variant", "name", "description")

BACKGROUND_TRACKS = (
    "Ocean-Waves-1.mp3", "Gentle-Rain-2.mp3", "Forest-Morning-1.mp3", "Soft-Piano-3.mp3", "Singing-Bowls-1.mp3",
    "Bright-Steps-2.mp3", "Night-Crickets-1.mp3", "Warm-Strings-1.mp3",
)  # fmt: skip

VOICES = tuple(pool("voices").column("name").to_pylist())

SECTION_TITLES = {
    section: {"meta_intro": "Forward", "meta_outro": "Conclusion"}.get(section) or LONG_LABELS[section]
    for section in AUDIO_SECTIONS
}
