# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A letter sent by eBox, as an agent of the commune, to an eBox served on this machine."""

import os
from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from simulateur.ebox import Ebox

from ...models.courrier import ebox as module
from .test_courrier import MIDI, CourrierCase
from .test_lot import JOUR, LotCase

SECRET = "EBOX_SECRET_ESSAI"


class EboxCase(CourrierCase):
    """`self.ebox`: the eBox; `self.courrier`: a printed attestation of who agreed to the eBox, as the agent sees it."""

    def setUp(self):
        super().setUp()
        self.ebox = Ebox()
        self.ebox.__enter__()
        self.addCleanup(self.ebox.__exit__)
        self.startPatcher(patch.dict(os.environ, {SECRET: self.ebox.secret}))
        # nobody waits in a test
        client = module.Client
        self.patch(module, "Client", lambda settings: client(settings, sleep=lambda _seconds: None))
        self.regler()
        with freeze_time(MIDI):
            self.vu.accord_ebox = True
            self.courrier = self.imprimee()

    def regler(self, ebox=None, **autres):
        ebox = ebox or self.ebox
        valeurs = {
            "url": ebox.url,
            "token_url": ebox.token_url,
            "client_id": ebox.client_id,
            "secret": SECRET,
            "sender": "0000000097",
            "application": "app",
            "message_type": "type",
        }
        for nom, valeur in (valeurs | autres).items():
            self.env["ir.config_parameter"].sudo().set_param(f"parcours_accueil.ebox_{nom}", valeur)

    def imprimee(self, genre="attestation_obligation", **valeurs):
        courrier = self.env["parcours.courrier"].with_env(self.vu.env)._faire(self.vu, genre, "fr_BE", **valeurs)
        self.assertTrue(courrier._imprimer())
        return courrier

    def passer(self):
        self.env["parcours.courrier"]._cron_ebox()
        self.courrier.invalidate_recordset()

    def tuer(self):
        """Leave the letter as a job does that was killed while it sent it."""
        self.courrier.sudo().write({"ebox_etat": "en_cours", "ebox_essais": 1})

    def taches(self):
        return self.dossier.activity_ids.filtered(
            lambda t: t.activity_type_id == self.env.ref("parcours_accueil.activite_ebox")
        )


