# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The catalogue: every rule of law.md §2-3 at its edges, each with the outcome the law gives.

Unless a line says otherwise the newcomer is Moroccan, born on 12 May 1990, a third-country worker registered on 2
September 2024 in Schaerbeek with a card A valid until 2028; "today" is 24 November 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .histoire import Histoire

AUJOURD_HUI = date(2026, 11, 24)
JOUR = "2024-09-02"
OBLIGE, EXEMPTE, HORS, EXAMINER = "oblige", "exempte", "hors_public", "a_examiner"


@dataclass(frozen=True)
class Cas:
    """One life and what an examination must say of it.

    `regle`: code of one rule that decides (`C1` registered, `C2` obligation in force, `C3` not Belgian, `C4` age, `C5`
    legal stay, or the code of an exemption): false for `hors_public`, true for `exempte`, unknown for `a_examiner`,
    empty for `oblige`. `motif`: expected `ref_inscription_motif`. `reglement`: R1 or R2, empty when the reference date
    is not certain. `cloture`: the reason for which the file is closed, empty when it is not (law.md §6).
    """

    nom: str
    histoire: Histoire
    resultat: str
    regle: str = ""
    exemption: str = ""
    motif: str = "inscrit"
    reglement: str = "R2"
    loi: str = "§2"
    cloture: str = ""
    jour: date = AUJOURD_HUI


def vie(
    jour=JOUR,
    *,
    naissance="1990-05-12",
    nationalite="354",
    commune="21015",
    registre="1",
    carte="0010",
    expiration="2028-01-01",
    motif="040401",
    **personne,
):
    """A newcomer of that day; None leaves an entry out."""
    histoire = Histoire(naissance=naissance, **personne)
    if nationalite:
        histoire.nationalite(naissance if naissance[:4] != "0000" else "1990-01-01", nationalite)
    if registre:
        histoire.registre(jour, registre)
    if commune:
        histoire.commune(jour, commune)
    if carte:
        histoire.carte(jour, carte, expiration)
    if motif:
        histoire.motif(jour, motif)
    return histoire


def ailleurs(depuis, commune="44021", registre="1", **options):
    """Someone who lived elsewhere in Belgium since that day, then came to Schaerbeek on `JOUR`."""
    return vie(registre=None, **options).registre(depuis, registre).commune(depuis, commune)


def parti(code):
    """Seven years of stay broken by that code in IT 001."""
    return ailleurs("2017-01-02").commune("2022-03-01", code)


def attente(depuis, jour=JOUR, **options):
    """Waiting register in Schaerbeek since `depuis`, register of foreigners since `jour`."""
    options.setdefault("motif", "020000")
    return vie(jour, commune=None, **options).commune(depuis, "21015").registre(depuis, "5")


R1, SANS = {"reglement": "R1"}, {"reglement": ""}


def _conditions():
    """Conditions C1 to C5 (law.md §2)."""
    # ---- the ordinary case, the first day of the obligation, the two regimes
    yield Cas("ordinary newcomer", vie(), OBLIGE)
    yield Cas("no first name", vie(prenoms=()), OBLIGE)
    yield Cas("first day of the obligation", vie("2022-06-01"), OBLIGE, loi="§1", **R1)
    yield Cas("day before the obligation", vie("2022-05-31"), HORS, "C2", loi="§1", **R1)
    yield Cas("last day of R1", vie("2023-12-31"), OBLIGE, loi="§1", **R1)
    yield Cas("first day of R2", vie("2024-01-01"), OBLIGE, loi="§1")
    partielle = {"motif": "date_partielle", **SANS}
    yield Cas("month of registration, same answer", vie("2022-06-00"), OBLIGE, loi="§2b", **partielle)
    yield Cas("month before the obligation", vie("2022-05-00"), HORS, "C2", loi="§2b", **partielle)
    yield Cas("year of the obligation, two answers", vie("2022-00-00"), EXAMINER, "C2", loi="§2b", **partielle)
    yield from _ages()
    # ---- Belgian
    yield Cas("Belgian", vie(nationalite="150"), HORS, "C3", loi="§2 1")
    yield Cas(
        "Belgian among several nationalities", vie().autre_nationalite("1990-05-12", "150"), HORS, "C3", loi="§2 1"
    )
    yield Cas("Belgian from the very day", vie().nationalite(JOUR, "150"), HORS, "C3", loi="§2b")
    # Measured once and for all: not Belgian that day. Belgium is in the list of exemption 2; the file itself is closed.
    yield Cas(
        "Belgian from the day after",
        vie().nationalite("2024-09-03", "150"),
        EXEMPTE,
        "2",
        "2",
        loi="§2b, §3",
        cloture="belge",
    )
    yield Cas("nationality not known", vie(nationalite=None), EXAMINER, "C3", loi="§2b")
    yield from _sejours()
    yield from _inscriptions()


