"""Gold sets in ../shared come in; docs/quality.md, and the figures in README.md, go out.

    python -m benchmarks.quality [--shared DIR] [--kg COMMAND] [--work DIR]

The sets and their scorer are not part of the project (see ../shared/eval/README.md); where they are missing,
nothing is written. What stands below the marker in docs/quality.md is written by hand and kept.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE, README = ROOT / "docs" / "quality.md", ROOT / "README.md"
KEEP = "<!-- Below this line the page is written by hand. -->"
FIRST, LAST = "<!-- figures, written by make quality -->", "<!-- end of figures -->"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, the first group of `pattern` in the scorer's output, and what is wanted of it."""

    gold: str
    name: str
    pattern: str
    least: float
    aim: float


FIGURES = (
    Figure("analyst", "actors found (F1)", r"^actors found .*F1 ([\d.]+)", 0.75, 0.90),
    Figure("analyst", "relations (F1)", r"^relations  .*F1 ([\d.]+)", 0.45, 0.80),
    Figure("analyst", "alliedWith, fights, talksWith, denies (F1)", r"^core four .*F1 ([\d.]+)", 0.50, 0.85),
    Figure("analyst", "status right, of the relations found", r"^status right.*: ([\d.]+)", 0.85, 0.95),
    Figure("analyst", "speaker, on the relations found (F1)", r"^speaker, .*F1 ([\d.]+)", 0.55, 0.78),
    Figure("sentences", "all nine relations (F1)", r"^all relations .*F1 ([\d.]+)", 0.42, 0.65),
    Figure("sentences", "status right, of the relations found", r"^status right.*: ([\d.]+)", 0.90, 0.95),
    Figure("re3d", "all its relations (F1)", r"^all relations .*F1 ([\d.]+)", 0.25, 0.45),
    Figure("plover", "gold events found (recall)", r"^gold events found .*R ([\d.]+) ", 0.55, 0.80),
    Figure(
        "plover", "relation right when the pair is", r"relation right when the pair is ([\d.]+);", 0.75, 0.90
    ),
)

HEAD = """\
# How well it reads

Measured on {day} at commit {commit} with `make quality`, on four sets of text that nobody on this
project wrote. They are development sets: the project was tuned while looking at them, so expect somewhat less
on text of another kind. A sub-type counts as its family.

| set | figure | measured | at least | aim |
|---|---|---|---|---|
"""

COREFERENCE = """\
## Who is taken for whom

Coreference in the dev part of GUM: its written genres; persons, organisations and places. The first rows
are the measures of CoNLL 2012, end to end. The others count, of the pronouns and definite descriptions whose
chain was named before (number in brackets), how many are tied to a name of that chain (recall), and of those
tied to a name, how many rightly (precision). `python -m benchmarks.coreference -v` lists them.

"""

SETS = """
- **analyst**: whole news stories on Iraq, June 2014, annotated as an analyst would draw them, two of them.
- **sentences**: single sentences of open text with relations between spans.
- **re3d**: reports on Syria and Iraq with relations between mentions (Defence Science and Technology
  Laboratory).
- **plover**: one coded political event a sentence, all regions of the world (Open Event Data Alliance).
"""


def main() -> None:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the gold sets' folder")
    parser.add_argument("--kg", default=f"{sys.executable} -m kg", help="the command to measure")
    parser.add_argument("--work", type=Path, default=None, help="keep predictions and errors here")
    arguments = parser.parse_args()
    if not (arguments.shared / "eval" / "measure.py").is_file():
        sys.exit(f"{arguments.shared}: no gold sets here; give their folder with --shared")
    work = arguments.work or Path(tempfile.mkdtemp(prefix="quality-"))
    printed = measure(arguments.shared, arguments.kg, work)
    chains = coreference(arguments.shared / "language-data" / "gum-dev.conllu.gz")
    print(printed, chains, sep="\n")
    PAGE.parent.mkdir(exist_ok=True)
    values = figures(printed)
    PAGE.write_text(page(printed, values, chains, kept(PAGE)), encoding="utf-8")
    README.write_text(with_figures(README.read_text(encoding="utf-8"), values), encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}, {README.relative_to(ROOT)}")


def measure(shared: Path, command: str, work: Path) -> str:
    """What the sets' own `measure.py` prints: one part a set, each under `## name`."""
    run = [sys.executable, str(shared / "eval" / "measure.py"), "--kg", command, "--work", str(work), "-v"]
    return subprocess.run(run, stdout=subprocess.PIPE, text=True, check=True).stdout


def coreference(treebank: Path) -> str:
    """The section on coreference; empty where the treebank is missing."""
    if not treebank.is_file():
        return ""
    run = [sys.executable, "-m", "benchmarks.coreference", str(treebank)]
    printed = subprocess.run(run, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    return f"{COREFERENCE}{printed.strip()}\n\n"


def parts_of(printed: str) -> dict[str, str]:
    return dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", printed, re.MULTILINE | re.DOTALL))


def figures(printed: str) -> list[float]:
    """The value of each of FIGURES; the scorer leaves one out where nothing at all was found."""
    parts = parts_of(printed)
    found = [re.search(figure.pattern, parts[figure.gold], re.MULTILINE) for figure in FIGURES]
    return [float(match[1]) if match else 0.0 for match in found]


def page(printed: str, values: Sequence[float], chains: str, below: str) -> str:
    """The whole page, from the scorers' output and what had been written by hand."""
    rows = "".join(map(row, FIGURES, values))
    families = "".join(f"\n{name}:\n\n{fenced(part)}" for name, part in parts_of(printed).items())
    head = HEAD.format(day=date.today().isoformat(), commit=commit())
    return f"{head}{rows}{SETS}\n{chains}## In full, as the scorer prints it\n{families}\n{KEEP}\n\n{below}"


def row(figure: Figure, value: float) -> str:
    mark = "" if value >= figure.least else " (below)"
    return f"| {figure.gold} | {figure.name} | {value:.3f}{mark} | {figure.least:.2f} | {figure.aim:.2f} |\n"


def with_figures(readme: str, values: Sequence[float]) -> str:
    """The README with its table of figures written anew."""
    rows = (f"  | {f.gold} | {f.name} | {value:.2f} |\n" for f, value in zip(FIGURES, values, strict=True))
    table = "\n  | set | figure | measured |\n  |---|---|---|\n" + "".join(rows) + "\n"
    before, _, rest = readme.partition(FIRST)
    return before + FIRST + "\n" + table + LAST + rest.partition(LAST)[2]


def fenced(text: str) -> str:
    lines = [line.rstrip() for line in text.splitlines() if not line.startswith("predictions")]
    return "```\n" + "\n".join(lines).strip() + "\n```\n"


def kept(path: Path) -> str:
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return text.partition(KEEP)[2].lstrip("\n")


def commit() -> str:
    """The commit that was measured, and whether what is measured differed from it."""
    changed = git("status", "--porcelain", "kg", "ontology")
    return git("rev-parse", "--short", "HEAD") + (" with changes" if changed else "")


def git(*arguments: str) -> str:
    run = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(run, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    main()
