"""Generated networks of any size, for tests and measurements of the page."""

from __future__ import annotations

import random

from kg.network import Network, add_actor, add_statement, finish_network, new_network
from kg.page_data import page_data
from kg.palette import FAMILY_COLOURS, TYPE_STYLES

SIGNS = {"alliedWith": 1, "supports": 1, "memberOf": 1, "fights": -1, "opposes": -1, "denies": -1}
SIDES = 5
WORDS = (
    "council force front brigade ministry movement union province border convoy leader north south".split()
)


def generated_network(actors: int, *, seed: int = 7) -> Network:
    """`actors` with three statements each, a few of them busy, each statement with a sentence of its own.

    Every fifth actor is of one side: who is of one side rarely fights, who is not rarely helps.
    """
    dice = random.Random(seed)
    relations = {
        name: {"label": name, "symmetric": name in ("alliedWith", "talksWith"), "sign": SIGNS.get(name, 0)}
        for name in FAMILY_COLOURS
    }
    network = new_network(relations=relations)
    names = [f"{dice.choice(WORDS)} {dice.choice(WORDS)} {number}".title() for number in range(actors)]
    types = [name for name in TYPE_STYLES if name != "Claim"]
    for number, name in enumerate(names):
        add_actor(
            network,
            f"x:{number}",
            label=name,
            type=dice.choice(types),
            aliases=[f"{name} group"],
            documents=["d"],
        )
    for number in range(3 * actors):
        subject, target = (int(actors * dice.random() ** 2.5) for _ in range(2))
        add_random_statement(
            network, dice, number, subject, target if target != subject else (subject + 1) % actors, names
        )
    return finish_network(network)


def add_random_statement(
    network: Network, dice: random.Random, number: int, subject: int, target: int, names: list[str]
) -> None:
    middle = " ".join(dice.choices(WORDS, k=14))
    sentence = f"{names[subject]} {middle} {names[target]}."
    unlikely = -1 if subject % SIDES == target % SIDES else 1
    weights = [1 if SIGNS.get(name) == unlikely else 8 for name in FAMILY_COLOURS]
    family = dice.choices(list(FAMILY_COLOURS), weights)[0]
    speaker = dice.randrange(min(40, len(names))) if dice.random() < 0.3 else None
    facts = {
        "relation": family if dice.random() < 0.6 else f"{family}Openly",
        "family": family,
        "speaker": None if speaker is None else f"x:{speaker}",
        "speaker_label": None if speaker is None else names[speaker],
        "status": dice.choices(("actual", "possible", "negated"), (80, 15, 5))[0],
        "evidence": sentence,
        "end": len(sentence),
        "subject_text": names[subject],
        "subject_end": len(names[subject]),
        "object_text": names[target],
        "object_begin": len(sentence) - len(names[target]) - 1,
        "object_end": len(sentence) - 1,
        "document": f"report-{number // 12:05}.txt",
        "title": f"Report {number // 12}",
        "published": f"2014-06-{1 + number // 12 % 28:02}",
        "source": f"Agency {number // 12 % 9}",
        "confidence": 0.8,
        "rule": f"{family}: A {family} B",
    }
    add_statement(network, f"s:{number}", f"x:{subject}", f"x:{target}", **facts)


def blocs_of(network: Network) -> dict[str, int]:
    """The bloc of each actor that the page puts into one."""
    data = page_data(network)
    return {data.facts["actors"][node["id"]]["iri"]: node["bloc"] for node in data.nodes if "bloc" in node}
