"""Pictures and files: prompts for generated images, and what a media library says of its files.

===================  ==========================================================================
IMAGES               Pool: context (vision_board, journal, profile, custom), prompt,
                     revised_prompt, file_stem
MEDIA                Pool: file_type (image, audio, video), folder, title, description,
                     alt_text, file_stem, extension, mime_type, tag
SITE_MEDIA           Pool: bucket, file_type, title, description, alt_text, file_stem, extension,
                     mime_type; content that belongs to nobody
RECORDING_STEMS      file stems of journal recordings
===================  ==========================================================================

A file name is ``file_stem`` + a number + ``.`` + ``extension``; a stem alone is not unique.
"""

from __future__ import annotations

from .words import speak

_IMAGES: tuple[tuple[str, str, str, str], ...] = (
    (
        "vision_board",
        "{friends} laughing around a long table under string lights",
        "candid evening scene, warm lantern glow",
        "long-table",
    ),
    (
        "vision_board",
        "a bright kitchen with {bloom} on the windowsill",
        "soft morning light, pale wood, calm and airy",
        "bright-kitchen",
    ),
    (
        "vision_board",
        "a {vehicle} on a coast road",
        "golden hour, ocean on one side, sense of freedom",
        "coast-road",
    ),
    (
        "vision_board",
        "a balcony breakfast in {town}",
        "shutters open, small round table, morning sun",
        "balcony",
    ),
    (
        "vision_board",
        "a runner crossing a finish line by a lake",
        "arms raised, joyful, early light on the water",
        "finish-line",
    ),
    (
        "vision_board",
        "two people slow dancing in a kitchen",
        "tender, seen from the doorway, warm lamp",
        "slow-dance",
    ),
    (
        "vision_board",
        "a cabin by the water in {season}",
        "still lake, smoke from the chimney, quiet mood",
        "cabin",
    ),
    ("journal", "{animal} at the edge of a meadow", "mist, first light, gentle detail", "morning-visitor"),
    ("journal", "a notebook and {drink} on a wooden table", "overhead view, soft shadows, cozy", "notebook"),
    (
        "journal",
        "a child running through a sprinkler",
        "backlit drops, pure delight, shallow depth of field",
        "sprinkler",
    ),
    ("journal", "bare feet on a dock at sunset", "pink sky, calm water, a feeling of rest", "dock"),
    (
        "profile",
        "an abstract portrait in warm colors",
        "flowing shapes, confident and calm, no face shown",
        "abstract-portrait",
    ),
    (
        "profile",
        "a silhouette on a hilltop with open arms",
        "wide sky, {season} light, sense of possibility",
        "hilltop",
    ),
    ("custom", "a doorway opening onto a field of {bloom}", "dreamlike, luminous, inviting", "open-door"),
    (
        "custom",
        "a green line glowing across a night sky",
        "minimal, deep blue background, one luminous stroke",
        "green-line",
    ),
    (
        "custom",
        "a tree with twelve different blossoms",
        "storybook style, balanced composition, rich color",
        "twelve-blossoms",
    ),
)

IMAGES = speak(
    "images",
    {
        "image": [
            f"{context} | {{style}} {subject} | {{style}} {subject}: {revision}, {{finish}} | {stem}"
            for context, subject, revision, stem in _IMAGES
        ],
        "style": ("A photo of", "A watercolor of", "An uplifting illustration of", "A cinematic picture of"),
        "finish": (
            "high detail",
            "natural colors",
            "no text",
            "balanced composition",
            "soft focus in the background",
        ),
        "friends": ("friends", "six friends", "a big family", "neighbors"),
        "vehicle": ("blue camper van", "little convertible", "restored pickup"),
    },
).records("image", "context", "prompt", "revised_prompt", "file_stem")

