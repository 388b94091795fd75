"""The example notebook runs from its first cell to its last in IPython, and shows the demo's graph."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from networks import filled_store

import kg


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> InteractiveShell:
    """What runs the cells in Jupyter as well; its history stays in a folder of the test's."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    shell = InteractiveShell()
    shell.history_manager.enabled = False
    return shell


def shown(shell: InteractiveShell, done: ExecutionResult) -> dict[str, str]:
    return shell.display_formatter.format(done.result)[0]


def test_the_notebook_runs(root: Path, shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    notebook = json.loads((root / "docs" / "notebook.ipynb").read_text("utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    done = [shell.run_cell(cell) for cell in cells]
    for one in done:
        one.raise_error()
    assert done[1].result >= 5
    assert all(len(row) == 3 for row in done[2].result) and done[2].result
    assert "Iran" in [name for name, _ in done[3].result]
    assert "sandbox=" in shown(shell, done[-1])["text/html"]
    assert "Iran" in shown(shell, done[-1])["text/html"]


def test_a_store_is_a_network_and_a_picture() -> None:
    with filled_store() as store:
        network = store.network()
        assert network.number_of_edges() == 18
        assert kg.picture(store) == kg.picture(network)


def test_the_package_offers_what_it_names() -> None:
    assert all(callable(getattr(kg, name)) for name in kg.__all__ if name != "__version__")
    with pytest.raises(AttributeError, match="no attribute 'open_shop'"):
        kg.open_shop  # noqa: B018


def test_importing_the_package_loads_no_library() -> None:
    code = "import sys; before = set(sys.modules); import kg; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert {name.split(".")[0] for name in done.stdout.split()} - sys.stdlib_module_names == {"kg"}
