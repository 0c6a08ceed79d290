# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a person asks and the commune decides on documents: the part that exemptions and contestations have in common
(loi.md §3, §6.9, §7b). Asked, acknowledged, decided once, or withdrawn; its letters are in lettre.py."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError, ValidationError
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.paroles import dire
from odoo.addons.parcours_socle.saisie import refuser_champs, sans_defauts

from ..lectures import ITS_EXPLICATION, ITS_LETTRE
from ..vocabulaire import DEUX, GROUPES_REGISTRE

_lt = LazyTranslate(__name__)

#: Who can speak for the person.
DEMANDEURS = [("personne", "The person"), ("representant", "A representative")]
#: What may be written at any time.
CHAMPS_LIBRES = {"note", "textes_vus"}
PAR_LA_DECISION = _lt(
    "These values are written by the decision only: %s. Nothing was saved. Use the buttons of the request."
)


class Demande(models.AbstractModel):
    """One request, and the one decision taken on it. Its model gives ``state``, whose first value is ``demandee``, what
    is asked, and what follows from the decision.

    Every file dropped on a request, through the field or the chatter, is a document of it; the letters are not.
    """

    _name = "parcours.demande"
    _description = "Request that the commune decides on"
    _inherit = [
        "parcours.ligne.dossier",
        "textes.partages.ecriture",
        "parcours.demande.lettre",
        "lecture.tracee",
        "parcours.document.porteur",
        "documents.gardes.champ",
        "reference.lisible",
        "liste.ordonnable",
        "nom.reserve",
        "fil.reserve",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _lisibles = ("dossier_id",)
    _textes = ("note",)
    # the reasons of a decision are those of the explanation
    _montre = {
        "dossier_id": {
            **dict.fromkeys(("note", "motif", "motif_retrait", "documents_vus"), ITS_EXPLICATION),
            **dict.fromkeys(("accuse", "lettre"), ITS_LETTRE),
        }
    }
    _motif_lecture = "dossier"
    _liste_fiches = ("dossier_id",)
    _papiers = frozenset({"accuse", "lettre"})
    _fil_lecteurs = GROUPES_REGISTRE
    _documents_lecteurs = GROUPES_REGISTRE
    _documents_gardiens = "parcours_accueil.group_agent"
    _documents_leveurs = "parcours_accueil.group_chef"
    _document_origine = "demandeur"
    #: The window of its decisions, and the field by which that names the request.
    _fenetre = ("", "")
    #: What the user who records a request may write, and what of it as long as nothing is decided.
    _champs_demande = frozenset()
    _champs_modifiables = frozenset()

    dossier_id = fields.Many2one(
        "parcours.dossier", "File", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="dossier_id.company_id")
    user_id = fields.Many2one(related="dossier_id.user_id", string="Agent")
    note = fields.Text("Notes", help="For colleagues; not in the letter.")

    date_demande = fields.Date("Asked on", required=True, default=aujourdhui, tracking=True)
    demandeur_nom = fields.Char("Name of who asked", help="When it was not the person.")
    attente = fields.Integer(
        "Waiting (days)", compute="_compute_attente", help="Days since it was asked, as long as nothing is decided."
    )

    document_ids = fields.Many2many(
        string="Add documents", help="What the decision rests on. Everything dropped on this request is kept here."
    )
    documents_vus = fields.Json(
        "Documents of the decision", readonly=True, help="Names, or for medical documents the number, when it was made."
    )

    date_decision = fields.Date("Decided on", readonly=True, tracking=True)
    decideur_id = fields.Many2one("res.users", "Decided by", readonly=True, ondelete="restrict")
    motif = fields.Text("Reason", readonly=True, tracking=True)
    date_retrait = fields.Date("Withdrawn or revoked on", readonly=True, tracking=True)
    retire_par_id = fields.Many2one("res.users", "Withdrawn or revoked by", readonly=True, ondelete="restrict")
    motif_retrait = fields.Text("Reason of the withdrawal or revocation", readonly=True, tracking=True)

    _decision_apres_demande = models.Constraint(
        "CHECK(date_decision IS NULL OR date_decision >= date_demande)",
        "The decision cannot come before the request.",
    )
    _retrait_apres_decision = models.Constraint(
        "CHECK(date_retrait IS NULL OR date_retrait >= COALESCE(date_decision, date_demande))",
        "The withdrawal cannot come before the request, nor the revocation before the decision.",
    )

    @api.depends("name", "dossier_id")
    @api.depends_context("lang", "uid")
    def _compute_display_name(self):
        for demande in self:
            demande.display_name = " - ".join(filter(None, (demande.dossier_id.display_name, demande.name)))

    @api.depends("state", "date_demande")
    def _compute_attente(self):
        jour = aujourdhui()
        for demande in self:
            attend = demande.state == "demandee" and demande.date_demande
            demande.attente = (jour - demande.date_demande).days if attend else 0

    @api.constrains("date_demande")
    def _check_date_demande(self):
        jour = aujourdhui()
        if any(demande.date_demande > jour for demande in self):
            raise ValidationError(
                self.env._("The day of the request is still to come. Nothing was saved. Enter the day it was made.")
            )

    # ---- what users write -------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # a default in the context must not say what only a decision says
            self = sans_defauts(self)
            for vals in vals_list:
                self._refuser_champs(vals.keys() - self._champs_demande - CHAMPS_LIBRES - {"dossier_id"})
        # who recorded it does not follow it: the file may move to another commune, and its messages with it
        demandes = super(Demande, self.with_context(mail_create_nosubscribe=True)).create(vals_list)
        demandes._verifier_demande()
        demandes._apres_demande()
        return demandes

    def write(self, vals):
        if not self.env.su:
            propres = {
                nom for nom in vals if not nom.startswith(("message_", "activity_", "my_activity_"))
            } - CHAMPS_LIBRES
            self._refuser_champs(propres - self._champs_modifiables)
            if propres and any(demande.state != "demandee" for demande in self):
                raise UserError(
                    self.env._(
                        "This request is decided: it stays as it was. Nothing was saved. Take the decision back, or "
                        "record a new request."
                    )
                )
        resultat = super().write(vals)
        self._apres_modification(vals)
        return resultat

    def unlink(self):
        if not self.env.su:
            raise UserError(
                self.env._("A request cannot be deleted. Nothing was deleted. Withdraw it instead, with the reason.")
            )
        return super().unlink()

    def copy_data(self, default=None):
        raise UserError(self.env._("A request cannot be duplicated. Record a new one from the file."))

    def _refuser_champs(self, noms):
        """Refuse a user's write on what only the buttons write.

        :raise AccessError: naming the fields in the user's words
        """
        refuser_champs(self, noms, PAR_LA_DECISION)

    def _documents_leves(self, documents, motif):
        self.dossier_id._dire_documents_leves(documents, motif)

    def _documents_figes(self):
        return self.filtered(lambda demande: demande.state != "demandee")

    def _inverse_document_ids(self):
        """What was just dropped here waits to be checked."""
        resultat = super()._inverse_document_ids()
        self._recevoir_documents()
        return resultat

    # ---- doors of the model -----------------------------------------------------------------------------------------

    def _verifier_demande(self):
        """Refuse a request that the file does not allow.

        :raise UserError: in the user's words
        """
        raise NotImplementedError

    def _apres_demande(self):
        """What follows from requests just recorded."""
        raise NotImplementedError

    def _apres_modification(self, vals):
        """What follows from a change of these requests."""
        raise NotImplementedError

    def _apres_decision(self):
        """What follows from a decision, or a withdrawal, just written."""
        raise NotImplementedError

    def _noms_documents(self):
        """Return what is kept of the documents of this request with its decision."""
        raise NotImplementedError

    # ---- several at once, and on paper ------------------------------------------------------------------------------

    def action_accuser_reception(self):
        """Acknowledge today the receipt of these requests, each by its letter, in the language wished for; where nobody
        asked, in both, and a list asks."""
        return self.env["feuille.resultat"]._faire(
            self.env._("Acknowledge receipt"), self, lambda demandes: demandes._accuser_chacune(), self._refus_accuse
        )

    def _accuser_chacune(self):
        jour = aujourdhui()
        for demande in self:
            demande._accuser(jour, demande.dossier_id.langue or DEUX)

    @staticmethod
    def _refus_accuse(demandes):
        """Return ``{id: why the receipt is not acknowledged}``, as the button of one request says it."""
        refus = {}
        for demande in demandes:
            if demande.state != "demandee":
                refus[demande.id] = demande._phrase_fermee()
            elif demande.date_accuse:
                refus[demande.id] = demande._phrase_accusee()
        return refus

    def _colonnes_propres(self):
        return [
            (self._fields["name"]._description_string(self.env), False),
            (self.env._("Asked on"), True),
            (self.env._("Documents"), False),
            (self.env._("Status"), False),
        ]

    def _cases_propres(self):
        nombre = self.document_count or ""
        return self.name, self._jour_imprime(self.date_demande), nombre, self._mot_imprime("state")

    # ---- what people decide -----------------------------------------------------------------------------------------

    def _creation_message(self):
        # Odoo's "%s created" agrees with nothing
        return dire(self, lambda lu: lu.env._("Request recorded"))

    def action_decider(self):
        """Open the small window of the decision named in the context (``parcours_decision``)."""
        self.ensure_one()
        decision = self.env.context.get("parcours_decision")
        if not decision:
            raise UserError(self.env._("Use one of the buttons of the request. Nothing was saved."))
        fenetre, champ = self._fenetre
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": fenetre,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{champ}": self.id, "default_decision": decision},
        }

    def _decider(self, etat, jour, motif, langue, **valeurs):
        """Take the decision: check, write, make the letter, do what follows.

        :param str etat: what is decided, a value of ``state``
        :param date jour: day of the decision
        :param str motif: the reason, as the letter says it
        :param str langue: language of the letter (lettre.py); empty: no letter is made
        :return: the letter, to be printed; None when none is made
        :raise AccessError: for anybody but an agent of the commune of the file
        :raise UserError: when this cannot be decided now; says what to do
        """
        self.ensure_one()
        self._prendre(("demandee",), jour, motif or "")
        if jour < self.date_demande:
            raise UserError(
                self.env._(
                    "This was asked on %s: it cannot be decided before. Nothing was saved.",
                    format_date(self.env, self.date_demande),
                )
            )
        self._verifier_documents(favorable=etat != "refusee")
        # who decides looks at what the decision rests on
        self._journaliser_lecture(ITS_EXPLICATION, "courrier")
        # sudo: access and state were checked; users may not write a decision otherwise. sudo keeps who decides.
        self.sudo().write(
            {
                "state": etat,
                "date_decision": jour,
                "decideur_id": self.env.uid,
                "motif": motif.strip(),
                "documents_vus": self._noms_documents(),
                **valeurs,
            }
        )
        courrier = self._ecrire(self._genre_decision, langue) if langue else None
        self._apres_decision()
        return courrier

    def _retirer(self, jour, motif):
        """Record that the person withdraws a request that is not decided.

        :raise AccessError: for anybody but an agent of the commune of the file
        :raise UserError: when it is decided already, or that day cannot be
        """
        self._mettre_fin("demandee", "retiree", jour, motif, self.date_demande)

    def _mettre_fin(self, avant, apres, jour, motif, premier):
        self.ensure_one()
        self._prendre((avant,), jour, motif or "")
        if premier and jour < premier:
            raise UserError(
                self.env._("This cannot happen before %s. Nothing was saved.", format_date(self.env, premier))
            )
        # sudo: access and state were checked; users may not write this otherwise. sudo keeps who does it.
        self.sudo().write(
            {
                "state": apres,
                "date_retrait": jour,
                "retire_par_id": self.env.uid,
                "motif_retrait": motif.strip(),
            }
        )
        self._apres_decision()

    def _prendre(self, etats, jour, motif=None):
        """Check who decides, when and why, and take the request for this transaction, so that two people never both
        decide on it.

        :param motif: the reason; None when none is asked
        :raise AccessError, UserError: in the user's words
        """
        self._autoriser()
        if jour > aujourdhui():
            raise UserError(self.env._("This date is still to come. Nothing was saved. Enter the day it happened."))
        if motif is not None and not motif.strip():
            raise UserError(self.env._("Give the reason. Nothing was saved."))
        try:
            # sudo: the right to decide was checked; a row is locked, nothing is read
            self.sudo().lock_for_update(allow_referencing=True)
        except LockError as erreur:
            raise UserError(
                self.env._("Somebody else is deciding on this request now. Nothing was saved. Look at it again.")
            ) from erreur
        self.invalidate_recordset()
        if self.state not in etats:
            raise UserError(self._phrase_fermee())

    def _phrase_fermee(self):
        return self.env._(
            "This request is not open to that any more: it is “%s”. Nothing was saved. Look at it again.",
            self._mot_imprime("state"),
        )

    def _autoriser(self):
        """The commune in charge of the file decides (loi.md §3, §6.9); Vivalis and the others read.

        :raise AccessError: for anybody else
        """
        if self.env.su:
            return
        self.check_access("write")
        ici = self.dossier_id.company_id in self.env.companies
        if not ici or not self.env.user.has_group("parcours_accueil.group_agent"):
            raise AccessError(
                self.env._("Only an agent of the commune in charge of the file decides on it. Nothing was saved.")
            )
