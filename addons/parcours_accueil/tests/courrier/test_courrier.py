# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The life of a letter, through the public actions, as an agent of the commune."""

import base64
import io
from datetime import date, datetime

from freezegun import freeze_time
from PyPDF2 import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.parcours_socle.papier import pdf as papier_pdf
from odoo.addons.parcours_socle.paroles import Dit
from odoo.addons.registre_national.models.service.relecture import Ensemble

from ..common import ParcoursCase

MIDI = "2024-04-02 10:00:00"


class CourrierCase(ParcoursCase):
    """`self.dossier`: an open file of somebody of the register, as an agent of its commune sees it. The register
    answers what it knew: each time it is asked is kept in `self.demandes`; `self.reponses` says otherwise than “read”
    for a person, `self.reponse` for all, `self.panne` why it does not answer, and `self.refus` what it refuses."""

    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("agent", self.schaerbeek)
        self.demandes, self.reponse, self.reponses, self.panne, self.refus = [], None, {}, "", {}
        gens = type(self.env["registre.personne"])

        def relire(personnes, motif, precision, references):
            personnes.check_access("read")
            self.demandes.append((personnes.env.uid, motif, precision, sorted(references.values())))
            lues = personnes.sudo().browse() if self.panne else personnes.sudo()
            for personne in lues:
                if reponse := self.reponses.get(personne.id, self.reponse):
                    reponse(personne)
            return Ensemble(lues.filtered(lambda p: p.id not in self.refus), lues.browse(), self.refus, self.panne)

        self.patch(gens, "_relire_ensemble", relire)
        with freeze_time("2024-03-11"):
            self.dossier = self.arrivee()
        self.dossier.personne_id.adresse_registre = "Rue de l'Essai 1, 1030"
        self.vu = self.dossier.with_user(self.agent).with_context(allowed_company_ids=self.agent.company_ids.ids)

    def fenetre(self, action, **valeurs):
        """Return the window that this action opens, filled in."""
        defauts = {nom[8:]: valeur for nom, valeur in action["context"].items() if nom.startswith("default_")}
        modele = self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"])
        return modele.create({**defauts, **valeurs})

    def faire(self, action, **valeurs):
        fenetre = self.fenetre(action, **valeurs)
        return fenetre, fenetre.action_confirmer()

    def texte(self, courrier):
        contenu = base64.b64decode(courrier.sudo().with_context(bin_size=False).pdf)
        return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(contenu)).pages).split())


