# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..vocabulaire import RESULTATS


class ParcoursRejeuLigne(models.Model):
    """One cell of the matrix of a replay: so many files have this outcome and ground now, and that one afterwards."""

    _name = "parcours.rejeu.ligne"
    _description = "Outcomes of a replay"
    _order = "rejeu_id, change desc, nombre desc, id"
    _log_access = False

    rejeu_id = fields.Many2one("parcours.rejeu", "Replay", required=True, readonly=True, ondelete="cascade")
    resultat_avant = fields.Selection(RESULTATS, "Outcome now", readonly=True)
    exemption_avant = fields.Char("Ground now", readonly=True)
    resultat_apres = fields.Selection(RESULTATS, "Outcome with the draft", required=True, readonly=True)
    exemption_apres = fields.Char("Ground with the draft", readonly=True)
    nombre = fields.Integer("Files", readonly=True)
    change = fields.Boolean("Changes", readonly=True)

    _case_unique = models.UniqueIndex(
        "(rejeu_id, COALESCE(resultat_avant, ''), COALESCE(exemption_avant, ''), resultat_apres, "
        "COALESCE(exemption_apres, ''))",
        "A replay counts each change of outcome once.",
    )

    @api.depends("resultat_avant", "exemption_avant", "resultat_apres", "exemption_apres")
    @api.depends_context("lang")
    def _compute_display_name(self):
        Rejeu = self.env["parcours.rejeu"]
        for ligne in self:
            avant, apres = Rejeu._issue(*ligne._cle()[:2]), Rejeu._issue(*ligne._cle()[2:])
            ligne.display_name = f"{avant['mot']} → {apres['mot']}"

    def _cle(self):
        """Return outcome and ground before, then after."""
        self.ensure_one()
        return (
            self.resultat_avant or False,
            self.exemption_avant or False,
            self.resultat_apres,
            self.exemption_apres or False,
        )

    def action_dossiers(self):
        """Show the files behind one cell."""
        self.ensure_one()
        self.rejeu_id._verifier_personnes()
        if not self.env["parcours.dossier"]._codes_medicaux().isdisjoint(self._cle()):
            raise UserError(
                self.env._("This ground is medical: who is behind the number is known in their communes only.")
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "parcours.dossier",
            "view_mode": "list,kanban,form",
            "domain": list(self._domaine_dossiers()),
            "context": {"active_test": False, "create": False},
        }

    def _domaine_dossiers(self):
        """Return the files behind one cell: kept one by one when they change; else those of that outcome now, the
        changing ones left out."""
        if self.change:
            return Domain("rejeu_changement_ids.ligne_id", "in", self.ids)
        changent = Domain("rejeu_changement_ids.ligne_id.rejeu_id", "in", self.rejeu_id.ids)
        return (
            Domain("resultat", "=", self.resultat_avant)
            & Domain("exemption_dite", "=", self.exemption_avant)
            & Domain("id", "<=", self.rejeu_id.limite_id)
            & ~changent
        )
