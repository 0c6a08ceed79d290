# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Lives at the edges of the conditions C1 to C5 (loi.md §2)."""

from .vies import EXAMINER, EXEMPTE, HORS, JOUR, OBLIGE, R1, SANS, Cas, ailleurs, attente, parti, vie


def conditions():
    """Conditions C1 to C5 (loi.md §2)."""
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
    # Measured once and for all: not Belgian that day. Who becomes Belgian keeps the outcome and has the file closed.
    yield Cas(
        "Belgian from the day after", vie().nationalite("2024-09-03", "150"), OBLIGE, loi="§2b, §3", cloture="belge"
    )
    yield Cas("nationality not known", vie(nationalite=None), EXAMINER, "C3", loi="§2b")
    yield from _sejours()
    yield from _ruptures()
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


def sejour(nom, histoire, resultat, loi="§2b"):
    return Cas(nom, histoire, resultat, "" if resultat == OBLIGE else "C5", loi=loi)


def _ruptures():
    """Breaks of the legal stay: with a code or without, short or long."""
    yield sejour(
        "years as a diplomat after years of stay: a coded break",
        ailleurs("2015-01-05", registre="1").registre("2018-01-08", "4").registre(JOUR, "1"),
        OBLIGE,
    )
    yield sejour(
        "two months as an EU official: two readings",
        ailleurs("2015-01-05", registre="1").registre("2024-07-02", "3").registre(JOUR, "1"),
        EXAMINER,
    )
    for nom, fin, resultat in (
        ("weekend between the registers", "2024-08-30", HORS),
        ("three months between the registers", "2024-06-02", HORS),
        ("more than three months between the registers: two readings", "2024-06-01", EXAMINER),
    ):
        yield sejour(nom, vie().registre("2015-01-05", "5", fin).commune("2015-01-05", "44021"), resultat)
    yield sejour(
        "years between the registers, the same answer",
        vie().registre("2012-01-09", "5", "2015-01-05").registre("2016-01-04", "5").commune("2012-01-09", "44021"),
        HORS,
    )
    for nom, retour, resultat in (
        ("struck off for three months: two readings", "2024-06-10", EXAMINER),
        ("struck off for more than three months: the stay restarts", "2024-06-11", OBLIGE),
    ):
        histoire = ailleurs("2017-01-02").commune("2024-03-10", "99991").commune(retour, "44021")
        yield sejour(nom, histoire, resultat)


def _sejours():
    """Legal stay of less than three years, broken or not."""
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
    yield from _cartes_du_jour()
    yield from _permis()
    yield from _autres_registres()


def _cartes_du_jour():
    """The kind of the last permit holds until another card begins; who is obliged is so without a card too."""

    def carte(nom, histoire, resultat=OBLIGE, regle="", exemption=""):
        return Cas(nom, histoire, resultat, regle, exemption, loi="§2b")

    yield carte("card expired since", vie(expiration="2025-08-31"))
    yield carte("card withdrawn since", vie(carte=None).carte(JOUR, "0010", "2028-01-01", "2025-01-06"))
    perdue = vie(carte=None).carte(JOUR, "0010", "2028-01-01", "2026-11-10")
    yield carte("card lost, annex 12 in its place", perdue.carte("2026-11-10", "0120", "2026-12-10"))
    yield carte("card replaced by an annex", vie().carte("2026-11-10", "0120", "2026-12-10"))
    yield carte("document of unknown kind since", vie().carte("2025-06-02", "0050", "2028-01-01"))
    yield carte(
        "card M withdrawn, annex 12 in its place",
        vie(carte=None, nationalite="112").carte(JOUR, "0061", "2028-01-01", "2026-11-10").carte("2026-11-10", "0120"),
        EXEMPTE,
        "3b",
        "3b",
    )
    yield carte(
        "British, document of unknown kind since",
        vie(nationalite="112").carte("2025-06-02", "0050", "2028-01-01"),
        EXAMINER,
        "3b",
    )


def _permis():
    """Which cards, and which attestations, make the reference date."""
    for code, nom in (("0010", "card A"), ("0012", "card B"), ("0021", "family card"), ("0040", "EU card")):
        yield Cas(f"{nom} is a permit", vie(carte=code), OBLIGE, loi="§2")
    yield Cas("attestation of three months and a day", vie(carte="0030", expiration="2024-12-03"), OBLIGE, loi="§2b")
    permis = {"regle": "C1", "motif": "permis_inconnu", "loi": "§2b", **SANS}
    yield Cas("attestation of three months", vie(carte="0030", expiration="2024-12-02"), EXAMINER, **permis)
    yield Cas("attestation without expiry", vie(carte="0030", expiration=None), EXAMINER, **permis)
    yield Cas("no card", vie(carte=None), EXAMINER, **permis)
    yield Cas("unknown card", vie(carte="0999"), EXAMINER, "C1", motif="carte_inconnue", loi="§2b", **SANS)
    inconnue = {"motif": "carte_inconnue", "loi": "§2b", **SANS}
    for nom, options, resultat, regle in (
        ("unknown card, then a known one", {}, OBLIGE, ""),
        ("unknown card, then a known one: British", {"nationalite": "112"}, EXAMINER, "3b"),
        ("unknown card, then a known one: family", {"motif": "010301"}, EXAMINER, "3b"),
    ):
        histoire = vie(carte="0999", **options).carte("2025-02-03", "0010", "2028-02-02")
        yield Cas(nom, histoire, resultat, regle, **inconnue)
    # At the reference date itself only a card in force counts, on its last day too.
    yield Cas(
        "card ended on the day of the registration",
        vie(carte=None).carte("2024-01-08", "0010", "2028-01-01", JOUR),
        OBLIGE,
    )
    yield Cas(
        "card ended the day before the registration",
        vie(carte=None).carte("2024-01-08", "0010", "2028-01-01", "2024-09-01"),
        EXAMINER,
        **permis,
    )
    yield Cas(
        "card lost before the registration, annex 12 in its place",
        vie(carte=None)
        .carte("2024-01-08", "0010", "2028-01-01", "2024-08-20")
        .carte("2024-08-20", "0120", "2024-09-20"),
        EXAMINER,
        **permis,
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


def _autres_registres():
    """Elsewhere than in the register of foreigners of the 19."""
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
