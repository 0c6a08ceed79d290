# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A line of the table that comes back is of one letter: the one that it names, never another one, never a guess. As an
agent of the commune."""

import base64
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_lot import JOUR, LotCase

PLUS_TARD = "2024-10-20 10:00:00"
ENTETE = "Lettre;Code;Canal;Numéro d'envoi;Posté le;Résultat;Reçu ou revenu le;Motif;Destinataire"
ACCUSE = "Recommandé avec accusé de réception"


@tagged("post_install", "-at_install")
class TestLettreNommee(LotCase):
    def setUp(self):
        super().setUp()
        with freeze_time(JOUR):
            self.envoyer(self.dossiers)
            self.imprimer()
        self.courriers = [self.vue(dossier).courrier_ids.filtered("lot_id") for dossier in self.dossiers]

    def reprendre(self, *lignes):
        fenetre = self.env["parcours.courrier.reprise"].with_user(self.agent).with_company(self.agent.company_id)
        texte = "\r\n".join([ENTETE, *lignes])
        action = fenetre.create({"fichier": base64.b64encode(texte.encode()), "nom": "retour.csv"}).action_lire()
        return self.env[action["res_model"]].with_user(self.agent).browse(action["res_id"])

    def prendre(self, table):
        table.action_prendre()
        self.env["parcours.courrier.bordereau"]._cron_prendre()

    def posee(self, courrier, numero, suite=";;;", code="", canal=ACCUSE):
        return f"{courrier.name};{code};{canal};{numero};02/10/2024;{suite}"

    def raisons(self, table):
        return {ligne.ligne: ligne.raison for ligne in table.ligne_ids if ligne.suite == "refusee"}

    def seconde(self, courrier):
        """Return another letter of the same kind, printed on the same file, as when two files were joined."""
        autre = self.env["parcours.courrier"]._brouillons(
            courrier.dossier_id.sudo(), courrier.genre, {courrier.dossier_id.id: "fr_BE"}
        )
        autre.write({"state": "imprime", "imprime_le": courrier.imprime_le})
        return autre.with_env(courrier.env)

    # ---- which letter -----------------------------------------------------------------------------------------------

    @freeze_time(PLUS_TARD)
    def test_of_two_printed_letters_of_one_person_the_named_one_is_posted(self):
        un = self.courriers[0]
        autre = self.seconde(un)
        self.prendre(self.reprendre(self.posee(un, "RR100000001BE")))
        self.assertEqual((un.state, un.preuve_envoi, autre.state), ("poste", "RR100000001BE", "imprime"))

    @freeze_time(PLUS_TARD)
    def test_the_buttons_of_a_letter_post_that_one(self):
        un = self.courriers[0]
        autre = self.seconde(un)
        fenetre = self.fenetre(un.action_poster(), canal="accuse", preuve_envoi="RR1", date_effective="2024-10-02")
        self.assertEqual(fenetre.courrier_id, un)
        fenetre.action_enregistrer()
        self.assertEqual((un.state, autre.state), ("poste", "imprime"))

    @freeze_time(PLUS_TARD)
    def test_what_came_back_of_the_earlier_of_two_letters_under_way_is_a_line_to_correct(self):
        un = self.courriers[0]
        autre = self.seconde(un)
        self.prendre(self.reprendre(self.posee(un, "RR100000001BE")))
        # engine: a second summons left in the same file
        un.dossier_id.sudo()._noter(
            "sommation_envoyee", date(2024, 10, 7), canal="accuse", preuve_envoi="RR100000002BE"
        )
        self.assertEqual((un.state, autre.state), ("poste", "poste"))
        table = self.reprendre(f"{un.name};;;;;Retour;10/10/2024;Inconnu;")
        dit = self.raisons(table)[2]
        self.assertIn("Another letter of this kind left after this one", dit)
        self.assertEqual((un.state, autre.state), ("poste", "poste"))
        with self.assertRaisesRegex(UserError, "Another letter of this kind"):
            fenetre = self.fenetre(un.action_retourne(), retour="inconnu", date_effective="2024-10-10")
            fenetre.action_enregistrer()
        tot = self.reprendre(f"{un.name};;;;;Reçu;04/10/2024;;", f"{autre.name};;;;;Retour;10/10/2024;Inconnu;")
        self.prendre(tot)
        self.assertEqual((un.state, autre.state), ("recu", "retourne"), "each on a day that is its own")

    @freeze_time(PLUS_TARD)
    def test_a_line_that_contradicts_itself_is_to_be_corrected_and_moves_nothing(self):
        un, deux, trois = self.courriers
        table = self.reprendre(
            self.posee(un, "RR100000001BE", code=deux.sudo().jeton),
            self.posee(deux, "RR100000002BE", suite=";;;ESSAI C"),
            self.posee(trois, "RR100000003BE", suite=";;;ESSAI C"),
        )
        raisons = self.raisons(table)
        self.assertEqual(set(raisons), {2, 3})
        self.assertIn("of two letters", raisons[2])
        self.assertIn("names somebody else", raisons[3])
        self.assertNotIn("ESSAI", raisons[3], "no name in a sentence")
        self.prendre(table)
        self.assertEqual([c.state for c in self.courriers], ["imprime", "imprime", "poste"])
        table.action_examiner()
        self.assertEqual(self.raisons(table), raisons, "looked at again, it says the same")

    @freeze_time(PLUS_TARD)
    def test_one_registered_number_is_one_letter(self):
        un, deux, trois = self.courriers
        table = self.reprendre(self.posee(un, "RR100000001BE"), self.posee(deux, "RR100000001BE"))
        self.assertEqual(len(self.raisons(table)), 2)
        self.prendre(self.reprendre(self.posee(un, "RR100000001BE")))
        table = self.reprendre(self.posee(deux, "RR100000001BE"), self.posee(trois, "RR100000003BE"))
        self.assertIn("that of another letter", self.raisons(table)[2])
        self.prendre(table)
        self.assertEqual([c.state for c in self.courriers], ["poste", "imprime", "poste"])
        suite = self.reprendre(f"{un.name};;;RR100000009BE;;Reçu;04/10/2024;;")
        self.assertIn("posted already, with another number", self.raisons(suite)[2])
        self.assertEqual(un.state, "poste")

    @freeze_time(PLUS_TARD)
    def test_a_list_of_the_post_is_of_many_ordinary_letters(self):
        lignes = [self.posee(c, "LISTE-2024-10", canal="Ordinaire") for c in self.courriers]
        self.prendre(self.reprendre(*lignes))
        self.assertEqual({c.state for c in self.courriers}, {"poste"})

    @freeze_time(PLUS_TARD)
    def test_a_letter_without_an_address_goes_no_other_way_than_the_line_says(self):
        un = self.courriers[0]
        un.sudo().remis = True
        table = self.reprendre(self.posee(un, "RR100000001BE"))
        self.assertIn("bears no address", self.raisons(table)[2])
        self.assertEqual(un.state, "imprime")

    # ---- moved ------------------------------------------------------------------------------------------------------

    def demenager(self, dossier):
        dossier._noter(
            "demenagement",
            date(2024, 10, 14),
            depuis_company_id=self.schaerbeek.id,
            vers_company_id=self.ixelles.id,
        )
        dossier.company_id = self.ixelles

    @freeze_time(PLUS_TARD)
    def test_one_file_that_moved_is_refused_in_words_and_the_others_go_on(self):
        table = self.reprendre(*(self.posee(c, f"RR10000000{r}BE") for r, c in enumerate(self.courriers)))
        self.assertEqual(table.nombre_a_prendre, 3)
        self.demenager(self.dossiers[1])
        self.env.flush_all()
        self.env.invalidate_all()
        table.action_prendre()
        dit = self.raisons(table)[3]
        self.assertRegex(dit, "with another commune, Ixelles, since")
        self.assertNotIn("10/14/2024", dit, "the day of the register is the other commune's")
        self.env["parcours.courrier.bordereau"]._cron_prendre()
        self.assertEqual([c.sudo().state for c in self.courriers], ["poste", "imprime", "poste"])
        self.assertEqual((table.state, table.nombre_prises, table.nombre_refusees), ("fini", 2, 1))
        # the agent reads the table, its lines, and nothing of the letter
        self.assertEqual(
            len(table.web_read({"ligne_ids": {"fields": {"raison": {}, "dossier_id": {}}}})[0]["ligne_ids"]), 3
        )

    @freeze_time(PLUS_TARD)
    def test_moved_after_the_button_was_pressed_it_is_refused_too(self):
        table = self.reprendre(*(self.posee(c, f"RR10000000{r}BE") for r, c in enumerate(self.courriers)))
        table.action_prendre()
        self.demenager(self.dossiers[1])
        self.env["parcours.courrier.bordereau"]._cron_prendre()
        self.assertRegex(self.raisons(table)[3], "with another commune, Ixelles, since")
        self.assertEqual((table.nombre_prises, table.nombre_refusees), (2, 1))

    @freeze_time(PLUS_TARD)
    def test_looked_at_after_the_move_it_says_the_same_and_a_stranger_is_told_nothing(self):
        self.demenager(self.dossiers[1])
        ligne = self.posee(self.courriers[1], "RR100000001BE")
        self.assertRegex(self.raisons(self.reprendre(ligne))[2], "with another commune, Ixelles, since")
        self.agent = self.utilisateur("agent", self.env.ref("parcours_socle.commune_21001"))
        self.assertIn("no such letter", self.raisons(self.reprendre(ligne))[2])

    # ---- looked at, then recorded -----------------------------------------------------------------------------------

    @freeze_time(PLUS_TARD)
    def test_what_is_said_before_is_what_comes(self):
        un, deux, trois = self.courriers
        table = self.reprendre(
            # before the letter was printed
            f"{un.name};;{ACCUSE};RR100000001BE;01/09/2024;;;;",
            # of a card that a plain registered letter has not
            f"{deux.name};;Recommandé;RR100000002BE;02/10/2024;Reçu;04/10/2024;;",
            self.posee(trois, "RR100000003BE", suite="Reçu;04/10/2024;;"),
        )
        avant = self.raisons(table)
        self.assertEqual(set(avant), {2, 3})
        self.assertIn("cannot happen before", avant[2])
        self.assertIn("Only a card", avant[3])
        self.assertEqual((table.nombre_a_prendre, table.nombre_refusees), (1, 2))
        self.assertEqual({c.state for c in self.courriers}, {"imprime"}, "nothing was recorded")
        self.assertFalse(self.dossiers.evenement_ids.filtered(lambda e: e.preuve_envoi))
        self.prendre(table)
        self.assertEqual(self.raisons(table), avant)
        self.assertEqual([c.state for c in self.courriers], ["imprime", "imprime", "recu"])

    @freeze_time(PLUS_TARD)
    def test_a_line_that_nobody_foresaw_is_said_before_too_and_the_others_go_on(self):
        poster, non = type(self.courriers[0])._poster_chacun, self.courriers[1].id

        def casser(courriers, *args):
            if non in courriers.ids:
                raise ZeroDivisionError
            return poster(courriers, *args)

        self.patch(type(self.courriers[0]), "_poster_chacun", casser)
        with self.assertLogs("odoo.addons.parcours_socle.lots"):
            table = self.reprendre(*(self.posee(c, f"RR10000000{r}BE") for r, c in enumerate(self.courriers)))
            self.assertIn("Something unexpected happened", self.raisons(table)[3])
            self.prendre(table)
        self.assertEqual([c.state for c in self.courriers], ["poste", "imprime", "poste"])
