"""The forum: threads and answers, upvotes, and what moderators do."""

from __future__ import annotations

from typing import Any

from seedkit.factories.craveverse import (
    ActivityLogFactory,
    AdminUserFactory,
    ForumPostFactory,
    ForumReplyFactory,
)
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World, between, each

from .parts import played, player, subscribed

#: What the feed of a moderator calls it, by the state that a post is in since.
STEPS = {"hidden": "hid", "deleted": "removed", "restored": "restored"}


@scenario("craveverse/forum-moderation")
def forum_moderation(world: World, *, posts: int = 3) -> None:
    """An author, one who answers, a troublemaker, and three who look after the forum."""
    author = player(world, "author")
    helper = player(world, "helper", kind="second owner", plus=True)
    trouble = player(world, "troublemaker", plus=True)
    subscribed(world, helper)
    subscribed(world, trouble)
    played(world, helper, 7)
    played(world, trouble, 2)
    threads = world.add(ForumPostFactory, max(1, posts), user=author)
    posted(world, author, threads, label="threads")
    answered(world, author, helper, threads)
    moderators(world, trouble)
    world.sees(author, threads)
    world.sees(helper, threads)


def posted(world: World, person: Person, posts: RowSet, *, label: str) -> None:
    """The entries of the feed for posts."""
    world.add(ActivityLogFactory, user=person, post=each(posts), thread_created=True, label=label)


def answered(world: World, author: Person, helper: Person, threads: RowSet) -> None:
    """Each thread is answered by a player and by the AI; the player is answered again, and upvotes one."""
    first = world.add(ForumReplyFactory, user=helper, post=each(threads), label="answer")
    world.add(ForumReplyFactory, user=helper, post=each(threads), by_ai=True, label="ai")
    world.add(
        ForumReplyFactory, user=helper, parent_reply=each(first), post=first.post, nested=True, label="nested"
    )
    world.add(ActivityLogFactory, user=helper, reply=each(first), reply_created=True, label="answers")
    world.add(ActivityLogFactory, between(1, 2), user=helper, post=threads, upvote=True, label="upvotes")
    world.sees(helper, first)
    world.sees(author, first)


def moderators(world: World, trouble: Person) -> None:
    """A post was hidden, another deleted, a third one hidden and found harmless; whoever did it says why."""
    moderator = staff(world, "moderator")
    staff(world, "admin", admin=True)
    staff(world, "super-admin", super_admin=True)
    for state in ("hidden", "deleted", "restored", "edited"):
        post = world.add(ForumPostFactory, user=trouble, label=state, **{state: True})
        posted(world, trouble, post, label=state)
        world.sees(trouble, post)
        if state in STEPS:
            told = {STEPS[state]: True}
            world.add(ActivityLogFactory, user=moderator, post=post, label=f"made {state}", **told)


def staff(world: World, handle: str, **role: Any) -> Person:
    """A player who may open the admin pages, by either way that these ask."""
    person = player(world, handle, kind="admin", admin=True)
    world.add(AdminUserFactory, user=person, label=handle, **role)
    return person
