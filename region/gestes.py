# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What people do: each gesture is the public action behind a button, a small window or a field of the screens, with the
rights of who does it. Nothing here calls what a client of the application could not call.

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


def _une(enregistrements, quoi):
    """Return the one record that a gesture is about."""
    if not enregistrements:
        raise Impossible(f"no {quoi}")
    return enregistrements[:1]


def _document(poste, modele, nom):
    """Upload a document in a window, as its widget does."""
    return poste.env["ir.attachment"].create(
        {"name": nom, "datas": DOCUMENT, "mimetype": "application/pdf", "res_model": modele, "res_id": 0}
    )


# ---- steps of the file -----------------------------------------------------------------------------------------------


def _etape(poste, proprietaire, pas, genre, **valeurs):
    """Click the button of a step, fill in its window and confirm it; the button must be there."""
    if f",{genre}," not in (proprietaire.etapes_possibles or ""):
        raise Impossible(f"no button {genre}")
    if not (action := proprietaire.with_context(parcours_evenement_type=genre).action_etape()):
        return
    _fenetre(poste, action, pas, **valeurs)


def _fenetre(poste, action, pas, **valeurs):
    fenetre = poste.env[action["res_model"]].with_context(**action["context"])
    fenetre.create({"date_effective": poste.jour - timedelta(days=pas.le), **valeurs}).action_enregistrer()


@geste(
    *("attestation_remise", "attestation_organisateur", "attestation_fin", "sommation_envoyee", "sommation_recue"),
    *("constat_refus", "volontaire", "reouverture"),
)
def etape(poste, dossier, pas):
    _etape(poste, dossier, pas, pas.geste)


@geste("inscription_organisateur", "changement_organisateur")
def inscrire(poste, dossier, pas):
    code = pas.valeurs.get("organisateur") or poste.choisir(("bapa_bxl", "bapa_via", "bapa_convivial", "bon"), dossier)
    organisateur = poste.env["parcours.organisateur"].search([("code", "=", code)])
    _etape(poste, dossier, pas, pas.geste, organisateur_id=organisateur.id)


@geste("cloture")
def clore(poste, dossier, pas):
    _etape(poste, dossier, pas, "cloture", motif_cloture=pas.valeurs["motif"], note="Dossier ouvert deux fois.")


@geste("acquittement_commune")
def acquitter(poste, dossier, pas):
    if not dossier.commune_a_acquitter:
        raise Impossible("no move to acknowledge")
    dossier.action_acquitter()


@geste()
def annuler(poste, dossier, pas):
    """Cancel the last entry of a type, with the reason."""
    entrees = dossier.evenement_ids.filtered(lambda e: e.type == pas.valeurs["type"] and e.annulable)
    action = _une(entrees, "entry to cancel").action_annuler()
    _fenetre(poste, action, pas, note="Encodé par erreur : mauvaise date.")


@geste()
def appliquer(poste, dossier, pas):
    if not dossier.issue_a_appliquer:
        raise Impossible("no outcome to apply")
    dossier.action_appliquer_issue()


@geste()
def verifier_cloture(poste, dossier, pas):
    if not dossier.cloture_a_verifier:
        raise Impossible("no closure to check")
    dossier.action_verifier_cloture()


@geste()
def revoir(poste, dossier, pas):
    delai = _une(dossier.delai_ids.filtered("revue"), "term to review")
    action = delai.action_revue()
    fenetre = poste.env[action["res_model"]].with_context(**action["context"])
    fenetre.create({"raison": "Vu avec la personne : elle s'inscrit cette semaine."}).action_enregistrer()


@geste()
def executer(poste, dossier, pas):
    """Do now what follows the end of a term, once it was reviewed."""
    _une(dossier.delai_ids.filtered(lambda d: d.state == "echu" and d.date_revue), "term that is over").action_executer()


# ---- suspensions -----------------------------------------------------------------------------------------------------


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
        valeurs["piece_ids"] = [(4, _document(poste, modele, "certificat.pdf").id)]
    poste.env[modele].create({"dossier_id": dossier.id, **valeurs}).action_enregistrer()


def _derniere_suspension(dossier):
    return _une(dossier.suspension_ids.sorted("id", reverse=True), "suspension").id


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
    _suspension(poste, dossier, operation="terminer", suspension_id=_derniere_suspension(dossier), date_fin=fin)


@geste()
def annuler_suspension(poste, dossier, pas):
    _suspension(
        *(poste, dossier),
        operation="annuler",
        suspension_id=_derniere_suspension(dossier),
        note="Accordée au mauvais dossier.",
    )


# ---- exemptions ------------------------------------------------------------------------------------------------------


@geste()
def demander(poste, dossier, pas):
    """Record a request with its document, on the ground of that number."""
    Exemption = poste.env["parcours.exemption"].with_context(default_dossier_id=dossier.id)
    regle = Exemption.new({}).regle_possible_ids._origin.filtered(lambda regle: regle.code == pas.valeurs["code"])
    piece = _document(poste, "parcours.exemption", "piece.pdf")
    Exemption.create(
        {
            "dossier_id": dossier.id,
            "regle_id": _une(regle, "ground").id,
            "date_demande": poste.jour,
            "document_ids": [(4, piece.id)],
        }
    )


