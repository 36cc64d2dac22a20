"""Talks with VIVA: openings, what members say, what VIVA answers, and the names of the sessions.

=====================  ========================================================================
USER_MESSAGES          rules: the 12 categories, and ``master`` (about no category)
VIVA_REPLIES           the same rules: an answer that fits any message of its category
GREETINGS              rules ``first`` (a first session), ``back`` (a returning member)
SESSION_TITLES         rules ``master``, ``fun_refinement``, ``fun_vision_build`` … (the modes of a session)
TURNS                  Pool: category, viva_prompt, user_response (``viva_conversations``)
PROMPT_SUGGESTIONS     Pool: category, peakExperiences, whatFeelsAmazing, whatFeelsBad
=====================  ========================================================================
"""

from __future__ import annotations

from .categories import CATEGORIES
from .profile import GOING_WELL, NOT_WELL, slots_of
from .words import by_category, keyed, speak

MESSAGES: dict[str, tuple[str, ...]] = {
    "fun": ("I want more play in my week but I never make time for it.", "When I was with {friend} last weekend I laughed the whole time. How do I get more of that?", "Fun feels like something I have to earn.", "I would love to dance again.", "Can we make my fun section sound less like a schedule?"),
    "health": ("I want to wake up with energy again.", "I started walking {place} and it is helping.", "I keep starting over with exercise.", "How do I write about my body without lying?", "I slept eight hours on {weekday} and felt like a new person."),
    "travel": ("I dream about {country} all the time.", "I want my travel section to feel real, not like a brochure.", "We never seem to have the money to go anywhere.", "Picture me in {town} with a notebook. That is the feeling.", "I get nervous about traveling alone."),
    "love": ("I am ready for a real partner.", "We have been together for years and I miss the spark.", "How do I write about love when I am single?", "I felt so close to my partner on {weekday}. I want to live there.", "I keep choosing people who are not available."),
    "family": ("I want dinners where nobody is on a phone.", "{relative:cap} and I are finally talking again.", "I feel guilty about how little time I have with the kids.", "How do I include my stepkids in the vision?", "Our house was so loud and happy this weekend."),
    "social": ("I would like three or four close friends nearby.", "{friend} moved away and I feel it every week.", "I get tired in groups but I do not want to be alone.", "How do I say that I want deeper friendships without sounding needy?", "I hosted dinner for the first time and loved it."),
    "home": ("I want to walk in my door and exhale.", "We are thinking of moving. Should I describe the new house or this one?", "Clutter is my biggest contrast.", "I can see the light in the kitchen so clearly.", "How detailed should I get about the house?"),
    "work": ("I want work that uses all of me.", "I got the offer today!", "I am scared to leave a steady job.", "Can you help me describe my ideal {weekday} at work?", "I am good at what I do and bored to tears."),
    "money": ("I want to stop worrying at the end of the month.", "I paid off my last card!", "It feels greedy to write a number.", "What does abundance even feel like?", "My partner and I see money very differently."),
    "stuff": ("I want fewer, better things.", "There is a car I have wanted for years.", "Is it shallow to put things in a vision?", "I cleared out {room} and feel ten pounds lighter.", "My laptop and my phone run my life."),
    "giving": ("I want to give back but I do not know where to start.", "Could we write something about a scholarship?", "I give and give, and then I resent it.", "I loved volunteering this month.", "What would a legacy even look like for me?"),
    "spirituality": ("I want to feel connected every day, not just on retreats.", "My mind is so loud when I sit down to meditate.", "I saw {animal} right after I asked for a sign.", "How do I write about this without getting too woo?", "I am not religious, but I feel something."),
    "master": ("Where should I start?", "Which category do you think lifts all of the others?", "I feel stuck between two versions of my life.", "Read me back what you hear me wanting.", "I had a hard {weekday} and need a reset.", "What should I focus on this week?", "Can you give me one small thing to do before {weekday}?", "I read my vision aloud this morning and I felt it.", "I have not opened my vision in two weeks.", "Something on my board came true!", "I am good at dreaming and bad at starting.", "Tell me which part of my vision is the strongest.", "I talked to {friend} about all this and now I doubt it.", "How do other people keep this going?"),
}  # fmt: skip

