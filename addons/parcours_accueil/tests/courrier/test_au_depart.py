# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What must not leave: a letter before it was printed, or whose file changed since, or that nobody looked at again."""

import base64
import os
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from simulateur.ebox import Ebox

from .test_ebox import SECRET, EboxCase
from .test_lot import JOUR, LotCase

PLUS_TARD = "2024-10-21 10:00:00"
ENTETE = "Lettre;Canal;Numéro d'envoi;Posté le;Résultat;Reçu ou revenu le;Motif"


@tagged("post_install", "-at_install")
class TestAuDepart(LotCase):
    def reprendre(self, *lignes, entete=ENTETE):
        fenetre = self.env["parcours.courrier.reprise"].with_user(self.agent).with_company(self.agent.company_id)
        texte = "\r\n".join([entete, *lignes])
        action = fenetre.create({"fichier": base64.b64encode(texte.encode()), "nom": "retour.csv"}).action_lire()
        return self.env[action["res_model"]].with_user(self.agent).browse(action["res_id"])

    def lot_imprime(self):
        with freeze_time(JOUR):
            lot = self.envoyer(self.dossiers, genre="sommation", canal="accuse")
            self.imprimer()
        return lot, [self.vue(d).courrier_ids.filtered("lot_id") for d in self.dossiers]

    def lettre(self, dossier, genre, **valeurs):
        vu = self.vue(dossier)
        courrier = self.env["parcours.courrier"].with_env(vu.env)._faire(vu, genre, "fr_BE", **valeurs)
        self.assertTrue(courrier._imprimer())
        return courrier

    def par_ebox(self, dossier, courrier, ensuite):
        with Ebox() as ebox, patch.dict(os.environ, {SECRET: ebox.secret}):
            EboxCase.regler(self, ebox=ebox)
            self.vue(dossier).accord_ebox = True
            courrier.action_envoyer_ebox()
            ensuite()
            self.env["parcours.courrier"]._cron_ebox()
            courrier.invalidate_recordset()
            return len(ebox.messages)

    @freeze_time(PLUS_TARD)
    def test_a_summons_is_not_posted_before_it_was_printed(self):
        _lot, courriers = self.lot_imprime()
        with self.assertRaises(UserError):
            courriers[0]._poster(date(2024, 9, 18), "recommande", "RR100000001BE")

    @freeze_time(PLUS_TARD)
    def test_a_decision_is_not_notified_before_it_was_taken(self):
        exemption = self.demande(self.dossiers[0], "6").with_user(self.agent)
        exemption._refuser(date(2024, 10, 1), "Non.", "fr_BE")
        courrier = self.courrier_de(exemption)
        with self.assertRaises(UserError):
            courrier._poster(date(2024, 5, 2), "remise")

    @freeze_time(PLUS_TARD)
    def test_who_enrolled_while_the_ebox_did_not_answer_is_not_summoned(self):
        dossier = self.dossiers[0]
        courrier = self.lettre(dossier, "sommation")
        partis = self.par_ebox(
            dossier,
            courrier,
            lambda: dossier._enregistrer("inscription_organisateur", date(2024, 10, 21), organisateur_id=self.bapa.id),
        )
        self.assertEqual(partis, 0, courrier.sudo().ebox_motif)

    @freeze_time(PLUS_TARD)
    def test_who_moved_while_the_ebox_did_not_answer_is_not_summoned_by_the_former_commune(self):
        dossier = self.dossiers[0]
        courrier = self.lettre(dossier, "sommation").sudo()
        courrier_agent = courrier.with_env(self.vue(dossier).env)
        partis = self.par_ebox(dossier, courrier_agent, lambda: dossier.write({"company_id": self.ixelles.id}))
        self.assertEqual(partis, 0, (courrier.ebox_motif, courrier.state))

    @freeze_time(PLUS_TARD)
    def test_who_died_while_the_ebox_did_not_answer_is_not_written_to(self):
        dossier = self.dossiers[0]
        courrier = self.lettre(dossier, "invitation_piece", precision="Une copie.")
        partis = self.par_ebox(
            dossier, courrier, lambda: dossier._noter("cloture", date(2024, 10, 20), motif_cloture="decede")
        )
        self.assertEqual(partis, 0, courrier.sudo().state)

    @freeze_time(PLUS_TARD)
    def test_a_letter_ready_to_print_is_looked_at_when_it_is_printed(self):
        dossier = self.dossiers[0]
        vu = self.vue(dossier)
        courrier = self.env["parcours.courrier"].with_env(vu.env)._faire(vu, "sommation", "fr_BE")
        courrier._regarder()
        dossier._enregistrer("inscription_organisateur", date(2024, 10, 21), organisateur_id=self.bapa.id)
        courrier.action_imprimer()
        self.assertEqual(courrier.sudo().state, "ecarte")

    @freeze_time(PLUS_TARD)
    def test_the_register_is_asked_in_the_name_of_who_goes_on(self):
        lot = self.envoyer(self.dossiers, genre="sommation", canal="accuse")
        lot.action_arreter()
        autre = self.utilisateur("chef", self.schaerbeek)
        self.demandes.clear()
        lot.with_user(autre).action_continuer()
        self.imprimer()
        self.assertEqual({qui for qui, *_reste in self.demandes}, {autre.id}, self.agent.id)

    @freeze_time(PLUS_TARD)
    def test_the_ledger_names_who_recorded_the_table(self):
        _lot, courriers = self.lot_imprime()
        table = self.reprendre(f"{courriers[0].name};Recommandé;RR100000001BE;02/10/2024;;;")
        autre = self.utilisateur("chef", self.schaerbeek)
        table.with_user(autre).ligne_ids.write({"date_envoi": "2024-10-03"})
        table.with_user(autre).action_prendre()
        self.env["parcours.courrier.bordereau"]._cron_prendre()
        evenement = courriers[0].evenement_id
        self.assertEqual((evenement.date_effective, evenement.user_id), (date(2024, 10, 3), autre))

    @freeze_time(PLUS_TARD)
    def test_the_window_of_a_step_asks_the_channel_of_the_letter_it_moves(self):
        _lot, courriers = self.lot_imprime()
        courriers[0].sudo().remis = True
        action = courriers[0].action_poster()
        valeurs = {"canal": "recommande", "preuve_envoi": "RR100000001BE", "date_effective": "2024-10-02"}
        with self.assertRaisesRegex(UserError, "bears no address"), self.env.cr.savepoint():
            self.faire_etape(action, **valeurs)
        with self.assertRaisesRegex(UserError, "before 10/01/2024"), self.env.cr.savepoint():
            self.faire_etape(courriers[1].action_poster(), **valeurs | {"date_effective": "2024-09-18"})
        self.assertEqual({c.state for c in courriers}, {"imprime"})
        self.faire_etape(action, canal="remise", date_effective="2024-10-02")
        self.assertEqual(courriers[0].state, "recu")

    def faire_etape(self, action, **valeurs):
        fenetre = self.fenetre(action, **valeurs)
        fenetre.action_enregistrer()
        return fenetre

    @freeze_time(PLUS_TARD)
    def test_nobody_says_by_hand_that_a_letter_went_by_ebox(self):
        _lot, courriers = self.lot_imprime()
        self.vue(self.dossiers[0]).accord_ebox = True
        action = courriers[0].action_poster()
        self.assertNotIn("ebox", dict(self.env[action["res_model"]].fields_get(["canal"])["canal"]["selection"]))
        for geste in (
            lambda: self.faire_etape(action, canal="ebox", date_effective="2024-10-21"),
            lambda: courriers[0]._poster(date(2024, 10, 21), "ebox", "une clef"),
        ):
            with self.assertRaisesRegex(UserError, "by itself"), self.env.cr.savepoint():
                geste()
        invitation = self.lettre(self.dossiers[0], "invitation_piece", precision="Une copie.")
        with self.assertRaisesRegex(UserError, "by itself"), self.env.cr.savepoint():
            invitation._poster(date(2024, 10, 21), "ebox")

    @freeze_time(PLUS_TARD)
    def test_nobody_is_reminded_of_a_term_that_is_over(self):
        dossier = self.dossiers[0]
        envoi = self.env["parcours.courrier.envoi"].with_user(self.agent).create({"dossier_ids": [(6, 0, dossier.ids)]})
        self.assertIn("ended on 09/16/2024", envoi._refus("rappel").get(dossier.id, ""), "among many, and alone")
        with self.assertRaisesRegex(UserError, "ended on 09/16/2024"):
            self.lettre(dossier, "rappel")
        self.assertNotIn(",rappel,", self.vue(dossier).courriers_possibles)

    def test_a_reminder_that_was_made_in_time_drops_out_once_the_term_is_over(self):
        dossier = self.dossiers[0]
        vu = self.vue(dossier)
        with freeze_time("2024-09-16 10:00:00"):
            self.assertIn(",rappel,", vu.courriers_possibles)
            courrier = self.env["parcours.courrier"].with_env(vu.env)._faire(vu, "rappel", "fr_BE")
        with freeze_time("2024-09-17 10:00:00"):
            courrier.action_imprimer()
        self.assertEqual((courrier.state, courrier.sudo().ecart), ("ecarte", "terme_passe"))
        self.assertIn("ended on", courrier.motif_ecart)

    @freeze_time(PLUS_TARD)
    def test_a_summons_is_the_communes_to_post_and_to_hear_of(self):
        """Vivalis reads the file, and neither summons nor says what came of a summons (loi.md §6.4)."""
        dossier = self.dossiers[0]
        vivalis = dossier.with_user(self.utilisateur("gestionnaire"))
        self.assertNotIn("sommation_envoyee", vivalis.etapes_possibles)
        fenetre = {"dossier_id": dossier.id, "date_effective": "2024-10-21"}
        modele = vivalis.env["parcours.evenement.wizard"]
        with self.assertRaisesRegex(UserError, "Only an agent of Schaerbeek"), self.env.cr.savepoint():
            modele.create({**fenetre, "type": "sommation_envoyee", "canal": "remise"}).action_enregistrer()
        self.vue(dossier)._enregistrer("sommation_envoyee", date(2024, 10, 21), canal="accuse", preuve_envoi="RR1")
        for genre, champ, valeur in (
            ("sommation_recue", "reception", "presente"),
            ("sommation_retournee", "retour", "inconnu"),
        ):
            with self.assertRaisesRegex(UserError, "Only an agent of Schaerbeek"), self.env.cr.savepoint():
                modele.create({**fenetre, "type": genre, champ: valeur}).action_enregistrer()
