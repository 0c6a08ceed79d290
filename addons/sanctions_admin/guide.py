# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Which page of the agents' guide belongs to which screen of the sanctions, by action and by model. No Odoo here."""

ACTIONS = {
    "sanctions_admin.sanction_aujourd_hui_action": "sanctions#journee",
    "sanctions_admin.sanction_releve_ligne_action": "sanctions#compte",
}
MODELES = {
    "sanction.dossier": "sanctions#dossier",
    "sanction.infraction": "sanctions#dossier",
    "sanction.audition": "sanctions#dossier",
    "sanction.decision": "sanctions#dossier",
    "sanction.recours": "sanctions#dossier",
    "sanction.mouvement": "sanctions#compte",
    "sanction.releve": "sanctions#compte",
    "sanction.releve.ligne": "sanctions#compte",
    "sanction.stage": "sanctions",
}
