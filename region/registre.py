# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The simulated register, through its control pages."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from datetime import date

OUVREUR = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Registre:
    """A simulator served at that address: its seed, how many people it has, its day."""

    def __init__(self, url):
        self.url = url
        etat = self._demander("etat")
        self.jour = date.fromisoformat(etat["jour"])
        self.graine, self.personnes = etat["graine"], etat["personnes"]

    def _demander(self, page, **valeurs):
        donnees = json.dumps(valeurs).encode() if valeurs else None
        requete = urllib.request.Request(f"{self.url}/_controle/{page}", donnees, {"Content-Type": "application/json"})
        with OUVREUR.open(requete, timeout=600) as reponse:
            return json.load(reponse)

    def avancer(self, jours):
        """Let days pass."""
        self.jour = date.fromisoformat(self._demander("avancer", jours=jours)["jour"])

    def evenement(self, genre, niss, commune=None):
        """Make something happen today to somebody, a move to that commune.

        :return: whether it could happen
        """
        try:
            self._demander("evenement", genre=genre, niss=niss, **({"commune": commune} if commune else {}))
        except urllib.error.HTTPError:
            return False
        return True
