"""A Document in, a Reading out: the order of the steps from text to statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.language import Language

from kg.actors import Resolution, resolve_actors
from kg.attribution import SpeakerReader
from kg.coreference import link_mentions
from kg.denials import Denial, DenialFinder
from kg.grammar import Tree
from kg.language import Passage, parse_documents
from kg.mentions import Mention, MentionFinder, find_mentions, forget_trees, tree_of
from kg.offices import RELATIONS, OfficeFinder, OfficeHeld
from kg.ontology_records import Ontology
from kg.phrase_index import PhraseIndex
from kg.phrases import compile_phrases
from kg.records import Actor, ActorMention, Document, Evidence, Party, Reading, Speaker, Statement
from kg.relation_model import PACKAGED_WEIGHTS, RelationModel
from kg.relations import SYMMETRIC, Finder, Relation, SupportWords
from kg.statements import statement_id
from kg.status import StatusReader, Verdict
from kg.terms import DEFAULT_BASE
from kg.times import find_time

__all__ = ["Reader"]

SHORT = 3  # passages


@dataclass(frozen=True, slots=True)
class _Found:
    """A relation between two actors, judged, before repetitions in one sentence are dropped."""

    relation: Relation
    subject: str
    object: str | None
    verdict: Verdict
    speaker: str | None
    claim: tuple[int, int] | None = None
    title: tuple[int, int] | None = None  # tokens that stand for the object: "President" for the state


PLAINNESS = {"name": 0, "pronoun": 2}  # how little a kind of mention says of who is meant


class Reader:
    """Reads documents; holds what is made once: the pipeline, the compiled phrases, the word lists.

    `model` is the file with the weights of the trained relation model; None: the rules alone.
    """

    def __init__(
        self,
        nlp: Language,
        ontology: Ontology,
        *,
        base: str = DEFAULT_BASE,
        model: Path | None = PACKAGED_WEIGHTS,
    ) -> None:
        self.nlp = nlp
        self.ontology = ontology
        self.base = base
        self.mention_finder = MentionFinder(ontology)
        self.phrases = PhraseIndex(compile_phrases(ontology))
        self.model = RelationModel.load(model, self.phrases.patterns) if model else None
        self.verbs = SupportWords.of(ontology.word_lists)
        self.vague = ontology.word_lists.get("vagueNouns", frozenset())
        self.status = StatusReader(ontology.word_lists)
        self.speakers = SpeakerReader(ontology.word_lists)
        self.offices = OfficeFinder(ontology)
        self.denials = DenialFinder(ontology.word_lists, self.status)

    def read(self, document: Document) -> Reading:
        """Everything that one document says."""
        return next(self.read_all([document]))

    def read_all(self, documents: Iterable[Document], *, workers: int = 1) -> Iterator[Reading]:
        """One reading a document, in the order given; `workers` processes parse and read (1: this one)."""
        for document, passages in parse_documents(self.nlp, documents):
            reading = self._read(document, passages)
            forget_trees(passages)
            yield reading

    # ------------------------------------------------------------------ one document
    def _read(self, document: Document, passages: Sequence[Passage]) -> Reading:
        mentions = find_mentions(document, passages, self.mention_finder)
        links = link_mentions(document, passages, mentions, self.mention_finder)
        resolution = resolve_actors(document, passages, mentions, links, self.mention_finder, base=self.base)
        actors = {a.id: a for a in resolution.actors if self._tells_who(a, resolution, passages)}
        statements: list[Statement] = []
        granted: set[tuple[str, str | None, str]] = set()
        for number, passage in enumerate(passages):
            found = self._read_passage(number, passage, mentions, resolution, document)
            found = list(_granted_once(found, granted))
            builder = _Builder(document, passage, mentions, resolution.of, actors, self.base)
            statements.extend(builder.build(_without_repetitions(found, actors)))
        statements.sort(key=lambda s: (s.evidence.begin, s.subject.mention.begin, s.id))
        return Reading(document, _worth_keeping(resolution, statements), tuple(statements))

    def _tells_who(self, actor: Actor, resolution: Resolution, passages: Sequence[Passage]) -> bool:
        """Whether an analyst would know who is meant; in a short text pronouns may stand for themselves."""
        if actor.id in resolution.unnamed and len(passages) > SHORT:
            return False
        return actor.known or actor.label.lower() not in self.vague

    def _read_passage(
        self,
        number: int,
        passage: Passage,
        mentions: Sequence[Mention],
        resolution: Resolution,
        document: Document,
    ) -> list[_Found]:
        tree = tree_of(passage)
        finder = Finder(number, tree, mentions, self.phrases, self.verbs)
        if not finder.here:
            return []
        found: list[_Found] = []
        relations = finder.find()
        if self.model is not None:
            relations = self.model.relations(number, tree, mentions, finder.here, list(relations))
        for relation in relations:
            if relation.family != "denies":
                found.extend(self._judge(relation, tree, finder, resolution, document, None))
        for denial in self.denials.find(finder, mentions):
            found.extend(
                self._judge(
                    _as_relation(denial), tree, finder, resolution, document, (denial.begin, denial.end)
                )
            )
        found.extend(self._held_offices(number, tree, finder, found, resolution))
        return found

    def _held_offices(
        self, number: int, tree: Tree, finder: Finder, found: Sequence[_Found], resolution: Resolution
    ) -> Iterator[_Found]:
        told = {f.relation.subject for f in found if f.relation.family in RELATIONS}
        named = {actor for actors in resolution.of.values() for actor in actors}
        for held in self.offices.find(tree, finder.mentions, finder.here, told, named):
            subjects = resolution.of.get(held.holder, ())
            if len(subjects) == 1 and subjects[0] != held.body:
                relation = _as_office(number, held, tree)
                yield _Found(relation, subjects[0], held.body, Verdict(), None, title=(held.begin, held.end))

    def _judge(
        self,
        relation: Relation,
        tree: Tree,
        finder: Finder,
        resolution: Resolution,
        document: Document,
        claim: tuple[int, int] | None,
    ) -> Iterator[_Found]:
        subjects = resolution.of.get(relation.subject, ())
        if relation.object is not None and self._is_part(
            finder, relation.subject, relation.object, resolution
        ):
            return
        objects: tuple[str | None, ...] = (None,)
        if relation.object is not None:
            objects = resolution.of.get(relation.object, ())
            if claim is not None and not objects:
                objects = (None,)
        pairs = [(s, o) for s in subjects for o in objects if s != o]
        if relation.family in SYMMETRIC:
            pairs = [p for n, p in enumerate(pairs) if (p[1], p[0]) not in pairs[:n]]
        if not pairs:
            return
        verdict, speaker = Verdict(), None
        if not relation.presupposed:
            verdict = self.status.judge(tree, relation.anchor, document.published)
            verdict.negations -= relation.denied
            speaker = self._speaker(tree, relation.anchor, finder, resolution)
        for subject, obj in pairs:
            yield _Found(relation, subject, obj, verdict, speaker, claim)

    def _is_part(self, finder: Finder, one: int, other: int, resolution: Resolution) -> bool:
        """Whether one stands for what the other names, too ("American and Iranian diplomats": two states)."""
        a, b = finder.mentions[one], finder.mentions[other]
        nested = (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)
        return nested and max(len(resolution.of.get(k, ())) for k in (one, other)) > 1

    def _speaker(self, tree: Tree, anchor: int, finder: Finder, resolution: Resolution) -> str | None:
        for token in self.speakers.speakers(tree, anchor):
            mention = finder.fillers.mention_at(token)
            named = resolution.of.get(mention, ()) if mention is not None else ()
            if len(named) == 1:
                return named[0]
        return None


def _as_office(number: int, held: OfficeHeld, tree: Tree) -> Relation:
    name = RELATIONS[held.family]
    rule = f"{name}: title {' '.join(tree.lower[held.begin : held.end])}"
    return Relation(number, held.end - 1, held.holder, None, name, held.family, rule, 0.85, presupposed=True)


def _as_relation(denial: Denial) -> Relation:
    rule = "denies: A deny claim"
    return Relation(
        denial.passage,
        denial.anchor,
        denial.subject,
        denial.object,
        "denies",
        "denies",
        rule,
        denial.certainty,
    )


def _granted_once(found: Iterable[_Found], granted: set[tuple[str, str | None, str]]) -> Iterator[_Found]:
    """A membership that a name takes for granted ("Iraqi soldiers") is said once a document, not at each
    mention.
    """
    for one in sorted(found, key=lambda one: one.relation.anchor):
        if one.relation.presupposed and one.relation.family == "memberOf":
            key = (one.subject, one.object, one.relation.relation)
            if key in granted:
                continue
            granted.add(key)
        yield one


def _without_repetitions(found: list[_Found], actors: dict[str, Actor]) -> list[_Found]:
    """One statement a sentence for each pair, family and status; the surest, and of these the most special,
    stays.
    """
    best: dict[tuple[object, ...], _Found] = {}
    for one in found:
        if not _is_possible(one, actors):
            continue
        ends: tuple[str | None, str | None] = (one.subject, one.object)
        if one.relation.family in SYMMETRIC or one.relation.relation in ("clashesWith", "competesWith"):
            ends = (min(ends, key=str), max(ends, key=str))
        key = (one.relation.passage, one.relation.family, *ends, one.verdict.status, one.claim)
        old = best.get(key)
        if old is None or _rank(one) > _rank(old):
            best[key] = one
    return list(best.values())


def _rank(one: _Found) -> tuple[float, bool, int]:
    return one.relation.certainty, one.relation.relation != one.relation.family, -one.relation.anchor


def _is_possible(one: _Found, actors: dict[str, Actor]) -> bool:
    """Places act in nothing, and only control is over a place."""
    subject, obj = actors.get(one.subject), actors.get(one.object) if one.object else None
    if subject is None or subject.type == "Place" or (one.object and obj is None):
        return False
    wanted = zip(one.relation.types, (subject, obj), strict=True)
    if any(types and actor is not None and actor.type not in types for types, actor in wanted):
        return False
    if obj is not None and one.relation.family == "memberOf" and subject.type == obj.type == "State":
        return False
    return obj is None or obj.type != "Place" or one.relation.family in ("controls", "fights")


class _Builder:
    """Turns what was found in one passage into statements with offsets into the document's text."""

    def __init__(
        self,
        document: Document,
        passage: Passage,
        mentions: Sequence[Mention],
        of: Mapping[int, tuple[str, ...]],
        actors: dict[str, Actor],
        base: str,
    ) -> None:
        self.document, self.passage, self.mentions = document, passage, mentions
        self.of, self.actors, self.base = of, actors, base
        self.tree = tree_of(passage)

    def build(self, found: Sequence[_Found]) -> Iterator[Statement]:
        """What is denied comes first, so that each denial can name the statements of its claim."""
        made: list[tuple[int, Statement]] = []
        for one in found:
            if one.claim is None:
                made.append((one.relation.anchor, self._statement(one)))
        yield from (statement for _, statement in made)
        for one in found:
            if one.claim is not None:
                begin, end = one.claim
                inside = (s.id for anchor, s in made if begin <= anchor < end and s.status == "negated")
                yield replace(self._statement(one), denied=tuple(sorted(inside)))

    def _offsets(self, begin: int, end: int) -> tuple[int, int]:
        starts, doc = self.passage.starts, self.passage.doc
        return starts[begin], starts[end - 1] + len(doc[end - 1].text)

    def _party(self, actor: str, mention: int) -> Party:
        m = self._clearest(actor, mention)
        return Party(
            actor, self.actors[actor].label, ActorMention(m.text, m.begin, m.finish, m.kind == "pronoun")
        )

    def _clearest(self, actor: str, mention: int) -> Mention:
        """The mention of the actor in the sentence that says most: a name before a description or pronoun."""
        given = self.mentions[mention]
        plain = PLAINNESS.get(given.kind, 1)
        others = [m for m in self._beside(actor, mention) if PLAINNESS.get(m.kind, 1) < plain]
        return min(others, key=lambda m: (PLAINNESS.get(m.kind, 1), abs(m.head - given.head)), default=given)

    def _beside(self, actor: str, mention: int) -> Iterator[Mention]:
        """The other mentions of the same actor in the sentence."""
        given, sentence_of = self.mentions[mention], self.tree.sentence_of
        for steps in (range(mention - 1, -1, -1), range(mention + 1, len(self.mentions))):
            for k in steps:
                m = self.mentions[k]
                if m.passage != given.passage or sentence_of[m.head] != sentence_of[given.head]:
                    break
                if self.of.get(k) == (actor,):
                    yield m

    def _object(self, one: _Found) -> Party | None:
        if one.object is None:
            return None
        if one.relation.object is not None:
            return self._party(one.object, one.relation.object)
        if one.title is None:
            return None
        begin, end = self._offsets(*one.title)
        mention = ActorMention(self.document.text[begin:end], begin, end)
        return Party(one.object, self.actors[one.object].label, mention)

    def _named_speaker(self, actor: str | None) -> Speaker | None:
        found = self.actors.get(actor) if actor else None
        return Speaker(found.id, found.label) if found else None

    def _statement(self, one: _Found) -> Statement:
        relation, document = one.relation, self.document
        begin, end = self._offsets(*self.tree.sentences[self.tree.sentence_of[relation.anchor]])
        subject = self._party(one.subject, relation.subject)
        obj = self._object(one)
        claim = document.text[slice(*self._offsets(*one.claim))] if one.claim else None
        offsets = (subject.mention.begin, obj.mention.begin if obj else -1)
        status = (
            "actual"
            if relation.family == "denies" and one.verdict.status != "possible"
            else one.verdict.status
        )
        identity = statement_id(
            self.base, document.name, evidence=(begin, end), subject=one.subject, relation=relation.relation,
            object=one.object, status=status, mentions=offsets, claim=claim,
        )  # fmt: skip
        return Statement(
            id=identity,
            subject=subject,
            relation=relation.relation,
            family=relation.family,
            object=obj,
            status=status,
            past=one.verdict.past,
            attributed_to=self._named_speaker(one.speaker),
            claim=claim,
            time=find_time(
                document.text[begin:end], document.published, self.passage.starts[relation.anchor] - begin
            ),
            confidence=_confidence(one),
            rule=relation.rule,
            evidence=Evidence(document.text[begin:end], begin, end),
        )


def _confidence(one: _Found) -> float:
    told = one.relation.probability
    return round(0.85 * one.relation.certainty, 2) if told is None else told


def _worth_keeping(resolution: Resolution, statements: Sequence[Statement]) -> tuple[Actor, ...]:
    """Named actors, and described ones that take part in a statement; places only where they do."""
    used = {s.subject.id for s in statements} | {s.object.id for s in statements if s.object}
    used |= {s.attributed_to.id for s in statements if s.attributed_to}
    return tuple(
        a for a in resolution.actors if a.id in used or (a.id in resolution.named and a.type != "Place")
    )
