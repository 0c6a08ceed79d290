# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models


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

    # ---- for somebody absent ----------------------------------------------------------------------------------------

    @api.model
    def _remplacer(self, vals_list):
        absences, absents = self.env["parcours.absence"], super()._remplacer(vals_list)
        for rang, vals in enumerate(vals_list):
            user_id = vals.get("user_id")
            present = absences._remplacant(user_id) if user_id else user_id
            if present != user_id and self._est_d_une_commune(self._modele_vise(vals)):
                absents[rang], vals["user_id"] = user_id, present
        return absents

    def _noter_remplaces(self, absents):
        resultat = super()._noter_remplaces(absents)
        for rang, user_id in absents.items():
            self.env["parcours.absence.releve"]._noter("tache_id", self[rang], user_id)
        return resultat

    @api.model
    def _est_d_une_commune(self, modele):
        return modele in self.env["parcours.absence.releve"]._modeles()

    def write(self, vals):
        """A task that a person gives to somebody absent goes to who stands for them; it comes back only if so given."""
        releves = self.env["parcours.absence.releve"]
        if "user_id" not in vals or not releves._d_une_personne():
            return super().write(vals)
        demande = vals["user_id"]
        present = self.env["parcours.absence"]._remplacant(demande) if demande else demande
        communes = self.filtered(lambda tache: self._est_d_une_commune(tache.res_model))
        resultat = super(MailActivity, self - communes).write(vals) if self - communes or not self else True
        if communes:
            resultat = super(MailActivity, communes).write(vals | {"user_id": present})
            releves._oublier("tache_id", communes)
            if present != demande:
                releves._noter("tache_id", communes, demande)
        return resultat
