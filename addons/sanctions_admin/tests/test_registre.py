# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The steps of a sanction stand in the ledger of the pathway file; its stage and its terms follow from there."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import SanctionCase


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10")
class TestRegistre(SanctionCase):
    def setUp(self):
        super().setUp()
        self.fonctionnaire = self.utilisateur("sanctions_admin.group_fonctionnaire")
        self.sanction = self.refuser()
        self.sanction.user_id = self.fonctionnaire
        self.vue = self.sanction.with_user(self.fonctionnaire)

    def inscrits(self, *types):
        """The valid events of the sanction, in order of entry."""
        valides = self.sanction.evenement_ids.filtered(lambda e: not e.annule and e.type != "annulation").sorted("id")
        return [(e.type, e.date_effective) for e in valides if not types or e.type in types]

    def entendre(self, sanction=None, **valeurs):
        self.sanction.sudo().date_complet = date(2025, 4, 1)
        return (
            self.env["sanction.audition"]
            .with_user(self.fonctionnaire)
            .create(
                {
                    "sanction_id": self.sanction.id,
                    "infraction_id": self.sanction.infraction_ids[:1].id,
                    "date_invitation": date(2025, 4, 1),
                    "proces_verbal": "<p>Dit.</p>",
                    **valeurs,
                }
            )
        )

    def amende(self):
        self.entendre(date_reception=date(2025, 4, 4), resultat="declinee")
        return self.decider(self.sanction).with_user(self.fonctionnaire)

    def delai(self, code):
        return self.sanction.delai_ids.filtered(lambda delai: delai.type_id.code == code)

    def test_each_step_is_an_event(self):
        self.assertEqual(
            self.inscrits(), [("infraction_constatee", date(2025, 3, 11)), ("sanction_recue", date(2025, 6, 10))]
        )
        decision = self.amende()
        decision.action_notifier()
        recours = self.env["sanction.recours"].create(
            {"sanction_id": self.sanction.id, "decision_id": decision.id, "date": date(2025, 6, 10)}
        )
        recours.write({"issue": "rejete", "date_issue": date(2025, 6, 10)})
        self.assertEqual(
            [genre for genre, _jour in self.inscrits()[2:]],
            [
                "audition_invitation",
                "audition_recue",
                "audition_declinee",
                "decision_amende",
                "decision_notifiee",
                "creance",
                "recours_introduit",
                "recours_rejete",
            ],
        )
        self.assertEqual(self.sanction.stage_id.code, "recours")
        notifiee = self.sanction.evenement_ids.filtered(lambda e: e.type == "decision_notifiee")
        self.assertEqual((notifiee.user_id, notifiee.decision_id), (self.fonctionnaire, decision))
        self.assertEqual(notifiee.infraction_id, self.sanction.infraction_ids)
        self.assertIn(notifiee, self.sanction.dossier_id.evenement_ids, "one ledger")

    def test_a_corrected_record_corrects_the_ledger(self):
        audition = self.entendre(date_reception=date(2025, 4, 4))
        self.assertEqual(self.delai("audition").date_echeance, date(2025, 5, 5))
        audition.date_reception = date(2025, 4, 10)
        self.assertEqual(self.inscrits("audition_recue"), [("audition_recue", date(2025, 4, 10))])
        self.assertEqual(self.delai("audition").date_echeance, date(2025, 5, 12))
        corrigee = self.sanction.evenement_ids.filtered(lambda e: e.type == "audition_recue" and e.annule)
        self.assertEqual(corrigee.annulation_ids.note, "Corrected in the sanction file.")
        audition.proces_verbal = "<p>rien</p>"
        self.assertEqual(len(self.sanction.evenement_ids.filtered("annule")), 1, "the same again changes nothing")
        audition.unlink()
        self.assertFalse(self.inscrits("audition_recue", "audition_invitation"))
        self.assertEqual(self.delai("audition").state, "sans_objet")
        self.assertEqual(self.sanction.stage_id.code, "reception", "as if nobody had been invited")

    def test_a_record_corrects_its_own_entries_only(self):
        """Hearings, appeals and payments name the infringement and the decision too: their entries stay."""
        decision = self.amende()
        decision.action_notifier()
        self.env["sanction.recours"].create(
            {"sanction_id": self.sanction.id, "decision_id": decision.id, "date": date(2025, 6, 10)}
        )
        avant = self.inscrits()
        self.sanction.infraction_ids.note = "seen again"
        decision.sudo().motivation = "seen again"
        self.sanction.audition_ids.sudo().avocat = "Maitre Essai"
        self.assertEqual(self.inscrits(), avant)
        self.assertFalse(self.sanction.evenement_ids.filtered("annule"))

    def test_the_official_takes_the_steps_in_the_window(self):
        self.assertEqual(
            self.vue.etapes_possibles, ",sanction_complete,sanction_verification,protection_retenue,sanction_close,"
        )
        self.vue.with_context(parcours_evenement_type="sanction_complete").action_etape()
        self.assertEqual((self.sanction.stage_id.code, self.sanction.date_complet), ("audition", date(2025, 6, 10)))
        complet = self.vue.evenement_ids.filtered(lambda e: e.type == "sanction_complete")
        complet._annuler("a document is missing")
        self.assertEqual((self.sanction.stage_id.code, self.sanction.date_complet), ("reception", False))
        self.assertFalse(self.sanction.activity_ids, "nobody is told of what they did themselves")
        action = self.vue.with_context(parcours_evenement_type="sanction_close").action_etape()
        fenetre = Form(self.env[action["res_model"]].with_user(self.fonctionnaire).with_context(**action["context"]))
        fenetre.note = "deceased"
        fenetre.save().action_enregistrer()
        self.assertEqual((self.sanction.stage_id.code, self.vue.etapes_possibles), ("cloture", ",,"))
        self.assertFalse(self.sanction.delai_ids.filtered(lambda delai: delai.state in ("en_cours", "echu")))
        with self.assertRaises(UserError):
            self.vue._enregistrer("sanction_complete")

    def test_a_commune_takes_no_step_of_a_sanction(self):
        agent = self.utilisateur("agent", self.schaerbeek)
        with self.assertRaises(AccessError):
            self.sanction.with_user(agent)._enregistrer("sanction_complete")
        complet = self.vue._enregistrer("sanction_complete")
        with self.assertRaisesRegex(UserError, "only a head"):
            complet.with_user(self.utilisateur("chef", self.schaerbeek))._annuler("no")

    def test_organisers_see_nothing_of_a_sanction(self):
        organisateur = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        dossier = self.sanction.dossier_id
        self.amende().action_notifier()
        dossier._enregistrer("inscription_organisateur", date(2025, 6, 2), organisateur_id=self.bapa.id)
        vus = self.env["parcours.evenement"].with_user(organisateur).search([("dossier_id", "=", dossier.id)])
        self.assertIn("inscription_organisateur", vus.mapped("type"))
        self.assertFalse(set(vus.mapped("type")) & {e.type for e in self.sanction.evenement_ids})
        delais = self.env["parcours.delai"].with_user(organisateur).search([("dossier_id", "=", dossier.id)])
        self.assertTrue(delais)
        self.assertFalse(delais.sudo().sanction_id)

    def test_the_terms_of_a_fine(self):
        decision = self.amende()
        decision.action_notifier()
        self.assertEqual(
            {delai.type_id.code: (delai.date_echeance, delai.state) for delai in self.sanction.delai_ids},
            {
                "audition": (date(2025, 5, 5), "tenu"),
                "amende": (date(2027, 3, 11), "tenu"),
                "preuve_amende": (decision.date_limite_preuve, "en_cours"),
                "recours": (decision.date_limite_recours, "en_cours"),
                "paiement": (decision.date_limite_paiement, "en_cours"),
                "prescription": (date(2030, 7, 10), "en_cours"),
            },
        )
        self.assertIn(
            "2 months from 06/10/2025 (notification of the decision)", self.delai("preuve_amende").explication
        )
        self.assertIn("60 days from", self.delai("recours").explication)
        self.assertIn("5 years from 07/10/2025 (end of the term of payment)", self.delai("prescription").explication)
        self.assertFalse(self.sanction.delai_ids & self.sanction.dossier_id.delai_ids, "not terms of the pathway")
        self.env["sanction.mouvement"].create(
            {"sanction_id": self.sanction.id, "decision_id": decision.id, "type": "paiement", "montant": 100}
        )
        self.assertEqual((self.delai("paiement").state, self.delai("prescription").state), ("tenu", "tenu"))
        dossier = self.sanction.dossier_id
        dossier._enregistrer("inscription_organisateur", organisateur_id=self.bapa.id)
        self.assertEqual(self.delai("preuve_amende").state, "tenu", "a proof of the pathway answers the fine")
        dossier.evenement_ids.filtered(lambda e: e.type == "inscription_organisateur")._annuler("somebody else")
        self.assertEqual(self.delai("preuve_amende").state, "en_cours")

    def test_a_payment_that_names_no_fine_is_of_the_only_one(self):
        """The official need not name it: a fine that is paid must not be told as owed."""
        self.amende().action_notifier()
        self.env["sanction.mouvement"].with_user(self.fonctionnaire).create(
            {"sanction_id": self.sanction.id, "type": "paiement", "montant": 100, "communication": "+++1+++"}
        )
        self.assertEqual((self.sanction.solde, self.delai("paiement").state), (0, "tenu"))

    def test_two_sanctions_of_one_person_do_not_mix(self):
        dossier = self.sanction.dossier_id
        dossier.evenement_ids.filtered(lambda e: e.type == "constat_refus")._annuler("too early")
        dossier._enregistrer("constat_refus", date(2025, 6, 2))
        seconde = dossier.sanction_ids - self.sanction
        self.assertEqual(seconde.delai_ids.date_echeance, date(2027, 6, 2))
        self.assertEqual(self.delai("amende").date_echeance, date(2027, 3, 11))
        dossier._recalculer()
        (seconde | self.sanction)._recalculer()
        self.assertEqual(seconde.delai_ids.state, "en_cours")
        self.assertEqual(self.delai("amende").state, "arrete", "its finding was cancelled: no fine rests on it")

    def test_the_same_night_looks_at_the_terms_of_sanctions(self):
        """Near its end and over: a task for the official on the sanction; known late: a review."""
        Delai = self.env["parcours.delai"]
        Delai.search([]).date_action = False
        self.fonctionnaire.lang = "en_US"
        self.sanction._recalculer()
        amende = self.delai("amende")
        self.assertEqual(amende.date_action, date(2026, 12, 11))
        with freeze_time("2026-12-11"):
            amende._executer(date(2026, 12, 11))
        rappel = self.sanction.activity_ids
        self.assertEqual((rappel.user_id, rappel.delai_id), (self.fonctionnaire, amende))
        self.assertIn("03/11/2027", rappel.note)
        with freeze_time("2027-03-12"):
            amende._executer(date(2027, 3, 12))
        self.assertEqual((amende.state, amende.date_echue_faite), ("echu", date(2027, 3, 12)))
        self.assertIn("No fine can be imposed", self.sanction.activity_ids.filtered(lambda a: a != rappel).note)

    def test_a_term_of_a_sanction_known_late_is_reviewed_by_the_official(self):
        self.entendre(date_reception=date(2025, 4, 4))
        audition = self.delai("audition")
        audition._executer(date(2025, 6, 10))
        self.assertEqual((audition.revue, audition.revue_motif), (True, "connue_tard"))
        self.assertTrue(self.sanction.activity_ids)
        with self.assertRaises(AccessError):
            audition.with_user(self.utilisateur("agent", self.schaerbeek))._marquer_revue("no")
        audition.with_user(self.fonctionnaire)._marquer_revue("the receipt came back today")
        self.assertEqual((audition.revue, audition.date_revue), (False, date(2025, 6, 10)))
        self.assertFalse(self.sanction.activity_ids)
        revue = self.sanction.evenement_ids.filtered(lambda e: e.type == "sanction_revue")
        self.assertEqual((revue.delai_id, revue.note_reservee), (audition, "the receipt came back today"))


