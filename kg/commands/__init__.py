"""The commands of `kg`, one small module each, in the order in which `kg --help` lists them."""

from __future__ import annotations

import click

from kg.commands.build import build
from kg.commands.check import check
from kg.commands.correct import confirm, merge, reject, rename, split, undo
from kg.commands.documents import documents, remove
from kg.commands.explain import explain
from kg.commands.export import export
from kg.commands.extract import extract
from kg.commands.query import query
from kg.commands.serve import serve
from kg.commands.view import view

__all__ = ["COMMANDS"]

COMMANDS: tuple[click.Command, ...] = (
    build,
    extract,
    query,
    explain,
    view,
    export,
    serve,
    documents,
    remove,
    merge,
    split,
    rename,
    reject,
    confirm,
    undo,
    check,
)
