# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    # The task a term gave, so that it can be withdrawn when the term no longer asks for it.
    delai_id = fields.Many2one("parcours.delai", "Legal term", index="btree_not_null", ondelete="cascade")

    def _action_done(self, feedback=False, attachment_ids=None):
        """The task "Closure to check", done from the list of tasks, is the check of the closure."""
        genre = self.env["ir.model.data"]._xmlid_to_res_id("parcours_accueil.activite_cloture")
        faites = self.filtered(lambda t: t.activity_type_id.id == genre and t.res_model == "parcours.dossier")
        # sudo: who may end the task works on the file; the mark follows from it, and users may not write it
        dossiers = self.env["parcours.dossier"].sudo().browse(faites.mapped("res_id")).exists()
        resultat = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        dossiers.filtered("cloture_a_verifier").cloture_a_verifier = False
        return resultat
