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

#: First day: the collection; then the first attestation, and how long it goes on.
ARRIVAL = date(2025, 1, 6)
START = date(2025, 1, 13)
END = date(2026, 9, 21)
NIGHT_STEP = 20
PEOPLE, SEED = 300, 8


def user_of(env, login):
    """The environment of a login, as the browser gives it."""
    user = env["res.users"].search([("login", "=", login)])
    return env(user=user.id, su=False, context={**user.context_get(), "allowed_company_ids": user.company_ids.ids})


class Path:
    """What happens to one file: each method is a step that an agent of its commune takes today."""

    def __init__(self, env, file):
        self.root, self.file = env, file

    @property
    def env(self):
        """The agent of the commune of the file."""
        return user_of(self.root, f"agent.{self.file.company_id.nis_code}")

    @property
    def mine(self):
        return self.file.with_env(self.env)

    def window(self, model, method="action_enregistrer", **values):
        """Fill in a small window and press its button."""
        getattr(self.env[model].create(values), method)()

    def step(self, kind, day=None, **values):
        """A step of the file, on a day before today when it is told late."""
        values = {"dossier_id": self.file.id, "type": kind, **values}
        self.window("parcours.evenement.wizard", **({"date_effective": day} if day else {}), **values)

    def organiser(self, code):
        return self.root["parcours.organisateur"].search([("code", "=", code)]).id

    def attest(self, days_late=0):
        self.step("attestation_remise", today() - timedelta(days=days_late))

    def enrol(self, code="bapa_bxl", days_late=0):
        self.step("inscription_organisateur", today() - timedelta(days=days_late), organisateur_id=self.organiser(code))

    def change(self, code="bon"):
        self.step("changement_organisateur", organisateur_id=self.organiser(code))

    def ground(self, code):
        return self.file.reglement_id.motif_suspension_ids.filtered(lambda ground: ground.code == code)[:1]

    def upload(self, name, model, number=0):
        return self.env["ir.attachment"].create(
            {"name": name, "raw": f"{name} of {self.file.reference}".encode(), "res_model": model, "res_id": number}
        )

    def suspend(self, code, days, document=None):
        files = self.upload(document, "parcours.suspension.wizard").ids if document else []
        self.window(
            "parcours.suspension.wizard",
            dossier_id=self.file.id,
            motif_id=self.ground(code).id,
            date_debut=today(),
            date_fin=today() + timedelta(days=days),
            piece_ids=[(6, 0, files)],
            note="Agreed at the counter.",
        )

    def decide_suspension(self, operation, days=0, document=None, **values):
        suspension = self.file.suspension_ids[:1]
        files = self.upload(document, "parcours.suspension.wizard").ids if document else []
        if days:
            values["date_fin"] = (suspension.date_fin if operation == "prolonger" else today()) + timedelta(days=days)
        self.window(
            "parcours.suspension.wizard",
            operation=operation,
            dossier_id=self.file.id,
            suspension_id=suspension.id,
            piece_ids=[(6, 0, files)],
            **values,
        )

    def cancel(self, kind):
        self.mine.evenement_ids.filtered(lambda event: event.type == kind and event.annulable)[:1].action_annuler()

    def ask(self, code, *documents):
        rules = self.file.reglement_id.regle_ids.filtered(lambda r: r.code == code and (r.sur_demande or r.examen_document))
        request = self.env["parcours.exemption"].create(
            {"dossier_id": self.file.id, "regle_id": rules[:1].id, "demandeur": "representant", "demandeur_nom": "A"}
        )
        for document in documents:
            self.upload(document, "parcours.exemption", request.id)

    def decide(self, decision, **values):
        request = self.mine.exemption_ids[:1]
        self.window(
            "parcours.exemption.decision",
            "action_confirmer",
            exemption_id=request.id,
            decision=decision,
            motif=f"Documents seen: {decision}.",
            langue="fr_BE",
            **values,
        )

    def apply(self):
        self.mine.action_appliquer_issue()

    def close(self):
        self.step("cloture", motif_cloture="erreur", note="Entered twice.")

    def reopen(self):
        self.step("reouverture")

    def review(self):
        for term in self.mine.delai_ids.filtered("revue"):
            self.window("parcours.delai.revue", delai_id=term.id, raison="The person came; the pathway goes on.")

    def take(self):
        self.mine.action_me_charger()
        self.mine.priority = "1"
        self.mine.message_post(body="Rang the person.")

    def official(self):
        return self.file.sanction_ids.with_env(user_of(self.root, "vivalis.fonctionnaire"))

    def complete(self):
        self.official().action_me_charger()
        self.official().action_complet()

    def hear(self, outcome="tenue"):
        sanction = self.official()
        sanction.env["sanction.audition"].create(
            {
                "sanction_id": sanction.id,
                "infraction_id": sanction.infraction_ids[:1].id,
                "date_reception": today(),
                "date": today(),
                "resultat": outcome,
                "avocat": "A lawyer",
                "proces_verbal": "<p>Heard.</p>",
            }
        )

    def fine(self, decision="amende"):
        sanction = self.official()
        sanction.env["sanction.decision"].create(
            {
                "sanction_id": sanction.id,
                "infraction_id": sanction.infraction_ids[:1].id,
                "decision": decision,
                "motivation": "No registration in spite of the summons.",
                "motivation_protection": sanction.protection_internationale and "Refused twice.",
            }
        )

    def notify(self):
        self.official().decision_ids.action_notifier()

    def pay(self, amount, kind="paiement"):
        sanction = self.official()
        sanction.env["sanction.mouvement"].create({"sanction_id": sanction.id, "type": kind, "montant": amount})

    def appeal(self):
        sanction = self.official()
        sanction.env["sanction.recours"].create(
            {"sanction_id": sanction.id, "decision_id": sanction.decision_ids[:1].id, "date": today(), "role": "A/1"}
        )

    def conclude(self):
        self.official().recours_ids.write({"issue": "rejete", "date_issue": today()})

    def end(self):
        stage = self.root["sanction.stage"].search([("code", "=", "cloture")])
        self.official().stage_id = stage


