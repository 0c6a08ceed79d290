# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The facts of one person's file, as loi.md §2 and §2b read them from the history of the register: the reference date
and the registration it rests on, the legal stay before it, the permits, the ages, and what somebody is today.

``ref_*`` facts are measured at the reference date, ``jour_*`` facts on a given day. A fact that the register does not
tell, or tells in two ways, is None with a note; nothing is guessed. Yes and no are 'oui' and 'non'. Keys are the
columns of `parcours.dossier`. The thresholds of the law are not here: the rules (`parcours.regle`) compare the facts
with them.
"""

from __future__ import annotations

from calendar import isleap
from datetime import MAXYEAR, date, timedelta
from typing import NamedTuple

from ...registre_national.histoire.dates import (
    FUTUR,
    PASSE,
    UN_JOUR,
    autour,
    complement,
    intersection,
    lendemain,
    periodes,
    plus_mois,
    succession,
)
from ...registre_national.histoire.histoire import (
    INCONNU,
    LIEU,
    OFFICE,
    carte_connue,
    classer,
    derniers,
    les_deux,
    lire_code,
    lire_etat,
    lire_lieu,
    lire_origine,
    lire_position,
    lire_protection,
    lire_situation,
    motif_connu,
    ou_premiers,
    passages,
)
from ...registre_national.histoire.modele import (
    AUCUNE_ENTREE,
    CODE_INCONNU,
    CONTRADICTOIRE,
    DATE_PARTIELLE,
    EXPIRATION_INCONNUE,
    NON,
    OUI,
    RUPTURE_INCERTAINE,
    SANS_REFERENCE,
    Fait,
)
from .modele import Faits

MOIS = {"mois": 1, "annees": 12}  # months in the units of `au_bout`, days apart


def lire_faits(histoire, naissance, jour, ages=(), limites=()):
    """Return the `Faits` of a file.

    :param histoire: the person's `Histoire`, made with a `TablesDroit`
    :param naissance: (earliest, latest) day of birth; None when unknown
    :param jour: the day of the ``jour_*`` facts
    :param ages: the ages, in years, of which the birthday counts as a change
    :param limites: (fact, number, unit of `au_bout`): lengths whose end, counted from that fact, counts as a change
    """
    valides, permis = validites(histoire), _permis(histoire)
    faits = lire_reference(histoire, valides)
    tot, tard = faits["date_reference_min"].valeur, faits["date_reference_max"].valeur
    lectures = (tot, tard) if tot and tard else None
    sources_naissance = tuple(sorted(i.id for i in histoire.par_type.get("000", ())))
    faits.update(_lire_age(naissance, lectures, sources_naissance))
    faits.update(lire_sejour(histoire, lectures))
    alors, lieu = lire_etat(histoire, lectures), lire_lieu(histoire, jour)
    belge_avant = alors.belge.valeur == OUI
    faits["ref_belge"], faits["ref_ue"], faits["ref_britannique"] = alors.belge, alors.ue, alors.britannique
    faits.update(_lire_titres_reference(histoire, valides, lectures))
    du_jour = (
        _lire_personne_du_jour(histoire, jour, belge_avant),
        _lire_titres_du_jour(histoire, permis, jour),
        _nommer_lieu(lieu),
    )
    for lus in du_jour:
        faits.update(lus)
    return Faits(
        faits=faits,
        origine=lire_origine(histoire, faits["date_reference"].valeur, jour),
        en_charge=lieu.residence.en_charge,
        incertaine=lieu.residence.incertaine,
        sejours=lieu.sejours,
        prochain=_prochain_changement(histoire, valides, permis, faits, jour, ages, limites),
        jours=_lire_jours(histoire, valides, permis, du_jour, tot, jour, belge_avant) if tot else (),
    )


def _lire_personne_du_jour(histoire, jour, belge_avant):
    """The ``jour_*`` facts of the person on a day: nationality, protection.

    :param belge_avant: whether the person was Belgian at the reference date
    """
    etat = lire_etat(histoire, (jour, jour))
    ue = _ue_avant_belge(histoire, jour) or etat.ue if etat.belge.valeur == OUI and not belge_avant else etat.ue
    return {
        "jour_belge": etat.belge,
        "jour_ue": ue,
        "jour_britannique": etat.britannique,
        "jour_protection": lire_protection(histoire, etat, jour),
    }


def _nommer_lieu(lieu):
    """The ``jour_*`` facts of where the person is (`lire_situation`)."""
    return {"jour_situation": lieu.situation, "jour_situation_depuis": lieu.depuis, "jour_commune": lieu.commune}


def _lire_jours(histoire, valides, permis, du_jour, depuis, jour, belge_avant):
    """The values of the ``jour_*`` facts on each day from `depuis` to `jour`: ``((first day, {fact: value}), …)``, each
    until the next one; () when they were the same all the time. Each part is read again only where it can change.

    :param du_jour: those of `jour`, of the person, of the cards and of the place
    """
    titres = histoire.passages_titres.union(*(etape[2:4] for etape in valides), _passages_propres(histoire, permis))
    lectures = (
        (histoire.passages_personne, lambda debut: _lire_personne_du_jour(histoire, debut, belge_avant)),
        (titres, lambda debut: _lire_titres_du_jour(histoire, permis, debut)),
        (histoire.passages_residence, lambda debut: _nommer_lieu(lire_situation(histoire, debut))),
    )
    trouves = {}
    for (bornes, lire), derniers_faits in zip(lectures, du_jour, strict=True):
        *avant, dernier = (depuis, *sorted(borne for borne in bornes if depuis < borne <= jour))
        # since the last of them nothing has changed
        for debut, faits in (*((debut, lire(debut)) for debut in avant), (dernier, derniers_faits)):
            trouves.setdefault(debut, {}).update((nom, fait.valeur) for nom, fait in faits.items())
    suites, courant = [], {}
    for debut in sorted(trouves):
        suivant = courant | trouves[debut]
        if suivant != courant:
            suites.append((debut, suivant))
            courant = suivant
    return tuple(suites) if len(suites) > 1 else ()


def _passages_propres(histoire, permis):
    """The days on which the permits can change although no card does: what stood between two of them is left out."""
    return () if permis is histoire.cartes else passages(permis)


def _prochain_changement(histoire, valides, permis, faits, jour, ages, limites):
    """The first day after `jour` on which time alone can change a fact of that day or what a rule makes of it; or None.

    Entries may start or end in the future; a permit ends; what the law lets last for so long is over. The end of the
    permit counts on that day and the next, so that it does not matter whether its last day is still valid. `ages`: the
    birthdays that close a file.
    """
    naissance = faits["naissance_max"].valeur
    jours = {*histoire.passages, *_passages_propres(histoire, permis), faits["jour_permis_fin"].valeur}
    jours.update(limite for etape in valides for limite in etape[2:4])
    jours.update(anniversaire(naissance, annees) for annees in ages if naissance)
    for nom, nombre, unite in limites:
        if depuis := faits[nom].valeur:
            jours.add(lendemain(au_bout(depuis, nombre, unite)))
    return min((passage for passage in jours if passage and jour < passage < FUTUR), default=None)


# ---- what lasts for so long -----------------------------------------------------------------------------------------


def au_bout(depuis, nombre, unite):
    """The last day of what lasts for so many days, months or years after a day, by the plain calendar (loi.md §5)."""
    if unite == "jours":
        return depuis + timedelta(days=min(nombre, (FUTUR - depuis).days))
    return plus_mois(depuis, nombre * MOIS[unite])


def premier_encore(jour, nombre, unite):
    """The first day of which :func:`au_bout` is not before `jour`.

    >>> premier_encore(date(2025, 3, 31), 90, "jours"), premier_encore(date(2025, 3, 31), 1, "mois")
    (datetime.date(2024, 12, 31), datetime.date(2025, 3, 1))
    """
    depuis = jour - timedelta(days=nombre) if unite == "jours" else plus_mois(jour, -nombre * MOIS[unite])
    while au_bout(depuis, nombre, unite) < jour:
        depuis += UN_JOUR
    return depuis


# ---- the reference date ---------------------------------------------------------------------------------------------


def lire_reference(histoire, valides):
    """The facts `date_reference`, `_min`, `_max`, `ref_inscription` and `ref_inscription_motif`.

    The reference date is the first day on which the register of foreigners, one of the 19 communes and a permit of
    more than three months hold together. `_min` is the first day on which they may, `_max` the first on which they
    surely do (None: no such day). Later moves, cards and returns change neither. `valides`: the cards in force
    (`validites`)."""
    inscrit, surement_inscrit = jours_inscription(histoire)
    habite, surement_habite = jours_residence(histoire)
    permis, surement_permis = periodes(valides, lambda i: carte_compte(histoire, i))
    ensemble = intersection(inscrit, habite)
    tot = _premier(intersection(ensemble, permis))
    tard = _premier(intersection(intersection(surement_inscrit, surement_habite), surement_permis)) if tot else None
    if tot is None:
        sources, note = _sources_inscription(histoire, ensemble), ""
        valeur, motif = (None, "permis_inconnu") if ensemble else _hors_registre(histoire)
    else:
        sources = _en_vigueur(histoire, tot, valides)
        sources += _en_vigueur(histoire, tard, valides) if tard not in (None, tot) else ()
        valeur = OUI if tard else None
        motif, note = ("inscrit", "") if tot == tard else _raison_du_doute(histoire, valides, tot)
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


def jours_residence(histoire):
    """Days of residence in one of the 19 communes: those that may be, those that surely are."""
    return histoire.present(periodes(histoire.lieux, lambda i: histoire.dans_les_19[i.code]))


def _registre_etrangers(information, tables):
    """Whether it is the register of foreigners; None when the code is of no known register."""
    code = information.code
    if code == tables.registre_etrangers:
        return True
    autre = code in tables.registres_attente or code in tables.registres_population or code in tables.registres_autres
    return False if autre else None


def _premier(ensemble):
    return ensemble[0][0] if ensemble else None


def _en_vigueur(histoire, jour, valides=()):
    """Ids of the entries that may hold on that day in the three histories; `valides`: also cards on their last day."""
    return tuple(
        information.id
        for etape in _etapes_en_vigueur([*histoire.registres, *histoire.lieux, *histoire.cartes, *valides], jour)
        for information in etape.entrees
    )


def _etapes_en_vigueur(etapes, jour):
    """Those of the steps that may hold on that day."""
    return [etape for etape in etapes if etape.tot <= jour < etape.limite_tard]


def _sources_inscription(histoire, ensemble):
    if ensemble:
        return _en_vigueur(histoire, ensemble[-1][0])
    return tuple(i.id for etapes in (histoire.registres, histoire.lieux) for etape in etapes for i in etape.entrees)


def _raison_du_doute(histoire, valides, jour):
    """(motif, note) when the reference date is not certain: what may be in force on its earliest reading tells why."""
    tables = histoire.tables
    cartes_du_jour = _etapes_en_vigueur(histoire.cartes, jour)
    cartes = [i for etape in cartes_du_jour for i in etape.entrees]
    if any(not carte_connue(i.code, tables) for i in cartes):
        return "carte_inconnue", CODE_INCONNU
    if any(carte_compte(histoire, i) is None and histoire.expirations[i.id].au_plus_tot is None for i in cartes):
        return "permis_inconnu", EXPIRATION_INCONNUE
    registres = _etapes_en_vigueur(histoire.registres, jour)
    lieux = _etapes_en_vigueur(histoire.lieux + histoire.presence, jour)
    if any(_registre_etrangers(i, tables) is None for etape in registres for i in etape.entrees):
        return "autre_registre", CODE_INCONNU
    if any(histoire.genres[i.code] is INCONNU for etape in lieux for i in etape.entrees):
        return "autre_region", CODE_INCONNU
    douteuses = [etape for etape in registres + lieux if etape.doute]
    douteuses += [etape for etape in _etapes_en_vigueur(valides, jour) if etape.doute]
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
    autres = tables.registres_attente | tables.registres_population | tables.registres_autres
    for codes_connus, motif in (
        (tables.registres_attente, "attente"),
        (tables.registres_population, "population"),
        (tables.registres_autres, "autre_registre"),
    ):
        if derniers <= codes_connus and codes <= autres:
            return NON, motif
    return (NON if codes <= autres else None), "autre_registre"


# ---- the legal stay -------------------------------------------------------------------------------------------------


def lire_sejour(histoire, lectures):
    """The facts `ref_sejour_depuis` (first day of the unbroken legal stay), `ref_sejour_annees_min` and `_max`
    (completed years of it at the reference date). `lectures`: earliest and latest reference date, or None."""
    if lectures is None:
        return dict.fromkeys(("ref_sejour_depuis", "ref_sejour_annees_min", "ref_sejour_annees_max"), SANS_REFERENCE)
    sejours = _sejours(histoire)
    debuts, annees_min, annees_max, doute = set(), [], [], False
    for jour in _jours_extremes(sejours, lectures):
        au_plus_tot, au_plus_tard, rupture = _debuts_sejour(histoire, sejours, jour)
        debuts |= {au_plus_tot, au_plus_tard}
        annees_min.append(annees_revolues(au_plus_tard, jour))
        annees_max.append(None if au_plus_tot == PASSE else annees_revolues(au_plus_tot, jour))
        doute |= rupture
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
    note = RUPTURE_INCERTAINE if doute else DATE_PARTIELLE
    return {
        "ref_sejour_depuis": Fait(depuis, sources, "" if depuis else note),
        "ref_sejour_annees_min": Fait(min(annees_min), sources),
        "ref_sejour_annees_max": Fait(
            maximum, sources, DATE_PARTIELLE if maximum is None else RUPTURE_INCERTAINE if doute else ""
        ),
    }


def _jours_extremes(sejours, lectures):
    """The days on which the stay up to a reference date between those two may be longest or shortest: the two, and the
    first and the last day of each stay between them."""
    tot, tard = lectures
    if tot == tard:
        return [tot]
    bornes = {jour for sejour in sejours for debut, fin in sejour.tenu for jour in (debut, fin - UN_JOUR)}
    return [tot, *sorted(jour for jour in bornes if tot < jour < tard), tard]


class _Sejour(NamedTuple):
    """One reading of the legal stay, in sets of days: in a register of legal stay and not away (`tenu`); away by a code
    of IT 001 (`dehors`) or in registers 3 and 4 (`autres`); in no register (`vides`)."""

    tenu: list
    dehors: list
    autres: list
    vides: list


def _sejours(histoire):
    """The longest stay there may have been, then the shortest."""
    tables = histoire.tables
    presents = histoire.present(periodes(histoire.registres, lambda i: _registre_legal(i, tables)))
    if len(presents[0]) == len(presents[1]) == 1:
        return _Sejour(presents[0], (), (), ()), _Sejour(presents[1], (), (), ())
    dehors = histoire.partis()
    autres = periodes(histoire.registres, lambda i: _non(_registre_legal(i, tables)))
    vides = [complement(jours) for jours in periodes(histoire.registres, lambda _i: True)]
    return (
        _Sejour(presents[0], dehors[1], autres[1], vides[0]),
        _Sejour(presents[1], dehors[0], autres[0], vides[1]),
    )


def _debuts_sejour(histoire, sejours, jour):
    """(first day of the longest stay up to that day, of the shortest, whether a break that may count parts them)."""
    long, court = sejours
    mois = histoire.tables.rupture_mois
    au_plus_tot, _ = _debut_sejour(long, jour, lambda trou: _longue_coupure(long, trou, mois))
    au_plus_tard, rupture = _debut_sejour(court, jour, lambda trou: _coupure(court, trou, mois))
    return au_plus_tot, au_plus_tard, bool(rupture) and not _longue_coupure(court, rupture, mois)


def _debut_sejour(sejour, jour, rompt):
    """(first day of the stay up to that day, the break it begins after or None): what is before a break that does not
    count goes on after it."""
    debut, _fin = autour(sejour.tenu, jour) or (jour, None)
    for avant, fin in reversed([intervalle for intervalle in sejour.tenu if intervalle[1] <= debut]):
        if rompt((fin, debut)):
            return debut, (fin, debut)
        debut = avant
    return debut, None


def _longue_coupure(sejour, trou, mois):
    """Whether a break has a code and lasts for more than so many months: it counts. Its length is that of the code, or
    that of the hole in the registers when the entry did not go on."""
    dehors, vides = intersection([trou], sejour.dehors), intersection([trou], sejour.vides)
    longueurs = intersection([trou], sejour.autres)
    for coupure in dehors:
        longueurs += [vide for vide in vides if intersection([vide], [coupure])] or [coupure]
    return any(_plus_long(longueur, mois) for longueur in longueurs)


def _coupure(sejour, trou, mois):
    """Whether a break may count: it has a code, or is a hole of more than so many months."""
    return bool(intersection([trou], [*sejour.dehors, *sejour.autres])) or _plus_long(trou, mois)


def _plus_long(intervalle, mois):
    return intervalle[1] > plus_mois(intervalle[0], mois)


def _registre_legal(information, tables):
    """Whether the time in that register counts as legal stay; None when the code is of no known register."""
    code = information.code
    if code == tables.registre_etrangers or code in tables.registres_attente or code in tables.registres_population:
        return True
    return False if code in tables.registres_autres else None


def _non(verite):
    return None if verite is None else not verite


# ---- the permits ----------------------------------------------------------------------------------------------------


def lire_permis(histoire, lectures, jour):
    """(`jour_permis_fin`: last day of validity of the card, `jour_permis_valide`). A card that is no permit of more
    than three months is not a valid permit; the day of expiry still is a day of validity."""
    etapes = lectures[0] + [e for e in lectures[1] if e not in lectures[0]]
    if not etapes:
        # A card withdrawn without another one: the permit is over.
        finies = tuple(sorted(i.id for e in histoire.cartes if e.limite_tard <= jour for i in e.entrees))
        valide = Fait(NON, finies) if finies else Fait(None, (), AUCUNE_ENTREE)
        return Fait(None, finies, AUCUNE_ENTREE), valide
    cartes = [i for e in etapes for i in e.entrees]
    sources = tuple(sorted(i.id for i in cartes))
    if any(e.doute for e in etapes):
        return Fait(None, sources, CONTRADICTOIRE), Fait(None, sources, CONTRADICTOIRE)
    certain = lectures[0] == lectures[1]
    fins = {histoire.expirations[i.id].etendue for i in cartes}
    note = EXPIRATION_INCONNUE if fins == {(None, None)} else DATE_PARTIELLE
    tot, tard = fins.pop() if len(fins) == 1 else (None, None)
    fin = Fait(tot, sources) if tot and tot == tard and certain else Fait(None, sources, note)
    reponses = {_valide(histoire, i, jour) for i in cartes} | (set() if certain else {(NON, "")})
    if len(reponses) == 1:
        valeur, note = reponses.pop()
    else:
        valeur, note = None, next((note for _, note in sorted(reponses, key=str) if note), DATE_PARTIELLE)
    return fin, Fait(valeur, sources, note)


def carte_compte(histoire, information):
    """Whether the card or document is a permit of more than three months; None when that cannot be told. An
    attestation counts when it expires strictly later than its start plus three months."""
    code, tables = information.code, histoire.tables
    if code not in tables.attestations:
        return code in tables.cartes_long_sejour if code in tables.cartes_connues else None
    tot, tard = histoire.expirations[information.id].etendue
    if tot is None or information.debut_tot is None or information.debut_tard is None:
        return None
    if tot > plus_mois(information.debut_tard, tables.attestation_mois):
        return True
    return None if tard > plus_mois(information.debut_tot, tables.attestation_mois) else False


def validites(histoire):
    """The steps of the cards, each with its end brought back to the day after the last one of validity: that of its
    expiry, or the one on which the register ended it. Without an expiry date a card is valid until the next one; an
    expiry before the start is a contradiction."""
    valides, suivante = [], None
    for etape in reversed(histoire.cartes):
        valides.append(_validite(histoire, etape, suivante))
        suivante = etape
    valides.reverse()
    return valides


def _validite(histoire, etape, suivante):
    fins = [histoire.expirations[information.id].apres for information in etape.entrees]
    fin_tot, fin_tard = min(tot for tot, tard in fins), max(tard for tot, tard in fins)
    if fin_tard <= etape.tot:
        return etape._replace(doute=True)
    limite_tot, limite_tard = lendemain(etape.limite_tot), lendemain(etape.limite_tard)
    if suivante:
        limite_tot, limite_tard = min(limite_tot, suivante.tot), min(limite_tard, suivante.tard)
    return etape._replace(limite_tot=min(fin_tot, limite_tot), limite_tard=min(fin_tard, limite_tard))


def _lire_titres_reference(histoire, valides, lectures):
    """Card in force and reason of residence at the reference date; a reason recorded later serves when none was."""
    if lectures is None:
        return dict.fromkeys(("ref_carte", "ref_motif_sejour"), SANS_REFERENCE)
    tables = histoire.tables
    return {
        "ref_carte": lire_code(les_deux(valides, lectures), carte_connue, tables),
        "ref_motif_sejour": lire_code(ou_premiers(histoire.motifs, lectures), motif_connu, tables),
    }


def _lire_titres_du_jour(histoire, permis, jour):
    """The ``jour_*`` facts of the cards and of the reason of residence on a day: what the last permit, the last
    document and the last reason say of it, whether they ended or not, and whether the card in force is valid (loi.md
    §2b, "card today", "exemptions 1 and 10 today").

    :param permis: the steps of the cards without the annexes (`_permis`)
    """
    tables = histoire.tables
    dernier_permis, dernier_motif = derniers(permis, jour), derniers(histoire.motifs, jour)
    fin, valide = lire_permis(histoire, les_deux(histoire.cartes, (jour, jour)), jour)
    return {
        "jour_carte": lire_code(dernier_permis, carte_connue, tables),
        "jour_carte_fin": _fin(histoire, dernier_permis),
        "jour_carte_exclut": _exclusion(histoire, permis, dernier_motif, jour),
        "jour_titre_fin": _fin(histoire, derniers(histoire.cartes, jour)),
        "jour_motif_sejour": lire_code(dernier_motif, motif_connu, tables),
        "jour_permis_fin": fin,
        "jour_permis_valide": valide,
    }


def _permis(histoire):
    """The steps of the cards without the annexes that stand in for one for a while."""
    remplacements = histoire.tables.cartes_remplacement
    cartes = histoire.par_type.get("195", ())
    if not any(i.code in remplacements for i in cartes):
        return histoire.cartes
    return succession([i for i in cartes if i.code not in remplacements])


def _fin(histoire, etapes):
    """The earliest last day of validity of those steps, of each reading: the day of the expiry, or the one on which the
    register ended the entry, whichever comes first; None without a known expiry."""
    cartes = {i.id: i for lecture in etapes for etape in lecture for i in etape.entrees}
    sources = tuple(sorted(cartes))
    if not cartes:
        return Fait(None, (), AUCUNE_ENTREE)
    fins = []
    for rang, information in cartes.items():
        expiration = histoire.expirations[rang].au_plus_tot
        if expiration is None:
            return Fait(None, sources, EXPIRATION_INCONNUE)
        fins.append(min(expiration, information.fin_tot or information.fin_tard or FUTUR))
    if any(etape.doute for lecture in etapes for etape in lecture):
        return Fait(None, sources, CONTRADICTOIRE)
    return Fait(min(fins), sources)


def _exclut(code, tables):
    """Whether a card excludes exemptions 1 and 10; None for one that nobody told us about."""
    if code in tables.cartes_exclues:
        return True
    return False if carte_connue(code, tables) else None


def _exclusion(histoire, permis, motifs, jour):
    """Whether a card that excludes exemptions 1 and 10 has begun since the reason of that day began."""
    etapes = [etape for lecture in motifs for etape in lecture]
    if not etapes:
        return Fait(None, (), AUCUNE_ENTREE)
    tables = histoire.tables
    depuis_tot, depuis_tard = min(etape.tot for etape in etapes), max(etape.tard for etape in etapes)
    sources = {i.id for etape in etapes for i in etape.entrees}
    reponses = {False}
    for etape in permis:
        if etape.tot > jour or etape.tard < depuis_tot:
            continue
        certaine = depuis_tard <= etape.tot and etape.tard <= jour and len(etape.entrees) == 1 and not etape.doute
        for information in etape.entrees:
            sources.add(information.id)
            exclut = _exclut(information.code, tables)
            reponses.add(exclut if certaine or exclut is False else None)
    if True in reponses:
        return Fait(OUI, tuple(sorted(sources)))
    if None in reponses:
        inconnue = any(not carte_connue(i.code, tables) for etape in permis for i in etape.entrees if i.id in sources)
        return Fait(None, tuple(sorted(sources)), CODE_INCONNU if inconnue else DATE_PARTIELLE)
    return Fait(NON, tuple(sorted(sources)))


def _valide(histoire, information, jour):
    """('oui'/'non'/None, note) for one card on a day it has not been replaced."""
    compte = carte_compte(histoire, information)
    tot, tard = histoire.expirations[information.id].etendue
    if compte is False or (tard and tard < jour):
        return NON, ""
    if tot is None:
        return None, EXPIRATION_INCONNUE
    if information.debut_tot and tard < information.debut_tot:
        return None, CONTRADICTOIRE
    if compte is None:
        return None, CODE_INCONNU if information.code not in histoire.tables.attestations else DATE_PARTIELLE
    return (OUI, "") if tot >= jour else (None, DATE_PARTIELLE)


# ---- nationality ----------------------------------------------------------------------------------------------------


def _ue_avant_belge(histoire, jour):
    """Whether who became Belgian was a national of the EU+ on the day before: the outcome stays (loi.md §2b). None
    when the register does not tell since when."""
    belge = histoire.tables.belge
    debuts = []
    for etapes in (histoire.nationalites, *([etape] for etape in histoire.plurinationalites)):
        intervalle = autour(periodes(etapes, lambda i: i.code == belge)[0], jour)
        if intervalle:
            debuts.append(intervalle[0])
    if not debuts or min(debuts) == PASSE:
        return None
    veille = min(debuts) - UN_JOUR
    return lire_etat(histoire, (veille, veille)).ue


# ---- volunteers -----------------------------------------------------------------------------------------------------

#: An adult is 18 (civil code): not a figure of the ordinance.
MAJORITE = 18
#: What decides whether somebody may volunteer, in the order in which it is told.
VOLONTARIAT = MAJEUR, ETRANGER, PRESENT, REGISTRE, PERMIS = ("majeur", "etranger", "present", "registre", "permis")


def lire_volontariat(histoire, naissance, jour):
    """What the register says, on the day of a request, of who asks to follow as a volunteer (loi.md §2): adult, a
    foreigner, staying in one of the 19 communes, in the register of foreigners or of the population, the last permit
    of more than three months, whether it is still valid or not (§2b, "card today").

    :param naissance: (earliest, latest) day of birth; None when unknown
    :return: ``{MAJEUR: Fait, ETRANGER: …}``: OUI, NON, or None with why
    """
    tables, belge = histoire.tables, lire_etat(histoire, (jour, jour)).belge
    inscrits = {tables.registre_etrangers, *tables.registres_population}
    autres = tables.registres_attente | tables.registres_autres
    position = lire_position(histoire, jour)
    present = position.situation and (OUI if position.situation == "present" else NON)
    return {
        MAJEUR: _lire_majeur(naissance, jour),
        ETRANGER: Fait({OUI: NON, NON: OUI}.get(belge.valeur), belge.sources, belge.note),
        PRESENT: Fait(present, position.sources, "" if present else AUCUNE_ENTREE),
        REGISTRE: classer(
            les_deux(histoire.registres, (jour, jour)),
            lambda i: True if i.code in inscrits else False if i.code in autres else None,
            absent=None,
        ),
        PERMIS: classer(derniers(_permis(histoire), jour), lambda i: carte_compte(histoire, i), absent=None),
    }


def _lire_majeur(naissance, jour):
    tot, tard = naissance
    if tot is None or tard is None:
        return Fait(None, (), "date_inconnue")
    reponses = {OUI if age(naissance, jour) >= MAJORITE else NON for naissance in (tot, tard)}
    return Fait(reponses.pop(), ()) if len(reponses) == 1 else Fait(None, (), DATE_PARTIELLE)


# ---- ages -----------------------------------------------------------------------------------------------------------


def _lire_age(naissance, lectures, sources):
    """Birth date and completed years at the reference date, each in its two readings. A reference date before birth is
    a contradiction, and then nothing is known of the age."""
    tot, tard = naissance
    if tot is None or tard is None:
        inconnue = Fait(None, sources, "date_inconnue")
        ages = SANS_REFERENCE if lectures is None else inconnue
        jours = dict.fromkeys(("naissance_min", "naissance_max"), inconnue)
        return jours | dict.fromkeys(("ref_age_min", "ref_age_max"), ages)
    jours = {"naissance_min": Fait(tot, sources), "naissance_max": Fait(tard, sources)}
    if lectures is None:
        return jours | {"ref_age_min": SANS_REFERENCE, "ref_age_max": SANS_REFERENCE}
    minimum, maximum = age(tard, lectures[0]), age(tot, lectures[1])
    if minimum < 0 or tard < tot:
        doute = Fait(None, sources, CONTRADICTOIRE if maximum < 0 or tard < tot else DATE_PARTIELLE)
        return jours | {"ref_age_min": doute, "ref_age_max": doute}
    return jours | {"ref_age_min": Fait(minimum, sources), "ref_age_max": Fait(maximum, sources)}


def age(naissance, jour):
    """Completed years of age on `jour`. Who was born on 29 February is a year older on 1 March in common years, for the
    18th birthday as for the 65th: the day named on the birth certificate does not exist, so the year is completed when
    it is over (Belgian practice; docs/decisions.md). relativedelta takes 28 February, hence this line of our own.
    Negative before birth."""
    return jour.year - naissance.year - ((jour.month, jour.day) < (naissance.month, naissance.day))


def anniversaire(naissance, annees):
    """First day on which who was born on `naissance` has completed so many years (`age`): of a 29 February, 1 March in
    common years. After the end of the calendar: `FUTUR`."""
    annee = naissance.year + annees
    if annee > MAXYEAR:
        return FUTUR
    if (naissance.month, naissance.day) == (2, 29) and not isleap(annee):
        return date(annee, 3, 1)
    return naissance.replace(year=annee)


def annees_revolues(debut, jour):
    """Completed years from `debut` to a `jour` that is not before it; the anniversary of a 29 February is the 28th in
    common years."""
    rang = (2, 28) if (debut.month, debut.day) == (2, 29) and not isleap(jour.year) else (debut.month, debut.day)
    return max(jour.year - debut.year - ((jour.month, jour.day) < rang), 0)
