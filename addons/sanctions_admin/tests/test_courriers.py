# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The letters of a sanction, from the invitation to the writ of compulsion, as the designated official (loi.md §7b)."""

import base64
import io
import os
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from PyPDF2 import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.parcours_accueil.tests.courrier.test_ebox import SECRET, EboxCase
from odoo.addons.registre_national.models.service.relecture import Ensemble

from simulateur.ebox import Ebox

from .common import SanctionCase

AUDIENCE = {"audience_le": "2025-04-28 08:30:00", "audience_lieu": "rue de l'Essai 8, 1000 Bruxelles, local 4"}
PARTI = {"canal": "recommande", "preuve_envoi": "RC000999"}


class CourriersCase(SanctionCase):
    """`self.sanction`: a complete sanction of somebody of the register, as its official sees it. What the register was
    asked is kept in `self.demandes`."""

    def setUp(self):
        super().setUp()
        self.demandes, self.reponse = [], None

        def relire(personne, motif, precision, reference):
            personne.ensure_one().check_access("read")
            self.demandes.append((personne.env.uid, motif, precision, reference))
            if self.reponse:
                self.reponse(personne.sudo())
            return personne

        def relire_ensemble(personnes, motif, precision, references):
            for personne in personnes:
                relire(personne, motif, precision, references[personne.id])
            return Ensemble(personnes.sudo(), personnes.browse(), {}, "")

        self.patch(type(self.env["registre.personne"]), "_relire", relire)
        self.patch(type(self.env["registre.personne"]), "_relire_ensemble", relire_ensemble)
        self.vivalis = self.env.ref("base.main_company")
        self.vivalis.write(
            {"compte_amendes": "BE71096123456769", "street": "rue de l'Essai 8", "zip": "1000", "city": "Bruxelles"}
        )
        self.fonctionnaire = self.utilisateur("sanctions_admin.group_fonctionnaire")
        self.agent = self.utilisateur("agent", self.schaerbeek)
        with freeze_time("2025-03-12 10:00:00"):
            self.dossier = self.arrivee()
            complete = self.refuser(dossier=self.dossier)
            self.dossier.personne_id.adresse_registre = "Rue de l'Essai 1, 1030"
            self.sanction = complete.with_user(self.fonctionnaire)
            self.sanction._enregistrer("sanction_prise")
            self.sanction._enregistrer("sanction_complete")
        self.infraction = self.sanction.infraction_ids

    def fenetre(self, action, **valeurs):
        """Return the window that this action opens, filled in."""
        defauts = {nom[8:]: valeur for nom, valeur in action["context"].items() if nom.startswith("default_")}
        return self.sanction.env[action["res_model"]].with_context(**action["context"]).create({**defauts, **valeurs})

    def faire(self, action, **valeurs):
        """Make the letter of that window, and return it."""
        fenetre = self.fenetre(action, langue="fr_BE", **valeurs) if "langue" not in valeurs else None
        fenetre = fenetre or self.fenetre(action, **valeurs)
        fenetre.action_confirmer()
        return fenetre.courrier_id

    def inviter(self, **valeurs):
        with freeze_time("2025-04-01 10:00:00"):
            return self.faire(self.sanction.action_inviter_et_imprimer(), **{**AUDIENCE, **PARTI, **valeurs})

    def decider(self, **valeurs):
        """Record that the hearing was declined, then the decision on it, some days later."""
        courrier = self.inviter()
        with freeze_time("2025-04-10 10:00:00"):
            courrier.audition_id.write(
                {"resultat": "declinee", "date": date(2025, 4, 10), "proces_verbal": "<p>Non.</p>"}
            )
        with freeze_time("2025-05-05 10:00:00"):
            return super().decider(self.sanction, canal=False, **valeurs).with_user(self.fonctionnaire)

    def notifier(self, jour="2025-05-05 11:00:00", **valeurs):
        with freeze_time(jour):
            return self.faire(self.sanction.action_notifier_et_imprimer(), **{**PARTI, **valeurs})

    def texte(self, courrier):
        contenu = base64.b64decode(courrier.sudo().with_context(bin_size=False).pdf)
        return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(contenu)).pages).split())

    def refuse(self, quoi, mots, erreur=UserError):
        with self.assertRaisesRegex(erreur, mots), self.cr.savepoint():
            quoi()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestInvitation(CourriersCase):
    def test_the_invitation_says_what_was_found_when_where_and_that_a_lawyer_may_come(self):
        self.assertEqual(self.sanction.etape_attendue, "inviter")
        courrier = self.inviter()
        audition = self.infraction.audition_ids
        self.assertEqual((courrier.state, courrier.audition_id, courrier.canal), ("poste", audition, "recommande"))
        self.assertEqual(
            (audition.date_invitation, audition.canal, audition.preuve_envoi, audition.lieu),
            (date(2025, 4, 1), "recommande", "RC000999", AUDIENCE["audience_lieu"]),
        )
        self.assertEqual(audition.date_reception, date(2025, 4, 4), "presumed, by channel")
        entree = self.sanction.sudo().evenement_ids.filtered(lambda e: e.type == "audition_invitation")
        self.assertEqual((courrier.evenement_id, entree.user_id), (entree, self.fonctionnaire))
        texte = self.texte(courrier)
        for attendu in (
            "Vivalis",
            self.sanction.reference,
            self.dossier.name.replace(",", ""),
            "11 mars 2025",
            "28 avril 2025 à 10 h 30",
            "local 4",
            "avocat",
            "par écrit",
            "30 jours",
            "Ombuds",
            "fonctionnaire désigné",
        ):
            self.assertIn(attendu, texte)
        self.assertNotIn("quatre mois", texte, "what an appeal is, is not said here")
        self.assertNotIn("Conseil d’État", texte, "it only prepares an act")
        self.assertNotIn("Administration communale", texte, "the commune does not write it")
        self.assertNotIn(self.dossier.niss, texte)
        self.assertIn("Rue de l'Essai 1", courrier.adresse)

    def test_the_register_is_asked_once_in_the_name_of_the_official(self):
        self.inviter()
        ((qui, motif, precision, reference),) = self.demandes
        self.assertEqual((qui, motif, reference), (self.fonctionnaire.id, "courrier", self.dossier.reference))
        self.assertEqual(precision, "Invitation to be heard")

    def test_it_is_written_in_dutch_or_in_both_as_the_person_wishes(self):
        texte = self.texte(self.inviter(langue="nl_BE"))
        for attendu in ("Uitnodiging om gehoord te worden", "28 april 2025 om 10.30 uur", "advocaat", "30 dagen"):
            self.assertIn(attendu, texte)
        self.assertNotIn("Madame", texte)
        self.assertEqual((self.dossier.langue, self.dossier.langue_par_id), ("nl_BE", self.fonctionnaire))

    def test_both_languages_stand_in_one_letter(self):
        texte = self.texte(self.inviter(langue="deux"))
        self.assertIn("Invitation à être entendu(e)", texte)
        self.assertIn("Uitnodiging om gehoord te worden", texte)
        self.assertFalse(self.dossier.langue)

    def test_nobody_is_invited_without_a_day_to_come_and_a_place(self):
        action = self.sanction.action_inviter_et_imprimer()
        with freeze_time("2025-04-01 10:00:00"):
            self.refuse(lambda: self.faire(action, **PARTI), "place of the hearing")
            avant = {**AUDIENCE, "audience_le": "2025-04-01 14:00:00"}
            self.refuse(lambda: self.faire(action, **avant, **PARTI), "is to come")
        self.assertFalse(self.infraction.audition_ids)
        self.assertFalse(self.demandes)

    def test_a_letter_without_a_number_waits_and_leaves_by_the_window_of_the_hearing(self):
        courrier = self.inviter(canal="accuse", preuve_envoi=False)
        self.assertEqual(courrier.state, "imprime")
        self.assertFalse(self.infraction.audition_ids)
        with freeze_time("2025-04-02 10:00:00"):
            self.refuse(
                lambda: self.faire(self.sanction.action_inviter_et_imprimer(), **AUDIENCE), "already being made"
            )
            audition = self.fenetre(courrier.action_poster(), canal="accuse", preuve_envoi="RR1")
        self.assertEqual((courrier.state, courrier.audition_id, courrier.preuve_envoi), ("poste", audition, "RR1"))
        self.assertEqual((audition.lieu, str(audition.convocation)), (courrier.audience_lieu, AUDIENCE["audience_le"]))
        self.assertEqual(len(self.infraction.audition_ids), 1)

    def test_what_came_back_is_said_of_the_hearing_and_the_letter_follows(self):
        courrier = self.inviter(canal="accuse")
        with freeze_time("2025-04-15 10:00:00"):
            action = courrier.action_recu()
            self.assertEqual((action["res_model"], action["res_id"]), ("sanction.audition", courrier.audition_id.id))
            courrier.audition_id.write({"retour": "presente", "date_retour": date(2025, 4, 7)})
            self.assertEqual((courrier.state, courrier.date_reception), ("recu", date(2025, 4, 7)))
            courrier.audition_id.write({"retour": "inconnu"})
            self.assertEqual((courrier.state, courrier.retour), ("retourne", "inconnu"))
            self.assertFalse(courrier.date_reception)
            courrier.audition_id.write({"retour": False, "date_retour": False})
            self.assertEqual((courrier.state, courrier.date_retour), ("poste", False), "it was a mistake")

    def test_an_invitation_that_came_back_is_sent_again_by_another_hearing(self):
        courrier = self.inviter()
        with freeze_time("2025-04-15 10:00:00"):
            courrier.audition_id.write({"retour": "demenage", "date_retour": date(2025, 4, 10)})
            autre = self.faire(courrier.action_renvoyer(), canal="remise", **AUDIENCE)
        self.assertEqual((courrier.state, autre.state, autre.remplace_id), ("retourne", "recu", courrier))
        self.assertEqual(len(self.infraction.audition_ids), 2)
        self.assertEqual(autre.date_reception, date(2025, 4, 15))

    def test_a_hearing_deleted_by_its_official_leaves_the_letter_to_be_posted(self):
        courrier = self.inviter()
        with freeze_time("2025-04-02 10:00:00"):
            courrier.audition_id.unlink()
        self.assertEqual((courrier.state, courrier.date_envoi), ("imprime", False))
        self.assertFalse(courrier.audition_id)

    def test_who_died_meanwhile_is_not_invited(self):
        self.reponse = lambda personne: personne.dossier_ids._noter("cloture", date(2025, 4, 1), motif_cloture="decede")
        courrier = self.inviter()
        self.assertEqual((courrier.state, courrier.ecart), ("ecarte", "decede"))
        self.assertFalse(self.infraction.audition_ids)

    def test_a_protected_address_is_on_no_letter_which_is_handed_over(self):
        self.dossier.personne_id.sudo().adresse_non_communicable = True
        self.refuse(self.inviter, "bears no address")
        courrier = self.inviter(canal="remise", preuve_envoi=False)
        self.assertEqual((courrier.state, courrier.remis, courrier.adresse), ("recu", True, False))
        self.assertNotIn("Essai 1", self.texte(courrier))

    def test_a_letter_goes_to_the_person_of_its_own_sanction(self):
        autre = self.arrivee().with_user(self.fonctionnaire)
        action = self.sanction.action_inviter_et_imprimer()
        action["context"]["default_dossier_id"] = autre.id
        with freeze_time("2025-04-01 10:00:00"):
            self.refuse(lambda: self.faire(action, **AUDIENCE, **PARTI), "another sanction")
        self.assertFalse(autre.courrier_ids)

    def test_an_incomplete_file_invites_nobody(self):
        with freeze_time("2025-03-12 10:00:00"):
            autre = self.refuser(dossier=self.arrivee()).with_user(self.fonctionnaire)
        self.refuse(autre.action_inviter_et_imprimer, "Nobody is to be invited")
        objets = {"sanction_id": autre.id, "infraction_id": autre.infraction_ids.id}
        faire = self.sanction.env["parcours.courrier"]._faire
        with freeze_time("2025-04-01 10:00:00"):
            self.refuse(lambda: faire(autre.dossier_id, "sanction_invitation", "fr_BE", **objets), "not complete")
            self.refuse(lambda: faire(autre.dossier_id, "sanction_infraction", "fr_BE", **objets), "not that of this")


