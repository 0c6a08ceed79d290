# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Posting numbers, receipts and returns of many letters, as an agent of the commune."""

import base64
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_lot import JOUR, LotCase

PLUS_TARD = "2024-10-20 10:00:00"


@tagged("post_install", "-at_install")
class TestBordereau(LotCase):
    def setUp(self):
        super().setUp()
        with freeze_time(JOUR):
            self.lot = self.envoyer(self.dossiers)
            self.imprimer()
        self.courriers = [self.vue(dossier).courrier_ids.filtered("lot_id") for dossier in self.dossiers]

    def reprendre(self, *lignes, entete="Lettre;Canal;Numéro d'envoi;Posté le;Résultat;Reçu ou revenu le;Motif"):
        fenetre = self.env["parcours.courrier.reprise"].with_user(self.agent).with_company(self.agent.company_id)
        texte = "\r\n".join([entete, *lignes])
        action = fenetre.create({"fichier": base64.b64encode(texte.encode()), "nom": "retour.csv"}).action_lire()
        return self.env[action["res_model"]].with_user(self.agent).browse(action["res_id"])

    def prendre(self, bordereau):
        bordereau.action_prendre()
        self.env["parcours.courrier.bordereau"]._cron_prendre()

    def ligne(self, courrier, reste):
        return f"{courrier.name};{reste}"

    @freeze_time(PLUS_TARD)
    def test_numbers_receipts_and_returns_are_looked_at_first_then_recorded_through_the_steps(self):
        un, deux, trois = self.courriers
        bordereau = self.reprendre(
            self.ligne(un, "Recommandé avec accusé de réception;RR100000001BE;02/10/2024;Reçu;04/10/2024;"),
            self.ligne(deux, "Recommandé avec accusé de réception;RR100000002BE;02/10/2024;Retour;07/10/2024;Inconnu"),
            self.ligne(trois, "Recommandé avec accusé de réception;RR100000003BE;02/10/2024;;;"),
        )
        self.assertEqual((bordereau.state, bordereau.nombre_a_prendre, un.state), ("brouillon", 3, "imprime"))
        self.prendre(bordereau)
        self.assertEqual((bordereau.state, bordereau.nombre_prises), ("fini", 3))
        self.assertEqual((un.state, un.date_reception, un.preuve_envoi), ("recu", date(2024, 10, 4), "RR100000001BE"))
        self.assertEqual((deux.state, deux.retour, deux.date_retour), ("retourne", "inconnu", date(2024, 10, 7)))
        self.assertEqual((trois.state, trois.date_envoi), ("poste", date(2024, 10, 2)))
        self.assertEqual(un.evenement_id.user_id, self.agent, "the step is the agent's")
        self.assertEqual(self.dossiers[0].stage_id.code, "somme")

    @freeze_time(PLUS_TARD)
    def test_taken_back_twice_it_changes_nothing(self):
        lignes = [
            self.ligne(
                self.courriers[0], "Recommandé avec accusé de réception;RR100000001BE;02/10/2024;Reçu;04/10/2024;"
            ),
            self.ligne(self.courriers[1], "Recommandé avec accusé de réception;RR100000002BE;02/10/2024;;;"),
        ]
        self.prendre(self.reprendre(*lignes))
        evenements = self.dossiers.evenement_ids
        encore = self.reprendre(*lignes)
        self.assertEqual((encore.nombre_a_prendre, encore.nombre_deja), (0, 2))
        with self.assertRaisesRegex(UserError, "No line of this table"):
            encore.action_prendre()
        self.dossiers.invalidate_recordset()
        self.assertEqual(self.dossiers.evenement_ids, evenements)

    @freeze_time(PLUS_TARD)
    def test_bad_lines_have_a_sentence_each_and_the_others_are_taken(self):
        bordereau = self.reprendre(
            self.ligne(self.courriers[0], "Recommandé avec accusé de réception;RR100000001BE;02/10/2024;;;"),
            self.ligne(self.courriers[1], "pigeon;RR100000002BE;02/10/2024;;;"),
            "LET/2024/999999;Recommandé;RR100000003BE;02/10/2024;;;",
            self.ligne(self.courriers[2], ";;;Reçu;04/10/2024;"),
        )
        raisons = {ligne.ligne: ligne.raison for ligne in bordereau.ligne_ids if ligne.suite == "refusee"}
        self.assertEqual(set(raisons), {3, 4, 5})
        self.assertIn("“pigeon” is no channel", raisons[3])
        self.assertIn("no such letter", raisons[4])
        self.assertIn("not posted yet", raisons[5])
        francais = bordereau.ligne_ids.filtered(lambda ligne: ligne.ligne == 4).with_context(lang="fr_BE")
        self.assertNotEqual(francais.raison, raisons[4])
        self.prendre(bordereau)
        self.assertEqual((self.courriers[0].state, bordereau.nombre_refusees), ("poste", 3))

    @freeze_time(PLUS_TARD)
    def test_another_number_for_a_letter_that_left_is_refused(self):
        debut = "Recommandé avec accusé de réception;"
        self.prendre(self.reprendre(self.ligne(self.courriers[0], f"{debut}RR100000001BE;02/10/2024;;;")))
        encore = self.reprendre(self.ligne(self.courriers[0], f"{debut}RR100000009BE;02/10/2024;;;"))
        self.assertIn("posted already", encore.ligne_ids.raison)

    @freeze_time(PLUS_TARD)
    def test_a_step_that_refuses_says_why_on_its_line_alone(self):
        debut = "Recommandé avec accusé de réception;"
        # its day is before that of the letter of which the term ended
        tot = self.reprendre(
            self.ligne(self.courriers[0], f"{debut}RR100000001BE;01/04/2024;;;"),
            self.ligne(self.courriers[1], f"{debut}RR100000002BE;02/10/2024;;;"),
        )
        self.prendre(tot)
        self.assertEqual((self.courriers[0].state, self.courriers[1].state), ("imprime", "poste"))
        self.assertTrue(tot.ligne_ids[0].raison)

    @freeze_time(PLUS_TARD)
    def test_a_line_of_which_the_second_half_is_refused_leaves_nothing_and_takes_nobody_with_it(self):
        debut = "Recommandé avec accusé de réception;"
        reponse = type(self.courriers[0])._repondre_chacun
        non = self.courriers[1].id

        def refuser(courriers, jour, issue):
            return reponse(courriers, jour, issue) | {c.id: "Not this one." for c in courriers if c.id == non}

        self.patch(type(self.courriers[0]), "_repondre_chacun", refuser)
        table = self.reprendre(
            *(
                self.ligne(courrier, f"{debut}RR10000000{rang}BE;02/10/2024;Reçu;04/10/2024;")
                for rang, courrier in enumerate(self.courriers)
            )
        )
        self.prendre(table)
        self.assertEqual([courrier.state for courrier in self.courriers], ["recu", "imprime", "recu"])
        self.assertEqual((table.nombre_prises, table.refusee_ids.raison), (2, "Not this one."))
        self.assertEqual(table.refusee_ids.ligne, 3)

    @freeze_time(PLUS_TARD)
    def test_a_letter_named_twice_by_its_number_and_its_code_is_recorded_once(self):
        un = self.courriers[0]
        table = self.reprendre(
            f"{un.name};;Recommandé avec accusé de réception;RR100000001BE;02/10/2024;;;",
            f";{un.jeton};;;;Reçu;04/10/2024;",
            f";{un.jeton};;;;Terug;07/10/2024;onbekend",
            entete="Lettre;Code;Canal;Numéro d'envoi;Posté le;Résultat;Reçu ou revenu le;Motif",
        )
        self.prendre(table)
        self.assertEqual((un.state, un.date_envoi), ("poste", date(2024, 10, 2)))
        self.assertEqual(len(self.dossiers[0].evenement_ids.filtered(lambda e: e.type == "sommation_envoyee")), 1)

    @freeze_time(PLUS_TARD)
    def test_a_letter_cannot_come_back_before_it_was_posted(self):
        debut = "Recommandé avec accusé de réception;RR100000001BE;02/10/2024;"
        table = self.reprendre(self.ligne(self.courriers[0], f"{debut}Reçu;01/10/2024;"))
        self.assertIn("before the day it was posted", table.refusee_ids.raison)
        self.prendre(self.reprendre(self.ligne(self.courriers[0], f"{debut};;")))
        table = self.reprendre(self.ligne(self.courriers[0], ";;;Reçu;01/10/2024;"))
        self.assertEqual((self.courriers[0].state, table.nombre_refusees), ("poste", 1))
        self.assertTrue(table.refusee_ids.raison)

    @freeze_time(PLUS_TARD)
    def test_two_agents_who_take_back_the_same_table_record_it_once(self):
        ligne = self.ligne(
            self.courriers[0], "Recommandé avec accusé de réception;RR100000001BE;02/10/2024;Reçu;04/10/2024;"
        )
        un = self.reprendre(ligne)
        self.agent = self.utilisateur("chef", self.schaerbeek)
        deux = self.reprendre(ligne)
        un.action_prendre()
        deux.action_prendre()
        self.env["parcours.courrier.bordereau"]._cron_prendre()
        self.assertEqual((un.nombre_prises, deux.nombre_prises, deux.nombre_deja), (1, 0, 1))
        self.assertEqual(self.courriers[0].state, "recu")

    @freeze_time(PLUS_TARD)
    def test_the_same_is_typed_in_a_grid(self):
        action = self.lot.action_saisir()
        grille = self.env[action["res_model"]].with_user(self.agent).browse(action["res_id"])
        self.assertEqual(len(grille.ligne_ids), 3)
        ligne = grille.ligne_ids.filtered(lambda lue: lue.courrier_id == self.courriers[0])
        grille.write({"ligne_ids": [(1, ligne.id, {"preuve_envoi": "RR100000001BE", "date_envoi": "2024-10-02"})]})
        self.prendre(grille)
        self.assertEqual((self.courriers[0].state, self.courriers[0].canal), ("poste", "accuse"))
        with self.assertRaisesRegex(UserError, "stays as it is"):
            ligne.preuve_envoi = "RR9"
        with self.assertRaises(AccessError):
            ligne.suite = "a_prendre"
        with self.assertRaises(AccessError):
            grille.state = "brouillon"

    @freeze_time(PLUS_TARD)
    def test_nobody_records_what_became_of_the_letters_of_another_commune(self):
        ligne = self.ligne(self.courriers[0], "Recommandé;RR100000001BE;02/10/2024;;;")
        bordereau = self.reprendre(ligne)
        ailleurs = self.utilisateur("agent", self.ixelles)
        self.agent = ailleurs
        autre = self.reprendre(ligne)
        self.assertIn("no such letter", autre.ligne_ids.raison)
        with self.assertRaises(AccessError):
            bordereau.with_user(ailleurs).action_prendre()
        with self.assertRaises(AccessError):
            self.env["parcours.courrier.bordereau"].with_user(self.utilisateur("gestionnaire"))._lire("x", b"")

    @freeze_time(PLUS_TARD)
    def test_a_file_that_cannot_be_read_says_what_to_do(self):
        with self.assertRaisesRegex(UserError, "No column says which letter"):
            self.reprendre("1;2", entete="a;b")
        with self.assertRaisesRegex(UserError, "national numbers"):
            self.reprendre("1;2", entete="Lettre;NISS")

    @freeze_time(PLUS_TARD)
    def test_a_letter_without_an_address_is_not_handed_over_by_a_day_in_the_grid(self):
        """Nobody has it in hand before an agent says so."""
        un = self.courriers[0]
        un.sudo().write({"remis": True, "adresse": False})
        grille = self.env["parcours.courrier.bordereau"].with_user(self.agent)._grille(self.lot)
        ligne = grille.ligne_ids.filtered(lambda une: une.courrier_id == un)
        for canal in ("accuse", False):
            ligne.write({"canal": canal, "date_envoi": "2024-10-02", "preuve_envoi": "RR100000001BE"})
            grille.action_examiner()
            self.assertEqual(ligne.suite, "refusee", canal)
            self.assertIn("bears no address", ligne.raison)
        ligne.write({"canal": "remise", "preuve_envoi": False})
        self.prendre(grille)
        self.assertEqual((un.state, un.canal), ("recu", "remise"))

    @freeze_time(PLUS_TARD)
    def test_no_table_says_that_a_letter_went_by_ebox(self):
        self.vue(self.dossiers[0]).accord_ebox = True
        table = self.reprendre(self.ligne(self.courriers[0], "eBox;;02/10/2024;;;"))
        self.assertEqual(table.ligne_ids.suite, "refusee")
        self.assertIn("by itself", table.ligne_ids.raison)
