# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Lives at the edges of the exemptions (loi.md §3)."""

from .vies import EXAMINER, EXEMPTE, HORS, JOUR, OBLIGE, SANS, Cas, vie


def exemptions():
    """Exemptions (loi.md §3)."""
    yield from _nationalites()
    yield from _familles()
    # ---- 3b: withdrawal agreement
    yield Cas("card M", vie(carte="0061", nationalite="112"), EXEMPTE, "3b", "3b", loi="§3 3b")
    yield Cas("card M later", vie().carte("2025-06-02", "0061", "2030-06-01"), EXEMPTE, "3b", "3b", loi="§3 3b")
    # ---- 4: long-term resident of another member state, on document
    yield Cas("long-term resident of another state", vie(motif="060101"), EXAMINER, "4", loi="§3 4")
    yield from _statuts()
    yield from _motifs()
    # ---- no exemption is written for them
    yield Cas("Turkish national", vie(nationalite="262"), OBLIGE, loi="§3")
    yield Cas("student", vie(motif="040501"), OBLIGE, loi="§3")


def _statuts():
    """1 and 10: as long as the status, 90 days longer than the card, and 1 for a year at most."""
    for motif, code, nom in (
        ("050101", "1", "au pair"),
        ("050201", "1", "working holiday"),
        ("050301", "1", "their family"),
        ("020301", "10", "temporary protection"),
    ):

        def statut(suite, histoire, resultat=EXEMPTE, code=code, nom=nom):
            exemption = code if resultat == EXEMPTE else ""
            regle = "" if resultat == OBLIGE else code
            return Cas(f"{nom}{suite}", histoire, resultat, regle, exemption, loi=f"§2b, §3 {code}")

        def venu(motif=motif, **options):
            return vie("2026-02-02", motif=motif, **options)

        yield statut("", venu())
        yield statut(", last day of the permit", venu(expiration="2026-11-24"))
        yield statut(", permit ended yesterday", venu(expiration="2026-11-23"))
        yield statut(", 90th day without a card", venu(expiration="2026-08-26"))
        yield statut(", 91st day without a card", venu(expiration="2026-08-25"), EXAMINER)
        yield statut(", end of the permit not known", venu(expiration=None), EXAMINER)
        retiree = venu(carte=None).carte("2026-02-02", "0010", "2028-01-01", "2026-08-26")
        yield statut(", 90th day after the card was withdrawn", retiree)
        retiree = venu(carte=None).carte("2026-02-02", "0010", "2028-01-01", "2026-08-25")
        yield statut(", 91st day after the card was withdrawn", retiree, EXAMINER)
        retiree = venu(carte=None).carte("2026-02-02", "0010", "2028-01-01", "2026-03-02")
        yield statut(", annex valid", retiree.carte("2026-03-02", "0120", "2026-12-02"))
        yield statut(", renewed after a hole", venu(expiration="2026-03-02").carte("2026-08-03", "0010", "2027-08-02"))
        yield statut(", then a card of another stay", venu().carte("2026-06-01", "0012", "2028-01-01"), OBLIGE)
        yield statut(", reason ended without another", venu(motif=None).motif("2026-02-02", motif, "2026-06-01"))
        yield statut(", then a worker", venu().motif("2026-06-01", "040401"), OBLIGE)
        yield statut(", reason recorded a week after", venu(motif=None).motif("2026-02-09", motif))
        yield statut(", document of unknown kind since", venu().carte("2026-06-01", "0050", "2028-01-01"), EXAMINER)
    for motif, code, nom in (("050101", "1", "au pair"), ("020301", "10", "temporary protection")):
        duree = {"": ("2025-11-24", EXEMPTE), " and a day": ("2025-11-23", EXAMINER if code == "1" else EXEMPTE)}
        for suite, (jour, resultat) in duree.items():
            exemption = code if resultat == EXEMPTE else ""
            yield Cas(f"{nom}, a year{suite}", vie(jour, motif=motif), resultat, code, exemption, loi=f"§2b, §3 {code}")
    yield Cas(
        "temporary protection with an annex, the card still to come",
        vie("2026-10-05", motif="020301", carte="0120", expiration="2026-12-05"),
        EXEMPTE,
        "10",
        "10",
        motif="permis_inconnu",
        loi="§2b, §3 10",
        **SANS,
    )


