# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The whole procedure at the official's screen: its own forms, buttons and windows, as the web client calls them."""

from datetime import date

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import Form, tagged

from .common import SanctionCase

#: Who cancels what of a sanction by hand; every other entry follows from its record.
DU_FONCTIONNAIRE = {
    *("sanction_prise", "sanction_reponse", "sanction_complete", "sanction_verification", "paiement", "remboursement"),
    *("abandon_propose", "abandon", "protection_retenue", "sanction_revue", "recouvrement_entame", "sanction_close"),
    "prescription_interrompue",
}
DE_LA_DIRECTION = {
    "decision_notifiee",
    *(f"recours_{suite}" for suite in ("introduit", "rejete", "annule", "desiste")),
}


@tagged("post_install", "-at_install")
class TestChezLeFonctionnaire(SanctionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2025-03-12 12:00:00"):
            cls.sanction = cls.refuser()
        cls.fonctionnaire = cls.env.ref("sanctions_admin.user_vivalis_fonctionnaire")
        cls.autre = cls.env.ref("sanctions_admin.user_vivalis_fonctionnaire2")
        cls.direction = cls.env.ref("parcours_accueil.user_vivalis_direction")
        cls.gestionnaire = cls.env.ref("parcours_accueil.user_vivalis_gestionnaire")

    def bureau(self, enregistrements, qui=None):
        """The same records, at somebody's desk."""
        return enregistrements.with_user(qui or self.fonctionnaire).with_context(lang="en_US")

    def clic(self, enregistrements, methode, qui=None, **contexte):
        vu = self.bureau(enregistrements, qui)
        return call_kw(vu.browse(), methode, [vu.ids], {"context": {**vu.env.context, **contexte}})

    def fenetre(self, action, **saisies):
        """Fill in the window that a button opened, and confirm it."""
        fenetre = Form(self.bureau(self.env[action["res_model"]]).with_context(**action["context"]))
        for nom, valeur in saisies.items():
            setattr(fenetre, nom, valeur)
        call_kw(self.bureau(self.env[action["res_model"]]), "action_enregistrer", [fenetre.save().ids], {})

    def etape(self, genre, **saisies):
        action = self.clic(self.sanction, "action_etape", parcours_evenement_type=genre)
        if action:
            self.fenetre(action, **saisies)

    def ligne(self, lignes, rang=None, **saisies):
        """Enter a line in a tab of the form, or correct the one of that rank, and save the form."""
        with Form(self.bureau(self.sanction)) as form:
            onglet = getattr(form, lignes)
            with onglet.new() if rang is None else onglet.edit(rang) as ligne:
                for nom, valeur in saisies.items():
                    setattr(ligne, nom, valeur)
        return self.sanction[lignes]

    def entendre_a(self, jour, resultat, infraction):
        """Invite, by registered letter, then record what came of it, a month and a half later."""
        # whoever checked the file before
        self.sanction.date_complet = self.sanction.date_complet or date(2025, 3, 14)
        with freeze_time(f"{jour} 12:00:00"):
            self.ligne("audition_ids", infraction_id=infraction, canal="recommande", preuve_envoi="RC000999")
        audition = infraction.audition_ids
        self.assertTrue(audition.date_reception)
        return audition

    def partir(self, decision):
        """Another official decides; open the window of what it rests on, say what the letter states, and confirm."""
        self.clic(decision, "action_decider", self.autre)
        action = self.clic(decision, "action_envoyer")
        self.assertEqual((action["res_id"], action["target"]), (decision.id, "new"))
        fenetre = Form(self.bureau(decision), view="sanctions_admin.sanction_decision_view_form_envoi")
        self.assertIn("o_parcours_chaine", fenetre.chaine)
        fenetre.remedes = "dits"
        fenetre.save()
        self.assertEqual(decision.user_id, self.autre, "who decided signs")
        self.clic(decision, "action_notifier")

    def chaine(self, decision):
        table = html.fromstring(self.bureau(decision).chaine)
        corps = [ligne for ligne in table.iter("tr") if ligne.getparent().tag == "tbody"]
        return [[" ".join(case.text_content().split()) for case in ligne] for ligne in corps]

    def test_a_fine_shows_each_link_of_its_chain_before_it_leaves(self):
        [infraction] = self.sanction.infraction_ids
        self.entendre_a("2025-03-17", "declinee", infraction)
        with freeze_time("2025-04-10 12:00:00"):
            self.ligne("audition_ids", 0, resultat="declinee", date=date(2025, 4, 10), proces_verbal="<p>Non.</p>")
            self.ligne("decision_ids", infraction_id=infraction, canal="remise", motivation="Rien.")
            decision = self.sanction.decision_ids
            lignes = self.chaine(decision)
            self.assertEqual(
                [ligne[0] for ligne in lignes],
                [
                    "Reference date",
                    "Attestation of obligation handed over or sent",
                    "End of the term: Register with an organiser",
                    "Summons sent",
                    "End of the term: Answer the summons",
                    "Sanction: infringement found",
                    "Sanction: invited to be heard",
                    "Sanction: hearing declined",
                    "End of the term: Impose a fine",
                ],
            )
            self.assertEqual(lignes[6][2], "Registered letter · presumed received on 03/20/2025")
            self.assertIn("RC000999", lignes[6][3])
            self.assertIn(self.fonctionnaire.name, lignes[6][3])
            self.assertFalse(self.bureau(decision, self.gestionnaire).chaine, "only who takes the decision is shown it")
            with self.assertRaises(AccessError):
                self.clic(decision, "action_envoyer", self.gestionnaire)

    def suite(self, attendue, methode, **saisies):
        """Take what is expected now by its one button, in the window it opens."""
        self.sanction.invalidate_recordset()
        self.assertEqual(self.bureau(self.sanction).etape_attendue, attendue)
        action = self.clic(self.sanction, methode)
        modele = self.bureau(self.env[action["res_model"]]).with_context(**action.get("context", {}))
        with Form(modele.browse(action["res_id"]), view=action["views"][0][0]) as fenetre:
            for nom, valeur in saisies.items():
                setattr(fenetre, nom, valeur)

    def test_one_button_says_what_comes_next(self):
        with freeze_time("2025-03-13 12:00:00"):
            self.assertEqual(self.bureau(self.sanction).etape_attendue, "sanction_complete")
            self.assertFalse(self.bureau(self.sanction, self.gestionnaire).etape_attendue)
            self.etape("sanction_complete")
            self.suite("inviter", "action_inviter", canal="remise")
        with freeze_time("2025-04-10 12:00:00"):
            self.suite(
                "entendre", "action_entendre", resultat="tenue", date=date(2025, 4, 10), proces_verbal="<p>Dit.</p>"
            )
            self.suite("decider", "action_decider", canal="recommande", preuve_envoi="R1", motivation="Rien.")
            decision = self.sanction.decision_ids
            self.assertEqual((decision.infraction_id, decision.montant), (self.sanction.infraction_ids, 100))
            action = self.clic(self.sanction, "action_trancher", self.autre)
            self.assertEqual(action["res_id"], decision.id)
            self.clic(decision, "action_decider", self.autre)
            # how it goes is still said where it leaves
            self.suite("envoyer", "action_envoyer", preuve_envoi="R2", remedes="aucun")
            self.clic(decision, "action_notifier")
            self.assertEqual((decision.preuve_envoi, bool(decision.date_notification)), ("R2", True))
            self.sanction.invalidate_recordset()
            self.assertFalse(self.bureau(self.sanction).etape_attendue)
            with self.assertRaisesRegex(UserError, "meanwhile"):
                self.clic(self.sanction, "action_envoyer")

    def test_the_whole_procedure_is_walked_on_screen(self):
        sanction, [premiere] = self.sanction, self.sanction.infraction_ids
        with freeze_time("2025-03-13 12:00:00"):
            self.clic(sanction, "action_me_charger")
            self.assertEqual(sanction.user_id, self.fonctionnaire)
            self.etape("sanction_verification")
            self.assertEqual(sanction.stage_id.code, "completude")
            self.etape("sanction_complete")
        audition = self.entendre_a("2025-03-17", "absence", premiere)
        self.assertEqual((audition.date_reception, sanction.stage_id.code), (date(2025, 3, 20), "audition"))
        with freeze_time("2025-05-05 12:00:00"):
            self.revoir(sanction.dossier_id)
            self.ligne("audition_ids", 0, resultat="absence", date=date(2025, 5, 5))
            par_la_poste = {"canal": "recommande", "preuve_envoi": "R1", "motivation": "Rien."}
            self.ligne("decision_ids", infraction_id=premiere, **par_la_poste)
            decision = sanction.decision_ids
            self.assertEqual((decision.propose_par_id, decision.montant), (self.fonctionnaire, 100))
            self.partir(decision)
            self.assertEqual((sanction.stage_id.code, sanction.solde), ("notification", 100))
            self.assertEqual(decision.date_notification, date(2025, 5, 8))
        with freeze_time("2025-05-20 12:00:00"):
            self.ligne("recours_ids", decision_id=decision, date=date(2025, 5, 20), role="A.1")
            self.assertEqual(sanction.stage_id.code, "recours")
        with freeze_time("2025-07-15 12:00:00"), self.assertRaisesRegex(UserError, "pending"), self.cr.savepoint():
            self.etape("infraction_constatee")
        with freeze_time("2025-08-01 12:00:00"):
            self.ligne("recours_ids", 0, issue="rejete")
            self.assertEqual(sanction.recours_ids.date_issue, date(2025, 8, 1))
            self.etape("infraction_constatee")
        seconde = sanction.infraction_ids - premiere
        self.assertEqual((seconde.type, seconde.fondement_id), ("sans_preuve", decision))
        with freeze_time("2025-08-04 12:00:00"):
            self.ligne("audition_ids", infraction_id=seconde, canal="remise")
        with freeze_time("2025-08-20 12:00:00"):
            rang = sanction.audition_ids.ids.index(seconde.audition_ids.id)
            tenue = {"resultat": "tenue", "date": date(2025, 8, 20), "proces_verbal": "<p>Dit.</p>"}
            self.ligne("audition_ids", rang, **tenue, avocat="Me Essai")
            self.ligne("decision_ids", infraction_id=seconde, canal="remise", motivation="Rien.")
            self.partir(seconde.decision_ids)
            self.assertEqual(sanction.solde, 200)
        with freeze_time("2025-09-01 12:00:00"):
            self.ligne("mouvement_ids", decision_id=decision, montant=100, communication="+++1+++")
            self.assertEqual(sanction.solde, 100)
            self.ligne("recours_ids", decision_id=seconde.decision_ids, date=date(2025, 9, 1))
        with freeze_time("2025-12-01 12:00:00"):
            rang = sanction.recours_ids.ids.index(seconde.decision_ids.recours_ids.id)
            self.ligne("recours_ids", rang, issue="annule")
            self.assertEqual((sanction.solde, seconde.decision_ids.annulee), (0, True))
            with self.assertRaisesRegex(UserError, "Nothing is owed back"), self.cr.savepoint():
                self.etape("remboursement")
            # the other one falls too, later: what was paid of it is owed back, and refunded
            self.annuler("recours_rejete", self.direction)
            rang = sanction.recours_ids.ids.index(decision.recours_ids.id)
            self.ligne("recours_ids", rang, issue="annule")
            self.assertEqual(sanction.solde, -100)
            self.etape("remboursement")
            self.assertEqual(sanction.solde, 0)
            self.etape("sanction_close", note="Annulée.")
            self.assertEqual(sanction.stage_id.code, "cloture")
            self.nul_autre_n_annule()

    def annuler(self, genre, qui):
        entree = self.sanction.evenement_ids.filtered(lambda e: e.type == genre and not e.annule)[-1:]
        action = self.clic(entree, "action_annuler", qui)
        fenetre = Form(self.bureau(self.env[action["res_model"]], qui).with_context(**action["context"]))
        fenetre.note = "entered by mistake"
        call_kw(self.bureau(self.env[action["res_model"]], qui), "action_enregistrer", [fenetre.save().ids], {})

    def nul_autre_n_annule(self):
        """Each entry by each role, of a closed sanction, then of one that is open again."""
        roles = {
            "official": (self.fonctionnaire, DU_FONCTIONNAIRE),
            "head": (self.direction, DE_LA_DIRECTION),
            "manager": (self.gestionnaire, set()),
            "commune": (self.utilisateur("agent", self.schaerbeek), set()),
            "auditor": (self.utilisateur("auditeur"), set()),
        }
        faits = set()
        for close in (True, False):
            if not close:
                self.annuler("sanction_close", self.fonctionnaire)
            genres = set(self.sanction.evenement_ids.filtered(lambda e: not e.annule).mapped("type")) - {"annulation"}
            self.assertGreater(len(genres), 14)
            for nom, (qui, permis) in roles.items():
                for genre in sorted(genres):
                    with self.subTest(nom, genre=genre, close=close), self.cr.savepoint() as point:
                        try:
                            self.annuler(genre, qui)
                            fait = True
                        except (AccessError, UserError) as refus:
                            self.assertTrue(str(refus).strip())
                            fait = False
                        if fait:
                            self.assertIn(genre, permis & {"sanction_close"} if close else permis)
                            faits.add((nom, genre))
                        point.rollback()
                    self.env.invalidate_all()
        self.assertIn(("official", "sanction_close"), faits)
