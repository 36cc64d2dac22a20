"""Where parts go: any place that fsspec can write to, a folder of this machine or an object store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..errors import OutputError, UsageError
from ..export.output import MANIFEST, is_manifest

__all__ = ["Store"]


class Store:
    """A place by its URL: ``out``, ``file:///data/out``, ``s3://bucket/out``. Files there are whole or absent."""

    def __init__(self, url: str) -> None:
        fsspec = _fsspec()
        self.url = url
        try:
            self._files, self._root = fsspec.core.url_to_fs(url)
        except (ImportError, ValueError) as error:
            raise UsageError(f"{url} cannot be written to: {error}", got=url) from error

    def refuse_taken(self, *, force: bool) -> None:
        """Raise OutputError where something else is there, or an export that ``force`` does not replace."""
        if not self._files.exists(self._root) or not self._files.ls(self._root, detail=False):
            return
        if not is_manifest(self.manifest()):
            raise OutputError(
                f"{self.url} holds files that are no finished export",
                got=self.url,
                hint="Name another place, or empty it",
            )
        if not force:
            raise OutputError(f"{self.url} is there already", got=self.url, hint="Replace it: --force")

    def manifest(self) -> Any:
        """What the manifest says, None without one."""
        try:
            return json.loads(self._files.cat_file(self._path(MANIFEST)))
        except (OSError, ValueError):
            return None

    def clear(self) -> None:
        """Remove the export that is there, its manifest first: from then on it is none."""
        if self._files.exists(self._path(MANIFEST)):
            self._files.rm(self._path(MANIFEST))
        if self._files.exists(self._root):
            self._files.rm(self._root, recursive=True)

    def put(self, file: Path, name: str) -> None:
        """A file of this machine under this name. Whoever is cut off leaves the old one or none."""
        path = self._path(name)
        self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
        if "file" in _protocols(self._files):
            draft = f"{path}.part"
            self._files.put_file(str(file), draft)
            Path(draft).replace(path)
        else:
            self._files.put_file(str(file), path)

    def finish(self, manifest: dict[str, Any]) -> None:
        """Write the manifest: with it the export is there."""
        text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
        self._files.makedirs(self._root, exist_ok=True)
        self._files.pipe_file(self._path(MANIFEST), text.encode())

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"


def _protocols(files: Any) -> tuple[str, ...]:
    return (files.protocol,) if isinstance(files.protocol, str) else tuple(files.protocol)


def _fsspec() -> Any:
    try:
        import fsspec
        import fsspec.core
    except ImportError as error:
        raise UsageError(
            "distribution needs more packages", hint="pip install 'seedkit-postgres[dask]'"
        ) from error
    return fsspec
