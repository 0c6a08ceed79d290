# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What people contest, and what the commune decides."""

from .commun import decider_de, document, geste, une


@geste()
def contester(poste, dossier, pas):
    """Record a contestation with the person's letter: of being obliged, or of that fact (`fait`)."""
    fait = pas.valeurs.get("fait")
    piece = document(poste, "parcours.contestation", "courrier.pdf")
    poste.env["parcours.contestation"].create(
        {
            "dossier_id": dossier.id,
            "genre": "fait" if fait else "obligation",
            "fait": fait,
            "texte": "Je vis en Belgique depuis plus longtemps que ne le dit le registre.",
            "date_demande": poste.jour,
            "document_ids": [(4, piece.id)],
        }
    )


def _decider(poste, dossier, decision, motif=False):
    contestation = une(dossier.contestation_ids.filtered(lambda x: x.state == "demandee"), "contestation")
    decider_de(poste, contestation, decision, motif, poste.lettres or decision == "accuser")


@geste()
def accuser_contestation(poste, dossier, pas):
    _decider(poste, dossier, "accuser")


@geste()
def accepter_contestation(poste, dossier, pas):
    _decider(poste, dossier, "accepter", "Les documents remis montrent un séjour plus ancien.")


@geste()
def refuser_contestation(poste, dossier, pas):
    _decider(poste, dossier, "refuser", "Les documents remis ne montrent rien d'autre que le registre.")


@geste()
def retirer_contestation(poste, dossier, pas):
    _decider(poste, dossier, "retirer", "La personne a reçu ses explications au guichet.")
