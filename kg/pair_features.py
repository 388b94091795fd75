"""Two mentions of one sentence in, the strings that describe how they stand to each other out.

The features are those of the relation extraction literature since Zhou et al. 2005 (ACL, P05-1053): the
dependency path between the two heads, the words between and around, the types, and here also the roles both
play around one predicate and which phrases of the ontology fired. Names are never features, so that what is
learned is about the language and not about who was in the news.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from kg.grammar import Roles, Tree
from kg.mentions import Mention
from kg.parse_paths import Path, first_joined
from kg.relations import Relation
from kg.words import word_set

__all__ = ["PairFeatures"]

CONTENT = frozenset({"VERB", "NOUN", "ADJ", "ADV"})
ARGUMENTS = frozenset({"obj", "compound:prt", "advmod", "xcomp", "aux", "nsubj", "obl", "cop", "case"})
MODIFIERS = frozenset({"nmod:desc", "compound", "amod", "appos", "flat"})
MARKED = frozenset({"obl", "nmod", "obl:agent", "advcl", "acl"})
NAME_WORDS = word_set(
    "party army council government ministry department coalition alliance front movement union "
    "league senate house congress parliament committee court university association police force "
    "forces brigades state republic list camp group bank organization organisation church agency "
    "commission democrats democratic republicans liberal labour conservative socialist communist "
    "national people united assembly board company foundation institute college federation society "
    "brigade corps guard navy bureau office cabinet administration left right green workers "
)
LONGEST_GAP = 14


class PairFeatures:
    """The features of the pairs of one passage; what belongs to a mention alone is made once."""

    def __init__(
        self,
        tree: Tree,
        mentions: Sequence[Mention],
        here: Sequence[int],
        tags: Callable[[str], tuple[str, ...]],
    ) -> None:
        self.tree, self.mentions, self.tags = tree, mentions, tags
        self.words = _nameless(tree, mentions, here)
        self.labels: dict[int, str] = {}
        self.told = [
            tags(lemma) if pos in CONTENT else () for lemma, pos in zip(tree.lemma, tree.pos, strict=True)
        ]
        self.own = {k: _once(self._mention(mentions[k])) for k in here}
        self.types = {k: _kind_of(mentions[k]) for k in here}
        self.roles = self._roles(here)

    def of(self, i: int, j: int, path: Path, joined: Sequence[Relation], between: int) -> list[str]:
        """What i and j, i before j, have together; `between` other mentions stand between them."""
        one, other = self.mentions[i], self.mentions[j]
        gap = range(one.end, other.start)
        inner = [k for k in (*path.up, path.meeting, *path.down) if k != one.head and k != other.head]
        types = f"{self.types[i]}|{self.types[j]}"
        found = self._path(one, other, path, types)
        found += self._gap(one, other, gap, between, types)
        found += self._words(inner, gap, types)
        found += self._shared(i, j)
        found += _rules(joined, i)
        return found

    # ------------------------------------------------------------------ of one mention
    def _mention(self, mention: Mention) -> list[str]:
        tree, head = self.tree, mention.head
        found = [f"y{mention.type}", f"yk{mention.type} {mention.kind}"]
        inside = range(mention.start, mention.end)
        if mention.kind == "nominal":
            found.append("h" + self.words[head])
            found += ["hc" + t for t in self.tags(tree.lemma[head])]
            found += ["w" + self.words[k] for k in inside if tree.pos[k] in ("ADJ", "NOUN")]
        elif mention.kind == "pronoun":
            found.append("h" + tree.lower[head])
        else:
            found += ["w" + w for w in (tree.lower[k] for k in inside) if w in NAME_WORDS]
        found.append("a" + _label(tree, head))
        for c in tree.children[head]:
            if tree.dep[c] in MODIFIERS and tree.pos[c] in ("NOUN", "ADJ"):
                found.append("ap" + self.words[c])
                found += ["apc" + t for t in self.tags(tree.lemma[c])]
        top = first_joined(tree, head)
        governor = tree.head[top]
        if governor != top and tree.pos[governor] != "PROPN":
            found.append(f"g{self.words[governor]} {tree.dep[top]}")
            found += [f"gc{t} {tree.dep[top]}" for t in self.tags(tree.lemma[governor])]
        if top != head:
            found.append("joined")
        return found

    # ------------------------------------------------------------------ of both
    def _path(self, one: Mention, other: Mention, path: Path, types: str) -> list[str]:
        tree = self.tree
        up = " ".join([self._label(k) for k in path.up])
        down = " ".join([self._label(k) for k in reversed(path.down)])
        meeting = path.meeting
        if meeting == one.head or meeting == other.head:
            top = "="
        else:
            top = self.words[meeting]
        shape = f"{up}^{tree.pos[meeting]}_{down}"
        inner = [self.words[k] for k in (*path.up[1:], *path.down[1:])]
        found = [
            "u" + shape,
            f"ut{shape} {types}",
            "m" + top,
            f"mt{top} {types}",
            f"mu{top} {up}",
            f"md{top} {down}",
            f"mud{top} {up}_{down}",
            f"p{up} {' '.join(inner)} {top} {down}",
            f"k{one.kind}|{other.kind} {up}_{down}",
            f"n{len(path.up)},{len(path.down)}",
        ]
        found += ["i" + lemma for lemma in inner]
        for c in tree.children[meeting]:
            dep = tree.dep[c]
            if dep in ARGUMENTS and tree.pos[c] != "PROPN" and c not in path.up and c not in path.down:
                found.append(f"c{dep} {self.words[c]}")
        found += ["tm" + tag for tag in self.tags(top)]
        return found

    def _gap(self, one: Mention, other: Mention, gap: range, between: int, types: str) -> list[str]:
        tree = self.tree
        lemmas = [self.words[k] for k in gap[:LONGEST_GAP]]
        found = ["t" + types, f"d{min(len(gap), 6)}", f"e{min(between, 4)}"]
        if (
            one.start <= other.start
            and other.end <= one.end
            or other.start <= one.start
            and one.end <= other.end
        ):
            found += ["nested" + types, f"nestedk{one.kind} {other.kind}"]
        if len(gap) <= 6:
            found.append("s" + " ".join(lemmas))
        found += ["b" + lemma for lemma in lemmas]
        found += [f"bb{first} {second}" for first, second in pairwise(lemmas)]
        if lemmas:
            found += ["bf" + lemmas[0], "bl" + lemmas[-1], f"bfl{lemmas[0]} {lemmas[-1]}"]
        left = [self.words[k] for k in range(max(0, one.start - 2), one.start)]
        right = [self.words[k] for k in range(other.end, min(other.end + 2, tree.size))]
        found += [f"l{n} {w}" for n, w in enumerate(reversed(left))]
        found += [f"r{n} {w}" for n, w in enumerate(right)]
        return found

    def _words(self, inner: list[int], gap: range, types: str) -> set[str]:
        """What is known of the words on the way and of those between."""
        on_way = {tag for k in inner for tag in self.told[k]}
        between = {tag for k in gap[:LONGEST_GAP] for tag in self.told[k]}
        found = {"xp" + tag for tag in on_way}
        found |= {f"xpt{tag} {types}" for tag in on_way}
        found |= {"xb" + tag for tag in between}
        found |= {f"xbt{tag} {types}" for tag in between}
        return found

    def _label(self, k: int) -> str:
        label = self.labels.get(k)
        if label is None:
            label = self.labels[k] = _label(self.tree, k)
        return label

    # ------------------------------------------------------------------ roles around one predicate
    def _roles(self, here: Sequence[int]) -> dict[int, dict[int, str]]:
        tree = self.tree
        by_head = {self.mentions[k].head: k for k in reversed(here)}
        found: dict[int, dict[int, str]] = {k: {} for k in here}
        for i in range(tree.size):
            if tree.pos[i] == "VERB" or (tree.pos[i] in ("NOUN", "ADJ") and self.tags(tree.lemma[i])):
                roles = tree.roles(i)
                for name, tokens in _groups(roles):
                    for t in tokens:
                        if t in by_head:
                            found[by_head[t]][i] = name
                if i in by_head:
                    found[by_head[i]].setdefault(i, "self")
        return found

    def _shared(self, i: int, j: int) -> Iterator[str]:
        mine, yours = self.roles[i], self.roles[j]
        for k in mine.keys() & yours.keys():
            both = f"{mine[k]} {yours[k]}"
            yield "q" + both
            yield f"ql{self.words[k]} {both}"
            for tag in self.tags(self.tree.lemma[k]):
                yield f"qt{tag} {both}"


def _once(features: list[str]) -> tuple[list[str], list[str]]:
    """The features of a mention that stands first, and of one that stands second."""
    distinct = dict.fromkeys(features)
    return ["1" + f for f in distinct], ["2" + f for f in distinct]


def _rules(joined: Sequence[Relation], first: int) -> Iterator[str]:
    yield f"rules{min(len(joined), 3)}"
    for relation in joined:
        way = ">" if relation.subject == first else "<"
        sure = "sure" if relation.certainty > 0.8 else "loose"
        yield f"f{way}{relation.family}"
        yield f"fs{way}{relation.family} {sure}"
        yield f"fr{way}{relation.relation}"
        yield f"fp{way}{relation.rule}"


def _groups(roles: Roles) -> Iterator[tuple[str, list[int]]]:
    yield "subj", roles.subject
    yield "obj", roles.object
    yield "iobj", roles.indirect
    yield "poss", roles.possessor
    yield "comp", roles.compound
    yield from roles.preps.items()


def _kind_of(mention: Mention) -> str:
    return mention.type or (mention.kind if mention.kind == "pronoun" else "None")


def _nameless(tree: Tree, mentions: Sequence[Mention], here: Sequence[int]) -> list[str]:
    """Each token's lemma; for the tokens of a name the type of who bears it."""
    words = ["NAME" if pos == "PROPN" else lemma for pos, lemma in zip(tree.pos, tree.lemma, strict=True)]
    for k in here:
        if mentions[k].kind in ("name", "demonym"):
            for t in range(mentions[k].start, mentions[k].end):
                words[t] = f"<{_kind_of(mentions[k])}>"
    return words


def _label(tree: Tree, k: int) -> str:
    dep = tree.dep[k]
    if dep in MARKED:
        return f"{dep}:{tree.case(k) or next(iter(tree.markers(k)), '')}"
    return dep