@tagged("post_install", "-at_install")
class TestEbox(CourriersCase):
    """What goes by eBox, to an eBox served on this machine."""

    def setUp(self):
        super().setUp()
        self.ebox = Ebox()
        self.ebox.__enter__()
        self.addCleanup(self.ebox.__exit__)
        self.startPatcher(patch.dict(os.environ, {SECRET: self.ebox.secret}))
        EboxCase.regler(self)
        with freeze_time("2025-03-31 10:00:00"):
            self.dossier.accord_ebox = True

    def passer(self):
        self.env["parcours.courrier"]._cron_ebox()
        self.env.invalidate_all()
        return len(self.ebox.messages)

    def test_an_invitation_goes_by_ebox_to_who_agrees_and_makes_its_hearing(self):
        courrier = self.inviter(canal="ebox", preuve_envoi=False)
        with freeze_time("2025-04-01 10:05:00"):
            self.assertTrue(courrier.faisable)
            self.assertEqual((courrier.ebox_etat, len(self.infraction.audition_ids)), ("attente", 0))
            self.passer()
        [message] = self.ebox.messages
        self.assertEqual(message.meta["subject"], {"fr": "Une lettre de Vivalis", "nl": "Een brief van Vivalis"})
        audition = self.infraction.audition_ids
        self.assertEqual((courrier.state, courrier.ebox_motif, courrier.audition_id), ("poste", False, audition))
        self.assertEqual((audition.canal, audition.date_invitation), ("ebox", date(2025, 4, 1)))
        self.assertEqual((audition.date_reception, audition.consentement_ebox), (date(2025, 4, 1), True))
        entree = self.sanction.sudo().evenement_ids.filtered(lambda e: e.type == "audition_invitation")
        self.assertEqual((entree.canal, entree.user_id), ("ebox", self.fonctionnaire))

    def test_a_fine_goes_by_ebox_on_the_day_on_which_the_ebox_has_it(self):
        decision = self.decider()
        courrier = self.notifier(canal="ebox", preuve_envoi=False)
        with freeze_time("2025-05-05 21:30:00"):
            self.passer()
        self.assertEqual((courrier.state, decision.canal, decision.date_envoi), ("poste", "ebox", date(2025, 5, 5)))
        self.assertTrue(decision.consentement_ebox)
        self.assertEqual(self.sanction.solde, 100)

    def test_what_the_ebox_has_since_another_day_is_recorded_of_that_day(self):
        decision = self.decider()
        courrier = self.notifier(canal="ebox", preuve_envoi=False)
        courrier.sudo().write({"ebox_etat": "envoye", "ebox_le": "2025-05-05 20:00:00", "ebox_identifiant": "M1"})
        with freeze_time("2025-05-06 08:00:00"):
            courrier.action_envoyer_ebox()
        self.assertEqual(
            (courrier.state, decision.date_envoi, decision.preuve_envoi), ("poste", date(2025, 5, 5), "M1")
        )

    def test_what_the_ebox_has_is_neither_corrected_nor_sent_another_way(self):
        decision = self.decider()
        courrier = self.notifier(canal="ebox", preuve_envoi=False)
        courrier.sudo().write({"ebox_etat": "envoye", "ebox_le": "2025-05-05 20:00:00", "ebox_identifiant": "M1"})
        autres = {"motivation": "Autre motif.", "textes_vus": {"motivation": decision.motivation}}
        with freeze_time("2025-05-06 08:00:00"):
            for quoi in (
                lambda: decision.write(autres),
                decision.unlink,
                lambda: self.infraction.audition_ids.write({"date": date(2025, 4, 11)}),
                lambda: courrier._annuler("Une erreur."),
                lambda: courrier._poster(date(2025, 5, 6), "recommande", "RC1"),
            ):
                self.refuse(quoi, "Record that it left")
            self.assertEqual((courrier.state, decision.date_envoi), ("imprime", False))
            courrier.action_envoyer_ebox()
        self.assertEqual((courrier.state, decision.date_envoi), ("poste", date(2025, 5, 5)))

    def test_a_cancelled_letter_says_nothing_of_what_the_ebox_has(self):
        decision = self.decider()
        courrier = self.notifier(canal="ebox", preuve_envoi=False)
        courrier.sudo().write({"ebox_etat": "envoye", "ebox_le": "2025-05-05 20:00:00", "state": "annule"})
        decision.write({"canal": "ebox"})
        with freeze_time("2025-05-05 21:00:00"):
            self.refuse(decision.action_notifier, "recorded by itself")

    def test_the_agreement_is_asked_again_when_the_letter_leaves(self):
        courrier = self.inviter(canal="ebox", preuve_envoi=False)
        with freeze_time("2025-04-01 11:00:00"):
            self.dossier.accord_ebox = False
            self.assertEqual(self.passer(), 0)
        self.assertEqual((courrier.state, courrier.ebox_etat), ("imprime", "refuse"))
        self.assertFalse(self.infraction.audition_ids)
        types = self.sanction.sudo().activity_ids.activity_type_id
        self.assertIn(self.env.ref("sanctions_admin.activite_ebox"), types)
        self.assertNotIn(
            self.env.ref("parcours_accueil.activite_ebox"),
            self.dossier.sudo().activity_ids.activity_type_id,
            "the commune neither sends nor reads it",
        )

    def test_a_writ_goes_by_no_ebox_and_nobody_but_the_official_sends_the_others(self):
        courrier = self.inviter(canal="accuse", preuve_envoi=False)
        with freeze_time("2025-04-01 11:00:00"):
            with self.assertRaises(AccessError):
                courrier.with_user(self.agent).action_envoyer_ebox()
            courrier.sudo().genre = "sanction_contrainte"
            self.refuse(courrier.action_envoyer_ebox, "one of these ways only")


