# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The command line, as a process: ready, killed in the middle, started again, told to advance."""

import json
import ssl
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from simulateur.registre import Registre

RACINE = Path(__file__).parents[2]
MODULE = [sys.executable, "-m", "simulateur"]


@pytest.fixture
def lancer(tmp_path):
    """Start `simulateur serveur` with a kept state; return (process, address)."""
    processus = []

    def ouvrir(*options):
        commande = [*MODULE, "serveur", "--personnes", "150", "--graine", "6", "--etat", str(tmp_path), *options]
        processus.append(subprocess.Popen(commande, cwd=RACINE, stdout=subprocess.PIPE, text=True))
        ligne = processus[-1].stdout.readline()
        assert ligne.startswith("Register simulator ready on http://127.0.0.1:"), ligne
        return processus[-1], ligne.split()[4]

    yield ouvrir
    for un in processus:
        un.kill()
        un.wait(10)
        un.stdout.close()


def etat(url):
    with urllib.request.urlopen(f"{url}/_controle/etat", timeout=10) as reponse:
        return json.load(reponse)


def test_killed_in_the_middle_of_advancing_nothing_is_lost_nor_doubled(lancer):
    processus, url = lancer("--tout-annoncer")
    resultat = subprocess.run(
        [*MODULE, "avancer", "--url", url, "20"], cwd=RACINE, capture_output=True, text=True, check=True
    )
    assert resultat.stdout.startswith("2026-12-14: ")
    requete = urllib.request.Request(f"{url}/_controle/avancer", b'{"jours": 20000}')
    with pytest.raises(OSError):
        urllib.request.urlopen(requete, timeout=1)
    processus.kill()
    processus.wait(10)
    _processus, url = lancer("--tout-annoncer")
    repris = etat(url)
    assert repris["jour"] > "2026-12-14"
    # The same days lived through without a break give the same journal.
    temoin = Registre(personnes=150, graine=6, tout_annoncer=True)
    while temoin.jour.isoformat() < repris["jour"]:
        temoin.avancer(1)
    assert temoin.etat.derniere_sequence() == repris["derniere_sequence"]


def test_sigterm_ends_with_success(lancer):
    processus, url = lancer()
    assert etat(url)["personnes"] == 150
    processus.terminate()
    assert processus.wait(10) == 0


@pytest.mark.parametrize(
    ("options", "phrase"),
    [
        (["--dossiers", "/nowhere/at/all"], "does not exist"),
        (["--graine", "7", "--etat", "{etat}"], "belongs to seed 6"),
        (["--cert", "/nowhere.pem"], "No such file"),
        (["--ca-clients", "/nowhere.pem"], "need --cert"),
    ],
)
def test_what_prevents_a_start_is_said_in_one_sentence(lancer, tmp_path, options, phrase):
    processus, _url = lancer()
    processus.terminate()
    processus.wait(10)
    options = [option.format(etat=tmp_path) for option in options]
    resultat = subprocess.run([*MODULE, "serveur", *options], cwd=RACINE, capture_output=True, text=True, check=False)
    assert resultat.returncode == 1
    assert phrase in resultat.stderr and "Traceback" not in resultat.stderr


def test_a_port_already_taken_is_said(lancer):
    _processus, url = lancer()
    commande = [*MODULE, "serveur", "--personnes", "0", "--port", url.rpartition(":")[2]]
    resultat = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True, check=False)
    assert resultat.returncode == 1 and "cannot start" in resultat.stderr and "Traceback" not in resultat.stderr


def test_tls_with_client_certificates(tmp_path):
    """`--cert --cle --ca-clients`: who shows a certificate is answered, who shows none is not."""
    sujet = ("-subj", "/CN=essai", "-addext", "subjectAltName=IP:127.0.0.1")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *sujet, "-keyout", "cle.pem", "-out", "cert.pem"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    cert, cle = str(tmp_path / "cert.pem"), str(tmp_path / "cle.pem")
    commande = [*MODULE, "serveur", "--personnes", "5", "--cert", cert, "--cle", cle, "--ca-clients", cert]
    with subprocess.Popen(commande, cwd=RACINE, stdout=subprocess.PIPE, text=True) as processus:
        try:
            url = processus.stdout.readline().split()[4]
            assert url.startswith("https://127.0.0.1:")
            contexte = ssl.create_default_context(cafile=cert)
            with pytest.raises(OSError):
                urllib.request.urlopen(f"{url}/sante", timeout=10, context=contexte)
            contexte.load_cert_chain(cert, cle)
            with urllib.request.urlopen(f"{url}/sante", timeout=10, context=contexte) as reponse:
                assert json.load(reponse) == {"pret": True}
        finally:
            processus.terminate()
    assert processus.returncode == 0
