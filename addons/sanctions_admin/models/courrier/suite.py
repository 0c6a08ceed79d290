# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What becomes of a letter of a sanction that left. The hearing, or the decision, says how it went and what came back:
the letter follows what the ledger says of that record, whichever way it was entered. There is no second way."""

from odoo import api, models

from odoo.addons.parcours_accueil.droit.canaux import RECEPTIONS, REMISE
from odoo.addons.parcours_accueil.droit.courriers import IMPRIME, IMPRIMES, POSTE, RECU, RETOURNE, envoyer

from ...droit.courriers import DECISIONS, INVITATIONS
from ...droit.etapes import AUDITION_INVITATION, DECISION_NOTIFIEE

#: What says that a letter left, and the beginnings of the types of entries that say what came back.
ENVOIS = (AUDITION_INVITATION, DECISION_NOTIFIEE)
SUIVIES = ("audition_", "decision_")
#: Nothing came back.
RIEN = dict.fromkeys(("date_reception", "reception", "date_retour", "retour"), False)


class CourrierSuite(models.AbstractModel):
    _inherit = "parcours.courrier.suite"

    @api.model
    def _suivre_evenements(self, evenements):
        resultat = super()._suivre_evenements(evenements)
        self._suivre_inscrits(evenements)
        return resultat

    @api.model
    def _suivre_inscrits(self, evenements):
        """Have the letters of a sanction follow the records of entries just made (superuser)."""
        touches = (evenements | evenements.annule_id).filtered(lambda e: e.type.startswith(SUIVIES))
        auditions, decisions = touches.audition_id, touches.decision_id
        if not (auditions or decisions):
            return
        partis = self.env["parcours.evenement"].search(
            [
                ("type", "in", ENVOIS),
                ("annulation_ids", "=", False),
                "|",
                ("audition_id", "in", auditions.ids),
                ("decision_id", "in", decisions.ids),
            ]
        )
        # sudo: letters follow entries that were allowed, whoever made them
        courriers = self.sudo().search(
            [("sanction_id", "in", touches.sanction_id.ids), ("state", "in", tuple(IMPRIMES))], order="id"
        )
        for audition in auditions:
            envoi = partis.filtered(lambda e, un=audition: e.audition_id == un and e.type == AUDITION_INVITATION)
            siens = courriers.filtered(
                lambda c, un=audition: (
                    c.genre in INVITATIONS.values()
                    and c.infraction_id == un.infraction_id
                    and c.audition_id in (un, un.browse())
                )
            )
            siens._suivre_inscrit(audition, envoi and audition.date_invitation, envoi)
        for decision in decisions:
            envoi = partis.filtered(lambda e, un=decision: e.decision_id == un and e.type == DECISION_NOTIFIEE)
            siens = courriers.filtered(lambda c, un=decision: c.genre in DECISIONS.values() and c.decision_id == un)
            siens._suivre_inscrit(decision, decision.date_envoi, envoi)

    def _suivre_inscrit(self, inscrit, jour, envoi):
        """Have the letters of one record, in their order, say what it says.

        :param jour: the day on which it was sent, or a false value: it was not
        :param envoi: the entry of the ledger that says so, or none
        """
        parti = self.filtered(lambda c: c.state in (POSTE, RECU))[-1:]
        if not jour:
            parti._avancer(
                "reprendre_envoi",
                **RIEN,
                **dict.fromkeys(("canal", "preuve_envoi", "date_envoi", "evenement_id", "audition_id"), False),
            )
            return
        dit = self._envoi_dit(inscrit, jour, envoi)
        revenu, imprime = self.filtered(lambda c: c.state == RETOURNE)[-1:], self.filtered(lambda c: c.state == IMPRIME)
        if not parti and revenu and revenu._est_de_cet_envoi(dit):
            # what came back of it was a mistake, or is said again
            revenu._avancer("reprendre_reponse", **RIEN)
            parti = revenu
        elif not parti and imprime and not inscrit._revenue:
            parti = imprime[-1:]
            parti._avancer(envoyer(inscrit.canal), **dit)
        if parti:
            parti._repondre_comme(inscrit, dit)

    @api.model
    def _envoi_dit(self, inscrit, jour, envoi):
        """Return what a record says of the sending of its letter, as values of the letter."""
        dit = {
            "canal": inscrit.canal,
            "preuve_envoi": (inscrit.preuve_envoi or "").strip() or False,
            "date_envoi": jour,
            "evenement_id": envoi[-1:].id,
        }
        return dit | ({"audition_id": inscrit.id} if inscrit._name == "sanction.audition" else {})

    def _est_de_cet_envoi(self, dit):
        """Whether this letter is the one that was sent so: another way, or another day, is another sending."""
        return all(self[nom] == dit[nom] for nom in ("canal", "preuve_envoi", "date_envoi"))

    def _repondre_comme(self, inscrit, dit):
        """Have a letter that left say what came back of it, corrections included."""
        if self.state == RECU:
            self._avancer("reprendre_reponse", **RIEN)
        self.write(dit)
        if inscrit._revenue:
            self._avancer("retourner", date_retour=inscrit.date_retour, retour=inscrit.retour)
        elif inscrit.retour in RECEPTIONS:
            self._avancer("recevoir", date_reception=inscrit.date_retour, reception=inscrit.retour)
        elif inscrit.canal == REMISE:
            self._avancer("recevoir", date_reception=dit["date_envoi"])
