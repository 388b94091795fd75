"""The kinds of store behind one door: each takes quads and SPARQL, and gives quads and answers."""
