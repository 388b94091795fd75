"""What the layout of plain text tells: paragraphs, kinds of blocks, title, date and source."""

from __future__ import annotations

import textwrap
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents import read_documents
from kg.formats.text import read_words
from kg.layout.blocks import lay_out
from kg.layout.datelines import read_dateline
from kg.layout.dates import find_date, is_date_line
from kg.layout.paragraphs import MOST, find_paragraphs
from kg.records import Document

TOLD = "The army withdrew from the valley on Monday."


def layout(text: str) -> list[tuple[str, str]]:
    document = read_words(text, "test.txt")
    return [(block.kind, " ".join(text[block.begin : block.end].split())) for block in document.blocks]


def kinds(text: str) -> list[str]:
    return [kind for kind, _ in layout(text)]


@pytest.mark.parametrize(
    "text",
    [
        "First one.\nSecond one.",
        "First one.\n\nSecond one.",
        "First one.\r\n\r\nSecond one.\r\n",
        "   First one.\n   Second one.",
        "\ufeff First one.\u2028Second one.\n \u200b \n",
    ],
)
def test_two_paragraphs(text: str) -> None:
    assert layout(text) == [("body", "First one."), ("body", "Second one.")]


@pytest.mark.parametrize(
    "text",
    [
        "The envoy of the northern tribes said that the\nmilitia would leave the town.",
        "The envoy of the northern tribes met with\nGeneral Salim, who commands the\nborder guards.",
        "A spokesman for the militia said that the talks in the capital with Lt.\n"
        "Gen. Salim had failed. He blamed the ministry, which had sent nobody, and\n"
        "President Haddad, who had promised to come himself and to bring with him\n"
        "a plan.",
        "The militia left the town on the river, as the United Nations-backed\n\nmediators had asked.",
    ],
)
def test_wrapped_lines_are_one_paragraph(text: str) -> None:
    assert layout(text) == [("body", " ".join(text.split()))]


@pytest.mark.parametrize("width", [40, 72, 100, 140])
def test_any_width_of_line(width: int) -> None:
    told = (
        "The militia left the town on the river after a week of talks led by the envoy of President "
        "Haddad, whom both sides trust. He had asked the elders of four tribes to vouch for it. They did, "
        "Lt. Gen. Salim said, and the U.S. ambassador, who had come from Beirut, was their witness."
    )
    text = textwrap.fill(told, width)
    assert layout(f"{text}\n\n{text[4:]}") == [("body", told), ("body", told[4:])]


def test_indented_paragraphs_without_blank_lines() -> None:
    text = (
        "  The militia left the town on Monday, and its men took with them all the\n"
        "guns that they had captured there.\n"
        "  The army denied that. Its spokesman said that the guns were in the hands\n"
        "of the police.\n"
    )
    assert [words[:9] for _, words in layout(text)] == ["The milit", "The army "]


def test_wrapped_caption_amid_long_lines() -> None:
    told = "The parade was the largest in years, " + "and it went on for hours, " * 4 + "officials said."
    caption = "Fighters of the northern militia hold up their flags and\nShout in the capital. (Photo: Desk)"
    assert kinds(f"{told}\n{caption}\n{TOLD}") == ["body", "caption", "body"]


