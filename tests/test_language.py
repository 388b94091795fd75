"""The packaged pipeline and what `kg.language` makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from kg.errors import LanguageError
from kg.language import PACKAGED_MODEL, Passage, load_language, parse_documents
from kg.records import Block, Document

UNIVERSAL = {
    "nsubj",
    "nsubj:pass",
    "obj",
    "obl",
    "obl:agent",
    "nmod",
    "nmod:poss",
    "acl:relcl",
    "cop",
    "case",
}
# Written for this test: names, words the parser must not cut, the heads a reader would give.
SENTENCES = [
    "Human Rights Watch accused the army of shelling Kirkuk on Tuesday.",
    "Yasser Arafat met the prime minister of Norway in Oslo.",
    "Officials in Washington said the United Nations Security Council would vote next week.",
    "Rebels loyal to Khalil Hamdan were driven out of Tal Afar by Kurdish fighters.",
    "The Red Cross, which has an office in Erbil, sent blankets and medicine to Sinjar.",
]
LEMMAS = """
bombed bomb|expelled expel|insisted insist|shelled shell|denied deny|fled flee|led lead|met meet
backed back|vowed vow|sought seek|struck strike|held hold|said say|bombing bomb|dying die|lying lie
tied tie|freed free|agreed agree|controlled control|panicked panic|left leave|founded found
fell fall|withdrew withdraw|withdrawn withdraw|overran overrun|overthrew overthrow|retaken retake
beheaded behead|besieged besiege|pledged pledge|accused accuse|ousted oust|redeployed redeploy
clashed clash|barred bar|bared bare|staring stare|planned plan|ceded cede|waged wage|allied ally
armed arm|raided raid|urged urge|criticised criticise|mobilized mobilize|rebelled rebel|won win
fought fight|shot shoot
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_language(str(PACKAGED_MODEL))


def read(nlp: Language, text: str, blocks: tuple[Block, ...] = ()) -> list[Passage]:
    document = Document("a.txt", text, blocks or (Block("body", 0, len(text)),))
    return next(parse_documents(nlp, [document]))[1]


def test_labels_are_universal_dependencies(nlp: Language) -> None:
    labels = {label for labels in nlp.pipe_labels.values() for label in labels}
    assert labels >= UNIVERSAL | {"PERSON", "ORG", "LOC", "NNP"}
    assert not labels & {"dobj", "pobj", "prep", "GPE"}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_not_cut_inside_a_name(nlp: Language, sentence: str) -> None:
    text = f"{SENTENCES[0]} {sentence} {SENTENCES[3]}"
    assert [str(s) for s in read(nlp, text)[0].doc.sents] == [SENTENCES[0], sentence, SENTENCES[3]]


def test_names_of_simple_sentences_are_found(nlp: Language) -> None:
    expected = {
        *(("Human Rights Watch", "ORG"), ("Kirkuk", "LOC"), ("Yasser Arafat", "PERSON"), ("Norway", "LOC")),
        *(("Oslo", "LOC"), ("Washington", "LOC"), ("United Nations Security Council", "ORG")),
        *(
            ("Khalil Hamdan", "PERSON"),
            ("Tal Afar", "LOC"),
            ("Red Cross", "ORG"),
            ("Erbil", "LOC"),
            ("Sinjar", "LOC"),
        ),
    }
    found = {(ent.text, ent.label_) for ent in read(nlp, " ".join(SENTENCES))[0].doc.ents}
    assert len(expected & found) >= len(expected) - 1
    assert len(found - expected) <= 1


@pytest.mark.parametrize(
    ("sentence", "arcs"),
    [
        (
            "The army was attacked by rebels.",
            {("army", "nsubj:pass", "attacked"), ("rebels", "obl:agent", "attacked")},
        ),
        ("Iran's army attacked the rebels.", {("Iran", "nmod:poss", "army"), ("rebels", "obj", "attacked")}),
        (
            "The group that seized Mosul is strong.",
            {("seized", "acl:relcl", "group"), ("is", "cop", "strong")},
        ),
        ("Turkey talked with Jordan.", {("Jordan", "obl", "talked"), ("with", "case", "Jordan")}),
    ],
)
def test_plain_sentences_are_parsed(nlp: Language, sentence: str, arcs: set[tuple[str, str, str]]) -> None:
    doc = read(nlp, sentence)[0].doc
    assert arcs <= {(token.text, token.dep_, token.head.text) for token in doc}


def test_offsets_point_into_the_text_as_read(nlp: Language) -> None:
    text = "Head\u00a0line\n\n\u201cIt\u2019s  over,\u201d said\n the Iran\u2013Iraq envoy.\n\nComment"
    blocks = (Block("title", 0, 9), Block("body", 11, 55), Block("skipped", 57, 64))
    passages = read(nlp, text, blocks)
    assert [passage.kind for passage in passages] == ["title", "body"]
    for passage in passages:
        slices = [text[at : at + len(token)] for token, at in zip(passage.doc, passage.starts, strict=True)]
        assert "".join(slices) == "".join(
            text[b.begin : b.end] for b in blocks if b.kind == passage.kind
        ).translate({ord(blank): None for blank in " \n\u00a0"})
    assert [token.text for token in passages[1].doc][:5] == ['"', "It", "'s", "over", ","]


def test_documents_come_in_order_even_without_blocks(nlp: Language) -> None:
    texts = {"a": "", "b": "Talks failed.", "c": "  \n", "d": "Rebels fled. Soldiers stayed.", "e": ""}
    documents = [
        Document(name, text, (Block("body", 0, len(text)),) * bool(text)) for name, text in texts.items()
    ]
    parsed = [(document.name, len(passages)) for document, passages in parse_documents(nlp, documents)]
    assert parsed == [("a", 0), ("b", 1), ("c", 0), ("d", 1), ("e", 0)]


@pytest.mark.parametrize("pair", [pair for line in LEMMAS.split("\n")[1:-1] for pair in line.split("|")])
def test_lemmas_of_verbs_are_real_words(nlp: Language, pair: str) -> None:
    form, lemma = pair.split()
    assert nlp.get_pipe("lemmatizer").lookups.get_table("lemma_exc")["verb"][form] == [lemma]


def test_lemmas_keep_the_capitals_of_names_and_demonyms(nlp: Language) -> None:
    doc = read(nlp, "The gunmen fired at Iraqi officers near the Tigris.")[0].doc
    assert [token.lemma_ for token in doc][1:6] == ["gunman", "fire", "at", "Iraqi", "officer"]


def test_a_pipeline_that_does_not_exist_is_one_clear_error() -> None:
    with pytest.raises(LanguageError, match="no_such_pipeline cannot be loaded"):
        load_language("no_such_pipeline")


def test_missing_components_are_named(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path)
    with pytest.raises(
        LanguageError, match=r"no parts of speech .* no dependencies .* no lemmas .* no named entities"
    ):
        load_language(str(tmp_path))


def test_other_languages_are_refused(tmp_path: Path) -> None:
    spacy.blank("de").to_disk(tmp_path)
    with pytest.raises(LanguageError, match="reads language 'de'"):
        load_language(str(tmp_path))


def test_a_folder_that_is_no_pipeline_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{}", encoding="utf-8")
    with pytest.raises(LanguageError, match="cannot be loaded"):
        load_language(str(tmp_path))
