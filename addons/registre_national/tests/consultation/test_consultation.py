# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import json
from hashlib import sha256

from psycopg2.errors import RaiseException

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from ...models.consultation.registre_consultation import SCELLES
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
            "UPDATE registre_consultation SET niss = '0' WHERE id = %s",
            "DELETE FROM registre_consultation WHERE id = %s",
            "TRUNCATE registre_consultation -- %s",
        ):
            with self.subTest(requete=requete), self.assertRaises(RaiseException), self.cr.savepoint():
                self.cr.execute(requete, [journal[0].id])
        self.assertEqual(len(journal.exists()), PERSONNES)

    def _forcer(self, requete, parametres):
        """What only the owner of the database can do: lift the trigger and touch the table."""
        self.cr.execute("ALTER TABLE registre_consultation DISABLE TRIGGER USER")
        self.cr.execute(requete, parametres)
        self.cr.execute("ALTER TABLE registre_consultation ENABLE TRIGGER USER")
        self.env.invalidate_all()

    def test_the_first_broken_entry_is_named(self):
        _service, journal = self._collecter()
        self.assertFalse(self.Consultation._verifier())
        self._forcer(
            "UPDATE registre_consultation SET nature = 'fault' WHERE id IN %s", [(journal[4].id, journal[7].id)]
        )
        self.assertEqual(self.Consultation._verifier(), journal[4])
        action = self.Consultation.action_verifier()
        self.assertEqual(self.env[action["res_model"]].browse(action["res_id"]).consultation_id, journal[4])

    def test_a_missing_entry_is_seen(self):
        _service, journal = self._collecter()
        suivante = journal[6]
        self._forcer("DELETE FROM registre_consultation WHERE id = %s", [journal[5].id])
        self.assertEqual(self.Consultation._verifier(), suivante)

    def test_a_rewritten_entry_breaks_the_next(self):
        """Even sealed anew, a changed entry no longer fits the one after it."""
        _service, journal = self._collecter()
        entree = journal[3]
        valeurs = [
            entree.sequence,
            entree.date,
            entree.user_id.id,
            "collecte",
            "0",
            entree.its,
            entree.finalite,
            entree.reference,
        ]
        sceau = self.Consultation._sceau(
            entree.previous_hash, [*valeurs, 1, "ok", "", entree.duree_ms, "registre", None, None, entree.service_id.id]
        )
        self._forcer("UPDATE registre_consultation SET niss = '0', hash = %s WHERE id = %s", [sceau, entree.id])
        self.assertEqual(self.Consultation._verifier(), journal[4])

    def test_entries_of_before_a_column_was_added_keep_their_seal(self):
        """The three versions of the log, each sealed as it was sealed in its time, make one chain."""
        _service, journal = self._collecter()
        self.assertTrue(all(entree.service_id for entree in journal), "the service is sealed too")
        avant, debut = journal[-1], journal[-1].sequence
        valeurs = [avant.date, self.env.uid, "essai", "1", "000", "essai", "essai", 1, "ok", "", 5]
        precedent = avant.hash
        for rang, suite in enumerate(([None] * 4, ["registre", None, None, None]), 1):
            complet = [debut + rang, *valeurs, *suite]
            # As the code of that time did: twelve columns, then fifteen.
            textes = [v.isoformat(" ", "seconds") if hasattr(v, "isoformat") else v or "" for v in complet]
            longueur = 12 if rang == 1 else 15
            sceau = sha256(f"{precedent}{json.dumps(textes[:longueur], ensure_ascii=False)}".encode()).hexdigest()
            self.cr.execute(
                f"INSERT INTO registre_consultation ({', '.join(SCELLES)}, previous_hash, hash) VALUES %s",
                [(*complet, precedent, sceau)],
            )
            precedent = sceau
        self._collecter()
        self.assertFalse(self.Consultation._verifier())
        # A value taken out of a later column does not turn an entry into one of before.
        derniere = self.Consultation.search([], limit=1)
        self._forcer("UPDATE registre_consultation SET service_id = NULL WHERE id = %s", [derniere.id])
        self.assertEqual(self.Consultation._verifier(), derniere)

    def test_a_large_batch_is_sealed_in_pieces(self):
        ligne = {"date": fields.Datetime.now(), "user_id": self.env.uid, "processus": "essai", "niss": "1"}
        ligne |= {"its": "000", "finalite": "x", "reference": "grand", "tentative": 1, "nature": "ok"}
        lots = []
        sceller = type(self.Consultation)._sceller
        self.patch(
            type(self.Consultation), "_sceller", lambda log, lignes: lots.append(len(lignes)) or sceller(log, lignes)
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
