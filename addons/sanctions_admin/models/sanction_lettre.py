# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.parcours_accueil.droit.canaux import (
    CANAUX,
    EBOX,
    INCONNU,
    MAIN,
    PAR_LA_FILE,
    RETOURS,
    SANS_ACCORD,
    SANS_ADRESSE,
)
from odoo.addons.parcours_accueil.droit.delais import ACCESSIBLE, PRESUMEE, Parametres, recevoir
from odoo.addons.parcours_accueil.models.vocabulaire import RECEPTIONS
from odoo.addons.parcours_accueil.models.vocabulaire import RETOURS as MOTS_RETOURS
from odoo.addons.parcours_socle.jour import aujourdhui


class SanctionLettre(models.AbstractModel):
    """What a record of a sanction knows of its letter: how it went, what proves it, what came back. The day it was
    received follows from that, by channel (loi.md §5); without a channel it is the day that was entered, which nothing
    proves."""

    _name = "sanction.lettre"
    _description = "Letter of a sanction"

    #: The field of the day it was sent, and that of the day it was received.
    _champ_envoi = None
    _champ_reception = None
    #: Whether the same record is sent again, another way, once its letter came back.
    _renvoyable = False

    preuve_envoi = fields.Char(
        "Proof of posting",
        copy=False,
        help="Number of the registered letter, or of the list stamped by the post.",
    )
    # law: consent first, withdrawable; post is always possible
    consentement_ebox = fields.Boolean(
        "The person consents to the eBox",
        compute="_compute_consentement_ebox",
        store=True,
        copy=False,
        help="As the file of the person says it on the day on which the letter goes. Without it, the letter goes by "
        "post.",
    )
    retour = fields.Selection(
        [*RECEPTIONS, *MOTS_RETOURS],
        "What came back",
        copy=False,
        help="What the card or the post says of the letter, or what the person proves.",
    )
    date_retour = fields.Date(
        "On", copy=False, help="The day it was presented, refused or received, or on which the letter came back."
    )

    # what the row of its channel says, for the forms (droit/canaux.py)
    en_main = fields.Boolean(compute="_compute_ce_canal", export_string_translation=False)
    par_la_poste = fields.Boolean(compute="_compute_ce_canal", export_string_translation=False)
    numerote = fields.Boolean(compute="_compute_ce_canal", export_string_translation=False)
    sur_accord = fields.Boolean(compute="_compute_ce_canal", export_string_translation=False)
    peut_revenir = fields.Boolean(compute="_compute_ce_canal", export_string_translation=False)

    @api.depends("canal")
    def _compute_ce_canal(self):
        for lettre in self:
            canal = CANAUX.get(lettre.canal, INCONNU)
            lettre.en_main = canal.preuve == MAIN
            lettre.par_la_poste = bool(lettre.canal) and canal.adresse
            lettre.numerote = bool(lettre.canal) and canal.numerote
            lettre.sur_accord = canal.accord
            lettre.peut_revenir = canal.presume

    def _verifier_adresse(self):
        """Refuse that anything goes by post to an address that the register forbids to communicate: it is handed over.

        :raise UserError: in the words of the letters
        """
        # sudo: whether the address is protected, of somebody to whom the user writes; a sentence comes out
        for lettre in self.sudo():
            protegee = lettre.sanction_id.dossier_id.personne_id.adresse_non_communicable
            if protegee and CANAUX.get(lettre.canal, INCONNU).adresse:
                raise UserError(self.env["parcours.courrier"]._phrase_obstacle(SANS_ADRESSE))

    @api.depends(lambda self: ("canal", *filter(None, (self._champ_envoi,))))
    def _compute_consentement_ebox(self):
        """What the file of the person says on the day of the letter, and nothing else."""
        demandent = self.filtered(lambda lettre: CANAUX.get(lettre.canal, INCONNU).accord)
        (self - demandent).consentement_ebox = False
        for jour, lettres in demandent.grouped(lambda lettre: lettre[lettre._champ_envoi] or aujourdhui()).items():
            accordes = self.env["parcours.accord"]._en_vigueur(EBOX, jour, lettres.sanction_id.dossier_id.ids)
            for lettre in lettres:
                lettre.consentement_ebox = lettre.sanction_id.dossier_id.id in accordes

    def _recue(self):
        """Return the `Reception` of the letter; None when it was not sent, or nobody says how."""
        self.ensure_one()
        envoi, reglement = self[self._champ_envoi], self.sanction_id.reglement_id
        if not envoi or not reglement or not (self.canal or self.retour):
            return None
        return recevoir(
            self.canal or None,
            envoi,
            Parametres(reglement._lignes()).jours_presomption,
            bool((self.preuve_envoi or "").strip()),
            self.retour or None,
            self.date_retour or None,
        )

    @property
    def _presumee(self):
        """Whether that it was received is presumed: the day may be to come, and the person may have had it before."""
        recue = self._recue()
        return bool(recue) and recue.mot in (PRESUMEE, ACCESSIBLE)

    @property
    def _revenue(self):
        """Whether it came back without being received."""
        return self.retour in RETOURS

    @api.depends(lambda self: (self._champ_envoi, "canal", "preuve_envoi", "retour", "date_retour"))
    def _compute_reception(self):
        for lettre in self:
            recue = lettre._recue()
            lettre[self._champ_reception] = recue.jour if recue else lettre[self._champ_reception]

    @api.constrains(
        lambda self: (
            self._champ_envoi,
            self._champ_reception,
            *("canal", "preuve_envoi", "retour", "date_retour"),
        )
    )
    def _check_lettre(self):
        for lettre in self.filtered(lambda un: un[un._champ_envoi]):
            if phrase := lettre._faute_lettre():
                raise ValidationError(self.env._("%s Nothing was saved.", phrase))

    @api.constrains(lambda self: ("canal", self._champ_envoi))
    def _check_depart(self):
        """What asks the person first goes with the agreement of that day; and what the application carries itself left
        once the channel has it, whoever says so."""
        for lettre in self.filtered(lambda un: un[un._champ_envoi]):
            canal = CANAUX.get(lettre.canal, INCONNU)
            mot = SANS_ACCORD if canal.accord and not lettre.consentement_ebox else ""
            if not mot and canal.envoie and not lettre._est_deposee():
                mot = PAR_LA_FILE
            if mot:
                raise ValidationError(self.env["parcours.evenement"]._phrase_refus(mot, ()))

    def _est_deposee(self):
        """Whether the eBox has the letter of this record since the day on which it was sent."""
        # one that was cancelled says nothing of its record any more
        domaine = [
            ("sanction_id", "=", self.sanction_id.id),
            ("ebox_etat", "=", "envoye"),
            ("state", "!=", "annule"),
        ]
        # sudo: what the eBox answered of the letter of a record that the user writes; a yes or a no comes out
        courriers = self.env["parcours.courrier"].sudo().search(domaine)
        return any(c._est_de(self) and c._est_depose(self[self._champ_envoi]) for c in courriers)

    def _faute_lettre(self):
        """Return in words what is at fault in what is said of the letter, or None."""
        self.ensure_one()
        canal = CANAUX.get(self.canal, INCONNU)
        envoi, jour = self[self._champ_envoi], self.date_retour
        if canal.numerote and self.canal and not (self.preuve_envoi or "").strip():
            return self.env._("A registered letter has a number: give it as the proof of posting.")
        if bool(self.retour) != bool(jour):
            return self.env._("Say what came back of the letter, and on which day.")
        if self.retour and not (
            self.retour in canal.receptions or (self._revenue and (canal.presume or self._renvoyable))
        ):
            return self.env._("This is not known of a letter that went this way.")
        if jour and not envoi <= jour <= aujourdhui():
            return self.env._(
                "The day of what came back (%s) is before the letter was sent, or to come.", format_date(self.env, jour)
            )
        recue = self._recue()
        if recue and (self[self._champ_reception] or None) != recue.jour:
            return self.env._(
                "The day of the receipt follows from how the letter went: say what came back of it instead."
            )
        return None
