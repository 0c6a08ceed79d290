# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Suspensions of the term, in their small window."""

from datetime import timedelta

from .commun import Impossible, document, geste, une


@geste()
def suspendre(poste, dossier, pas):
    """Grant a suspension of so many days (`jours`), from that day or so many days later (`dans`)."""
    motif = poste.env["parcours.suspension.motif"].search(
        [("reglement_id", "=", dossier.reglement_id.id), ("code", "=", pas.valeurs["motif"])]
    )
    if dossier.phase != "dossier":
        raise Impossible("no open file")
    debut = poste.jour + timedelta(days=pas.valeurs.get("dans", 0))
    fin = debut + timedelta(days=pas.valeurs["jours"] - 1)
    if motif.mois:
        # the longest that the ground gives, where the version of the law gives less
        fenetre = poste.env["parcours.suspension.wizard"].new(
            {"dossier_id": dossier.id, "motif_id": motif.id, "date_debut": debut}
        )
        fin = min(fin, fenetre.date_fin)
    _suspension(poste, dossier, operation="accorder", motif_id=motif.id, date_debut=debut, date_fin=fin)


def _suspension(poste, dossier, **valeurs):
    modele = "parcours.suspension.wizard"
    if valeurs["operation"] in ("accorder", "prolonger"):
        valeurs["piece_ids"] = [(4, document(poste, modele, "certificat.pdf").id)]
        valeurs |= {"date_document": poste.jour, "verifie": True}
    poste.env[modele].create({"dossier_id": dossier.id, **valeurs}).action_enregistrer()


def _derniere_suspension(dossier):
    return une(dossier.suspension_ids.sorted("id", reverse=True), "suspension").id


@geste()
def prolonger(poste, dossier, pas):
    suspension = dossier.suspension_ids.browse(_derniere_suspension(dossier))
    fin = suspension.date_fin + timedelta(days=pas.valeurs["jours"])
    fenetre = poste.env["parcours.suspension.wizard"].new(
        {"dossier_id": dossier.id, "suspension_id": suspension.id, "operation": "prolonger"}
    )
    _suspension(
        *(poste, dossier), operation="prolonger", suspension_id=suspension.id, date_fin=min(fin, fenetre.date_fin)
    )


@geste()
def abreger(poste, dossier, pas):
    fin = poste.jour + timedelta(days=pas.valeurs.get("dans", 0))
    _suspension(
        poste,
        dossier,
        operation="terminer",
        suspension_id=_derniere_suspension(dossier),
        date_fin=fin,
        note="Plus d'empêchement.",
    )


@geste()
def annuler_suspension(poste, dossier, pas):
    _suspension(
        *(poste, dossier),
        operation="annuler",
        suspension_id=_derniere_suspension(dossier),
        note="Accordée au mauvais dossier.",
    )
