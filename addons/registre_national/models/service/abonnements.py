# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import logging
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui, maintenant

from ...soap.erreurs import DonneeIllisible, ErreurRegistre

_logger = logging.getLogger(__name__)

#: Days before its end in which a subscription is extended: a month of daily tries.
MARGE_JOURS = 30


class RegistreServiceAbonnements(models.AbstractModel):
    """The subscriptions, every day: extended before they end, compared with those of the register. The collection opens
    them as people come, and closes those of closed files.

    Each job goes through its people by ascending id, a thousand a call and a commit, and can be run again at any time.
    """

    _name = "registre.service.abonnements"
    _description = "Register access: subscriptions"

    derniere_comparaison = fields.Datetime(string="Subscriptions compared on", readonly=True, copy=False)
    ecart_ids = fields.One2many("registre.abonnement.ecart", "service_id", string="Differences")

    @api.model
    def _cron_prolonger_abonnements(self):
        """Extend the subscriptions that end within a month."""
        self._pour_chaque_service("registre_national.ir_cron_prolonger_abonnements", "_prolonger_abonnements")

    @api.model
    def _cron_comparer_abonnements(self):
        """Compare the subscriptions of the register with ours."""
        self._pour_chaque_service("registre_national.ir_cron_comparer_abonnements", "_comparer_abonnements")

    def _pour_chaque_service(self, cron, methode):
        """Run a job on every service that is filled in, never beside a collection: then again a little later."""
        for service in self._remplis():
            with service._verrou() as libre:
                if not libre:
                    lots.ask(self.env, cron, maintenant() + timedelta(minutes=10))
                    return
                try:
                    getattr(service, methode)()
                except ErreurRegistre as erreur:
                    # The job starts again tomorrow; a subscription is extended a month before it ends.
                    _logger.warning("Service %s: %s (%s %s)", service.id, methode, erreur.nature, erreur.code)

    def _prolonger_abonnements(self):
        """Extend the subscriptions that end within `MARGE_JOURS` days, those already ended included.

        :raise ErreurRegistre: a call failed; those before it were kept.
        """
        limite, client = aujourdhui() + timedelta(days=MARGE_JOURS), self._client()

        def prolonger(personnes):
            personnes._noter_abonnements(self, client.prolonger(personnes.mapped("niss"), self._fin_abonnement()))

        domaine = self._domaine_abonnes() & fields.Domain(
            [("suivi_ferme", "=", False), ("abonnement_fin", "!=", False), ("abonnement_fin", "<=", limite)]
        )
        lots.run(self.env, self._etape_abonnements(domaine, prolonger))

    def _comparer_abonnements(self):
        """Write down where the register and we differ about who is followed; a page of numbers at a time on both sides.

        :raise ErreurRegistre: a call failed; the list of before stays.
        """
        client, apres, encore, ecarts = self._client(), "", True, []
        while encore:
            page = client.abonnements(apres)
            encore = page.encore
            haut = page.abonnements[-1].niss if page.abonnements else ""
            if encore and haut <= apres:
                raise DonneeIllisible("reponse_inattendue")
            ecarts += self._ecarts_page(page.abonnements, apres, haut if encore else None)
            self.env["registre.personne"].invalidate_model()
            apres = haut
        refuses = self.env["registre.personne"].search(
            [("abonnement_erreur", "!=", False), ("suivi_ferme", "=", False)]
        )
        ecarts += [
            {"genre": "refus", "niss": p.niss, "personne_id": p.id, "code": p.abonnement_erreur} for p in refuses
        ]
        self.env["registre.abonnement.ecart"]._remplacer(self, ecarts)
        self.derniere_comparaison = maintenant()
        lots.commit(self.env)

    def _ecarts_page(self, abonnements, apres, haut):
        """The differences among the numbers after `apres` up to `haut` (None: all), as values of the list."""
        Personne = self.env["registre.personne"]
        # Closed today still runs today: it is not a difference.
        jour = aujourdhui()
        la_bas = {a.niss: a for a in abonnements if a.ok and not (a.fin and a.fin <= jour)}
        domaine = self._domaine_abonnes() & fields.Domain("niss", ">", apres)
        if haut is not None:
            domaine &= fields.Domain("niss", "<=", haut)
        ecarts = []
        for personne in Personne.search_fetch(domaine, ["niss", "abonnement_fin", "suivi_ferme"], order="niss"):
            abonnement = la_bas.pop(personne.niss, None)
            valeurs = {"niss": personne.niss, "personne_id": personne.id, "fin_ici": personne.abonnement_fin}
            if personne.suivi_ferme:
                # About to be closed by the next collection.
                continue
            if not abonnement:
                ecarts.append({"genre": "absent", **valeurs})
            elif (abonnement.fin or False) != personne.abonnement_fin:
                ecarts.append({"genre": "dates", "fin_registre": abonnement.fin, **valeurs})
        connus = Personne._proprietaires(la_bas) if la_bas else {}
        for niss, abonnement in la_bas.items():
            personne = connus.get(niss, Personne)
            dates = {"debut_registre": abonnement.debut, "fin_registre": abonnement.fin}
            ecarts.append({"genre": "inconnu", "niss": niss, "personne_id": personne.id, **dates})
        return ecarts
