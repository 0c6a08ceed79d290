# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who has a record open now, told to the others who have it open: pushed by the bus, never polled."""

from datetime import timedelta

from odoo import api, fields, models

from ..jour import maintenant

#: A page left open longer says nothing any more.
OUBLI = timedelta(hours=12)
#: Type of the message on the bus.
MESSAGE = "parcours_socle.presence"


class PresenceFiche(models.Model):
    """One user who has one record open since a moment. Written by `presence.partagee` only.

    A page that goes says so, closed browsers too; what a crash leaves behind counts until `OUBLI`.
    """

    _name = "presence.fiche"
    _description = "Record open at somebody's"
    _order = "depuis, id"
    _rec_name = "user_id"
    _log_access = False

    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Integer("Record", required=True, readonly=True)
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade", index=True)
    depuis = fields.Datetime("Open since", required=True, readonly=True, default=maintenant)

    _une_par_personne = models.UniqueIndex("(res_model, res_id, user_id)")

    @api.model
    def _presents(self, record):
        """Return who has that record open and may still read it."""
        presents = self.search(
            [("res_model", "=", record._name), ("res_id", "=", record.id), ("depuis", ">", maintenant() - OUBLI)]
        )
        return presents.filtered(lambda presence: record._lisible_par(presence.user_id))

    @api.autovacuum
    def _gc_presences(self):
        self.search([("depuis", "<", maintenant() - OUBLI)]).unlink()


class PresencePartagee(models.AbstractModel):
    """A record of which the form says who else has it open (`presence_ouvrir`, `presence_fermer`)."""

    _name = "presence.partagee"
    _description = "Record that says where else it is open"

    def _lisible_par(self, user):
        """Whether somebody may read this record, in their own communes: those of who asks need not be theirs."""
        return self.with_user(user).with_context(allowed_company_ids=user.company_ids.ids).has_access("read")

    def presence_ouvrir(self):
        """Say that the user has this record open, to the others who have it open too.

        :return: those others, ``[{"nom", "depuis"}]``; the moment in UTC
        :raise AccessError: the user may not read the record
        """
        self.ensure_one()
        self.check_access("read")
        # no rule of who reads every record says that there is one
        if not self.exists():
            return []
        # sudo: whoever may read the record may say that they read it, and be told the names of colleagues who do
        fiches = self.env["presence.fiche"].sudo()
        cle = {"res_model": self._name, "res_id": self.id, "user_id": self.env.uid}
        if not fiches.search_count([(nom, "=", valeur) for nom, valeur in cle.items()], limit=1):
            fiches.create(cle)
        else:
            fiches.search([(nom, "=", valeur) for nom, valeur in cle.items()]).depuis = maintenant()
        return self._dire_presences().get(self.env.uid, [])

    def presence_fermer(self):
        """Say that the user does not have this record open any more."""
        self.ensure_one()
        # sudo: one's own presence only, whether or not the record may still be read
        fiches = self.env["presence.fiche"].sudo()
        fiches.search(
            [("res_model", "=", self._name), ("res_id", "=", self.id), ("user_id", "=", self.env.uid)]
        ).unlink()
        self._dire_presences()
        return True

    def _dire_presences(self):
        """Tell each person who has this record open which others have; return what was told, ``{user id: others}``."""
        # sudo: who has it open is told to those who have it open and may read it, which is asked of each of them
        presents = self.env["presence.fiche"].sudo()._presents(self.sudo())
        dits = {}
        for presence in presents:
            autres = [
                {"nom": autre.user_id.name, "depuis": fields.Datetime.to_string(autre.depuis)}
                for autre in presents - presence
            ]
            dits[presence.user_id.id] = autres
            if presence.user_id != self.env.user:
                presence.user_id._bus_send(MESSAGE, {"modele": self._name, "id": self.id, "autres": autres})
        return dits
