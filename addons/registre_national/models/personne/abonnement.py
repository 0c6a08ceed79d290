# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.parcours_socle.jour import aujourdhui

from ...soap.erreurs import NON_INTEGRE


class RegistrePersonneAbonnement(models.AbstractModel):
    """Whom the register announces the changes of: since when, until when, and whether we still want it.

    The wish (`suivi_ferme`) is set by the floor above, in its own transaction; the collection and the daily jobs carry
    it out later, a thousand people a call. A wish that meets a register that is down is simply carried out later.
    """

    _name = "registre.personne.abonnement"
    _description = "Person: whom the register follows"

    abonnement_fin = fields.Date(
        string="Followed until", readonly=True, help="Last day of the subscription; extended by itself before it ends."
    )
    abonnement_service_id = fields.Many2one("registre.service", string="Followed through", readonly=True)
    suivi_ferme = fields.Boolean(
        string="No longer to be followed",
        readonly=True,
        help="The file is closed for good: the register need not announce this person's changes any more.",
    )

    _abonnement_fin_idx = models.Index("(abonnement_fin) WHERE abonnement_debut IS NOT NULL")
    _a_clore_idx = models.Index("(id) WHERE suivi_ferme AND abonnement_debut IS NOT NULL")

    @api.private
    def _fermer_abonnement(self):
        """These people need not be followed any more; the next collection closes their subscriptions."""
        self.filtered(lambda personne: not personne.suivi_ferme).suivi_ferme = True

    @api.private
    def _rouvrir_abonnement(self):
        """These people must be followed (again); the next collection opens what is not open."""
        self.filtered("suivi_ferme").suivi_ferme = False

    @api.model
    def _domaine_a_abonner(self):
        """The people whose changes the register does not announce yet."""
        return Domain(
            [("abonnement_debut", "=", False), ("abonnement_erreur", "=", False), ("suivi_ferme", "=", False)]
        )

    @api.model
    def _domaine_abonnes(self, service):
        """The people whose subscription this service opened, or whose service is not known."""
        return Domain("abonnement_debut", "!=", False) & Domain("abonnement_service_id", "in", [service.id, False])

    def _noter_abonnements(self, service, resultats):
        """Keep what became of the subscriptions opened or extended for these people (list of `ResultatAbonnement`).

        Somebody to be extended whom the register does not follow is followed anew by the next collection.
        """
        par_niss = {personne.niss: personne for personne in self}
        jour = aujourdhui()
        suivis, refus, perdus = {}, {}, self.browse()
        for resultat in resultats:
            personne = par_niss.get(resultat.niss, self.browse())
            if resultat.ok:
                dates = resultat.debut or jour, resultat.fin or False
                suivis[dates] = suivis.get(dates, self.browse()) | personne
            elif personne.abonnement_debut and resultat.code == NON_INTEGRE:
                perdus |= personne
            else:
                refus[resultat.code] = refus.get(resultat.code, self.browse()) | personne
        for (debut, fin), personnes in suivis.items():
            personnes.write(
                {
                    "abonnement_debut": debut,
                    "abonnement_fin": fin,
                    "abonnement_erreur": False,
                    "abonnement_service_id": service.id,
                }
            )
        for code, personnes in refus.items():
            personnes.abonnement_erreur = code
        perdus._oublier_abonnements()

    def _oublier_abonnements(self):
        """These people are not followed any more."""
        self.write(
            {
                "abonnement_debut": False,
                "abonnement_fin": False,
                "abonnement_erreur": False,
                "abonnement_service_id": False,
            }
        )
