# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.documents import manque
from ...models.vocabulaire import CANAUX, LANGUES_LETTRE

#: What is decided on documents.
TRANCHEES = ("accorder", "accepter", "refuser")
#: What a letter tells.
ECRITES = (*TRANCHEES, "revoquer")
#: What tells whether all that a decision requires is there.
EXIGE_SELON = ("date", "motif", "langue", "canal", "preuve", "verifie", "date_document", "decision")
#: What is done with any request besides deciding on it.
SUITES = [("accuser", "Acknowledge receipt"), ("notifier", "Record the notification")]


class ParcoursDemandeFenetre(models.AbstractModel):
    """The part that the small windows of requests have in common: when, why, in which language, and what is the same
    for all of them. The window names its request (`_demande`), what can be decided, and does that."""

    _name = "parcours.demande.fenetre"
    _inherit = ["fenetre.exigeante", "reference.lisible"]
    _description = "Window of a request"

    #: The field of the request.
    _demande = ""

    date = fields.Date("On", required=True, default=aujourdhui)
    motif = fields.Text("Reason")
    langue = fields.Selection(
        LANGUES_LETTRE,
        "Language that the person wishes",
        compute="_compute_langue",
        store=True,
        readonly=False,
        help="Ask before the first letter; it is kept on the file, with your name and the day.",
    )
    canal = fields.Selection(CANAUX, "Sent by")
    preuve = fields.Binary("Proof", attachment=False)
    preuve_nom = fields.Char("File name of the proof")
    verifie = fields.Boolean(
        "I have checked the documents: accepted", help="They count from now on. Refuse one on its own page."
    )
    documents_attendent = fields.Boolean(compute="_compute_documents_attendent", export_string_translation=False)
    jour_manque = fields.Boolean(compute="_compute_documents_attendent", export_string_translation=False)
    date_document = fields.Date("Day of the document", help="Of those that bear one that nobody entered yet.")

    @api.depends(lambda self: [f"{self._demande}.dossier_id.langue"] if self._demande else [])
    def _compute_langue(self):
        for fenetre in self:
            # never guessed: who does not know asks first
            fenetre.langue = fenetre[self._demande].dossier_id.langue

    @api.depends(lambda self: [self._demande] if self._demande else [])
    def _compute_documents_attendent(self):
        for fenetre in self:
            demande = fenetre[self._demande]
            # what was dropped there and was not received yet is there too
            connus = demande._documents_a_compter()
            nouveaux = demande._documents_remis() - connus.piece_id
            attendent = connus.filtered(lambda d: d.state == "recu")
            fenetre.documents_attendent = bool(attendent or nouveaux)
            requise = nouveaux and demande._type_document().date_requise
            fenetre.jour_manque = bool(requise or attendent.filtered(lambda d: d.date_requise and not d.date_document))

    def _exigences(self):
        """What the decision needs, by what it is."""
        exigences, demande = [], self[self._demande]
        if self.decision in TRANCHEES:
            # sudo: how many wait and count; who opens them is another matter
            etats = demande._documents_a_compter().mapped("state")
            favorable = self.decision != "refuser"
            if self.documents_attendent:
                etats = [etat for etat in etats if etat != "recu"] + ["accepte" if self.verifie else "recu"]
            phrase = self.env._("A document that was checked and accepted")
            if not favorable:
                phrase = self.env._("Documents that were all checked")
            exigences.append((phrase, not manque(etats, favorable)))
            if self.verifie and self.jour_manque:
                exigences.append((self.env._("The day that the document bears"), bool(self.date_document)))
        exigences.append((self.env._("The day"), bool(self.date)))
        if self.decision == "accuser":
            return [*exigences, (self.env._("The language of the letter"), bool(self.langue))]
        if self.decision == "notifier":
            exigences.append((self.env._("How the letter was sent"), bool(self.canal)))
            exigences.append((self.env._("The proof of it"), bool(self.preuve)))
        else:
            exigences.append((self.env._("The reason"), bool((self.motif or "").strip())))
        if self.decision in ECRITES:
            exigences.append((self.env._("The language of the letter"), bool(self.langue)))
        return [*exigences, *self._exigences_propres()]

    def _exigences_propres(self):
        """Return what the decisions of this window require besides."""
        raise NotImplementedError

    def action_confirmer(self):
        """Do what the window is for, with the checks of the request; the window closes."""
        self.ensure_one()
        demande = self[self._demande]
        if self.verifie and self.decision in TRANCHEES:
            demande._controler_documents(self.date_document)
        courrier = None
        match self.decision:
            case "accuser":
                courrier = demande._accuser(self.date, self.langue)
            case "notifier":
                demande._notifier(self.date, self.canal, self.preuve, self.preuve_nom)
            case _:
                courrier = self._confirmer(demande)
        return courrier._imprimer_ou_dire() if courrier else {"type": "ir.actions.act_window_close"}

    def _confirmer(self, demande):
        """Take the decision of this window on its request; return its letter, to be printed, or None."""
        raise NotImplementedError
