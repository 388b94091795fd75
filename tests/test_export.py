"""Every export holds what the store holds, and readers that nobody here wrote read it back."""

from __future__ import annotations

import csv
import importlib
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from typing import Any

import igraph
import networkx
import pytest
import rdflib
from conftest import Demo
from graphs import Said, make_reading
from lxml import etree
from networks import filled_store, hostile_network
from pyoxigraph import RdfFormat, parse
from rdflib.compare import isomorphic

from kg.errors import KgError
from kg.export import FORMATS, export_all, export_graph, write_format
from kg.exporters.columns import EDGE_COLUMNS, NODE_COLUMNS, PAIR_COLUMNS, edge_rows, node_rows, pair_rows
from kg.exporters.gexf import write_gexf
from kg.exporters.graphml import write_graphml
from kg.exporters.sorting import sorted_blocks
from kg.exporters.spool import spooled
from kg.network import Network, load_network
from kg.palette import family_colours, type_style
from kg.store import Store

GEXF = "{http://gexf.net/1.3}"
SCHEMAS = Path(__file__).parent / "schemas"


@pytest.fixture(scope="module")
def store() -> Store:
    return filled_store()


@pytest.fixture(scope="module")
def network(store: Store) -> Network:
    return load_network(store)


@pytest.fixture(scope="module")
def folder(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    export_all(store, folder)
    return folder


@pytest.fixture(scope="module")
def gexf_schema(root: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(root / "tests/schemas/gexf-1.3/gexf.xsd"))


def test_turtle_reads_back_as_the_same_graph(store: Store, folder: Path) -> None:
    read = rdflib.Graph().parse(folder / "graph.ttl")
    stored = rdflib.Graph().parse(data="".join(f"{quad.triple} .\n" for quad in store.quads()), format="nt")
    assert isomorphic(read, stored)


@pytest.mark.parametrize(("name", "form"), [("graph.trig", RdfFormat.TRIG), ("graph.nq", RdfFormat.N_QUADS)])
def test_dataset_formats_read_back_as_the_same_quads(
    store: Store, folder: Path, name: str, form: RdfFormat
) -> None:
    assert set(parse(path=str(folder / name), format=form)) == set(store.quads())


def test_jsonld_reads_back_as_the_same_quads(store: Store, folder: Path) -> None:
    assert set(parse(path=str(folder / "graph.jsonld"), format=RdfFormat.JSON_LD)) == set(store.quads())


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_rdflib_reads_jsonld(store: Store, folder: Path) -> None:
    read = rdflib.Dataset().parse(folder / "graph.jsonld", format="json-ld")
    assert len(read) == len(set(store.quads()))


def test_jsonld_has_a_context_that_shortens(folder: Path) -> None:
    text = (folder / "graph.jsonld").read_text("utf-8")
    assert text.startswith('{"@context"')
    assert '"kg:evidence": ' in text


@pytest.mark.parametrize("name", ["graph.graphml", "graph-pairs.graphml"])
def test_networkx_reads_graphml(network: Network, folder: Path, name: str) -> None:
    read = networkx.read_graphml(folder / name, force_multigraph=True)
    assert read.is_directed()
    assert {iri for _, iri in read.nodes(data="iri")} == set(network.nodes)
    pairs = {(a, b, f["family"], f["status"]) for a, b, f in network.edges(data=True)}
    assert read.number_of_edges() == (len(pairs) if "pairs" in name else network.number_of_edges())


def test_networkx_reads_types_and_values_from_graphml(network: Network, folder: Path) -> None:
    read = networkx.read_graphml(folder / "graph.graphml", force_multigraph=True)
    found = {
        (facts["statement"], facts["begin_offset"], facts["past"], facts["confidence"])
        for *_, facts in read.edges(data=True)
    }
    stored = {
        (key, facts["begin"], facts["past"], facts["confidence"])
        for *_, key, facts in network.edges(keys=True, data=True)
    }
    assert found == stored


def test_igraph_reads_graphml(network: Network, folder: Path) -> None:
    read = igraph.Graph.Read_GraphML(str(folder / "graph.graphml"))
    assert (read.vcount(), read.ecount()) == (len(network), network.number_of_edges())
    assert sorted(read.vs["label"]) == sorted(facts["label"] for _, facts in network.nodes(data=True))


@pytest.mark.parametrize("name", ["graph.graphml", "graph-pairs.graphml", "graph.gexf", "graph-pairs.gexf"])
def test_edge_ids_are_unique_and_every_edge_names_its_relation(folder: Path, name: str) -> None:
    edges = [one for one in etree.parse(folder / name).iter() if etree.QName(one).localname == "edge"]
    assert len({one.get("id") for one in edges}) == len(edges) > 10
    assert all(one.get("kind" if "gexf" in name else "label") for one in edges)


class Beside(etree.Resolver):
    """Schemas name one another by web addresses; here they lie in one folder."""

    def resolve(self, url: str, public: str, context: Any) -> Any:
        if url.startswith("http:"):
            return self.resolve_filename(str(SCHEMAS / "graphml-1.1" / url.rpartition("/")[2]), context)
        return None


@pytest.fixture(scope="module")
def graphml_schema() -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Beside())
    return etree.XMLSchema(etree.parse(SCHEMAS / "graphml-gephi.xsd", parser))


