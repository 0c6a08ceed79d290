# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..soap.modele import IT_PERMIS

ITS = " ".join(sorted(IT_PERMIS))

#: Reading the same page again so soon (another tab, a button that refreshes it) is the same consultation.
MEME_LECTURE = timedelta(minutes=10)


class RegistrePersonneLecture(models.Model):
    """What a user does with one person: reading the page, reading the register again, reporting a difference.

    Opening a person's page is a consultation of register data (law.md §8) and is logged here and nowhere else: the
    page is the only view that asks for the entries. Lists are not: they cost nothing more than before.
    """

    _inherit = "registre.personne"

    anomalie_ids = fields.One2many("registre.anomalie", "personne_id", string="Reported differences")
    anomalie_nombre = fields.Integer(string="Differences", compute="_compute_anomalie_nombre")

    @api.depends("anomalie_ids")
    def _compute_anomalie_nombre(self):
        groupes = self.env["registre.anomalie"]._read_group(
            [("personne_id", "in", self.ids)], ["personne_id"], ["__count"]
        )
        nombres = {personne.id: nombre for personne, nombre in groupes}
        for personne in self:
            personne.anomalie_nombre = nombres.get(personne.id, 0)

    def web_read(self, specification):
        lignes = super().web_read(specification)
        if len(self) == 1 and not self.env.su and "information_actuelle_ids" in specification:
            self._journaliser_lecture()
        return lignes

    # Odoo serves this method on a read-only connection otherwise; the log is written from it.
    web_read._readonly = False

    def _reference_dossier(self):
        """The file in which this person is handled; the floor above knows, here there is none."""
        return ""

    def _journaliser_lecture(self):
        """Log that the user reads the stored data of this person, once for some minutes."""
        # Nobody but the auditor reads the log; here it is only asked whether this very reading is in it already.
        Consultation = self.env["registre.consultation"].sudo()
        du_dossier = self.env.context.get("registre_motif") == "dossier"
        reference = self.sudo()._reference_dossier() or self.env._("No file")
        ligne = {
            "user_id": self.env.uid,
            "niss": self.niss,
            "reference": reference,
            "operation": "copie",
            "motif": "dossier" if du_dossier else "recherche",
        }
        maintenant = fields.Datetime.now()
        recente = [(champ, "=", valeur) for champ, valeur in ligne.items()]
        if Consultation.search_count([*recente, ("date", ">", maintenant - MEME_LECTURE)], limit=1):
            return
        Consultation._journaliser([Consultation._ligne_interne(maintenant, ITS) | ligne])

    def action_relire(self):
        """Button: ask why, then read the register again."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Read the register again"),
            "res_model": "registre.relecture",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_personne_id": self.id,
                # The file is not a right of its own: whoever reads the person may name it.
                "default_reference": self.sudo()._reference_dossier(),
            },
        }

    def action_signaler(self):
        """Button: report a difference between the register and reality."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report a difference"),
            "res_model": "registre.anomalie",
            "view_mode": "form",
            "context": {"default_personne_id": self.id},
        }

    def action_anomalies(self):
        """Button: the differences reported about this person."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("registre_national.registre_anomalie_action")
        return action | {
            "domain": [("personne_id", "=", self.id)],
            "context": {"default_personne_id": self.id},
        }

    def _relire(self, motif, precision, reference):
        """Read this person in the register now, store the answer and draw its conclusions, for the current user.

        Each attempt is logged whatever becomes of it.
        :raise AccessError: the user may not read this person.
        :raise UserError: the register gave no file; the reason in plain words.
        """
        self.ensure_one()
        self.check_access("read")
        # The register's data belong to no user: they are read and stored as the superuser, in the name of the user.
        service = self.env["registre.service"].sudo()._pour_relire()
        if not service:
            raise UserError(self.env._("No access to the register is set up. Ask the administrator."))
        return service._relire(self.sudo(), self.env.uid, motif, precision, reference)
