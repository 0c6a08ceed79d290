# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The circuit breaker and the rate limit, with a clock that only moves when told to."""

import doctest
import threading
import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.registre_national.soap import tls
from odoo.addons.registre_national.soap.debit import Debit
from odoo.addons.registre_national.soap.disjoncteur import DEMI_OUVERT, FERME, OUVERT, Disjoncteur
from odoo.addons.registre_national.soap.erreurs import (
    AppelSuspendu,
    DonneeAnormale,
    ErreurTransport,
    FauteSoap,
    StatutMetier,
)
from odoo.addons.registre_national.soap.garde import ClientGarde, Garde, garde_de


class Horloge:
    def __init__(self):
        self.maintenant = 1000.0

    def __call__(self):
        return self.maintenant

    def avancer(self, secondes):
        self.maintenant += secondes


class TestDisjoncteur(unittest.TestCase):
    def _creer(self, seuil=3, pause=60):
        horloge = Horloge()
        return Disjoncteur(seuil, pause, horloge), horloge

    def test_the_breaker_follows_its_table(self):
        """Each line: what happens (+ reached, - not reached, seconds that pass) and the state after it."""
        for pas in (
            [("-", FERME), ("-", FERME), ("-", OUVERT), (59, OUVERT), (1, DEMI_OUVERT), ("+", FERME), ("-", FERME)],
            [("-", FERME), ("-", FERME), ("+", FERME), ("-", FERME), ("-", FERME), ("-", OUVERT)],
            [("-", FERME), ("-", FERME), ("-", OUVERT), (60, DEMI_OUVERT), ("-", OUVERT), (59, OUVERT)],
            [("-", FERME), ("-", FERME), ("-", OUVERT), (90, DEMI_OUVERT), ("-", OUVERT), (60, DEMI_OUVERT)],
        ):
            disjoncteur, horloge = self._creer()
            for rang, (quoi, etat) in enumerate(pas):
                with self.subTest(pas=pas, rang=rang):
                    if quoi in ("+", "-"):
                        self.assertTrue(disjoncteur.demander())
                        disjoncteur.noter(quoi == "+")
                    else:
                        horloge.avancer(quoi)
                    self.assertEqual(disjoncteur.etat, etat)

    def test_open_lets_nothing_and_half_open_lets_one(self):
        disjoncteur, horloge = self._creer(seuil=1)
        disjoncteur.noter(False)
        self.assertFalse(disjoncteur.demander())
        horloge.avancer(60)
        self.assertEqual([disjoncteur.demander() for _fois in range(3)], [True, False, False])

    def test_a_try_that_never_ends_blocks_nothing(self):
        disjoncteur, horloge = self._creer(seuil=1)
        disjoncteur.noter(False)
        horloge.avancer(60)
        self.assertTrue(disjoncteur.demander())
        horloge.avancer(60)
        self.assertTrue(disjoncteur.demander())

    def test_late_ends_change_nothing(self):
        """Calls that left before the opening end after it: neither closes it, nor moves the moment."""
        disjoncteur, horloge = self._creer(seuil=1)
        disjoncteur.noter(False)
        horloge.avancer(30)
        disjoncteur.noter(True)
        disjoncteur.noter(False)
        self.assertEqual((disjoncteur.etat, disjoncteur.depuis), (OUVERT, 1000.0))

    def test_one_of_many_threads_makes_the_try(self):
        disjoncteur, horloge = self._creer(seuil=1)
        disjoncteur.noter(False)
        horloge.avancer(60)
        barriere, admis = threading.Barrier(16, timeout=10), []

        def demander():
            barriere.wait()
            admis.append(disjoncteur.demander())

        fils = [threading.Thread(target=demander) for _n in range(16)]
        for fil in fils:
            fil.start()
        for fil in fils:
            fil.join()
        self.assertEqual(sum(admis), 1)

    def test_remembered_from_one_run_to_the_next(self):
        avant, horloge = self._creer(seuil=1)
        avant.noter(False)
        apres = Disjoncteur(1, 60, horloge)
        apres.adopter(*avant.garder())
        self.assertEqual(apres.etat, OUVERT)
        horloge.avancer(60)
        self.assertEqual(apres.etat, DEMI_OUVERT)
        # An older state than ours is not taken.
        self.assertTrue(apres.demander())
        apres.noter(True)
        apres.adopter(*avant.garder())
        self.assertEqual(apres.etat, FERME)

    @given(st.integers(1, 5), st.lists(st.one_of(st.booleans(), st.integers(1, 90)), max_size=60))
    def test_an_open_breaker_makes_no_call(self, seuil, suite):
        """Whatever happens: it opens exactly at the threshold, and while it is open no call is ever made."""
        disjoncteur, horloge = self._creer(seuil)
        echecs, ouverture = 0, None
        for pas in suite:
            if not isinstance(pas, bool):
                horloge.avancer(pas)
                continue
            admis = disjoncteur.demander()
            self.assertEqual(admis, ouverture is None or horloge() - ouverture >= 60)
            if not admis:
                continue
            disjoncteur.noter(pas)
            echecs = 0 if pas else echecs + 1
            if pas:
                ouverture = None
            elif ouverture is not None or echecs >= seuil:
                ouverture, echecs = horloge(), 0
            self.assertEqual(disjoncteur.etat, FERME if ouverture is None else OUVERT)


