"""Covers: what an image model is asked for, and why it sometimes gives nothing.

=============  =================================================================================
COVER_PROMPTS  rules ``realistic``, ``artistic``, ``fantasy``, ``minimalist``, ``vintage``; with marks
COVER_ERRORS   rule ``error``: why a cover could not be made
=============  =================================================================================
"""

from __future__ import annotations

from .words import speak, tell

COVER_PROMPTS = tell(
    "covers",
    {
        "realistic": (
            "Book cover, photorealistic: [full] seen from behind at [spot], dusk, shallow depth of field, room for a title",
            "Photograph of [thing] on a wooden table, window light, fine grain, [place] out of focus behind it, book cover",
            "Book cover, cinematic photograph: a street in [place] after rain, one figure walking away, muted colors",
            "Close-up of two hands holding [thing], hard side light, black background, photorealistic book cover",
        ),
        "artistic": (
            "Book cover, oil painting with visible brushwork: [place] from a hill, low sun, long shadows",
            "Loose watercolor of [spot], ink outlines, one small figure in red, white margins, book cover",
            "Book cover, gouache: [name] and [ally] side by side, seen from above, patterned floor, warm palette",
            "Collage of torn paper and pencil: [thing] in the middle, [place] as a skyline of scraps, book cover",
        ),
        "fantasy": (
            "Epic book cover: [thing] floating above [place], storm light, sweeping clouds, intricate detail",
            "Book cover, painted fantasy: [full] at the gates of [place], cloak in the wind, glowing runes, high contrast",
            "Moonlit [place] with impossible towers, a path of light leading to [spot], fantasy book cover",
            "Book cover: a giant shape behind [spot], tiny [name] in front of it, blue and gold, dramatic scale",
        ),
        "minimalist": (
            "Minimalist book cover: the outline of [thing] in one line, cream background, lots of empty space",
            "Flat book cover in two colors: a door, a shadow, nothing else; title area on top",
            "Minimalist book cover: [place] as three horizontal stripes, one small dot for a person",
            "Single geometric shape that suggests [thing], deep blue background, Swiss layout, book cover",
        ),
        "vintage": (
            "Vintage paperback cover of the sixties: [full] running from [spot], bold lettering space, worn edges",
            "Old travel poster of [place], limited palette, lithograph texture, used as a book cover",
            "Cloth-bound book cover of about 1910, gold stamping of [thing] on dark green, ornamental border",
            "Pulp magazine cover: [foe] in the shadow, [name] with a lamp, halftone dots, faded reds and yellows",
        ),
    },
)

COVER_ERRORS = speak(
    "cover_errors",
    {
        "error": (
            "Image worker did not answer within {seconds} seconds",
            "CUDA out of memory while decoding a {size} image",
            "The prompt was refused by the safety filter",
            "Model checkpoint could not be loaded: {model}",
            "Worker restarted while the task was running",
            "Upload of the finished image failed: connection reset",
        ),
        "seconds": ("60", "120", "180"),
        "size": ("768x1152", "1024x1536"),
        "model": ("realisticVision", "deliberate", "dreamshaper"),
    },
)
