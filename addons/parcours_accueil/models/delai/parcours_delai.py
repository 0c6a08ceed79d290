# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The legal terms, as the pure ledger counts them, and what happens by itself when one is near its end or over: the
nightly cron, the server action of each kind of term, the tasks it gives, and the review of what was learnt too late
(loi.md §7)."""

import logging
from operator import mod

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.paroles import Parole, dire

from ...droit.delais import (
    ATTENDRE,
    ENVOI_SANS_PREUVE,
    EXEMPTION_PENDANT,
    FERMETURE,
    HORS_PUBLIC,
    JAMAIS_INFORME,
    PROPOSER,
    RAPPELER,
    REFUS_SANS_SOMMATION,
    REVOIR,
    SANS_OBJET,
    SOMMATION,
    SUSPENSION_PENDANT,
    TERMES,
    VIVANTS,
    Constat,
    Entourage,
    Suivi,
    a_faire,
    a_la_main,
    a_revoir,
    etat_du_jour,
    fait,
    recompter,
)
from ...droit.etapes import (
    ATTESTATION_RECUE,
    ATTESTATION_REMISE,
    DOSSIER,
    INSCRIPTION_ORGANISATEUR,
    REVUE,
    SOMMATION_ENVOYEE,
    SOMMATION_RECUE,
)
from ..lectures import ITS_REFERENCE
from ..vocabulaire import GROUPES_MOTIF, GROUPES_REGISTRE, JOURS_ALERTE, JOURS_ALERTE_COURTS

_lt = LazyTranslate(__name__)
_logger = logging.getLogger(__name__)

TAILLE_LOT = 500
#: What is to be done -> "near" or "over", as the kinds of term name their server actions.
MOMENTS = {RAPPELER: "proche", PROPOSER: "echue"}

ETATS = [
    ("en_cours", "Running"),
    ("echu", "Ended unmet"),
    ("tenu", "Kept"),
    ("arrete", "Stopped"),
    ("sans_objet", "No longer applies"),
]
# What a term starts from, in words.
DEPARTS = [
    (ATTESTATION_REMISE, "The attestation of obligation was handed over"),
    (ATTESTATION_RECUE, "Receipt of the attestation of obligation"),
    ("attestation_presumee", "Presumed receipt of the attestation of obligation"),
    ("attestation_ebox", "The attestation of obligation was accessible in the eBox"),
    ("date_reference", "Reference date, later than the attestation of obligation"),
    (INSCRIPTION_ORGANISATEUR, "Registration with the organiser"),
    (SOMMATION_RECUE, "Receipt of the summons"),
    (SOMMATION_ENVOYEE, "Presumed receipt of the summons"),
    ("sommation_ebox", "The summons was accessible in the eBox"),
]
DEPARTS_PHRASE = {
    ATTESTATION_REMISE: _lt("the attestation of obligation was handed over"),
    ATTESTATION_RECUE: _lt("receipt of the attestation of obligation"),
    "attestation_presumee": _lt(
        "presumed receipt of the attestation of obligation, working days after it was sent: %s"
    ),
    "attestation_ebox": _lt(
        "the eve of the first working day after the attestation of obligation was accessible in the eBox"
    ),
    "date_reference": _lt("reference date, later than the attestation of obligation"),
    INSCRIPTION_ORGANISATEUR: _lt("registration with the organiser"),
    SOMMATION_RECUE: _lt("receipt of the summons"),
    SOMMATION_ENVOYEE: _lt("presumed receipt of the summons, working days after it was sent: %s"),
    "sommation_ebox": _lt("the eve of the first working day after the summons was accessible in the eBox"),
}
#: Starts that rest on the presumption of the version of the law.
PRESUMES = {SOMMATION_ENVOYEE, "attestation_presumee"}
LONGUEURS = {"mois": _lt("%s months"), "jours": _lt("%s days"), "annees": _lt("%s years")}
#: A review stays until somebody made it: its reason says what was so when it opened.
REVUES = [
    ("connue_tard", "The date became known when it was already past"),
    ("issue_contredite", "When the review opened, the last examination contradicted the file"),
    ("suite_prematuree", "A late fact moved the date after the summons or the refusal"),
    ("exemption_demandee", "When the review opened, an exemption was asked for and not decided"),
    ("contestation_ouverte", "When the review opened, the person contested it"),
    ("refus_contredit", "A proof entered later is older than the refusal"),
    (REFUS_SANS_SOMMATION, "The summons on which the refusal rests came back"),
    (ENVOI_SANS_PREUVE, "Nothing proves that the letter was posted, nor that it was received"),
    (JAMAIS_INFORME, "The attestation of obligation was not handed over before its end"),
    (EXEMPTION_PENDANT, "The person was exempt on days of it"),
    (SUSPENSION_PENDANT, "A suspension was granted over days of it"),
]
#: What the task of a review says of its reason.
REVUES_PHRASE = {
    "connue_tard": _lt("We learnt of it when it was already past."),
    "issue_contredite": _lt(
        "The last examination contradicted this file: apply its outcome first, if that is still to be done."
    ),
    "suite_prematuree": _lt("A fact entered later moved the date: the summons or the refusal came too early."),
    "exemption_demandee": _lt("An exemption was asked for: decide on it first, if that is still to be done."),
    "contestation_ouverte": _lt(
        "The person contested being obliged, or a fact: settle that first, if that is still to be done."
    ),
    "refus_contredit": _lt(
        "A proof entered later is older than the refusal, and Vivalis was told. The refusal stands until a head of the "
        "service cancels it (tab “Events”, “Refusal found”): the file then goes on where that proof left it. If it "
        "stands all the same, say why."
    ),
    REFUS_SANS_SOMMATION: _lt(
        "The summons on which the refusal rests came back: nobody received it, and there is no refusal without a "
        "summons (art. 14). Vivalis was told. A head of the service cancels the refusal (tab “Events”, “Refusal "
        "found”); then another summons is sent. If it stands all the same, say why."
    ),
    ENVOI_SANS_PREUVE: _lt(
        "Nothing proves that the letter was posted, nor that it was received: record the receipt if the person proves "
        "it, or send it again in a way that proves it. No refusal can be found on it."
    ),
    JAMAIS_INFORME: _lt(
        "The attestation of obligation was not handed over before its end: inform the person first. Nobody is "
        "summoned before."
    ),
    EXEMPTION_PENDANT: _lt("The person was exempt on days of it: they did not run. See whether it can be held to."),
    SUSPENSION_PENDANT: _lt("A suspension was granted over days of it, which it does not move: see what is fair."),
}
#: Column of a term -> what the pure follow-up of a term calls it.
COLONNES_SUIVI = {
    "depart": "depart",
    "date_echeance": "echeance",
    "state": "etat",
    "date_suite": "date_suite",
    "date_etat": "date_etat",
    "doutes": "doutes",
    "date_connue": "date_connue",
    "revue": "revue",
    "revue_motif": "revue_motif",
    "date_revue": "date_revue",
    "date_proche_faite": "proche_faite",
    "date_echue_faite": "echue_faite",
    "date_essai": "date_essai",
    "date_action": "date_action",
}
#: What a count compares with.
COLONNES_DELAI = (*COLONNES_SUIVI, "type_id", "cle", "rang", "date_depart", "compte", "erreur")


class ParcoursDelai(models.Model):
    """One legal term: registration, completion or the nth summons of a file; others are of what a floor above adds.

    Its kind is a row of the table of terms (droit/delais.py); its life is a state machine, drawn there too. Written by
    the engine only (:meth:`_enregistrer`), from events: nobody types a due date. Its owner is a record that lists
    `parcours.etape.proprietaire` among its parts; the file is always known.
    """

    _name = "parcours.delai"
    _description = "Legal term of a file"
    _inherit = ["parcours.ligne.dossier", "lecture.tracee", "liste.ordonnable", "nom.reserve"]
    _rapport_liste = "parcours_accueil.parcours_delai_liste_report"
    _montre = {"dossier_id": dict.fromkeys(("explication", "compte", "doutes"), ITS_REFERENCE)}
    _motif_lecture = "dossier"
    _liste_fiches = ("dossier_id",)
    _order = "dossier_id, date_depart, id"
    _rec_name = "type_id"

    dossier_id = fields.Many2one("parcours.dossier", "File", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="dossier_id.company_id")
    commune_mention = fields.Char(related="dossier_id.commune_mention")
    type_id = fields.Many2one("parcours.delai.type", "Term", required=True, ondelete="restrict")
    objet = fields.Integer("Owner", readonly=True, default=0, help="Id of its owner when that is not the file itself.")
    cle = fields.Integer(
        "About",
        readonly=True,
        required=True,
        default=0,
        help="What it is about: an infringement, a decision, the day of a summons; else minus its number.",
    )
    rang = fields.Integer("No.", required=True, default=1, help="Which summons it is, counted from the first.")
    depart = fields.Selection(DEPARTS, "Starts with", required=True)
    date_depart = fields.Date("Starts on", required=True)
    date_echeance = fields.Date("Due date", required=True, help="Last day to meet the term.")
    compte = fields.Json(
        "Count", groups=GROUPES_MOTIF, help="How the due date was counted: length, days that do not count, working day."
    )
    explication = fields.Text("Why this date", compute="_compute_explication")
    state = fields.Selection(ETATS, "Status", required=True, groups=GROUPES_REGISTRE)
    jours_alerte = fields.Integer("Days of warning", compute="_compute_alerte")
    attendu = fields.Boolean("Still expected", compute="_compute_alerte")
    date_etat = fields.Date("Met or stopped on", groups=GROUPES_REGISTRE)
    date_suite = fields.Date(
        "Followed up on", help="Day the summons was sent, or the refusal found.", groups=GROUPES_REGISTRE
    )
    date_connue = fields.Date("Due date known on", required=True, help="Since when we know that due date.")

    date_action = fields.Date(
        "Next automatic step", help="The night on which something is to be done.", groups=GROUPES_REGISTRE
    )
    date_proche_faite = fields.Date("Reminded on", groups=GROUPES_REGISTRE)
    date_echue_faite = fields.Date("Acted upon on", groups=GROUPES_REGISTRE)
    revue = fields.Boolean(
        "Review", help="A person must look before anything follows from the end of this term.", groups=GROUPES_REGISTRE
    )
    revue_motif = fields.Selection(REVUES, "Why a review", groups=GROUPES_REGISTRE)
    doutes = fields.Char(
        "In doubt",
        readonly=True,
        help="What the count itself doubts, in the words of the reviews.",
        groups=GROUPES_REGISTRE,
    )
    date_revue = fields.Date("Reviewed on", groups=GROUPES_REGISTRE)
    erreur = Parole("What went wrong", readonly=True, groups=GROUPES_REGISTRE)
    date_essai = fields.Date("Tried on", groups=GROUPES_REGISTRE)

    _unique = models.UniqueIndex("(dossier_id, type_id, objet, cle)", "There is one term of each kind and object.")
    _action_idx = models.Index("(date_action) WHERE date_action IS NOT NULL")
    _revue_idx = models.Index("(dossier_id) WHERE revue")
    _erreur_idx = models.Index("(dossier_id) WHERE erreur IS NOT NULL")

    @api.depends("type_id.code", "state", "date_echeance", "date_suite")
    @api.depends_context("uid")
    def _compute_alerte(self):
        """From how many days before its end a term shows as near, and whether anything is expected by it still: to who
        may not know its state, that is said of no term that is past."""
        connu, jour = self.env.user.has_groups(GROUPES_REGISTRE), aujourdhui()
        for delai in self:
            delai.jours_alerte = JOURS_ALERTE_COURTS.get(delai.type_id.code, JOURS_ALERTE)
            if connu:
                delai.attendu = delai.state in VIVANTS and not delai.date_suite
            else:
                delai.attendu = bool(delai.date_echeance) and delai.date_echeance >= jour

    @api.depends("compte")
    @api.depends_context("lang", "uid", "allowed_company_ids")
    def _compute_explication(self):
        # every ground of the batch in one query; sudo: the count is said in words, to each reader as below
        comptes = {delai: delai.sudo().compte for delai in self}
        references = {r for delai in self for ligne in (comptes[delai] or {}).get("lignes", ()) for r in ligne[3]}
        # sudo: `libelle` says to each reader what that reader may know of the ground, and only it is used
        suspensions = self.env["parcours.suspension"].sudo().browse(r for r in references if not isinstance(r, str))
        motifs = {suspension.id: suspension.libelle for suspension in suspensions.exists()}
        motifs |= {mot: self._mot_sans_obligation(mot) for mot in references if isinstance(mot, str)}
        for delai in self:
            delai.explication = delai._phrase(comptes[delai], motifs) if comptes[delai] else False

    @api.depends("type_id", "rang")
    def _compute_display_name(self):
        for delai in self:
            delai.display_name = delai.type_id.name if delai.rang == 1 else f"{delai.type_id.name} ({delai.rang})"

    @api.model
    def _phrase(self, compte, motifs):
        """Return a count in one sentence of the reader's language.

        :param dict compte: as :meth:`_compte` makes it
        :param dict motifs: id of a suspension, or kind of days without obligation -> its word
        """
        jours = {ligne[0]: format_date(self.env, ligne[1]) for ligne in compte["lignes"]}
        evenement = self.env._(self._departs_phrase()[compte["depart"]])
        if compte["depart"] in PRESUMES:
            evenement = evenement % compte["presomption"]
        phrase = self.env._(
            "%(length)s from %(start)s (%(event)s): %(end)s",
            length=self._longueur_en_mots(compte["nombre"], compte["unite"]),
            start=jours["depart"],
            event=evenement,
            end=jours["longueur"],
        )
        if compte.get("fin_de_mois"):
            phrase += " (" + self.env._("from the last day of a month to the last day of one") + ")"
        for genre, jour, nombre, references in compte["lignes"]:
            if genre == "suspension":
                mots = dict.fromkeys(motifs.get(reference, "?") for reference in references)
                phrase = self.env._(
                    "%(count)s; days that do not count: %(days)s (%(grounds)s): %(end)s",
                    count=phrase,
                    days=nombre,
                    grounds=", ".join(mots),
                    end=format_date(self.env, jour),
                )
        if "ouvrable" in jours:
            fin = jours["ouvrable"]
            phrase = self.env._("%(count)s; moved to the next working day: %(end)s", count=phrase, end=fin)
        return f"{phrase} ({compte['article']})." if compte["article"] else f"{phrase}."

    @api.model
    def _mot_sans_obligation(self, mot):
        """Return a kind of days without obligation (`droit.delais`) in words; the ground of an exemption, which may be
        medical, only for those who work on the whole file."""
        genre, _deux_points, code = mot.partition(":")
        if genre == FERMETURE:
            return self.env._("file closed")
        if genre == HORS_PUBLIC:
            return self.env._("outside the target group")
        entier, agent = (self.env.user.has_groups(groupes) for groupes in (GROUPES_REGISTRE, GROUPES_MOTIF))
        if code and entier and (agent or code not in self.env["parcours.dossier"]._codes_medicaux()):
            return self.env._("exempt, ground %s", code)
        return self.env._("exempt")

    @api.model
    def _longueur_en_mots(self, nombre, unite):
        longueur = self.env._(LONGUEURS[unite])
        return longueur % nombre

    @api.model
    def _departs_phrase(self):
        """Return what each start is called inside a sentence, ``{start: words}``; a floor above adds its own."""
        return DEPARTS_PHRASE

    @api.model
    def _genres(self):
        """Return the table of terms, ``{code: droit.delais.Genre}``; a floor above adds its rows."""
        return TERMES

    @api.model
    def _compte(self, terme, parametres):
        """Return the count of a `droit.delais.Terme` as the JSON that is stored: all that the sentence needs."""
        lignes = [[li.genre, li.date.isoformat(), li.jours, list(li.references)] for li in terme.delai.lignes]
        nombre, unite, article = parametres.longueurs[terme.type]
        return {
            "depart": terme.depart,
            "nombre": nombre,
            "unite": unite,
            "article": article,
            "presomption": parametres.longueurs["presomption"].nombre,
            "lignes": lignes,
        } | ({"fin_de_mois": True} if terme.delai.fin_de_mois else {})

    # ---- on paper ---------------------------------------------------------------------------------------------------

    def _titre_imprime(self):
        return self.env._("List of terms")

    def _colonnes_propres(self):
        return [(self.env._("Term"), False), (self.env._("Due date"), True), (self.env._("Status"), False)]

    def _cases_propres(self):
        etat = self._mot_imprime("revue_motif" if self.revue else "state")
        return self.display_name, self._jour_imprime(self.date_echeance), etat

    # ---- from the count to what is kept -----------------------------------------------------------------------------

    @api.model
    def _enregistrer(self, proprietaires, decomptes, jour):
        """Make the stored terms of some owners those given: create, write the differences, end what no longer applies.

        :param proprietaires: records of one model, that lists `parcours.etape.proprietaire` among its parts
        :param dict decomptes: id of the owner -> its `droit.delais.Decompte`
        """
        tables = self.env["parcours.evenement"]._tables()
        mot = proprietaires._etapes_de
        champ, liens = tables.proprietaires[mot].champ, tables.proprietaires[mot].liens
        types = [identifiant for code, identifiant in tables.types.items() if tables.genres[code].proprietaire == mot]
        existants = {
            (delai[champ].id, delai.type_id.id, delai.cle): delai
            for delai in self.search_fetch(
                Domain(champ, "in", proprietaires.ids) & Domain("type_id", "in", types), [champ, *COLONNES_DELAI]
            )
        }
        nouveaux, a_retirer, dus = [], self.browse(), []
        for proprietaire in proprietaires:
            parametres, ouvert = decomptes[proprietaire.id].parametres, decomptes[proprietaire.id].ouvert
            for terme in decomptes[proprietaire.id].termes:
                delai = existants.pop((proprietaire.id, tables.types[terme.type], terme.cle), None)
                avant, regime = delai._suivi() if delai else None, tables.regimes[terme.type]
                comptes = terme.delai.echeance, terme.etat, terme.date_suite, terme.date_etat, terme.doutes
                suivi, retire = recompter(avant, Constat(terme.depart, *comptes), regime, jour, ouvert)
                valeurs = self._valeurs_suivi(suivi) | {
                    "rang": terme.rang,
                    "date_depart": terme.delai.depart,
                    "compte": self._compte(terme, parametres),
                }
                if not delai:
                    nouveaux.append(
                        valeurs
                        | {champ: int(proprietaire[source]) for champ, source in liens.items()}
                        | {"objet": 0 if mot == DOSSIER else proprietaire.id}
                        | {"type_id": tables.types[terme.type], "cle": terme.cle}
                    )
                    continue
                if not suivi.erreur:
                    valeurs["erreur"] = False
                if ecarts := {nom: valeur for nom, valeur in valeurs.items() if delai[nom] != valeur}:
                    delai.write(ecarts)
                if retire and avant.annonce:
                    a_retirer |= delai
                if _presse(suivi, jour):
                    dus.append(delai.id)
        disparus = self.browse().union(*existants.values()).filtered(lambda delai: delai.state != SANS_OBJET)
        disparus.write({"state": SANS_OBJET, "date_action": False, "revue": False, "erreur": False})
        (a_retirer | disparus)._retirer_taches()
        crees = self.create(nouveaux)
        # a review opens the moment the term is counted; the night does the rest
        dus += [delai.id for delai in crees if _presse(delai._suivi(), jour)]
        if dus:
            self.browse(dus)._faire(jour, (REVOIR,))
        return crees

    def _suivi(self):
        """Return what is kept of a term as the pure package takes it."""
        self.ensure_one()
        return Suivi(
            **{champ: self[colonne] or None for colonne, champ in COLONNES_SUIVI.items()}
            | {"erreur": bool(self.erreur), "revue": self.revue, "doutes": tuple((self.doutes or "").split())}
        )

    @api.model
    def _valeurs_suivi(self, suivi):
        """Return the columns of a follow-up; the text of an error is the caller's."""
        valeurs = {colonne: getattr(suivi, champ) or False for colonne, champ in COLONNES_SUIVI.items()}
        return valeurs | {"doutes": " ".join(suivi.doutes) or False}

    def _compare(self, jour):
        """Return what is stored of one term in a form that can be compared with a new count; on a day that the cron
        has not seen yet, *running* and *ended unmet* are told apart by the day."""
        self.ensure_one()
        return (
            self.type_id.code,
            self.rang,
            self.depart,
            self.date_depart,
            self.date_echeance,
            etat_du_jour(self.state, self.date_echeance, jour),
            self.date_etat,
            self.date_suite,
            self.doutes,
        )

    # ---- what happens by itself -------------------------------------------------------------------------------------

    @api.model
    def _cron_delais(self):
        """Do what is due today: stages where a suspension begins or ends, then the steps of the terms.

        Takes only what is due, by indexes: the cost grows with what is due, not with the files. Commits every batch,
        resumes where it stopped, and does nothing more when run twice.
        """
        jour = aujourdhui()
        # sudo: nightly automatic process over every commune
        dossiers, delais = self.env["parcours.dossier"].sudo(), self.sudo()
        lots.run(
            self.env,
            lots.Step(
                dossiers,
                lambda lot: lot._recalculer(),
                [("date_bascule", "<=", jour)],
                size=TAILLE_LOT,
                order="date_bascule, id",
            ),
            lots.Step(
                delais,
                lambda lot: lot._executer(jour),
                [("date_action", "<=", jour)],
                size=TAILLE_LOT,
                order="date_action, id",
            ),
        )

    def _executer(self, jour):
        """Do the step of each term of a batch that is due; afterwards none of them is due on that day any more."""
        # The last look: what was due yesterday may have been met, moved or stopped since.
        for champ, delais in self._par_proprietaire().items():
            delais[champ]._recalculer()
        self._faire(jour)

    def _faire(self, jour, actions=(REVOIR, ATTENDRE, RAPPELER, PROPOSER)):
        """Do what is due on these terms, as far as it is one of those actions; a few queries for all."""
        regimes = self.env["parcours.evenement"]._tables().regimes
        faire = {}
        for delai, entourage in self._entourages().items():
            quoi = a_faire(delai._suivi(), regimes[delai.type_id.code], jour, entourage)
            if quoi and quoi[0] in actions:
                faire.setdefault(quoi, []).append(delai.id)
        for (action, motif), ids in faire.items():
            delais = self.browse(ids)
            if action == REVOIR:
                delais._ouvrir_revue(motif)
            elif action == ATTENDRE:
                delais._noter_fait(action, jour)
            else:
                delais._lancer(action, jour)

    def _par_proprietaire(self):
        """Return these terms by the field that names their owner, ``{field: terms}``."""
        tables = self.env["parcours.evenement"]._tables()
        champs = {mot: proprietaire.champ for mot, proprietaire in tables.proprietaires.items()}
        return self.grouped(lambda delai: champs[tables.genres[delai.type_id.code].proprietaire])

    def _proprietaire(self):
        """Return the owner of these terms, all of one model."""
        return next((delais[champ] for champ, delais in self._par_proprietaire().items()), self.dossier_id)

    def _entourages(self):
        """Return ``{term: what is pending around it}``, as its owner says, in a few queries for all."""
        entourages = {}
        for champ, delais in self._par_proprietaire().items():
            proprietaires = delais[champ]
            doutes = {mot: set(proprietaires.filtered_domain(d).ids) for mot, d in proprietaires._doutes.items()}
            for delai in delais:
                presents = {mot: delai[champ].id in ids for mot, ids in doutes.items()}
                entourages[delai] = Entourage(delai._sommation_fondee(), **presents)
        return entourages

    def _sommation_fondee(self):
        """Whether this term is no summons, or one sent when the term that it follows was over (`droit.delais`)."""
        self.ensure_one()
        if self.type_id.code != SOMMATION:
            return True
        suivis = self.dossier_id.delai_ids.filtered(
            lambda delai: delai.type_id.code != SOMMATION and delai.date_suite and delai.state != "sans_objet"
        )
        suivi = suivis.sorted("date_suite")[-1:]
        return bool(suivi) and suivi.date_suite > suivi.date_echeance

    def _lancer(self, quoi, jour):
        """Call on these terms the server action of their kind, and write that it was done or why it was not.

        :param str quoi: `RAPPELER` (near its end) or `PROPOSER` (over)
        """
        for genre, delais in self.grouped("type_id").items():
            action = genre[f"action_{MOMENTS[quoi]}_id"]
            echecs = {}
            if action and delais._tenter(action):
                # one of them does not pass: each on its own, so that the others go on
                echecs = {delai: erreur for delai in delais if (erreur := delai._tenter(action))}
            (delais - delais.browse().union(*echecs))._noter_fait(quoi, jour)
            for delai, erreur in echecs.items():
                delai._noter_fait(quoi, jour, erreur=self._texte_erreur(action, erreur))

    def _noter_fait(self, quoi, jour, motif=None, erreur=False):
        """Write what is kept of these terms once that was done on them, or has failed; one write for equal values."""
        regimes = self.env["parcours.evenement"]._tables().regimes
        changes = {}
        for delai in self:
            suivi = fait(delai._suivi(), quoi, regimes[delai.type_id.code], jour, motif, bool(erreur))
            valeurs = self._valeurs_suivi(suivi)
            change = {nom: valeur for nom, valeur in valeurs.items() if delai[nom] != valeur}
            changes.setdefault(tuple(change.items()), []).append(delai.id)
        for change, ids in changes.items():
            self.browse(ids).write({**dict(change), "erreur": erreur})

    def _tenter(self, action):
        """Call a server action on these terms; return the exception it raised, after undoing all it did, or None."""
        try:
            with self.env.cr.savepoint():
                # sudo: the action was written by an administrator and chosen by a head of Vivalis
                action.sudo().with_context(active_model=self._name, active_ids=self.ids, active_id=self.ids[0]).run()
        except OperationalError:
            # the database asks for the whole transaction again (another user wrote the same file)
            raise
        except Exception as erreur:  # noqa: BLE001 (whatever it is, it must not take the other terms with it)
            # Not the message: it may name somebody.
            _logger.warning("Server action %s failed on %d terms: %s", action.id, len(self), type(erreur).__name__)
            return erreur
        return None

    @api.model
    def _texte_erreur(self, action, erreur):
        """Return what a person reads of an action that failed, in each language; a refusal is in the words it had."""
        # sudo: only the name of the action is read
        return dire(action.sudo(), lambda lue: self.with_env(lue.env)._phrase_erreur(lue.name, erreur))

    @api.model
    def _phrase_erreur(self, nom, erreur):
        cause = str(erreur) if isinstance(erreur, UserError) else self.env._("a technical error")
        return self.env._(
            "The action “%(action)s” did not pass: %(cause)s. Nothing of it was kept; the other files went on. "
            "It is tried again tomorrow. If it happens again, tell the administrator.",
            action=nom,
            cause=cause.rstrip("."),
        )

    # ---- what the shipped server actions do ---------------------------------------------------------------------

    def _rappeler(self):
        """Near its end: somebody of the commune is told, while the person can still be reached."""
        self._donner_taches(
            "proche",
            lambda env, delai: env._("Term near its end: %s", delai.display_name),
            lambda env, delai: env._(
                "This term ends on %s. Contact the person; record what was done, or a suspension if there is a ground.",
                format_date(env, delai.date_echeance),
            ),
        )

    def _signaler(self):
        """A term is over, of a kind that nothing else was chosen for: somebody decides what follows."""
        self._donner_taches(
            "echu",
            lambda env, delai: env._("Term ended: %s", delai.display_name),
            lambda env, delai: env._(
                "This term ended on %s without proof. See what must follow.", format_date(env, delai.date_echeance)
            ),
        )

    def _proposer(self, resume, note):
        """These terms are over: somebody decides on what they propose. Nothing is done by itself.

        :param resume: `_lt` of what is to be done
        :param note: `_lt` of why and how, with the due date in it
        """
        self._donner_taches(
            "echu",
            lambda env, _delai: env._(resume),
            lambda env, delai: mod(env._(note), format_date(env, delai.date_echeance)),
        )

    def _proposer_sommation(self):
        """A term of registration or completion ended unmet: propose the summons (art. 14 §2). Nothing is sent. No
        volunteer is summoned: see with that person."""
        volontaires = self.filtered("dossier_id.volontaire")
        volontaires._proposer(
            _lt("Term ended: see with the volunteer"),
            _lt(
                "The term of this volunteer ended on %s. No sanction applies: see with the person, then go on or "
                "close the file."
            ),
        )
        (self - volontaires)._proposer(
            _lt("Term ended unmet: summons to send"),
            _lt(
                "This term ended on %s without proof. Check with the organiser that there is none; then send the "
                "summons and record it with the button “Summons sent”."
            ),
        )

    def _proposer_constat(self):
        """A summons ended unmet: propose the finding of refusal, which transfers the file (art. 14 §3-4). A receipt
        presumed of a letter whose posting is proved is one; where it is not, another summons is needed."""
        sans_preuve = self.filtered(lambda delai: ENVOI_SANS_PREUVE in delai._suivi().doutes)
        sans_preuve._proposer(
            _lt("Summons without proof of posting: to be sent again"),
            _lt(
                "The term of the summons ended on %s without proof, and no refusal can be found on it: nothing proves "
                "that it was posted. Send another one in a way that proves it, and record it with the button “Summons "
                "sent”."
            ),
        )
        presumees = (self - sans_preuve).filtered(lambda delai: delai.depart == SOMMATION_ENVOYEE)
        presumees._proposer(
            _lt("Summons unanswered: finding of refusal to decide"),
            _lt(
                "The term of the summons ended on %s without proof, counted from its presumed receipt. Record first "
                "what came back of the letter, if anything did, and check with the organiser that there is no proof; "
                "then record “Refusal found”: the file is transferred to Vivalis at once."
            ),
        )
        (self - sans_preuve - presumees)._proposer(
            _lt("Summons unanswered: finding of refusal to decide"),
            _lt(
                "The term of the summons ended on %s without proof. Check with the organiser that there is none; then "
                "record “Refusal found”: the file is transferred to Vivalis at once."
            ),
        )

    # ---- reviews ------------------------------------------------------------------------------------------------

    def _ouvrir_revue(self, motif):
        """Ask a person to look, instead of acting (loi.md §7: late discovery)."""
        if not self:
            return
        # what else was proposed for the same term waits for that person too
        self._retirer_taches()
        self._noter_fait(REVOIR, aujourdhui(), motif)

        def pourquoi(env, delai):
            # whoever reviews it settles every doubt
            return " ".join(env._(REVUES_PHRASE[mot]) for mot in dict.fromkeys((motif, *(delai.doutes or "").split())))

        self._donner_taches(
            "revue",
            lambda env, delai: env._("Term to review: %s", delai.display_name),
            lambda env, delai: env._(
                "Due on %(day)s. %(why)s Nothing was done by itself. Decide what must follow, then use the button "
                "“Reviewed” in the tab “Terms”.",
                day=format_date(env, delai.date_echeance),
                why=pourquoi(env, delai),
            ),
        )

    def _a_revoir(self):
        """Return those of these terms, of open owners, that a person must review before anything follows."""
        regimes, jour = self.env["parcours.evenement"]._tables().regimes, aujourdhui()
        return self.filtered(lambda delai: a_revoir(delai._suivi(), regimes[delai.type_id.code], jour))

    def _marquer_revue(self, raison):
        """Record that a person looked at this term, and what was decided; its task is done.

        :raise UserError: when there is nothing to review (somebody else may have done it)
        """
        self.ensure_one()
        proprietaire = self._proprietaire()
        proprietaire.check_access("write")
        proprietaire._seul()
        delai = self.sudo()  # sudo: access to the owner was checked; terms are written by the engine only
        if not delai.revue:
            raise UserError(self.env._("There is nothing to review here any more: see the events of the file."))
        genre = proprietaire._etape_revue
        raison = (raison or "").strip()
        proprietaire._verifier_etape(genre, aujourdhui(), {"note_reservee": raison}, (REVUE,))
        proprietaire._noter(genre, note_reservee=raison, delai_id=self.id)

    def action_revue(self):
        """Open the small window that asks what was decided."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Term reviewed"),
            "res_model": "parcours.delai.revue",
            "view_mode": "form",
            "target": "new",
            "context": {"default_delai_id": self.id},
        }

    def action_executer(self):
        """Do now what follows the end of a term: what the cron would do tonight, or after a review.

        :raise UserError: when the term is not over, waits for its review, or was acted upon already
        """
        self.ensure_one()
        proprietaire = self._proprietaire()
        proprietaire.check_access("write")
        proprietaire._seul()
        delai = self.sudo()  # sudo: access to the owner was checked; terms are written by the engine only
        delai._proprietaire()._recalculer()
        regime = self.env["parcours.evenement"]._tables().regimes[delai.type_id.code]
        empeche = a_la_main(delai._suivi(), regime, aujourdhui(), delai._entourages()[delai])
        if empeche == "infondee":
            raise UserError(
                self.env._("This summons was sent before the end of the term that it follows: no refusal can follow.")
            )
        if empeche == "rien":
            raise UserError(self.env._("Nothing is to be done for this term: it is not over, or it was acted upon."))
        delai.dossier_id._verifier_sans_doute()
        if empeche:
            raise UserError(
                self.env._(
                    "This term must be reviewed first: it was learnt when it was already past, or something about it "
                    "is in doubt. Use the button “Reviewed” and say why."
                )
            )
        delai._lancer(PROPOSER, aujourdhui())
        if delai.erreur:
            raise UserError(delai.erreur)

    # ---- tasks --------------------------------------------------------------------------------------------------

    def _donner_taches(self, genre, resume, note):
        """Put a task for each term on its owner, for whoever has it when there is one, in that person's language.

        :param str genre: what it is about, a key of `_taches_delai` of the owner
        :param resume: ``f(env, term) -> summary``
        :param note: ``f(env, term) -> text``
        """
        for champ, delais in self._par_proprietaire().items():
            self.env["mail.activity"]._donner(
                delais[champ]._taches_delai[genre],
                delais,
                resume,
                note,
                sur=lambda delai, champ=champ: delai[champ],
                valeurs=lambda delai: {"delai_id": delai.id},
            )

    def _retirer_taches(self):
        """Take back the open tasks of these terms: what they asked for has no reason any more."""
        if self:
            self.env["mail.activity"]._retirer(self, lien="delai_id")


def _presse(suivi, jour):
    """Whether the count looks at a term at once, and not the night: it is due, and was learnt late, followed already or
    in doubt."""
    presse = suivi.doutes or suivi.date_suite or suivi.date_connue > suivi.echeance
    return bool(presse and suivi.date_action and suivi.date_action <= jour)
