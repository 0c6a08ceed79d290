# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...droit.courriers import CONVENTION
from ...droit.delais import periodes_fermees
from ...droit.etapes import inscriptions
from ..vocabulaire import LANGUES_PARCOURS
from .parcours_convention import ETATS

#: Why an enrolment ended. Why the file was closed is not said to organisers: it may be a fact of the register.
FINS = [("changement", "Changed organiser"), ("acheve", "Pathway completed"), ("cloture", "File closed")]
#: What follows from the events besides whose it is, with whom and from when.
SUITE = ("date_fin", "motif_fin", "langue")


class ParcoursInscription(models.Model):
    """One enrolment of a person with an organiser: what registration, change and closure give, never typed."""

    _name = "parcours.inscription"
    _description = "Enrolment with an organiser"
    _inherit = ["lecture.tracee", "liste.ordonnable", "nom.reserve"]
    # leads to a person, and shows nothing of what the register says
    _montre = {"dossier_id": {}}
    _motif_lecture = "dossier"
    _liste_fiches = ("dossier_id",)
    _order = "date_debut desc, id desc"
    _rec_name = "organisateur_id"

    dossier_id = fields.Many2one("parcours.dossier", "File", required=True, ondelete="cascade", index=True)
    organisateur_id = fields.Many2one(
        "parcours.organisateur", "Organiser", required=True, ondelete="restrict", index=True
    )
    date_debut = fields.Date("Registered on", required=True)
    date_fin = fields.Date("Until", help="Empty: still registered.")
    langue = fields.Selection(LANGUES_PARCOURS, "Followed in", help="Empty: nobody recorded it.")
    motif_fin = fields.Selection(FINS, "Ended because", help="Another organiser, or the file was closed.")
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    commune_mention = fields.Char(related="dossier_id.commune_mention")
    convention_avant = fields.Date(
        "Agreement before",
        compute="_compute_convention_avant",
        compute_sudo=True,
        store=True,
        help="The welcome agreement is to be signed by then; empty: it was, or nobody is registered any more.",
    )
    convention_etat = fields.Selection(
        [*ETATS, ("aucune", "To be signed")], "Welcome agreement", compute="_compute_convention_etat"
    )
    a_signer = fields.Boolean(compute="_compute_convention_etat", export_string_translation=False)

    _une_ouverte = models.UniqueIndex(
        "(dossier_id) WHERE date_fin IS NULL",
        "This person is already registered with an organiser: end that enrolment first.",
    )
    _dates_ordonnees = models.Constraint(
        "CHECK(date_fin IS NULL OR date_fin >= date_debut)",
        "An enrolment cannot end before it begins.",
    )

    _a_signer_idx = models.Index("(organisateur_id, convention_avant, id) WHERE convention_avant IS NOT NULL")

    @api.depends("date_debut", "date_fin", "dossier_id.convention_ids.state", "dossier_id.reglement_id")
    def _compute_convention_avant(self):
        conventions = self.env["parcours.convention"]._siennes(self._origin)
        for inscription in self:
            version = inscription.dossier_id.reglement_id
            tenue = conventions.get(inscription._origin, self.env["parcours.convention"])._tenue()
            ligne = version._lignes().get(CONVENTION) if version else None
            attendue = ligne and inscription.date_debut and not inscription.date_fin and not tenue
            inscription.convention_avant = attendue and inscription.date_debut + timedelta(days=ligne.nombre)

    @api.depends("date_fin", "dossier_id.convention_ids.state")
    @api.depends_context("uid")
    def _compute_convention_etat(self):
        # sudo: whether an agreement of that enrolment was signed, for who reads the enrolment
        toutes = self.sudo()
        conventions = self.env["parcours.convention"].sudo()._siennes(toutes)
        for inscription, complete in zip(self, toutes, strict=True):
            siennes = conventions[complete]
            inscription.convention_etat = (siennes._tenue() or siennes[:1]).state or "aucune"
            inscription.a_signer = not complete.date_fin and complete._est_signataire()

    # ---- the welcome agreement --------------------------------------------------------------------------------------

    def _est_signataire(self):
        """Whether the user signs agreements with the people of this enrolment."""
        ici = self.organisateur_id == self.env.user.organisateur_id
        return ici and self.env["registre.recherche"]._peut_inscrire()

    def _verifier_signataire(self):
        """The organiser of an enrolment signs with the person, and nobody else.

        :raise AccessError: for anybody else
        """
        self.check_access("read")
        if not self._est_signataire():
            raise AccessError(
                self.env._(
                    "Only the organiser with whom the person is registered signs the agreement. Nothing was saved."
                )
            )

    def action_convention(self):
        """Open the window in which the person signs the welcome agreement."""
        self.ensure_one()
        self._verifier_signataire()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Welcome agreement"),
            "res_model": "parcours.convention.fenetre",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_inscription_id": self.id},
        }

    # ---- what the events give ---------------------------------------------------------------------------------------

    @api.model
    def _suivre_cours(self, dossiers):
        """End the enrolments of files that were closed, or give back those of a closure that never was; most files have
        none, and nobody waits in them."""
        inscrits = self.search([("dossier_id", "in", dossiers.ids)]).dossier_id
        attendent = self.env["parcours.attente"].search([("dossier_id", "in", dossiers.ids)]).dossier_id
        if suivis := inscrits | attendent:
            self._actualiser(suivis)

    @api.model
    def _actualiser(self, dossiers):
        """Make the enrolments of those files, and what they wait for, what their events give: a few queries, only
        differences are written. An enrolment that begins on the same day with the same organiser stays the same
        record."""
        evenements = dossiers._faits()
        self._inscrire(dossiers, evenements)
        self.env["parcours.attente"]._actualiser(dossiers, evenements)

    def _inscrire(self, dossiers, evenements):
        """Make enrolments what those events give.

        :param evenements: ``{file id: [droit.etapes.Evenement]}``
        """
        nouvelles, restent = [], self.browse()
        connues = self.search([("dossier_id", "in", dossiers.ids)]).grouped("dossier_id")
        a_ecrire = {}
        for dossier in dossiers:
            libres = list(connues.get(dossier, ()))
            faits = evenements.get(dossier.id, ())
            for voulue in inscriptions(faits, periodes_fermees(faits)):
                suite = voulue.fin or False, voulue.motif or False, voulue.langue or False
                meme = (voulue.organisateur, voulue.debut)
                connue = next((i for i in libres if (i.organisateur_id.id, i.date_debut) == meme), None)
                if not connue:
                    nouvelles.append(
                        {
                            "dossier_id": dossier.id,
                            "organisateur_id": voulue.organisateur,
                            "date_debut": voulue.debut,
                            **dict(zip(SUITE, suite, strict=True)),
                        }
                    )
                    continue
                libres.remove(connue)
                restent |= connue
                if tuple(connue[nom] for nom in SUITE) != suite:
                    a_ecrire[suite] = a_ecrire.get(suite, self.browse()) | connue
        (self.union(*connues.values()) - restent).unlink()
        # the partial unique index must see the ended ones before the open ones
        for suite in sorted(a_ecrire, key=lambda suite: not suite[0]):
            if not suite[0]:
                self.flush_model()
            a_ecrire[suite].write(dict(zip(SUITE, suite, strict=True)))
        self.flush_model()
        self.create(nouvelles)
