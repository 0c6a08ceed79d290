# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models

from odoo.addons.parcours_socle.jour import aujourdhui


class MailActivity(models.Model):
    _inherit = "mail.activity"

    # The task a term gave, so that it can be withdrawn when the term no longer asks for it.
    delai_id = fields.Many2one("parcours.delai", "Legal term", index="btree_not_null", ondelete="cascade")

    @api.model
    def _donner(self, genre, modele, lignes):
        """Give the tasks of an automatic process, due today, without a message or a follower for each of them.

        :param str genre: xml id of the type of the tasks
        :param str modele: name of the model of the records
        :param lignes: values of each task: res_id, user_id, summary, note…
        :return: the tasks
        """
        commun = {
            "res_model_id": self.env["ir.model"]._get_id(modele),
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(genre),
            "date_deadline": aujourdhui(),
            "automated": True,
        }
        return self.with_context(mail_activity_quick_update=True).create([commun | ligne for ligne in lignes])

    def _action_done(self, feedback=False, attachment_ids=None):
        """The task "Closure to check", done from the list of tasks, is the check of the closure."""
        genre = self.env["ir.model.data"]._xmlid_to_res_id("parcours_accueil.activite_cloture")
        faites = self.filtered(lambda t: t.activity_type_id.id == genre and t.res_model == "parcours.dossier")
        # sudo: who may end the task works on the file; the mark follows from it, and users may not write it
        dossiers = self.env["parcours.dossier"].sudo().browse(faites.mapped("res_id")).exists()
        resultat = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        dossiers.filtered("cloture_a_verifier").cloture_a_verifier = False
        return resultat
