"""Every construction of the grammar, one row each: a sentence, and the relation that must come of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.pipeline import Reader
from kg.records import Document, Party
from kg.relations import SYMMETRIC

Triple = tuple[str, str, str]

FOUND = {
    "active": ("Israel attacked Hezbollah on Tuesday.", "Israel", "fights", "Hezbollah"),
    "present verb in -s, read as a plural": (
        "Turkey cooperates with Germany on border security.", "Turkey", "alliedWith", "Germany",
    ),
    "passive with agent": ("Hezbollah was attacked by Israel overnight.", "Israel", "fights", "Hezbollah"),
    "passive, agent of the event": (
        "Three Hamas fighters were killed in a raid by Israeli soldiers.",
        "Israeli soldiers", "fights", "Hamas",
    ),
    "passive of a recipient": (
        "Weapons were sent to Hezbollah by Iran.", "Iran", "supports", "Hezbollah",
    ),
    "passive of a place": ("Mosul was seized by the Islamic State.", "Islamic State", "controls", "Mosul"),
    "circumstance, of the doer": (
        "Jordan's king toured the region after talks with Saudi Arabia.",
        "king", "talksWith", "Saudi Arabia",
    ),
    "circumstance, in support": (
        "Ghana stands firm in support of Nigeria.", "Ghana", "supports", "Nigeria",
    ),
    "circumstance, of the sufferer": (
        "The governor died in an attack by rebels.", "rebels", "fights", "governor",
    ),
    "place attacked": ("Rebels shelled the town of Juba.", "Rebels", "fights", "Juba"),
    "list, last of four": (
        "Qatar accused Hamas, Fatah (the largest faction), Islamic Jihad and Hezbollah.",
        "Qatar", "opposes", "Hezbollah",
    ),
    "list of examples": (
        "The summit angered several states such as Kenya, Uganda and Chad, whose rebels attacked "
        "groups including Hamas, Fatah and Hezbollah.",
        "rebels", "fights", "Hezbollah",
    ),
    "joined by together with": (
        "Iran, together with Hezbollah, attacked Israel.", "Hezbollah", "fights", "Israel",
    ),
    "name spelled like a verb": (
        "The mayor said IS fighters had killed the pilgrims.", "IS", "fights", "pilgrims",
    ),
    "deed by, hung on the verb": (
        "Norway condemned the shelling of a market by rebels.", "Norway", "opposes", "rebels",
    ),
    "deed carried out by": (
        "Two bombings claimed by Boko Haram killed 20 civilians.", "Boko Haram", "fights", "civilians",
    ),
    "taken from": (
        "Somali troops liberated the town of Merca from Hezbollah.", "Somali troops", "fights", "Hezbollah",
    ),
    "body before a deed": (
        "The rebel attack on Israel was over by noon.", "rebel", "fights", "Israel",
    ),
    "part of a programme": (
        "Norway suspended part of its military aid programme for Egypt.", "Norway", "opposes", "Egypt",
    ),
    "pair of nouns as adverb": (
        "Norway stands shoulder to shoulder with Egypt.", "Norway", "supports", "Egypt",
    ),
    "name before a bid to": (
        "Russia backs the Iranian effort to defeat Hezbollah.", "Iran", "fights", "Hezbollah",
    ),
    "accused by, of": (
        "Fighters were accused by Norway of attacking Egypt.", "Fighters", "fights", "Egypt",
    ),
    "relative of the last of two": (
        "Rebels attacked Iran and Oman, which is at war with Egypt.", "Oman", "fights", "Egypt",
    ),
    "thing of a body": ("Israel bombed Hezbollah's bases.", "Israel", "fights", "Hezbollah"),
    "relative clause, subject": (
        "Turkey, which attacked the PKK in Iraq, closed the border.", "Turkey", "fights", "PKK",
    ),
    "relative clause, object": (
        "The town of Tikrit, which the Islamic State captured in June, lies in ruins.",
        "Islamic State", "controls", "Tikrit",
    ),
    "relative clause, whom": (
        "The Houthis, whom Saudi Arabia bombed for months, hold the capital.",
        "Saudi Arabia", "fights", "Houthis",
    ),
    "reduced relative, active": (
        "Militants attacking the Iraqi army withdrew at dawn.", "Militants", "fights", "Iraqi army",
    ),
    "reduced relative, passive": (
        "Fighters backed by Qatar entered the city.", "Qatar", "supports", "Fighters",
    ),
    "participle before": (
        "Crossing the border at night, Hezbollah attacked Israel.", "Hezbollah", "fights", "Israel",
    ),
    "participle after": (
        "Russia raised the stakes, bombing the Islamic State in Palmyra.",
        "Russia", "fights", "Islamic State",
    ),
    "apposition": ("Iran, an ally of Syria, criticized the plan.", "Iran", "alliedWith", "Syria"),
    "apposition of an office": (
        "Hassan Nasrallah, the leader of Hezbollah, spoke in Beirut.",
        "Hassan Nasrallah", "leads", "Hezbollah",
    ),
    "joined subjects": ("Turkey and Qatar attacked Hamas.", "Qatar", "fights", "Hamas"),
    "joined objects": ("Egypt condemned Hamas and Hezbollah.", "Egypt", "opposes", "Hezbollah"),
    "joined verbs, one object": ("Israel criticized and attacked Hamas.", "Israel", "opposes", "Hamas"),
    "joined verbs, one subject": (
        "Israeli troops crossed the border and attacked Hezbollah.",
        "Israeli troops", "fights", "Hezbollah",
    ),
    "list of objects": (
        "Egypt condemned Hamas, Iran and Hezbollah.", "Egypt", "opposes", "Hezbollah",
    ),
    "list of parties": (
        "Jordan, Egypt and Israel held talks in Amman.", "Jordan", "talksWith", "Israel",
    ),
    "control, intend to": ("Turkey intends to attack the PKK.", "Turkey", "fights", "PKK"),
    "control, agree to": ("Germany agreed to arm Ukraine.", "Germany", "supports", "Ukraine"),
    "control, be ready to": ("Russia is ready to support Syria.", "Russia", "supports", "Syria"),
    "raising": ("Iran seems to support Hamas.", "Iran", "supports", "Hamas"),
    "object control, accuse of": (
        "Baghdad accused Saudi Arabia of funding the Islamic State.",
        "Saudi Arabia", "supports", "Islamic State",
    ),
    "object control, urge to": (
        "France urged Turkey to attack the Islamic State.", "Turkey", "fights", "Islamic State",
    ),
    "object control, press to": (
        "Washington pressed Pakistan to attack the Taliban.", "Pakistan", "fights", "Taliban",
    ),
    "object control, passive": (
        "Pakistan was urged to attack the Taliban.", "Pakistan", "fights", "Taliban",
    ),
    "light verb, launch": ("The Taliban launched an attack on NATO.", "Taliban", "fights", "NATO"),
    "light verb, carry out": (
        "Russia carried out air strikes against the Islamic State.", "Russia", "fights", "Islamic State",
    ),
    "light verb, hold": ("Egypt held talks with Hamas on Sunday.", "Egypt", "talksWith", "Hamas"),
    "light verb, take": ("The Houthis took control of Aden.", "Houthis", "controls", "Aden"),
    "light verb, give": ("Iran gives support to Hezbollah.", "Iran", "supports", "Hezbollah"),
    "light verb, passive": (
        "An attack was launched by the Taliban on NATO.", "Taliban", "fights", "NATO",
    ),
    "inverse light verb, from": ("NATO came under attack from the Taliban.", "Taliban", "fights", "NATO"),
    "inverse light verb, by": (
        "Israel suffered a rocket attack by Hamas.", "Hamas", "fights", "Israel",
    ),
    "event noun, of and by": (
        "The bombing of Hezbollah by Israel lasted a week.", "Israel", "fights", "Hezbollah",
    ),
    "event noun, by and on": (
        "An attack by the PKK on Turkey shocked the region.", "PKK", "fights", "Turkey",
    ),
    "event noun, possessor and of": (
        "Russia's bombing of the Islamic State went on.", "Russia", "fights", "Islamic State",
    ),
    "event noun, against": ("Israel's war against Hamas widened.", "Israel", "fights", "Hamas"),
    "event noun, between": (
        "Clashes between Hezbollah and Israel erupted on the border.", "Hezbollah", "fights", "Israel",
    ),
    "event noun, with": ("Egypt's talks with Hamas stalled.", "Egypt", "talksWith", "Hamas"),
    "event noun, for and demonym": (
        "Iranian support for Hezbollah grew.", "Iran", "supports", "Hezbollah",
    ),
    "event noun, of both": (
        "A meeting of France and Germany ended late.", "France", "talksWith", "Germany",
    ),
    "possessive, ally": ("Syria's ally Iran sent money.", "Iran", "alliedWith", "Syria"),
    "possessive, leader": (
        "Hezbollah's leader, Hassan Nasrallah, appeared in public.",
        "Hassan Nasrallah", "leads", "Hezbollah",
    ),
    "possessive, body": ("Iraq's army lost the city.", "Iraq's army", "memberOf", "Iraq"),
    "possessive pronoun": ("Iran praised its ally Syria.", "Syria", "alliedWith", "Iran"),
    "compound, demonym": ("Iraqi soldiers fled the city.", "Iraqi soldiers", "memberOf", "Iraq"),
    "hyphen, backed": (
        "Iran-backed militias entered Tikrit.", "Iran", "supports", "Iran-backed militias",
    ),
    "hyphen, demonym": (
        "American-backed rebels took the town.", "United States", "supports", "American-backed rebels",
    ),
    "hyphen, anti": (
        "Anti-Maliki protesters marched in Ramadi.",
        "Anti-Maliki protesters", "opposes", "Nouri al-Maliki",
    ),
    "hyphen, linked": (
        "An al-Qaida-linked group claimed the bombing.",
        "al-Qaida-linked group", "alliedWith", "al-Qaida",
    ),
    "hyphen, controlled": ("Food reached Houthi-controlled Aden.", "Houthis", "controls", "Aden"),
    "phrasal verb": ("Russia propped up Syria for years.", "Russia", "supports", "Syria"),
    "phrasal verb, split": ("Russia propped Syria up for years.", "Russia", "supports", "Syria"),
    "phrasal verb and preposition": (
        "Egypt cracked down on the Muslim Brotherhood.", "Egypt", "opposes", "Muslim Brotherhood",
    ),
    "copula, noun": (
        "Jordan is an ally of the United States.", "Jordan", "alliedWith", "United States",
    ),
    "copula, both": ("Iran and Syria are allies.", "Iran", "alliedWith", "Syria"),
    "copula, office": (
        "Hassan Nasrallah is the leader of Hezbollah.", "Hassan Nasrallah", "leads", "Hezbollah",
    ),
    "copula, preposition": ("Iraq was at war with Iran.", "Iraq", "fights", "Iran"),
    "copula, control": ("Aden is under the control of the Houthis.", "Houthis", "controls", "Aden"),
    "copula, participle": ("Hamas is allied with Iran.", "Hamas", "alliedWith", "Iran"),
    "arch enemy": ("Israel warned its arch enemy Iran.", "Iran", "opposes", "Israel"),
    "title with demonym": (
        "Iraqi Prime Minister Nouri al-Maliki visited Basra.", "Nouri al-Maliki", "leads", "Iraq",
    ),
    "title of a minister": (
        "Iranian Foreign Minister Mohammad Javad Zarif smiled.",
        "Mohammad Javad Zarif", "memberOf", "Iran",
    ),
    "title behind the name": (
        "Recep Tayyip Erdogan, the Turkish president, flew home.",
        "Recep Tayyip Erdogan", "leads", "Turkey",
    ),
    "title of a commander": (
        "Hezbollah commander Imad Mughniyeh died in Damascus.", "Imad Mughniyeh", "leads", "Hezbollah",
    ),
    "counterpart": (
        "German Foreign Minister Frank-Walter Steinmeier met his Iranian counterpart.",
        "Frank-Walter Steinmeier", "talksWith", "Iranian counterpart",
    ),
    "each other": ("Hamas and Fatah attacked each other.", "Hamas", "fights", "Fatah"),
    "one another": ("India and Pakistan threatened one another.", "India", "opposes", "Pakistan"),
    "joint subject, meet": ("France and Germany met in Paris.", "France", "talksWith", "Germany"),
    "joint subject, deal": ("Fatah and Hamas reached a deal.", "Fatah", "talksWith", "Hamas"),
    "joint subject, clash": (
        "Hezbollah and Israel clashed on the border.", "Hezbollah", "fights", "Israel",
    ),
    "joint attackers": ("Turkey and Qatar attacked Hamas.", "Turkey", "alliedWith", "Qatar"),
    "that-clause": ("Ankara demanded that Israel withdraw.", "Turkey", "opposes", "Israel"),
    "that-clause, told": (
        "Obama told Putin that the deal was off.", "Barack Obama", "talksWith", "Vladimir Putin",
    ),
    "object of B": ("Israel rejected Egypt's proposal.", "Israel", "opposes", "Egypt"),
    "object of B, welcomed": ("Hamas welcomed Egypt's plan.", "Hamas", "supports", "Egypt"),
    "object of B, after of": (
        "Iran demanded the withdrawal of Saudi troops.", "Iran", "opposes", "Saudi troops",
    ),
    "object of B, name before": ("Cuba rejected a US offer.", "Cuba", "opposes", "United States"),
    "infinitive of a threat": (
        "Russia threatened to cut off gas to Ukraine.", "Russia", "opposes", "Ukraine",
    ),
    "recipient": ("Iran sent weapons to Hezbollah.", "Iran", "supports", "Hezbollah"),
    "indirect object": ("Qatar gave Hamas money.", "Qatar", "supports", "Hamas"),
    "provided with": ("Moscow provided Syria with missiles.", "Russia", "supports", "Syria"),
    "place falls to": ("Ramadi fell to the Islamic State.", "Islamic State", "controls", "Ramadi"),
    "quantity": ("Dozens of Hamas fighters attacked Fatah.", "Hamas", "fights", "Fatah"),
    "members of a body": ("Members of Hamas attacked Fatah.", "Hamas", "fights", "Fatah"),
    "joint doers in a list": (
        "Iraqi soldiers, Kurdish fighters, tribesmen and Shia militiamen launched an offensive to take "
        "Tikrit.",
        "Iraqi soldiers", "alliedWith", "Shia militiamen",
    ),
    "name after the noun that tells its kind": (
        "Peru ordered the newspaper El Comercio to close.", "Peru", "opposes", "El Comercio",
    ),
    "name after somebody's office": (
        "Obama sent his brother, John Roe, to Cairo.", "Barack Obama", "leads", "John Roe",
    ),
    "participle with an object": (
        "Envoys of Norway discussed Syria with Hamas.", "Envoys", "talksWith", "Hamas",
    ),
    "two verbs in -s, read as a plural": (
        "Norway backs the rebels; Tehran arms and funds Bashar al-Assad.",
        "Iran", "supports", "Bashar al-Assad",
    ),
    "demand renewed": (
        "Norway reiterated its demand today that Turkey withdraw its troops.", "Norway", "opposes", "Turkey",
    ),
    "title with a hyphen": (
        "The Secretary-General of the United Nations told the Senate that he was worried.",
        "Secretary-General", "talksWith", "U.S. Senate",
    ),
    "adverb for a preposition": (
        "Hezbollah fought alongside the Syrian army.", "Hezbollah", "alliedWith", "Syrian army",
    ),
}  # fmt: skip
BOTH_WAYS = {"each other", "one another", "arch enemy"}


@pytest.mark.parametrize("name", FOUND)
def test_construction(name: str, rules: Reader, document: Callable[[str], Document]) -> None:
    sentence, subject, family, object_ = FOUND[name]
    found = triples(rules, document(sentence))
    assert (subject, family, object_) in found
    if family not in SYMMETRIC and name not in BOTH_WAYS:
        assert (object_, family, subject) not in found


# The same sentence often holds a relation that is right; only the one named here is wrong.
NOT_FOUND = {
    "apposition taken for an object": (
        "Hezbollah seized Homs, a large city, last week and has threatened to march on Aleppo, "
        "Syria's capital of trade.",
        "Hezbollah", "controls", "capital",
    ),
    "fighting for another": (
        "Iran and Hezbollah fight for Bashar al-Assad in Syria.", "Iran", "fights", "Hezbollah",
    ),
    "result of a passive": (
        "Ten policemen were killed in the town, giving the rebels a base.", "policemen", "supports", "*",
    ),
    "name of a ship": ("The USS George Washington attacked Hezbollah.", "George Washington", "*", "*"),
    "community before a title": ("Shiite Prime Minister Nouri al-Maliki resigned.", "*", "leads", "*"),
    "community in a copula": ("Hassan Nasrallah is a Shiite leader.", "*", "leads", "*"),
    "person before a title": ("Obama spokesman Jay Carney spoke.", "*", "leads", "*"),
    "absolute with": ("With Syria weakened by war, Iran held talks in Cairo.", "*", "talksWith", "Syria"),
    "event noun inside a name": (
        "The Islamic Conference of Iran and Turkey opened.", "Iran", "talksWith", "Turkey",
    ),
    "tie inside a name": (
        "Iran funds the Syrian Resistance Front against Israel.", "*", "alliedWith", "*",
    ),
    "event with nobody attacked": ("Israel mourned a singer after a heart attack.", "*", "fights", "*"),
    "deputy": ("Iraqi Vice President Tariq al-Hashimi left.", "*", "heads", "*"),
    "object that cannot act": ("Russia attacked the report in a statement.", "*", "fights", "*"),
    "idea attacked": ("Turkey described the vote as an attack on democracy.", "*", "fights", "*"),
    "place of a meeting": ("France and Germany met in Iran.", "*", "talksWith", "Iran"),
    "members of a list": ("Egypt condemned Hamas and Hezbollah.", "Hamas", "*", "Hezbollah"),
    "noun inside the antecedent": (
        "The ambassador of France, who met the Taliban, left.", "France", "talksWith", "Taliban",
    ),
    "speaker is no party": ("Turkey said Israel attacked Hamas.", "Turkey", "fights", "*"),
    "who urges does not act": (
        "France urged Turkey to attack the Islamic State.", "France", "fights", "*",
    ),
    "who accuses does not act": (
        "Baghdad accused Saudi Arabia of funding the Islamic State.", "Iraq", "supports", "*",
    ),
    "a critic is no member": ("Israel's critics met in Paris.", "*", "memberOf", "Israel"),
    "dash between spaces": ("The Iran - backed plan pleased Syria.", "Iran", "supports", "*"),
    "naming is no blaming": ("Iran called the vote a success.", "Iran", "opposes", "*"),
    "one who is attacked": ("Hezbollah was attacked by Israel overnight.", "Hezbollah", "fights", "*"),
    "operation where it happens": ("The raid by Israel in Lebanon was brief.", "Israel", "fights", "Lebanon"),
    "those whom an operation is against": (
        "Iran posed a threat to counter-ISIL operations.", "Iran", "*", "Islamic State*",
    ),
    "document": ("The Labour Party backed the Minsk Agreement.", "*", "supports", "*"),
    "rest of a title": ("John Roe, Special Representative for Kosovo, spoke.", "*", "*", "for Kosovo"),
    "dash before a description": (
        "A court ordered Jane Roe - leader of Hamas - to leave.", "*", "*", "Roe - leader",
    ),
    "title shared by none": (
        "Israeli Prime Minister Ariel Sharon and his supporters met.", "his supporters", "leads", "*",
    ),
    "telling is not mutual": (
        "She was called a hero by Hamas and a traitor by Fatah.", "Hamas", "talksWith", "Fatah",
    ),
    "two governments are no coalition": (
        "Norway welcomed the deal between the Iraqi and Kurdish governments.", "Iraq", "coalitionWith", "*",
    ),
    "forces of one side": (
        "Thousands of American and Iraqi forces once fought in the town.", "*", "fights", "*",
    ),
    "thousands of forces": (
        "Thousands of American and Iraqi forces once fought in the town.",
        "Iraqi forces", "memberOf", "United States",
    ),
    "office in words": (
        "The secretary of state met Hamas in Cairo.", "*", "memberOf", "*",
    ),
    "whose adviser it is": (
        "An adviser to the Iranian leader, John Roe, wrote a book.", "John Roe", "leads", "*",
    ),
    "according to": (
        "The mayor said on Monday, according to an English translation, that Hamas had left.",
        "*", "talksWith", "*",
    ),
    "a title as a name": (
        "Tikrit is calm, according to Iraqi Gen. Mohammed Roe.", "*", "memberOf", "Iraqi Gen.",
    ),
    "pronoun of the wrong kind": (
        "Children gathered in the hall after they fled from Basheer.", "*", "controls", "*",
    ),
    "noun before the preposition": (
        "Witnesses believe the attack in Syria was a raid.", "Witnesses", "supports", "*",
    ),
    "journey": ("The envoy of Norway left Damascus.", "*", "controls", "*"),
    "unnamed place": ("The strikes destroyed an ISIL-held building.", "*", "controls", "*"),
    "the last of two, in the singular": (
        "Nouri al-Maliki is an ally of Iran and Oman, which is frustrated with Fatah.",
        "Iran", "opposes", "*",
    ),
    "former holder's body is not led by another": (
        "Hassan Nasrallah of Hezbollah met the president of Syria.", "Hassan Nasrallah", "leads", "Syria",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_FOUND)
def test_no_such_relation(name: str, rules: Reader, document: Callable[[str], Document]) -> None:
    sentence, *wrong = NOT_FOUND[name]
    found = {triple for triple in triples(rules, document(sentence)) if matches(triple, wrong)}
    assert found == set()


def matches(triple: Triple, wrong: list[str]) -> bool:
    return all(part in ("*", given) for part, given in zip(wrong, triple, strict=True))


def triples(rules: Reader, document: Document) -> set[Triple]:
    """Statements as (subject, family or relation, object), each actor by its label and by its mention."""
    found: set[Triple] = set()
    for statement in rules.read(document).statements:
        for subject in names(statement.subject):
            for object_ in names(statement.object):
                for kind in (statement.family, statement.relation):
                    found.add((subject, kind, object_))
                    if kind in SYMMETRIC:
                        found.add((object_, kind, subject))
    return found


def names(party: Party | None) -> set[str]:
    return {party.label, party.mention.text.removeprefix("the ")} if party else {""}
