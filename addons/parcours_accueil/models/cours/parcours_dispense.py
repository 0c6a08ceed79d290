# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models

from ..document.parcours_document import ETATS


class ParcoursDispense(models.Model):
    """Somebody need not follow a module, and why: a document of the file proves it, and counts once the commune has
    checked it, as any other."""

    _name = "parcours.dispense"
    _description = "Dispense of a module"
    _inherit = ["parcours.cours.ligne"]
    _lisibles = ("dossier_id", "document_id")
    _noms = ("module_id", "jour")

    module_id = fields.Many2one("parcours.module", required=True, ondelete="restrict")
    document_id = fields.Many2one(
        "parcours.document",
        "Proof",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('dossier_id', '=', dossier_id), ('state', '!=', 'refuse')]",
        help="A document of the file: bring it there first.",
    )
    motif = fields.Char("Why", required=True)
    document_etat = fields.Selection(ETATS, "The proof", compute="_compute_document_etat")

    @api.depends("document_id.state")
    def _compute_document_etat(self):
        for dispense in self:
            # sudo: whether the proof counts, to who reads the dispense; nothing else of the document
            dispense.document_etat = dispense.sudo().document_id.state

    @api.constrains("document_id", "dossier_id")
    def _check_document(self):
        self._verifier_document()

    def _comptees(self):
        """Return those that stand, and whose proof was accepted."""
        # sudo: as above
        return self.filtered(lambda d: not d.annulee_le and d.sudo().document_id.state == "accepte")
