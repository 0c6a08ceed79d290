# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import threading
import unittest
from unittest import mock

from odoo.addons.registre_national.soap import appels as module
from odoo.addons.registre_national.soap.appels import Consultations, Reprise
from odoo.addons.registre_national.soap.erreurs import DonneeAnormale, ErreurTransport, FauteSoap, StatutMetier
from odoo.addons.registre_national.soap.modele import DossierRegistre, Reponse

from .. import fichiers as f

NOUVEAU = f.numero("906501003")


class Scenario:
    """Answers to a consultation in the order given: an exception is raised, anything else is an answer."""

    def __init__(self, *suite):
        self.suite, self.demandes = list(suite), []

    def __call__(self, niss):
        self.demandes.append(niss)
        pas = self.suite.pop(0)
        if isinstance(pas, Exception):
            raise pas
        return Reponse(niss, DossierRegistre(niss, ()))


class TestAppels(unittest.TestCase):
    def _consulter(self, *suite, niss=f.NISS, **options):
        attentes = []
        scenario = Scenario(*suite)
        with Consultations(scenario, 1, test=True, dormir=attentes.append, **options) as appels:
            return appels.lancer([niss])[0].result(), scenario, attentes

    def test_transport_is_retried_and_each_attempt_noted(self):
        resultat, _scenario, attentes = self._consulter(ErreurTransport("coupure"), ErreurTransport("http_503"), True)
        self.assertIsNone(resultat.erreur)
        self.assertEqual(
            [(t.numero, t.nature, t.code) for t in resultat.tentatives],
            [(1, "transport", "coupure"), (2, "transport", "http_503"), (3, "ok", "")],
        )
        self.assertEqual(len(attentes), 2)
        self.assertTrue(0.25 <= attentes[0] <= 0.5 <= attentes[1] <= 1.0, attentes)

    def test_attempts_stop_at_their_bound(self):
        resultat, scenario, _attentes = self._consulter(*[ErreurTransport("coupure")] * 5)
        self.assertEqual((resultat.erreur.code, len(scenario.demandes)), ("coupure", 3))

    def test_only_what_may_be_is_retried(self):
        for erreur, appels in (
            (FauteSoap("MSG00003"), 1),
            (StatutMetier("MSG00012"), 1),
            (DonneeAnormale("xml_illisible"), 1),
            (ErreurTransport("certificat", reprise=False), 1),
            (StatutMetier("MSG00002"), 3),
            (FauteSoap("MSG00022"), 3),
        ):
            with self.subTest(erreur=erreur):
                _resultat, scenario, _attentes = self._consulter(*[erreur] * 3)
                self.assertEqual(len(scenario.demandes), appels)

    def test_replaced_number_is_followed(self):
        resultat, _scenario, _attentes = self._consulter(StatutMetier("MSG00020", "NO_RESULT", NOUVEAU), True)
        self.assertEqual((resultat.numeros, resultat.reponse.niss), ([f.NISS, NOUVEAU], NOUVEAU))
        self.assertEqual([(t.niss, t.nature) for t in resultat.tentatives], [(f.NISS, "statut"), (NOUVEAU, "ok")])

    def test_circle_of_numbers(self):
        resultat, _scenario, _attentes = self._consulter(
            StatutMetier("MSG00020", "NO_RESULT", NOUVEAU), StatutMetier("MSG00020", "NO_RESULT", f.NISS)
        )
        self.assertEqual(resultat.erreur.code, "boucle_remplacements")

    def test_malformed_number_is_never_sent(self):
        resultat, scenario, _attentes = self._consulter(True, niss="12345")
        self.assertEqual((resultat.erreur.code, scenario.demandes, resultat.tentatives), ("niss_longueur", [], []))

    def test_unforeseen_exception_stays_with_its_person(self):
        with self.assertLogs("odoo.addons.registre_national.soap.appels", "ERROR") as journal:
            resultat, _scenario, _attentes = self._consulter(KeyError(f.NISS))
        self.assertEqual(resultat.erreur.nature, "donnee")
        self.assertEqual(
            [(t.nature, t.code) for t in resultat.tentatives],
            [("donnee", "reponse_inattendue")],
            "the log says that no file was received",
        )
        self.assertNotIn(f.NISS, "".join(journal.output))

    def test_the_pool_is_bounded_and_concurrent(self):
        barriere, maximum, en_cours, verrou = threading.Barrier(3, timeout=10), [0], [0], threading.Lock()

        def consulter(niss):
            with verrou:
                en_cours[0] += 1
                maximum[0] = max(maximum[0], en_cours[0])
            barriere.wait()
            with verrou:
                en_cours[0] -= 1
            return Reponse(niss, DossierRegistre(niss, ()))

        numeros = [f.numero(f"9065010{serie:02d}") for serie in range(1, 10)]
        with Consultations(consulter, 3, test=True) as appels:
            resultats = [futur.result() for futur in appels.lancer(numeros)]
        self.assertEqual([r.niss for r in resultats], numeros)
        self.assertEqual(maximum[0], 3)

    def test_waiting_grows_up_to_the_ceiling(self):
        reprise = Reprise(base=1, plafond=4)
        for numero, plus in ((1, 1), (2, 2), (3, 4), (9, 4)):
            attentes = [reprise.attente(numero) for _fois in range(100)]
            self.assertTrue(plus / 2 <= min(attentes) < max(attentes) <= plus, "a random half is taken off")

    def test_three_attempts_within_half_a_second_and_eight(self):
        """registre.md §2 asks for a bounded number of attempts; these bounds are ours."""
        self.assertEqual(Reprise(), Reprise(tentatives=3, base=0.5, plafond=8))

    def test_a_generated_number_is_sent_in_test_mode_only(self):
        """registre.md §4."""
        scenario = Scenario(True)
        with Consultations(scenario, 1, test=False) as appels:
            resultat = appels.lancer([f.NISS])[0].result()
        self.assertEqual((resultat.erreur.code, scenario.demandes), ("niss_test", []))

    def test_a_pool_has_one_thread_at_least(self):
        for taille, fils in ((-1, 1), (0, 1), (1, 1), (5, 5)):
            with (
                mock.patch.object(module, "ThreadPoolExecutor") as pool,
                Consultations(Scenario(), taille, test=True),
            ):
                self.assertEqual(pool.call_args.kwargs["max_workers"], fils)

    def test_leaving_waits_for_what_runs_and_drops_what_waits(self):
        partis, sortie, finis = threading.Event(), threading.Event(), []

        def consulter(niss):
            partis.set()
            sortie.wait(10)
            finis.append(niss)
            return Reponse(niss, DossierRegistre(niss, ()))

        with Consultations(consulter, 1, test=True) as appels:
            futurs = appels.lancer([f.NISS, NOUVEAU])
            self.assertTrue(partis.wait(10))
            threading.Timer(0.2, sortie.set).start()
        self.assertEqual((finis, [futur.cancelled() for futur in futurs]), ([f.NISS], [False, True]))

    def test_an_attempt_is_timed_in_milliseconds(self):
        with mock.patch.object(module.time, "monotonic", side_effect=[100.0, 102.5]):
            resultat, _scenario, _attentes = self._consulter(True)
        self.assertEqual([t.duree_ms for t in resultat.tentatives], [2500])


