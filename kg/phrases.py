"""Plain-English phrases of the ontology in, patterns over the roles of a predicate out.

A phrase names the two actors A and B where they stand, content words as lemmas, `*` for any noun: "A attack
B", "A prop up B", "clash between A and B", "attack by A on B", "A be ally of B", "A accuse B of", "A demand *
of B", "A reject B's *", "A take control of B", "A and B be ally", "A-backed B", "anti-B A", "A's ally B",
"B's A", "B A". A type list narrows an actor: "A capture B[Place]". `{on,against}` are alternatives,
`<aidNoun>` any word of the ontology's word list of that name.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.ontology_records import Ontology

__all__ = ["Need", "Pattern", "Slot", "compile_phrase", "compile_phrases", "expand_phrase"]

PREPOSITIONS = frozenset(
    "about above across after against ahead along alongside amid among around as aside at away "
    "back before behind beside between beyond by concerning despite down during for forth forward "
    "from in inside into like near of off on onto out outside over past regarding round since "
    "through throughout together toward towards under until up upon versus via with within "
    "without apart".split()
)
PARTICLES = frozenset(
    "up out off down over back away in on apart aside together through around forth along by "
    "about forward round ahead".split()
)
TITLES = frozenset({"leader", "president", "chief", "ally", "partner"})
DROPPED = frozenset({"a", "an", "the", "own", "one's", "and"})
BARE = frozenset("of from in within under at for with behind inside among".split())
CASES = frozenset("at in on under of behind with within from by for to against beyond inside among".split())
STRICT_PARTICLES = frozenset("off aside down up out back away apart forth together forward".split())
JOINING = {
    "comprising": "comprise",
    "including": "include",
    "consisting": "consist",
    "composed": "compose",
    "made": "make",
}
LETTER = re.compile(r"^([AB])(?:\[([A-Za-z|]+)\])?('s)?$")
HYPHENED = re.compile(r"^([AB])(?:\[([A-Za-z|]+)\])?-([a-z]+(?:-[a-z]+)*)$")
PREFIXED = re.compile(r"^([a-z]+)-([AB])(?:\[([A-Za-z|]+)\])?$")
WORD = re.compile(r"^(?:[\w’'.-]+|\*)$")


Need = tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an actor stands: a role of the predicate, or (`inside`) within that role's noun phrase."""

    role: str
    inside: bool = False
    types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pattern:
    """One phrase, ready to match at the word `anchor`.

    `kind` is verb, event (a noun for what happens), role (a noun or adjective for what somebody is),
    participle ("A-backed B"), prefix ("anti-B A"), preposition ("B under A"), possessive ("B's A"), compound
    ("B A") or copula ("A be B"). `needs` lists the fixed words as (role, lemmas); `clause` says that a
    complement clause must follow, `symmetric` that what A is to B, B is to A.
    """

    relation: str
    family: str
    phrase: str
    anchor: str
    kind: str
    a: Slot | None
    b: Slot | None
    needs: tuple[Need, ...] = ()
    clause: bool = False
    symmetric: bool = False


@dataclass(slots=True)
class _Draft:
    """A phrase while it is read: what is known of the slots, and the fixed words so far."""

    slots: dict[str, Slot] = field(default_factory=dict)
    needs: list[Need] = field(default_factory=list)
    clause: bool = False
    preposition: str | None = None
    noun: str | None = None
    pending: list[str] = field(default_factory=list)

    def need(self, role: str, word: str) -> None:
        """Note a fixed word and the role it has."""
        self.needs.append((role, frozenset({word})))


def compile_phrases(ontology: Ontology) -> dict[str, list[Pattern]]:
    """All phrases of an ontology by anchor word."""
    merged: dict[tuple[object, ...], Pattern] = {}
    for name, kind in ontology.relation_types.items():
        for phrase in kind.phrases:
            for words in expand_phrase(phrase, ontology.word_lists):
                pattern = replace(
                    compile_phrase(words, relation=name, family=kind.family),
                    phrase=phrase,
                    symmetric=kind.symmetric,
                )
                _merge(merged, pattern)
    index: dict[str, list[Pattern]] = {}
    for pattern in merged.values():
        index.setdefault(pattern.anchor, []).append(pattern)
    return index


def _merge(merged: dict[tuple[object, ...], Pattern], pattern: Pattern) -> None:
    """Patterns that differ in their last fixed word alone become one with several words to choose from."""
    *fixed, last = pattern.needs or ((None, frozenset()),)
    key = (
        pattern.relation,
        pattern.anchor,
        pattern.kind,
        pattern.a,
        pattern.b,
        pattern.clause,
        tuple(fixed),
        last[0],
    )
    old = merged.get(key)
    if old is None:
        merged[key] = pattern
    elif last[0] is not None:
        words = old.needs[-1][1] | last[1]
        merged[key] = replace(old, needs=(*old.needs[:-1], (last[0], words)))