def _ages():
    def age(nom, naissance, resultat, jour=JOUR, loi="§2 2", cloture=""):
        regle = "" if resultat == OBLIGE else "C4"
        return Cas(nom, vie(jour, naissance=naissance), resultat, regle, loi=loi, cloture=cloture)

    yield age("18 that day", "2006-09-02", OBLIGE)
    yield age("18 the day after, and since", "2006-09-03", HORS)
    yield age("65 the day after", "1959-09-03", OBLIGE, cloture="age")
    yield age("65 that day", "1959-09-02", HORS)
    yield age("born 29 February, 18 on 1 March: the day before", "2008-02-29", HORS, "2026-02-28", "§2b")
    yield age("born 29 February, 18 on 1 March", "2008-02-29", OBLIGE, "2026-03-01", "§2b")
    yield age("born 29 February, 65 on 1 March: the day before", "1960-02-29", OBLIGE, "2025-02-28", "§2b", "age")
    yield age("born 29 February, 65 on 1 March", "1960-02-29", HORS, "2025-03-01", "§2b")
    yield age("year of birth, same answer", "1990-00-00", OBLIGE, loi="§2b")
    yield age("month of birth, same answer", "2006-08-00", OBLIGE, loi="§2b")
    yield age("month of birth, 17 or 18", "2006-09-00", EXAMINER, loi="§2b")
    yield age("year of birth, 64 or 65", "1959-00-00", EXAMINER, loi="§2b")
    yield age("year of birth, 65 either way", "1958-00-00", HORS, loi="§2b")
    yield age("birth date not known", "0000-00-00", EXAMINER, loi="§2b")


def _sejours():
    """Legal stay of less than three years, broken or not."""

    def sejour(nom, histoire, resultat, loi="§2b"):
        return Cas(nom, histoire, resultat, "" if resultat == OBLIGE else "C5", loi=loi)

    yield sejour("day before the third anniversary", attente("2021-09-03"), OBLIGE, "§2 3")
    yield sejour("third anniversary", attente("2021-09-02"), HORS, "§2 3")
    yield sejour("stay from a 29 February, third anniversary", attente("2024-02-29", "2026-11-02"), OBLIGE)
    yield Cas(
        "stay from 29 February 2020, 28 February 2023", attente("2020-02-29", "2023-02-28"), HORS, "C5", loi="§2b", **R1
    )
    yield Cas(
        "stay from 29 February 2020, 27 February 2023", attente("2020-02-29", "2023-02-27"), OBLIGE, loi="§2b", **R1
    )
    yield sejour("three years in another region", ailleurs("2021-09-02"), HORS, "§2 3")
    yield sejour(
        "three years in the population register", ailleurs("2021-09-02", registre="2").registre(JOUR, "1"), HORS
    )
    yield sejour("years as a diplomat do not count", ailleurs("2015-01-05", registre="4").registre(JOUR, "1"), OBLIGE)
    yield sejour(
        "gap between the registers",
        vie().registre("2015-01-05", "5", "2024-06-03").commune("2015-01-05", "44021"),
        OBLIGE,
    )
    yield sejour(
        "end on the day before is no gap",
        vie().registre("2015-01-05", "5", "2024-09-01").commune("2015-01-05", "44021"),
        HORS,
    )
    for code, nom in (
        ("99991", "struck off"),
        ("99992", "struck off abroad"),
        ("99997", "right of residence lost"),
        ("992", "left"),
        ("354", "in a country"),
    ):
        yield sejour(f"{nom}, then back: the stay restarts", parti(code), OBLIGE)
    yield sejour("temporarily absent: no break", parti("99996"), HORS)
    yield sejour("month of arrival, same answer", ailleurs("2022-03-00"), OBLIGE)
    yield sejour("month of arrival, two answers", ailleurs("2021-09-00"), EXAMINER)
    yield sejour("unknown register before", ailleurs("2019-01-07", registre="7").registre(JOUR, "1"), EXAMINER)


