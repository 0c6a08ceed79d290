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
        self.falsifier(self.journal[4], niss="0")
        verification = self._nuit()
        self.assertEqual((verification.state, verification.consultation_id), ("rompu", self.journal[4]))
        self.assertIn(str(self.journal[4].sequence), self._activites().summary)
        self.assertEqual(self._activites().res_id, verification.id)
        self.assertEqual(self._nuit().state, "rompu")
        self.assertEqual(len(self._activites()), 1, "not every night again")
        self.falsifier(self.journal[2], niss="0")
        self._nuit()
        self.assertEqual(len(self._activites()), 2, "another break is told")
        self.assertIn(str(self.journal[2].sequence), "".join(self._activites().mapped("summary")))

    def test_a_cut_end_is_seen(self):
        """The seals of what is left are all right: only the memory of the last verification tells."""
        derniere = self._nuit().derniere_sequence + 2
        self.Verification.create(
            {"date": self.journal[0].date, "state": "entier", "derniere_sequence": derniere, "dernier_sceau": "0" * 64}
        )
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