def expand_phrase(phrase: str, word_lists: Mapping[str, Iterable[str]]) -> list[str]:
    """Every phrase that one with `{alternatives}` and `<word lists>` stands for; KeyError for an unknown
    list.
    """
    parts = re.split(r"(\{[^{}]*\}|<\w+>)", phrase)
    choices = []
    for part in parts:
        if part.startswith("{"):
            choices.append([w.strip() for w in part[1:-1].split(",")])
        elif part.startswith("<"):
            choices.append(sorted(word_lists[part[1:-1]]))
        else:
            choices.append([part])
    return [" ".join("".join(choice).split()) for choice in itertools.product(*choices)]


def compile_phrase(phrase: str, *, relation: str, family: str) -> Pattern:
    """One phrase; raises ValueError when it has no form that the grammar knows."""
    words = phrase.split()
    if strange := [
        w for w in words if not (WORD.match(w) or LETTER.match(w) or HYPHENED.match(w) or PREFIXED.match(w))
    ]:
        raise ValueError(f"{strange[0]!r} is neither a word nor A or B")
    pattern = _compile(phrase, words, relation, family)
    if family != "denies" and (pattern.a is None or pattern.b is None):
        raise ValueError("a phrase needs both A and B")
    if pattern.a is None:
        raise ValueError("a phrase needs A")
    return pattern


def _compile(phrase: str, words: list[str], relation: str, family: str) -> Pattern:
    for word in words:
        if match := HYPHENED.match(word):
            near = {match[1]: ("hyphen", match[2])}
            return _attributive(phrase, "participle", match[3], near, words, relation, family)
        if match := PREFIXED.match(word):
            near = {match[2]: ("after", match[3])}
            return _attributive(phrase, "prefix", match[1], near, words, relation, family)
    letters = [LETTER.match(w) for w in words]
    first = letters[0]
    if all(letters) and len(words) == 2:
        return _adjacent(phrase, words, relation, family)
    if not first or (first[3] and any(w in PREPOSITIONS for w in words)):
        return _event(phrase, words, relation, family)
    if first[3] or _is_title(words):
        return _title(phrase, words, relation, family)
    return _clause(phrase, first, words, relation, family)


def _clause(phrase: str, first: re.Match[str], words: list[str], relation: str, family: str) -> Pattern:
    """A phrase that begins with its subject: "A attack B", "A and B be ally", "B be under A"."""
    subject = {first[1]: Slot("subject", types=_types(words[0]))}
    rest = words[1:]
    if len(words) > 3 and words[1] == "and" and LETTER.match(words[2]):
        subject = {"A": Slot("subject", types=_types(words[0])), "B": Slot("joint", types=_types(words[2]))}
        rest = words[3:]
    if not rest:
        raise ValueError("no word to match but A and B")
    rest = [rest[0], *(w for w in rest[1:] if w not in DROPPED)]
    if rest[0] == "not" and len(rest) > 1:
        pattern = _verb(phrase, subject, rest[1:], relation, family)
        return replace(pattern, needs=(("not", frozenset({"not"})), *pattern.needs))
    if rest[0] == "be" and len(rest) > 1:
        return _being(phrase, subject, rest[1:], relation, family)
    if rest[0] in BARE and len(rest) == 2:
        return _bare_preposition(phrase, subject, rest, relation, family)
    return _verb(phrase, subject, rest, relation, family)


def _is_title(words: Sequence[str]) -> bool:
    """Whether a noun between two letters tells what the second is to the first ("B leader A")."""
    return len(words) == 3 and LETTER.match(words[2]) is not None and words[1] in TITLES


def _all_nouns(words: Sequence[str]) -> bool:
    return all(w not in PREPOSITIONS and w != "be" for w in words)


def _types(word: str) -> frozenset[str]:
    match = LETTER.match(word)
    return _type_set(match[2] if match else None)


def _type_set(names: str | None) -> frozenset[str]:
    return frozenset(names.split("|")) if names else frozenset()


def _attributive(
    phrase: str,
    kind: str,
    anchor: str,
    near: dict[str, tuple[str, str | None]],
    words: list[str],
    relation: str,
    family: str,
) -> Pattern:
    """ "A-backed B", "anti-B A"."""
    slots = {letter: Slot(role, types=_type_set(types)) for letter, (role, types) in near.items()}
    for word in words:
        if match := LETTER.match(word):
            slots[match[1]] = Slot("head", types=_types(word))
    return Pattern(relation, family, phrase, anchor, kind, slots.get("A"), slots.get("B"))


