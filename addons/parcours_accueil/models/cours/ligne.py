# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.jour import aujourdhui, maintenant
from odoo.addons.parcours_socle.saisie import refuser_champs, sans_defauts

_lt = LazyTranslate(__name__)

PAR_LE_BOUTON = _lt(
    "What was recorded is not changed: %s. Nothing was saved. Cancel this line, which stays to be read, and record "
    "another one."
)


class CoursLigne(models.AbstractModel):
    """One dated thing that an organiser records of somebody's courses: written once, cancelled by a button, never
    changed nor deleted: what is missing for a complete pathway rests on it."""

    _name = "parcours.cours.ligne"
    _description = "What an organiser records of somebody's courses"
    _inherit = ["parcours.cours.chez", "reference.lisible", "lecture.tracee", "nom.lisible", "nom.reserve"]
    _montre = {"dossier_id": {}}
    _motif_lecture = "dossier"
    _lisibles = ("dossier_id",)
    _order = "jour desc, id desc"

    dossier_id = fields.Many2one("parcours.dossier", "File", required=True, ondelete="cascade", index=True)
    jour = fields.Date("Day", required=True, default=aujourdhui)
    auteur_id = fields.Many2one(
        "res.users", "Recorded by", required=True, readonly=True, default=lambda self: self.env.uid, ondelete="restrict"
    )
    annulee_le = fields.Datetime("Cancelled on", readonly=True)
    annulee_par_id = fields.Many2one("res.users", "Cancelled by", readonly=True, ondelete="restrict")

    @api.model_create_multi
    def create(self, vals_list):
        siens = {"organisateur_id": self.env.user.organisateur_id.id, "auteur_id": self.env.uid}
        if not self.env.su:
            refuser_champs(self, set().union(*vals_list) & {"annulee_le", "annulee_par_id", *siens}, PAR_LE_BOUTON)
        lignes = super(CoursLigne, sans_defauts(self)).create([siens | vals for vals in vals_list])
        if any(ligne.jour > aujourdhui() for ligne in lignes):
            raise UserError(self.env._("This day is still to come. Nothing was saved. Look at the date."))
        return lignes

    def _verifier_document(self):
        """Refuse as proof a document of somebody else's file; called by the models whose lines have one.

        :raise ValidationError: says what to do
        """
        # sudo: of whose file it is
        for ligne in self.sudo():
            if ligne.document_id and ligne.document_id.dossier_id != ligne.dossier_id:
                raise ValidationError(
                    self.env._(
                        "This document is of another file. Nothing was saved. Bring the proof on the file of the "
                        "person, then choose it here."
                    )
                )

    def write(self, vals):
        if not self.env.su and any(nom in self._fields for nom in vals):
            refuser_champs(self, vals.keys(), PAR_LE_BOUTON)
        return super().write(vals)

    def action_annuler(self):
        """Say that this was recorded by mistake: it stays to be read, and counts no more."""
        self.check_access("write")
        # sudo: written by this step alone; the right on the line was checked above
        self.sudo().filtered(lambda ligne: not ligne.annulee_le).write(
            {"annulee_le": maintenant(), "annulee_par_id": self.env.uid}
        )
