"""Files, folders and standard input of every format, and every file that cannot be read."""

from __future__ import annotations

import io
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from kg.documents import read_documents
from kg.errors import DocumentError
from kg.formats import dispatch
from kg.records import Document

TOLD = "The army withdrew from the valley on Monday."
SEED_PDF = "2014-06-17-guards-in-iraq.pdf"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(*paths: str) -> list[Document | DocumentError]:
    return list(read_documents(paths))


def read_one(name: str, data: bytes | str) -> Document:
    Path(name).write_bytes(data if isinstance(data, bytes) else data.encode())
    (document,) = read(name)
    assert isinstance(document, Document), document
    return document


def names(found: Sequence[Document | DocumentError]) -> list[str]:
    return [item.name if isinstance(item, Document) else str(item) for item in found]


def words(document: Document, kind: str = "body") -> list[str]:
    return [
        " ".join(document.text[block.begin : block.end].split())
        for block in document.blocks
        if block.kind == kind
    ]


# Encodings


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "The “militia” – “we” – left the café.\r\n"),
        ("utf-16", "The militia left.\n"),
        ("utf-16-le", "The militia left the valley.\n"),
        ("utf-32", "The militia left.\n"),
        (
            "cp1252",
            "The minister’s “café” in Beirut – his own – was hit by two shells late on Monday evening.\n",
        ),
        ("cp1251", "Войска отошли из долины в понедельник, сообщил представитель министерства обороны.\n"),
    ],
)
def test_encodings(encoding: str, text: str) -> None:
    assert read_one("brief.txt", text.encode(encoding)).text == text


def test_text_is_the_file_itself() -> None:
    data = "\ufeffArmy leaves\r\n\r\n\tThe army’s\u00a0men left.\r\n"
    document = read_one("brief.txt", data)
    assert document.text == data
    assert words(document) == ["The army’s men left."]


def test_few_broken_bytes_are_replaced() -> None:
    data = "The “army” left the “valley”.".encode()
    assert read_one("brief.txt", data + b" Nobody saw \xe2\x80 it.").text.endswith("Nobody saw \ufffd it.")


# Formats

FRONT = '---\ntitle: "Talks: a beginning"\ndate: 2014-06-16\nsource: Desk\n---\n'
MARKDOWN = """
# Talks *begin*

The **army** of the [north](https://north.example/a_(b)) met `rebels` there.[^1]

> They said *it* would
> leave.

- The _rebels_ denied it.
- Snake_case and 3 * 4 stay.

Setext heading
--------------

| a | b |
|---|---|
| x | y |

```
code here
```

<div>markup</div>

![a map](map.png)

[^1]: Armed groups.
"""


def test_markdown() -> None:
    document = read_one("brief.md", FRONT + MARKDOWN)
    assert (document.title, document.published, document.source) == (
        "Talks: a beginning",
        date(2014, 6, 16),
        "Desk",
    )
    assert words(document, "title") == ["Talks begin", "Setext heading"]
    assert words(document)[:4] == [
        "The army of the north met rebels there.",
        "They said it would leave.",
        "The rebels denied it.",
        "Snake_case and 3 * 4 stay.",
    ]
    assert not any(word in " ".join(words(document)) for word in ("code", "markup", "map", "|", "https"))


def test_markdown_offsets_are_those_of_the_file() -> None:
    source = FRONT + MARKDOWN.replace("\n", "\r\n")
    document = read_one("brief.md", source)
    assert len(document.text) == len(source)
    begin = document.text.index("rebels  denied") - 1
    assert source[begin : begin + 15] == "_rebels_ denied"
    assert all(own in (there, " ") for own, there in zip(document.text, source, strict=True))


def test_markdown_without_front_matter() -> None:
    document = read_one("brief.md", f"# Army leaves\n\nBeirut, 15 June 2014 - {TOLD}\n\n---\n\nMore.")
    assert (document.title, document.published) == ("Army leaves", date(2014, 6, 15))
    assert words(document) == [TOLD, "More."]


