# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Which lives tell each line of the law: the table of facts of loi.md §2b, and the closures of §6.

A key is the first column of the table, word for word; a value names cases of the catalogue, the ordinary one and those
at the edges.
"""

from __future__ import annotations

LIGNES = {
    "reference date": (
        "ordinary newcomer",
        "moved between two of the 19, first registration obliged",
        "left and came back: the first registration stays",
        "from another region with a permit in hand",
        "first permit of someone already registered",
        "recognised refugee, waiting register first",
        "attestation of three months and a day",
        "attestation of three months",
        "attestation without expiry",
        "no card",
        "waiting register only",
        "population register only",
        "another region only",
        "renewed with a gap",
        "card ended on the day of the registration",
        "card ended the day before the registration",
        "card lost before the registration, annex 12 in its place",
    ),
    "obligation in force": (
        "first day of the obligation",
        "day before the obligation",
        "month before the obligation",
        "year of the obligation, two answers",
    ),
    "age": (
        "18 that day",
        "18 the day after, and since",
        "65 the day after",
        "65 that day",
        "month of birth, same answer",
        "month of birth, 17 or 18",
        "year of birth, 64 or 65",
        "year of birth, 65 either way",
        "born 29 February, 18 on 1 March",
    ),
    "Belgian": (
        "Belgian",
        "Belgian among several nationalities",
        "Belgian from the very day",
        "Belgian from the day after",
        "nationality not known",
    ),
    "legal stay": (
        "day before the third anniversary",
        "third anniversary",
        "three years in another region",
        "three years in the population register",
        "struck off, then back: the stay restarts",
        "struck off abroad, then back: the stay restarts",
        "left, then back: the stay restarts",
        "in a country, then back: the stay restarts",
        "right of residence lost, then back: the stay restarts",
        "temporarily absent: no break",
        "month of arrival, two answers",
        "weekend between the registers",
        "three months between the registers",
        "more than three months between the registers: two readings",
        "years between the registers, the same answer",
        "struck off for three months: two readings",
        "struck off for more than three months: the stay restarts",
        "two months as an EU official: two readings",
        "years as a diplomat after years of stay: a coded break",
    ),
    "EU+ national": (
        "French",
        "Swiss",
        "French among several nationalities",
        "French from a later day",
        "French that day, no longer",
        "nationality undetermined",
        "nationality unknown to the register",
        "refugee of some origin",
        "nationality in no table",
        "Belgian from the day after",
        "French since, and Belgian later",
    ),
    "family of an EU+ citizen": (
        "family of an EU citizen, card 0017",
        "family of an EU citizen, card 0018",
        "family of an EU citizen, card 0030",
        "reason of family of an EU citizen with another card",
        "family of an EU citizen later",
        "family of a Belgian",
        "family of an EU citizen, card 0021",
        "family of an EU citizen, attestation: the 90th day after its expiry",
        "family of an EU citizen, attestation: the 91st day after its expiry",
        "family of an EU citizen, attestation: the 90th day after it was ended",
        "family of an EU citizen, attestation: the 91st day after it was ended",
        "family of an EU citizen refused, then a worker",
        "family of an EU citizen refused, worker's card still to come",
        "card 0017 with another reason",
        "card 0018 without any reason",
    ),
    "temporary stay ≤ 1 year": ("au pair", "working holiday", "their family", "au pair, then a worker"),
    "temporary protection": ("temporary protection", "temporary protection, then a worker"),
    "withdrawal agreement": (
        "card M",
        "card M later",
        "card M withdrawn, annex 12 in its place",
    ),
    "EU long-term resident of another state": ("long-term resident of another state",),
    "unknown card or reason code": (
        "unknown card",
        "unknown card, then a known one",
        "unknown reason of residence",
        "unknown card, then a known one: British",
        "document of unknown kind since",
        "British, document of unknown kind since",
    ),
    "reason of residence": (
        "reason recorded a week after the card",
        "provisional reason ended before, another recorded after",
        "only reason ended before the registration",
        "reason of family of an EU citizen recorded later",
    ),
    "card today": (
        "card expired since",
        "card withdrawn since",
        "card lost, annex 12 in its place",
        "card replaced by an annex",
        "family of an EU citizen, F card withdrawn",
    ),
    "exemptions 1 and 10 today": tuple(
        f"{statut}{suite}"
        for statut in ("au pair", "working holiday", "their family", "temporary protection")
        for suite in (
            ", last day of the permit",
            ", permit ended yesterday",
            ", 90th day without a card",
            ", 91st day without a card",
            ", 90th day after the card was withdrawn",
            ", 91st day after the card was withdrawn",
            ", annex valid",
            ", end of the permit not known",
            ", renewed after a hole",
            ", then a card of another stay",
            ", reason ended without another",
        )
    )
    + ("au pair, a year", "au pair, a year and a day", "temporary protection, a year and a day"),
    "deceased, left, struck off before any decision": (
        "deceased since",
        "left since",
        "struck off since",
        "exempted, and deceased",
    ),
}

#: Reason of closure that the register or the time gives (§6) -> lives closed for it, and lives that are open again.
CLOTURES = {
    "decede": (("deceased since", "deceased since an unknown day of that month"), ("death cancelled",)),
    "parti": (("left since", "in a country since"), ("left, and back", "in a country, and back")),
    "autre_region": (("in another region since",), ("in another region, and back",)),
    "radie": (
        ("struck off since", "struck off, abroad since"),
        ("struck off, and back", "struck off, abroad, and back"),
    ),
    "belge": (
        ("Belgian from the day after", "Belgian since, among several nationalities"),
        ("Belgian for a time",),
    ),
    "age": (("65 since", "65 today", "65 this year, already"), ("65 tomorrow", "65 this year, who knows when")),
    "permis_perdu": (("right of residence lost since",), ("right of residence lost, and back",)),
}
