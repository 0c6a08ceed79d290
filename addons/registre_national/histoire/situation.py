# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Where the person is on a day: present, deceased, gone, in which commune, and which commune is in charge (loi.md §2b,
§6).

Somebody who certainly lives in a commune is in its charge. What follows and is not certain moves nothing: the commune
of the last certain day stays in charge. So it does after a death or a striking off, which say nothing of a place.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from .intervalles import LECTURES, PASSE, UN_JOUR, autour
from .modele import AUCUNE_ENTREE, DATE_PARTIELLE, Fait
from .successions import INCONNU, LIEU, OFFICE, SORTIE


class Position(NamedTuple):
    """Where somebody is on a day; each part is None when the register leaves a doubt.

    `situation`: present, autre_region, decede, radie, parti, sans_droit; `commune`: NIS code of the Belgian place of
    residence, of the 19 or not; `code`: the code of the departure (IT 001); `sources`: ids; `etape`: the step that says
    it, of one reading."""

    situation: str | None
    commune: str | None = None
    code: str | None = None
    sources: tuple = ()
    etape: object = None


class Residence(NamedTuple):
    """`commune`: the one the person is of, None outside Brussels; `en_charge`: the one that answers for the file, the
    last certain one of the 19; `incertaine`: the register leaves a doubt, and both are those of the last certain day
    (or, where no day ever was certain, the only possible commune)."""

    commune: str | None
    en_charge: str | None
    incertaine: bool


def lire_situation(histoire, jour):
    """The facts `jour_situation`, `jour_situation_depuis` and `jour_commune`."""
    position, depuis = lire_position(histoire, jour), None
    sources = position.sources
    doute = DATE_PARTIELLE if sources else AUCUNE_ENTREE
    deces = deces_connu(histoire, jour)
    if deces:
        depuis = deces.tot if deces.tot == deces.tard else None
    elif position.situation:
        tot, tard = (_depuis(histoire, jour, lecture) for lecture in LECTURES)
        depuis = tot if tot == tard else None
    sans_lieu = AUCUNE_ENTREE if deces else doute
    return {
        "jour_situation": Fait(position.situation or "inconnue", sources, "" if position.situation else doute),
        "jour_situation_depuis": Fait(depuis, sources, "" if depuis else doute),
        "jour_commune": Fait(position.commune, sources, "" if position.commune else sans_lieu),
    }


def lire_position(histoire, jour):
    """Return the `Position` on that day; asked for several times, read once."""
    if jour not in histoire.positions:
        histoire.positions[jour] = _position(histoire, jour)
    return histoire.positions[jour]


def _position(histoire, jour):
    deces = deces_connu(histoire, jour)
    if deces:
        return Position("decede", sources=deces.sources)
    tot, tard = (_lecture(histoire, jour, lecture) for lecture in LECTURES)
    sources = tuple(dict.fromkeys(tot.sources + tard.sources))
    if tot.situation is None or tot.situation != tard.situation:
        return Position(None, sources=sources)
    commune = tot.commune if tot.commune == tard.commune else None
    code = tot.code if tot.code == tard.code else None
    return Position(tot.situation, commune, code, sources)


class Deces(NamedTuple):
    """The earliest and the latest day of a death, None when they are not known; `sources`: ids."""

    tot: date | None
    tard: date | None
    sources: tuple


def deces_connu(histoire, jour):
    """The `Deces` (IT 150) in force on that day, or None: one that was ended is a death cancelled, one to come is none
    yet. Of several whose dates differ, the day is not known."""
    connus = [
        i
        for i in histoire.deces
        if (i.debut_tot is None or i.debut_tot <= jour) and (i.fin_tard is None or i.fin_tard > jour)
    ]
    if not connus:
        return None
    sources = tuple(sorted(i.id for i in connus))
    if any(i.debut_tot is None or i.debut_tard is None for i in connus):
        return Deces(None, None, sources)
    return Deces(min(i.debut_tot for i in connus), max(i.debut_tard for i in connus), sources)


