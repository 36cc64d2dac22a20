"""A proxy in front of Postgres that does what poolers do to a connection's start."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def announcing_another_pid(port: int) -> Iterator[int]:
    """A port that leads to ``port``, with another process id in the server's BackendKeyData."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_serve, args=(listener, port), daemon=True).start()
        yield listener.getsockname()[1]


def _serve(listener: socket.socket, port: int) -> None:
    with contextlib.suppress(OSError):
        while True:
            client, _ = listener.accept()
            server = socket.create_connection(("127.0.0.1", port))
            threading.Thread(target=_pump, args=(client, server, False), daemon=True).start()
            threading.Thread(target=_pump, args=(server, client, True), daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket, rewrite: bool) -> None:
    with contextlib.suppress(OSError), source, sink:
        while chunk := source.recv(65536):
            sink.sendall(_with_another_pid(chunk) if rewrite else chunk)


def _with_another_pid(chunk: bytes) -> bytes:
    """BackendKeyData is ``K``, a length (12, or longer since protocol 3.2), the pid and a secret."""
    start = chunk.find(b"K\x00\x00\x00")
    if start < 0:
        return chunk
    return chunk[: start + 5] + struct.pack(">i", 424_242) + chunk[start + 9 :]
