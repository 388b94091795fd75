"""GUM's coreference layer comes in; figures on who is taken for whom go out.

    python -m benchmarks.coreference [../shared/language-data/gum-dev.conllu.gz] [-v]

Chains of persons, organisations and places with two or more mentions, end to end (our parse, our mentions),
by MUC (Vilain et al. 1995), B-cubed (Bagga and Baldwin 1998), CEAF-e (Luo 2005) and their mean, as in
CoNLL 2012; and links: of the pronouns and definite descriptions that mean somebody whom the text has named
before, how many are linked to a name of that chain, and how many of those linked to a name rightly.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import igraph

from benchmarks.chains import GoldDocument, GoldMention, read_chains
from kg.actors import resolve_actors
from kg.coreference import link_mentions
from kg.language import Passage, load_language, parse_documents
from kg.mentions import Mention, MentionFinder, find_mentions
from kg.ontology import load_ontology
from kg.terms import DEFAULT_BASE

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "language-data" / "gum-dev.conllu.gz"
SPOKEN = frozenset(("conversation", "vlog"))
WORDS = {
    "he, she": frozenset("he him his himself she her hers herself".split()),
    "it": frozenset("it its itself".split()),
    "they": frozenset("they them their theirs themselves".split()),
}

Chains = list[frozenset[int]]


@dataclass(slots=True)
class Count:
    """Sums over documents of what precision and recall are fractions of."""

    hit: float = 0.0
    wanted: float = 0.0
    found: float = 0.0
    right: float = 0.0

    @property
    def recall(self) -> float:
        """Of what is wanted."""
        return self.hit / self.wanted if self.wanted else 0.0

    @property
    def precision(self) -> float:
        """Of what was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        total = self.recall + self.precision
        return 2 * self.recall * self.precision / total if total else 0.0


# ---------------------------------------------------------------- measures of chains
def muc(gold: Chains, ours: Chains) -> Count:
    """Links needed to make each chain whole."""
    hit, wanted = _links(gold, ours)
    right, found = _links(ours, gold)
    return Count(hit, wanted, found, right)


def _links(these: Chains, others: Chains) -> tuple[float, float]:
    of = {m: n for n, chain in enumerate(others) for m in chain}
    kept = sum(len(c) - len({of.get(m, -1 - m) for m in c}) for c in these)
    return kept, sum(len(c) - 1 for c in these)


def b_cubed(gold: Chains, ours: Chains) -> Count:
    """For each mention, how much of its chain is there."""
    hit, wanted = _shares(gold, ours)
    right, found = _shares(ours, gold)
    return Count(hit, wanted, found, right)


def _shares(these: Chains, others: Chains) -> tuple[float, float]:
    of = {m: chain for chain in others for m in chain}
    return sum(len(c & of.get(m, frozenset())) / len(c) for c in these for m in c), sum(map(len, these))


def ceaf_e(gold: Chains, ours: Chains) -> Count:
    """Chains matched one to one, as well as they can be."""
    alike = {
        (i, j): 2 * len(a & b) / (len(a) + len(b)) for i, a in enumerate(gold) for j, b in enumerate(ours)
    }
    pairs = [pair for pair, value in alike.items() if value]
    graph = igraph.Graph(n=len(gold) + len(ours), edges=[(i, len(gold) + j) for i, j in pairs])
    types = [False] * len(gold) + [True] * len(ours)
    best = graph.maximum_bipartite_matching(types, [alike[p] for p in pairs]) if pairs else None
    total = (
        sum(alike[i, best.match_of(i) - len(gold)] for i in range(len(gold)) if best.is_matched(i))
        if best
        else 0.0
    )
    return Count(total, len(gold), len(ours), total)


MEASURES: dict[str, Callable[[Chains, Chains], Count]] = {"MUC": muc, "B-cubed": b_cubed, "CEAF-e": ceaf_e}


# ---------------------------------------------------------------- our reading, beside the gold
@dataclass(frozen=True, slots=True)
class Read:
    """A document as we read it: the actor of each gold mention by its index, and mentions that are none."""

    gold: GoldDocument
    actors: Mapping[int, tuple[str, ...]]
    strangers: tuple[tuple[str, ...], ...]

    def chains(self) -> tuple[Chains, Chains]:
        """Gold chains and ours of two or more mentions; strangers have numbers below zero."""
        gold: dict[int, set[int]] = {}
        for n, mention in enumerate(self.gold.mentions):
            gold.setdefault(mention.chain, set()).add(n)
        ours: dict[tuple[str, ...], set[int]] = {}
        for n, actors in self.actors.items():
            ours.setdefault(actors, set()).add(n)
        for n, actors in enumerate(self.strangers):
            ours.setdefault(actors, set()).add(-1 - n)
        return _several(gold.values()), _several(ours.values())


def _several(chains: Iterable[set[int]]) -> Chains:
    return [frozenset(chain) for chain in chains if len(chain) > 1]


def read(gold: GoldDocument, passages: Sequence[Passage], finder: MentionFinder) -> Read:
    """Who is who by our reader; of several mentions in one gold mention the first of the kind sought counts.

    Adjectives ("Iraqi") are left out, as GUM does not mark them.
    """
    mentions = find_mentions(gold.document, passages, finder)
    links = link_mentions(gold.document, passages, mentions, finder)
    of = resolve_actors(gold.document, passages, mentions, links, finder, base=DEFAULT_BASE).of
    actors: dict[int, tuple[str, ...]] = {}
    strangers = []
    for i, mention in enumerate(mentions):
        if mention.kind == "demonym" or i not in of:
            continue
        n = counterpart(gold.mentions, mention)
        if n is None:
            strangers.append(of[i])
        elif n not in actors or mention.kind == gold.mentions[n].kind:
            actors[n] = of[i]
    return Read(gold, actors, tuple(strangers))


