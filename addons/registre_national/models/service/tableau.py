# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import timedelta

from odoo import fields, models

from odoo.addons.parcours_socle.jour import maintenant

from .registre_notification import EN_ERREUR

#: Kinds of error that the dashboard counts one by one: the keys of `registre.notification.error_kind`.
GENRES = ("transport", "fault", "statut", "donnee", "interne")
#: Hours of calls that the dashboard describes.
FENETRE_HEURES = 24


class RegistreServiceTableau(models.AbstractModel):
    """What the dashboard of a service shows: how the calls of the last day went, and what waits for a person."""

    _name = "registre.service.tableau"
    _description = "Register access: the dashboard"

    nombre_ecartees = fields.Integer(string="Set aside", compute="_compute_tableau_erreurs")
    nombre_transport = fields.Integer(string="Register not reached", compute="_compute_tableau_erreurs")
    nombre_fault = fields.Integer(string="Refused by the register", compute="_compute_tableau_erreurs")
    nombre_statut = fields.Integer(string="No file given", compute="_compute_tableau_erreurs")
    nombre_donnee = fields.Integer(string="Wrong data", compute="_compute_tableau_erreurs")
    nombre_interne = fields.Integer(string="Not stored", compute="_compute_tableau_erreurs")
    nombre_lacunes = fields.Integer(string="Missing", compute="_compute_tableau_suivi")
    nombre_ecarts = fields.Integer(string="Subscriptions to check", compute="_compute_tableau_suivi")
    appels_jour = fields.Integer(string="Calls in 24 hours", compute="_compute_tableau_appels")
    reprises_jour = fields.Integer(string="Of which repeated", compute="_compute_tableau_appels")
    echecs_jour = fields.Integer(string="Of which without a file", compute="_compute_tableau_appels")
    latence_p50 = fields.Integer(string="Half answered within (ms)", compute="_compute_tableau_appels")
    latence_p95 = fields.Integer(string="95 % answered within (ms)", compute="_compute_tableau_appels")
    latence_p99 = fields.Integer(string="99 % answered within (ms)", compute="_compute_tableau_appels")

    def _compute_tableau_erreurs(self):
        groupes = self.env["registre.notification"]._read_group(
            [("service_id", "in", self.ids), ("state", "in", EN_ERREUR)],
            ["service_id", "state", "error_kind"],
            ["__count"],
        )
        for service in self:
            siens = [(etat, genre, nombre) for autre, etat, genre, nombre in groupes if autre == service]
            service.nombre_ecartees = sum(nombre for etat, _genre, nombre in siens if etat == "ecartee")
            for voulu in GENRES:
                service[f"nombre_{voulu}"] = sum(nombre for _etat, genre, nombre in siens if genre == voulu)

    def _compute_tableau_suivi(self):
        domaine = [("service_id", "in", self.ids)]
        lacunes = dict(
            self.env["registre.lacune"]._read_group([*domaine, ("state", "!=", "comblee")], ["service_id"], ["__count"])
        )
        ecarts = dict(self.env["registre.abonnement.ecart"]._read_group(domaine, ["service_id"], ["__count"]))
        for service in self:
            service.nombre_lacunes = lacunes.get(service, 0)
            service.nombre_ecarts = ecarts.get(service, 0)

    def _compute_tableau_appels(self):
        """The calls to the register that went through each service, from the consultation log."""
        # Raw SQL: the ORM has no percentile. It counts and measures; no row, number or name leaves it, so it shows the
        # connection manager nothing of the log they may not read. Services and day are parameters;
        # the log has an index on the day.
        self.env.cr.execute(
            """
            SELECT service_id, count(*), count(*) FILTER (WHERE tentative > 1), count(*) FILTER (WHERE nature <> 'ok'),
                   percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY duree_ms)
              FROM journal.consultation
             WHERE date >= %s AND service_id = ANY(%s)
             GROUP BY service_id
            """,
            [maintenant() - timedelta(hours=FENETRE_HEURES), self._origin.ids],
        )
        mesures = {service: valeurs for service, *valeurs in self.env.cr.fetchall()}
        for service in self:
            appels, reprises, echecs, latences = mesures.get(service._origin.id, (0, 0, 0, None))
            service.appels_jour, service.reprises_jour, service.echecs_jour = appels, reprises, echecs
            service.latence_p50, service.latence_p95, service.latence_p99 = latences or (0, 0, 0)

    def action_voir_erreurs(self):
        """Open the notifications in error of the kind given by the context (`genre`), or those set aside."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("registre_national.registre_notification_action")
        genre = self.env.context.get("genre")
        etats = EN_ERREUR if genre else ("ecartee",)
        action["domain"] = [("service_id", "=", self.id), ("state", "in", etats)]
        if genre:
            action["domain"].append(("error_kind", "=", genre))
        action["context"] = {}
        return action

    def action_voir_lacunes(self):
        """Open the notifications of this service that did not arrive."""
        self.ensure_one()
        return self._ouvrir_liste("registre_national.registre_lacune_action", [("state", "!=", "comblee")])

    def action_voir_ecarts(self):
        """Open the subscriptions of this service to be checked."""
        self.ensure_one()
        return self._ouvrir_liste("registre_national.registre_abonnement_ecart_action", [])

    def _ouvrir_liste(self, xmlid, domaine):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [("service_id", "=", self.id), *domaine]
        action["context"] = {}
        return action

    def action_tout_reessayer(self):
        """Put every notification in error or set aside of this service back in the queue."""
        self.ensure_one()
        self.env["registre.notification"].search(
            [("service_id", "=", self.id), ("state", "in", EN_ERREUR)]
        ).action_reessayer()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