@tagged("post_install", "-at_install")
class TestEbox(EboxCase):
    @freeze_time(MIDI)
    def test_a_letter_is_put_in_the_ebox_and_its_posting_is_the_step(self):
        self.courrier.action_envoyer_ebox()
        self.assertEqual((self.courrier.ebox_etat, self.courrier.state), ("attente", "imprime"))
        self.assertFalse(self.ebox.messages, "nothing leaves before the job")
        self.passer()
        [message] = self.ebox.messages
        self.assertEqual(message.meta["recipient"]["ssin"], self.dossier.niss)
        self.assertTrue(message.meta["registeredMail"])
        self.assertIn(self.schaerbeek.name, message.meta["subject"]["fr"])
        for langue in ("fr", "nl"):
            self.assertNotIn(self.dossier.name, message.meta["subject"][langue])
        self.assertEqual(len(message.files), 2, "the letter, and the brochure that goes with it")
        self.assertEqual(
            (self.courrier.state, self.courrier.canal, self.courrier.ebox_etat, self.courrier.date_envoi),
            ("poste", "ebox", "envoye", date(2024, 4, 2)),
        )
        self.assertEqual(self.courrier.ebox_identifiant, message.identifier)
        self.assertEqual(self.courrier.ebox_le, datetime(2024, 4, 2, 10, 0))
        evenement = self.courrier.evenement_id
        noted = (evenement.type, evenement.canal, evenement.user_id)
        self.assertEqual(noted, ("attestation_remise", "ebox", self.agent))
        self.passer()
        self.assertEqual(len(self.ebox.messages), 1)
        self.assertEqual(self.ebox.calls["/ebox/messages"], 1)

    @freeze_time("2024-04-02 22:30:00")
    def test_the_day_is_that_of_brussels(self):
        self.courrier.action_envoyer_ebox()
        self.passer()
        self.assertEqual(self.courrier.date_envoi, date(2024, 4, 3))

    @freeze_time(MIDI)
    def test_without_the_agreement_in_force_nothing_goes_by_ebox(self):
        self.vu.accord_ebox = False
        with self.assertRaisesRegex(UserError, "does not agree to the eBox"):
            self.courrier.action_envoyer_ebox()
        # … nor is it recorded as gone that way, on the letter or through the step
        with self.assertRaisesRegex(UserError, "does not agree to the eBox"):
            self.courrier._poster(date(2024, 4, 1), "ebox")
        with self.assertRaisesRegex(UserError, "agreement of the person"):
            self.vu._enregistrer("attestation_remise", date(2024, 4, 1), canal="ebox")
        self.assertEqual(self.courrier.state, "imprime")

    @freeze_time(MIDI)
    def test_an_agreement_taken_back_while_the_letter_waits_gives_it_to_the_post(self):
        self.courrier.action_envoyer_ebox()
        self.vu.accord_ebox = False
        self.assertEqual((self.courrier.ebox_etat, self.courrier.state), ("refuse", "imprime"))
        self.assertIn("does not agree", self.courrier.ebox_dit)
        self.assertEqual(len(self.taches()), 1)
        self.passer()
        self.assertFalse(self.ebox.messages)
        self.courrier._poster(date(2024, 4, 2), "ordinaire")
        self.assertEqual(self.courrier.state, "poste")

    @freeze_time(MIDI)
    def test_an_agreement_taken_back_after_a_killed_attempt_sends_nothing_more_and_says_that_nobody_knows(self):
        self.courrier.action_envoyer_ebox()
        self.tuer()
        self.vu.accord_ebox = False
        self.passer()
        self.assertFalse(self.ebox.messages)
        self.assertEqual(self.courrier.ebox_etat, "doute")
        self.assertIn("not known whether the person has", self.courrier.ebox_dit)
        self.assertIn("Not known", self.taches().summary)

    @freeze_time(MIDI)
    def test_after_an_attempt_without_an_answer_nothing_says_that_it_was_not_sent(self):
        """What stands in the way meanwhile, the agreement or the file, tells nothing of what the eBox has."""
        for empecher in (lambda: setattr(self.vu, "accord_ebox", False), lambda: None):
            self.vu.accord_ebox = True
            self.courrier.action_envoyer_ebox()
            self.ebox.fail(status=503, times=4)
            self.passer()
            self.assertEqual((self.courrier.ebox_etat, self.courrier.ebox_essais > 0), ("attente", True))
            empecher()
            with patch.object(type(self.courrier), "_ecart", lambda _c: ("decede", ())):
                self.passer()
            self.assertEqual(self.courrier.ebox_etat, "doute")
            self.assertNotIn("not sent", self.courrier.ebox_dit)
            self.assertIn("not known whether the person has", self.courrier.ebox_dit)
        self.assertFalse(self.ebox.messages)
        # refused since, it is there for sure not
        self.ebox.fail(status=404)
        self.courrier.action_envoyer_ebox()
        self.passer()
        self.assertEqual((self.courrier.ebox_etat, self.courrier.ebox_essais), ("refuse", 0))

    @freeze_time(MIDI)
    def test_killed_once_the_ebox_has_it_it_is_recorded_though_the_file_changed_meanwhile(self):
        self.courrier.action_envoyer_ebox()
        module.Client(module.Settings(**self.courrier._reglages_ebox() | {"secret": self.ebox.secret})).publish(
            self.courrier.sudo()._message_ebox()
        )
        self.tuer()
        with patch.object(type(self.courrier), "_ecart", lambda _c: ("decede", ())):
            self.passer()
        self.assertEqual((self.courrier.ebox_etat, len(self.ebox.messages)), ("envoye", 1))
        self.assertTrue(self.courrier.ebox_le)

    @freeze_time(MIDI)
    def test_an_ebox_that_does_not_answer_is_tried_again_by_the_job(self):
        self.ebox.fail(status=503, times=4)
        self.courrier.action_envoyer_ebox()
        cle = self.courrier.sudo().ebox_cle
        self.passer()
        self.assertEqual((self.courrier.state, self.courrier.ebox_etat), ("imprime", "attente"))
        self.assertIn("does not answer", self.courrier.ebox_dit)
        self.assertEqual(self.courrier.ebox_essais, 1)
        self.passer()
        self.assertEqual((self.courrier.state, self.courrier.ebox_etat), ("poste", "envoye"))
        self.assertFalse(self.courrier.ebox_dit)
        self.assertEqual([message.key for message in self.ebox.messages], [cle])

    @freeze_time(MIDI)
    def test_a_message_that_was_there_already_is_sent(self):
        """Killed between the answer and its record: the same key is sent again, and 409 means sent."""
        self.courrier.action_envoyer_ebox()
        cle = self.courrier.sudo().ebox_cle
        module.Client(module.Settings(**self.courrier._reglages_ebox() | {"secret": self.ebox.secret})).publish(
            self.courrier.sudo()._message_ebox()
        )
        self.courrier.sudo().ebox_etat = "en_cours"
        self.passer()
        self.assertEqual([message.key for message in self.ebox.messages], [cle])
        self.assertEqual(self.ebox.calls["/ebox/messages"], 2)
        self.assertEqual((self.courrier.state, self.courrier.ebox_etat), ("poste", "envoye"))

    @freeze_time(MIDI)
    def test_no_ebox_or_refused_is_said_and_the_agent_sends_it_by_post(self):
        for status, dit in ((404, "has no eBox"), (422, "refused this message")):
            self.ebox.fail(status=status)
            self.courrier.action_envoyer_ebox()
            self.passer()
            self.assertEqual((self.courrier.state, self.courrier.ebox_etat), ("imprime", "refuse"))
            self.assertIn(dit, self.courrier.ebox_dit)
        self.assertEqual(self.taches().mapped("user_id") | self.agent, self.agent)
        self.assertEqual(len(self.taches()), 2)
        self.courrier._poster(date(2024, 4, 2), "recommande", "RR1")
        self.assertEqual(self.courrier.canal, "recommande")

    @freeze_time(MIDI)
    def test_settings_that_are_refused_are_said_and_nothing_is_lost(self):
        self.ebox.fail(path="/token", status=401)
        self.courrier.action_envoyer_ebox()
        self.passer()
        self.assertEqual((self.courrier.state, self.courrier.ebox_etat), ("imprime", "attente"))
        self.assertIn("does not let us in", self.courrier.ebox_dit)
        self.passer()
        self.assertEqual(self.courrier.ebox_etat, "envoye")

    @freeze_time(MIDI)
    def test_a_channel_that_is_not_set_up_says_so(self):
        self.regler(secret=False)
        with self.assertRaisesRegex(UserError, "not set up here yet"):
            self.courrier.action_envoyer_ebox()
        self.regler()
        self.courrier.action_envoyer_ebox()
        self.regler(url=False)
        self.passer()
        self.assertEqual(self.courrier.ebox_etat, "attente")
        self.assertIn("not set up", self.courrier.ebox_dit)
        self.regler()
        self.passer()
        self.assertEqual(self.courrier.state, "poste")

    @freeze_time(MIDI)
    def test_another_machine_is_called_when_the_server_names_it_and_by_https_only(self):
        for adresse, hotes, possible in (
            ("https://ebox.example/api", "", False),
            ("https://ebox.example/api", "ebox.example", True),
            ("http://ebox.example/api", "ebox.example", False),
            ("https://[", "ebox.example", False),
        ):
            self.regler(url=adresse, token_url=adresse)
            with self.subTest(adresse=adresse, hotes=hotes), patch.dict(os.environ, {"EBOX_HOTES": hotes}):
                self.assertEqual(self.courrier._reglages_ebox() is not None, possible)

    def test_the_secret_itself_is_never_kept(self):
        for clair in ("hunter2", "PGPASSWORD"):
            with self.assertRaises(ValidationError) as refus:
                self.regler(secret=clair)
            self.assertNotIn(clair, str(refus.exception))

    @freeze_time(MIDI)
    def test_a_letter_in_the_queue_moves_by_the_queue_alone_until_it_is_taken_back(self):
        self.courrier.action_envoyer_ebox()
        for geste in (
            lambda: self.courrier._poster(date(2024, 4, 2), "ordinaire"),
            lambda: self.vu._enregistrer("attestation_remise", date(2024, 4, 2), canal="remise"),
            lambda: self.courrier._annuler("Une erreur."),
        ):
            with self.assertRaisesRegex(UserError, "Take it back first"), self.env.cr.savepoint():
                geste()
        with self.assertRaisesRegex(UserError, "does not wait already"):
            self.courrier.action_envoyer_ebox()
        self.courrier.action_reprendre_ebox()
        self.passer()
        self.assertFalse(self.ebox.messages)
        self.courrier._poster(date(2024, 4, 2), "ordinaire")
        self.assertEqual(self.courrier.state, "poste")

    @freeze_time(MIDI)
    def test_what_cannot_be_recorded_any_more_stays_sent_and_calls_the_agent(self):
        self.courrier.action_envoyer_ebox()

        def pendant(*_arguments):
            # meanwhile, at the counter: another entry that the letter does not follow
            phrase = "refused"
            raise UserError(phrase)

        with patch.object(type(self.courrier), "_poster", pendant):
            self.passer()
        self.assertEqual((self.courrier.state, self.courrier.ebox_etat), ("imprime", "envoye"))
        for geste in (
            lambda: self.courrier._poster(date(2024, 4, 2), "ordinaire"),
            lambda: self.courrier._poster(date(2024, 4, 2), "remise"),
            lambda: self.vu._enregistrer("attestation_remise", date(2024, 4, 2), canal="remise"),
            lambda: self.courrier._annuler("Une erreur."),
        ):
            with self.assertRaisesRegex(UserError, "has this letter in the eBox"), self.env.cr.savepoint():
                geste()
        self.courrier.invalidate_recordset()
        self.assertTrue(self.courrier.ebox_identifiant)
        self.assertIn("It is in the eBox", self.courrier.ebox_dit)
        self.assertEqual(len(self.taches()), 1)
        self.courrier.action_envoyer_ebox()
        self.assertEqual((self.courrier.state, len(self.ebox.messages)), ("poste", 1), "recorded, and not sent again")
        self.assertFalse(self.courrier.ebox_dit)

    @freeze_time(MIDI)
    def test_a_letter_that_tells_a_medical_ground_does_not_go_by_ebox(self):
        self.courrier.sudo().medical = True
        with self.assertRaisesRegex(UserError, "medical ground"):
            self.courrier.action_envoyer_ebox()

    @freeze_time(MIDI)
    def test_nobody_sends_the_letters_of_another_commune(self):
        autre = self.utilisateur("agent", self.ixelles)
        lettre = self.courrier.with_user(autre)
        for geste in ("action_envoyer_ebox", "action_reprendre_ebox", "action_avertir"):
            with self.subTest(geste=geste), self.assertRaises(AccessError):
                getattr(lettre, geste)()

    @freeze_time(MIDI)
    def test_one_that_nobody_answers_does_not_keep_the_others(self):
        self.ebox.fail(status=503, times=4)
        self.courrier.action_envoyer_ebox()
        autre = self.imprimee("invitation_piece", precision="Une copie.")
        autre.action_envoyer_ebox()
        self.passer()
        autre.invalidate_recordset()
        self.assertEqual((self.courrier.ebox_etat, autre.ebox_etat), ("attente", "envoye"))
        self.assertEqual(autre.date_envoi, date(2024, 4, 2))

    @freeze_time(MIDI)
    def test_the_window_prints_and_puts_it_in_the_queue(self):
        fenetre, _action = self.faire(
            self.vu.with_context(parcours_courrier="invitation_piece").action_ecrire(),
            langue="fr_BE",
            canal="ebox",
            precision="Une copie.",
        )
        self.assertEqual(fenetre.courrier_id.ebox_etat, "attente")
        self.vu.accord_ebox = False
        with self.assertRaisesRegex(UserError, "does not agree"):
            self.faire(self.vu.with_context(parcours_courrier="rappel").action_ecrire(), langue="fr_BE", canal="ebox")
        self.assertEqual(len(self.dossier.courrier_ids), 2, "nothing is printed that cannot go")


