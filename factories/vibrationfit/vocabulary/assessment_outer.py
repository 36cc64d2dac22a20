"""Assessment questions on fun, travel, home, possessions, giving and spirituality (see ``assessment``).

One row a question: its text, then the answers worth 2, 4, 6, 8 and 10.
"""

from __future__ import annotations

Question = tuple[str, str, str, str, str, str]

# fmt: off
OUTER: dict[str, tuple[Question, ...]] = {
    "fun": (
        ("When did you last laugh until it hurt?", "I honestly cannot remember", "Last year sometime", "A month or two ago", "Last week", "Yesterday, or today"),
        ("How much of your week is play?", "None of it", "An hour, if I am lucky", "A bit on weekends", "A good part", "It runs through every day"),
        ("How do you feel when you do something just for joy?", "Guilty", "Restless, I should be working", "Okay for a short while", "Happy", "Completely alive"),
        ("How often do you try something new?", "Never", "Once in a blue moon", "A few times a year", "Most months", "All the time"),
        ("How spontaneous can you be?", "Not at all, every hour is spoken for", "Hardly ever", "With enough notice", "Quite easily", "I say yes and grab my shoes"),
        ("What do your hobbies mean to you?", "I have none left", "I miss them", "I fit them in somehow", "They are a regular part of life", "They light me up every week"),
        ("How playful are the people around you?", "Deadly serious", "A bit heavy", "It varies", "Pretty playful", "We are always up to something"),
    ),
    "travel": (
        ("How do you feel about the travel in your life?", "Stuck and sad about it", "Envious of others", "It is okay", "Happy with it", "Thrilled, I live my dream trips"),
        ("How likely is your next adventure?", "It will not happen", "Someday, maybe", "I am thinking about it", "It is planned", "It is booked and paid for"),
        ("What stops you from going?", "Everything", "Money and fear", "Mostly time", "Very little", "Nothing, I go when I feel the call"),
        ("How do you handle the unexpected on a trip?", "I panic", "I get very stressed", "I cope", "I adapt", "It becomes the best story"),
        ("How curious are you about other places?", "I have stopped thinking about it", "A little wistful", "Somewhat curious", "Very curious", "Endlessly, and I follow it"),
        ("How present are you when you travel?", "Checking work the whole time", "Often distracted", "Present in patches", "Mostly present", "Fully there with every sense"),
        ("How free do you feel to explore?", "Trapped", "Limited", "Free on holidays", "Mostly free", "Completely free"),
    ),
    "home": (
        ("What do you feel when you walk in your door?", "Stress right away", "A bit heavy", "Neutral", "Relief", "Joy and deep rest"),
        ("How much does your home reflect who you are?", "Not in the least", "A shelf or two", "In some rooms", "Quite a lot", "Every corner is me"),
        ("How safe and calm is your neighborhood?", "I feel unsafe", "Often noisy or tense", "All right", "Calm", "Peaceful and friendly"),
        ("How do you feel about the order in your space?", "Buried in it", "Always behind", "It comes and goes", "Mostly clear", "Spacious and cared for"),
        ("How do you feel about having people over?", "I never would", "Embarrassed", "Fine with some warning", "Happy to", "My door is always open"),
        ("How well does your home support your rest?", "I cannot rest there", "Poorly", "Well enough", "Well", "It restores me every night"),
        ("How close is this to the place you dream of?", "Nowhere near", "A long way off", "Halfway there", "Close", "I am living in it"),
    ),
    "possessions": (
        ("How do you feel about the things you own?", "Burdened", "Mostly indifferent", "Some I like, some I do not", "Happy with most of them", "I love and use every one"),
        ("How do you decide to buy something?", "To numb a bad day", "On impulse", "By price", "With some thought", "Slowly, and with delight"),
        ("How easy is it to let things go?", "Impossible", "Painful", "It takes me a while", "Fairly easy", "Easy and joyful"),
        ("How reliable are your everyday tools?", "Always breaking down", "Patched together", "Good enough", "Dependable", "Excellent, they make me smile"),
        ("How do you feel when you see what others have?", "Jealous and small", "A sting", "It does not matter much", "Happy for them", "Inspired, there is enough for all"),
        ("How well do you take care of your belongings?", "I do not", "When they break", "From time to time", "Regularly", "With real pleasure"),
        ("How much comfort do you allow yourself?", "None, I do not deserve it", "Only leftovers", "The basics", "A fair amount", "All I want, with thanks"),
    ),
    "giving": (
        ("How does giving feel to you right now?", "Like one more demand", "Heavy with obligation", "Nice when I remember", "Good", "Like breathing"),
        ("How connected are you to a cause?", "Not at all", "I keep meaning to", "Loosely", "Clearly", "It is part of who I am"),
        ("How well do you receive from others?", "I cannot", "With discomfort", "I am learning", "Quite well", "With an open heart"),
        ("How do you feel about what you will leave behind?", "I will leave nothing", "I worry about it", "I have not thought it through", "Good about it", "Deeply at peace, it is growing already"),
        ("How often do you help without being asked?", "Never, I have nothing left", "Rarely", "Sometimes", "Often", "Every day in small ways"),
        ("How do you say no when you need to?", "I cannot, so I resent it", "With a lot of guilt", "Awkwardly", "Clearly", "Kindly and without a second thought"),
        ("How much do you believe that one person matters?", "Not anymore", "I doubt it", "On good days I do", "I believe it", "I see the proof daily"),
    ),
    "spirituality": (
        ("How connected do you feel to something larger?", "Cut off", "Faintly, long ago", "Now and then", "Often", "Always, it holds me"),
        ("How quiet can your mind become?", "It never stops", "For a few seconds", "With real effort", "Most mornings", "Stillness is home"),
        ("How much do you trust your intuition?", "Not at all", "I second-guess it", "Somewhat", "Mostly", "It leads and I follow"),
        ("How steady is your practice?", "I have none", "I start and stop", "Weekly or so", "Most days", "Daily, and I love it"),
        ("How do you meet your own mistakes?", "With cruelty", "With shame", "I am learning to be kind", "With patience", "With love and curiosity"),
        ("How much are you growing?", "I am going backward", "I feel stuck", "Slowly", "Steadily", "I hardly recognize the old me"),
        ("How grateful did you feel today?", "Not for one minute", "For a second", "Once or twice", "Often", "All day long"),
    ),
}
# fmt: on