def _decider(poste, dossier, decision, motif, **valeurs):
    etat = {"revoquer": "accordee"}.get(decision, "demandee")
    exemption = _une(dossier.exemption_ids.filtered(lambda x: x.state == etat), "request")
    action = exemption.with_context(parcours_decision=decision).action_decider()
    fenetre = poste.env[action["res_model"]].with_context(**action["context"])
    langue = poste.env.lang if poste.lettres else False
    fenetre.create({"date": poste.jour, "motif": motif, "langue": langue, **valeurs}).action_confirmer()


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


# ---- differences with the register -----------------------------------------------------------------------------------


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
    return _une(poste.env["registre.anomalie"].search(domaine), "difference reported")


@geste()
def repondre(poste, dossier, pas):
    anomalie = _anomalie(poste, dossier, "signalee")
    anomalie.reponse = "Le registre sera corrigé."
    anomalie.action_accepter()


@geste()
def clore_anomalie(poste, dossier, pas):
    _anomalie(poste, dossier, "acceptee").action_clore()


# ---- sanctions -------------------------------------------------------------------------------------------------------


def _sanction(poste, dossier):
    domaine = [("dossier_id", "=", dossier.id)]
    return _une(poste.env["sanction.dossier"].search(domaine, order="id desc", limit=1), "sanction")


@geste("sanction_verification", "sanction_complete", "recouvrement_entame", "sanction_close")
def etape_sanction(poste, dossier, pas):
    sanction = _sanction(poste, dossier)
    if not sanction.user_id:
        sanction.action_me_charger()
    _etape(poste, sanction, pas, pas.geste)


@geste()
def inviter(poste, dossier, pas):
    sanction = _sanction(poste, dossier)
    infraction = sanction.infraction_ids.sorted("id")[-1:]
    sanction.audition_ids.create(
        {"sanction_id": sanction.id, "infraction_id": infraction.id, "date_invitation": poste.jour}
    )


def _audition(poste, dossier):
    return _une(_sanction(poste, dossier).audition_ids.sorted("id", reverse=True), "hearing")


@geste()
def invitation_recue(poste, dossier, pas):
    _audition(poste, dossier).date_reception = poste.jour - timedelta(days=pas.le)


@geste()
def entendre(poste, dossier, pas):
    _audition(poste, dossier).write(
        {
            "resultat": pas.valeurs["resultat"],
            "date": poste.jour,
            "avocat": "Me Verbruggen" if pas.valeurs.get("avocat") else False,
            "proces_verbal": "<p>La personne dit avoir cherché une place, sans la demander à un organisateur.</p>"
            if pas.valeurs["resultat"] == "tenue"
            else False,
        }
    )


@geste()
def decider(poste, dossier, pas):
    sanction = _sanction(poste, dossier)
    exception = (
        "Trois invitations sont restées sans suite, sans raison donnée." if pas.valeurs.get("exception") else False
    )
    sanction.decision_ids.create(
        {
            "sanction_id": sanction.id,
            "infraction_id": sanction.infraction_ids.sorted("id")[-1:].id,
            "decision": pas.valeurs["decision"],
            "date": poste.jour,
            "motivation": "La personne n'a pas répondu à la sommation et n'a pas donné de raison valable."
            if pas.valeurs["decision"] == "amende"
            else "La personne était inscrite chez un organisateur depuis peu.",
            "motivation_protection": exception,
        }
    )


def _decision(poste, dossier):
    return _une(_sanction(poste, dossier).decision_ids.sorted("id", reverse=True), "decision")


@geste()
def notifier(poste, dossier, pas):
    _decision(poste, dossier).action_notifier()


def _mouvement(poste, dossier, genre, montant=None, communication=False):
    decision = _decision(poste, dossier)
    decision.env["sanction.mouvement"].create(
        {
            "sanction_id": decision.sanction_id.id,
            "decision_id": decision.id,
            "type": genre,
            "date": poste.jour,
            "montant": montant or decision.montant,
            "communication": communication,
        }
    )


@geste()
def payer(poste, dossier, pas):
    _mouvement(poste, dossier, "paiement", pas.valeurs.get("montant"), f"Amende {dossier.reference}")


@geste()
def abandonner(poste, dossier, pas):
    _mouvement(poste, dossier, "abandon")


@geste()
def rembourser(poste, dossier, pas):
    _mouvement(poste, dossier, "remboursement")


@geste()
def recours(poste, dossier, pas):
    decision = _decision(poste, dossier)
    decision.sanction_id.recours_ids.create(
        {
            "sanction_id": decision.sanction_id.id,
            "decision_id": decision.id,
            "date": poste.jour - timedelta(days=pas.le),
            "role": f"A.{240_000 + decision.id}",
        }
    )


@geste()
def issue_recours(poste, dossier, pas):
    un = _une(_sanction(poste, dossier).recours_ids, "appeal")
    un.write({"issue": pas.valeurs["issue"], "date_issue": poste.jour})


@geste()
def infraction(poste, dossier, pas):
    sanction = _sanction(poste, dossier)
    sanction.infraction_ids.create({"sanction_id": sanction.id, "type": "sans_preuve", "date_constat": poste.jour})


@geste()
def proteger(poste, dossier, pas):
    _sanction(poste, dossier).protection_internationale = True


#: Gestures of the designated official, whatever the commune.
DU_FONCTIONNAIRE = frozenset(
    (
        *("sanction_verification", "sanction_complete", "recouvrement_entame", "sanction_close", "inviter"),
        *("invitation_recue", "entendre", "decider", "notifier", "payer", "abandonner", "rembourser", "recours"),
        *("issue_recours", "infraction", "proteger"),
    )
)
