# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Command line: `python -m simulateur serveur …`, `python -m simulateur avancer --url URL N`."""

import argparse
import json
import logging
import signal
import ssl
import sys
import threading
import time
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path

from . import Simulateur
from .dates import JOUR_INITIAL
from .population import Role


def _arguments():
    analyseur = argparse.ArgumentParser(prog="simulateur", description="A National Register to run against.")
    commandes = analyseur.add_subparsers(dest="commande", required=True)
    serveur = commandes.add_parser("serveur", help="serve until stopped")
    serveur.add_argument("--port", type=int, default=0, help="0 finds a free one")
    serveur.add_argument("--hote", default="127.0.0.1")
    serveur.add_argument("--personnes", type=int, default=2000)
    serveur.add_argument("--graine", type=int, default=1, help="same seed, same people")
    serveur.add_argument("--jour", type=date.fromisoformat, default=JOUR_INITIAL, help="first day, YYYY-MM-DD")
    serveur.add_argument(
        "--depuis", type=date.fromisoformat, help="begin on that earlier day; the years pass by `avancer`"
    )
    serveur.add_argument(
        "--distribution", metavar="FILE", type=_lire_distribution, help="who the first people are: JSON"
    )
    serveur.add_argument("--dossiers", metavar="DIR", help="files NUMBER.xml to serve and announce")
    serveur.add_argument("--etat", metavar="DIR", help="keep day, notifications and subscriptions there")
    serveur.add_argument("--exiger-abonnement", action="store_true", help="refuse a file nobody subscribed to")
    serveur.add_argument("--tout-annoncer", action="store_true", help="announce mutations of people nobody follows too")
    serveur.add_argument("--inconnus", type=int, default=8, help="people it knows without announcing them")
    serveur.add_argument("--cert", metavar="PEM", help="serve over TLS with this certificate")
    serveur.add_argument("--cle", metavar="PEM", help="its key; without it: in the same file")
    serveur.add_argument("--ca-clients", metavar="PEM", help="ask for a client certificate of this authority")
    serveur.add_argument("--verbeux", action="store_true", help="one line a call: operation, status, milliseconds")
    avancer = commandes.add_parser("avancer", help="let days pass on a running register")
    avancer.add_argument("--url", required=True, help="http://…: the control pages of a register without TLS")
    avancer.add_argument("jours", type=int, nargs="?", default=1)
    return analyseur.parse_args()


def _lire_distribution(chemin):
    """Return the roles of a file: a list of [profile, commune, day of registration, age or 0]."""
    try:
        lignes = json.loads(Path(chemin).read_text(encoding="utf-8"))
        return [Role(profil, commune, date.fromisoformat(jour), age) for profil, commune, jour, age in lignes]
    except (OSError, ValueError, TypeError) as erreur:
        raise argparse.ArgumentTypeError(f"{chemin} is no list of roles: {erreur}") from erreur


def _contexte_ssl(cert, cle, ca_clients):
    """Return the TLS context asked for, None for plain HTTP. OSError: a file cannot be read; ValueError: no --cert."""
    if not cert:
        if cle or ca_clients:
            raise ValueError("--cle and --ca-clients need --cert.")
        return None
    contexte = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=ca_clients)
    contexte.load_cert_chain(cert, cle)
    if ca_clients:
        contexte.verify_mode = ssl.CERT_REQUIRED
    return contexte


def servir(arguments):
    """Serve until SIGTERM or Ctrl-C."""
    options = vars(arguments)
    del options["commande"]
    logging.basicConfig(
        level=logging.INFO if options.pop("verbeux") else logging.WARNING, format="%(asctime)s %(name)s %(message)s"
    )
    tls = {nom: options.pop(nom) for nom in ("cert", "cle", "ca_clients")}
    depart, fin = time.perf_counter(), threading.Event()
    for signe in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signe, lambda *_signal: fin.set())
    try:
        simulateur = Simulateur(**options, contexte_ssl=_contexte_ssl(**tls)).demarrer()
    except (OSError, ValueError) as erreur:
        sys.exit(f"The register simulator cannot start: {erreur}")
    personnes = len(simulateur.fiches)
    print(
        f"Register simulator ready on {simulateur.url} ({personnes} people, {time.perf_counter() - depart:.1f} s)",
        flush=True,
    )
    fin.wait()
    simulateur.arreter()


def avancer(arguments):
    """Ask a running register to let days pass."""
    requete = urllib.request.Request(
        f"{arguments.url.rstrip('/')}/_controle/avancer",
        json.dumps({"jours": arguments.jours}).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(requete, timeout=600) as reponse:
            resultat = json.load(reponse)
    except urllib.error.URLError as erreur:
        sys.exit(f"The register simulator does not answer on {arguments.url}: {erreur.reason}")
    print(f"{resultat['jour']}: {resultat['notifications']} notifications")


if __name__ == "__main__":
    arguments = _arguments()
    {"serveur": servir, "avancer": avancer}[arguments.commande](arguments)
