"""Which tables hang on which: components of a graph, each after those that it points to."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

__all__ = ["components"]

N = TypeVar("N", bound=Hashable)


def components(nodes: Iterable[N], edges: Mapping[N, Iterable[N]]) -> list[list[N]]:
    """The strongly connected components, those first to which others point; order follows ``nodes``.

    Tarjan's algorithm with a stack of its own: schemas have chains longer than Python's.
    """
    order = list(nodes)
    known = set(order)
    index: dict[N, int] = {}
    low: dict[N, int] = {}
    open_nodes: list[N] = []
    on_stack: set[N] = set()
    found: list[list[N]] = []
    place = {node: n for n, node in enumerate(order)}
    for root in order:
        if root in index:
            continue
        work = [(root, iter(_sorted(edges.get(root, ()), known, place)))]
        index[root] = low[root] = len(index)
        open_nodes.append(root)
        on_stack.add(root)
        while work:
            node, below = work[-1]
            following = next(below, None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    found.append(_popped(open_nodes, on_stack, node, place))
            elif following not in index:
                index[following] = low[following] = len(index)
                open_nodes.append(following)
                on_stack.add(following)
                work.append((following, iter(_sorted(edges.get(following, ()), known, place))))
            elif following in on_stack:
                low[node] = min(low[node], index[following])
    return found


def _sorted(targets: Iterable[N], known: set[N], place: Mapping[N, int]) -> list[N]:
    return sorted({target for target in targets if target in known}, key=place.__getitem__)


def _popped(open_nodes: list[N], on_stack: set[N], last: N, place: Mapping[N, int]) -> list[N]:
    component = []
    while True:
        node = open_nodes.pop()
        on_stack.discard(node)
        component.append(node)
        if node == last:
            return sorted(component, key=place.__getitem__)
