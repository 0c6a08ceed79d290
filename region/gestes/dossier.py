# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The steps of a file, its corrections, and what is looked at in it."""

from .commun import Impossible, document, etape_de, fenetre_de, geste, une


@geste("constat_refus", "volontaire", "reouverture")
def etape(poste, dossier, pas):
    etape_de(poste, dossier, pas, pas.geste)


@geste("attestation_organisateur", "attestation_fin")
def attester(poste, dossier, pas):
    """An attestation of the organiser is looked at and kept, then recorded."""
    etape_de(poste, dossier, pas, pas.geste, **_document(poste, "attestation.pdf"))


def _document(poste, nom):
    piece = document(poste, "parcours.evenement.wizard", nom)
    return {"piece_ids": [(4, piece.id)], "date_document": poste.jour, "verifie": True}


@geste("attestation_remise", "sommation_envoyee")
def envoyer(poste, dossier, pas):
    """An attestation is handed over at the counter, a summons sent with an acknowledgment, unless the step says
    otherwise; what is registered has a number."""
    canal = pas.valeurs.get("canal", "remise" if pas.geste == "attestation_remise" else "accuse")
    numero = f"RR{dossier.reference[-6:]}BE" if canal in ("accuse", "recommande") else False
    etape_de(poste, dossier, pas, pas.geste, canal=canal, preuve_envoi=pas.valeurs.get("preuve", numero))


@geste("accord", "accord_retire")
def dire_accord(poste, dossier, pas):
    """The person says whether letters may go by eBox: the tick of the file."""
    accord = pas.geste == "accord"
    if dossier.accord_ebox == accord:
        raise Impossible("said already")
    dossier.accord_ebox = accord


@geste("attestation_recue", "sommation_recue")
def recevoir(poste, dossier, pas):
    reception = pas.valeurs.get("reception", "presente")
    preuve = _document(poste, "preuve.pdf") if reception == "prouve" else {}
    etape_de(poste, dossier, pas, pas.geste, reception=reception, **preuve)


@geste("attestation_retournee", "sommation_retournee")
def rendre(poste, dossier, pas):
    etape_de(poste, dossier, pas, pas.geste, retour=pas.valeurs["retour"])


@geste("inscription_organisateur", "changement_organisateur")
def inscrire(poste, dossier, pas):
    code = pas.valeurs.get("organisateur") or poste.choisir(("bapa_bxl", "bapa_via", "bapa_convivial", "bon"), dossier)
    organisateur = poste.env["parcours.organisateur"].search([("code", "=", code)])
    etape_de(poste, dossier, pas, pas.geste, organisateur_id=organisateur.id)


@geste()
def attendre(poste, dossier, pas):
    """No place: put on the waiting list, in the window of the registration."""
    organisateur = poste.env["parcours.organisateur"].search([("code", "=", pas.valeurs["organisateur"])])
    valeurs = {"organisateur_id": organisateur.id, "langue": pas.valeurs["langue"], "bouton": "action_attendre"}
    etape_de(poste, dossier, pas, "inscription_organisateur", **valeurs)


@geste("cloture")
def clore(poste, dossier, pas):
    notes = {"erreur": "Dossier ouvert deux fois.", "renonce": "La personne a trouvé un emploi et arrête."}
    motif = pas.valeurs["motif"]
    etape_de(poste, dossier, pas, "cloture", motif_cloture=motif, note=notes[motif])


@geste("acquittement_commune")
def acquitter(poste, dossier, pas):
    if not dossier.commune_a_acquitter:
        raise Impossible("no move to acknowledge")
    dossier.action_acquitter()


@geste()
def annuler(poste, dossier, pas):
    """Cancel the last entry of a type, with the reason."""
    entrees = dossier.evenement_ids.filtered(lambda e: e.type == pas.valeurs["type"] and e.annulable)
    action = une(entrees, "entry to cancel").action_annuler()
    fenetre_de(poste, action, pas, note="Encodé par erreur : mauvaise date.")


@geste()
def appliquer(poste, dossier, pas):
    if not dossier.issue_a_appliquer:
        raise Impossible("no outcome to apply")
    dossier.action_appliquer_issue()


@geste()
def joindre(poste, dossier, pas):
    """A head joins the two files of one person, once both were compared."""
    if not dossier.a_joindre:
        raise Impossible("no file to join")
    action = dossier.action_joindre()
    poste.env[action["res_model"]].browse(action["res_id"]).action_joindre()


@geste()
def verifier_cloture(poste, dossier, pas):
    if not dossier.cloture_a_verifier:
        raise Impossible("no closure to check")
    dossier.action_verifier_cloture()


@geste()
def revoir(poste, dossier, pas):
    delai = une(dossier.delai_ids.filtered("revue"), "term to review")
    action = delai.action_revue()
    fenetre = poste.env[action["res_model"]].with_context(**action["context"])
    fenetre.create({"raison": "Vu avec la personne : elle s'inscrit cette semaine."}).action_enregistrer()


@geste()
def executer(poste, dossier, pas):
    """Do now what follows the end of a term, once it was reviewed."""
    une(dossier.delai_ids.filtered(lambda d: d.state == "echu" and d.date_revue), "term that is over").action_executer()
