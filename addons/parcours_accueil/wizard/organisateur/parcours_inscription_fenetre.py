# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.saisie import refuser_champs

from ...models.vocabulaire import LANGUES_PARCOURS

_lt = LazyTranslate(__name__)

#: What is typed in the window; the rest is what the search has shown.
SAISIS = {"volontaire", "date_effective", "langue"}
CHERCHER = _lt(
    "This follows from the search, and cannot be changed: %s. Nothing was saved. Search for the person again."
)


class ParcoursInscriptionFenetre(models.TransientModel):
    """The small window by which an organiser registers somebody who stands there and is not theirs yet, or puts them on
    its waiting list. It shows what the search has shown, and no more (loi.md §8); it is opened by the search, which has
    counted and logged it (`registre.recherche.inscrire_ici`)."""

    _name = "parcours.inscription.fenetre"
    _description = "Register somebody who was found"

    numero = fields.Char("National number", required=True, readonly=True)
    nom = fields.Char("Name", readonly=True)
    commune = fields.Char(readonly=True)
    statut = fields.Char("Status", readonly=True)
    organisateur_id = fields.Many2one("parcours.organisateur", "Organiser", required=True, readonly=True)
    langues = fields.Char(compute="_compute_langues", export_string_translation=False)
    libre = fields.Boolean(readonly=True, export_string_translation=False, help="Nothing obliges this person.")
    volontaire = fields.Boolean("Asks to follow voluntarily")
    date_effective = fields.Date("Registered on", required=True, default=aujourdhui)
    langue = fields.Selection(LANGUES_PARCOURS, "Followed in", compute="_compute_langue", store=True, readonly=False)

    places = fields.Char("Free places", compute="_compute_places")
    sans_place = fields.Boolean(compute="_compute_places", export_string_translation=False)
    attendent = fields.Char("People waiting", compute="_compute_places")
    avant = fields.Char("Before this person", compute="_compute_places", help="Obliged people come first.")

    @api.depends("organisateur_id", "langue", "libre")
    @api.depends_context("lang")
    def _compute_places(self):
        """What the own organiser has in that language, and who comes first (loi.md §6.3)."""
        for fenetre in self:
            organisateur = fenetre.organisateur_id
            etats = organisateur and organisateur._origin._etats()[organisateur._origin.id]
            etat = etats and etats.get(fenetre.langue)
            fenetre.places = etat and organisateur._dire_places(etat)
            fenetre.attendent = etat and organisateur._dire_attente(etat)
            obliges = etat and self.env["parcours.attente"]._obliges(organisateur, fenetre.langue)
            # who is obliged comes after the obliged people who wait already
            fenetre.sans_place = bool(etat) and not etat.places.pour(obliges + 1)
            fenetre.avant = bool(fenetre.libre and obliges) and self.env._(
                "Obliged people who wait for the same: %s. They come first.", obliges
            )

    @api.depends("organisateur_id")
    def _compute_langues(self):
        for fenetre in self:
            fenetre.langues = f",{','.join(fenetre.organisateur_id._langues())},"

    @api.depends("organisateur_id")
    def _compute_langue(self):
        for fenetre in self:
            offertes = fenetre.organisateur_id._langues()
            fenetre.langue = fenetre.langue or (offertes[0] if len(offertes) == 1 else False)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Search for the person first: the window opens from there."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            # the number above all: who was searched for was counted and logged, and nobody else is
            refuser_champs(self, vals.keys() - SAISIS, CHERCHER)
        return super().write(vals)

    def _dossier(self):
        """Return the file of that number, as superuser.

        :raise AccessError: the window is not of an organiser who may register there
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env["registre.recherche"]._peut_inscrire() or self.organisateur_id != self.env.user.organisateur_id:
            raise AccessError(self.env._("Only who works for an organiser registers people with it."))
        # sudo: the file of a number that this user searched for, which was counted and logged; what follows checks
        # whether this organiser may register the person, and tells no fact of the register
        personne = self.env["registre.personne"].sudo()._proprietaires([self.numero]).get(self.numero)
        return self.env["parcours.dossier"].sudo().search([("personne_id", "=", personne.id)]) if personne else None

    def _exiger_dossier(self):
        dossier = self._dossier()
        if not dossier:
            raise UserError(
                self.env._(
                    "No pathway is known for this person: the register announced nothing. Nothing was saved. Send the "
                    "person to the commune."
                )
            )
        # what is refused tells something too: each try is a look, of which there are so many in a minute
        self.env["registre.recherche"]._compter_ailleurs()
        if not self.langue:
            raise UserError(self.env._("Say in which language the pathway is followed. Nothing was saved."))
        self.organisateur_id._verifier_langue(self.langue)
        return dossier

    def action_inscrire(self):
        """Register the person with the own organiser, and open the file, which is theirs from then on."""
        dossier = self._exiger_dossier()
        dossier._inscrire_chez(self.organisateur_id, self.date_effective, self.langue, self.volontaire)
        return dossier._ouvrir_fiche()

    def action_attendre(self):
        """Put the person on the waiting list of the own organiser."""
        dossier = self._exiger_dossier()
        dossier._attendre_chez(self.organisateur_id, self.langue, self.date_effective, self.volontaire)
        return {"type": "ir.actions.act_window_close"}

    def action_suspendre(self):
        """No place: certify it, which suspends the term, put the person on the waiting list and open the paper that
        proves both, in one step."""
        dossier = self._exiger_dossier()
        attente = dossier._attendre_chez(self.organisateur_id, self.langue, self.date_effective, self.volontaire)
        # `sudo(False)`: the paper is opened with the rights of the user, of whose organiser it is
        return dossier._certifier_sans_place(attente, self.date_effective).sudo(False).action_ouvrir()
