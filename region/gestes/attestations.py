# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What organisers, Vivalis and communes attest: the windows of the tab "Attestations", and what comes before."""

from datetime import timedelta

from .commun import Impossible, document, geste, une


def _fenetre(poste, action, **valeurs):
    fenetre = poste.env[action["res_model"]].with_context(**action["context"]).create(valeurs)
    if fenetre.geste in ("donner", "delivrer") and not fenetre.langue:
        fenetre.langue = poste.env.lang
    fenetre.action_confirmer()


@geste("attester_inscription", "attester_situation")
def attester(poste, dossier, pas):
    genre = pas.geste.removeprefix("attester_")
    _fenetre(poste, dossier.with_context(parcours_attestation=genre).action_attester())


@geste()
def certifier_suspension(poste, dossier, pas):
    """No place, or a programme of its own: the organiser certifies, and prints."""
    action = dossier.action_attester_suspension()
    vide = poste.env[action["res_model"]].with_context(**action["context"]).new()
    motif = une(vide.motif_possible_ids._origin.filtered(lambda m: m.code == "organisateur"), "ground to certify")
    fin = poste.jour + timedelta(days=pas.valeurs["jours"])
    _fenetre(poste, action, motif_id=motif.id, date_debut=poste.jour, date_fin=fin)


@geste()
def apporter_preuve(poste, dossier, _pas):
    """A certificate of before: the organiser files it, for the commune to check."""
    fenetre = poste.env["parcours.document.depot"]
    piece = document(poste, fenetre._name, "certificat.pdf")
    genre = poste.env["parcours.document.type"].search([("code", "=", "autre")])
    valeurs = {"dossier_id": dossier.id, "type_id": genre.id, "date_document": poste.jour}
    fenetre.create({**valeurs, "piece_ids": [(4, piece.id)]}).action_deposer()


@geste()
def accepter_preuve(poste, dossier, _pas):
    recus = poste.env["parcours.document"].search([("dossier_id", "=", dossier.id), ("state", "=", "recu")])
    une(recus, "document to check").action_accepter()


@geste()
def tout_suivre(poste, dossier, pas):
    """Both assessments, the last interview, and a dispense of each module on a proof that the commune accepted."""
    moi = {"dossier_id": dossier.id}
    bilan = {"etudes": "secondaire_2", "diplome": "inconnu", "occupation": "recherche", "bilan_le": poste.jour}
    bilan["langue_contact_demandee"] = "inconnu"
    poste.env["parcours.suivi"].create({**moi, **bilan, "entretien_le": poste.jour})
    poste.env["parcours.niveau"].create({**moi, "langue": pas.valeurs.get("langue", "fr"), "oral": "a2", "ecrit": "a2"})
    preuve = une(
        poste.env["parcours.document"].search([("dossier_id", "=", dossier.id), ("state", "=", "accepte")]), "proof"
    )
    for module in poste.env["parcours.module"].search([("langue", "=", False)]):
        dispense = {**moi, "module_id": module.id, "document_id": preuve.id, "motif": "Suivi ailleurs."}
        poste.env["parcours.dispense"].create(dispense)


@geste("demander_fin", "attester_fin")
def finir(poste, dossier, pas):
    """A BAPA asks Vivalis, BON gives its own: the same button."""
    _fenetre(poste, dossier.action_demander_fin(), jour=poste.jour)


@geste("delivrer_fin", "renvoyer_fin")
def repondre(poste, dossier, pas):
    demandes = poste.env["parcours.attestation"].search([("dossier_id", "=", dossier.id), ("state", "=", "demandee")])
    demande = une(demandes, "request to answer")
    if pas.geste == "delivrer_fin":
        if not demande.verifiable:
            raise Impossible("not to be answered here")
        _fenetre(poste, demande.action_delivrer())
    else:
        _fenetre(poste, demande.action_renvoyer(), motif="Le certificat de langue n'est pas lisible.")
