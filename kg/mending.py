"""A parse as lists in, the same with common slips of the parser mended out.

Each mend is for one construction of news English that a small parser takes for another, and is told by the
labels around it; the sentence that it was needed for stands in its description.
"""

from __future__ import annotations

from typing import Protocol

__all__ = ["mend_heads", "mend_words"]

RELATIVES = frozenset({"who", "whom", "which", "that", "whose"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
BECOMING = frozenset({"be", "become", "remain", "stay", "seem", "turn", "call", "name"})
OF_NOUNS = frozenset({"cop", "det", "case", "amod"})
WAVERING = frozenset({"ADV", "ADJ", "VERB", "INTJ", "X"})
NOUN_PLACES = frozenset({"obj", "obl", "nsubj", "nsubj:pass", "nmod", "iobj", "obl:agent"})


class Parse(Protocol):
    """The lists of a parse, a value a token; `sentences` holds token bounds, end exclusive."""

    size: int
    words: list[str]
    lower: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    children: list[list[int]]

    @property
    def sentences(self) -> list[tuple[int, int]]: ...

    def having(self, i: int, *deps: str) -> list[int]:
        """Children of token i whose label is one of `deps`."""


def mend_heads(tree: Parse) -> None:
    """Change heads and labels, before the children of each token are listed."""
    _mend_relatives(tree)
    _mend_infinitives(tree)
    _mend_perfects(tree)
    _mend_verbless(tree)
    _mend_participles(tree)
    _mend_present_verbs(tree)
    _mend_joined_verbs(tree)
    _mend_noun_roots(tree)
    _mend_acronyms(tree)
    _mend_pairs(tree)
    _mend_agents(tree)
    _mend_late_objects(tree)
    _mend_complements(tree)
    _mend_examples(tree)


def mend_words(tree: Parse) -> None:
    """Change tags, once the children are listed."""
    _mend_nouns(tree)


def _mend_relatives(tree: Parse) -> None:
    """ "militias which the Guards had trained": the subject hung on the pronoun, which is the object."""
    for i in range(tree.size):
        pronoun = tree.head[i]
        if tree.dep[i] == "nsubj" and pronoun < i and tree.lower[pronoun] in RELATIVES:
            verb = tree.head[pronoun]
            if verb != pronoun and tree.tag[verb].startswith("VB"):
                tree.head[i], tree.dep[pronoun] = verb, "obj"


def _mend_infinitives(tree: Parse) -> None:
    """ "refused to disarm and to swear allegiance": the second infinitive is joined to the first."""
    marked = {tree.head[i] for i in range(tree.size) if tree.lower[i] == "to" and tree.dep[i] == "mark"}
    for k in marked:
        g = tree.head[k]
        if tree.dep[k] == "conj" and g not in marked:
            first = [x for x in marked if tree.head[x] == g and tree.dep[x] == "xcomp" and x < k]
            tree.head[k] = max(first, default=g)


def _mend_perfects(tree: Parse) -> None:
    """ "The air force has bombed camps": parsed as having bombed camps, the participle taken for an
    adjective.
    """
    for i in range(1, tree.size):
        noun, have = tree.head[i], tree.head[tree.head[i]]
        if tree.dep[i] != "amod" or tree.tag[i] != "VBN" or tree.lemma[have] != "have" or noun < i:
            continue
        if (
            tree.dep[noun] != "obj"
            or not have < i
            or any(tree.tag[k] in ("DT", "PRP$") for k in range(have, i))
        ):
            continue
        for k, h in enumerate(tree.head):
            if h == have and k != have:
                tree.head[k] = i
        tree.head[i] = i if tree.head[have] == have else tree.head[have]
        tree.dep[i], tree.pos[i] = tree.dep[have], "VERB"
        tree.head[have], tree.dep[have] = i, "aux"
        tree.head[noun] = i


def _mend_verbless(tree: Parse) -> None:
    """ "Syrian jets hit ISIL camps": a sentence parsed as one noun phrase, its verb taken for an
    adjective.
    """
    for begin, end in tree.sentences:
        span = range(begin, end)
        root = next((i for i in span if tree.head[i] == i), begin)
        if tree.pos[root] not in ("NOUN", "PROPN") or any(
            tree.tag[i] in FINITE and tree.dep[i] != "amod" for i in span
        ):
            continue
        verb = next((i for i in span if _could_be_verb(tree, i, root)), None)
        if verb is None or verb == begin:
            continue
        subject = verb - 1
        while tree.head[subject] < verb and tree.head[subject] != subject and tree.head[subject] >= begin:
            subject = tree.head[subject]
        tree.head[root], tree.dep[root] = verb, "obj"
        tree.head[verb], tree.dep[verb], tree.tag[verb], tree.pos[verb] = verb, "ROOT", "VBD", "VERB"
        tree.head[subject], tree.dep[subject] = verb, "nsubj"
        for i in range(begin, verb):  # what stood before the verb belongs to its subject
            if tree.head[i] > verb and i != subject:
                tree.head[i] = subject


def _mend_participles(tree: Parse) -> None:
    """ "Qatar accused Hamas and Fatah": the verb taken for an adjective, its object for part of the
    subject.
    """
    for begin, end in tree.sentences:
        root = next((i for i in range(begin, end) if tree.head[i] == i), begin)
        verb = root + 1
        if verb < end and tree.dep[verb] == "acl" and tree.pos[root] == "PROPN":
            _raise_participle(tree, begin, end, root, verb)
        elif verb < end and tree.pos[root] == "NOUN":
            _raise_transitive(tree, begin, end, root)
        if verb >= end or tree.tag[verb] not in ("VBN", "VBD") or tree.dep[verb] != "amod":
            continue
        thing = tree.head[verb]
        if tree.pos[root] != "PROPN" or tree.head[thing] != root or thing < verb:
            continue
        if any(tree.tag[i] in FINITE and i != verb for i in range(begin, end)):
            continue
        for i in range(thing + 1, end):  # what stands after the object belongs to it
            if tree.head[i] == root:
                tree.head[i] = thing
        tree.head[root], tree.dep[root] = verb, "nsubj"
        tree.head[verb], tree.dep[verb], tree.tag[verb], tree.pos[verb] = verb, "ROOT", "VBD", "VERB"
        tree.head[thing], tree.dep[thing] = verb, "obj"


def _raise_participle(tree: Parse, begin: int, end: int, root: int, verb: int) -> None:
    """ "Colombia negotiated with the rebels": the only verb, taken for a participle of its subject."""
    if tree.tag[verb] not in ("VBN", "VBD") or any(
        tree.tag[i] in FINITE and i != verb or tree.dep[i] == "obl:agent" for i in range(begin, end)
    ):
        return
    for i in range(begin, end):
        if tree.head[i] == root and i > verb:
            tree.head[i], tree.dep[i] = verb, "obl" if tree.dep[i] == "nmod" else tree.dep[i]
    tree.head[root], tree.dep[root] = verb, "nsubj"
    tree.head[verb], tree.dep[verb], tree.tag[verb], tree.pos[verb] = verb, "ROOT", "VBD", "VERB"


def _raise_transitive(tree: Parse, begin: int, end: int, root: int) -> None:
    """ "Envoys of the two discussed Iraq": the only verb, taken for a participle though it has an object."""
    for verb in range(root + 1, end):
        thing = next((k for k in range(verb + 1, end) if tree.head[k] == verb and tree.dep[k] == "obj"), None)
        if thing is not None and tree.dep[verb] == "acl" and tree.tag[verb] in ("VBN", "VBD"):
            _raise_participle(tree, begin, end, root, verb)
            return


def _could_be_verb(tree: Parse, i: int, root: int) -> bool:
    if tree.tag[i] not in ("VBN", "VBD") or tree.dep[i] != "amod" or tree.head[i] != root or i > root:
        return False
    return tree.pos[i - 1] in ("NOUN", "PROPN") and i > 0 and tree.head[i - 1] in (root, i)


def _mend_present_verbs(tree: Parse) -> None:
    """ "Turkey cooperates with Germany": a verb in -s taken for a plural, its subject for part of it."""
    for i in range(1, tree.size):
        subject = i - 1
        if tree.tag[i] != "NNS" or tree.head[i] != i or tree.dep[subject] != "compound":
            continue
        if tree.head[subject] == i and "obl" in {
            d for d, h in zip(tree.dep, tree.head, strict=True) if h == i
        }:
            tree.tag[i], tree.pos[i], tree.dep[subject] = "VBZ", "VERB", "nsubj"


def _mend_joined_verbs(tree: Parse) -> None:
    """ "...; Tehran arms and funds Assad": the first of two verbs in -s taken for a plural."""
    for i in range(1, tree.size - 2):
        subject = i - 1
        if tree.tag[i] != "NNS" or tree.dep[subject] != "compound" or tree.pos[subject] != "PROPN":
            continue
        if tree.head[subject] != i or tree.lower[i + 1] != "and" or tree.tag[i + 2] != "VBZ":
            continue
        begin, end = next(s for s in tree.sentences if s[0] <= i < s[1])
        if subject != begin and tree.lower[subject - 1] not in (";", ":"):
            continue
        root = next((k for k in range(begin, end) if tree.head[k] == k), i)
        tree.tag[i], tree.pos[i], tree.dep[subject] = "VBZ", "VERB", "nsubj"
        tree.head[i], tree.dep[i] = (i, "ROOT") if root in (i, i + 2) else (root, "parataxis")
        tree.head[i + 2], tree.dep[i + 2] = i, "conj"


def _mend_noun_roots(tree: Parse) -> None:
    """ "Peshmerga fighters patrol Kirkuk": the verb taken for a noun that yet has a subject."""
    for begin, end in tree.sentences:
        root = next((i for i in range(begin, end) if tree.head[i] == i), begin)
        below = [i for i in range(begin, end) if tree.head[i] == root and i != root]
        labels = {tree.dep[i] for i in below}
        if (
            tree.tag[root] not in ("NN", "NNS")
            or "nsubj" not in labels
            or labels & {"cop", "det", "case", "amod"}
        ):
            continue
        tree.tag[root], tree.pos[root] = "VBP", "VERB"
        for i in below:
            if i > root and tree.dep[i] in ("vocative", "flat", "compound", "appos"):
                tree.dep[i] = "obj"


def _mend_acronyms(tree: Parse) -> None:
    """ "One of these, JRTN, joined forces": an acronym between commas taken for an adverb of the verb."""
    for i in range(1, tree.size):
        if tree.dep[i] != "advmod" or tree.lower[i - 1] != "," or not _is_acronym(tree, i):
            continue
        subject = next(
            (k for k in range(i) if tree.head[k] == tree.head[i] and tree.dep[k].startswith("nsubj")), None
        )
        if subject is not None:
            tree.head[i], tree.dep[i] = subject, "appos"


def _mend_pairs(tree: Parse) -> None:
    """ "stood side by side with Ukraine": what follows the pair of nouns belongs to the verb before it."""
    for i in range(1, tree.size - 2):
        if tree.lower[i] != tree.lower[i + 2] or tree.lower[i + 1] not in ("to", "by", "in"):
            continue
        verb = i - 1
        if not tree.tag[verb].startswith("VB"):
            continue
        for k in range(i + 3, tree.size):
            if tree.head[k] in (i, i + 1, i + 2):
                tree.head[k], tree.dep[k] = verb, "obl" if tree.dep[k] == "nmod" else tree.dep[k]
        for k in range(i, i + 3):
            tree.head[k], tree.dep[k] = verb, "advmod"


def _mend_agents(tree: Parse) -> None:
    """ "condemned the bombing of a hospital by rebels": who bombed, hung on the verb in the active."""
    for i in range(2, tree.size):
        verb = tree.head[i]
        if tree.dep[i] not in ("obl", "obl:agent") or not verb < i or not tree.tag[verb].startswith("VB"):
            continue
        if "by" not in tree.lower[verb:i]:
            continue
        below = [k for k, h in enumerate(tree.head) if h in (i, verb) and k != h]
        if not any(tree.head[k] == i and tree.dep[k] == "case" and tree.lower[k] == "by" for k in below):
            continue
        if any(tree.head[k] == verb and tree.dep[k] in ("aux:pass", "nsubj:pass") for k in below):
            continue
        things = [k for k in below if tree.head[k] == verb and tree.dep[k] == "obj" and verb < k < i]
        by = next(k for k in below if tree.head[k] == i and tree.lower[k] == "by")
        deeds = [k for k in things if _has_of(tree, k) or (k == by - 1 and tree.pos[i] == "PROPN")]
        if deeds:
            tree.head[i], tree.dep[i] = deeds[-1], "nmod"


def _mend_late_objects(tree: Parse) -> None:
    """ "seized Mosul and threatened to march on Baghdad, the capital": an apposition taken for a second
    object of a verb that another one follows.
    """
    for i in range(3, tree.size):
        verb = tree.head[i]
        if tree.dep[i] != "obj" or not verb < i:
            continue
        between = range(verb + 1, i)
        second = any(tree.head[k] == verb and tree.dep[k] == "obj" for k in between)
        if not second:
            continue
        first = next(k for k in between if tree.head[k] == verb and tree.dep[k] == "obj")
        if tree.lower[i - 1] == "," and tree.pos[i] == "PROPN" and tree.pos[first] == "NOUN":
            tree.head[i], tree.dep[i] = first, "appos"  # "sent his envoy, John Roe, on a journey"
            continue
        later = any(tree.head[k] == verb and tree.dep[k] == "conj" and tree.pos[k] == "VERB" for k in between)
        start = min([i, *(k for k, h in enumerate(tree.head) if h == i and tree.dep[k] != "punct")])
        if later and tree.lower[start - 1] == "," and tree.pos[start - 2] in ("NOUN", "PROPN"):
            tree.head[i], tree.dep[i] = start - 2, "appos"


def _mend_complements(tree: Parse) -> None:
    """ "attacked Fatah", a name taken for a complement; "ruled out attacking", a complement taken for a
    circumstance.
    """
    for i in range(1, tree.size):
        dep, verb = tree.dep[i], tree.head[i]
        if dep == "conj" and tree.lower[i - 2 : i] == ["yet", "to"]:  # "has yet to attack"
            tree.dep[i], tree.head[i - 2], tree.dep[i - 2] = "xcomp", verb, "advmod"
        if dep not in ("xcomp", "advcl") or i - verb not in (1, 2):
            continue
        if tree.lower[i - 1] in ("out", "off") and tree.head[i - 1] == i and verb == i - 2:
            tree.head[i - 1], tree.dep[i - 1] = verb, "compound:prt"  # "ruled out sending"
        below = {tree.dep[k] for k, h in enumerate(tree.head) if h == i and k != i}
        if dep == "xcomp" and tree.pos[i] == "PROPN" and verb == i - 1 and tree.pos[verb] == "VERB":
            if not {"case", "cop", "mark"} & below and tree.lemma[verb] not in BECOMING:
                tree.dep[i] = "obj"
        close = verb == i - 1 or tree.dep[i - 1] == "compound:prt"
        if dep == "advcl" and tree.tag[i] == "VBG" and close and "mark" not in below:
            tree.dep[i] = "xcomp"


def _mend_examples(tree: Parse) -> None:
    """ "founded several parties, including A and B": the examples hung on the verb."""
    for i in range(2, tree.size):
        if tree.lower[i] != "including" or tree.dep[i] != "case" or tree.dep[tree.head[i]] != "obl":
            continue
        example, verb = tree.head[i], tree.head[tree.head[i]]
        things = [k for k in range(verb + 1, i) if tree.head[k] == verb and tree.dep[k] == "obj"]
        if things:
            tree.head[example], tree.dep[example] = things[-1], "nmod"


def _has_of(tree: Parse, noun: int) -> bool:
    under = [k for k, h in enumerate(tree.head) if h == noun and tree.dep[k] == "nmod" and k > noun]
    return any(h in under and tree.lower[k] == "of" for k, h in enumerate(tree.head))


def _mend_nouns(tree: Parse) -> None:
    """Nouns tagged as verbs ("in Sunday clashes between"), verbs tagged as adjectives ("it armed")."""
    for i, tag in enumerate(tree.tag):
        wavering = tree.pos[i] in WAVERING
        if not wavering and tag not in ("JJ", "VB", "VBP", "VBZ"):
            continue
        if wavering and _is_acronym(tree, i):
            tree.tag[i], tree.pos[i] = "NNP", "PROPN"
        elif tag == "VBP" and tree.lemma[i] not in (tree.lower[i], "be", "have"):
            tree.tag[i] = "VBD"  # "retook", taken for a present
        elif tag == "JJ" and tree.lower[i].endswith("ed") and tree.having(i, "nsubj", "obj"):
            if not tree.having(i, "cop"):  # "it armed and trained militias"
                tree.tag[i], tree.pos[i] = "VBD", "VERB"
        if tree.dep[i] not in NOUN_PLACES or tree.tag[i] not in ("VBZ", "VBP", "VB"):
            continue
        introduced = any(tree.dep[c] in ("case", "det", "amod", "nmod:poss") for c in tree.children[i])
        if (introduced or tree.tag[i] == "VBZ") and not tree.having(i, "nsubj", "aux", "mark"):
            tree.tag[i], tree.pos[i] = "NNS", "NOUN"


def _is_acronym(tree: Parse, i: int) -> bool:
    """Capitals among small letters: a headline all in capitals tells nothing."""
    text = tree.words[i]
    if not (text.isupper() and len(text) > 2 and text.isalpha()):
        return False
    return any(tree.words[k].islower() for k in (i - 1, i + 1, i + 2) if 0 <= k < tree.size)
