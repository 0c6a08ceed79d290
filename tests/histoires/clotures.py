# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Lives that the register or the time closes (loi.md §2b, last line; §6)."""

from .vies import EXEMPTE, OBLIGE, Cas, vie


def clotures():
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
    )
    yield depuis(
        "French since, and Belgian later",
        vie().nationalite("2025-01-15", "111").nationalite("2026-01-15", "150"),
        "belge",
        EXEMPTE,
        "2",
        "2",
    )
    yield depuis("Belgian for a time", vie().nationalite("2025-01-15", "150").nationalite("2026-01-15", "354"), "")