REFUSED = [(0, "attest"), (196, "step", "sommation_envoyee"), (200, "step", "sommation_recue")]
REFUSED += [(275, "step", "constat_refus")]
#: {path: [(days after START, step, arguments…)]}: a step is a method of `Path`.
PATHS = {
    "completed": [(0, "attest"), (20, "enrol"), (90, "step", "attestation_organisateur"), (330, "step", "attestation_fin")],
    "changed": [(3, "attest"), (30, "enrol"), (95, "change"), (150, "step", "attestation_organisateur")],
    "late": [(50, "attest", 45), (120, "enrol", "bon", 60), (130, "take")],
    "birth": [(0, "attest"), (30, "suspend", "naissance", 60), (60, "decide_suspension", "terminer", 1), (80, "enrol")],
    "ill": [
        (0, "attest"),
        (10, "suspend", "maladie", 60, "certificate.pdf"),
        (50, "decide_suspension", "prolonger", 40, "certificate 2.pdf"),
    ],
    "mistake": [
        (0, "attest"),
        (40, "suspend", "horaires", 80, "timetable.pdf"),
        (45, "decide_suspension", "annuler", {"note": "Another person's."}),
        (60, "enrol"),
        (61, "cancel", "inscription_organisateur"),
        (65, "enrol", "bapa_via"),
    ],
    "refused, paid": [
        *REFUSED,
        (290, "complete"),
        (310, "hear"),
        (330, "fine"),
        (333, "notify"),
        (350, "pay", 60),
        (380, "pay", 40),
        (400, "end"),
    ],
    "refused, appeal": [
        *REFUSED,
        (300, "complete"),
        (320, "hear", "declinee"),
        (340, "fine"),
        (345, "notify"),
        (370, "appeal"),
        (500, "conclude"),
    ],
    "refused, no fine": [*REFUSED, (300, "complete"), (320, "fine", "sans_amende"), (322, "notify")],
    "refused": [*REFUSED],
    "answered": [(0, "attest"), (196, "step", "sommation_envoyee"), (201, "step", "sommation_recue"), (230, "enrol")],
    "summons cancelled": [(0, "attest"), (196, "step", "sommation_envoyee"), (199, "cancel", "sommation_envoyee")],
    "contradicted": [
        (0, "attest"),
        (196, "step", "sommation_envoyee"),
        (200, "step", "sommation_recue"),
        (225, "enrol", "bapa_convivial", 60),
        (260, "review"),
    ],
    "exempted": [(0, "attest"), (25, "ask", "8", "diploma.pdf"), (35, "decide", "accorder"), (36, "apply")],
    "refused exemption": [(25, "ask", "8", "letter.pdf"), (30, "decide", "refuser"), (40, "attest")],
    "exempted for a time": [
        (0, "attest"),
        (20, "ask", "5", "medical.pdf", "medical 2.pdf"),
        (30, "decide", "accorder", {"duree": "temporaire", "date_fin": "2025-11-01"}),
    ],
    "exemption revoked": [(0, "ask", "6", "proof.pdf"), (10, "decide", "accorder"), (60, "decide", "revoquer")],
    "exemption withdrawn": [(0, "ask", "7", "proof.pdf"), (8, "decide", "retirer"), (40, "attest")],
    "exemption to decide": [(540, "ask", "5", "illness.pdf")],
    "closed, opened": [(0, "attest"), (50, "close"), (90, "reopen"), (120, "enrol", "bapa_via")],
    "moves": [(0, "attest"), (20, "enrol"), (100, "move"), (130, "acknowledge")],
    "moves, silent": [(0, "attest"), (110, "move")],
    "leaves": [(0, "attest"), (100, "register", "depart")],
    "dies": [(0, "attest"), (20, "enrol"), (140, "register", "deces")],
    "leaves, comes back": [(0, "attest"), (100, "register", "radiation"), (240, "register", "retour")],
    "becomes Belgian": [(0, "attest"), (160, "register", "devenu_belge")],
    "untouched": [],
    "informed": [(0, "attest")],
}


