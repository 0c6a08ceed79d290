# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models

from odoo.addons.parcours_socle.jour import aujourdhui

from ...models.etape.parcours_evenement import TYPES
from ...models.vocabulaire import MOTIFS_CLOTURE


class ParcoursEvenementWizard(models.TransientModel):
    """The small window behind the buttons of a file: when it happened, and what the event needs."""

    _name = "parcours.evenement.wizard"
    _inherit = ["reference.lisible"]
    _description = "Record an event of a file"
    _lisibles = ("dossier_id",)

    dossier_id = fields.Many2one("parcours.dossier", "File", required=True, readonly=True)
    type = fields.Selection(TYPES, "Event", required=True, readonly=True)
    date_effective = fields.Date("Happened on", required=True, default=aujourdhui)
    organisateur_id = fields.Many2one("parcours.organisateur", "Organiser")
    motif_cloture = fields.Selection(MOTIFS_CLOTURE, "Reason of closure")
    note = fields.Text()

    def action_enregistrer(self):
        """Record the event on the file, after the checks of that step."""
        self.ensure_one()
        self.dossier_id._enregistrer(
            self.type,
            self.date_effective,
            organisateur_id=self.organisateur_id.id,
            motif_cloture=self.motif_cloture,
            note=self.note,
        )
        return {"type": "ir.actions.act_window_close"}
