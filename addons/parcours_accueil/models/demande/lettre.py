# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The letters of a request (loi.md §7b): the acknowledgment of its receipt, then that of the decision. Each is a PDF
made once and kept, in the language that the person wishes, or in both when nobody knows it."""

import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.paroles import dire

from ..courrier.valeurs import langues_de
from ..vocabulaire import CANAUX


class DemandeLettre(models.AbstractModel):
    _name = "parcours.demande.lettre"
    _description = "Request: its letters"

    #: The reports of the two letters, and the word that begins the names of their files.
    _rapport_accuse = ""
    _rapport_decision = ""
    _mot_lettre = ""

    date_accuse = fields.Date("Acknowledged on", readonly=True, copy=False, tracking=True)
    accuse = fields.Binary("Acknowledgment of receipt", attachment=True, readonly=True, copy=False)
    accuse_nom = fields.Char("File name of the acknowledgment", readonly=True, copy=False)

    lettre = fields.Binary("Letter", attachment=True, readonly=True, copy=False)
    lettre_nom = fields.Char("File name of the letter", readonly=True, copy=False)
    lettre_langue = fields.Char("Language of the letter", readonly=True, copy=False)
    mention_id = fields.Many2one(
        "parcours.mention", "Block of remedies", readonly=True, copy=False, ondelete="restrict"
    )

    date_notification = fields.Date("Notified on", readonly=True, copy=False, tracking=True)
    notification_canal = fields.Selection(CANAUX, "Sent by", readonly=True, copy=False, tracking=True)
    notification_preuve = fields.Binary("Proof of the notification", attachment=True, readonly=True, copy=False)
    notification_preuve_nom = fields.Char("File name of the proof", readonly=True, copy=False)

    # ---- what people do ---------------------------------------------------------------------------------------------

    def _accuser(self, jour, langue):
        """Acknowledge the receipt of a request that waits: the letter is made and kept.

        :param date jour: day of the acknowledgment
        :param str langue: a key of ``LANGUES_LETTRE``
        :raise AccessError: for anybody but an agent of the commune of the file
        :raise UserError: when it is decided or acknowledged already, or that day cannot be
        """
        self.ensure_one()
        self._prendre(("demandee",), jour)
        if self.date_accuse:
            raise UserError(self._phrase_accusee())
        if jour < self.date_demande:
            raise UserError(
                self.env._("This cannot happen before %s. Nothing was saved.", format_date(self.env, self.date_demande))
            )
        # sudo: access and state were checked; users may not write this otherwise. The letter needs the day.
        self.sudo().date_accuse = jour
        self._garder_lettre("accuse", self._imprimer(self._rapport_accuse, langue), "-accuse")
        self._apres_accuse()

    def _phrase_accusee(self):
        return self.env._(
            "The receipt was acknowledged on %s already. Nothing was saved.", format_date(self.env, self.date_accuse)
        )

    def _apres_accuse(self):
        """What follows from an acknowledgment."""
        raise NotImplementedError

    def _notifier(self, jour, canal, preuve, nom=False):
        """Keep the day on which the letter was notified, and its proof.

        :param str preuve: the file, in base 64: receipt of the post, card, receipt signed by the person…
        :raise AccessError: for anybody but an agent of the commune of the file
        :raise UserError: when there is no letter, or no proof, or that day cannot be
        """
        self.ensure_one()
        self._autoriser()
        if not self.lettre:
            raise UserError(self.env._("There is no letter to notify. Nothing was saved. Decide on the request first."))
        if jour > aujourdhui():
            raise UserError(self.env._("This date is still to come. Nothing was saved. Enter the day it happened."))
        if jour < self.date_decision:
            raise UserError(
                self.env._(
                    "This cannot happen before %s. Nothing was saved.", format_date(self.env, self.date_decision)
                )
            )
        if not canal or not preuve:
            raise UserError(
                self.env._("Say how the letter was sent and add the proof: both are kept. Nothing was saved.")
            )
        self._verser_au_dossier("notification_preuve")
        # sudo: access was checked; users may not write this otherwise
        self.sudo().write(
            {
                "date_notification": jour,
                "notification_canal": canal,
                "notification_preuve": preuve,
                "notification_preuve_nom": nom or False,
            }
        )

    # ---- the paper --------------------------------------------------------------------------------------------------

    def _faire_lettre(self, langue):
        """Make the letter of the decision and keep it with the request.

        :param str langue: a key of ``LANGUES_LETTRE``
        :raise UserError: when the block of remedies that it must bear is missing
        """
        self.ensure_one()
        # sudo: the letter of a decision that was allowed
        demande = self.sudo()
        demande.mention_id = demande._avec_recours() and demande._mention_lettre(langues_de(langue))
        self._garder_lettre("lettre", self._imprimer(self._rapport_decision, langue))
        demande.lettre_langue = " ".join(langues_de(langue))

    def _imprimer(self, rapport, langue):
        """Return a letter as PDF.

        :param str rapport: xml id of its report
        """
        langues = langues_de(langue)
        # sudo: a letter that was allowed; the address of the person is the register's
        rapports = self.env["ir.actions.report"].sudo()
        rapports = rapports.with_context(lang=langues[0], parcours_langues=langues, force_report_rendering=True)
        return rapports._render_qweb_pdf(rapport, self.ids)[0]

    def _garder_lettre(self, champ, pdf, suffixe=""):
        """Keep a letter in its field. One that was there before goes to the messages of the file: it was printed."""
        self._verser_au_dossier(champ)
        # No number and no name in a file name: it ends in download folders and logs.
        nom = f"{self._mot_lettre}{suffixe}-{self.dossier_id.reference.replace('/', '-')}-{self.id}.pdf"
        # sudo: a letter of what was allowed; users may not write it otherwise
        self.sudo().write({champ: base64.b64encode(pdf), f"{champ}_nom": nom})

    def _verser_au_dossier(self, champ):
        """Put what that field holds among the documents of the file, before something else takes its place."""
        # sudo: the caller was allowed to replace it; whoever reads the file reads its documents
        demande = self.sudo().with_context(bin_size=False)
        if demande[champ]:
            demande.dossier_id.message_post(
                body=dire(
                    self,
                    lambda lu: lu.env._(
                        "Taken back or replaced: this was printed or received before, and is kept here."
                    ),
                ),
                attachments=[(demande[f"{champ}_nom"] or champ, base64.b64decode(demande[champ]))],
            )

    def _langues_lettre(self):
        """Return the languages in which the letter is written, the main one first."""
        return self.env.context.get("parcours_langues") or [self.env.lang or "fr_BE"]

    def _avec_recours(self):
        """Whether the letter of the decision must bear the block of remedies (loi.md §7b)."""
        raise NotImplementedError

    def _est_tranche(self):
        """Whether it was decided on."""
        return bool(self.date_decision)

    def _mention_lettre(self, langues=()):
        """Return the block of remedies of the letter: the one it was made with, else the one in force that day.

        :param langues: those in which it must be written
        :raise UserError: when there is none: no such letter leaves without it
        """
        self.ensure_one()
        # sudo: public text of the letters
        mention = self.sudo().mention_id
        return mention or self.env["parcours.mention"]._en_vigueur(
            "refus", self.company_id, self.date_decision or aujourdhui(), langues
        )

    def _date_lettre(self, jour):
        """Return a day in words of the letter's language: 3 March 2026."""
        return format_date(self.env, jour, date_format="d MMMM y")

    def _contact_lettre(self):
        """Return who can tell more (loi.md §7b), in lines: name and capacity, address, telephone, e-mail."""
        self.ensure_one()
        # sudo: how a colleague is reached, as the letter says it to the person
        demande = self.sudo()
        agent, commune = demande.user_id or demande.decideur_id or demande.env.user, demande.company_id
        qualite = agent.function or self.env._("agent of the newcomers' pathway")
        rue = ", ".join(filter(None, (commune.street, f"{commune.zip or ''} {commune.display_name}".strip())))
        joindre = " · ".join(filter(None, (agent.phone or commune.phone, agent.email or commune.email)))
        administration = self.env._("Municipal administration of %s", commune.display_name)
        return [ligne for ligne in (f"{agent.name}, {qualite}", administration, rue, joindre) if ligne]

    def _adresse_lettre(self):
        """Return the lines of the address, none when the register forbids to communicate it: such a letter is handed
        over, so that no screen and no file shows the address."""
        return self.dossier_id._adresse_courrier()
