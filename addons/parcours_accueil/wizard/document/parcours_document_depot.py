# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle.jour import aujourdhui

from ...models.document.parcours_document import APPORTE_PAR
from ...models.vocabulaire import GROUPES_REGISTRE


class ParcoursDocumentDepot(models.TransientModel):
    """The small window by which somebody brings documents for a file: of which kind, of which day, from whom. An agent
    of the commune checks them in the same gesture, or later."""

    _name = "parcours.document.depot"
    _inherit = ["fenetre.exigeante", "reference.lisible", "documents.fenetre"]
    _description = "Bring a document"
    _lisibles = ("dossier_id",)
    _documents_sujet = "dossier_id"
    _exige_selon = ("type_id", "date_document", "date_reception", "piece_ids")

    dossier_id = fields.Many2one("parcours.dossier", "File", required=True, readonly=True)
    type_id = fields.Many2one("parcours.document.type", "Kind of document", domain="[('id', 'in', type_possible_ids)]")
    type_possible_ids = fields.Many2many(
        "parcours.document.type", compute="_compute_type_possible_ids", export_string_translation=False
    )
    prouve = fields.Text(related="type_id.prouve")
    medical = fields.Boolean(related="type_id.medical")
    date_document = fields.Date("Day of the document")
    date_reception = fields.Date("Brought on", required=True, default=aujourdhui)
    apporte_par = fields.Selection(APPORTE_PAR, "Brought by", required=True, default="personne")
    controlable = fields.Boolean(compute="_compute_controlable", export_string_translation=False)
    verifie = fields.Boolean("I have checked it: accepted")
    note = fields.Text("Notes", help="For those who work on the file.", groups=GROUPES_REGISTRE)

    @api.depends("dossier_id")
    def _compute_type_possible_ids(self):
        """Medical documents are brought to the commune only (loi.md §4)."""
        Type = self.env["parcours.document.type"]
        for fenetre in self:
            medicaux = fenetre.dossier_id and fenetre.dossier_id._dit_les_motifs()
            fenetre.type_possible_ids = Type.search([] if medicaux else [("medical", "=", False)])

    @api.depends("dossier_id")
    def _compute_controlable(self):
        for fenetre in self:
            fenetre.controlable = bool(fenetre.dossier_id) and fenetre.dossier_id._est_de_sa_commune()

    def _exigences(self):
        exigences = [
            (self.env._("The kind of document"), bool(self.type_id)),
            (self.env._("The document itself"), bool(self.piece_ids)),
            (self.env._("The day on which it was brought"), bool(self.date_reception)),
        ]
        if self.type_id.date_requise:
            exigences.insert(1, (self.env._("The day that it bears"), bool(self.date_document)))
        return exigences

    def action_deposer(self):
        """Keep the documents; check them now when the user says so.

        :raise AccessError, UserError: in the user's words; nothing typed is lost
        """
        self.ensure_one()
        manques = [phrase for phrase, la in self._exigences() if not la]
        if manques:
            raise UserError(self.env._("Still missing: %s. Nothing was saved.", ", ".join(manques)))
        documents = self.env["parcours.document"]._deposer(
            self.dossier_id,
            self._pieces(),
            self.type_id,
            self.date_document,
            date_reception=self.date_reception,
            apporte_par=self.apporte_par,
            **({"note": self.note} if self._has_field_access(self._fields["note"], "read") else {}),
        )
        if self.verifie:
            documents._accepter()
        self._retirer_pieces()
        return {"type": "ir.actions.act_window_close"}
