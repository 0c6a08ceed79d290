# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models

from odoo.addons.parcours_accueil.models.vocabulaire import GROUPES_REGISTRE

from ..droit.conditions import sans_amende
from .dossier.frise import MUETTES


class ParcoursDossier(models.Model):
    _inherit = "parcours.dossier"

    sanction_ids = fields.One2many("sanction.dossier", "dossier_id", "Sanction files", groups=GROUPES_REGISTRE)
    sanction_count = fields.Integer("Sanctions", compute="_compute_sanction_count", groups=GROUPES_REGISTRE)

    _frise_tait = MUETTES | {"affectation", "annulation"}

    def _frise_delais(self):
        """What follows a refusal is on the timeline of the file too, for who reads it."""
        delais = super()._frise_delais()
        if not self.env.user.has_groups(GROUPES_REGISTRE):
            return delais
        return delais | self.sanction_ids.delai_ids

    @api.depends("sanction_ids")
    def _compute_sanction_count(self):
        comptes = dict(
            self.env["sanction.dossier"]._read_group([("dossier_id", "in", self.ids)], ["dossier_id"], ["__count"])
        )
        for dossier in self:
            dossier.sanction_count = comptes.get(dossier._origin, 0)

    def _apres_constat_refus(self, evenements):
        """Third floor's door: each finding of refusal arrives at the designated official (art. 14 §4)."""
        resultat = super()._apres_constat_refus(evenements)
        # sudo: the commune's finding opens the file at Vivalis, where communes may not create anything
        self.env["sanction.dossier"].sudo()._recevoir(evenements)
        return resultat

    def _sans_amende(self, constats):
        """Third floor's door: what the official decided on the last infringement of the sanction of each finding."""
        resultat = super()._sans_amende(constats)
        # sudo: the commune is told a day, and nothing else of what Vivalis decided
        sanctions = self.env["sanction.dossier"].sudo().with_context(active_test=False)
        sanctions = sanctions.search([("evenement_id", "in", list(constats.values()))])
        faits = sanctions._faits()
        jours = {sanction.dossier_id.id: sans_amende(faits.get(sanction.id, ())) for sanction in sanctions}
        return resultat | {identifiant: jour for identifiant, jour in jours.items() if jour}

    def _dire_le_changement(self):
        """Third floor's door: whatever touches the obligation reaches the official the same day, and blocks a fine
        until it is answered: the sanction may rest on it. An infringement whose finding was cancelled rests on
        nothing."""
        resultat = super()._dire_le_changement()
        self._dire_aux_closes()
        sanctions = self._sanctions_ouvertes()
        if sanctions:
            sanctions._faire_tomber()
            faits = sanctions._changements()
            sanctions._avertir(
                lambda env, sanction: (
                    sanction.with_env(env)._phrase_changements(faits[sanction.id])
                    or env._("Something was asked, or decided, in the pathway file.")
                )
            )
        return resultat

    def _apres_sans_obligation(self):
        """Third floor's part: the proof after a fine is a term that the person must meet; and whoever handles a finding
        must know of an exemption, even of one that was over when we learnt of it."""
        resultat = super()._apres_sans_obligation()
        # sudo: the terms of the sanctions follow from the file, whoever had it examined
        self.env["sanction.dossier"].sudo().search([("dossier_id", "in", self.ids)])._recalculer()
        self._sanctions_ouvertes()._avertir(
            lambda env, _sanction: env._("The days on which the person had no obligation changed.")
        )
        return resultat

    def _consequences_issue(self):
        """Third floor's part: the sanction that is open, the fines decided, what is still to pay, a pending appeal."""
        resultat = super()._consequences_issue()
        # sudo: whoever works on the file is told what is pending at Vivalis; its access was checked on the file itself
        sanctions = self.env["sanction.dossier"].sudo().search([("dossier_id", "in", self.ids)], order="id")
        for sanction in sanctions:
            resultat[sanction.dossier_id.id] += sanction._phrases_consequences()
        return resultat

    def _signaler_issue(self):
        """The official is told too: a sanction does not go on against somebody whose outcome changed."""
        resultat = super()._signaler_issue()

        def quoi(env, sanction):
            libelles = dict(self._fields["resultat"]._description_selection(env))
            return env._("The outcome of the examination is now: %s.", libelles[sanction.dossier_id.resultat])

        self._sanctions_ouvertes()._avertir(quoi)
        return resultat

    @api.model
    def _a_reprendre(self):
        """Third floor's part: the sanctions go with the finding that they rest on."""
        return super()._a_reprendre() | {"sanction.dossier": "dossier_id"}

    def _absorber(self, autre, personne):
        """The official is told: a sanction of one of the two files now stands beside the history of the other."""
        resultat = super()._absorber(autre, personne)
        self._sanctions_ouvertes()._avertir(lambda env, _sanction: env._("The files of two numbers were joined."))
        return resultat

    def _dire_aux_closes(self):
        """A finding that is cancelled after the closing reaches the official too: what was paid rests on nothing."""
        closes = self._sanctions(("stage_id.code", "=", "cloture"))
        if tombees := closes._faire_tomber():
            tombees._prevenir(
                lambda env, _sanction: env._(
                    "The finding was cancelled after the closing: open it again, see what is to be refunded"
                )
            )

    def _sanctions_ouvertes(self):
        """Return the sanctions of these files that are not closed."""
        return self._sanctions(("stage_id.code", "!=", "cloture"))

    def _sanctions(self, *domaine):
        """Return the sanctions of these files of which that is so."""
        # sudo: automatic process; what happened goes to who has the sanction
        sanctions = self.env["sanction.dossier"].sudo().with_context(active_test=False)
        return sanctions.search([("dossier_id", "in", self.ids), *domaine])

    def action_sanctions(self):
        """Open the sanction files of this person."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sanctions"),
            "res_model": "sanction.dossier",
            "view_mode": "list,form",
            "domain": [("dossier_id", "=", self.id)],
        }
