# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models

from odoo.addons.parcours_socle.jour import aujourdhui

from ...models.vocabulaire import MOTIFS_CLOTURE


class ParcoursEvenementWizard(models.TransientModel):
    """The small window behind the buttons of a file: when it happened, and what the row of the step asks."""

    _name = "parcours.evenement.wizard"
    _inherit = ["reference.lisible"]
    _description = "Record an event of a file"
    _lisibles = ("dossier_id", "annule_id")

    dossier_id = fields.Many2one("parcours.dossier", "File", required=True, readonly=True)
    type = fields.Selection("_selection_type", "Event", required=True, readonly=True)
    demande = fields.Char(compute="_compute_demande", help="What the step asks: ,field,field,")
    date_effective = fields.Date("Happened on", required=True, default=aujourdhui)
    organisateur_id = fields.Many2one("parcours.organisateur", "Organiser")
    motif_cloture = fields.Selection(MOTIFS_CLOTURE, "Reason of closure")
    annule_id = fields.Many2one("parcours.evenement", "Cancelled entry", readonly=True)
    note = fields.Text()

    @api.model
    def _selection_type(self):
        return self.env["parcours.evenement"]._fields["type"]._description_selection(self.env)

    @api.depends("type")
    def _compute_demande(self):
        etapes = self.env["parcours.evenement"]._tables().etapes
        for fenetre in self:
            demande = etapes[fenetre.type].demande if fenetre.type else ()
            fenetre.demande = f",{','.join(demande)},"

    def _proprietaire(self):
        """Return what takes the step; a floor above has others than files."""
        return self.dossier_id

    def action_enregistrer(self):
        """Record the event on the file, after the checks of that step."""
        self.ensure_one()
        valeurs = {"note": self.note}
        for champ in self.env["parcours.evenement"]._tables().etapes[self.type].demande:
            valeurs[champ] = self[champ].id if self._fields[champ].relational else self[champ]
        self._proprietaire()._enregistrer(self.type, self.date_effective, **valeurs)
        return {"type": "ir.actions.act_window_close"}
