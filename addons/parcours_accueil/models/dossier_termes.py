# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Stage and next legal date of a file, computed from its events (architecture.md, "Events, not dates"; law.md §5)."""

from odoo import models

from ..droit.termes import echeance, reception_presumee

# What happened -> the stage the file is then in (law.md §6).
ETAPES = {
    "attestation_remise": "informe",
    "inscription_organisateur": "inscrit",
    "changement_organisateur": "inscrit",
    "attestation_organisateur": "en_cours",
    "attestation_fin": "acheve",
    "sommation_envoyee": "somme",
    "sommation_recue": "somme",
    "constat_refus": "refus",
    "transfert_vivalis": "transfere",
}
PREUVES_INSCRIPTION = {"inscription_organisateur", "attestation_organisateur", "attestation_fin"}
PREUVES_ACHEVEMENT = {"attestation_fin"}


def derniere(evenements, *types):
    """Return the last event of one of those types, or None.

    :param evenements: events of one file, oldest first, each with ``type`` and ``date_effective``
    """
    return next((evenement for evenement in reversed(evenements) if evenement.type in types), None)


def sommation_en_cours(evenements):
    """Return ``(sent, received)``, the events of the last summons; either can be None."""
    envoyee, recue = derniere(evenements, "sommation_envoyee"), derniere(evenements, "sommation_recue")
    if envoyee and recue and recue.date_effective < envoyee.date_effective:
        recue = None
    return envoyee, recue


def preuve_apres_sommation(evenements):
    """Return the event that answers the last summons, or None: completion when the person was registered before it,
    else registration with an organiser (law.md §5)."""
    envoyee, recue = sommation_en_cours(evenements)
    depart = envoyee or recue
    if not depart:
        return None
    inscrit = any(
        e.type == "inscription_organisateur" and e.date_effective < depart.date_effective for e in evenements
    )
    preuves = PREUVES_ACHEVEMENT if inscrit else PREUVES_INSCRIPTION
    return next((e for e in evenements if e.type in preuves and e.date_effective >= depart.date_effective), None)


def prochaine_echeance(evenements, reference, reglement, volontaire):
    """Return ``(type, date)`` of the legal term that runs, or ``(False, False)`` (law.md §5).

    :param evenements: events of one file, oldest first
    :param reference: the reference date, or a false value when it is not certain
    :param reglement: the version of the law, with the lengths of the terms in months
    :param volontaire: a volunteer has the term of completion only (law.md §2)
    """
    if not reglement or derniere(evenements, "attestation_fin", "constat_refus", "transfert_vivalis"):
        return False, False
    envoyee, recue = sommation_en_cours(evenements)
    if (envoyee or recue) and not preuve_apres_sommation(evenements):
        reception = recue.date_effective if recue else reception_presumee(envoyee.date_effective)
        return "sommation", echeance(reception, mois=reglement.mois_sommation)
    if inscription := next((e for e in evenements if e.type == "inscription_organisateur"), None):
        return "achevement", echeance(inscription.date_effective, mois=reglement.mois_achevement)
    attestation = next((e for e in evenements if e.type == "attestation_remise"), None)
    if attestation and not volontaire:
        depart = max(attestation.date_effective, reference or attestation.date_effective)
        return "inscription", echeance(depart, mois=reglement.mois_inscription)
    return False, False


class DossierTermes(models.Model):
    _inherit = "parcours.dossier"

    def _recalculer(self):
        """Compute stage, legal date and organiser's stage of each file again from its events; few queries a batch."""
        # sudo: stage and dates follow from the events alone, and users may not write them
        dossiers = self.sudo().with_context(tracking_disable=True)
        etapes = {etape.code: etape.id for etape in self.env["parcours.stage"].sudo().search([])}
        evenements = dossiers._evenements_valides()
        for dossier in dossiers:
            faits = evenements.get(dossier.id, [])
            valeurs = {"echeance_type": False, "date_echeance": False}
            dernier = next((e for e in reversed(faits) if e.type in ETAPES), None)
            code = ETAPES[dernier.type] if dernier else "a_informer"
            if dossier.phase == "dossier":
                valeurs["echeance_type"], valeurs["date_echeance"] = prochaine_echeance(
                    faits, dossier.date_reference, dossier.reglement_id, dossier.volontaire
                )
            elif dossier.phase == "cloture":
                code = "acheve" if dossier.motif_cloture == "acheve" else "clos"
            # a pre-file has no stage, and one that was closed before any decision keeps none
            valeurs["stage_id"] = etapes[code] if dossier.date_ouverture else False
            actuelles = {
                "echeance_type": dossier.echeance_type,
                "date_echeance": dossier.date_echeance,
                "stage_id": dossier.stage_id.id,
            }
            if ecarts := {nom: valeur for nom, valeur in valeurs.items() if actuelles[nom] != valeur}:
                dossier.write(ecarts)

    def _evenements_valides(self):
        """Return ``{file id: [events, oldest first]}`` without the cancelled ones, in one query."""
        evenements = self.env["parcours.evenement"].sudo().search(
            [("dossier_id", "in", self.ids)], order="date_effective, id"
        )
        annules = evenements.annule_id
        groupes = {}
        for evenement in evenements:
            if evenement not in annules and evenement.type != "annulation":
                groupes.setdefault(evenement.dossier_id.id, []).append(evenement)
        return groupes
