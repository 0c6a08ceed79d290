# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a user may write of a sanction, and what can be: dates in order, one of each, the ceiling."""

from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.saisie import hors_du_fil, refuser_champs

from ...droit.ordre import fautes
from ..etape.libelles import DETAILS, FAUTES, PAR_LES_ETAPES, PAS

#: What a user may write; everything else follows from steps, and the lines are guarded by their own models.
CHAMPS_LIBRES = {"priority", "color", "infraction_ids", "audition_ids", "decision_ids", "recours_ids", "mouvement_ids"}


class Constat(NamedTuple):
    """What is at fault in some sanctions: `fautes`: ``{(infringement, droit.ordre.Faute)}`` in order; `totaux`: the
    fines of each person that count, by pathway file."""

    fautes: dict
    totaux: dict


class SanctionDossierGarde(models.AbstractModel):
    _name = "sanction.dossier.garde"
    _description = "Sanction file: its guard"

    def write(self, vals):
        if not self.env.su:
            self._refuser_champs(vals)
        return super().write(vals)

    def copy_data(self, default=None):
        raise UserError(self.env._("A sanction cannot be duplicated: it follows from a finding of refusal."))

    def _refuser_champs(self, vals):
        """Refuse a user's write on what steps write: person, official, dates, reference, stage.

        :raise AccessError: naming the fields in the user's words
        """
        refuser_champs(self, hors_du_fil(vals) - CHAMPS_LIBRES, PAR_LES_ETAPES)

    def _refuser_clos(self):
        """:raise UserError: when one of these is closed"""
        if any(sanction.stage_code == "cloture" for sanction in self):
            raise UserError(
                self.env._(
                    "This sanction is closed. Nothing was saved. If it was closed too early, cancel the closing in the "
                    "tab “Events” first."
                )
            )

    def _prendre(self):
        """Let one person at a time enter something for the persons of these sanctions, and return what is at fault
        there before it: the ceiling is that of one person, whatever the number of sanctions.

        :return: a `Constat`, for :meth:`_verifier`
        """
        # sudo: a row is taken, and faults are looked at; nothing of it comes out but a sentence
        self.sudo().dossier_id._seul()
        return self._constat()

    def _constat(self):
        """Return what is at fault in these sanctions now, a `Constat`."""
        # sudo: faults follow from the whole of a sanction, and of the person's other ones
        sanctions, jour = self.sudo().with_context(active_test=False), aujourdhui()
        trouvees = {(i, faute): None for i in sanctions.infraction_ids for faute in fautes(i._cours(), jour)}
        sommes = (
            self.env["sanction.decision"]
            .sudo()
            .with_context(active_test=False)
            ._read_group(
                [
                    ("sanction_id.dossier_id", "in", sanctions.dossier_id.ids),
                    ("decision", "=", "amende"),
                    ("annulee", "=", False),
                ],
                ["sanction_id"],
                ["montant:sum"],
            )
        )
        totaux = {}
        for sanction, somme in sommes:
            totaux[sanction.dossier_id] = totaux.get(sanction.dossier_id, 0) + somme
        return Constat(trouvees, totaux)

    def _verifier(self, avant):
        """Refuse what was just written when it leaves a fault that was not there before (droit/ordre.py), or takes the
        fines of one person above the ceiling (art. 15 §1).

        :param Constat avant: of before
        :raise ValidationError: in the user's words
        """
        if not self:
            return
        apres = self._constat()
        for infraction, faute in apres.fautes:
            if (infraction, faute) not in avant.fautes:
                raise ValidationError(self.env._("%s Nothing was saved.", self._phrase_faute(faute)))
        for dossier, total in apres.totaux.items():
            if total > avant.totaux.get(dossier, 0):
                self._verifier_plafond(dossier, total)

    def _verifier_decisions(self, decisions):
        """Refuse any fault of the infringements of decisions, and fines above the ceiling: before they are notified."""
        infractions = decisions.infraction_id
        constat = self._constat()
        for infraction, faute in constat.fautes:
            if infraction in infractions:
                raise ValidationError(self.env._("%s Nothing was saved.", self._phrase_faute(faute)))
        for dossier in decisions.filtered(lambda d: d.decision == "amende").sanction_id.dossier_id:
            self._verifier_plafond(dossier, constat.totaux.get(dossier, 0))

    @api.model
    def _verifier_plafond(self, dossier, total):
        plafond = dossier.reglement_id._valeur("plafond_amendes")
        if total > plafond:
            raise ValidationError(self.env._("%s Nothing was saved.", self._phrase_plafond(total, plafond)))

    @api.model
    def _phrase_plafond(self, total, plafond):
        return self.env._(
            "The fines of this person would reach EUR %(total)s; the ceiling is EUR %(ceiling)s (art. 15).",
            total=total,
            ceiling=plafond,
        )

    @api.model
    def _phrase_faute(self, faute):
        """Return a fault in the user's words."""
        mots = [self._mot(detail) for detail in faute.details]
        phrase = self.env._(FAUTES[faute.mot])
        if faute.mot in DETAILS:
            return phrase % dict(zip(DETAILS[faute.mot], mots, strict=True))
        return phrase % mots[0] if mots else phrase

    @api.model
    def _mot(self, detail):
        if isinstance(detail, str):
            return self.env._(PAS[detail])
        return format_date(self.env, detail) if detail and not isinstance(detail, int) else detail or "?"
