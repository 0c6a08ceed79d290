# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The circuit breaker and the rate limit, with a clock that only moves when told to."""

import contextlib
import doctest
import threading
import time
import unittest
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.registre_national.soap import client, niss
from odoo.addons.registre_national.soap.appels import (
    DEMI_OUVERT,
    FERME,
    OUVERT,
    ClientGarde,
    Debit,
    Disjoncteur,
    Garde,
    Releve,
    garde_de,
    ouvrir,
)
from odoo.addons.registre_national.soap.erreurs import (
    AppelSuspendu,
    DonneeAnormale,
    ErreurRegistre,
    ErreurTransport,
    FauteSoap,
    StatutMetier,
)
from odoo.addons.registre_national.soap.lecture import code_sur


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
            [*[("-", FERME)] * 2, ("-", OUVERT), (60, DEMI_OUVERT), ("+", FERME), *[("-", FERME)] * 2, ("-", OUVERT)],
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

    def test_only_a_newer_state_that_can_be_kept_is_adopted(self):
        for etat, depuis, adopte in (
            (OUVERT, 1000.001, True),
            (FERME, 1000.001, True),
            (OUVERT, 1000.0, False),
            (FERME, 1000.0, False),
            (OUVERT, 999.0, False),
            (DEMI_OUVERT, 1001.0, False),
        ):
            with self.subTest(etat=etat, depuis=depuis):
                disjoncteur, _horloge = self._creer(seuil=1)
                disjoncteur.noter(False)
                disjoncteur.adopter(etat, depuis)
                self.assertEqual(disjoncteur.garder(), (etat, depuis) if adopte else (OUVERT, 1000.0))

    def test_what_is_adopted_starts_afresh(self):
        """Neither the failures counted before nor a try under way belong to the state that is taken over."""
        disjoncteur, horloge = self._creer(seuil=2)
        disjoncteur.noter(False)
        disjoncteur.adopter(FERME, 1001.0)
        disjoncteur.noter(False)
        self.assertEqual(disjoncteur.etat, FERME)
        disjoncteur.noter(False)
        horloge.avancer(60)
        self.assertTrue(disjoncteur.demander())
        disjoncteur.adopter(OUVERT, 1002.0)
        horloge.avancer(2)
        self.assertTrue(disjoncteur.demander())

    def test_the_moment_is_kept_to_the_millisecond(self):
        """As the database keeps it; 0 when the breaker never moved."""
        disjoncteur, horloge = self._creer(seuil=1)
        self.assertEqual(disjoncteur.garder(), (FERME, 0.0))
        horloge.avancer(0.12345)
        disjoncteur.noter(False)
        self.assertEqual(disjoncteur.depuis, 1000.123)
        horloge.avancer(60.00012)
        self.assertTrue(disjoncteur.demander())
        disjoncteur.noter(True)
        self.assertEqual(disjoncteur.garder(), (FERME, 1060.124))

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
    def test_another_rate_keeps_what_was_gained_and_no_more_than_its_own_burst(self):
        heure = [100.0]
        debit = Debit(10, horloge=lambda: heure[0])
        for _appel in range(10):
            self.assertEqual(debit.reserver(), 0)
        heure[0] += 0.1
        debit.changer(5)
        self.assertAlmostEqual(debit.reserver(), 0)
        self.assertAlmostEqual(debit.reserver(), 0.2)
        lent = Debit(10, horloge=lambda: heure[0])
        lent.changer(0.5)
        self.assertEqual((lent.rafale, lent.reserver()), (1, 0))
        self.assertAlmostEqual(lent.reserver(), 2)

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

    def test_a_bucket_holds_one_second_of_calls_and_one_call_at_least(self):
        for par_seconde, rafale, attendue in ((5, None, 5), (0.5, None, 1), (0, None, 1), (5, 3, 3), (5, 0, 1)):
            with self.subTest(par_seconde=par_seconde, rafale=rafale):
                self.assertEqual(Debit(par_seconde, rafale).rafale, attendue)

    def test_a_full_bucket_waits_for_nobody_and_an_empty_one_for_its_rate(self):
        for par_seconde, attentes in ((2, [0, 0, 0.5, 1]), (1, [0, 1, 2]), (0.5, [0, 2, 4])):
            with self.subTest(par_seconde=par_seconde):
                horloge = Horloge()
                debit = Debit(par_seconde, horloge=horloge)
                self.assertEqual([debit.reserver() for _fois in attentes], attentes)
                horloge.avancer(1000)
                self.assertEqual([debit.reserver() for _fois in attentes], attentes, "full again, and no fuller")

    def test_without_wait_nothing_sleeps(self):
        attentes = []
        Debit(1, horloge=Horloge(), dormir=attentes.append).prendre()
        self.assertEqual(attentes, [])

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
    def __init__(self, configuration=None):
        self.suite, self.configuration = [], configuration

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

    def test_an_answer_between_two_failures_keeps_it_closed(self):
        for milieu in ("answer", KeyError("x")):
            fournisseur = Fournisseur()
            garde = Garde(2, 60, 0)
            client = ClientGarde(fournisseur, garde)
            fournisseur.suite = [ErreurTransport("coupure"), milieu, ErreurTransport("coupure")]
            for attendue in (ErreurTransport, KeyError, ErreurTransport):
                with contextlib.suppress(attendue):
                    self.assertEqual(client.consulter("1"), "answer")
            self.assertEqual((fournisseur.suite, garde.disjoncteur.etat), ([], FERME))

    def test_open_no_call_is_made(self):
        fournisseur = Fournisseur()
        client = ClientGarde(fournisseur, Garde(1, 60, 0))
        fournisseur.suite = [ErreurTransport("coupure"), "not reached"]
        with self.assertRaises(ErreurTransport):
            client.consulter("1")
        with self.assertRaises(AppelSuspendu):
            client.consulter("1")
        self.assertEqual(fournisseur.suite, ["not reached"])

    def test_one_for_the_life_of_the_process(self):
        un, deux, autre = garde_de(("x", 1), 1, 60, 0), garde_de(("x", 1), 5, 30, 2), garde_de(("y", 1), 1, 60, 0)
        self.assertIs(un, deux)
        self.assertIsNot(un, autre)
        self.assertEqual((un.disjoncteur.seuil, un.disjoncteur.pause, un.debit.par_seconde), (5, 30, 2))

    def test_a_new_rate_is_a_new_bucket_and_the_same_one_is_not(self):
        garde = Garde(1, 60, 2)
        debit = garde.debit
        garde.regler(3, 30, 2)
        self.assertIs(garde.debit, debit)
        garde.regler(3, 30, 4)
        self.assertEqual((garde.debit.par_seconde, garde.disjoncteur.seuil), (4, 3))

    def test_deviations_are_counted_until_they_are_reported(self):
        garde = Garde(1, 60, 0)
        self.assertEqual(garde.relever(), Releve(FERME, 0.0, 0, ""))
        garde.noter_ecart("Sex")
        garde.noter_ecart("Date")
        self.assertEqual(garde.relever(), Releve(FERME, 0.0, 2, "Date"))
        self.assertEqual(garde.relever(), Releve(FERME, 0.0, 0, "Date"))

    def test_every_call_of_a_provider_goes_through_the_guard(self):
        """Any provider, whatever it does: none of its calls leaves while the breaker is open."""
        fournisseur = mock.Mock(["consulter", "notifications", "publier", "prolonger", "clore", "abonnements"])
        for appel, arguments in (
            ("consulter", ("1",)),
            ("notifications", ("R", 500)),
            ("publier", (["1"], None)),
            ("prolonger", (["1"], None)),
            ("clore", (["1"],)),
            ("abonnements", ("1",)),
        ):
            garde = Garde(1, 60, 0)
            client = ClientGarde(fournisseur, garde)
            fait = getattr(fournisseur, appel)
            with self.subTest(appel=appel):
                self.assertIs(getattr(client, appel)(*arguments), fait.return_value)
                garde.disjoncteur.noter(False)
                with self.assertRaises(AppelSuspendu):
                    getattr(client, appel)(*arguments)
                fait.assert_called_once_with(*arguments)

    def _ouvrir(self, cle, comparer=False, **etat):
        reglages = client.Configuration("a", "b", "c", "0000000097", "X", 1, 1, comparer=comparer)
        return ouvrir(Fournisseur, reglages, cle, seuil=1, pause=60, par_seconde=0, **etat)

    def test_nobody_gets_a_client_while_the_breaker_is_open(self):
        """Open in this process, or where an earlier run stored it; the next one tries once the pause is over."""
        maintenant = time.time()
        with self.assertRaises(AppelSuspendu):
            self._ouvrir("stored", etat=OUVERT, depuis=maintenant - 50)
        self._ouvrir("over", etat=OUVERT, depuis=maintenant - 70)
        self._ouvrir("here").garde.disjoncteur.noter(False)
        with self.assertRaises(AppelSuspendu):
            self._ouvrir("here", etat=FERME, depuis=maintenant - 70)

    def test_deviations_are_counted_by_the_guard_when_answers_are_compared(self):
        self.assertIsNone(self._ouvrir("not").fournisseur.configuration.sur_ecart)
        ouvert = self._ouvrir("compared", comparer=True)
        ouvert.fournisseur.configuration.sur_ecart("Sex")
        self.assertEqual(ouvert.garde.relever(), Releve(FERME, 0.0, 1, "Sex"))

    def test_a_call_that_the_breaker_holds_back_uses_no_place(self):
        garde = Garde(1, 60, 1)
        garde.disjoncteur.noter(False)
        with self.assertRaises(AppelSuspendu):
            garde.appeler(self.fail)
        self.assertEqual(garde.debit.reserver(), 0, "the bucket is still full")

    def test_of_many_that_waited_one_makes_the_try(self):
        """The breaker opened while they waited for their place: it is asked again."""
        garde = Garde(1, 60, 0)
        with (
            mock.patch.object(garde.debit, "prendre", lambda: garde.disjoncteur.noter(False)),
            self.assertRaises(AppelSuspendu),
        ):
            garde.appeler(self.fail)


