# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A person moves to another commune: the file follows, and is the new commune's from then on."""

from odoo import api, models

from odoo.addons.parcours_socle.jour import aujourdhui


class DossierDemenagement(models.AbstractModel):
    _name = "parcours.dossier.demenagement"
    _description = "Pathway file: the move to another commune"

    @api.model
    def _demenager(self, deplaces):
        """Do what follows from a move between communes that a reading just wrote on files: the event, the tasks, the
        followers; the new commune is called to the open ones.

        :param dict deplaces: file -> id of the commune that had it
        """
        partis = self.browse().union(*deplaces)
        partis._liberer_taches()
        self._noter_demenagements(deplaces)
        for commune, lot in partis.grouped("company_id").items():
            for suivis in (lot, lot.exemption_ids):
                self._desabonner_hors_de(commune, suivis)
        if demenages := partis.filtered(lambda dossier: dossier.phase == "dossier"):
            # who moved twice is acknowledged by the last commune only
            self.env["mail.activity"]._retirer(demenages, "parcours_accueil.activite_commune")
            demenages._prevenir(
                "parcours_accueil.activite_commune",
                lambda env: env._("Move: acknowledge the file"),
                lambda env, dossier: env._("This person moved to your commune. The file follows, its terms go on."),
            )

    @api.model
    def _noter_demenagements(self, deplaces):
        """Record the moves of files that a reading just moved, on the day that the register gives, or today.

        :param dict deplaces: file -> id of the commune that had it
        """
        jour = aujourdhui()
        self.env["parcours.evenement"].create(
            [
                {
                    "dossier_id": dossier.id,
                    "type": "demenagement",
                    "date_effective": min(dossier._jour_origine("jour_commune") or jour, jour),
                    "depuis_company_id": depuis,
                    "vers_company_id": dossier.company_id.id,
                }
                for dossier, depuis in deplaces.items()
            ]
        )

    def _liberer_taches(self):
        """Take the tasks of files that moved from the agents of the former commune, who no longer see them: they are
        for the new commune, nobody in particular."""
        # sudo comes from the caller, the register's door
        taches = self.env["mail.activity"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids), ("user_id", "!=", False)]
        )
        communes = {dossier.id: dossier.company_id for dossier in self}
        taches.filtered(
            lambda tache: (
                tache.user_id.has_group("parcours_accueil.group_agent")
                and communes[tache.res_id] not in tache.user_id.company_ids
            )
        ).with_context(mail_activity_quick_update=True).user_id = False

    @staticmethod
    def _desabonner_hors_de(commune, suivis):
        """Unsubscribe the agents of other communes from these records: a follower is sent, and may read, every message
        to come."""
        partants = suivis.message_partner_ids.filtered(
            lambda partenaire: (
                partenaire.user_ids
                and not any(commune in u.company_ids or not u.company_id.nis_code for u in partenaire.user_ids)
            )
        )
        if partants:
            suivis.message_unsubscribe(partants.ids)
