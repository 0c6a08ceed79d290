# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Whatever is done, in whatever order and by whomever: sequences drawn from a seed, on several days."""

from datetime import date, timedelta
from random import Random

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SanctionCase

GENRES = ("creance", "annulation", "paiement", "remboursement", "abandon")
ETAPES = (
    *(
        "infraction_constatee",
        "abandon",
        "remboursement",
        "protection_retenue",
        "sanction_reponse",
        "sanction_complete",
    ),
    *("sanction_verification", "recouvrement_entame", "sanction_prise"),
)


@tagged("post_install", "-at_install")
class TestSuites(SanctionCase):
    """Random sequences of public actions and of calls through RPC never break what the law holds (loi.md §7)."""

    SUITES, PAS = 6, 45

    def setUp(self):
        super().setUp()
        self.acteurs = [
            *[self.utilisateur("sanctions_admin.group_fonctionnaire")] * 10,
            self.utilisateur("agent", self.schaerbeek),
            self.utilisateur("direction"),
        ]

    def test_no_sequence_breaks_one_fine_the_order_of_dates_the_ceiling_or_the_balance(self):
        prises = 0
        for graine in range(self.SUITES):
            with self.subTest(graine=graine), freeze_time("2025-03-12 12:00:00") as horloge:
                self.hasard = Random(graine)
                self.sanction = self.refuser()
                self.jour = date(2025, 3, 12)
                for _pas in range(self.PAS):
                    self.jour += timedelta(days=self.hasard.choice((0, 0, 1, 5, 12, 40)))
                    horloge.move_to(f"{self.jour} 12:00:00")
                    prises += self.essayer(self.hasard.choice(self.acteurs))
                self.verifier()
        self.assertGreater(prises, 60, "enough was taken for something to be shown")

    def essayer(self, qui):
        """Do something drawn; return whether it was accepted."""
        sanction = self.sanction.with_user(qui)
        gestes = [self.inviter, self.entendre_un, self.decider_un, self.notifier_un, self.payer, self.recourir] * 2
        gestes += [self.payer, self.etape, self.etape, self.etape]
        gestes += [self.denouer, self.annuler_entree, self.ecrire, self.supprimer, self.commande]
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.hasard.choice(gestes)(sanction)
                self.env.flush_all()
        except (AccessError, UserError, ValidationError, MissingError, IntegrityError):
            self.env.invalidate_all(flush=False)
            return 0
        return 1

    # ---- what people do, well or badly -------------------------------------------------------------------------------

    def un(self, lignes):
        return self.hasard.choice(list(lignes) or [lignes[:1]])

    def quand(self):
        """A day: today, or one around it, to come too."""
        return self.jour + timedelta(days=self.hasard.choice((0, 0, 0, 0, 0, 0, -1, -3, -40, 2)))

    def inviter(self, sanction):
        infraction = self.un(sanction.infraction_ids)
        valeurs = {"sanction_id": sanction.id, "infraction_id": infraction.id, "date_invitation": self.quand()}
        if self.hasard.random() < 0.6:
            valeurs |= {"date_reception": self.jour}
        sanction.env["sanction.audition"].create(valeurs)

    def entendre_un(self, sanction):
        valeurs = {"resultat": self.hasard.choice(("tenue", "declinee", "absence")), "date": self.quand()}
        if self.hasard.random() < 0.3:
            valeurs |= {"date_reception": self.quand()}
        self.un(sanction.audition_ids).write(valeurs)

    def decider_un(self, sanction):
        valeurs = {
            "sanction_id": sanction.id,
            "infraction_id": self.un(sanction.infraction_ids).id,
            "decision": self.hasard.choice(("amende", "amende", "amende", "sans_amende")),
            "date": self.quand(),
            "motivation": "x",
            "motivation_protection": self.hasard.choice((False, "x")),
            "canal": self.hasard.choice((False, "remise", "remise", "remise")),
        }
        if self.hasard.random() < 0.1:
            valeurs["montant"] = 1500
        sanction.env["sanction.decision"].create(valeurs)

    def notifier_un(self, sanction):
        self.un(sanction.decision_ids).action_notifier()

    def payer(self, sanction):
        sanction.env["sanction.mouvement"].create(
            {
                "sanction_id": sanction.id,
                "decision_id": self.un(sanction.decision_ids).id,
                "type": self.hasard.choice((*GENRES, "paiement", "paiement", "paiement")),
                "date": self.quand(),
                "montant": self.hasard.choice((10, 40, 60, 100, 1500)),
                "communication": str(self.hasard.randrange(4)),
            }
        )

    def recourir(self, sanction):
        sanction.env["sanction.recours"].create(
            {"sanction_id": sanction.id, "decision_id": self.un(sanction.decision_ids).id, "date": self.quand()}
        )

    def denouer(self, sanction):
        issue = self.hasard.choice(("rejete", "annule", "desiste", "en_cours"))
        self.un(sanction.recours_ids).write({"issue": issue, "date_issue": self.quand()})

    def etape(self, sanction):
        sanction._enregistrer(self.hasard.choice(ETAPES), self.quand(), note=self.hasard.choice(("x", "")))

    def annuler_entree(self, sanction):
        self.un(sanction.evenement_ids.filtered(lambda e: not e.annule)).with_user(sanction.env.user)._annuler("x")

    def ecrire(self, sanction):
        ligne = self.un([sanction, *self.lignes(sanction)])
        champ = self.un(
            [n for n, f in ligne._fields.items() if f.store and f.type in ("date", "monetary", "selection", "boolean")]
        )
        valeurs = {"date": self.quand(), "monetary": 1500, "boolean": True}
        ligne.write(
            {champ: valeurs.get(ligne._fields[champ].type) or self.un(ligne._fields[champ].get_values(self.env))}
        )

    def supprimer(self, sanction):
        self.un(self.lignes(sanction)).unlink()

    def commande(self, sanction):
        champ = self.hasard.choice(("infraction_ids", "audition_ids", "decision_ids", "recours_ids", "mouvement_ids"))
        ligne = self.un(sanction[champ])
        if not ligne:
            return
        autre = self.hasard.choice((Command.clear(), Command.delete(ligne.id), Command.unlink(ligne.id)))
        sanction.with_context(default_montant=1500, default_date_notification="2020-01-01").write({champ: [autre]})

    @staticmethod
    def lignes(sanction):
        return [
            *sanction.infraction_ids,
            *sanction.audition_ids,
            *sanction.decision_ids,
            *sanction.recours_ids,
            *sanction.mouvement_ids,
        ]

    # ---- what holds --------------------------------------------------------------------------------------------------

    def verifier(self):
        self.env.flush_all()
        self.env.invalidate_all()
        sanction = self.sanction
        self.assertTrue(sanction.infraction_ids.filtered(lambda i: i.type == "refus"))
        for infraction in sanction.infraction_ids:
            self.assertLessEqual(len(infraction.decision_ids), 1, "one infringement, one decision")
            self.assertLessEqual(len(infraction.audition_ids.filtered("resultat")), 1)
            self.en_ordre(infraction)
        comptees = sanction.decision_ids.filtered(lambda d: d.decision == "amende" and not d.annulee)
        self.assertLessEqual(sum(comptees.mapped("montant")), 2500)
        self.assertLessEqual(set(sanction.decision_ids.mapped("montant")), {0, 100}, "the amount of the law")
        self.balance()
        stages = sanction.evenement_ids
        sanction._recalculer()
        self.assertEqual(sanction.evenement_ids, stages)

    def en_ordre(self, infraction):
        decision = infraction.decision_ids
        jours = [infraction.date_constat]
        entendue = infraction.audition_ids.filtered("resultat")
        if entendue:
            jours += [entendue.date_invitation, entendue.date_reception, entendue.date or entendue.date_reception]
        jours += [decision.date, decision.date_notification]
        jours = [jour for jour in jours if jour]
        self.assertEqual(jours, sorted(jours))
        self.assertLessEqual(max(jours), self.jour, "nothing is to come")
        if decision.decision == "amende":
            self.assertTrue(entendue.date_reception, "a fine needs an invitation received and a hearing")
        for recours in decision.recours_ids:
            self.assertLessEqual(decision.date_notification, recours.date)
            self.assertLessEqual(recours.date, recours.date_issue or self.jour)

    def balance(self):
        """The balance, counted again from the ledger alone."""
        signes = {"creance": 1, "paiement": -1, "remboursement": 1, "abandon": -1}
        solde = 0
        for entree in self.sanction.evenement_ids.filtered(lambda e: e.type in signes and not e.annule):
            solde += signes[entree.type] * entree.mouvement_id.montant
        self.assertEqual(self.sanction.solde, solde)
        dues = self.sanction.decision_ids.filtered(lambda d: d.date_notification and not d.annulee)
        creances = self.sanction.evenement_ids.filtered(lambda e: e.type == "creance" and not e.annule)
        self.assertEqual(sum(creances.mouvement_id.mapped("montant")), sum(dues.mapped("montant")))
