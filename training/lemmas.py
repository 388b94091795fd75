"""spaCy's published lemma tables and the treebanks' own pairs in, the rule lemmatizer's tables out.

Every lemma must be a real word. Verbs get no rules at all, since a rule invents words where the table
lacks the verb (bombe, expell, insiste). Their forms are written out instead: every frequent English word
that a verb of the table, or of the treebanks, could inflect to. An unknown form keeps its own spelling.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
import wordfreq
from spacy.language import Language
from spacy.lookups import Lookups, load_lookups

from training.conllu import Sentence
from training.convert import treebank

ENDINGS = (("ing", "e"), ("ed", "e"), ("ied", "y"), ("ying", "ie"), ("s", ""), ("es", ""), ("ies", "y"))
# "bared" is no form of "bar": after one short syllable the consonant would be doubled.
SHORT_SYLLABLE = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
# Words of the news that WordNet's verbs, from which spaCy's table comes, lack.
MODERN_VERBS = (
    "tweet",
    "google",
    "email",
    "text",
    "livestream",
    "behead",
    "greenlight",
    "redeploy",
    "besiege",
)
# Before an irregular verb they make another one ("took": "retook"), which the published table mostly lacks.
PREFIXES = ("re", "over", "out", "under", "with", "mis", "fore", "be", "par")
BASE_MARKS = {"ADJ": "Degree=Pos", "NOUN": "Number=Sing"}
Tables = dict[str, dict[str, list[str]]]


def treebank_pairs(sentences: Iterable[Sentence]) -> dict[tuple[str, str], Counter[str]]:
    """How often each (UPOS, lower-case form) has which lemma."""
    pairs: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for word, upos, lemma in zip(sentence.words, sentence.upos, sentence.lemmas, strict=True):
            if upos not in {"X", "_"} and lemma != "_":
                pairs[upos.lower(), word.lower()][lemma] += 1
    return pairs


def candidate_bases(form: str) -> Iterator[str]:
    """Every spelling that regular English inflection would take to `form`."""
    for ending, replacement in ENDINGS:
        if form.endswith(ending) and len(form) > len(ending) + 1:
            yield form.removesuffix(ending) + replacement
    for ending in ("ing", "ed"):
        stem = form.removesuffix(ending)
        if stem != form and len(stem) > 1:
            if not SHORT_SYLLABLE.fullmatch(stem):
                yield stem
            if stem[-1] == stem[-2] or stem.endswith("ck"):
                yield stem[:-1]


def best_base(form: str, verbs: set[str]) -> str | None:
    """The verb that `form` most likely belongs to, or None.

    Where two verbs would do (routed: rout, route), it is the one that people write more.
    """
    found = [base for base in candidate_bases(form) if base in verbs and base != form]
    return max(found, key=lambda base: wordfreq.word_frequency(base, "en"), default=None)


def verb_forms(verbs: set[str], exceptions: dict[str, list[str]]) -> dict[str, list[str]]:
    """Form -> [verb] for the verbs themselves, their irregular forms and every regular form in use."""
    forms = {verb: [verb] for verb in verbs}
    for form in wordfreq.top_n_list("en", 300_000, wordlist="large"):
        base = best_base(form, verbs)
        # "led", "left" and the like are verbs of their own in the table only by accident of spelling.
        if base and (form not in verbs or _commoner(base, form)):
            forms[form] = [base]
    forms.update(prefixed_forms(verbs, exceptions))
    forms.update({form: bases[:1] for form, bases in exceptions.items() if bases})
    return forms


def prefixed_forms(verbs: set[str], exceptions: dict[str, list[str]]) -> dict[str, list[str]]:
    """The irregular forms of verbs made of a prefix and another verb, as far as people write them."""
    irregular = [(form, bases[0]) for form, bases in exceptions.items() if bases and form != bases[0]]
    return {
        prefix + form: [prefix + base]
        for prefix in PREFIXES
        for form, base in irregular
        if prefix + base in verbs and base in verbs and wordfreq.zipf_frequency(prefix + form, "en") > 1
    }


def _commoner(base: str, form: str) -> bool:
    return form.endswith(("ed", "ing")) and wordfreq.zipf_frequency(base, "en") > 3


def merge_pairs(exceptions: Tables, pairs: dict[tuple[str, str], Counter[str]]) -> None:
    """Let the treebanks' majority lemma win where it was seen twice, or for closed classes even once."""
    closed = {"aux", "pron", "det", "adp", "cconj", "sconj", "part", "punct", "sym"}
    for (upos, form), lemmas in pairs.items():
        lemma, count = lemmas.most_common(1)[0]
        real = upos == "propn" or wordfreq.zipf_frequency(lemma, "en") > 1.5 or upos in closed
        clear = count > 0.5 * lemmas.total() and (count > 1 or upos in closed)
        if real and clear and not (upos == "propn" and lemma.lower() == form):
            exceptions.setdefault(upos, {})[form] = [lemma]


