# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Possible duplicates: a hint, and nothing more (loi.md §6). Only the register says that two numbers are one person."""

import unicodedata

from odoo import api, fields, models
from odoo.fields import Domain

from ..vocabulaire import GROUPES_REGISTRE


def normaliser(nom):
    """Return a name without case, accents, hyphens, apostrophes or spaces.

    >>> normaliser("EL-KHOURY, Zo\u00e9") == normaliser("El Khoury, Zoe")
    True
    """
    sans_accents = unicodedata.normalize("NFKD", nom or "").casefold()
    return "".join(lettre for lettre in sans_accents if lettre.isalnum())


class DossierDoublons(models.AbstractModel):
    _name = "parcours.dossier.doublons"
    _description = "Pathway file: possible duplicates"

    doublon_ids = fields.Many2many(
        "parcours.dossier",
        string="Possible duplicates",
        compute="_compute_doublon_ids",
        groups=GROUPES_REGISTRE,
        help="Other files with the same name and birth date under another number, among those that you may see.",
    )
    doublon_possible = fields.Boolean("Possible duplicate", compute="_compute_doublon_ids", groups=GROUPES_REGISTRE)

    _naissance_idx = models.Index("(naissance_min) WHERE naissance_min = naissance_max")

    @api.depends("name", "niss", "naissance_min", "naissance_max")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_doublon_ids(self):
        """One query for all; with the record rules of the reader, who is hinted at nothing they may not see."""
        nees = self.filtered(lambda d: d.naissance_min and d.naissance_min == d.naissance_max and d.name)
        memes = self.browse()
        if nees:
            jours = Domain("naissance_min", "in", list(set(nees.mapped("naissance_min"))))
            meme_jour = self.search_fetch(jours, ["name", "niss", "naissance_min", "naissance_max"])
            memes = meme_jour.filtered(lambda d: d.naissance_min == d.naissance_max)
        groupes = memes.grouped(lambda d: (normaliser(d.name), d.naissance_min))
        for dossier in self:
            autres = groupes.get((normaliser(dossier.name), dossier.naissance_min), memes.browse())
            autres = autres.filtered(lambda d, un=dossier: d != un._origin and d.niss != un.niss)
            dossier.doublon_ids = autres if dossier in nees else False
            dossier.doublon_possible = bool(dossier.doublon_ids)

    def action_doublons(self):
        """Open the files that may be of the same person."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Possible duplicates"),
            "res_model": self._name,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", (self | self.doublon_ids).ids)],
        }