def counterpart(gold: Sequence[GoldMention], mention: Mention) -> int | None:
    """Index of the smallest gold mention around ours, or as far as an article, that has its core in ours."""
    around = [
        n
        for n, g in enumerate(gold)
        if g.begin <= mention.begin
        and mention.finish <= g.end
        and any(begin < mention.finish and mention.begin < end for begin, end in g.core)
    ]
    return min(around, key=lambda n: gold[n].end - gold[n].begin, default=None)


# ---------------------------------------------------------------- links to names
def links(one: Read, errors: list[str] | None = None) -> dict[str, Count]:
    """Counts by kind of anaphor, over those that mean somebody named before or were linked to such."""
    counts = {name: Count() for name in (*WORDS, "definite descriptions")}
    order = sorted(
        range(len(one.gold.mentions)), key=lambda n: (one.gold.mentions[n].begin, -one.gold.mentions[n].end)
    )
    named: dict[int, int] = {}
    for n in order:
        mention = one.gold.mentions[n]
        kind = anaphor(mention)
        if kind:
            told = _told(one, n, order)
            _count(counts[kind], mention.chain in named, told, mention.chain, one)
            if errors is not None and (mention.chain in named or told is not None):
                errors.append(_shown(one, n, named.get(mention.chain), told))
        if mention.kind == "name":
            named[mention.chain] = n
    return counts


def anaphor(mention: GoldMention) -> str | None:
    """The row of the table that a mention counts in."""
    if mention.kind == "pronoun":
        return next((name for name, words in WORDS.items() if mention.word in words), None)
    return "definite descriptions" if mention.kind == "description" else None


def _told(one: Read, n: int, order: Sequence[int]) -> int | None:
    """The last name before that has the same actor by our reading."""
    actors = one.actors.get(n)
    before = order[: order.index(n)]
    named = (
        k for k in reversed(before) if one.gold.mentions[k].kind == "name" and one.actors.get(k) == actors
    )
    return next(named, None) if actors else None


def _count(count: Count, wanted: bool, told: int | None, chain: int, one: Read) -> None:
    right = told is not None and one.gold.mentions[told].chain == chain
    count.wanted += wanted
    count.hit += right
    count.found += told is not None
    count.right += right


def _shown(one: Read, n: int, wanted: int | None, told: int | None) -> str:
    gold, text = one.gold.mentions, one.gold.document.text
    right = told is not None and gold[told].chain == gold[n].chain
    words = [text[gold[k].begin : gold[k].end] if k is not None else "-" for k in (n, wanted, told)]
    mark = "right" if right else "missed" if told is None else "wrong"
    found = "" if n in one.actors else " (mention not found)"
    around = (
        text[max(0, gold[n].begin - 160) : gold[n].begin] + "[[" + words[0] + "]]" + text[gold[n].end :][:60]
    )
    head = f"{mark} {anaphor(gold[n])}{found}: gold {words[1]!r}, ours {words[2]!r}"
    return f"{head}\n    {' '.join(around.split())}"


# ---------------------------------------------------------------- all of it
def measure(path: Path, errors: list[str] | None = None) -> dict[str, Count]:
    """The counts of all measures over the written documents of a file, by name, in the report's order."""
    gold = {one.document.name: one for one in read_chains(path) if one.genre not in SPOKEN}
    finder = MentionFinder(load_ontology(ROOT / "ontology" / "actors.ttl"))
    counts: dict[str, Count] = {}
    for document, passages in parse_documents(load_language(), (one.document for one in gold.values())):
        one = read(gold[document.name], passages, finder)
        parts = {name: measured(*one.chains()) for name, measured in MEASURES.items()}
        if errors is not None:
            errors.append(f"== {document.name}")
        parts.update(links(one, errors))
        for name, part in parts.items():
            _add(counts.setdefault(name, Count()), part)
    return counts


def _add(total: Count, part: Count) -> None:
    total.hit += part.hit
    total.wanted += part.wanted
    total.found += part.found
    total.right += part.right


def report(counts: Mapping[str, Count]) -> str:
    """The table, as it stands in docs/quality.md."""
    rows = ["| measure | precision | recall | F1 |", "|---|---|---|---|"]
    for name, count in counts.items():
        number = "" if name in MEASURES else f" ({count.wanted:.0f})"
        rows.append(f"| {name}{number} | {count.precision:.3f} | {count.recall:.3f} | {count.f1:.3f} |")
    mean = sum(counts[name].f1 for name in MEASURES) / len(MEASURES)
    rows.insert(2 + len(MEASURES), f"| CoNLL mean | | | {mean:.3f} |")
    return "\n".join(rows) + "\n"


def main() -> None:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("path", type=Path, nargs="?", default=DATA)
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="list every link, right, wrong and missed"
    )
    given = parser.parse_args()
    errors: list[str] = []
    counts = measure(given.path, errors if given.verbose else None)
    print("\n".join(errors), end="\n" * bool(errors))
    print(report(counts))


if __name__ == "__main__":
    main()
