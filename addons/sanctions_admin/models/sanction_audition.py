# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Datetime
from odoo.tools import format_datetime, html2plaintext

from odoo.addons.parcours_accueil.droit.canaux import RECEPTIONS
from odoo.addons.parcours_accueil.droit.courriers import IMPRIME
from odoo.addons.parcours_accueil.models.lectures import ITS_EXPLICATION
from odoo.addons.parcours_accueil.models.vocabulaire import CANAUX
from odoo.addons.parcours_socle.jour import BRUXELLES, aujourdhui, jour_du_moment, maintenant

from ..droit.courriers import DECISIONS, INVITATIONS
from ..droit.etapes import AUDITION_INVITATION, AUDITION_RECUE, AUDITION_REPORTEE, AUDITION_RETOURNEE
from ..droit.ordre import Invitation


class SanctionAudition(models.Model):
    """One invitation to be heard, and what came of it; a lawyer may come (loi.md §7). One at a time stands for one
    infringement, with one outcome; all of it is corrected until the decision is notified. It is received by channel;
    one that came back was not, and another is sent. The hearing that it says is not moved: it is called off, and
    another invitation says the new day."""

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
        | {"convocation", "lieu", "date_report"}
        | {"canal", "preuve_envoi", "retour", "date_retour"}
    )
    _saisis = _corriges | {"infraction_id", "courrier_id"}

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
    date_report = fields.Date(
        "Called off on",
        copy=False,
        help="The hearing does not take place on that day: the person is invited again.",
    )
    courrier_id = fields.Many2one(
        "parcours.courrier",
        "Letter",
        readonly=True,
        copy=False,
        ondelete="set null",
        groups="parcours_accueil.group_gestionnaire",
        help="The one that invites to it, as printed.",
    )
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

    _courrier_unique = models.UniqueIndex(
        "(courrier_id) WHERE courrier_id IS NOT NULL", "This letter left already: its hearing is recorded."
    )

    def _completer_saisie(self, vals_list):
        # sudo: letters of the infringements that the user enters hearings of: what the person reads
        imprimes = self.env["parcours.courrier"].sudo()
        imprimes = imprimes.search(
            [
                ("infraction_id", "in", [vals.get("infraction_id") for vals in vals_list]),
                ("genre", "in", tuple(INVITATIONS.values())),
                ("state", "=", IMPRIME),
            ],
            order="id",
        )
        return [self._avec_sa_lettre(vals, imprimes) for vals in vals_list]

    def _apres_saisie(self):
        if not self.env.su:
            self._verifier_complet()
            self._verifier_adresse()
        self.env["parcours.courrier"]._perimer(
            self.infraction_id, INVITATIONS.values(), self.env._("Another invitation was recorded meanwhile.")
        )

    def _verifier_complet(self):
        """:raise UserError: when nobody found yet that the file is complete: what is held against the person is not
        known"""
        # sudo: whether the file was found complete, of sanctions that the user writes hearings of
        if any(not sanction.date_complet for sanction in self.sudo().sanction_id):
            raise UserError(
                self.env._(
                    "Nobody found yet that this file is complete: nobody is invited to be heard before. Nothing was "
                    "saved. Check the file, and use the button “File complete” first."
                )
            )

    @api.model
    def _avec_sa_lettre(self, vals, imprimes):
        """Return those values of a hearing with what its letter says, the last one that is printed and waits to leave.

        :raise UserError: when the letter that they name does not wait any more: somebody was faster
        """
        siens = imprimes.filtered(lambda c: c.infraction_id.id == vals.get("infraction_id"))
        if voulu := vals.get("courrier_id"):
            siens = siens.filtered(lambda c: c.id == voulu)
            if not siens:
                raise UserError(self.env._("This letter was posted meanwhile, or cancelled. Nothing was saved."))
        lettre, dite = siens[-1:], Datetime.to_datetime(vals.get("convocation"))
        if not lettre or (dite and dite != lettre.audience_le):
            return vals
        return {**vals, "courrier_id": lettre.id, "convocation": lettre.audience_le, "lieu": lettre.audience_lieu}

    @api.ondelete(at_uninstall=False)
    def _unlink_ce_que_dit_la_decision(self):
        self._perimer_decisions()
        if not self.env.su:
            self.infraction_id.decision_ids._reproposer()

    def _perimer_decisions(self):
        """Cancel the letters that tell what came of a hearing, and did not leave."""
        Courrier = self.env["parcours.courrier"]
        Courrier._refuser_deposees(self.infraction_id, DECISIONS.values())
        Courrier._perimer(self.infraction_id, DECISIONS.values(), self.env._("What came of the hearing was corrected."))

    def _refuser_correction(self, vals):
        """Refuse to say another day or place than the invitation does: who was invited comes there.

        :raise UserError: says how a hearing is moved
        """
        jour = Datetime.to_datetime(vals["convocation"]) if "convocation" in vals else None
        for audition in self:
            autre_jour = "convocation" in vals and audition.convocation and (jour or False) != audition.convocation
            autre_lieu = "lieu" in vals and audition.lieu and (vals["lieu"] or "").strip() != audition.lieu.strip()
            if autre_jour or autre_lieu:
                raise UserError(
                    self.env._(
                        "The day and the place of a hearing are those that its invitation says. Nothing was saved. To "
                        "move it, enter the day on which it is called off, then invite again. If they were entered by "
                        "mistake, delete this invitation and enter it again."
                    )
                )

    @api.depends("date_reception", "sanction_id.reglement_id")
    def _compute_date_limite(self):
        for audition in self:
            audition.date_limite = audition.sanction_id._echeance(audition.date_reception, "audition")

    def _verifier_saisie(self):
        """Nothing is added once the decision was notified; and who was absent was so for the whole term."""
        if not self.env.su:
            self._refuser_verrou()
        for audition in self:
            audition._verifier_heure()
        self.filtered(lambda audition: audition.resultat == "absence").sanction_id._verifier_revues("audition")

    def _verifier_heure(self):
        """Nobody is absent before the hour of the hearing; and an invitation leaves in time to be received before it.

        :raise UserError: in the user's words
        """
        if not self.convocation:
            return
        heure = format_datetime(self.env, self.convocation, tz=BRUXELLES.key, dt_format="short")
        if self.resultat == "absence" and self.convocation > maintenant():
            raise UserError(
                self.env._("The hearing is fixed on %s: nobody was absent from it yet. Nothing was saved.", heure)
            )
        recue = not self.resultat and self.date_reception
        if recue and recue > jour_du_moment(self.convocation):
            raise UserError(
                self.env._(
                    "This invitation would be received after the hearing that it says (%s). Nothing was saved. Hand it "
                    "over, or make another one with a later day.",
                    heure,
                )
            )

    def _verifier_correction(self, vals):
        if vals.get("resultat"):
            self._verifier_saisie()
        if vals.get("canal") and not self.env.su:
            self._verifier_adresse()
        if not {"resultat", "date"}.isdisjoint(vals):
            self._perimer_decisions()
        if not self.env.su:
            # another official decides on what is said of the hearing now
            self.infraction_id.decision_ids._reproposer()

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
            # a day that was typed, of a letter of which nobody says how it went, proves nothing
            douteuse=bool(recue.doutes if recue else self.date_reception),
            resultat=self.resultat or None,
            jour=self._jour_issue() if self.resultat else None,
            limite=self.date_limite or None,
            canal=self.canal or None,
            convocation=jour_du_moment(self.convocation) if self.convocation else None,
            revenue=self._revenue,
            reportee=self.date_report or None,
            ecrite=bool(html2plaintext(self.proces_verbal or "").strip()),
        )

    def _faits_inscrits(self):
        self.ensure_one()
        faits = {AUDITION_INVITATION: self.date_invitation}
        if self.date_reception:
            faits[AUDITION_RECUE] = self.date_reception
        if self._revenue and self.date_retour:
            faits[AUDITION_RETOURNEE] = self.date_retour
        if self.date_report:
            faits[AUDITION_REPORTEE] = self.date_report
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
