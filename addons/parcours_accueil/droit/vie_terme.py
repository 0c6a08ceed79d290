# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The life of a term, from the day it is first counted to the day nothing more follows from it: a state machine. What
is stored of a term and a new count, or a night, come in; what is stored next, what is to be done and the next day on
which to look come out. No database, no today (loi.md §5-7).

::

                    (its start was cancelled)
       ┌─────────────────────────────────────────> sans_objet
       │     (proof)           (refusal, closure)
       ├───────────────> tenu  ┌───────────────> arrete
    en_cours ──────(day after the due date)──────> echu
       │                                            │ known in time, nothing pending
       │ some days before                           ├─────────> proposed: a task, once
       └─────────> reminded, once                   │ known late, or a doubt
                                                    └─────────> to review: a person, and nothing by itself

A due date that moves is known from the day it moved. What was proposed about the former date is withdrawn. A summons or
a refusal that a fact entered later contradicts is reviewed, whatever else: it is never proposed again by itself.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from .etapes import SOMMATION_ENVOYEE

EN_COURS, ECHU, TENU, ARRETE, SANS_OBJET = "en_cours", "echu", "tenu", "arrete", "sans_objet"
#: A term that asks for something.
VIVANTS = (EN_COURS, ECHU)
RAPPELER, PROPOSER, REVOIR = "rappeler", "proposer", "revoir"
UN_JOUR = timedelta(days=1)


class Regime(NamedTuple):
    """What of its kind the life of a term depends on.

    `rappel`: days before its end on which somebody is told, 0: nobody; `preuve_contredit`: a proof that arrives after
    what followed contradicts it (a summons that was answered, a refusal found all the same); `continue_apres_revue`:
    once a person has seen that what followed came too early, the term goes on (completion).
    """

    rappel: int = 0
    preuve_contredit: bool = False
    continue_apres_revue: bool = False


class Constat(NamedTuple):
    """What the count of today gives of a term: word of its start, due date, state, and the day of what followed its end
    unmet (the summons sent, the refusal found)."""

    depart: str
    echeance: date
    etat: str
    date_suite: date | None = None


class Suivi(NamedTuple):
    """What is kept of a term: the count, since when that due date is known, and what was done about it."""

    depart: str
    echeance: date
    etat: str
    date_suite: date | None = None
    date_connue: date | None = None
    revue: bool = False
    revue_motif: str | None = None
    date_revue: date | None = None
    proche_faite: date | None = None
    echue_faite: date | None = None
    erreur: bool = False
    date_essai: date | None = None


class Entourage(NamedTuple):
    """What is pending around a term when its night comes: whether what it follows was over (a summons), a new outcome
    to apply, an exemption to decide."""

    fondee: bool = True
    issue_a_appliquer: bool = False
    exemption_a_decider: bool = False


def etat_du_jour(etat, echeance, jour):
    """Return the state on that day: a term that runs is over on the day after its due date."""
    return ECHU if etat == EN_COURS and jour > echeance else etat


def recompter(avant, constat, regime, jour, ouvert=True):
    """Return what is kept of a term once it is counted again, and whether its open tasks lost their reason.

    :param avant: the `Suivi` kept, or None for a term never seen
    :param bool ouvert: whether the file is open
    """
    if avant is None:
        return Suivi(*constat, date_connue=jour), False
    apres = avant._replace(**constat._asdict())
    deplace = constat.echeance != avant.echeance or avant.etat == SANS_OBJET
    if deplace:
        # what was decided about the former date does not hold for the new one
        apres = apres._replace(date_connue=jour, revue=False, revue_motif=None, date_revue=None)
    elif avant.etat == TENU and constat.etat in VIVANTS:
        # its proof was cancelled: that it is unmet is learnt today
        apres = apres._replace(date_connue=jour, date_revue=None)
    repousse = deplace and constat.echeance >= jour
    if repousse:
        apres = apres._replace(proche_faite=None, echue_faite=None, erreur=False)
    refait = bool(avant.echue_faite) and not repousse and _autre_terme(avant, constat)
    reprend = avant.etat not in VIVANTS and constat.etat in VIVANTS
    if refait or reprend or (avant.date_suite and not constat.date_suite):
        # the file was opened again, or the summons was cancelled: what follows is to be proposed again
        apres = apres._replace(echue_faite=None)
    etait, contredit = suite_contredite(avant, regime), ouvert and suite_contredite(constat, regime)
    leve = etait and not contredit
    if contredit and not etait:
        apres = apres._replace(date_revue=None)
    if leve:
        # the summons was cancelled, or the late fact was: there is nothing to review any more
        apres = apres._replace(revue=False, date_revue=None)
    suivi = bool(constat.date_suite) and not avant.date_suite
    fini = not contredit and (constat.etat not in VIVANTS or suivi)
    if fini:
        apres = apres._replace(revue=False, erreur=False)
    return apres, bool(fini or repousse or refait or leve)


