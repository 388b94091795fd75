"""Near-identical texts are linked as copies, whatever the order, and count as one source."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from graphs import Said, make_reading

from kg.copies import Signed, find_copies, sign_text
from kg.documents import read_documents
from kg.exporters.columns import pair_rows
from kg.fingerprint import reading_fingerprint
from kg.network import load_network
from kg.queries import ask
from kg.records import Block, Document, Reading
from kg.store import Store, open_store

AGENCY = """ERBIL, June 12 - Kurdish fighters took over the oil city of Kirkuk after soldiers had left.

A spokesman said the peshmerga had moved into every base that the army gave up in the night, and that no
shot was fired. Witnesses saw young men carry helmets and rifles home from an empty barracks in the
north of the city.

The governor called on the people to stay in their houses and asked the capital for help, which did not
come.

Militants who had driven the army out of Mosul two days earlier were said to be some forty kilometres
away. They hold the road to the south and have threatened to march on the capital.

Oil prices rose to their highest in nine months, though the wells in the south of the country went on as
usual.
"""
PRINTED = AGENCY.replace("ERBIL, June 12", "KIRKUK, Friday").replace("some forty", "about 40")
CUT = AGENCY.replace(AGENCY.split("\n\n")[2], "").upper()
OTHER = """BAGHDAD - Iraq's army abandoned Kirkuk to Kurdish forces on Thursday, its second loss in days.

Officers reached by telephone said they had been told to go home and had not been paid since April. The
peshmerga came within hours, a Kurdish spokesman said, and now hold the airfield and the refinery as
well.

