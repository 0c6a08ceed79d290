# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.registre_national.histoire.dates import UN_JOUR

from ...droit.etapes import SUSPENSION_ACCORDEE, SUSPENSION_ANNULEE, SUSPENSION_FIN_ANTICIPEE, SUSPENSION_PROLONGEE
from ...droit.places import PARCOURS
from ...models.organisateur.parcours_attente import SANS_PLACE
from ...models.vocabulaire import LANGUES_PARCOURS

OPERATIONS = [
    ("accorder", "Suspend the term"),
    ("prolonger", "Prolong the suspension"),
    ("terminer", "End the suspension early"),
    ("annuler", "Cancel the suspension"),
]
EVENEMENTS = {
    "accorder": SUSPENSION_ACCORDEE,
    "prolonger": SUSPENSION_PROLONGEE,
    "terminer": SUSPENSION_FIN_ANTICIPEE,
    "annuler": SUSPENSION_ANNULEE,
}


class ParcoursSuspensionWizard(models.TransientModel):
    """The small window of a suspension: what is decided, its proof, and what it does to the legal date beforehand."""

    _name = "parcours.suspension.wizard"
    _inherit = ["fenetre.exigeante", "reference.lisible", "document.apporte"]
    _description = "Decide a suspension of the term"
    _lisibles = ("dossier_id", "suspension_id")
    _documents_sujet = "dossier_id"
    _exige_selon = ("operation", "motif_id", "date_debut", "date_fin", "piece_ids", "preuve_ids", "verifie", "note")
    _exige_selon += ("type_document_id", "date_document")
    _exige_article = "motif_id.article"

    operation = fields.Selection(OPERATIONS, required=True, readonly=True, default="accorder")
    dossier_id = fields.Many2one("parcours.dossier", "File", required=True, readonly=True)
    reglement_id = fields.Many2one(related="dossier_id.reglement_id", related_sudo=False)
    suspension_id = fields.Many2one("parcours.suspension", readonly=True)
    motif_id = fields.Many2one(
        "parcours.suspension.motif",
        "Ground",
        compute="_compute_motif_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('reglement_id', '=', reglement_id)]",
    )
    attente_organisateur_id = fields.Many2one("parcours.organisateur", "Waits for a place with", readonly=True)
    attente_langue = fields.Selection(LANGUES_PARCOURS, "Followed in", readonly=True)
    article = fields.Char(related="motif_id.article")
    a_confirmer = fields.Boolean(related="motif_id.a_confirmer")
    preuve = fields.Text(related="motif_id.preuve")
    preuve_requise = fields.Boolean(related="motif_id.preuve_requise")
    confidentiel = fields.Boolean(related="motif_id.confidentiel")
    preuve_ids = fields.Many2many(
        "parcours.document",
        string="Documents of the file",
        domain="[('dossier_id', '=', dossier_id), ('state', '=', 'accepte'), ('suspension_id', '=', False)]",
        help="Those that were accepted, and that no suspension rests on yet.",
    )
    type_possible_ids = fields.Many2many(
        "parcours.document.type", compute="_compute_type_possible_ids", export_string_translation=False
    )
    type_document_id = fields.Many2one(
        "parcours.document.type",
        "Kind of document",
        compute="_compute_type_document_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', type_possible_ids)]",
    )
    controlable = fields.Boolean(compute="_compute_controlable", export_string_translation=False)
    cas = fields.Char(related="motif_id.supplement")
    supplement = fields.Boolean("In the case of", help="The case in which the law gives more months.")
    date_demande = fields.Date("Asked on", compute="_compute_date_demande", store=True, readonly=False)
    date_debut = fields.Date("First day suspended", default=aujourdhui)
    date_fin = fields.Date("Last day suspended", compute="_compute_date_fin", store=True, readonly=False)
    note = fields.Text(help="For those who work on the file; the organiser does not see it.")
    apercu = fields.Text("What it changes", compute="_compute_apercu")

    @api.depends("motif_id")
    def _compute_type_possible_ids(self):
        for fenetre in self:
            Type, code = self.env["parcours.document.type"], fenetre.motif_id.code
            fenetre.type_possible_ids = code and Type._demande_par("suspension", code)

    @api.depends("motif_id")
    def _compute_type_document_id(self):
        for fenetre in self:
            fenetre.type_document_id = fenetre.type_possible_ids[:1]

    @api.depends("dossier_id")
    def _compute_controlable(self):
        for fenetre in self:
            fenetre.controlable = bool(fenetre.dossier_id) and fenetre.dossier_id._est_de_sa_commune()

    def _exigences(self):
        if self.operation == "annuler":
            return [(self.env._("The reason"), bool((self.note or "").strip()))]
        exigences = []
        if self.operation == "accorder":
            exigences.append((self.env._("The ground"), bool(self.motif_id)))
            exigences.append((self.env._("The first day suspended"), bool(self.date_debut)))
        exigences.append((self.env._("The last day suspended"), bool(self.date_fin)))
        if self.operation == "terminer":
            # the letter of an end gives its reasons
            exigences.append((self.env._("The reason"), bool((self.note or "").strip())))
        if self.operation != "terminer" and (self.motif_id.preuve_requise or self.piece_ids):
            exigences += self._exigences_apport(self.type_possible_ids[:1])
        return exigences

    def _verifier_references(self):
        """Refuse a window on a medical suspension to who does not decide on it: it would tell the ground."""
        resultat = super()._verifier_references()
        for suspension in self.suspension_id:
            # sudo: the ground is asked whether it is medical
            suspension.dossier_id._verifier_medical(suspension.sudo().motif_id)
        return resultat

    @api.depends("suspension_id")
    def _compute_date_demande(self):
        for fenetre in self:
            fenetre.date_demande = fenetre.suspension_id.date_demande or aujourdhui()

    @api.depends("suspension_id")
    def _compute_motif_id(self):
        for fenetre in self:
            if fenetre.suspension_id:
                suspension = fenetre.suspension_id._origin
                suspension.check_access("read")
                # sudo: the ground, for who may decide on it: anybody else is told who does
                fenetre.motif_id = suspension.sudo().motif_id
                suspension.dossier_id._verifier_medical(fenetre.motif_id)

    @api.depends("motif_id", "date_debut", "supplement", "operation", "suspension_id")
    def _compute_date_fin(self):
        """The longest that the ground allows, or the shortest when only a certificate sets its end."""
        for fenetre in self:
            motif, suspension = fenetre.motif_id, fenetre.suspension_id
            if fenetre.operation == "accorder" and motif and fenetre.date_debut:
                fenetre.date_fin = motif._fin_maximale(fenetre.date_debut, fenetre.supplement) or motif._fin_minimale(
                    fenetre.date_debut
                )
            elif fenetre.operation == "prolonger" and suspension.date_fin:
                if motif.renouvelable:
                    debut = suspension.date_fin + UN_JOUR
                    fenetre.date_fin = motif._fin_maximale(debut) or motif._fin_minimale(debut)
                else:
                    fenetre.date_fin = motif._fin_maximale(suspension.date_debut, supplement=True)
            elif fenetre.operation == "annuler":
                fenetre.date_fin = suspension.date_fin

    @api.depends("date_debut", "date_fin", "operation", "dossier_id", "suspension_id")
    @api.depends_context("lang")
    def _compute_apercu(self):
        for fenetre in self:
            fenetre.apercu = fenetre._phrase_apercu() if fenetre._complete() else False

    def _complete(self):
        if self.operation == "annuler":
            return bool(self.suspension_id)
        return bool(self.dossier_id and self._debut() and self.date_fin and self.date_fin >= self._debut())

    def _debut(self):
        """Effective day of the event that would be recorded."""
        match self.operation:
            case "accorder":
                return self.date_debut
            case "prolonger":
                return self.suspension_id.date_fin and self.suspension_id.date_fin + UN_JOUR
            case "terminer":
                return self.date_fin
        return self.suspension_id.date_debut

    def _phrase_apercu(self):
        """Say what the decision does to the next legal date, before it is taken."""
        avant, apres = self.dossier_id._echeance_si(
            EVENEMENTS[self.operation], self.suspension_id.id, self._debut(), self.date_fin
        )
        if not avant:
            return self.env._("No term runs now: there is nothing to suspend.")
        if avant == apres:
            return self.env._(
                "The next legal date stays %s: no day of the suspension falls inside the term that runs.",
                format_date(self.env, avant),
            )
        return self.env._(
            "The next legal date moves from %(before)s to %(after)s.",
            before=format_date(self.env, avant),
            after=format_date(self.env, apres) if apres else "-",
        )

    def action_enregistrer(self):
        """Record the decision, with its documents, after the checks of the law.

        :raise UserError: in the user's words; nothing typed is lost
        """
        self.ensure_one()
        dossier, suspension = self.dossier_id, self.suspension_id
        pieces = self._pieces()
        if not self.date_fin:
            raise UserError(self.env._("Enter the last day."))
        if pieces and self.operation in ("accorder", "prolonger"):
            self._verifier_document()
        documents = {
            "preuves": self.preuve_ids,
            "type_document": self.type_document_id,
            "date_document": self.date_document,
        }
        match self.operation:
            case "accorder":
                if not self.motif_id or not self.date_debut:
                    raise UserError(self.env._("Choose the ground and the first day."))
                attente = self._attente_sans_place()
                documents["demande"] = suspension or self.date_demande
                suspension = dossier._suspendre(
                    self.motif_id, self.date_debut, self.date_fin, self.supplement, pieces, self.note, **documents
                )
                # sudo: both were made, or found, by this user in this step; users write it through this step only
                attente.sudo().suspension_id = suspension
            case "prolonger":
                dossier._prolonger_suspension(suspension, self.date_fin, pieces, self.note, **documents)
            case "terminer":
                if not (self.note or "").strip():
                    raise UserError(self.env._("Say why this suspension ends early: its letter gives the reason."))
                dossier._terminer_suspension(suspension, self.date_fin, self.note)
            case "annuler":
                dossier._annuler_suspension(suspension, self.note)
        self._retirer_pieces()
        return {"type": "ir.actions.act_window_close"}

    def action_demander(self):
        """Record the request only, with its documents, to be checked: it waits to be decided."""
        self._exiger_motif()
        self.dossier_id._demander_suspension(self.motif_id, self.date_demande)
        return self._garder_pieces()

    def action_refuser(self):
        """Refuse what is asked, with the reason that its letter gives."""
        self._exiger_motif()
        self.dossier_id._refuser_suspension(self.motif_id, self.suspension_id or self.date_demande, self.note)
        return self._garder_pieces()

    def _exiger_motif(self):
        self.ensure_one()
        if self.operation != "accorder" or not self.motif_id:
            raise UserError(self.env._("Choose the ground. Nothing was saved."))

    def _garder_pieces(self):
        """File what was dropped here, to be checked, and close the window."""
        return self.action_deposer() if self.piece_ids else {"type": "ir.actions.act_window_close"}

    def _attente_sans_place(self):
        """Return the wait that this suspension goes with, made when the person waits for nothing there yet; none when
        the window is of another suspension.

        :raise UserError: places are free there, the person cannot wait, or the ground is another one
        """
        attentes = self.env["parcours.attente"]
        if not self.attente_organisateur_id:
            return attentes
        if self.motif_id.code != SANS_PLACE:
            raise UserError(
                self.env._(
                    "This window suspends the term because there is no place: a place that is given ends it. Nothing "
                    "was saved. Choose that ground, or suspend for another one from the file itself."
                )
            )
        cle = {
            "dossier_id": self.dossier_id.id,
            "organisateur_id": self.attente_organisateur_id.id,
            "langue": self.attente_langue,
            "module": PARCOURS,
        }
        ici = attentes.search([(nom, "=", valeur) for nom, valeur in cle.items()] + [("state", "=", "attend")])
        attente = ici or attentes.create({**cle, "demandee": min(self.date_debut, aujourdhui())})
        attente._verifier_sans_place()
        return attente

    def _verifier_document(self):
        """Refuse a document that nobody has checked, or without its day.

        :raise UserError: says what to do
        """
        if not self.verifie:
            raise UserError(
                self.env._(
                    "Nobody has checked the document yet. Nothing was saved. Look at it, then say “I have checked it: "
                    "accepted”; or file it, to be checked later."
                )
            )
        if self.type_document_id.date_requise and not self.date_document:
            raise UserError(
                self.env._(
                    "Enter the day that the document bears: %s. Nothing was saved.", self.type_document_id.display_name
                )
            )

    def action_deposer(self):
        """File the document only: it waits to be checked, and nothing is suspended yet.

        :raise AccessError, UserError: in the user's words
        """
        self.ensure_one()
        self.env["parcours.document"]._deposer(
            self.dossier_id, self._pieces(), self.type_document_id, self.date_document
        )
        self._retirer_pieces()
        return {"type": "ir.actions.act_window_close"}
