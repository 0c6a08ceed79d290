# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models

from odoo.addons.parcours_accueil.droit.canaux import RECEPTIONS
from odoo.addons.parcours_accueil.models.lectures import ITS_EXPLICATION
from odoo.addons.parcours_accueil.models.vocabulaire import CANAUX
from odoo.addons.parcours_socle.jour import aujourdhui

from ..droit.etapes import AUDITION_INVITATION, AUDITION_RECUE, AUDITION_RETOURNEE
from ..droit.ordre import Invitation


class SanctionAudition(models.Model):
    """One invitation to be heard, and what came of it; a lawyer may come (loi.md §7). Several are possible for one
    infringement, with one outcome; all of it is corrected until the decision is notified. It is received by channel;
    one that came back was not, and another is sent."""

    _name = "sanction.audition"
    _description = "Hearing"
    _inherit = [
        "textes.partages.ecriture",
        "lecture.tracee",
        "sanction.inscrit.corrigible",
        "sanction.lettre",
        "liste.ordonnable",
        "nom.lisible",
        "nom.reserve",
    ]
    _liste_fiches = ("sanction_id",)
    _order = "date_invitation desc, id desc"
    _champ_evenement = "audition_id"
    _par_lettre = True
    _champ_envoi = "date_invitation"
    _champ_reception = "date_reception"
    _montre = {"sanction_id.dossier_id": dict.fromkeys(("proces_verbal",), ITS_EXPLICATION)}
    _motif_lecture = "dossier"
    _textes = ("proces_verbal",)
    _types_evenement = "audition_"
    _noms = ("", "date_invitation")
    _corriges = frozenset(
        {"date_invitation", "date_reception", "date", "resultat", "avocat", "proces_verbal", "textes_vus"}
        | {"convocation", "lieu"}
        | {"canal", "preuve_envoi", "retour", "date_retour"}
    )
    _saisis = _corriges | {"infraction_id"}

    sanction_id = fields.Many2one("sanction.dossier", "Sanction file", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="sanction_id.company_id")
    infraction_id = fields.Many2one(
        "sanction.infraction",
        "Infringement",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('sanction_id', '=', sanction_id)]",
    )
    date_invitation = fields.Date("Invited on", required=True, default=aujourdhui)
    canal = fields.Selection(CANAUX, "Sent by")
    date_reception = fields.Date(
        "Invitation received on", compute="_compute_reception", store=True, readonly=False, copy=False
    )
    convocation = fields.Datetime("Hearing fixed on", copy=False, help="When the person is invited to come.")
    lieu = fields.Char("Place", copy=False)
    date_limite = fields.Date("Hearing at the latest on", compute="_compute_date_limite")
    date = fields.Date("Heard on")
    resultat = fields.Selection(
        [("tenue", "Held"), ("declinee", "Declined in writing"), ("absence", "Absent")], "Outcome of the invitation"
    )
    avocat = fields.Char("Lawyer")
    proces_verbal = fields.Html("Minutes")

    _issue_unique = models.UniqueIndex(
        "(infraction_id) WHERE resultat IS NOT NULL AND doublon IS NOT TRUE",
        "The hearing of this infringement already has an outcome: there is one for each infringement.",
    )

    @api.depends("date_reception", "sanction_id.reglement_id")
    def _compute_date_limite(self):
        for audition in self:
            audition.date_limite = audition.sanction_id._echeance(audition.date_reception, "audition")

    def _verifier_saisie(self):
        """Nothing is added once the decision was notified; and who was absent was so for the whole term."""
        if not self.env.su:
            self._refuser_verrou()
        self.filtered(lambda audition: audition.resultat == "absence").sanction_id._verifier_revues("audition")

    def _verifier_correction(self, vals):
        if vals.get("resultat"):
            self._verifier_saisie()

    def _verrou(self, efface=False):
        self.ensure_one()
        if any(decision.date_notification for decision in self.infraction_id.decision_ids):
            return self.env._(
                "The decision that this hearing led to was notified: nothing of it is changed or deleted any more. "
                "Nothing was saved."
            )
        return None

    def _jour_issue(self):
        return self.date or self.date_reception or self.date_invitation

    def _invitation(self):
        """Return this invitation as the pure package takes it."""
        self.ensure_one()
        recue = self._recue()
        return Invitation(
            invitee=self.date_invitation,
            recue=self.date_reception or None,
            presumee=self._presumee,
            douteuse=bool(recue and recue.doutes),
            resultat=self.resultat or None,
            jour=self._jour_issue() if self.resultat else None,
            limite=self.date_limite or None,
            canal=self.canal or None,
        )

    def _faits_inscrits(self):
        self.ensure_one()
        faits = {AUDITION_INVITATION: self.date_invitation}
        if self.date_reception:
            faits[AUDITION_RECUE] = self.date_reception
        if self._revenue and self.date_retour:
            faits[AUDITION_RETOURNEE] = self.date_retour
        if self.resultat:
            faits[f"audition_{self.resultat}"] = self._jour_issue()
        return faits

    def _details_inscrits(self):
        self.ensure_one()
        if not self.canal:
            return {}
        parti = {"canal": self.canal, "preuve_envoi": (self.preuve_envoi or "").strip() or False}
        recue = {"reception": self.retour if self.retour in RECEPTIONS else False}
        return {
            AUDITION_INVITATION: parti,
            AUDITION_RECUE: parti | recue,
            AUDITION_RETOURNEE: parti | {"retour": self.retour},
        }

    def _liens_inscrits(self):
        self.ensure_one()
        return {"infraction_id": self.infraction_id.id}
