"""What is asked of the OS: ports, processes, processors, shared memory."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

from .binaries import run

HOST = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether a server may listen on this port of 127.0.0.1."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As Postgres does: a port whose last connections linger in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def has_shared_memory() -> bool:
    """Whether parallel queries have room to share; only Linux keeps it in a file system of its own."""
    try:
        return shutil.disk_usage("/dev/shm").total >= 512 << 20
    except OSError:
        return True


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def exists(pid: int) -> bool:
    """Whether there is such a process, zombies included."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def memory_in_use(pid_file: Path) -> bool:
    """Whether a process is still attached to the shared memory that this pid file names (Linux)."""
    try:
        shared_memory = pid_file.read_text().splitlines()[6].split()[1]
        segments = Path("/proc/sysvipc/shm").read_text().splitlines()[1:]
    except (OSError, IndexError):
        return False
    return any(s.split()[1] == shared_memory and s.split()[6] != "0" for s in segments)


def is_postgres(pid: int, data: Path) -> bool:
    """Whether the process is a server of this data directory, by its command line."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        command = run(["ps", "-o", "command=", "-p", str(pid)], user=None).stdout
    return str(data) in command
