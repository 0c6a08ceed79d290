# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import socket
import tempfile
from contextlib import closing
from pathlib import Path

from ...journal import ancres
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

    def test_a_break_made_on_purpose_hides_no_other_one(self):
        """Odoo's role may add an entry whose seal is none: the chain is broken there for good, and read on."""
        dossier = self._ancrer_dans()
        self._nuit()
        self.falsifier(self.journal[2], niss="0")
        self._nuit()
        self.assertEqual(self._nuit().ruptures, 1)
        self.assertEqual(len(self._activites()), 1)
        self.falsifier(self.journal[6], niss="0")
        verification = self._nuit()
        self.assertEqual((verification.sequence_rompue, verification.ruptures), (self.journal[2].sequence, 2))
        self.assertIn(f"the last one at entry {self.journal[6].sequence}", verification.explication)
        self.assertEqual(len(self._activites()), 2, "another break is told")
        # … and so is an end that is cut off after it
        cle, octets = list(self.Consultation._trousseau().items())[-1]
        fin, base = self.journal[-1].sequence + 5, self.env.cr.dbname
        ancres.ecrire(dossier, base, ancres.ligne(self.journal[0].date, base, fin, fin, "0" * 64, cle, octets))
        self.assertEqual(self._nuit().derniere_rompue, fin)
        self.assertEqual(len(self._activites()), 3)

    def test_anchors_that_are_taken_away_are_told(self):
        dossier = self._ancrer_dans()
        for _fois in range(3):
            self._nuit()
        fichier = dossier / f"{self.env.cr.dbname}.log"
        lignes = fichier.read_text().splitlines(keepends=True)
        self.assertEqual(len(lignes), 3)
        fichier.write_text(lignes[0])
        self.assertIn("were taken away", self._nuit().ancrage)
        self.assertEqual(self._activites().mapped("summary"), ["The consultation log is not anchored"])
        fichier.unlink()
        self.Verification.search([]).unlink()
        self.patch(type(self.Consultation), "search_count", lambda log, *_args, **_options: 1)
        self.assertIn("no anchor says so", self._nuit().ancrage, "nothing in the database remembers them either")

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

    def _ancrer_dans(self, **reglages):
        """Configure where the log is anchored; return the folder, new unless one is named."""
        dossier = tempfile.TemporaryDirectory()
        self.addCleanup(dossier.cleanup)
        journal = type(self.Consultation)
        usuels = self.Consultation._reglages()
        self.patch(journal, "_reglages", lambda log: usuels | {"ancres": dossier.name} | reglages)
        return Path(dossier.name)

    def _lues(self, dossier):
        return ancres.lire(dossier, self.env.cr.dbname, self.Consultation._trousseau())

    def test_the_end_is_anchored_each_hour_and_at_each_verification(self):
        dossier = self._ancrer_dans()
        self._nuit()
        with self.enter_registry_test_mode():
            self.env.ref("registre_national.ir_cron_ancrer").method_direct_trigger()
        derniere = self.Consultation.search([], limit=1)
        self.assertEqual(self._lues(dossier), ([(derniere.sequence, derniere.hash)] * 2, 0))
        texte = (dossier / f"{self.env.cr.dbname}.log").read_text()
        self.assertFalse([niss for niss in self.journal.mapped("niss") if niss in texte], "no personal data")
        self.assertEqual(self._nuit().state, "entier")
        self.assertFalse(self._activites())

    def test_the_end_is_sent_by_syslog(self):
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as ecoute:
            ecoute.bind(("127.0.0.1", 0))
            ecoute.settimeout(5)
            dossier = self._ancrer_dans(syslog=f"127.0.0.1:{ecoute.getsockname()[1]}")
            self._nuit()
            recu = ecoute.recv(4096).decode().rstrip("\0")
        self.assertIn("parcours-journal: ", recu)
        self.assertIn(recu.partition("parcours-journal: ")[2], (dossier / f"{self.env.cr.dbname}.log").read_text())

    def test_what_is_not_as_anchored_is_told(self):
        dossier = self._ancrer_dans()
        cle, octets = list(self.Consultation._trousseau().items())[-1]
        entree, base = self.journal[3], self.env.cr.dbname
        ligne = ancres.ligne(entree.date, base, entree.sequence, 4, "0" * 64, cle, octets)
        ancres.ecrire(dossier, base, ligne)
        verification = self._nuit()
        self.assertEqual((verification.state, verification.consultation_id), ("rompu", entree))
        self.assertIn("written anew", verification.explication)
        self.assertEqual(len(self._activites()), 1)
        self.assertEqual(len(self._lues(dossier)[0]), 1, "a log that is broken is not anchored")

    def test_an_end_that_was_anchored_and_is_gone_is_told(self):
        dossier = self._ancrer_dans()
        cle, octets = list(self.Consultation._trousseau().items())[-1]
        fin = self.journal[-1].sequence + 5
        base = self.env.cr.dbname
        ancres.ecrire(dossier, base, ancres.ligne(self.journal[0].date, base, fin, fin, "0" * 64, cle, octets))
        verification = self._nuit()
        self.assertEqual((verification.state, verification.sequence_rompue), ("rompu", fin))
        self.assertIn("cut off", verification.explication)

    def test_anchors_that_cannot_be_written_stop_nobody_and_are_told_once(self):
        self._ancrer_dans(ancres="/nowhere/at/all", syslog="no port")
        verification = self._nuit()
        self.assertEqual(verification.state, "entier")
        self.assertIn("/nowhere/at/all", verification.ancrage)
        self.assertEqual(self._activites().mapped("summary"), ["The consultation log is not anchored"])
        self._nuit()
        with self.enter_registry_test_mode():
            self.env.ref("registre_national.ir_cron_ancrer").method_direct_trigger()
        self.assertEqual(len(self._activites()), 1)
        self._ancrer_dans(syslog="")
        self.assertFalse(self._nuit().ancrage, "mended")
        self._ancrer_dans(syslog="no port")
        self.assertIn("no port", self._nuit().ancrage)
        self.assertEqual(len(self._activites()), 2, "told again once it had been mended")

    def test_a_line_that_nobody_signed_is_no_anchor(self):
        dossier = self._ancrer_dans()
        base = self.env.cr.dbname
        ancres.ecrire(dossier, base, ancres.ligne(self.journal[0].date, base, 1, 1, "0" * 64, "k1", b"another key"))
        verification = self._nuit()
        self.assertEqual(verification.state, "entier")
        self.assertIn("nobody signed: 1", verification.ancrage)
