# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.courriers import SOMMATION, Vue, ecart
from ...models.courrier.libelles import GENRES_DITS
from ...models.vocabulaire import CANAUX


class ParcoursCourrierEnvoi(models.TransientModel):
    """The window that makes one kind of letter for many files: which one, how it is sent, and for whom it can be."""

    _name = "parcours.courrier.envoi"
    _description = "Letters for many files"

    dossier_ids = fields.Many2many("parcours.dossier", string="Files chosen", readonly=True)
    genre = fields.Selection(GENRES_DITS, "Kind of letter", compute="_compute_genre", store=True, readonly=False)
    genres_possibles = fields.Char(compute="_compute_genres_possibles", export_string_translation=False)
    canal = fields.Selection(CANAUX, "Sent by", compute="_compute_canal", store=True, readonly=False)
    nombre = fields.Integer("Files", compute="_compute_refus")
    nombre_possibles = fields.Integer("Letters that can be made", compute="_compute_refus")
    refus = fields.Text("Left out, and why", compute="_compute_refus")
    sans_langue = fields.Integer("Language not known", compute="_compute_refus")
    sans_contact = fields.Boolean(compute="_compute_refus", export_string_translation=False)
    lot_ids = fields.Many2many("parcours.courrier.lot", string="Made", readonly=True)

    @api.depends("dossier_ids")
    def _compute_genre(self):
        genres = self._genres_en_nombre()
        for fenetre in self:
            fenetre.genre = fenetre.genre or (fenetre._le_plus_possible(genres) if fenetre.dossier_ids else SOMMATION)

    @api.depends("dossier_ids")
    def _compute_genres_possibles(self):
        self.genres_possibles = f",{','.join(self._genres_en_nombre())},"

    def _genres_en_nombre(self):
        return [code for code, genre in self.env["parcours.courrier"]._genres().items() if genre.en_nombre]

    @api.depends("genre")
    def _compute_canal(self):
        for fenetre in self:
            fenetre.canal = "accuse" if fenetre.genre == SOMMATION else "ordinaire"

    @api.depends("dossier_ids", "genre")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_refus(self):
        for fenetre in self:
            dossiers = fenetre._dossiers()
            refus = fenetre._refus(fenetre.genre) if fenetre.genre else {}
            possibles = dossiers.filtered(lambda d, refus=refus: d.id not in refus)
            fenetre.nombre = len(dossiers)
            fenetre.nombre_possibles = len(possibles)
            fenetre.sans_langue = len(possibles.filtered(lambda d: not d.langue))
            fenetre.sans_contact = any(not (un.phone or un.email) for un in possibles.company_id)
            fenetre.refus = "\n".join(
                self.env._("%(nombre)s: %(raison)s", nombre=nombre, raison=raison)
                for raison, nombre in Counter(refus.values()).most_common()
            )

    def _dossiers(self):
        """Return the files chosen, also those that went to another commune since the window was opened."""
        # sudo: which ones its author chose; `sudo(False)` gives the rights back
        return self.sudo().dossier_ids._origin.sudo(False)

    def _le_plus_possible(self, genres):
        """Return the kind that most of the files can be sent; the summons when none can."""
        comptes = {genre: -len(self._refus(genre)) for genre in (SOMMATION, *genres)}
        return max(comptes, key=comptes.get)

    def _refus(self, code):
        """Return ``{file id: why it gets no such letter now}``, in the user's words; a few queries for all."""
        tous, Courrier = self._dossiers(), self.env["parcours.courrier"]
        dossiers = tous._filtered_access("write")
        refus = dict.fromkeys((tous - dossiers).ids, self.env._("Your role does not allow it on this one."))
        genre, roles, jour = Courrier._genres()[code], dossiers._roles(), aujourdhui()
        situations = dossiers._situations(roles)
        en_route = set(Courrier._chercher_en_route(dossiers, code).dossier_id.ids)
        for dossier in dossiers:
            situation = situations[dossier]
            if "commune" not in situation.roles:
                refus[dossier.id] = self.env._(
                    "Only an agent of the commune in charge of the file writes to the person."
                )
            elif trouve := ecart(genre, situation, Vue(autre_en_route=dossier.id in en_route, jour=jour)):
                refus[dossier.id] = Courrier._phrase_ecart(*trouve)
        if genre.etape:
            restes = dossiers.filtered(lambda d: d.id not in refus)
            refus |= restes._refus_etape(genre.etape, jour, {})
        return refus

    def action_confirmer(self):
        """Make the letters of those who can be sent one, and have them printed. A second click shows the first's."""
        self.ensure_one()
        # one at a time: a second click waits here, then is done again and finds what the first one made
        self._dossiers()._filtered_access("write")._seul()
        self.invalidate_recordset(["lot_ids"])
        if not (self.genre and self.canal):
            raise UserError(self.env._("Say which letter, and how it is sent. Nothing was printed."))
        if not self.lot_ids:
            refus = self._refus(self.genre)
            dossiers = self._dossiers().filtered(lambda d: d.id not in refus)
            if not dossiers:
                raise UserError(
                    self.env._("None of these files can be sent this letter now: see why above. Nothing was printed.")
                )
            self.lot_ids = self.env["parcours.courrier.lot"]._creer(dossiers, self.genre, self.canal)
        action = self.env["ir.actions.act_window"]._for_xml_id("parcours_accueil.parcours_courrier_lot_action")
        if len(self.lot_ids) == 1:
            return action | {"res_id": self.lot_ids.id, "views": [(False, "form")]}
        return action | {"domain": [("id", "in", self.lot_ids.ids)]}