@tagged("post_install", "-at_install")
class TestDecision(CourriersCase):
    def test_a_fine_says_why_how_much_how_to_pay_and_how_to_appeal(self):
        decision = self.decider()
        self.assertEqual(self.sanction.etape_attendue, "envoyer")
        courrier = self.notifier()
        self.assertEqual((courrier.state, courrier.decision_id), ("poste", decision))
        self.assertEqual((decision.date_envoi, decision.canal), (date(2025, 5, 5), "recommande"))
        self.assertEqual(decision.date_notification, date(2025, 5, 8))
        self.assertEqual(self.sanction.solde, 100)
        self.assertEqual(courrier.evenement_id.type, "decision_notifiee")
        texte = self.texte(courrier)
        for attendu in (
            "amende administrative de 100,00",
            "renoncé par écrit",
            "Aucune inscription malgré la sommation.",
            "BE71 0961 2345 6769",
            decision.communication,
            "30 jours",
            "2 mois",
            "Conseil d’État",
            "soixante jours",
            "suspend l’amende",
            "quatre mois au plus",
            "Ombuds",
            self.fonctionnaire.name,
        ):
            self.assertIn(attendu, texte)
        self.assertIn("soixante jours", courrier.mention_texte, "what was printed is kept")

    def test_a_fine_is_written_in_dutch_or_in_both(self):
        self.decider()
        texte = self.texte(self.notifier(langue="deux"))
        for attendu in (
            "administratieve geldboete van",
            "Mededeling",
            "zestig dagen",
            "Raad van State",
            "soixante jours",
            "schriftelijk van afgezien",
        ):
            self.assertIn(attendu, texte)

    def test_no_fine_leaves_without_its_block_of_remedies(self):
        decision = self.decider()
        self.env["parcours.mention"].search([("acte", "=", "amende")]).date_fin = date(2025, 5, 1)
        self.refuse(self.notifier, "no block of remedies")
        self.assertFalse(decision.date_envoi)
        self.assertFalse(self.sanction.courrier_ids.filtered(lambda c: c.genre == "sanction_amende"))

    def test_no_payment_is_asked_for_without_an_account(self):
        self.decider()
        self.vivalis.compte_amendes = False
        self.refuse(self.notifier, "bank account for the fines")

    def test_what_is_not_decided_or_heard_is_not_notified(self):
        self.refuse(self.sanction.action_notifier_et_imprimer, "No decision awaits")
        faire, objets = self.sanction.env["parcours.courrier"]._faire, {"sanction_id": self.sanction.id}
        objets |= {"infraction_id": self.infraction.id}
        with freeze_time("2025-05-05 10:00:00"):
            self.refuse(lambda: faire(self.dossier, "sanction_amende", "fr_BE", **objets), "something else than what")
            with self.assertRaisesRegex(UserError, "hear"), self.cr.savepoint():
                SanctionCase.decider.__func__(type(self), self.sanction)

    def test_each_decision_has_its_own_letter(self):
        decision = self.decider(decision="sans_amende", motivation="Inscrite la veille de la sommation.")
        objets = {"sanction_id": self.sanction.id, "infraction_id": self.infraction.id, "decision_id": decision.id}
        faire = self.sanction.env["parcours.courrier"]._faire
        with freeze_time("2025-05-05 10:30:00"):
            self.refuse(lambda: faire(self.dossier, "sanction_amende", "fr_BE", **objets), "something else than what")
        texte = self.texte(self.notifier(langue="deux"))
        for attendu in ("ne pas vous infliger", "geen geldboete", "Inscrite la veille"):
            self.assertIn(attendu, texte)
        self.assertNotIn("BE71", texte)
        self.assertTrue(decision.date_notification)

    def test_a_change_in_the_file_stops_a_fine_before_it_is_printed(self):
        self.decider()
        self.reponse = lambda personne: personne.dossier_ids.sudo().sanction_ids._avertir(
            lambda env, _sanction: "Exempt"
        )
        courrier = self.notifier()
        self.assertEqual((courrier.state, courrier.imprime_le), ("ecarte", False))
        self.assertFalse(courrier.decision_id.date_envoi)

    def test_a_decision_corrected_after_its_letter_was_printed_is_printed_again(self):
        decision = self.decider()
        courrier = self.notifier(preuve_envoi=False)
        self.assertEqual(courrier.state, "imprime")
        with freeze_time("2025-05-05 12:00:00"):
            decision.write({"motivation": "Autre motif.", "textes_vus": {"motivation": decision.motivation}})
            self.assertEqual(courrier.state, "annule")
            decision.with_user(self.autre_fonctionnaire()).action_decider()
            autre = self.notifier(canal="remise", preuve_envoi=False)
        self.assertEqual(autre.state, "recu")
        self.assertIn("Autre motif", self.texte(autre))
        self.assertTrue(courrier.sudo().pdf, "what was printed stays")

    def test_a_printed_fine_leaves_by_the_window_of_the_decision_and_by_no_ordinary_letter(self):
        decision = self.decider()
        self.refuse(lambda: self.notifier(canal="ordinaire", preuve_envoi="L1"), "one of these ways only")
        courrier = self.notifier(preuve_envoi=False)
        with freeze_time("2025-05-06 10:00:00"):
            action = courrier.action_poster()
            self.assertEqual((action["res_model"], action["res_id"]), ("sanction.decision", decision.id))
            decision.write({"canal": "accuse", "preuve_envoi": "RR2"})
            decision.action_notifier()
        self.assertEqual(
            (courrier.state, courrier.canal, courrier.preuve_envoi, courrier.date_envoi),
            ("poste", "accuse", "RR2", date(2025, 5, 6)),
        )

    def test_a_fine_that_came_back_is_sent_again_and_both_letters_are_kept(self):
        decision, courrier = self.decider(), None
        courrier = self.notifier()
        with freeze_time("2025-05-20 10:00:00"):
            decision.write({"retour": "inconnu", "date_retour": date(2025, 5, 15)})
            self.assertEqual((courrier.state, decision.date_notification), ("retourne", False))
            autre = self.faire(courrier.action_renvoyer(), canal="remise")
        self.assertEqual((courrier.state, autre.state), ("retourne", "recu"))
        self.assertEqual((decision.date_notification, decision.retour), (date(2025, 5, 20), False))
        self.assertEqual(self.sanction.solde, 100)

    def test_a_notification_cancelled_by_a_head_puts_the_letter_back_to_be_posted(self):
        self.decider()
        courrier = self.notifier()
        with freeze_time("2025-05-06 10:00:00"):
            courrier.evenement_id.with_user(self.utilisateur("direction"))._annuler("The wrong person")
        self.assertEqual((courrier.state, courrier.date_envoi), ("imprime", False))

    def test_a_second_click_prints_and_notifies_nothing_more(self):
        self.decider()
        with freeze_time("2025-05-05 11:00:00"):
            fenetre = self.fenetre(self.sanction.action_notifier_et_imprimer(), langue="fr_BE", **PARTI)
            fenetre.action_confirmer()
            fenetre.action_confirmer()
        self.assertEqual(len(self.sanction.courrier_ids.filtered(lambda c: c.genre == "sanction_amende")), 1)
        self.assertEqual(self.sanction.solde, 100)

    def test_the_window_of_a_fine_shows_its_chain_to_the_official_alone(self):
        self.decider()
        with freeze_time("2025-05-05 11:00:00"):
            fenetre = self.fenetre(self.sanction.action_notifier_et_imprimer(), langue="fr_BE")
            self.assertIn("o_parcours_chaine", fenetre.chaine_decision)
            self.assertIn("Aucune inscription", fenetre.motivation)


