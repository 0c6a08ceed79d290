# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The table of steps: a row a type of event, and nothing else says what a step is (loi.md §6).

Whatever happens to a file is an event of its ledger, of a type that stands here once. A floor above adds its rows
(`parcours.evenement._etapes`). The columns:

==============  =======================================================================================================
`code`          name of the type of event
`proprietaire`  what takes it: "dossier", or a word of the floor above
`phases`        phases of the file in which it can be entered
`qui`           who may enter it, in words (`parcours.dossier._roles`); nobody: the engine alone records it
`demande`       fields that the window asks and that must be filled in; a note is always welcome
`accepte`       fields that the window asks besides; the conditions say when one must be filled in
`envoie`        letter that it sends (delais.py says how one is received)
`repond`        letter of which it says what came back
`conditions`    names of the predicates that must hold (conditions.py), looked at in that order; each is the word of its
                refusal, whose sentence stands with the labels (models/etape/libelles.py)
`au_jour`       whether its conditions look at what the register says of its day, today's or a past one
`avenir`        whether its day may lie in the future
`anterieure`    whether its day may come before the reference date of the file; before the birth it never does
`apres`         types of events that it follows: its day is not before that of the last one entered
`commence`      terms that it can start
`prouve`        terms that it is a proof of
`arrete`        whether it stops every term of the pathway
`stage`         stage that the file is then in; empty: it moves no stage
`mene_a`        phase that it leads to; a re-opening says it itself (a file when it is followed, else a pre-file)
`effet`         what it does besides: ``_effet_<effet>`` of parcours.evenement, and ``_defait_<effet>`` when cancelled
`objet`         what its entries are about, a field of the ledger besides the owner; one without it counts for nothing
`dite`          whether who handles what a finding of refusal led to is told of it the same day
`repose_sur`    types of events that it rests on: they cannot be cancelled while it holds
`document`      type of document (parcours.document.type) that it is recorded on, accepted; of what came back of a
                letter, only when the person proves a later receipt (documents.py); empty: none
`annulable`     who may cancel it, in the words of `qui`; nobody: it is undone otherwise (decisions.md)
`pendante`      whether it is told as pending when the course of the file changes
`bouton`        look of its button in the header of the file ("primary", "secondary", "danger"); empty: no button
`confirme`      whether its window, and that of its letter, show what it rests on and ask again: nobody takes back
                lightly what follows
`voie`          the one way to record it: FENETRE, the window of steps; IMMEDIATE, its button, at once and today; or the
                name of what records it with all that it needs (SUSPENSION, REVUE, CONTESTATION). No other way takes it.
              A closure has a way for each of its reasons besides (clotures.py)
==============  =======================================================================================================

The buttons stand in the order of the rows. Adding a step is a row, its labels and its test.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ...registre_national.histoire.dates import FUTUR

PREDOSSIER, DOSSIER, CLOTURE = "predossier", "dossier", "cloture"
#: Not closed; whatever the phase.
SUIVIES, TOUTES = frozenset({PREDOSSIER, DOSSIER}), frozenset({PREDOSSIER, DOSSIER, CLOTURE})
#: Opened once: what happened before the closure, and is learnt after it, is a fact all the same.
OUVERTES = frozenset({DOSSIER, CLOTURE})
#: Who works on the file: an agent of its commune (the record rules say which), or somebody of Vivalis.
GENS = ("agent", "gestionnaire")
#: An organiser too, of whom it registers (`parcours.dossier._inscrire_chez`) or attests something (attestations.py says
#: which one gives what): it has none of these buttons on the file.
INSCRIVENT = (*GENS, "organisateur")
#: An agent of the commune in charge, and nobody else.
COMMUNE = ("commune",)
#: A head of the communal service, or of Vivalis.
CHEFS = ("chef", "direction")
MOTEUR = PERSONNE = ()
#: The letters whose receipt starts a term.
LETTRES = ATTESTATION, SOMMATION = ("attestation", "sommation")
VOIES = FENETRE, IMMEDIATE, SUSPENSION, REVUE, CONTESTATION, ISSUE = (
    "fenetre",
    "immediate",
    "suspension",
    "revue",
    "contestation",
    "issue",
)
#: What the buttons record by themselves.
BOUTONS = (FENETRE, IMMEDIATE)


