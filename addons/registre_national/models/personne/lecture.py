# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...soap.modele import IT_PERMIS

ITS = " ".join(sorted(IT_PERMIS))

#: Information types that a column shows. The columns that are not here help to find a person and say nothing more:
#: number, names, birth date, sex, commune, and what we do ourselves (readings, subscription).
ITS_COLONNES = {
    "information_ids": IT_PERMIS,
    "information_actuelle_ids": IT_PERMIS,
    "information_ancienne_ids": IT_PERMIS,
    "nationalite_code": {"031", "032"},
    "nationalite": {"031", "032"},
    "registre_code": {"210"},
    "registre": {"210"},
    "situation": {"001"},
    "situation_libelle": {"001"},
    "carte_code": {"195"},
    "carte": {"195"},
    "carte_expiration": {"195"},
    "carte_expiration_texte": {"195"},
    "expiration": {"195"},
    "motif_code": {"202"},
    "motif": {"202"},
    "date_deces": {"150"},
    "date_deces_texte": {"150"},
    "deces": {"150"},
    "adresse_registre": {"020"},
    "adresse": {"020"},
    "adresse_non_communicable": {"252"},
}
#: Those of the columns that identify the person, for an export.
ITS_IDENTITE = frozenset({"000", "001", "010"})


class RegistrePersonneLecture(models.AbstractModel):
    """What a user does with one person: reading the page, reading the register again, reporting a difference.

    Reading more of people than what it takes to find them is a consultation of register data (loi.md §8) and is logged,
    an entry a person (see `lecture.tracee`). The list of people shows nothing more, so it costs nothing more.
    """

    _name = "registre.personne.lecture"
    _inherit = "lecture.tracee"
    _description = "Person: what is read of them, and logged"

    _montre = {"": ITS_COLONNES}
    _identifie = ITS_IDENTITE
    _personnels = frozenset(
        {"id", "display_name", "niss", "name", "nom", "prenom", "naissance_texte", "naissance_min", "naissance_max"}
    )

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

    def _reference_dossier(self):
        """The file in which this person is handled, "" when there is none."""
        return self._references_dossiers().get(self.id, "")

    def _references_dossiers(self):
        """Return {person id: reference of the file}: the floor above knows, here there is none."""
        return {}

    def _de_qui(self):
        references, sans_dossier = self._references_dossiers(), self.env._("No file")
        return {personne.id: (personne.niss, references.get(personne.id) or sans_dossier) for personne in self}

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
        service = self.env["registre.service"]._pour_consulter()
        # sudo: the register's data belong to no user; the answer is written on this very person, whom the user was just
        # found to read, and on nobody else.
        return service._relire(self.sudo(), self.env.uid, motif, precision, reference)

    def _relire_ensemble(self, motif, precision, references):
        """Read these people in the register now, side by side, as `_relire` reads one.

        :param references: ``{person id: reference of the file}``
        :rtype: registre_national.models.service.relecture.Ensemble
        :raise AccessError: the user may not read one of them
        """
        self.check_access("read")
        services = self.env["registre.service"]
        # sudo: the answers are written on these people and on nobody else.
        personnes = self.sudo()
        try:
            service = services._pour_consulter()
        except UserError as erreur:
            return services._sans_reponse(personnes, str(erreur))
        return service._relire_ensemble(personnes, self.env.uid, motif, precision, references)
