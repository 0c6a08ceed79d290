# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The reference date, the registration it rests on, and the legal stay before it (loi.md §2, §2b)."""

from __future__ import annotations

from ...registre_national.histoire.intervalles import PASSE, annees_revolues, autour, intersection, periodes
from ...registre_national.histoire.modele import (
    CODE_INCONNU,
    CONTRADICTOIRE,
    DATE_PARTIELLE,
    EXPIRATION_INCONNUE,
    NON,
    OUI,
    SANS_DATE_REFERENCE,
    Fait,
)
from ...registre_national.histoire.successions import INCONNU, LIEU, OFFICE, expiration
from .permis import carte_compte, jours_permis, validite


def lire_reference(histoire):
    """The facts `date_reference`, `_min`, `_max`, `ref_inscription` and `ref_inscription_motif`.

    The reference date is the first day on which the register of foreigners, one of the 19 communes and a permit of
    more than three months hold together. `_min` is the first day on which they may, `_max` the first on which they
    surely do (None: no such day). Later moves, cards and returns change neither."""
    inscrit, surement_inscrit = jours_inscription(histoire)
    habite, surement_habite = histoire.residence()
    permis, surement_permis = jours_permis(histoire)
    ensemble = intersection(inscrit, habite)
    tot = _premier(intersection(ensemble, permis))
    tard = _premier(intersection(intersection(surement_inscrit, surement_habite), surement_permis)) if tot else None
    if tot is None:
        sources, note = _sources_inscription(histoire, ensemble), ""
        valeur, motif = (None, "permis_inconnu") if ensemble else _hors_registre(histoire)
    else:
        sources = _en_vigueur(histoire, tot) + (_en_vigueur(histoire, tard) if tard not in (None, tot) else ())
        valeur = OUI if tard else None
        motif, note = ("inscrit", "") if tot == tard else _raison_du_doute(histoire, tot)
    tot = None if tot == PASSE else tot
    sources = tuple(dict.fromkeys(sources))
    exacte = tot if tot == tard else None
    return {
        "date_reference": Fait(exacte, sources, "" if exacte else note or motif),
        "date_reference_min": Fait(tot, sources, "" if tot else note or motif),
        "date_reference_max": Fait(tard, sources, "" if tard else note or motif),
        "ref_inscription": Fait(valeur, sources, "" if valeur else note or motif),
        "ref_inscription_motif": Fait(motif, sources, note),
    }


def jours_inscription(histoire):
    """Days in the register of foreigners: those that may be, those that surely are."""
    return periodes(histoire.registres, lambda i: _registre_etrangers(i, histoire.tables))


def jours_sejour_legal(histoire):
    """Days in a register of legal stay, not broken by a departure (loi.md §2b, "legal stay")."""
    return histoire.present(periodes(histoire.registres, lambda i: _registre_legal(i, histoire.tables)))


def _registre_etrangers(information, tables):
    """Whether it is the register of foreigners; None when the code is of no known register."""
    if information.code == tables.registre_etrangers:
        return True
    return False if information.code in tables.autres_registres else None


def _registre_legal(information, tables):
    if information.code in tables.registres_legaux:
        return True
    return False if information.code in tables.registres_autres else None


def _premier(ensemble):
    return ensemble[0][0] if ensemble else None


def _en_vigueur(histoire, jour):
    """Ids of the entries that may hold on that day in the three histories."""
    return tuple(
        information.id
        for etape in _etapes_en_vigueur(histoire.registres + histoire.lieux + histoire.cartes, jour)
        for information in etape.entrees
    )


def _etapes_en_vigueur(etapes, jour):
    """Those of the steps that may hold on that day."""
    return [etape for etape in etapes if etape.tot <= jour < etape.limite_tard]


def _sources_inscription(histoire, ensemble):
    if ensemble:
        return _en_vigueur(histoire, ensemble[-1][0])
    return tuple(i.id for etapes in (histoire.registres, histoire.lieux) for etape in etapes for i in etape.entrees)


