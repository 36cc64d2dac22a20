"""Shards made by processes: generated, prepared and encoded there, and taken from them in order.

Rows are functions of the plan, so it does not matter who makes them: equal bytes come out, however many work.
The processes are forks of this one; they inherit plan and encoders, and hand on bytes. Where one fails or is
killed, what it still owed is made here: so an error is raised where its rows would have come, with its own message.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import itertools
import multiprocessing
import os
import pickle
import queue
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from multiprocessing.connection import Connection
from typing import Any

import pyarrow as pa

from .copy import Elsewhere
from .overlap import END, EncoderOf, Item
from .processes import cores

__all__ = ["made_by_workers", "shares", "workers_for"]

#: With fewer rows a process is not worth its start.
SMALL = 300_000
#: More than this nobody has seen a server keep up with.
MOST = 4
#: Encoded pieces (about 1 MiB each) that a process may have ready before they are asked for.
_AHEAD = 80
_PIPE = 1 << 20
PROCESS = "seedkit-rows"
#: Seconds without a byte after which a process is taken for lost: a fork may wait for a lock that another thread held.
PATIENCE = 120.0

Make = Callable[[range], Iterator[Item]]


def workers_for(rows: float, wanted: int | None = None) -> int:
    """How many processes make so many rows; 0: a thread of this one does. The server needs a processor, too."""
    if sys.platform != "linux":
        # Elsewhere a fork may inherit locks that nobody opens again.
        return 0
    if wanted is not None:
        return wanted
    return min(MOST, max(0, cores() - 1)) if rows >= SMALL else 0


def shares(shards: Sequence[range], workers: int) -> list[range]:
    """The shards, cut so that those which are made at once hold about as many rows as few would."""
    parts = min(3, workers)
    cut = []
    for copies in shards:
        step = max(1, -(-len(copies) // parts))
        cut += [copies[at : at + step] for at in range(0, len(copies), step)]
    return cut


def made_by_workers(
    shards: Sequence[range],
    make: Make,
    encoder_of: EncoderOf,
    workers: int,
    *,
    private: Sequence[int] = (),
) -> Generator[Item]:
    """The items of all shards in order, made by so many processes.

    ``private`` are open files that must not outlive this process: the server has to notice at once if it dies.
    """
    pool = _Pool(list(shards), make, workers, private)
    try:
        for number, copies in enumerate(shards):
            yield from pool.items(number, copies, encoder_of)
    finally:
        pool.stop()


class _Pool:
    def __init__(self, shards: list[range], make: Make, workers: int, private: Sequence[int]) -> None:
        self._make = make
        context = multiprocessing.get_context("fork")
        pipes = [context.Pipe(duplex=False) for _ in range(min(workers, len(shards)))]
        self._sources: list[Connection | None] = [source for source, _ in pipes]
        self._processes = []
        for number, (_, sink) in enumerate(pipes):
            foreign = [*private, *(end.fileno() for pair in pipes for end in pair if end is not sink)]
            process = context.Process(
                target=_work,
                args=(sink, shards[number :: len(pipes)], make, foreign),
                name=f"{PROCESS}-{number}",
                daemon=True,
            )
            with warnings.catch_warnings():
                # Python warns of forks of a process with threads; ours hold no lock that a child would ask for.
                warnings.simplefilter("ignore", DeprecationWarning)
                process.start()
            self._processes.append(process)
        for _, sink in pipes:
            sink.close()

    def items(self, number: int, copies: range, encoder_of: EncoderOf) -> Iterator[Item]:
        """The items of a shard; from the place where its process stopped, made here."""
        place = number % len(self._sources)
        source, taken = self._sources[place], 0
        if source is not None:
            try:
                for item in _received(source, copies, encoder_of, self._make):
                    yield item
                    taken += 1
                return
            except (EOFError, OSError):
                self._sources[place] = None
        yield from itertools.islice(self._make(copies), taken, None)

    def stop(self) -> None:
        """End the processes, whatever they do."""
        for source in filter(None, self._sources):
            source.close()
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()


def _received(source: Connection, copies: range, encoder_of: EncoderOf, make: Make) -> Iterator[Item]:
    """What ``_sent`` sends of one shard."""
    place = 0
    while head := _taken(source):
        name, schema, rows = pickle.loads(head)
        yield (
            encoder_of(name, pa.ipc.read_schema(pa.py_buffer(schema))),
            Elsewhere(rows, _again(make, copies, place)),
        )
        while chunk := _taken(source):
            yield chunk
        yield END
        place += 1


def _taken(source: Connection) -> bytes:
    if not source.poll(PATIENCE):
        raise EOFError
    return source.recv_bytes()


def _again(make: Make, copies: range, place: int) -> Callable[[], pa.RecordBatch]:
    """The prepared batch that is so far behind in a shard."""

    def again() -> Any:
        heads = (item for item in make(copies) if isinstance(item, tuple))
        return next(itertools.islice(heads, place, None))[1]

    return again


def _work(sink: Connection, shards: list[range], make: Make, foreign: list[int]) -> None:
    """A process: make these shards, and send them as they are taken."""
    # Its columns come and go by the shard; malloc gives them back sooner than Arrow's own pool, and finds them faster.
    pa.set_memory_pool(pa.system_memory_pool())
    gc.freeze()  # what was inherited stays; to look through it again and again takes a tenth of the time
    # Whoever presses Ctrl-C means the one that sends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for file in foreign:
        with contextlib.suppress(OSError):
            os.close(file)
    with contextlib.suppress(OSError):
        fcntl.fcntl(sink.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)
    ready: queue.Queue[bytes | None] = queue.Queue(_AHEAD)
    sender = threading.Thread(target=_send, args=(sink, ready), daemon=True)
    sender.start()
    try:
        for copies in shards:
            for message in _sent(make(copies)):
                ready.put(message)
        ready.put(None)
        sender.join()
    except BaseException:
        # It is made again by the one that sends, who then has the error to tell.
        ready.put(None)
        sender.join()
    finally:
        os._exit(0)


def _send(sink: Connection, ready: queue.Queue[bytes | None]) -> None:
    try:
        while (message := ready.get()) is not None:
            sink.send_bytes(message)
    except OSError:
        os._exit(1)  # nobody takes them any more


def _sent(items: Iterator[Item]) -> Iterator[bytes]:
    """A shard as messages: for each part a head, its chunks, and nothing; then nothing."""
    for item in items:
        if isinstance(item, tuple):
            encoder, batch = item
            yield pickle.dumps((encoder.table.name, encoder.given.serialize().to_pybytes(), batch.num_rows))
        else:
            yield item if isinstance(item, bytes) else b""
    yield b""