# Each part of life in VIVA's words: two things to notice, and two questions to go on with.
REPLIES: dict[str, tuple[str, str, str, str]] = {
    "fun": ("play already knows the way to you", "the best of it costs almost nothing", "When did you last lose track of time?", "What would a whole afternoon of that look like?"),
    "health": ("your body is listening to how you speak about it", "you already know what does you good", "Where do you feel strongest?", "What does energy feel like at eight in the morning?"),
    "travel": ("your curiosity is a compass", "you want to arrive slowly and be somebody new for a while", "What is the first thing you smell when you arrive?", "Who is next to you on that trip?"),
    "love": ("you know exactly how you want to feel with someone", "being seen matters more to you than being impressed", "What does being adored feel like in your chest?", "What do the two of you do on an ordinary evening?"),
    "family": ("belonging is the thread in everything you say", "presence is the gift that you keep coming back to", "What do you hear when everyone is home?", "Which small ritual would say it best?"),
    "social": ("you want depth, and you offer it", "your people are closer than they seem", "Who makes you feel most yourself?", "What are you all laughing about?"),
    "home": ("your nervous system is describing its perfect room", "rest is what every room in it is for", "What is the light doing there?", "Where do you sit down first?"),
    "work": ("your gifts want more room", "being useful and being yourself are the same wish", "Which part of your week gives you energy back?", "What do people thank you for?"),
    "money": ("you are asking for ease more than for a number", "the number stands for room to breathe", "What would having plenty let you stop doing?", "How do you breathe when everything is paid?"),
    "stuff": ("you love quality, and quality loves you back", "what you keep, you want to use", "Which thing do you touch every day with pleasure?", "What can go, with thanks?"),
    "giving": ("generosity is already your nature", "you would rather be there than be thanked", "Whose face do you see when you give?", "What would feel easy to give this month?"),
    "spirituality": ("the quiet you are looking for is looking for you", "you trust more than you admit", "When did you last feel held?", "What do you know without thinking?"),
    "master": ("there is one clear wish under all of it", "two of your categories are asking for the same thing", "Which part of your life feels lightest today?", "What would make this week feel complete?"),
}  # fmt: skip

_REPLY_FRAMES = {
    "hears": (
        "I hear you.", "Thank you for saying that so honestly.", "Thank you for telling me.", "That matters.",
        "Let's stay with that for a moment.", "Mm, that is worth a closer look.", "I can feel how much this means to you.",
        "Good, that is clear and true.",
    ),
    "notices": ("What I notice is that", "Underneath it,", "To me it sounds as if", "Here is what stands out:"),
    "moves": (
        "Say it in the present tense, as if it were this morning.",
        "Close your eyes and tell me one detail.",
        "We can turn that into a line you want to read every day.",
        "Let's write it as it already is.",
        "There is no wrong answer here.",
        "Start with the feeling and let the facts follow.",
    ),
}  # fmt: skip

# A message may also be a line of the member's own profile and a wish about it.
_WISHES = {
    "flip_it": (
        "Can you help me turn that around?", "What would you write instead?", "How do I say that as clarity?",
        "I want to feel the opposite.", "Where do I even start with that?", "I would rather not carry that into next {season}.",
    ),
    "keep_it": (
        "I want that in my vision.", "How do I say that in the present tense?", "Can we make that bigger?",
        "Please put that into my own words.", "I want more of exactly that.", "How would you build on it?",
    ),
}  # fmt: skip

