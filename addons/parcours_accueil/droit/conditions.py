# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The conditions of the steps: named predicates over a small picture of the file. Each name is the word of a refusal;
its sentence stands with the labels (models/etape/libelles.py).

A predicate returns None when nothing stands in the way, else what its sentence tells besides: a tuple, often empty. One
that is marked `explique` leaves the button of the step on the screen: whoever clicks it reads what is to be done first.
The others make the step meaningless there and then, and hide it. One that is marked `grise` stands in the way today
whatever is entered, and a step that only such conditions hold up is shown greyed, with why and, where it is known, the
first day on which it will be possible (`fermee`).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ...registre_national.histoire.dates import lendemain
from ...registre_national.histoire.modele import NON
from .canaux import CANAUX
from .clotures import MOTIFS, motifs_offerts
from .delais import (
    ACHEVEMENT,
    ARRETE,
    EN_COURS,
    INSCRIPTION,
    SOMMATION,
    TENU,
    a_revoir,
    derniere,
    derniere_lettre,
    lettres,
    periodes_fermees,
    sommation_en_cours,
    sommation_fondee,
    terme_courant,
)
from .etapes import (
    ATTESTATION,
    ATTESTATION_FIN,
    ATTESTATION_ORGANISATEUR,
    ATTESTATION_REMISE,
    ATTESTATION_RETOURNEE,
    BOUTONS,
    CHEFS,
    CLOTURE,
    COMMUNE,
    CONSTAT_REFUS,
    DOSSIER,
    ETAPES,
    INSCRIPTIONS,
    OUVERTES,
    PREDOSSIER,
    TOUTES,
    cours,
    inscriptions,
)
from .faits import ETRANGER, MAJEUR, PERMIS, PRESENT, REGISTRE, VOLONTARIAT

CONDITIONS = {}
#: Refusal of a phase, by what the step asks.
PHASES = {
    frozenset({DOSSIER}): "pas_ouvert",
    OUVERTES: "pas_ouvert",
    frozenset({PREDOSSIER}): "deja_ouvert",
    frozenset({PREDOSSIER, DOSSIER}): "deja_clos",
    frozenset({"cloture"}): "pas_clos",
    TOUTES: "autre_phase",
}


class Situation(NamedTuple):
    """What the conditions see of a file.

    `evenements`: the valid events, oldest first (`Evenement`; `rang` is the id of the entry); `termes`: its terms;
    `suivis`: what is kept of each of them, with what its life depends on (`Suivi`, `Regime`);
    `organisateur`: name of the one the person is registered with; `resultat`: the outcome of the last examination;
    `roles`: who asks, in the words of the table; `motif_registre`: reason of closure that the register gives today;
    `sans_amende`: the day on which no fine was notified for the last finding of refusal, or None;
    `reference`, `naissance`: the first days that the reference date and the birth can have, or None; `volontariat`:
    what `faits.lire_volontariat` read on the day of the step, for one that asks it (the column `au_jour`).
    """

    phase: str
    volontaire: bool = False
    evenements: tuple = ()
    termes: tuple = ()
    suivis: tuple = ()
    organisateur: str = ""
    issue_a_appliquer: bool = False
    exemption_a_decider: bool = False
    contestation_ouverte: bool = False
    cloture_a_verifier: bool = False
    commune_a_acquitter: bool = False
    oblige: bool = False
    parcours_similaire: bool = False
    volontariat: dict = {}
    resultat: str = ""
    motif_registre: str | None = None
    commune: str = ""
    roles: frozenset = frozenset()
    reference: date | None = None
    naissance: date | None = None
    sans_amende: date | None = None

    def a_eu(self, *types):
        """Whether an event of one of those types holds."""
        return any(e.type in types for e in self.evenements)

    @property
    def libre(self):
        """Whether the person follows of their own will, and nothing obliges them."""
        return self.volontaire and self.resultat != "oblige"

    def inscriptions(self):
        """The enrolments, in order (`droit.etapes.Inscription`)."""
        return inscriptions(self.evenements, periodes_fermees(self.evenements))

    def inscription_du(self, jour):
        """The enrolment of that day, or None."""
        return next((i for i in reversed(self.inscriptions()) if i.dure(jour)), None)


