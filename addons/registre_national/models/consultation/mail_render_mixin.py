# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import models


class MailRenderMixin(models.AbstractModel):
    """A text with fields in it, that is made for a message about somebody, shows what the fields say."""

    _inherit = "mail.render.mixin"

    def _render_template(self, template_src, model, res_ids, engine="inline_template", add_context=None, options=None):
        modele = self.env.get(model)
        if res_ids and template_src and not self.env.su and hasattr(modele, "_retenir_lettre"):
            modele.browse(res_ids)._retenir_tout()
        return super()._render_template(template_src, model, res_ids, engine, add_context, options)