def today():
    return date.today()  # noqa: DTZ011  (frozen)


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
        files = self.env["parcours.dossier"].search([("phase", "=", "dossier"), ("resultat", "=", "oblige")], order="niss")
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
            {"name": "Mine", "modele": "parcours.dossier", "domaine": "[('priority', '=', '1')]", "niveau": "information"}
        )
        shipped = admin["parcours.liste"].search([("code", "!=", False)], order="sequence, id", limit=1)
        shipped.write({"sequence": 77, "consigne": "Every morning, before ten."})
        admin["parcours.delai.type"].search([("code", "=", "inscription")]).jours_proche = 45
        admin.ref("parcours_accueil.cron_delais").nextcall = "2026-09-22 03:33:00"
        admin.ref("registre_national.ir_cron_collecter").interval_number = 20
        admin["parcours.organisateur"].search([("code", "=", "bon")]).write({"capacite": 123, "email": "bon@example.org"})
        admin["parcours.stage"].search([("code", "=", "informe")]).name = "Told"
        self.env.cr.commit()

    def settle_law(self):
        """A head of Vivalis prepares a version of the law: one length, one amount, one ground, one rule differ."""
        head = user_of(self.env, "vivalis.direction")
        current = head["parcours.reglement"].search([("state", "=", "publie")], order="date_from desc", limit=1)
        draft = head["parcours.reglement"].browse(current.action_nouvelle_version()["res_id"])
        draft.write({"name": "From 2027", "date_from": "2027-01-01", "date_to": False})
        draft.write({"mois_inscription": 7, "mois_inscription_article": "art. 99", "mois_inscription_a_confirmer": True})
        draft.write({"montant_amende": 250, "age_cloture": 67})
        draft.motif_suspension_ids.filtered(lambda ground: ground.code == "deces").mois = 3
        draft.regle_ids.filtered(lambda rule: rule.code == "10")[:1].active = False
        draft.action_rejouer()

    def read(self):
        """What a day of looking leaves in the log of consultations: a page, a list, an extract, a report of a difference."""
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
    with freeze_time(f"{ARRIVAL} 08:00:00", tick=True) as clock, Simulateur(personnes=PEOPLE, graine=SEED, jour=ARRIVAL) as register:
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
        # Nothing that happens outside must be asked for again: the register of this base is gone.
        env.ref("registre_national.ir_cron_collecter").active = True
    print("\n".join(life.refusals))  # noqa: T201