def test_headline_above_a_wrapped_caption_is_its_own() -> None:
    caption = "Men of the militia march through the streets of the capital\nwith their guns. (Photo: Desk)"
    assert kinds(f"Militia parades\n{caption}\n{TOLD}") == ["title", "caption", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "Next Story",
        "Popular Posts",
        "Read more: What the militia wants",
        "Related: A history of the valley",
        "Watch Video: The parade",
        "Share this on Facebook",
        "12 comments",
        "By Jane Roe",
        "By Jane Roe and Richard Roe, Desk",
        "Posted by EDITOR at 5:30 PM",
        "This is an archived article and may be out of date.",
        "(Reporting by Jane Roe; Editing by Richard Roe)",
        "(Source: Desk)",
        "Sunday, 15 June 2014",
        "Updated 5:12 PM EDT, Mon June 16, 2014",
        "Published: 16 June 2014 21:04 | Updated: 17 June by the desk",
        "Media playback is unsupported on your device",
        "© 2014 Desk. All rights reserved.",
        "* * *",
        "-----",
        "1,204 shares",
    ],
)
def test_furniture_is_skipped(line: str) -> None:
    assert kinds(f"Army leaves valley\n\n{line}\n\n{TOLD}") == ["title", "skipped", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "Like it or not, the army must stay.",
        "Save this country, the marchers shouted.",
        "The report was published on Monday by the mission, which accuses the militia of crimes.",
        "Responses to the crisis were slow.",
        "By Friday the army had fled.",
        "Search operations went on all night.",
        "Comments by the minister angered the tribes.",
        "The war began on 20 March 2003.",
        "Northern Front (NF) - the group that rules the valley - denied it.",
    ],
)
def test_sentences_are_no_furniture(line: str) -> None:
    assert kinds(f"Army leaves valley\n\n{line}\n\n{TOLD}") == ["title", "body", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "Men of the militia at prayer (Photo: Desk)",
        "FILE PHOTO: The minister speaks.",
        "The valley. Jane Roe/Getty Images",
    ],
)
def test_captions(line: str) -> None:
    assert kinds(f"Army leaves valley\n\n{line}\n\n{TOLD}") == ["title", "caption", "body"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Militia leaves valley", ["body"]),
        (TOLD, ["body"]),
        (
            f"Army leaves valley\n{TOLD}\n- Talks to go on -\n{TOLD} Talks begin.",
            ["title", "body", "title", "body"],
        ),
        (f"Army leaves valley\n\n{TOLD}\n\nWho won?\n\nNobody.", ["title", "body", "body", "body"]),
        (f"Will the army leave?\n\n{TOLD}", ["title", "body"]),
        (f"{TOLD}\n\n search desk", ["body", "skipped"]),
        (f"Politics\nVideo\nArmy leaves valley\n{TOLD}", ["skipped", "skipped", "title", "body"]),
        (f"Valley\n{TOLD}", ["title", "body"]),
    ],
)
def test_titles(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


def test_crosshead_loses_its_dashes() -> None:
    assert layout(f"{TOLD}\n- Talks to go on -\nThey failed.")[1] == ("title", "Talks to go on")


@pytest.mark.parametrize(
    "comments",
    [
        "2 comments:\n\nAnonymous said...\n\nIran will attack us all.",
        "Leave a comment\n\nJim\n\nIran will attack us all.",
        "jim77 says:\nJune 16, 2014 at 5:30 pm\nIran will attack us all.",
        "  • Jim Roe\n\n    Iran will attack us all.\n\nComments are closed.",
    ],
)
def test_comments_are_skipped(comments: str) -> None:
    found = layout(f"Army leaves valley\n\n{TOLD}\n\n{comments}\n")
    assert [words for kind, words in found if kind == "body"] == [TOLD]
    assert found[-1][0] == "skipped" and any("attack" in words for _, words in found)


def test_next_post_below_comments_is_read() -> None:
    text = f"{TOLD}\n\n1 comment:\n\nJim said...\n\nWell!\n\nSunday, June 15, 2014\n\nThe tribes had asked."
    assert [words for kind, words in layout(text) if kind == "body"] == [TOLD, "The tribes had asked."]


def test_repeated_paragraph_is_read_once() -> None:
    told = TOLD + " The minister praised its discipline."
    assert kinds(f"{told}\n{TOLD}\n{told}\n{TOLD}") == ["body", "body", "skipped", "body"]


@pytest.mark.parametrize(
    ("line", "source", "published"),
    [
        ("BEIRUT (Reuters) - ", "Reuters", None),
        ("BEIRUT, June 15 (AP) -- ", "AP", None),
        ("Beirut, 15 June 2014 – ", None, date(2014, 6, 15)),
        ("Reuters, Beirut : ", "Reuters", None),
        ("(CNN) -- ", "CNN", None),
        ("NEW YORK — ", None, None),
        ("BEIRUT - ", None, None),
        ("Beirut: ", None, None),
        ("June 15, 2014: ", None, date(2014, 6, 15)),
    ],
)
def test_datelines(line: str, source: str | None, published: date | None) -> None:
    document = read_words(f"Army leaves valley\n\n{line}{TOLD}", "test.txt")
    assert (document.source, document.published) == (source, published)
    assert layout(document.text)[1:] == [("skipped", line.strip()), ("body", TOLD)]


@pytest.mark.parametrize(
    "text", ["Kirby: Not yet.", "NATO - an ally - said no.", "The army - what is left - fled."]
)
def test_no_dateline(text: str) -> None:
    assert read_dateline(text) is None


def test_dateline_above_a_name_with_a_dash() -> None:
    assert layout("DAMASCUS - The Joint Force - North gave out masks.")[0] == ("skipped", "DAMASCUS -")


def test_speakers_of_a_transcript_stay() -> None:
    text = "Briefing\n\nMr Kirby: We met them.\n\nQuestion: Where was it?\n\nMr Kirby: Here."
    assert kinds(text) == ["title", "body", "body", "body"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("16 June 2014", date(2014, 6, 16)),
        ("Monday, June 16th, 2014 09:30 GMT", date(2014, 6, 16)),
        ("16-Jun-2014", date(2014, 6, 16)),
        ("2014-06-16T09:00:00+02:00", date(2014, 6, 16)),
        ("16/06/2014", date(2014, 6, 16)),
        ("06/16/2014", date(2014, 6, 16)),
        ("05/06/2014", None),
        ("31 June 2014", None),
        ("June 2014", None),
        ("1,700 of them in 2014", None),
    ],
)
def test_dates(text: str, expected: date | None) -> None:
    assert find_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Last updated: 16 June 2014 at 5.30 pm BST", True),
        ("Posted on Monday, June 16, 2014", True),
        ("The army fled on 16 June 2014", False),
        ("16 June 2014: The army flees", False),
    ],
)
def test_date_lines(text: str, expected: bool) -> None:
    assert is_date_line(text) is expected


