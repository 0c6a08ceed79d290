# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Differences with the register, reported to it."""

from .commun import DOCUMENT, geste, une


@geste()
def signaler(poste, dossier, pas):
    anomalie = poste.env["registre.anomalie"].create(
        {
            "personne_id": dossier.personne_id.id,
            "verite": "La date de la première inscription n'est pas la bonne : voir le document.",
            "preuve": DOCUMENT,
            "preuve_nom": "attestation.pdf",
        }
    )
    anomalie.action_signaler()


def _anomalie(poste, dossier, *etats):
    domaine = [("personne_id", "=", dossier.personne_id.id), ("state", "in", etats)]
    return une(poste.env["registre.anomalie"].search(domaine), "difference reported")


@geste()
def repondre(poste, dossier, pas):
    anomalie = _anomalie(poste, dossier, "signalee")
    anomalie.reponse = "Le registre sera corrigé."
    anomalie.action_accepter()


@geste()
def clore_anomalie(poste, dossier, pas):
    _anomalie(poste, dossier, "acceptee").action_clore()
