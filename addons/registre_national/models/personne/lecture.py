# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle.jour import maintenant

from ...soap.modele import IT_PERMIS

ITS = " ".join(sorted(IT_PERMIS))

#: Information types that a column shows. The columns that are not here help to find a person and say nothing more:
#: number, names, birth date, sex, commune, and what we do ourselves (readings, subscription).
ITS_COLONNES = {
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

#: Reading the same page again so soon (another tab, a button that refreshes it) is the same consultation.
MEME_LECTURE = timedelta(minutes=10)
#: Key of what was logged in this transaction, in its cache.
LECTURES = "registre_lectures"


class RegistrePersonneLecture(models.AbstractModel):
    """What a user does with one person: reading the page, reading the register again, reporting a difference.

    Reading more of people than what it takes to find them is a consultation of register data (loi.md §8) and is logged,
    an entry a person (see `lecture.tracee`). The list of people shows nothing more, so it costs nothing more.
    """

    _name = "registre.personne.lecture"
    _inherit = "lecture.tracee"
    _description = "Person: what is read of them, and logged"

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

    def _its_lus(self, champs, export=False):
        its = frozenset(ITS_IDENTITE if export else ()).union(*(ITS_COLONNES.get(champ, ()) for champ in champs))
        return dict.fromkeys(self.ids, its) if its else {}

    def web_read(self, specification):
        if len(self) == 1 and not self.env.su and "information_actuelle_ids" in specification:
            # The page: one entry for all it shows, instead of one for the columns and one for each list in it.
            self.check_access("read")
            self._journaliser_lecture({self.id: IT_PERMIS})
        return super().web_read(specification)

    # Odoo serves this method on a read-only connection otherwise; the log is written from it.
    web_read._readonly = False

    def _reference_dossier(self):
        """The file in which this person is handled, "" when there is none."""
        return self._references_dossiers().get(self.id, "")

    def _references_dossiers(self):
        """Return {person id: reference of the file}: the floor above knows, here there is none."""
        return {}

    @api.model
    @api.private
    def _journaliser_lecture(self, lus, operation="copie"):
        """Log that the user reads stored data, one entry a person; the same person's once for some minutes.

        A few queries for any number of people.
        :param lus: {person id: information types read}.
        :param operation: "copie" or "export"; each export is logged.
        """
        # Nobody but the auditor reads the log; here it is only asked whether these very readings are in it already.
        Consultation = self.env["registre.consultation"].sudo()
        motif = "dossier" if self.env.context.get("registre_motif") == "dossier" else "recherche"
        instant, sans_dossier = maintenant(), self.env._("No file")
        # sudo: the file of a person is named whether or not the user may open it.
        personnes = self.sudo().browse(lus)
        references = personnes._references_dossiers()
        deja = {}
        if operation == "copie":
            deja = personnes._lectures_recentes(Consultation, self.env.uid, motif, instant - MEME_LECTURE)
        lignes = []
        for personne in personnes:
            cle = (personne.niss, references.get(personne.id) or sans_dossier)
            if not lus[personne.id] <= deja.get(cle, frozenset()):
                lignes.append(
                    {
                        "user_id": self.env.uid,
                        "niss": cle[0],
                        "its": " ".join(sorted(lus[personne.id])),
                        "reference": cle[1],
                        "operation": operation,
                        "motif": motif,
                    }
                )
        if lignes:
            commun = Consultation._ligne_interne(instant, ITS)
            Consultation._journaliser([commun | ligne for ligne in lignes])
            if operation == "copie":
                self._retenir_lectures(motif, instant, lignes)

    def _lectures_recentes(self, Consultation, uid, motif, depuis):
        """Return {(number, file): information types} that this user read of these people since that moment."""
        domaine = [("user_id", "=", uid), ("operation", "=", "copie"), ("motif", "=", motif), ("date", ">", depuis)]
        deja = {}
        for entree in Consultation.search_fetch(
            [*domaine, ("niss", "in", self.mapped("niss"))], ["niss", "reference", "its"]
        ):
            cle = (entree.niss, entree.reference)
            deja[cle] = deja.get(cle, frozenset()) | frozenset(entree.its.split())
        # What this very transaction logged was committed by another one, which it cannot see.
        for (lecteur, pourquoi, *cle), (its, moment) in self.env.cr.cache.get(LECTURES, {}).items():
            if (lecteur, pourquoi) == (uid, motif) and moment > depuis:
                deja[tuple(cle)] = deja.get(tuple(cle), frozenset()) | its
        return deja

    def _retenir_lectures(self, motif, moment, lignes):
        retenues = self.env.cr.cache.setdefault(LECTURES, {})
        for ligne in lignes:
            cle = (self.env.uid, motif, ligne["niss"], ligne["reference"])
            its, _moment = retenues.get(cle, (frozenset(), None))
            retenues[cle] = (its | frozenset(ligne["its"].split()), moment)

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
        service = self.env["registre.service"].sudo()._remplis()[:1]
        if not service:
            raise UserError(self.env._("No access to the register is set up. Ask the administrator."))
        # sudo: the answer is written on this very person, whom the user was just found to read, and on nobody else.
        return service._relire(self.sudo(), self.env.uid, motif, precision, reference)
