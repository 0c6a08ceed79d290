# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The simulated register, through its control pages."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from simulateur.dates import DEBUT_OBLIGATION

from .distribution import emplois, en_json

#: What identifies the asker to the simulator; check digits as usual, no real enterprise begins with zeros.
CBE_NUMBER = "0000000097"
LEGAL_CONTEXT = "parcours-accueil:demonstration"
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

    def inconnus(self):
        """Return those whom it has announced to nobody: dictionaries of niss, commune and what happened."""
        try:
            return self._demander("inconnus")
        except urllib.error.HTTPError:
            return []  # a simulator started before an update

    def evenement(self, genre, niss, commune=None):
        """Make something happen today to somebody, a move to that commune.

        :return: whether it could happen
        """
        try:
            self._demander("evenement", genre=genre, niss=niss, **({"commune": commune} if commune else {}))
        except urllib.error.HTTPError:
            return False
        return True


def brancher(env, url):
    """Give the service the simulator's address and accept the simulator's numbers, which no real person can have.

    :return: the service
    """
    service = env.ref("registre_national.service_principal")
    valeurs = {
        "url_consultation": f"{url}/consultation",
        "url_notifications": f"{url}/notifications",
        "url_abonnements": f"{url}/abonnements",
        "mode_test": True,
        "cbe_number": service.cbe_number or CBE_NUMBER,
        "legal_context": service.legal_context or LEGAL_CONTEXT,
    }
    service.write({nom: valeur for nom, valeur in valeurs.items() if service[nom] != valeur})
    env.cr.commit()
    return service


@contextmanager
def servi(personnes):
    """Serve a register that is to live its years, with the people the lives are played by, in a process of its own;
    give its address."""
    with tempfile.TemporaryDirectory() as dossier:
        distribution = Path(dossier) / "distribution.json"
        distribution.write_text(json.dumps(en_json(emplois(personnes))), encoding="utf-8")
        commande = [sys.executable, "-m", "simulateur", "serveur", "--personnes", str(personnes)]
        commande += ["--depuis", DEBUT_OBLIGATION.isoformat(), "--distribution", str(distribution)]
        racine = Path(__file__).parents[1]
        with subprocess.Popen(commande, cwd=racine, stdout=subprocess.PIPE, text=True) as serveur:
            try:
                # "Register simulator ready on http://… (2000 people, 0.1 s)"
                yield serveur.stdout.readline().split(" ready on ")[1].split()[0]
            finally:
                serveur.terminate()
