"""Readings with known content, by hand or generated, for tests and benchmarks that need no text parsed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kg.records import Actor, ActorMention, Block, Document, Evidence, Party, Reading, Speaker, Statement
from kg.statements import statement_id
from kg.terms import DEFAULT_BASE

TYPES = {
    "ISIL": "ArmedGroup",
    "JRTN": "ArmedGroup",
    "Iraqi Army": "SecurityForce",
    "Iran": "State",
    "Iraq": "State",
    "United States": "State",
    "IRGC": "SecurityForce",
    "Nouri al-Maliki": "Person",
    "Peace Brigades": "ArmedGroup",
    "Moqtada al-Sadr": "Person",
}
ALIASES = {"ISIL": ("the Islamic State of Iraq and the Levant",), "United States": ("America", "Washington")}
FAMILIES = {
    "attacks": "fights",
    "clashesWith": "fights",
    "meets": "talksWith",
    "negotiatesWith": "talksWith",
    "arms": "supports",
    "aids": "supports",
    "accuses": "opposes",
    "partOf": "memberOf",
    "heads": "leads",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a made-up report: who does what to whom, how sure, and who says so."""

    subject: str
    relation: str
    object: str | None
    status: str = "actual"
    by: str | None = None
    claim: str | None = None
    time: str | None = None
    past: bool = True
    denies: int | None = None
    """Which sentence of the same report, counted from 0, is what this one denies."""

    @property
    def sentence(self) -> str:
        speaker = f", {self.by} said" if self.by else ""
        what = self.object or self.claim
        return f"{self.subject} {self.status} {self.relation} {what}{speaker}."


def make_reading(
    name: str,
    *said: Said,
    source: str | None = "Example Agency",
    published: date | None = date(2014, 6, 13),
    title: str | None = "A brief",
    base: str = DEFAULT_BASE,
) -> Reading:
    """A reading whose text is the sentences, one a line, with true offsets."""
    text = "\n".join(one.sentence for one in said)
    document = Document(name, text, (Block("body", 0, len(text)),), title, published, source)
    starts = [sum(len(one.sentence) + 1 for one in said[:index]) for index in range(len(said))]
    statements: list[Statement] = []
    for one, start in zip(said, starts, strict=True):
        statements.append(_statement(name, one, start, statements, base))
    return Reading(document, tuple(_actors(said, text, base)), tuple(statements))


def actor_id(label: str, base: str = DEFAULT_BASE) -> str:
    return f"{base}actor/{label.lower().replace(' ', '-')}"


def _statement(name: str, said: Said, start: int, before: list[Statement], base: str) -> Statement:
    sentence = said.sentence
    subject = _party(said.subject, sentence, start, 0, base)
    object_start = len(f"{said.subject} {said.status} {said.relation} ")
    object = _party(said.object, sentence, start, object_start, base) if said.object else None
    identity = statement_id(
        base,
        name,
        evidence=(start, start + len(sentence)),
        subject=subject.id,
        relation=said.relation,
        object=object.id if object else None,
        status=said.status,
        claim=said.claim,
    )
    return Statement(
        id=identity,
        subject=subject,
        relation=said.relation,
        family=FAMILIES.get(said.relation, said.relation),
        object=object,
        status=said.status,
        past=said.past,
        attributed_to=Speaker(actor_id(said.by, base), said.by) if said.by else None,
        claim=said.claim,
        time=said.time,
        confidence=0.83,
        rule=f"{said.relation}: A {said.relation} B",
        evidence=Evidence(sentence, start, start + len(sentence)),
        denied=(before[said.denies].id,) if said.denies is not None else (),
    )


def _party(label: str, sentence: str, start: int, offset: int, base: str) -> Party:
    begin = start + sentence.index(label, offset)
    return Party(actor_id(label, base), label, ActorMention(label, begin, begin + len(label)))


def _actors(said: tuple[Said, ...], text: str, base: str) -> Iterator[Actor]:
    named = (name for one in said for name in (one.subject, one.object, one.by) if name)
    for name in dict.fromkeys(named):
        begin = text.index(name)
        mention = ActorMention(name, begin, begin + len(name))
        aliases, kind = ALIASES.get(name, ()), TYPES.get(name, "Organisation")
        reasons = tuple(f'"{alias}" is another name of {name} in the ontology.' for alias in aliases)
        yield Actor(actor_id(name, base), name, kind, (mention,), aliases, name in TYPES, reasons)


def known_graph() -> list[Reading]:
    """Four reports with every family, a denial of a claim, a contradiction and two sources."""
    return [
        make_reading(
            "mosul.txt",
            Said("ISIL", "attacks", "Iraqi Army", time="2014-06-10"),
            Said("ISIL", "alliedWith", "JRTN", by="United States"),
            Said("Iraqi Army", "partOf", "Iraq", past=False),
            Said("Nouri al-Maliki", "leads", "Iraq", past=False),
            Said("ISIL", "controls", "Mosul Dam", status="possible"),
        ),
        make_reading(
            "tehran.txt",
            Said("Iran", "arms", "Peace Brigades", by="United States"),
            Said("Iran", "denies", "United States", claim="that it armed anyone", denies=0),
            Said("Iran", "arms", "Peace Brigades", status="negated", by="Iran"),
            Said("IRGC", "partOf", "Iran", past=False),
            published=date(2014, 6, 15),
            source="Another Agency",
        ),
        make_reading(
            "talks.txt",
            Said("United States", "meets", "Iran", time="2014-06-16"),
            Said("United States", "negotiatesWith", "Iran", status="possible", past=False),
            Said("ISIL", "clashesWith", "JRTN", time="2014-06-20/2014-06-21"),
            Said("Iran", "alliedWith", "Nouri al-Maliki", past=False),
            published=date(2014, 7, 2),
        ),
        make_reading(
            "sadr.txt",
            Said("Moqtada al-Sadr", "heads", "Peace Brigades", past=False),
            Said("Peace Brigades", "opposes", "United States", by="Moqtada al-Sadr"),
            Said("ISIL", "attacks", "Iraqi Army", by="Iraq"),
            Said("Peace Brigades", "attacks", "ISIL", status="possible"),
            Said("Iran", "denies", None, claim="that its soldiers crossed the border"),
            published=date(2014, 7, 5),
            source="Another Agency",
        ),
    ]


def generated_readings(statements: int, *, seed: int = 7, each: int = 100) -> Iterator[Reading]:
    """About `statements` statements in reports of `each`, over actors and links as unequal as in the news."""
    dice = random.Random(seed)
    names = [f"Actor {number}" for number in range(max(20, statements // 50))]
    relations = [*FAMILIES, "alliedWith", "controls", "supports", "denies"]
    for number in range(max(1, statements // each)):
        said = [_random_said(dice, names, relations) for _ in range(min(each, statements))]
        day = date(2014, 1, 1) + timedelta(days=number % 700)
        yield make_reading(f"report-{number:06}.txt", *said, source=f"Agency {number % 12}", published=day)


def _random_said(dice: random.Random, names: list[str], relations: list[str]) -> Said:
    def pick() -> str:
        return names[int(len(names) * dice.random() ** 3)]

    subject, object = pick(), pick()
    while object == subject:
        object = dice.choice(names)
    status = dice.choices(("actual", "possible", "negated"), (80, 15, 5))[0]
    day = (date(2014, 1, 1) + timedelta(days=dice.randrange(700))).isoformat()
    return Said(
        subject,
        dice.choice(relations),
        object,
        status=status,
        by=pick() if dice.random() < 0.4 else None,
        time=day if dice.random() < 0.3 else None,
        past=dice.random() < 0.7,
    )