class Saisie(NamedTuple):
    """What is entered: the day, the day of today, and the other values by name of field. `annule`: the entry to cancel,
    None when it does not hold any more; `etrangere`: whether that one is no entry of this file; `voies`: the way it is
    entered, one of these (the column `voie`); `etape`: the row of its step; `accord`: whether the person agreed to the
    channel that is entered, and it held that day; `depose`: whether a channel that carries letters itself has that of
    the step, since that day."""

    jour: date
    aujourdhui: date
    valeurs: dict = {}
    annule: object = None
    etapes: dict = ETAPES
    voies: tuple = BOUTONS
    etape: object = None
    etrangere: bool = False
    accord: bool = True
    depose: bool = False


class Fermee(NamedTuple):
    """Why a step is greyed: the word of its condition, what its sentence tells besides, and the first day on which
    nothing will stand in its way if nothing else happens, None when it does not come by itself."""

    mot: str
    details: tuple = ()
    possible_le: date | None = None


def condition(explique=False, grise=False, quand=None):
    """Put a predicate in the table of conditions.

    :param grise: True, or ``f(situation) -> bool``: whether the step is still to come, shown and greyed
    :param quand: ``f(situation) -> day or None``: the first day on which it will hold, if nothing else happens
    """

    def garder(predicat):
        predicat.explique, predicat.grise, predicat.quand = explique, grise, quand
        CONDITIONS[predicat.__name__] = predicat
        return predicat

    return garder


def refus(etape, situation, saisie, conditions=None):
    """Return why a step is refused: ``(word, values of its sentence)``, or None when it can be recorded.

    :param etape: a row of the table of steps
    :param conditions: the table of conditions; that of this floor by default
    """
    if etape.qui and etape.voie not in saisie.voies:
        return "autre_voie", ()
    if saisie.jour > saisie.aujourdhui and not etape.avenir:
        return "a_venir", ()
    if situation.phase not in etape.phases:
        return PHASES.get(etape.phases, "autre_phase"), ()
    if not situation.roles.intersection(etape.qui):
        if not etape.qui:
            return "pas_a_la_main", ()
        return ("reserve_a_la_commune", (situation.commune,)) if etape.qui == COMMUNE else ("reserve", ())
    saisie = saisie._replace(etape=etape)
    for champ in etape.demande:
        if not saisie.valeurs.get(champ):
            return f"manque_{champ}", ()
    return avant_cause(etape, situation, saisie) or premier_refus(etape.conditions, situation, saisie, conditions)


def avant_cause(etape, situation, saisie):
    """Return why the day of a step cannot be, as :func:`refus`, or None: no step comes before the birth or, as a rule,
    before the reference date, nor before the step that it follows."""
    debut = (None if etape.anterieure else situation.reference) or situation.naissance
    if debut and saisie.jour < debut:
        return "avant_debut", (debut,)
    causes = [e for e in situation.evenements if e.type in etape.apres]
    cause = max(causes, key=lambda e: e.rang, default=None)
    if cause and saisie.jour < cause.date_effective:
        return "avant_cause", (cause.type, cause.date_effective)
    return None


def premier_refus(noms, situation, saisie, conditions=None):
    """Return the first of those conditions that does not hold, as :func:`refus`, or None."""
    conditions = conditions or CONDITIONS
    for nom in noms:
        details = conditions[nom](situation, saisie)
        if details is not None:
            return nom, details
    return None


def possible(etape, situation, jour, conditions=None):
    """Whether the button of a step is shown: what it asks is not known yet, and a condition that explains itself is
    told when the button is clicked."""
    table = conditions or CONDITIONS
    if not etape.bouton or situation.phase not in etape.phases or not situation.roles.intersection(etape.qui):
        return False
    saisie = Saisie(jour, jour, etape=etape)
    return all(table[nom].explique or table[nom](situation, saisie) is None for nom in etape.conditions)


