"""actor-kg reads news reports and draws who is allied with, fights, talks with and denies whom.

`open_store(".kg").network()` is a networkx graph of what was read, `picture(store)` its page in a notebook.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.store import open_store
    from kg.view import picture

__all__ = ["__version__", "open_store", "picture"]
__version__ = "0.1.0"

_HOMES = {"open_store": "kg.store", "picture": "kg.view"}


def __getattr__(name: str) -> Any:
    """Found when first asked for, so that `import kg` alone loads no library."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