def _lecture(histoire, jour, lecture):
    """The `Position` when unknown days are read early (0) or late (1)."""
    tables = histoire.tables
    presence = _en_force(histoire.presence, jour, lecture)
    if presence and (presence.doute or any(histoire.genres[i.code] not in (LIEU, OFFICE) for i in presence.entrees)):
        situations = {_sortie(histoire, i.code) for i in presence.entrees}
        situation = situations.pop() if len(situations) == 1 and not presence.doute else None
        codes = {i.code for i in presence.entrees}
        code = codes.pop() if len(codes) == 1 else None
        return Position(situation, None, code, _ids(presence), presence)
    lieu = _en_force(histoire.lieux, jour, lecture)
    codes = {i.code for i in lieu.entrees} if lieu and not lieu.doute else set()
    if len(codes) != 1 or histoire.genres[min(codes)] is not LIEU:
        return Position(None, sources=_ids(lieu or presence))
    commune = codes.pop()
    return Position("present" if commune in tables.communes else "autre_region", commune, None, _ids(lieu))


def _depuis(histoire, jour, lecture):
    """First day of that situation, in one reading: of the departure, or of the stay in the 19 or outside them."""
    position = _lecture(histoire, jour, lecture)
    if position.commune is None:
        return position.etape.tard if lecture else position.etape.tot
    communes = histoire.tables.communes
    ici = position.commune in communes
    sejour = autour(histoire.habite(lambda i: (i.code in communes) is ici)[lecture], jour)
    return sejour and sejour[0]


def _sortie(histoire, code):
    return histoire.tables.sortie.get(code) or ("parti" if histoire.genres[code] is SORTIE else None)


def _en_force(etapes, jour, lecture):
    for etape in reversed(etapes):
        if etape.en_vigueur(jour, lecture):
            return etape
    return None


def _ids(etape):
    return tuple(sorted(information.id for information in etape.entrees)) if etape else ()


# ---- the commune in charge ------------------------------------------------------------------------------------------

ICI, DEHORS, SANS_LIEU, DOUTE = "ici", "dehors", "sans_lieu", "doute"


def lire_residence(histoire, jour):
    """Return the `Residence` on that day: a pure function of the history, whatever was known or in charge before."""
    lieu, commune, en_charge, incertaine = None, None, None, False
    for veille in _jours_passes(histoire, jour):
        position = lire_position(histoire, veille)
        genre = _genre(histoire, position)
        if genre is ICI:
            en_charge = position.commune
            commune = commune if lieu else en_charge
            break
        if genre is DEHORS:
            lieu = lieu or DEHORS
        elif genre is DOUTE and not lieu:
            incertaine = True
    else:
        en_charge = _seule_possible(histoire, jour)
        commune = None if lieu else en_charge
    return Residence(commune, en_charge, incertaine and _commencee(histoire, jour))


def commune_le(histoire, jour):
    """The commune of the 19 in which the person certainly lives on that day, or None."""
    position = lire_position(histoire, jour)
    return position.commune if position.situation == "present" else None


def premiere_commune(histoire, jour):
    """The commune of the 19 in which the person certainly lived first, up to that day, or None."""
    communes = (commune_le(histoire, passe) for passe in reversed(list(_jours_passes(histoire, jour))))
    return next(filter(None, communes), None)


def _genre(histoire, position):
    if position.situation == "present":
        return ICI if position.commune else DOUTE
    if position.situation in ("autre_region", "parti") or position.code in histoire.tables.a_l_etranger:
        return DEHORS
    return SANS_LIEU if position.situation else DOUTE


def _jours_passes(histoire, jour):
    """That day, then the last day before each day on which where the person is could change, from late to early."""
    yield jour
    for passage in sorted(histoire.passages_residence, reverse=True):
        if PASSE < passage <= jour:
            yield passage - UN_JOUR


def _seule_possible(histoire, jour):
    """The commune of the 19 that was the only possible one on the first day that had such a one, up to that day."""
    for passage in sorted({PASSE, *histoire.passages_residence}):
        if passage > jour:
            break
        codes = {i.code for e in histoire.lieux if e.tot <= passage < e.limite_tard for i in e.entrees}
        communes = codes & histoire.tables.communes
        if len(communes) == 1 and not any(histoire.genres[code] is INCONNU for code in codes):
            return communes.pop()
    return None


def _commencee(histoire, jour):
    """Whether the register says anything of where the person was up to that day."""
    return any(etape.tot <= jour for etape in histoire.lieux + histoire.presence)
