# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The decision on a requested exemption: granted or refused, withdrawn or revoked; and the watch on its end."""

from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.paroles import dire
from odoo.addons.registre_national.histoire.dates import lendemain

from ..vocabulaire import MOTIF_TU

TAILLE_LOT = 500
#: Days before the end of an exemption when nothing is set: an internal working rule, not a term of the law.
JOURS_AVANT = 30
PARAMETRE_JOURS_AVANT = "parcours_accueil.exemption_jours_avant"
ACTIVITE_FIN = "parcours_accueil.activite_exemption_fin"


class ExemptionDecision(models.AbstractModel):
    _name = "parcours.exemption.decisions"
    _description = "Requested exemption: the decision"

    # ---- what people decide (the rest: ../demande/parcours_demande.py) ----------------------------------------------

    def _accorder(self, jour, motif, date_fin=False, langue=None):
        """Grant the exemption: the file is examined again at once.

        :param date jour: day of the decision
        :param str motif: the reason, as the letter says it
        :param date date_fin: last day of the exemption; empty: no end
        :param str langue: language of the letter (../demande/lettre.py); empty: no letter is made
        :raise AccessError: for anybody but an agent of the commune of the file
        :raise UserError: when this cannot be decided now; says what to do
        """
        self._autoriser()
        if date_fin and date_fin < jour:
            raise UserError(
                self.env._("The last day of the exemption comes before the decision. Nothing was saved. Correct it.")
            )
        self._verifier_fondement()
        self._verifier_periode(jour, date_fin)
        self._verifier_effet()
        return self._decider("accordee", jour, motif, langue, date_fin=date_fin or False)

    def _refuser(self, jour, motif, langue=None):
        """Refuse the exemption: the file is examined again at once. Parameters, letter and errors: ``_accorder``."""
        return self._decider("refusee", jour, motif, langue, date_fin=False)

    def _revoquer(self, jour, motif, langue=None):
        """Revoke a granted exemption from that day on: the file is examined again at once. It is an act of its own,
        with its letter; that of the grant, when it did not leave, is cancelled.

        :param str langue: language of the letter (../demande/lettre.py); empty: no letter is made
        :return: the letter, to be printed; None when none is made
        :raise AccessError: for anybody but an agent of the commune of the file
        :raise UserError: when it is not in force, or that day cannot be
        """
        self._autoriser()
        self._verifier_fondement()
        self._mettre_fin("accordee", "revoquee", jour, motif, self.date_decision)
        self._annuler_lettres(self._genre_decision)
        return self._ecrire(self._genre_fin, langue) if langue else None

    def _verifier_fondement(self):
        """Granted or revoked, an exemption changes what a finding of refusal rests on: a head decides while one stands.
        It may hold since the reference date, so before the finding.

        :raise UserError: for anybody else
        """
        self.dossier_id._verifier_conditions(("reserve_aux_chefs",), date.min)

    def _verifier_periode(self, jour, date_fin):
        """Nobody is exempted from what did not oblige yet: no day of the exemption, or the decision itself, before the
        reference date of the file.

        :raise UserError: naming that day
        """
        reference = self.dossier_id.date_reference
        if reference and min(jour, date_fin or jour) < reference:
            raise UserError(
                self.env._(
                    "This comes before %s, the day from which the law applies to this person: there was nothing to be "
                    "exempted from. Nothing was saved. Correct the day.",
                    format_date(self.env, reference),
                )
            )

    def _verifier_effet(self):
        """A ground that the register shows and a document proves: the register must show it, or granting would change
        nothing (a request of the person has no such limit).

        :raise UserError: says what to do
        """
        # sudo: the rules and the facts of the one file whose access was checked
        regles = self.sudo().dossier_id._regles_a_decider().filtered(lambda regle: regle.code == self.code)
        if not regles or any(regle.sur_demande for regle in regles):
            return
        if not any(self.sudo().dossier_id._faits_confirment(regle) for regle in regles):
            raise UserError(
                self.env._(
                    "The register does not show this situation: granting would change nothing. Nothing was saved. "
                    "Report the difference to the register first, then decide."
                )
            )

    def _apres_decision(self):
        """Examine the files again at once, and have them examined again on the day after each last day."""
        for exemption in self:
            # sudo: the engine's work, which follows from the decision that was allowed
            dossier = exemption.sudo().dossier_id
            suivant = exemption.date_fin and fields.Date.add(exemption.date_fin, days=1)
            if exemption.state == "accordee" and suivant and suivant > aujourdhui():
                dossier.date_reexamen = min(dossier.date_reexamen or suivant, suivant)
            if exemption.state in ("accordee", "revoquee"):
                # the end that was announced is not the end any more
                self.env["mail.activity"]._retirer(dossier, ACTIVITE_FIN)
                # that of another one may still be: the nightly task looks again
                annoncees = dossier.exemption_ids.filtered(lambda e: e.state == "accordee" and e.date_rappel)
                annoncees.date_rappel = False
            dossier._examiner(dire(exemption, lambda lue: lue._motif_examen()))
            dossier._dire_le_changement()

    def _motif_examen(self):
        """Return why a file is examined again, in words; Vivalis reads it too."""
        etat = dict(self._fields["state"]._description_selection(self.env))[self.state]
        if self.medical:
            return self.env._("Exemption: %s", etat)
        return self.env._("Exemption %(code)s: %(state)s", code=self.code, state=etat)

    # ---- what the examination reads ---------------------------------------------------------------------------------

    @api.model
    def _decidees(self, dossier_ids, jour):
        """Return ``{file id: the requests decided up to that day}``, oldest first, in one query."""
        # sudo: the engine examines every file, whoever asks; users see the result on the files they may read
        exemptions = self.sudo().search_fetch(
            [("dossier_id", "in", dossier_ids), ("date_decision", "<=", jour)],
            ["dossier_id", "code", "state", "date_decision", "decideur_id", "date_fin", "date_retrait"]
            + ["retire_par_id", "documents_vus"],
            order="date_decision, id",
        )
        return {dossier.id: du_dossier for dossier, du_dossier in exemptions.grouped("dossier_id").items()}

    def _en_vigueur(self, jour):
        """Return what these requests of one file say on that day, ``{ground: decision}``.

        A granted exemption in force wins over everything; else the last decision counts: a refusal or a revocation
        says no, an exemption that ended says nothing any more. A pending or withdrawn request is no decision.

        :return: decisions as the trace of an examination keeps them: ``{"exemption": id, "decision": "accordee" |
            "refusee" | "revoquee", "date": ISO, "par": user id, "fin": ISO or None, "documents": names or number}``
        """
        decisions = {}
        for exemption in self:
            if exemption.date_decision > jour:
                continue
            decision, actuelle = exemption._decision(jour), decisions.get(exemption.code)
            if not actuelle or actuelle["decision"] != "accordee" or (decision and decision["decision"] == "accordee"):
                decisions[exemption.code] = decision
        return {code: decision for code, decision in decisions.items() if decision}

    def _jours_decides(self):
        """Return the days on which one of these decisions begins, or is over: the last day of an exemption is still a
        day of it, that of a revocation is none."""
        fins = [lendemain(exemption.date_fin) for exemption in self if exemption.date_fin]
        return {*self.mapped("date_decision"), *fins, *filter(None, self.mapped("date_retrait"))}

    def _decision(self, jour):
        """Return what this decided request says on that day, or None when it says nothing any more."""
        self.ensure_one()
        date_decision, par, decision = self.date_decision, self.decideur_id, "accordee"
        if self.state == "refusee":
            decision = "refusee"
        elif self.date_retrait and self.date_retrait <= jour:
            date_decision, par, decision = self.date_retrait, self.retire_par_id, "revoquee"
        elif self.date_fin and self.date_fin < jour:
            return None
        return {
            "exemption": self.id,
            "decision": decision,
            "date": date_decision.isoformat(),
            "par": par.id,
            "fin": self.date_fin.isoformat() if self.date_fin else None,
            "documents": self.documents_vus,
        }

    # ---- the watch on the end ---------------------------------------------------------------------------------------

    @api.model
    def _jours_avant(self):
        """Return how many days ahead the end of an exemption is announced (a setting)."""
        # sudo: a number, read by an automatic process
        texte = self.env["ir.config_parameter"].sudo().get_param(PARAMETRE_JOURS_AVANT) or ""
        # a number of many digits is none
        return int(texte) if texte.isdecimal() and len(texte) < 5 else JOURS_AVANT

    @api.model
    def _cron_surveiller(self):
        """Announce once the exemptions about to end, and mark as ended, and examine again, those that are over.

        Takes only what is due, commits every batch, and resumes where it stopped.
        """
        # sudo: nightly automatic process over every commune
        toutes, jour = self.sudo().with_context(tracking_disable=True), aujourdhui()
        finies = [("state", "=", "accordee"), ("date_fin", "<", jour)]
        proches = [
            ("state", "=", "accordee"),
            ("date_fin", ">=", jour),
            ("date_fin", "<=", fields.Date.add(jour, days=self._jours_avant())),
            ("date_rappel", "=", False),
        ]
        lots.run(
            self.env,
            *(
                lots.Step(toutes, faire, domaine, size=TAILLE_LOT, order="date_fin, id")
                for domaine, faire in (
                    (finies, lambda lot: lot._terminer()),
                    (proches, lambda lot: lot._annoncer()),
                )
            ),
        )

    def _terminer(self):
        """Mark as ended, and examine the files again: they may be obliged now."""
        self.write({"state": "terminee"})
        self.dossier_id._examiner(dire(self, lambda lues: lues.env._("An exemption ended")))

    def _annoncer(self):
        """Put one task on each file whose exemption is about to end, unless another one goes on longer there."""
        accordees = self.search([("dossier_id", "in", self.dossier_id.ids), ("state", "=", "accordee")])
        dernieres = accordees.grouped("dossier_id")
        par_dossier = self.filtered(
            lambda e: all(autre.date_fin and autre.date_fin <= e.date_fin for autre in dernieres[e.dossier_id])
        ).grouped("dossier_id")

        def note(env, dossier):
            return " ".join(
                env._(
                    "Ground %(code)s, last day %(day)s. The day after, the file is examined again by itself.",
                    code=MOTIF_TU if exemption.medical else exemption.code,
                    day=format_date(env, exemption.date_fin),
                )
                for exemption in par_dossier[dossier]
            )

        self.dossier_id.filtered(par_dossier.get)._prevenir(
            ACTIVITE_FIN, lambda env: env._("An exemption is about to end: see the person"), note
        )
        self.write({"date_rappel": aujourdhui()})
