# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The letters of a request: acknowledgment, decision, block of remedies, contact, language; read back from the PDF."""

import base64
import io
from datetime import date

from freezegun import freeze_time
from PyPDF2 import PdfReader

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import ParcoursCase

JOUR = date(2026, 11, 25)
OMBUDS, CONSEIL = "ombuds.brussels", "eproadmin"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-25")
class TestContestationLettre(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.utilisateur("agent", cls.schaerbeek)
        cls.agent.partner_id.write({"phone": "02 000 00 01", "email": "agent@example.com", "function": "Guichet 4"})
        cls.dossier = cls.ouvert()
        cls.mention = cls.env.ref("parcours_accueil.mention_refus")

    def vue(self, dossier=None, **valeurs):
        return self.contestation(dossier or self.dossier, auteur=self.agent, **valeurs)

    def setUp(self):
        super().setUp()
        self.registre_muet()

    def lire(self, demande, genre=None):
        """Return the text of the letter, its language, and its number of pages."""
        courrier = self.courrier_de(demande, genre)
        lecteur = PdfReader(io.BytesIO(base64.b64decode(courrier.with_context(bin_size=False).pdf)))
        texte = " ".join("".join(page.extract_text() for page in lecteur.pages).split())
        return texte, lecteur.trailer["/Root"]["/Lang"], len(lecteur.pages)

    def test_a_refusal_states_reasons_contact_and_remedies_in_french(self):
        contestation = self.vue(texte="Je suis étudiante.")
        contestation._refuser(JOUR, "Le statut d'étudiant n'exempte pas.", "fr_BE")
        texte, langue, _pages = self.lire(contestation)
        for attendu in (
            *("Schaerbeek", self.dossier.name, self.dossier.reference, "25 novembre 2026", "2 avril 2024"),
            *("Je suis étudiante.", "Le statut d'étudiant n'exempte pas.", "refusée"),
            *(self.agent.name, "Guichet 4", "02 000 00 01", "agent@example.com"),
            *(OMBUDS, CONSEIL, "soixante jours"),
        ):
            self.assertIn(attendu, texte)
        self.assertEqual(langue[:2], "fr")
        self.assertNotIn(self.dossier.niss, texte)
        courrier = contestation.courrier_ids
        self.assertNotIn(self.dossier.name.split()[0], courrier.pdf_nom)
        self.assertEqual(courrier.mention_id, self.mention)

    def test_an_acceptance_is_written_in_dutch(self):
        contestation = self.vue()
        contestation._accepter(JOUR, "U hebt gelijk.", "nl_BE")
        texte, langue, _pages = self.lire(contestation)
        for attendu in ("Schaarbeek", "25 november 2026", "U hebt gelijk.", "aanvaard", OMBUDS, "zestig dagen"):
            self.assertIn(attendu, texte)
        self.assertEqual(langue[:2], "nl")

    def test_the_receipt_is_acknowledged_with_its_day_and_a_contact(self):
        exemption = self.demande(self.dossier).with_user(self.agent)
        regle = exemption.regle_id.with_context(lang="fr_BE").name
        for demande, nom in ((self.vue(), "obligation"), (exemption, regle)):
            demande._accuser(date(2024, 4, 3), "fr_BE")
            texte, _langue, _pages = self.lire(demande, "accuse")
            for attendu in ("25 novembre 2026", "2 avril 2024", nom, self.agent.name, "02 000 00 01"):
                self.assertIn(attendu, texte)
            self.assertNotIn(CONSEIL, texte, "nothing is decided")

    def test_a_wish_not_known_is_asked_first_or_gives_both_languages_and_one_that_is_known_gives_its_own(self):
        fenetres = self.env["parcours.contestation.decision"].with_user(self.agent)
        contestation = self.vue()
        fenetre = fenetres.create({"contestation_id": contestation.id, "decision": "accuser"})
        self.assertFalse(fenetre.langue, "neither the register's language nor that of the agent's screen: ask first")
        with self.assertRaisesRegex(UserError, "Ask the person first"), self.env.cr.savepoint():
            fenetre.action_confirmer()
        fenetre.langue = "deux"
        fenetre.action_confirmer()
        texte, _langue, pages = self.lire(contestation, "accuse")
        self.assertIn("2 avril 2024", texte)
        self.assertIn("2 april 2024", texte)
        self.assertEqual(pages, 2)
        self.assertFalse(self.dossier.langue)
        # asked for the next letter: kept on the file, signed, and proposed from then on
        valeurs = {"contestation_id": contestation.id, "decision": "refuser", "motif": "Non.", "langue": "nl_BE"}
        fenetres.create(valeurs).action_confirmer()
        self.assertEqual(self.lire(contestation)[1][:2], "nl")
        dossier = self.dossier
        self.assertEqual((dossier.langue, dossier.langue_date, dossier.langue_par_id), ("nl_BE", JOUR, self.agent))
        suivante = self.vue()
        fenetre = fenetres.create({"contestation_id": suivante.id, "decision": "accuser"})
        self.assertEqual(fenetre.langue, "nl_BE")

    def test_the_wished_language_is_written_on_the_file_and_signed(self):
        vu = self.dossier.with_user(self.agent)
        vu.langue = "fr_BE"
        self.assertEqual((vu.langue_date, vu.langue_par_id), (JOUR, self.agent))
        with self.assertRaises(AccessError):
            vu.langue_par_id = self.agent
        vu.langue = False
        self.assertFalse(vu.langue_date or vu.langue_par_id)

    # ---- the block of remedies --------------------------------------------------------------------------------------

    def test_no_decision_leaves_without_its_block_of_remedies(self):
        self.mention.date_fin = date(2026, 11, 24)
        contestation, exemption = self.vue(), self.demande(self.dossier).with_user(self.agent)
        for decider in (contestation._refuser, contestation._accepter, exemption._refuser):
            with self.assertRaisesRegex(UserError, "no block of remedies.*Schaerbeek"), self.cr.savepoint():
                decider(JOUR, "Non.", "fr_BE")
        self.assertEqual((contestation.state, exemption.state), ("demandee", "demandee"))
        exemption._accorder(JOUR, "Oui.", langue="fr_BE")
        self.assertFalse(self.courrier_de(exemption).mention_id, "a grant refuses nothing")

    def test_a_block_that_is_not_written_in_the_language_of_the_letter_is_none(self):
        self.mention.update_field_translations("recours", {"nl_BE": False})
        self.assertFalse(self.mention._ecrit_en("nl_BE"))
        contestation = self.vue()
        for langue in ("nl_BE", "deux"):
            with self.assertRaisesRegex(UserError, "not written in: Dutch"), self.cr.savepoint():
                contestation._refuser(JOUR, "Nee.", langue)
        contestation._refuser(JOUR, "Non.", "fr_BE")
        self.assertTrue(contestation.courrier_ids)

    def test_a_refused_exemption_states_the_remedies_of_its_day(self):
        self.mention.date_fin = date(2026, 10, 31)
        suivante = self.mention.copy({"date_debut": "2026-11-01", "date_fin": False})
        suivante.with_context(lang="fr_BE").recours = "Nouveau recours"
        exemption = self.demande(self.dossier).with_user(self.agent)
        exemption._refuser(JOUR, "Non.", "fr_BE")
        texte = self.lire(exemption)[0]
        self.assertIn("Nouveau recours", texte)
        self.assertIn(OMBUDS, texte)
        self.assertEqual(exemption.courrier_ids.mention_id, suivante)
        ancienne = self.demande(self.ouvert(), "8").with_user(self.agent)
        ancienne._refuser(date(2026, 10, 31), "Non.", "fr_BE")
        self.assertEqual(self.courrier_de(ancienne).mention_id, self.mention)

    def test_a_commune_with_an_ombudsman_of_its_own_prints_its_own_block(self):
        """Two communes are shipped with theirs, to be confirmed (loi.md §7b)."""
        propres = self.env["parcours.mention"].search([("acte", "=", "refus"), ("company_id", "!=", False)])
        self.assertEqual(set(propres.company_id.mapped("nis_code")), {"21009", "21018"})
        self.assertTrue(all(propres.mapped("a_confirmer")))
        for langue in ("fr_BE", "nl_BE"):
            self.assertTrue(all(propre._ecrit_en(langue) for propre in propres))
        ici, ailleurs = self.contestation(self.ouvert(self.ixelles)), self.vue()
        ici._refuser(JOUR, "Non.", "deux")
        ailleurs._refuser(JOUR, "Non.", "fr_BE")
        self.assertIn("médiateur de la commune d’Ixelles", self.lire(ici)[0])
        self.assertNotIn("Ixelles", self.lire(ailleurs)[0])

    def test_two_blocks_are_never_in_force_on_one_day(self):
        with self.assertRaisesRegex(ValidationError, "Another block"), self.cr.savepoint():
            self.mention.copy()
        self.mention.date_fin = date(2026, 10, 31)
        self.assertTrue(self.mention.copy({"date_debut": "2026-11-01", "date_fin": False}))

    def test_heads_at_vivalis_keep_the_blocks_and_nobody_else(self):
        for role in ("agent", "gestionnaire", "auditeur"):
            lue = self.mention.with_user(self.agent if role == "agent" else self.utilisateur(role))
            self.assertTrue(lue.recours)
            with self.subTest(role), self.assertRaises(AccessError):
                lue.recours = "x"
        vue = self.mention.with_user(self.utilisateur("direction"))
        vue.a_confirmer = False
        for geste in (vue.unlink, lambda: vue.write({"recours": "x"})):
            with self.assertRaises(UserError):
                geste()
        for role in ("organisateur", "statisticien"):
            with self.assertRaises(AccessError):
                self.mention.with_user(self.utilisateur(role)).read(["recours"])

    # ---- notified ---------------------------------------------------------------------------------------------------

    def test_day_way_and_proof_of_the_notification_are_kept(self):
        for demande in (self.vue(), self.demande(self.dossier).with_user(self.agent)):
            demande._refuser(date(2026, 11, 20), "Non.", "fr_BE")
            with self.assertRaisesRegex(UserError, "Say on the letter itself"):
                demande._notifier(JOUR, "remise", b"cHJldXZl")
            # one printed before letters were a model of their own
            demande.sudo().lettre = b"bGV0dHJl"
            for jour, preuve, dit in (
                (date(2026, 11, 26), b"cHJldXZl", "still to come"),
                (date(2026, 11, 19), b"cHJldXZl", "before"),
                (date(2026, 11, 23), False, "add the proof"),
            ):
                with self.assertRaisesRegex(UserError, dit):
                    demande._notifier(jour, "accuse", preuve)
            demande._notifier(date(2026, 11, 23), "accuse", b"cHJldXZl", "carte.pdf")
            self.assertEqual((demande.date_notification, demande.notification_canal), (date(2026, 11, 23), "accuse"))
            self.assertEqual(demande.with_context(bin_size=False).notification_preuve, b"cHJldXZl")
            demande._notifier(date(2026, 11, 24), "accuse", b"YXV0cmU=", "carte.pdf")
            self.assertIn(b"cHJldXZl", self.dossier.message_ids.attachment_ids.mapped("datas"), "the first is kept too")

    def test_what_an_agent_typed_is_never_markup(self):
        contestation = self.vue(texte="<b>1</b> < 2")
        contestation._refuser(JOUR, "<img src='file:///etc/hostname'>", "fr_BE")
        texte = self.lire(contestation)[0]
        self.assertIn("<b>1</b> < 2", texte)
        self.assertIn("<img src='file:///etc/hostname'>", texte)

    # ---- its life ---------------------------------------------------------------------------------------------------

    def test_the_request_says_when_and_how_its_letter_was_received(self):
        """By channel, as the letters that are steps: presumed where the posting is proved, until something is known."""
        dossier = self.arrivee()
        dossier.personne_id.adresse_registre = "Rue de l'Essai 1, 1030"
        for demande in (self.vue(dossier), self.demande(dossier).with_user(self.agent)):
            demande._refuser(JOUR, "Non.", "fr_BE")
            courrier = self.courrier_de(demande)
            courrier._poster(JOUR, "accuse", "RR1")
            self.assertEqual(self.notifiee(demande), (date(2026, 11, 30), "accuse", True), "the third working day")
            with freeze_time("2026-12-04"):
                courrier._recevoir(date(2026, 12, 3), "presente")
            self.assertEqual(self.notifiee(demande), (date(2026, 12, 3), "accuse", False), "the day of its card")

    def test_a_letter_handed_over_is_notified_that_day_and_one_that_nothing_proves_or_came_back_is_not(self):
        vide = (False, False, False)
        for canal, preuve, attendu in (
            ("remise", False, (JOUR, "remise", False)),
            ("recommande", "RR1", (date(2026, 11, 30), "recommande", True)),
            ("ordinaire", "list 12", (date(2026, 11, 30), "ordinaire", True)),
            ("ordinaire", False, vide),
            ("ebox", False, (JOUR, "ebox", False)),
        ):
            dossier = self.arrivee()
            dossier.personne_id.adresse_registre = "Rue de l'Essai 1, 1030"
            demande = self.vue(dossier)
            demande._refuser(JOUR, "Non.", "fr_BE")
            courrier = self.courrier_de(demande)
            dossier.accord_ebox = canal == "ebox"
            if canal == "ebox":
                courrier.sudo().write({"ebox_etat": "envoye", "ebox_le": "2026-11-25 09:00:00"})  # as the queue does
            courrier._poster(JOUR, canal, preuve)
            with self.subTest(canal=canal, preuve=preuve):
                self.assertEqual(self.notifiee(demande), attendu)
                if courrier.state == "poste":
                    courrier._retourner(JOUR, "demenage")
                    self.assertEqual(self.notifiee(demande), vide)

    def notifiee(self, demande):
        return demande.date_notification, demande.notification_canal, demande.notification_presumee

    def test_a_decision_stands_when_the_register_does_not_answer_and_its_letter_waits(self):
        phrase = "No access to the register is set up. Ask the administrator."
        self.patch(type(self.env["parcours.courrier"]), "_demander_au_registre", lambda _courriers: phrase)
        fenetres = self.env["parcours.exemption.decision"].with_user(self.agent)
        exemption = self.demande(self.dossier)
        valeurs = {"exemption_id": exemption.id, "decision": "refuser", "motif": "Non.", "langue": "nl_BE"}
        action = fenetres.create(valeurs).action_confirmer()
        self.assertIn("No access to the register", action["params"]["message"])
        self.assertEqual((exemption.state, exemption.courrier_ids.state), ("refusee", "brouillon"))
        self.registre_muet()
        self.assertEqual(exemption.courrier_ids.with_user(self.agent).action_imprimer()["type"], "ir.actions.act_url")
        self.assertIn("geweigerd", self.lire(exemption)[0])

    def test_the_window_of_a_decision_opens_its_letter_and_a_letter_that_never_left_is_made_again(self):
        contestation = self.vue()
        fenetre = self.env["parcours.contestation.decision"].with_user(self.agent)
        valeurs = {"contestation_id": contestation.id, "decision": "refuser", "motif": "Non.", "langue": "fr_BE"}
        action = fenetre.create(valeurs).action_confirmer()
        courrier = contestation.courrier_ids
        self.assertIn(f"/parcours.courrier/{courrier.id}/pdf/", action["url"])
        self.assertFalse(contestation.lettre_a_ecrire)
        courrier._annuler("Torn")
        self.assertTrue(contestation.lettre_a_ecrire)
        action = contestation.with_user(self.agent).action_ecrire_lettre()
        self.assertEqual(action["context"]["default_contestation_id"], contestation.id)
        autre = self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"]).create({})
        autre.action_confirmer()
        self.assertEqual(contestation.courrier_ids.sorted("id").mapped("state"), ["annule", "imprime"])

    def test_what_was_printed_before_stays_readable_by_who_reads_the_request(self):
        exemption = self.demande(self.dossier)
        exemption.write({"accuse": b"YWNjdXNl", "lettre": b"bGV0dHJl", "state": "refusee", "date_decision": JOUR})
        vue = exemption.with_user(self.agent).with_context(bin_size=False)
        self.assertEqual((vue.accuse, vue.lettre, vue.lettre_a_ecrire), (b"YWNjdXNl", b"bGV0dHJl", False))

    def test_a_suspension_is_told_by_a_letter_that_refuses_nothing(self):
        motif = self.dossier.reglement_id.motif_suspension_ids.filtered(lambda m: not m.confidentiel)[:1]
        self.dossier._enregistrer("attestation_remise", date(2024, 3, 4))
        piece = ("attestation.pdf", base64.b64encode(b"vu"))
        suspension = self.dossier._suspendre(motif, date(2024, 6, 1), date(2024, 7, 31), pieces=[piece])
        action = suspension.with_user(self.agent).action_ecrire_lettre()
        fenetre = self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"])
        fenetre = fenetre.create({"langue": "fr_BE"})
        fenetre.action_confirmer()
        courrier = fenetre.courrier_id
        self.assertEqual((courrier.state, courrier.suspension_id), ("imprime", suspension))
        self.assertFalse(courrier.mention_texte)
