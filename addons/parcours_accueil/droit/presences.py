# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What somebody followed of the courses: hours, rate, dropping out, and what is missing for a complete pathway
(loi.md §6.3). Every figure is a line of the version of the law; nobody guesses one that a version does not have.

A presence counts when somebody noted it and its session was held: one that is expected, or of a session that was
cancelled, is nothing yet, or nothing any more.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

#: What is noted of one person in one session; expected: nothing was noted yet.
ATTENDU, PRESENT, ABSENT, JUSTIFIE = ETATS = ("attendu", "present", "absent", "justifie")
PREVUE, TENUE, ANNULEE = ("prevue", "tenue", "annulee")
#: The order in which a tap changes what is noted.
SUIVANT = {ATTENDU: PRESENT, PRESENT: ABSENT, ABSENT: JUSTIFIE, JUSTIFIE: PRESENT}
#: Codes of the figures in a version of the law.
ABSENCES_SUITE, ABSENCES_PART = ("absences_suite", "absences_part")
HEURES_JOUR, SANS_NOUVELLES = ("heures_jour", "sans_nouvelles")
#: Why somebody seems to have dropped out.
SUITE, PART = ("suite", "part")
#: The levels of a language, in order; A2, oral and written, is the goal. `inconnu` is no level.
INCONNU = "inconnu"
NIVEAUX = ("aucun", "a1_moins", "a1", "a2", "b1", "b2", "c")
BUT = "a2"
#: Why a presence cannot be noted.
COURS_ANNULE, A_VENIR, NON_INSCRIT, AVANT, APRES, DEUX_COURS, RETARD, JOURNEE = (
    "annulee",
    "a_venir",
    "non_inscrit",
    "avant",
    "apres",
    "deux_cours",
    "retard",
    "journee",
)
#: What is missing for a complete pathway, besides hours of a module.
BILAN_SOCIAL, BILAN_LANGUE, NIVEAU, HEURES, HEURES_INCONNUES, ENTRETIEN = (
    "bilan_social",
    "bilan_langue",
    "niveau",
    "heures",
    "heures_inconnues",
    "entretien",
)


class Seance(NamedTuple):
    """One session: its day, its minutes from midnight in Brussels, and whether it is to come, held or cancelled."""

    jour: date
    debut: int
    fin: int
    etat: str = PREVUE

    @property
    def minutes(self):
        return self.fin - self.debut


class Presence(NamedTuple):
    """What was noted of one person in one session; `retard`: minutes that the person was not there."""

    module: int
    seance: Seance
    etat: str
    retard: int = 0

    @property
    def compte(self):
        return self.etat != ATTENDU and self.seance.etat != ANNULEE

    @property
    def suivies(self):
        """Minutes that the person followed.

        >>> Presence(1, Seance(date(2026, 1, 5), 540, 720, TENUE), PRESENT, 30).suivies
        150
        """
        return self.seance.minutes - self.retard if self.compte and self.etat == PRESENT else 0


class Module(NamedTuple):
    """One module that a complete pathway holds. `heures`: what the version of the law asks; None when it does not say;
    `langue`: asked according to need, up to a level and not to a number of hours."""

    id: int
    heures: int | None = None
    langue: bool = False


class Niveau(NamedTuple):
    """One language assessment. An empty level was not looked at; `ne_lit_pas`: the person neither reads nor writes;
    `langue`: the one that was assessed."""

    jour: date
    oral: str = ""
    ecrit: str = ""
    ne_lit_pas: bool = False
    langue: str = ""


class Acquis(NamedTuple):
    """What somebody has of the pathway, each with its day: sessions, dispenses ``(module, day)``, assessments of the
    language, days of the social assessments and of the final interviews."""

    presences: tuple = ()
    dispenses: tuple = ()
    niveaux: tuple = ()
    bilans: tuple = ()
    entretiens: tuple = ()

    def au(self, jour):
        """Return what there was of it on the evening of that day.

        >>> Acquis(bilans=(date(2026, 1, 5), date(2026, 2, 2))).au(date(2026, 1, 31)).bilans
        (datetime.date(2026, 1, 5),)
        """
        return Acquis(
            tuple(presence for presence in self.presences if presence.seance.jour <= jour),
            tuple((module, accordee) for module, accordee in self.dispenses if accordee <= jour),
            tuple(niveau for niveau in self.niveaux if niveau.jour <= jour),
            tuple(fait for fait in self.bilans if fait <= jour),
            tuple(tenu for tenu in self.entretiens if tenu <= jour),
        )


