# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .exemption.documents import MODELE

#: The window that decides a suspension: its uploads are often medical.
FENETRE_SUSPENSION = "parcours.suspension.wizard"

#: What would change a document, or whose it is.
CONTENU = {"raw", "datas", "db_datas", "store_fname", "name", "mimetype", "type", "url", "public"}
CONTENU |= {"res_model", "res_id", "res_field"}
# Uploads of a form that was never saved are kept that long, then removed: they are personal data of nobody's file.
HEURES_ORPHELINS = 24


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    parcours_medical = fields.Boolean(
        "Medical document", readonly=True, copy=False, help="Only agents of the commune of the file open it."
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._refuser_marque(*vals_list)
        documents = super().create(vals_list)
        documents._marquer_medicaux()
        return documents

    def write(self, vals):
        if vals.keys() & CONTENU:
            self._verifier_figes()
        if not self.env.su:
            self._refuser_marque(vals)
        resultat = super().write(vals)
        if vals.keys() & {"res_model", "res_id"}:
            self._marquer_medicaux()
        return resultat

    @api.ondelete(at_uninstall=False)
    def _unlink_figes(self):
        self._verifier_figes()

    def _refuser_marque(self, *vals_list):
        if any("parcours_medical" in vals for vals in vals_list):
            raise AccessError(self.env._("Whether a document is medical follows from what it is given for."))

    def _exemptions(self):
        """Return the requests these attachments are documents of, as superuser."""
        # sudo: only which request and its state are looked at; the caller's own rights are checked by Odoo
        documents = self.sudo().filtered(lambda document: document.res_model == MODELE and not document.res_field)
        return self.env[MODELE].sudo().browse({d.res_id for d in documents if d.res_id}).exists()

    def _verifier_figes(self):
        """A document stays as it was when the commune decided on it, for everybody.

        :raise UserError: when one of these belongs to a decided request
        """
        if any(exemption.state != "demandee" for exemption in self._exemptions()):
            raise UserError(
                self.env._(
                    "This document belongs to a request that is decided: it is kept as it was. Nothing was saved."
                )
            )

    def _marquer_medicaux(self):
        """Mark these attachments when they are documents of a medical ground."""
        if medicales := self._exemptions().filtered("medical"):
            # sudo: users may not change the mark
            self.sudo().filtered(
                lambda d: d.res_model == MODELE and d.res_id in medicales.ids and not d.res_field
            ).parcours_medical = True

    @api.autovacuum
    def _gc_documents_orphelins(self):
        """Remove the uploads of requests that were never saved, and of windows of a suspension that were closed: what
        was recorded there was copied to the suspension."""
        limite = fields.Datetime.subtract(fields.Datetime.now(), hours=HEURES_ORPHELINS)
        demandes = Domain("res_model", "=", MODELE) & Domain("res_id", "in", (0, False))
        fenetres = Domain("res_model", "=", FENETRE_SUSPENSION)
        # sudo: an automatic process; these files belong to nobody's request
        self.sudo().search((demandes | fenetres) & Domain("create_date", "<", limite)).unlink()
