# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import logging

from odoo import fields, models

from odoo.addons.parcours_socle import lots

from ...soap.erreurs import ErreurRegistre

_logger = logging.getLogger(__name__)

#: Holes asked for again in one collection: there are none or a few, unless the source is broken.
MAX_LACUNES = 100


class RegistreServiceSuivi(models.AbstractModel):
    """How long the collection insists: the attempts of a notification, and the notifications that did not arrive."""

    _name = "registre.service.suivi"
    _description = "Register access: attempts and missing notifications"

    attempts_max = fields.Integer(
        string="Attempts before setting aside",
        default=5,
        required=True,
        help="A notification that failed as many times, or a missing one asked for as many times, waits for a person.",
    )
    lacune_ids = fields.One2many("registre.lacune", "service_id", string="Missing notifications")

    _attempts_positif = models.Constraint(
        "CHECK(attempts_max BETWEEN 1 AND 100)", "Between 1 and 100 attempts are possible."
    )

    def _redemander_lacunes(self):
        """Ask again for what is missing, page by page; what comes takes its place in the queue.

        A call that fails is not an attempt: nothing was answered. Return how many notifications arrived.
        """
        lacunes = self.env["registre.lacune"].search(
            [("service_id", "=", self.id), ("state", "=", "ouverte")], limit=MAX_LACUNES, order="premiere"
        )
        if not lacunes:
            return 0
        arrivees = 0
        try:
            client = self._client()
            for receipt, groupe in lacunes.grouped("receipt").items():
                arrivees += self._relire_pages(client, receipt, groupe)
                for lacune in groupe.filtered(lambda lacune: lacune.state == "ouverte"):
                    essais = lacune.attempts + 1
                    etat = "introuvable" if essais >= self.attempts_max else "ouverte"
                    lacune.write({"attempts": essais, "state": etat})
                lots.commit(self.env)
        except ErreurRegistre as erreur:
            _logger.warning("Service %s: holes not asked for again (%s %s)", self.id, erreur.nature, erreur.code)
        return arrivees

    def _relire_pages(self, client, receipt, lacunes):
        """Keep what the pages after this receipt say of these holes, up to the end of the last hole."""
        fin, arrivees = max(lacunes.mapped("derniere")), 0
        while True:
            page, receipt = self._page(client, receipt)
            voulues = [
                n
                for n in page.notifications
                if any(lacune.premiere <= n.sequence <= lacune.derniere for lacune in lacunes)
            ]
            arrivees += self.env["registre.notification"]._recevoir(self, voulues, receipt)
            atteinte = any(n.sequence >= fin for n in page.notifications)
            if atteinte or not page.encore or not page.recepisse or page.recepisse == receipt:
                return arrivees
            receipt = page.recepisse
