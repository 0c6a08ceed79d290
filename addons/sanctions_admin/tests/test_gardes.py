# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What no hand can do to a sanction, through the screen or through RPC: the official's, a commune's or Vivalis'."""

from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.registre_national.tests.habilitation import habiliter

from .common import SanctionCase

#: The last one: the database says no, in the words of its constraint (which RPC gives to the user).
REFUSES = (AccessError, UserError, ValidationError, IntegrityError)


class GardeCase(SanctionCase):
    """One sanction, its official at the desk, on 10 June 2025."""

    def setUp(self):
        super().setUp()
        self.fonctionnaire = self.utilisateur("sanctions_admin.group_fonctionnaire")
        self.autre = self.autre_fonctionnaire()
        self.sanction = self.refuser()
        self.sanction.user_id = self.fonctionnaire
        self.vue = self.sanction.with_user(self.fonctionnaire)
        self.refus = self.sanction.infraction_ids
        self.keep()

    def nouveau(self, modele, **valeurs):
        """Create a line of the sanction as the official, as RPC does."""
        return self.vue.env[f"sanction.{modele}"].create({"sanction_id": self.sanction.id, **valeurs})

    def inviter(self, **valeurs):
        dit = {"proces_verbal": "<p>Dit.</p>"}
        self.sanction.date_complet = self.sanction.date_complet or date(2025, 4, 1)
        valeurs = {"infraction_id": self.refus.id, "date_invitation": "2025-04-01", **dit, **valeurs}
        return self.nouveau("audition", **valeurs)

    def entendu(self, **valeurs):
        return self.inviter(**{"date_reception": "2025-04-04", "resultat": "tenue", "date": "2025-04-24", **valeurs})

    def proposer(self, **valeurs):
        defaut = {"infraction_id": self.refus.id, "date": "2025-05-05", "motivation": "Rien."}
        if "date" in valeurs:
            # a day of before is kept of what was signed on paper alone
            defaut["raison_papier"] = "Signed on paper."
        return self.nouveau("decision", **{**defaut, "canal": "remise", "remedes": "dits", **valeurs})

    def amende(self, **valeurs):
        """What the official proposes, and another one decides."""
        decision = self.proposer(**valeurs)
        decision.with_user(self.autre).action_decider()
        return decision

    def notifiee(self):
        self.entendu()
        decision = self.amende()
        decision.action_notifier()
        return decision

    def payer(self, decision, montant=100, jour="2025-06-10", communication="+++1+++", **valeurs):
        valeurs |= {"decision_id": decision.id, "date": jour, "montant": montant, "communication": communication}
        return self.nouveau("mouvement", **valeurs)

    def recourir(self, decision, jour="2025-06-10", **valeurs):
        return self.nouveau("recours", decision_id=decision.id, date=jour, **valeurs)

    def etat(self):
        """Everything that the sanction holds, to see that nothing was changed."""
        self.env.flush_all()
        self.env.invalidate_all()
        etat = [self.sanction.read(load=None)]
        for lignes in ("infraction_ids", "audition_ids", "decision_ids", "recours_ids", "mouvement_ids"):
            etat.append(self.sanction[lignes].sorted("id").read(load=None))
        entrees = self.env["parcours.evenement"].search([("sanction_id", "=", self.sanction.id)], order="id")
        return str([*etat, entrees.ids])

    def refuse(self, faire, mots=""):
        """That is refused, in words, and nothing is changed."""
        avant = self.etat()
        with mute_logger("odoo.sql_db"), self.assertRaisesRegex(REFUSES, mots), self.env.cr.savepoint():
            faire()
            self.env.flush_all()
        self.assertEqual(self.etat(), avant)

    def etape(self, genre, jour=None, note="why"):
        return self.vue._enregistrer(genre, jour, note=note)


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestUneSeule(GardeCase):
    def test_one_infringement_has_one_decision(self):
        self.entendu()
        self.amende()
        self.refuse(self.amende, "infraction_unique")
        self.refuse(lambda: self.amende(decision="sans_amende"), "infraction_unique")

    def test_the_database_itself_holds_one_of_each(self):
        decision = self.notifiee()
        recours = self.recourir(decision)
        for ligne in (decision, self.sanction.audition_ids, recours, self.refus):
            self.env.flush_all()
            with (
                self.subTest(ligne._name),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
                mute_logger("odoo.sql_db"),
            ):
                colonnes = ", ".join(
                    f'"{c}"' for c, f in ligne._fields.items() if f.store and f.column_type and c != "id"
                )
                self.cr.execute(
                    f"INSERT INTO {ligne._table} ({colonnes}) SELECT {colonnes} FROM {ligne._table} WHERE id = %s",
                    [ligne.id],
                )

    def test_several_invitations_are_possible_and_one_outcome(self):
        premiere = self.inviter()
        self.refuse(lambda: self.inviter(date_invitation="2025-04-10"), "One invitation at a time")
        premiere.write({"retour": "demenage", "date_retour": "2025-04-08"})
        deuxieme = self.inviter(date_invitation="2025-04-10", date_reception="2025-04-12")
        deuxieme.date_report = "2025-04-14"
        self.entendu(date_invitation="2025-04-15", date_reception="2025-04-16")
        self.refuse(self.entendu, "issue_unique|One invitation")
        premiere = deuxieme
        self.refuse(lambda: premiere.write({"resultat": "declinee"}), "called off on")

    def test_each_infringement_has_a_hearing_of_its_own(self):
        self.notifiee()
        with freeze_time("2025-08-12 12:00:00"):
            self.etape("infraction_constatee")
            seconde = self.sanction.infraction_ids - self.refus
            self.refuse(lambda: self.amende(infraction_id=seconde.id, date="2025-08-12"), "without a hearing")

    def test_the_thirteenth_fine_for_one_infringement_is_not_possible_by_any_way(self):
        self.entendu()
        self.amende()
        valeurs = {"infraction_id": self.refus.id, "motivation": "x", "date": "2025-05-05"}
        self.refuse(lambda: self.vue.write({"decision_ids": [Command.create(valeurs) for _i in range(12)]}))
        self.refuse(
            lambda: (
                self.vue.env["sanction.decision"]
                .with_context(
                    default_sanction_id=self.sanction.id, default_montant=1500, default_date_notification="2025-05-06"
                )
                .create(valeurs)
            )
        )
        self.refuse(self.sanction.decision_ids.with_user(self.fonctionnaire).copy)
        lu = self.vue.env["sanction.decision"].load(
            ["sanction_id/.id", "infraction_id/.id", "motivation", "date"],
            [[str(self.sanction.id), str(self.refus.id), "x", "2025-05-05"]],
        )
        self.assertFalse(lu["ids"])
        self.assertEqual(len(self.sanction.decision_ids), 1)


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestPlafond(GardeCase):
    def plafonner(self, montant):
        self.env["parcours.reglement.valeur"].search([("code", "=", "plafond_amendes")]).write({"valeur": montant})

    def autre_sanction(self):
        """Another sanction of the same person, with its hearing."""
        dossier = self.sanction.dossier_id
        dossier.evenement_ids.filtered(lambda e: e.type == "constat_refus" and not e.annule)._annuler("too early")
        constat = dossier._noter("constat_refus", date(2025, 3, 12))
        autre = self.env["sanction.dossier"].search([("evenement_id", "=", constat.id)])
        self.entendre(autre)
        return autre

    def test_the_ceiling_is_that_of_one_person_across_sanctions(self):
        self.env.cr.execute("UPDATE parcours_reglement_valeur SET valeur = 150 WHERE code = 'plafond_amendes'")
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.entendu()
        self.amende()
        autre = self.autre_sanction()
        with self.assertRaisesRegex(ValidationError, "200.*ceiling is EUR 150"), self.cr.savepoint():
            self.decider(autre)
        self.decider(autre, decision="sans_amende")

    def test_an_annulled_fine_counts_no_more_towards_the_ceiling(self):
        self.env.cr.execute("UPDATE parcours_reglement_valeur SET valeur = 150 WHERE code = 'plafond_amendes'")
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        decision = self.notifiee()
        self.recourir(decision).write({"issue": "annule"})
        autre = self.autre_sanction()
        self.assertEqual(self.decider(autre).montant, 100)

    def test_an_archived_sanction_counts_and_nobody_archives_one(self):
        self.refuse(self.vue.action_archive)
        self.refuse(lambda: self.vue.write({"active": False}))


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestMontant(GardeCase):
    def test_the_amount_comes_from_the_version_of_the_law_alone(self):
        self.entendu()
        self.refuse(lambda: self.amende(montant=1500), "Amount")
        decision = self.amende()
        self.assertEqual(decision.montant, 100)
        self.refuse(lambda: decision.write({"montant": 1500}), "Amount")
        self.refuse(
            lambda: self.vue.write({"decision_ids": [Command.update(decision.id, {"montant": 1500})]}), "Amount"
        )
        self.refuse(lambda: decision.write({"currency_id": self.env.ref("base.USD").id}))
        lu = decision.load([".id", "montant"], [[str(decision.id), "1500"]])
        self.assertFalse(lu["ids"])
        self.assertEqual(decision.montant, 100)

    def test_a_new_record_shown_on_the_screen_offers_no_other_amount(self):
        self.entendu()
        fenetre = Form(self.vue)
        with fenetre.decision_ids.new() as ligne:
            ligne.infraction_id = self.refus
            ligne.motivation = "Rien."
            ligne.canal = "remise"
            self.assertEqual(ligne.montant, 100)
            with self.assertRaises(AssertionError):
                ligne.montant = 1500
        fenetre.save()
        self.assertEqual(self.sanction.decision_ids.montant, 100)


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestDates(GardeCase):
    def test_each_day_comes_after_its_cause_and_none_is_to_come(self):
        self.refuse(lambda: self.inviter(date_invitation="2025-03-10"), "invitation.*comes before the finding")
        self.refuse(lambda: self.inviter(date_invitation="2025-06-11"), "still to come")
        audition = self.inviter()
        self.refuse(lambda: audition.write({"date_reception": "2025-03-31"}), "receipt.*comes before the invitation")
        self.refuse(lambda: audition.write({"date_reception": "2025-06-11"}), "still to come")
        audition.date_reception = "2025-04-04"
        self.refuse(
            lambda: audition.write({"resultat": "tenue", "date": "2025-04-03"}), "hearing.*comes before the receipt"
        )
        audition.write({"resultat": "tenue", "date": "2025-04-24"})
        self.refuse(lambda: self.amende(date="2025-04-23"), "decision.*comes before the hearing")
        self.refuse(lambda: self.amende(date="2025-06-11"), "still to come")
        decision = self.amende(date="2025-06-01")
        self.refuse(lambda: audition.write({"date": "2025-06-02"}), "decision.*comes before the hearing")
        decision.action_notifier()
        self.refuse(lambda: self.recourir(decision, "2025-06-09"), "petition.*comes before the notification")
        self.refuse(lambda: self.recourir(decision, "2025-06-11"), "still to come")
        self.refuse(lambda: self.payer(decision, jour="2025-06-09"), "payment.*comes before the notification")
        self.refuse(lambda: self.payer(decision, jour="2025-06-11"), "still to come")
        with freeze_time("2025-06-20 12:00:00"):
            recours = self.recourir(decision, "2025-06-18")
            self.refuse(
                lambda: recours.write({"issue": "rejete", "date_issue": "2025-06-17"}),
                "outcome of the appeal.*comes before the petition",
            )
            self.refuse(lambda: recours.write({"issue": "rejete", "date_issue": "2025-06-21"}), "still to come")

    def test_the_notification_is_dated_by_its_button(self):
        self.entendu()
        self.refuse(lambda: self.amende(date_notification="2025-05-06"), "Notified on")
        decision = self.amende()
        self.refuse(lambda: decision.write({"date_notification": "2025-05-06"}), "Notified on")
        decision.action_notifier()
        self.assertEqual(decision.date_notification, date(2025, 6, 10))

    def test_the_finding_is_dated_by_the_commune(self):
        for champ in ("date_constat", "date_reception", "date_complet"):
            self.refuse(lambda champ=champ: self.vue.write({champ: "2025-06-01"}))
        self.refuse(lambda: self.refus.with_user(self.fonctionnaire).write({"date_constat": "2025-06-01"}), "Found on")

    def test_two_years_are_a_limit_of_the_authority_whatever_the_day_of_the_week(self):
        # 14 March 2027 is a Sunday
        sanction = self.refuser(constat=date(2025, 3, 14))
        self.entendre(sanction)
        with freeze_time("2027-03-15 12:00:00"):
            with self.assertRaisesRegex(ValidationError, "after 03/14/2027"), self.cr.savepoint():
                self.decider(sanction, date=date(2027, 3, 15))
            self.decider(sanction, date=date(2027, 3, 14))


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestAudition(GardeCase):
    def test_a_fine_needs_an_invitation_that_was_received(self):
        audition = self.inviter(resultat="declinee", date="2025-04-20")
        self.refuse(self.amende, "before the invitation to be heard was received")
        audition.date_reception = "2025-04-04"
        self.amende()

    def test_a_fine_needs_a_hearing_held_or_declined_or_the_end_of_its_term(self):
        audition = self.inviter(date_reception="2025-06-02")
        self.refuse(lambda: self.amende(date="2025-06-10"), "without a hearing")
        audition.write({"date_reception": "2025-04-04", "resultat": "absence", "date": "2025-04-20"})
        terme = self.sanction.delai_ids.filtered(lambda d: d.type_id.code == "audition")
        terme.with_user(self.fonctionnaire)._marquer_revue("a day that was typed")
        self.refuse(lambda: self.amende(date="2025-05-06"), "before the invitation to be heard was received")
        audition.write({"canal": "recommande", "preuve_envoi": "RR1"})
        # 30 days from 4 April: Sunday 4 May, hence Monday 5 May
        self.refuse(self.amende, "has until 05/05/2025 to be heard")
        self.amende(date="2025-05-06")

    def test_nobody_is_invited_before_the_file_was_found_complete(self):
        valeurs = {"infraction_id": self.refus.id, "date_invitation": "2025-06-10", "canal": "remise"}
        self.refuse(lambda: self.nouveau("audition", **valeurs), "found yet that this file is complete")
        self.etape("sanction_complete")
        self.nouveau("audition", **valeurs)

    def test_a_fine_needs_what_was_said_at_the_hearing_or_the_words_of_who_declined(self):
        audition = self.entendu(proces_verbal="<p><br></p>")
        self.refuse(self.amende, "without the minutes of the hearing")
        audition.resultat = "declinee"
        self.refuse(self.amende, "in which the person declined")
        self.assertTrue(self.proposer(decision="sans_amende"), "what is not a fine needs none")
        self.sanction.decision_ids.with_user(self.fonctionnaire).unlink()
        audition.proces_verbal = "<p>I shall not come.</p>"
        self.amende()

    def test_what_a_fine_rests_on_is_not_taken_away_under_it(self):
        audition = self.entendu()
        self.amende()
        self.refuse(lambda: audition.write({"resultat": False}), "without a hearing")
        self.refuse(lambda: audition.write({"date_reception": False}), "was received")
        self.refuse(audition.unlink, "without a hearing")

    def test_a_hearing_entered_by_mistake_goes_from_the_list_and_the_ledger_keeps_it(self):
        audition = self.entendu()
        self.vue.write({"audition_ids": [Command.delete(audition.id)]})
        self.assertFalse(self.sanction.audition_ids)
        entrees = self.sanction.evenement_ids.filtered(lambda e: e.type.startswith("audition_"))
        self.assertEqual(len(entrees), 3)
        self.assertTrue(all(entrees.mapped("annule")))
        self.entendu()
        self.amende()
        autre = self.sanction.audition_ids
        for commande in (Command.delete(autre.id), Command.clear(), Command.unlink(autre.id), Command.set([])):
            self.refuse(lambda commande=commande: self.vue.write({"audition_ids": [commande]}))

    def test_no_fine_needs_no_hearing(self):
        self.assertEqual(self.amende(decision="sans_amende").montant, 0)

    def test_a_decision_without_a_fine_becomes_a_fine_with_all_that_it_needs_only(self):
        decision = self.amende(decision="sans_amende")
        self.refuse(lambda: decision.write({"decision": "amende"}), "without a hearing")


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestProtection(GardeCase):
    def test_protection_is_retained_by_a_step_with_its_author_and_reason(self):
        self.refuse(lambda: self.vue.write({"protection_internationale": True}), "International protection")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.vue._enregistrer("protection_retenue")
        self.etape("protection_retenue", note="decision of the CGRS, shown at the counter")
        self.assertTrue(self.sanction.protection_internationale)
        entree = self.sanction.evenement_ids.filtered(lambda e: e.type == "protection_retenue")
        self.assertEqual(
            (entree.user_id, entree.note), (self.fonctionnaire, "decision of the CGRS, shown at the counter")
        )
        self.refuse(lambda: self.vue.write({"protection_internationale": False}), "International protection")
        self.entendu()
        self.refuse(self.amende, "exceptional reasons")
        self.refuse(lambda: self.amende(motivation_protection="   "), "exceptional reasons")
        decision = self.amende(motivation_protection="Refus répété et délibéré.")
        vide = {"motivation_protection": False, "textes_vus": {"motivation_protection": decision.motivation_protection}}
        self.refuse(lambda: decision.write(vide), "exceptional reasons")
        entree.with_user(self.fonctionnaire)._annuler("somebody else's decision")
        self.assertFalse(self.sanction.protection_internationale)

    def test_protection_follows_the_register_and_no_hand_unsets_it(self):
        self.entendu()
        self.sanction.dossier_id.jour_protection = "oui"
        self.assertTrue(self.sanction.protection_internationale)
        self.refuse(lambda: self.vue.write({"protection_internationale": False}), "International protection")
        self.refuse(lambda: self.etape("protection_retenue"), "already held to apply")
        self.refuse(self.amende, "exceptional reasons")
        self.sanction.dossier_id.jour_protection = False
        self.assertFalse(self.sanction.protection_internationale, "not known is not held, until somebody retains it")
        self.etape("protection_retenue")
        self.sanction.dossier_id.jour_protection = "non"
        self.assertTrue(self.sanction.protection_internationale)
        self.refuse(self.amende, "exceptional reasons")

    def test_a_protection_learnt_after_the_decision_is_looked_at_before_the_notification(self):
        self.entendu()
        decision = self.amende()
        self.etape("protection_retenue")
        self.refuse(decision.action_notifier, "exceptional reasons")
        decision.motivation_protection = "Refus répété et délibéré."
        decision.with_user(self.autre).action_decider()
        decision.action_notifier()


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestNotifiee(GardeCase):
    """Nothing of a notified decision, its hearing or its infringement changes or goes."""

    def setUp(self):
        super().setUp()
        self.audition = self.entendu(proces_verbal="<p>dit</p>")
        self.decision = self.amende()
        self.refus.with_user(self.fonctionnaire).note = "first"
        self.decision.action_notifier()
        self.keep()

    def test_nothing_of_it_is_written(self):
        for ligne, valeurs in (
            (self.decision, {"motivation": "x"}),
            (self.decision, {"date": "2025-05-06"}),
            (self.decision, {"decision": "sans_amende"}),
            (self.decision, {"infraction_id": self.refus.id}),
            (self.decision, {"user_id": self.env.ref("base.user_admin").id}),
            (self.decision, {"date_notification": False}),
            (self.decision, {"annulee": True}),
            (self.decision, {"sanction_id": self.refuser().id}),
            (self.audition, {"resultat": "absence"}),
            (self.audition, {"date_reception": "2025-04-05"}),
            (self.audition, {"proces_verbal": "<p>x</p>"}),
            (self.audition, {"avocat": "Me X"}),
            (self.refus.with_user(self.fonctionnaire), {"type": "sans_preuve"}),
            (self.refus.with_user(self.fonctionnaire), {"tombee": True}),
        ):
            with self.subTest(ligne._name, valeurs=valeurs):
                self.refuse(lambda ligne=ligne, valeurs=valeurs: ligne.write(valeurs))
        champs = {self.decision: "decision_ids", self.audition: "audition_ids"}
        for ligne, champ in champs.items():
            for commande in (
                Command.update(ligne.id, {"date": "2025-05-07"}),
                Command.delete(ligne.id),
                Command.clear(),
            ):
                with self.subTest(champ, commande=commande):
                    self.refuse(lambda champ=champ, commande=commande: self.vue.write({champ: [commande]}))

    def test_nothing_of_it_is_deleted(self):
        for ligne in (self.decision, self.audition, self.refus.with_user(self.fonctionnaire)):
            self.refuse(ligne.unlink)
        self.refuse(lambda: self.vue.unlink())

    def test_no_hearing_and_no_decision_is_added_to_it(self):
        self.refuse(self.entendu, "issue_unique")
        self.refuse(self.amende, "infraction_unique")

    def test_a_note_is_added_and_what_stood_in_it_stays(self):
        note = self.refus.with_user(self.fonctionnaire)
        note.write({"note": "second", "textes_vus": {"note": "first"}})
        self.assertEqual(self.refus.note, "first\n\nsecond")
        note.write({"note": "first\n\nsecond, third"})
        self.assertEqual(self.refus.note, "first\n\nsecond, third")
        note.write({"note": False, "textes_vus": {"note": self.refus.note}})
        self.assertEqual(self.refus.note, "first\n\nsecond, third")

    def test_an_infringement_under_appeal_stays_and_so_does_the_appeal(self):
        recours = self.recourir(self.decision)
        self.refuse(self.refus.with_user(self.fonctionnaire).unlink)
        self.refuse(recours.unlink, "An appeal is not deleted")


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestEtapesSeules(GardeCase):
    def test_person_commune_official_reference_and_stage_are_written_by_steps_alone(self):
        autre = self.refuser(self.ixelles)
        for valeurs in (
            {"stage_id": self.env.ref("sanctions_admin.stage_cloture").id},
            {"dossier_id": autre.dossier_id.id},
            {"company_id": self.ixelles.id},
            {"personne_id": False},
            {"user_id": self.env.ref("base.user_admin").id},
            {"reference": "SA/1"},
            {"evenement_id": autre.evenement_id.id},
            {"a_repondre": False},
            {"protection_saisie": True},
            {"name": "X"},
            {"reglement_id": self.r1.id},
        ):
            with self.subTest(valeurs):
                self.refuse(lambda valeurs=valeurs: self.vue.write(valeurs))
        lu = self.vue.load(
            [".id", "stage_id/.id"], [[str(self.sanction.id), str(self.env.ref("sanctions_admin.stage_cloture").id)]]
        )
        self.assertFalse(lu["ids"])
        self.refuse(lambda: self.vue.web_save({"stage_id": self.env.ref("sanctions_admin.stage_cloture").id}, {}))
        self.refuse(self.vue.copy)
        self.refuse(lambda: self.vue.env["sanction.dossier"].create({"dossier_id": autre.dossier_id.id}))
        self.vue.priority = "1"

    def test_the_official_takes_charge_by_a_step(self):
        second = self.env["res.users"].create(
            {
                "name": "Second",
                "login": "essai.second",
                "group_ids": [Command.link(self.env.ref("sanctions_admin.group_fonctionnaire").id)],
            }
        )
        habiliter(second)
        self.sanction.with_user(second).action_me_charger()
        self.assertEqual(self.sanction.user_id, second)
        prise = self.sanction.evenement_ids.filtered(lambda e: e.type == "sanction_prise")
        self.assertEqual(prise.user_id, second)
        self.sanction.with_user(self.fonctionnaire).action_me_charger()
        derniere = self.sanction.evenement_ids.filtered(lambda e: e.type == "sanction_prise") - prise
        derniere.with_user(self.fonctionnaire)._annuler("By mistake")
        self.assertEqual(self.sanction.user_id, second, "who had it before has it again")

    def test_an_infringement_is_found_by_a_step_alone(self):
        self.refuse(lambda: self.nouveau("infraction", type="sans_preuve", date_constat="2025-06-01"))
        self.refuse(
            lambda: self.vue.write(
                {"infraction_ids": [Command.create({"type": "refus", "date_constat": "2025-06-01"})]}
            )
        )
        self.refuse(self.refus.with_user(self.fonctionnaire).unlink, "found by the commune")

    def test_low_roles_write_nothing_at_all(self):
        decision = self.notifiee()
        lignes = (self.sanction, self.refus, self.sanction.audition_ids, decision)
        for qui in (
            self.utilisateur("agent", self.schaerbeek),
            self.utilisateur("chef", self.schaerbeek),
            self.utilisateur("gestionnaire"),
            self.utilisateur("direction"),
            self.utilisateur("auditeur"),
        ):
            for ligne in lignes:
                vu = ligne.with_user(qui)
                with self.subTest(qui.login, modele=ligne._name):
                    self.refuse(
                        lambda vu=vu: vu.write({"sanction_id" if vu._name != "sanction.dossier" else "priority": 1})
                    )
                    self.refuse(vu.unlink)
                    self.refuse(vu.copy)
            with self.subTest(qui.login):
                self.refuse(lambda qui=qui: decision.with_user(qui).action_notifier())
                self.refuse(lambda qui=qui: self.sanction.with_user(qui).action_me_charger())
                self.refuse(lambda qui=qui: self.sanction.with_user(qui)._enregistrer("abandon", note="x"))
                self.refuse(
                    lambda qui=qui: (
                        self.env["sanction.mouvement"]
                        .with_user(qui)
                        .create(
                            {
                                "sanction_id": self.sanction.id,
                                "decision_id": decision.id,
                                "type": "paiement",
                                "montant": 5,
                                "communication": "1",
                            }
                        )
                    )
                )
                dossier = self.sanction.dossier_id.with_user(qui)
                self.refuse(lambda dossier=dossier: dossier.write({"sanction_ids": [Command.clear()]}))

    def test_who_only_reads_a_sanction_is_stopped_before_its_locks(self):
        """What locks a record is said to who may write it: an access error comes first, and not that sentence."""
        decision = self.notifiee()
        for qui in (self.utilisateur("agent", self.schaerbeek), self.utilisateur("gestionnaire")):
            for ligne in (self.sanction.audition_ids[:1], decision):
                vu = ligne.with_user(qui)
                self.assertTrue(vu.has_access("read"), "who may not read it proves nothing")
                champ = min(vu._corriges - vu._notes)
                for geste in (lambda vu=vu, champ=champ: vu.write({champ: False}), vu.unlink):
                    with self.subTest(qui.login, modele=ligne._name), self.assertRaises(AccessError):
                        geste()
            with self.subTest(qui.login), self.assertRaises(AccessError):
                decision.with_user(qui).action_notifier()

    def test_the_administrator_is_not_the_official(self):
        admin = self.env.ref("base.user_admin")
        self.assertFalse(admin.has_group("sanctions_admin.group_fonctionnaire"))


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestDeuxieme(GardeCase):
    """A new infringement: two months from the notification without proof, and no appeal pending."""

    def constater(self):
        self.etape("infraction_constatee")
        return self.sanction.infraction_ids - self.refus

    def test_it_comes_after_the_two_months_only(self):
        self.refuse(self.constater, "no fine that stands")
        decision = self.notifiee()
        with freeze_time("2025-08-11 12:00:00"):  # 10 August 2025 is a Sunday
            self.refuse(self.constater, "has until 08/11/2025 to prove")
        with freeze_time("2025-08-12 12:00:00"):
            nouvelle = self.constater()
            self.assertEqual((nouvelle.type, nouvelle.date_constat), ("sans_preuve", date(2025, 8, 12)))
            self.assertEqual(nouvelle.fondement_id, decision)
            self.refuse(self.constater, "no fine that stands")

    def test_a_term_of_proof_that_is_to_be_reviewed_blocks_it_until_it_was(self):
        self.notifiee()
        preuve = self.sanction.delai_ids.filtered(lambda d: d.type_id.code == "preuve_amende")
        with freeze_time("2025-08-12 12:00:00"):
            preuve.date_connue = "2025-08-12"
            self.refuse(self.constater, "awaits its review")
            preuve._executer(date(2025, 8, 12))
            preuve.with_user(self.fonctionnaire)._marquer_revue("the letter came back and was sent again")
            self.assertTrue(self.constater())

    def test_a_proof_answers_the_fine(self):
        self.notifiee()
        with freeze_time("2025-08-20 12:00:00"):
            self.sanction.dossier_id._enregistrer(
                "inscription_organisateur", date(2025, 7, 1), organisateur_id=self.bapa.id
            )
            self.refuse(self.constater, "gave proof on 07/01/2025")

    def test_none_is_found_while_an_appeal_is_pending_and_from_its_rejection_it_may(self):
        decision = self.notifiee()
        with freeze_time("2025-08-20 12:00:00"):
            recours = self.recourir(decision, "2025-08-01")
            self.refuse(self.constater, "An appeal of 08/01/2025 is pending")
            recours.write({"issue": "rejete", "date_issue": "2025-08-20"})
            self.assertTrue(self.constater())

    def test_after_no_fine_there_are_no_two_months(self):
        self.amende(decision="sans_amende").action_notifier()
        with freeze_time("2026-01-20 12:00:00"):
            self.refuse(self.constater, "no fine that stands")

    def test_the_collection_waits_for_the_appeal_too(self):
        decision = self.notifiee()
        self.recourir(decision)
        self.refuse(lambda: self.etape("recouvrement_entame"), "An appeal of 06/10/2025 is pending")

    def test_one_found_by_mistake_is_deleted_and_the_ledger_keeps_it(self):
        self.notifiee()
        with freeze_time("2025-08-12 12:00:00"):
            nouvelle = self.constater()
            nouvelle.with_user(self.fonctionnaire).unlink()
            self.assertTrue(
                self.sanction.evenement_ids.filtered(lambda e: e.type == "infraction_constatee" and e.annule)
            )
            self.assertTrue(self.constater())


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestRecours(GardeCase):
    def test_the_same_petition_is_entered_once(self):
        decision = self.notifiee()
        self.recourir(decision)
        self.refuse(lambda: self.recourir(decision), "petition_unique")
        with freeze_time("2025-06-20 12:00:00"):
            self.refuse(lambda: self.recourir(decision, "2025-06-15"), "already recorded")

    def test_a_petition_after_its_term_is_accepted_with_a_warning_that_is_kept(self):
        decision = self.notifiee()
        # 60 days from 10 June: Saturday 9 August, hence Monday 11
        with freeze_time("2025-08-20 12:00:00"):
            tot = self.recourir(decision, "2025-08-11")
            self.assertFalse(tot.avertissement)
            tot.write({"issue": "desiste"})
            tard = self.recourir(decision, "2025-08-12")
        self.assertIn("11/08/2025" if tard.avertissement.startswith("La") else "2025", tard.avertissement)
        entree = self.sanction.evenement_ids.filtered(lambda e: e.recours_id == tard)
        self.assertEqual(entree.note_reservee, tard.avertissement)
        self.refuse(lambda: tard.write({"avertissement": False}), "Warning")

    def test_an_outcome_is_entered_once_and_undone_by_a_head_with_a_reason(self):
        decision = self.notifiee()
        recours = self.recourir(decision)
        recours.write({"issue": "rejete"})
        self.assertEqual(recours.date_issue, date(2025, 6, 10))
        for valeurs in ({"issue": "en_cours"}, {"issue": "annule"}, {"date_issue": "2025-06-11"}, {"role": "x"}):
            self.refuse(lambda valeurs=valeurs: recours.write(valeurs), "has its outcome")
        entree = self.sanction.evenement_ids.filtered(lambda e: e.type == "recours_rejete")
        self.refuse(lambda: entree.with_user(self.fonctionnaire)._annuler("x"), "head")
        tete = self.utilisateur("direction")
        entree.with_user(tete)._annuler("another roll number")
        self.assertEqual((recours.issue, recours.date_issue), ("en_cours", False))
        introduit = self.sanction.evenement_ids.filtered(lambda e: e.type == "recours_introduit")
        introduit.with_user(tete)._annuler("another person")
        self.assertFalse(recours.exists())
        self.assertEqual(introduit.annulation_ids.note, "another person")
        self.recourir(decision)

    def test_appeals_are_against_what_was_notified(self):
        self.entendu()
        decision = self.amende()
        self.refuse(lambda: self.recourir(decision), "before the decision is notified")
        self.refuse(lambda: self.recourir(decision, issue="annule"), "Outcome")


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestAnnulation(GardeCase):
    def annuler(self, decision, jour="2025-09-15"):
        recours = self.recourir(decision)
        with freeze_time(f"{jour} 12:00:00"):
            recours.write({"issue": "annule"})
        return recours

    def test_an_annulled_fine_leaves_no_claim_and_what_was_paid_is_owed_back(self):
        decision = self.notifiee()
        self.payer(decision, 60)
        self.annuler(decision)
        self.assertTrue(decision.annulee)
        self.assertEqual((self.sanction.solde, self.sanction.montant_amendes), (-60, 0))
        self.assertTrue(self.sanction.activity_ids, "the official is told")
        self.refuse(lambda: self.payer(decision, 40), "more than what is still owed")
        with freeze_time("2025-09-16 12:00:00"):
            self.etape("remboursement", note=False)
            self.assertEqual(self.sanction.solde, 0)
            self.refuse(lambda: self.etape("remboursement"), "Nothing is owed back")
        vivants = {e.type for e in self.sanction.evenement_ids if not e.annule}
        self.assertNotIn("creance", vivants)

    def test_what_was_written_off_of_an_annulled_fine_is_not_owed_back(self):
        decision = self.notifiee()
        self.payer(decision, 60)
        self.etape("abandon_propose")
        self.sanction.with_user(self.autre)._enregistrer("abandon", note="why")
        self.annuler(decision)
        self.assertEqual(self.sanction.solde, -60)

    def test_the_infringements_that_rest_on_it_fall_too(self):
        decision = self.notifiee()
        with freeze_time("2025-08-12 12:00:00"):
            self.etape("infraction_constatee")
        seconde = self.sanction.infraction_ids - self.refus
        with freeze_time("2025-10-20 12:00:00"):
            self.entendu(
                infraction_id=seconde.id, date_invitation="2025-08-20", date_reception="2025-08-22", date="2025-09-10"
            )
            autre = self.amende(infraction_id=seconde.id, date="2025-10-01")
            autre.action_notifier()
            self.assertEqual(self.sanction.solde, 200)
            self.annuler(decision, "2025-10-20")
            self.assertTrue(seconde.tombee and autre.annulee)
            self.assertEqual((self.sanction.solde, self.sanction.montant_amendes), (0, 0))
            self.refuse(lambda: self.etape("infraction_constatee"), "no fine that stands")

    def test_no_fine_is_decided_on_an_infringement_that_fell(self):
        decision = self.notifiee()
        with freeze_time("2025-08-12 12:00:00"):
            self.etape("infraction_constatee")
        seconde = self.sanction.infraction_ids - self.refus
        with freeze_time("2025-10-20 12:00:00"):
            self.annuler(decision, "2025-10-20")
            self.entendu(
                infraction_id=seconde.id, date_invitation="2025-08-20", date_reception="2025-08-22", date="2025-09-10"
            )
            self.refuse(lambda: self.amende(infraction_id=seconde.id, date="2025-10-20"), "rested on is no more")

    def test_an_annulment_entered_by_mistake_is_undone_with_all_that_followed(self):
        decision = self.notifiee()
        self.payer(decision, 60)
        recours = self.annuler(decision)
        entree = self.sanction.evenement_ids.filtered(lambda e: e.type == "recours_annule")
        with freeze_time("2025-09-20 12:00:00"):
            entree.with_user(self.utilisateur("direction"))._annuler("the wrong roll number")
        self.assertFalse(decision.annulee)
        self.assertEqual((self.sanction.solde, recours.issue), (40, "en_cours"))


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10 12:00:00")
class TestCompte(GardeCase):
    def test_nothing_but_a_payment_is_entered_by_hand(self):
        decision = self.notifiee()
        for genre in ("creance", "annulation", "remboursement", "abandon"):
            self.refuse(lambda genre=genre: self.payer(decision, type=genre), "Only a payment")
        for champ, valeur in {"montant_signe": -100, "raison": "x", "reprend_id": 1, "currency_id": 1}.items():
            self.refuse(lambda champ=champ, valeur=valeur: self.payer(decision, **{champ: valeur}))
        self.refuse(lambda: self.payer(decision, communication=""), "reference of the payment")
        self.refuse(
            lambda: self.vue.with_context(default_type="abandon", default_montant_signe=-100).write(
                {"mouvement_ids": [Command.create({"montant": 10, "type": "abandon", "communication": "1"})]}
            )
        )
        self.payer(decision, 60)
        self.assertEqual(self.sanction.solde, 40)

    def test_a_default_of_the_context_says_nothing(self):
        decision = self.notifiee()
        mouvement = (
            self.vue.env["sanction.mouvement"]
            .with_context(default_type="abandon", default_raison="x")
            .create({"sanction_id": self.sanction.id, "decision_id": decision.id, "montant": 10, "communication": "1"})
        )
        self.assertEqual((mouvement.type, mouvement.raison), ("paiement", False))

    def test_not_twice_the_same_nor_over_the_balance_nor_before_its_cause(self):
        self.entendu()
        decision = self.amende()
        self.refuse(lambda: self.payer(decision), "nothing is owed yet")
        decision.action_notifier()
        self.refuse(lambda: self.payer(decision, 100.01), "more than what is still owed")
        self.refuse(lambda: self.payer(decision, 0))
        self.refuse(lambda: self.payer(decision, -50))
        self.payer(decision, 40)
        self.refuse(lambda: self.payer(decision, 40), "already recorded")
        self.refuse(lambda: self.payer(decision, 40, communication=" 1 "), "already recorded")
        self.payer(decision, 40, communication="+++2+++")
        self.refuse(lambda: self.payer(decision, 40, communication="+++3+++"), "more than what is still owed")
        self.payer(decision, 20, communication="+++3+++")
        self.assertEqual(self.sanction.solde, 0)
        sans = self.refuser()
        self.refuse(lambda: self.payer(decision, 1, sanction_id=sans.id))

    def test_a_payment_entered_by_mistake_is_taken_back_by_an_opposite_movement(self):
        decision = self.notifiee()
        mouvement = self.payer(decision, 60)
        self.refuse(lambda: mouvement.write({"montant": 10}))
        self.refuse(mouvement.unlink)
        entree = self.sanction.evenement_ids.filtered(lambda e: e.mouvement_id == mouvement)
        entree.with_user(self.fonctionnaire)._annuler("another file")
        self.assertEqual(self.sanction.solde, 100)
        self.assertEqual(len(self.sanction.mouvement_ids), 3)
        self.payer(decision, 60)
        self.assertEqual(self.sanction.solde, 40)

    def test_one_official_proposes_to_write_off_and_another_one_does_it(self):
        self.notifiee()
        self.refuse(lambda: self.etape("abandon"), "one official proposes it")
        self.etape("abandon_propose", note="insolvent")
        self.refuse(lambda: self.etape("abandon"), "You proposed this write-off")
        self.refuse(lambda: self.etape("abandon_propose"), "proposed already")
        self.assertEqual(self.sanction.solde, 100)
        self.sanction.with_user(self.autre)._enregistrer("abandon", note="insolvent, says the bailiff")
        self.assertEqual(self.sanction.solde, 0)

    def test_a_write_off_is_a_step_with_its_reason(self):
        decision = self.notifiee()
        self.payer(decision, 60)
        self.etape("abandon_propose")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.sanction.with_user(self.autre)._enregistrer("abandon")
        self.sanction.with_user(self.autre)._enregistrer("abandon", note="insolvent")
        self.assertEqual(self.sanction.solde, 0)
        entree = self.sanction.evenement_ids.filtered(lambda e: e.type == "abandon")
        self.assertEqual((entree.note_reservee, entree.mouvement_id.montant), ("insolvent", 40))
        self.refuse(lambda: self.etape("abandon"), "Nothing is to be paid")

    def test_an_act_that_interrupts_prescription_is_entered_with_its_day_and_five_new_years_run(self):
        self.notifiee()
        terme = self.sanction.delai_ids.filtered(lambda d: d.type_id.code == "prescription")
        self.assertEqual(terme.date_echeance, date(2030, 7, 10))
        with freeze_time("2032-03-01 12:00:00"):
            self.refuse(lambda: self.etape("recouvrement_entame"), "prescribed since")
            action = self.vue.with_context(parcours_evenement_type="prescription_interrompue").action_etape()
            fenetre = Form(self.vue.env[action["res_model"]].with_context(**action["context"]))
            fenetre.date_effective = "2029-02-01"
            with self.assertRaises(AssertionError):
                fenetre.save()
            fenetre.acte = "contrainte"
            fenetre.save().action_enregistrer()
            self.assertEqual((terme.date_echeance, terme.depart), (date(2034, 2, 1), "prescription_interrompue"))
            entree = self.sanction.evenement_ids.filtered(lambda e: e.type == "prescription_interrompue")
            self.assertIn("Contrainte", entree.with_user(self.fonctionnaire).details)
            self.etape("recouvrement_entame")

    def test_one_official_drops_nothing_by_closing(self):
        self.entendu()
        decision = self.proposer()
        self.refuse(lambda: self.etape("sanction_close"), "A proposed decision awaits")
        decision.with_user(self.autre).action_decider()
        self.refuse(lambda: self.etape("sanction_close"), "decided and did not leave")
        decision.action_notifier()
        self.refuse(lambda: self.etape("sanction_close"), "account is not settled")
        self.payer(decision)
        recours = self.recourir(decision)
        self.refuse(lambda: self.etape("sanction_close"), "An appeal of 06/10/2025 is pending")
        recours.write({"issue": "annule"})
        self.refuse(lambda: self.etape("sanction_close"), "to refund")
        self.etape("remboursement")
        self.refuse(lambda: self.etape("sanction_close", note=False), "Say why")
        self.etape("sanction_close")

    def test_what_was_proposed_in_a_closed_sanction_is_no_card(self):
        self.entendu()
        decision = self.proposer()
        # as a base of before holds it
        self.sanction._noter("sanction_close")
        liste = self.env.ref("sanctions_admin.liste_a_trancher")
        self.assertNotIn(decision, self.env["sanction.decision"].search(liste._domaine()))

    def test_nothing_is_added_to_a_sanction_that_is_closed(self):
        decision = self.notifiee()
        self.payer(decision)
        self.etape("sanction_close")
        self.refuse(lambda: self.payer(decision), "This sanction is closed")
        self.refuse(lambda: self.recourir(decision), "This sanction is closed")
        for genre in ("abandon", "sanction_prise", "protection_retenue", "infraction_constatee"):
            self.refuse(lambda genre=genre: self.etape(genre))