@tagged("post_install", "-at_install")
class TestApresLaNotification(CourriersCase):
    def setUp(self):
        super().setUp()
        self.decision = self.decider()
        self.notifier()

    def test_after_two_months_without_proof_the_person_is_told_and_heard_again(self):
        with freeze_time("2025-07-15 10:00:00"):
            self.sanction._enregistrer("infraction_constatee")
            self.revoir(self.sanction.sudo())
            action = self.sanction.action_inviter_et_imprimer()
            self.assertEqual(action["context"]["default_genre"], "sanction_infraction")
            courrier = self.faire(action, langue="deux", **{**AUDIENCE, "audience_le": "2025-09-01 08:00:00"}, **PARTI)
        nouvelle = self.sanction.infraction_ids - self.infraction
        self.assertEqual((courrier.infraction_id, courrier.audition_id), (nouvelle, nouvelle.audition_ids))
        texte = self.texte(courrier)
        for attendu in ("Une nouvelle infraction", "8 juillet 2025", "100,00", "Nieuwe inbreuk", "1 september 2025"):
            self.assertIn(attendu, texte)

    def test_a_reminder_is_printed_once_the_term_to_pay_is_over(self):
        with freeze_time("2025-06-05 10:00:00"):
            self.assertEqual(self.sanction.courriers_possibles, ",,")
            self.refuse(self.sanction.action_rappeler, "Nothing can be claimed now")
        with freeze_time("2025-06-12 10:00:00"):
            self.sanction.invalidate_recordset()
            self.assertEqual(self.sanction.courriers_possibles, ",sanction_rappel,")
            self.env["sanction.mouvement"].with_user(self.fonctionnaire).create(
                {
                    "sanction_id": self.sanction.id,
                    "decision_id": self.decision.id,
                    "date": date(2025, 6, 1),
                    "montant": 40,
                    "communication": "999",
                }
            )
            avant = len(self.sanction.evenement_ids)
            courrier = self.faire(self.sanction.action_rappeler(), langue="deux", canal="ordinaire", preuve_envoi="L1")
        self.assertEqual((courrier.state, courrier.canal), ("poste", "ordinaire"))
        self.assertEqual(len(self.sanction.evenement_ids), avant, "its posting is no step")
        texte = self.texte(courrier)
        for attendu in ("60,00", "10 juin 2025", self.decision.communication, "Herinnering", "8 mai 2025"):
            self.assertIn(attendu, texte)

    def test_a_writ_follows_a_reminder_and_the_collection_and_goes_registered(self):
        with freeze_time("2025-06-12 10:00:00"):
            self.sanction._enregistrer("recouvrement_entame")
            self.sanction.invalidate_recordset()
            self.assertIn(",sanction_contrainte,", self.sanction.courriers_possibles)
            self.refuse(lambda: self.faire(self.sanction.action_contraindre(), **PARTI), "No reminder")
            self.faire(self.sanction.action_rappeler(), canal="ordinaire", preuve_envoi="L1")
            self.refuse(
                lambda: self.faire(self.sanction.action_contraindre(), canal="ordinaire", preuve_envoi="L1"),
                "one of these ways only",
            )
            courrier = self.faire(self.sanction.action_contraindre(), langue="deux", **PARTI)
        self.assertEqual((courrier.state, courrier.preuve_envoi), ("poste", "RC000999"))
        texte = self.texte(courrier)
        for attendu in ("Contrainte", "Dwangbevel", "100,00", "Ombuds"):
            self.assertIn(attendu, texte)
        self.assertIn("RECOMMAND", texte.upper())

    def test_nothing_is_claimed_while_an_appeal_is_pending_or_once_it_is_paid(self):
        with freeze_time("2025-06-12 10:00:00"), self.cr.savepoint() as point:
            self.env["sanction.recours"].with_user(self.fonctionnaire).create(
                {"sanction_id": self.sanction.id, "decision_id": self.decision.id, "date": date(2025, 6, 10)}
            )
            self.refuse(self.sanction.action_rappeler, "Nothing can be claimed now")
            point.rollback()
        self.env.invalidate_all()
        with freeze_time("2025-06-12 10:00:00"):
            fenetre = self.fenetre(self.sanction.action_rappeler(), langue="fr_BE")
            self.env["sanction.mouvement"].with_user(self.fonctionnaire).create(
                {
                    "sanction_id": self.sanction.id,
                    "decision_id": self.decision.id,
                    "date": date(2025, 6, 12),
                    "montant": 100,
                    "communication": "999",
                }
            )
            self.refuse(fenetre.action_confirmer, "Nothing is left to pay")


