"""People: names of the frozen pools; what is made of them follows."""

from __future__ import annotations

from hypothesis import strategies as st

from ....fields.people import AvatarUrl, Email, FirstName, FromPool, LastName, Phone, Username
from ....fields.rows import Rows
from ..drawing import by_entropy, opened, strategy

# Fields that take the same row of a pool share what they ask of chance: so it is drawn as they ask for it.
strategy.register(FromPool, by_entropy)
for _kind in (Email, Username, AvatarUrl, Phone):
    strategy.register(_kind, opened)


@strategy.register(FirstName)
@strategy.register(LastName)
def _name(field: FirstName | LastName, row: Rows) -> st.SearchStrategy[str]:
    names = field._pool().column("name")
    return st.integers(0, len(names) - 1).map(lambda place: str(names[place]))