@tagged("post_install", "-at_install")
class TestAttestation(CourrierCase):
    @freeze_time(MIDI)
    def test_the_attestation_is_printed_and_handed_over_from_the_file(self):
        fenetre, action = self.faire(self.vu.action_remettre(), langue="fr_BE")
        courrier = fenetre.courrier_id
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertEqual(
            (courrier.state, courrier.canal, courrier.date_reception), ("recu", "remise", date(2024, 4, 2))
        )
        remise = self.dossier.evenement_ids.filtered(lambda e: e.type == "attestation_remise")
        self.assertEqual((courrier.evenement_id, remise.canal, remise.user_id), (remise, "remise", self.agent))
        self.assertEqual(self.dossier.stage_id.code, "informe")
        texte = self.texte(courrier)
        nom = self.dossier.name.replace(",", "")
        for attendu in ("Attestation d’obligation", nom, self.dossier.reference, "4 mars 2024", "6 mois"):
            self.assertIn(attendu, texte)
        self.assertIn("Rue de l'Essai 1", courrier.adresse)
        self.assertNotIn(self.dossier.niss, texte)
        self.assertEqual(self.dossier.langue, "fr_BE")
        self.assertEqual((self.dossier.langue_par_id, self.dossier.langue_date), (self.agent, date(2024, 4, 2)))

    @freeze_time(MIDI)
    def test_the_register_is_asked_once_for_a_letter_and_in_the_name_of_the_agent(self):
        self.faire(self.vu.action_remettre(), langue="fr_BE")
        ((qui, motif, precision, reference),) = self.demandes
        self.assertEqual((qui, motif, reference), (self.agent.id, "courrier", [self.dossier.reference]))
        self.assertEqual(precision, "Attestation of obligation")

    @freeze_time(MIDI)
    def test_a_second_click_prints_nothing_more(self):
        fenetre, _action = self.faire(self.vu.action_remettre(), langue="fr_BE")
        pdf, nombre = fenetre.courrier_id.sudo().pdf, len(self.dossier.evenement_ids)
        fenetre.action_confirmer()
        self.assertEqual(len(self.dossier.courrier_ids), 1)
        self.assertEqual((fenetre.courrier_id.sudo().pdf, len(self.dossier.evenement_ids)), (pdf, nombre))
        self.assertEqual(len(self.demandes), 1)

    @freeze_time(MIDI)
    def test_a_single_letter_asks_first_in_which_language(self):
        fenetre = self.fenetre(self.vu.action_remettre())
        self.assertFalse(fenetre.langue)
        with self.assertRaisesRegex(UserError, "language"):
            fenetre.action_confirmer()
        with self.assertRaisesRegex(UserError, "Ask the person first"):
            self.env["parcours.courrier"].with_user(self.agent)._faire(self.vu, "attestation_obligation", False)
        self.assertFalse(self.demandes)

    @freeze_time(MIDI)
    def test_both_languages_at_once_keep_no_wish(self):
        fenetre, _action = self.faire(self.vu.action_remettre(), langue="deux")
        texte = self.texte(fenetre.courrier_id)
        self.assertIn("Attestation d’obligation", texte)
        self.assertIn("Attest tot verplichting", texte)
        self.assertFalse(self.dossier.langue)

    @freeze_time(MIDI)
    def test_who_died_meanwhile_drops_out_with_the_reason(self):
        def deces(personne):
            dossier = personne.dossier_ids
            dossier._noter("cloture", date(2024, 4, 1), motif_cloture="decede")

        self.reponse = deces
        fenetre, action = self.faire(self.vu.action_remettre(), langue="fr_BE")
        courrier = fenetre.courrier_id.sudo()
        self.assertEqual((courrier.state, courrier.ecart), ("ecarte", "decede"))
        self.assertIn("deceased", courrier.motif_ecart)
        self.assertFalse(courrier.pdf)
        self.assertIn("deceased", action["params"]["message"])
        self.assertFalse(self.dossier.evenement_ids.filtered(lambda e: e.type == "attestation_remise"))

    @freeze_time(MIDI)
    def test_who_moved_meanwhile_drops_out_and_the_agent_is_told(self):
        def demenager(personne):
            personne.dossier_ids.company_id = self.ixelles

        self.reponse = demenager
        _fenetre, action = self.faire(self.vu.action_remettre(), langue="fr_BE")
        self.assertIn("Ixelles", action["params"]["message"])
        self.assertEqual(self.dossier.courrier_ids.ecart, "autre_commune")

    @freeze_time(MIDI)
    def test_a_register_that_does_not_answer_is_said_to_the_agent_and_nothing_is_kept(self):
        self.panne = "The register was unreachable or too busy."
        fenetre = self.fenetre(self.vu.action_remettre(), langue="fr_BE")
        with self.assertRaisesRegex(UserError, "unreachable"), self.env.cr.savepoint():
            fenetre.action_confirmer()
        self.assertFalse(self.dossier.courrier_ids)
        self.panne = ""
        fenetre.action_confirmer()
        self.assertEqual(fenetre.courrier_id.state, "recu")

    @freeze_time(MIDI)
    def test_a_register_that_refuses_to_give_the_person_leaves_no_letter_and_says_why(self):
        phrase = "The register has cancelled this number."
        self.refus = {self.dossier.personne_id.id: Dit({"en_US": phrase, "fr_BE": "Numéro annulé.", "nl_BE": "X."})}
        fenetre, action = self.faire(self.vu.action_remettre(), langue="fr_BE")
        self.assertIn(phrase, action["params"]["message"])
        courrier = fenetre.courrier_id
        self.assertEqual(
            (courrier.state, courrier.with_context(lang="fr_BE").motif_ecart), ("ecarte", "Numéro annulé.")
        )
        self.assertFalse(self.dossier.evenement_ids.filtered(lambda e: e.type == "attestation_remise"))

    @freeze_time(MIDI)
    def test_a_look_that_is_too_old_is_taken_again(self):
        courrier = (
            self.env["parcours.courrier"].with_user(self.agent)._faire(self.vu, "attestation_obligation", "fr_BE")
        )
        courrier._regarder()
        self.assertEqual(courrier.state, "pret")
        with freeze_time("2024-04-02 10:14:00"):
            courrier._regarder()
        self.assertEqual(len(self.demandes), 1)
        with freeze_time("2024-04-02 10:16:00"):
            courrier.action_imprimer()
        self.assertEqual((len(self.demandes), courrier.regard_le), (2, datetime(2024, 4, 2, 10, 16)))

    @freeze_time(MIDI)
    def test_an_address_that_the_register_protects_is_handed_over(self):
        self.dossier.personne_id.adresse_non_communicable = True
        fenetre, _action = self.faire(self.vu.action_remettre(), langue="fr_BE", canal="recommande")
        courrier = fenetre.courrier_id
        self.assertEqual((courrier.state, courrier.remis, courrier.adresse), ("imprime", True, False))
        self.assertNotIn("Essai 1", self.texte(courrier))
        with self.assertRaisesRegex(UserError, "handed over"):
            courrier._poster(date(2024, 4, 2), "recommande", "RR1")
        courrier._poster(date(2024, 4, 2), "remise")
        self.assertEqual(courrier.state, "recu")

    @freeze_time("2024-04-08 10:00:00")
    def test_a_letter_follows_the_ledger_whichever_way_it_is_entered(self):
        """Posted, come back, and sent again: through the window of steps; cancelled: the letter goes back."""
        fenetre, _action = self.faire(self.vu.action_remettre(), langue="fr_BE", canal="recommande", preuve_envoi="")
        courrier = fenetre.courrier_id
        self.assertEqual(courrier.state, "imprime")
        self.vu._enregistrer("attestation_remise", date(2024, 4, 3), canal="recommande", preuve_envoi="RR7")
        self.assertEqual(
            (courrier.state, courrier.preuve_envoi, courrier.date_envoi), ("poste", "RR7", date(2024, 4, 3))
        )
        self.vu._enregistrer("attestation_retournee", date(2024, 4, 8), retour="demenage")
        self.assertEqual((courrier.state, courrier.retour), ("retourne", "demenage"))
        courrier.reponse_id.with_user(self.agent)._annuler("wrong file")
        self.assertEqual((courrier.state, courrier.retour), ("poste", False))
        courrier.evenement_id.with_user(self.agent)._annuler("wrong file")
        self.assertEqual((courrier.state, courrier.canal), ("imprime", False))
        self.vu._enregistrer("attestation_remise", date(2024, 4, 3), canal="recommande", preuve_envoi="RR7")
        self.vu._enregistrer("attestation_retournee", date(2024, 4, 8), retour="inconnu")
        autre, _action = self.faire(courrier.action_renvoyer(), langue="fr_BE", canal="remise")
        self.assertEqual(autre.courrier_id.remplace_id, courrier)
        self.assertEqual(autre.courrier_id.state, "recu")

    @freeze_time(MIDI)
    def test_a_printed_letter_is_cancelled_with_a_reason_and_stays(self):
        fenetre, _action = self.faire(self.vu.action_remettre(), langue="fr_BE", canal="recommande")
        courrier = fenetre.courrier_id
        with self.assertRaisesRegex(UserError, "already being made"), self.env.cr.savepoint():
            self.faire(self.vu.action_remettre(), langue="fr_BE")
        self.faire(courrier.action_annuler(), motif="Paper jam")
        self.assertEqual((courrier.state, courrier.motif_annulation), ("annule", "Paper jam"))
        self.assertTrue(courrier.sudo().pdf)
        with self.assertRaisesRegex(UserError, "cannot be done"):
            courrier._annuler("again")
        self.faire(self.vu.action_remettre(), langue="fr_BE")

    @freeze_time(MIDI)
    def test_a_place_that_has_nothing_to_say_prints_nothing(self):
        self.dossier.sudo().name = False
        with self.assertRaisesRegex(UserError, "name of the person"):
            self.faire(self.vu.action_remettre(), langue="fr_BE")

    @freeze_time(MIDI)
    def test_nobody_writes_to_the_person_of_another_commune(self):
        fenetre, _action = self.faire(self.vu.action_remettre(), langue="fr_BE", canal="recommande")
        courrier, Courrier = fenetre.courrier_id, self.env["parcours.courrier"]
        ailleurs = self.utilisateur("agent", self.ixelles)
        vivalis = self.utilisateur("gestionnaire")
        organisateur = self.utilisateur("organisateur")
        self.assertFalse(Courrier.with_user(ailleurs).search([("id", "=", courrier.id)]))
        with self.assertRaises(AccessError):
            courrier.with_user(ailleurs).action_ouvrir()
        with self.assertRaises(AccessError):
            Courrier.with_user(organisateur).search([])
        self.assertTrue(courrier.with_user(vivalis).action_ouvrir()["url"])
        for utilisateur in (ailleurs, vivalis):
            with self.assertRaises(AccessError):
                Courrier.with_user(utilisateur)._faire(self.dossier.with_user(utilisateur), "rappel", "fr_BE")
            with self.assertRaises(AccessError):
                courrier.with_user(utilisateur)._annuler("no")
        with self.assertRaises(AccessError):
            courrier.with_user(self.agent).write({"state": "poste"})
        with self.assertRaises(UserError):
            courrier.with_user(self.agent).unlink()


