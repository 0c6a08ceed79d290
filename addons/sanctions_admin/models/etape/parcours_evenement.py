# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.tools import format_amount

from odoo.addons.parcours_accueil.models.etape.parcours_evenement import Proprietaire
from odoo.addons.parcours_accueil.models.vocabulaire import GROUPES_REGISTRE
from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.paroles import dire

from ...droit.conditions import CONDITIONS
from ...droit.delais import ANNULATIONS, RECOMPTENT
from ...droit.etapes import (
    ABANDON,
    AMENDE_TOMBEE,
    CREANCE,
    DECISION_AMENDE,
    ETAPES,
    FONDEMENT_TOMBE,
    SANCTION,
    SANCTION_CLOSE,
    SANCTION_PRISE,
)
from .libelles import ACTES, LIBELLES, REFUS, REMEDES, TYPES


class ParcoursEvenement(models.Model):
    """The steps of a sanction stand in the same ledger as those of the pathway file, and name what they are about."""

    _inherit = "parcours.evenement"

    type = fields.Selection(selection_add=TYPES, ondelete={code: "cascade" for code, _libelle in TYPES})
    sanction_id = fields.Many2one(
        "sanction.dossier",
        "Sanction file",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        groups=GROUPES_REGISTRE,
    )
    infraction_id = fields.Many2one(
        "sanction.infraction", "Infringement", readonly=True, ondelete="set null", index="btree_not_null"
    )
    audition_id = fields.Many2one(
        "sanction.audition", "Hearing", readonly=True, ondelete="set null", index="btree_not_null"
    )
    decision_id = fields.Many2one("sanction.decision", readonly=True, ondelete="set null", index="btree_not_null")
    remedes = fields.Selection(
        REMEDES, "Remedies in the letter", readonly=True, help="Whether the letter of the decision stated them."
    )
    acte = fields.Selection(ACTES, "Act", readonly=True, groups=GROUPES_REGISTRE, help="What interrupts prescription.")
    recours_id = fields.Many2one(
        "sanction.recours", "Appeal", readonly=True, ondelete="set null", index="btree_not_null"
    )
    mouvement_id = fields.Many2one(
        "sanction.mouvement", "Movement", readonly=True, ondelete="set null", index="btree_not_null"
    )

    @api.model
    def _etapes(self):
        return super()._etapes() | ETAPES

    @api.model
    def _conditions(self):
        return super()._conditions() | CONDITIONS

    @api.model
    def _groupes_acteurs(self):
        """Third floor's role: the official who hears, decides and collects."""
        return super()._groupes_acteurs() | {"fonctionnaire": "sanctions_admin.group_fonctionnaire"}

    @api.model
    def _proprietaires(self):
        """Sanctions too: counted again after each of their events, and when what proves that the pathway is followed
        answers a fine, a suspension, or the days on which the file was closed change."""
        liens = {"dossier_id": "dossier_id", "sanction_id": "id"}
        compte_avec = {"sanction_id": None, "dossier_id.sanction_ids": RECOMPTENT}
        return super()._proprietaires() | {SANCTION: Proprietaire("sanction_id", liens, compte_avec)}

    @api.model
    def _libelles(self):
        return super()._libelles() | LIBELLES

    @api.model
    def _refus(self):
        return super()._refus() | REFUS

    def _compute_details(self):
        """An amount, or the act that interrupts prescription, comes first, for who reads the account."""
        resultat = super()._compute_details()
        if self.env.user.has_groups(GROUPES_REGISTRE):
            for evenement in self:
                acte = dict(self._fields["acte"]._description_selection(self.env)).get(evenement.acte)
                if dits := [mot for mot in (evenement._montant_dit(), acte) if mot]:
                    evenement.details = "\n".join(filter(None, (*dits, evenement.details)))
        return resultat

    def _montant_dit(self):
        """Return the amount that an entry is about, with the reference of its payment, or ""."""
        # sudo: of an entry that the reader reads, the amount that its record says
        entree = self.sudo()
        montant = entree.mouvement_id.montant or (entree.type == DECISION_AMENDE and entree.decision_id.montant)
        if not montant:
            return ""
        dit = format_amount(self.env, montant, entree.sanction_id.currency_id)
        return " · ".join(filter(None, (dit, entree.mouvement_id.communication)))

    def _valeurs_correction(self, raison=None):
        """Return the values of the entry that cancels this one, because its record says something else now."""
        self.ensure_one()
        return {
            "dossier_id": self.dossier_id.id,
            "type": "annulation",
            "date_effective": aujourdhui(),
            "annule_id": self.id,
            "note": raison or dire(self, lambda lu: lu.env._("Corrected in the sanction file.")),
        }

    # ---- effects ----------------------------------------------------------------------------------------------------

    def _effet_annuler(self):
        """A closed sanction takes nothing more, corrections included: its closing is cancelled first."""
        self.annule_id.filtered(lambda annule: annule.type != SANCTION_CLOSE).sanction_id._refuser_clos()
        return super()._effet_annuler()

    def _effet_close(self):
        """Closed: what is in the words of its entry says what it rested on."""

    def _defait_close(self):
        """Open again: what happened in the pathway file meanwhile was told to nobody, and is looked at now."""
        self.sanction_id._faire_tomber()
        faits = self.sanction_id._changements()
        self.sanction_id._avertir(
            lambda env, sanction: "; ".join(
                filter(
                    None,
                    (
                        env._("The sanction was closed, and is open again: see what happened meanwhile."),
                        sanction.with_env(env)._phrase_changements(faits[sanction.id]),
                    ),
                )
            )
        )

    def _effet_repondre(self):
        """What was decided before the answer rested on what nobody had answered: another official decides again."""
        self.sanction_id.decision_ids._reproposer()

    def _defait_repondre(self):
        """Nothing: what was proposed again waits for another official all the same."""

    def _effet_completer(self):
        for evenement in self:
            evenement.sanction_id.date_complet = evenement.date_effective

    def _defait_completer(self):
        self.sanction_id.date_complet = False

    def _effet_prendre(self):
        for evenement in self:
            evenement.sanction_id.user_id = evenement.user_id

    def _defait_prendre(self):
        """Who took charge last, of those that still hold, has the file; nobody, when none does."""
        for sanction in self.sanction_id:
            prises = sanction.evenement_ids.filtered(lambda e: e.type == SANCTION_PRISE and not e.annulation_ids)
            sanction.user_id = prises.sorted("id")[-1:].user_id

    def _effet_proteger(self):
        self.sanction_id.protection_saisie = True

    def _defait_proteger(self):
        self.sanction_id.protection_saisie = False

    def _effet_notifier(self):
        """A fine that was notified is a claim, from the day it was sent; a receipt that moves makes no other one."""
        self.decision_id._exiger_envoyees()

    def _defait_notifier(self):
        """Nothing was notified after all: the decision can be changed, and notified, again; its claim is taken back
        with the same reason, by an opposite movement of the account. Its official is told. The same of a decision that
        came back; where what came back only moves the day, the claim stands."""
        prises = self.filtered(lambda evenement: evenement.decision_id._dit(evenement))
        revenues = (self - prises).filtered(lambda evenement: not evenement.decision_id.date_notification)
        raisons = {evenement.decision_id: self._fields["note"].dit(evenement.annulation_ids) for evenement in prises}
        raisons |= {
            evenement.decision_id: dire(self, lambda lu: lu.env._("The decision came back, not received."))
            for evenement in revenues
        }
        prises.decision_id._retirer_notification()
        revenues.sanction_id._prevenir(
            lambda env, _sanction: env._("The decision came back, not received: find the address, and send it again")
        )
        sanctions = prises.sanction_id.filtered(lambda sanction: sanction.user_id != self.env.user)
        sanctions._prevenir(lambda env, _sanction: env._("A notification was cancelled: look before going on"))
        return self._reprendre_creances(raisons)

    def _reprendre_creances(self, raisons):
        """Take the claims of decisions back, with what was written off of them, by opposite movements, and return the
        entries that cancel theirs.

        :param raisons: ``{decision: why}``
        """
        decisions = self.env["sanction.decision"].union(*raisons)
        creances = self.search(
            [("decision_id", "in", decisions.ids), ("type", "in", (CREANCE, ABANDON)), ("annulation_ids", "=", False)]
        )
        creances.mouvement_id._contrepasser()
        return [creance._valeurs_correction(raisons[creance.decision_id]) for creance in creances]

    def _effet_mouvementer(self):
        """The movement was entered, and tells the account itself."""

    def _defait_mouvementer(self):
        self.mouvement_id._contrepasser()

    # ---- appeals: an outcome, and what an annulment brings down ------------------------------------------------------

    def _effet_recourir(self):
        """The appeal says itself what it is about."""

    _effet_denouer = _effet_recourir

    def _defait_recourir(self):
        """Cancelled in the ledger: nobody appealed after all."""
        for evenement in self:
            if evenement.recours_id._dit(evenement):
                evenement.recours_id.unlink()

    def _defait_denouer(self):
        """Cancelled in the ledger: the appeal is pending again."""
        for evenement in self:
            if evenement.recours_id._dit(evenement):
                evenement.recours_id.write({"issue": "en_cours", "date_issue": False})

    def _effet_annuler_amende(self):
        """An annulled fine never was: its claim is taken back, what was paid is owed back, and the infringements that
        rest on it fall, with their fines (loi.md §7). The official is told."""
        decisions = self.decision_id
        decisions.annulee = True
        causes = {evenement.decision_id: evenement for evenement in self}
        annulee = dire(self, lambda lu: lu.env._("The fine was annulled."))
        suites = self._reprendre_creances(dict.fromkeys(decisions, annulee))
        for infraction in self.env["sanction.infraction"].search(
            [("fondement_id", "in", decisions.ids), ("tombee", "=", False)]
        ):
            suites.append(causes[infraction.fondement_id]._suite_sanction(FONDEMENT_TOMBE, infraction_id=infraction.id))
            suites += [
                causes[infraction.fondement_id]._suite_sanction(
                    AMENDE_TOMBEE, infraction_id=infraction.id, decision_id=decision.id
                )
                for decision in infraction.decision_ids
                if decision.decision == "amende"
            ]
        self.sanction_id._prevenir(lambda env, _sanction: env._("A fine was annulled: what was paid is owed back"))
        return suites

    def _defait_annuler_amende(self):
        """The fine stands again, and so does its claim; not one that something else annuls as well."""
        self._defait_denouer()
        encore = self.search(
            [
                ("decision_id", "in", self.decision_id.ids),
                ("type", "in", ANNULATIONS),
                ("annulation_ids", "=", False),
            ]
        )
        decisions = self.decision_id - encore.decision_id
        decisions.annulee = False
        decisions.filtered("date_notification")._exiger_envoyees()

    def _effet_tomber(self):
        self.infraction_id.tombee = True

    def _defait_tomber(self):
        self.infraction_id.tombee = False

    def _suite_sanction(self, genre, **valeurs):
        """Return the values of an event of the same sanction that follows from this one."""
        return self._suite(genre, sanction_id=self.sanction_id.id, **valeurs)
