# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The letters of a request (loi.md §7b): the acknowledgment of its receipt, then that of the decision. Both are letters
of the file as any other (../courrier/); what was printed before they were stays here, readable."""

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.paroles import dire

from ...droit.courriers import ACCUSE, SANS_SUITE, Acte
from ...droit.delais import PRESUMEE
from ..vocabulaire import CANAUX


class DemandeLettre(models.AbstractModel):
    _name = "parcours.demande.lettre"
    _description = "Request: its letters"

    #: The field by which a letter says that it answers this request, the kind of that of the decision, and of that of
    #: the one that takes it back.
    _champ_courrier = ""
    _genre_decision = ""
    _genre_fin = ""

    date_accuse = fields.Date("Acknowledged on", readonly=True, copy=False, tracking=True)
    lettre_a_ecrire = fields.Boolean(compute="_compute_lettre_a_ecrire", export_string_translation=False)
    date_notification = fields.Date("Notified on", readonly=True, copy=False, tracking=True)
    notification_canal = fields.Selection(CANAUX, "Sent by", readonly=True, copy=False, tracking=True)
    notification_presumee = fields.Boolean(
        "Presumed, until something else is known",
        readonly=True,
        copy=False,
        help="The third working day after a proved posting; the card or the person may say another day.",
    )

    # ---- printed before letters were a model of their own: kept, never written again --------------------------------

    accuse = fields.Binary("Acknowledgment of receipt", attachment=True, readonly=True, copy=False)
    accuse_nom = fields.Char("File name of the acknowledgment", readonly=True, copy=False)
    lettre = fields.Binary("Letter", attachment=True, readonly=True, copy=False)
    lettre_nom = fields.Char("File name of the letter", readonly=True, copy=False)
    lettre_langue = fields.Char("Language of the letter", readonly=True, copy=False)
    mention_id = fields.Many2one(
        "parcours.mention", "Block of remedies", readonly=True, copy=False, ondelete="restrict"
    )
    notification_preuve = fields.Binary("Proof of the notification", attachment=True, readonly=True, copy=False)
    notification_preuve_nom = fields.Char("File name of the proof", readonly=True, copy=False)

    # ---- what people do ---------------------------------------------------------------------------------------------

    def _accuser(self, jour, langue):
        """Acknowledge the receipt of a request that waits: its letter is made, to be printed.

        :param date jour: day of the acknowledgment
        :param str langue: a key of ``LANGUES_LETTRE``
        :return: the letter
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
        # sudo: access and state were checked; users may not write this otherwise
        self.sudo().date_accuse = jour
        courrier = self._ecrire(ACCUSE, langue)
        self._apres_accuse()
        return courrier

    def _phrase_accusee(self):
        return self.env._(
            "The receipt was acknowledged on %s already. Nothing was saved.", format_date(self.env, self.date_accuse)
        )

    def _apres_accuse(self):
        """What follows from an acknowledgment."""
        raise NotImplementedError

    def _reprendre_accuse(self):
        """The letter that acknowledged the receipt of this request (superuser) went nowhere: unless another one did, or
        waits to, nothing was acknowledged, and it can be done again."""
        restent = self.courrier_ids.filtered(lambda c: c.genre == ACCUSE and c.state not in SANS_SUITE)
        if self.date_accuse and not (restent or self.accuse):
            self.date_accuse = False
            self._apres_accuse_repris()

    def _apres_accuse_repris(self):
        """What follows from an acknowledgment that went nowhere."""
        raise NotImplementedError

    def _notifier(self, jour, canal, preuve, nom=False):
        """Keep the day on which a letter that was printed here was notified, and its proof: one printed before letters
        were a model of their own. Of any other it is said on the letter.

        :param str preuve: the file, in base 64: receipt of the post, card, receipt signed by the person…
        :raise AccessError: for anybody but an agent of the commune of the file
        :raise UserError: when there is no such letter, or no proof, or that day cannot be
        """
        self.ensure_one()
        self._autoriser()
        if not self.lettre:
            raise UserError(
                self.env._(
                    "There is no letter to notify here. Nothing was saved. Say on the letter itself how it left and "
                    "was received."
                )
            )
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

    def action_ecrire_lettre(self):
        """Open the window that makes the letter of the last act: there is none yet, or it never left."""
        self.ensure_one()
        self.check_access("write")
        return self.dossier_id.with_context(
            parcours_courrier=self._genre_acte(), parcours_objet=(self._champ_courrier, self.id)
        ).action_ecrire()

    @api.depends("state", "courrier_ids.state", "lettre")
    def _compute_lettre_a_ecrire(self):
        for demande in self:
            # sudo: whether there is a letter, nothing of it
            faites = demande.sudo().courrier_ids.filtered(
                lambda c, d=demande: c.genre == d._genre_acte() and c.state not in SANS_SUITE
            )
            ancienne = demande.lettre and not demande._est_fini()
            demande.lettre_a_ecrire = demande._est_tranche() and not (faites or ancienne)

    # ---- the letters ------------------------------------------------------------------------------------------------

    def _ecrire(self, genre, langue):
        """Make a letter about this request, to be printed, and return it.

        :param str langue: a key of ``LANGUES_LETTRE``
        :raise UserError: when such a letter cannot be made now, or its text or block of remedies is missing
        """
        self.ensure_one()
        courrier = self.env["parcours.courrier"]._faire(
            self.dossier_id, genre, langue, **{self._champ_courrier: self.id}
        )
        courrier._verifier_textes()
        return courrier

    def _annuler_lettres(self, *genres):
        """Cancel the letters of these kinds that did not leave: what they say was taken back."""
        # sudo: what follows from a step that was allowed; what was printed stays
        self.sudo().courrier_ids.filtered(lambda c: c.genre in genres)._annuler_en_route()

    def _lettre_suit(self, courrier):
        """Keep with this request (superuser) whether, when and how the letter of its decision was received; the first
        of them that was, when it was sent again."""
        if courrier.genre != self._genre_decision:
            return
        siens = self.courrier_ids.filtered(lambda c: c.genre == self._genre_decision and c.state not in SANS_SUITE)
        recues = [(recue, c.canal) for c in siens.sorted("id") if (recue := c._recue()).jour]
        recue, canal = min(recues, key=lambda lue: lue[0].jour, default=(None, False))
        self.write(
            {
                "date_notification": recue and recue.jour,
                "notification_canal": canal,
                "notification_presumee": bool(recue) and recue.mot == PRESUMEE,
            }
        )

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

    def _avec_recours(self):
        """Whether the letter of the decision must bear the block of remedies (loi.md §7b)."""
        raise NotImplementedError

    def _est_tranche(self):
        """Whether it was decided on."""
        return bool(self.date_decision)

    def _est_fini(self):
        """Whether what was given was taken back by another decision, which has a letter of its own."""
        return bool(self._genre_fin and self.date_decision and self.date_retrait)

    def _genre_acte(self):
        """Return the kind of letter that tells the last act."""
        return self._genre_fin if self._est_fini() else self._genre_decision

    def _acte(self, fini=False):
        """Return the act that a letter tells (`droit.courriers.Acte`).

        :param fini: that which took back what was given, and not the decision
        """
        self.ensure_one()
        if fini:
            return Acte(self.date_retrait, self.motif_retrait, self.retire_par_id)
        return Acte(self.date_decision, self.motif, self.decideur_id)