@pytest.mark.parametrize("name", ["graph.graphml", "graph-pairs.graphml"])
def test_graphml_is_valid(graphml_schema: etree.XMLSchema, folder: Path, name: str) -> None:
    graphml_schema.assertValid(etree.parse(folder / name))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('target="actor:', 'target="nobody:'),
        ('key="e_status"', 'key="e_mood"'),
        ('attr.type="boolean"', 'attr.type="truth"'),
        ("<edge id=", '<edge kind="x" id='),
    ],
)
def test_the_schema_of_graphml_finds_faults(
    graphml_schema: etree.XMLSchema, folder: Path, old: str, new: str
) -> None:
    text = (folder / "graph.graphml").read_text("utf-8")
    assert old in text
    assert not graphml_schema.validate(etree.fromstring(text.replace(old, new, 1).encode()))


@pytest.mark.parametrize("name", ["graph.graphml", "graph-pairs.graphml", "graph.gexf", "graph-pairs.gexf"])
def test_graphology_reads_what_was_written(network: Network, root: Path, folder: Path, name: str) -> None:
    read = read_with_graphology(root / "tests/graphology", folder / name)
    edges = pair_rows(network) if "pairs" in name else edge_rows(network)
    columns = set(PAIR_COLUMNS if "pairs" in name else EDGE_COLUMNS)
    assert len(read["nodes"]) == len(network)
    assert len(read["edges"]) == len(list(edges))
    assert columns - set(read["edgeColumns"]) <= {"denied_statements", "speakers", "sources"}
    assert all(len(types) == 1 for types in (read["nodeColumns"] | read["edgeColumns"]).values())


