"""`kg query`: a named question or SPARQL comes in, a table of answers goes out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kg.commands.console import count, say
from kg.commands.options import example, store_option
from kg.commands.tables import write_table

if TYPE_CHECKING:
    from kg.queries import Question

__all__ = ["query"]


@click.command(
    short_help="Ask the graph, by a question's name or in SPARQL.",
    epilog=example(
        "kg query --list",
        "kg query evidence first=ISIL second=JRTN",
        "kg query 'SELECT ?who ?whom { ?who kg:fights ?whom }' --format csv",
        "kg query - < question.rq",
    ),
)
@click.argument("question", required=False, metavar="NAME|SPARQL")
@click.argument("parameters", nargs=-1, metavar="[KEY=VALUE]...")
@store_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="csv and json are the forms of the SPARQL 1.1 standard.",
)
@click.option(
    "--list", "listing", is_flag=True, help="Show the questions that have a name, and their parameters."
)
def query(question: str | None, parameters: tuple[str, ...], store: str, form: str, listing: bool) -> None:
    """Ask the graph: a question that has a name, or SPARQL.

    A question may have parameters, given as KEY=VALUE. SPARQL may use the prefixes kg:, actor:, rdf:, rdfs:,
    skos:, xsd:, prov: and dcterms: without declaring them; `-` reads it from standard input.
    """
    from kg.queries import ask, named_questions

    if listing:
        _list(list(named_questions().values()))
        return
    if question is None:
        raise click.UsageError(
            "Give a question's name or SPARQL, or --list for the questions that have a name."
        )
    bindings = _bindings(parameters)
    from kg.store import open_store

    sparql = sys.stdin.read() if question == "-" else question
    with open_store(store, create=False, read_only=True) as opened:
        table = ask(opened, sparql, bindings)
    write_table(table, form)
    if form == "table":
        say(count(len(table), "row"))


def _bindings(parameters: tuple[str, ...]) -> dict[str, str]:
    """`KEY=VALUE` pairs as a dictionary. Raises UsageError for anything else."""
    pairs = [parameter.partition("=") for parameter in parameters]
    for (key, sign, _), parameter in zip(pairs, parameters, strict=True):
        if not (key and sign):
            raise click.UsageError(
                f'"{parameter}" is no KEY=VALUE; quote SPARQL and values that hold spaces.'
            )
    return {key: value for key, _, value in pairs}


def _list(questions: list[Question]) -> None:
    for question in questions:
        names = [f"{p.name}=..." if p.required else f"[{p.name}=...]" for p in question.parameters]
        click.echo(" ".join([question.name, *names]))
        click.echo(f"    {question.help}")
        for parameter in question.parameters:
            click.echo(f"    {parameter.name}: {parameter.help}")
