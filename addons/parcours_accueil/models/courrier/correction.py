# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What is undone of a letter, with the reason. One that never left is cancelled. What was entered by mistake of one
whose posting is no step (a decision, a reminder …) is taken back, and kept; of one whose posting is a step, the entry
of the ledger is cancelled."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.parcours_socle.jour import aujourdhui, jour_du_moment, maintenant

from ...droit.canaux import CANAUX, INCONNU, MAIN
from ...droit.courriers import POSTE, RECU, RETOURNE
from ...droit.etapes import CHEFS
from .ebox import PAR_EBOX

#: What is known of how a letter left, and of what became of it; what is said by a choice.
DEPART = ("canal", "preuve_envoi", "date_envoi")
SUITE = ("date_reception", "reception", "date_retour", "retour")
CHOIX = ("canal", "reception", "retour")


class CourrierCorrection(models.AbstractModel):
    _name = "parcours.courrier.correction"
    _description = "Letter: cancelled, or corrected"

    motif_annulation = fields.Text("Why it was cancelled", readonly=True, copy=False)
    depart_dit_par_id = fields.Many2one(
        "res.users", "Posting entered by", readonly=True, copy=False, ondelete="restrict"
    )
    depart_dit_le = fields.Datetime("Posting entered on", readonly=True, copy=False)
    suite_dite_par_id = fields.Many2one(
        "res.users", "What became of it entered by", readonly=True, copy=False, ondelete="restrict"
    )
    suite_dite_le = fields.Datetime("What became of it entered on", readonly=True, copy=False)
    corrections = fields.Json("What was taken back", readonly=True, copy=False)
    corrections_dites = fields.Text("Corrected", compute="_compute_corrections_dites")
    corrigeable = fields.Boolean(compute="_compute_corrigeable", export_string_translation=False)

    @api.depends("corrections")
    @api.depends_context("lang")
    def _compute_corrections_dites(self):
        for courrier in self:
            courrier.corrections_dites = "\n".join(map(courrier._dire_correction, courrier.corrections or ())) or False

    def _dire_valeurs(self, valeurs):
        """Return in words what is known of a posting, and of what became of it, ``{column: value}``."""
        lus = {nom: valeurs.get(nom) for nom in (*DEPART, *SUITE)}
        for nom in CHOIX:
            lus[nom] = dict(self._fields[nom]._description_selection(self.env)).get(lus[nom])
        dits = (format_date(self.env, lu) if nom.startswith("date_") else lu for nom, lu in lus.items() if lu)
        return " · ".join(dict.fromkeys(dits))

    def _dit_en_dernier(self):
        """Return in words what a correction would take back."""
        noms = SUITE if self._suite_a_reprendre() else (*DEPART, *SUITE)
        return self._dire_valeurs({nom: self[nom] for nom in noms})

    def _dire_correction(self, correction):
        """Return in words what was taken back: by whom, when, why, and what it said."""
        # sudo: the name of a colleague
        qui = self.env["res.users"].sudo().browse(correction["par"]).name
        return self.env._(
            "%(day)s, %(who)s: %(reason)s (before: %(before)s)",
            day=format_date(self.env, correction["jour"]),
            who=qui,
            reason=correction["motif"],
            before=self._dire_valeurs(correction),
        )

    @api.depends("state", "depart_dit_par_id", "suite_dite_par_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_corrigeable(self):
        for courrier in self:
            dite = courrier.state in (POSTE, RECU, RETOURNE) and not courrier._genre().etape
            dite = dite and not courrier.attestation_id
            courrier.corrigeable = dite and courrier.faisable and courrier._peut_corriger()

    # ---- an attestation ---------------------------------------------------------------------------------------------

    def _verifier_attestation(self, geste):
        """:raise UserError: one of these letters is an attestation, handed over as it was given, by whoever gave it"""
        if geste not in ("regarder", "imprimer", "remettre") and any(courrier.attestation_id for courrier in self):
            raise UserError(self._phrase_attestation())

    def _phrase_attestation(self):
        return self.env._(
            "This attestation was handed over when it was given: it is neither corrected nor cancelled, nor sent "
            "another way. Nothing was saved. Who gave it can withdraw it, with the reason."
        )

    # ---- it never left ----------------------------------------------------------------------------------------------

    def action_annuler(self):
        """Open the window that asks why this letter is cancelled: it never left."""
        self.ensure_one()
        return self._fenetre("annuler", self.env._("Cancel the letter"))

    def _annuler(self, motif):
        """Cancel a letter that never left; what was printed of it stays.

        :raise UserError: no reason, or it left
        """
        self._autoriser()
        if not (motif or "").strip():
            raise UserError(self.env._("Give the reason. Nothing was saved."))
        self.dossier_id._seul()
        self.invalidate_recordset()
        # sudo: access and state were checked; users may not write letters
        self.sudo()._avancer("annuler", motif_annulation=motif.strip())

    # ---- what was said last -----------------------------------------------------------------------------------------

    def _suite_a_reprendre(self):
        """Whether what became of this letter is what was entered last, and not how it left: one handed over was
        received there and then."""
        return self.state in (RECU, RETOURNE) and CANAUX.get(self.canal, INCONNU).preuve != MAIN

    def _peut_corriger(self):
        """Whether the user may take back what was entered last: a head, or who entered it, the same day."""
        if self.env.su or self.dossier_id._roles()[self.dossier_id].intersection(CHEFS):
            return True
        suite = self._suite_a_reprendre()
        # sudo: who entered it, and when
        courrier = self.sudo()
        par, le = (
            (courrier.suite_dite_par_id, courrier.suite_dite_le)
            if suite
            else (courrier.depart_dit_par_id, courrier.depart_dit_le)
        )
        return par == self.env.user and bool(le) and jour_du_moment(le) == aujourdhui()

    def action_corriger(self):
        """Open the window that takes back what was entered last of this letter."""
        self.ensure_one()
        action = self._fenetre("corriger", self.env._("Correct"))
        action["context"]["default_etat_vu"] = self.state
        return action

    def _refus_correction(self):
        """Return in the user's words why nothing of this letter is taken back, or ""."""
        if self.attestation_id:
            return self._phrase_attestation()
        if self.state not in (POSTE, RECU, RETOURNE):
            return self._phrase_etat()
        if self._genre().etape:
            return self.env._(
                "What is known of this letter stands in the ledger of its file: cancel the entry there, with the "
                "reason. Nothing was saved."
            )
        if not self._peut_corriger():
            return self.env._(
                "Who entered this corrects it on the same day; afterwards a head does. Nothing was saved. Ask a head "
                "of your service."
            )
        if self._suite_a_reprendre():
            return ""
        if self.ebox_etat in PAR_EBOX:
            return self.env._("The eBox itself said that this letter left: there is nothing to correct in it.")
        # sudo: whether it was made again since, and whether another one waits to be posted
        courrier = self.sudo()
        if courrier.remplacant_ids or courrier._vues()[courrier.id].autre_en_route:
            return self._phrase_ecart("deja_en_route", ())
        return ""

    def _corriger(self, motif, etat):
        """Take back what was entered last of this letter, its receipt or return, else its posting; what it said is kept
        with the reason, and what is counted from it follows.

        :param etat: where the letter was when the user chose to: a second click takes nothing more back
        :raise AccessError: for anybody but who writes such a letter
        :raise UserError: no reason, or it cannot be taken back, or not by this user
        """
        self.ensure_one()
        self._autoriser()
        if not (motif or "").strip():
            raise UserError(self.env._("Give the reason. Nothing was saved."))
        self.dossier_id._seul()
        self.invalidate_recordset()
        if phrase := self._refus_correction() or (self.state != etat and self._phrase_etat()):
            raise UserError(phrase)
        # sudo: access and state were checked; users may not write letters
        courrier, suite = self.sudo(), self._suite_a_reprendre()
        noms = SUITE if suite else (*DEPART, *SUITE)
        signes = ("suite_dite_par_id", "suite_dite_le") if suite else ("depart_dit_par_id", "depart_dit_le")
        gardee = {
            nom: fields.Date.to_string(lu) if nom.startswith("date_") else lu for nom in noms if (lu := courrier[nom])
        }
        gardee |= {"jour": fields.Date.to_string(aujourdhui()), "le": fields.Datetime.to_string(maintenant())}
        gardee |= {"par": self.env.uid, "motif": motif.strip()}
        courrier._avancer(
            "reprendre_reponse" if suite else "reprendre_envoi",
            **dict.fromkeys((*noms, *signes), False),
            corrections=[*(courrier.corrections or ()), gardee],
        )