def _familles():
    """3: family of an EU citizen; of a Belgian, on document."""

    def famille(nom, histoire, resultat=EXEMPTE, loi="§2b, §3 3", **options):
        regle, exemption = "" if resultat == OBLIGE else "3", "3" if resultat == EXEMPTE else ""
        return Cas(nom, histoire, resultat, regle, exemption, loi=loi, **options)

    for code in ("0017", "0018", "0021", "0030"):
        yield famille(f"family of an EU citizen, card {code}", vie(carte=code, motif="010201"))
    sans = {"motif": "permis_inconnu", **SANS}
    for nom, debut, fin, resultat in (
        ("attestation of three months while the F card is pending", "2026-10-05", "2027-01-05", EXEMPTE),
        ("attestation of three months, 90th day after it", "2026-06-08", "2026-08-26", EXEMPTE),
        ("attestation of three months, 91st day after it", "2026-06-08", "2026-08-25", EXAMINER),
    ):
        histoire = vie(debut, carte="0030", expiration=fin, motif="010201")
        yield famille(f"family of an EU citizen, {nom}", histoire, resultat, **sans)
    for nom, expiration, fin, resultat in (
        ("the 90th day after its expiry", "2026-08-26", None, EXEMPTE),
        ("the 91st day after its expiry", "2026-08-25", None, EXAMINER),
        ("the 90th day after it was ended", "2028-01-01", "2026-08-26", EXEMPTE),
        ("the 91st day after it was ended", "2028-01-01", "2026-08-25", EXAMINER),
        ("its expiry comes before its end", "2026-08-25", "2026-10-01", EXAMINER),
    ):
        histoire = vie("2026-02-02", carte=None, motif="010201").carte("2026-02-02", "0030", expiration, fin)
        yield famille(f"family of an EU citizen, attestation: {nom}", histoire, resultat)
    attestation = {"carte": "0030", "expiration": "2025-03-01", "motif": "010201"}
    yield famille(
        "family of an EU citizen, attestation then F card", vie(**attestation).carte("2025-02-03", "0017", "2030-02-02")
    )
    yield famille(
        "family of an EU citizen refused, then a worker",
        vie(**attestation).motif("2025-03-01", "040401").carte("2025-03-01", "0010", "2028-01-01"),
        OBLIGE,
    )
    yield famille(
        "family of an EU citizen refused, worker's card still to come",
        vie(carte="0030", motif="010201").motif("2026-11-02", "040401"),
    )
    yield famille("reason of family of an EU citizen with another card", vie(motif="010201"), OBLIGE, "§3 3")
    yield famille(
        "family of an EU citizen later", vie().motif("2025-06-02", "010201").carte("2025-06-02", "0017", "2030-06-01")
    )
    yield famille(
        "family of an EU citizen, F card withdrawn",
        vie(carte=None, motif="010201").carte(JOUR, "0017", "2029-01-01", "2025-06-02"),
    )
    for code in ("0017", "0018"):
        yield famille(f"card {code} with another reason", vie(carte=code), EXAMINER)
        yield famille(f"card {code} without any reason", vie(carte=code, motif=None), EXAMINER)
    yield famille("family card with another reason", vie(carte="0021"), OBLIGE)
    yield famille("family of a Belgian", vie(carte="0017", motif="010101"), EXAMINER, "§3 3")


def _motifs():
    """A missing or unknown reason leaves the exemptions open; a false condition or a true exemption does not."""
    yield Cas("no reason of residence", vie(motif=None), EXAMINER, "1", loi="§2, §2b")
    yield Cas("unknown reason of residence", vie(motif="777777"), EXAMINER, "10", loi="§2b")
    yield Cas("no reason, but a minor", vie(motif=None, naissance="2010-01-15"), HORS, "C4", loi="§2b")
    yield Cas("no reason, but French", vie(motif=None, nationalite="111"), EXEMPTE, "2", "2", loi="§2b")
    # ---- the one in force at the reference date, or the first one recorded after it
    yield Cas("reason recorded a week after the card", vie(motif=None).motif("2024-09-09", "040401"), OBLIGE, loi="§2b")
    yield Cas(
        "provisional reason ended before, another recorded after",
        vie(motif=None).motif("2024-06-03", "090000", "2024-08-01").motif("2024-09-09", "040401"),
        OBLIGE,
        loi="§2b",
    )
    yield Cas(
        "only reason ended before the registration",
        vie(motif=None).motif("2024-06-03", "040401", "2024-08-01"),
        EXAMINER,
        "4",
        loi="§2b",
    )
    yield Cas(
        "reason of family of an EU citizen recorded later",
        vie(carte="0017", motif=None).motif("2025-01-15", "010201"),
        EXEMPTE,
        "3",
        "3",
        loi="§2b",
    )
    yield Cas(
        "reason of family of an EU citizen, another since",
        vie(carte="0017", motif="010201").motif("2025-06-02", "040401"),
        EXEMPTE,
        "3",
        "3",
        loi="§2b",
    )


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
