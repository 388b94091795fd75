"""spaCy's English tokenizer in, the same one cutting as the treebanks do out.

Runs of one sign ("!!!", "=====") stay whole, abbreviations keep their full stop, and so do prefixes with
their word ("non-lethal", but "anti-ISIL" is cut so that the name can be found).
"""

from __future__ import annotations

import re

from spacy.attrs import ORTH
from spacy.language import Language
from spacy.util import compile_prefix_regex, compile_suffix_regex

# "Lt ." ended a sentence.
ABBREVIATIONS = """
Lt. Col. Maj. Sgt. Capt. Cmdr. Brig. Cpl. Adm. Pvt. Ft. Mt. Hon. Amb. Dept. Univ. Sen. Rep. Gov.
Gen. Pres. Rev. Dr. Mr. Mrs. Ms. St. Jr. Sr. vs. Ave. Blvd. etc. al. approx. Sun. Mon. Tue. Tues.
Wed. Wed Thu. Thur. Thurs. Fri. Sat. Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sep. Sept. Oct. Nov. Dec.
p.m. a.m. Ph.D. Inc. Ltd. Corp. Co. e.g. i.e.
"""
RUNS = [
    r"[!?]{2,}",
    r"={2,}",
    r"\*{2,}",
    r"_{2,}",
    r"-{2,}",
    r"~{2,}",
    r"#{2,}",
    r"\+{2,}",
    r"<{2,}",
    r">{2,}",
]
PREFIXES = "anti|co|ex|mid|multi|non|post|pre|pro|re|semi|sub|ultra|e|vice"
PHONE = r"\d{3}-\d{3}-\d{4}|\d{3}-\d{4}"
WHOLE = re.compile(rf"(?:{PREFIXES}|{PREFIXES.title()})-[a-z]+|{PHONE}|E-mails?")


def adapt_tokenizer(nlp: Language) -> None:
    """Change the pipeline's tokenizer in place."""
    tokenizer = nlp.tokenizer
    defaults = nlp.Defaults
    tokenizer.prefix_search = compile_prefix_regex([*RUNS, *(defaults.prefixes or [])]).search
    tokenizer.suffix_search = compile_suffix_regex([*RUNS, *(defaults.suffixes or [])]).search
    tokenizer.token_match = WHOLE.fullmatch
    rules = {form: cut for form, cut in tokenizer.rules.items() if form != "and/or"}
    rules.update({form: [{ORTH: form}] for form in ABBREVIATIONS.split()})
    rules.update({form: [{ORTH: form[:3]}, {ORTH: form[3:]}] for form in ("wanna", "Wanna")})
    tokenizer.rules = rules
