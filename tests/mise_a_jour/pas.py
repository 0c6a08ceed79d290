# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The steps that people take on a file, and the paths that files follow: what `vie.py` lives with the version before.

A step is taken by the agent of the commune of the file, through the small windows of that version's screens.
"""

from datetime import date, timedelta


def today():
    return date.today()


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
        rules = self.file.reglement_id.regle_ids.filtered(
            lambda r: r.code == code and (r.sur_demande or r.examen_document)
        )
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
        decisions = self.official().decision_ids
        if "canal" in decisions._fields:
            decisions.canal = "remise"
            decisions.with_user(self.root.ref("sanctions_admin.user_vivalis_fonctionnaire2")).action_decider()
            decisions.remedes = "dits"
        decisions.action_notifier()

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
    "completed": [
        (0, "attest"),
        (20, "enrol"),
        (90, "step", "attestation_organisateur"),
        (330, "step", "attestation_fin"),
    ],
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
    "refused": [*REFUSED[:-1], (276, "step", "constat_refus")],
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
    "exempted for a time, closed": [
        (0, "attest"),
        (20, "ask", "5", "medical.pdf"),
        (30, "decide", "accorder", {"duree": "temporaire", "date_fin": "2025-11-01"}),
        (31, "apply"),
        (60, "reopen"),
    ],
    "exemption revoked": [(0, "ask", "6", "proof.pdf"), (10, "decide", "accorder"), (60, "decide", "revoquer")],
    "exemption withdrawn": [(0, "ask", "7", "proof.pdf"), (8, "decide", "retirer"), (40, "attest")],
    "exemption to decide": [(60, "ask", "5", "illness.pdf")],
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
