# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What nobody does by hand: the collections, and the night jobs of the nights on which something falls due."""

from __future__ import annotations

from datetime import timedelta

COLLECTE = "registre_national.ir_cron_collecter"
#: What falls due in open files, and what the passing of time changes; in the order of the night (docs/production.md).
DUES = ("parcours_accueil.cron_exemptions", "parcours_accueil.cron_delais")
#: The whole night, before a collection.
NUIT = (
    "registre_national.ir_cron_reprojeter",
    "parcours_accueil.cron_reexaminer",
    *DUES,
    "parcours_accueil.cron_controler",
    "registre_national.ir_cron_prolonger_abonnements",
)
#: Days before the end of an exemption on which it is announced.
ANNONCE_JOURS = 30


def lancer(env, xmlid):
    """Run a scheduled action as the scheduler does: as its own user, through its server action."""
    job = env.ref(xmlid)
    job.ir_actions_server_id.with_user(job.user_id).run()
    env.flush_all()
    env.cr.commit()


def prochaine(env, apres):
    """Return the next day on which a night has something to do in the terms and exemptions, or None.

    What changes by the passing of time alone waits for the next whole night: no term rests on it.

    :param date apres: the last night that was run
    """
    delais = env["parcours.delai"].search([("date_action", "!=", False)], order="date_action", limit=1)
    bascules = env["parcours.dossier"].search([("date_bascule", "!=", False)], order="date_bascule", limit=1)
    jours = [delais.date_action, bascules.date_bascule]
    accordees = [("state", "=", "accordee"), ("date_fin", "!=", False)]
    exemptions = env["parcours.exemption"]
    if fin := exemptions.search(accordees, order="date_fin", limit=1).date_fin:
        jours.append(fin + timedelta(days=1))
    if fin := exemptions.search([*accordees, ("date_rappel", "=", False)], order="date_fin", limit=1).date_fin:
        jours.append(fin - timedelta(days=ANNONCE_JOURS))
    dus = [jour for jour in jours if jour]
    return max(min(dus), apres + timedelta(days=1)) if dus else None
