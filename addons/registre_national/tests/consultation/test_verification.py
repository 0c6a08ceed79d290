# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from ..commun import CasRegistre


class TestVerification(CasRegistre):
    def setUp(self):
        super().setUp()
        _simulateur, service = self.ouvrir()
        service._collecter()
        self.journal = self.Consultation.search([("reference", "like", "Essai:")], order="sequence")
        self.auditeur = self.utilisateur("c_auditeur", "group_registre_auditeur")
        self.auditeur.lang = "en_US"
        self.Verification = self.env["registre.verification"]

    def _nuit(self):
        with self.enter_registry_test_mode():
            self.env.ref("registre_national.ir_cron_verifier").method_direct_trigger()
        return self.Verification.search([], limit=1)

    def _forcer(self, requete, parametres):
        """What only the owner of the database can do."""
        self.cr.execute("ALTER TABLE registre_consultation DISABLE TRIGGER USER")
        self.cr.execute(requete, parametres)
        self.cr.execute("ALTER TABLE registre_consultation ENABLE TRIGGER USER")
        self.env.invalidate_all()

    def _activites(self):
        return self.env["mail.activity"].search(
            [("res_model", "=", "registre.verification"), ("user_id", "=", self.auditeur.id)]
        )

    def test_a_whole_log_calls_nobody(self):
        verification = self._nuit()
        self.assertEqual((verification.state, verification.nombre), ("entier", self.Consultation.search_count([])))
        self.assertFalse(self._activites())

    def test_a_break_is_told_once(self):
        self._nuit()
        self._forcer("UPDATE registre_consultation SET niss = '0' WHERE id = %s", [self.journal[4].id])
        verification = self._nuit()
        self.assertEqual((verification.state, verification.consultation_id), ("rompu", self.journal[4]))
        self.assertIn(str(self.journal[4].sequence), self._activites().summary)
        self.assertEqual(self._activites().res_id, verification.id)
        self.assertEqual(self._nuit().state, "rompu")
        self.assertEqual(len(self._activites()), 1, "not every night again")
        self._forcer("UPDATE registre_consultation SET niss = '0' WHERE id = %s", [self.journal[2].id])
        self._nuit()
        self.assertEqual(len(self._activites()), 2, "another break is told")
        self.assertIn(str(self.journal[2].sequence), "".join(self._activites().mapped("summary")))

    def test_a_cut_end_is_seen(self):
        """The seals of what is left are all right: only the memory of the last verification tells."""
        derniere = self._nuit().derniere_sequence
        self._forcer("DELETE FROM registre_consultation WHERE id IN %s", [self.journal[-2:]._ids])
        self.assertFalse(self.Consultation._verifier())
        verification = self._nuit()
        self.assertEqual((verification.state, verification.sequence_rompue), ("rompu", derniere))
        self.assertIn("cut off", verification.explication)
        self.assertEqual(self._nuit().state, "rompu", "still so the next night")
        self.assertEqual(len(self._activites()), 1)

    def test_nobody_writes_a_verification(self):
        verification = self.Verification._verifier().with_user(self.auditeur)
        self.assertTrue(verification.explication)
        for operation in ("create", "write", "unlink"):
            self.assertFalse(verification.has_access(operation))

    def test_entries_of_before_keep_their_seal(self):
        """An entry written before the columns of today existed is verified as it was sealed then."""
        self.Consultation._journaliser(
            [
                {
                    "date": self.journal[0].date,
                    "user_id": self.env.uid,
                    "processus": "collecte",
                    "niss": "1",
                    "its": "000",
                    "finalite": "x",
                    "reference": "x",
                    "tentative": 1,
                    "nature": "ok",
                    "duree_ms": 1,
                    "operation": None,
                }
            ]
        )
        self.assertFalse(self.Consultation._verifier())
        derniere = self.Consultation.search([], limit=1)
        valeurs = [derniere.sequence, derniere.date, self.env.uid, "collecte", "1", "000", "x", "x", 1, "ok", "", 1]
        self.assertEqual(derniere.hash, self.Consultation._sceau(derniere.previous_hash, valeurs))
        self._forcer("UPDATE registre_consultation SET motif = 'autre' WHERE id = %s", [derniere.id])
        self.assertEqual(
            self.Consultation._verifier(), derniere, "a column added later is sealed as soon as it is used"
        )
