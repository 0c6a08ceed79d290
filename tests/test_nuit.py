# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The jobs of the night: each at its hour, in the order in which one needs what another leaves."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from freezegun import freeze_time

from odoo.tests import TransactionCase, tagged
from odoo.tools.convert import convert_file

from odoo.addons.parcours_socle.jour import aujourdhui

OURS = ("parcours_socle", "registre_national", "parcours_accueil", "sanctions_admin")
#: Facts, then examinations, then what follows from them, then the check of all; then what concerns the register only.
NIGHT = [
    "registre_national.ir_cron_reprojeter",
    "parcours_accueil.cron_reexaminer",
    "parcours_accueil.cron_exemptions",
    "parcours_accueil.cron_delais",
    "parcours_accueil.cron_controler",
    "registre_national.ir_cron_prolonger_abonnements",
    "registre_national.ir_cron_comparer_abonnements",
    "registre_national.ir_cron_verifier",
    "registre_national.ir_cron_habilitations",
    "parcours_accueil.cron_absences",
    "parcours_accueil.cron_assiduite",
]
#: By day too.
DAY = {
    "registre_national.ir_cron_collecter": (15, "minutes"),
    "registre_national.ir_cron_aider_1": (1, "hours"),
    "registre_national.ir_cron_aider_2": (1, "hours"),
    "registre_national.ir_cron_aider_3": (1, "hours"),
    "registre_national.ir_cron_ancrer": (1, "hours"),
    "parcours_accueil.cron_reexaminer_loi": (1, "hours"),
    "parcours_accueil.cron_rejouer": (1, "hours"),
    "parcours_accueil.cron_courriers": (10, "minutes"),
    "parcours_accueil.cron_bordereaux": (10, "minutes"),
    "parcours_accueil.cron_ebox": (10, "minutes"),
    "sanctions_admin.cron_releves": (10, "minutes"),
}
BRUSSELS = ZoneInfo("Europe/Brussels")


@tagged("post_install", "-at_install")
class TestNuit(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        data = cls.env["ir.model.data"].search([("model", "=", "ir.cron"), ("module", "in", OURS)])
        cls.jobs = {entry.complete_name: cls.env["ir.cron"].browse(entry.res_id) for entry in data}

    def test_every_job_of_ours_has_its_place(self):
        self.assertEqual(set(self.jobs), {*NIGHT, *DAY})
        rhythms = {name: (job.interval_number, job.interval_type) for name, job in self.jobs.items()}
        self.assertEqual(rhythms, dict.fromkeys(NIGHT, (1, "days")) | DAY)

    def test_a_job_is_one_line(self):
        for name, job in self.jobs.items():
            self.assertRegex(job.code, r"^model\._cron_\w+\(\)$", name)

    def test_the_night_has_its_order(self):
        hours = [self.jobs[name].nextcall.time() for name in NIGHT]
        self.assertEqual(hours, sorted(set(hours)))
        ranks = [self.jobs[name].priority for name in NIGHT]
        self.assertEqual(ranks, sorted(set(ranks)), "after a night without a server they all wait: by rank, then")
        self.assertGreater(ranks[0], max(self.jobs[name].priority for name in DAY))

    def test_at_its_hour_it_is_the_new_day_in_brussels_in_winter_and_in_summer(self):
        """The hour is one of UTC: an hour later in Brussels in summer, after midnight and before work in both."""
        for name in NIGHT:
            hour = self.jobs[name].nextcall.time()
            for day in (date(2026, 1, 15), date(2026, 3, 29), date(2026, 7, 15), date(2026, 10, 25)):
                moment = datetime.combine(day, hour, ZoneInfo("UTC"))
                with self.subTest(name, day=day), freeze_time(moment):
                    self.assertEqual(aujourdhui(), day)
                    self.assertGreaterEqual(moment.astimezone(BRUSSELS).hour, 1)
                    self.assertLess(moment.astimezone(BRUSSELS).hour, 6)

    def _load(self, mode):
        for module in ("registre_national", "parcours_accueil"):
            convert_file(self.env, module, "data/ir_cron.xml", {}, mode)
        self.env.invalidate_all()

    def test_the_first_night_is_the_coming_one_whatever_the_hour_of_installation(self):
        for now in ("2026-07-01 00:05:00", "2026-07-01 12:00:00", "2026-07-01 23:59:59"):
            with freeze_time(now):
                self._load("init")
                for name in NIGHT:
                    wait = self.jobs[name].nextcall - datetime.now()
                    self.assertLess(timedelta(0), wait)
                    self.assertLess(wait, timedelta(hours=28))

    def test_an_update_brings_our_corrections_and_leaves_the_hours_an_administrator_chose(self):
        job = self.jobs[NIGHT[0]]
        chosen = datetime(2031, 1, 1, 22, 0)
        job.write({"nextcall": chosen, "active": False, "code": "pass", "interval_number": 7, "priority": 1})
        self._load("update")
        self.assertEqual((job.nextcall, job.active), (chosen, False))
        self.assertEqual((job.code, job.interval_number, job.priority), ("model._cron_reprojeter()", 1, 6))
