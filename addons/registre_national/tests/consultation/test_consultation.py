# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import json

from psycopg2 import DatabaseError
from psycopg2.errors import InsufficientPrivilege, UndefinedTable

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from ...journal import reglages
from ...journal.sceau import sceller
from ..commun import PERSONNES, CasRegistre


class TestConsultation(CasRegistre):
    def _collecter(self):
        _simulateur, service = self.ouvrir()
        service._collecter()
        return service, self.Consultation.search([("reference", "like", "Essai:")], order="sequence")

    def test_each_consultation_is_logged(self):
        service, journal = self._collecter()
        self.assertEqual(len(journal), PERSONNES)
        entree, notification = journal[0], self.du_service(service)[0]
        self.assertEqual((entree.niss, entree.nature, entree.tentative), (notification.niss, "ok", 1))
        self.assertEqual(
            (entree.user_id, entree.processus, entree.finalite), (self.env.user, "collecte", "PARCOURS:ESSAI")
        )
        self.assertEqual(entree.reference, f"Essai: {notification.sequence:.0f}")
        self.assertIn("031", entree.its)

    def test_purpose_and_file_are_mandatory(self):
        for manque in ("finalite", "reference"):
            ligne = {"niss": "1", "finalite": "x", "reference": "x", "processus": "x", manque: ""}
            with self.assertRaises(UserError):
                self.Consultation._journaliser([ligne])

    def test_append_only_in_the_orm(self):
        _service, journal = self._collecter()
        for operation in (
            lambda: journal.write({"niss": "0"}),
            journal.unlink,
            lambda: self.Consultation.create({"niss": "0"}),
        ):
            with self.assertRaises(UserError):
                operation()

    @mute_logger("odoo.sql_db")
    def test_append_only_in_the_database(self):
        _service, journal = self._collecter()
        for requete in (
            "UPDATE journal.consultation SET niss = '0' WHERE id = %s",
            "DELETE FROM journal.consultation WHERE id = %s",
            "UPDATE journal.entree SET niss = '0' WHERE sequence = %s",
            "DELETE FROM journal.entree WHERE sequence = %s",
            "TRUNCATE journal.entree -- %s",
        ):
            with self.subTest(requete=requete), self.assertRaises(InsufficientPrivilege), self.cr.savepoint():
                self.cr.execute(requete, [journal[0].id])
        with self.assertRaises(UndefinedTable), self.cr.savepoint():
            self.cr.execute("SELECT FROM registre_consultation")
        self.assertEqual(len(journal.exists()), PERSONNES)

    @mute_logger("odoo.sql_db")
    def test_the_function_takes_what_follows_the_last_entry_and_nothing_else(self):
        self._collecter()
        self.cr.execute("SELECT sequence, hash FROM journal.consultation ORDER BY sequence DESC LIMIT 1")
        derniere, sceau = self.cr.fetchone()
        ligne = {"date": fields.Datetime.now(), "user_id": 2, "niss": "1", "its": "", "finalite": "x", "login": "x"}
        ligne |= {"reference": "x", "tentative": 1, "nature": "ok"}

        def suite(debut, avant, lignes=2, **autre):
            return [entree | autre for entree in sceller([ligne] * lignes, debut, avant, "k", b"k")]

        for entrees in (
            suite(derniere - 1, sceau),
            suite(derniere + 1, sceau),
            suite(derniere, "0" * 64),
            suite(derniere, sceau, cle=None),
            suite(derniere, sceau, version=None),
            suite(derniere, sceau, login=None),
            suite(derniere, sceau, lignes=3)[::2],
            [suite(derniere, sceau)[0] | {"hash": ""}],
        ):
            with self.subTest(entrees=entrees), self.assertRaises(DatabaseError):
                self._ajouter(entrees)
        self._ajouter(suite(derniere, sceau)[::-1])
        premiere = self.Consultation.search([("sequence", "=", derniere + 1)])
        self.assertEqual(self.Consultation._verifier(), premiere, "a seal without the key is none")

    def _ajouter(self, entrees):
        with self.cr.savepoint():
            self.cr.execute("SELECT journal.ajouter(%s)", [json.dumps(entrees)])

    def test_the_first_broken_entry_is_named(self):
        _service, journal = self._collecter()
        self.assertFalse(self.Consultation._verifier())
        self.falsifier(journal[4], nature="fault")
        self.falsifier(journal[7], nature="fault")
        self.assertEqual(self.Consultation._verifier(), journal[4])
        action = self.Consultation.action_verifier()
        self.assertEqual(self.env[action["res_model"]].browse(action["res_id"]).consultation_id, journal[4])

    def test_each_column_is_sealed(self):
        _service, journal = self._collecter()
        for colonne in ("login", "nom", "role", "motif_recherche", "resultat", "service_id", "date", "user_id"):
            with self.subTest(colonne=colonne):
                self.falsifier(journal[4], **{colonne: fields.Datetime.now() if colonne == "date" else 0})
                self.assertEqual(self.Consultation._verifier(), journal[4])

    def test_a_missing_entry_is_seen(self):
        _service, journal = self._collecter()
        self.falsifier(journal[5])
        self.assertEqual(self.Consultation._verifier(), journal[6])

    def test_an_entry_says_who_it_was_then(self):
        agent = self.utilisateur("journal_agent", "group_registre_agent", "21015")
        agent.name = "Anne Avant"
        ligne = {"date": fields.Datetime.now(), "user_id": agent.id, "motif": "guichet", "niss": "1", "its": "000"}
        ligne |= {"finalite": "x", "reference": "x", "tentative": 1, "nature": "ok"}
        self.Consultation._journaliser([ligne])
        agent.write({"name": "Zoé Après", "login": "autre"})
        entree = self.Consultation.search([], limit=1)
        self.assertEqual((entree.login, entree.nom, entree.user_id), ("journal_agent", "Anne Avant", agent))
        groupe = self.env.ref("registre_national.group_registre_agent").with_context(lang="fr_BE")
        self.assertEqual(entree.role, groupe.name)
        self.assertFalse(self.Consultation._verifier())
        # a user whose statement is listed is archived, never deleted: as one of before there were statements
        self.cr.execute("DELETE FROM registre_habilitation WHERE user_id = %s", [agent.id])
        self.env.invalidate_all()
        agent.unlink()
        self.env.invalidate_all()
        auditeur = self.utilisateur("journal_auditeur", "group_registre_auditeur")
        [lu] = entree.with_user(auditeur).web_read({"user_id": {"fields": {"display_name": {}}}, "nom": {}})
        self.assertEqual(lu["nom"], "Anne Avant", "the log outlives the user")

    def test_without_a_key_nothing_is_consulted(self):
        ligne = {"date": fields.Datetime.now(), "user_id": 2, "motif": "guichet", "niss": "1", "its": "000"}
        ligne |= {"finalite": "x", "reference": "x", "tentative": 1, "nature": "ok"}
        self.patch(reglages, "lire", lambda fichier: {})
        with self.assertRaisesRegex(UserError, "cannot be sealed"):
            self.Consultation._journaliser([ligne])

    def test_a_large_batch_is_sealed_in_pieces(self):
        ligne = {"date": fields.Datetime.now(), "user_id": self.env.uid, "processus": "essai", "niss": "1"}
        ligne |= {"its": "000", "finalite": "x", "reference": "grand", "tentative": 1, "nature": "ok"}
        lots = []
        sceller = type(self.Consultation)._sceller
        self.patch(
            type(self.Consultation),
            "_sceller",
            lambda log, lignes, *suite: lots.append(len(lignes)) or sceller(log, lignes, *suite),
        )
        self.Consultation._journaliser([ligne] * 2500)
        self.assertEqual(lots, [1000, 1000, 500])
        self.assertEqual(self.Consultation.search_count([("reference", "=", "grand")]), 2500)
        self.assertFalse(self.Consultation._verifier())

    def test_only_the_auditor_reads_it(self):
        _service, journal = self._collecter()
        auditeur = self.utilisateur("h3_auditeur", "group_registre_auditeur")
        self.assertEqual(len(journal.with_user(auditeur).read(["niss"])), PERSONNES)
        action = call_kw(self.Consultation.with_user(auditeur), "action_verifier", [[]], {})
        self.assertEqual(action["params"]["type"], "success", "as the button calls it, with no line ticked")
        for groupe in ("agent", "regional", "gestion"):
            user = self.utilisateur(f"h3_{groupe}", f"group_registre_{groupe}", "21015")
            with self.subTest(groupe=groupe), self.assertRaises(AccessError):
                journal.with_user(user).read(["niss"])
            with self.assertRaises(AccessError):
                self.Consultation.with_user(user).action_verifier()
