"""The name of a store comes in: a folder, "memory:" or a URL; what keeps it goes out."""

from __future__ import annotations

from pathlib import Path

from kg.stores.backend import Backend

__all__ = ["is_server", "open_backend"]


def is_server(where: str | Path) -> bool:
    """Whether a store is at a server, not in a folder."""
    return str(where).lower().startswith(("http://", "https://"))


def open_backend(name: str, *, create: bool, read_only: bool, base: str) -> Backend:
    """What keeps the store of that name; each kind is imported only where it is used."""
    if name == "memory:":
        from kg.stores.local import open_memory

        return open_memory()
    if is_server(name):
        from kg.stores.server import open_server

        return open_server(name, base=base, read_only=read_only)
    from kg.stores.local import open_folder

    return open_folder(Path(name), create=create and not read_only, read_only=read_only)
