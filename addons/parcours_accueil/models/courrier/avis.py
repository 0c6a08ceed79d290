# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The e-mail that says that a letter waits at the counter (parcours_socle/papier/avis.py): no channel, and no
notification; nothing of the person is in it."""

import logging
import smtplib

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle.jour import maintenant
from odoo.addons.parcours_socle.papier import avis

from ...droit.canaux import CANAUX, REMISE
from ...droit.courriers import IMPRIME

_logger = logging.getLogger(__name__)


class CourrierAvis(models.AbstractModel):
    _name = "parcours.courrier.avis"
    _description = "Letter: the notice that it waits"

    avis_le = fields.Datetime("Told by e-mail on", readonly=True, copy=False)
    avis_par_id = fields.Many2one("res.users", "Told by e-mail by", readonly=True, copy=False, ondelete="restrict")
    avis_possible = fields.Boolean(compute="_compute_avis_possible", export_string_translation=False)

    @api.depends("state", "avis_le")
    def _compute_avis_possible(self):
        for courrier in self:
            # sudo: whether the person agreed, of a file that the reader of the letter reads
            dossier = courrier.sudo().dossier_id
            courrier.avis_possible = courrier.state == IMPRIME and not courrier.avis_le and dossier.accord_avis

    def action_avertir(self):
        """Tell the person by e-mail that this letter waits; once a letter.

        :raise AccessError: for anybody but an agent of the commune of the file
        :raise UserError: in the user's words; nothing was sent
        """
        self.ensure_one()
        self._autoriser()
        self.dossier_id._seul()
        self.invalidate_recordset()
        # sudo: access was checked; the address of the person is for this, and users may not write letters
        courrier = self.sudo()
        if phrase := courrier._refus_avis():
            raise UserError(phrase)
        courrier._envoyer_avis()
        courrier.write({"avis_le": maintenant(), "avis_par_id": self.env.uid})

    def _refus_avis(self):
        """Return in the user's words why the person is not told of this letter (superuser), or None."""
        dossier, canal = self.dossier_id, REMISE if self.remis else self.lot_id.canal or REMISE
        if self.avis_le:
            return self.env._("The person was told of this letter already. Nothing was sent again.")
        if self.state != IMPRIME or not CANAUX[canal].avis:
            return self.env._("Only a printed letter that waits at the counter is told by e-mail. Nothing was sent.")
        if not dossier.accord_avis or not dossier.courriel:
            return self.env._(
                "The person did not agree to notices by e-mail, or their address is missing. Nothing was sent. Ask, "
                "and tick it on the file."
            )
        if not self.company_id.email:
            return self.env._(
                "The commune has no e-mail address to write from. Nothing was sent. Ask the administrator to fill it "
                "in."
            )
        return None

    def _avis(self):
        """Return what the e-mail of this letter (superuser) says, in both languages, of the unit alone."""
        autorites, contacts = {}, {}
        for code in avis.TEXTES:
            courrier = self.with_context(lang=f"{code}_BE")
            commune = courrier._emetteur()
            autorites[code] = courrier._nom_emetteur()
            contacts[code] = [autorites[code], courrier._adresse(commune), commune.phone or "", commune.email]
        return avis.rediger(autorites, contacts)

    def _envoyer_avis(self):
        """Send the notice of this letter (superuser) through the mail server of the settings.

        :raise UserError: it could not be sent; the address is in no text and in no log
        """
        ecrit, serveurs = self._avis(), self.env["ir.mail_server"]
        message = serveurs._build_email__(
            self.company_id.email,
            [self.dossier_id.courriel],
            ecrit.objet,
            ecrit.html,
            body_alternative=ecrit.texte,
            subtype="html",
            headers=ecrit.entetes,
        )
        # a session of ours: Odoo writes what a server refuses, and whom, into the log
        try:
            session = serveurs._connect__(smtp_from=message["From"])
            if session is None:
                raise ConnectionError("no mail leaves")
            de, a, message = serveurs._prepare_email_message__(message, session)
            with session:
                session.send_message(message, de, a)
        except (smtplib.SMTPException, OSError, UserError, AssertionError) as erreur:
            _logger.warning("a notice by e-mail was not sent: %s", type(erreur).__name__)
            raise UserError(
                self.env._(
                    "The e-mail could not be sent: the mail server does not answer, is not set up, or refuses the "
                    "address. Nothing was kept; the letter still waits. Check the address, or tell the person "
                    "otherwise."
                )
            ) from None
