"""Generation and encoding in a worker thread, a bounded distance ahead of the COPY that sends."""

from __future__ import annotations

import contextlib
import contextvars
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from .copy import Encoder

__all__ = ["Part", "overlapped"]

#: Encoded pieces (about 1 MiB each) that may wait for the server: memory stays flat in row count.
_AHEAD = 16
_POLL = 0.1


@dataclass(frozen=True)
class Part:
    """One prepared batch on its way: how to copy it, and its COPY data. ``chunks`` can be read once."""

    encoder: Encoder
    batch: pa.RecordBatch
    chunks: Iterator[bytes]


@dataclass(frozen=True)
class _End:
    """The end of a part, or of everything; with the error that ended it."""

    error: BaseException | None = None


_Item = tuple[Encoder, pa.RecordBatch] | bytes | _End


def overlapped(
    batches: Iterable[tuple[str, pa.RecordBatch]], encoder_of: Callable[[str, pa.Schema], Encoder]
) -> Iterator[Part]:
    """The batches, prepared and encoded by another thread while the caller sends what came before.

    An error in the worker is raised here, at the place where its rows would have come. The
    caller reads the chunks of a part before it asks for the next; closing this stops the worker.
    """
    worker = _Worker(batches, encoder_of)
    worker.start()
    try:
        while isinstance(item := worker.take(), tuple):
            yield Part(*item, worker.rest_of_part())
    finally:
        worker.stop()


class _Worker(threading.Thread):
    def __init__(
        self, batches: Iterable[tuple[str, pa.RecordBatch]], encoder_of: Callable[[str, pa.Schema], Encoder]
    ) -> None:
        super().__init__(name="seedkit-encode", daemon=True)
        self._batches, self._encoder_of = batches, encoder_of
        self._queue: queue.Queue[_Item] = queue.Queue(_AHEAD)
        self._stopped = threading.Event()
        self._context = contextvars.copy_context()

    def run(self) -> None:
        try:
            self._context.run(self._produce)
            self._put(_End())
        except _StoppedError:
            pass
        except BaseException as error:
            self._put_last(error)

    def take(self) -> _Item:
        """The next item; the worker's error, if it ended with one."""
        item = self._queue.get()
        if isinstance(item, _End) and item.error is not None:
            raise item.error
        return item

    def rest_of_part(self) -> Iterator[bytes]:
        while isinstance(item := self.take(), bytes):
            yield item

    def stop(self) -> None:
        self._stopped.set()
        self.join(timeout=2)

    def _produce(self) -> None:
        for name, batch in self._batches:
            if not batch.num_rows:
                continue
            encoder = self._encoder_of(name, batch.schema)
            prepared = encoder.prepare(batch)
            self._put((encoder, prepared))
            for chunk in encoder.chunks(prepared):
                self._put(chunk)
            self._put(_End())

    def _put_last(self, error: BaseException) -> None:
        with contextlib.suppress(_StoppedError):
            self._put(_End(error))

    def _put(self, item: _Item) -> None:
        while not self._stopped.is_set():
            try:
                return self._queue.put(item, timeout=_POLL)
            except queue.Full:
                continue
        raise _StoppedError


class _StoppedError(Exception):
    """The caller wants no more."""
