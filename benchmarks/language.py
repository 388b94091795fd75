"""The packaged pipeline and the treebanks in, its speed beside that of spaCy's default width out.

The rival has the same component list, tokenizer and lemma tables, spaCy's default CNN (width 96, depth
4, three maxout pieces, no vectors) and default parser (hidden width 64). It is trained for some steps,
for an untrained parser takes other paths. Words a second of processor time, medians over alternated
runs.

    python -m benchmarks.language ../shared/language-data
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import minibatch

from kg.language import load_language
from training.assemble import keep_names_whole
from training.convert import treebank
from training.docs import group_sentences, sentences_doc
from training.names import crossner

WIDTH = 96
CNN = {
    "@architectures": "spacy.HashEmbedCNN.v2",
    **{"pretrained_vectors": None, "width": WIDTH, "depth": 4, "embed_size": 2000},
    **{"window_size": 1, "maxout_pieces": 3, "subword_features": True},
}
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH}
TAGGER = {"@architectures": "spacy.Tagger.v2", "tok2vec": LISTENER}


def transitions(state: str, tok2vec: dict[str, object]) -> dict[str, object]:
    """spaCy's default parser or entity recognizer over a given CNN."""
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        **{"state_type": state, "extra_state_tokens": False, "hidden_width": 64, "maxout_pieces": 2},
        **{"use_upper": True, "tok2vec": tok2vec},
    }


def default_pipeline(ours: Language, data: Path, *, steps: int) -> Language:
    """Our component list at spaCy's default small width, briefly trained."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": CNN})
    nlp.add_pipe("ner", config={"model": transitions("ner", CNN)})
    for name in ("senter", "tagger", "morphologizer"):
        nlp.add_pipe(name, config={"model": TAGGER})
    nlp.add_pipe("parser", config={"model": transitions("parser", LISTENER)})
    examples = training_examples(nlp, data, words=2000 * steps)
    optimizer = nlp.initialize(lambda: examples)
    random.seed(0)
    for batch in minibatch(examples, size=40):
        nlp.update(batch, sgd=optimizer, annotates=["senter"])
    keep_names_whole(nlp)
    nlp.tokenizer.from_bytes(ours.tokenizer.to_bytes())
    lemmatizer = nlp.add_pipe("lemmatizer", after="parser", config={"mode": "rule", "overwrite": True})
    lemmatizer.initialize(lookups=ours.get_pipe("lemmatizer").lookups)
    return nlp


def training_examples(nlp: Language, data: Path, *, words: int) -> list[Example]:
    """About so many words of the treebanks and, for the names, of CrossNER."""
    rng = random.Random(0)
    groups = list(group_sentences(treebank(data, "train"), by="random", rng=rng))
    rng.shuffle(groups)
    docs, count = [], 0
    while groups and count < words:
        docs.append(sentences_doc(nlp.vocab, groups.pop()))
        count += len(docs[-1])
    named = [sentences_doc(nlp.vocab, [sentence], names_only=True) for sentence in crossner(data, "test")]
    mixed = docs + named[: len(docs) // 3]
    rng.shuffle(mixed)
    return [
        Example(Doc(nlp.vocab, words=[t.text for t in d], spaces=[bool(t.whitespace_) for t in d]), d)
        for d in mixed
    ]


def processor_time(nlp: Language, texts: list[str]) -> float:
    """Seconds of processor time for one pass over the texts."""
    begun = time.process_time()
    for _ in nlp.pipe(texts, batch_size=128):
        pass
    return time.process_time() - begun


def compare(data: Path, *, runs: int, steps: int) -> None:
    """Print both speeds and their ratio."""
    ours = load_language()
    rival = default_pipeline(ours, data, steps=steps)
    texts = [
        sentences_doc(ours.vocab, group).text
        for group in group_sentences(treebank(data, "dev"), by="paragraph")
    ]
    words = sum(len(ours.make_doc(text)) for text in texts)
    times: dict[str, list[float]] = {"ours": [], "default width": []}
    for _ in range(runs):
        times["ours"].append(processor_time(ours, texts))
        times["default width"].append(processor_time(rival, texts))
    speeds = {name: words / statistics.median(seconds[1:] or seconds) for name, seconds in times.items()}
    for name, speed in speeds.items():
        print(f"{name}: {speed:,.0f} words a second of processor time")
    print(f"ratio, ours to default: {speeds['ours'] / speeds['default width']:.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--steps", type=int, default=60, help="training steps of 2,000 words for the rival")
    given = parser.parse_args()
    compare(given.data, runs=given.runs, steps=given.steps)
