"""The password of seeded people: one for all, hashed once, never a secret.

Deterministic credentials are public knowledge; they are for databases on this machine only.
"""

from __future__ import annotations

import base64
import functools
import hashlib

import bcrypt

#: The password with which every seeded person signs in.
PASSWORD = "seedkit-local-only"

#: bcrypt cost; the auth server rehashes at each login outside 5 to 10.
COST = 6


@functools.cache
def hash_password(password: str) -> str:
    """A bcrypt hash with a salt made from the password, so that the same password gives the same bytes."""
    digest = hashlib.sha256(b"seedkit" + password.encode()).digest()[:16]
    alphabet = bytes.maketrans(
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
        b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    )
    salt = b"$2a$%02d$" % COST + base64.b64encode(digest).rstrip(b"=").translate(alphabet)
    return bcrypt.hashpw(password.encode(), salt).decode()
