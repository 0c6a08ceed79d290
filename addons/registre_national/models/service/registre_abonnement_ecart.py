# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle.jour import aujourdhui

from ...soap.erreurs import ErreurRegistre

GENRES = [
    ("inconnu", "Followed at the register, not here"),
    ("absent", "Followed here, not at the register"),
    ("dates", "End dates differ"),
    ("refus", "The register refuses to follow"),
]


class RegistreAbonnementEcart(models.Model):
    """One difference between the subscriptions the register has and those we believe it has.

    The daily comparison adds what is new and removes what is gone; "Repair" makes both sides say the same, following
    what the person's file needs.
    """

    _name = "registre.abonnement.ecart"
    _description = "Difference about a subscription"
    _inherit = ["lecture.tracee", "registre.par.numero", "nom.lisible", "nom.reserve"]
    # leads to a person, and shows nothing of what the register says
    _montre = {"personne_id": {}}
    _order = "genre, id"
    _rec_name = "genre"
    _noms = ("genre",)

    service_id = fields.Many2one("registre.service", required=True, readonly=True, index=True, ondelete="cascade")
    genre = fields.Selection(GENRES, string="Difference", required=True, readonly=True)
    niss = fields.Char(string="National number", required=True, readonly=True)
    personne_id = fields.Many2one("registre.personne", string="Person", readonly=True, index=True, ondelete="cascade")
    debut_registre = fields.Date(string="Begins (register)", readonly=True)
    fin_registre = fields.Date(string="Ends (register)", readonly=True)
    fin_ici = fields.Date(string="Ends (here)", readonly=True)
    code = fields.Char(string="Code of the register", readonly=True)
    explication = fields.Text(string="What it means", compute="_compute_explication")

    _ecart_uniq = models.UniqueIndex("(service_id, niss, genre)", "This difference is already listed.")

    @api.depends("genre", "code", "personne_id.suivi_ferme", "personne_id.niss", "niss")
    @api.depends_context("lang")
    def _compute_explication(self):
        for ecart in self:
            ecart.explication = ecart._dire()

    def _dire(self):
        match self.genre:
            case "inconnu" if self._a_reprendre():
                return self.env._(
                    "The register announces this person's changes and we did not know. Repair writes it down here."
                )
            case "inconnu":
                return self.env._(
                    "The register announces the changes of somebody whom no file here needs any more. Repair ends "
                    "that at the register."
                )
            case "absent":
                return self.env._(
                    "We count on the register to announce this person's changes, and it does not. Changes may have "
                    "been missed. Repair asks the register to follow the person again; then read the file again."
                )
            case "dates":
                return self.env._(
                    "The register and we have different last days for this subscription. Repair takes over the "
                    "register's; it is extended by itself before it ends."
                )
            case _:
                return self.env._(
                    "The register refuses to announce this person's changes (code %s). Ask its service desk about "
                    "this code. Repair lets the next collection ask once more.",
                    self.code or "-",
                )

    def _a_reprendre(self):
        """Whether the subscription serves somebody we want to follow, under the number of today."""
        return bool(self.personne_id) and not self.personne_id.suivi_ferme and self.personne_id.niss == self.niss

    def action_reparer(self):
        """Make the register and us say the same about these people, in as few calls as possible."""
        self.check_access("write")
        raisons = {}
        # sudo: what the register says of people is written by the collection only, and this is part of it; who may
        # repair was checked above.
        for service, ecarts in self.sudo().grouped("service_id").items():
            try:
                with self.env.cr.savepoint():
                    ecarts._reparer(service, service._client())
            except ErreurRegistre as erreur:
                phrase = self.env._(
                    "The register could not be asked (code %s). Nothing was changed here. Try again later.",
                    erreur.code,
                )
                raisons |= dict.fromkeys(ecarts._ids, phrase)
        if self and len(raisons) == len(self):
            raise UserError(raisons[self.ids[0]])
        # sudo: as above; a repaired difference disappears, nobody deletes one by hand
        self.sudo().filtered(lambda ecart: ecart.id not in raisons).unlink()
        if raisons:
            return self.env["feuille.resultat"]._rendre(self.env._("Repair"), self, raisons)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _reparer(self, service, client):
        par_genre = self.grouped("genre")
        vide = self.browse()
        inconnus = par_genre.get("inconnu", vide)
        repris = inconnus.filtered(lambda ecart: ecart._a_reprendre())
        if a_clore := (inconnus - repris).mapped("niss"):
            client.clore(a_clore)
        absents = par_genre.get("absent", vide).personne_id
        if suivis := absents.filtered(lambda personne: not personne.suivi_ferme):
            suivis._noter_abonnements(service, client.publier(suivis.mapped("niss"), service._fin_abonnement()))
        (absents - suivis)._oublier_abonnements()
        jour = aujourdhui()
        for ecart in repris:
            ecart.personne_id.write(
                {
                    "abonnement_debut": ecart.debut_registre or jour,
                    "abonnement_fin": ecart.fin_registre,
                    "abonnement_erreur": False,
                    "abonnement_service_id": service.id,
                }
            )
        for ecart in par_genre.get("dates", vide):
            ecart.personne_id.abonnement_fin = ecart.fin_registre
        par_genre.get("refus", vide).personne_id.abonnement_erreur = False

    @api.model
    def _remplacer(self, service, valeurs):
        """Make the list of a service these differences: what was there already keeps the day it was first seen."""
        anciens = {(ecart.niss, ecart.genre): ecart for ecart in self.search([("service_id", "=", service.id)])}
        nouveaux = []
        for vals in valeurs:
            ecart = anciens.pop((vals["niss"], vals["genre"]), None)
            if ecart:
                ecart.write(vals)
            else:
                nouveaux.append({"service_id": service.id, **vals})
        self.union(*anciens.values()).unlink()
        self.create(nouveaux)
