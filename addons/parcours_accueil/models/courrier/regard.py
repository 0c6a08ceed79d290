# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The last look before a letter is printed: the register is asked again, the file follows its answer, and the
conditions of the letter are looked at once more. Who does not meet them any more drops out, with the reason."""

from odoo import fields, models

from odoo.addons.parcours_socle.jour import aujourdhui, maintenant
from odoo.addons.parcours_socle.paroles import Parole, dire

from ...droit.courriers import EN_ROUTE, Vue, ecart, frais
from .libelles import ECARTS


class CourrierRegard(models.AbstractModel):
    _name = "parcours.courrier.regard"
    _description = "Letter: the last look"

    regard_le = fields.Datetime(
        "Register asked on", readonly=True, copy=False, help="The last look: at most 15 minutes before it is printed."
    )
    ecart = fields.Char("Word of the reason", readonly=True, copy=False, export_string_translation=False)
    motif_ecart = Parole("Why it dropped out", readonly=True, copy=False)

    def _regarder(self):
        """Take the last look at a draft: it is then ready to print, or dropped out.

        :raise UserError: the register gave no answer; the letter stays a draft
        """
        self.ensure_one()
        genre = self._genre()
        # sudo: what follows from a look that was allowed; the file may be another commune's after it
        courrier = self.sudo()
        if genre.regard and not frais(courrier.regard_le or None, maintenant()):
            if mot := self._demander_au_registre():
                return courrier._ecarter(mot, ())
            courrier.regard_le = maintenant()
        if trouve := self._ecart():
            return courrier._ecarter(*trouve)
        return courrier._avancer("regarder")

    def _demander_au_registre(self):
        """Ask the register for the person once more, in the user's name and for a letter; what it answers is stored and
        the file is examined, as whenever it is asked.

        :return: word of what makes the letter drop out at once, or None
        """
        # sudo: whose file it is; whether the user may read that person is asked below
        personne = self.sudo().dossier_id.personne_id
        if not personne:
            return "sans_personne"
        genres = dict(self._fields["genre"]._description_selection(self.env))
        lue = personne.with_env(self.env)._relire("courrier", genres[self.genre], self.dossier_id.reference)
        self.invalidate_recordset()
        return None if lue else "deux_numeros"

    def _ecart(self):
        """Return ``(word, what its sentence tells besides)`` of what stands in the way of this letter, or None; of its
        step, ``("etape", (the sentence in each language,))``."""
        # sudo: what stands in the way follows from the whole file, whoever asks; a sentence comes out
        courrier = self.sudo()
        dossier, genre = courrier.dossier_id, self._genre()
        situation = dossier._situations(dossier._roles())[dossier]
        if trouve := ecart(genre, situation, courrier._vue()):
            return trouve
        if not genre.etape:
            return None
        # as the user: who may take the step is one of its conditions
        phrase = dire(self.dossier_id, lambda lu: lu._refus_etape(genre.etape, aujourdhui(), {}).get(lu.id, ""))
        return ("etape", (phrase,)) if phrase else None

    def _vue(self):
        """Return what the conditions see of this letter besides its file (`droit.courriers.Vue`)."""
        self.ensure_one()
        objet = self._objet()
        autres = self.search_count(
            [
                ("dossier_id", "=", self.dossier_id.id),
                ("genre", "=", self.genre),
                ("state", "in", tuple(EN_ROUTE)),
                ("id", "!=", self.id),
                *((f"{mot}_id", "=", self[f"{mot}_id"].id) for mot in self._genre().objets),
            ],
            limit=1,
        )
        return Vue(
            commune=self.commune_id.id,
            commune_du_jour=self.dossier_id.company_id.id,
            tranche=bool(objet) and objet._est_tranche(),
            autre_en_route=bool(autres),
        )

    def _ecarter(self, mot, details):
        """Have this letter (superuser) drop out, with the reason."""
        self._avancer("ecarter", ecart=mot, motif_ecart=dire(self, lambda lu: lu._phrase_ecart(mot, details)))

    def _phrase_ecart(self, mot, details):
        """Return in the user's words why a letter is not made, or drops out."""
        if mot == "etape":
            phrase = details[0]
            return phrase.langues.get(self.env.lang or "en_US", phrase) if hasattr(phrase, "langues") else phrase
        phrase = self.env._(ECARTS[mot])
        return phrase % details if details else phrase