class Manque(NamedTuple):
    """One thing that is missing for a complete pathway: what, of which module, and how many minutes."""

    quoi: str
    module: int | None = None
    minutes: int = 0


def minutes_suivies(presences):
    """Return the minutes that were followed, by module: ``{module: minutes}``."""
    suivies: dict[int, int] = {}
    for presence in presences:
        if minutes := presence.suivies:
            suivies[presence.module] = suivies.get(presence.module, 0) + minutes
    return suivies


def taux(presences):
    """Return the share followed of what was given, a whole percentage rounded down; None when nothing was noted yet. A
    justified absence is no fault, and no hour either: it counts in what was given."""
    comptees = [presence for presence in presences if presence.compte]
    return part(sum(p.suivies for p in comptees), sum(p.seance.minutes for p in comptees))


def part(suivies, donnees):
    """Return minutes followed of the minutes given, a whole percentage rounded down; None when none were given.

    >>> part(119, 120), part(0, 0)
    (99, None)
    """
    return 100 * suivies // donnees if donnees else None


class Decrochage(NamedTuple):
    """Somebody who seems to have dropped out: why, the first and the last day missed, and how many in a row."""

    raison: str
    depuis: date
    dernier: date
    absences: int


def decrocher(presences, suite, part):
    """Return the `Decrochage` of somebody, or None. Who came last has not dropped out, whatever was missed before.

    :param suite: so many absences in a row without justification; 0: never. A justified one neither counts nor breaks
        the row.
    :param part: so many per cent of the sessions without justification; 0: never. Not before there were as many
        sessions as make a row (at least one): the first absence of all is no share.
    """
    comptees = sorted((p for p in presences if p.compte), key=lambda p: (p.seance.jour, p.seance.debut))
    manquees = []
    for presence in reversed(comptees):
        if presence.etat == PRESENT:
            break
        if presence.etat == ABSENT:
            manquees.append(presence.seance.jour)
    if not manquees:
        return None
    raison = ""
    absents = sum(presence.etat == ABSENT for presence in comptees)
    if suite and len(manquees) >= suite:
        raison = SUITE
    elif part and len(comptees) >= max(suite, 1) and 100 * absents >= part * len(comptees):
        raison = PART
    return Decrochage(raison, manquees[-1], manquees[0], len(manquees)) if raison else None


def decrochage(presences, suite, part):
    """Return why somebody seems to have dropped out, or "".

    >>> jours = [Seance(date(2026, 1, j), 540, 720, TENUE) for j in range(5, 9)]
    >>> [decrochage([Presence(1, s, e) for s, e in zip(jours, etats)], 3, 50)
    ...  for etats in (("absent",) * 3, ("absent", "justifie", "absent", "absent"), ("absent", "present", "absent"))]
    ['suite', 'suite', 'part']
    """
    lu = decrocher(presences, suite, part)
    return lu.raison if lu else ""


def est_revenu(presences, depuis):
    """Whether somebody came after a day on which they were missed."""
    return any(p.compte and p.etat == PRESENT and p.seance.jour >= depuis for p in presences)


def atteint(niveau):
    """Whether a level is the goal or more.

    >>> [atteint(n) for n in ("a1", "a2", "c", "inconnu", "")]
    [False, True, True, False, False]
    """
    return niveau in NIVEAUX and NIVEAUX.index(niveau) >= NIVEAUX.index(BUT)


def langue_acquise(niveaux, langue=None):
    """Whether the last assessment of the language of the pathway says that the goal is reached: oral and written, oral
    only for who neither reads nor writes; None when no assessment says it either way.

    :param niveaux: of two of one day the later one in this order counts
    :param langue: the language that is followed; None: nobody recorded it, and either one may reach the goal

    >>> jour = date(2026, 1, 5)
    >>> niveaux = [Niveau(jour, "a2", "a2", langue="nl"), Niveau(jour, "a1", "a1", langue="fr")]
    >>> [langue_acquise(niveaux, langue) for langue in ("fr", "nl", None)]
    [False, True, True]
    """
    derniers: dict[str, Niveau] = {}
    for niveau in sorted(niveaux, key=lambda niveau: niveau.jour):
        derniers[niveau.langue] = niveau
    lus = [_acquise(n) for n in derniers.values() if not langue or not n.langue or n.langue == langue]
    if True in lus:
        return True
    return False if False in lus else None


def _acquise(niveau):
    """What one assessment says of the goal: True, False, or None."""
    demandes = [niveau.oral] if niveau.ne_lit_pas else [niveau.oral, niveau.ecrit]
    if any(niveau in NIVEAUX and not atteint(niveau) for niveau in demandes):
        return False
    return True if all(map(atteint, demandes)) else None


