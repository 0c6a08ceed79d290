# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Nobody forgotten: each thing that must never happen is found, said in words, and cleared when mended."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.dossier.controle import OUBLIS
from ...models.dossier.examen import FERMETURES
from ..common import ParcoursCase


@tagged("post_install", "-at_install")
@freeze_time("2026-01-12")
class TestControle(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls.arrivee()

    def casser(self, **valeurs):
        """Write what no code of ours writes."""
        self.dossier.sudo().write(valeurs)

    def controler(self):
        self.Dossier._noter_controle(self.Dossier._ecarts_controle(self.dossier.ids))
        return self.dossier.oubli

    def test_an_ordinary_file_is_not_forgotten(self):
        self.assertEqual(self.dossier.phase, "dossier")
        self.assertFalse(self.controler())
        self.dossier._enregistrer("attestation_remise", date(2026, 1, 12))
        self.assertFalse(self.controler())
        self.dossier._enregistrer("cloture", motif_cloture="erreur")
        self.assertFalse(self.controler())

    def test_each_way_to_forget_a_file_is_found_and_cleared_when_mended(self):
        """One way to forget a file for each reason; and each is cleared when mended."""
        personne = self.dossier.personne_id
        etape = self.dossier.stage_id
        casses = {
            "a_clore": ({"jour_situation": "parti"}, {"jour_situation": "present"}),
            "sans_commune": ({"company_id": self.env.ref("base.main_company").id}, {"company_id": self.schaerbeek.id}),
            "autre_commune": ({"company_id": self.ixelles.id}, {"company_id": self.schaerbeek.id}),
            "sans_etape": ({"stage_id": False}, {"stage_id": etape.id}),
            "sans_examen": ({"resultat": False}, {"resultat": "oblige"}),
            "issue_tue": ({"resultat": "exempte"}, {"resultat": "oblige"}),
            "sans_echeance": ({"motif_sans_echeance": False}, {"motif_sans_echeance": "attestation_a_remettre"}),
            "terme_perime": (
                {"date_reference": date(2024, 3, 5)},
                {"date_reference": date(2024, 3, 4)},
            ),
            "echeance_sans_suite": (
                {"echeance_type": "inscription", "date_echeance": date(2026, 1, 9)},
                {"echeance_type": False, "date_echeance": False},
            ),
            "reexamen_en_retard": ({"date_reexamen": date(2026, 1, 10)}, {"date_reexamen": date(2026, 1, 12)}),
            "sans_personne": ({"personne_id": False}, {"personne_id": personne.id}),
            "acheve_sans_attestation": (
                {"phase": "cloture", "motif_cloture": "acheve", "date_cloture": date(2026, 1, 12)},
                {"phase": "dossier", "motif_cloture": False, "date_cloture": False},
            ),
            "cloture_incomplete": ({"phase": "cloture"}, {"phase": "dossier"}),
        }
        self.assertEqual(set(casses), {code for code, _libelle in OUBLIS}, "each reason is tested")
        for code, (casse, repare) in casses.items():
            with self.subTest(code):
                self.casser(**casse)
                self.assertEqual(self.controler(), code)
                self.assertEqual(self.dossier.oubli_depuis, date(2026, 1, 12))
                self.casser(**repare)
                self.assertFalse(self.controler())
                self.assertFalse(self.dossier.oubli_depuis)

    def test_the_check_and_the_closure_read_the_same_facts(self):
        """The check and the closure read the same facts."""
        for situation in FERMETURES:
            self.casser(jour_situation=situation)
            self.assertEqual(self.controler(), "a_clore", situation)
        self.casser(jour_situation="present", jour_belge="oui")
        self.assertEqual(self.controler(), "a_clore")
        self.casser(jour_belge="non", naissance_max=date(1961, 1, 11))
        self.assertEqual(self.controler(), "a_clore", "65 years and a day")
        self.casser(naissance_max=date(1961, 1, 13))
        self.assertFalse(self.controler())

    def test_a_past_due_date_is_explained_by_an_open_task(self):
        self.casser(echeance_type="inscription", date_echeance=date(2026, 1, 9))
        self.dossier.activity_schedule("mail.mail_activity_data_todo", user_id=self.env.uid)
        self.assertFalse(self.controler())
        self.dossier.activity_ids.unlink()
        self.casser(date_echeance=date(2026, 1, 12))
        self.assertFalse(self.controler(), "the last day of a term is not past")

    def test_pre_files_are_not_checked(self):
        dossier = self.fiche(personne_id=False)
        self.assertFalse(self.Dossier._ecarts_controle(dossier.ids))

    def test_the_nightly_check_run_twice_writes_nothing(self):
        """The cron clears and marks; run twice it writes nothing."""
        self.casser(stage_id=False)
        with self.enter_registry_test_mode():
            self.env.ref("parcours_accueil.cron_controler").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.dossier.oubli, "sans_etape")
        self.assertFalse(self.Dossier._ecarts_controle(), "nothing left to write")

    def test_a_stopped_run_goes_on_where_it_stopped(self):
        """A run that is stopped after a batch keeps it; the next one takes the rest, and only that."""
        dossiers = self.dossier | self.arrivee() | self.arrivee()
        dossiers.sudo().write({"stage_id": False})
        avance = "odoo.addons.base.models.ir_cron.IrCron._commit_progress"
        with patch("odoo.addons.parcours_accueil.models.dossier.controle.TAILLE_LOT", 2), patch(avance) as progres:
            progres.return_value = 0
            self.Dossier._cron_controler()
            self.assertEqual(len(dossiers.filtered("oubli")), 2)
            progres.return_value = 60
            self.Dossier._cron_controler()
            self.assertEqual(len(dossiers.filtered("oubli")), 3)
            appels = [appel.kwargs or appel.args for appel in progres.call_args_list]
            self.assertEqual(appels[-2:], [{"remaining": 1}, {"remaining": 0}])

    def test_the_check_makes_one_query_for_any_number_of_files(self):
        dossiers = self.dossier | self.arrivee() | self.arrivee()
        dossiers.sudo().write({"stage_id": False})
        with self.assertQueryCount(1):
            ecarts = self.Dossier._ecarts_controle(dossiers.ids)
        self.assertEqual(len(ecarts), 3)

    def test_an_agent_of_the_commune_has_a_file_checked_at_once(self):
        self.casser(stage_id=False)
        self.controler()
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.utilisateur("agent", self.ixelles)).action_controler()
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.utilisateur("auditeur")).action_controler()
        self.dossier._recalculer()
        self.dossier.with_user(self.utilisateur("agent", self.schaerbeek)).action_controler()
        self.assertFalse(self.dossier.oubli)

    def test_forgotten_files_are_seen_by_who_works_on_them(self):
        self.casser(stage_id=False)
        self.controler()
        agent = self.utilisateur("agent", self.schaerbeek)
        for utilisateur in (agent, self.utilisateur("gestionnaire")):
            vus = self.Dossier.with_user(utilisateur).search([("oubli", "!=", False)])
            self.assertIn(self.dossier, vus, utilisateur.login)
        with self.assertRaises(AccessError):
            self.dossier.with_user(agent).write({"oubli": False})
        for role in ("organisateur", "statisticien"):
            self.assertNotIn("oubli", self.Dossier.with_user(self.utilisateur(role)).fields_get(), role)