@tagged("post_install", "-at_install")
@freeze_time("2025-07-24")
class TestSuitesDesEcritures(SanctionCase):
    """A record says what was done, and the ledger follows it, whatever becomes of the record."""

    def setUp(self):
        super().setUp()
        self.fonctionnaire = self.utilisateur("sanctions_admin.group_fonctionnaire")
        self.sanction = self.refuser()
        self.sanction.user_id = self.fonctionnaire
        self.premiere = self.sanction.infraction_ids

    def infraction(self, jour="2025-06-02"):
        valeurs = {"sanction_id": self.sanction.id, "type": "sans_preuve", "date_constat": jour}
        return self.env["sanction.infraction"].create(valeurs)

    def valides(self, *debuts):
        valides = self.sanction.evenement_ids.filtered(lambda e: not e.annule and e.type != "annulation")
        return valides.filtered(lambda e: e.type.startswith(debuts)) if debuts else valides

    def termes(self, code):
        return {
            d.date_depart: d.state
            for d in self.sanction.delai_ids
            if d.type_id.code == code and d.state != "sans_objet"
        }

    def relire(self):
        self.env.flush_all()
        self.env.invalidate_all()

    def test_an_infringement_goes_with_its_hearing_and_the_ledger_knows(self):
        etape = self.sanction.stage_id.code
        infraction = self.infraction("2025-03-20")
        self.entendre(self.sanction, infraction)
        self.relire()
        infraction.with_user(self.fonctionnaire).unlink()
        self.relire()
        self.assertFalse(self.sanction.audition_ids)
        self.assertFalse(self.valides("audition_"), "nothing says it any more")
        self.assertEqual((self.sanction.stage_id.code, self.termes("audition")), (etape, {}))
        self.assertEqual(self.termes("amende"), {date(2025, 3, 11): "en_cours"})

    def test_an_infringement_that_was_decided_on_is_not_deleted(self):
        self.entendre(self.sanction)
        self.decider(self.sanction, date=date(2025, 7, 1))
        self.relire()
        with self.assertRaisesRegex(UserError, "decision"):
            self.premiere.unlink()

    def test_a_decision_moved_to_another_infringement_moves_in_the_ledger(self):
        seconde = self.infraction("2025-03-20")
        self.entendre(self.sanction)
        self.entendre(self.sanction, seconde)
        decision = self.decider(self.sanction, date=date(2025, 7, 1))
        decision.infraction_id = seconde
        self.assertEqual(self.valides("decision_amende").infraction_id, seconde)
        self.assertEqual(self.termes("amende"), {date(2025, 3, 11): "en_cours", date(2025, 3, 20): "tenu"})

    def test_a_hearing_moved_to_another_infringement_moves_in_the_ledger(self):
        audition = self.entendre(self.sanction)
        seconde = self.infraction("2025-03-20")
        audition.infraction_id = seconde
        self.assertEqual(self.valides("audition_").infraction_id, seconde)

    def test_an_appeal_moved_to_another_decision_moves_in_the_ledger(self):
        seconde = self.infraction("2025-03-20")
        for infraction in self.premiere | seconde:
            self.entendre(self.sanction, infraction)
        decisions = [self.decider(self.sanction, infraction) for infraction in self.premiere | seconde]
        for decision in decisions:
            decision.action_notifier()
        recours = self.env["sanction.recours"].create(
            {"sanction_id": self.sanction.id, "decision_id": decisions[0].id, "date": "2025-07-24"}
        )
        recours.decision_id = decisions[1]
        self.assertEqual(self.valides("recours_").decision_id, decisions[1])
        etats = {d.cle: d.state for d in self.sanction.delai_ids if d.type_id.code == "recours"}
        self.assertEqual(etats, {decisions[0].id: "en_cours", decisions[1].id: "tenu"})

    def test_a_correcting_entry_has_the_owner_of_what_it_corrects(self):
        """Else its official does not see it, and an organiser reads it."""
        dossier = self.sanction.dossier_id
        dossier._enregistrer("inscription_organisateur", date(2025, 7, 1), organisateur_id=self.bapa.id)
        complet = self.sanction.with_user(self.fonctionnaire)._enregistrer("sanction_complete")
        action = complet.with_user(self.fonctionnaire).action_annuler()
        fenetre = self.env[action["res_model"]].with_user(self.fonctionnaire).with_context(**action["context"])
        fenetre.create({"note": "the lawyer wrote"}).action_enregistrer()
        correction = complet.annulation_ids
        self.assertEqual(correction.sanction_id, self.sanction)
        self.assertIn(correction, self.sanction.with_user(self.fonctionnaire).evenement_ids)
        organisateur = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        lus = self.env["parcours.evenement"].with_user(organisateur).search([("dossier_id", "=", dossier.id)])
        self.assertTrue(lus)
        self.assertNotIn("lawyer", str(lus.read(["type", "note", "annule_id"])))

    # ---- terms by what they are about ---------------------------------------------------------------------------

    def test_an_older_infringement_entered_later_takes_no_term_from_the_other_one(self):
        """What was told in time stays told; what was known only when it was past is reviewed."""
        Delai = self.env["parcours.delai"]
        Delai.search([("sanction_id", "!=", self.sanction.id)]).date_action = False
        with freeze_time("2027-03-13"):
            Delai._cron_delais()
            self.infraction("2025-02-02")
            Delai._cron_delais()
            self.relire()
            amendes = {d.date_depart: d for d in self.sanction.delai_ids if d.type_id.code == "amende"}
            self.assertFalse(amendes[date(2025, 3, 11)].revue, "known since July 2025 and told in time")
            self.assertEqual(amendes[date(2025, 3, 11)].date_connue, date(2025, 7, 24))
            self.assertTrue(amendes[date(2025, 2, 2)].revue, "known only when it was already past")
            self.assertEqual([amendes[j].rang for j in sorted(amendes)], [1, 2])

    # ---- a notification recorded by mistake ---------------------------------------------------------------------

    def notifier(self):
        self.entendre(self.sanction)
        decision = self.decider(self.sanction, date=date(2025, 7, 1)).with_user(self.fonctionnaire)
        decision.action_notifier()
        return decision

    def test_a_notification_recorded_by_mistake_is_undone_by_a_head_of_vivalis(self):
        decision = self.notifier()
        notifiee, creance = self.valides("decision_notifiee"), self.valides("creance")
        for qui in (
            self.fonctionnaire,
            self.utilisateur("agent", self.schaerbeek),
            self.utilisateur("chef", self.schaerbeek),
            self.utilisateur("gestionnaire"),
        ):
            with self.subTest(qui.login), self.assertRaisesRegex(UserError, "head"), self.env.cr.savepoint():
                notifiee.with_user(qui)._annuler("the wrong row")
        tete = self.utilisateur("direction")
        with self.assertRaisesRegex(UserError, "Say why"):
            notifiee.with_user(tete)._annuler("")
        notifiee.with_user(tete)._annuler("the wrong row")
        self.assertFalse(decision.date_notification)
        self.assertEqual((self.sanction.stage_id.code, self.sanction.solde), ("decision", 0))
        self.assertTrue(notifiee.annule and creance.annule)
        self.assertEqual(
            {
                (e.annulation_ids.user_id, e.annulation_ids.note, e.annulation_ids.sanction_id)
                for e in notifiee | creance
            },
            {(tete, "the wrong row", self.sanction)},
        )
        self.assertEqual(
            sorted((m.type, m.montant_signe) for m in self.sanction.mouvement_ids),
            [("annulation", -100), ("creance", 100)],
            "the account keeps both",
        )
        for code in ("preuve_amende", "recours", "paiement", "prescription"):
            self.assertFalse(self.termes(code), code)
        self.assertEqual(self.sanction.activity_ids.user_id, self.fonctionnaire, "the official is told")
        vus = {"motivation": decision.motivation}
        decision.write({"motivation": "It can be changed again.", "textes_vus": vus})
        decision.with_user(self.autre_fonctionnaire()).action_decider()
        decision.remedes = "dits"
        decision.action_notifier()
        self.assertEqual((self.sanction.stage_id.code, self.sanction.solde), ("notification", 100))
        self.assertEqual(self.termes("paiement"), {date(2025, 7, 24): "en_cours"})
        self.env["sanction.mouvement"].create(
            {"sanction_id": self.sanction.id, "decision_id": decision.id, "type": "paiement", "montant": 100}
        )
        self.assertEqual(self.termes("paiement"), {date(2025, 7, 24): "tenu"})

    def test_what_was_paid_on_a_notification_that_is_undone_is_owed_back(self):
        decision = self.notifier()
        self.env["sanction.mouvement"].create(
            {"sanction_id": self.sanction.id, "decision_id": decision.id, "type": "paiement", "montant": 60}
        )
        self.valides("decision_notifiee").with_user(self.utilisateur("direction"))._annuler("the wrong row")
        self.assertEqual(self.sanction.solde, -60)

    def test_a_notification_against_which_somebody_appealed_is_not_undone_before_the_appeal(self):
        decision = self.notifier()
        recours = self.env["sanction.recours"].create(
            {"sanction_id": self.sanction.id, "decision_id": decision.id, "date": "2025-07-24"}
        )
        notifiee = self.valides("decision_notifiee").with_user(self.utilisateur("direction"))
        with self.assertRaisesRegex(UserError, "appeal"), self.env.cr.savepoint():
            notifiee._annuler("the wrong row")
        self.assertTrue(decision.date_notification)
        recours.unlink()
        notifiee._annuler("the wrong row")
        self.assertFalse(decision.date_notification)

    def test_a_claim_is_not_cancelled_without_its_notification(self):
        self.notifier()
        with self.assertRaisesRegex(UserError, "not cancelled by itself"):
            self.valides("creance").with_user(self.utilisateur("direction"))._annuler("no")

    def test_nobody_enters_the_cancelling_of_a_claim_by_hand(self):
        decision = self.notifier()
        valeurs = {"sanction_id": self.sanction.id, "type": "annulation", "montant": 100}

        def saisir(**autres):
            with self.assertRaisesRegex(AccessError, "Only a payment"), self.env.cr.savepoint():
                self.env["sanction.mouvement"].with_user(self.fonctionnaire).create({**valeurs, **autres})

        saisir(decision_id=decision.id)
        saisir()
        self.valides("decision_notifiee").with_user(self.utilisateur("direction"))._annuler("the wrong row")
        saisir(decision_id=decision.id)
        self.assertEqual(self.sanction.solde, 0)

    def test_no_step_of_a_sanction_comes_before_its_receipt(self):
        for genre in ("sanction_close", "sanction_verification", "sanction_complete"):
            with self.subTest(genre), self.assertRaisesRegex(UserError, "07/24/2025"):
                self.sanction.with_user(self.fonctionnaire)._enregistrer(genre, date(2025, 7, 23), note="x")

    def test_the_window_of_steps_records_no_review_of_a_sanction(self):
        fenetre = self.env["parcours.evenement.wizard"].with_user(self.fonctionnaire)
        with self.assertRaises(UserError):
            fenetre.create(
                {
                    "dossier_id": self.sanction.dossier_id.id,
                    "sanction_id": self.sanction.id,
                    "type": "sanction_revue",
                }
            ).action_enregistrer()
