# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Each code and status that the specification of the register names, as an agent reads it: brought from the answer to
the notification, said in the language of the reader, without a technical name.
"""

import re

from ...models.service.messages import message_erreur
from ...soap import erreurs, lecture
from ..commun import CasRegistre
from ..soap import repertoire as r
from ..soap.test_ecritures import page

#: What never stands in a sentence: a name of the code, an English word of a protocol, a number of a person.
TECHNIQUE = re.compile(r"[a-z]_[a-z]|NO_|_FOUND|SOAP|XML|HTTP|gzip|Traceback|Exception|None|%s|\d{11}")
#: The part of each sentence that says what was kept.
GARDE = {
    "en_US": "the notification is kept",
    "fr_BE": "conservée|gardée",
    "nl_BE": "bewaard|behouden",
}
#: Transport errors: of `soap.erreurs.ErreurTransport`, those of an answer.
TRANSPORTS = (
    "delai_connexion", "delai_lecture", "delai_total", "trop_grand", "connexion", "coupure", "html", "pas_xml",
    "encodage", "adresse", "certificat", "nom_hote", "certificat_client", "disjoncteur", "http_302", "http_408",
    "http_429", "http_503",
)  # fmt: skip
DONNEES = (
    "xml_illisible", "reponse_inattendue", "doctype", "sans_dossier", "autre_personne", "requete_invalide",
    "boucle_remplacements", "niss_longueur", "niss_test", "commune_inconnue", "deux_personnes",
)  # fmt: skip


class TestSentences(CasRegistre):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.env["registre.service"].create(
            {
                "name": "Essai",
                "url_consultation": "http://127.0.0.1:9/c",
                "url_notifications": "http://127.0.0.1:9/n",
                "url_abonnements": "http://127.0.0.1:9/a",
                "cbe_number": "0000000097",
                "legal_context": "PARCOURS:ESSAI",
            }
        )
        cls.notification = cls.Notification.create(
            {"service_id": cls.service.id, "sequence": 1, "niss": r.NISS, "state": "erreur", "commune_nis": "99999"}
        )

    def _phrases(self, nature, code):
        """The sentence of an error on its notification, by language; each is one, and another in each language."""
        self.notification.write({"error_kind": nature, "error_code": code})
        self.notification.flush_recordset()
        phrases = {}
        for langue, garde in GARDE.items():
            phrase = self.notification.with_context(lang=langue).error
            self.assertNotRegex(phrase, TECHNIQUE)
            self.assertRegex(phrase, garde)
            self.assertTrue(phrase[0].isupper() and phrase.endswith("."))
            phrases[langue] = phrase
        self.assertEqual(len(set(phrases.values())), 3, "said in each language")
        return phrases

    def _issue(self, brut):
        with self.assertRaises(erreurs.ErreurRegistre) as leve:
            lecture.lire_consultation(brut, r.NISS)
        return leve.exception

    def test_each_status_has_its_sentence(self):
        vues = {}
        for nom, (valeur, code, remplacant, (classe, attendu, _reprise)) in r.STATUTS.items():
            with self.subTest(nom):
                erreur = self._issue(r.reponse(valeur, code, remplacant))
                self.assertEqual((type(erreur).__name__, erreur.code), (classe, attendu))
                vues[nom] = self._phrases(erreur.nature, erreur.code)["fr_BE"]
        self.assertEqual(vues["supplier unreachable"], vues["too many requests"])
        del vues["too many requests"]
        self.assertEqual(len(set(vues.values())), len(vues), "each status says something else")
        for nom in ("internal", "invalid number", "file closed to us", "no legal context", "refused"):
            self.assertIn(r.STATUTS[nom][1], vues[nom], "the code that the service desk of the register asks for")

    def test_each_fault_has_its_sentence(self):
        for code in r.FAUTES:
            with self.subTest(code):
                erreur = self._issue(r.faute(code))
                self.assertIn(code, self._phrases(erreur.nature, erreur.code)["nl_BE"])

    def test_each_transport_error_and_each_wrong_answer_has_its_sentence(self):
        for nature, codes in (("transport", TRANSPORTS), ("donnee", DONNEES), ("interne", ("",))):
            for code in codes:
                with self.subTest(code):
                    self._phrases(nature, code)

    def test_a_code_from_outside_stays_a_code(self):
        texte = message_erreur(self.env, "statut", lecture.code_sur("90.65.18 <b>x</b>"))
        self.assertNotIn("<b>", texte)

    def test_a_day_announced_that_cannot_be_read_is_said_as_it_is_written(self):
        """It is on the notification, for an agent; a later announcement that can be read takes its place."""
        recues = lecture.lire_page(page(ssin=r.NISS, effet="05/03/2026")).notifications
        self.Notification._recevoir(self.service, recues, "")
        agent = self.utilisateur("ts_agent", "group_registre_gestion", "21015")
        recue = self.Notification.with_user(agent).search([("service_id", "=", self.service.id), ("sequence", "=", 7)])
        self.assertEqual((recue.date_effective, recue.date_illisible), (False, "05/03/2026"))
        for langue, mot in (("fr_BE", "date"), ("nl_BE", "datum")):
            champ = recue.with_context(lang=langue).fields_get(["date_illisible"])["date_illisible"]
            self.assertIn(mot, champ["string"].lower())
            self.assertIn(mot, champ["help"].lower())
        recue.sudo()._corriger(lecture.lire_page(page(ssin=r.NISS, effet="2026-03-05")).notifications)
        self.assertEqual((str(recue.date_effective), recue.date_illisible), ("2026-03-05", False))
