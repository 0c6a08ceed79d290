# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""No place: the term is suspended and the person waits, in one step; a place that is given ends it (loi.md §4, §6)."""

import base64
import io
from contextlib import contextmanager
from datetime import date

from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ParcoursCase

PIECE = ("certificat.pdf", "eA==")


@tagged("post_install", "-at_install")
@freeze_time("2024-06-10 10:00:00")
class TestSansPlace(ParcoursCase):
    def setUp(self):
        super().setUp()
        self.bxl = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        self.agent = self.utilisateur("agent", self.schaerbeek)
        with freeze_time("2024-03-11"):
            self.dossier = self.arrivee()
            self.dossier._enregistrer("attestation_remise", date(2024, 3, 11), canal="remise")
        self.echeance = self.dossier.date_echeance

    def fenetre(self, dossier=None, **valeurs):
        """The window of the organiser, opened from the search."""
        recherche = self.env["registre.recherche"].with_user(self.bxl)
        action = recherche.ouvrir_trace((dossier or self.dossier).niss, "guichet")
        fenetre = self.env[action["res_model"]].with_user(self.bxl).browse(action["res_id"])
        fenetre.write({"langue": "fr", **valeurs})
        return fenetre

    def dire(self, places):
        self.env["parcours.capacite"].with_user(self.bxl).create({"langue": "fr", "places": places})

    def inscrire(self, jour, organisateur=None):
        return self.dossier.with_user(self.agent)._enregistrer(
            "inscription_organisateur", jour, organisateur_id=(organisateur or self.bapa).id
        )

    @contextmanager
    def refuse(self, mots):
        avant = self.env["parcours.evenement"].search_count([]), self.env["parcours.attente"].search_count([])
        with self.assertRaisesRegex(UserError, mots) as refus, self.cr.savepoint():
            yield
        self.env.invalidate_all()
        apres = self.env["parcours.evenement"].search_count([]), self.env["parcours.attente"].search_count([])
        self.assertEqual(apres, avant, "nothing is kept of what was refused")
        self.assertNotIn("2024", str(refus.exception), "no day of the term comes out")

    def test_an_organiser_without_a_place_suspends_and_puts_on_the_list_in_one_step(self):
        self.fenetre().action_suspendre()
        [attente], [suspension] = self.dossier.attente_ids, self.dossier.suspension_ids
        self.assertEqual((attente.state, attente.suspension_id), ("attend", suspension))
        self.assertEqual((suspension.date_debut, suspension.date_fin), (date(2024, 6, 10), date(2024, 12, 9)))
        self.assertEqual(suspension.motif_id.code, "organisateur")
        self.assertGreater(self.dossier.date_echeance, self.echeance, "the term stands still")
        [entree] = self.dossier.evenement_ids.filtered(lambda e: e.type == "suspension_accordee")
        self.assertEqual(entree.user_id, self.bxl, "who certified it stands in the ledger")
        self.assertFalse(attente.with_user(self.bxl).sans_suspension)
        with self.refuse("suspended for this wait already"):
            attente.with_user(self.bxl).action_suspendre()

    def texte(self, attestation):
        pages = PdfReader(io.BytesIO(base64.b64decode(attestation.with_context(bin_size=False).pdf))).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    def test_who_waits_gets_the_paper_of_it_in_the_same_step(self):
        self.dossier.langue = False
        action = self.fenetre().action_suspendre()
        [attestation] = self.dossier.attestation_ids
        self.assertEqual(action, attestation.with_user(self.bxl).action_ouvrir())
        self.assertEqual(
            (attestation.genre, attestation.state, attestation.emetteur, attestation.organisateur_id),
            ("suspension", "delivree", "organisateur", self.bapa),
        )
        lue = self.texte(attestation.with_user(self.bxl))
        for mots in ("liste d’attente de BAPA BXL, depuis le 10 juin 2024", "du 10 juin 2024 au 9 décembre 2024"):
            self.assertIn(mots, lue)
        self.assertFalse(self.dossier.langue, "nobody asked for the language of the letters")
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.bxl).read(["name"])
        # nobody else attests it
        bon = self.utilisateur("organisateur", commune=self.schaerbeek, organisateur_id=self.bon.id)
        for user in (bon, self.agent):
            with self.assertRaises(UserError), self.cr.savepoint():
                self.dossier.with_user(user).sudo()._attester(
                    "suspension", "fr_BE", suspension=self.dossier.suspension_ids
                )
        with freeze_time("2024-08-01 10:00:00"):
            self.inscrire(date(2024, 7, 15))
            self.env.invalidate_all()
            self.assertEqual(attestation.state, "retiree", "what it says holds no more")

    def test_where_the_pathway_stands_says_the_queue_and_the_suspended_term(self):
        self.fenetre().action_attendre()
        vu = self.dossier.with_user(self.agent)
        lue = self.texte(vu._attester("situation", "fr_BE"))
        self.assertIn("elle attend une place auprès de BAPA BXL depuis le 10 juin 2024", lue)
        self.assertNotIn("suspendu", lue)
        self.dossier.attente_ids.with_user(self.bxl).action_suspendre()
        self.env.invalidate_all()
        lue = self.texte(vu._attester("situation", "fr_BE"))
        self.assertIn("son délai est suspendu du 10 juin 2024 au 9 décembre 2024 inclus", lue)
        lue = self.texte(vu._attester("situation", "nl_BE"))
        self.assertIn("de termijn is opgeschort van 10 juni 2024 tot en met 9 december 2024", lue)

    def test_nobody_reads_in_it_whether_somebody_is_summoned(self):
        with freeze_time("2024-11-12 10:00:00"):
            for genre in (None, "sommation_envoyee", "constat_refus"):
                if genre:
                    self.dossier._noter(genre, date(2024, 11, 12), canal="remise")
                    self.env.invalidate_all()
                with self.subTest(genre=genre), self.refuse("cannot be suspended from that day on"):
                    self.fenetre(date_effective=date(2024, 11, 12)).action_suspendre()

    def test_a_place_ends_it_the_day_before_and_its_cancelling_gives_it_back(self):
        self.fenetre().action_suspendre()
        suspension = self.dossier.suspension_ids
        with freeze_time("2024-08-01 10:00:00"):
            inscription = self.inscrire(date(2024, 7, 15))
            self.assertEqual((suspension.state, suspension.date_fin), ("abregee", date(2024, 7, 14)))
            self.assertEqual(self.dossier.attente_ids.state, "placee")
            inscription._annuler("Wrong file")
            self.assertEqual((suspension.state, suspension.date_fin), ("accordee", date(2024, 12, 9)))
            self.assertEqual(self.dossier.attente_ids.state, "attend")

    def test_a_place_elsewhere_ends_it_too_and_one_of_before_makes_that_it_never_was(self):
        self.fenetre().action_suspendre()
        with freeze_time("2024-08-01 10:00:00"):
            inscription = self.inscrire(date(2024, 7, 15), self.bon)
            self.assertEqual(self.dossier.suspension_ids.date_fin, date(2024, 7, 14))
            inscription._annuler("Wrong day")
            self.inscrire(date(2024, 6, 3), self.bon)
            self.assertEqual(self.dossier.suspension_ids.state, "annulee")

    def test_another_suspension_is_not_touched_by_a_place(self):
        motif = self.dossier.reglement_id.motif_suspension_ids.filtered(lambda m: m.code == "horaires")
        vu = self.dossier.with_user(self.agent)
        suspension = vu._suspendre(motif.with_user(self.agent), date(2024, 6, 10), date(2024, 9, 9), pieces=[PIECE])
        self.inscrire(date(2024, 6, 10))
        self.assertEqual((suspension.state, suspension.date_fin), ("accordee", date(2024, 9, 9)))

    def test_where_places_are_free_nothing_is_suspended_and_where_none_is_told_it_is(self):
        self.dire(30)
        with self.refuse("has free places in French"):
            self.fenetre().action_suspendre()
        self.dire(0)
        self.fenetre().action_suspendre()
        self.assertTrue(self.dossier.suspension_ids)

    def test_who_follows_elsewhere_is_suspended_by_no_other_organiser_and_by_no_agent_in_its_name(self):
        self.inscrire(date(2024, 5, 6), self.bon)
        echeance = self.dossier.date_echeance
        with self.refuse("Registered elsewhere"):
            self.fenetre().action_suspendre()
        self.fenetre().action_attendre()
        with self.refuse("Registered elsewhere"):
            self.dossier.attente_ids.with_user(self.bxl).action_suspendre()
        action = self.dossier.attente_ids.with_user(self.agent).action_suspendre()
        defauts = {nom.removeprefix("default_"): valeur for nom, valeur in action["context"].items()}
        fenetre = self.env["parcours.suspension.wizard"].with_user(self.agent).create(defauts)
        with self.refuse("Registered elsewhere"):
            fenetre.action_enregistrer()
        self.assertFalse(self.dossier.suspension_ids)
        self.assertEqual(self.dossier.date_echeance, echeance, "the 18 months go on")

    def test_who_stands_behind_more_people_than_there_are_places_has_none(self):
        self.dire(1)
        with freeze_time("2024-03-11"):
            premier = self.arrivee()
            premier._enregistrer("attestation_remise", date(2024, 3, 11), canal="remise")
        self.assertFalse(self.fenetre(premier).sans_place)
        self.fenetre(premier, date_effective=date(2024, 6, 3)).action_attendre()
        with self.refuse("fewer people come first"):
            premier.attente_ids.with_user(self.bxl).action_suspendre()
        fenetre = self.fenetre()
        self.assertTrue(fenetre.sans_place, "the button shows")
        fenetre.action_suspendre()
        self.assertTrue(self.dossier.suspension_ids)

    def test_a_place_that_may_be_taken_is_not_one(self):
        with freeze_time("2024-03-11"):
            autre = self.arrivee()
        self.bapa.write({"francais": True, "neerlandais": True})
        # in a language that nobody recorded
        autre._enregistrer("inscription_organisateur", date(2024, 5, 6), organisateur_id=self.bapa.id)
        self.dire(1)
        self.fenetre().action_suspendre()
        self.assertTrue(self.dossier.suspension_ids)

    def test_a_language_that_is_offered_no_more_has_no_place(self):
        self.dire(30)
        self.fenetre().action_attendre()
        self.bapa.write({"francais": False, "neerlandais": True})
        self.dossier.attente_ids.with_user(self.bxl).action_suspendre()
        self.assertTrue(self.dossier.suspension_ids)

    def test_where_no_term_runs_it_is_refused_and_no_day_comes_out(self):
        with freeze_time("2024-03-11"):
            jamais_informe = self.arrivee()
        with self.refuse("cannot be suspended from that day on"):
            self.fenetre(jamais_informe).action_suspendre()

    def test_who_waits_already_is_certified_from_the_list(self):
        self.fenetre().action_attendre()
        attente = self.dossier.attente_ids.with_user(self.bxl)
        self.assertTrue(attente.sans_suspension)
        attente.action_suspendre()
        self.assertEqual(self.dossier.attente_ids.suspension_id, self.dossier.suspension_ids)

    def test_an_agent_records_what_the_organiser_certified_with_its_certificate(self):
        choix = (
            self.env["parcours.evenement.wizard"]
            .with_user(self.agent)
            .create({"dossier_id": self.dossier.id, "type": "inscription_organisateur"})
        )
        choix.write({"organisateur_id": self.bapa.id, "langue": "fr"})
        action = choix.action_suspendre()
        defauts = {nom.removeprefix("default_"): valeur for nom, valeur in action["context"].items()}
        modele = self.env["parcours.suspension.wizard"].with_user(self.agent)
        sans = modele.create({**defauts, "date_debut": date(2024, 6, 10)})
        with self.assertRaisesRegex(UserError, "needs a proof"), self.cr.savepoint():
            sans.action_enregistrer()
        self.assertFalse(self.dossier.attente_ids, "both, or none")
        piece = (
            self.env["ir.attachment"]
            .with_user(self.agent)
            .create({"name": PIECE[0], "datas": PIECE[1], "res_model": modele._name})
        )
        avec = modele.create(
            {**defauts, "date_debut": date(2024, 6, 10), "piece_ids": [(4, piece.id)], "verifie": True}
            | {"date_document": date(2024, 6, 10)}
        )
        avec.action_enregistrer()
        [attente] = self.dossier.attente_ids
        self.assertEqual(attente.suspension_id, self.dossier.suspension_ids)
        self.assertEqual((attente.organisateur_id, attente.langue), (self.bapa, "fr"))

    def test_an_agent_suspends_for_no_other_ground_from_there(self):
        action = self.dossier.with_user(self.agent)._fenetre_sans_place(self.bapa, "fr")
        defauts = {nom.removeprefix("default_"): valeur for nom, valeur in action["context"].items()}
        motif = self.dossier.reglement_id.motif_suspension_ids.filtered(lambda m: m.code == "naissance")
        fenetre = self.env["parcours.suspension.wizard"].with_user(self.agent).create({**defauts, "motif_id": motif.id})
        with self.refuse("Choose that ground"):
            fenetre.action_enregistrer()
        self.assertFalse(self.dossier.suspension_ids)

    def test_a_place_ends_no_suspension_of_another_ground_that_is_linked_to_the_wait(self):
        self.fenetre().action_attendre()
        motif = self.dossier.reglement_id.motif_suspension_ids.filtered(lambda m: m.code == "horaires")
        vu = self.dossier.with_user(self.agent)
        suspension = vu._suspendre(motif.with_user(self.agent), date(2024, 6, 10), date(2024, 9, 9), pieces=[PIECE])
        self.dossier.attente_ids.suspension_id = suspension
        self.inscrire(date(2024, 6, 10))
        self.assertEqual((suspension.state, suspension.date_fin), ("accordee", date(2024, 9, 9)))

    def test_the_commune_is_asked_to_look_when_the_wait_ends_without_a_place(self):
        for geste in ("action_retirer", "action_desister"):
            with freeze_time("2024-03-11"):
                dossier = self.arrivee()
                dossier._enregistrer("attestation_remise", date(2024, 3, 11), canal="remise")
            self.fenetre(dossier).action_attendre()
            attente = dossier.attente_ids.with_user(self.bxl)
            getattr(attente, geste)()
            self.env.invalidate_all()
            taches = lambda un: un.activity_ids.filtered(lambda t: "Waits no more" in (t.summary or ""))  # noqa: E731
            self.assertFalse(taches(dossier), "nothing was suspended")
            self.fenetre(dossier).action_suspendre()
            attente = dossier.attente_ids.filtered(lambda a: a.state == "attend").with_user(self.bxl)
            getattr(attente, geste)()
            self.env.invalidate_all()
            self.assertEqual(len(taches(dossier)), 1, geste)
            self.assertEqual(dossier.suspension_ids.state, "accordee", "the commune decides")

    def test_nobody_certifies_for_another_organiser(self):
        self.fenetre().action_attendre()
        bon = self.utilisateur("organisateur", commune=self.schaerbeek, organisateur_id=self.bon.id)
        for geste in ("action_suspendre", "action_proposer", "action_inscrire"):
            with self.assertRaises(AccessError):
                getattr(self.dossier.attente_ids.with_user(bon), geste)()
        self.assertFalse(self.dossier.suspension_ids)

    def test_a_place_is_offered_then_the_person_is_registered_from_the_list(self):
        self.fenetre().action_attendre()
        attente = self.dossier.attente_ids.with_user(self.bxl)
        listes = self.env["parcours.liste"].with_user(self.bxl)
        compter = lambda code: listes.search([("code", "=", code)]).nombre  # noqa: E731
        self.assertEqual((compter("organisateur_attente"), compter("organisateur_a_inscrire")), (1, 0))
        attente.action_proposer()
        listes.invalidate_model()
        self.assertEqual((compter("organisateur_attente"), compter("organisateur_a_inscrire")), (0, 1))
        avant = self.env["registre.consultation"].sudo().search_count([("niss", "=", self.dossier.niss)])
        action = attente.action_inscrire()
        apres = self.env["registre.consultation"].sudo().search_count([("niss", "=", self.dossier.niss)])
        self.assertEqual(apres - avant, 1, "a look, logged")
        fenetre = self.env[action["res_model"]].with_user(self.bxl).browse(action["res_id"])
        fenetre.langue = "fr"
        fenetre.action_inscrire()
        self.assertEqual(self.dossier.attente_ids.state, "placee")
        with self.assertRaisesRegex(UserError, "waits no more"):
            attente.action_inscrire()

    def test_the_landing_page_of_an_organiser_says_its_places(self):
        self.dire(30)
        page = self.env["parcours.liste"].with_user(self.bxl).aujourd_hui()
        self.assertEqual([lien["phrase"] for lien in page["liens"]], ["free: French: 30 of 30 · Dutch: not known"])
        bon = self.utilisateur("organisateur", commune=self.schaerbeek)
        self.assertFalse(self.env["parcours.liste"].with_user(bon).aujourd_hui()["liens"], "works for none")

    def test_it_is_said_why_somebody_stands_there(self):
        libre = self.candidat()
        libre.with_user(self.agent)._enregistrer("volontaire", date(2024, 6, 10))
        attentes = self.env["parcours.attente"].with_user(self.agent)
        commun = {"organisateur_id": self.bapa.id, "langue": "fr"}
        de_plus = attentes.create({"dossier_id": libre.id, "demandee": date(2024, 6, 10), **commun})
        self.assertIn("nobody who is obliged waits", de_plus.pourquoi)
        attentes.create({"dossier_id": self.dossier.id, "demandee": date(2024, 6, 10), **commun})
        de_plus.invalidate_recordset()
        self.assertIn("after those who are obliged (1)", de_plus.pourquoi)
        fenetre = self.fenetre(self.candidat())
        self.assertIn("They come first", fenetre.avant)
        self.assertEqual(fenetre.places, "not known")
