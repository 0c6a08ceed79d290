# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""How long a session lasts: a working day at most, and half an hour without anybody before the screen."""

import time

#: Seconds from the login to the end, whatever is done meanwhile; and without a request of somebody.
DUREE_S, INACTIVITE_S = 8 * 3600, 30 * 60
#: The moment of the last request is written that often at most, in seconds: a session is a file.
PAS_S = 60
#: Keys of the session.
DEBUT, VU = "parcours_debut", "parcours_vu"
#: What browsers ask by themselves: nobody is before the screen for that.
SEULES = ("/bus/", "/websocket", "/web/health", "/web/webclient/version_info")


def terminee(session, maintenant=None):
    """Whether the session, a mapping, is over. One that never said when it began begins now."""
    maintenant = maintenant or time.time()
    debut = session.get(DEBUT, maintenant)
    return maintenant - debut > DUREE_S or maintenant - session.get(VU, debut) > INACTIVITE_S


def noter(session, chemin, maintenant=None):
    """Write in the session when it began, and that somebody asks for that path now."""
    maintenant = maintenant or time.time()
    if DEBUT not in session:
        session[DEBUT] = session[VU] = maintenant
    elif not chemin.startswith(SEULES) and abs(maintenant - session.get(VU, 0)) > PAS_S:
        session[VU] = maintenant