@tagged("post_install", "-at_install")
class TestModeles(CourrierCase):
    def test_every_letter_has_a_text_in_both_languages_that_names_what_it_may(self):
        Modele = self.env["parcours.courrier.modele"]
        for code in self.env["parcours.courrier"]._genres():
            modele = Modele._en_vigueur(code, self.schaerbeek, date(2026, 11, 27), ("fr_BE", "nl_BE"))
            self.assertTrue(modele.a_confirmer, code)
            self.assertFalse(modele._places_fausses(), code)
            self.assertNotIn("{{", modele.apercu_fr + modele.apercu_nl)
            self.assertNotIn("…", modele.apercu_fr + modele.apercu_nl, "each place says something")

    def test_a_text_that_names_something_else_is_not_saved(self):
        direction = self.utilisateur("direction")
        Modele = self.env["parcours.courrier.modele"].with_user(direction)
        textes = {"genre": "rappel", "date_debut": "2027-01-01", "objet_fr": "Rappel", "objet_nl": "Herinnering"}
        for faux in ("{{ personne.niss }}", "{{ cloture.motif }}", "{{ personne.nom"):
            with self.assertRaisesRegex(UserError, "knows nothing called"), self.env.cr.savepoint():
                Modele.create({**textes, "corps_fr": f"<p>{faux}</p>"})

    def test_one_head_alone_puts_no_text_in_force(self):
        direction = self.utilisateur("direction")
        autre = self.env["res.users"].browse(direction.id).copy({"login": "essai.direction.2", "name": "Autre"})
        Modele = self.env["parcours.courrier.modele"]
        neuf = Modele.with_user(direction).create(
            {
                "genre": "rappel",
                "date_debut": "2027-01-01",
                "objet_fr": "Rappel",
                "corps_fr": "<p onclick='x()'>Bonjour {{ personne.nom }}<script>x()</script></p>",
                "objet_nl": "Herinnering",
                "corps_nl": "<p>Dag {{ personne.nom }}</p>",
            }
        )
        self.assertIn("EXEMPLE Nadia", neuf.apercu_fr)
        self.assertNotIn("script", neuf.apercu_fr)
        self.assertNotIn("onclick", neuf.apercu_fr)
        with self.assertRaisesRegex(UserError, "yourself"):
            neuf.action_publier()
        ancien = Modele._en_vigueur("rappel", self.schaerbeek, date(2026, 12, 31))
        neuf.with_user(autre).action_publier()
        self.assertEqual((neuf.state, ancien.date_fin), ("publie", date(2026, 12, 31)))
        self.assertEqual(Modele._en_vigueur("rappel", self.schaerbeek, date(2027, 1, 1)), neuf)
        with self.assertRaisesRegex(UserError, "frozen"):
            neuf.with_user(direction).objet_fr = "Autre"


