"""The measures of coreference, on small chains whose figures can be worked out by hand."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from benchmarks.chains import read_chains
from benchmarks.coreference import MEASURES

GOLD = [frozenset((1, 2, 3)), frozenset((4, 5))]
TREEBANK = """\
# newdoc id = GUM_news_town
# newpar
1-2\tBerg's\t_\t_\t_\t_\t_\t_\t_\t_
1\tBerg\tBerg\tPROPN\tNNP\t_\t3\tnmod:poss\t_\tEntity=(2-organization-new-nnnnn-cf1-2-sgl(1-person-new-nnnnn-cf1-1-coref)
2\t's\t's\tPART\tPOS\t_\t1\tcase\t_\t_
3\tparty\tparty\tNOUN\tNN\t_\t4\tnsubj\t_\tEntity=2)
4\twon\twin\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# newpar
1\tHe\the\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(1-person-giv:act-nnnnn-cf1-1-ana)
2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""


@pytest.mark.parametrize(
    ("ours", "recalls", "precisions"),
    [
        (GOLD, (1, 1, 1), (1, 1, 1)),
        ([], (0, 0, 0), (0, 0, 0)),
        ([frozenset((1, 2))], (1 / 3, 4 / 15, 0.4), (1, 1, 0.8)),
        ([frozenset((1, 2, 3, 4, 5))], (1, 1, 0.375), (3 / 4, 13 / 25, 0.75)),
    ],
)
def test_measures(
    ours: list[frozenset[int]], recalls: tuple[float, ...], precisions: tuple[float, ...]
) -> None:
    counts = [measure(GOLD, ours) for measure in MEASURES.values()]
    assert [c.recall for c in counts] == pytest.approx(recalls)
    assert [c.precision for c in counts] == pytest.approx(precisions)


def test_chains_of_a_treebank(tmp_path: Path) -> None:
    path = tmp_path / "gum.conllu.gz"
    path.write_bytes(gzip.compress(TREEBANK.encode()))
    (one,) = read_chains(path)
    text = one.document.text
    assert (text, one.genre) == ("Berg's party won.\n\nHe left. ", "news")
    assert [text[b.begin : b.end] for b in one.document.blocks] == ["Berg's party won.", "He left."]
    found = [(text[m.begin : m.end], m.chain, m.kind) for m in one.mentions]
    assert sorted(found) == [("Berg", 1, "name"), ("Berg's party", 2, "other"), ("He", 1, "pronoun")]