def fermee(etape, situation, jour, conditions=None):
    """Return why the button of a step is greyed on that day, a `Fermee`, or None: it can be taken, or it has no place
    on that file now."""
    table = conditions or CONDITIONS
    if not etape.bouton or situation.phase not in etape.phases or not situation.roles.intersection(etape.qui):
        return None
    saisie, pourquoi, jours = Saisie(jour, jour, etape=etape), None, []
    for predicat in (table[nom] for nom in etape.conditions):
        details = predicat(situation, saisie)
        if details is None:
            continue
        grise = getattr(predicat, "grise", False)
        if grise(situation) if callable(grise) else grise:
            quand = getattr(predicat, "quand", None)
            jours.append(quand(situation) if quand else None)
            pourquoi = pourquoi or (predicat.__name__, details)
        elif not predicat.explique:
            return None
    return pourquoi and Fermee(*pourquoi, max(jours) if all(jours) else None)


# ---- what is learnt once the file is closed --------------------------------------------------------------------------


@condition()
def clos_sans_suite(situation, _saisie):
    """A file that was created by mistake, or is completed, takes no other fact; one that somebody closed as completed
    without the attestation still waits for it."""
    motif = cours(situation.evenements).motif if situation.phase == CLOTURE else None
    fini = motif == "erreur" or (motif == "acheve" and situation.a_eu(ATTESTATION_FIN))
    return () if fini else None


@condition(explique=True)
def clos_avant(situation, saisie):
    """What happened after the closure counts once the file is opened again."""
    fin = cours(situation.evenements).date_cloture if situation.phase == CLOTURE else None
    return () if fin and fin < saisie.jour else None


# ---- enrolment -------------------------------------------------------------------------------------------------------


@condition()
def deja_remise(situation, _saisie):
    """One that came back is handed over, or sent, again: each return is of one sending."""
    remises = sum(e.type == ATTESTATION_REMISE for e in situation.evenements)
    retours = sum(e.type == ATTESTATION_RETOURNEE for e in situation.evenements)
    return () if remises > retours else None


@condition()
def deja_inscrit(situation, _saisie):
    return (situation.organisateur,) if situation.organisateur else None


@condition(explique=True)
def inscrit_ce_jour(situation, saisie):
    inscription = situation.inscription_du(saisie.jour)
    return (inscription.fin,) if inscription and inscription.fin else None


@condition()
def pas_inscrit(situation, saisie):
    return None if situation.inscription_du(saisie.jour) else ()


@condition(explique=True)
def meme_organisateur(situation, saisie):
    """The one of that day, or the next one: entered before it, a change would leave one to the same organiser."""
    choisi, lues = saisie.valeurs.get("organisateur_id"), situation.inscriptions()
    du_jour = situation.inscription_du(saisie.jour)
    suivante = next((i for i in lues if du_jour and du_jour.motif == "changement" and i.debut == du_jour.fin), None)
    return () if choisi and choisi in {i.organisateur for i in (du_jour, suivante) if i} else None


@condition(grise=True)
def jamais_inscrit(situation, _saisie):
    return None if situation.a_eu(*INSCRIPTIONS) else ()


@condition(explique=True)
def deja_notee(situation, saisie):
    """Several come in time, one of a day."""
    notees = (e for e in situation.evenements if e.type == ATTESTATION_ORGANISATEUR)
    return () if any(e.date_effective == saisie.jour for e in notees) else None


# ---- towards a sanction ----------------------------------------------------------------------------------------------


@condition()
def volontaire_non_somme(situation, _saisie):
    return () if situation.volontaire else None


@condition()
def volontaire_sans_refus(situation, _saisie):
    return () if situation.volontaire else None


@condition(explique=True, grise=True)
def issue_en_attente(situation, _saisie):
    return () if situation.issue_a_appliquer else None


@condition(explique=True, grise=True)
def exemption_en_attente(situation, _saisie):
    return () if situation.exemption_a_decider else None


@condition(explique=True, grise=True)
def contestation_en_attente(situation, _saisie):
    return () if situation.contestation_ouverte else None


