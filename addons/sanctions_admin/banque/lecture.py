# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A file of a bank, of whichever of the two formats, for one account."""

from __future__ import annotations

from .camt import est_camt, lire_camt
from .coda import est_coda, lire_coda
from .compte import nu
from .releve import ReleveRefuse


def lire(octets, compte):
    """Return the statements of a file, oldest first.

    :param bytes octets: as the bank gave it
    :param str compte: number of the account that it must be of
    :raise ReleveRefuse: nothing of it is taken: it is of another account ("autre_compte"), or as `releve` says
    """
    if not octets.strip():
        raise ReleveRefuse("vide")
    if est_coda(octets):
        releves = lire_coda(octets)
    elif est_camt(octets):
        releves = lire_camt(octets)
    else:
        raise ReleveRefuse("illisible")
    if not releves:
        raise ReleveRefuse("vide")
    for releve in releves:
        if releve.compte != nu(compte):
            raise ReleveRefuse("autre_compte")
    return sorted(releves, key=lambda releve: (releve.jour, releve.numero))
