# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A batch in which every other answer is damaged: the good ones are collected, the bad ones are errors one can read."""

import random
import tempfile
from copy import deepcopy
from pathlib import Path

from lxml import etree

from odoo.tools import mute_logger

from .. import fichiers as f
from ..commun import CasRegistre
from .test_collecte_erreurs import MUETS

#: People of one batch; every other one has a damaged file.
GENS = 60

BLOCS = f.ORDINAIRE + f.NON_COMMUNICABLE


def _dossier(niss):
    return f.dossier(BLOCS.replace(f.NISS, niss))


def _coupe(brut, rng):
    return brut[: rng.randrange(1, len(brut) - 1)]


def _octets(brut, rng):
    octets = bytearray(brut)
    for _fois in range(rng.randrange(1, 30)):
        octets[rng.randrange(len(octets))] = rng.randrange(256)
    return bytes(octets)


def _arbre(brut, rng):
    racine = etree.fromstring(brut)
    for _fois in range(rng.randrange(1, 8)):
        element = rng.choice(list(racine.iter())[1:] or [racine])
        match rng.randrange(4):
            case 0 if element is not racine:
                element.getparent().remove(element)
            case 1 if element is not racine:
                element.addnext(deepcopy(element))
            case 2:
                element.text = rng.choice(["", "99", "-1", "2024-13-45", "٣٣", "é" * 300, "9" * 400, "%(x)s {y}"])
            case _:
                element[:] = rng.sample(list(element), len(element))
    return etree.tostring(racine)


def _immense(brut, _rng):
    return brut.replace(b"Imaginaire", b"x" * 200_000)


def _espace(brut, _rng):
    return brut.replace(f.RN.encode(), b"urn:autre")


def _entites(brut, _rng):
    bombe = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'><!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
    return bombe.encode() + brut.replace(b"Imaginaire", b"&b;&e;")


def _autre_personne(brut, _rng):
    return _dossier(f.numero("906501999"))


ABIMER = (_coupe, _octets, _arbre, _immense, _espace, _entites, _autre_personne)


class TestFuzzCollecte(CasRegistre):
    @mute_logger(*MUETS)
    def test_damaged_answers_stay_alone(self):
        for graine in range(2):
            with self.subTest(graine=graine):
                self._un_lot(random.Random(graine), graine)

    def _un_lot(self, rng, graine):
        numeros = [f.numero(f"9065{graine + 10:02d}{serie:03d}") for serie in range(1, 2 * GENS, 2)]
        bons, abimes = set(numeros[::2]), numeros[1::2]
        dossiers = Path(self.enterContext(tempfile.TemporaryDirectory()))
        for niss in bons:
            (dossiers / f"{niss}.xml").write_bytes(_dossier(niss))
        for rang, niss in enumerate(abimes):
            (dossiers / f"{niss}.xml").write_bytes(ABIMER[rang % len(ABIMER)](_dossier(niss), rng))
        _simulateur, service = self.ouvrir(personnes=0, dossiers=dossiers)
        bilan = service._collecter()

        notifications = self.du_service(service)
        self.assertEqual(sorted(notifications.mapped("niss")), sorted(numeros))
        self.assertEqual(set(notifications.mapped("state")), {"traitee", "erreur"}, "nobody is left in the middle")
        erreurs = notifications.filtered(lambda n: n.state == "erreur")
        self.assertEqual(bilan["erreurs"], len(erreurs))
        self.assertFalse(bons & set(erreurs.mapped("niss")), "a good answer does not suffer from its neighbours")
        gens = self.Personne.search([("niss", "in", list(bons))])
        self.assertEqual(len(gens), len(bons))
        self.assertEqual(set(gens.mapped("nom")), {"Imaginaire Essai"})
        self.assertGreater(len(erreurs), len(abimes) // 4, "the damage is too weak to prove anything")

        for erreur in erreurs:
            self.assertEqual(erreur.error_kind, "donnee", erreur.error_code)
            self.assertIn("the notification is kept", erreur.error)
            self.assertNotIn(erreur.niss, erreur.error)
            self.assertNotRegex(erreur.error, r"[a-z]_[a-z]|Traceback|Exception")
            self.assertFalse(self.Personne.search([("niss", "=", erreur.niss)]), "what cannot be read is not stored")
