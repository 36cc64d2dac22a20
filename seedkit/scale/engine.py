"""Who makes the parts: a cluster of dask, any scheduler's, or one on this machine for the duration."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from ..errors import TargetError, UsageError

__all__ = ["Dask", "dask_engine"]

_T = TypeVar("_T")

#: How often a part is tried again when its worker was lost or its place could not be written to.
RETRIES = 3


class Dask:
    """``made(function, arguments)``: the results, as they come. Functions are pure, so that losing one is no harm."""

    def __init__(self, client: Any) -> None:
        self._client = client

    @property
    def where(self) -> str:
        """The scheduler and how many work for it."""
        workers = len(self._client.scheduler_info(n_workers=-1)["workers"])
        return f"{self._client.scheduler.address}, {workers} workers"

    def made(self, function: Callable[..., _T], arguments: Iterable[tuple[Any, ...]]) -> Iterator[_T]:
        """The results of all calls, in the order in which they end. Raises TargetError where workers keep dying."""
        from distributed import KilledWorker, as_completed

        calls = [self._client.submit(function, *given, pure=False, retries=RETRIES) for given in arguments]
        try:
            for call in as_completed(calls):
                yield call.result()
        except KilledWorker as error:
            raise TargetError(
                f"dask lost every worker that made a part: {error}",
                hint="Give workers more memory, or make parts smaller: --part-rows",
            ) from error
        finally:
            self._client.cancel(calls)


@contextlib.contextmanager
def dask_engine(scheduler: str | None = None, *, workers: int | None = None) -> Iterator[Dask]:
    """The engine at a scheduler's address (``tcp://…``, ``tls://…``); without one, processes of this machine."""
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise UsageError(
            "--engine dask needs more packages", hint="pip install 'seedkit-postgres[dask]'"
        ) from error
    with contextlib.ExitStack() as closing:
        if scheduler is None:
            cluster = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address=None,
                host="127.0.0.1",
                silence_logs=logging.ERROR,
            )
            client = Client(closing.enter_context(cluster))
        else:
            try:
                client = Client(scheduler, timeout="10s")
            except (OSError, TimeoutError, ValueError) as error:
                raise TargetError(
                    f"no scheduler answers at {scheduler}",
                    got=scheduler,
                    hint="For instance tcp://127.0.0.1:8786",
                ) from error
        yield Dask(closing.enter_context(client))
