# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The attestation and the summons by channel, as an agent of the commune records them: what the window asks and
announces, what follows in the file, where what waits stands, and that nobody is stuck (loi.md §5)."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ...droit import canaux, delais
from ...models import vocabulaire
from ..delai.test_delais_cron import CronCase

ACCUSE = {"canal": "accuse", "preuve_envoi": "RR123"}
RECOMMANDE = {"canal": "recommande", "preuve_envoi": "RR123"}
ORDINAIRE = {"canal": "ordinaire"}


@tagged("post_install", "-at_install")
class TestLettres(CronCase):
    def setUp(self):
        super().setUp()
        self.le("2024-07-01")
        self.dossier = self.remis()  # the term to register ends on Monday 16 September 2024
        self.vu = self.dossier.with_user(self.agent)

    def fenetre(self, genre, langue="en_US", dossier=None):
        """Open the window of a step, as its button does."""
        vu = (dossier or self.vu).with_context(lang=langue, parcours_evenement_type=genre)
        self.assertIn(f",{genre},", vu.etapes_possibles)
        action = vu.action_etape()
        return Form(self.env[action["res_model"]].with_user(self.agent).with_context(lang=langue, **action["context"]))

    def cliquer(self, genre, jour, dossier=None, **valeurs):
        """Record a step of that day in its window; return what it announced."""
        fenetre = self.fenetre(genre, dossier=dossier)
        fenetre.date_effective = jour
        for champ, valeur in valeurs.items():
            setattr(fenetre, champ, valeur)
        suite = fenetre.suite
        self.documenter(fenetre.save()).action_enregistrer()
        self.dossier.invalidate_recordset()
        return suite

    def visibles(self):
        self.vu.invalidate_recordset(["etapes_possibles"])
        return set(self.vu.etapes_possibles.strip(",").split(","))

    def liste(self, code):
        """The files of a list of the landing page, as the agent sees them."""
        liste = self.env.ref(f"parcours_accueil.liste_{code}").with_user(self.agent)
        return self.Dossier.with_user(self.agent).search(liste._domaine()) & self.vu

    def oubli(self):
        """What the nightly check finds; these files have no person, which is the last thing that it looks for."""
        self.Dossier._noter_controle(self.Dossier._ecarts_controle(self.dossier.ids))
        return self.dossier.oubli != "sans_personne" and self.dossier.oubli

    def sommer(self, jour="2025-01-06", **valeurs):
        self.le("2025-01-10")
        return self.cliquer("sommation_envoyee", date.fromisoformat(jour), **(valeurs or ACCUSE))

    def evenement(self, genre):
        return self.vu.evenement_ids.filtered(lambda e: e.type == genre and not e.annule)

    # ---- the window -------------------------------------------------------------------------------------------------

    def test_the_words_of_the_screen_are_those_of_the_law(self):
        self.assertEqual([code for code, _mot in vocabulaire.CANAUX], list(canaux.CANAUX))
        self.assertEqual([code for code, _mot in vocabulaire.RECEPTIONS], list(canaux.RECEPTIONS))
        self.assertEqual({code for code, _mot in vocabulaire.RETOURS}, canaux.RETOURS)
        self.assertEqual([code for code, _mot in vocabulaire.ATTENTES], list(delais.ATTENTES))

    def test_the_window_of_a_summons_asks_the_channel_and_what_it_needs(self):
        self.le("2025-01-10")
        fenetre = self.fenetre("sommation_envoyee")
        with self.assertRaisesRegex(AssertionError, "canal"):
            fenetre.save()
        fenetre.canal = "recommande"
        with self.assertRaisesRegex(AssertionError, "preuve_envoi"):
            fenetre.save()
        fenetre.canal = "ordinaire"
        fenetre.save()

    def test_a_program_that_leaves_the_window_empty_is_refused(self):
        self.le("2025-01-10")
        modele = self.env["parcours.evenement.wizard"].with_user(self.agent)
        base = {"dossier_id": self.vu.id, "type": "sommation_envoyee"}
        for valeurs, phrase in (
            ({}, "how the letter went"),
            ({"canal": "accuse"}, "has a number"),
            ({"canal": "recommande", "preuve_envoi": "  "}, "has a number"),
        ):
            with self.subTest(phrase), self.assertRaisesRegex(UserError, phrase):
                modele.create(base | valeurs).action_enregistrer()
        self.assertFalse(self.evenement("sommation_envoyee"))
        self.sommer(**RECOMMANDE)
        base = {"dossier_id": self.vu.id, "type": "sommation_recue", "date_effective": "2025-01-09"}
        for valeurs, phrase in (({}, "how the letter was received"), ({"reception": "presente"}, "only the person")):
            with self.subTest(phrase), self.assertRaisesRegex(UserError, phrase):
                modele.create(base | valeurs).action_enregistrer()
        with self.assertRaisesRegex(UserError, "why the letter came back"):
            modele.create(base | {"type": "sommation_retournee"}).action_enregistrer()

    def test_the_window_announces_what_follows_before_it_is_recorded(self):
        self.le("2025-01-10")
        fenetre = self.fenetre("sommation_envoyee")
        fenetre.date_effective = date(2025, 1, 6)
        self.assertFalse(fenetre.suite)
        for canal, preuve, phrase in (
            ("accuse", "RR1", "01/09/2025, until the card is back"),
            ("recommande", "RR1", "Presumed received on 01/09/2025, unless the person"),
            ("ordinaire", "", "counted from 01/09/2025 all the same, but its end is only reviewed"),
            ("ordinaire", "list 12", "Presumed received on 01/09/2025"),
            ("remise", "", "Received on that day: 01/06/2025"),
            ("ebox", "", "counted from its eve: 01/06/2025"),
        ):
            fenetre.canal = canal
            if canal not in ("remise", "ebox"):
                fenetre.preuve_envoi = preuve
            with self.subTest(canal):
                self.assertIn(phrase, fenetre.suite)
        self.sommer()
        fenetre = self.fenetre("sommation_recue")
        self.assertEqual(fenetre.lettre, "01/06/2025, Registered with acknowledgment of receipt")
        self.assertEqual(fenetre.receptions, ",presente,refuse,non_reclame,")
        fenetre.reception, fenetre.date_effective = "presente", date(2025, 1, 8)
        self.assertIn("moves nothing: the term is counted from 01/09/2025", fenetre.suite)
        fenetre.date_effective = date(2025, 1, 10)
        self.assertIn("counted from 01/10/2025", fenetre.suite)
        fenetre = self.fenetre("sommation_retournee")
        fenetre.retour = "demenage"
        self.assertIn("Not received", fenetre.suite)

    def test_the_window_speaks_french_and_dutch(self):
        self.sommer()
        attendus = {
            "fr_BE": ("Recommandé avec accusé de réception", "Comment elle a été reçue", "Non reçue"),
            "nl_BE": ("Aangetekend met ontvangstbewijs", "Hoe ze ontvangen werd", "Niet ontvangen"),
        }
        for langue, (canal, label, suite) in attendus.items():
            fenetre = self.fenetre("sommation_recue", langue)
            with self.subTest(langue):
                self.assertIn(canal, fenetre.lettre)
                modele = self.env["parcours.evenement.wizard"].with_context(lang=langue)
                self.assertEqual(modele.fields_get(["reception"])["reception"]["string"], label)
                retour = self.fenetre("sommation_retournee", langue)
                retour.retour = "inconnu"
                self.assertIn(suite, retour.suite)

    # ---- receipt ----------------------------------------------------------------------------------------------------

    def test_a_presumed_receipt_is_one_and_a_refusal_rests_on_it(self):
        """The case that was stuck: the term ran from a presumption, and the finding asked for a recorded receipt."""
        self.sommer(**RECOMMANDE)
        self.assertEqual(self.dossier.date_echeance, date(2025, 3, 10))
        self.assertIn("presumed receipt", self.dossier.echeance_explication)
        self.nuit("2025-03-11")
        self.assertIn("Refusal found", self.taches(self.dossier).note)
        self.assertFalse(self.oubli())
        self.cliquer("constat_refus", date(2025, 3, 11))
        self.assertEqual(self.dossier.stage_id.code, "transfere")
        self.assertFalse(self.dossier._verifier_delais())

    def test_a_card_later_than_presumed_moves_the_term_and_an_earlier_one_does_not(self):
        self.sommer()
        self.assertEqual(self.liste("lettres_accuse"), self.vu)
        self.cliquer("sommation_recue", date(2025, 1, 7), reception="presente")
        self.assertEqual(self.dossier.date_echeance, date(2025, 3, 10), "presumed received on the 9th")
        self.assertFalse(self.liste("lettres_accuse"))
        self.evenement("sommation_recue")._annuler("another card")
        self.assertEqual(self.liste("lettres_accuse"), self.vu)
        self.le("2025-01-25")
        self.cliquer("sommation_recue", date(2025, 1, 20), reception="non_reclame")
        self.assertEqual(self.dossier.date_echeance, date(2025, 3, 20))
        self.assertFalse(self.dossier._verifier_delais())

    def test_a_card_entered_after_the_proposal_leaves_it_or_takes_it_back(self):
        self.sommer()
        self.nuit("2025-03-11")
        self.assertTrue(self.taches(self.dossier))
        self.cliquer("sommation_recue", date(2025, 1, 8), reception="presente")
        self.assertTrue(self.taches(self.dossier), "nothing moved: the finding is still proposed")
        self.evenement("sommation_recue")._annuler("another card")
        self.cliquer("sommation_recue", date(2025, 1, 20), reception="presente")
        self.assertEqual(self.dossier.date_echeance, date(2025, 3, 20))
        self.assertFalse(self.taches(self.dossier), "the person has until then")

    def test_a_later_receipt_after_the_refusal_asks_for_a_review(self):
        self.sommer(**RECOMMANDE)
        self.le("2025-03-12")
        self.cliquer("constat_refus", date(2025, 3, 12))
        self.le("2025-03-13")
        self.cliquer("sommation_recue", date(2025, 1, 24), reception="prouve")
        self.nuit("2025-03-14")
        sommation = self.dossier.delai_ids.filtered(lambda d: d.type_id == self.type_sommation)
        self.assertEqual((sommation.revue, sommation.revue_motif), (True, "suite_prematuree"))

    def test_handed_over_or_in_the_ebox_nothing_is_awaited(self):
        for canal, echeance in (("remise", date(2025, 3, 6)), ("ebox", date(2025, 3, 6))):
            if canal == "ebox":
                # as the queue records it: nobody does by hand
                self.le("2025-01-10")
                self.dossier._noter("sommation_envoyee", date(2025, 1, 6), canal=canal)
            else:
                self.sommer(canal=canal)
            with self.subTest(canal):
                self.assertEqual(self.dossier.date_echeance, echeance)
                self.assertFalse(self.dossier.lettre_attente)
                self.assertFalse(self.visibles() & {"sommation_recue", "sommation_retournee"})
            self.evenement("sommation_envoyee")._annuler("entered by mistake")

    # ---- returned ---------------------------------------------------------------------------------------------------

    def test_a_summons_that_came_back_is_in_a_list_and_is_sent_again(self):
        self.nuit("2024-09-17")
        self.sommer(**RECOMMANDE)
        self.assertFalse(self.taches(self.dossier))
        self.le("2025-01-20")
        self.cliquer("sommation_retournee", date(2025, 1, 17), retour="demenage")
        self.assertEqual(self.liste("lettres_revenues"), self.vu)
        self.assertEqual((self.dossier.stage_id.code, self.dossier.echeance_type), ("informe", "inscription"))
        self.assertFalse(self.oubli(), "it stands in a list at once")
        self.assertNotIn("constat_refus", self.visibles())
        self.assertFalse(self.visibles() & {"sommation_recue", "sommation_retournee"}, "it came back once")
        self.nuit("2025-01-21")
        self.assertIn("Summons sent", self.taches(self.dossier).note, "proposed again")
        self.assertFalse(self.oubli())
        self.cliquer("sommation_envoyee", date(2025, 1, 21), **ACCUSE)
        self.assertFalse(self.liste("lettres_revenues"))
        self.assertEqual(self.dossier.date_echeance, date(2025, 3, 24))
        self.assertFalse(self.dossier._verifier_delais())
        with self.assertRaisesRegex(UserError, "Summons sent"):
            self.evenement("sommation_retournee")._annuler("entered by mistake")

    def test_a_return_entered_by_mistake_is_undone(self):
        self.sommer(**RECOMMANDE)
        self.cliquer("sommation_retournee", date(2025, 1, 10), retour="inconnu")
        self.evenement("sommation_retournee")._annuler("the letter of somebody else")
        self.assertEqual((self.dossier.stage_id.code, self.dossier.date_echeance), ("somme", date(2025, 3, 10)))
        self.assertFalse(self.dossier.lettre_attente)

    def test_nothing_comes_back_before_it_left(self):
        self.sommer()
        for genre, valeurs in (
            ("sommation_recue", {"reception": "presente"}),
            ("sommation_retournee", {"retour": "inconnu"}),
        ):
            with self.subTest(genre), self.assertRaisesRegex(UserError, "awaited on that date"):
                self.cliquer(genre, date(2025, 1, 5), **valeurs)
            with self.subTest(genre), self.assertRaisesRegex(UserError, "still to come"):
                self.cliquer(genre, date(2025, 1, 11), **valeurs)

    # ---- without proof of posting -----------------------------------------------------------------------------------

    def test_a_refusal_never_rests_on_an_ordinary_letter_without_proof_of_posting(self):
        self.sommer(**ORDINAIRE)
        self.assertEqual(self.liste("lettres_sans_preuve"), self.vu)
        self.assertEqual(self.dossier.date_echeance, date(2025, 3, 10), "its term is counted")
        self.nuit("2025-03-11")
        sommation = self.dossier.delai_ids.filtered(lambda d: d.type_id == self.type_sommation)
        self.assertEqual((sommation.revue, sommation.revue_motif), (True, "envoi_sans_preuve"))
        self.assertFalse(self.taches(self.dossier), "nothing is proposed")
        self.assertFalse(self.oubli())
        with self.assertRaisesRegex(UserError, "review"):
            self.cliquer("constat_refus", date(2025, 3, 11))
        sommation.with_user(self.agent)._marquer_revue("the person says nothing of it")
        with self.assertRaisesRegex(UserError, "nothing proves that this summons was posted"):
            self.cliquer("constat_refus", date(2025, 3, 11))
        self.nuit("2025-03-12")
        self.assertEqual(self.liste("lettres_sans_preuve"), self.vu, "it still stands in its list")
        self.assertIn("Send another one", self.taches(self.dossier).note, "reviewed: what is to be done is said")
        self.assertFalse(self.oubli())
        self.cliquer("sommation_envoyee", date(2025, 3, 12), **RECOMMANDE)
        self.assertFalse(self.liste("lettres_sans_preuve"))
        self.assertEqual(self.dossier.date_echeance, date(2025, 5, 19))
        self.nuit("2025-05-20")
        self.assertEqual(len(self.taches(self.dossier)), 1)
        self.cliquer("constat_refus", date(2025, 5, 20))
        self.assertFalse(self.dossier._verifier_delais())

    def test_a_receipt_that_the_person_proves_settles_the_doubt(self):
        self.sommer(**ORDINAIRE)
        self.cliquer("sommation_recue", date(2025, 1, 10), reception="prouve")
        self.assertFalse(self.liste("lettres_sans_preuve"))
        self.nuit("2025-03-11")
        self.assertIn("Refusal found", self.taches(self.dossier).note)
        self.cliquer("constat_refus", date(2025, 3, 11))

    # ---- the attestation --------------------------------------------------------------------------------------------

    def test_the_attestation_is_handed_over_unless_the_window_says_otherwise(self):
        dossier = self.ouvert().with_user(self.agent)
        fenetre = self.fenetre("attestation_remise", dossier=dossier)
        self.assertEqual(fenetre.canal, "remise")
        fenetre.save().action_enregistrer()
        self.assertEqual(dossier.delai_ids.depart, "attestation_remise")
        self.assertEqual(dossier.evenement_ids.filtered(lambda e: e.type == "attestation_remise").canal, "remise")

    def test_a_posted_attestation_starts_the_term_when_it_is_received(self):
        dossier = self.ouvert().with_user(self.agent)
        self.dossier, self.vu = dossier.sudo(), dossier
        self.cliquer("attestation_remise", date(2024, 6, 27), canal="accuse", preuve_envoi="RR7")
        self.assertEqual((self.dossier.stage_id.code, self.dossier.date_echeance), ("informe", date(2025, 1, 2)))
        self.assertIn("07/02/2024", self.dossier.echeance_explication)
        self.assertEqual(self.liste("lettres_accuse"), self.vu)
        self.le("2024-07-10")
        self.cliquer("attestation_recue", date(2024, 7, 8), reception="presente")
        self.assertEqual(self.dossier.date_echeance, date(2025, 1, 8))
        self.evenement("attestation_recue")._annuler("another card")
        self.cliquer("attestation_retournee", date(2024, 7, 9), retour="adresse")
        self.assertEqual((self.dossier.stage_id.code, self.dossier.date_echeance), ("a_informer", False))
        self.assertEqual(self.dossier.motif_sans_echeance, "attestation_a_remettre")
        self.assertEqual((self.liste("lettres_revenues"), self.liste("a_informer")), (self.vu, self.vu))
        self.assertFalse(self.oubli())
        self.cliquer("attestation_remise", date(2024, 7, 10), canal="remise")
        self.assertEqual((self.dossier.stage_id.code, self.dossier.date_echeance), ("informe", date(2025, 1, 10)))
        self.assertFalse(self.dossier._verifier_delais())

    # ---- before channels --------------------------------------------------------------------------------------------

    def test_entries_of_before_channels_keep_their_meaning(self):
        """Plain registered and posted for sure; a receipt recorded then counts on the day that was recorded."""
        self.le("2025-01-10")
        self.dossier._enregistrer("sommation_envoyee", date(2025, 1, 6))
        self.assertEqual((self.dossier.date_echeance, self.dossier.lettre_attente), (date(2025, 3, 10), False))
        self.dossier._enregistrer("sommation_recue", date(2025, 1, 7))
        self.assertEqual(self.dossier.date_echeance, date(2025, 3, 7))
        self.evenement("sommation_recue")._annuler("entered by mistake")
        self.cliquer("sommation_recue", date(2025, 1, 7), reception="presente")
        self.assertEqual(self.dossier.date_echeance, date(2025, 3, 10), "what is entered now follows today's reading")
