"""The relation corpus in, the weights of the relation model out.

`python -m training.relations DATA_DIR OUT_FILE`: DATA_DIR holds `train.jsonl` and `dev.jsonl` (spans,
relation, direction; see its README). The text is read by the packaged pipeline, so that the model learns from
the mentions and rules it will meet. It learns from the train part; figures on the dev part are printed.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import scipy.sparse as sparse
from sklearn.cluster import MiniBatchKMeans
from sklearn.linear_model import LogisticRegression
from spacy.language import Language

from kg.language import load_language, parse_documents
from kg.mentions import Mention, MentionFinder, find_mentions, tree_of
from kg.ontology import load_ontology
from kg.pairs import Lexicon, Pair, find_pairs
from kg.phrase_index import PhraseIndex
from kg.phrases import compile_phrases
from kg.records import Block, Document
from kg.relation_context import LABELS, context_of, label_of
from kg.relation_model import Weights
from kg.relations import Finder, SupportWords

CLUSTERS = 150
FARTHER = 2  # learns from pairs that stand this much farther apart in the parse than those that are judged
RAREST = 4  # a feature counts from so many pairs on
STRENGTH = 0.1  # inverse regularisation of the first layer
FOLDS = 4
GRID = np.arange(0.06, 0.6, 0.02)
# From which probability on the model is believed where no rule speaks; chosen on the dev sets, with news.
ALONE = {family: 0.4 for family, _ in LABELS} | {"alliedWith": 0.28, "fights": 0.28, "leads": 0.6}


@dataclass(frozen=True, slots=True)
class Judged:
    """One passage: its pairs, which labels are right [pair, label], and which count neither way (`open`)."""

    document: str
    mentions: list[Mention]
    pairs: list[Pair]
    right: np.ndarray
    open: np.ndarray
    gold: int


class Corpus:
    """Reads parts of the corpus as the pipeline sees them."""

    def __init__(self, nlp: Language, phrases: PhraseIndex, finder: MentionFinder) -> None:
        self.nlp, self.phrases, self.finder = nlp, phrases, finder
        self.support = SupportWords.of(finder.ontology.word_lists)

    def read(self, path: Path, lexicon: Lexicon, farther: int = 0) -> Iterator[Judged]:
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        documents = [Document(r["id"], r["text"], (Block("body", 0, len(r["text"])),)) for r in records]
        for (document, passages), record in zip(parse_documents(self.nlp, documents), records, strict=True):
            mentions = find_mentions(document, passages, self.finder)
            gold = [g for g in record["relations"] if g["target"] and label_of(g["type"], True) is not None]
            right, unsure = _labels(mentions, gold)
            for number, passage in enumerate(passages):
                tree = tree_of(passage)
                rules = Finder(number, tree, mentions, self.phrases, self.support)
                fired = list(rules.find())
                pairs = list(find_pairs(tree, mentions, rules.here, fired, lexicon, farther=farther))
                count = len(gold) if number == 0 else 0
                yield Judged(
                    document.name, mentions, pairs, _marks(pairs, right), _marks(pairs, unsure), count
                )


Marks = dict[tuple[int, int], set[int]]


def _labels(mentions: Sequence[Mention], gold: list[dict]) -> tuple[Marks, Marks]:
    """Labels by pair of mentions: of those that fit the annotated spans best, and of the others."""
    right: Marks = {}
    unsure: Marks = {}
    for relation in gold:
        sources, targets = _fitting(mentions, relation["source"]), _fitting(mentions, relation["target"])
        for s, fit in sources.items():
            for t, other in targets.items():
                if mentions[s].head == mentions[t].head:
                    continue
                forward = mentions[s].head < mentions[t].head
                best = fit == max(sources.values()) and other == max(targets.values())
                ends = (s, t) if forward else (t, s)
                (right if best else unsure).setdefault(ends, set()).add(label_of(relation["type"], forward))
    return right, {ends: labels - right.get(ends, set()) for ends, labels in unsure.items()}


def _fitting(mentions: Sequence[Mention], span: dict) -> dict[int, float]:
    """How well (shared characters of all) each mention that overlaps the span fits it."""
    found = {}
    for k, m in enumerate(mentions):
        shared = min(m.finish, span["end"]) - max(m.begin, span["begin"])
        if shared > 0:
            found[k] = shared / (max(m.finish, span["end"]) - min(m.begin, span["begin"]))
    return found


def _marks(pairs: Sequence[Pair], labels: Marks) -> np.ndarray:
    marks = np.zeros((len(pairs), len(LABELS)), bool)
    for n, pair in enumerate(pairs):
        marks[n, list(labels.get((pair.first, pair.second), ()))] = True
    return marks


def word_clusters(nlp: Language, words: Sequence[str]) -> dict[str, int]:
    """The words that have vectors, numbered so that like ones share a number."""
    known = [w for w in words if nlp.vocab[w].has_vector]
    vectors = np.array([nlp.vocab[w].vector for w in known])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
    made = MiniBatchKMeans(CLUSTERS, random_state=0, n_init=2, max_iter=60, batch_size=2048).fit(vectors)
    return dict(zip(known, made.labels_.tolist(), strict=True))


def common_words(nlp: Language) -> list[str]:
    """Every lower-case word that the pipeline keeps."""
    return sorted(word for word in nlp.vocab.strings if word.isalpha() and word.islower() and len(word) > 2)


class FirstLayer:
    """One logistic regression a label over the features that are not rare."""

    def __init__(self, passages: Sequence[Judged]) -> None:
        counts = Counter(f for p in passages for pair in p.pairs for f in pair.all_features())
        self.features = tuple(sorted(f for f, n in counts.items() if n >= RAREST and "\n" not in f))
        self.rows = {f: n for n, f in enumerate(self.features)}

    def matrix(self, passages: Sequence[Judged]) -> sparse.csr_matrix:
        found = [
            {self.rows[f] for f in pair.all_features() if f in self.rows}
            for p in passages
            for pair in p.pairs
        ]
        ends = np.cumsum([0, *map(len, found)])
        columns = np.fromiter((c for columns in found for c in columns), np.int32, ends[-1])
        return sparse.csr_matrix(
            (np.ones(ends[-1], np.float32), columns, ends), (len(found), len(self.features))
        )

    def fit(
        self, x: sparse.csr_matrix, right: np.ndarray, unsure: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        models = []
        for label in range(len(LABELS)):
            rows = np.where(~unsure[:, label])[0]
            model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=60, intercept_scaling=10)
            models.append(model.fit(x[rows], right[rows, label]))
        return np.stack([m.coef_[0] for m in models], 1), np.array([m.intercept_[0] for m in models])


def stacked(passages: Sequence[Judged], scores: np.ndarray) -> np.ndarray:
    """The second layer's features of all pairs."""
    at, found = 0, []
    for p in passages:
        if p.pairs:
            found.append(context_of(p.pairs, p.mentions, scores[at : at + len(p.pairs)].astype(np.float32)))
            at += len(p.pairs)
    return np.concatenate(found)