@condition(explique=True, grise=True)
def jamais_informe(situation, saisie):
    """Nobody is summoned, or found to refuse, before the attestation of obligation was handed over (loi.md §5)."""
    remise = derniere_lettre(situation.evenements, ATTESTATION)
    return None if situation.volontaire or (remise and remise.jour <= saisie.jour) else ()


@condition(explique=True, grise=True)
def terme_a_revoir(situation, saisie):
    """What was learnt too late, or is in doubt, blocks what follows until somebody reviewed it with a reason (§7)."""
    revues = (a_revoir(suivi, regime, saisie.aujourdhui) for suivi, regime in situation.suivis)
    return () if any(revues) else None


@condition(grise=lambda situation: _attendu(situation) is not None, quand=lambda situation: _apres(_attendu(situation)))
def aucun_terme_echu(situation, saisie):
    """A term is over and unmet, or was when a summons left of which nothing proves that it was posted: another one is
    sent, in a way that proves it. A finding has stopped that term, until no fine was notified for it: what was unmet
    still is, there are no two months to give proof, and another summons can leave at once (§7)."""
    courant = terme_courant(situation.termes)
    if courant and courant.type == SOMMATION:
        refaire = _sans_preuve(situation) and sommation_fondee(situation.termes, situation.evenements)
        return None if refaire and derniere_lettre(situation.evenements, SOMMATION).jour <= saisie.jour else ()
    if not courant and situation.sans_amende:
        arretes = (t for t in reversed(situation.termes) if t.type in (INSCRIPTION, ACHEVEMENT) and t.etat == ARRETE)
        courant = next(arretes, None) if situation.sans_amende <= saisie.jour else None
    echu = courant and courant.type in (INSCRIPTION, ACHEVEMENT) and courant.delai.echeance < saisie.jour
    return None if echu else ()


def _attendu(situation):
    """The term that runs, at the end of which the person can be summoned, or None."""
    courant = terme_courant(situation.termes)
    return courant if courant and courant.type in (INSCRIPTION, ACHEVEMENT) and courant.etat == EN_COURS else None


def _apres(terme):
    """The first day on which that term is over."""
    return terme and lendemain(terme.delai.echeance)


@condition()
def pas_somme(situation, _saisie):
    envoyee, recue = sommation_en_cours(situation.evenements)
    return None if envoyee or recue else ()


@condition(explique=True, grise=True)
def envoi_sans_preuve(situation, _saisie):
    """A refusal never rests on a letter of which nothing proves that it was posted, whoever reviewed its end (§5)."""
    return () if _sans_preuve(situation) else None


def _sans_preuve(situation):
    lettre = derniere_lettre(situation.evenements, SOMMATION)
    return bool(lettre) and lettre.sans_preuve


@condition()
def refus_deja_constate(situation, _saisie):
    """A new finding needs a new summons (§7)."""
    constat = derniere(situation.evenements, CONSTAT_REFUS)
    envoyee, recue = sommation_en_cours(situation.evenements)
    sommation = envoyee or recue
    nouvelle = constat and sommation and sommation.date_effective > constat.date_effective
    return () if constat and not nouvelle else None


@condition()
def sommation_repondue(situation, _saisie):
    terme = _sommation(situation)
    return (terme.date_etat,) if terme and terme.etat == TENU else None


@condition(explique=True, grise=True)
def sommation_prematuree(situation, _saisie):
    return None if sommation_fondee(situation.termes, situation.evenements) else ()


@condition(explique=True, grise=True, quand=lambda situation: _apres(_sommation(situation)))
def sommation_en_cours_de_terme(situation, saisie):
    terme = _sommation(situation)
    return (terme.delai.echeance,) if terme and saisie.jour <= terme.delai.echeance else None


def _sommation(situation):
    return next((t for t in reversed(situation.termes) if t.type == SOMMATION), None)


# ---- letters ---------------------------------------------------------------------------------------------------------
# What the window of a letter leaves empty is there and false; a program that says nothing of it records a letter of
# before channels.


@condition()
def aucune_reception_attendue(situation, saisie):
    """Something can still come back of the last letter, on the day it was sent or later."""
    lettre = derniere_lettre(situation.evenements, saisie.etape.repond)
    return None if lettre and lettre.receptions and lettre.jour <= saisie.jour else ()


