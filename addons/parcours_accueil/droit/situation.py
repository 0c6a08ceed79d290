# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Where the person is today: present, deceased, gone, and in which commune (law.md §2b, §6)."""

from __future__ import annotations

from .histoire import LIEU, OFFICE, SORTIE
from .intervalles import PASSE, autour
from .modele import AUCUNE_ENTREE, DATE_PARTIELLE, Fait


def lire_situation(histoire, jour):
    """The facts `jour_situation`, `jour_situation_depuis` and `jour_commune` (NIS code of the Belgian place of
    residence, of the 19 or not)."""
    deces = _deces(histoire.deces, jour)
    if deces:
        date_deces = deces.debut_tot if deces.debut_tot == deces.debut_tard else None
        note = "" if date_deces else DATE_PARTIELLE
        vide = Fait(None, (deces.id,), AUCUNE_ENTREE)
        return {
            "jour_situation": Fait("decede", (deces.id,)),
            "jour_commune": vide,
            "jour_situation_depuis": Fait(date_deces, (deces.id,), note),
        }
    lectures = [_situation(histoire, jour, lecture) for lecture in (0, 1)]
    sources = tuple(dict.fromkeys(i for lecture in lectures for i in lecture[3]))
    (situation, depuis, commune, _), autre = lectures
    doute = DATE_PARTIELLE if sources else AUCUNE_ENTREE
    if situation != autre[0] or situation == "inconnue":
        situation = depuis = None
    depuis = depuis if depuis == autre[1] else None
    commune = commune if commune == autre[2] else None
    return {
        "jour_situation": Fait(situation or "inconnue", sources, "" if situation else doute),
        "jour_situation_depuis": Fait(depuis, sources, "" if depuis else doute),
        "jour_commune": Fait(commune, sources, "" if commune else doute),
    }


def _deces(entrees, jour):
    """The death in force on that day: a date of death that was ended is a death cancelled, one to come is none yet."""
    connus = [
        i for i in entrees if (i.debut_tot is None or i.debut_tot <= jour) and (i.fin_tard is None or i.fin_tard > jour)
    ]
    return min(connus, key=lambda i: (i.debut_tot or PASSE, i.id)) if connus else None


def _situation(histoire, jour, lecture):
    """(situation, since, commune, sources) when unknown days are read early (0) or late (1)."""
    tables = histoire.tables
    presence = _en_force(histoire.presence, jour, lecture)
    if presence and (presence.doute or any(histoire.genres[i.code] not in (LIEU, OFFICE) for i in presence.entrees)):
        situations = {_sortie(histoire, i.code) for i in presence.entrees}
        situation = situations.pop() if len(situations) == 1 and not presence.doute else "inconnue"
        return situation, presence.tard if lecture else presence.tot, None, _ids(presence)
    lieu = _en_force(histoire.lieux, jour, lecture)
    codes = {i.code for i in lieu.entrees} if lieu and not lieu.doute else set()
    if len(codes) != 1 or histoire.genres[min(codes)] is not LIEU:
        return "inconnue", None, None, _ids(lieu or presence)
    commune = codes.pop()
    ici = commune in tables.communes
    depuis = autour(histoire.habite(lambda i: (i.code in tables.communes) is ici)[lecture], jour)
    return "present" if ici else "autre_region", depuis and depuis[0], commune, _ids(lieu)


def _sortie(histoire, code):
    return histoire.tables.sortie.get(code) or ("parti" if histoire.genres[code] is SORTIE else "inconnue")


def _en_force(etapes, jour, lecture):
    for etape in reversed(etapes):
        if etape.en_vigueur(jour, lecture):
            return etape
    return None


def _ids(etape):
    return tuple(sorted(information.id for information in etape.entrees)) if etape else ()