MEDIA = speak(
    "media",
    {
        "file": (
            "image | vision-board | {bloom:cap} by the door | Inspiration for the front garden. | A garden path lined with {bloom}. | garden-path | jpg | image/jpeg | home",
            "image | vision-board | Postcard from {town} | A picture that makes me want to pack. | A sunny street in {town}. | postcard | jpg | image/jpeg | travel",
            "image | vision-board | Our table | How I want our dinners to look. | A long table set for ten, with candles. | our-table | webp | image/webp | family",
            "image | vision-board | Finish line | The feeling I am training for. | A runner smiling at a finish line. | finish-line | jpg | image/jpeg | health",
            "image | journal | {weekday} walk | From a walk {place}. | A path in low sun. | walk | jpg | image/jpeg | fun",
            "image | journal | Dinner | Made {dish} and ate it slowly. | A plate of food on a wooden table. | dinner | jpg | image/jpeg | home",
            "image | journal | A visitor | Look who came by. | A blurry photo of {animal}. | visitor | png | image/png | spirituality",
            "image | profile | Me, this year | New profile picture. | A smiling person in outdoor light. | portrait | jpg | image/jpeg | profile",
            "image | evidence | It happened | Proof for the board. | A person holding a set of keys. | keys | jpg | image/jpeg | stuff",
            "audio | journal | Voice note, {weekday} | Thoughts from the drive home. | A spoken journal entry. | voice-note | webm | audio/webm | journal",
            "audio | life-vision | Reading my vision | My own voice, first try. | A spoken life vision. | my-voice | mp3 | audio/mpeg | vision",
            "audio | journal | Gratitude, {length} | Everything I could think of. | A spoken list of thanks. | gratitude | mp3 | audio/mpeg | giving",
            "video | journal | Garden tour | A slow walk past the {bloom}. | A handheld video of a garden in bloom. | garden-tour | mp4 | video/mp4 | home",
            "video | journal | {friend} on stage | The last song, filmed from row three. | A person singing on a small stage. | on-stage | mp4 | video/mp4 | social",
            "video | evidence | First drive | We did it. | A car pulling out of a driveway. | first-drive | mp4 | video/mp4 | stuff",
        )
    },
).records(
    "file",
    "file_type", "folder", "title", "description", "alt_text", "file_stem", "extension", "mime_type", "tag",
)  # fmt: skip

SITE_MEDIA = speak(
    "site_media",
    {
        "file": (
            "site-assets | image | Home page, morning | The picture at the top of the home page. | Sunrise over a quiet lake. | hero-morning | webp | image/webp",
            "site-assets | image | The Green Line | A drawing that explains the Green Line. | A green line with dots above and below it. | green-line | png | image/png",
            "site-assets | image | Twelve categories | Icons of the twelve life categories. | A circle of twelve small icons. | twelve-icons | png | image/png",
            "immersion-tracks | audio | Ocean waves | A loop for sleep and meditation. | The sound of slow waves. | ocean-waves | mp3 | audio/mpeg",
            "immersion-tracks | audio | Gentle rain | A loop for reading and rest. | The sound of light rain. | gentle-rain | mp3 | audio/mpeg",
            "immersion-tracks | audio | Bright steps | A loop for morning energy. | Light percussion and piano. | bright-steps | mp3 | audio/mpeg",
            "tutorial-videos | video | Your first vision | How to build a life vision with VIVA. | A screen recording with a speaker in the corner. | first-vision | mp4 | video/mp4",
            "tutorial-videos | video | Using the vision board | Adding, arranging and actualizing items. | A screen recording of a vision board. | vision-board | mp4 | video/mp4",
            "default-images | image | Board placeholder | Shown until a member adds a picture. | A soft green gradient. | board-placeholder | webp | image/webp",
            "default-images | image | Profile placeholder | Shown until a member adds a picture. | A plain round avatar. | profile-placeholder | webp | image/webp",
        )
    },
).records(
    "file",
    "bucket", "file_type", "title", "description", "alt_text", "file_stem", "extension", "mime_type",
)  # fmt: skip

RECORDING_STEMS = (
    "recording",
    "voice-note",
    "evening-thoughts",
    "morning-pages",
    "walk-and-talk",
    "quick-note",
)
