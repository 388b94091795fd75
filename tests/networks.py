"""Stores and networks with known or hostile content, for the tests of pictures and exports."""

from __future__ import annotations

from collections.abc import Iterable

from graphs import Said, known_graph, make_reading

from kg.network import Network, add_actor, add_statement, finish_network, load_network, new_network
from kg.records import Reading
from kg.store import Store, open_store

RELATIONS = {
    "fights": {"label": "fights", "symmetric": False, "sign": -1},
    "talksWith": {"label": "talks with", "symmetric": True, "sign": 0},
    "alliedWith": {"label": "allied with", "symmetric": True, "sign": 1},
}
HOSTILE = "<img src=x onerror=\"document.title='ran'\">"
HEADLINE = "</script><script>document.title='ran'</script>"


def filled_store(readings: Iterable[Reading] | None = None) -> Store:
    """A store in memory with these readings, or with the known graph."""
    store = open_store("memory:")
    for reading in known_graph() if readings is None else readings:
        store.add(reading)
    return store


def hostile_network() -> Network:
    """Actors, headlines and sentences that would run as script in a careless page."""
    network = new_network(relations=RELATIONS)
    link = '<a href="javascript:document.title=1">click</a>'
    for actor, label in (("x:a", HOSTILE), ("x:b", link), ("x:c", "Plain & simple")):
        add_actor(network, actor, label=label, type="Person", aliases=[HEADLINE], documents=[HEADLINE])
    sentence = f"{HOSTILE} fought {link}.\u2028 <!-- {HEADLINE}"
    facts = {
        "evidence": sentence,
        "end": len(sentence),
        "subject_end": len(HOSTILE),
        "subject_text": HOSTILE,
        "document": HEADLINE,
        "title": HEADLINE,
        "source": HOSTILE,
        "speaker": "x:b",
        "speaker_label": link,
        "rule": HEADLINE,
        "claim": HOSTILE,
        "confidence": 0.5,
    }
    add_statement(network, "x:1", "x:a", "x:b", relation="fights", family="fights", **facts)
    add_statement(network, "x:2", "x:b", "x:c", relation=HEADLINE, family=HOSTILE, **facts)
    return finish_network(network)


def demo_network() -> Network:
    """The known graph with what a page has to show besides: two dates, a reprint, a contradiction."""
    reprint = make_reading(
        "copy.txt", Said("ISIL", "attacks", "Iraqi Army", time="2014-06-10"), source="Copy Desk"
    )
    return load_network(filled_store([*known_graph(), reprint]))
