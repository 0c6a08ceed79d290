# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.sql_db import db_connect

from ...models.service.collecte import VERROU
from ...soap.modele import IT_PERMIS
from ..commun import PERSONNES, CasRegistre


class TestCollecte(CasRegistre):
    def test_newcomers_become_people(self):
        simulateur, service = self.ouvrir()
        bilan = service._collecter()
        self.assertEqual(
            (bilan["recues"], bilan["personnes"], bilan["erreurs"], bilan["restantes"]), (PERSONNES, PERSONNES, 0, 0)
        )
        notifications = self.du_service(service)
        self.assertEqual(set(notifications.mapped("state")), {"traitee"})
        personnes = notifications.personne_id
        self.assertEqual(set(personnes.mapped("niss")), {fiche.niss for fiche in simulateur.fiches})
        self.assertTrue(all(p.naissance_texte and p.nationalite_code and p.information_ids for p in personnes))
        self.assertEqual({p.niss_ids.niss for p in personnes}, set(personnes.mapped("niss")))
        for personne in personnes:
            self.assertEqual(personne.company_id.nis_code or "", self._commune(simulateur, personne.niss))
        self.assertTrue(service.receipt)
        self.assertTrue(service.last_pull)

    def _commune(self, simulateur, niss):
        """The commune of the last residence, read from the file with nothing of ours; "" outside the 19. The end of a
        place says nothing of where the person went; the end of a departure is a return.
        """
        racine = etree.fromstring(simulateur.registre.fichier(niss).replace(b"r:", b""), etree.XMLParser(recover=True))
        lieux = []
        for entree in racine.iterfind(".//Residences"):
            code = entree.findtext("Residence/Code")
            lieu = len(code) == 5 and not code.startswith("9999")
            if lieu or (entree.find("DelDate") is None and code not in ("99990", "99991", "99996", "99997")):
                lieux.append(("".join(entree.find("Date").itertext()), code))
        code = max(lieux, default=("", ""))[1]
        return code if "21001" <= code <= "21019" else ""

    def test_twice_changes_nothing(self):
        _simulateur, service = self.ouvrir()
        service._collecter()
        avant = self.photo()
        service._collecter()
        self.assertEqual(self.photo(), avant)
        # The cursor is lost: everything comes again and is recognised.
        service.receipt = False
        self.assertEqual(service._collecter()["recues"], 0)
        # Everything is processed again: the same people, entries and numbers.
        self.du_service(service).write({"state": "recue"})
        self.assertEqual(service._collecter()["personnes"], PERSONNES)
        self.assertEqual(self.photo(), avant)

    def test_unknown_receipt_begins_again(self):
        _simulateur, service = self.ouvrir()
        service._collecter()
        service.receipt = "never-given"
        bilan = service._collecter()
        self.assertEqual((bilan["recues"], service.last_error), (0, False))
        self.assertNotEqual(service.receipt, "never-given")

    def test_only_allowed_types_are_stored(self):
        _simulateur, service = self.ouvrir(personnes=40, graine=3)
        service._collecter()
        # Read behind the ORM: what is in the table, not what a field shows.
        self.env.cr.execute("SELECT DISTINCT it FROM registre_information")
        self.assertLessEqual({it for (it,) in self.env.cr.fetchall()}, IT_PERMIS)

    def test_changes_keep_what_was_believed(self):
        simulateur, service = self.ouvrir(personnes=30)
        service._collecter()
        bilan = {"recues": 0}
        for _semaine in range(12):
            simulateur.avancer(7)
            bilan = service._collecter()
            if bilan["recues"]:
                break
        self.assertTrue(bilan["recues"], "nothing happened in twelve weeks")
        for niss in (f.niss for f in simulateur.fiches[:30]):
            before = self.Personne.search([("niss", "=", niss)]).information_ids
            if simulateur_evenement(simulateur, "demenagement", niss):
                break
        else:
            self.fail("nobody can move")
        service._collecter()
        personne = self.Personne.search([("niss", "=", niss)])
        self.assertLess(len(before), len(personne.information_ids))
        self.assertLessEqual(set(before.ids), set(personne.information_ids.ids), "no entry is ever deleted")
        crues = personne.information_actuelle_ids
        self.assertEqual(len(crues.mapped("empreinte")), len(set(crues.mapped("empreinte"))))

    def test_replaced_number_keeps_the_person(self):
        simulateur, service = self.ouvrir()
        service._collecter()
        ancien = simulateur.fiches[0].niss
        personne = self.Personne.search([("niss", "=", ancien)])
        simulateur.evenement("numero_remplace", ancien)
        nouveau = simulateur.fiches[0].niss
        self.assertNotEqual(nouveau, ancien)
        service._collecter()
        self.assertEqual(personne.niss, nouveau)
        self.assertEqual(set(personne.niss_ids.mapped("niss")), {ancien, nouveau})
        self.assertEqual(personne.niss_ids.filtered("actuel").niss, nouveau)
        self.assertEqual(self.Personne.search_count([("niss", "in", [ancien, nouveau])]), 1)
        self.assertTrue(personne.abonnement_debut)

    def test_a_newcomer_announced_under_an_old_number(self):
        """The register answers "replaced": the new number is consulted, both are kept."""
        simulateur, service = self.ouvrir(tout_annoncer=True)
        ancien = simulateur.fiches[0].niss
        simulateur.evenement("numero_remplace", ancien)
        nouveau = simulateur.fiches[0].niss
        service._collecter()
        personne = self.Personne.search([("niss", "=", nouveau)])
        self.assertEqual(set(personne.niss_ids.mapped("niss")), {ancien, nouveau})
        self.assertEqual(len(self.gens(service)), PERSONNES)
        self.assertFalse(self.du_service(service).filtered(lambda n: n.state != "traitee"))

    def test_one_consultation_for_several_notifications(self):
        simulateur, service = self.ouvrir()
        service._collecter()
        avant = simulateur.compteurs["retrieveTI"]
        niss = simulateur.fiches[0].niss
        self.Notification.search([("niss", "=", niss)]).copy(
            {"service_id": service.id, "sequence": 10_001, "niss": niss, "state": "recue"}
        )
        self.Notification.search([("niss", "=", niss)]).write({"state": "recue"})
        service._collecter()
        self.assertEqual(simulateur.compteurs["retrieveTI"], avant + 1)
        self.assertEqual(set(self.Notification.search([("niss", "=", niss)]).mapped("state")), {"traitee"})

    def test_people_are_followed(self):
        simulateur, service = self.ouvrir()
        simulateur.pannes(service="abonnements", http_5xx=True)
        service._collecter()
        self.assertFalse(any(self.gens(service).mapped("abonnement_debut")))
        simulateur.pannes(effacer=True)
        service._collecter()
        self.assertTrue(all(self.gens(service).mapped("abonnement_debut")))
        self.assertEqual(
            simulateur.compteurs["publishSubscriptions"],
            3,
            "one refused call a batch, one at its end, one that makes up",
        )

    def test_no_collection_beside_a_job_of_the_subscriptions(self):
        _simulateur, service = self.ouvrir()
        with db_connect(self.env.cr.dbname).cursor() as autre:
            autre.execute("SELECT pg_try_advisory_lock(%s)", [VERROU])
            self.assertTrue(autre.fetchone()[0])
            self.assertTrue(service._collecter()["occupe"])
            self.assertFalse(self.du_service(service))
            autre.execute("SELECT pg_advisory_unlock(%s)", [VERROU])
        self.assertFalse(service._collecter()["occupe"])

    def test_a_batch_is_stored_with_few_queries(self):
        """The number of queries of this floor does not grow with the number of people."""
        self.patch(type(self.Personne), "_apres_lecture", lambda personnes: None)
        nombres = []
        for personnes in (5, 60):
            _simulateur, service = self.ouvrir(personnes=personnes, graine=personnes)
            nombres.append(self.queries(service._collecter))
            self.assertEqual(len(self.gens(service)), personnes)
        self.assertLess(nombres[1], nombres[0] + 25, nombres)
        self.assertLess(nombres[1], 90)

    def test_hook_is_called_once_a_batch_as_superuser(self):
        appels = []

        def noter(personnes):
            appels.append((len(personnes), personnes.env.su, personnes.env.uid))

        self.patch(type(self.Personne), "_apres_lecture", noter)
        _simulateur, service = self.ouvrir()
        service.with_user(self.env.ref("base.user_admin"))._collecter()
        self.assertEqual(appels, [(PERSONNES, True, 1)])

    def test_the_cron_is_one_line_and_collects(self):
        _simulateur, service = self.ouvrir()
        self.env["registre.service"].search([("id", "!=", service.id)]).active = False
        with self.enter_registry_test_mode():
            self.env.ref("registre_national.ir_cron_collecter").method_direct_trigger()
        self.assertEqual(set(self.du_service(service).mapped("state")), {"traitee"})

    def test_dutch_and_french_labels(self):
        personne = self.Personne.create({"niss": "x", "name": "x", "nationalite_code": "354", "carte_code": "9999"})
        self.assertEqual(personne.with_context(lang="fr_BE").nationalite, "Maroc")
        self.assertEqual(personne.with_context(lang="nl_BE").nationalite, "Marokko")
        self.assertIn("9999", personne.carte)

    def test_no_address_before_it_may_be_called(self):
        """A service that is not filled in says so instead of calling anything."""
        service = self.env["registre.service"].create({"name": "vide"})
        with self.assertRaisesRegex(Exception, "Fill in"):
            service._client()

    def test_generated_people_never_in_production(self):
        simulateur, service = self.ouvrir()
        with self.assertRaisesRegex(Exception, "Test mode"):
            self.env["registre.service"].create({"name": "x", "mode_test": True, "environment": "production"})
        service.write({"mode_test": False})
        service._collecter()
        self.assertEqual(set(self.du_service(service).mapped("error_code")), {"niss_test"})
        self.assertFalse(self.Personne.search([("niss", "in", [fiche.niss for fiche in simulateur.fiches])]))

    def test_last_read_day_moves(self):
        _simulateur, service = self.ouvrir(personnes=2)
        service._collecter()
        personnes = self.du_service(service).personne_id
        personnes.date_lecture = fields.Datetime.now() - timedelta(days=3)
        self.du_service(service).write({"state": "recue"})
        service._collecter()
        self.assertGreater(min(personnes.mapped("date_lecture")), fields.Datetime.now() - timedelta(minutes=5))


def simulateur_evenement(simulateur, genre, niss):
    """Make an event happen when it can; return how many notifications it gave."""
    try:
        return simulateur.evenement(genre, niss)
    except ValueError:
        return 0