@condition(explique=True)
def manque_canal(_situation, saisie):
    return None if saisie.valeurs.get("canal", True) else ()


@condition(explique=True)
def manque_preuve_envoi(_situation, saisie):
    canal = CANAUX.get(saisie.valeurs.get("canal"))
    return () if canal and canal.numerote and not (saisie.valeurs.get("preuve_envoi") or "").strip() else None


@condition(explique=True)
def sans_accord_ebox(_situation, saisie):
    canal = CANAUX.get(saisie.valeurs.get("canal"))
    return () if canal and canal.accord and not saisie.accord else None


@condition(explique=True)
def par_la_file(_situation, saisie):
    """What the application carries itself, it says itself: nobody says by hand that it left."""
    canal = CANAUX.get(saisie.valeurs.get("canal"))
    return () if canal and canal.envoie and not saisie.depose else None


@condition(explique=True)
def manque_reception(_situation, saisie):
    return None if saisie.valeurs.get("reception", True) else ()


@condition(explique=True)
def reception_impossible(situation, saisie):
    """Not every channel tells all: only a card says that a letter was presented."""
    dite = saisie.valeurs.get("reception")
    lettre = dite and derniere_lettre(situation.evenements, saisie.etape.repond)
    return () if lettre and dite not in lettre.receptions else None


@condition(explique=True)
def manque_retour(_situation, saisie):
    return None if saisie.valeurs.get("retour", True) else ()


# ---- the course of the file ------------------------------------------------------------------------------------------


@condition()
def aucun_demenagement(situation, _saisie):
    return None if situation.commune_a_acquitter else ()


# ---- volunteers ------------------------------------------------------------------------------------------------------


@condition(explique=True, grise=True)
def deja_oblige(situation, _saisie):
    return () if situation.oblige else None


@condition(explique=True)
def volontaire_mineur(situation, _saisie):
    return _exclu(situation, MAJEUR)


@condition(explique=True)
def volontaire_belge(situation, _saisie):
    return _exclu(situation, ETRANGER)


@condition(explique=True)
def volontaire_absent(situation, _saisie):
    return _exclu(situation, PRESENT)


@condition(explique=True)
def volontaire_autre_registre(situation, _saisie):
    return _exclu(situation, REGISTRE)


@condition(explique=True)
def volontaire_sans_permis(situation, _saisie):
    return _exclu(situation, PERMIS)


@condition(explique=True)
def volontaire_parcours_similaire(situation, _saisie):
    return () if situation.parcours_similaire else None


@condition(explique=True)
def volontaire_inconnu(situation, _saisie):
    """What is not known is never guessed: names of the facts that miss."""
    return tuple(nom for nom in VOLONTARIAT if _dit(situation, nom) is None) or None


def _exclu(situation, nom):
    return () if _dit(situation, nom) == NON else None


def _dit(situation, nom):
    fait = situation.volontariat.get(nom)
    return fait and fait.valeur


@condition(explique=True)
def motif_par_sa_voie(_situation, saisie):
    """Nobody gives by hand what a step, an outcome or the register gives."""
    motif = saisie.valeurs.get("motif_cloture")
    return () if motif in MOTIFS and MOTIFS[motif].voie not in saisie.voies else None


@condition()
def motif_reserve(situation, saisie):
    """Whether there is a reason that this person may give to this file, and whether it is that one."""
    motif = saisie.valeurs.get("motif_cloture")
    offerts = motifs_offerts(situation.roles, saisie.voies, situation.libre)
    return None if motif in offerts or (offerts and not motif) else ()


@condition(explique=True, grise=True)
def parcours_acheve(situation, _saisie):
    return () if situation.a_eu(ATTESTATION_FIN) else None


@condition(explique=True, grise=True)
def motif_demeure(situation, _saisie):
    """Opened, it would be closed again with the next reading: the register opens it when its reason disappears."""
    return () if situation.motif_registre else None


# ---- correcting entries ----------------------------------------------------------------------------------------------


@condition(explique=True)
def hors_du_dossier(_situation, saisie):
    return () if saisie.etrangere else None