@tagged("post_install", "-at_install")
class TestQuiEcrit(CourriersCase):
    def test_a_commune_neither_reads_nor_makes_the_letters_of_the_official(self):
        courrier = self.inviter(preuve_envoi=False)
        chez_l_agent = self.env["parcours.courrier"].with_user(self.agent)
        self.assertFalse(chez_l_agent.search([("sanction_id", "!=", False)]))
        self.assertFalse(chez_l_agent._par_jeton(courrier.sudo().jeton))
        self.assertFalse(self.dossier.with_user(self.agent).courrier_ids)
        for geste in ("action_ouvrir", "action_imprimer", "action_poster"):
            with self.subTest(geste), self.assertRaises(AccessError):
                getattr(courrier.with_user(self.agent), geste)()
        with self.assertRaises(AccessError):
            courrier.with_user(self.agent).read(["pdf"])
        with self.assertRaises(AccessError):
            self.sanction.with_user(self.agent).action_inviter_et_imprimer()
        objets = {"sanction_id": self.sanction.id, "infraction_id": self.infraction.id}
        with self.assertRaises(AccessError), self.cr.savepoint():
            chez_l_agent._faire(self.dossier.with_user(self.agent), "sanction_invitation", "fr_BE", **objets)

    def test_an_agent_of_vivalis_reads_them_and_makes_none(self):
        courrier = self.inviter(preuve_envoi=False)
        for groupe in ("gestionnaire", "direction"):
            qui = self.utilisateur(groupe)
            with self.subTest(groupe):
                self.assertTrue(courrier.with_user(qui).action_ouvrir()["url"])
                self.assertFalse(courrier.with_user(qui).faisable)
                with self.assertRaises(AccessError):
                    courrier.with_user(qui)._annuler("no")
                with self.assertRaises(AccessError):
                    self.sanction.with_user(qui).action_inviter_et_imprimer()

    def test_the_official_makes_no_letter_of_a_commune(self):
        with freeze_time("2025-04-01 10:00:00"), self.assertRaises(AccessError), self.cr.savepoint():
            self.sanction.env["parcours.courrier"]._faire(self.dossier.with_user(self.fonctionnaire), "refus", "fr_BE")
        with freeze_time("2025-04-01 10:00:00"):
            courrier = (
                self.env["parcours.courrier"]
                .with_user(self.agent)
                ._faire(self.dossier.with_user(self.agent), "refus", "fr_BE")
            )
        vu = courrier.with_user(self.fonctionnaire)
        self.assertFalse(vu.faisable)
        with self.assertRaises(AccessError):
            vu.action_imprimer()

    def test_no_other_role_sees_one(self):
        courrier = self.inviter()
        for groupe in ("organisateur", "statisticien", "auditeur"):
            with self.subTest(groupe), self.assertRaises(AccessError):
                self.env["parcours.courrier"].with_user(self.utilisateur(groupe)).browse(courrier.id).read(["objet"])

    def test_nobody_writes_one_by_hand(self):
        courrier = self.inviter()
        with self.assertRaises(AccessError):
            courrier.with_user(self.fonctionnaire).write({"state": "recu"})
        with self.assertRaises(UserError):
            courrier.with_user(self.fonctionnaire).unlink()


@tagged("post_install", "-at_install")
class TestTextes(CourriersCase):
    def test_each_letter_has_a_text_in_both_languages_with_a_preview_in_the_name_of_vivalis(self):
        Modele = self.env["parcours.courrier.modele"]
        for code in self.env["parcours.courrier"]._genres():
            if not code.startswith("sanction_"):
                continue
            with self.subTest(code):
                modele = Modele._en_vigueur(code, self.vivalis, date(2026, 11, 27), ("fr_BE", "nl_BE"))
                self.assertFalse(modele._places_fausses())
                apercus = modele.apercu_fr + modele.apercu_nl
                self.assertNotIn("{{", apercus)
                self.assertNotIn("…", apercus, "each place says something")
                self.assertNotIn("Pour la commune", apercus)
                self.assertIn("Vivalis", apercus)

    def test_an_account_is_a_real_number(self):
        with self.assertRaisesRegex(UserError, "IBAN"), self.cr.savepoint():
            self.vivalis.compte_amendes = "BE71096123456760"