def manques(modules, presences, dispenses, bilan_social, niveaux, langue=None, entretien=True):
    """Return what is missing for a complete pathway, in the order of the pathway; empty: it is complete.

    :param modules: the modules that the pathway holds
    :param dispenses: ids of the modules that the person need not follow, with a proof
    :param bilan_social: whether the social assessment was made
    :param langue: the language in which the pathway is followed, as `langue_acquise` takes it
    :param entretien: whether the final interview was held
    """
    suivies = minutes_suivies(presences)
    acquise = langue_acquise(niveaux, langue)
    manquants = []
    if not bilan_social:
        manquants.append(Manque(BILAN_SOCIAL))
    if acquise is None:
        manquants.append(Manque(BILAN_LANGUE))
    for module in modules:
        if module.id in dispenses:
            continue
        if module.langue:
            if acquise is False:
                manquants.append(Manque(NIVEAU, module.id))
        elif module.heures is None:
            manquants.append(Manque(HEURES_INCONNUES, module.id))
        elif (reste := 60 * module.heures - suivies.get(module.id, 0)) > 0:
            manquants.append(Manque(HEURES, module.id, reste))
    return manquants if entretien else [*manquants, Manque(ENTRETIEN)]


def reste(modules, acquis, langue=None, jour=None):
    """Return what is missing for a complete pathway, as `manques`; of a day, what came after it does not count.

    >>> lundi, mardi = date(2026, 1, 5), date(2026, 1, 6)
    >>> acquis = Acquis(niveaux=(Niveau(lundi, "a2", "a2"),), bilans=(lundi,), entretiens=(mardi,))
    >>> [[manque.quoi for manque in reste([], acquis, jour=jour)] for jour in (lundi, mardi, None)]
    [['entretien'], [], []]
    """
    la = acquis.au(jour) if jour else acquis
    dispenses = {module for module, _accordee in la.dispenses}
    return manques(modules, la.presences, dispenses, bool(la.bilans), la.niveaux, langue, bool(la.entretiens))


def se_chevauchent(une, autre):
    """Whether nobody can be in both sessions from the first to the last minute: one that ends when the other one begins
    leaves time enough.

    >>> lundi = date(2026, 1, 5)
    >>> se_chevauchent(Seance(lundi, 540, 720), Seance(lundi, 720, 780))
    False
    >>> se_chevauchent(Seance(lundi, 540, 720), Seance(lundi, 719, 780))
    True
    """
    return une.jour == autre.jour and une.debut < autre.fin and autre.debut < une.fin


def hors_inscription(jour, inscriptions):
    """Return why a day is in none of the enrolments of somebody with an organiser, or "".

    :param inscriptions: pairs of a first and a last day; None: it goes on

    >>> lundi, mardi = date(2026, 1, 5), date(2026, 1, 6)
    >>> [hors_inscription(lundi, i) for i in ([(lundi, None)], [(mardi, None)], [(date(2025, 9, 1), lundi)], [])]
    ['', 'avant', '', 'non_inscrit']
    >>> hors_inscription(mardi, [(date(2025, 9, 1), lundi)])
    'apres'
    """
    if not inscriptions:
        return NON_INSCRIT
    if any(debut <= jour and (not fin or jour <= fin) for debut, fin in inscriptions):
        return ""
    return AVANT if all(debut > jour for debut, _fin in inscriptions) else APRES


def refus(seance, etat, retard, inscriptions, autres, maintenant, par_jour=0):
    """Return why this cannot be noted of somebody in a session, or "".

    :param retard: minutes that the person was not there
    :param inscriptions: the enrolments with the organiser of the session, as `hors_inscription` reads them
    :param autres: sessions of that day in which the same person was noted present
    :param maintenant: (day, minutes from midnight) in Brussels
    :param par_jour: so many hours of courses on one day at most; 0: the law does not say
    """
    if seance.etat == ANNULEE:
        return COURS_ANNULE
    # a justification is often known before: somebody who has announced that they will not come
    if etat != JUSTIFIE and (seance.jour, seance.debut) > maintenant:
        return A_VENIR
    if dehors := hors_inscription(seance.jour, inscriptions):
        return dehors
    if not 0 <= retard < seance.minutes or (retard and etat != PRESENT):
        return RETARD
    if etat == PRESENT and any(se_chevauchent(seance, autre) for autre in autres):
        return DEUX_COURS
    if etat == PRESENT and par_jour:
        du_jour = seance.minutes - retard + sum(a.minutes for a in autres if a.jour == seance.jour)
        return JOURNEE if du_jour > 60 * par_jour else ""
    return ""
