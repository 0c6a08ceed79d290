# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What small windows have in common: they say before saving what is required, and tick it as it is filled in."""

import base64

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class FenetreExigeante(models.AbstractModel):
    """A window gives what it requires (:meth:`_exigences`), and the fields that this depends on."""

    _name = "fenetre.exigeante"
    _description = "Window that says what it requires"

    #: The fields that tell whether it is there.
    _exige_selon = ()
    #: Path to the article by which it is required.
    _exige_article = ""

    exige = fields.Html("Required", compute="_compute_exige", sanitize=False)

    @api.depends(lambda self: self._exige_selon)
    @api.depends_context("lang")
    def _compute_exige(self):
        for fenetre in self:
            fenetre.exige = fenetre._liste_exigences()

    def _exigences(self):
        """Return what this window requires, as pairs ``(sentence, whether it is there)``."""
        raise NotImplementedError

    def _liste_exigences(self):
        lignes = Markup().join(
            Markup(
                '<li class="%(classe)s"><i class="fa fa-fw %(icone)s me-1" aria-hidden="true"></i>%(mot)s'
                '<span class="visually-hidden"> (%(dit)s)</span></li>'
            )
            % {
                "classe": "text-success" if la else "fw-bold",
                "icone": "fa-check-square-o" if la else "fa-square-o",
                "mot": phrase,
                "dit": self.env._("there") if la else self.env._("missing"),
            }
            for phrase, la in self._exigences()
        )
        article = self._exige_article and self.mapped(self._exige_article)[:1]
        article = article[0] if article else ""
        titre = self.env._("Required before saving (%s)", article) if article else self.env._("Required before saving")
        return lignes and Markup(
            '<div class="o_parcours_exige small mb-2"><div class="text-muted">%s</div>'
            '<ul class="list-unstyled mb-0">%s</ul></div>'
        ) % (titre, lignes)


class FenetreFichier(models.AbstractModel):
    """A window that takes a file, which is not kept. Its model has the field `fichier`, which says what it is."""

    _name = "fenetre.fichier"
    _description = "Window that takes a file"

    nom = fields.Char("File name")

    def _phrase_sans_fichier(self):
        """Return what is said when no file was chosen."""
        raise NotImplementedError

    def _octets(self):
        """Return the file that was chosen, in bytes.

        :raise UserError: none was
        """
        self.ensure_one()
        if not (octets := self.with_context(bin_size=False).fichier):
            raise UserError(self._phrase_sans_fichier())
        return base64.b64decode(octets)