def disparu(avant):
    """Return what is kept of a term that the events give no more."""
    return avant._replace(etat=SANS_OBJET, revue=False, erreur=False)


def suite_contredite(terme, regime):
    """Whether a fact entered later contradicts the summons or the refusal that followed a term: it was not over, or it
    was met.

    :param terme: a `Suivi` or a `Constat`
    """
    if not terme.date_suite:
        return False
    if terme.etat == TENU:
        return regime.preuve_contredit
    return terme.etat != SANS_OBJET and terme.date_suite <= terme.echeance


def prochaine(suivi, regime, jour, ouvert=True):
    """Return the next day on which the night must look at a term, or None."""
    if suivi.etat == SANS_OBJET or suivi.revue:
        return None
    if ouvert and suite_contredite(suivi, regime):
        # only a late fact does that, and a person must look
        if not suivi.date_revue:
            return jour
        # the summons had no effect, a person saw it, and the pathway goes on
        if suivi.etat not in VIVANTS or not regime.continue_apres_revue:
            return None
    elif suivi.etat not in VIVANTS or suivi.date_suite or suivi.date_revue:
        return None
    if suivi.echue_faite:
        return None
    if suivi.erreur and suivi.date_essai == jour:
        return jour + UN_JOUR
    if regime.rappel and jour <= suivi.echeance and not suivi.proche_faite:
        return suivi.echeance - timedelta(days=regime.rappel)
    return suivi.echeance + UN_JOUR


def a_faire(suivi, regime, jour, entourage):
    """Return what a night does with a term: ``(action, why)``, the reason for a review only; or None.

    Known late is a review, never a proposal (loi.md §7); a doubt that somebody must settle first is one too.
    """
    du = prochaine(suivi, regime, jour)
    if not du or du > jour:
        return None
    if suite_contredite(suivi, regime) and not suivi.date_revue:
        return REVOIR, "refus_contredit" if suivi.etat == TENU else "suite_prematuree"
    if jour <= suivi.echeance:
        return RAPPELER, None
    if not entourage.fondee:
        return REVOIR, "suite_prematuree"
    if suivi.date_connue > suivi.echeance:
        return REVOIR, "connue_tard"
    if entourage.issue_a_appliquer:
        return REVOIR, "issue_contredite"
    if entourage.exemption_a_decider:
        return REVOIR, "exemption_demandee"
    return PROPOSER, None


def fait(suivi, action, jour, motif=None, erreur=False):
    """Return what is kept of a term once that was done, or has failed: it is then tried again the next day."""
    if action == REVOIR:
        return suivi._replace(revue=True, revue_motif=motif, erreur=False)
    if erreur:
        return suivi._replace(erreur=True, date_essai=jour)
    faite = {"proche_faite": jour} if action == RAPPELER else {"echue_faite": jour}
    return suivi._replace(erreur=False, date_essai=None, **faite)


def a_la_main(suivi, entourage):
    """Return in one word why nobody may do by hand what follows the end of a term, or None: ``infondee``, ``rien``, or
    ``a_revoir`` when it must be reviewed first."""
    if not entourage.fondee:
        return "infondee"
    if suivi.etat != ECHU or suivi.date_suite or suivi.echue_faite:
        return "rien"
    if suivi.revue or (suivi.date_connue > suivi.echeance and not suivi.date_revue):
        return "a_revoir"
    return None


def _autre_terme(avant, constat):
    """Whether what was done at the end of a term was about another one: it ended later than was known, or a summons was
    received where a receipt was only presumed."""
    plus_tard = constat.echeance > avant.echeance
    return plus_tard or (constat.depart != avant.depart and avant.depart == SOMMATION_ENVOYEE)
