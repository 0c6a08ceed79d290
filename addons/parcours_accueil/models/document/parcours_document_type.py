# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models

from ...droit.etapes import ETAPES

#: What asks for a document: a ground of suspension, one of exemption, a kind of contestation, a step of the file.
GENRES = [
    ("suspension", "Ground of suspension"),
    ("exemption", "Ground of exemption"),
    ("contestation", "Contestation"),
    ("etape", "Step of the file"),
]


class ParcoursDocumentType(models.Model):
    """One kind of document: what it proves, whether it is medical, whether it must bear a day, and what asks for it."""

    _name = "parcours.document.type"
    _description = "Kind of document"
    _inherit = ["code.fixe"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    prouve = fields.Text("What it proves", translate=True)
    medical = fields.Boolean(help="For agents of the commune of the file only, and brought to the commune only.")
    date_requise = fields.Boolean("Must bear a day", default=True)
    usage_ids = fields.One2many("parcours.document.usage", "type_id", "Asked for by")

    _code_unique = models.Constraint("UNIQUE(code)", "Two kinds of documents cannot have the same code.")

    @api.model
    def _demande_par(self, genre, code):
        """Return the kinds of documents that this asks for, in their order; where none is named, any other document.

        :param str genre: a key of ``GENRES``
        :param str code: code of the ground, the kind or the step
        """
        # sudo: the same for everybody, as a kind of document is
        usages = self.env["parcours.document.usage"].sudo().search([("genre", "=", genre), ("code", "=", code)])
        types = usages.type_id.filtered("active").sorted(lambda t: (t.sequence, t.id))
        return (types or self.sudo().search([("code", "=", "autre")])).sudo(self.env.su)

    @api.model
    def _par_code(self, code):
        """Return the kind of that code."""
        return self.browse(self._ids_par_code()[code])


class ParcoursDocumentUsage(models.Model):
    """One thing that asks for a kind of document."""

    _name = "parcours.document.usage"
    _description = "What asks for a kind of document"
    _inherit = ["nom.lisible"]
    _order = "type_id, genre, code"
    _noms = ("genre", "code")

    type_id = fields.Many2one("parcours.document.type", "Kind", required=True, ondelete="cascade", index=True)
    genre = fields.Selection(GENRES, "Asked for by", required=True)
    code = fields.Char(
        "Its code", required=True, help="Code of the ground, of the kind of contestation or of the step."
    )

    _unique = models.UniqueIndex("(type_id, genre, code)", "This kind of document is already asked for by that.")
    _demande_idx = models.Index("(genre, code)")

    @api.depends("genre", "code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """The step is said in the reader's words, a ground by its number or short name."""
        etapes = dict(self.env["parcours.evenement"]._fields["type"]._description_selection(self.env))
        for usage in self:
            mot = etapes.get(usage.code, "") if usage.genre == "etape" and usage.code in ETAPES else usage.code
            usage.display_name = " · ".join(filter(None, (usage._mot("genre"), mot)))