def lemma_tables(data: Path) -> Lookups:
    """The three tables of spaCy's rule lemmatizer: rules, exceptions and index."""
    published = load_lookups("en", ["lemma_rules", "lemma_exc", "lemma_index"])
    # A table hides its keys behind hashes, hence the list.
    rules = {pos: published.get_table("lemma_rules")[pos] for pos in ("adj", "noun")}
    index = {
        pos: sorted(set(published.get_table("lemma_index")[pos])) for pos in ("adj", "adv", "noun", "verb")
    }
    exceptions: Tables = {
        pos: dict(published.get_table("lemma_exc")[pos]) for pos in ("adj", "adv", "noun", "verb")
    }
    pairs = treebank_pairs(treebank(data, "train"))
    seen = {
        lemmas.most_common(1)[0][0]
        for (pos, _), lemmas in pairs.items()
        if pos == "verb" and lemmas.total() > 1
    }
    verbs = {
        verb for verb in {*index.pop("verb"), *seen, *MODERN_VERBS} if wordfreq.zipf_frequency(verb, "en") > 1
    }
    exceptions["verb"] = verb_forms(verbs, exceptions["verb"])
    for pos in ("adj", "noun"):
        exceptions[pos] = {word: [word] for word in _common(index[pos])} | exceptions[pos]
    merge_pairs(exceptions, pairs)
    tables = Lookups()
    tables.add_table("lemma_rules", rules)
    tables.add_table("lemma_exc", exceptions)
    tables.add_table("lemma_index", {pos: _common(words) for pos, words in index.items()})
    return tables


def _common(words: list[str]) -> list[str]:
    return [word for word in words if wordfreq.zipf_frequency(word, "en") > 1]


def unmark_base_forms(nlp: Language) -> None:
    """Take away the features at which spaCy's English lemmatizer returns the lower-case form unseen.

    Without them "Iraqi" and "CIA" keep their capitals, "people" reaches the table, and so does "retook" where
    it is taken for a present.
    """
    morphs = nlp.get_pipe("morphologizer").cfg["labels_morph"]
    for label, feats in morphs.items():
        mark = next((mark for pos, mark in BASE_MARKS.items() if f"POS={pos}" in label.split("|")), None)
        if {"POS=VERB", "Tense=Pres", "VerbForm=Fin"} <= set(label.split("|")) and "Number" not in feats:
            mark = "VerbForm=Fin"
        morphs[label] = "|".join(feat for feat in feats.split("|") if feat != mark)


def add_lemmatizer(nlp: Language, data: Path, *, after: str = "parser") -> None:
    """Put the rule lemmatizer with these tables into a pipeline."""
    unmark_base_forms(nlp)
    lemmatizer = nlp.add_pipe("lemmatizer", after=after, config={"mode": "rule", "overwrite": True})
    lemmatizer.initialize(lookups=lemma_tables(data))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    pipeline = spacy.load(given.model, exclude=["trainable_lemmatizer", "lemmatizer"])
    add_lemmatizer(pipeline, given.data, after="parser")
    pipeline.to_disk(given.out)