def _inscriptions():
    """The reference date: first registration in the register of foreigners of the 19, with a permit (§2, §2 4)."""
    yield Cas(
        "moved between two of the 19, first registration obliged",
        vie("2023-05-10").commune(JOUR, "21004"),
        OBLIGE,
        loi="§2 4",
        **R1,
    )
    yield Cas(
        "moved between two of the 19, first registration before the obligation",
        vie("2021-09-06", commune="21001").commune(JOUR, "21015"),
        HORS,
        "C2",
        loi="§2 4",
        **R1,
    )
    yield Cas(
        "from another region with a permit in hand",
        vie(registre=None, carte=None)
        .registre("2023-05-10", "1")
        .commune("2023-05-10", "44021")
        .carte("2023-05-10", "0010", "2028-05-09"),
        OBLIGE,
        loi="§2 4",
    )
    yield Cas(
        "left and came back: the first registration stays",
        vie("2023-05-10")
        .commune("2024-02-01", "992")
        .registre("2025-03-03", "1")
        .commune("2025-03-03", "21015")
        .carte("2025-03-03", "0010", "2030-03-02"),
        OBLIGE,
        loi="§2b",
        **R1,
    )
    yield Cas(
        "first registered in 2019, left, back",
        vie("2019-05-10").commune("2021-02-01", "992").commune(JOUR, "21015"),
        HORS,
        "C2",
        loi="§2b",
        **R1,
    )
    yield Cas("recognised refugee, waiting register first", attente("2022-11-07"), OBLIGE)
    yield Cas(
        "first permit of someone already registered",
        vie(registre=None, commune=None).registre("2023-01-09", "1").commune("2023-01-09", "21015"),
        OBLIGE,
    )
    yield Cas(
        "renewed with a gap", vie(expiration="2025-08-31").carte("2025-10-06", "0010", "2027-10-05"), OBLIGE, loi="§2b"
    )
    yield Cas("two residences: absent", vie().commune("2025-01-06", "99996"), OBLIGE, loi="§2b")
    yield Cas("two residences: Immigration Office", vie().commune(JOUR, "21099"), OBLIGE, loi="§2b")
    for code, nom in (("0010", "card A"), ("0012", "card B"), ("0021", "family card"), ("0040", "EU card")):
        yield Cas(f"{nom} is a permit", vie(carte=code), OBLIGE, loi="§2")
    yield Cas("attestation of three months and a day", vie(carte="0030", expiration="2024-12-03"), OBLIGE, loi="§2b")
    permis = {"regle": "C1", "motif": "permis_inconnu", "loi": "§2b", **SANS}
    yield Cas("attestation of three months", vie(carte="0030", expiration="2024-12-02"), EXAMINER, **permis)
    yield Cas("attestation without expiry", vie(carte="0030", expiration=None), EXAMINER, **permis)
    yield Cas("no card", vie(carte=None), EXAMINER, **permis)
    yield Cas("unknown card", vie(carte="0999"), EXAMINER, "C1", motif="carte_inconnue", loi="§2b", **SANS)
    yield Cas(
        "unknown card, then a known one",
        vie(carte="0999").carte("2025-02-03", "0010", "2028-02-02"),
        EXAMINER,
        "3b",
        motif="carte_inconnue",
        loi="§2b",
        **SANS,
    )
    yield Cas(
        "card that expires before it starts",
        vie(expiration="2023-01-01"),
        EXAMINER,
        "C1",
        motif="date_partielle",
        loi="§2b",
        **SANS,
    )
    for motif, nom, histoire in (
        ("attente", "waiting register only", vie(registre="5", carte="0030", expiration="2025-09-01")),
        ("attente", "waiting register of a marriage declaration only", vie(registre="9", carte=None)),
        ("population", "population register only", vie(registre="2")),
        ("autre_registre", "EU official", vie(registre="3")),
        ("autre_registre", "diplomat", vie(registre="4")),
        ("autre_region", "another region only", vie(commune="44021")),
    ):
        cloture = "autre_region" if motif == "autre_region" else ""
        yield Cas(nom, histoire, HORS, "C1", motif=motif, loi="§2b", cloture=cloture, **SANS)
    yield Cas("in no register", vie(registre=None), EXAMINER, "C1", motif="aucune", loi="§2b", **SANS)


