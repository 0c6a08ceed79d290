# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The queue and its sharing: newcomers first, in turns, nobody read without a reason, nothing taken twice."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.sql_db import db_connect
from odoo.tests import tagged

from ...models.service import collecte
from ...models.service.part import PAGES, Part
from ...soap.appels import Consultations, Garde
from ..commun import CasRegistre

PERSONNES = 6


@tagged("post_install", "-at_install")
class TestPartage(CasRegistre):
    def ouvrir(self, personnes=PERSONNES, **options):
        return super().ouvrir(personnes=personnes, **options)

    @contextmanager
    def autre(self):
        with db_connect(self.env.cr.dbname).cursor() as cr:
            yield cr

    def annoncer(self, service, *annonces):
        """Notifications (number, category, information types) that wait, numbered as they are given."""
        return self.env["registre.notification"].create(
            [
                {
                    "service_id": service.id,
                    "sequence": 1000 + rang,
                    "niss": niss,
                    "category": categorie,
                    "mutations": [{"it": it, "nature": "ADDED"} for it in its],
                }
                for rang, (niss, categorie, its) in enumerate(annonces)
            ]
        )

    def lus(self, simulateur, service):
        """The numbers asked for by a collection of what waits, in their order."""
        lus = []
        lancer = collecte.RegistreServiceCollecte._lancer

        def noter(self, appels, lot):
            lus.extend(niss for niss, _ids in lot)
            return lancer(self, appels, lot)

        with patch.object(collecte.RegistreServiceCollecte, "_lancer", noter):
            service._collecter(aide=True)
        return lus

    def test_newcomers_pass_before_changes_and_after_renumbered_people(self):
        simulateur, service = self.ouvrir()
        un, deux, trois, quatre = (fiche.niss for fiche in simulateur.fiches[:4])
        self.annoncer(
            service,
            (un, "MUTATION", ["020"]),
            (deux, "MUTATION", ["020"]),
            (trois, "NEWCOMER", []),
            (quatre, "REPLACED", []),
            (deux, "NEWCOMER", []),
        )
        self.assertEqual(self.lus(simulateur, service), [quatre, trois, deux, un])

    def test_several_changes_of_one_person_are_one_reading(self):
        simulateur, service = self.ouvrir()
        niss = simulateur.fiches[0].niss
        annonces = self.annoncer(service, *[(niss, "MUTATION", ["020"])] * 3, (niss, "NEWCOMER", []))
        self.assertEqual(self.lus(simulateur, service), [niss])
        self.assertEqual(set(annonces.mapped("state")), {"traitee"})
        self.assertEqual(simulateur.compteurs["retrieveTI"], 1)

    def test_a_change_of_what_may_not_be_kept_reads_nobody(self):
        simulateur, service = self.ouvrir()
        service._collecter()
        appels = simulateur.compteurs["retrieveTI"]
        niss = self.gens(service)[0].niss
        annonces = self.annoncer(service, (niss, "MUTATION", ["011", "197"]))
        service._collecter(aide=True)
        self.assertEqual(annonces.state, "traitee")
        self.assertEqual(annonces.personne_id.niss, niss)
        self.assertEqual(simulateur.compteurs["retrieveTI"], appels)

    def test_a_change_that_may_be_of_what_is_kept_is_read(self):
        simulateur, service = self.ouvrir()
        service._collecter()
        niss = self.gens(service)[0].niss
        for its in (["011", "195"], [], ["11"], [""]):
            with self.subTest(its):
                appels = simulateur.compteurs["retrieveTI"]
                self.annoncer(service, (niss, "MUTATION", its))
                service._collecter(aide=True)
                self.assertEqual(simulateur.compteurs["retrieveTI"], appels + 1)
                self.du_service(service).filtered(lambda n: n.sequence >= 1000).unlink()

    def test_somebody_unknown_is_read_whatever_changed(self):
        simulateur, service = self.ouvrir()
        annonces = self.annoncer(service, (simulateur.fiches[0].niss, "MUTATION", ["011"]))
        service._collecter(aide=True)
        self.assertEqual(simulateur.compteurs["retrieveTI"], 1)
        self.assertEqual(annonces.state, "traitee")

    def test_who_another_process_reads_is_left_to_it(self):
        simulateur, service = self.ouvrir()
        un, deux = (fiche.niss for fiche in simulateur.fiches[:2])
        annonces = self.annoncer(service, (un, "MUTATION", ["020"]), (deux, "MUTATION", ["020"]))
        with self.autre() as cr:
            part = Part(cr, service.id, 8)
            self.assertEqual(part.prendre([un]), {un})
            bilan = service._collecter(aide=True)
            self.assertEqual(annonces.mapped("state"), ["recue", "traitee"])
            self.assertTrue(bilan["occupe"])
            part.fermer()
        service._collecter(aide=True)
        self.assertEqual(annonces.mapped("state"), ["traitee", "traitee"])

    def test_a_process_that_died_holds_nothing(self):
        simulateur, service = self.ouvrir()
        niss = simulateur.fiches[0].niss
        annonces = self.annoncer(service, (niss, "MUTATION", ["020"]))
        cr = db_connect(self.env.cr.dbname).cursor()
        Part(cr, service.id, 8).prendre([niss])
        cr._cnx.close()
        service._collecter(aide=True)
        self.assertEqual(annonces.state, "traitee")

    def test_pages_are_taken_by_one_process_and_the_queue_by_all(self):
        simulateur, service = self.ouvrir()
        annonces = self.annoncer(service, (simulateur.fiches[0].niss, "MUTATION", ["020"]))
        with self.autre() as cr:
            cr.execute("SELECT pg_try_advisory_lock(%s, %s)", [PAGES, service.id])
            bilan = service._collecter()
            cr.execute("SELECT pg_advisory_unlock(%s, %s)", [PAGES, service.id])
        self.assertEqual((bilan["recues"], bilan["traitees"]), (0, 1))
        self.assertEqual(annonces.state, "traitee")
        self.assertEqual(service._collecter()["recues"], PERSONNES)

    def test_the_calls_of_a_service_are_divided_and_come_back(self):
        _simulateur, service = self.ouvrir()
        with self.autre() as un, self.autre() as deux:
            garde, sa_garde = Garde(10, 60, 40), Garde(10, 60, 40)
            appels, ses_appels = (Consultations(None, 8, test=True, garde=g) for g in (garde, sa_garde))
            premiere = Part(un, service.id, 8)
            premiere.ajuster(appels)
            self.assertEqual(len(premiere.places), 8)
            seconde = Part(deux, service.id, 8)
            seconde.ajuster(ses_appels)
            self.assertFalse(seconde.places, "none is free until the first gives some back")
            premiere.ajuster(appels)
            seconde.ajuster(ses_appels)
            self.assertEqual((len(premiere.places), len(seconde.places)), (4, 4))
            self.assertFalse(set(premiere.places) & set(seconde.places))
            self.assertEqual((garde.debit.par_seconde, sa_garde.debit.par_seconde), (20, 20))
            premiere.fermer()
            seconde.ajuster(ses_appels)
            self.assertEqual(len(seconde.places), 8)
            seconde.fermer()

    def test_a_slow_register_does_not_hold_up_the_others(self):
        """Each service has its turn; one that was interrupted has another."""
        _simulateur, lent = self.ouvrir()
        _autre, vif = self.ouvrir(graine=2)
        self.env["registre.service"].search([("id", "not in", (lent + vif).ids)]).active = False
        tours = []

        def collecter(service, duree=None):
            tours.append((service, duree))
            return {"temps": float("inf"), "interrompu": service == lent and len(tours) < 4}

        self.patch(type(lent), "_collecter", collecter)
        self.env["registre.service"]._cron_collecter()
        premiers = [service for service, duree in tours[:2] if duree == collecte.TOUR]
        self.assertEqual(set(premiers), {lent, vif})
        self.assertEqual(tours[2:], [(lent, None), (lent, None)])

    def test_a_slow_register_gets_smaller_batches(self):
        service = self.env["registre.service"].new({"pool_size": 8})
        self.assertEqual(service._taille_suivante(80, 0.4), 160)
        self.assertEqual(service._taille_suivante(collecte.TAILLE_LOT // 2, 0.4), collecte.TAILLE_LOT)
        self.assertEqual(service._taille_suivante(80, 40), 10)
        self.assertEqual(service._taille_suivante(80, 4000), 8)

    def test_many_who_wait_call_for_help_and_few_do_not(self):
        appels = []
        self.patch(type(self.env["registre.service"]), "_appeler_a_l_aide", lambda service: appels.append(service))
        _simulateur, service = self.ouvrir()
        service._collecter()
        self.assertFalse(appels)
        self.patch(collecte, "SEUIL_AIDE", PERSONNES)
        _simulateur, autre = self.ouvrir(graine=3)
        autre._collecter()
        self.assertEqual(appels, [autre])