def read_with_graphology(folder: Path, file: Path) -> Any:
    """What another world's parser finds in the file; skipped where it is not installed, but not in CI."""
    if not (folder / "node_modules").is_dir() or not shutil.which("node"):
        if os.environ.get("CI"):
            pytest.fail("graphology is not installed: npm ci in tests/graphology")
        pytest.skip("graphology is not installed: npm ci in tests/graphology")
    done = subprocess.run(["node", folder / "read.mjs", file], capture_output=True, check=True, text=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize(("name", "kind"), [("graph-pairs.graphml", "label"), ("graph-pairs.gexf", "kind")])
def test_no_two_edges_of_a_pair_are_of_one_kind(folder: Path, name: str, kind: str) -> None:
    """Gephi would make one edge of them, and keep nothing but the sum of their weights."""
    edges = [one for one in etree.parse(folder / name).iter() if etree.QName(one).localname == "edge"]
    assert len({(one.get("source"), one.get("target"), one.get(kind)) for one in edges}) == len(edges) > 10


@pytest.mark.parametrize("name", ["graph.graphml", "graph-pairs.graphml"])
def test_graphml_has_its_colours_where_gephi_looks(network: Network, folder: Path, name: str) -> None:
    read = networkx.read_graphml(folder / name, force_multigraph=True)
    for _, facts in read.nodes(data=True):
        colour, _ = type_style(facts["actor_type"])
        assert "#{r:02x}{g:02x}{b:02x}".format(**facts) == colour
        assert facts["size"] >= 8
    for *_, facts in read.edges(data=True):
        assert "#{r:02x}{g:02x}{b:02x}".format(**facts) == family_colours(facts["family"])[0]


@pytest.mark.parametrize("name", ["graph.gexf", "graph-pairs.gexf"])
def test_gexf_is_valid(gexf_schema: etree.XMLSchema, folder: Path, name: str) -> None:
    gexf_schema.assertValid(etree.parse(folder / name))


@pytest.mark.parametrize("name", ["graph", "graph-pairs"])
def test_the_demo_s_files_are_valid(
    demo: Demo, gexf_schema: etree.XMLSchema, graphml_schema: etree.XMLSchema, name: str
) -> None:
    gexf_schema.assertValid(etree.parse(demo.exports / f"{name}.gexf"))
    graphml_schema.assertValid(etree.parse(demo.exports / f"{name}.graphml"))


def test_gexf_holds_as_many_nodes_and_edges_as_the_network(network: Network, folder: Path) -> None:
    tree = etree.parse(folder / "graph.gexf")
    assert len(list(tree.iter(GEXF + "node"))) == len(network)
    assert len(list(tree.iter(GEXF + "edge"))) == network.number_of_edges()


def test_an_edge_s_time_lies_within_its_nodes(folder: Path) -> None:
    tree = etree.parse(folder / "graph.gexf")
    spans = {one.get("id"): one.find(f"{GEXF}spells/{GEXF}spell") for one in tree.iter(GEXF + "node")}
    edges = list(tree.iter(GEXF + "edge"))
    assert edges
    for edge in edges:
        spell = edge.find(f"{GEXF}spells/{GEXF}spell")
        for node in (spans[edge.get("source")], spans[edge.get("target")]):
            assert node.get("start") <= spell.get("start") <= spell.get("end") <= node.get("end")


def test_a_node_with_an_undated_edge_is_always_there() -> None:
    network = load_network(
        filled_store([make_reading("a.txt", Said("ISIL", "attacks", "Iraq"), published=None)])
    )
    assert {row.days for row in (*node_rows(network, dated=True), *edge_rows(network))} == {None}


def test_no_column_bears_a_name_that_gephi_takes_for_its_own() -> None:
    assert not {*NODE_COLUMNS, *EDGE_COLUMNS} & {
        "id",
        "type",
        "start",
        "end",
        "weight",
        "label",
        "viz",
        "kind",
    }


@pytest.mark.parametrize("write", [write_gexf, write_graphml])
def test_control_characters_and_markup_do_not_break_xml(write: Callable[..., None]) -> None:
    network = hostile_network()
    network.nodes["x:a"]["label"] = "a\x00\x0b\ud800<b>&\"'"
    file = io.BytesIO()
    write(node_rows(network), edge_rows(network), file, node_columns=NODE_COLUMNS, edge_columns=EDGE_COLUMNS)
    tree = etree.fromstring(file.getvalue())
    assert "a<b>&\"'" in [*tree.xpath("//@label"), *tree.itertext()]


def test_csv_tables_hold_every_node_and_edge(network: Network, folder: Path) -> None:
    with open(folder / "graph-nodes.csv", encoding="utf-8-sig", newline="") as file:
        assert {row["Id"] for row in csv.DictReader(file)} == set(network.nodes)
    with open(folder / "graph-edges.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["Id"] for row in rows} == {key for *_, key in network.edges(keys=True)}
    assert {row["Type"] for row in rows} == {"Directed"}


def test_a_cell_cannot_become_a_formula(tmp_path: Path) -> None:
    store = filled_store([make_reading("a.txt", Said("=1+1", "attacks", "@Iraq"))])
    nodes, _ = export_graph(store, "csv", tmp_path / "t.csv")
    with open(nodes, encoding="utf-8-sig", newline="") as file:
        assert {row["Label"] for row in csv.DictReader(file)} == {"'=1+1", "'@Iraq"}


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "csv"])
def test_the_same_store_gives_the_same_bytes(form: str) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    write_format(filled_store(), form, first)
    write_format(filled_store(), form, second)
    assert first.getvalue() == second.getvalue() != b""


@pytest.mark.parametrize("size", [1, 3, 50])
def test_lines_that_do_not_fit_into_memory_are_sorted_on_the_disk(size: int) -> None:
    lines = [f"{number * 7 % 50:02}\n".encode() for number in range(50)]
    chunks = [lines[place : place + size] for place in range(0, 50, size)]
    assert [line for block in sorted_blocks(chunks) for line in block] == sorted(lines)


def test_a_graph_of_several_chunks_is_written_like_one_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, parts = {}, {}
    for found, chunk in ((whole, 10_000), (parts, 7)):
        monkeypatch.setattr("kg.exporters.rdf._CHUNK", chunk)
        for form in ("turtle", "trig", "nquads", "jsonld"):
            file = io.BytesIO()
            write_format(filled_store(), form, file)
            found[form] = file.getvalue()
    assert whole == parts