class Evenement(NamedTuple):
    """One thing that happened, as the pure package takes it: its type, its day, an order of entry (anything that
    sorts), and what some types carry: a suspension and its last day, an organiser, the phase the file is then in and
    why; what it is about when that has a record of its own, ``(("contestation", 7), …)``; an amount; of a letter by
    which channel it went, whether its posting is proved and whether it stated the remedies, of what came back how it
    was received or why it was not; the order of entry of the one that made it; of an enrolment the language that it is
    followed in."""

    type: str
    date_effective: date
    rang: object = 0
    suspension: object = None
    fin: date | None = None
    organisateur: object = None
    phase: str | None = None
    motif: str | None = None
    objets: tuple = ()
    montant: float = 0
    canal: str | None = None
    depot_prouve: bool = False
    issue: str | None = None
    cause: int | None = None
    langue: str | None = None
    remedes: bool = False


class Etape(NamedTuple):
    """A row of the table; the columns are explained at the top of this file."""

    code: str
    proprietaire: str = DOSSIER
    phases: frozenset = frozenset({DOSSIER})
    qui: tuple = GENS
    demande: tuple = ()
    accepte: tuple = ()
    conditions: tuple = ()
    au_jour: bool = False
    avenir: bool = False
    anterieure: bool = False
    apres: tuple = ()
    commence: tuple = ()
    prouve: tuple = ()
    arrete: bool = False
    stage: str = ""
    mene_a: str = ""
    effet: str = ""
    objet: str = ""
    envoie: str = ""
    repond: str = ""
    dite: bool = False
    repose_sur: tuple = ()
    document: str = ""
    annulable: tuple = GENS
    pendante: bool = False
    bouton: str = ""
    confirme: bool = False
    voie: str = FENETRE

    @property
    def compte(self):
        """Whether stage or terms can follow from it: else the file need not be counted again."""
        return bool(self.stage or self.effet or self.prouve or self.commence or self.arrete or self.avenir)

    def annulable_par(self, objet):
        """Return who may cancel an entry of this row: a head, when it lacks what it is about, whatever the row says.

        :param objet: what the entry is about, or a false value
        """
        return CHEFS if self.objet and not objet else self.annulable


def table(*etapes):
    """Return rows as a table: ``{code: row}``, in their order.

    :raise ValueError: when two rows have the same code
    """
    rangees = {etape.code: etape for etape in etapes}
    if len(rangees) != len(etapes):
        raise ValueError("two rows have the same code")
    return rangees


#: A fact of an opened file: once that one is closed, as long as something can follow from it, and of a day before.
FAIT = ("clos_sans_suite", "clos_avant")
CHEZ_L_ORGANISATEUR = {
    "apres": ("inscription_organisateur",),
    "dite": True,
    "repose_sur": ("inscription_organisateur", "changement_organisateur"),
}
#: A decision on a suspension (dossier/suspensions.py). While a finding of refusal stands, the days before it are for a
#: head: what it leads to rests on them.
DECISION = {
    "avenir": True,
    "anterieure": True,
    "conditions": ("reserve_aux_chefs",),
    "objet": "suspension",
    "dite": True,
    "annulable": PERSONNE,
    "voie": SUSPENSION,
}
#: A letter of the commune leaves: nobody else summons, or says that it did (loi.md §6.4).
ENVOI = {"qui": COMMUNE, "accepte": ("canal", "preuve_envoi")}
#: What came back of it: it was received. Whoever handles a finding of refusal is told.
RECUE = {
    "qui": COMMUNE,
    "phases": OUVERTES,
    "accepte": ("reception",),
    "dite": True,
    "document": "reception",
    "bouton": "secondary",
}
#: … or it was not: nothing follows from that letter. It is sent again.
RETOURNEE = {
    "qui": COMMUNE,
    "phases": OUVERTES,
    "accepte": ("retour",),
    "dite": True,
    "pendante": True,
    "bouton": "secondary",
}
#: A step of a contestation (contestation/decision.py), the commune's alone. What is contested may be the reference date
#: itself: its days may come before it.
CONTESTEE = {
    "qui": COMMUNE,
    "anterieure": True,
    "annulable": COMMUNE,
    "voie": CONTESTATION,
}

