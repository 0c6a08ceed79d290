# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What becomes of who is enrolled, by organiser, for Vivalis: hours, completion, time to the first course, enrolments
without news. Figures of groups: nobody's name, and none of a group so small that somebody could be told by it."""

from datetime import timedelta
from statistics import median

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools.misc import format_duration

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.registre_national.models.consultation.lecture_tracee import PEU

from ...droit.presences import ANNULEE, ATTENDU, PRESENT, SANS_NOUVELLES, TENUE

GROUPES = "parcours_accueil.group_gestionnaire"
#: Days that the figures look back, up to today.
ANNEE = 365


class OrganisateurChiffres(models.AbstractModel):
    _name = "parcours.organisateur.chiffres"
    _description = "Organiser: figures of its courses"

    heures_dites = fields.Char(
        "Hours of courses given", compute="_compute_chiffres", groups=GROUPES, help="Of the sessions held in one year."
    )
    acheves_dits = fields.Char(
        "Completed",
        compute="_compute_chiffres",
        groups=GROUPES,
        help="Of the enrolments that ended within one year, those that ended with a completed pathway.",
    )
    premier_cours_dit = fields.Char(
        "Days to the first course",
        compute="_compute_chiffres",
        groups=GROUPES,
        help="Of the enrolments that began within one year, the median until somebody was present for the first time.",
    )
    sans_nouvelles_dites = fields.Char(
        "Enrolled without news",
        compute="_compute_chiffres",
        groups=GROUPES,
        help="Nothing was noted or recorded for as many days as the version of the law says, and the pathway is not "
        "suspended.",
    )

    @api.depends("inscription_ids.date_fin")
    @api.depends_context("lang")
    def _compute_chiffres(self):
        depuis = aujourdhui() - timedelta(days=ANNEE)
        ids = self._origin.ids
        heures, finies = self._heures(ids, depuis), self._finies(ids, depuis)
        attentes, muettes = self._jusqu_au_cours(ids, depuis), self._sans_nouvelles(ids)
        for organisateur in self:
            cle = organisateur._origin.id
            organisateur.heures_dites = format_duration(heures.get(cle, 0))
            organisateur.acheves_dits = self._dire_part(*finies.get(cle, (0, 0)))
            jours = attentes.get(cle, [])
            organisateur.premier_cours_dit = self._dire_mediane(jours)
            organisateur.sans_nouvelles_dites = self._dire_nombre(muettes.get(cle, 0))

    # ---- in words ---------------------------------------------------------------------------------------------------

    def _dire_nombre(self, nombre):
        """Return a number of people, unless so few that somebody could be told by it."""
        return self.env._("fewer than %s", PEU) if 0 < nombre < PEU else str(nombre)

    def _dire_part(self, nombre, sur):
        if not sur:
            return self.env._("nobody")
        # what is left says as much of the others
        if sur < PEU or 0 < nombre < PEU or 0 < sur - nombre < PEU:
            return self.env._("too few to be shown")
        return self.env._("%(number)s of %(all)s (%(share)s %%)", number=nombre, all=sur, share=100 * nombre // sur)

    def _dire_mediane(self, jours):
        if not jours:
            return self.env._("nobody")
        return self.env._("too few to be shown") if len(jours) < PEU else str(round(median(jours)))

    # ---- counted ----------------------------------------------------------------------------------------------------

    @api.model
    def _heures(self, ids, depuis):
        """Return ``{organiser id: hours of the sessions held since that day}``."""
        # sudo: figures of organisers, of which nothing else comes out, for the groups of the fields
        seances = self.env["parcours.seance"].sudo()
        groupes = seances._read_group(
            [("organisateur_id", "in", ids), ("state", "=", TENUE), ("jour", ">=", depuis)],
            ["organisateur_id"],
            ["heure_fin:sum", "heure_debut:sum"],
        )
        return {organisateur.id: fins - debuts for organisateur, fins, debuts in groupes}

    @api.model
    def _finies(self, ids, depuis):
        """Return ``{organiser id: (completed, ended)}`` of the enrolments that ended since that day."""
        # sudo: as above
        groupes = (
            self.env["parcours.inscription"]
            .sudo()
            ._read_group(
                [("organisateur_id", "in", ids), ("date_fin", ">=", depuis)],
                ["organisateur_id", "motif_fin"],
                ["__count"],
            )
        )
        finies = {}
        for organisateur, motif, nombre in groupes:
            acheves, toutes = finies.get(organisateur.id, (0, 0))
            finies[organisateur.id] = (acheves + nombre * (motif == "acheve"), toutes + nombre)
        return finies

    @api.model
    def _jusqu_au_cours(self, ids, depuis):
        """Return ``{organiser id: [days until the first course]}`` of the enrolments that began since that day."""
        # sudo: as above
        inscriptions = (
            self.env["parcours.inscription"]
            .sudo()
            .search_fetch(
                [("organisateur_id", "in", ids), ("date_debut", ">=", depuis)],
                ["organisateur_id", "dossier_id", "date_debut"],
            )
        )
        groupes = (
            self.env["parcours.presence"]
            .sudo()
            ._read_group(
                [
                    ("dossier_id", "in", inscriptions.dossier_id.ids),
                    ("etat", "=", PRESENT),
                    ("remplacee_le", "=", False),
                    ("seance_etat", "!=", ANNULEE),
                ],
                ["dossier_id", "seance_id.organisateur_id"],
                ["jour:min"],
            )
        )
        premiers = {(dossier.id, organisateur.id): jour for dossier, organisateur, jour in groupes}
        jours = {}
        for une in inscriptions:
            premier = premiers.get((une.dossier_id.id, une.organisateur_id.id))
            # who came back to the same organiser followed before that enrolment
            if premier and premier >= une.date_debut:
                jours.setdefault(une.organisateur_id.id, []).append((premier - une.date_debut).days)
        return jours

    @api.model
    def _sans_nouvelles(self, ids):
        """Return ``{organiser id: enrolments without news}``; after how many days, the version of each file says."""
        muettes = {}
        # sudo: numbers of enrolments, as above
        inscriptions = self.env["parcours.inscription"].sudo()
        for domaine in self._domaines_sans_nouvelles():
            groupes = inscriptions._read_group(
                Domain("organisateur_id", "in", ids) & domaine, ["organisateur_id"], ["__count"]
            )
            for organisateur, compte in groupes:
                muettes[organisateur.id] = muettes.get(organisateur.id, 0) + compte
        return muettes

    def action_sans_nouvelles(self):
        """Open the enrolments of this organiser of which nothing was heard, to ask what becomes of these people: a list
        as any other, for who may see the files, logged as any other.

        :raise AccessError: for anybody but Vivalis
        """
        self.ensure_one()
        if not self.env.user.has_groups(GROUPES):
            raise AccessError(self.env._("Only Vivalis opens this list. Nothing was opened."))
        muettes = Domain.OR(self._domaines_sans_nouvelles())
        inscriptions = self.env["parcours.inscription"].search(Domain("organisateur_id", "=", self.id) & muettes)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Enrolled without news: %s", self.name),
            "res_model": "parcours.inscription",
            "view_mode": "list",
            "views": [(False, "list")],
            "domain": [("id", "in", inscriptions.ids)],
        }

    @api.model
    def _domaines_sans_nouvelles(self):
        """Return the domain of :meth:`_domaine_sans_nouvelles` for each version of the law that says how many days."""
        # sudo: the law is the same for everybody
        versions = self.env["parcours.reglement"].sudo().search([("state", "=", "publie")])
        nombres = ((version, version._nombre(SANS_NOUVELLES)) for version in versions)
        return [self._domaine_sans_nouvelles(version, nombre) for version, nombre in nombres if nombre]

    @api.model
    def _domaine_sans_nouvelles(self, version, nombre):
        """Return the domain of the enrolments that go on, under that version, of which nothing was heard for so many
        days."""
        limite = aujourdhui() - timedelta(days=nombre)
        recent = [("jour", ">=", limite)]
        return Domain(
            [
                ("date_fin", "=", False),
                ("date_debut", "<", limite),
                ("dossier_id.phase", "=", "dossier"),
                ("dossier_id.reglement_id", "=", version.id),
                ("dossier_id.etape_organisateur", "!=", "suspendu"),
                ("dossier_id.presence_ids", "not any", [*recent, ("etat", "!=", ATTENDU)]),
                ("dossier_id.niveau_ids", "not any", recent),
                ("dossier_id.dispense_ids", "not any", recent),
                ("dossier_id.suivi_ids", "not any", ["|", ("bilan_le", ">=", limite), ("entretien_le", ">=", limite)]),
            ]
        )
