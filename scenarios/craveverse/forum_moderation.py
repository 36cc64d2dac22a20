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
    """An author, two who answer, a troublemaker, and three who look after the forum."""
    author = player(world, "author", plus=True)
    helper = player(world, "helper", kind="second owner", plus=True)
    chimer = player(world, "chimer", kind="second owner", ultra=True)
    trouble = player(world, "troublemaker", plus=True)
    # Replies ask for a plan, upvotes for coins.
    for person, levels in ((author, 4), (helper, 7), (chimer, 12), (trouble, 2)):
        subscribed(world, person)
        played(world, person, levels)
    threads = world.add(ForumPostFactory, max(1, posts), user=author)
    posted(world, author, threads, label="threads")
    answers = answered(world, author, helper, chimer, threads)
    moderators(world, trouble)
    for person in (author, helper):
        world.sees(person, threads, answers)


def posted(world: World, person: Person, posts: RowSet, *, label: str) -> None:
    """The entries of the feed for posts."""
    world.add(ActivityLogFactory, user=person, post=each(posts), thread_created=True, label=label)


def answered(world: World, author: Person, helper: Person, chimer: Person, threads: RowSet) -> RowSet:
    """Each thread is answered; the answer is thanked for and added to, and another one is the AI's suggestion."""
    first = world.add(ForumReplyFactory, user=helper, post=each(threads), label="answer")
    beneath = {"post": first.post, "parent_reply": each(first)}
    world.add(ForumReplyFactory, user=author, thanks=True, label="thanks", **beneath)
    world.add(ForumReplyFactory, user=chimer, nested=True, label="nested", **beneath)
    world.add(ForumReplyFactory, user=chimer, post=each(threads), by_ai=True, label="ai")
    world.add(ActivityLogFactory, user=helper, reply=each(first), reply_created=True, label="answers")
    world.add(ActivityLogFactory, between(1, 2), user=helper, post=threads, upvote=True, label="upvotes")
    return first


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
