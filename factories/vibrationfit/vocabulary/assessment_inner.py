"""Assessment questions on money, health, family, romance, social life and business (see ``assessment``).

One row a question: its text, then the answers worth 2, 4, 6, 8 and 10.
"""

from __future__ import annotations

Question = tuple[str, str, str, str, str, str]

# fmt: off
INNER: dict[str, tuple[Question, ...]] = {
    "money": (
        ("What happens in your body when you open your bank account?", "My stomach drops and I look away", "I brace myself first", "It depends on the week", "I feel mostly at ease", "I smile, there is plenty"),
        ("How do you handle a surprise expense?", "It knocks me off my feet", "I put it on a card and worry", "I manage, with some stress", "I cover it and move on", "I cover it without a second thought"),
        ("How do you talk to yourself about earning more?", "It is not for people like me", "I want it and doubt it", "Maybe someday", "I am getting there", "More is already on its way"),
        ("How does it feel to spend on something you love?", "Guilty for days", "Guilty, then okay", "Fine, if it was on sale", "Good, I planned for it", "Joyful and free"),
        ("How generous can you be right now?", "I cannot give anything", "Only when I am asked", "A little, now and then", "Regularly, within a budget", "Freely and happily"),
        ("What does your financial future look like from here?", "I try not to picture it", "Foggy and worrying", "Uncertain but possible", "Promising", "Bright, secure and expanding"),
        ("How often do you think about money with gratitude?", "Never", "Rarely", "Once in a while", "Most days", "Every single day"),
    ),
    "health": (
        ("How do you feel when you wake up?", "Exhausted before I start", "Slow and heavy", "Okay after coffee", "Rested", "Alive and ready"),
        ("How would you describe your relationship with your body?", "We are at war", "I mostly criticize it", "We tolerate each other", "I respect it", "I adore it and listen to it"),
        ("How much do you enjoy moving?", "I avoid it", "I force myself", "Some days I do", "Usually, yes", "It is a highlight of my day"),
        ("What is eating like for you most days?", "Chaotic or numbing", "Rushed", "A mix of good and not so good", "Nourishing on most days", "A daily pleasure that fuels me"),
        ("How do you sleep?", "Badly, night after night", "I wake a lot", "Hit or miss", "Well on most nights", "Deeply and long"),
        ("When something hurts, what do you do?", "Ignore it as long as I can", "Worry and search online", "Wait a while, then act", "Take care of it soon", "Listen early and respond with care"),
        ("How much energy is left at the end of the day?", "I run out by noon", "Barely enough to reach the couch", "Some", "A good amount", "Enough to dance in the kitchen"),
    ),
    "family": (
        ("How does it feel when your family gathers?", "I dread it", "Tense under the surface", "Some of both", "Warm, with small bumps", "Like filling up my heart"),
        ("How well do you feel known by your family?", "Not at all", "Only the surface of me", "By one or two people", "Quite well", "Completely, and loved for it"),
        ("What happens after a disagreement?", "Silence for weeks", "We pretend it never happened", "We move on, mostly", "We talk it through", "We repair quickly and end up closer"),
        ("How present are you with the people at home?", "I am somewhere else entirely", "Distracted more often than not", "About half of the time", "Usually present", "Fully there, and they feel it"),
        ("How do you feel about the way you were raised?", "Still angry", "Sad about much of it", "I am making sense of it", "Mostly at peace", "Grateful for all it gave me"),
        ("How supported do you feel by family?", "Completely alone", "Let down a lot", "Sometimes supported", "Supported when it counts", "Carried and cheered on"),
        ("How much laughter is there at home?", "None lately", "Very little", "Now and then", "Most days", "Every day, out loud"),
    ),
    "romance": (
        ("How would you describe your love life today?", "Painful", "Lonely or flat", "Neither here nor there", "Good and growing", "Deeply in love with it"),
        ("How easily do you ask for what you want?", "I never do", "I hint and hope", "On a brave day", "Most of the time", "Easily, and I am met"),
        ("How safe do you feel being fully yourself?", "Not safe at all", "I hide a lot", "With care, in small doses", "Mostly safe", "Completely safe and adored"),
        ("How much affection is in your week?", "None", "A crumb here and there", "Some", "Plenty", "It overflows"),
        ("How do you feel about your past relationships?", "Bitter", "Still hurting", "Working through it", "Mostly at peace", "Thankful for every lesson"),
        ("How alive is the spark?", "It went out long ago", "It flickers on holidays", "It comes and goes", "It is warm", "It lights up the room"),
        ("What do you believe about love?", "It always ends badly", "It is rare and hard", "It works out for some people", "It is available to me", "It is my natural state"),
    ),
    "social": (
        ("How connected do you feel to your friends?", "I feel invisible", "Mostly on the outside", "Connected to one or two", "Well connected", "Deeply held by my circle"),
        ("How do you feel after spending time with people?", "Drained every time", "Relieved that it is over", "It depends who they are", "Usually uplifted", "Lit up and grateful"),
        ("Who would you call at two in the morning?", "Nobody", "I would hesitate over everyone", "One person, maybe", "A couple of people", "Several, and they would come"),
        ("How honest are you with your friends?", "I wear a mask", "I keep it light and safe", "Honest about some things", "Mostly honest", "Fully honest, and so are they"),
        ("How easy is it to meet new people?", "Terrifying", "Hard work", "Fine once I warm up", "Pretty easy", "A joy, I meet them everywhere"),
        ("How balanced is the giving and receiving?", "I give and never receive", "Mostly one-sided", "It evens out over time", "Well balanced", "It flows both ways with ease"),
        ("How often do you celebrate with friends?", "I cannot remember the last time", "Once a year, perhaps", "On birthdays", "Most months", "We find a reason every week"),
    ),
    "business": (
        ("How do you feel on a Sunday evening?", "Sick with dread", "A knot in my stomach", "Neutral", "Ready enough", "Excited for the week"),
        ("How well does your work use your gifts?", "Not at all", "A small corner of them", "About half of them", "Most of them", "All of them, and it shows"),
        ("How valued do you feel for what you do?", "Taken for granted", "Noticed only when I slip", "Now and then", "Appreciated", "Celebrated and well paid"),
        ("How much say do you have over your time?", "None at all", "Very little", "Some", "A lot", "I design my own days"),
        ("How do you see your next three years of work?", "I see no way out", "More of the same", "Open, a bit unclear", "Growing in a good direction", "Expanding beyond what I planned"),
        ("How are the people you work with?", "They wear me down", "Difficult", "Some good, some not", "Kind and capable", "A team I would choose again"),
        ("What is left of you after work?", "Nothing", "Just enough to watch a screen", "Enough for the basics", "Good energy for my life", "More than I started with"),
    ),
}
# fmt: on
