# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the person of a file agrees to: a tick each, asked of the person, signed and dated, with its history
(parcours.accord)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..vocabulaire import ACCORDS, GROUPES_REGISTRE


class DossierAccords(models.AbstractModel):
    _name = "parcours.dossier.accords"
    _description = "Pathway file: what the person agrees to"

    accord_ids = fields.One2many(
        "parcours.accord", "dossier_id", "Agreements", readonly=True, copy=False, groups=GROUPES_REGISTRE
    )
    accord_ebox = fields.Boolean(
        "Letters by eBox",
        compute="_compute_accords",
        inverse="_inverse_accord_ebox",
        groups=GROUPES_REGISTRE,
        help="Ask first. The person may take it back at any time: untick it then, and letters go by post at once.",
    )
    accord_avis = fields.Boolean(
        "Notices by e-mail",
        compute="_compute_accords",
        inverse="_inverse_accord_avis",
        groups=GROUPES_REGISTRE,
        help="Ask first. An e-mail then says that a letter waits at the counter, and nothing else.",
    )
    accord_ebox_dit = fields.Char(
        compute="_compute_accords_dits", groups=GROUPES_REGISTRE, export_string_translation=False
    )
    accord_avis_dit = fields.Char(
        compute="_compute_accords_dits", groups=GROUPES_REGISTRE, export_string_translation=False
    )

    @api.depends("accord_ids.retire_le")
    def _compute_accords(self):
        for dossier in self:
            for objet, _libelle in ACCORDS:
                ouverts = dossier.accord_ids.filtered(lambda a, o=objet: a.objet == o and not a.retire_le)
                dossier[f"accord_{objet}"] = bool(ouverts)

    @api.depends("accord_ids.retire_le")
    @api.depends_context("lang")
    def _compute_accords_dits(self):
        for dossier in self:
            for objet, _libelle in ACCORDS:
                siens = dossier.accord_ids.filtered(lambda a, o=objet: a.objet == o)
                # two files that were joined may each have one that holds
                dernier = siens.sorted(lambda a: (not a.retire_le, a.id))[-1:]
                dossier[f"accord_{objet}_dit"] = dossier._dire_accord(dernier) if dernier else False

    def _dire_accord(self, accord):
        """Return in words when an agreement was given or withdrawn, and who was told."""
        # sudo: the name of a colleague
        if accord.retire_le:
            jour, qui = accord.retire_le, accord.sudo().retire_par_id.name
            return self.env._("withdrawn on %(day)s, told to %(who)s", day=format_date(self.env, jour), who=qui)
        jour, qui = accord.donne_le, accord.sudo().donne_par_id.name
        return self.env._("agreed on %(day)s, told to %(who)s", day=format_date(self.env, jour), who=qui)

    def _inverse_accord_ebox(self):
        self._signer_accord("ebox")
        if refusent := self.filtered(lambda dossier: not dossier.accord_ebox):
            self.env["parcours.courrier"]._accord_retire(refusent)

    def _inverse_accord_avis(self):
        if any(dossier.accord_avis and not dossier.courriel for dossier in self):
            raise UserError(self.env._("Give the e-mail address of the person first. Nothing was saved."))
        self._signer_accord("avis")

    def _signer_accord(self, objet):
        """Keep what the person says, with the day and who was told; two people at once write it once."""
        voulus = {dossier: dossier[f"accord_{objet}"] for dossier in self}
        self.check_access("write")
        self._seul()
        # sudo: access to the files was checked; users may not write agreements
        self.env["parcours.accord"].sudo()._dire(objet, voulus)
