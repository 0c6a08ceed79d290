# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.etapes import FENETRE
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
        """The steps that the table gives to this window."""
        evenement = self.env["parcours.evenement"]
        offertes = {code for code, etape in evenement._etapes().items() if etape.qui and etape.voie == FENETRE}
        types = evenement._fields["type"]._description_selection(self.env)
        return [(code, libelle) for code, libelle in types if code in offertes]

    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: for a step that is not recorded here (only a program asks for one)"""
        offertes = dict(self._selection_type())
        if any(vals.get("type", next(iter(offertes))) not in offertes for vals in vals_list):
            raise UserError(self.env["parcours.evenement"]._phrase_refus("autre_voie", ()))
        return super().create(vals_list)

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