class TestErreurs(unittest.TestCase):
    def test_what_may_be_tried_again_by_itself(self):
        """registre.md §2: transport errors, supplier unreachable, too many requests."""
        for erreur, reprise in (
            (ErreurRegistre("x"), False),
            (ErreurTransport("x"), True),
            (AppelSuspendu(), False),
            (FauteSoap("MSG00002"), True),
            (FauteSoap("MSG00003"), False),
            (StatutMetier("MSG00022"), True),
            (StatutMetier("MSG00020"), False),
            (DonneeAnormale("x"), False),
        ):
            with self.subTest(erreur=erreur):
                self.assertIs(erreur.reprise, reprise)

    def test_a_code_from_outside_is_a_code_or_nothing(self):
        for texte, code in (
            (" MSG00002 ", "MSG00002"),
            ("s:Client-1.0", "s:Client-1.0"),
            ("12345678", "12345678"),
            ("123456789", "inconnu"),
            ("x" * 32, "x" * 32),
            ("x" * 33, "inconnu"),
            ("two words", "inconnu"),
            ("", "inconnu"),
            (None, "inconnu"),
        ):
            with self.subTest(texte=texte):
                self.assertEqual(code_sur(texte), code)


class TestReferences(unittest.TestCase):
    def test_the_examples_of_the_docstrings_hold(self):
        for module in (niss, client):
            resultat = doctest.testmod(module)
            self.assertGreater(resultat.attempted, 0)
            self.assertEqual(resultat.failed, 0)
