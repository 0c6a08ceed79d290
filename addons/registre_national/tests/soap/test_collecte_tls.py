# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import tempfile
from unittest import mock

from ..commun import CasRegistre
from .certificats import PHRASE, Autorite, contexte_serveur


class TestCollecteTls(CasRegistre):
    """A whole collection over mutual TLS; what is said when it cannot be, and that nothing is lost."""

    def test_a_whole_collection_works_over_mutual_tls(self):
        dossier = tempfile.TemporaryDirectory()
        self.addCleanup(dossier.cleanup)
        registre, autre = Autorite(dossier.name, "registre"), Autorite(dossier.name, "autre")
        contexte = contexte_serveur(*registre.emettre("serveur", "127.0.0.1"), registre.fichier)
        certificat, cle = registre.emettre("client", phrase=PHRASE)
        _simulateur, service = self.ouvrir(personnes=4, contexte_ssl=contexte)
        self.assertTrue(service.url_consultation.startswith("https://"))
        bonnes = {
            "client_certificate": certificat,
            "client_key": cle,
            "client_key_passphrase": "REGISTRE_ESSAI_PHRASE",
            "authority": registre.fichier,
        }
        journal = "odoo.addons.registre_national.models.service.collecte"
        with mock.patch.dict("os.environ", {"REGISTRE_ESSAI_PHRASE": PHRASE}):
            for changement, phrase in (
                ({"client_certificate": False, "client_key": False}, "did not accept ours"),
                ({"authority": autre.fichier}, "not of the authority we trust"),
                ({"client_key_passphrase": "REGISTRE_ESSAI_ABSENTE"}, "not there"),
            ):
                service.write(bonnes | changement)
                with self.subTest(phrase=phrase), self.assertLogs(journal, "WARNING"):
                    service._collecter()
                self.assertEqual(service.last_error_kind, "transport")
                self.assertIn(phrase, service.last_error)
                self.assertNotRegex(service.last_error, r"[a-z]_[a-z]|SSL|Traceback")
                self.assertFalse(self.du_service(service))
            service.write(bonnes)
            bilan = service._collecter()
        self.assertEqual((bilan["personnes"], bilan["erreurs"], service.last_error), (4, 0, False))
        self.assertEqual(len(self.gens(service)), 4)
        self.env.flush_all()
        # Raw SQL: the whole row as the database keeps it, in a test.
        self.env.cr.execute("SELECT row_to_json(s)::text FROM registre_service s WHERE id = %s", [service.id])
        ligne = self.env.cr.fetchone()[0]
        self.assertNotIn(PHRASE, ligne)
        self.assertNotIn("PRIVATE KEY", ligne)
