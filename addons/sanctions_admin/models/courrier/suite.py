# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What becomes of a letter of a sanction that left. The hearing, or the decision, says how it went and what came back:
the letter follows what the ledger says of that record, whichever way it was entered. There is no second way."""

from odoo import api, models

from odoo.addons.parcours_accueil.droit.canaux import RECEPTIONS, REMISE
from odoo.addons.parcours_accueil.droit.courriers import IMPRIME, IMPRIMES, POSTE, RECU, RETOURNE, envoyer

from ...droit.courriers import DECISIONS, INVITATIONS
from ...droit.etapes import AUDITION_INVITATION, DECISION_NOTIFIEE

#: What says that a letter left.
ENVOIS = (AUDITION_INVITATION, DECISION_NOTIFIEE)
#: Nothing came back.
RIEN = dict.fromkeys(("date_reception", "reception", "date_retour", "retour"), False)


class CourrierSuite(models.AbstractModel):
    _inherit = "parcours.courrier.suite"

    @api.model
    def _suivre_inscrits(self, inscrits):
        """Have the letters of hearings, or of decisions, follow what these say now (superuser), or no longer say: their
        entries of the ledger were just made, or cancelled."""
        champ = inscrits._champ_evenement
        # sudo: letters follow records that were allowed, whoever wrote them
        courriers = self.sudo().search(
            [("sanction_id", "in", inscrits.sanction_id.ids), ("state", "in", tuple(IMPRIMES))], order="id"
        )
        if not courriers:
            return
        envois = self.env["parcours.evenement"].search(
            [(champ, "in", inscrits.ids), ("type", "in", ENVOIS), ("annulation_ids", "=", False)]
        )
        for inscrit in inscrits:
            envoi = envois.filtered(lambda e, un=inscrit: e[champ] == un)[-1:]
            courriers.filtered(lambda c, un=inscrit: c._est_de(un))._suivre_inscrit(inscrit, envoi)

    def _est_de(self, inscrit):
        """Whether this letter invites to that hearing, or says that decision."""
        if inscrit._name == "sanction.decision":
            return self.genre in DECISIONS.values() and self.decision_id == inscrit
        if inscrit.courrier_id:
            return self == inscrit.courrier_id
        return self.genre in INVITATIONS.values() and self.audition_id == inscrit

    def _suivre_inscrit(self, inscrit, envoi):
        """Have the letters of one record, in their order, say what it says.

        :param envoi: the entry of the ledger that says that it was sent, or notified, or none
        """
        # a decision that came back was sent, and is not notified; a hearing about to be deleted has no entry any more
        jour = inscrit.date_envoi if inscrit._name == "sanction.decision" else envoi and inscrit.date_invitation
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
            "evenement_id": envoi.id,
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
