"""A store comes in; the picture and a file of every export format go out, all into one folder."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.console import count, progress, say

if TYPE_CHECKING:
    from kg.network import Network
    from kg.store import Store

__all__ = ["PAGE", "say_network", "write_all"]

PAGE = "graph.html"


def write_all(store: Store, folder: Path) -> None:
    """Write the page and every export of `store` into `folder`; say what is in them and where they are."""
    from kg.export import export_all
    from kg.network import load_network
    from kg.view import write_page

    page = folder / PAGE
    with progress("Writing"):
        network = load_network(store)
        write_page(network, page)
        files = export_all(store, folder)
    say_network(network)
    say(f"Picture: {page}")
    say(f"Exports in {folder}: {', '.join(file.name for file in files)}")


def say_network(network: Network) -> None:
    """Say how much is in the graph: actors, and statements by family."""
    families = Counter(str(facts["family"]) for _, _, facts in network.edges(data=True))
    actors = sum(not facts["claim"] for _, facts in network.nodes(data=True))
    told = ", ".join(f"{number:,} {family}" for family, number in families.most_common())
    details = f" ({told})" if told else ""
    say(f"Graph: {count(actors, 'actor')}, {count(families.total(), 'statement')}{details}.")