class TestLimites(unittest.TestCase):
    """The limits of a service when several processes share them."""

    def test_no_more_calls_at_once_than_the_gate_lets_through(self):
        dedans, plus, verrou, quatre = [], [], threading.Lock(), threading.Event()

        def consulter(niss):
            with verrou:
                dedans.append(niss)
                plus.append(len(dedans))
            quatre.wait(0.02)
            with verrou:
                dedans.remove(niss)
            return Reponse(niss, DossierRegistre(niss, ()))

        with Consultations(consulter, 8, test=True) as appels:
            appels.limiter(3, 8)
            for futur in appels.lancer([f.NISS] * 20):
                futur.result(5)
            self.assertLessEqual(max(plus), 3)
            self.assertEqual(max(plus), 3)

    def test_what_is_given_back_is_not_under_way_any_more(self):
        porte, finir = module.Porte(2), threading.Event()

        def appeler():
            with porte:
                finir.wait(5)

        appels = [threading.Thread(target=appeler) for _ in range(2)]
        for appel in appels:
            appel.start()
        reglage = threading.Thread(target=porte.regler, args=(1,))
        reglage.start()
        reglage.join(0.1)
        self.assertTrue(reglage.is_alive(), "two calls are still under way")
        finir.set()
        reglage.join(5)
        self.assertFalse(reglage.is_alive())
        for appel in appels:
            appel.join(5)

    def test_who_waits_before_trying_again_holds_up_nobody(self):
        portes = []
        with Consultations(Scenario(ErreurTransport("coupure"), True), 1, test=True) as appels:
            appels._dormir = lambda _secondes: portes.append(appels._garde.porte._dedans)
            appels.lancer([f.NISS])[0].result(5)
        self.assertEqual(portes, [0])

    def test_a_changed_rate_gives_back_nothing_that_was_used(self):
        heure = [0.0]
        debit = module.Debit(10, horloge=lambda: heure[0])
        for _appel in range(10):
            self.assertEqual(debit.reserver(), 0)
        debit.changer(5)
        self.assertAlmostEqual(debit.reserver(), 0.2)
        heure[0] = 10
        self.assertEqual([debit.reserver() for _appel in range(6)][:5], [0] * 5)

    def test_a_part_of_the_rate_stays_when_the_settings_are_read_again(self):
        garde = module.Garde(10, 60, 40)
        garde.limiter("un", 2, 8)
        garde.regler(10, 60, 80)
        self.assertEqual(garde.debit.par_seconde, 20)
        garde.limiter("deux", 2, 8)
        self.assertEqual(garde.debit.par_seconde, 40)
        garde.liberer("un")
        garde.liberer("deux")
        self.assertEqual(garde.debit.par_seconde, 80)