ETAPES = table(
    Etape("ouverture", qui=MOTEUR, mene_a=DOSSIER, effet="ouvrir", annulable=PERSONNE),
    Etape("demenagement", qui=MOTEUR, annulable=PERSONNE),
    Etape("affectation", qui=MOTEUR, annulable=PERSONNE),
    Etape("jonction", phases=TOUTES, qui=MOTEUR, annulable=PERSONNE),
    Etape(
        "acquittement_commune",
        qui=COMMUNE,
        conditions=("aucun_demenagement",),
        effet="acquitter",
        bouton="primary",
        voie=IMMEDIATE,
    ),
    Etape(
        "attestation_remise",
        **ENVOI,
        conditions=("deja_remise", "manque_canal", "manque_preuve_envoi", "sans_accord_ebox", "par_la_file"),
        commence=("inscription",),
        stage="informe",
        envoie=ATTESTATION,
        repose_sur=("attestation_retournee",),
        pendante=True,
        bouton="primary",
    ),
    Etape(
        "attestation_recue",
        **RECUE,
        conditions=(*FAIT, "aucune_reception_attendue", "manque_reception", "reception_impossible"),
        commence=("inscription",),
        repond=ATTESTATION,
        repose_sur=("attestation_remise",),
    ),
    Etape(
        "attestation_retournee",
        **RETOURNEE,
        conditions=(*FAIT, "aucune_reception_attendue", "manque_retour"),
        commence=("inscription",),
        repond=ATTESTATION,
        repose_sur=("attestation_remise",),
    ),
    Etape(
        "inscription_organisateur",
        phases=OUVERTES,
        qui=INSCRIVENT,
        demande=("organisateur_id",),
        accepte=("langue",),
        conditions=(*FAIT, "deja_inscrit", "inscrit_ce_jour"),
        commence=("achevement",),
        prouve=("inscription",),
        stage="inscrit",
        effet="inscrire",
        dite=True,
        bouton="secondary",
    ),
    Etape(
        "changement_organisateur",
        **CHEZ_L_ORGANISATEUR,
        demande=("organisateur_id",),
        accepte=("langue",),
        conditions=("pas_inscrit", "meme_organisateur"),
        stage="inscrit",
        effet="inscrire",
        bouton="secondary",
    ),
    Etape(
        "attestation_organisateur",
        **CHEZ_L_ORGANISATEUR,
        phases=OUVERTES,
        qui=INSCRIVENT,
        conditions=(*FAIT, "jamais_inscrit", "deja_notee"),
        prouve=("inscription",),
        stage="en_cours",
        document="attestation_organisateur",
        bouton="secondary",
    ),
    Etape(
        "attestation_fin",
        **CHEZ_L_ORGANISATEUR,
        phases=OUVERTES,
        qui=INSCRIVENT,
        conditions=(*FAIT, "jamais_inscrit"),
        prouve=("inscription", "achevement"),
        stage="acheve",
        effet="achever",
        document="attestation_fin",
        bouton="secondary",
    ),
    Etape(
        "sommation_envoyee",
        **ENVOI,
        conditions=(
            "volontaire_non_somme",
            "issue_en_attente",
            "exemption_en_attente",
            "contestation_en_attente",
            "aucun_terme_echu",
            "jamais_informe",
            "terme_a_revoir",
            "manque_canal",
            "manque_preuve_envoi",
            "sans_accord_ebox",
            "par_la_file",
        ),
        commence=("sommation",),
        stage="somme",
        envoie=SOMMATION,
        repose_sur=("sommation_retournee",),
        pendante=True,
        bouton="secondary",
        confirme=True,
    ),
    Etape(
        "sommation_recue",
        **RECUE,
        conditions=(*FAIT, "aucune_reception_attendue", "manque_reception", "reception_impossible"),
        commence=("sommation",),
        stage="somme",
        repond=SOMMATION,
        repose_sur=("sommation_envoyee",),
        pendante=True,
    ),
    Etape(
        "sommation_retournee",
        **RETOURNEE,
        conditions=(*FAIT, "aucune_reception_attendue", "manque_retour"),
        commence=("sommation",),
        repond=SOMMATION,
        repose_sur=("sommation_envoyee",),
    ),
    Etape(
        "constat_refus",
        conditions=(
            "volontaire_sans_refus",
            "issue_en_attente",
            "exemption_en_attente",
            "contestation_en_attente",
            "pas_somme",
            "refus_deja_constate",
            "sommation_repondue",
            "sommation_prematuree",
            "sommation_en_cours_de_terme",
            "jamais_informe",
            "terme_a_revoir",
            "envoi_sans_preuve",
        ),
        arrete=True,
        stage="refus",
        effet="transferer",
        repose_sur=("inscription_organisateur", "sommation_envoyee", "sommation_recue"),
        annulable=CHEFS,
        pendante=True,
        bouton="danger",
        confirme=True,
    ),
    Etape("transfert_vivalis", qui=MOTEUR, arrete=True, stage="transfere", annulable=PERSONNE, pendante=True),
    # an organiser certifies one too, that it has no place above all (loi.md §4)
    Etape("suspension_accordee", **DECISION, qui=INSCRIVENT),
    Etape("suspension_prolongee", **DECISION),
    Etape("suspension_fin_anticipee", **DECISION),
    Etape("suspension_annulee", **DECISION),
    Etape("revue_delai", demande=("note_reservee",), effet="revoir", voie=REVUE),
    Etape(
        "volontaire",
        phases=frozenset({PREDOSSIER}),
        qui=INSCRIVENT,
        conditions=(
            "deja_oblige",
            "volontaire_mineur",
            "volontaire_belge",
            "volontaire_absent",
            "volontaire_autre_registre",
            "volontaire_sans_permis",
            "volontaire_parcours_similaire",
            "volontaire_inconnu",
        ),
        au_jour=True,
        mene_a=DOSSIER,
        effet="volontaire",
        bouton="secondary",
    ),
    Etape(
        "cloture",
        phases=SUIVIES,
        demande=("motif_cloture",),
        conditions=("motif_par_sa_voie", "motif_reserve", "reserve_aux_chefs"),
        apres=("ouverture", "reouverture"),
        mene_a=CLOTURE,
        effet="clore",
        dite=True,
        bouton="secondary",
    ),
    Etape(
        "reouverture",
        phases=frozenset({CLOTURE}),
        conditions=("parcours_acheve", "motif_demeure", "reserve_aux_chefs"),
        apres=("cloture",),
        effet="rouvrir",
        dite=True,
        bouton="secondary",
    ),
    Etape("contestation_demandee", **CONTESTEE, phases=SUIVIES, effet="contester", dite=True),
    Etape(
        "contestation_accusee",
        **CONTESTEE,
        phases=TOUTES,
        effet="accuser",
        repose_sur=("contestation_demandee",),
    ),
    Etape(
        "contestation_acceptee",
        **CONTESTEE,
        phases=TOUTES,
        effet="trancher",
        dite=True,
        repose_sur=("contestation_demandee",),
    ),
    Etape(
        "contestation_refusee",
        **CONTESTEE,
        phases=TOUTES,
        effet="trancher",
        dite=True,
        repose_sur=("contestation_demandee",),
    ),
    Etape(
        "contestation_retiree",
        **CONTESTEE,
        phases=TOUTES,
        effet="renoncer",
        dite=True,
        repose_sur=("contestation_demandee",),
    ),
    Etape(
        "annulation",
        phases=TOUTES,
        demande=("annule_id", "note"),
        conditions=(
            "hors_du_dossier",
            "deja_annulee",
            "pas_annulable",
            "suite_d_une_autre",
            "reserve_a_sa_commune",
            "reserve_aux_chefs",
            "autres_etapes",
            "clos_par_registre",
            "referme_sans_motif",
        ),
        anterieure=True,
        effet="annuler",
        dite=True,
        annulable=PERSONNE,
    ),
)

