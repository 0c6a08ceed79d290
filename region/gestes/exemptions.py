# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Requests of an exemption, and what the commune decides."""

from datetime import timedelta

from .commun import decider_de, document, geste, une


@geste()
def demander(poste, dossier, pas):
    """Record a request with its document, on the ground of that number."""
    Exemption = poste.env["parcours.exemption"].with_context(default_dossier_id=dossier.id)
    regle = Exemption.new({}).regle_possible_ids._origin.filtered(lambda regle: regle.code == pas.valeurs["code"])
    piece = document(poste, "parcours.exemption", "piece.pdf")
    Exemption.create(
        {
            "dossier_id": dossier.id,
            "regle_id": une(regle, "ground").id,
            "date_demande": poste.jour,
            "document_ids": [(4, piece.id)],
        }
    )


def _decider(poste, dossier, decision, motif, **valeurs):
    etat = {"revoquer": "accordee"}.get(decision, "demandee")
    exemption = une(dossier.exemption_ids.filtered(lambda x: x.state == etat), "request")
    decider_de(poste, exemption, decision, motif, poste.lettres, **valeurs)


@geste()
def accorder(poste, dossier, pas):
    """Grant the exemption that was asked for, for so many days (`jours`) or for good."""
    valeurs = {}
    if jours := pas.valeurs.get("jours"):
        valeurs = {"duree": "temporaire", "date_fin": poste.jour + timedelta(days=jours)}
    _decider(poste, dossier, "accorder", "La pièce remise établit le motif.", **valeurs)


@geste()
def refuser(poste, dossier, pas):
    _decider(poste, dossier, "refuser", "La pièce remise n'établit pas le motif.")


@geste()
def retirer(poste, dossier, pas):
    _decider(poste, dossier, "retirer", "La personne retire sa demande au guichet.")


@geste()
def revoquer(poste, dossier, pas):
    _decider(poste, dossier, "revoquer", "Le diplôme concernait une autre personne.")
