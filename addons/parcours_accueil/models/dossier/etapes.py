# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The steps of a file: what their conditions look at, and its course as its events give it."""

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit import cours
from ...droit.conditions import Saisie, Situation, premier_refus
from ...droit.etapes import ACQUITTEMENT_COMMUNE

#: Who works on files, whose buttons these are.
GROUPES_ETAPES = "parcours_accueil.group_agent,parcours_accueil.group_gestionnaire"


class DossierEtapes(models.AbstractModel):
    _name = "parcours.dossier.etapes"
    _description = "Pathway file: its steps"
    _inherit = ["parcours.etape.proprietaire"]

    _etapes_lues = (
        *("phase", "volontaire", "stage_id", "evenement_ids", "inscription_ids", "delai_ids.state"),
        *("issue_a_appliquer", "exemption_ids.state", "commune_a_acquitter"),
    )

    def _valeurs_evenement(self):
        self.ensure_one()
        return {"dossier_id": self.id}

    def _situations(self):
        """Return ``{file: droit.conditions.Situation}`` for the user, in a few queries for all."""
        roles = self._roles()
        # sudo: what stands in the way of a step follows from the whole file, whoever asks; sentences come out, and only
        # for those who may write the file
        dossiers = self.sudo()
        faits, jour = dossiers._faits(), aujourdhui()
        suspendables = dossiers.env["parcours.delai.type"]._suspendables()
        situations = {}
        for dossier, complet in zip(self, dossiers, strict=True):
            evenements = faits.get(dossier.id, [])
            inscrit = next(iter(cours.inscriptions(evenements)), None)
            situations[dossier] = Situation(
                phase=complet.phase,
                volontaire=complet.volontaire,
                evenements=tuple(evenements),
                termes=tuple(complet._calculer(evenements, suspendables, jour).termes),
                organisateur=complet.organisateur_id.name or "",
                inscrit_depuis=inscrit and inscrit.debut,
                issue_a_appliquer=complet.issue_a_appliquer,
                exemption_a_decider=bool(complet.exemption_a_decider),
                commune_a_acquitter=complet.commune_a_acquitter,
                belge=complet.jour_belge == "oui",
                sans_permis=complet.jour_permis_valide == "non",
                motif_registre=complet._motif_registre(jour),
                commune=complet.company_id.name,
                roles=roles[dossier],
            )
        return situations

    def _verifier_sans_doute(self):
        """Refuse a step towards a sanction while somebody's answer could make it unjust.

        :raise UserError: in the user's words
        """
        evenement, jour = self.env["parcours.evenement"], aujourdhui()
        for situation in self._situations().values():
            doutes = ("issue_en_attente", "exemption_en_attente")
            if refuse := premier_refus(doutes, situation, Saisie(jour, jour), evenement._conditions()):
                raise UserError(evenement._phrase_refus(*refuse))

    # ---- the course of the file, from its events --------------------------------------------------------------------

    def _reprendre_cours(self):
        """Give these files the phase, the closure and the opening that their events give, without the cancelled ones.

        A file opened before openings were events began as a file, on the day it has.
        """
        faits = self._faits()
        # sudo comes from the caller, the engine
        notees = self.env["parcours.evenement"].search([("dossier_id", "in", self.ids), ("type", "=", "ouverture")])
        for dossier in self:
            notee = dossier in notees.dossier_id
            depart = "dossier" if dossier.date_ouverture and not notee else "predossier"
            lu = cours.cours(faits.get(dossier.id, ()), depart)
            dossier.write(
                {
                    "phase": lu.phase,
                    "motif_cloture": lu.motif or False,
                    "date_cloture": lu.date_cloture or False,
                    "date_ouverture": lu.ouverture or (not notee and dossier.date_ouverture),
                }
            )

    def _reprendre_acquittement(self):
        """Say again whether the commune has a move to acknowledge: the last move came after the last acknowledgement.
        A move of before moves were events is known by nothing else than the acknowledgement that is cancelled."""
        faits = self._faits()
        for dossier in self:
            suite = [e for e in faits.get(dossier.id, ()) if e.type in ("demenagement", ACQUITTEMENT_COMMUNE)]
            dernier = max(suite, key=lambda e: e.rang, default=None)
            dossier.commune_a_acquitter = bool(dernier) and dernier.type == "demenagement"

    def _suivi(self):
        """Whether the pathway is followed: a closed file of such a person opens again as a file, else as a pre-file."""
        self.ensure_one()
        return self.resultat == "oblige" or self.volontaire

    def _valeurs_ouverture(self, causes=None):
        """Return the values of the events that turn these pre-files into files. One that was a file before goes on
        where it was: the days on which it was a pre-file do not run.

        :param causes: ``{file: the event that opens it}``
        """
        jour = aujourdhui()
        return [
            {
                "dossier_id": dossier.id,
                "type": "reouverture" if dossier.date_ouverture else "ouverture",
                "date_effective": jour,
                "phase": "dossier",
                "cause_id": causes[dossier].id if causes else False,
            }
            for dossier in self
        ]

    def _noter_affectation(self):
        """Record who has these files now."""
        jour = aujourdhui()
        # sudo: the assignment was just written by the user, who may not create events; user_id stays the user's
        self.env["parcours.evenement"].sudo().create(
            [
                {"dossier_id": d.id, "type": "affectation", "date_effective": jour, "agent_id": d.user_id.id}
                for d in self
            ]
        )

    # ---- doors of the floor above -----------------------------------------------------------------------------------

    def _apres_constat_refus(self, evenements):
        """Door of the floor above: refusals were just found, and the files go to the designated official (art. 14 §4).

        :param evenements: the events that found them
        """

    def _apres_annulation(self, annules):
        """Door of the floor above: entries of these files were just cancelled.

        :param annules: the cancelled events
        """