USER_MESSAGES = speak(
    "user_messages",
    {
        category: [*texts, *(f"{{{category}_{line}}}" for line in ("well", "hard") if category in CATEGORIES)]
        for category, texts in MESSAGES.items()
    }
    | by_category(
        {
            category: {
                **slots_of(NOT_WELL[category]),
                **slots_of(GOING_WELL[category]),
                "well": [f"{line} {{keep_it}}" for line in GOING_WELL[category]["one"]],
                "hard": [f"{line} {{flip_it}}" for line in NOT_WELL[category]["one"]],
            }
            for category in CATEGORIES
        }
    ),
    _WISHES,
)

# About as many phrases of each form, so that VIVA does not say the same twice in a talk.
VIVA_REPLIES = speak(
    "viva_replies",
    {
        category: (
            f"{{hears}} {{notices}} {insight}. {first}",
            f"{{notices}} {other}. {{moves}}",
            "{hears} {moves}",
            f"{{hears}} {second}",
        )
        for category, (insight, other, first, second) in REPLIES.items()
    },
    _REPLY_FRAMES,
)

GREETINGS = speak(
    "greetings",
    {
        "first": (
            "Hi, I'm VIVA. I'll help you find the words for the life you are choosing. Where would you like to begin?",
            "Welcome! I'm VIVA, your guide here. Tell me one thing that felt good this week.",
            "Hello and welcome. I'm VIVA. Before we write anything, take a breath. What are you hoping for?",
            "I'm VIVA, and I'm so glad you are here. Shall we start with what is going well?",
        ),
        "back": (
            "Welcome back! How has your {weekday} been?",
            "Good to see you again. Last time we talked about contrast; what feels clearer now?",
            "Hello again. What would you like to feel more of today?",
            "You're back, and I'm glad. Shall we pick up where we left off?",
            "Hi there. Tell me something that went right since we spoke.",
        ),
    },
)

_ABOUT = {
    "refinement": (
        "Softening my {part} section", "More detail for {part}", "Making {part} sound like me", "Polishing {part}",
        "Rewriting {part} with more joy", "A shorter {part} section",
    ),
    "vision_build": (
        "Building my vision: {part}", "First draft of {part}", "A fresh start with {part}", "Dreaming up {part}",
        "Clarity session: {part}",
    ),
}  # fmt: skip
_PARTS = {category: category for category in CATEGORIES} | {"social": "friendship", "stuff": "possessions"}

SESSION_TITLES = speak(
    "session_titles",
    {
        "master": (
            "{weekday} check-in", "Finding my focus", "A reset after a hard {weekday}", "What matters right now",
            "Thinking out loud with VIVA", "Celebrating small wins", "Turning contrast into clarity", "Where to begin",
        ),
    }
    | {
        f"{category}_{mode}": [title.format(part=part) for title in titles]
        for mode, titles in _ABOUT.items()
        for category, part in _PARTS.items()
    },
)  # fmt: skip

