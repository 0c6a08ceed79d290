# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The page of a file: its head, the step that is expected, those that are still to come, what a step rests on."""

from datetime import date

from freezegun import freeze_time
from lxml import etree, html

from odoo.tests import tagged

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
@freeze_time("2024-05-02")
class TestFiche(ParcoursCase):
    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("agent", self.schaerbeek)
        self.dossier = self.arrivee()
        self.vu = self.comme(self.agent)

    def comme(self, user, dossier=None):
        """That file as somebody sees it from their screen."""
        vu = (dossier or self.dossier).with_user(user)
        return vu.with_context(allowed_company_ids=user.company_ids.ids, lang=user.lang)

    def lu(self, champ, vu=None):
        vu = vu or self.vu
        vu.invalidate_recordset()
        return vu[champ]

    # ---- the steps --------------------------------------------------------------------------------------------------

    def test_one_step_is_expected_and_the_next_ones_say_from_when(self):
        self.assertEqual(self.lu("etape_attendue"), "attestation_remise")
        self.vu._enregistrer("attestation_remise", date(2024, 4, 2), canal="remise")
        self.assertEqual(self.lu("etape_attendue"), "inscription_organisateur")
        fermees = {f["code"]: f for f in self.lu("etapes_fermees")}
        self.assertEqual(fermees["sommation_envoyee"]["jour"], "2024-10-03")
        self.assertIn("A term runs", fermees["sommation_envoyee"]["raison"])
        self.assertFalse(fermees["attestation_fin"]["jour"])
        self.assertNotIn("constat_refus", fermees)
        self.assertNotIn(",sommation_envoyee,", self.vu.etapes_ouvertes)
        francais = self.vu.with_context(lang="fr_BE").etapes_fermees
        self.assertNotEqual([f["raison"] for f in francais], [f["raison"] for f in self.vu.etapes_fermees])

    def test_what_is_to_be_settled_comes_first(self):
        self.vu._enregistrer("attestation_remise", date(2024, 4, 2), canal="remise")
        contestation = self.contestation(self.dossier, auteur=self.agent, genre="obligation")
        self.assertEqual(self.lu("etape_attendue"), "contestation")
        self.assertEqual(self.vu.action_trancher_contestation()["res_id"], contestation.id)
        officier = self.comme(self.utilisateur("gestionnaire"))
        self.assertEqual(self.lu("etape_attendue", officier), "inscription_organisateur", "the commune answers")
        self.dossier.delai_ids.revue = True
        self.assertEqual(self.lu("etape_attendue", officier), "revue")
        self.assertEqual(officier.action_revoir_terme()["context"]["default_delai_id"], self.dossier.delai_ids.id)

    def test_a_fact_that_misses_is_looked_for_where_it_can_be_found(self):
        sans_permis = self.arrivee(it195=None)
        self.assertEqual(self.lu("etape_attendue", self.comme(self.agent, sans_permis)), "relire")
        famille = self.arrivee(it202=[("010100", "2024-03-04", {})])
        self.assertEqual(famille.resultat, "a_examiner")
        self.assertEqual(self.lu("etape_attendue", self.comme(self.agent, famille)), "demander")
        officier = self.utilisateur("gestionnaire")
        self.assertEqual(self.lu("etape_attendue", self.comme(officier, famille)), "relire", "not theirs to record")

    def test_every_word_that_can_be_expected_has_one_button(self):
        arch = etree.fromstring(self.vu.get_view(view_type="form")["arch"])
        boutons = {}
        for bouton in arch.findall(".//header/button[@data-attendu]"):
            boutons.setdefault(bouton.get("data-attendu"), []).append(bouton.get("name"))
        marques = set(boutons)
        # a letter that is printed here comes before the window that records one made elsewhere: the first shown is it
        doubles = {mot: noms for mot, noms in boutons.items() if len(noms) > 1}
        lettres = {"attestation_remise": "action_remettre", "sommation_envoyee": "action_sommer"}
        self.assertEqual(doubles, {mot: [lettre, "action_etape"] for mot, lettre in lettres.items()})
        gestes = {"issue", "cloture_a_verifier", "exemption", "contestation", "revue", "demander", "relire"}
        self.assertLessEqual(gestes, marques)
        etapes = {e.code for e in self.Dossier._mes_etapes().values() if e.bouton}
        self.assertEqual(marques - gestes, etapes)

    # ---- what it rests on -------------------------------------------------------------------------------------------

    def fenetre(self, genre):
        action = self.vu.with_context(parcours_evenement_type=genre).action_etape()
        return self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"]).create({})

    def lignes(self, chaine):
        table = html.fromstring(chaine)
        return [
            [" ".join(case.text_content().split()) for case in ligne]
            for ligne in table.iter("tr")
            if ligne.getparent().tag == "tbody"
        ]

    def test_a_refusal_shows_each_link_of_its_chain(self):
        self.vu._enregistrer("attestation_remise", date(2024, 4, 2), canal="remise")
        self.assertFalse(self.fenetre("inscription_organisateur").chaine, "it is corrected like any other")
        with freeze_time("2024-10-07"):
            self.vu.invalidate_recordset()
            fenetre = self.fenetre("sommation_envoyee")
            self.assertTrue(fenetre.confirme)
            self.assertEqual(
                [ligne[:2] for ligne in self.lignes(fenetre.chaine)],
                [
                    ["Reference date", "03/04/2024"],
                    ["Attestation of obligation handed over or sent", "04/02/2024"],
                    ["End of the term: Register with an organiser", "10/02/2024"],
                ],
            )
            self.vu._enregistrer("sommation_envoyee", date(2024, 10, 7), canal="recommande", preuve_envoi="RR 12")
        with freeze_time("2025-01-13"):
            self.vu.invalidate_recordset()
            lignes = self.lignes(self.fenetre("constat_refus").chaine)
            self.assertEqual(len(lignes), 5)
            quoi, le, comment, preuve, article = lignes[3]
            self.assertEqual((quoi, le), ("Summons sent", "10/07/2024"))
            self.assertEqual(comment, "Registered letter · presumed received on 10/10/2024")
            self.assertIn("RR 12", preuve)
            self.assertIn(self.agent.name, preuve)
            self.assertEqual(article, "art. 14 §2-3")
            self.assertEqual(lignes[4][1], "12/10/2024")

    # ---- the head ---------------------------------------------------------------------------------------------------

    def entrees(self, user):
        return self.env["registre.consultation"].search([("user_id", "=", user.id)])

    def test_the_head_says_who_it_is_about_and_its_reading_is_logged_once(self):
        for _fois in range(2):
            self.vu.invalidate_recordset()
            lu = self.vu.read(["entete", "entete_registre"])[0]
            self.cr.flush()  # as before an answer leaves
        self.assertEqual((lu["entete"]["naissance"], lu["entete"]["age"]), ("12/05/1990", "33 years old"))
        self.assertEqual(lu["entete_registre"]["fin"], "2035-03-04")
        self.assertTrue(lu["entete_registre"]["nationalite"] and lu["entete_registre"]["permis"])
        entree = self.entrees(self.agent)
        self.assertEqual((entree.niss, entree.motif, entree.operation), (self.dossier.niss, "dossier", "copie"))
        self.assertLessEqual({"020", "031", "195", "252"}, set(entree.its.split()))

    def test_an_address_that_may_not_be_communicated_is_shown_to_nobody(self):
        self.dossier.personne_id.write({"adresse_registre": "Rue de l'Essai 1", "adresse_non_communicable": True})
        self.vu._enregistrer("inscription_organisateur", date(2024, 4, 2), organisateur_id=self.bapa.id)
        organisateur = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        for user in (self.agent, organisateur, self.utilisateur("gestionnaire")):
            entete = self.lu("entete", self.comme(user))
            with self.subTest(user.login):
                self.assertEqual((entete["adresse"], entete["non_communicable"]), ("", True))
                self.assertIn("adresse", [i["code"] for i in entete["indications"]])

    def test_an_organiser_reads_the_address_and_nothing_else_of_the_register(self):
        self.dossier.personne_id.adresse_registre = "Rue de l'Essai 1"
        self.vu._enregistrer("inscription_organisateur", date(2024, 4, 2), organisateur_id=self.bapa.id)
        organisateur = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        vu = self.comme(organisateur)
        champs = vu.fields_get()
        self.assertIn("entete", champs)
        for champ in ("entete_registre", "etapes_fermees", "etape_attendue"):
            self.assertNotIn(champ, champs)
        lu = vu.read(["entete"])[0]["entete"]
        self.cr.flush()
        self.assertEqual((lu["adresse"], lu["age"]), ("Rue de l'Essai 1", "33 years old"))
        self.assertEqual(set(lu), {"naissance", "age", "adresse", "non_communicable", "indications"})
        self.assertEqual(self.entrees(organisateur).its, "020 252")
        self.assertNotIn("entete", self.Dossier.with_user(self.utilisateur("statisticien")).fields_get())

    def test_who_left_is_told_as_such_and_the_head_says_no_more_than_the_page_of_the_person(self):
        parti = self.arrivee(it001=[("21015", "2024-03-04", {}, "2024-04-02"), ("112", "2024-04-02", {})])
        vu = self.comme(self.agent, parti)
        self.assertFalse(vu.personne_lisible)
        registre = self.lu("entete_registre", vu)
        self.assertEqual((registre["nationalite"], registre["permis"]), ("", ""))
        self.assertIn("Departure from the country: 04/02/2024", [i["mot"] for i in registre["indications"]])
        self.assertEqual(self.lu("entete", vu)["adresse"], "")

    def test_what_must_be_known_first_stands_in_words(self):
        enfant = self.arrivee(it000=[("1", None, {"naissance": "2012-05-12"})])
        mots = [i["mot"] for i in self.lu("entete", self.comme(self.agent, enfant))["indications"]]
        self.assertEqual(mots, ["Under 18"])
        protegee = self.arrivee(it031=[("801", "1990-05-12", {})])
        mots = [i["mot"] for i in self.lu("entete_registre", self.comme(self.agent, protegee))["indications"]]
        self.assertEqual(mots, ["International protection"])
        self.dossier.personne_id.naissance_min = date(1989, 1, 1)
        self.assertEqual(self.lu("entete")["age"], "33 to 35 years old")

    # ---- the timeline -----------------------------------------------------------------------------------------------

    def lire_frise(self, user):
        vu = self.comme(user)
        vu.invalidate_recordset()
        lu = vu.read(["frise"])[0]["frise"]
        self.cr.flush()  # as before an answer leaves
        return lu

    def suspendre(self):
        motif = self.env.ref("parcours_accueil.motif_r2_maladie")
        self.vu._suspendre(
            motif.with_user(self.agent),
            date(2024, 6, 3),
            date(2024, 7, 31),
            pieces=[("certificat.pdf", "eA==")],
            note="grippe",
        )

    def test_the_timeline_shows_terms_suspensions_and_events_with_who_and_proof(self):
        self.vu._enregistrer("attestation_remise", date(2024, 4, 2), canal="recommande", preuve_envoi="RR 12")
        self.suspendre()
        frise = self.lire_frise(self.agent)
        (terme,) = frise["termes"]
        self.assertEqual((terme["etat"], terme["debut"], terme["fin"]), ("en_cours", "2024-04-05", "2024-12-03"))
        self.assertEqual(len(frise["hachures"]), 1)
        self.assertIn("llness", frise["suspensions"][0]["mot"])
        faits = {e["mot"]: e for e in frise["evenements"]}
        remise = faits["Attestation of obligation handed over or sent"]
        self.assertIn("RR 12", remise["detail"])
        self.assertIn(self.agent.name, remise["qui"])
        self.assertEqual((remise["famille"], faits["Suspension granted"]["famille"]), ("lettre", "suspension"))
        self.assertEqual(len(self.entrees(self.agent)), 1)
        # what was cancelled is in the tab of events only
        self.dossier.evenement_ids.filtered(lambda e: e.type == "attestation_remise").with_user(self.agent)._annuler(
            "x"
        )
        faits = [e["mot"] for e in self.lire_frise(self.agent)["evenements"]]
        self.assertFalse([mot for mot in faits if "Attestation" in mot or "cancelled" in mot])

    def test_a_medical_ground_is_not_on_the_timeline_of_vivalis(self):
        self.vu._enregistrer("attestation_remise", date(2024, 4, 2), canal="remise")
        self.suspendre()
        frise = self.lire_frise(self.utilisateur("gestionnaire"))
        self.assertEqual([s["mot"] for s in frise["suspensions"]], ["Suspension"])
        self.assertNotIn("grippe", str(frise))
        self.assertIn("grippe", str(self.lire_frise(self.agent)))

    def test_an_organiser_has_its_own_timeline_without_the_state_of_terms(self):
        self.vu._enregistrer("attestation_remise", date(2024, 4, 2), canal="remise")
        self.vu._enregistrer("inscription_organisateur", date(2024, 4, 15), organisateur_id=self.bapa.id)
        frise = self.lire_frise(self.utilisateur("organisateur", organisateur_id=self.bapa.id))
        self.assertEqual([e["mot"] for e in frise["evenements"]], ["Registered with an organiser"])
        self.assertTrue(frise["termes"])
        self.assertEqual({t["etat"] for t in frise["termes"]}, {False})
        self.assertFalse(self.comme(self.agent, self.fiche()).frise, "nothing happened yet")

    def deposer(self, code, qui=None, jour=date(2024, 4, 30)):
        """A document brought today."""
        qui = qui or self.agent
        genre = self.env["parcours.document.type"]._par_code(code)
        vu = self.dossier.with_user(qui)
        return self.env["parcours.document"].with_user(qui)._deposer(vu, [("x.pdf", "eA==")], genre, jour)

    def test_documents_are_on_the_timeline_of_who_reads_them(self):
        self.vu._enregistrer("inscription_organisateur", date(2024, 4, 15), organisateur_id=self.bapa.id)
        organisateur = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        horaires = self.deposer("horaires", organisateur)
        certificat = self.deposer("certificat_medical")
        certificat.action_accepter()

        def documents(user):
            return {e["mot"]: e for e in self.lire_frise(user)["evenements"] if e["famille"] == "document"}

        noms = horaires.type_id.with_context(lang="en_US").name, certificat.type_id.with_context(lang="en_US").name
        vus = documents(self.agent)
        self.assertEqual(set(vus), set(noms))
        attend, compte = (vus[nom] for nom in noms)
        self.assertEqual((attend["jour"], attend["detail"]), ("2024-05-02", "of 04/30/2024 · To check"))
        self.assertIn("The organiser", attend["qui"])
        self.assertIn(f"Checked: accepted by {self.agent.name}", compte["detail"])
        self.assertEqual(set(documents(organisateur)), {noms[0]}, "its own")
        self.assertEqual(set(documents(self.utilisateur("gestionnaire"))), {noms[0]}, "a medical one is the commune's")

    def test_the_chain_shows_the_documents_that_it_rests_on_and_what_nobody_has_checked(self):
        self.vu._enregistrer("attestation_remise", date(2024, 4, 2), canal="remise")
        self.suspendre()
        with freeze_time("2024-12-10"):
            self.vu.invalidate_recordset()
            chaine = self.fenetre("sommation_envoyee").chaine
            (certificat,) = self.dossier.preuve_ids
            terme = self.lignes(chaine)[-1]
            self.assertIn(certificat.type_id.with_context(lang="en_US").name, terme[3])
            self.assertIn(self.agent.name, terme[3])
            self.assertNotIn("nobody has checked yet", chaine)
            self.deposer("horaires")
            self.vu.invalidate_recordset()
            chaine = self.fenetre("sommation_envoyee").chaine
            self.assertIn("nobody has checked yet: 1", chaine)
            self.assertNotIn("Timetable", " ".join(self.lignes(chaine)[-1]))
            # whoever may not know a medical ground is told that there is a document
            officier = self.comme(self.utilisateur("gestionnaire"))
            preuves = [d for m in officier._chaine("sommation_envoyee") for d in m["documents"]]
            self.assertEqual(len(preuves), 1)
            self.assertTrue(preuves[0].startswith("Document for the commune · "))

    def test_the_page_costs_the_same_whatever_happened(self):
        peu, beaucoup = self.ouvert(), self.ouvert()
        beaucoup._enregistrer("attestation_remise", date(2024, 4, 2), canal="remise")
        for jour in range(1, 9):
            beaucoup._enregistrer("inscription_organisateur", date(2024, 4, jour + 2), organisateur_id=self.bapa.id)
            beaucoup.evenement_ids.filtered(lambda e: e.type == "inscription_organisateur" and not e.annule)._annuler(
                "x"
            )

        def lire(dossier):
            return self.queries(lambda: self.comme(self.agent, dossier).read(["entete", "entete_registre", "frise"]))

        lire(beaucoup)
        self.assertLessEqual(lire(beaucoup), lire(peu) + 8, "the lists themselves, and not a query a line")
