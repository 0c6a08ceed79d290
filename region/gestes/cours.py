# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The courses: what an organiser plans, records and is brought; its teacher notes whole sheets, each in one request."""

from random import Random

from .commun import Impossible, document, geste, une

#: Others of the organiser on the sheet of somebody, at most.
AUTRES = 9
#: What is noted of them, and how often.
NOTES = {"present": 82, "absent": 12, "justifie": 6}


@geste("cours")
def donner_cours(poste, dossier, pas):
    """The organiser plans a session of today for this person and others of its people; who gives it notes them all."""
    rng = Random(f"{dossier.reference}:{poste.jour}:cours")
    libres = poste.env["parcours.dossier"].search(
        [
            ("phase", "=", "dossier"),
            ("id", "not in", list(poste.distribues | {dossier.id})),
            ("presence_ids", "not any", [("jour", "=", poste.jour)]),
        ],
        order="id",
        limit=60,
    )
    autres = rng.sample(libres.ids, min(len(libres), AUTRES))
    module = poste.env["parcours.module"].search([("code", "=", pas.valeurs.get("module", "citoyennete"))])
    enseignant = poste.enseignant or poste.env.user
    seance = poste.env["parcours.seance"].create(
        {
            "module_id": module.id,
            "jour": poste.jour,
            "salle": "A1",
            "enseignant_id": enseignant.id,
            "langue": "nl" if poste.env.lang == "nl_BE" else "fr",
            "dossier_ids": [(6, 0, [dossier.id, *autres])],
        }
    )
    feuille = seance.with_user(enseignant)
    etats = {dossier.name: pas.valeurs.get("etat", "present")}
    lignes = [
        _ligne(ligne, etats.get(ligne["nom"]) or rng.choices(list(NOTES), list(NOTES.values()))[0])
        for ligne in feuille.feuille()["lignes"]
        if not ligne["alerte"]
    ]
    if refusees := [refus for refus in feuille.noter(lignes)["refus"] if refus["nom"] == dossier.name]:
        raise Impossible(refusees[0]["phrase"])


def _ligne(ligne, etat):
    motif = {"motif": "travail"} if etat == "justifie" else {}
    return {"id": ligne["id"], "vu": ligne["etat"], "etat": etat, **motif}


@geste()
def bilans(poste, dossier, pas):
    """The social assessment and the first language assessment; not everybody knows, or says, everything."""
    rng = Random(f"{dossier.reference}:bilans")
    poste.env["parcours.suivi"].create(
        {
            "dossier_id": dossier.id,
            "etudes": rng.choice(("aucune", "primaire", "secondaire_2", "superieur", "inconnu")),
            "diplome": rng.choice(("reconnu", "non_reconnu", "aucun", "inconnu")),
            "occupation": rng.choice(("emploi", "recherche", "foyer", "inconnu")),
            "langue_contact_demandee": rng.choice(("ar", "fa_AF", "ti", "en", "inconnu")),
            "interprete": rng.random() < 0.3,
        }
    )
    langue = "nl" if poste.env.user.organisateur_id.code == "bon" else "fr"
    niveau = rng.choice(("aucun", "a1_moins", "a1"))
    poste.env["parcours.niveau"].create(
        {"dossier_id": dossier.id, "langue": langue, "oral": niveau, "ecrit": niveau, "moment": "initial"}
    )


@geste()
def dispenser(poste, dossier, pas):
    """A proof is brought on the file, and a module dispensed with it; it counts once the commune has checked it."""
    piece = document(poste, "parcours.document.depot", "certificat.pdf")
    genre = poste.env["parcours.document.type"].search([("code", "=", "autre")])
    depot = poste.env["parcours.document.depot"].create(
        {
            "dossier_id": dossier.id,
            "type_id": genre.id,
            "date_document": poste.jour,
            "piece_ids": [(4, piece.id)],
        }
    )
    depot.action_deposer()
    apporte = une(poste.env["parcours.document"].search([("dossier_id", "=", dossier.id)], order="id desc"), "document")
    module = poste.env["parcours.module"].search([("code", "=", pas.valeurs["module"])])
    poste.env["parcours.dispense"].create(
        {
            "dossier_id": dossier.id,
            "module_id": module.id,
            "motif": "A suivi ce module ailleurs.",
            "document_id": apporte.id,
        }
    )


@geste()
def accepter_document(poste, dossier, pas):
    """An agent of the commune checks what was brought."""
    documents = poste.env["parcours.document"].search([("dossier_id", "=", dossier.id), ("state", "=", "recu")])
    une(documents, "document to check").action_accepter()
