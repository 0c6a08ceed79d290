# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.attestations import ATTESTATIONS, MOTIFS_CERTIFIES
from ...models.attestation.libelles import GENRES_DITS
from ...models.vocabulaire import LANGUES

#: What is done in this window.
GESTES = [
    ("donner", "Give"),
    ("demander", "Ask for it"),
    ("delivrer", "Give what was asked for"),
    ("renvoyer", "Send back"),
    ("retirer", "Withdraw"),
]


class ParcoursAttestationFenetre(models.TransientModel):
    """The small window of an attestation: given, asked for, answered or withdrawn, by who may."""

    _name = "parcours.attestation.fenetre"
    _inherit = ["fenetre.exigeante", "lecture.tracee", "reference.lisible"]
    _description = "Window of an attestation"
    _montre = {"dossier_id": {}}
    _motif_lecture = "courrier"
    _lisibles = ("dossier_id", "attestation_id", "suspension_id")
    _exige_selon = ("geste", "genre", "langue", "jour", "motif", "suspension_id", "motif_id", "date_debut", "date_fin")

    dossier_id = fields.Many2one("parcours.dossier", "File", required=True, readonly=True)
    attestation_id = fields.Many2one("parcours.attestation", "This attestation", readonly=True)
    genre = fields.Selection(GENRES_DITS, "Attestation", required=True, readonly=True)
    geste = fields.Selection(GESTES, "What is done", required=True, readonly=True, default="donner")
    langue = fields.Selection(
        LANGUES,
        "Language that the person wishes",
        compute="_compute_langue",
        store=True,
        readonly=False,
        help="Ask before the first letter; it is kept on the file, with your name and the day.",
    )
    langue_connue = fields.Boolean(compute="_compute_langue_connue", export_string_translation=False)
    sans_adresse = fields.Char(compute="_compute_langue_connue", export_string_translation=False)
    jour = fields.Date("Completed on", default=aujourdhui, help="The day on which the pathway was completed.")
    manque = fields.Text("Still missing", compute="_compute_manque")
    suspension_id = fields.Many2one(
        "parcours.suspension",
        domain="[('id', 'in', suspension_possible_ids)]",
        help="One that holds already. Empty: the organiser certifies another one.",
    )
    suspension_possible_ids = fields.Many2many(
        "parcours.suspension", compute="_compute_suspension_possible_ids", export_string_translation=False
    )
    motif_possible_ids = fields.Many2many(
        "parcours.suspension.motif", compute="_compute_motif_possible_ids", export_string_translation=False
    )
    motif_id = fields.Many2one(
        "parcours.suspension.motif", "Ground certified", domain="[('id', 'in', motif_possible_ids)]"
    )
    date_debut = fields.Date("First day suspended", default=aujourdhui)
    date_fin = fields.Date("Last day suspended", compute="_compute_date_fin", store=True, readonly=False)
    motif = fields.Text("Reason")

    @api.depends("dossier_id")
    def _compute_langue(self):
        for fenetre in self:
            # never guessed: who does not know asks first
            fenetre.langue = fenetre.dossier_id.langue

    @api.depends("dossier_id", "genre")
    @api.depends_context("uid", "lang")
    def _compute_langue_connue(self):
        for fenetre in self:
            fenetre.langue_connue = bool(fenetre.dossier_id.langue)
            sien = self.env.user.organisateur_id
            muet = sien and not (sien.street and sien.city) and sien.name
            fenetre.sans_adresse = muet if fenetre.geste == "donner" else False

    @api.depends("dossier_id", "genre", "jour", "attestation_id")
    @api.depends_context("lang")
    def _compute_manque(self):
        for fenetre in self:
            complet = fenetre.genre and ATTESTATIONS[fenetre.genre].complet
            jour = fenetre.attestation_id.jour or fenetre.jour
            fenetre.manque = complet and fenetre.dossier_id and fenetre.dossier_id._origin._manque_pour_finir(jour)

    @api.depends("dossier_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_suspension_possible_ids(self):
        """Those that an organiser certifies: of any other one, not even that it is medical is said."""
        for fenetre in self:
            lisibles = self.env["parcours.suspension"].search(
                [("dossier_id", "=", fenetre.dossier_id.id), ("state", "in", ("accordee", "abregee"))]
            )
            # sudo: the ground, asked whether an organiser certifies it, of suspensions that the user reads
            certifiees = lisibles.sudo().filtered(lambda s: s.motif_id.code in MOTIFS_CERTIFIES)
            fenetre.suspension_possible_ids = certifiees.sudo(False)

    @api.depends("dossier_id")
    def _compute_motif_possible_ids(self):
        for fenetre in self:
            # sudo: the version of the law of the file, which is public
            version = fenetre.dossier_id.sudo().reglement_id
            fenetre.motif_possible_ids = self.env["parcours.suspension.motif"].search(
                [("reglement_id", "=", version.id), ("code", "in", sorted(MOTIFS_CERTIFIES))]
            )

    @api.depends("motif_id", "date_debut")
    def _compute_date_fin(self):
        for fenetre in self:
            longue = fenetre.motif_id and fenetre.date_debut and fenetre.motif_id._fin_maximale(fenetre.date_debut)
            fenetre.date_fin = longue or fenetre.date_fin

    def _exigences(self):
        match self.geste:
            case "renvoyer" | "retirer":
                return [(self.env._("The reason"), bool((self.motif or "").strip()))]
            case "demander":
                return [(self.env._("The day of completion"), bool(self.jour))]
        exigences = [(self.env._("The language of the attestation"), bool(self.langue))]
        if ATTESTATIONS[self.genre].suspension:
            neuve = self.motif_id and self.date_debut and self.date_fin
            exigences.append(
                (self.env._("The suspension, or its ground and its days"), bool(self.suspension_id or neuve))
            )
        return exigences

    def action_confirmer(self):
        """Do what the window is for.

        :return: the action that opens the paper, or closes the window
        :raise AccessError, UserError: in the user's words; nothing typed is lost
        """
        self.ensure_one()
        fermer = {"type": "ir.actions.act_window_close"}
        match self.geste:
            case "renvoyer":
                self.attestation_id._renvoyer(self.motif)
                return fermer
            case "retirer":
                self.attestation_id._retirer(self.motif)
                return fermer
            case "demander":
                self.dossier_id._demander_attestation(self.genre, self.jour)
                return fermer
        if ATTESTATIONS[self.genre].suspension and not self.suspension_id:
            return self._certifier().action_ouvrir()
        attestation = self.dossier_id._attester(
            self.genre,
            self.langue,
            jour=self.jour if ATTESTATIONS[self.genre].complet else None,
            attestation=self.attestation_id if self.geste == "delivrer" else None,
            suspension=self._suspension(),
        )
        return attestation.action_ouvrir()

    def _suspension(self):
        """Return the suspension that holds already and is attested, or none."""
        if not ATTESTATIONS[self.genre].suspension:
            return None
        if self.suspension_id.dossier_id != self.dossier_id:
            raise UserError(self.env._("This suspension belongs to another file."))
        return self.suspension_id

    def _certifier(self):
        """Return the attestation of a suspension that the organiser certifies now."""
        if not (self.motif_id and self.date_debut and self.date_fin):
            raise UserError(self.env._("Choose the ground and the days. Nothing was saved."))
        return self.dossier_id._certifier_suspension(self.motif_id, self.date_debut, self.date_fin, self.langue)
