"""Every error that this package raises on purpose, as one small tree.

KgError                 anything a user can mend; the message says what, where and what to do
├── DocumentError       a file or folder that cannot be read as a document
├── LanguageError       a spaCy pipeline that is missing or lacks a component
├── OntologyError       a Turtle file of actors and relations with faults (all of them listed)
├── StoreError          a store that cannot be opened, read or written
└── QueryError          SPARQL that cannot be parsed, or a named question used wrongly
"""

__all__ = ["DocumentError", "KgError", "LanguageError", "OntologyError", "QueryError", "StoreError"]


class KgError(Exception):
    """Base of all; `str(error)` is one sentence fit for a terminal."""


class DocumentError(KgError):
    """A path that is missing, empty, binary, broken or too large."""


class LanguageError(KgError):
    """A spaCy pipeline that cannot be loaded or does not give what the extraction needs."""


class OntologyError(KgError):
    """An ontology file that cannot be parsed or has faults; the message lists every one."""


class StoreError(KgError):
    """A store that is missing, in use, not a store, or not writable."""


class QueryError(KgError):
    """Bad SPARQL, an unknown named question, or a parameter that is missing or superfluous."""
