# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What people do on a file beside its steps (etapes.py): apply an outcome, take charge, look at the person."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.paroles import dire
from odoo.addons.registre_national.soap.modele import IT_PERMIS

from ...droit.etapes import ACQUITTEMENT_COMMUNE, BOUTONS, ETAPES, ISSUE
from ..vocabulaire import GROUPES_REGISTRE


class DossierActions(models.AbstractModel):
    _name = "parcours.dossier.actions"
    _description = "Pathway file: what people do beside its steps"

    personne_lisible = fields.Boolean(compute="_compute_personne_lisible", groups=GROUPES_REGISTRE)

    @api.depends("personne_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_personne_lisible(self):
        """The person's page: not shown to a commune where the person does not live any more."""
        lisibles = self.personne_id._filtered_access("read")
        for dossier in self:
            dossier.personne_lisible = dossier.personne_id in lisibles and bool(dossier.personne_id)

    def action_appliquer_issue(self):
        """Apply the outcome of the last examination to an open file: the person's decision, never a silent change."""
        for dossier in self:
            dossier.check_access("write")
            if not dossier.issue_a_appliquer:
                raise UserError(self.env._("There is no new outcome to apply."))
            if dossier.resultat == "a_examiner":
                raise UserError(
                    self.env._(
                        "The outcome is “to be examined”: a fact or a document is missing. Complete it first; "
                        "the file stays open."
                    )
                )
            # sudo: the task may belong to a colleague; it is done now
            dossier.sudo().activity_feedback(["parcours_accueil.activite_issue"])
            if dossier.resultat == "oblige":
                # sudo: access was checked above; who is obliged is no volunteer
                dossier.sudo().write({"volontaire": False, "issue_a_appliquer": False, "issue_signalee": False})
                dossier.sudo()._recalculer()
            else:
                suites = dire(dossier, lambda lu: "\n".join(lu._consequences_issue()[lu.id]))
                # sudo: a day comes out, from the facts of a file whose access was checked
                jour = dossier.sudo()._jour_de_l_issue()
                dossier._clore_par_issue(jour, note_reservee=suites or False)

    def _clore_par_issue(self, jour, **valeurs):
        """Close this file for the reason that its outcome is, from that day, or since it was last opened."""
        self._seul()
        valeurs["motif_cloture"] = self.resultat
        ouvertures = [e for e in self._faits().get(self.id, ()) if e.type in ETAPES["cloture"].apres]
        if ouvertures:
            jour = max(jour, max(ouvertures, key=lambda e: e.rang).date_effective)
        self._verifier_etape("cloture", jour, valeurs, (*BOUTONS, ISSUE))
        self._noter("cloture", jour, **valeurs)

    def action_examiner(self):
        """Examine the file again with the facts it has."""
        self.check_access("write")
        self._examiner(dire(self, lambda lus: lus.env._("Asked by %s", lus.env.user.name)))

    def action_me_charger(self):
        """Take charge of the files."""
        return self.env["feuille.resultat"]._faire(
            self.env._("Take charge"), self, lambda dossiers: dossiers.write({"user_id": self.env.uid})
        )

    def action_verifier_cloture(self):
        """Say that nothing is pending in files that the register closed."""
        return self.env["feuille.resultat"]._faire(
            self.env._("Closure checked"), self, lambda dossiers: dossiers._verifier_cloture(), self._refus_cloture
        )

    @staticmethod
    def _refus_cloture(dossiers):
        autres = dossiers.filtered(lambda dossier: not dossier.cloture_a_verifier)
        return dict.fromkeys(autres._ids, dossiers.env._("No closure awaits a check here."))

    def _verifier_cloture(self):
        self.check_access("write")
        for phrase in self._refus_cloture(self).values():
            raise UserError(phrase)
        # sudo: access was checked above; the mark follows from the closure, and the task may belong to a colleague
        dossiers = self.sudo()
        dossiers.cloture_a_verifier = False
        dossiers.activity_feedback(["parcours_accueil.activite_cloture"])

    def action_decider_exemption(self):
        """Open the request of an exemption that waits for a decision: the oldest one."""
        self.ensure_one()
        demandees = self.exemption_ids.filtered(lambda exemption: exemption.state == "demandee")
        return self._page_de(demandees.sorted("id")[:1], self.env._("No request awaits a decision here any more."))

    def action_trancher_contestation(self):
        """Open the contestation that waits for an answer: the oldest one."""
        self.ensure_one()
        ouvertes = self.contestation_ids.filtered(lambda contestation: contestation.state == "demandee")
        return self._page_de(ouvertes.sorted("id")[:1], self.env._("No contestation awaits an answer here any more."))

    def action_revoir_terme(self):
        """Open the window that reviews the oldest term that awaits it."""
        self.ensure_one()
        delai = self.delai_ids.filtered("revue").sorted("date_echeance")[:1]
        if not delai:
            raise UserError(self.env._("There is nothing to review here any more: see the events of the file."))
        return delai.action_revue()

    def _page_de(self, record, sinon):
        """Return the action that opens the page of that record.

        :raise UserError: with that sentence, when there is none: somebody else may have done it
        """
        if not record:
            raise UserError(sinon)
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_acquitter(self):
        """Acknowledge that the person moved to this commune."""
        return self.env["feuille.resultat"]._faire(
            self.env._("Acknowledge the move"),
            self,
            lambda dossiers: dossiers._enregistrer(ACQUITTEMENT_COMMUNE),
            lambda dossiers: dossiers._refus_etape(ACQUITTEMENT_COMMUNE, aujourdhui(), {}),
        )

    def action_personne(self):
        """Open the person's page of the register, for this file: the consultation is logged as such here, and the page
        that opens then is the same one."""
        self.ensure_one()
        self.check_access("read")
        self._journaliser_lecture(IT_PERMIS, "dossier")
        return {
            "type": "ir.actions.act_window",
            "res_model": "registre.personne",
            "res_id": self.personne_id.id,
            "view_mode": "form",
        }

    def action_relire_registre(self):
        """Ask why, then read the person in the register again; the file follows the answer."""
        self.ensure_one()
        return self.personne_id.action_relire()
