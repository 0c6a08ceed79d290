# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models


class RegistreNiss(models.Model):
    """One number a person has or had: a corrected sex or birth date gives a new one, and the old one is still written
    on papers.
    """

    _name = "registre.niss"
    _description = "Number of a person"
    _inherit = ["lecture.tracee", "nom.reserve"]
    # leads to a person, and shows nothing of what the register says
    _montre = {"personne_id": {}}
    _order = "known_on desc, id desc"
    _rec_name = "niss"

    niss = fields.Char(string="Number", required=True, readonly=True)
    personne_id = fields.Many2one(
        "registre.personne", string="Person", required=True, readonly=True, index=True, ondelete="cascade"
    )
    known_on = fields.Datetime(string="Known on", readonly=True)
    actuel = fields.Boolean(string="Current number", compute="_compute_actuel")

    _niss_uniq = models.UniqueIndex("(niss)", "This number already belongs to a person.")

    @api.depends("niss", "personne_id.niss")
    def _compute_actuel(self):
        for record in self:
            record.actuel = record.niss == record.personne_id.niss