def _raison_du_doute(histoire, jour):
    """(motif, note) when the reference date is not certain: what may be in force on its earliest reading tells why."""
    tables = histoire.tables
    cartes_du_jour = _etapes_en_vigueur(histoire.cartes, jour)
    cartes = [i for etape in cartes_du_jour for i in etape.entrees]
    if any(i.code not in tables.cartes_lues for i in cartes):
        return "carte_inconnue", CODE_INCONNU
    if any(carte_compte(i, tables) is None and expiration(i) == (None, None) for i in cartes):
        return "permis_inconnu", EXPIRATION_INCONNUE
    registres = _etapes_en_vigueur(histoire.registres, jour)
    lieux = _etapes_en_vigueur(histoire.lieux + histoire.presence, jour)
    if any(_registre_etrangers(i, tables) is None for etape in registres for i in etape.entrees):
        return "autre_registre", CODE_INCONNU
    if any(histoire.genres[i.code] is INCONNU for etape in lieux for i in etape.entrees):
        return "autre_region", CODE_INCONNU
    douteuses = [etape for etape in registres + lieux if etape.doute]
    douteuses += [etape for etape in cartes_du_jour if validite(etape).doute]
    return "date_partielle", CONTRADICTOIRE if douteuses else DATE_PARTIELLE


def _hors_registre(histoire):
    """(ref_inscription, motif) of a file that was never, as far as can be, in the register of foreigners of a commune
    of the 19: the last register held tells."""
    tables = histoire.tables
    if not histoire.registres:
        return None, "aucune"
    codes = {information.code for etape in histoire.registres for information in etape.entrees}
    if tables.registre_etrangers in codes:
        # In that register, but never while in a commune of the 19: elsewhere, or nowhere that is known.
        hors_des_19 = histoire.habite(lambda i: i.code not in tables.communes)
        ailleurs = intersection(jours_inscription(histoire)[0], hors_des_19[0])
        return (NON, "autre_region") if ailleurs else (None, "aucune")
    derniers = {information.code for information in histoire.registres[-1].entrees}
    for codes_connus, motif in (
        (tables.registres_attente, "attente"),
        (tables.registres_population, "population"),
        (tables.registres_autres, "autre_registre"),
    ):
        if derniers <= codes_connus and codes <= tables.autres_registres:
            return NON, motif
    return (NON if codes <= tables.autres_registres else None), "autre_registre"


def lire_sejour(histoire, lectures):
    """The facts `ref_sejour_depuis` (first day of the unbroken legal stay), `ref_sejour_annees_min` and `_max`
    (completed years of it at the reference date). `lectures`: earliest and latest reference date, or None."""
    if lectures is None:
        vide = Fait(None, (), SANS_DATE_REFERENCE)
        return {"ref_sejour_depuis": vide, "ref_sejour_annees_min": vide, "ref_sejour_annees_max": vide}
    possibles, surs = jours_sejour_legal(histoire)
    debuts, annees_min, annees_max = set(), [], []
    for jour in dict.fromkeys(lectures):
        au_plus_tot, au_plus_tard = (autour(possibles, jour) or (jour,))[0], (autour(surs, jour) or (jour,))[0]
        debuts |= {au_plus_tot, au_plus_tard}
        annees_min.append(annees_revolues(au_plus_tard, jour))
        annees_max.append(None if au_plus_tot == PASSE else annees_revolues(au_plus_tot, jour))
    # A place says nothing of the stay; what may have ended it does.
    ruptures = [
        i.id
        for e in histoire.presence
        if e.tot <= lectures[1]
        for i in e.entrees
        if histoire.genres[i.code] not in (LIEU, OFFICE)
    ]
    registres = [i.id for e in histoire.registres if e.tot <= lectures[1] for i in e.entrees]
    sources = tuple(dict.fromkeys(registres + ruptures))
    depuis = debuts.pop() if len(debuts) == 1 else None
    maximum = None if None in annees_max else max(annees_max)
    return {
        "ref_sejour_depuis": Fait(depuis, sources, "" if depuis else DATE_PARTIELLE),
        "ref_sejour_annees_min": Fait(min(annees_min), sources),
        "ref_sejour_annees_max": Fait(maximum, sources, "" if maximum is not None else DATE_PARTIELLE),
    }