@tagged("post_install", "-at_install")
class TestEboxEnNombre(LotCase):
    @freeze_time(JOUR)
    def test_many_letters_are_made_for_the_post_and_those_who_agree_get_theirs_by_ebox(self):
        with self.assertRaisesRegex(UserError, "made for the post"):
            self.env["parcours.courrier.lot"].with_user(self.agent)._creer(self.dossiers, "sommation", "ebox")
        self.vue(self.dossiers[1]).accord_ebox = True
        lot = self.envoyer(self.dossiers, genre="sommation", canal="accuse")
        self.imprimer()
        self.assertEqual(len(lot._a_poster()), 3)
        with Ebox() as ebox, patch.dict(os.environ, {SECRET: ebox.secret}):
            with self.assertRaisesRegex(UserError, "None of these letters"):
                lot.action_envoyer_ebox()  # not set up
            EboxCase.regler(self, ebox=ebox)
            lot.action_envoyer_ebox()
            self.env["parcours.courrier"]._cron_ebox()
            lot.courrier_ids.invalidate_recordset()
            [message] = ebox.messages
        self.assertEqual(message.meta["recipient"]["ssin"], self.dossiers[1].niss)
        etats = {c.dossier_id: (c.state, c.ebox_etat) for c in lot.courrier_ids}
        self.assertEqual(etats[self.dossiers[1]], ("poste", "envoye"))
        self.assertEqual(etats[self.dossiers[0]], ("imprime", False))
        self.assertEqual(lot._a_poster().dossier_id, self.dossiers[0] | self.dossiers[2], "the others are printed")
        self.assertEqual(self.dossiers[1].stage_id.code, "somme")
