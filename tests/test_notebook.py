"""The example notebook runs from its first cell to its last, and its picture holds the demo's graph."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from kg.view import Picture


def run(cell: str, names: dict[str, Any]) -> Any:
    """Run a cell as Jupyter does: the value of its last expression is its output."""
    body = ast.parse(cell).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None


def test_the_notebook_runs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    notebook = json.loads((root / "docs" / "notebook.ipynb").read_text("utf-8"))
    names: dict[str, Any] = {}
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    outputs = [run(cell, names) for cell in cells]
    assert outputs[1] >= 5
    assert all(len(row) == 3 for row in outputs[2]) and outputs[2]
    assert isinstance(outputs[-1], Picture)
    assert "Iran" in outputs[-1].html