# Names for the few places where the law itself speaks of one step: what it counts from, suspends, refuses. Whatever
# else differs between two steps is a column.
ATTESTATION_REMISE = "attestation_remise"
ATTESTATION_RECUE = "attestation_recue"
ATTESTATION_RETOURNEE = "attestation_retournee"
INSCRIPTION_ORGANISATEUR = "inscription_organisateur"
CHANGEMENT_ORGANISATEUR = "changement_organisateur"
ATTESTATION_ORGANISATEUR = "attestation_organisateur"
ATTESTATION_FIN = "attestation_fin"
SOMMATION_ENVOYEE = "sommation_envoyee"
SOMMATION_RECUE = "sommation_recue"
CONSTAT_REFUS = "constat_refus"
CONTESTATION_ACCUSEE = "contestation_accusee"
TRANSFERT_VIVALIS = "transfert_vivalis"
SUSPENSION_ACCORDEE = "suspension_accordee"
SUSPENSION_PROLONGEE = "suspension_prolongee"
SUSPENSION_FIN_ANTICIPEE = "suspension_fin_anticipee"
SUSPENSION_ANNULEE = "suspension_annulee"
REVUE_DELAI = "revue_delai"
ACQUITTEMENT_COMMUNE = "acquittement_commune"
ANNULATION = "annulation"
#: Decisions of which the last one entered counts (delais.periodes_suspendues).
SUSPENSIONS = frozenset(code for code in ETAPES if code.startswith("suspension_"))
#: Steps by which somebody is with an organiser.
INSCRIPTIONS = frozenset({INSCRIPTION_ORGANISATEUR, CHANGEMENT_ORGANISATEUR})
#: Steps that say whether a file is open: those of a file that was joined to another say it of that one only.
COURS = frozenset({"ouverture", "volontaire", "cloture", "reouverture"})
#: Steps of a file after which its stage and terms are counted again.
COMPTEES = frozenset(code for code, etape in ETAPES.items() if etape.compte)
#: Steps after which no term of the pathway runs.
ARRETS = frozenset(code for code, etape in ETAPES.items() if etape.arrete)