def _title(phrase: str, words: list[str], relation: str, family: str) -> Pattern:
    """ "A's ally B", "B leader A": the noun tells what the second is to the first."""
    first, last = LETTER.match(words[0]), LETTER.match(words[-1])
    nouns = [w for w in words[1:-1] if w not in DROPPED]
    if not first or not last or not nouns or not _all_nouns(nouns):
        raise ValueError("after a possessive, nouns and the other letter must follow")
    slots = {
        first[1]: Slot("prep:of", types=_types(words[0])),
        last[1]: Slot("subject", types=_types(words[-1])),
    }
    needs = tuple(("modifier", frozenset({w})) for w in nouns[:-1])
    return Pattern(relation, family, phrase, nouns[-1], "role", slots.get("A"), slots.get("B"), needs)


def _adjacent(phrase: str, words: list[str], relation: str, family: str) -> Pattern:
    """ "B's A", "B A": the first owns, or stands before, the second."""
    first, last = LETTER.match(words[0]), LETTER.match(words[1])
    assert first is not None and last is not None
    kind = "possessive" if first[3] else "compound"
    slots = {first[1]: Slot("before", types=_types(words[0])), last[1]: Slot("head", types=_types(words[1]))}
    return Pattern(relation, family, phrase, f"<{kind}>", kind, slots.get("A"), slots.get("B"))


def _bare_preposition(
    phrase: str, subject: dict[str, Slot], rest: list[str], relation: str, family: str
) -> Pattern:
    """ "B under A"."""
    letter = LETTER.match(rest[-1])
    if len(rest) != 2 or not letter:
        raise ValueError("a preposition must stand between the two letters")
    slots = {k: Slot("head", types=s.types) for k, s in subject.items()}
    slots[letter[1]] = Slot("after", types=_types(rest[1]))
    return Pattern(relation, family, phrase, rest[0], "preposition", slots.get("A"), slots.get("B"))


def _verb(phrase: str, subject: dict[str, Slot], rest: list[str], relation: str, family: str) -> Pattern:
    draft = _Draft(dict(subject))
    _walk(rest[1:], draft)
    slots = draft.slots
    return Pattern(
        relation,
        family,
        phrase,
        rest[0],
        "verb",
        slots.get("A"),
        slots.get("B"),
        tuple(draft.needs),
        draft.clause,
    )


def _being(phrase: str, subject: dict[str, Slot], rest: list[str], relation: str, family: str) -> Pattern:
    draft = _Draft(dict(subject))
    while (
        rest and rest[0] in CASES and len(rest) > 1 and (not LETTER.match(rest[1]) or rest[1].endswith("'s"))
    ):  # "A be at war with B"
        draft.need("case", rest[0])
        rest = rest[1:]
    if rest[0] in CASES and not draft.needs and len(rest) == 2:  # "B be under A"
        return _bare_preposition(phrase, subject, rest, relation, family)
    if (possessor := LETTER.match(rest[0])) and len(rest) > 1:  # "A be B's ally"
        draft.slots[possessor[1]] = Slot("prep:of", types=_types(rest[0]))
        rest = rest[1:]
    if (kind := LETTER.match(rest[0])) and len(rest) == 1:  # "A be B"
        slots = {k: Slot("subject", types=s.types) for k, s in subject.items()}
        slots[kind[1]] = Slot("head", types=_types(rest[0]))
        return Pattern(relation, family, phrase, "be", "copula", slots.get("A"), slots.get("B"))
    last = 0
    while (
        last + 1 < len(rest)
        and rest[last + 1] not in PREPOSITIONS
        and rest[last + 1] != "to"
        and not LETTER.match(rest[last + 1])
    ):
        draft.need("modifier", rest[last])
        last += 1
    anchor = rest[last]
    if LETTER.match(anchor):
        raise ValueError("no word to match but A and B")
    if (
        rest[last + 1 : last + 2] == ["by"] and not draft.needs and "B" in subject
    ):  # "B be led by A": a passive
        agent = LETTER.match(rest[-1])
        if agent and len(rest) == last + 3:
            slots = {
                "B": Slot("object", types=subject["B"].types),
                "A": Slot("subject", types=_types(rest[-1])),
            }
            return Pattern(relation, family, phrase, anchor, "verb", slots["A"], slots["B"])
    draft.noun = anchor
    _walk(rest[last + 1 :], draft)
    slots = draft.slots
    return Pattern(
        relation,
        family,
        phrase,
        anchor,
        "role",
        slots.get("A"),
        slots.get("B"),
        tuple(draft.needs),
        draft.clause,
    )


