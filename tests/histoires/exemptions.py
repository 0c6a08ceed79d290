# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Lives at the edges of the exemptions (loi.md §3)."""

from .vies import EXAMINER, EXEMPTE, HORS, OBLIGE, SANS, Cas, vie


def exemptions():
    """Exemptions (loi.md §3)."""
    yield from _nationalites()
    yield from _familles()
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
    yield from _motifs()
    # ---- no exemption is written for them
    yield Cas("Turkish national", vie(nationalite="262"), OBLIGE, loi="§3")
    yield Cas("student", vie(motif="040501"), OBLIGE, loi="§3")


def _familles():
    """3: family of an EU citizen; of a Belgian, on document."""
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


def _motifs():
    """A missing or unknown reason leaves the exemptions open; a false condition or a true exemption does not."""
    yield Cas("no reason of residence", vie(motif=None), EXAMINER, "1", loi="§2, §2b")
    yield Cas("unknown reason of residence", vie(motif="777777"), EXAMINER, "10", loi="§2b")
    yield Cas("no reason, but a minor", vie(motif=None, naissance="2010-01-15"), HORS, "C4", loi="§2b")
    yield Cas("no reason, but French", vie(motif=None, nationalite="111"), EXEMPTE, "2", "2", loi="§2b")
    # ---- the one in force at the reference date, or the first one recorded after it
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
