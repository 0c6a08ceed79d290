# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...droit.delais import SUSPENSIONS
from ..vocabulaire import GROUPES_REGISTRE, MOTIFS_CLOTURE

TYPES = [
    ("attestation_remise", "Attestation of obligation handed over"),
    ("inscription_organisateur", "Registered with an organiser"),
    ("changement_organisateur", "Changed organiser"),
    ("attestation_organisateur", "Attestation of the organiser received"),
    ("attestation_fin", "Attestation of completion received"),
    ("sommation_envoyee", "Summons sent"),
    ("sommation_recue", "Summons received"),
    ("constat_refus", "Refusal found"),
    ("transfert_vivalis", "Transferred to Vivalis"),
    ("suspension_accordee", "Suspension granted"),
    ("suspension_prolongee", "Suspension prolonged"),
    ("suspension_fin_anticipee", "Suspension ended early"),
    ("suspension_annulee", "Suspension cancelled"),
    ("revue_delai", "Term reviewed"),
    ("acquittement_commune", "Move acknowledged by the commune"),
    ("volontaire", "Follows voluntarily"),
    ("cloture", "File closed"),
    ("reouverture", "File opened again"),
    ("annulation", "Entry cancelled"),
]
# What other steps rest on, or what closes and opens files, is undone by its own step, not by a cancellation.
NON_ANNULABLES = {"constat_refus", "transfert_vivalis", "cloture", "reouverture", "volontaire", "annulation"}
NON_ANNULABLES |= {"changement_organisateur", "acquittement_commune", "attestation_fin"}
NON_ANNULABLES |= SUSPENSIONS | {"revue_delai"}


