# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_accueil.droit.canaux import CANAUX as CANAUX_LUS
from odoo.addons.parcours_accueil.droit.canaux import INCONNU
from odoo.addons.parcours_accueil.droit.courriers import IMPRIME
from odoo.addons.parcours_accueil.droit.delais import VIVANTS, Parametres, sommation_en_cours
from odoo.addons.parcours_accueil.models.lectures import ITS_EXPLICATION
from odoo.addons.parcours_accueil.models.vocabulaire import CANAUX
from odoo.addons.parcours_socle.jour import aujourdhui

from ..banque.communication import structuree
from ..droit.courriers import COMME_RECOMMANDE, DECISIONS
from ..droit.delais import AMENDE, PAIEMENT, PREUVE, depart_recours
from ..droit.etapes import CREANCE, DECISION_NOTIFIEE, DECISION_PROPOSEE, DECISION_RETOURNEE
from ..droit.ordre import Jugement
from .etape.libelles import REMEDES

#: What the letter of a decision says of it; and what is decided by another official when it is corrected.
DITS_PAR_LA_LETTRE = frozenset({"date", "decision", "motivation", "motivation_protection"})
DECIDES = DITS_PAR_LA_LETTRE | {"raison_papier"}


class SanctionDecision(models.Model):
    """One reasoned decision of the designated official on one infringement: a fine, or none (art. 15).

    The amount, the ceiling and the last day for a fine come from the regulation of the file; an official proposes it,
    another one decides (sanction_decision_proposition.py); it is corrected until it is sent, by a step, today, and
    notified on the day it is received, by channel. One that came back was not notified: it is sent again. What a fine
    needs stands in droit/ordre.py.
    """

    _name = "sanction.decision"
    _description = "Decision on an infringement"
    _inherit = [
        "textes.partages.ecriture",
        "lecture.tracee",
        "sanction.inscrit.corrigible",
        "sanction.lettre",
        "liste.ordonnable",
        "nom.lisible",
        "nom.reserve",
        "sanction.decision.chaine",
        "sanction.decision.proposition",
    ]
    _liste_fiches = ("sanction_id",)
    _order = "date desc, id desc"
    _champ_evenement = "decision_id"
    _par_lettre = True
    _details_a_part = frozenset({"remedes"})
    _restent = {DECISION_RETOURNEE: "date_envoi"}
    _champ_envoi = "date_envoi"
    _champ_reception = "date_notification"
    _renvoyable = True
    _montre = {
        "sanction_id.dossier_id": dict.fromkeys(
            ("motivation", "motivation_protection", "raison_papier"), ITS_EXPLICATION
        )
    }
    _motif_lecture = "dossier"
    _textes = ("motivation", "motivation_protection", "raison_papier")
    _champ_mots = "raison_papier"
    _types_evenement = "decision_"
    _noms = ("decision", "date")
    _suites = frozenset({"retour", "date_retour", "remedes"})
    _corriges = _suites | DECIDES | {"textes_vus"}
    _corriges |= {"canal", "preuve_envoi"}
    _saisis = _corriges | {"infraction_id"}
    _moteur = frozenset({"annulee", "user_id", "propose_par_id", "date_proposition"})

    sanction_id = fields.Many2one("sanction.dossier", "Sanction file", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="sanction_id.company_id")
    currency_id = fields.Many2one(related="sanction_id.currency_id")
    infraction_id = fields.Many2one(
        "sanction.infraction",
        "Infringement",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('sanction_id', '=', sanction_id)]",
    )
    date = fields.Date("Decided on", required=True, default=aujourdhui)
    decision = fields.Selection([("amende", "Fine"), ("sans_amende", "No fine")], required=True, default="amende")
    montant = fields.Monetary("Amount", compute="_compute_montant", store=True)
    motivation = fields.Text("Reasons", required=True)
    motivation_protection = fields.Text(
        "Exceptional reasons",
        help="Why a beneficiary of international protection is fined all the same (CJEU C-158/23).",
    )
    # law: a registered letter, or one against receipt; the eBox, as a registered sending, with consent
    canal = fields.Selection([mot for mot in CANAUX if mot[0] in COMME_RECOMMANDE], "Sent by", copy=False)
    remedes = fields.Selection(
        REMEDES,
        "Remedies in the letter",
        copy=False,
        help="What the letter stated: the appeal, its forms and term, and the ombudsman. Without them the term of "
        "appeal starts four months later.",
    )
    lettre_imprimee = fields.Boolean(compute="_compute_lettre_imprimee", export_string_translation=False)
    communication = fields.Char(
        "Structured communication", compute="_compute_communication", help="By which the payment of this fine is found."
    )
    date_envoi = fields.Date("Sent on", readonly=True, copy=False)
    date_notification = fields.Date(
        "Notified on",
        compute="_compute_reception",
        store=True,
        copy=False,
        help="The day it is received, by channel: the terms run from there.",
    )
    annulee = fields.Boolean(
        "Annulled", readonly=True, help="By the Council of State, or with the fine that its infringement rests on."
    )
    recours_ids = fields.One2many("sanction.recours", "decision_id", "Appeals")
    mouvement_ids = fields.One2many("sanction.mouvement", "decision_id", "Account")
    date_limite_preuve = fields.Date("Proof at the latest on", compute="_compute_dates_limites")
    date_limite_recours = fields.Date("Appeal at the latest on", compute="_compute_dates_limites")
    date_limite_paiement = fields.Date("To pay at the latest on", compute="_compute_dates_limites")
    preuve_attendue = fields.Boolean("Proof expected", compute="_compute_attendus")
    paiement_attendu = fields.Boolean("Payment expected", compute="_compute_attendus")

    _a_trancher_idx = models.Index("(date_proposition) WHERE user_id IS NULL")
    _infraction_unique = models.UniqueIndex(
        "(infraction_id) WHERE doublon IS NOT TRUE",
        "A decision was already taken on this infringement: there is one for each.",
    )

    @api.depends("decision", "sanction_id.reglement_id.valeur_ids.valeur")
    def _compute_montant(self):
        for decision in self:
            # what was notified does not change with a later version of the law
            if not decision.date_notification:
                reglement = decision.sanction_id.reglement_id if decision.decision == "amende" else None
                decision.montant = reglement._valeur("montant_amende") if reglement else 0

    def _compute_lettre_imprimee(self):
        """Whether a printed letter waits to leave with this decision: it states the remedies."""
        imprimees = self._imprimees()
        for decision in self:
            decision.lettre_imprimee = decision._origin in imprimees

    def _imprimees(self):
        """Return those of these decisions whose letter is printed, and did not leave."""
        # sudo: whether there is one, of decisions that the user reads
        courriers = self.env["parcours.courrier"].sudo()
        genres = tuple(DECISIONS.values())
        domaine = [("decision_id", "in", self.ids), ("genre", "in", genres), ("state", "=", IMPRIME)]
        return self.browse(courriers.search(domaine).decision_id.ids)

    @api.depends("decision")
    def _compute_communication(self):
        for decision in self:
            numero = decision._origin.id if decision.decision == "amende" else None
            decision.communication = structuree(numero) if numero else False

    @api.depends("date_notification", "decision", "remedes")
    def _compute_dates_limites(self):
        for decision in self:
            sanction, depart = decision.sanction_id, decision.date_notification
            if decision.decision != "amende":
                depart = False
            decision.date_limite_preuve = sanction._echeance(depart, "preuve_amende")
            decision.date_limite_recours = sanction._echeance(decision._depart_recours(), "recours")
            decision.date_limite_paiement = sanction._echeance(depart, "paiement")

    def _depart_recours(self):
        """Return the day from which the term of appeal of this fine runs, or False."""
        reglement = self.sanction_id.reglement_id
        if self.decision != "amende" or not self.date_notification or not reglement:
            return False
        return depart_recours(self.date_notification, self.remedes == "dits", Parametres(reglement._lignes()))[1]

    @api.depends("sanction_id.delai_ids.state", "sanction_id.delai_ids.cle")
    def _compute_attendus(self):
        """Whether the terms of the proof and of the payment that this fine started still ask for something."""
        champs = {PREUVE: "preuve_attendue", PAIEMENT: "paiement_attendu"}
        delais = self.sanction_id.delai_ids.filtered(lambda d: d.type_id.code in champs and d.state in VIVANTS)
        attendus = {(champs[delai.type_id.code], delai.cle) for delai in delais}
        for decision in self:
            for champ in champs.values():
                decision[champ] = (champ, decision._origin.id) in attendus

    def _verifier_saisie(self):
        """A fine waits for the answer to what happened since the finding, and for the review of the terms that it rests
        on: those of the refusal, of the proof after another fine, of the hearing, and the limit that it is entered
        after."""
        # who decides looks at what the decision rests on
        self._journaliser_lecture(ITS_EXPLICATION, "courrier")
        self._verifier_amendes()

    def _verifier_amendes(self):
        """:raise UserError: when a fine waits for an answer, or for a review"""
        amendes = self.filtered(lambda decision: decision.decision == "amende")
        amendes.sanction_id._verifier_reponses()
        amendes.sanction_id._verifier_revues(PREUVE, "audition")
        # without paper it bears the day of today, which is too late by itself
        amendes.filtered(lambda decision: decision._jour_decide() < aujourdhui()).sanction_id._verifier_revues(AMENDE)

    def _completer_saisie(self, vals_list):
        return vals_list

    def _apres_saisie(self):
        """Its letter is made of it; what was signed on paper in time, and comes too late, is reviewed."""
        if not self.env.su:
            self._revoir_tardives()

    def _refuser_correction(self, vals):
        """What the letter stated is said once, when it leaves; of what left before it was asked, afterwards.

        :raise UserError: when it was said already
        """
        if "remedes" not in vals:
            return
        if any(un.date_envoi and un.remedes and un.remedes != vals["remedes"] for un in self):
            raise UserError(
                self.env._(
                    "What the letter stated was said when it left. Nothing was saved. A head of Vivalis can cancel the "
                    "notification in the tab “Events”, with a reason."
                )
            )

    def _verifier_correction(self, vals):
        corrigees = not self.env.su and not DECIDES.isdisjoint(vals)
        if corrigees:
            self._proposer()
        if vals.get("decision"):
            self._verifier_annulees()
            self._verifier_saisie()
        revenues = self.filtered(lambda decision: decision._revenue) if "retour" in vals else self.browse()
        if any(not CANAUX_LUS.get(decision.canal, INCONNU).presume for decision in revenues):
            raise UserError(self.env._("This is not known of a letter that went this way. Nothing was saved."))
        revenues._verifier_sans_suite()
        # what the person answered with a payment, the person had received
        if any(m.type == "paiement" and not m.reprise_ids for m in revenues.mouvement_ids):
            raise UserError(
                self.env._(
                    "A payment of this fine is recorded: whoever paid it has received the decision. Nothing was saved. "
                    "Take the payment back first if it was entered by mistake."
                )
            )
        if not DITS_PAR_LA_LETTRE.isdisjoint(vals):
            # what was printed of one that did not leave says something else now
            self._perimer(self.env._("The decision was corrected."))
        if revenues:
            # the next letter says it anew
            # sudo: what follows from what came back, of decisions that the user may write
            revenues.sudo().remedes = False
        if corrigees:
            self._revoir_tardives()

    def _perimer(self, motif):
        Courrier = self.env["parcours.courrier"]
        Courrier._refuser_deposees(self.infraction_id, DECISIONS.values())
        Courrier._perimer(self.infraction_id, DECISIONS.values(), motif)

    def _verifier_annulees(self):
        """Refuse to make fines again of what was annulled."""
        if any(decision.annulee and decision.decision == "amende" for decision in self):
            raise UserError(
                self.env._(
                    "This fine was annulled, with the one that its infringement rests on: it is not notified any more. "
                    "Nothing was saved. Enter “No fine” instead, or close the sanction."
                )
            )

    def _verrou(self, efface=False):
        self.ensure_one()
        if self.date_notification:
            return self.env._(
                "A notified decision is not changed or deleted any more. Nothing was saved. A head of Vivalis "
                "can cancel the notification in the tab “Events”, with a reason."
            )
        return None

    def _jugement(self):
        """Return this decision as the pure package takes it; of the account, what was entered since its claim stands,
        and holds."""
        self.ensure_one()
        creance = max(self.mouvement_ids.filtered(lambda m: m.type == "creance").ids, default=0)
        depuis = self.mouvement_ids.filtered(lambda m: m.id > creance and not m.reprise_ids)
        return Jugement(
            jour=self.date,
            amende=self.decision == "amende" and not self.annulee,
            envoyee=self.date_envoi or self.date_notification or None,
            notifiee=self.date_notification or None,
            motivee=bool((self.motivation_protection or "").strip()),
            petitions=tuple(recours._petition() for recours in self.recours_ids),
            mouvements=tuple(m.date for m in depuis if m.type in ("paiement", "abandon")),
            rendus=tuple(m.date for m in depuis if m.type == "remboursement"),
        )

    def action_notifier(self):
        """Record that the decision was sent today: a fine becomes a claim, and the terms run from the day it is
        received, by its channel. One that came back is sent again. What a fine needs is looked at again: nothing leaves
        without a last look.

        :raise UserError: when no channel is given, which the law asks for (loi.md §7), or nobody says which remedies
            the letter stated; when nobody decided, or it is notified already
        """
        self._partir(aujourdhui())

    def _partir(self, jour):
        """As `action_notifier`, on the day on which it left."""
        self.check_access("write")
        self._refuser_clos()
        # sudo: access was checked; the notification and the claim are written by this step alone
        decisions = self.sudo()
        decisions.sanction_id._prendre()
        if any(decision.date_notification for decision in decisions):
            raise UserError(self.env._("This decision is already notified."))
        if not all(decision.canal for decision in decisions):
            raise UserError(
                self.env._(
                    "Say how the decision goes: registered, against receipt or, when the person consents, by eBox "
                    "(art. 15 §2). Nothing was saved. Enter it in “Sent by” first."
                )
            )
        decisions._verifier_adresse()
        # who sends it looks at what it rests on
        decisions._journaliser_lecture(ITS_EXPLICATION, "courrier")
        decisions._verifier_depart()
        for decision in decisions:
            envoi = {"date_envoi": jour, "retour": False, "date_retour": False}
            decision.write({**envoi, "remedes": decision._remedes_dits()})

    def _remedes_dits(self):
        """Return which remedies the letter states with which this decision leaves: ours states them all.

        :raise UserError: when no letter of ours leaves, and nobody says it
        """
        if self.decision != "amende":
            return False
        if self._imprimees():
            return "dits"
        if not self.remedes:
            raise UserError(
                self.env._(
                    "No letter was printed here: say in “Remedies in the letter” whether the letter states the appeal, "
                    "its forms and term, and the ombudsman. Without them the person has four months more to appeal "
                    "(law on the Council of State, art. 19). Nothing was saved."
                )
            )
        return self.remedes

    def _verifier_depart(self):
        """:raise UserError: when one of these decisions cannot leave now"""
        if not all(decision.user_id for decision in self):
            raise UserError(
                self.env._(
                    "Nobody decided yet: an official proposed it, another one decides. Nothing was saved. Use “Decide” "
                    "first."
                )
            )
        self._verifier_textes()
        self._verifier_annulees()
        self._verifier_amendes()
        self.sanction_id._verifier_decisions(self)

    def _refus_de_partir(self):
        """Return in the user's words why this decision cannot leave now, or ""."""
        try:
            self._verifier_depart()
        except UserError as erreur:
            return str(erreur)
        return ""

    @api.ondelete(at_uninstall=False)
    def _unlink_jamais_envoyee(self):
        """What was sent stays, with its claim and the opposite movement: one that came back, or was cancelled, too."""
        if any(decision.date_envoi or decision.date_notification or decision.mouvement_ids for decision in self):
            raise UserError(
                self.env._(
                    "This decision was sent once: it stays, with what the account says of it. Nothing was deleted. "
                    "Correct it, “No fine” included, and send it again."
                )
            )
        self._perimer(self.env._("The decision was deleted."))

    def _exiger_envoyees(self):
        """Make claims of these fines, where none stands, as of the day that each was sent."""
        deja = self.env["parcours.evenement"].search(
            [("decision_id", "in", self.ids), ("type", "=", CREANCE), ("annulation_ids", "=", False)]
        )
        a_exiger = self - deja.decision_id
        for jour, decisions in a_exiger.grouped(lambda d: d.date_envoi or d.date_notification).items():
            decisions._exiger(jour)

    def _exiger(self, jour):
        """Make these fines claims in the account, as of a day."""
        self.env["sanction.mouvement"].create(
            [
                {
                    "sanction_id": decision.sanction_id.id,
                    "decision_id": decision.id,
                    "type": "creance",
                    "date": jour,
                    "montant": decision.montant,
                }
                for decision in self
                if decision.montant and not decision.annulee
            ]
        )

    def _retirer_notification(self):
        """Take back notifications that never were: their entries of the ledger were just cancelled.

        :raise UserError: when somebody appealed against one, or an infringement rests on it
        """
        self._verifier_sans_suite()
        vides = ("date_envoi", "retour", "date_retour", "date_notification", "remedes")
        self.write(dict.fromkeys(vides, False))

    def _verifier_sans_suite(self):
        """:raise UserError: when somebody appealed against one of these, or an infringement rests on it"""
        if self.recours_ids:
            raise UserError(
                self.env._("An appeal against this decision is recorded: cancel its entry first. Nothing was changed.")
            )
        if self.env["sanction.infraction"].search_count([("fondement_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("A new infringement rests on this fine: delete the infringement first. Nothing was changed.")
            )
        self._verifier_non_somme()

    def _verifier_non_somme(self):
        """Refuse to take back “no fine” once the commune has summoned again, as only that let it."""
        # sudo: whether a summons holds in the pathway file, for a sentence
        sanctions = self.sudo().filtered(lambda decision: decision.decision == "sans_amende").sanction_id
        faits = sanctions.dossier_id._faits()
        for sanction in sanctions:
            envoyee, _recue = sommation_en_cours(faits.get(sanction.dossier_id.id, ()))
            if envoyee and envoyee.rang > sanction.evenement_id.id:
                raise UserError(
                    self.env._(
                        "The commune has summoned the person again since, which rests on this decision: it cancels its "
                        "summons first. Nothing was changed."
                    )
                )

    def _faits_inscrits(self):
        self.ensure_one()
        faits = self._faits_proposes()
        if self.user_id:
            faits[f"decision_{self.decision}"] = self.date
        if self.date_notification:
            faits[DECISION_NOTIFIEE] = self.date_notification
        if self._revenue and self.date_retour:
            faits[DECISION_RETOURNEE] = self.date_retour
        return faits

    def _details_inscrits(self):
        self.ensure_one()
        parti = {"remedes": self.remedes}
        # a reason that is corrected is told again
        details = {DECISION_NOTIFIEE: parti, DECISION_PROPOSEE: {"note_reservee": self.raison_papier or False}}
        if self.canal:
            parti |= {"canal": self.canal, "preuve_envoi": (self.preuve_envoi or "").strip() or False}
            details[DECISION_RETOURNEE] = {"retour": self.retour}
        return details

    def _liens_inscrits(self):
        self.ensure_one()
        return {"infraction_id": self.infraction_id.id}