@tagged("post_install", "-at_install")
class TestAutresCourriers(CourrierCase):
    def setUp(self):
        super().setUp()
        self.direction = self.utilisateur("direction")
        self.direction2 = (
            self.env["res.users"].browse(self.direction.id).copy({"login": "essai.direction.2", "name": "Autre"})
        )

    def sommer(self, **valeurs):
        """Hand the attestation over, then summon once the term is over."""
        self.terme_passe()
        return self.faire(self.vu.action_sommer(), **valeurs)

    @freeze_time("2024-10-01 10:00:00")
    def test_a_summons_is_printed_in_dutch_and_posted_by_its_number(self):
        fenetre, action = self.sommer(preuve_envoi="RR123456789BE")
        courrier = fenetre.courrier_id
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertEqual(
            (courrier.state, courrier.langue, courrier.canal, courrier.date_envoi),
            ("poste", "nl_BE", "accuse", date(2024, 10, 1)),
        )
        envoi = courrier.evenement_id
        self.assertEqual((envoi.preuve_envoi, envoi.user_id), ("RR123456789BE", self.agent))
        texte = self.texte(courrier)
        self.assertIn("Schriftelijke aanmaning (ingebrekestelling)", texte)
        self.assertIn("2 maanden", texte)
        self.assertIn("16 september 2024", texte, "the last day of the term that it follows")
        self.assertIn("Ombuds", courrier.mention_texte)
        self.assertNotIn("60", courrier.mention_texte, "it only prepares an act: no appeal")
        self.assertEqual(self.dossier.stage_id.code, "somme")

    def terme_passe(self):
        """The attestation was handed over, and its term is over."""
        with freeze_time("2024-03-15 10:00:00"):
            self.faire(self.vu.action_remettre(), langue="nl_BE")
        self.revoir(self.dossier)
        self.vu.invalidate_recordset()

    def du_jour(self, user=None):
        """What the button of the line of the landing page opens."""
        user = user or self.agent
        ligne = self.vu.with_user(user).with_context(
            parcours_etapes="sommation_envoyee", allowed_company_ids=user.company_ids.ids
        )
        ligne.invalidate_recordset()
        return ligne.action_etape_du_jour()

    @freeze_time("2024-10-01 10:00:00")
    def test_the_window_that_prints_a_summons_shows_what_that_of_its_step_shows(self):
        self.terme_passe()
        lettre = self.fenetre(self.vu.action_sommer())
        pas = self.fenetre(self.vu.with_context(parcours_evenement_type="sommation_envoyee").action_etape())
        self.assertTrue(lettre.confirme and pas.confirme)
        self.assertEqual(lettre.chaine, pas.chaine)
        self.assertIn("a fine can follow", lettre.chaine)
        self.assertIn("03/15/2024", lettre.chaine, "when the attestation was handed over")
        for fenetre in (lettre, pas):
            fenetre.write({"canal": "recommande", "preuve_envoi": "RR1"})
        self.assertIn(pas.suite, lettre.suite)
        # another letter, and another gesture of this window, rest on nothing
        rappel = self.fenetre(self.vu.with_context(parcours_courrier="rappel").action_ecrire())
        self.assertFalse(rappel.confirme or rappel.chaine)

    @freeze_time("2024-10-01 10:00:00")
    def test_the_landing_page_opens_the_window_that_prints_as_the_file_does(self):
        avant = self.vu.with_context(parcours_etapes="attestation_remise").action_etape_du_jour()
        self.assertEqual(avant, self.vu.action_remettre())
        self.terme_passe()
        self.assertEqual(self.du_jour(), self.vu.action_sommer())

    @freeze_time("2024-10-01 10:00:00")
    def test_a_summons_that_was_printed_is_posted_from_the_landing_page(self):
        self.sommer()
        self.assertIn(",sommation,", self.vu.courriers_a_poster)
        pas = self.fenetre(self.du_jour(), canal="accuse", preuve_envoi="RR1")
        self.assertEqual((pas._name, pas.courrier_id.genre), ("parcours.evenement.wizard", "sommation"))
        pas.action_enregistrer()
        self.assertEqual(pas.dossier_id.stage_id.code, "somme")
        # it came back: the line makes another one, for that one
        retour = self.fenetre(pas.courrier_id.action_retourne(), retour="inconnu", date_effective="2024-10-01")
        retour.action_enregistrer()
        encore = self.fenetre(self.du_jour(), langue="nl_BE", preuve_envoi="RR2")
        self.assertEqual((encore.genre, encore.remplace_id, encore.confirme), ("sommation", pas.courrier_id, True))
        encore.action_confirmer()
        self.assertEqual(encore.courrier_id.state, "poste")

    @freeze_time("2024-10-01 10:00:00")
    def test_a_summons_without_a_number_waits_to_be_posted_through_its_step(self):
        fenetre, _action = self.sommer()
        courrier = fenetre.courrier_id
        self.assertEqual(courrier.state, "imprime")
        self.assertFalse(self.dossier.evenement_ids.filtered(lambda e: e.type == "sommation_envoyee"))
        pas = self.fenetre(courrier.action_poster(), canal="accuse", preuve_envoi="RR1")
        pas.action_enregistrer()
        self.assertEqual(courrier.state, "poste")
        pas = self.fenetre(courrier.action_recu(), reception="presente", date_effective="2024-10-01")
        pas.action_enregistrer()
        self.assertEqual((courrier.state, courrier.date_reception), ("recu", date(2024, 10, 1)))

    @freeze_time("2024-10-01 10:00:00")
    def test_no_summons_leaves_without_its_block_of_remedies(self):
        self.env["parcours.mention"].search([]).date_fin = date(2024, 9, 1)
        with self.assertRaisesRegex(UserError, "no block of remedies"):
            self.sommer(preuve_envoi="RR1")

    @freeze_time("2024-10-01 10:00:00")
    def test_who_registered_meanwhile_is_not_summoned(self):
        def inscrire(personne):
            personne.dossier_ids._enregistrer(
                "inscription_organisateur", date(2024, 9, 2), organisateur_id=self.bapa.id
            )

        self.terme_passe()
        self.reponse = inscrire
        fenetre, action = self.faire(self.vu.action_sommer(), preuve_envoi="RR1")
        self.assertEqual(fenetre.courrier_id.state, "ecarte")
        self.assertIn("No term has ended", action["params"]["message"])

    @freeze_time(MIDI)
    def test_other_letters_of_a_file_are_posted_without_a_step(self):
        avant = len(self.dossier.evenement_ids)
        fenetre, _action = self.faire(
            self.vu.with_context(parcours_courrier="invitation_piece").action_ecrire(),
            langue="fr_BE",
            precision="une copie de la carte\n<b>recto verso</b>",
        )
        courrier = fenetre.courrier_id
        self.assertIn("<b>recto verso</b>", self.texte(courrier), "what was typed is never markup")
        self.faire(courrier.action_poster(), canal="ordinaire", date="2024-04-02")
        self.assertEqual(courrier.state, "poste")
        self.faire(courrier.action_retourne(), retour="inconnu", date="2024-04-02")
        self.assertEqual(courrier.state, "retourne")
        self.assertEqual(len(self.dossier.evenement_ids), avant)

    @freeze_time(MIDI)
    def test_a_closed_file_is_told_why(self):
        self.dossier._noter("cloture", date(2024, 4, 1), motif_cloture="autre_region")
        self.assertIn(",cloture,", self.vu.courriers_possibles)
        fenetre, _action = self.faire(self.vu.with_context(parcours_courrier="cloture").action_ecrire(), langue="fr_BE")
        texte = self.texte(fenetre.courrier_id)
        self.assertIn("1er avril 2024", texte)
        self.assertIn("Région", texte)

    @freeze_time(MIDI)
    def test_the_letter_of_a_medical_exemption_is_for_the_commune_only(self):
        exemption = self.demande(self.dossier, "5").with_user(self.agent)
        exemption._accorder(date(2024, 4, 2), "Certificat vu.", langue="fr_BE")
        Courrier = self.env["parcours.courrier"]
        courrier = exemption.courrier_ids
        courrier.action_imprimer()
        self.assertTrue(courrier.medical)
        self.assertIn("accordée à partir du", self.texte(courrier))
        self.assertFalse(courrier.mention_texte, "what was asked was given")
        vivalis = self.utilisateur("gestionnaire")
        self.assertFalse(Courrier.with_user(vivalis).search([("id", "=", courrier.id)]))
        with self.assertRaises(AccessError):
            courrier.with_user(vivalis).action_ouvrir()

    @freeze_time(MIDI)
    def test_the_window_says_that_a_letter_would_tell_nobody_how_to_reach_the_commune(self):
        ouvrir = self.vu.with_context(parcours_courrier="invitation_piece").action_ecrire
        self.schaerbeek.write({"phone": False, "email": False})
        self.agent.partner_id.write({"phone": False, "email": False})
        self.dossier.sudo().user_id = False
        self.assertTrue(self.fenetre(ouvrir()).sans_contact)
        self.schaerbeek.phone = "02 000 00 00"
        self.assertFalse(self.fenetre(ouvrir()).sans_contact)
        self.schaerbeek.phone = False
        self.agent.partner_id.phone = "02 000 00 01"
        self.assertFalse(self.fenetre(ouvrir()).sans_contact)

    @freeze_time(MIDI)
    def test_a_letter_that_asks_for_a_document_of_a_medical_file_is_for_the_commune_only(self):
        """What is asked for may be the certificate, in the agent's own words."""
        Courrier = self.env["parcours.courrier"].with_env(self.vu.env)
        avant = Courrier._faire(self.vu, "invitation_piece", "fr_BE", precision="Une copie de la carte.")
        avant._imprimer()
        self.assertFalse(avant.medical, "nothing medical is known of this file")
        avant._poster(date(2024, 4, 2), "ordinaire")
        self.demande(self.dossier, "5")
        courrier = Courrier._faire(self.vu, "invitation_piece", "fr_BE", precision="Le certificat du médecin.")
        courrier._imprimer()
        self.assertTrue(courrier.medical)
        vivalis = self.utilisateur("gestionnaire")
        self.assertFalse(self.env["parcours.courrier"].with_user(vivalis).search([("id", "=", courrier.id)]))
        self.vu.accord_ebox = True
        with self.assertRaises(UserError):
            courrier.action_envoyer_ebox()
        self.assertFalse(courrier.ebox_etat)

    def test_a_suspension_ended_or_cancelled_is_told_as_the_act_that_it_is(self):
        with freeze_time("2024-03-15 10:00:00"):
            self.vu._enregistrer("attestation_remise", date(2024, 3, 15), canal="remise")
        motif = self.dossier.reglement_id.motif_suspension_ids.filtered(lambda m: m.code == "naissance")
        for operation, dits in (
            ("terminer", ("prend fin le 15 avril 2024", "Elle a repris le travail.")),
            ("annuler", ("du 16 mars 2024 au 1er mai 2024 est annulée", "Elle a repris le travail.")),
        ):
            with freeze_time("2024-04-02 10:00:00"):
                suspension = self.vu._suspendre(motif, date(2024, 3, 16), date(2024, 5, 1))
                _fenetre, _action = self.faire(suspension.action_ecrire_lettre(), langue="fr_BE")
                accord = suspension.dossier_id.courrier_ids.filtered(lambda c, s=suspension: c.suspension_id == s)
                self.assertEqual((accord.genre, accord.state), ("decision_suspension", "imprime"))
                self.assertFalse(accord.mention_texte)
                fenetre = self.env["parcours.suspension.wizard"].with_user(self.agent)
                valeurs = {"dossier_id": self.dossier.id, "suspension_id": suspension.id, "operation": operation}
                with self.assertRaisesRegex(UserError, "Say why"), self.env.cr.savepoint():
                    fenetre.create({**valeurs, "date_fin": "2024-04-15"}).action_enregistrer()
                fenetre.create(
                    {**valeurs, "date_fin": "2024-04-15", "note": "Elle a repris le travail."}
                ).action_enregistrer()
                self.assertEqual(accord.state, "annule", "it says what is not decided any more")
                lettre, _action = self.faire(suspension.action_ecrire_lettre(), langue="fr_BE")
            with self.subTest(operation):
                self.assertEqual((lettre.genre, lettre.courrier_id.state), ("fin_suspension", "imprime"))
                texte = self.texte(lettre.courrier_id)
                for dit in (*dits, "2 avril 2024"):
                    self.assertIn(dit, texte)
                self.assertIn("soixante jours", lettre.courrier_id.mention_texte)
                with self.assertRaisesRegex(UserError, "another decision"), freeze_time("2024-04-02 10:00:00"):
                    self.env["parcours.courrier"].with_env(self.vu.env)._faire(
                        self.vu, "decision_suspension", "fr_BE", suspension_id=suspension.id
                    )
            if operation == "terminer":
                with freeze_time("2024-04-02 11:00:00"):
                    lettre.courrier_id._poster(date(2024, 4, 2), "remise")
                    self.vu._annuler_suspension(suspension, "Reprise de l'essai.")

    def test_a_letter_that_asks_for_a_document_says_when_it_was_brought_and_today_waits_for_it(self):
        liste = self.env["parcours.liste"].with_user(self.agent).search([("code", "=", "courriers_sans_reponse")])
        with freeze_time(MIDI):
            fenetre, _action = self.faire(
                self.vu.with_context(parcours_courrier="invitation_piece").action_ecrire(),
                langue="fr_BE",
                precision="Une copie de la carte.",
            )
            courrier = fenetre.courrier_id
            self.assertEqual(liste.nombre, 0, "it has not left")
            courrier._poster(date(2024, 4, 2), "remise")
            liste.invalidate_recordset()
            self.assertEqual((liste.nombre, courrier.piece_le), (1, False))
        type_document = self.env["parcours.document.type"].search([("medical", "=", False)], limit=1)
        deposer = self.env["parcours.document"].with_user(self.agent)._deposer
        piece = [("carte.pdf", base64.b64encode(b"vu"))]
        with freeze_time("2024-04-05 10:00:00"):
            deposer(self.vu, piece, type_document, date_reception=date(2024, 3, 20))
            self.assertFalse(courrier.piece_le, "that one was there before the letter asked for one")
            deposer(self.vu, piece, type_document, date_reception=date(2024, 4, 4))
        liste.invalidate_recordset()
        courrier.invalidate_recordset()
        self.assertEqual((liste.nombre, courrier.piece_le), (0, date(2024, 4, 4)))

    @freeze_time(MIDI)
    def test_who_left_the_country_is_written_to_where_they_say_or_is_handed_the_letter(self):
        self.dossier._noter("cloture", date(2024, 4, 1), motif_cloture="parti")
        self.dossier.sudo().jour_situation = "parti"
        action = self.vu.with_context(parcours_courrier="cloture").action_ecrire()
        fenetre = self.fenetre(action, langue="fr_BE", adresse_saisie="Calle Ejemplo 3\n28001 Madrid")
        self.assertTrue(fenetre.a_l_etranger)
        with self.assertRaisesRegex(UserError, "Country"):
            fenetre.action_confirmer()
        fenetre.pays_id = self.env.ref("base.es")
        fenetre.action_confirmer()
        courrier = fenetre.courrier_id
        self.assertEqual(courrier.adresse, "Calle Ejemplo 3\n28001 Madrid\nEspagne")
        texte = self.texte(courrier)
        self.assertIn("ESPAGNE", texte)
        self.assertNotIn("Essai 1", texte, "the last address here is nobody's any more")
        self.assertFalse(courrier.remis)
        courrier._annuler("Another address")
        sans, _action = self.faire(action, langue="fr_BE")
        self.assertTrue(sans.courrier_id.remis)

    @freeze_time(MIDI)
    def test_the_brochure_goes_with_the_attestation_in_the_language_in_which_the_person_is_spoken_to(self):
        fenetre, action = self.faire(self.vu.action_remettre(), langue="deux")
        courrier = fenetre.courrier_id.with_context(bin_size=False)
        self.assertIn("/a_imprimer/", action["url"])

        def pages(champ):
            return [page.extract_text() for page in PdfReader(io.BytesIO(base64.b64decode(courrier[champ]))).pages]

        seules, ensemble = pages("pdf"), pages("a_imprimer")
        dites = " ".join(ensemble[len(seules) :])
        self.assertIn("pas encore été déposée par Vivalis", dites)
        self.assertIn("nog niet door Vivalis geüpload", dites)
        # once Vivalis put one in force, it takes the place of the sheet of that language …
        self.mettre_en_vigueur("fr", "La brochure en français")
        courrier.invalidate_recordset(["a_imprimer"])
        dites = " ".join(pages("a_imprimer"))
        self.assertIn("La brochure en français", dites)
        self.assertNotIn("déposée par Vivalis", dites)
        self.assertIn("nog niet door Vivalis geüpload", dites)
        # … and of both, once there is one in the language of the person
        self.vu.langue_contact = "ar"
        courrier.invalidate_recordset(["a_imprimer"])
        self.assertIn("La brochure en français", " ".join(pages("a_imprimer")), "none in Arabic yet")
        self.mettre_en_vigueur("ar", "The brochure in Arabic")
        courrier.invalidate_recordset(["a_imprimer"])
        dites = " ".join(pages("a_imprimer"))
        self.assertIn("The brochure in Arabic", dites)
        self.assertNotIn("brochure en français", dites)
        self.assertNotIn("nog niet", dites)

    def mettre_en_vigueur(self, langue, dit, jour="2024-01-01"):
        """One head uploads a brochure, another one puts it in force."""
        Brochure = self.env["parcours.brochure"].with_user(self.direction)
        fichier = base64.b64encode(papier_pdf.feuille(dit, dit, "fr"))
        brochure = Brochure.create({"langue": langue, "fichier": fichier, "date_debut": jour})
        brochure.with_user(self.direction2).action_publier()
        return brochure

    @freeze_time(MIDI)
    def test_the_window_says_which_brochure_is_printed_and_that_a_sheet_stands_for_it(self):
        fenetre = self.fenetre(self.vu.action_remettre(), langue="fr_BE")
        self.assertIn("a sheet that says so", fenetre.brochure)
        self.mettre_en_vigueur("ar", "The brochure in Arabic")
        self.vu.langue_contact = "ar"
        fenetre = self.fenetre(self.vu.action_remettre(), langue="fr_BE")
        self.assertIn("in: Arabic", fenetre.brochure)
        self.assertFalse(self.fenetre(self.vu.with_context(parcours_courrier="rappel").action_ecrire()).brochure)

    @freeze_time(MIDI)
    def test_a_brochure_is_a_pdf_that_two_heads_put_in_force_and_nobody_changes_after(self):
        Brochure = self.env["parcours.brochure"].with_user(self.direction)
        with self.assertRaisesRegex(UserError, "A brochure is a PDF"):
            Brochure.create({"langue": "ar", "fichier": base64.b64encode(b"no PDF"), "date_debut": "2024-01-01"})
        fichier = base64.b64encode(papier_pdf.feuille("Essai", "Essai", "fr"))
        sienne = Brochure.create({"langue": "ar", "fichier": fichier, "date_debut": "2024-01-01"})
        with self.assertRaisesRegex(UserError, "yourself"):
            sienne.action_publier()
        with self.assertRaises(AccessError):
            sienne.with_user(self.agent).langue = "fr"
        en_vigueur = self.mettre_en_vigueur("ar", "Une autre", "2024-02-01")
        with self.assertRaisesRegex(UserError, "frozen"):
            en_vigueur.langue = "fr"
        # another one ends it; a letter printed before is given what was in force then
        suivante = self.mettre_en_vigueur("ar", "La suivante", "2024-04-01")
        self.assertEqual(en_vigueur.date_fin, date(2024, 3, 31))
        self.vu.langue_contact = "ar"
        for jour, attendue in ((date(2024, 3, 31), en_vigueur), (date(2024, 4, 2), suivante)):
            self.assertEqual(Brochure._pour(self.dossier, ["fr_BE"], jour), {"ar": attendue})

    @freeze_time(MIDI)
    def test_the_window_of_a_posting_shows_the_letter_that_it_moves(self):
        fenetre, _action = self.faire(self.vu.action_remettre(), langue="fr_BE", canal="accuse")
        courrier = fenetre.courrier_id
        envoi = self.fenetre(courrier.action_poster(), canal="accuse", preuve_envoi="RR1")
        self.assertEqual(envoi.courrier_id, courrier)
        envoi.action_enregistrer()
        retour = self.fenetre(courrier.action_retourne(), retour="inconnu")
        self.assertEqual((retour.courrier_id, courrier.state), (courrier, "poste"))
        retour.action_enregistrer()
        self.assertEqual(courrier.state, "retourne")

    def test_the_preview_shows_the_whole_page(self):
        modele = self.env["parcours.courrier.modele"].search([("genre", "=", "decision_contestation")], limit=1)
        for apercu, dit in (
            (modele.apercu_fr, "Qui peut vous en dire plus"),
            (modele.apercu_nl, "Wie u meer kan zeggen"),
        ):
            self.assertIn(dit, apercu)
            self.assertIn("class=&#34;recours", apercu)
            self.assertIn('sandbox=""', apercu)
            self.assertIn(".tete &gt; .contact", apercu, "escaped once, as an attribute is")