class ParcoursEvenement(models.Model):
    """One thing that happened in a file, with the day it happened and the moment we learnt of it. Append-only.

    Users do not create events: the buttons of the file do, after their checks (dossier_actions.py). What follows
    from an event (stage, terms, phase, enrolment) is done once, when it is created.
    """

    _name = "parcours.evenement"
    _description = "Event of a file"
    _order = "date_effective desc, id desc"
    _rec_name = "type"

    dossier_id = fields.Many2one(
        "parcours.dossier", "File", required=True, ondelete="cascade", index=True, readonly=True
    )
    type = fields.Selection(TYPES, "Event", required=True, readonly=True)
    date_effective = fields.Date("Happened on", required=True, readonly=True)
    date_connue = fields.Datetime(
        "Known on", required=True, readonly=True, default=fields.Datetime.now, help="When it was entered here."
    )
    user_id = fields.Many2one(
        "res.users", "Entered by", required=True, readonly=True, default=lambda self: self.env.uid, ondelete="restrict"
    )
    organisateur_id = fields.Many2one("parcours.organisateur", "Organiser", readonly=True, ondelete="restrict")
    motif_cloture = fields.Selection(MOTIFS_CLOTURE, "Reason of closure", readonly=True)
    annule_id = fields.Many2one("parcours.evenement", "Cancelled entry", readonly=True, ondelete="restrict")
    annulation_ids = fields.One2many("parcours.evenement", "annule_id", "Cancelled by")
    annule = fields.Boolean("Cancelled", compute="_compute_annule")
    annulable = fields.Boolean(compute="_compute_annule")
    suspension_id = fields.Many2one("parcours.suspension", readonly=True, ondelete="cascade", index="btree_not_null")
    date_fin = fields.Date("Until", readonly=True, help="Last day suspended, as this decision sets it.")
    delai_id = fields.Many2one("parcours.delai", "Term", readonly=True, ondelete="cascade", index="btree_not_null")
    note = fields.Text(readonly=True)
    note_reservee = fields.Text("Note for those who work on the file", readonly=True, groups=GROUPES_REGISTRE)

    _annulation_unique = models.UniqueIndex(
        "(annule_id) WHERE annule_id IS NOT NULL", "This entry is already cancelled."
    )

    @api.depends("annulation_ids", "type")
    def _compute_annule(self):
        for evenement in self:
            evenement.annule = bool(evenement.annulation_ids)
            evenement.annulable = not evenement.annule and evenement.type not in NON_ANNULABLES

    @api.model_create_multi
    def create(self, vals_list):
        evenements = super().create(vals_list)
        evenements._appliquer()
        return evenements

    def write(self, vals):
        raise UserError(
            self.env._("What happened cannot be rewritten. Nothing was saved. Cancel the entry and enter it again.")
        )

    def unlink(self):
        raise UserError(self.env._("What happened cannot be deleted. Nothing was deleted. Cancel the entry instead."))

    def action_annuler(self):
        """Cancel a mistaken entry: it stays visible, and stage and dates are computed again without it."""
        for evenement in self:
            if not evenement.annulable:
                raise UserError(self.env._("This entry cannot be cancelled: other steps of the file rest on it."))
            evenement.dossier_id._enregistrer("annulation", annule_id=evenement.id)

    def _appliquer(self):
        """Do what follows from events just created, by type: a few queries a type, not a file."""
        for genre, evenements in self.grouped("type").items():
            # sudo: phase, enrolments and dates follow from events, and users may not write them
            evenements = evenements.sudo().with_context(tracking_disable=True)
            dossiers = evenements.dossier_id
            match genre:
                case "inscription_organisateur" | "changement_organisateur":
                    evenements._inscrire()
                case "cloture":
                    evenements._clore()
                case "reouverture":
                    dossiers._rouvrir()
                case "volontaire":
                    dossiers.volontaire = True
                    dossiers._ouvrir()
                case "acquittement_commune":
                    dossiers.commune_a_acquitter = False
                    dossiers.activity_feedback(["parcours_accueil.activite_commune"])
                case "annulation":
                    annules = evenements.annule_id.filtered(lambda e: e.type == "inscription_organisateur")
                    # its only enrolment: the check of the cancellation made sure of it
                    annules.dossier_id.inscription_ids.unlink()
        # sudo: as above
        self.sudo().dossier_id._recalculer()
        if refus := self.filtered(lambda evenement: evenement.type == "constat_refus"):
            refus.sudo().dossier_id._apres_constat_refus(refus.sudo())
        if fins := self.filtered(lambda evenement: evenement.type == "attestation_fin"):
            self.sudo().create(
                [
                    {
                        "dossier_id": fin.dossier_id.id,
                        "type": "cloture",
                        "motif_cloture": "acheve",
                        "date_effective": fin.date_effective,
                    }
                    for fin in fins
                ]
            )

    def _inscrire(self):
        """Open the enrolment of each event, and end the one that runs."""
        ouvertes = self.dossier_id.inscription_ids.filtered(lambda inscription: not inscription.date_fin)
        dates = {evenement.dossier_id: evenement.date_effective for evenement in self}
        for inscription in ouvertes:
            inscription.date_fin = max(dates[inscription.dossier_id], inscription.date_debut)
        # the partial unique index must see the ended ones before the new ones
        self.env["parcours.inscription"].flush_model()
        self.env["parcours.inscription"].create(
            [
                {
                    "dossier_id": evenement.dossier_id.id,
                    "organisateur_id": evenement.organisateur_id.id,
                    "date_debut": evenement.date_effective,
                }
                for evenement in self
            ]
        )

    def _clore(self):
        """Close the files, each with the reason and the date of its event; nothing is left to apply or acknowledge."""
        self.env["mail.activity"]._retirer(
            self.dossier_id, "parcours_accueil.activite_issue", "parcours_accueil.activite_commune"
        )
        for (motif, jour), evenements in self.grouped(lambda e: (e.motif_cloture, e.date_effective)).items():
            evenements.dossier_id.write(
                {
                    "phase": "cloture",
                    "motif_cloture": motif,
                    "date_cloture": jour,
                    "issue_a_appliquer": False,
                    "issue_signalee": False,
                    "commune_a_acquitter": False,
                }
            )
