# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import AccessError


class ResCompany(models.Model):
    """A commune is a company: its agents, letterhead, sequences and working calendar are the company's."""

    _inherit = "res.company"
    _rec_names_search = ["name", "name_nl", "nis_code"]

    nis_code = fields.Char(
        string="NIS code",
        size=5,
        copy=False,
        help="Code of the commune at the statistics office; empty when it is not a commune.",
    )
    name_nl = fields.Char(string="Name in Dutch")

    _nis_code_uniq = models.UniqueIndex(
        "(nis_code) WHERE nis_code IS NOT NULL", "Another company already has this NIS code."
    )

    @api.depends("name", "name_nl")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """In Dutch for who reads Dutch."""
        resultat = super()._compute_display_name()
        if (self.env.lang or "").startswith("nl"):
            for company in self.filtered("name_nl"):
                company.display_name = company.name_nl
        return resultat

    @api.model_create_multi
    def create(self, vals_list):
        self._refuser_code_nis(any(vals.get("nis_code") for vals in vals_list))
        return super().create(vals_list)

    def write(self, vals):
        self._refuser_code_nis(
            "nis_code" in vals and any((company.nis_code or False) != (vals["nis_code"] or False) for company in self)
        )
        return super().write(vals)

    @api.model
    def _refuser_code_nis(self, change):
        """Refuse a user's change of what makes a company a commune: files and facts are read with it.

        :raise AccessError: saying so
        """
        if change and not self.env.su:
            raise AccessError(
                self.env._(
                    "The NIS code makes a company one of the 19 communes: it comes with the software. Nothing was "
                    "saved."
                )
            )

    def _load_records_write(self, values):
        """Addresses and letterheads are the communes' own: where the cellar is new and the communes are not (a base of
        before there was a cellar), its data find them, and write nothing on them."""
        if self.env.context.get("install_module") == "parcours_socle" and self._par_code_nis():
            return None
        return super()._load_records_write(values)

    @api.model
    def _par_code_nis(self):
        """Return {NIS code: company id} of every commune."""
        # The codes of the communes are public; who reads a file must find its commune whatever companies are ticked.
        return {c.nis_code: c.id for c in self.sudo().search_fetch([("nis_code", "!=", False)], ["nis_code"])}
