"""Generation and encoding in a worker thread, a bounded distance ahead of the COPY that sends."""

from __future__ import annotations

import contextlib
import contextvars
import queue
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from .copy import Elsewhere, Encoder

__all__ = ["END", "EncoderOf", "Item", "Part", "items_of", "overlapped", "parts_of"]

#: Encoded pieces (about 1 MiB each) that may wait for the server: memory stays flat in row count.
_AHEAD = 16
_POLL = 0.1

#: The encoder for the batches of a table that have this schema.
EncoderOf = Callable[[str, pa.Schema], Encoder]


@dataclass(frozen=True)
class Part:
    """One prepared batch on its way: how to copy it, and its COPY data. ``chunks`` can be read once."""

    encoder: Encoder
    batch: pa.RecordBatch | Elsewhere
    chunks: Iterator[bytes]


@dataclass(frozen=True)
class _End:
    """The end of a part."""


#: What parts are on their way: the encoder and the batch, its COPY data, the end of it.
Item = tuple[Encoder, pa.RecordBatch | Elsewhere] | bytes | _End
END = _End()


def items_of(batches: Iterable[tuple[str, pa.RecordBatch]], encoder_of: EncoderOf) -> Iterator[Item]:
    """The batches that have rows, prepared and encoded: equal batches give equal items."""
    for name, batch in batches:
        if not batch.num_rows:
            continue
        encoder = encoder_of(name, batch.schema)
        prepared = encoder.prepare(batch)
        yield encoder, prepared
        yield from filter(None, encoder.chunks(prepared))
        yield END


def parts_of(items: Iterator[Item]) -> Iterator[Part]:
    """The same as parts. The caller reads the chunks of a part before it asks for the next."""

    def rest() -> Iterator[bytes]:
        while isinstance(item := next(items, END), bytes):
            yield item

    while isinstance(item := next(items, END), tuple):
        yield Part(*item, rest())


def overlapped(batches: Iterable[tuple[str, pa.RecordBatch]], encoder_of: EncoderOf) -> Generator[Part]:
    """The batches, prepared and encoded by another thread while the caller sends what came before.

    An error in the worker is raised here, at the place where its rows would have come. Closing this stops the worker.
    """
    worker = _Worker(items_of(batches, encoder_of))
    worker.start()
    try:
        yield from parts_of(worker.items())
    finally:
        worker.stop()


class _Worker(threading.Thread):
    def __init__(self, items: Iterator[Item]) -> None:
        super().__init__(name="seedkit-encode", daemon=True)
        self._items = items
        self._queue: queue.Queue[Item | _Over] = queue.Queue(_AHEAD)
        self._stopped = threading.Event()
        self._context = contextvars.copy_context()

    def run(self) -> None:
        try:
            self._context.run(self._produce)
            self._put(_Over())
        except _StoppedError:
            pass
        except BaseException as error:
            with contextlib.suppress(_StoppedError):
                self._put(_Over(error))

    def items(self) -> Iterator[Item]:
        """All items; the worker's error, if it ended with one."""
        while not isinstance(item := self._queue.get(), _Over):
            yield item
        if item.error is not None:
            raise item.error

    def stop(self) -> None:
        self._stopped.set()
        self.join(timeout=2)

    def _produce(self) -> None:
        for item in self._items:
            self._put(item)

    def _put(self, item: Item | _Over) -> None:
        while not self._stopped.is_set():
            try:
                return self._queue.put(item, timeout=_POLL)
            except queue.Full:
                continue
        raise _StoppedError


@dataclass(frozen=True)
class _Over:
    """Nothing more comes; the error that ended it."""

    error: BaseException | None = None


class _StoppedError(Exception):
    """The caller wants no more."""
