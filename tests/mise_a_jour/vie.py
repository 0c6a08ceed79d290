# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Twenty months in the communes, lived with the code of version 19.0.1.0.0 (commit 349b522); run in its `odoo shell`.

People come from that version's simulator; every step is taken as the demonstration's users take it, through the
buttons and windows of their screens, on the day it is said to happen; the nightly tasks run between. A file follows
one of the `PATHS`; which one depends on its rank alone, so the same population lives the same life.

This file speaks to the code of that commit only: it changes when another version is the one to update from.
"""

from datetime import date, timedelta

from freezegun import freeze_time

from simulateur import Simulateur

from .pas import PATHS, Path, today, user_of

#: First day: the collection; then the first attestation, and how long it goes on.
ARRIVAL = date(2025, 1, 6)
START = date(2025, 1, 13)
END = date(2026, 9, 21)
#: Days between two nights that are lived.
NIGHT_STEP = 20
PEOPLE, SEED = 300, 8


class Life:
    """The calendar: who does what on which day."""

    def __init__(self, env, simulator):
        self.env, self.simulator = env, simulator
        self.service = env.ref("registre_national.service_principal")
        self.agenda, self.refusals = {}, []

    def collect(self):
        self.service._collecter()
        self.env.cr.commit()

    def deal(self):
        """Give each obliged file a path, and write the steps in the agenda; the first paths are given twice."""
        files = self.env["parcours.dossier"].search(
            [("phase", "=", "dossier"), ("resultat", "=", "oblige")], order="niss"
        )
        for rank, file in enumerate(files):
            name = list(PATHS)[rank % len(PATHS)]
            for days, step, *arguments in PATHS[name]:
                self.agenda.setdefault(days, []).append((name, file, step, arguments))
        # Two communes, one answer: who volunteers among those who are not obliged.
        self.agenda.setdefault(15, []).append(("volunteers", None, "volunteer", []))
        return len(files)

    def live(self, clock):
        """Go through the days; whatever is refused is told at the end."""
        days = sorted({*self.agenda, *range(0, (END - START).days, NIGHT_STEP)})
        for days_after in days:
            if days_after % NIGHT_STEP == 0:
                clock.move_to(f"{START + timedelta(days=days_after)} 02:00:00")
                self.simulator.avancer((today() - self.simulator.jour).days)
                self.night()
            clock.move_to(f"{START + timedelta(days=days_after)} 09:30:00")
            for name, file, step, arguments in self.agenda.get(days_after, ()):
                self.do(name, file, step, arguments)

    def do(self, name, file, step, arguments):
        named = arguments[-1] if arguments and isinstance(arguments[-1], dict) else {}
        arguments = arguments[:-1] if named else arguments
        try:
            if hasattr(self, step):
                getattr(self, step)(file, *arguments)
            else:
                getattr(Path(self.env, file), step)(*arguments, **named)
            self.env.cr.commit()
        except Exception as error:  # noqa: BLE001  (a person whose situation changed: the step is not theirs any more)
            self.refusals.append(f"{today()} {name}: {step}: {type(error).__name__}: {error}")
            self.env.cr.rollback()

    def night(self):
        """What runs by itself, in the order of the night."""
        env = self.env
        env["registre.personne"]._cron_reprojeter()
        self.collect()
        self.service._cron_prolonger_abonnements()
        env["parcours.dossier"]._cron_reexaminer()
        env["parcours.exemption"]._cron_surveiller()
        env["parcours.delai"]._cron_delais()
        env["parcours.dossier"]._cron_controler()
        env["registre.verification"]._cron_verifier()
        env.cr.commit()
        env.invalidate_all()

    # ---- steps that are not the commune's of the file ---------------------------------------------------------------

    def register(self, file, kind):
        """Something happens in the register, and is collected."""
        self.simulator.evenement(kind, file.niss)
        self.env.cr.commit()
        self.collect()

    def move(self, file):
        self.register(file, "demenagement")

    def acknowledge(self, file):
        file.invalidate_recordset()
        Path(self.env, file).mine.action_acquitter()

    def volunteer(self, _file):
        """Three people who are not obliged follow all the same; one registers."""
        legal = [("phase", "=", "predossier"), ("jour_permis_valide", "=", "oui"), ("jour_belge", "=", "non")]
        for rank, file in enumerate(self.env["parcours.dossier"].search(legal, order="niss", limit=3)):
            path = Path(self.env, file)
            path.step("volontaire")
            if rank == 0:
                path.enrol()

    # ---- the last day -----------------------------------------------------------------------------------------------

    def settle(self):
        """What people changed in the house itself: it is theirs, and an update leaves it alone."""
        self.settle_law()
        admin = user_of(self.env, "admin")
        admin["parcours.liste"].create(
            {
                "name": "Mine",
                "modele": "parcours.dossier",
                "domaine": "[('priority', '=', '1')]",
                "niveau": "information",
            }
        )
        shipped = admin["parcours.liste"].search([("code", "!=", False)], order="sequence, id", limit=1)
        shipped.write({"sequence": 77, "consigne": "Every morning, before ten."})
        admin["parcours.delai.type"].search([("code", "=", "inscription")]).jours_proche = 45
        admin.ref("parcours_accueil.cron_delais").nextcall = "2026-09-22 03:33:00"
        admin.ref("registre_national.ir_cron_collecter").interval_number = 20
        admin.ref("registre_national.ir_cron_comparer_abonnements").active = False
        admin["res.users"].search([("login", "=", "agent.21019")]).active = False
        agent = admin["res.users"].search([("login", "=", "agent.21018")])
        agent.write({"lang": "nl_BE", "group_ids": [(4, admin.ref("parcours_accueil.group_chef").id)]})
        admin["parcours.organisateur"].search([("code", "=", "bon")]).write(
            {"capacite": 123, "email": "bon@example.org"}
        )
        admin["parcours.stage"].search([("code", "=", "informe")]).name = "Told"
        self.env.cr.commit()

    def settle_law(self):
        """A head of Vivalis prepares a version of the law: one length, one amount, one ground, one rule differ."""
        head = user_of(self.env, "vivalis.direction")
        current = head["parcours.reglement"].search([("state", "=", "publie")], order="date_from desc", limit=1)
        draft = head["parcours.reglement"].browse(current.action_nouvelle_version()["res_id"])
        draft.write({"name": "From 2027", "date_from": "2027-01-01", "date_to": False})
        draft.write(
            {"mois_inscription": 7, "mois_inscription_article": "art. 99", "mois_inscription_a_confirmer": True}
        )
        draft.write({"montant_amende": 250, "age_cloture": 67})
        draft.motif_suspension_ids.filtered(lambda ground: ground.code == "deces").mois = 3
        draft.regle_ids.filtered(lambda rule: rule.code == "10")[:1].active = False
        draft.action_rejouer()

    def read(self):
        """What a day of looking leaves in the log of consultations: pages, an extract, the report of a difference."""
        agent = user_of(self.env, "agent.21015")
        people = agent["registre.personne"].search([], limit=5)
        people.read(["name", "nationalite", "carte", "adresse"])
        report = agent["registre.anomalie"].create(
            {"personne_id": people[0].id, "verite": "Born in March.", "preuve": b"UGFwZXI=", "preuve_nom": "paper.txt"}
        )
        report.action_signaler()
        auditor = user_of(self.env, "auditeur")
        extract = auditor["registre.extrait"].create(
            {"personne_id": people[0].id, "format": "xlsx", "motif": "controle", "reference": "C/1"}
        )
        extract.action_extraire()
        self.env.cr.commit()


def main(env):
    """Live it; print how many files had a path, and each step that was refused."""
    with (
        freeze_time(f"{ARRIVAL} 08:00:00", tick=True) as clock,
        Simulateur(personnes=PEOPLE, graine=SEED, jour=ARRIVAL) as register,
    ):
        life = Life(env, register)
        life.service.write(
            {
                "url_consultation": register.url_consultation,
                "url_notifications": register.url_notifications,
                "url_abonnements": register.url_abonnements,
                "mode_test": True,
                "cbe_number": "0000000097",
                "legal_context": "test",
            }
        )
        life.collect()
        print(f"{life.deal()} files with a path")  # noqa: T201
        life.live(clock)
        clock.move_to(f"{END} 15:00:00")
        life.read()
        life.settle()
        life.night()
    print("\n".join(life.refusals))  # noqa: T201
