# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The last look before a letter is printed: the register is asked again, the file follows its answer, and the
conditions of the letter are looked at once more. Who does not meet them any more drops out, with the reason."""

from collections import defaultdict
from datetime import date

from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.parcours_socle.jour import aujourdhui, maintenant
from odoo.addons.parcours_socle.paroles import Parole, dire, dire_chacun

from ...droit.courriers import ECARTE, EN_ROUTE, Vue, ecart, frais
from .libelles import ECARTS

#: Words whose sentence is made elsewhere, in each language.
DITS_AILLEURS = frozenset({"etape", "registre", "texte"})


class CourrierRegard(models.AbstractModel):
    _name = "parcours.courrier.regard"
    _description = "Letter: the last look"

    regard_le = fields.Datetime(
        "Register asked on", readonly=True, copy=False, help="The last look: at most 15 minutes before it is printed."
    )
    ecart = fields.Char("Word of the reason", readonly=True, copy=False, export_string_translation=False)
    motif_ecart = Parole("Why it dropped out", readonly=True, copy=False)

    def _regarder(self):
        """Take the last look at these drafts, one or many: each is then ready to print, or dropped out, or stays a
        draft because the register did not answer for it. Nobody is asked for whose letter drops out anyway.

        :return: why the register did not answer for some of them, in the user's words; ""
        """
        # sudo: when the register was asked last
        perimes = self.filtered(lambda c: not c.sudo()._regarde())
        trouves = perimes._ecarts()
        perimes._ecarter_chacun(trouves)
        perimes -= self.browse(trouves)
        panne = ""
        for courriers in perimes.grouped("genre").values():
            # the purpose names the kind
            panne = courriers._demander_au_registre() or panne
        # sudo: what follows from a look that was allowed; a file may be another commune's after it
        regardes = self.filtered(lambda c: c.sudo().state != ECARTE and c.sudo()._regarde())
        trouves = regardes._ecarts()
        regardes._ecarter_chacun(trouves)
        # sudo: as above
        (regardes - self.browse(trouves)).sudo()._avancer("regarder")
        return panne

    def _regarde(self):
        """Whether the register needs not be asked now for this letter (superuser)."""
        return not self._genre().regard or frais(self.regard_le or None, maintenant())

    def _demander_au_registre(self):
        """Ask the register side by side for the people of these letters, all of one kind, in the user's name; what it
        answers is stored and the files are examined, as whenever it is asked.

        :return: why it did not answer for some of them, in the user's words; ""
        """
        # sudo: whose files they are; whether the user may read those people is asked by the reading
        qui = {courrier: courrier.sudo().dossier_id.personne_id for courrier in self}
        sans = self.filtered(lambda c: not qui[c])
        sans._ecarter_chacun(dict.fromkeys(sans.ids, ("sans_personne", ())))
        demandes = self - sans
        if not demandes:
            return ""
        genres = dict(self._fields["genre"]._description_selection(self.env))
        gens = self.env["registre.personne"].browse(qui[courrier].id for courrier in demandes)
        references = {qui[courrier].id: courrier.dossier_id.reference for courrier in demandes}
        reponse = gens._relire_ensemble("courrier", genres[demandes[:1].genre], references)
        self.invalidate_recordset()
        # sudo: see above
        demandes.filtered(lambda c: qui[c] in reponse.lues).sudo().regard_le = maintenant()
        refus = {c.id: ("registre", (reponse.refus[qui[c].id],)) for c in demandes if qui[c].id in reponse.refus}
        refus |= {c.id: ("deux_numeros", ()) for c in demandes if qui[c] in reponse.deux}
        demandes._ecarter_chacun(refus)
        return reponse.panne

    def _ecart(self):
        """Return what stands in the way of this letter, as `_ecarts`, or None."""
        return self._ecarts().get(self.id)

    def _ecarts(self):
        """Return ``{letter id: (word, what its sentence tells besides)}`` of what stands in the way of these letters;
        of their step, ``("etape", (the sentence in each language,))``. A few queries for all."""
        # sudo: what stands in the way follows from the whole file, whoever asks; a sentence comes out
        courriers = self.sudo()
        dossiers, vues = courriers.dossier_id, courriers._vues()
        situations = dossiers._situations(dossiers._roles())
        trouves = {
            courrier.id: trouve
            for courrier in courriers
            if (trouve := ecart(courrier._genre(), situations[courrier.dossier_id], vues[courrier.id]))
        }
        possibles = self - self.browse(trouves)
        for code, restes in possibles.grouped("genre").items():
            if etape := self._genres()[code].etape:
                # as the user: who may take the step is one of its conditions
                refuses = restes.dossier_id.browse(restes.dossier_id._refus_etape(etape, aujourdhui(), {}))
                phrases = dire_chacun(refuses, lambda lus, etape=etape: lus._refus_etape(etape, aujourdhui(), {}))
                trouves |= {
                    courrier.id: ("etape", (phrases[courrier.dossier_id.id],))
                    for courrier in restes
                    if courrier.dossier_id.id in phrases
                }
        return trouves

    def _vues(self):
        """Return ``{letter id: what the conditions see of it besides its file}`` (`droit.courriers.Vue`)."""
        autres = defaultdict(set)
        for genre, courriers in self.grouped("genre").items():
            for autre in self._chercher_en_route(courriers.dossier_id, genre):
                autres[autre._sujet()].add(autre.id)
        vues = {}
        for courrier in self:
            objet = courrier._objet()
            vues[courrier.id] = Vue(
                commune=courrier.commune_id.id,
                commune_du_jour=courrier.dossier_id.company_id.id,
                tranche=bool(objet) and objet._est_tranche(),
                fini=bool(objet) and objet._est_fini(),
                jour=aujourdhui(),
                autre_en_route=bool(autres[courrier._sujet()] - {courrier.id}),
            )
        return vues

    @api.model
    def _chercher_en_route(self, dossiers, genre):
        """Return the letters of that kind of these files that are not posted yet (superuser)."""
        # sudo: whether such a letter is under way, of files that the caller may write
        return self.sudo().search(
            [("dossier_id", "in", dossiers.ids), ("genre", "=", genre), ("state", "in", tuple(EN_ROUTE))]
        )

    def _sujet(self):
        """Return what no second letter under way may be about."""
        return (self.dossier_id.id, self.genre, *(self[f"{mot}_id"].id for mot in self._genre().objets))

    def _ecarter_chacun(self, trouves):
        """Have those of these letters that something stands in the way of drop out (``{id: (word, details)}``)."""
        for courrier in self.filtered(lambda c: c.id in trouves):
            # sudo: what follows from a look that was allowed
            courrier.sudo()._ecarter(*trouves[courrier.id])

    def _ecarter(self, mot, details):
        """Have this letter (superuser) drop out, with the reason."""
        self._avancer("ecarter", ecart=mot, motif_ecart=dire(self, lambda lu: lu._phrase_ecart(mot, details)))

    def _phrase_ecart(self, mot, details):
        """Return in the user's words why a letter is not made, or drops out."""
        return self._raison_ecart(mot, details)

    def _raison_ecart(self, mot, details):
        """Return that reason alone, without what came of it where a floor above says that besides."""
        if mot in DITS_AILLEURS:
            phrase = details[0]
            return phrase.langues.get(self.env.lang or "en_US", phrase) if hasattr(phrase, "langues") else phrase
        dits = tuple(format_date(self.env, dit) if isinstance(dit, date) else dit for dit in details)
        phrase = self.env._(self._mots_ecart()[mot])
        return phrase % dits if dits else phrase

    @api.model
    def _mots_ecart(self):
        """Return a sentence for each word; a floor above adds its own."""
        return ECARTS