def second_layer(context: np.ndarray, right: np.ndarray, unsure: np.ndarray) -> LogisticRegression:
    flat = context.reshape(-1, context.shape[2])
    kept = ~unsure.ravel() & (np.repeat(context[:, :, 0].max(1), len(LABELS)) > -6)
    return LogisticRegression(C=1, max_iter=300).fit(flat[kept], right.ravel()[kept])


def probabilities(model: LogisticRegression, context: np.ndarray) -> np.ndarray:
    return model.predict_proba(context.reshape(-1, context.shape[2]))[:, 1].reshape(-1, len(LABELS))


def figures(
    p: np.ndarray, right: np.ndarray, unsure: np.ndarray, gold: int, least: np.ndarray
) -> tuple[float, ...]:
    """Precision, recall and F1 of the best label of each pair, where it reaches the least probability."""
    best = np.argmax(p - least, 1)
    chosen = np.zeros_like(right)
    chosen[np.arange(len(p)), best] = (p >= least)[np.arange(len(p)), best]
    hit, told = (chosen & right).sum(), (chosen & ~unsure).sum()
    precision, recall = hit / max(1, told), hit / gold
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def thresholds(p: np.ndarray, right: np.ndarray, unsure: np.ndarray, gold: int) -> np.ndarray:
    """The one least probability for all labels that gives the best F1."""
    return max((np.full(len(LABELS), t) for t in GRID), key=lambda t: figures(p, right, unsure, gold, t)[2])