@condition(explique=True)
def deja_annulee(_situation, saisie):
    return None if saisie.annule else ()


@condition(explique=True)
def pas_annulable(_situation, saisie):
    return None if _annulable_par(saisie) else ()


@condition(explique=True)
def suite_d_une_autre(situation, saisie):
    """What an entry made goes with it, and never alone."""
    return tuple(e.type for e in situation.evenements if e.rang == saisie.annule.cause) or None


@condition(explique=True)
def reserve_a_sa_commune(situation, saisie):
    """What only the commune in charge records, only it undoes."""
    reserve = saisie.etapes[saisie.annule.type].annulable == COMMUNE
    return (situation.commune,) if reserve and not situation.roles.intersection(COMMUNE) else None


@condition(explique=True)
def reserve_aux_chefs(situation, saisie):
    """A head undoes a finding and, while one stands, whatever else of the file is undone, or changes days before it: a
    sanction rests on them."""
    constat = next((e for e in situation.evenements if e.type == CONSTAT_REFUS), None)
    if saisie.annule:
        qui = CHEFS if constat and saisie.etapes[saisie.annule.type].proprietaire == DOSSIER else _annulable_par(saisie)
        return None if situation.roles.intersection(qui) else ()
    remonte = constat and saisie.jour < constat.date_effective
    return () if remonte and not situation.roles.intersection(CHEFS) else None


def _annulable_par(saisie):
    etape = saisie.etapes[saisie.annule.type]
    return etape.annulable_par(etape.objet and getattr(saisie.annule, etape.objet))


@condition(explique=True)
def autres_etapes(situation, saisie):
    """What was entered later and rests on the entry is cancelled first; what the entry itself made goes with it."""
    suites = [e.type for e in situation.evenements if _repose(e, saisie.annule, situation, saisie.etapes)]
    return tuple(dict.fromkeys(suites)) or None


def _repose(suite, annule, situation, etapes):
    """Whether an event rests on another one: by the table, on its own summons, or on the opening it needed."""
    etape = etapes[suite.type]
    if suite.rang <= annule.rang:
        return False
    if annule.phase == DOSSIER:
        return DOSSIER in etape.phases and PREDOSSIER not in etape.phases and bool(etape.annulable)
    if annule.type not in etape.repose_sur or _contestation(suite) != _contestation(annule):
        return False
    if annule.type in INSCRIPTIONS and suite.date_effective < annule.date_effective:
        return False
    defaite = etapes[annule.type]
    if not (nom := defaite.envoie or defaite.repond) or etape.envoie:
        return True
    toutes = lettres(situation.evenements, nom)
    lettre = next((un for un in toutes if annule in un), None)
    if etape.repond:
        return suite in (lettre or ())
    # a finding rests on the last summons that was sent before it, and did not come back
    fondements = [un for un in toutes if not un.revenue and un.jour <= suite.date_effective]
    return bool(fondements) and fondements[-1] == lettre


def _contestation(evenement):
    """The contestation that an event is about, or None: each one has a course of its own."""
    return next((cle for objet, cle in evenement.objets if objet == "contestation"), None)


@condition(explique=True)
def clos_par_registre(situation, saisie):
    """Undone, the closure would come back with the next reading: the difference is for the register to mend."""
    annule = saisie.annule
    du_registre = annule.type == "cloture" and annule.motif and annule.motif == situation.motif_registre
    return () if du_registre else None


@condition(explique=True)
def referme_sans_motif(situation, saisie):
    """A re-opening is not undone when that closes the file for a reason that is gone, or that is not theirs to give."""
    if saisie.annule.type != "reouverture":
        return None
    avant = cours(e for e in situation.evenements if e.rang != saisie.annule.rang)
    if avant.phase != CLOTURE:
        return None
    # what the register, the outcome or the completion closed, they close as long as they say so
    donnes = {situation.motif_registre, situation.resultat, "acheve" if situation.a_eu(ATTESTATION_FIN) else None}
    return None if avant.motif in donnes | motifs_offerts(situation.roles, libre=situation.libre) else ()
