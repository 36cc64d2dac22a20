"""The first story: a row at the root, what hangs on it, and the people it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..schema.reflected import Name
from .chosen import chosen, kin, root_of
from .code import WIDTH, docstring, identifier, imports, names_in
from .factory_files import FactoryFiles
from .names import free, words
from .survey import Link, Taken

__all__ = ["Step", "Story", "tell"]

_PROFILE = re.compile(r"(user_?)?(profiles?|users?|accounts?|members?|people|persons?)", re.IGNORECASE)


@dataclass
class Step:
    """One ``world.add``: its count, and what its links are bound to."""

    taken: Taken
    variable: str
    count: str = ""
    bound: dict[str, str] = field(default_factory=dict)
    single: bool = False
    sees: bool = False


@dataclass
class Story:
    """The steps, parents first. ``people`` are handles; ``companions`` tables of which everybody has a row."""

    files: FactoryFiles
    root: Name | None
    steps: list[Step] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    companions: list[Name] = field(default_factory=list)
    adopted: list[Name] = field(default_factory=list)
    catalogue: list[Name] = field(default_factory=list)

    def source(self, product: str, name: str, domains: dict[str, list[Name]]) -> str:
        """The module of the story."""
        body = "\n".join(self._lines())
        read = names_in(body)
        wanted: dict[str, set[str]] = {
            "__future__": {"annotations"},
            "seedkit.scenario": {"scenario"},
            "seedkit.world": {"World", *(read & {"between", "distinct", "each"})},
            "..factories": {f for f in map(self.files.factory, self.files.survey.tables) if f in read},
        }
        title = self._title()
        head = docstring("What a first load holds: a story to begin with, and to change.", "")
        lines = [
            head, "", imports(wanted), "", "", f'@scenario("{product}/{name}")',
            f"def {identifier(name)}(world: World) -> None:", docstring(title), body,
        ]  # fmt: skip
        return "\n".join(lines) + "\n"

    def _title(self) -> str:
        if self.root is None:
            return "Everybody whom the schema knows." if self.people else "The rows that every load brings."
        root = self.files.models.by_table[self.root].name
        noun = " ".join(words(root)) or "row"
        article = "An" if noun[:1] in "aeiou" and not noun.startswith(("user", "uni")) else "A"
        step = next(step for step in self.steps if step.taken.name == self.root)
        whose = " of the owner's" if "owner" in step.bound.values() else ""
        count = len(self.steps)
        near = len(kin(self.files.survey, self.root, [step.taken.name for step in self.steps]))
        if count == 1:
            return f"{article} {noun}{whose}."
        if near == 1:
            return f"{article} {noun}{whose} and rows of {count - 1} more tables: no foreign key ties them."
        if near < count:
            return f"{article} {noun}{whose} and what hangs on it: rows of {near} tables, and of {count - near} beside them."
        return f"{article} {noun}{whose} and what hangs on it: rows of {count} tables."

    def _lines(self) -> Iterator[str]:
        used = {
            word for step in self.steps for value in step.bound.values() for word in re.findall(r"\w+", value)
        }
        seen = {step.variable for step in self.steps if step.sees}
        if len(self.people) == 1:
            text = f'world.person("{self.people[0]}")'
            yield f"    {self.people[0]} = {text}" if self.people[0] in used else f"    {text}"
        elif self.people:
            handles = ", ".join(f'"{handle}"' for handle in self.people)
            yield f"    {', '.join(self.people)} = world.people({handles})"
        for step in self.steps:
            given = [self.files.factory(step.taken.name), *([step.count] if step.count else [])]
            given += [f"{name}={value}" for name, value in step.bound.items()]
            target = f"{step.variable} = " if step.variable in used | seen else ""
            yield _call(f"    {target}world.add", given)
        if seen:
            sets = [step.variable for step in self.steps if step.sees]
            yield _call("    world.sees", [self.people[0], *sets])
        if not self.steps and not self.people:
            yield "    # Nothing hangs on anybody here: add rows with world.add(Factory, count)."


def _call(head: str, given: list[str]) -> str:
    line = f"{head}({', '.join(given)})"
    if len(line) <= WIDTH:
        return line
    inner = f"        {', '.join(given)}"
    if len(inner) <= WIDTH:
        return f"{head}(\n{inner}\n    )"
    return "\n".join([f"{head}(", *(f"        {one}," for one in given), "    )"])


def tell(files: FactoryFiles, without: dict[Name, str]) -> Story:
    """The story of a schema; ``without`` are tables that it must do without, and gains those that follow."""
    teller = _Teller(files, without)
    return teller.story()


class _Teller:
    """Chooses the tables, and binds each to those before it so that every unique holds."""

    def __init__(self, files: FactoryFiles, without: dict[Name, str]) -> None:
        self.files, self.survey, self.without = files, files.survey, without
        self.tables = self._usable()
        self.known: dict[Name, Step] = {}
        self.companions = [name for name in self.tables if self._is_companion(name)]
        self.solo = self._solo()

    def story(self) -> Story:
        """The whole of it."""
        catalogue = [name for name in self.survey.tables if self.files.is_catalogue(name)]
        free_tables = [n for n in self.tables if n not in self.companions and not self.files.is_catalogue(n)]
        root = root_of(self.survey, free_tables)
        story = Story(self.files, root, catalogue=catalogue, companions=self.companions)
        triggers = self._makers()
        story.adopted = [n for n in self.companions if any(self._mentions(t, n) for t in triggers)]
        if self.survey.supabase:
            story.people = ["owner"]
        for name in chosen(self.survey, root, free_tables):
            step = self._step(self.survey.tables[name], root, story)
            self.known[name] = step
            story.steps.append(step)
        used = {handle for step in story.steps for value in step.bound.values() for handle in [value]}
        if not story.companions and not used & set(story.people) and story.steps:
            story.people = []
        return story

    # Which tables

    def _usable(self) -> list[Name]:
        left = self.without
        for name, taken in self.survey.tables.items():
            reading = self.files.readings[name]
            if taken.stuck:
                left.setdefault(name, taken.stuck)
            elif reading.impossible:
                left.setdefault(name, f"no row can exist: {reading.impossible[0]}")
            elif reading.judged:
                left.setdefault(name, f"{reading.judged[0].name} could not be read")
            elif reading.whole is not None and not self.files.is_catalogue(name):
                left.setdefault(name, f"its constraints allow {reading.whole} rows at all")
            elif any(t.constraint and t.fires and "raise" in t.source.lower() for t in taken.table.triggers):
                left.setdefault(name, "a constraint trigger judges its rows")
            elif any(_compares(check.expression, taken) for check in taken.table.checks):
                left.setdefault(name, "a check orders the rows that its links point to")
        more = True
        while more:
            more = False
            for name, taken in self.survey.tables.items():
                gone = [link.key.target for link in taken.made if link.key.target in left]
                if gone and name not in left:
                    left[name], more = f"it needs {gone[0].name}", True
        return [name for name in self.survey.tables if name not in left]

    def _is_companion(self, name: Name) -> bool:
        """A profile: one row for each person, to which others point or whose name says so."""
        taken = self.survey.tables[name]
        own = [link for link in taken.made if link.to_user and set(link.key.columns) == set(taken.key)]
        if not own or any(not link.to_user for link in taken.made):
            return False
        pointed = any(link.key.target == name for t in self.survey.tables.values() for link in t.made)
        return (
            pointed
            or bool(_PROFILE.fullmatch(name.name))
            or any(self._mentions(t, name) for t in self._makers())
        )

    def _makers(self) -> list[str]:
        """The functions that run when somebody signs up."""
        from ..fill.owners import USERS

        users = self.survey.database.tables.get(USERS)
        return [t.source for t in users.triggers if t.fires and "insert" in t.events] if users else []

    def _mentions(self, source: str, name: Name) -> bool:
        return (
            re.search(rf"insert\s+into\s+(\w+\.)?\"?{re.escape(name.name)}\b", source, re.IGNORECASE)
            is not None
        )

    def _solo(self) -> set[Name]:
        """Tables of which a copy may have one row only, since several links of a row must agree in it."""
        found = set()
        for name in self.tables:
            made = self.survey.tables[name].made
            for one in made:
                for other in made:
                    shared = set(one.key.columns) & set(other.key.columns)
                    if one is not other and shared:
                        narrow = min((one, other), key=lambda link: len(link.key.columns))
                        common = self.files.link_over(one, shared)
                        found.add(common.key.target if common else narrow.key.target)
        return found

    # One step

    def _step(self, taken: Taken, root: Name | None, story: Story) -> Step:
        noun = identifier("_".join(words(self.files.models.by_table[taken.name].name)), otherwise="rows")
        plural = identifier(self.files.models.by_table[taken.name].plural, otherwise="rows")
        taken_names = {step.variable for step in self.known.values()} | {
            "world",
            "each",
            "between",
            "distinct",
            *story.people,
            "friend",
        }
        links = self._open_links(taken)
        main = self._main(taken, links)
        alone = taken.name == root or taken.name in self.solo or self._has_own(taken, main)
        step = Step(taken, "", single=alone and (main is None or self._is_single(main)))
        most = self._most(taken, main)
        bindings = self._bindings(taken, links, main, story)
        if main is not None:
            one = self._is_single(main) or taken.name in self.solo
            bindings[main.attribute] = self._of(main, story, each=not one)
        step.bound = {
            link.attribute: bindings[link.attribute] for link in links if link.attribute in bindings
        }
        step.count = self._count(taken, main, alone=alone, most=most)
        step.single = (
            step.single
            or taken.name in self.solo
            or (not step.count and (main is None or self._is_single(main)))
        )
        step.variable = free(noun if step.single else plural, taken_names)
        step.sees = self._is_seen(taken, step, story)
        return step

    def _open_links(self, taken: Taken) -> list[Link]:
        """The links that a story may bind: not those that follow from another one."""
        declared = {attribute: text for attribute, text, _ in self.files._links(taken)}
        return [link for link in taken.made if declared.get(link.attribute, "").startswith("Parent(")]

    def _available(self, link: Link) -> bool:
        return link.to_user or link.key.target in self.known or link.key.target in self.companions

    def _is_single(self, link: Link) -> bool:
        if link.to_user or link.key.target in self.companions:
            return True
        return self.known[link.key.target].single

    def _main(self, taken: Taken, links: list[Link]) -> Link | None:
        """The link that counts: the one whose rows must differ in something, else the nearest parent."""
        here = [link for link in links if self._available(link)]
        if not here:
            return None
        within = {column for columns in self.files.readings[taken.name].within.values() for column in columns}
        alone = [columns for columns in self._uniques(taken) if len(columns) == 1]
        order = list(self.survey.tables)

        def rank(link: Link) -> tuple[bool, bool, bool, bool, int]:
            mine = set(link.key.columns)
            place = order.index(link.key.target) if link.key.target in order else -1
            by_itself = any(link in self._linked(taken, columns) for columns in alone)
            return (
                by_itself,
                bool(mine & within),
                not self._is_single(link),
                link.key.on_delete == "cascade",
                place,
            )

        return max(here, key=rank)

    def _uniques(self, taken: Taken) -> list[set[str]]:
        """The uniques over links alone, as sets of the links' first columns."""
        made = {column for link in taken.made for column in link.key.columns}
        sets = [set(u.columns) for u in taken.table.uniques if u.columns and set(u.columns) <= made]
        sets.append(set(taken.key)) if set(taken.key) <= made else None
        return [{c for c in columns if c is not None} for columns in sets]

    def _linked(self, taken: Taken, columns: set[str]) -> list[Link]:
        """The links that decide over these columns: a wide one stands for those that it covers."""
        links = self._open_links(taken)
        own = [link for link in links if set(link.key.columns) & columns]
        return [
            link for link in own if not any(set(link.key.columns) < set(o.key.columns) for o in own)
        ] or own

    def _bindings(self, taken: Taken, links: list[Link], main: Link | None, story: Story) -> dict[str, str]:
        """What each link but the main one is bound to; one that is not listed makes rows of its own."""
        reading = self.files.readings[taken.name]
        apart: set[str] = set()
        loose: set[str] = set()
        for columns in self._uniques(taken):
            group = self._linked(taken, columns)
            if main in group:
                apart |= {link.attribute for link in group if link is not main and self._available(link)}
            elif group:
                loose.add(group[0].attribute)
        for among in set(reading.within.values()):
            group = self._linked(taken, set(among))
            if group and main not in group:
                loose.add(group[0].attribute)
        found: dict[str, str] = {}
        targets = {main.key.target} if main is not None else set()
        for link in links:
            if link is main or link.attribute in loose or not self._available(link):
                continue
            again = link.key.target in targets
            if again and not link.to_user and link.key.target not in self.companions:
                continue
            targets.add(link.key.target)
            text = self._of(link, story, second=again)
            many = self._available(link) and not self._is_single(link)
            found[link.attribute] = f"distinct({text})" if link.attribute in apart and many else text
        return found

    def _of(self, link: Link, story: Story, *, each: bool = False, second: bool = False) -> str:
        if link.to_user or link.key.target in self.companions:
            if second and "friend" not in story.people:
                story.people.append("friend")
            return "friend" if second else "owner"
        variable = self.known[link.key.target].variable
        return f"each({variable})" if each else variable

    def _has_own(self, taken: Taken, main: Link | None) -> bool:
        """Whether the main link alone tells rows apart: then each parent has one."""
        if main is None:
            return False
        return any(
            main in self._linked(taken, c) and len(self._linked(taken, c)) == 1 for c in self._uniques(taken)
        )

    def _most(self, taken: Taken, main: Link | None) -> int:
        """How many rows a row of the main link may have."""
        reading = self.files.readings[taken.name]
        most = min((n for n in reading.each.values()), default=99)
        for columns in self._uniques(taken):
            group = self._linked(taken, columns)
            if main in group:
                others = [link for link in group if link is not main]
                bound = [link for link in others if self._available(link)]
                if bound and all(self._is_single(link) for link in bound) and len(bound) == len(others):
                    most = 1
        return most

    def _count(self, taken: Taken, main: Link | None, *, alone: bool, most: int) -> str:
        if alone or most <= 1:
            return ""
        if main is None:
            return "3" if most >= 3 else str(most)
        return f"between(1, {min(most, 4 if self._is_single(main) else 3)})"

    def _is_seen(self, taken: Taken, step: Step, story: Story) -> bool:
        """Whether its owner may read every row of it, as far as the policies plainly say."""
        owners = {
            f'"{link.key.columns[0]}"'
            for link in taken.made
            if step.bound.get(link.attribute) == "owner" and link.to_user
        }
        rule = self.files.models.by_table[taken.name].rule
        return any(
            term.startswith(f"own({owner}") and ("commands" not in term or "select" in term)
            for term in rule.terms
            for owner in owners
        )


def _compares(expression: str, taken: Taken) -> bool:
    """Whether a check orders two links."""
    columns = [c for link in taken.made for c in link.key.columns]
    found = [c for c in columns if re.search(rf"\b{re.escape(c)}\b", expression)]
    return len(set(found)) > 1 and re.search(r"[^<]<=?[^>]|[^<]>=?", expression) is not None
