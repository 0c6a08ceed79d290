# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The letter of a decision, in French or in Dutch: a PDF made once, when the commune decides, and kept."""

import base64

from odoo import fields, models
from odoo.tools import format_date

RAPPORT = "parcours_accueil.parcours_exemption_report"


class ExemptionLettre(models.AbstractModel):
    _name = "parcours.exemption.lettre"
    _description = "Requested exemption: the letter"

    lettre = fields.Binary("Letter", attachment=True, readonly=True, copy=False)
    lettre_nom = fields.Char("File name of the letter", readonly=True, copy=False)
    lettre_langue = fields.Char("Language of the letter", readonly=True, copy=False)

    def _faire_lettre(self, langue):
        """Make the letter of the decision in that language and keep it with the request.

        :param str langue: code of an installed language
        """
        self.ensure_one()
        # sudo: the letter of a decision that was allowed; the address of the person is the register's
        rapport = self.env["ir.actions.report"].sudo().with_context(lang=langue, force_report_rendering=True)
        pdf = rapport._render_qweb_pdf(RAPPORT, self.ids)[0]
        # No number and no name in a file name: it ends in download folders and logs.
        self.sudo().write(
            {
                "lettre": base64.b64encode(pdf),
                "lettre_nom": f"exemption-{self.dossier_id.reference.replace('/', '-')}-{self.id}.pdf",
                "lettre_langue": langue,
            }
        )

    def _date_lettre(self, jour):
        """Return a day in words of the letter's language: 3 March 2026."""
        return format_date(self.env, jour, date_format="d MMMM y")

    def _adresse_lettre(self):
        """Return the lines of the address, none when the register forbids to communicate it: such a letter is handed
        over, so that no screen and no file shows the address."""
        # sudo: the address is for letters written by the application (registre.personne.adresse_registre)
        personne = self.sudo().dossier_id.personne_id
        if not personne or personne.adresse_non_communicable:
            return []
        lignes = [ligne.strip() for ligne in (personne.adresse_registre or "").split(",") if ligne.strip()]
        if lignes and lignes[-1].isdecimal() and not personne.commune_incertaine:
            # the register gives the postcode alone, and the commune as a code; one that is not certain is not written
            lignes[-1] = f"{lignes[-1]} {personne.company_id.display_name or ''}".strip()
        return lignes