def test_date_of_an_event_is_not_the_date_of_publication() -> None:
    assert read_words("Army leaves\n\nThe war began on 20 March 2003.", "test.txt").published is None


def test_contributor_is_the_source_for_want_of_another() -> None:
    document = read_words(f"{TOLD}\n\nThe Associated Press contributed to this report.", "test.txt")
    assert document.source == "The Associated Press"


def test_very_long_line_is_cut_at_sentence_ends() -> None:
    text = " ".join(f"Unit {number} withdrew." for number in range(3000))
    parts = find_paragraphs(text)
    assert all(part.end - part.begin <= MOST and text[part.end - 1] == "." for part in parts)
    assert " ".join(text[part.begin : part.end] for part in parts) == text


@given(st.text(alphabet=st.sampled_from("aB.,:-•\n\r\t \u00a0(“”)é7"), max_size=300))
def test_blocks_are_in_order_and_lose_no_word(text: str) -> None:
    blocks = lay_out(text, find_paragraphs(text)).blocks
    offsets = [offset for block in blocks for offset in (block.begin, block.end)]
    assert offsets == sorted(offsets) and all(block.begin < block.end for block in blocks)
    kept = {offset for block in blocks for offset in range(block.begin, block.end)}
    assert not any(char.isalnum() for offset, char in enumerate(text) if offset not in kept)


@pytest.mark.parametrize(
    ("name", "published", "source", "captions", "skipped"),
    [
        ("000", None, "AP", 6, 5),
        ("001", None, "Reuters", 0, 13),
        ("002", date(2014, 6, 16), None, 0, 2),
        ("003", date(2014, 6, 15), None, 0, 2),
        ("004", None, None, 0, 6),
    ],
)
def test_the_five_documents(
    shared: Path, name: str, published: date | None, source: str | None, captions: int, skipped: int
) -> None:
    (path,) = (shared / "seed-documents").glob(f"{name}_*.txt")
    (document,) = read_documents([str(path)])
    assert isinstance(document, Document)
    found = [block.kind for block in document.blocks]
    assert (document.published, document.source) == (published, source)
    assert (found.count("caption"), found.count("skipped")) == (captions, skipped)
