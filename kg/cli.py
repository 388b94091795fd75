"""The `kg` command: arguments come in, an exit code goes out.

0 is good, 1 a named error, 2 wrong usage, 130 Ctrl-C.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

import click

from kg.commands import COMMANDS
from kg.commands.console import say
from kg.errors import KgError

__all__ = ["kg", "main", "run"]

TOUR = """\
News reports in, a graph of actors and their relations out.

\b
A first tour:
  kg build reports/                read a folder, store the graph in .kg/,
                                   write picture and exports into exports/
  kg query --list                  the questions that have a name
  kg query allies                  ask one of them
  kg query 'SELECT ...'            ask in SPARQL
  kg view --out graph.html         only the picture
  kg export gexf --out graph.gexf  only one export, here for Gephi
  kg documents                     what has been read

Every relation keeps its sentence, who said it, and whether it has happened (actual), may happen (possible)
or is denied (negated). Results go to standard output, messages and progress to standard error; `-` stands for
standard input or output. `kg COMMAND --help` shows each command with an example.

\b
A store at a SPARQL server: --store is the URL that takes queries, the environment tells the rest.
  KG_UPDATE_URL                    takes updates, if that is another URL
  KG_GRAPH_STORE_URL               takes whole graphs, for faster loading
  KG_STORE_USER, KG_STORE_PASSWORD who writes (and reads, where the server asks)
"""


class _InOrder(click.Group):
    """Lists its commands in the order in which they were added, the one to begin with first."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=_InOrder,
    help=TOUR,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(package_name="actor-kg", prog_name="kg")
def kg() -> None:
    """Hold the commands; each is a module of `kg.commands`."""


for command in COMMANDS:
    kg.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (None: the process's own arguments); returns the exit code."""
    _write_utf8(sys.stdout)
    _write_utf8(sys.stderr)
    try:
        return kg.main(args=arguments, prog_name="kg", standalone_mode=False) or 0
    except click.Abort:
        say("kg: stopped.")
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KgError, OSError) as error:
        return _fail(error)


def _fail(error: KgError | OSError) -> int:
    where = getattr(error, "filename", None)
    say(f"kg: {where}: {getattr(error, 'strerror', error)}" if where else f"kg: {error}")
    return 1


def _write_utf8(stream: object) -> None:
    """Names and sentences are of all scripts: never fail on a terminal's narrow encoding."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
