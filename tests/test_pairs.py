"""Pairs of mentions and the features they are judged by."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.language import parse_documents
from kg.mentions import Mention, find_mentions, tree_of
from kg.pairs import Lexicon, Pair, find_pairs
from kg.parse_paths import path_between
from kg.pipeline import Reader
from kg.records import Document
from kg.relations import Finder

Pairs = Callable[[str], tuple[list[Mention], list[Pair]]]


@pytest.fixture
def pairs(reader: Reader, document: Callable[[str], Document]) -> Pairs:
    def make(text: str) -> tuple[list[Mention], list[Pair]]:
        [(read, passages)] = parse_documents(reader.nlp, [document(text)])
        mentions = find_mentions(read, passages, reader.mention_finder)
        tree = tree_of(passages[0])
        finder = Finder(0, tree, mentions, reader.phrases, reader.verbs)
        lexicon = Lexicon(reader.phrases.patterns, {"attack": 7})
        return mentions, list(find_pairs(tree, mentions, finder.here, list(finder.find()), lexicon))

    return make


def features_of(found: tuple[list[Mention], list[Pair]], first: str, second: str) -> set[str]:
    mentions, pairs = found
    [pair] = [p for p in pairs if (mentions[p.first].text, mentions[p.second].text) == (first, second)]
    return set(pair.all_features())


NAMES = ["iran", "iranian", "lavrov", "sergei", "damascus", "hezbollah", "turkey", "turkish"]


@pytest.mark.parametrize("name", NAMES)
def test_no_feature_names_anybody(name: str, pairs: Pairs) -> None:
    _, found = pairs(
        "Sergei Lavrov met Iranian officials in Damascus while Turkish troops attacked Hezbollah, which Iran "
        "arms, and Turkey denied it."
    )
    assert len(found) > 5
    assert not [f for p in found for f in p.all_features() if name in f.lower().split("fp")[0]]


def test_other_names_give_the_same_features(pairs: Pairs) -> None:
    one = features_of(pairs("Iran attacked Iraq on Monday."), "Iran", "Iraq")
    other = features_of(pairs("France attacked Spain on Monday."), "France", "Spain")
    assert one == other


def test_a_rule_and_the_words_between_are_features(pairs: Pairs) -> None:
    found = features_of(pairs("Iran attacked Iraq on Monday."), "Iran", "Iraq")
    assert {"f>fights", "battack", "mattack", "qlattack subj obj", "xbC7"} <= found


def test_members_of_a_list_share_the_way_to_the_verb(pairs: Pairs) -> None:
    mentions, found = pairs("Iran, Iraq and Egypt attacked Turkey.")
    to_turkey = [p for p in found if mentions[p.second].text == "Turkey"]
    assert len(to_turkey) == 3
    assert len({p.lifted for p in to_turkey}) == 1


def test_pairs_do_not_cross_sentences(pairs: Pairs) -> None:
    mentions, found = pairs("Iran attacked Iraq. Egypt met Turkey.")
    ends = {(mentions[p.first].text, mentions[p.second].text) for p in found}
    assert ends == {("Iran", "Iraq"), ("Egypt", "Turkey")}


def test_no_way_leads_from_one_sentence_to_another(
    reader: Reader, document: Callable[[str], Document]
) -> None:
    [(_, passages)] = parse_documents(reader.nlp, [document("Iran attacked Iraq. Egypt met Turkey.")])
    tree = tree_of(passages[0])
    assert path_between(tree, 0, tree.words.index("Turkey")) is None
    way = path_between(tree, 0, tree.words.index("Iraq"))
    assert way is not None and tree.words[way.meeting] == "attacked"
