"""Threads that come up under every craving; ``{.bait}`` and the like are the craving's own words.

===================  ==========================================================================
SHARED               thread → Thread
Thread               topic, titles, posts, answers of others, thanks of the author, AI drafts
===================  ==========================================================================

Any answer fits any post of its thread, and any thanks fits any answer.
"""

from __future__ import annotations

from typing import NamedTuple


class Thread(NamedTuple):
    """What is said in one thread; every part is a choice of texts."""

    topic: str
    titles: tuple[str, ...]
    posts: tuple[str, ...]
    answers: tuple[str, ...]
    thanks: tuple[str, ...]
    drafts: tuple[str, ...]


SHARED: dict[str, Thread] = {
    "hello": Thread(
        "introductions",
        ("New here, level one tomorrow", "Hello from day one", "First post, a bit nervous"),
        (
            "Hi all. I have tried to quit {.thing} before, always alone. My trap is {.bait}, mostly {.hour}. Happy to be here.",
            "Signed up after a bad {weekday}. I am here for {.gain}. What should I know before level one?",
            "Long-time reader, first post. {relative:cap} told me about this game, and I like that it does not preach. Any advice for week one?",
            "Hello! I want {.clean} to feel normal. So far I {.did} once and was proud of it all day.",
        ),
        (
            "Welcome! Do not skip the small levels, they are small on purpose. What helped me most was {.doing}.",
            "Glad you wrote. The first week is loud, and then it gets quieter.",
            "Hi and welcome. Pick one tool and make it boring. Mine is {.doing}.",
            "Welcome aboard. Come back and tell us how level one goes!",
            "Hello from somebody who started in {season}. It does get easier, and the people here are kind.",
        ),
        ("Thank you, I did not expect answers this fast.", "That helps a lot. Level one is open in the other tab.", "I will report back on {weekday}."),
        ("Welcome! Pick one tool, use it every day and tell us how level one went. You are not doing this alone.", "Good to have you here. Start small, stay honest and let the map do the rest."),
    ),
    "milestone": Thread(
        "wins",
        ("My longest run so far", "Small milestone, big grin", "I have to tell somebody about this"),
        (
            "This is my longest run so far. What changed is {.doing}. Worth it for {.gain}.",
            "{.bait:cap} used to get me every time. Not this time. I {.did} and went on with my life.",
            "{.bait:cap} came and went, and I only noticed afterward. Who am I?",
            "I was sure that I would never get {.gain}. Well, hello. Small thing, huge for me.",
        ),
        (
            "Yes! Screenshot your dashboard, you will want to remember this one.",
            "This made my {weekday}. Well done!", "Huge. What would you tell yourself from a month ago?",
            "I needed to read this today. Thank you for posting.", "Proud of you, stranger. Next land on the map, here you come.",
        ),
        ("Thank you! I slept like a stone, by the way.", "I am grinning at my phone. Thank you, all of you.", "Means a lot. On to the next one."),
        ("That is a real change, and you built it. Keep doing exactly what worked.", "Congratulations! Write down what helped, so that you can use it on a harder day."),
    ),
    "slip": Thread(
        "setbacks",
        ("Slipped, and back again", "Lost a round yesterday", "Honest post about a bad night"),
        (
            "I {.slip} on {weekday}. It began with {.bait}. I am not leaving, I am starting over.",
            "Not going to hide it: I {.slip}. The streak hurts less than the feeling afterward. What do you do the morning after?",
            "It happened {.hour}. I {.slip} and then felt sorry for myself for {length}. Then I {.did}. Posting so that I stay honest.",
            "I {.slip} and I know exactly why. Too tired, no plan. Next time I {.do} first.",
        ),
        (
            "Thank you for being honest. The morning after, I do one tiny level-one task and nothing heroic.",
            "A slip is one square on a long map. You know the way from here.",
            "Same here last month. What saved me was {.doing}, and going to bed early.",
            "You came back and you wrote about it. Most people do neither.",
            "No lecture from me. Drink some water, sleep, and try again tomorrow.",
        ),
        ("Thank you. I read every answer twice.", "Going to bed now. Good night, and thank you.", "I feel less stupid now. Day one again, and that is fine."),
        ("One slip does not erase what you practiced. Name the trigger, choose one move for next time and go on.", "You were honest, and that is the hardest part. Make tonight easy on yourself."),
    ),
    "weekend": Thread(
        "questions",
        ("How do you get through Saturdays?", "Weekend plan, anyone?", "Two free days and no plan"),
        (
            "Weekdays are fine because I am busy. Then Saturday comes, and {.foe} with it. What do you fill the time with?",
            "Free weekend ahead and {.foe} is already warming up. On the list so far: {hobby} and a long walk. What else?",
            "My routine falls apart on weekends. Looking for ideas that cost nothing and take {length}.",
        ),
        (
            "I put one thing with other people on Saturday morning. The rest of the day follows.",
            "{hobby:cap}. Badly, but for an hour, and the hour is gone before I notice.",
            "Plan the two worst hours and leave the rest open. A full plan breaks, a small one holds.",
            "We do a weekend check-in here. Post at noon, even if it is only one word.",
            "Sleep in, eat properly, leave the house before noon. Sounds dull, works.",
        ),
        ("Noted! I asked {friend} for coffee.", "Great ideas. I will tell you on {weekday} how it went.", "Simple and free. I will take it."),
        ("Choose two anchors for each day, one with people and one with movement, and let the rest be free.", "Plan the hour that worries you most. The others tend to look after themselves."),
    ),
    "telling": Thread(
        "questions",
        ("How did you tell your friends?", "Telling somebody for the first time", "Do the people around you know?"),
        (
            "Nobody knows that I am doing this. I would like to tell {relative}, but I have no idea how to start.",
            "My friends think I am just busy. How much do you tell people, and how?",
            "I told {friend} {daypart}. It was awkward for about a minute, and then it was fine. How was it for you?",
        ),
        (
            "I said one sentence: I am taking a break from something and I could use your help. Nobody asked for more.",
            "Tell one person, not everybody. The rest can wait.",
            "I sent a text because I was too shy to say it. The answer was lovely.",
            "Some people will joke. Let them. The ones who matter ask again a week later.",
        ),
        ("That sounds doable. Tonight, then.", "I did it! Five minutes of red ears, and now I feel light.", "Thank you. I feel braver already."),
        ("Keep it short: what you are changing, why it matters and one thing that they can do to help.", "Choose the person who listens best. You only have to tell as much as you want."),
    ),
    "pause": Thread(
        "game talk",
        ("Is it cheating to use a pause token?", "Pause token or push through?", "When do you pause a streak?"),
        (
            "Big family event coming up, and I have one pause token. Using it feels like cheating. Is it?",
            "I am sick in bed and the level wants push-ups. Pause, or do a tiny version of it?",
            "I keep saving my tokens for something worse. What do you use yours for?",
        ),
        (
            "It is in the shop because life happens. Use it and rest.",
            "I pause when I am ill and never when I am only tempted. That rule has served me well.",
            "A pause is a plan. A skipped day is not. Big difference.",
            "Tokens you never use are only coins with a nicer icon.",
        ),
        ("That settles it. Thank you!", "Makes sense. I was overthinking it.", "Good point. The token stays in the bag until I need it."),
        ("Pausing on purpose is part of the game. Decide on the day you will come back, and rest without guilt.", "Ask yourself whether you need rest or an excuse. If it is rest, use the token."),
    ),
    "battle": Thread(
        "game talk",
        ("Looking for a battle partner", "Friendly rival wanted", "Who wants to battle this week?"),
        (
            "Three tasks, one day, no mercy and lots of respect. I am free on {weekday}. Anybody near my level?",
            "Never tried a battle before. Is it fun, or does it make the cravings worse?",
            "Lost my last battle to somebody who did all of the tasks before breakfast. I demand a rematch, politely.",
        ),
        (
            "I would play you! Fair warning: I do my tasks before coffee.",
            "It is fun if you see it as two people against {.foe} and not against each other.",
            "Lost mine and still learned a trick that I use every day. Do it.",
            "Best part is the message afterward. Battle people are sweethearts.",
        ),
        ("Sounds good. See you in the arena!", "All right. {.foe:cap} will not know what hit it.", "You people are the best. Counting the hours."),
        ("Battles work best with somebody close to your level. Agree on a time and cheer for each other.", "Have fun with it! Winning is nice, but the three tasks are the real prize."),
    ),
    "funny": Thread(
        "laughs",
        ("Boss fight report", "The silliest way I won today", "Names for the thing in my head"),
        (
            "{.foe:cap} showed up {.hour}. I sang at it until it left. My neighbors now think I have a cat in pain.",
            "I stood in {room} for {length} arguing with {.foe} out loud. {relative:cap} walked in. I said I was on a call.",
            "I call it Gerald. Gerald wants things {.hour}. Gerald does not get a vote anymore.",
        ),
        (
            "I laughed so hard that I forgot my own urge. Two wins for one!",
            "Mine is called Brenda, and Brenda is a terrible roommate.",
            "This is the content I came for.", "Please tell us what happened next.", "Naming it is underrated. Nobody is scared of a silly name.",
        ),
        ("Glad it made somebody laugh. The beast is sulking.", "Laughing beats losing.", "My home is officially a sitcom."),
        ("Laughter breaks the spell. Keep that name and use it the next time.", "A boss that you can laugh at is a boss that you can beat!"),
    ),
}  # fmt: skip