TURNS = speak(
    "viva_turns",
    {
        "turn": keyed(CATEGORIES),
        "fun": ("What does a perfect day of play look like? | It starts slowly, then something outdoors with {friend}, and {dish} after.", "When did you last feel completely carefree? | On the lake last {season}. I forgot I even had a phone.", "What would you do if nobody were watching? | I would sing. Loudly, and all afternoon."),
        "health": ("How do you want to feel when you wake up? | Rested, warm, a little bit excited about the day.", "What does your body love to do? | Walk. Swim. Dance when {friend} puts the right song on.", "What would vital look like at eighty? | Still climbing stairs, still gardening, still curious."),
        "travel": ("Where does your heart go first? | {country}. I have had a picture of it on my fridge for years.", "How do you like to travel? | Slowly. One bag, one good book, long lunches.", "What did your best trip give you? | Proof that I can be anywhere and feel at home. It was {town}."),
        "love": ("How do you want to be loved? | Out loud, and on ordinary days.", "What do you bring to a relationship? | Humor, loyalty, and I make very good {dish}.", "Tell me about a moment of real closeness. | We were stuck in the rain and could not stop laughing."),
        "family": ("What do you want your home to sound like? | Laughing, pans, someone practicing an instrument badly.", "Which tradition would you like to begin? | {weekday} dinners where everyone brings one story.", "What do you want the children in your life to remember? | That I listened."),
        "social": ("Who energizes you? | {friend}, always. We can talk about nothing for hours.", "What kind of friend are you at your best? | The one who shows up with soup.", "What is missing in your circle? | People who live close enough for a {weekday} night."),
        "home": ("Walk me through your front door. | It is {color}. There is a bench, a bowl for keys, and I can smell bread.", "Which room holds you best? | {room:cap}, early, before anybody is up.", "What is outside your windows? | Trees, {bloom}, and a bit of sky."),
        "work": ("What would you do even if nobody paid you? | Teach. I cannot help it.", "Describe a workday that gives you energy. | Three hours of deep work, a good lunch, one great conversation.", "What do you want to be known for? | Making hard things simple and people braver."),
        "money": ("What does enough feel like? | Like I can exhale. Bills paid, a trip to {country} paid, nobody worried.", "What did you learn about money growing up? | That it runs out. I am learning something else now.", "What would you do with an extra thousand a month? | Half to savings, half to joy."),
        "stuff": ("What do you own that you truly love? | My grandfather's watch and one very good knife.", "What would you like to let go of? | Boxes I have moved three times and never opened.", "Which beautiful thing are you ready for? | A real dining table with room for twelve."),
        "giving": ("What breaks your heart open? | Kids who do not get a chance.", "How do you like to help? | With my hands. I would rather cook than write a check.", "What do you want to leave behind? | A scholarship, a lot of trees, and people who feel braver."),
        "spirituality": ("When do you feel most connected? | In the woods, and sometimes while doing the dishes.", "What helps you come back to yourself? | {length:cap} of quiet and {drink}.", "What do you trust? | That it works out, usually better than I planned."),
        "color": ("green", "yellow", "bright blue", "red"),
    },
).records("turn", "category", "viva_prompt", "user_response")  # fmt: skip

PROMPT_SUGGESTIONS = speak(
    "prompt_suggestions",
    {
        "suggestion": [
            f"{category} | {{ask_peak}} {peak} {{sense}} | {{ask_amazing}} {amazing} | {{ask_bad}} {bad}"
            for category, (peak, amazing, bad) in {
                "fun": ("the most fun you have had in years.", "about how you play today?", "about fun right now?"),
                "health": ("a time you felt strong and fully alive.", "in your body today?", "when you think about your health?"),
                "travel": ("the trip you still talk about.", "about where you have been and where you are going?", "when you think about travel?"),
                "love": ("a moment when you felt completely loved.", "in your love life?", "when you think about love?"),
                "family": ("a day when your family felt like a team.", "about the people you call family?", "at home with your family?"),
                "social": ("an evening with friends you never wanted to end.", "about your friendships?", "when you think about your social life?"),
                "home": ("the place where you have felt most at home.", "about where you live?", "when you walk through your door?"),
                "work": ("a workday that made you proud.", "about what you do?", "on a Sunday evening?"),
                "money": ("a time when money felt easy.", "about your finances today?", "when you look at your balance?"),
                "stuff": ("the best thing you ever saved up for.", "about the things you own?", "when you look at your things?"),
                "giving": ("a time when you made a real difference.", "about the ways you give?", "when someone asks for your help?"),
                "spirituality": ("a moment that felt bigger than you.", "about your inner life?", "when it gets quiet?"),
            }.items()
        ],
        "ask_peak": ("Tell me about", "Think back to", "Describe"),
        "sense": ("Who was there?", "What did you see, hear and smell?", "What made it possible?"),
        "ask_amazing": ("What feels amazing", "What are you grateful for", "What already works"),
        "ask_bad": ("What feels heavy", "What would you rather not feel", "What bothers you most"),
    },
).records("suggestion", "category", "peakExperiences", "whatFeelsAmazing", "whatFeelsBad")  # fmt: skip
