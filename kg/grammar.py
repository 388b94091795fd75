"""Parsed text in, the roles around a predicate out: who does it, to whom, with, against or between whom.

The labels are those of Universal Dependencies (https://universaldependencies.org/u/dep/). Voice, relative
clauses, participles, control, conjunction and light verbs are undone here, so that a phrase of the ontology
has one form to match.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Doc

from kg.mending import RELATIVES, mend_heads, mend_words
from kg.words import word_set

__all__ = ["Roles", "Tree"]

NOMINAL_TAGS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "SYM", "DET"})
ATTRIBUTES: list[int | str] = ["ORTH", "LOWER", "LEMMA", "POS", "TAG", "DEP", "HEAD", "SENT_START"]
MASK = (1 << 64) - 1  # spaCy's hashes are unsigned, its offsets signed
TEXTS: dict[int, str] = {}
MOST_TEXTS = 200_000  # so that memory does not grow with the number of documents
RESULTING = frozenset({"give", "allow", "bring", "enable", "force", "leave", "lead", "prompt", "raise"})
TOGETHER = frozenset({"together", "along"})
QUANTITIES = word_set(
    "thousand hundred dozen million billion score number handful majority most many some all both "
    "several few group band member crowd part wave column contingent unit lot rest remnant element "
    "half remainder scores dozens hundreds thousands none one two three ten tens"
)
OBJECT_OF_GOVERNOR = word_set(
    "accuse ask allow appeal beg call cause charge command compel convince direct dispatch empower "
    "enable encourage exhort force help implore instruct invite lead lobby oblige order permit "
    "persuade press pressure prevent prompt push request require see send stop suspect tell train "
    "urge want warn blame criticize criticise condemn denounce expect believe discourage dissuade "
    "deter bar ban keep find watch"
)


@dataclass(slots=True)
class Roles:
    """Head tokens by role. `preps` maps a preposition's lemma to the heads it introduces."""

    subject: list[int] = field(default_factory=list)
    object: list[int] = field(default_factory=list)
    indirect: list[int] = field(default_factory=list)
    possessor: list[int] = field(default_factory=list)
    compound: list[int] = field(default_factory=list)
    preps: dict[str, list[int]] = field(default_factory=dict)
    clauses: list[int] = field(default_factory=list)
    particles: set[str] = field(default_factory=set)
    passive: bool = False


def _strings(doc: Doc, ids: list[int]) -> list[str]:
    """The texts of spaCy's numbers; a number means the same text in all pipelines."""
    try:
        return [TEXTS[i] for i in ids]
    except KeyError:
        if len(TEXTS) > MOST_TEXTS:
            TEXTS.clear()
        TEXTS.update((i, doc.vocab.strings[i & MASK]) for i in set(ids))
        return [TEXTS[i] for i in ids]