def _clotures():
    """What comes after the reference date is for the file, not for the examination (§2b, last line; §6)."""

    def depuis(nom, histoire, cloture, resultat=OBLIGE, regle="", exemption=""):
        return Cas(nom, histoire, resultat, regle, exemption, loi="§2b, §6", cloture=cloture)

    yield depuis("deceased since", vie().deces("2026-01-15"), "decede")
    yield depuis("deceased since an unknown day of that month", vie().deces("2026-01-00"), "decede")
    yield depuis("exempted, and deceased", vie(nationalite="111").deces("2026-01-15"), "decede", EXEMPTE, "2", "2")
    yield depuis("death cancelled", vie().deces("2026-01-15", "2026-02-02"), "")
    for code, cloture, nom in (
        ("99991", "radie", "struck off"),
        ("99992", "radie", "struck off, abroad"),
        ("99997", "permis_perdu", "right of residence lost"),
        ("992", "parti", "left"),
        ("354", "parti", "in a country"),
        ("44021", "autre_region", "in another region"),
    ):
        yield depuis(f"{nom} since", vie().commune("2026-01-15", code), cloture)
        yield depuis(f"{nom}, and back", vie().commune("2026-01-15", code).commune("2026-06-15", "21004"), "")
    yield depuis("temporarily absent since", vie().commune("2026-01-15", "99996"), "")
    yield depuis("65 since", vie(naissance="1960-05-12"), "age")
    yield depuis("65 today", vie(naissance="1961-11-24"), "age")
    yield depuis("65 tomorrow", vie(naissance="1961-11-25"), "")
    yield depuis("65 this year, who knows when", vie(naissance="1961-00-00"), "")
    yield depuis("65 this year, already", vie(naissance="1961-10-00"), "age")
    yield depuis(
        "Belgian since, among several nationalities",
        vie().autre_nationalite("2026-01-15", "150"),
        "belge",
        EXEMPTE,
        "2",
        "2",
    )
    yield depuis("Belgian for a time", vie().nationalite("2025-01-15", "150").nationalite("2026-01-15", "354"), "")


def _exemptions():
    """Exemptions (law.md §3)."""
    yield from _nationalites()
    # ---- 3: family of an EU citizen; of a Belgian, on document
    for code in ("0017", "0018", "0030"):
        yield Cas(
            f"family of an EU citizen, card {code}", vie(carte=code, motif="010201"), EXEMPTE, "3", "3", loi="§3 3"
        )
    yield Cas(
        "family of an EU citizen, attestation of three months while the F card is pending",
        vie(carte="0030", expiration="2024-12-02", motif="010201"),
        EXEMPTE,
        "3",
        "3",
        motif="permis_inconnu",
        loi="§3 3",
        **SANS,
    )
    yield Cas(
        "family of an EU citizen, attestation then F card",
        vie(carte="0030", expiration="2025-03-01", motif="010201").carte("2025-02-03", "0017", "2030-02-02"),
        EXEMPTE,
        "3",
        "3",
        loi="§3 3",
    )
    yield Cas("reason of family of an EU citizen with another card", vie(motif="010201"), OBLIGE, loi="§3 3")
    yield Cas(
        "family of an EU citizen later",
        vie().motif("2025-06-02", "010201").carte("2025-06-02", "0017", "2030-06-01"),
        EXEMPTE,
        "3",
        "3",
        loi="§2b, §3 3",
    )
    yield Cas("F card without the reason", vie(carte="0017"), OBLIGE, loi="§3 3")
    yield Cas("family of a Belgian", vie(carte="0017", motif="010101"), EXAMINER, "3", loi="§3 3")
    # ---- 3b: withdrawal agreement
    yield Cas("card M", vie(carte="0061", nationalite="112"), EXEMPTE, "3b", "3b", loi="§3 3b")
    yield Cas("card M later", vie().carte("2025-06-02", "0061", "2030-06-01"), EXEMPTE, "3b", "3b", loi="§3 3b")
    # ---- 4: long-term resident of another member state, on document
    yield Cas("long-term resident of another state", vie(motif="060101"), EXAMINER, "4", loi="§3 4")
    # ---- 1 and 10: as long as the permit
    for motif, code, nom in (
        ("050101", "1", "au pair"),
        ("050201", "1", "working holiday"),
        ("050301", "1", "their family"),
        ("020301", "10", "temporary protection"),
    ):
        yield Cas(nom, vie(motif=motif), EXEMPTE, code, code, loi=f"§3 {code}")
    for motif, code, nom in (("050101", "1", "au pair"), ("020301", "10", "temporary protection")):
        yield Cas(
            f"{nom}, last day of the permit",
            vie(motif=motif, expiration="2026-11-24"),
            EXEMPTE,
            code,
            code,
            loi=f"§3 {code}",
        )
        yield Cas(f"{nom}, permit ended yesterday", vie(motif=motif, expiration="2026-11-23"), OBLIGE, loi=f"§3 {code}")
        yield Cas(
            f"{nom}, end of the permit not known", vie(motif=motif, expiration=None), EXAMINER, code, loi=f"§3 {code}"
        )
    # ---- a missing or unknown reason leaves the exemptions open; a false condition or a true exemption does not
    yield Cas("no reason of residence", vie(motif=None), EXAMINER, "1", loi="§2, §2b")
    yield Cas("unknown reason of residence", vie(motif="777777"), EXAMINER, "10", loi="§2b")
    yield Cas("no reason, but a minor", vie(motif=None, naissance="2010-01-15"), HORS, "C4", loi="§2b")
    yield Cas("no reason, but French", vie(motif=None, nationalite="111"), EXEMPTE, "2", "2", loi="§2b")
    # ---- no exemption is written for them
    yield Cas("Turkish national", vie(nationalite="262"), OBLIGE, loi="§3")
    yield Cas("student", vie(motif="040501"), OBLIGE, loi="§3")