class TestDebit(unittest.TestCase):
    @given(st.floats(0.5, 50), st.lists(st.floats(0, 3), min_size=1, max_size=80))
    def test_never_more_than_the_bucket_and_the_rate(self, par_seconde, pauses):
        """In any stretch of time no more calls leave than the bucket holds plus what the rate gives."""
        horloge = Horloge()
        debit, departs = Debit(par_seconde, horloge=horloge), []
        for pause in pauses:
            horloge.avancer(pause)
            departs.append(horloge() + debit.reserver())
        self.assertEqual(departs, sorted(departs))
        for premier in range(len(departs)):
            for dernier in range(premier, len(departs)):
                duree = departs[dernier] - departs[premier]
                self.assertLessEqual(dernier - premier + 1, debit.rafale + duree * par_seconde + 1 + 1e-6)

    def test_without_limit_nothing_waits(self):
        debit = Debit(0)
        self.assertEqual([debit.reserver() for _fois in range(1000)], [0.0] * 1000)

    def test_threads_wait_for_their_turn(self):
        horloge, attentes, verrou = Horloge(), [], threading.Lock()

        def dormir(secondes):
            with verrou:
                attentes.append(round(secondes, 6))

        debit = Debit(10, rafale=1, horloge=horloge, dormir=dormir)
        fils = [threading.Thread(target=debit.prendre) for _n in range(20)]
        for fil in fils:
            fil.start()
        for fil in fils:
            fil.join()
        self.assertEqual(sorted(attentes), [round(n / 10, 6) for n in range(1, 20)])


class Fournisseur:
    def __init__(self):
        self.suite = []
        self.nom = "essai"

    def consulter(self, niss):
        pas = self.suite.pop(0)
        if isinstance(pas, Exception):
            raise pas
        return pas


class TestGarde(unittest.TestCase):
    def test_what_opens_it_and_what_does_not(self):
        for erreur, compte in (
            (ErreurTransport("coupure"), True),
            (StatutMetier("MSG00002"), True),
            (FauteSoap("MSG00022"), True),
            (StatutMetier("MSG00012"), False),
            (FauteSoap("MSG00003"), False),
            (DonneeAnormale("xml_illisible"), False),
        ):
            with self.subTest(erreur=erreur):
                fournisseur = Fournisseur()
                garde = Garde(2, 60, 0)
                client = ClientGarde(fournisseur, garde)
                fournisseur.suite = [erreur, erreur]
                for _fois in range(2):
                    with self.assertRaises(type(erreur)):
                        client.consulter("1")
                self.assertEqual(garde.disjoncteur.etat, OUVERT if compte else FERME)

    def test_open_no_call_is_made(self):
        fournisseur = Fournisseur()
        client = ClientGarde(fournisseur, Garde(1, 60, 0))
        fournisseur.suite = [ErreurTransport("coupure"), "not reached"]
        with self.assertRaises(ErreurTransport):
            client.consulter("1")
        with self.assertRaises(AppelSuspendu):
            client.consulter("1")
        self.assertEqual((fournisseur.suite, client.nom), (["not reached"], "essai"))

    def test_one_for_the_life_of_the_process(self):
        un, deux, autre = garde_de(("x", 1), 1, 60, 0), garde_de(("x", 1), 5, 30, 2), garde_de(("y", 1), 1, 60, 0)
        self.assertIs(un, deux)
        self.assertIsNot(un, autre)
        self.assertEqual((un.disjoncteur.seuil, un.disjoncteur.pause, un.debit.par_seconde), (5, 30, 2))


class TestReferences(unittest.TestCase):
    def test_the_examples_of_the_docstrings_hold(self):
        self.assertEqual(doctest.testmod(tls).failed, 0)
        self.assertGreater(doctest.testmod(tls).attempted, 0)
