# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the bank says pays the fines: once, as far as they are owed, and the rest waits for a person."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.registre_national.tests.habilitation import habiliter

from .banque import ecrire
from .common import SanctionCase

# a fine is notified the day it is handed over: in these tests, today
JOUR = aujourdhui()


@tagged("post_install", "-at_install")
class TestReleves(SanctionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.main_company").compte_amendes = ecrire.COMPTE
        cls.official = new_test_user(cls.env, "banque", "sanctions_admin.group_fonctionnaire")
        habiliter(cls.official)
        cls.amendes = cls.env["sanction.decision"]
        for _rang in range(3):
            sanction = cls.refuser()
            cls.entendre(sanction)
            decision = cls.decider(sanction, remedes="dits")
            decision.action_notifier()
            cls.amendes |= decision
        cls.cles = cls.amendes.ids

    def prendre(self, *lignes, avant=0, numero="1", jour=JOUR, ecrit=ecrire.coda):
        octets = ecrit(ecrire.releve(lignes, avant, jour, numero))
        return self.env["sanction.releve"].with_user(self.official)._prendre("releve.cod", octets)

    def du(self, amende):
        return sum(amende.mouvement_ids.mapped("montant_signe"))

    def test_a_line_that_bears_the_communication_of_a_fine_pays_it(self):
        releve = self.prendre(
            ecrire.paie(self.cles[0], 10000, JOUR, "A"), ecrire.paie(self.cles[1], 4000, JOUR, "B"), ecrit=ecrire.camt
        )
        self.assertEqual([self.du(amende) for amende in self.amendes], [0, 60, 100])
        self.assertEqual(releve.ligne_ids.mapped("state"), ["payee", "payee"])
        paiement = self.amendes[0].mouvement_ids.filtered(lambda m: m.type == "paiement")
        self.assertEqual((paiement.date, paiement.create_uid), (JOUR, self.official))
        self.assertIn("paiement", self.amendes[0].sanction_id.evenement_ids.mapped("type"))
        self.assertEqual((releve.paye, releve.a_traiter, releve.ecarte), (140, 0, 0))

    def test_the_same_file_twice_changes_nothing(self):
        lignes = (ecrire.paie(self.cles[0], 4000, JOUR),)
        premier = self.prendre(*lignes)
        # and what the bank sends in its other format is the same statement
        self.assertEqual(self.prendre(*lignes, ecrit=ecrire.camt), premier)
        self.assertEqual(self.prendre(*lignes), premier)
        self.assertEqual(self.du(self.amendes[0]), 60)
        with self.assertRaises(UserError):
            self.prendre(ecrire.paie(self.cles[0], 6000, JOUR))
        self.assertEqual(self.du(self.amendes[0]), 60)

    def test_what_is_too_much_unknown_or_out_waits_for_a_person(self):
        inconnue = ecrire.paie(self.cles[2] + 10**6, 500, JOUR, "I")
        libre = ecrire.paie(self.cles[2], 300, JOUR, "L")._replace(communication="", texte="bonjour")
        releve = self.prendre(
            ecrire.paie(self.cles[0], 12000, JOUR, "T"), inconnue, libre, ecrire.paie(self.cles[1], -700, JOUR, "S")
        )
        self.assertEqual(releve.ligne_ids.sorted("rang").mapped("mot"), ["trop", "inconnue", "sans", "sortie"])
        self.assertEqual(set(releve.ligne_ids.mapped("state")), {"a_traiter"})
        self.assertEqual(self.du(self.amendes[0]), 0)
        self.assertEqual((releve.paye, releve.a_traiter), (100, 20 + 5 + 3 - 7))
        self.assertEqual(releve.apres - releve.avant, releve.paye + releve.a_traiter + releve.ecarte)

    def traiter(self, ligne, **valeurs):
        action = ligne.action_ecarter() if valeurs["geste"] == "ecarter" else ligne.action_payer()
        fenetre = ligne.env[action["res_model"]].with_context(**action["context"]).create(valeurs)
        fenetre.action_confirmer()

    def test_an_official_says_what_a_line_pays_or_sets_it_aside(self):
        libre = ecrire.paie(1, 15000, JOUR, "L")._replace(communication="", texte="amende")
        ligne = self.prendre(libre).ligne_ids
        with self.assertRaises(UserError):
            self.traiter(ligne, geste="ecarter", raison=" ")
        self.traiter(ligne, geste="payer", decision_id=self.amendes[0].id)
        self.assertEqual((self.du(self.amendes[0]), ligne.reste, ligne.state), (0, 50, "a_traiter"))
        self.traiter(ligne, geste="ecarter", raison="Rendu au payeur")
        self.assertEqual(
            (ligne.state, ligne.raison, ligne.traite_par_id), ("ecartee", "Rendu au payeur", self.official)
        )
        self.assertEqual((ligne.releve_id.paye, ligne.releve_id.ecarte, ligne.releve_id.a_traiter), (100, 50, 0))
        with self.assertRaises(UserError):
            self.traiter(ligne, geste="payer", decision_id=self.amendes[1].id)
        ligne.action_reprendre()
        self.traiter(ligne, geste="payer", decision_id=self.amendes[1].id)
        self.assertEqual((self.du(self.amendes[1]), ligne.state), (50, "payee"))

    def test_a_wrong_digit_is_recognised_and_accepted_in_one_click(self):
        juste = ecrire.paie(self.cles[0], 10000, JOUR)
        fausse = juste._replace(communication=f"{(int(juste.communication[0]) + 1) % 10}{juste.communication[1:]}")
        ligne = self.prendre(fausse).ligne_ids
        self.assertEqual((ligne.state, ligne.proposee_id), ("a_traiter", self.amendes[0]))
        ligne.action_accepter()
        self.assertEqual((self.du(self.amendes[0]), ligne.state), (0, "payee"))

    def test_a_payment_taken_back_leaves_its_line_to_deal_with(self):
        ligne = self.prendre(ecrire.paie(self.cles[0], 10000, JOUR)).ligne_ids
        entree = self.amendes[0].sanction_id.evenement_ids.filtered(lambda e: e.type == "paiement")
        entree._annuler("Autre personne")
        self.assertEqual((self.du(self.amendes[0]), ligne.state, ligne.mot), (100, "a_traiter", "reprise"))
        self.assertEqual((ligne.paye, ligne.reste), (0, 100))

    def test_what_the_account_of_a_fine_refuses_stops_no_other_line(self):
        avant = JOUR - timedelta(days=400)
        releve = self.prendre(ecrire.paie(self.cles[0], 10000, avant, "A"), ecrire.paie(self.cles[1], 10000, JOUR, "B"))
        refusee, payee = releve.ligne_ids.sorted("rang")
        self.assertEqual((refusee.state, refusee.mot, payee.state), ("a_traiter", "refusee", "payee"))
        self.assertTrue(refusee.raison)
        self.assertEqual([self.du(amende) for amende in self.amendes], [100, 0, 100])

    def test_one_statement_under_another_number_is_the_same(self):
        """The bank numbers its two files apart."""
        lignes = (ecrire.paie(self.cles[0], 4000, JOUR),)
        premier = self.prendre(*lignes, numero="1")
        self.assertEqual(self.prendre(*lignes, numero="77", ecrit=ecrire.camt), premier)
        self.assertEqual(self.du(self.amendes[0]), 60)

    def test_a_payment_typed_before_the_bank_told_it_counts_once(self):
        typee = {"sanction_id": self.amendes[0].sanction_id.id, "decision_id": self.cles[0], "montant": 60}
        self.env["sanction.mouvement"].with_user(self.official).create(
            {**typee, "date": JOUR, "communication": "tapé à la main"}
        )
        lignes = [ecrire.paie(self.cles[0], 6000, JOUR, mot) for mot in "AB"]
        releve = self.prendre(*lignes[:1])
        self.assertEqual((self.du(self.amendes[0]), releve.ligne_ids.state), (40, "payee"))
        self.assertEqual(len(self.amendes[0].mouvement_ids), 2)
        # a second one is another payment
        second = self.prendre(*lignes[1:], avant=6000, numero="2").ligne_ids
        self.assertEqual((self.du(self.amendes[0]), second.mot, second.reste), (0, "trop", 20))

    def test_what_is_not_owed_goes_on_the_account_to_be_paid_back_and_leaves_by_a_line(self):
        ligne = self.prendre(ecrire.paie(self.cles[0], 12000, JOUR)).ligne_ids
        self.traiter(ligne, geste="payer", decision_id=self.cles[0], a_rendre=True)
        self.assertEqual((self.du(self.amendes[0]), ligne.state, ligne.reste), (-20, "payee", 0))
        sanction = self.amendes[0].sanction_id.with_user(self.official)
        self.assertIn(",remboursement,", sanction.etapes_possibles)
        sanction._enregistrer("remboursement", JOUR)
        self.assertEqual(self.du(self.amendes[0]), 0)
        rendu = self.amendes[0].mouvement_ids.filtered(lambda m: m.type == "remboursement")
        sortie = self.prendre(
            ecrire.paie(1, -2000, JOUR, "S"), ecrire.paie(1, -1900, JOUR, "U"), avant=12000, numero="2"
        ).ligne_ids.sorted("rang")
        with self.assertRaises(UserError):
            self.traiter(sortie[1], geste="payer", mouvement_id=rendu.id)
        self.traiter(sortie[0], geste="rendre", mouvement_id=rendu.id)
        self.assertEqual((sortie[0].state, sortie[0].reste, sortie[1].state), ("payee", 0, "a_traiter"))

    def test_another_official_goes_on_with_what_the_first_one_cannot_any_more(self):
        releve = self.prendre(ecrire.paie(self.cles[0], 4000, JOUR))
        ligne = releve.ligne_ids
        autre = new_test_user(self.env, "banque2", "sanctions_admin.group_fonctionnaire")
        habiliter(autre)
        neuve = ligne.sudo().copy_data()[0] | {"state": "a_rapprocher", "reference": "N", "mouvement_ids": False}
        neuve = self.env["sanction.releve.ligne"].sudo().create({**neuve, "mot": False, "rang": 2})
        self.official.group_ids -= self.env.ref("sanctions_admin.group_fonctionnaire")
        self.env["sanction.releve"]._cron_rapprocher()
        self.assertEqual(neuve.state, "a_rapprocher")
        releve.with_user(autre).action_rapprocher()
        self.env["sanction.releve"]._cron_rapprocher()
        self.assertEqual((neuve.state, self.du(self.amendes[0])), ("payee", 20))

    def test_a_missing_statement_is_said(self):
        premier = self.prendre(ecrire.paie(self.cles[0], 1000, JOUR), numero="1")
        suivant = self.prendre(avant=1000, numero="2", jour=JOUR + timedelta(days=1))
        loin = self.prendre(avant=7000, numero="4", jour=JOUR + timedelta(days=3))
        self.assertEqual([un.lacune for un in (premier, suivant, loin)], [False, False, True])

    def test_a_file_that_says_something_else_takes_nothing(self):
        releves = self.env["sanction.releve"].with_user(self.official)
        for octets in (b"", b"not a bank", ecrire.coda(ecrire.releve([], 0, JOUR, compte=ecrire.AUTRE))):
            with self.assertRaises(UserError):
                releves._prendre("x", octets)
        self.assertFalse(releves.search([("fichier", "=", "x")]))

    def test_many_lines_take_few_queries(self):
        lignes = [ecrire.paie(self.cles[0], 10, JOUR, str(rang)) for rang in range(30)]
        self.prendre(*lignes[:1], numero="1")
        self.env.flush_all()
        self.env.invalidate_all()
        depart = self.env.cr.sql_log_count
        self.prendre(*lignes[1:2], avant=10, numero="2")
        une = self.env.cr.sql_log_count - depart
        self.env.invalidate_all()
        depart = self.env.cr.sql_log_count
        self.prendre(*lignes[2:], avant=20, numero="3")
        self.assertLess(self.env.cr.sql_log_count - depart, une + 40)

    def test_nobody_else_reads_the_account_nor_writes_it(self):
        releve = self.prendre(ecrire.paie(self.cles[0], 1000, JOUR))
        for role in ("parcours_accueil.group_agent", "parcours_accueil.group_gestionnaire"):
            autre = new_test_user(self.env, f"sans.{role}", role)
            habiliter(autre)
            with self.assertRaises(AccessError):
                releve.with_user(autre).read(["apres"])
            with self.assertRaises(AccessError):
                releve.ligne_ids.with_user(autre).read(["nom"])
            with self.assertRaises(AccessError):
                releve.with_user(autre).lacune  # noqa: B018
            with self.assertRaises(AccessError):
                releve.ligne_ids.with_user(autre)._traiter_ecart("x")
            with self.assertRaises(AccessError):
                releve.ligne_ids.with_user(autre)._traiter_paiement(self.amendes[1], a_rendre=True)
            with self.assertRaises(AccessError):
                releve.ligne_ids.with_user(autre)._traiter_sortie(self.amendes[0].mouvement_ids)
            with self.assertRaises(AccessError):
                releve.with_user(autre).action_rapprocher()
            with self.assertRaises(AccessError):
                self.env["sanction.releve"].with_user(autre)._prendre("x", b"")
        with self.assertRaises(AccessError):
            releve.with_user(self.official).write({"apres": 5})
        with self.assertRaises(AccessError):
            releve.ligne_ids.with_user(self.official).write({"state": "ecartee"})
