"""How fast the page is: made in Python, first seen, filtered, searched and dragged, beside a bare page.

    python benchmarks/page.py [--actors 500 2000 5000 10000] [--plain 500] [--rounds 3]

"Bare" is the same graph with the same positions and vis-network alone, without evidence, filters or panels.
"All" is our page with every actor in the picture, where it begins with the strongest by itself. "Plain" is
what pyvis writes, with its own physics. Times are medians in seconds; script time is the browser's own count.
"""

from __future__ import annotations

import argparse
import json
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
from page_graphs import generated_network

from kg.network import Network
from kg.page_data import page_data
from kg.palette import FAMILY_COLOURS
from kg.placement import place_actors
from kg.view import page_html

PAINTED = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
})"""


def bare_page(network: Network) -> str:
    """vis-network, nodes and edges with their labels, positions, colours and arrows; nothing else."""
    data = page_data(network)
    kept = ("id", "label", "x", "y", "size")
    nodes = [{name: node[name] for name in kept} | {"shape": "dot"} for node in data.nodes if "x" in node]
    edges = [
        {name: edge[name] for name in ("id", "from", "to")}
        | {"color": FAMILY_COLOURS[edge["family"]][0], "arrows": "to"}
        for edge in data.edges
    ]
    vis = files("pyvis").joinpath("templates", "lib", "vis-9.1.2", "vis-network.min.js").read_text("utf-8")
    return f"""<!doctype html><meta charset=utf-8>
<style>body{{margin:0}}#g{{height:100vh}}</style><div id=g></div>
<script>{vis}</script><script>
const data = {{nodes: new vis.DataSet({json.dumps(nodes)}), edges: new vis.DataSet({json.dumps(edges)})}};
const options = {{physics: false, layout: {{improvedLayout: false}}, edges: {{smooth: false}}}};
const network = new vis.Network(document.getElementById("g"), data, options);
</script>"""


def plain_page(network: Network) -> str:
    """What pyvis writes, its library put in so that no host is asked for that."""
    from pyvis.network import Network as VisNetwork

    drawn = VisNetwork(directed=True, cdn_resources="in_line")
    drawn.nodes = [
        {"id": node, "label": facts["label"], "shape": "dot"} for node, facts in network.nodes(data=True)
    ]
    drawn.edges = [{"from": a, "to": b, "title": facts["family"]} for a, b, facts in network.edges(data=True)]
    drawn.node_ids = [node["id"] for node in drawn.nodes]
    return str(drawn.generate_html())


@contextmanager
def opened(browser: Any, file: Path, fragment: str = "") -> Iterator[tuple[Any, Any]]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(file.as_uri() + fragment, wait_until="load")
    yield page, session
    context.close()


def first_picture(browser: Any, file: Path, rounds: int, fragment: str = "") -> float:
    """From the start of the load to the frame after the first with everything drawn."""
    times = []
    for _ in range(rounds):
        with opened(browser, file, fragment) as (page, _):
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
        redraw = "setTimeout(() => network.redraw(), 0)"  # a task of the page's own counts as script
        return statistics.median(spent(page, session, lambda: page.evaluate(redraw)) for _ in range(rounds))


def interaction_times(browser: Any, file: Path, rounds: int, fragment: str = "") -> dict[str, float]:
    """A family off and on again, a name typed, the picture dragged by one step: script time of each."""
    found: dict[str, list[float]] = {"filter": [], "search": [], "drag": []}
    with opened(browser, file, fragment) as (page, session):
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
    made, layout, dump = making_times(network, args.rounds)
    times = ours.stat().st_size / data_size(network)
    beside = made / (layout + 2 * dump)
    print(f"{actors:>6} actors: made {made:.3f} CPU (layout {layout:.3f}, json {dump:.3f})")
    print(f"        {beside:.2f} times the layout and twice the json")
    print(f"        file {times:.2f} times its data")
    everything = f"#top={actors}"
    theirs = first_picture(browser, bare, args.rounds)
    for name, fragment in (("first picture", ""), ("all", everything)):
        mine = first_picture(browser, ours, args.rounds, fragment)
        print(f"        {name} {mine:.2f}, bare {theirs:.2f} ({mine / theirs:.2f} times)")
    print(f"        script of one redraw of the bare page {redraw_time(browser, bare, args.rounds):.3f}")
    for name, fragment in (("strongest", ""), ("all", everything)):
        acts = interaction_times(browser, ours, args.rounds, fragment)
        print(f"        script, {name}: " + ", ".join(f"{act} {value:.3f}" for act, value in acts.items()))
    if actors <= args.plain:
        plain = folder / f"plain-{actors}.html"
        plain.write_text(plain_page(network), "utf-8")
        print(f"        plain pyvis settled after {settle_time(browser, plain, 120):.0f}")


def data_size(network: Network) -> int:
    data = page_data(network)
    parts = (data.nodes, data.edges, data.facts, data.texts)
    return sum(len(json.dumps(part, ensure_ascii=False).encode()) for part in parts)


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
