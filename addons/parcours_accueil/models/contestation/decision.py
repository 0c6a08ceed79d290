# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The decision on a contestation, and the entries of the ledger that it leaves and that undo it."""

from odoo import models

from odoo.addons.parcours_socle.paroles import dire

from ...droit.courriers import ACCUSE
from ...droit.etapes import CONTESTATION, CONTESTATION_ACCUSEE

ACTIVITE = "parcours_accueil.activite_contestation"
#: What can be undone -> the state it leaves, what it had written, and the papers it had made before letters were a
#: model of their own.
DEFAITES = {
    "demande": ("annulee", (), ()),
    "accuse": (None, ("date_accuse",), ("accuse",)),
    "decision": (
        "demandee",
        ("date_decision", "decideur_id", "motif", "documents_vus", "mention_id", "lettre_langue")
        + ("date_notification", "notification_canal", "notification_presumee"),
        ("lettre", "notification_preuve"),
    ),
    "retrait": ("demandee", ("date_retrait", "retire_par_id", "motif_retrait"), ()),
}


class ContestationDecision(models.AbstractModel):
    _name = "parcours.contestation.decisions"
    _description = "Contestation: the decision"

    def _accepter(self, jour, motif, langue=None):
        """Accept: a contested fact is reported to the register, and the file is examined again at once. Parameters and
        errors: ``_decider``."""
        return self._decider("acceptee", jour, motif, langue)

    def _refuser(self, jour, motif, langue=None):
        """Refuse: the course of the file goes on. Parameters and errors: ``_decider``."""
        return self._decider("refusee", jour, motif, langue)

    def _apres_accuse(self):
        self._inscrire("accusee", self.date_accuse)

    def _apres_accuse_repris(self):
        """Cancel its entry of the ledger, unless that is how it was taken back."""
        entrees = self.evenement_ids.filtered(lambda e: e.type == CONTESTATION_ACCUSEE and not e.annulation_ids)
        entrees._annuler(dire(self, lambda lue: lue.env._("The acknowledgment of its receipt went nowhere.")))

    def _apres_decision(self):
        """Leave the entry of the ledger, then do what was accepted."""
        self.ensure_one()
        retiree = self.state == "retiree"
        self._inscrire(
            self.state,
            self.date_retrait if retiree else self.date_decision,
            note_reservee=self.motif_retrait if retiree else self.motif,
        )
        if self.state == "acceptee":
            if self.genre == "fait":
                self._signaler()
            # sudo: the engine's work, which follows from the decision that was allowed
            self.sudo().dossier_id._examiner(dire(self, lambda lu: lu.env._("A contestation was accepted")))

    def _inscrire(self, etape, jour, **valeurs):
        """Record a step of this contestation on its file, after the checks of the table of steps.

        :param str etape: its type, without the word of the model
        """
        self.ensure_one()
        dossier, genre = self.dossier_id, f"contestation_{etape}"
        dossier.check_access("write")
        dossier._seul()
        dossier._verifier_etape(genre, jour, valeurs, (CONTESTATION,))
        dossier._noter(genre, jour, contestation_id=self.id, **valeurs)

    def _signaler(self):
        """Report the contested fact to the register: only the register corrects itself."""
        # sudo: the decision was allowed, and the report follows from it, also when the person lives elsewhere by now;
        # sudo keeps who reports
        contestation = self.sudo()
        personne, deja = contestation.dossier_id.personne_id, contestation.anomalie_id
        if not personne or deja.state in ("brouillon", "signalee"):
            return
        anomalie = contestation.env["registre.anomalie"].create(
            {
                "personne_id": personne.id,
                "information_id": contestation.information_id.id,
                "verite": f"{contestation.name}\n{contestation.texte}",
            }
        )
        anomalie.action_signaler()
        contestation.anomalie_id = anomalie

    # ---- from the ledger --------------------------------------------------------------------------------------------

    def _prevenir_agents(self):
        """Put one task on each file where a contestation waits; take back that of the others."""
        self.env["mail.activity"]._retirer(self.dossier_id, ACTIVITE)
        # sudo comes from the ledger, which the engine keeps
        attendent = self.search([("dossier_id", "in", self.dossier_id.ids), ("state", "=", "demandee")])
        attendent.dossier_id._prevenir(
            ACTIVITE,
            lambda env: env._("A contestation to decide on"),
            lambda env, _dossier: env._(
                "The person contests being obliged, or a fact: no summons and no finding meanwhile. Acknowledge its "
                "receipt, look at the documents, then decide: see the tab “Contestations”."
            ),
        )

    def _defaire(self, quoi):
        """Take back what a cancelled event had written on these contestations; what was printed or received goes to the
        messages of the file.

        :param str quoi: a key of ``DEFAITES``
        """
        etat, champs, papiers = DEFAITES[quoi]
        if etat == "demandee":
            self._verifier_seule()
        acceptees = self.filtered(lambda contestation: contestation.state == "acceptee")
        for contestation in self:
            for papier in papiers:
                contestation._verser_au_dossier(papier)
            contestation._reprendre_lettres(quoi)
        valeurs = dict.fromkeys((*champs, *papiers), False)
        if etat:
            valeurs["state"] = etat
        self.write(valeurs)
        self._prevenir_agents()
        if quoi == "decision" and acceptees:
            motif = dire(self, lambda lu: lu.env._("The decision on a contestation was cancelled"))
            acceptees.dossier_id._examiner(motif)

    def _reprendre_lettres(self, quoi):
        """Cancel the letters that did not leave and say what is taken back; those that left stay as they are."""
        toutes = (ACCUSE, self._genre_decision)
        self._annuler_lettres(*{"accuse": toutes[:1], "decision": toutes[1:], "demande": toutes}.get(quoi, ()))