def test_the_statements_in_the_temporary_file_are_the_network_s(store: Store, network: Network) -> None:
    with spooled(store) as spool:
        nodes, edges = dict(spool.nodes(data=True)), list(spool.edges(keys=True, data=True))
    assert {name: len(facts.pop("documents")) for name, facts in nodes.items()} == {
        name: len(names) for name, names in network.nodes(data="documents")
    }
    assert nodes == {
        name: {fact: value for fact, value in facts.items() if fact != "documents"}
        for name, facts in network.nodes(data=True)
    }
    assert sorted(edges, key=itemgetter(2)) == sorted(network.edges(keys=True, data=True), key=itemgetter(2))


def test_an_unknown_format_is_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(KgError, match='no format "gml"; choose one of turtle'):
        export_graph(store, "gml", tmp_path / "x")


def test_a_place_that_cannot_be_written_is_named(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(KgError, match=re.escape(str(tmp_path / "file" / "x.ttl"))):
        export_graph(store, "turtle", tmp_path / "file" / "x.ttl")


def test_a_temporary_folder_that_cannot_be_written_is_named(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(KgError, match="nowhere: .*set TMPDIR"):
        export_graph(store, "csv", tmp_path / "graph.csv")


def test_a_failed_export_leaves_the_old_file(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "graph.nq"
    path.write_text("old")
    monkeypatch.setattr(store, "ntriples", lambda graph: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export_graph(store, "nquads", path)
    assert [one.name for one in tmp_path.iterdir()] == ["graph.nq"]
    assert path.read_text() == "old"


def test_an_empty_store_exports(tmp_path: Path) -> None:
    files = export_all(filled_store([]), tmp_path)
    assert all(file.exists() for file in files)
    assert networkx.read_graphml(tmp_path / "graph.graphml").number_of_nodes() == 0


def library(name: str) -> Any:
    """A library of the extra `exchange`; skipped where it cannot be had, but not in CI."""
    if os.environ.get("CI"):
        return importlib.import_module(name)
    return pytest.importorskip(name, reason="the extra `exchange` is not installed")


def test_followthemoney_takes_every_entity(folder: Path) -> None:
    followthemoney = library("followthemoney")
    lines = (folder / "graph.ftm.json").read_text("utf-8").splitlines()
    entities = [followthemoney.model.get_proxy(json.loads(line), cleaned=False) for line in lines]
    for entity, line in zip(entities, lines, strict=True):
        entity.schema.validate({"properties": entity.to_dict()["properties"]})
        assert set(entity.to_dict()["properties"]) == set(json.loads(line)["properties"])


def test_followthemoney_holds_the_graph(network: Network, folder: Path) -> None:
    entities = [json.loads(line) for line in (folder / "graph.ftm.json").read_text("utf-8").splitlines()]
    ids = {entity["id"] for entity in entities}
    links = [entity for entity in entities if entity["id"].startswith("kg-statement-")]
    drawn = [1 for _, target in network.edges() if not network.nodes[target]["claim"]]
    assert len(links) == len(drawn)
    ends = ("subject", "object", "member", "organization", "director", "proof")
    assert {one for link in links for end in ends for one in link["properties"].get(end, [])} <= ids
    assert {"Membership", "Directorship", "UnknownLink"} == {link["schema"] for link in links}


def test_stix_is_valid(folder: Path) -> None:
    stix2 = library("stix2")
    bundle = stix2.parse((folder / "graph.stix.json").read_text("utf-8"))
    assert {one["type"] for one in bundle.objects} == {
        "identity",
        "relationship",
        "report",
        "extension-definition",
    }


def test_stix_holds_the_graph(network: Network, folder: Path) -> None:
    objects = json.loads((folder / "graph.stix.json").read_text("utf-8"))["objects"]
    ids = [one["id"] for one in objects]
    relationships = [one for one in objects if one["type"] == "relationship"]
    drawn = [facts for _, target, facts in network.edges(data=True) if not network.nodes[target]["claim"]]
    assert sorted(one["description"] for one in relationships) == sorted(facts["evidence"] for facts in drawn)
    assert {one["kg_status"] for one in relationships} == {"actual", "possible", "negated"}
    assert {one[end] for one in relationships for end in ("source_ref", "target_ref")} <= set(ids)
    assert len(ids) == len(set(ids))
