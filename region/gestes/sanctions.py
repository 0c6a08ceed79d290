# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the designated official does."""

from datetime import timedelta

from .commun import etape_de, geste, une

#: What the official writes in the window of a step.
MOTIFS = {
    "sanction_reponse": "Vu : l'inscription vient après la fin de la sommation ; la procédure continue.",
    "protection_retenue": "La personne a montré la décision du CGRA à l'audition.",
    "abandon": "Insolvable, d'après l'huissier.",
    "sanction_close": "Rien n'est plus attendu.",
    "remboursement": "Remboursé par virement.",
}

#: What the minutes say, or who declined wrote.
DIT = {
    "tenue": "<p>La personne dit avoir cherché une place, sans la demander à un organisateur.</p>",
    "declinee": "<p>« Je ne viendrai pas à l'audition. »</p>",
}


def _sanction(poste, dossier):
    domaine = [("dossier_id", "=", dossier.id)]
    return une(poste.env["sanction.dossier"].search(domaine, order="id desc", limit=1), "sanction")


@geste("sanction_verification", "sanction_complete", "recouvrement_entame")
def etape_sanction(poste, dossier, pas):
    sanction = _sanction(poste, dossier)
    if not sanction.user_id:
        sanction.action_me_charger()
    etape_de(poste, sanction, pas, pas.geste)


@geste("sanction_reponse", "protection_retenue", "remboursement", "sanction_close")
def etape_motivee(poste, dossier, pas):
    """A step that says why."""
    etape_de(poste, _sanction(poste, dossier), pas, pas.geste, note=MOTIFS[pas.geste])


@geste()
def abandon(poste, dossier, pas):
    """One official proposes to write off, another one does it."""
    sanction, motif = _sanction(poste, dossier), MOTIFS["abandon"]
    etape_de(poste, sanction, pas, "abandon_propose", note=motif)
    autre = _autre_officiel(poste)
    sanction = sanction.with_user(autre)
    action = sanction.with_context(parcours_evenement_type="abandon").action_etape()
    fenetre = sanction.env[action["res_model"]].with_context(**action["context"])
    fenetre.create({"date_effective": poste.jour - timedelta(days=pas.le), "note": motif}).action_enregistrer()


def _autre_officiel(poste):
    """Return another official than the one at the desk: one proposes, another one decides."""
    # sudo: who the other officials are
    officiels = poste.env.ref("sanctions_admin.group_fonctionnaire").sudo().user_ids
    return officiels.filtered(lambda u: u != poste.env.user and not u.has_group("base.group_system"))[:1]


@geste()
def inviter(poste, dossier, pas):
    """Invite to the hearing, by a channel where the step says one."""
    sanction = _sanction(poste, dossier)
    infraction = sanction.infraction_ids.sorted("id")[-1:]
    sanction.audition_ids.create(
        {
            "sanction_id": sanction.id,
            "infraction_id": infraction.id,
            "date_invitation": poste.jour,
            **_partie(dossier, pas),
        }
    )


def _partie(dossier, pas):
    """How a letter goes, and the number that proves it; nothing where the step does not say."""
    canal = pas.valeurs.get("canal")
    numero = f"RR{dossier.reference[-6:]}BE" if canal in ("accuse", "recommande") else False
    return {"canal": canal, "preuve_envoi": numero} if canal else {}


@geste()
def invitation_revient(poste, dossier, pas):
    """What came back of the invitation."""
    _audition(poste, dossier).write(_reponse(poste, pas))


@geste()
def notification_revient(poste, dossier, pas):
    """What came back of the decision."""
    _decision(poste, dossier).write(_reponse(poste, pas))


def _reponse(poste, pas):
    return {"retour": pas.valeurs["retour"], "date_retour": poste.jour - timedelta(days=pas.le)}


def _audition(poste, dossier):
    return une(_sanction(poste, dossier).audition_ids.sorted("id", reverse=True), "hearing")


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
            "proces_verbal": DIT.get(pas.valeurs["resultat"], False),
        }
    )


@geste()
def decider(poste, dossier, pas):
    sanction = _sanction(poste, dossier)
    exception = (
        "Trois invitations sont restées sans suite, sans raison donnée." if pas.valeurs.get("exception") else False
    )
    decision = sanction.decision_ids.create(
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
    decision.with_user(_autre_officiel(poste)).action_decider()


def _decision(poste, dossier):
    return une(_sanction(poste, dossier).decision_ids.sorted("id", reverse=True), "decision")


@geste()
def notifier(poste, dossier, pas):
    """Send the decision, by a channel where the step says one, else hand it over against receipt."""
    decision = _decision(poste, dossier)
    if not decision.canal or pas.valeurs.get("canal"):
        decision.write(_partie(dossier, pas) or {"canal": "remise"})
    if decision.decision == "amende":
        decision.remedes = "dits"
    decision.action_notifier()


@geste()
def payer(poste, dossier, pas):
    """Enter a payment that was received: what the screen asks of it, and nothing else."""
    decision = _decision(poste, dossier)
    decision.env["sanction.mouvement"].create(
        {
            "sanction_id": decision.sanction_id.id,
            "decision_id": decision.id,
            "date": poste.jour - timedelta(days=pas.le),
            "montant": pas.valeurs.get("montant") or decision.montant,
            "communication": f"Amende {dossier.reference} {poste.jour:%d/%m/%Y}",
        }
    )


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
    un = une(_sanction(poste, dossier).recours_ids, "appeal")
    un.write({"issue": pas.valeurs["issue"], "date_issue": poste.jour})


@geste("infraction_constatee")
def infraction(poste, dossier, pas):
    etape_de(poste, _sanction(poste, dossier), pas, pas.geste)


#: Gestures of the designated official, whatever the commune.
DU_FONCTIONNAIRE = frozenset(
    (
        *("sanction_verification", "sanction_complete", "recouvrement_entame", "sanction_close", "inviter"),
        *("invitation_recue", "invitation_revient", "entendre", "decider", "notifier", "notification_revient"),
        *("payer", "abandon", "remboursement", "recours"),
        *("issue_recours", "infraction_constatee", "protection_retenue", "sanction_reponse"),
    )
)
