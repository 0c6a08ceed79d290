# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form

from .. import fichiers as f
from ..commun import CasRegistre


class TestAnomalie(CasRegistre):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        contenu = f.identite() + f.residence(("2024-03-01", "21015")) + f.NOMS + f.ADRESSE + f.NATIONALITE
        cls.personne = cls.Personne._enregistrer([([f.NISS], f.lire(contenu))])
        cls.nationalite = cls.personne.information_ids.filtered(lambda i: i.it == "031")

    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("c_agent", "group_registre_agent", "21015")
        self.Anomalie = self.env["registre.anomalie"].with_user(self.agent).with_context(**self.agent.env.context)

    def _signaler(self):
        formulaire = Form(self.Anomalie.with_context(default_personne_id=self.personne.id))
        formulaire.information_id = self.nationalite
        formulaire.verite = "Belgian since May"
        anomalie = formulaire.save()
        anomalie.write({"preuve": base64.b64encode(b"%PDF-"), "preuve_nom": "certificate.pdf"})
        return anomalie

    def test_the_whole_life(self):
        anomalie = self._signaler()
        self.assertEqual((anomalie.state, anomalie.user_id), ("brouillon", self.agent))
        self.assertEqual(anomalie.company_id.nis_code, "21015")
        self.assertIn("Nationality", anomalie.with_context(lang="en_US").constat)
        anomalie.action_signaler()
        self.assertEqual(anomalie.state, "signalee")
        self.assertTrue(anomalie.date_signalement)
        with self.assertRaisesRegex(UserError, "answer"):
            anomalie.action_accepter()
        anomalie.write({"reponse": "Corrected", "reference_reponse": "RN-1"})
        anomalie.action_accepter()
        self.assertEqual(anomalie.state, "acceptee")
        self.assertTrue(anomalie.date_reponse)
        with self.assertRaisesRegex(UserError, "another report"):
            anomalie.reponse = "Not corrected after all"
        anomalie.action_clore()
        self.assertEqual(anomalie.state, "close")
        with self.assertRaises(UserError):
            anomalie.action_refuser()

    def test_what_the_register_said_is_read_in_the_language_of_the_reader(self):
        anomalie = self._signaler()
        for lang, word in (("en_US", "Nationality"), ("fr_BE", "Nationalité"), ("nl_BE", "Nationaliteit")):
            self.assertIn(word, anomalie.with_context(lang=lang).constat)
            self.assertEqual(anomalie.with_context(lang=lang).verite, "Belgian since May", "a person said it once")
        anomalie.with_context(lang="nl_BE").verite = "Belg sinds mei"
        self.assertIn("Belg sinds mei", anomalie.with_context(lang="fr_BE").verite)

    def test_nobody_gives_what_was_reported_another_meaning_in_one_language(self):
        anomalie = self._signaler()
        anomalie.action_signaler()
        for field in ("verite", "constat"):
            with self.subTest(field), self.assertRaises(UserError):
                anomalie.update_field_translations(field, {"nl_BE": "Iets anders"})

    def test_what_changed_is_said_in_the_language_of_the_reader(self):
        anomalie = self._signaler().with_context(tracking_disable=False, mail_notrack=False, lang="fr_BE")
        self.flush_tracking()
        anomalie.action_signaler()
        self.flush_tracking()
        tracked = anomalie.sudo().message_ids.tracking_value_ids.filtered(lambda t: t.field_id.name == "state")
        self.assertTrue(tracked)
        for lang in ("fr_BE", "nl_BE", "en_US"):
            words = dict(anomalie._fields["state"]._description_selection(anomalie.with_context(lang=lang).env))
            (said,) = tracked.with_context(lang=lang)._tracking_value_format()
            self.assertEqual(
                (said["oldValue"], said["newValue"]), (words["brouillon"], words["signalee"]), "whoever changed it"
            )

    def flush_tracking(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    def test_what_was_reported_stays(self):
        anomalie = self._signaler()
        constat = anomalie.constat
        anomalie.action_signaler()
        for vals in ({"verite": "x"}, {"preuve": False}, {"information_id": False}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                anomalie.write(vals)
        with self.assertRaises(UserError):
            anomalie.unlink()
        # The register corrects: the report still says what it was about.
        corrige = f.NATIONALITE.replace("354", "150")
        self.Personne._enregistrer([([f.NISS], f.lire(f.identite() + f.NOMS + corrige))])
        self.assertEqual(anomalie.constat, constat)
        self.assertEqual(self.personne.nationalite_code, "150")

    def test_the_status_is_not_typed(self):
        anomalie = self._signaler()
        for vals in ({"state": "acceptee"}, {"user_id": self.env.uid}, {"date_reponse": "2020-01-01"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                anomalie.write(vals)
        with self.assertRaises(UserError):
            self.Anomalie.create({"personne_id": self.personne.id, "verite": "x", "state": "close"})

    def test_own_commune_only(self):
        anomalie = self._signaler()
        autre = self.utilisateur("c_autre", "group_registre_agent", "21009")
        with self.assertRaises(AccessError):
            anomalie.with_user(autre).with_context(**autre.env.context).read(["verite"])
        with self.assertRaises(AccessError):
            self.Anomalie.with_user(autre).with_context(**autre.env.context).create(
                {"personne_id": self.personne.id, "verite": "x"}
            )
        regional = self.utilisateur("c_regional", "group_registre_regional")
        anomalie = anomalie.with_user(regional).with_context(**regional.env.context)
        self.assertEqual(anomalie.verite, "Belgian since May")
        self.assertFalse(anomalie.has_access("write"), "an auditor reads")
        regional.group_ids = [Command.link(self.env.ref("registre_national.group_registre_gestion").id)]
        self.assertTrue(anomalie.has_access("write"), "Vivalis follows it")

    def test_an_entry_of_the_same_person(self):
        niss = f.numero("906501003")
        contenu = f.identite(niss) + f.residence(("2024-03-01", "21015")) + f.NOMS
        ailleurs = self.Personne._enregistrer([([niss], f.lire(contenu, niss))])
        with self.assertRaises(UserError):
            self.Anomalie.create({"personne_id": ailleurs.id, "information_id": self.nationalite.id, "verite": "x"})

    def test_the_page_of_the_person_counts_them(self):
        self._signaler()
        self.assertEqual(self.personne.with_user(self.agent).anomalie_nombre, 1)
        action = self.personne.with_user(self.agent).action_anomalies()
        self.assertEqual(self.Anomalie.search(action["domain"]).personne_id, self.personne)


class TestDatesIllisibles(CasRegistre):
    """A date that the register wrote in a way that cannot be read: a draft says it, once, and nothing was guessed."""

    AILLEURS = f.residence(("2024-13-01", "21015"))

    def _lire(self, contenu):
        return self.Personne._enregistrer([([f.NISS], f.lire(contenu))])

    def _brouillons(self, personne):
        return self.env["registre.anomalie"].search([("personne_id", "=", personne.id)])

    def test_a_draft_says_it_once_and_the_commune_can_report_it(self):
        personne = self._lire(f.identite() + self.AILLEURS + f.NOMS)
        (brouillon,) = self._brouillons(personne)
        agent = self.utilisateur("d_agent", "group_registre_agent", "21015")
        vu = brouillon.with_user(agent)
        self.assertEqual((vu.state, vu.information_id.it, vu.company_id.nis_code), ("brouillon", "001", "21015"))
        self.assertIn("20/24/13/01", vu.verite)
        self.assertEqual(vu.information_id.date_texte, "2024-00-00")
        self._lire(f.identite() + self.AILLEURS + f.NOMS)
        self.assertEqual(self._brouillons(personne), brouillon, "read again, it is not said again")
        vu.action_signaler()
        self.assertEqual(vu.state, "signalee")

    def test_a_correction_that_can_be_read_drafts_nothing(self):
        personne = self._lire(f.identite() + self.AILLEURS + f.NOMS)
        self._lire(f.identite() + f.residence(("2024-03-01", "21015")) + f.NOMS)
        self.assertEqual(len(self._brouillons(personne)), 1)
        self.assertEqual(personne.information_actuelle_ids.filtered(lambda i: i.it == "001").date_texte, "2024-03-01")

    def test_a_day_without_its_month_is_said_and_a_date_to_the_year_is_not(self):
        personne = self._lire(f.identite() + f.residence(("2024-00-05", "21015")) + f.NOMS)
        (brouillon,) = self._brouillons(personne)
        self.assertIn("20/24/00/05", brouillon.verite)
        autre = f.numero("906501003")
        personne = self.Personne._enregistrer(
            [([autre], f.lire(f.identite(autre) + f.residence(("2024-00-00", "21015")) + f.NOMS, autre))]
        )
        self.assertFalse(self._brouillons(personne))

    def test_several_people_and_dates_are_one_draft_an_entry(self):
        numeros = [f.numero(f"90650100{rang}") for rang in (1, 3, 5)]
        lectures = [
            ([n], f.lire(f.identite(n, naissance="1990-5-32") + f.residence(("2024-13-01", "21015", "2024-02-30")), n))
            for n in numeros
        ]
        for personne in self.Personne._enregistrer(lectures):
            textes = self._brouillons(personne).mapped("verite")
            self.assertEqual(len(textes), 2)
            self.assertTrue(any("20/24/13/01, 20/24/02/30" in texte for texte in textes))
            self.assertTrue(any("19/90/5/32" in texte for texte in textes))

    def test_names_and_codes_longer_than_any_are_stored(self):
        """A name of a million letters, a code and a label that no register has."""
        long = "x" * 1_000_000
        contenu = (
            f.identite() + f.residence(("2024-03-01", "21015")) + f.NOMS.replace("Imaginaire", long)
            + f.CARTE.replace("<Code>0010</Code>", f"<Code>{'7' * 5000}</Code><Label>{long}</Label>")
        )  # fmt: skip
        personne = self._lire(contenu)
        self.assertTrue(personne.name.startswith("XXX"))
