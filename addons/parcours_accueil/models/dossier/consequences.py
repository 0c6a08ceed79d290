# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What is pending in a file, said before anything changes its course: a new outcome is never applied blindly."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.jour import aujourdhui

from ..vocabulaire import GROUPES_REGISTRE, SANS_JOURS

_lt = LazyTranslate(__name__)

EFFETS = {
    "oblige": _lt("Applying it makes the person obliged again: the legal terms run, and sanctions can follow."),
    "exempte": _lt("Applying it closes the file: the person is exempted."),
    "hors_public": _lt("Applying it closes the file: the person is outside the target group."),
    "a_examiner": _lt("It cannot be applied yet: a fact or a document is missing. Complete it first."),
}


class DossierConsequences(models.AbstractModel):
    _name = "parcours.dossier.consequences"
    _description = "Pathway file: what is pending"

    consequences_html = fields.Html(
        "What the new outcome changes",
        compute="_compute_consequences_html",
        sanitize=False,
        groups=GROUPES_REGISTRE,
    )

    @api.depends("issue_a_appliquer", "resultat", "date_echeance", "evenement_ids", "inscription_ids")
    @api.depends_context("lang")
    def _compute_consequences_html(self):
        signales = self._origin.filtered("issue_a_appliquer")
        suites = signales._consequences_issue()
        libelles = dict(self._fields["resultat"]._description_selection(self.env))
        for dossier in self:
            if dossier._origin.id not in suites:
                dossier.consequences_html = False
                continue
            dossier.consequences_html = Markup("<p><strong>%s</strong> %s</p>%s") % (
                self.env._("New outcome: %s.", libelles.get(dossier.resultat)),
                self.env._(EFFETS[dossier.resultat]) if dossier.resultat else "",
                dossier._liste_consequences(suites[dossier._origin.id]),
            )

    def _consequences_issue(self):
        """Return ``{file id: [sentence, …]}``: letters, terms, enrolments… that a change of course would touch.

        In the language of the environment; a few queries for all files of self. The next floor adds what it knows.
        """
        evenements = self._evenements_valides()
        # sudo: what is pending is said to whoever works on the file; its access was checked on the file itself
        inscriptions = self.env["parcours.inscription"].sudo()
        inscrits = inscriptions.search([("dossier_id", "in", self.ids)], order="date_debut, id").grouped("dossier_id")
        suspensions = self.env["parcours.suspension"].sudo()  # sudo: as above; the ground is not said
        domaine = [("dossier_id", "in", self.ids), ("state", "not in", SANS_JOURS), ("date_fin", ">=", aujourdhui())]
        suspendus = suspensions.search(domaine, order="date_debut").grouped("dossier_id")
        return {
            dossier.id: [
                *dossier._phrases_evenements(evenements.get(dossier.id, ())),
                *dossier._phrase_echeance(),
                *dossier._phrases_suspensions(suspendus.get(dossier, suspensions)),
                *dossier._phrases_inscriptions(inscrits.get(dossier, inscriptions)),
            ]
            for dossier in self
        }

    def _phrases_evenements(self, evenements):
        etapes, libelles = self.env["parcours.evenement"]._tables().etapes, self.env["parcours.evenement"]._libelles()
        phrases = {code: self.env._(libelles[code].pendante) for code, etape in etapes.items() if etape.pendante}
        return [
            phrases[evenement.type] % format_date(self.env, evenement.date_effective)
            for evenement in evenements
            if evenement.type in phrases
        ]

    def _phrase_echeance(self):
        if not self.date_echeance:
            return []
        jour = format_date(self.env, self.date_echeance)
        terme = dict(self._fields["echeance_type"]._description_selection(self.env))[self.echeance_type]
        if self.date_echeance < aujourdhui():
            return [self.env._("Term past since %(date)s: %(term)s.", date=jour, term=terme)]
        return [self.env._("Term running until %(date)s: %(term)s.", date=jour, term=terme)]

    def _phrases_suspensions(self, suspensions):
        return [
            self.env._(
                "Suspended from %(start)s to %(end)s.",
                start=format_date(self.env, suspension.date_debut),
                end=format_date(self.env, suspension.date_fin),
            )
            for suspension in suspensions
        ]

    def _phrases_inscriptions(self, inscriptions):
        derniere = inscriptions[-1:]
        if derniere and not derniere.date_fin:
            return [
                self.env._(
                    "Registered with %(organiser)s since %(date)s: closing the file ends this enrolment, and the "
                    "organiser reads it in its list of enrolments.",
                    organiser=derniere.organisateur_id.name,
                    date=format_date(self.env, derniere.date_debut),
                )
            ]
        if self.phase == "dossier" and derniere.motif_fin == "cloture":
            return [
                self.env._(
                    "Registered with %(organiser)s until %(date)s, when the file was closed: the person registers "
                    "again.",
                    organiser=derniere.organisateur_id.name,
                    date=format_date(self.env, derniere.date_fin),
                )
            ]
        return []

    def _liste_consequences(self, phrases):
        """Return those sentences as HTML, or the one that says that there is none."""
        if not phrases:
            return Markup("<p>%s</p>") % self.env._("Nothing is pending: no letter, no term, no enrolment.")
        return Markup("<p>%s</p><ul>%s</ul>") % (
            self.env._("Pending in this file:"),
            Markup("").join(Markup("<li>%s</li>") % phrase for phrase in phrases),
        )

    def _prevenir(self, genre, resume, note, suites=False):
        """Put a task on each file, for its agent when there is one, in the agent's language.

        :param str genre: xml id of the type of the task
        :param resume: ``f(env) -> summary``
        :param note: ``f(env, file) -> text``
        :param bool suites: list under the text what is pending in the file
        """
        pendantes = {}

        def texte(env, dossier):
            corps = Markup("<p>%s</p>") % note(env, dossier)
            if suites:
                # one reading a language, of all the files
                if env.lang not in pendantes:
                    pendantes[env.lang] = self.with_context(lang=env.lang)._consequences_issue()
                corps += dossier._liste_consequences(pendantes[env.lang][dossier.id])
            return corps

        return self.env["mail.activity"]._donner(genre, self, lambda env, _dossier: resume(env), texte)