def _nationalites():
    """2: nationals of the EU, the EEA and Switzerland."""

    def ue(nom, histoire, **options):
        return Cas(nom, histoire, EXEMPTE, "2", "2", **({"loi": "§3 2"} | options))

    for code, nom in (
        ("111", "French"),
        ("127", "Swiss"),
        ("117", "Icelandic"),
        ("118", "Liechtenstein"),
        ("121", "Norwegian"),
        ("103", "German, old code"),
    ):
        yield ue(nom, vie(nationalite=code, carte="0040", motif="040201"))
    yield ue("French among several nationalities", vie().autre_nationalite("1990-05-12", "111"))
    yield ue("unknown nationality, but French too", vie(nationalite="598").autre_nationalite("1990-05-12", "111"))
    yield ue("French from a later day", vie().nationalite("2025-03-03", "111"), loi="§2b")
    yield ue("French that day, no longer", vie(nationalite="111").nationalite("2025-03-03", "354"), loi="§2b, §3")
    yield ue("French, permit not yet known", vie(nationalite="111", carte=None), motif="permis_inconnu", **SANS)
    yield Cas("French minor", vie(nationalite="111", naissance="2010-01-15"), HORS, "C4", loi="§2b")
    yield Cas("French from tomorrow", vie().nationalite("2026-11-25", "111"), OBLIGE, loi="§2b")
    for code, nom in (
        ("112", "British"),
        ("711", "nationality undetermined"),
        ("999", "nationality unknown to the register"),
        ("861", "refugee of some origin"),
    ):
        yield Cas(nom, vie(nationalite=code), OBLIGE, loi="§2b")
    yield Cas("nationality in no table", vie(nationalite="598"), EXAMINER, "2", loi="§2b")
    yield Cas(
        "French since an unknown day of that month",
        vie().nationalite("2024-09-00", "111"),
        EXEMPTE,
        "2",
        "2",
        loi="§2b",
    )


def _catalogue():
    """The cases in order, each person with a number of its own."""
    tous = [*_conditions(), *_exemptions(), *_clotures()]
    for rang, cas in enumerate(tous):
        # Serials from 800: none of the simulator's people. Women and men in turn.
        cas.histoire.serie, cas.histoire.sexe = 800 + rang, "21"[rang % 2]
        cas.histoire.nom = f"ESSAI {rang + 1}"
    return tuple(tous)


CAS = _catalogue()