PAGE = """<html><head><title>Army leaves | Desk</title><meta charset="{charset}">
<meta property="og:site_name" content="Desk"><meta name="date" content="2014-06-16"></head><body>
<nav><a href="/">Home</a> <a href="/w">World</a></nav><article><h1>Army leaves</h1>
<figure><img src="a.jpg"><figcaption>Soldiers at the café in the valley</figcaption></figure>
<p>{told}</p><p>The tribes had asked for <b>weeks</b> that the <a href="/m">militia</a>’s men leave.</p>
<h2>Talks</h2><p>Envoys met on Sunday to agree on what will follow, the ministry said in a note.</p></article>
<div id="comments"><h3>1 comment</h3><p>Iran will attack us all, and nobody will lift a finger then.</p></div>
<footer>Copyright Desk</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_webpage(charset: str) -> None:
    document = read_one("page.html", PAGE.format(charset=charset, told=TOLD).encode(charset))
    assert (document.title, document.published, document.source) == ("Army leaves", date(2014, 6, 16), "Desk")
    assert words(document, "title") == ["Army leaves", "Talks"]
    assert words(document, "caption") == ["Soldiers at the café in the valley"]
    assert words(document)[0] == TOLD and "militia’s men" in words(document)[1] and len(words(document)) == 3
    assert "Iran" not in document.text and "Home" not in document.text


def test_pdf(root: Path) -> None:
    document = read_one("brief.pdf", (root / "seeds" / SEED_PDF).read_bytes())
    assert document.title == "Iran's Guards in Iraq: denied in Tehran, reported in Baghdad"
    assert document.published == date(2014, 6, 17)
    assert "\n" not in words(document)[0] and "Page 1" not in document.text
    assert words(document, "title")[1:] == ["A general in Baghdad", "Fear of ISIL"]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("The two sides nego-\ntiate.", "The two sides negotiate."),
        ("The Iranian-\nbacked militia left.", "The Iranian-backed militia left."),
        ("Prime Minister al-\nMaliki stayed.", "Prime Minister al-Maliki stayed."),
        (
            "The short-term plan and the short-\nterm aim failed.",
            "The short-term plan and the short-term aim failed.",
        ),
    ],
)
def test_hyphens_of_a_pdf(lines: str, text: str) -> None:
    from kg.formats.pdf import rejoin

    assert rejoin(lines.split("\n")) == text


def test_running_lines_of_a_pdf() -> None:
    from kg.formats.pdf import drop_running_lines

    told = ("Unit one withdrew.", "Unit two withdrew.", "Unit three withdrew.")
    pages = [["Desk 16", f"Page {number}", *[line] * 5] for number, line in enumerate(told, start=1)]
    assert drop_running_lines([["Desk"], ["Desk"]]) == []
    assert drop_running_lines(pages) == [line for line in told for _ in range(5)]


def test_json_lines() -> None:
    lines = [
        json.dumps({"text": TOLD, "title": "Army leaves", "date": "2014-06-16T10:00:00Z", "source": "Desk"}),
        "",
        "{broken",
        '{"title": "no text"}',
        '"a string"',
        '{"text": ""}',
        json.dumps({"text": f"(AP) - {TOLD}"}),
    ]
    Path("briefs.jsonl").write_text("\n".join(lines))
    found = read("briefs.jsonl")
    assert names(found)[0] == "briefs.jsonl#1" and names(found)[-1] == "briefs.jsonl#7"
    assert [type(item) for item in found] == [Document, *[DocumentError] * 4, Document]
    assert all(
        f"briefs.jsonl#{number}:" in str(error)
        for number, error in zip((3, 4, 5, 6), found[1:], strict=False)
    )
    assert found[0].published == date(2014, 6, 16) and found[-1].source == "AP"


def test_json_lines_may_be_larger_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "LIMIT", 200)
    Path("briefs.jsonl").write_text("\n".join(json.dumps({"text": TOLD}) for _ in range(10)))
    assert len([item for item in read("briefs.jsonl") if isinstance(item, Document)]) == 10


# Folders and names


def test_folder() -> None:
    for name in (
        "b.txt",
        "a/c.txt",
        "a/d.TXT",
        "README.md",
        ".hidden/e.txt",
        "a/.f.txt",
        "g.docx",
        "license.txt",
    ):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(f"{name} {TOLD}")
    assert names(read(".")) == ["a/c.txt", "a/d.TXT", "b.txt"]
    assert names(read("b.txt", ".", "a", "./b.txt")) == ["b.txt", "a/c.txt", "a/d.TXT"]
    assert names(read("README.md")) == ["README.md"]


def test_folder_says_what_it_leaves_out(caplog: pytest.LogCaptureFixture) -> None:
    Path("a.txt").write_text(TOLD)
    Path("b.docx").write_text(TOLD)
    with caplog.at_level("INFO", "kg.documents"):
        read(".")
    assert [record.getMessage().split(":")[0] for record in caplog.records] == ["b.docx"]


def test_links_in_a_circle_are_followed_once() -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text(TOLD)
    Path("in/back").symlink_to("..", target_is_directory=True)
    assert names(read("in")) == ["in/a.txt"]


def test_name_outside_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("in").mkdir()
    Path("brief.txt").write_text(TOLD)
    monkeypatch.chdir("in")
    assert names(read(str(tmp_path / "brief.txt"))) == ["../brief.txt"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TOLD, "-"),
        (json.dumps({"text": TOLD}) + "\n", "-#1"),
        (PAGE.format(charset="utf-8", told=TOLD), "-"),
    ],
)
def test_standard_input(data: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
    (document,) = read("-")
    assert isinstance(document, Document)
    assert document.name == name and TOLD in words(document)


# What cannot be read


def locked_pdf(source: Path) -> bytes:
    writer = PdfWriter(PdfReader(source))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def blank_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t ", "empty"),
        ("a.txt", "\ufeff\u200b".encode(), "empty"),
        ("a.txt", bytes(range(256)) * 20, "binary"),
        ("a.txt", b"\x01\x02\x03\x04army\x05" * 30, "binary"),
        ("a.txt", b"%PDF-1.7 and so on", ".pdf"),
        ("a.txt", b"PK\x03\x04rest", "zip"),
        ("a.txt", b"\xff\xfeT\x00h\xd8", "save it as UTF-8"),
        ("a.docx", b"PK\x03\x04rest", ".docx are not read"),
        ("a.pdf", b"%PDF-1.4\nnothing more", "broken PDF"),
        ("a.pdf", b"no pdf at all", "broken PDF"),
        ("a.pdf", blank_pdf(), "OCR"),
        ("a.html", b"<html><body><nav>Home</nav></body></html>", "no main text"),
        ("a.html", b"\x00\x01\x02\x03" * 50, "a.html"),
        ("a.jsonl", b"\n\n", "empty"),
        ("a.jsonl", b'{"text": "caf\xe9"}', "not UTF-8"),
        ("a.jsonl", b"[" * 100_000, "not valid JSON"),
        ("a.md", b"---\ntitle: x\n---\n", "empty"),
    ],
)
def test_bad_files(name: str, data: bytes, says: str) -> None:
    Path(name).write_bytes(data)
    Path("good.txt").write_text(TOLD)
    error, good = read(name, "good.txt")
    assert isinstance(error, DocumentError) and isinstance(good, Document)
    assert says in str(error) and str(error).startswith(name) and "\n" not in str(error)


def test_locked_pdf(root: Path) -> None:
    Path("a.pdf").write_bytes(locked_pdf(root / "seeds" / SEED_PDF))
    (error,) = read("a.pdf")
    assert isinstance(error, DocumentError) and "password" in str(error)


def test_cut_off_pdf(root: Path) -> None:
    Path("a.pdf").write_bytes((root / "seeds" / SEED_PDF).read_bytes()[:900])
    (error,) = read("a.pdf")
    assert isinstance(error, DocumentError) and "broken PDF" in str(error)


def test_too_large() -> None:
    with Path("a.txt").open("wb") as file:
        file.truncate(dispatch.LIMIT + 1)
    (error,) = read("a.txt")
    assert isinstance(error, DocumentError) and "25 MB" in str(error) and ".jsonl" in str(error)


def test_missing_paths() -> None:
    Path("empty").mkdir()
    Path("nowhere.txt").symlink_to("gone.txt")
    Path("self.txt").symlink_to("self.txt")
    found = read("gone.txt", "empty", "nowhere.txt", "self.txt")
    assert [type(item) for item in found] == [DocumentError] * 4
    said = ("no such file", "no document in this folder", "link to nothing", "self.txt")
    assert all(words in str(error) for words, error in zip(said, found, strict=True))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_permission_denied() -> None:
    Path("a.txt").write_text(TOLD)
    Path("a.txt").chmod(0)
    (error,) = read("a.txt")
    assert isinstance(error, DocumentError) and "permission" in str(error)


def test_pipe_is_not_waited_for() -> None:
    os.mkfifo("pipe.txt")
    (error,) = read("pipe.txt")
    assert isinstance(error, DocumentError)


def test_heavy_libraries_are_loaded_only_when_needed() -> None:
    code = "import sys, kg.documents as d; list(d.read_documents(['a.txt'])); print(*sys.modules)"
    Path("a.txt").write_text(TOLD)
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment()
    )
    loaded = run.stdout.split()
    heavy = ("spacy", "trafilatura", "pypdf", "dateparser", "charset_normalizer", "markdown_it", "lxml")
    assert "kg.layout.blocks" in loaded and not set(heavy) & set(loaded)


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}


def test_reading_is_lazy() -> None:
    Path("a.txt").write_text(TOLD)
    endless = itertools.cycle(["a.txt"])
    assert isinstance(next(read_documents(endless)), Document)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_files_never_crash(root: Path, data: st.DataObject) -> None:
    seed = data.draw(st.sampled_from(sorted((root / "seeds").iterdir())))
    damaged = bytearray(seed.read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(damaged) - 1), min_size=1, max_size=30)):
        damaged[place] = data.draw(st.integers(0, 255))
    Path(f"a{seed.suffix}").write_bytes(damaged[: data.draw(st.integers(1, len(damaged)))])
    (found,) = read(f"a{seed.suffix}")
    assert isinstance(found, Document) or (isinstance(found, DocumentError) and "\n" not in str(found))
