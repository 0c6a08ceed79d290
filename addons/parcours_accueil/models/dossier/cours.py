# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What somebody followed of the courses, and what is missing for a complete pathway (droit/presences.py)."""

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import format_duration
from odoo.tools.translate import LazyTranslate

from ...droit.presences import (
    BILAN_LANGUE,
    BILAN_SOCIAL,
    ENTRETIEN,
    HEURES,
    HEURES_INCONNUES,
    NIVEAU,
    Acquis,
    minutes_suivies,
    part,
    reste,
    taux,
)
from ..vocabulaire import GROUPES_IDENTITE

_lt = LazyTranslate(__name__)

MOTS = {
    BILAN_SOCIAL: _lt("the social assessment"),
    BILAN_LANGUE: _lt("the language assessment"),
    NIVEAU: _lt("%(module)s: A2, oral and written"),
    HEURES: _lt("%(module)s: %(hours)s h"),
    HEURES_INCONNUES: _lt("%(module)s: its hours are not in this version of the law"),
    ENTRETIEN: _lt("the final interview"),
}


class DossierCours(models.AbstractModel):
    _name = "parcours.dossier.cours"
    _description = "Pathway file: its courses"

    presence_ids = fields.One2many(
        "parcours.presence",
        "dossier_id",
        "Sessions",
        readonly=True,
        domain=[("remplacee_le", "=", False)],
        groups=GROUPES_IDENTITE,
    )
    suivi_ids = fields.One2many("parcours.suivi", "dossier_id", "Follow-up", readonly=True, groups=GROUPES_IDENTITE)
    niveau_ids = fields.One2many(
        "parcours.niveau", "dossier_id", "Language assessments", readonly=True, groups=GROUPES_IDENTITE
    )
    dispense_ids = fields.One2many(
        "parcours.dispense", "dossier_id", "Dispenses", readonly=True, groups=GROUPES_IDENTITE
    )
    assiduite_ids = fields.One2many(
        "parcours.assiduite", "dossier_id", "Attendance", readonly=True, groups=GROUPES_IDENTITE
    )
    decrochage_ids = fields.One2many(
        "parcours.decrochage", "dossier_id", "Dropped out", readonly=True, groups=GROUPES_IDENTITE
    )
    cours_suivis = fields.Char("Followed", compute="_compute_cours", groups=GROUPES_IDENTITE)
    assiduite_dite = fields.Char(
        "Attendance", compute="_compute_assiduite_dite", groups=GROUPES_IDENTITE, help="As the last night counted it."
    )
    decrochage_dit = fields.Char(
        compute="_compute_decrochage_dit", groups=GROUPES_IDENTITE, export_string_translation=False
    )
    cours_manquent = fields.Char("Still missing", compute="_compute_cours", groups=GROUPES_IDENTITE)

    @api.depends(
        "presence_ids",
        "suivi_ids.bilan_fait",
        "suivi_ids.entretien_le",
        "niveau_ids.annulee_le",
        "dispense_ids.annulee_le",
        "inscription_ids.langue",
    )
    @api.depends_context("lang")
    def _compute_cours(self):
        modules = self.env["parcours.module"].search([("active", "=", True)])
        noms = {module.id: module.name for module in modules}
        # sudo: what counts of a file that the reader may read
        presences = self.sudo().presence_ids._lues()
        for dossier in self:
            lues = presences.get(dossier.id, [])
            compte = taux(lues)
            minutes = minutes_suivies(lues)
            suivis = [f"{noms[m.id]}: {format_duration(minutes[m.id] / 60)} h" for m in modules if m.id in minutes]
            if compte is not None:
                suivis.append(self.env._("%s %% of what was given", compte))
            dossier.cours_suivis = " · ".join(suivis)
            dossier.cours_manquent = " · ".join(self._mot_manque(m, noms) for m in dossier._reste(modules, lues))

    def _reste(self, modules, presences, jour=None):
        """Return what is missing for a complete pathway (`droit.presences.reste`).

        :param modules: the modules that there are
        :param presences: what was noted of the sessions (`droit.presences.Presence`)
        :param jour: the day of which it is said; today when empty
        """
        # sudo: what counts of a file that the reader may read, and the version of the law, the same for everybody
        tout = self.sudo()
        acquis = Acquis(
            tuple(presences),
            tuple((dispense.module_id.id, dispense.jour) for dispense in tout.dispense_ids._comptees()),
            tuple(tout.niveau_ids._comptes()),
            tuple(tout.suivi_ids.filtered("bilan_fait").mapped("bilan_le")),
            tuple(tout.suivi_ids.filtered("entretien_le").mapped("entretien_le")),
        )
        return reste(modules._de_la_version(tout.reglement_id), acquis, tout._langue_suivie(), jour)

    def _manque_au(self, jour):
        """Return in the reader's words what was missing for a complete pathway on a day, "" when nothing was."""
        self.ensure_one()
        modules = self.env["parcours.module"].search([("active", "=", True)])
        presences = self.presence_ids._lues().get(self.id, ())
        noms = {module.id: module.name for module in modules}
        return " · ".join(self._mot_manque(manque, noms) for manque in self._reste(modules, presences, jour))

    @api.depends("assiduite_ids")
    def _compute_assiduite_dite(self):
        for dossier in self:
            lignes = dossier.assiduite_ids
            compte = part(sum(lignes.mapped("minutes_suivies")), sum(lignes.mapped("minutes_donnees")))
            dossier.assiduite_dite = False if compte is None else f"{compte} %"

    @api.depends("decrochage_ids.state")
    @api.depends_context("lang")
    def _compute_decrochage_dit(self):
        for dossier in self:
            ouvert = dossier.decrochage_ids.filtered(lambda un: un.state == "ouvert")[:1]
            dossier.decrochage_dit = bool(ouvert) and self.env._(
                "Does not come any more: %(number)s absences without justification in a row, since %(day)s.",
                number=ouvert.absences,
                day=format_date(self.env, ouvert.depuis),
            )

    def _langue_suivie(self):
        """Return the language in which this person follows, or followed last; None when nobody recorded it and the
        organiser offers two."""
        derniere = self.inscription_ids.sorted(lambda une: (not une.date_fin, une.date_debut, une.id))[-1:]
        offertes = derniere.organisateur_id._langues() if derniere else []
        return derniere.langue or (offertes[0] if len(offertes) == 1 else None)

    def _mot_manque(self, manque, noms):
        """Return one thing that is missing in the reader's words."""
        phrase = self.env._(MOTS[manque.quoi])
        return phrase % {"module": noms.get(manque.module), "hours": format_duration(manque.minutes / 60)}

    def _fenetre_cours(self, modele, titre):
        """Return the window that records something of the courses of this file."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": titre,
            "res_model": modele,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_dossier_id": self.id},
        }

    def action_suivi(self):
        """Open the follow-up that the user's organiser keeps of this person, or begin it."""
        fenetre = self._fenetre_cours("parcours.suivi", self.env._("Social assessment and follow-up"))
        sien = self.suivi_ids.filtered(lambda suivi: suivi.organisateur_id == self.env.user.organisateur_id)[:1]
        return fenetre | {"res_id": sien.id} if sien else fenetre

    def action_niveau(self):
        """Open the window of a language assessment."""
        return self._fenetre_cours("parcours.niveau", self.env._("Language assessment"))

    def action_attendre(self):
        """Open the window that puts this person on the list of a module of the user's organiser."""
        fenetre = self._fenetre_cours("parcours.attente", self.env._("Waiting list of a module"))
        vue = self.env.ref("parcours_accueil.parcours_attente_view_form_module")
        defauts = {
            "default_organisateur_id": self.env.user.organisateur_id.id,
            "default_module": "langue",
            "default_langue": self._langue_suivie(),
        }
        return fenetre | {"views": [(vue.id, "form")], "context": fenetre["context"] | defauts}

    def action_dispense(self):
        """Open the window of a dispense."""
        return self._fenetre_cours("parcours.dispense", self.env._("Dispense of a module"))
