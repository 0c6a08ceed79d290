# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What nobody does by hand: the collections, and the night jobs of the nights on which something falls due."""

from __future__ import annotations

import re
from datetime import timedelta

COLLECTE = "registre_national.ir_cron_collecter"
EXEMPTIONS, DELAIS = "parcours_accueil.cron_exemptions", "parcours_accueil.cron_delais"
#: What falls due in open files, and what the passing of time changes; in the order of the night (docs/production.md).
DUES = (EXEMPTIONS, DELAIS)
#: The whole night, before a collection.
NUIT = (
    "registre_national.ir_cron_reprojeter",
    "parcours_accueil.cron_reexaminer",
    *DUES,
    "parcours_accueil.cron_controler",
    "registre_national.ir_cron_prolonger_abonnements",
    "parcours_accueil.cron_assiduite",
)
#: The one line of a scheduled action.
LIGNE = re.compile(r"model\.(_cron_\w+)\(\)")
#: Days before the end of an exemption on which it is announced.
ANNONCE_JOURS = 30
#: The first days of terms, of suspensions and of exemptions: over, to be announced.
PROCHAINES = """
    SELECT (SELECT min(date_action) FROM parcours_delai), (SELECT min(date_bascule) FROM parcours_dossier WHERE active),
           (SELECT min(date_fin) FROM parcours_exemption WHERE state = 'accordee'),
           (SELECT min(date_fin) FROM parcours_exemption WHERE state = 'accordee' AND date_rappel IS NULL)"""


class Nuits:
    """The nights of one play: its scheduled actions, looked up once."""

    def __init__(self, env):
        self.env = env
        jobs = {xmlid: env.ref(xmlid) for xmlid in (*NUIT, COLLECTE)}
        self.jobs = {x: (job.model_name, LIGNE.fullmatch(job.code).group(1), job.user_id.id) for x, job in jobs.items()}

    def lancer(self, xmlid):
        """Run the line of a scheduled action, as its own user."""
        modele, methode, utilisateur = self.jobs[xmlid]
        getattr(self.env(user=utilisateur)[modele], methode)()
        self.env.flush_all()

    def prochaine(self, apres):
        """Return the next day on which a night has something to do in the terms and exemptions, and the jobs that have:
        ``(day, xml ids in their order)``, or ``(None, ())``. A job with nothing due would find nothing.

        What changes by the passing of time alone waits for the next whole night: no term rests on it.

        :param date apres: the last night that was run
        """
        self.env.flush_all()
        # one query instead of four, after each day of the play; dates come out
        self.env.cr.execute(PROCHAINES)
        [(*termes, fin, annonce)] = self.env.cr.fetchall()
        exemptions = [fin and fin + timedelta(days=1), annonce and annonce - timedelta(days=ANNONCE_JOURS)]
        dus = [jour for jour in (*termes, *exemptions) if jour]
        if not dus:
            return None, ()
        nuit = max(min(dus), apres + timedelta(days=1))
        # an exemption that ends can make a term due: the terms come after, that night too
        return nuit, DUES if any(jour and jour <= nuit for jour in exemptions) else (DELAIS,)
