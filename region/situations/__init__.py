# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The table of situations. Each stands at least once in each of the `COMMUNES`, and as many per cent as its row says of
the others who must follow the pathway live it too, as far as their years allow. Adding a situation is a row.

The columns:

==========  ===========================================================================================================
`nom`       what one would call it at the counter
`avant`     days before the last day of the play on which its first step is taken: it then stands where `lu` says
`pas`       what is done, in order (pas.py)
`lu`        what the file reads on the last day: a column -> its value; of ``sanction`` the stage of the sanction
`profil`    what the person is to the register (simulateur.profils)
`part`      per cent of the others obliged who live it; 0: those who were cast only
`age`       completed years at the registration, when they matter
`recul`     days between the registration and the first step of who was cast
`vient_de`  commune of the registration, when the person moves to the commune that the row is for
==========  ===========================================================================================================
"""

from ..pas import Pas, Situation
from . import attestations, corrections, cours, decisions, route, sanctions

#: Schaerbeek, Bruxelles, Anderlecht: the communes in which each situation exists.
COMMUNES = ("21015", "21004", "21001")
SITUATIONS = (
    *route.SITUATIONS,
    *attestations.SITUATIONS,
    *decisions.SITUATIONS,
    *sanctions.SITUATIONS,
    *corrections.SITUATIONS,
    *cours.SITUATIONS,
)
