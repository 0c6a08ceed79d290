# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who sees what, and who may write nothing: each role, through the ORM as that user and through JSON-RPC."""

from datetime import date
from functools import partial

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, JsonRpcException, tagged

from .common import ParcoursCase

PROTEGES = {
    "resultat": "exempte",
    "phase": "cloture",
    "niss": "0",
    "name": "X",
    "company_id": 1,
    "ref_ue": "oui",
    "date_reference": "2020-01-01",
    "stage_id": False,
    "date_echeance": "2030-01-01",
    "volontaire": True,
    "exemption_code": "2",
    "reglement_id": False,
    "personne_id": False,
    "active": False,
    "evenement_ids": [],
}


@tagged("post_install", "-at_install")
class TestAcces(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ici = cls.ouvert(cls.schaerbeek)
        cls.ailleurs = cls.ouvert(cls.ixelles)
        cls.tous = cls.ici | cls.ailleurs
        cls.agent = cls.utilisateur("agent", cls.schaerbeek)

    def vus(self, utilisateur, modele="parcours.dossier", champ="id"):
        lignes = (
            self.env[modele]
            .with_user(utilisateur)
            .search_read([(champ, "in", self.tous.ids)], ["display_name", "company_id"])
        )
        return {ligne["id"] for ligne in lignes}

    def test_an_agent_sees_the_files_of_the_commune_only(self):
        for groupe in ("agent", "chef"):
            utilisateur = self.agent if groupe == "agent" else self.utilisateur(groupe, self.schaerbeek)
            self.assertEqual(self.vus(utilisateur), set(self.ici.ids))
            self.assertEqual(self.vus(utilisateur, "parcours.examen", "dossier_id"), set(self.ici.examen_ids.ids))
            with self.assertRaises(AccessError):
                self.ailleurs.with_user(utilisateur).read(["name"])

    def test_regional_roles_see_every_commune(self):
        for groupe in ("gestionnaire", "direction", "statisticien"):
            with self.subTest(groupe):
                self.assertEqual(self.vus(self.utilisateur(groupe)), set(self.tous.ids), "without ticking a commune")

    def test_what_the_engine_decides_is_written_by_nobody(self):
        vu = self.ici.with_user(self.agent)
        for utilisateur in (self.agent, self.utilisateur("direction")):
            for champ, valeur in PROTEGES.items():
                with self.subTest(champ), self.assertRaises(AccessError):
                    self.ici.with_user(utilisateur).write({champ: valeur})
        with self.assertRaisesRegex(AccessError, "Outcome.*Nothing was saved"):
            vu.write({"user_id": self.agent.id, "resultat": "exempte"})
        vu.write({"user_id": self.agent.id, "priority": "1", "color": 3, "note": "<p>vu</p>"})
        self.assertEqual(self.ici.user_id, self.agent)
        self.assertEqual(self.ici.resultat, "oblige")

    def test_ni_creer_ni_supprimer(self):
        for utilisateur in (self.agent, self.utilisateur("direction")):
            with self.assertRaises(AccessError):
                self.Dossier.with_user(utilisateur).create({"company_id": self.schaerbeek.id})
            with self.assertRaises(AccessError):
                self.ici.with_user(utilisateur).unlink()
            with self.assertRaises(AccessError):
                self.ici.with_user(utilisateur).copy()

    def test_an_auditor_reads_no_file(self):
        vu = self.ici.with_user(self.utilisateur("auditeur"))
        for geste in (lambda: vu.read(["reference"]), lambda: vu.search([]), lambda: vu.write({"priority": "1"})):
            with self.assertRaises(AccessError):
                geste()

    def test_an_organiser_sees_files_enrolled_there_only(self):
        bapa = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        self.assertFalse(self.vus(bapa))
        self.ici._enregistrer("inscription_organisateur", date(2024, 5, 6), organisateur_id=self.bapa.id)
        self.assertEqual(self.vus(bapa), set(self.ici.ids))
        vu = self.ici.with_user(bapa)
        self.assertEqual(vu.read(["name", "niss", "etape_organisateur"])[0]["name"], self.ici.name)
        for champ in (
            "ref_ue",
            "jour_motif_sejour",
            "naissance_min",
            "explication",
            "examen_ids",
            "personne_id",
            "stage_id",
        ):
            with self.subTest(champ), self.assertRaises(AccessError):
                vu.read([champ])
        self.assertNotIn("ref_ue", vu.fields_get())
        with self.assertRaises(AccessError):
            vu.search([("ref_ue", "=", "non")])
        with self.assertRaises(AccessError):
            self.env["parcours.examen"].with_user(bapa).search([])
        with self.assertRaises(AccessError):
            vu.write({"priority": "1"})
        self.ici._enregistrer("changement_organisateur", date(2024, 9, 2), organisateur_id=self.bon.id)
        self.assertFalse(self.vus(bapa), "the person left for another organiser")
        bapa.organisateur_id = self.bon
        self.assertEqual(self.vus(bapa), set(self.ici.ids), "the rule follows the user's organiser at once")

    def test_an_organiser_user_without_organiser_sees_nothing(self):
        self.assertFalse(self.vus(self.utilisateur("organisateur")))

    def test_a_statistician_sees_no_identity(self):
        statisticien = self.utilisateur("statisticien")
        vu = self.ici.with_user(statisticien)
        ligne = vu.read(["display_name", "resultat", "ref_age_min", "company_id"])[0]
        self.assertEqual(ligne["display_name"], self.ici.reference)
        self.assertEqual(ligne["ref_age_min"], 33)
        for champ in ("name", "niss", "naissance_min", "personne_id", "explication", "faits_origine", "note"):
            with self.subTest(champ), self.assertRaises(AccessError):
                vu.read([champ])
        for domaine in ([("name", "ilike", "ESSAI")], [("niss", "=", self.ici.niss)]):
            with self.assertRaises(AccessError):
                vu.search(domaine)
        self.assertFalse(vu.name_search("ESSAI"), "no name answers")
        with self.assertRaises(AccessError):
            self.env["registre.personne"].with_user(statisticien).search([])
        groupes = vu.formatted_read_group([("id", "in", self.tous.ids)], ["company_id"], ["__count"])
        self.assertEqual(sum(groupe["__count"] for groupe in groupes), 2)

    def test_messages_are_read_by_those_who_work_on_the_file(self):
        """A message can name the person: only those who work on the file read it."""
        message = self.ici.message_post(body="Madame Essai a appelé")
        lire = self.env["mail.message"]
        self.assertIn(message, lire.with_user(self.agent).search([("id", "=", message.id)]))
        self.assertFalse(lire.with_user(self.utilisateur("statisticien")).search([("id", "=", message.id)]))
        self.ici._enregistrer("inscription_organisateur", date(2024, 5, 6), organisateur_id=self.bapa.id)
        bapa = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        self.assertFalse(lire.with_user(bapa).search([("id", "=", message.id)]))

    def test_each_role_opens_the_files_it_sees(self):
        """The page, the list and the board ask for nothing that their reader may not read."""
        self.ici._enregistrer("inscription_organisateur", date(2024, 5, 6), organisateur_id=self.bapa.id)
        for groupe in ("agent", "chef", "gestionnaire", "direction", "organisateur", "statisticien"):
            commune = self.schaerbeek if groupe in ("agent", "chef") else None
            utilisateur = self.agent if groupe == "agent" else self.utilisateur(groupe, commune)
            utilisateur.organisateur_id = self.bapa if groupe == "organisateur" else False
            vu = self.ici.with_user(utilisateur)
            for vue in ("form", "list", "kanban"):
                arch = etree.fromstring(vu.get_view(view_type=vue)["arch"])
                champs = {noeud.get("name"): {} for noeud in arch.xpath("//field[not(ancestor::field)]")}
                with self.subTest(groupe=groupe, vue=vue):
                    vu.env.invalidate_all()
                    self.assertTrue(vu.web_read(champs))

    def test_an_organiser_reads_where_the_person_was_before_and_no_more(self):
        """The whole file of who is with it now; of who left, its own enrolment."""
        autre = self.env["parcours.organisateur"].search([("id", "!=", self.bapa.id)], limit=1)
        self.ici._enregistrer("inscription_organisateur", date(2024, 5, 6), organisateur_id=autre.id)
        self.ici._enregistrer("changement_organisateur", date(2024, 6, 3), organisateur_id=self.bapa.id)
        bapa, ailleurs = (
            self.utilisateur("organisateur", commune, organisateur_id=organisateur.id)
            for organisateur, commune in ((self.bapa, self.schaerbeek), (autre, self.ixelles))
        )
        vu = self.ici.with_user(bapa)
        self.env.invalidate_all()
        self.assertEqual(len(self.ici.inscription_ids), 2, "in the cache that all share")
        self.assertEqual(vu.organisateur_id, self.bapa)
        self.assertEqual(len(vu.web_read({"inscription_ids": {"fields": {"date_debut": {}}}})[0]["inscription_ids"]), 2)
        avant = self.env["parcours.inscription"].with_user(ailleurs)
        self.assertEqual(avant.search([("dossier_id", "=", self.ici.id)]).organisateur_id, autre)

    # a task nobody has is of today in Greenwich, not in Brussels
    @freeze_time("2026-06-15 10:00")
    def test_messages_are_not_searched_by_others(self):
        """Nor finds somebody by what a message or a task says: Odoo searches in both without the reader's rights."""
        self.ici.message_post(body="Madame Essai a appelé")
        self.ici.activity_schedule(summary="Rappeler Madame Essai", note="Elle habite chez sa sœur.")
        self.ici._enregistrer("inscription_organisateur", date(2024, 5, 6), organisateur_id=self.bapa.id)
        domaines = [
            [("activity_ids.res_name", "ilike", self.ici.name)],
            [("activity_ids.note", "ilike", "sœur")],
            [("activity_summary", "ilike", "Essai")],
            [("message_ids.body", "ilike", "Essai")],
        ]
        for domaine in domaines:
            self.assertIn(self.ici, self.Dossier.with_user(self.agent).search(domaine))
        for groupe in ("statisticien", "organisateur"):
            utilisateur = self.utilisateur(groupe, organisateur_id=self.bapa.id)
            vu = self.ici.with_user(utilisateur)
            for domaine in domaines:
                with self.subTest(groupe=groupe, domaine=domaine), self.assertRaises(AccessError):
                    vu.search(domaine)
            inscriptions = self.env["parcours.inscription"].with_user(utilisateur)
            with self.subTest(groupe), self.assertRaises(AccessError):
                inscriptions.search([("dossier_id.activity_ids.res_name", "ilike", self.ici.name)])
            with self.subTest(groupe), self.assertRaises(AccessError):
                vu.read(["activity_summary"])
            self.assertEqual(vu.read(["activity_state"])[0]["activity_state"], "today", "the bar of the board")
            for vue in ("list", "kanban", "form", "search"):
                self.assertNotIn("message_ids", vu.get_view(view_type=vue)["arch"])

    def test_documents_are_read_by_those_who_work_on_the_file(self):
        """So do its documents; other attachments are not concerned."""
        self.ici._enregistrer("inscription_organisateur", date(2024, 5, 6), organisateur_id=self.bapa.id)
        piece = self.env["ir.attachment"].create(
            {"name": "certificat.txt", "raw": b"x", "res_model": "parcours.dossier", "res_id": self.ici.id}
        )
        self.assertEqual(piece.with_user(self.agent).read(["name"])[0]["name"], "certificat.txt")
        with self.assertRaises(AccessError):
            piece.with_user(self.utilisateur("agent", self.ixelles)).read(["raw"])
        for groupe in ("statisticien", "organisateur"):
            utilisateur = self.utilisateur(groupe, organisateur_id=self.bapa.id)
            with self.assertRaises(AccessError):
                piece.with_user(utilisateur).read(["raw"])
            self.assertFalse(self.env["ir.attachment"].with_user(utilisateur).search([("id", "=", piece.id)]))
        libre = self.env["ir.attachment"].create({"name": "libre.txt", "raw": b"x", "public": True})
        self.assertTrue(libre.with_user(self.utilisateur("statisticien", self.ixelles)).read(["name"]))

    def test_the_list_costs_the_same_for_any_number_of_files(self):
        """The agent's list costs the same for 5 and for 40 files."""
        champs = {
            "name": {},
            "resultat": {},
            "stage_id": {"fields": {"display_name": {}}},
            "date_echeance": {},
            "user_id": {"fields": {"display_name": {}}},
            "company_id": {"fields": {"display_name": {}}},
        }
        for _rang in range(40):
            self.ouvert()

        def cout(limite):
            lire = partial(self.Dossier.with_user(self.agent).web_search_read, [], champs, limit=limite)
            self.assertEqual(len(lire()["records"]), limite)
            return self.queries(lire)

        cout(5)
        self.assertLessEqual(cout(40), cout(5))
        self.assertLess(cout(40), 15)

    def test_files_are_found_by_name_reference_and_number(self):
        Vu = self.Dossier.with_user(self.agent)
        for texte in (self.ici.name, self.ici.reference, self.ici.niss):
            self.assertEqual(Vu.name_search(texte)[0][0], self.ici.id)
        gestionnaire = self.Dossier.with_user(self.utilisateur("gestionnaire"))
        trouves = gestionnaire.search([("company_id", "ilike", "Schaerbeek"), ("id", "in", self.tous.ids)])
        self.assertEqual(trouves, self.ici, "Vivalis finds a commune by its name without ticking it")


@tagged("post_install", "-at_install")
class TestAccesRpc(ParcoursCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ici = cls.ouvert(cls.schaerbeek)
        cls.ailleurs = cls.ouvert(cls.ixelles)
        cls.agent = cls.utilisateur("agent", cls.schaerbeek)

    def appel(self, methode, *arguments, **options):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {"model": "parcours.dossier", "method": methode, "args": list(arguments), "kwargs": options},
        )

    def test_an_agent_calling_from_a_program_sees_no_other_commune(self):
        self.authenticate(self.agent.login, self.agent.login)
        lignes = self.appel("search_read", [("id", "in", [self.ici.id, self.ailleurs.id])], ["name", "company_id"])
        self.assertEqual([ligne["id"] for ligne in lignes], [self.ici.id])
        # ticking another commune in the request changes nothing
        contexte = {"allowed_company_ids": [self.ixelles.id]}
        with self.assertRaises(JsonRpcException):
            self.appel("search_read", [], ["name"], context=contexte)
        with self.assertRaises(JsonRpcException):
            self.appel("read", [self.ailleurs.id], ["name"])
        for vals in ({"resultat": "exempte"}, {"ref_ue": "oui"}, {"company_id": self.ixelles.id}):
            with self.assertRaises(JsonRpcException):
                self.appel("write", [self.ici.id], vals)
        for methode in ("_examiner", "_enregistrer", "_recevoir_personnes"):
            with self.assertRaises(JsonRpcException):
                self.appel(methode, [self.ici.id])
        self.ici.invalidate_recordset()
        self.assertEqual((self.ici.resultat, self.ici.ref_ue), ("oblige", "non"))
        self.assertTrue(self.appel("write", [self.ici.id], {"priority": "1"}))