class Tree:
    """One parsed passage as plain lists, which are several times faster to walk than spaCy's tokens."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.size = len(doc)
        columns: list[list[int]] = doc.to_array(ATTRIBUTES).astype("int64").T.tolist()
        text, lower, lemma, pos, tag, dep, head, start = columns
        self.words = _strings(doc, text)
        self.lower = _strings(doc, lower)
        self.lemma = [w.lower() for w in _strings(doc, lemma)]
        self.pos = _strings(doc, pos)
        self.tag = _strings(doc, tag)
        self.dep = _strings(doc, dep)
        self.head = [i + offset for i, offset in enumerate(head)]
        # No sentence begins after a comma, whatever the parser says in a long list.
        self._starts = [sign == 1 and not (i and self.words[i - 1] == ",") for i, sign in enumerate(start)]
        self.children: list[list[int]] = [[] for _ in range(self.size)]
        mend_heads(self)
        self._mend_content_clauses()
        for i, h in enumerate(self.head):
            if h != i:
                self.children[h].append(i)
        mend_words(self)
        self._verbal = [
            p in ("VERB", "AUX") or t.startswith("VB") for p, t in zip(self.pos, self.tag, strict=True)
        ]
        self._copular = {h for h, label in zip(self.head, self.dep, strict=True) if label == "cop"}
        self._cases: dict[int, str] = {}
        self._subtrees: dict[int, list[int]] = {}
        self._roles: dict[int, Roles] = {}
        self._busy: set[int] = set()

    def _mend_content_clauses(self) -> None:
        """ "France told Egypt that Israel had attacked Hamas": what is told, parsed as about Egypt."""
        for i, noun in enumerate(self.head):
            if self.dep[i] != "acl:relcl" or self.dep[noun] != "iobj":
                continue
            own = {self.dep[k] for k, h in enumerate(self.head) if h == i and k < i}
            if {"mark", "nsubj"} <= own:
                self.head[i], self.dep[i] = self.head[noun], "ccomp"

    @cached_property
    def sentence_of(self) -> list[int]:
        """Number of each token's sentence within the passage."""
        numbers, number = [], -1
        for starts in self._starts:
            number += starts or number < 0
            numbers.append(number)
        return numbers

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Token bounds of each sentence, end exclusive."""
        starts = [i for i in range(self.size) if i == 0 or self.sentence_of[i] != self.sentence_of[i - 1]]
        return list(zip(starts, [*starts[1:], self.size], strict=False))

    # ------------------------------------------------------------------ small helpers
    def having(self, i: int, *deps: str) -> list[int]:
        """Children of token i whose label is one of `deps`, in text order."""
        return [c for c in self.children[i] if self.dep[c] in deps]

    def is_verbal(self, i: int) -> bool:
        return self._verbal[i]

    def case(self, i: int) -> str:
        """The preposition that introduces token i ("with", "according to"), or the empty string.

        It may hang on a word before the noun ("against al-Qaida operatives") where the parse goes astray.
        """
        if i not in self._cases:
            before = (
                c
                for c in self.children[i]
                if c < i and self.dep[c] in ("compound", "amod", "nmod:desc", "nummod")
            )
            own = self._own_case(i)
            self._cases[i] = own or next((found for c in before if (found := self._own_case(c))), "")
        return self._cases[i]

    def _own_case(self, i: int) -> str:
        for c in self.children[i]:
            if self.dep[c] == "case" and self.tag[c] != "POS":
                fixed = [self.lemma[k] for k in self.children[c] if self.dep[k] == "fixed"]
                return " ".join([self.lower[c], *fixed])
        return ""

    def markers(self, i: int) -> list[str]:
        return [self.lower[c] for c in self.children[i] if self.dep[c] in ("mark", "case")]

    def conjuncts(self, i: int) -> Iterator[int]:
        """Token i and the nominals joined to it ("A, B and C", "A together with B")."""
        yield i
        for c in self.children[i]:
            if (
                (self.dep[c] == "conj" or self._comes_along(c))
                and self.pos[c] in NOMINAL_TAGS
                and ";" not in self.lower[i:c]
                and not self.having(c, "nsubj", "nsubj:pass")
            ):
                yield from self.conjuncts(c)
            elif self.dep[c] == "advmod" and self.lower[c] in TOGETHER:
                for k in self.having(c, "obl"):
                    yield from self.conjuncts(k) if self.case(k) == "with" else ()

    def _comes_along(self, c: int) -> bool:
        if self.dep[c] != "nmod":
            return False
        words = {self.lower[k] for k in self.having(c, "advmod", "case")}
        return "with" in words and bool(words & TOGETHER)

    def _companions(self, verb: int) -> list[int]:
        """ "Iran, together with Hezbollah, attacked": the companion hung on the adverb before the verb."""
        adverbs = [c for c in self.having(verb, "advmod") if c < verb and self.lower[c] in TOGETHER]
        if not adverbs:
            return []
        return self.spread(k for c in adverbs for k in self.having(c, "obl") if self.case(k) == "with")

    def spread(self, tokens: Iterable[int]) -> list[int]:
        return [k for i in tokens for k in self.conjuncts(i)]

    def subtree(self, i: int) -> Sequence[int]:
        """Token i and all below it, each before what hangs on it."""
        if i not in self._subtrees:
            below = [i]
            for c in self.children[i]:
                below.extend(self.subtree(c))
            self._subtrees[i] = below
        return self._subtrees[i]

    def ancestors(self, i: int) -> Iterator[int]:
        while self.head[i] != i:
            i = self.head[i]
            yield i

    def is_copular(self, i: int) -> bool:
        return i in self._copular

    def is_passive(self, i: int) -> bool:
        """Whether the verb's grammatical subject is what it acts on ("was attacked", "backed by")."""
        labels = {self.dep[c] for c in self.children[i]}
        if "nsubj:pass" in labels or "aux:pass" in labels:
            return True
        if self.tag[i] != "VBN":
            return False
        if self.dep[i] in ("acl", "amod", "nmod:desc"):
            return True
        if self.dep[i] in ("conj", "advcl") and not labels & {"nsubj", "aux", "obj"}:
            return self.dep[i] == "advcl" or self.is_passive(self.head[i])
        return "obl:agent" in labels and "obj" not in labels

    # ------------------------------------------------------------------ roles
    def roles(self, i: int) -> Roles:
        """The roles around predicate i, voice undone and shared or controlled arguments filled in."""
        found = self._roles.get(i)
        if found is None:
            if i in self._busy:  # a parse error can make two clauses wait for each other
                return Roles()
            self._busy.add(i)
            found = self._roles[i] = self._verb_roles(i) if self._verbal[i] else self._noun_roles(i)
            self._busy.discard(i)
        return found

    def surface_subject(self, i: int) -> list[int]:
        """What stands, or is understood, in subject position of clause i."""
        own = self.having(i, "nsubj", "nsubj:pass")
        if own:
            return self.spread(self._antecedent(i, own[0]))
        return self._understood_subject(i)

    def antecedent(self, clause: int, i: int) -> int:
        """The noun that token i of a clause stands for if it is a relative pronoun, else the token itself."""
        return self._antecedent(clause, i)[0]

    def _antecedent(self, clause: int, i: int) -> list[int]:
        """The noun that a relative pronoun stands for, else the token itself."""
        if self.lower[i] in RELATIVES and self.tag[i] in ("WP", "WDT", "WP$", "IN", "PRP", "DT"):
            for k in [clause, *self.ancestors(clause)]:
                if self.dep[k] == "acl:relcl":
                    return [self._nearest_conjunct(self.head[k], i, k)]
                if self.dep[k] not in ("conj", "ccomp", "xcomp"):
                    break
        return [i]

    def _nearest_conjunct(self, noun: int, pronoun: int, clause: int) -> int:
        """ "an ally of Iran and Oman, which is neutral": a verb in the singular is about the last alone."""
        verbs = (clause, *self.having(clause, "cop", "aux", "aux:pass"))
        if self.dep[pronoun] not in ("nsubj", "nsubj:pass") or not any(self.tag[k] == "VBZ" for k in verbs):
            return noun
        joined = [c for c in self.conjuncts(noun) if c < pronoun]
        return max(joined, default=noun)

    def _understood_subject(self, i: int) -> list[int]:
        dep, g = self.dep[i], self.head[i]
        if g == i:
            return []
        if dep == "acl:relcl":
            return [] if self._gap_is_object(i) else self.spread([g])
        if dep in ("acl", "amod", "nmod:desc") and self.is_verbal(i):
            return self._subject_of_participle(i, g)
        if dep == "conj" and (self.is_verbal(i) or self.is_copular(i) or self.pos[i] in ("ADJ", "NOUN")):
            told = next((c for c in self.having(g, "ccomp") if c < g), None)
            if told is not None:  # "X has a base there, said officials, and has trained ...": X goes on
                return self.surface_subject(told)
            return self.surface_subject(g) if self.is_verbal(g) or self.is_copular(g) else []
        if dep in ("xcomp", "ccomp") and (dep == "xcomp" or "to" in self.markers(i) or self.tag[i] == "VBG"):
            return self._controller(g)
        if dep == "advcl":
            return self._subject_of_adverbial(i, g)
        if dep in ("obl", "nmod") and self.tag[i] == "VBG":
            return self._controller(g)
        return []

    def _subject_of_adverbial(self, i: int, g: int) -> list[int]:
        if self.is_verbal(g) and any(m in ("of", "for", "from", "into") for m in self.markers(i)):
            return self._controller(g)
        if self.lemma[i] in RESULTING and i > g and self.is_passive(g):
            return []  # "the town was taken, giving the rebels a base": what happened gives it
        return self.surface_subject(g)

    def _subject_of_participle(self, i: int, g: int) -> list[int]:
        marks, verb = self.markers(i), self.head[g]
        if "of" in marks and self.lemma[verb] in OBJECT_OF_GOVERNOR:
            return self._controller(verb)  # "were accused by the court of killing", hung on the court
        return self._subject_of_infinitive(g) if "to" in marks else [g]

    def _controller(self, g: int) -> list[int]:
        """Who does what the complement of g says: its object for "urge B to", else its subject."""
        roles = self.roles(g)
        if self.is_passive(g):
            return self.surface_subject(g)
        if self.lemma[g] in OBJECT_OF_GOVERNOR:
            reached = (
                roles.object
                or roles.indirect
                or roles.preps.get("on")
                or roles.preps.get("for")
                or roles.preps.get("to")
            )
            if reached:
                return reached
        if not self.is_verbal(g) and not self.is_copular(g):
            return self._subject_of_infinitive(g)
        return self.surface_subject(g)

    def _subject_of_infinitive(self, noun: int) -> list[int]:
        """ "Iran's bid to", "agreed on a plan to", "has the means to": the noun's owner, else who has it."""
        owners = self.having(noun, "nmod:poss")
        if not owners and not self.is_copular(noun):  # "the Iranian bid to"
            before = self.having(noun, "compound", "amod")
            owners = [c for c in before if self.doc[c].text[:1].isupper()]
        if owners:
            return self.spread(owners)
        g = self.head[noun]
        if g != noun and self.dep[noun] in ("obj", "obl", "xcomp", "nsubj:pass") and (self.is_verbal(g)):
            return self.roles(g).subject
        if self.is_copular(noun):  # "Rutba is the fourth town to fall"
            return self.surface_subject(noun)
        return []

    def _gap_is_object(self, i: int) -> bool:
        """Whether the noun before a relative clause is its object ("the town that they captured")."""
        if any(self.lower[c] in ("where", "when", "why") for c in self.having(i, "advmod")):
            return False
        return bool(self.having(i, "nsubj")) and not self.having(i, "obj")

    def _verb_roles(self, i: int) -> Roles:
        roles = Roles(passive=self.is_passive(i))
        self._roles[i] = roles  # visible to clauses that ask back
        subject = self.surface_subject(i)
        subject += self._companions(i) if subject else []
        (roles.object if roles.passive else roles.subject).extend(subject)
        for c in self.children[i]:
            self._take_dependent(i, c, roles)
        if self.dep[i] == "acl:relcl" and self._gap_is_object(i) and not roles.passive and not roles.object:
            own = self.having(i, "nsubj")
            if own and self.lower[own[-1]] not in RELATIVES:
                roles.object.extend(self.spread([self.head[i]]))
        if roles.passive and not roles.subject:  # "sent to B by A": the doer hangs on the name before it
            named = [t for tokens in roles.preps.values() for t in tokens if self.pos[t] == "PROPN"]
            roles.subject.extend(k for t in named for k in self.having(t, "nmod") if self.case(k) == "by")
        self._share_between_conjuncts(i, roles)
        return roles

    def _take_dependent(self, i: int, c: int, roles: Roles) -> None:
        dep = self.dep[c]
        if dep == "obj":
            roles.object.extend(self.spread(self._antecedent(i, c)))
        elif dep == "iobj":
            roles.indirect.extend(self.spread(self._antecedent(i, c)))
        elif dep == "obl:agent":
            roles.subject.extend(self.spread(self._antecedent(i, c)))
        elif dep in ("obl", "nmod"):
            preposition = self.case(c)
            if preposition == "by" and roles.passive:
                roles.subject.extend(self.spread([c]))
            elif preposition and not self._is_absolute(c, preposition, i):
                roles.preps.setdefault(preposition, []).extend(self.spread(self._antecedent(i, c)))
        elif dep in ("xcomp", "ccomp", "advcl"):
            roles.clauses.append(c)
        elif dep == "compound:prt":
            roles.particles.add(self.lower[c])

    def _is_absolute(self, c: int, preposition: str, verb: int) -> bool:
        """ "With alliances blurred, the two talk": a circumstance, nobody that they talk with."""
        if preposition not in ("with", "without") or c > verb:
            return False
        return any(
            self.dep[k] in ("acl", "amod") and k > c and self.tag[k] in ("VBN", "VBG")
            for k in self.children[c]
        )

    def _share_between_conjuncts(self, i: int, roles: Roles) -> None:
        """ "ISIL attacked and captured the town": the object stands once and belongs to both."""
        if roles.object or roles.passive:
            return
        partners = [c for c in self.having(i, "conj") if self._verbal[c]]
        if self.dep[i] == "conj" and self.is_verbal(self.head[i]):
            partners.append(self.head[i])
        for p in partners:
            if self.having(p, "nsubj", "nsubj:pass") and p > i:
                continue
            late = [o for o in self.having(p, "obj") if o > max(i, p)]
            if late and not any(
                self.dep[c] in ("obl", "xcomp", "ccomp", "compound:prt") for c in self.children[i]
            ):
                roles.object.extend(self.spread(late))
                return

    def _noun_roles(self, i: int) -> Roles:
        roles = Roles()
        self._roles[i] = roles
        for c in self.children[i]:
            dep = self.dep[c]
            if dep == "nmod:poss":
                roles.possessor.extend(self.spread(self._antecedent(i, c)))
            elif dep in (
                "compound",
                "amod",
                "nmod:desc",
                "obl:unmarked",
                "nmod",
                "nmod:unmarked",
            ) and not self.case(c):
                roles.compound.extend(self.spread([c]))
            elif dep in ("nmod", "obl", "obl:agent") and self.case(c):
                roles.preps.setdefault(self.case(c), []).extend(self.spread([c]))
            elif dep in ("acl", "xcomp", "ccomp", "advcl"):
                roles.clauses.append(c)
            elif dep == "compound:prt":
                roles.particles.add(self.lower[c])
        if self.is_copular(i) or self.dep[i] in ("xcomp",):
            roles.subject.extend(self.surface_subject(i))
        return roles