def preuves(terme):
    """Return the types of events that prove a term.

    >>> sorted(preuves("achevement"))
    ['attestation_fin']
    """
    return frozenset(code for code, etape in ETAPES.items() if terme in etape.prouve)


# ---- the course of a file: phase, opening, closure, enrolments -------------------------------------------------------
# What a cancelled entry had done is undone by reading the course again without it.


class Cours(NamedTuple):
    """Phase of a file, why and when it was closed when it is, and its first opening."""

    phase: str
    motif: str | None = None
    date_cloture: date | None = None
    ouverture: date | None = None


class Inscription(NamedTuple):
    """One enrolment: with whom, from when, until when (None: still) and why: another organiser ("changement"), the
    pathway completed ("acheve"), or the file closed otherwise ("cloture"); in which language (None: not recorded)."""

    organisateur: object
    debut: date
    fin: date | None = None
    motif: str | None = None
    langue: str | None = None

    def dure(self, jour):
        """Whether the person is with that organiser on that day; on the day that ends it the person is not any more."""
        return self.debut <= jour and (self.fin is None or jour < self.fin)


def cours(evenements, depart=PREDOSSIER):
    """Return the `Cours` that valid events give: the last one entered that names a phase says which.

    :param evenements: `Evenement` in any order, the cancelled ones left out
    :param depart: the phase before any of them
    """
    dans_l_ordre = sorted((e for e in evenements if e.phase), key=lambda e: e.rang)
    ouvertures = [e.date_effective for e in dans_l_ordre if e.type == "ouverture"]
    ouverture = ouvertures[0] if ouvertures else None
    if not dans_l_ordre:
        return Cours(depart, ouverture=ouverture)
    dernier = dans_l_ordre[-1]
    if dernier.phase == CLOTURE:
        return Cours(CLOTURE, dernier.motif, dernier.date_effective, ouverture)
    return Cours(dernier.phase, ouverture=ouverture)


def inscriptions(evenements, fermees=()):
    """Return the enrolments, in order: each lasts until the next one begins, or the file is closed. A file that is
    opened again does not bring it back: the place is not kept.

    :param fermees: the days on which the file was closed (delais.periodes_fermees)

    >>> from .etapes import Evenement
    >>> premier = Evenement("inscription_organisateur", date(2024, 6, 3), 1, organisateur="BAPA")
    >>> second = Evenement("changement_organisateur", date(2024, 9, 2), 2, organisateur="BON")
    >>> [(i.organisateur, i.fin, i.motif) for i in inscriptions([second, premier])]
    [('BAPA', datetime.date(2024, 9, 2), 'changement'), ('BON', None, None)]
    """
    suite = sorted((e for e in evenements if e.type in INSCRIPTIONS), key=lambda e: (e.date_effective, e.rang))
    acheves = {e.date_effective for e in evenements if e.type == "cloture" and e.motif == "acheve"}
    lues = []
    for place, debut in enumerate(suite):
        suivantes = [(e.date_effective, "changement") for e in suite[place + 1 : place + 2]]
        closes = (
            # registered on a day on which the file was closed: no organiser is told of a closure that was over
            (max(p.debut, debut.date_effective), "acheve" if p.debut in acheves else "cloture")
            for p in fermees
            if p.debut <= p.fin and (p.debut >= debut.date_effective or p.fin == FUTUR)
        )
        fin, motif = min([*suivantes, *closes], key=lambda f: f[0], default=(None, None))
        lues.append(Inscription(debut.organisateur, debut.date_effective, fin, motif, debut.langue))
    # closed, then opened again as a pre-file only: nobody is registered without a file
    dernier = max((e for e in evenements if e.phase), key=lambda e: e.rang, default=None)
    if lues and lues[-1].fin is None and dernier and dernier.phase != DOSSIER:
        closes = [e for e in evenements if e.type == "cloture"] or [dernier]
        jour = max(closes, key=lambda e: e.rang).date_effective
        lues[-1] = lues[-1]._replace(fin=max(jour, lues[-1].debut), motif="cloture")
    return lues
