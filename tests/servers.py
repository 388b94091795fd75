"""Real SPARQL servers for tests: Virtuoso on this machine alone, with data and a user of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from virtuosos import Virtuoso

USER, PASSWORD = "analyst", "kept-secret-7d1"


def environment(server: Virtuoso) -> dict[str, str]:
    """What tells `kg` where a server takes what, and from whom."""
    return {
        "KG_UPDATE_URL": server.url + "-auth",
        "KG_GRAPH_STORE_URL": server.url + "-graph-crud-auth",
        "KG_STORE_USER": USER,
        "KG_STORE_PASSWORD": PASSWORD,
    }


def make_user(server: Virtuoso) -> None:
    """One who may update, and nothing else; the administrator's password is changed too."""
    server.isql(f"DB.DBA.USER_CREATE('{USER}', '{PASSWORD}');")
    server.isql(f'GRANT SPARQL_UPDATE TO "{USER}";')
    server.isql(f"SET PASSWORD dba {PASSWORD.replace('-', '_')};")


@pytest.fixture(scope="session")
def running_virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """The server, started once; skipped where it is not installed, but for CI, where it must be."""
    if shutil.which("virtuoso-t") is None and not os.environ.get("CI"):
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource)")
    server = Virtuoso(tmp_path_factory.mktemp("virtuoso"))
    server.start()
    make_user(server)
    yield server
    server.kill()


@pytest.fixture
def virtuoso(running_virtuoso: Virtuoso, monkeypatch: pytest.MonkeyPatch) -> Virtuoso:
    """The server without any data of ours, and the environment that leads to it."""
    for name, value in environment(running_virtuoso).items():
        monkeypatch.setenv(name, value)
    empty(running_virtuoso.url)
    return running_virtuoso


def empty(url: str) -> None:
    """Drop every graph that a store can have."""
    from kg.store import open_store
    from kg.stores.journal import journal_graph
    from kg.stores.writers import writers_graph
    from kg.terms import DEFAULT_BASE, graph_iri

    with open_store(url) as store:
        names = [graph_iri(name, base=DEFAULT_BASE) for name in ("links", "ontology", "corrections")]
        names += [document.document for document in store.documents()]
        names += [journal_graph(DEFAULT_BASE), writers_graph(DEFAULT_BASE)]
        store._backend._drop(names)  # type: ignore[attr-defined]
