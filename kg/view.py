"""A network comes in; one HTML page that holds all it needs, and asks no host for anything, goes out.

pyvis gives the network's data and the vis-network library; the template is our own, because pyvis's own loads
its parts from other hosts and runs script found in a text.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from kg.files import write_whole
from kg.garbage import uncollected
from kg.network import Network
from kg.page_data import PageData, page_data
from kg.store import Store

__all__ = ["Picture", "page_html", "picture", "write_page"]

_SCRIPTS = (
    "data", "look", "filters", "facets", "draw", "many", "bundles", "labels", "state", "quotes", "panel",
    "search", "table", "time", "paths", "blocs", "address", "main",
)  # fmt: skip
_VIS = ("templates", "lib", "vis-9.1.2", "vis-network.min.js")


def write_page(network: Network, path: str | Path, *, title: str = "Actors and relations") -> None:
    """Write the page of `network` to `path`, whole or not at all. The same network gives the same bytes."""
    write_whole(path, page_html(network, title=title))


@dataclass(frozen=True, slots=True)
class Picture:
    """A page that a notebook shows in place, as the value of a cell."""

    html: str
    height: int

    def _repr_html_(self) -> str:
        looks = f'style="width:100%;height:{self.height}px;border:1px solid #ccc"'
        rights = 'sandbox="allow-scripts allow-downloads"'
        return f'<iframe {rights} srcdoc="{escape(self.html)}" {looks}></iframe>'


def picture(shown: Network | Store, *, title: str = "Actors and relations", height: int = 640) -> Picture:
    """The page of a network, or of all that a store holds, for a notebook; `height` in CSS pixels."""
    network = shown.network() if isinstance(shown, Store) else shown
    return Picture(page_html(network, title=title), height)


def page_html(network: Network, *, title: str = "Actors and relations") -> str:
    """The page as text. `title` and everything out of documents is shown as text, never run."""
    with uncollected():
        graph, texts = _carried(network)
    style, vis, script = _style(), _vis_network(), _script()
    policy = "; ".join((
        "default-src 'none'", f"script-src {_hash(vis)} {_hash(script)}", f"style-src {_hash(style)}",
        "img-src data: blob:", "base-uri 'none'", "form-action 'none'",
    ))  # fmt: skip
    page: str = _template().render(
        title=title,
        policy=policy,
        style=Markup(style),
        vis=Markup(vis),
        script=Markup(script),
        graph=graph,
        texts=texts,
    )
    return page


def _carried(network: Network) -> tuple[Markup, Markup]:
    """What is drawn, and the texts; all else that was made on the way is let go of before it is counted."""
    data = page_data(network)
    return _json(_pyvis_data(data) | data.facts), _json(data.texts)


def _pyvis_data(data: PageData) -> dict[str, Any]:
    """Filled directly: `add_edge` looks through all edges so far, and an undirected network drops edges."""
    from pyvis.network import (
        Network as VisNetwork,
    )  # its IPython takes a quarter of a second: only who draws pays

    drawn = VisNetwork(directed=True)
    drawn.nodes, drawn.edges = data.nodes, data.edges
    drawn.toggle_physics(False)
    nodes, edges, *_ = drawn.get_network_data()
    return {"nodes": nodes, "edges": edges}


def _json(value: Any) -> Markup:
    """JSON that no text inside can end: within a script element only `<` could."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


@cache
def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _page(name: str) -> str:
    return files("kg").joinpath("pages", name).read_text("utf-8").replace("\r\n", "\n")


@cache
def _template() -> Any:
    return Environment(autoescape=True, keep_trailing_newline=True).from_string(_page("page.html"))


def _style() -> str:
    return _page("page.css")


def _script() -> str:
    parts = "\n".join(_page(f"{name}.js") for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}\n}})();\n'


@cache
def _vis_network() -> str:
    """The library as pyvis ships it; a browser reads CR LF as LF, and so must the hash."""
    return files("pyvis").joinpath(*_VIS).read_text("utf-8").replace("\r\n", "\n").replace("\r", "\n")
