# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models
from odoo.exceptions import UserError

#: The reasons for which a user may ask the register itself.
MOTIFS = ("dossier", "courrier", "guichet", "anomalie", "autre")


class RegistreRelecture(models.TransientModel):
    """The small window that asks why before the register is read again."""

    _name = "registre.relecture"
    _inherit = ["reference.lisible"]
    _description = "Read the register again"
    _lisibles = ("personne_id",)

    personne_id = fields.Many2one("registre.personne", string="Person", required=True, readonly=True)
    motif = fields.Selection(selection="_motifs", string="Why", required=True)
    precision = fields.Char(string="In your own words", required=True, help="Written in the consultation log.")
    reference = fields.Char(string="In which file", required=True, help="Reference of the file this is for.")

    def _motifs(self):
        libelles = dict(self.env["registre.consultation"]._fields["motif"]._description_selection(self.env))
        return [(motif, libelles[motif]) for motif in MOTIFS]

    def action_relire(self):
        """Read, store, and show the person as they now are."""
        self.ensure_one()
        if not (self.precision.strip() and self.reference.strip()):
            raise UserError(self.env._("Say why you consult the register, and in which file."))
        personne = self.personne_id._relire(self.motif, self.precision.strip(), self.reference.strip())
        if personne:
            genre, message = "success", self.env._("The data of %s are those of now.", personne.name)
        else:
            genre, message = (
                "warning",
                self.env._(
                    "The register says that this number and another one are one person; here they are two. Nothing was "
                    "changed: they are now in the list “To be joined”."
                ),
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": genre,
                "title": self.env._("The register was read"),
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
