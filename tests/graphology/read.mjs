// Reads the GEXF or GraphML file named on the command line, and prints what is in it as JSON.
import { readFileSync } from "node:fs";
import graphology from "graphology";
import gexf from "graphology-gexf";
import graphml from "graphology-graphml";

const [path] = process.argv.slice(2);
const format = path.endsWith(".gexf") ? gexf : graphml;
const graph = format.parse(graphology.MultiDirectedGraph ?? graphology.default?.MultiDirectedGraph, readFileSync(path, "utf-8"));
const columns = (each) => {
  const names = {};
  each((key, values) => {
    for (const [name, value] of Object.entries(values)) (names[name] ??= new Set()).add(typeof value);
  });
  return Object.fromEntries(Object.entries(names).map(([name, types]) => [name, [...types].sort()]));
};
console.log(
  JSON.stringify({
    nodes: graph.nodes(),
    edges: graph.edges(),
    nodeColumns: columns((each) => graph.forEachNode(each)),
    edgeColumns: columns((each) => graph.forEachEdge((key, values) => each(key, values))),
    labels: graph.mapNodes((key, { label }) => label),
  }),
);