def _walk(words: Sequence[str], draft: _Draft) -> None:
    """Read what follows the predicate word."""
    for word in words:
        if letter := LETTER.match(word):
            _take_letter(word, letter, draft)
        elif word == "that":
            _flush(draft)
            draft.clause, draft.preposition = True, "that"
        elif word == "to" and not draft.pending and draft.preposition != "to":
            if draft.preposition in PARTICLES:
                draft.need("particle", draft.preposition)
            draft.preposition = "to"
        elif word == "to":
            _flush(draft)
            draft.preposition = "to"
        elif word == "*":
            _take_any(draft)
        elif word in PREPOSITIONS:
            _flush(draft)
            if draft.preposition in PARTICLES and draft.preposition != "to":
                draft.need("particle", draft.preposition)
            draft.preposition = word
        else:
            draft.pending.append(word)
    _end(draft)


def _take_letter(word: str, letter: re.Match[str], draft: _Draft) -> None:
    if draft.pending:
        _flush(draft)
    if letter[3]:  # "B's *"
        draft.slots[letter[1]] = Slot(_role_name(draft), inside=True, types=_types(word))
        draft.noun = "*"
        return
    inside = draft.noun == "*" and draft.preposition in ("of", "by", "from")
    role = "object" if inside else _role_name(draft)
    if role == "object" and not inside and any(s.role == "object" for s in draft.slots.values()):
        role = "second"
    draft.slots[letter[1]] = Slot(role, inside=inside, types=_types(word))
    draft.preposition = None
    if not inside:
        draft.noun = "B"


def _take_any(draft: _Draft) -> None:
    if draft.preposition in STRICT_PARTICLES:
        draft.need("particle", draft.preposition)
    if draft.preposition == "to":
        draft.need("to", "*")
        draft.preposition, draft.noun = None, None
    elif any(s.inside for s in draft.slots.values()):
        draft.preposition = None
    else:
        draft.noun, draft.preposition = "*", None


def _flush(draft: _Draft) -> None:
    """A fixed noun, adjective or verb has been read in full."""
    if not draft.pending:
        return
    head = draft.pending[-1]
    if draft.preposition == "to" and not any(role == "to" for role, _ in draft.needs) and draft.noun is None:
        draft.need("to", draft.pending[0])
        if len(draft.pending) > 1:
            draft.need("object", head)
    elif draft.preposition == "that" or draft.clause:
        draft.need("in clause", head)
    elif draft.preposition in STRICT_PARTICLES:  # "A cut off funds to B"
        draft.need("particle", draft.preposition)
        draft.need("object", head)
        draft.noun = head
    elif draft.preposition:
        draft.need(f"prep:{draft.preposition}", head)
    elif any(s.inside for s in draft.slots.values()):
        draft.need("owned", head)
    elif any(s.role == "object" for s in draft.slots.values()):
        draft.need("xcomp", head)
    else:
        draft.need("object", head)
        draft.noun = head
    draft.pending, draft.preposition = [], None


def _end(draft: _Draft) -> None:
    _flush(draft)
    preposition = draft.preposition
    if preposition == "to":
        draft.clause = True
    elif (
        preposition in PARTICLES
        and draft.noun in (None, "B")
        and not any(s.role.startswith("prep:") for s in draft.slots.values())
    ):
        draft.need("trailing", preposition)
    elif preposition and preposition != "that":
        draft.need("trailing", preposition)


def _role_name(draft: _Draft) -> str:
    if draft.preposition == "that":
        return "clause subject"
    return f"prep:{draft.preposition}" if draft.preposition else "object"


def _event(phrase: str, words: list[str], relation: str, family: str) -> Pattern:
    """ "clash between A and B", "attack by A on B", "coalition comprising A and B"."""
    slots: dict[str, Slot] = {}
    preposition: str | None = None
    nouns: list[str] = []
    after: list[Need] = []
    for word in words:
        if letter := LETTER.match(word):
            role = f"prep:{preposition}" if preposition else "possessor" if letter[3] else "compound"
            slots[letter[1]] = Slot(role, inside=bool(letter[3] and preposition), types=_types(word))
        elif word in JOINING and nouns:
            preposition = f"acl:{JOINING[word]}"
        elif word in PREPOSITIONS or word == "to":
            preposition = preposition if preposition and preposition.startswith("acl:") else word
        elif word in DROPPED or word == "*" or word == "that":
            continue
        elif nouns and (preposition or slots):
            after.append((f"prep:{preposition}", frozenset({word})))
        else:
            nouns.append(word)
    if not nouns:
        raise ValueError("no word to match but A and B")
    slots = {
        k: Slot(s.role.removeprefix("prep:") if s.role.startswith("prep:acl:") else s.role, s.inside, s.types)
        for k, s in slots.items()
    }
    needs = tuple(("modifier", frozenset({n})) for n in nouns[:-1]) + tuple(after)
    return Pattern(relation, family, phrase, nouns[-1], "event", slots.get("A"), slots.get("B"), needs)
