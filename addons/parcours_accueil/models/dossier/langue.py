# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The language of the acts about a person: as the person wishes, asked once and signed (loi.md §7b)."""

from odoo import fields, models

from odoo.addons.parcours_socle.jour import aujourdhui

from ..vocabulaire import GROUPES_REGISTRE, LANGUES


class DossierLangue(models.AbstractModel):
    """Never derived from the register, the commune or the screen of the agent: empty until the person was asked."""

    _name = "parcours.dossier.langue"
    _description = "Pathway file: the language of its letters"

    langue = fields.Selection(
        LANGUES,
        "Language of the letters",
        tracking=True,
        help="As the person wishes. Empty: not asked yet, and letters go out in both languages.",
    )
    langue_date = fields.Date("Language asked on", readonly=True, groups=GROUPES_REGISTRE)
    langue_par_id = fields.Many2one(
        "res.users", "Language asked by", readonly=True, ondelete="restrict", groups=GROUPES_REGISTRE
    )

    def _signer_langue(self, vals):
        """Return values to write that name the language, with who asked for it and when."""
        connue = bool(vals["langue"])
        signe = {"langue_date": connue and aujourdhui(), "langue_par_id": connue and self.env.uid}
        return {**vals, **signe}
