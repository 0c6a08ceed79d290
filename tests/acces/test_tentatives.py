# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The attempts themselves: a door that is open is seen, counted, and fails its test."""

import unittest
from types import SimpleNamespace

from .compte import PROPRIETE, TENTATIVES, bilan
from .tentatives import AccesCase, Reponse, _texte

ACCES = Reponse(None, "odoo.exceptions.AccessError", "Not yours: Secret", "Not yours: Secret")


def sonde(reponse, essai):
    """Return ``(failed, what was counted)`` of one attempt that got that answer."""

    class Sonde(unittest.TestCase):
        genre, _quoi = "sonde", staticmethod(AccesCase._quoi)
        refuse, vide, rien, tentative = AccesCase.refuse, AccesCase.vide, AccesCase.rien, AccesCase.tentative

        def _essayer(self, *_args):
            return reponse

        def _lignes(self, _records):
            return []

        def runTest(self):
            essai(self)

    resultat = unittest.TestResult()
    deja = len(TENTATIVES)
    Sonde().run(resultat)
    comptees = TENTATIVES[deja:]
    del TENTATIVES[deja:]
    return bool(resultat.failures or resultat.errors), [tenue for *_quoi, tenue in comptees]


def test_an_open_door_fails_and_is_counted_as_not_held():
    def refuse(t):
        t.refuse("agent", "m", "read")

    assert sonde(ACCES, refuse) == (False, [True])
    assert sonde(Reponse([{"id": 1}]), refuse) == (True, [False])
    assert sonde(Reponse(None, "builtins.TypeError", "missing argument"), refuse) == (True, [False]), "a wrong call"


def test_what_finds_nothing_found_nothing():
    def vide(t):
        t.vide("agent", "m", "search")

    for rien in (ACCES, Reponse([]), Reponse(0), Reponse({"length": 0, "records": []}), Reponse([{"__count": 0}])):
        assert sonde(rien, vide) == (False, [True]), rien
    for trouve in (Reponse([3]), Reponse(2), Reponse({"length": 1, "records": [{"id": 1}]}), Reponse([{"__count": 2}])):
        assert sonde(trouve, vide) == (True, [False]), trouve


def test_a_secret_is_seen_in_an_answer_and_in_a_refusal():
    def rien(t):
        t.rien("agent", "m", "read", secrets=["Secret"])

    assert sonde(Reponse("x", brut='{"name": "autre"}'), rien) == (False, [True])
    assert sonde(Reponse("x", brut='{"name": "Secret"}'), rien) == (True, [False])
    assert sonde(ACCES, rien) == (True, [False])


def test_the_attempts_that_follow_one_that_failed_are_made():
    def deux(t):
        t.refuse("agent", "m", "read")
        t.vide("agent", "m", "search")

    assert sonde(Reponse([3]), deux) == (True, [False, False])


def test_what_workers_report_is_added_up_by_kind():
    reports = [
        SimpleNamespace(user_properties=[(PROPRIETE, ["listes", "agent", "x", tenue]), ("other", 1)])
        for tenue in (True, False)
    ]
    reports += [SimpleNamespace(user_properties=[(PROPRIETE, ["noms", "chef", "y", True])]), SimpleNamespace()]
    assert bilan(reports) == ({"listes": 2, "noms": 1}, {"listes": 1, "noms": 1})


def test_an_unpacked_workbook_is_read():
    assert _texte(b"plain") == "plain"
