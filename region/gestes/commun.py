# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What gestures share: the table that they stand in, the buttons and small windows that they use.

A gesture is ``f(poste, dossier, pas)``: the desk of who does it (jeu.Poste), the file as they see it, the step.
"""

from __future__ import annotations

import base64
from datetime import timedelta

#: The smallest document that opens: what it would say is not the play's business.
DOCUMENT = base64.b64encode(
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
GESTES = {}


class Impossible(Exception):
    """The screen does not offer that gesture now."""


def geste(*noms):
    """Put a function in the table of gestures, under its name or those given."""

    def garder(fonction):
        for nom in noms or (fonction.__name__,):
            GESTES[nom] = fonction
        return fonction

    return garder


def une(enregistrements, quoi):
    """Return the one record that a gesture is about."""
    if not enregistrements:
        raise Impossible(f"no {quoi}")
    return enregistrements[:1]


def document(poste, modele, nom):
    """Upload a document in a window, as its widget does."""
    return poste.env["ir.attachment"].create(
        {"name": nom, "datas": DOCUMENT, "mimetype": "application/pdf", "res_model": modele, "res_id": 0}
    )


def decider_de(poste, enregistrement, decision, motif=False, lettre=True, **valeurs):
    """Click the button of a decision on a request or a contestation, fill in its window and confirm it.

    :param bool lettre: whether a letter is made, in the language of the desk
    """
    action = enregistrement.with_context(parcours_decision=decision).action_decider()
    fenetre = poste.env[action["res_model"]].with_context(**action["context"])
    langue = poste.env.lang if lettre else False
    # whoever decides on a request has looked at its documents, which bear no later day than that of the request
    verifies = {"verifie": True, "date_document": enregistrement.date_demande} if "verifie" in fenetre._fields else {}
    fenetre.create({"date": poste.jour, "motif": motif, "langue": langue, **verifies, **valeurs}).action_confirmer()


def etape_de(poste, proprietaire, pas, genre, **valeurs):
    """Click the button of a step, fill in its window and confirm it; the button must be there."""
    if f",{genre}," not in (proprietaire.etapes_possibles or ""):
        raise Impossible(f"no button {genre}")
    if not (action := proprietaire.with_context(parcours_evenement_type=genre).action_etape()):
        return
    fenetre_de(poste, action, pas, **valeurs)


def fenetre_de(poste, action, pas, **valeurs):
    fenetre = poste.env[action["res_model"]].with_context(**action["context"])
    bouton = valeurs.pop("bouton", "action_enregistrer")
    getattr(fenetre.create({"date_effective": poste.jour - timedelta(days=pas.le), **valeurs}), bouton)()