Shops stayed open. Kurdish leaders have claimed the city, which sits on rich oil fields, for decades,
and few in the streets thought that they would leave it again. The government in Baghdad said nothing
about it until the evening.
"""


def written(text: str, name: str = "a") -> Document:
    return Document(name, text, (Block("body", 0, len(text)),))


def signed(name: str, text: str, issued: str | None = None) -> Signed:
    signature = sign_text(written(text))
    assert signature is not None
    return Signed(f"d:{name}", name, issued, signature)


@pytest.mark.parametrize(
    ("text", "copied"),
    [(PRINTED, True), (CUT, True), (AGENCY + OTHER[:300], True), (OTHER, False), ("Kirkuk fell.", False)],
    ids=["other dateline", "paragraph cut", "paragraph added", "other report", "a line"],
)
def test_a_copy_and_a_report_on_the_same_event(text: str, copied: bool) -> None:
    found = find_copies([signed("first", AGENCY, "2014-06-12"), signed("second", text, "2014-06-13")])
    assert found == ({"d:second": "d:first"} if copied else {})


def test_what_surrounds_the_report_does_not_count() -> None:
    menu = "\n".join(f"Home {number} News {number} Sport {number}" for number in range(90))
    pages = []
    for text in (AGENCY, OTHER):
        blocks = Block("body", 0, len(text)), Block("skipped", len(text), len(text + menu))
        pages.append(sign_text(Document("a", text + menu, blocks)))
    assert pages == [sign_text(written(AGENCY)), sign_text(written(OTHER))]


def test_the_original_is_the_earliest_then_the_first_by_name_whatever_the_order() -> None:
    group = [signed("c", AGENCY), signed("b", PRINTED, "2014-06-13"), signed("a", CUT, "2014-06-13")]
    found = {
        tuple(sorted(find_copies(order).items())) for order in permutations([*group, signed("o", OTHER)])
    }
    assert found == {(("d:b", "d:a"), ("d:c", "d:a"))}


def test_a_chain_of_copies_is_one_group() -> None:
    """The last shares too little with the first, and much with the one between."""
    words = [f"word{number}" for number in range(400)]
    chain = [signed(str(n), " ".join(words[n * 90 : n * 90 + 300]), f"2014-06-1{n}") for n in range(2)]
    last = signed("2", " ".join(words[180:]), "2014-06-12")
    assert find_copies([chain[0], last]) == {}
    assert find_copies([*chain, last]) == {"d:1": "d:0", "d:2": "d:0"}


def test_many_copies_are_one_group() -> None:
    words = [f"word{number}" for number in range(300)]
    texts = [signed(f"{n:03}", " ".join([*words[:n], "other", *words[n:]])) for n in range(300)]
    assert set(find_copies(texts).values()) == {"d:000"}


def test_a_text_without_words_is_no_copy() -> None:
    assert sign_text(written("--- ...")) is None


def reading(name: str, text: str, source: str | None, day: int, *said: Said) -> Reading:
    """Readings whose texts are the reports above; their sentences stand beside, not in, the text."""
    made = make_reading(name, *said, source=source, published=date(2014, 6, day))
    return replace(made, document=replace(made.document, text=text, blocks=(Block("body", 0, len(text)),)))


ATTACK, TALKS = Said("ISIL", "attacks", "Iraq"), Said("Iran", "meets", "Iraq")
HOLDS = Said("ISIL", "clashesWith", "JRTN")
READINGS = (
    reading("agency", AGENCY, "Agency", 12, ATTACK),
    reading("herald", PRINTED, "Herald", 13, ATTACK, TALKS),
    reading("post", CUT, "Post", 14, HOLDS),
    reading("own", OTHER, "Own", 14, replace(TALKS, by="Iraq")),
)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("memory:") as opened:
        for one in READINGS:
            opened.add(one)
        yield opened


def counts(store: Store) -> dict[str, tuple[object, ...]]:
    asked = """SELECT ?relation ?n ?documents ?sources WHERE {
        ?link kg:linkRelation ?type ; kg:actualCount ?n ;
            kg:documentCount ?documents ; kg:sourceCount ?sources
        BIND(STRAFTER(STR(?type), "#") AS ?relation) }"""
    return {str(relation): tuple(rest) for relation, *rest in store.query(asked).rows}


def originals(store: Store) -> dict[str, str | None]:
    return {one.name: one.copy_of for one in store.documents() if one.copy_of}


def test_copies_count_as_one_document_and_one_source(store: Store) -> None:
    assert originals(store) == {"herald": "agency", "post": "agency"}
    assert counts(store) == {"attacks": (2, 1, 1), "meets": (2, 2, 2), "clashesWith": (1, 1, 1)}


def test_a_single_source_is_the_one_that_was_copied(store: Store) -> None:
    rows = {row[1]: row[3] for row in ask(store, "single-source").rows}
    assert rows == {"attacks": "Agency", "clashesWith": "Agency"}


def test_when_the_original_goes_the_next_takes_its_place(store: Store) -> None:
    store.settle()
    store.remove("agency")
    assert originals(store) == {"post": "herald"}
    assert counts(store) == {"attacks": (1, 1, 1), "meets": (2, 2, 2), "clashesWith": (1, 1, 1)}
    assert {row[1]: row[3] for row in ask(store, "single-source").rows}["clashesWith"] == "Herald"
    assert store.is_settled()


def test_when_the_original_changes_its_copies_are_counted_anew(store: Store) -> None:
    store.settle()
    store.add(reading("agency", AGENCY, "Own", 12, ATTACK))
    assert counts(store)["meets"] == (2, 2, 1)
    store.add(reading("agency", OTHER, "Agency", 12, ATTACK))
    assert originals(store) == {"post": "herald", "own": "agency"}
    assert counts(store)["attacks"] == (2, 2, 2)
    assert store.is_settled()


def test_an_edge_does_not_grow_with_copies(store: Store) -> None:
    network = load_network(store)
    rows = {row.values["family"]: row.values["independent_sources"] for row in pair_rows(network)}
    assert rows == {"fights": 1, "talksWith": 2}


def test_the_build_and_the_list_of_documents_tell_of_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has been read with the same program before is not read again, only told of."""
    monkeypatch.chdir(tmp_path)
    Path("reports").mkdir()
    for name, text in (("agency", AGENCY), ("herald", PRINTED), ("own", OTHER)):
        Path("reports", f"{name}.txt").write_text(text, "utf-8")
    with open_store("store") as store:
        for document in read_documents(["reports"]):
            assert isinstance(document, Document)
            store.add(Reading(document, (), ()), read_with=reading_fingerprint())

    def kg(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kg", *arguments, "--store", "store"]
        return subprocess.run(command, capture_output=True, text=True, check=True)

    built = kg("build", "reports")
    assert "(3 unchanged), 1 of 3 near copies of others." in built.stderr
    listed = kg("documents")
    assert "agency.txt" in next(line for line in listed.stdout.splitlines() if "herald.txt" in line)
    assert "1 of 3 near copies of others" in listed.stderr
