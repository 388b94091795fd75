"""How fast the page is: made in Python, first seen in Chromium, filtered, searched and dragged, beside bare pages.

    python benchmarks/page.py [--actors 500 2000 5000 10000] [--plain 500] [--rounds 3]

"Bare" is the same graph with the same positions and vis-network alone, without evidence, filters or panels.
"Plain" is what pyvis writes by itself, with its own physics. Times are medians, in seconds; script time is the
browser's own count of time spent in scripts.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from browser import ARGUMENTS

from kg.network import Network, add_actor, add_statement, finish_network, new_network
from kg.page_data import page_data
from kg.palette import FAMILY_COLOURS, TYPE_STYLES
from kg.placement import place_actors
from kg.view import page_html

WORDS = "council force front brigade ministry movement union province border convoy border leader north south".split()
PAINTED = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"""


def generated_network(actors: int, *, seed: int = 7) -> Network:
    """`actors` with three statements each, a few of them busy, each statement with a sentence of its own."""
    dice = random.Random(seed)
    relations = {
        name: {"label": name, "symmetric": name in ("alliedWith", "talksWith"), "sign": 0}
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
    begin = len(sentence) - len(names[target]) - 1
    add_statement(
        network, f"s:{number}", f"x:{subject}", f"x:{target}", relation=(family := dice.choice(list(FAMILY_COLOURS))),
        family=family, status=dice.choices(("actual", "possible", "negated"), (80, 15, 5))[0], evidence=sentence,
        end=len(sentence), subject_text=names[subject], subject_end=len(names[subject]), object_text=names[target],
        object_begin=begin, object_end=len(sentence) - 1, document=f"report-{number // 12:05}.txt",
        title=f"Report {number // 12}", published=f"2014-06-{1 + number % 28:02}", source=f"Agency {number % 9}",
        confidence=0.8, rule=f"{family}: A {family} B",
    )  # fmt: skip


def bare_page(network: Network) -> str:
    """vis-network, the drawn nodes and edges with their labels, positions, colours and arrows; nothing else."""
    data = page_data(network)
    nodes = [
        {"id": node["id"], "label": node["label"], "x": node["x"], "y": node["y"], "shape": "dot", "size": node["size"]}
        for node in data.nodes if "x" in node
    ]  # fmt: skip
    edges = [
        {"id": edge["id"], "from": edge["from"], "to": edge["to"], "color": FAMILY_COLOURS[edge["family"]][0], "arrows": "to"}
        for edge in data.edges
    ]  # fmt: skip
    vis = files("pyvis").joinpath("templates", "lib", "vis-9.1.2", "vis-network.min.js").read_text("utf-8")
    options = "{physics:false,layout:{improvedLayout:false},edges:{smooth:false}}"
    return (
        "<!doctype html><meta charset=utf-8><style>body{margin:0}#g{height:100vh}</style><div id=g></div>"
        f"<script>{vis}</script><script>const network=new vis.Network(document.getElementById('g'),"
        f"{{nodes:new vis.DataSet({json.dumps(nodes)}),edges:new vis.DataSet({json.dumps(edges)})}},{options});</script>"
    )


def plain_page(network: Network) -> str:
    """What pyvis writes, its library put in so that no host is asked, with a note when the physics has settled."""
    from pyvis.network import Network as VisNetwork

    drawn = VisNetwork(directed=True, cdn_resources="in_line")
    drawn.nodes = [
        {"id": node, "label": facts["label"], "shape": "dot"} for node, facts in network.nodes(data=True)
    ]
    drawn.edges = [{"from": a, "to": b, "title": facts["family"]} for a, b, facts in network.edges(data=True)]
    drawn.node_ids = [node["id"] for node in drawn.nodes]
    return str(drawn.generate_html())


@contextmanager
def opened(browser: Any, file: Path) -> Iterator[tuple[Any, Any]]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(file.as_uri(), wait_until="load")
    yield page, session
    context.close()


def first_picture(browser: Any, file: Path, rounds: int) -> float:
    """From the start of the load to the frame after the first with everything drawn."""
    times = []
    for _ in range(rounds):
        with opened(browser, file) as (page, _):
            times.append(page.evaluate(PAINTED) / 1000)
    return statistics.median(times)


def script_time(session: Any) -> float:
    return float(
        next(
            one["value"]
            for one in session.send("Performance.getMetrics")["metrics"]
            if one["name"] == "ScriptDuration"
        )
    )


def spent(page: Any, session: Any, act: Any) -> float:
    """Script time of what `act` does, until two frames have passed after it."""
    page.evaluate(PAINTED)
    before = script_time(session)
    act()
    page.evaluate(PAINTED)
    return script_time(session) - before


def redraw_time(browser: Any, file: Path, rounds: int) -> float:
    with opened(browser, file) as (page, session):
        page.wait_for_timeout(500)
        redraw = "setTimeout(() => network.redraw(), 0)"  # a task of the page's own, so that its time counts as script
        return statistics.median(spent(page, session, lambda: page.evaluate(redraw)) for _ in range(rounds))


def interaction_times(browser: Any, file: Path, rounds: int) -> dict[str, float]:
    """A family off and on again, a name typed, the picture dragged by one step: script time of each."""
    found: dict[str, list[float]] = {"filter": [], "search": [], "drag": []}
    with opened(browser, file) as (page, session):
        page.wait_for_timeout(500)
        box = page.locator("input[data-kind=family]").first
        page.mouse.move(700, 450)
        for _ in range(rounds):
            found["filter"].append(spent(page, session, lambda: box.dispatch_event("click")))
            found["filter"].append(spent(page, session, lambda: box.dispatch_event("click")))
            found["search"].append(spent(page, session, lambda: page.fill("#search", "council force 1")))
            page.fill("#search", "")
            page.mouse.down()
            page.mouse.move(705, 455)
            found["drag"].append(spent(page, session, lambda: page.mouse.move(720, 460)))
            page.mouse.up()
            page.wait_for_timeout(300)
    return {name: statistics.median(times) for name, times in found.items()}


def making_times(network: Network, rounds: int) -> tuple[float, float, float]:
    """CPU seconds: the whole page, the layout within it, and json.dumps of the page's data."""
    data = page_data(network)
    links = [(edge["from"], edge["to"]) for edge in data.edges]
    boxes = [(80.0, 30.0)] * len(data.nodes)
    carried = [data.nodes, data.edges, data.facts, data.texts]
    jobs = (lambda: page_html(network), lambda: place_actors(links, boxes), lambda: json.dumps(carried))
    page, layout, dump = (statistics.median(cpu(job) for _ in range(rounds)) for job in jobs)
    return page, layout, dump


def cpu(job: Any) -> float:
    start = time.process_time()
    job()
    return time.process_time() - start


def settle_time(browser: Any, file: Path, limit: float) -> float:
    with opened(browser, file) as (page, _):
        start = time.monotonic()
        while time.monotonic() - start < limit:
            if page.evaluate("network.physics.stabilized === true"):
                return float(page.evaluate("performance.now()")) / 1000
            time.sleep(0.5)
    return float("inf")


def measure(browser: Any, folder: Path, actors: int, args: argparse.Namespace) -> None:
    network = generated_network(actors)
    ours, bare = folder / f"ours-{actors}.html", folder / f"bare-{actors}.html"
    ours.write_text(page_html(network), "utf-8")
    bare.write_text(bare_page(network), "utf-8")
    data = page_data(network)
    size = sum(
        len(json.dumps(part, ensure_ascii=False).encode())
        for part in (data.nodes, data.edges, data.facts, data.texts)
    )
    made, layout, dump = making_times(network, args.rounds)
    mine, theirs = first_picture(browser, ours, args.rounds), first_picture(browser, bare, args.rounds)
    redraw, acts = redraw_time(browser, bare, args.rounds), interaction_times(browser, ours, args.rounds)
    print(
        f"{actors:>6} actors: made {made:.2f} (layout {layout:.2f}, json {dump:.2f}), file {ours.stat().st_size / size:.2f} of its data"
    )
    print(f"        first picture {mine:.2f}, bare {theirs:.2f} ({mine / theirs:.2f} times)")
    print(
        f"        script: redraw bare {redraw:.3f}; "
        + ", ".join(f"{name} {value:.3f}" for name, value in acts.items())
    )
    if actors <= args.plain:
        plain = folder / f"plain-{actors}.html"
        with open(plain, "w", encoding="utf-8") as file:
            file.write(plain_page(network))
        print(f"        plain pyvis settled after {settle_time(browser, plain, 120):.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--actors", type=int, nargs="+", default=[500, 2000, 5000, 10000])
    parser.add_argument(
        "--plain", type=int, default=0, help="run plain pyvis up to so many actors (a minute and more)"
    )
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for actors in args.actors:
            measure(browser, Path(folder), actors, args)
        browser.close()


if __name__ == "__main__":
    main()
