# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import SUPERUSER_ID, api
from odoo.fields import Domain

from odoo.addons.parcours_socle.models.ir_attachment import LIENS


def migrate(cr, version):
    """No guarded document has a link that opens without logging in. The cellar, which says so, is new in a base of
    before: an addon that is installed runs no migration of its own."""
    Attachment = api.Environment(cr, SUPERUSER_ID, {})["ir.attachment"]
    guarded = Domain("res_model", "in", [model._name for model in Attachment._modeles_gardes()])
    # the condition on the id asks for the contents of fields too
    guarded |= Domain("confidentiel", "=", True)
    linked = Domain.OR(Domain(name, "!=", False) for name in LIENS)
    Attachment.search(guarded & linked & Domain("id", "!=", False))._fermer_liens()
