# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Somebody at the counter whom the register has not announced."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, ConcurrencyError, UserError

from simulateur.numero import composer

from ...soap.modele import DossierRegistre
from ..commun import CasRegistre

SCHAERBEEK, BRUXELLES = "21015", "21004"


class TestDemande(CasRegistre):
    def setUp(self):
        super().setUp()
        self.env["registre.service"].search([]).active = False
        self.simulateur, self.service = self.ouvrir(personnes=3, inconnus=8)
        self.agent = self.utilisateur("d_agent", "group_registre_agent", SCHAERBEEK)
        self.derniere = self.Consultation.search([], limit=1).sequence or 0

    def _demander(self, niss, motif="guichet", user=None):
        user = user or self.agent
        recherche = self.env["registre.recherche"].with_user(user).with_context(**user.env.context)
        return recherche.demander_au_registre(niss, motif)

    def _refus(self, niss, texte, **options):
        """Ask for a number that leads to nobody: said, and nothing is stored."""
        avant = self.photo()
        with self.assertRaisesRegex(UserError, texte):
            self._demander(niss, **options)
        self.assertEqual(self.photo(), avant)

    def _inconnu(self, commune, genre=""):
        """The number on the papers of somebody announced to nobody, and to whom that happened."""
        fiche = next(
            f
            for f in self.simulateur.inconnus
            if f.commune == commune and [e.genre for e in f.evenements] == ([genre] if genre else [])
        )
        return (fiche.anciens or [fiche.niss])[0]

    def _entrees(self):
        return self.Consultation.search([("sequence", ">", self.derniere)], order="sequence")

    def _connue(self, niss):
        return self.Personne.search([("niss_ids.niss", "=", niss)])

    def _suivi(self, niss):
        return self.simulateur.registre.etat.est_suivi(niss, self.simulateur.jour)

    # Who lives in one of the nineteen communes

    def test_a_person_of_my_commune_is_stored_followed_examined_and_shown_whole(self):
        examines = []
        self.patch(type(self.Personne), "_apres_lecture", lambda gens: examines.append((gens, gens.env.su)))
        niss = self._inconnu(SCHAERBEEK)
        dit = self._demander(f"{niss[:2]}.{niss[2:4]}.{niss[4:6]}-{niss[6:9]} {niss[9:]}")
        personne = self._connue(niss)
        self.assertEqual(personne.company_id.nis_code, SCHAERBEEK)
        self.assertEqual(examines, [(personne, True)])
        [ligne] = dit["lignes"]
        self.assertEqual(self.env[ligne["model"]].browse(ligne["id"]).exists().niss, niss)
        self.assertIn("gave the file", dit["phrase"])
        self.assertTrue(self._suivi(niss))
        self.assertEqual(personne.abonnement_service_id, self.service)

    def test_a_person_of_another_commune_is_stored_and_only_traced(self):
        niss = self._inconnu(BRUXELLES)
        dit = self._demander(niss)
        self.assertEqual(self._connue(niss).company_id.nis_code, BRUXELLES)
        [ligne] = dit["lignes"]
        self.assertFalse(ligne.get("id") or ligne.get("model"))
        self.assertIn("another commune", dit["phrase"])
        self.assertTrue(self._suivi(niss), "the commune in charge is told what changes")

    def test_it_is_a_consultation_by_this_user_for_this_reason(self):
        niss = self._inconnu(SCHAERBEEK)
        self._demander(niss, "anomalie")
        entree = self._entrees().filtered(lambda e: e.operation == "registre")
        self.assertEqual(
            (entree.user_id, entree.niss, entree.motif, entree.finalite, entree.nature, entree.service_id),
            (self.agent, niss, "anomalie", "PARCOURS:ESSAI", "ok", self.service),
        )
        self.assertTrue(entree.reference)
        self.assertFalse(entree.processus)
        self.assertFalse(self.Consultation._verifier())

    def test_under_a_replaced_number_the_person_is_stored_with_both(self):
        ancien = self._inconnu(SCHAERBEEK, "numero_remplace")
        dit = self._demander(ancien)
        personne = self._connue(ancien)
        self.assertEqual(len(personne.niss_ids), 2)
        self.assertNotEqual(personne.niss, ancien)
        self.assertIn("replaced this number", dit["phrase"])
        self.assertEqual(len(dit["lignes"]), 1)

    def test_who_just_moved_here_is_shown_whole_before_the_move_is_announced(self):
        niss = self._inconnu(BRUXELLES)
        self._demander(niss)
        self.simulateur.evenement("demenagement", niss, SCHAERBEEK)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=5)):
            [ligne] = self._demander(niss)["lignes"]
        self.assertEqual(self.env[ligne["model"]].browse(ligne["id"]).exists().niss, niss)

    def test_two_agents_who_ask_at_once_make_one_person_and_one_call(self):
        niss = self._inconnu(SCHAERBEEK)
        autre = self.utilisateur("d_autre", "group_registre_agent", SCHAERBEEK)
        self._demander(niss)
        appels = self.simulateur.compteurs["retrieveTI"]
        dit = self._demander(niss, user=autre)
        self.assertEqual(len(dit["lignes"]), 1)
        self.assertIn("a moment ago", dit["phrase"])
        self.assertEqual(self.simulateur.compteurs["retrieveTI"], appels)
        self.assertEqual(len(self._connue(niss)), 1)

    def test_stored_by_another_transaction_meanwhile_it_is_done_again(self):
        niss = self._inconnu(SCHAERBEEK)
        with (
            patch.object(type(self.service), "_ranger_personnes", side_effect=UniqueViolation()),
            self.assertRaises(ConcurrencyError),
        ):
            self._demander(niss)

    def test_a_person_stored_by_an_agent_meanwhile_is_read_by_the_next_collection(self):
        with patch.object(type(self.Personne), "_enregistrer", side_effect=UniqueViolation()), self.muet():
            self.service._collecter()
        self.assertEqual(set(self.du_service(self.service).mapped("state")), {"erreur"})
        self.service._collecter()
        self.assertEqual(set(self.du_service(self.service).mapped("state")), {"traitee"})

    def muet(self):
        return self.assertLogs("odoo.addons.parcours_socle.lots", "WARNING")

    # Who does not

    def test_nothing_is_kept_of_who_lives_in_none_of_them(self):
        niss = self._inconnu(SCHAERBEEK, "hors_region")
        avant = self.photo()
        dit = self._demander(niss)
        self.assertFalse(dit["lignes"])
        self.assertIn("none of the nineteen communes", dit["phrase"])
        self.assertEqual(self.photo(), avant)
        self.assertFalse(self._suivi(niss))
        self.assertEqual(self._entrees().mapped("niss"), [niss], "it was a consultation all the same")

    def test_a_register_that_wants_people_followed_first_is_told_so_and_told_otherwise_of_who_is_not_kept(self):
        self.simulateur, self.service = self.ouvrir(personnes=3, inconnus=8, exiger_abonnement=True)
        self.env["registre.service"].search([("id", "!=", self.service.id)]).active = False
        ici, ailleurs = self._inconnu(SCHAERBEEK), self._inconnu(SCHAERBEEK, "hors_region")
        self.assertEqual(len(self._demander(ici)["lignes"]), 1)
        self.assertTrue(self._suivi(ici))
        self.assertFalse(self._demander(ailleurs)["lignes"])
        _debut, fin = self.simulateur.registre.etat.abonnement(ailleurs)
        self.assertEqual(fin, self.simulateur.jour.isoformat())

    def test_as_many_looks_a_minute_as_in_the_other_communes(self):
        niss = self._inconnu(SCHAERBEEK)
        with patch.object(type(self.env["registre.recherche.passage"]), "_passer", return_value=False):
            self._refus(niss, "many times within a minute")
        self.assertFalse(self._entrees().filtered(lambda e: e.operation == "registre"))

    # Nobody

    def test_what_is_no_number_is_said_and_the_register_is_not_asked(self):
        niss = self._inconnu(SCHAERBEEK)
        for faux in (niss[:-1] + str((int(niss[-1]) + 1) % 10), "12", "", "Personne"):
            with self.subTest(faux=faux):
                self._refus(faux, "no national number")
        self.service.mode_test = False
        self._refus(niss, "generated test person")
        self.assertFalse(self._entrees())

    def test_an_unknown_and_a_cancelled_number_are_told_apart(self):
        self._refus(composer(2000, 1, 1, 999), "knows nobody under this number.*Nothing was stored")
        self._refus(self._inconnu(SCHAERBEEK, "numero_annule"), "cancelled this number.*Nothing was stored")
        self.assertEqual(self._entrees().mapped("nature"), ["statut", "statut"])

    def test_a_register_that_does_not_answer_is_said_and_logged(self):
        self.simulateur.pannes(service="consultation", http_5xx=True)
        with patch("odoo.addons.registre_national.soap.appels.Reprise.attente", return_value=0):
            self._refus(self._inconnu(SCHAERBEEK), "technical error.*Nothing was stored. Try again")
        self.assertEqual(self._entrees().mapped("tentative"), [1, 2, 3])

    def test_a_register_left_alone_for_a_while_is_not_called(self):
        self.service.write({"breaker_stored": "ouvert", "breaker_since": fields.Datetime.now().timestamp() + 60})
        self._refus(self._inconnu(SCHAERBEEK), "left alone for a while.*Nothing was stored")
        self.assertFalse(self._entrees())

    def test_two_numbers_that_are_one_person_are_then_to_be_joined(self):
        ancien = self._inconnu(SCHAERBEEK, "numero_remplace")
        fiche = next(f for f in self.simulateur.inconnus if ancien in f.anciens)
        for niss in (ancien, fiche.niss):
            self.Personne._enregistrer([((niss,), DossierRegistre(niss, ()))])
        with freeze_time(fields.Datetime.now() + timedelta(minutes=5)):
            dit = self._demander(ancien)
        self.assertIn("To be joined", dit["phrase"])
        self.assertFalse(dit["lignes"])
        self.assertTrue(self.env["registre.jonction"].search([("niss_ancien", "=", ancien)]))

    # Who may, and why

    def test_only_who_may_read_the_register_again_and_says_why(self):
        niss = self._inconnu(SCHAERBEEK)
        auditeur = self.utilisateur("d_auditeur", "group_registre_auditeur")
        with self.assertRaises(AccessError):
            self._demander(niss, user=auditeur)
        for motif in ("", "nimporte", False):
            with self.subTest(motif=motif):
                self._refus(niss, "Say why", motif=motif)
        self.assertFalse(self._entrees())
