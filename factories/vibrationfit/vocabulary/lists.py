"""Plain lists of facts about people, as members would type or pick them.

=======================  ======================================================================
COUNTRIES                where members live, the likeliest first
HOBBIES                  ``user_profiles.hobbies``
VEHICLES                 ``user_profiles.primary_vehicle``; invented trims, no plates
EDUCATION_DESCRIPTIONS   ``education_description``
VERSION_NOTES            ``user_profiles.version_notes``
AI_TAGS                  ``user_profiles.ai_tags``
ESSENCE_WORDS            mood → essence words of scenes, events, snapshots
EMOTIONS                 mood → names of emotions (``dominant_emotions``)
SHARED_THEMES            ``vibrational_links.shared_themes``
LINK_NOTES               ``vibrational_links.notes``
STYLE_LABELS             ``voice_profiles.style_label``
SAMPLE_PHRASES           ``voice_profiles.sample_phrases``
FORBIDDEN_STYLES         ``voice_profiles.forbidden_styles``
=======================  ======================================================================
"""

from __future__ import annotations

COUNTRIES = ("United States", "Canada", "United Kingdom", "Australia", "New Zealand", "Ireland")

HOBBIES = (
    "hiking", "yoga", "gardening", "baking bread", "watercolor", "pickleball", "reading novels", "trail running",
    "photography", "knitting", "playing guitar", "board games", "cooking", "birdwatching", "kayaking", "pottery",
    "salsa dancing", "meditation", "camping", "woodworking", "journaling", "paddleboarding", "live music",
    "crossword puzzles", "cycling", "improv", "thrifting", "singing in a choir", "surfing", "home brewing",
    "calligraphy", "rock climbing", "sewing", "stargazing", "volleyball", "film photography", "chess", "skiing",
    "foraging", "restoring furniture",
)  # fmt: skip

VEHICLES = (
    "2019 Subaru Outback", "2021 Toyota RAV4 Hybrid", "2016 Honda Civic", "2022 Tesla Model 3", "2014 Ford F-150",
    "2018 Mazda CX-5", "2020 Hyundai Kona Electric", "2012 Toyota Prius", "2023 Kia Telluride", "2017 Jeep Wrangler",
    "2015 Volkswagen Golf", "2020 Honda Odyssey", "2011 Toyota Tacoma", "2019 Chevrolet Bolt", "E-bike",
    "Bicycle and the bus", "A camper van I converted myself", "We share one car", "Public transit",
)  # fmt: skip

EDUCATION_DESCRIPTIONS = (
    "BA in psychology, then a coaching certificate a few years later.",
    "BS in nursing, and more continuing education than I can count.",
    "Two years of community college and a lot of learning on the job.",
    "MBA at night while the kids were small.",
    "Degree in elementary education, with a minor in music.",
    "Trade school, then my contractor's license.",
    "Studied graphic design and taught myself to code.",
    "MSW, plus yoga teacher training.",
    "English major, which surprised nobody.",
    "Left college to start a business and never looked back.",
    "Associate degree in culinary arts.",
    "Engineering degree that I use about once a week.",
)

VERSION_NOTES = (
    "First version, straight from the heart.",
    "Updated after the assessment.",
    "New job, new city.",
    "Filled in the sections I skipped last time.",
    "Rewrote money and work after talking with VIVA.",
    "Added the contrast I was avoiding.",
    "Yearly refresh.",
    "Small corrections.",
    "Cleaned up before the calibration call.",
    "We are a household now, so I updated family and home.",
)

AI_TAGS = (
    "growth-minded", "family-centered", "career-transition", "creative", "health-focused", "new-parent", "empty-nester",
    "entrepreneur", "debt-free-journey", "nature-lover", "introvert", "community-builder", "seeking-partner",
    "caregiver", "frequent-traveler", "spiritual-practice", "minimalist", "recovering-perfectionist", "high-energy",
    "rest-needed",
)  # fmt: skip

ESSENCE_WORDS = {
    "above": (
        "joy", "freedom", "ease", "peace", "love", "gratitude", "play", "abundance", "connection", "vitality",
        "wonder", "confidence", "belonging", "trust", "delight", "harmony", "tenderness", "pride",
    ),
    "near": (
        "hope", "curiosity", "patience", "acceptance", "relief", "openness", "contentment", "courage", "willingness",
        "balance",
    ),
    "below": (
        "heaviness", "doubt", "fear", "loneliness", "scarcity", "overwhelm", "frustration", "grief", "shame",
        "exhaustion",
    ),
}  # fmt: skip

EMOTIONS = {
    "above": (
        "joyful", "grateful", "excited", "loved", "free", "inspired", "proud", "peaceful", "playful", "energized",
        "confident", "tender", "amazed", "secure",
    ),
    "near": (
        "hopeful", "curious", "calm", "content", "patient", "thoughtful", "cautious", "relieved", "restless", "open",
    ),
    "below": (
        "anxious", "sad", "angry", "lonely", "overwhelmed", "ashamed", "jealous", "tired", "stuck", "resentful",
        "worried", "discouraged",
    ),
}  # fmt: skip

SHARED_THEMES = (
    "freedom of time", "being seen", "more play", "room to breathe", "trusting myself", "slowing down", "asking for help",
    "enough money to choose", "deep connection", "nature", "creative expression", "being a good example", "rest",
    "letting go of control", "adventure", "feeling safe",
)  # fmt: skip

LINK_NOTES = (
    "When one lifts, the other follows within days.",
    "The same words keep turning up in both.",
    "Stress in one spills into the other, mostly on weekdays.",
    "Both are really about feeling free.",
    "Time outdoors shows up in both when things go well.",
    "Good weeks here are followed by good weeks there.",
    "Both improve when sleep does.",
)

STYLE_LABELS = (
    "Warm Storyteller", "Grounded Guide", "Sunny Straight-Talker", "Lyrical Dreamer", "Calm Minimalist",
    "Playful Spark", "Kitchen-Table Honest", "Quiet Poet", "Cheerful Coach", "Steady Heart",
)  # fmt: skip

SAMPLE_PHRASES = (
    "Honestly, it just feels good.", "I love how easy this is.", "And breathe.", "You know what, I'm proud of that.",
    "It's the little things.", "This is my kind of morning.", "Yes, please, and more of it.", "I can feel it already.",
    "No drama, just ease.", "My heart is so full.", "Watch me.", "One good thing at a time.", "I'm all in.",
    "Thank you, thank you, thank you.",
)  # fmt: skip

FORBIDDEN_STYLES = (
    "corporate jargon", "exclamation marks everywhere", "baby talk", "preachy", "too mystical", "sarcasm",
    "hustle talk", "self-help cliches", "flowery metaphors", "swearing", "rhyming", "sports metaphors",
)  # fmt: skip
