# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A person contests being obliged, or a fact (loi.md §6.9): the request and its limits.

What every request has is in ../demande/, what is decided and undone here in decision.py.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.registre_national.soap.modele import IT_PERMIS

from ..demande.parcours_demande import DEMANDEURS
from ..lectures import ITS_EXPLICATION
from ..vocabulaire import FAITS, GROUPES_REGISTRE

GENRES = [("obligation", "Being obliged"), ("fait", "A fact")]
ETATS = [
    ("demandee", "To decide"),
    ("acceptee", "Accepted"),
    ("refusee", "Refused"),
    ("retiree", "Withdrawn"),
    ("annulee", "Entered by mistake"),
]
#: What the register has answered to a reported difference.
REPONDUES = ("refusee", "close")
#: What may be written while nothing is decided: what was contested, and when, stands in the ledger.
CHAMPS_MODIFIABLES = frozenset({"demandeur", "demandeur_nom", "document_ids"})


class ParcoursContestation(models.Model):
    """One contestation, and the one decision taken on it. Each step is an event of the file.

    ::

        demandee ──accept──> acceptee
           ├──refuse──> refusee
           ├──the person withdraws it──> retiree
           └──entered by mistake──> annulee

    A cancelled decision, or withdrawal, makes it wait again. While it holds (`bloque`), the person is neither summoned
    nor found to refuse; the terms run.
    """

    _name = "parcours.contestation"
    _description = "Contestation"
    # Parts first: what they override of Odoo's own must win.
    _inherit = ["parcours.contestation.decisions", "parcours.demande"]
    _order = "date_demande desc, id desc"
    _rec_names_search = ["dossier_id"]
    _lisibles = ("dossier_id", "information_id")
    _textes = ("note", "texte")
    _montre = {
        "dossier_id": {"texte": ITS_EXPLICATION},
        "information_id": {"information_id": IT_PERMIS},
    }
    _fenetre = ("parcours.contestation.decision", "contestation_id")
    _champs_demande = CHAMPS_MODIFIABLES | {"genre", "fait", "information_id", "texte", "date_demande"}
    _champs_modifiables = CHAMPS_MODIFIABLES
    _champ_courrier = "contestation_id"
    _genre_decision = "decision_contestation"
    _document_champ = "contestation_id"
    _rapport_liste = "parcours_accueil.parcours_contestation_liste_report"

    name = fields.Char("Contestation", compute="_compute_name")
    genre = fields.Selection(GENRES, "What is contested", required=True, default="obligation")
    fait = fields.Selection("_selection_fait", "Fact of the file")
    personne_id = fields.Many2one(related="dossier_id.personne_id")
    information_id = fields.Many2one(
        "registre.information",
        "Entry of the register",
        ondelete="restrict",
        domain="[('personne_id', '=', personne_id), ('known_until', '=', False)]",
        help="Empty when the register misses something.",
    )
    texte = fields.Text("What the person says", required=True)
    demandeur = fields.Selection(DEMANDEURS, "Contested by", required=True, default="personne")
    state = fields.Selection(ETATS, "Status", required=True, default="demandee", readonly=True, tracking=True)
    anomalie_id = fields.Many2one("registre.anomalie", "Reported to the register", readonly=True, ondelete="restrict")
    bloque = fields.Boolean(
        "No summons and no finding", compute="_compute_bloque", store=True, help="As long as this holds."
    )
    courrier_ids = fields.One2many(
        "parcours.courrier", "contestation_id", "Letters", readonly=True, groups=GROUPES_REGISTRE
    )
    preuve_ids = fields.One2many("parcours.document", "contestation_id", "Documents of the request", readonly=True)
    evenement_ids = fields.One2many("parcours.evenement", "contestation_id", "Events")

    _demande_unique = models.UniqueIndex(
        "(dossier_id, genre) WHERE state = 'demandee'",
        "Such a contestation already waits in this file. Nothing was saved. Decide on it first.",
    )
    _a_decider_idx = models.Index("(date_demande) WHERE state = 'demandee'")

    @api.model
    def _selection_fait(self):
        champs = self.env["parcours.dossier"]._fields
        return [(nom, champs[nom]._description_string(self.env)) for nom in FAITS if nom in champs]

    @api.depends("genre", "fait", "information_id")
    @api.depends_context("lang")
    def _compute_name(self):
        genres, faits = (dict(self._fields[nom]._description_selection(self.env)) for nom in ("genre", "fait"))
        for contestation in self:
            fait = contestation.genre == "fait" and faits.get(contestation.fait)
            contestation.name = fait or genres.get(contestation.genre)

    @api.depends("state", "genre", "anomalie_id.state")
    def _compute_bloque(self):
        """While it waits; once it is accepted, a fact until the register has answered for good, being obliged as long
        as the decision stands."""
        for contestation in self:
            repondue = contestation.genre == "fait" and contestation.anomalie_id.state in REPONDUES
            attend = contestation.state == "acceptee" and not repondue
            contestation.bloque = contestation.state == "demandee" or attend

    def _titre_imprime(self):
        return self.env._("List of contestations")

    # ---- the request ------------------------------------------------------------------------------------------------

    def _verifier_demande(self):
        for contestation in self.filtered(lambda c: c.state == "demandee"):
            dossier = contestation.dossier_id
            if contestation.genre == "obligation" and (dossier.phase != "dossier" or dossier.volontaire):
                raise UserError(
                    self.env._(
                        "This person is not obliged to anything: only an obliged person can contest it. Nothing was "
                        "saved. If a fact is wrong, choose “A fact”."
                    )
                )
            if contestation.genre == "fait" and not (contestation.fait or contestation.information_id):
                raise UserError(
                    self.env._("Say which fact of the file, or which entry of the register. Nothing was saved.")
                )
            # sudo: whose entry it is, nothing else
            if contestation.information_id and contestation.sudo().information_id.personne_id != dossier.personne_id:
                raise UserError(self.env._("The entry is not one of this person. Nothing was saved."))

    def _verifier_seule(self):
        """Refuse a second contestation of a kind that would wait in the same file.

        :raise UserError: in the user's words
        """
        # sudo: the other contestations of the file, whatever companies are ticked
        autres = self.sudo().search([("dossier_id", "in", self.dossier_id.ids), ("state", "=", "demandee")]) - self
        pris = {(autre.dossier_id.id, autre.genre) for autre in autres}
        propres = [(contestation.dossier_id.id, contestation.genre) for contestation in self]
        if pris.intersection(propres) or len(set(propres)) < len(propres):
            raise UserError(
                self.env._("Such a contestation already waits in this file. Nothing was saved. Decide on it first.")
            )

    def _apres_demande(self):
        for contestation in self:
            contestation._autoriser()
            contestation._inscrire("demandee", contestation.date_demande)

    def _apres_modification(self, vals):
        """Nothing follows from what may be changed."""

    def _noms_documents(self):
        self.ensure_one()
        # names kept with the decision; whoever reads the file may know what it rests on
        return self._pieces_comptees().mapped("name")

    def _type_document(self):
        return self.env["parcours.document.type"]._demande_par("contestation", self.genre)[:1]

    def _avec_recours(self):
        return True