def train(data: Path, out: Path) -> None:
    nlp, ontology = load_language(), load_ontology()
    patterns = compile_phrases(ontology)
    clusters = word_clusters(nlp, common_words(nlp))
    lexicon, corpus = Lexicon(patterns, clusters), Corpus(nlp, PhraseIndex(patterns), MentionFinder(ontology))
    passages = list(corpus.read(data / "train.jsonl", lexicon, FARTHER))
    right, unsure = np.concatenate([p.right for p in passages]), np.concatenate([p.open for p in passages])
    gold = sum(p.gold for p in passages)
    print(
        f"{len(passages)} passages, {len(right)} pairs, {right.sum()} of {gold} relations among them",
        flush=True,
    )
    layer = FirstLayer(passages)
    x = layer.matrix(passages)
    fold = np.array([crc32(p.document.encode()) % FOLDS for p in passages for _ in p.pairs])
    held_out = np.zeros(right.shape)
    for k in range(FOLDS):
        table, bias = layer.fit(x[fold != k], right[fold != k], unsure[fold != k])
        held_out[fold == k] = x[fold == k] @ table + bias
    context = stacked(passages, held_out)
    p = np.zeros(right.shape)
    for k in range(FOLDS):
        model = second_layer(context[fold != k], right[fold != k], unsure[fold != k])
        p[fold == k] = probabilities(model, context[fold == k])
    least = thresholds(p, right, unsure, gold)
    print(
        _shown("held out", figures(p, right, unsure, gold, least)),
        f"from {least[0]:.2f} on",
    )
    _print_calibration(p, right, unsure)
    table, bias = layer.fit(x, right, unsure)
    model = second_layer(context, right, unsure)
    weights = _weights(layer, table, bias, model, clusters)
    weights.save(out)
    _print_dev(corpus, data / "dev.jsonl", lexicon, layer, weights, model)


def _weights(
    layer: FirstLayer,
    table: np.ndarray,
    bias: np.ndarray,
    model: LogisticRegression,
    clusters: dict[str, int],
) -> Weights:
    return Weights(
        layer.features,
        table.astype(np.float32),
        bias.astype(np.float32),
        model.coef_[0].astype(np.float32),
        float(model.intercept_[0]),
        np.array([ALONE[family] for family, _ in LABELS], np.float32),
        clusters,
    )


def _print_calibration(p: np.ndarray, right: np.ndarray, unsure: np.ndarray) -> None:
    for low, high in ((0.1, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        rows = (p >= low) & (p < high) & ~unsure
        print(f"said {p[rows].mean():.2f}, so {right[rows].mean():.2f} ({rows.sum()})")


def _shown(name: str, found: tuple[float, ...]) -> str:
    precision, recall, f1 = found
    return f"{name:11s} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"


def _print_dev(
    corpus: Corpus,
    path: Path,
    lexicon: Lexicon,
    layer: FirstLayer,
    weights: Weights,
    model: LogisticRegression,
) -> None:
    passages = list(corpus.read(path, lexicon))
    scores = layer.matrix(passages) @ weights.table + weights.bias
    p = probabilities(model, stacked(passages, scores))
    right, unsure = np.concatenate([q.right for q in passages]), np.concatenate([q.open for q in passages])
    found = figures(p, right, unsure, sum(q.gold for q in passages), weights.alone)
    print(_shown("dev part", found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path, help="the .npz file to write")
    arguments = parser.parse_args()
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    train(arguments.data, arguments.out)


if __name__ == "__main__":
    main()
