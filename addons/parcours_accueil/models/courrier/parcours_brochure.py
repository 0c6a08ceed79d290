# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The brochure for newcomers, in each language in which there is one."""

import base64
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.papier import pdf

from .valeurs import langues_de

_lt = LazyTranslate(__name__)


class ParcoursBrochure(models.Model):
    """The brochure that is given with an attestation of obligation, in one language, from one day on. Two heads put it
    in force (`parcours.texte.publie`); none is shipped: a sheet that says so stands for one that is not there."""

    _name = "parcours.brochure"
    _description = "Brochure for newcomers"
    _inherit = ["parcours.texte.publie", "mail.thread"]
    _order = "langue, date_debut desc, id desc"
    _usage = "langue"
    _phrases = {
        "chevauche": _lt(
            "Another brochure in this language is in force on some of these days. Nothing was saved. Give that one a "
            "last day."
        ),
        "par_l_etape": _lt(
            "A brochure is put in force by another head than the one who uploaded it, with the button “Put in force”. "
            "Nothing was saved."
        ),
        "fige": _lt(
            "A brochure in force is frozen: it is given to people. Nothing was saved. Add another one: putting it in "
            "force ends this one."
        ),
        "deja": _lt("This brochure is in force already. Nothing was changed."),
        "soi_meme": _lt(
            "You uploaded this brochure yourself: another head at Vivalis must put it in force. Nothing was changed."
        ),
        "garde": _lt("A brochure is kept: it was given to people. Give it a last day instead."),
        "aucun": _lt("No brochure in this language is in force for %s. Ask a head at Vivalis to put one in force."),
        "pas_ecrit": _lt("There is no brochure in: %s. Ask a head at Vivalis to put one in force."),
    }

    langue = fields.Selection("_langues", "Language", required=True, tracking=True)
    fichier = fields.Binary("Brochure", attachment=True, required=True)
    fichier_nom = fields.Char("File name")

    @api.model
    def _langues(self):
        """Return the languages in which people are spoken to, in the reader's language."""
        return self.env["parcours.dossier"]._langues_contact()

    @api.depends("langue")
    @api.depends_context("lang")
    def _compute_display_name(self):
        langues = dict(self._langues())
        for brochure in self:
            brochure.display_name = langues.get(brochure.langue, "")

    @api.constrains("fichier")
    def _check_fichier(self):
        for brochure in self.with_context(bin_size=False):
            if not pdf.se_lit(base64.b64decode(brochure.fichier or b"")):
                raise ValidationError(
                    self.env._("A brochure is a PDF that can be printed. Nothing was saved. Choose another file.")
                )

    def _ecrit_en(self, langue):
        self.ensure_one()
        return langue[:2] == self.langue

    @api.model
    def _pour(self, dossier, langues, jour):
        """Return the brochures given with a letter to the person of a file, ``{language: brochure, or none}``: that of
        the language in which the person is best spoken to, else one a language of the letter.

        :param langues: codes of the languages of the letter
        """
        # sudo: which of the public brochures; the language itself is for who may read it on the file
        contact, commune = dossier.sudo().langue_contact, dossier.sudo().company_id
        trouvees = self._du_jour([*(langue[:2] for langue in langues), *filter(None, [contact])], commune, jour)
        return {langue: trouvees.get(langue, self.browse()) for langue in self._choisies(trouvees, contact, langues)}

    @api.model
    def _choisies(self, trouvees, contact, langues):
        """Return the languages of the brochures that go with a letter.

        :param trouvees: ``{language: the brochure in force}``
        :param contact: the language in which the person is best spoken to, or a false value
        :param langues: codes of the languages of the letter
        """
        return [contact] if contact in trouvees else [langue[:2] for langue in langues]

    @api.model
    def _compter(self, courriers, commune, jour):
        """Return ``{language: how many}`` of the brochures that go with these letters of one commune; in one query, for
        a thousand letters as for one."""
        trouvees = self._du_jour([langue for langue, _nom in self._langues()], commune, jour)
        comptes = Counter()
        # sudo: a language in which people are spoken to, counted, of letters that the caller reads
        for courrier in courriers.sudo():
            comptes.update(self._choisies(trouvees, courrier.dossier_id.langue_contact, langues_de(courrier.langue)))
        return comptes
