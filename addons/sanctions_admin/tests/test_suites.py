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

from ..droit.courriers import DECISIONS, INVITATIONS
from ..droit.courriers import GENRES as LETTRES
from .banque import ecrire
from .test_courriers import PARTI, CourriersCase

GENRES = ("creance", "annulation", "paiement", "remboursement", "abandon")
ETAPES = (
    *(
        "infraction_constatee",
        "abandon_propose",
        "abandon",
        "remboursement",
        "protection_retenue",
        "sanction_reponse",
        "sanction_complete",
    ),
    *("sanction_verification", "recouvrement_entame", "sanction_prise"),
)


@tagged("post_install", "-at_install")
class TestSuites(CourriersCase):
    """Random sequences of public actions and of calls through RPC, letters included, never break what the law holds
    (loi.md §7). Every public method of the addon is drawn."""

    SUITES, PAS = 8, 60

    def setUp(self):
        super().setUp()
        self.acteurs = [
            *[self.fonctionnaire] * 6,
            *[self.autre_fonctionnaire()] * 5,
            self.agent,
            self.utilisateur("direction"),
        ]
        self.env.ref("base.main_company").compte_amendes = ecrire.COMPTE
        self.releves = 0
        self.a_tirer = self.publiques()
        self.tirees = set()

    def publiques(self):
        """Return ``{(model, method)}``: all that this addon lets be called by RPC on records that exist."""
        trouvees = set()
        for nom, modele in self.env.registry.items():
            if modele._abstract:
                continue
            for classe in modele.__mro__:
                if "sanctions_admin" not in classe.__module__:
                    continue
                trouvees |= {
                    (nom, methode)
                    for methode, valeur in vars(classe).items()
                    if callable(valeur)
                    and not methode.startswith("_")
                    and not getattr(valeur, "_api_private", False)
                    and not isinstance(valeur, type)
                }
        return trouvees

    def test_no_sequence_breaks_one_fine_the_order_of_dates_the_ceiling_or_the_balance(self):
        prises = 0
        for graine in range(self.SUITES):
            with self.subTest(graine=graine), freeze_time("2025-03-12 12:00:00") as horloge:
                self.hasard = Random(graine)
                self.sanction = self.refuser(dossier=self.arrivee())
                self.jour = date(2025, 3, 12)
                for _pas in range(self.PAS):
                    self.jour += timedelta(days=self.hasard.choice((0, 0, 1, 5, 12, 40)))
                    horloge.move_to(f"{self.jour} 12:00:00")
                    prises += self.essayer(self.hasard.choice(self.acteurs))
                self.verifier()
        self.assertGreater(prises, 90, "enough was taken for something to be shown")
        self.assertFalse(self.a_tirer - self.tirees, "each public method was drawn")
        self.assertGreater(len(self.a_tirer), 20)

    def essayer(self, qui):
        """Do something drawn; return whether it was accepted."""
        sanction = self.sanction.with_user(qui)
        gestes = [self.inviter, self.entendre_un, self.decider_un, self.notifier_un, self.payer, self.recourir] * 2
        gestes += [self.payer, self.etape, self.etape, self.etape]
        gestes += [self.publique, self.publique, self.publique, self.trancher, self.trancher, self.lettre, self.lettre]
        gestes += [self.avancer] * 8 + [self.publique] * 8
        gestes += [
            self.denouer,
            self.annuler_entree,
            self.ecrire,
            self.supprimer,
            self.commande,
            self.banque,
            self.banque,
        ]
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
        if self.hasard.random() < 0.9:
            valeurs["proces_verbal"] = "<p>Dit.</p>"
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
            "remedes": self.hasard.choice((False, "dits", "aucun")),
        }
        if self.hasard.random() < 0.1:
            valeurs["montant"] = 1500
        sanction.env["sanction.decision"].create(valeurs)

    def avancer(self, sanction):
        """Do what comes next, as it should be done: sequences that refuse everything show nothing."""
        attendue, jour = sanction.etape_attendue, self.jour
        infraction, liens = sanction.infraction_ids[-1:], {"sanction_id": sanction.id}
        liens["infraction_id"] = infraction.id
        if attendue in ("sanction_complete", "sanction_reponse"):
            sanction._enregistrer(attendue, note="x")
        elif attendue == "inviter" and self.hasard.random() < 0.5:
            self.remplir(sanction, sanction.action_inviter_et_imprimer())
        elif attendue == "inviter":
            sanction.env["sanction.audition"].create({**liens, "date_invitation": jour, "canal": "remise"})
        elif attendue == "entendre":
            infraction.audition_ids[:1].write({"resultat": "declinee", "date": jour, "proces_verbal": "<p>Non.</p>"})
        elif attendue == "decider":
            reste = {"date": jour, "motivation": "x", "motivation_protection": "x", "canal": "remise"}
            sanction.env["sanction.decision"].create({**liens, **reste, "remedes": "dits"})
        elif attendue == "trancher":
            infraction.decision_ids.action_decider()
        elif attendue == "envoyer" and self.hasard.random() < 0.5:
            self.remplir(sanction, sanction.action_notifier_et_imprimer())
        elif not attendue:
            liens = {"sanction_id": sanction.id, "decision_id": infraction.decision_ids.id}
            sanction.env["sanction.recours"].create({**liens, "date": jour})
        elif attendue == "envoyer":
            infraction.decision_ids.action_notifier()

    def trancher(self, sanction):
        self.un(sanction.decision_ids).action_decider()

    def publique(self, sanction):
        """Call a public method of the addon, one that was not drawn yet first; fill in the window that it opens."""
        cibles = {modele: self.cible(sanction, modele) for modele, _methode in sorted(self.a_tirer)}
        possibles = sorted((m, nom) for m, nom in self.a_tirer if cibles[m] or nom == "create")
        restent = [tirage for tirage in possibles if tirage not in self.tirees]
        modele, methode = self.hasard.choice(restent or possibles)
        cible = cibles[modele]
        self.tirees.add((modele, methode))
        liens = {"sanction_id": sanction.id, "infraction_id": self.un(sanction.infraction_ids).id}
        liens["decision_id"] = self.un(sanction.decision_ids).id
        arguments = {
            "write": [{"color": 1} if modele == "sanction.dossier" else {"sanction_id": sanction.id}],
            "create": [[{nom: valeur for nom, valeur in liens.items() if nom in cible._fields}]],
        }
        action = getattr(cible, methode)(*arguments.get(methode, ()))
        if isinstance(action, dict) and action.get("res_model"):
            self.remplir(sanction, action)

    def cible(self, sanction, modele):
        env = sanction.env
        if modele == "sanction.dossier":
            return sanction
        if modele == "parcours.dossier":
            return sanction.dossier_id
        if modele.startswith("sanction.releve") and not env[modele].has_access("read"):
            return env[modele]
        if modele == "sanction.releve":
            return self.un(env[modele].search([]))
        if modele == "sanction.releve.reprise":
            return env[modele].create({})
        if modele == "sanction.releve.traitement":
            lignes = env["sanction.releve.ligne"].search([("state", "=", "a_traiter")])
            amende, rendu = self.un(sanction.decision_ids), sanction.mouvement_ids[-1:]
            valeurs = {"geste": self.hasard.choice(("payer", "rendre", "ecarter")), "raison": "x"}
            valeurs |= {"decision_id": amende.id, "mouvement_id": rendu.id, "a_rendre": self.hasard.random() < 0.5}
            return env[modele].create({**valeurs, "ligne_id": self.un(lignes).id}) if lignes else env[modele]
        if modele == "sanction.releve.ligne":
            return self.un(env[modele].search([]))
        if "sanction_id" in env[modele]._fields:
            return self.un(env[modele].search([("sanction_id", "=", sanction.id)]))
        return env[modele]

    def remplir(self, sanction, action):
        """Fill in the window of an action, well or badly, and confirm it."""
        modele = sanction.env[action["res_model"]].with_context(**action.get("context", {}))
        if action.get("res_id"):
            return
        contexte = action.get("context", {})
        defauts = {nom[8:]: valeur for nom, valeur in contexte.items() if nom.startswith("default_")}
        if action["res_model"] == "parcours.courrier.fenetre":
            jour = self.jour + timedelta(days=self.hasard.choice((-2, 1, 10, 20)))
            preuve = self.hasard.choice((False, "RC000999"))
            valeurs = {"langue": "fr_BE", "canal": self.hasard.choice(("recommande", "remise")), "preuve_envoi": preuve}
            valeurs |= {"audience_le": f"{jour} 08:00:00", "audience_lieu": "rue de l'Essai 8", "motif": "x"}
            modele.create({**defauts, **valeurs}).action_confirmer()
        elif action["res_model"] == "sanction.audition":
            modele.create({**defauts, **self.hasard.choice((PARTI, {"canal": "remise"}))})

    def lettre(self, sanction):
        """Do something with a letter of the sanction: print, post, answer, cancel."""
        courrier = self.un(sanction.env["parcours.courrier"].search([("sanction_id", "=", sanction.id)]))
        if not courrier:
            return
        geste = self.hasard.choice(("poster", "poster", "poster", "fenetre", "imprimer", "annuler", "repondre"))
        if geste == "poster":
            avant = courrier.state
            canal = self.hasard.choice(("recommande", "remise", "ordinaire"))
            courrier._poster(self.jour, canal, "RC000998")
            self.assertEqual(avant, "imprime")
            self.part_a_bon_droit(courrier.sudo())
        elif geste == "fenetre":
            self.remplir(sanction, courrier.action_poster())
        elif geste == "imprimer":
            courrier.action_imprimer()
        elif geste == "annuler":
            courrier._annuler("x")
        else:
            courrier._repondre_chacun(self.jour, self.hasard.choice(("inconnu", "refuse", "demenage")))

    def part_a_bon_droit(self, courrier):
        """What has just left may be claimed, or is of the record that it says."""
        decision = courrier.decision_id
        if courrier.genre in ("sanction_rappel", "sanction_contrainte"):
            self.assertGreater(sum(decision.mouvement_ids.mapped("montant_signe")), 0, "something is owed")
            self.assertNotIn("en_cours", self.sanction.recours_ids.mapped("issue"), "no appeal is pending")
        elif courrier.genre in INVITATIONS.values():
            self.assertEqual(courrier.audition_id.convocation, courrier.audience_le)

    def banque(self, sanction):
        """Take what the bank says of a fine: less than is owed, all of it, more, or money that left."""
        self.releves += 1
        amende = self.un(sanction.decision_ids).id or 1
        ligne = ecrire.paie(amende, self.hasard.choice((4000, 10000, 12000, -2000)), self.quand(), "A")
        octets = ecrire.coda(ecrire.releve([ligne], self.releves, self.jour, str(self.releves)))
        sanction.env["sanction.releve"]._prendre("releve", octets)

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
        self.deux_officiels()
        self.lettres()
        stages = sanction.evenement_ids
        sanction._recalculer()
        self.assertEqual(sanction.evenement_ids, stages)

    def en_ordre(self, infraction):
        decision = infraction.decision_ids
        jours = [infraction.date_constat]
        entendue = infraction.audition_ids.filtered("resultat")
        if entendue:
            # a presumed receipt may be to come: who came had the letter before
            recue = not entendue._presumee and entendue.date_reception
            jours += [entendue.date_invitation, recue, entendue._jour_issue()]
        jours += [decision.date, decision.date_envoi]
        jours = [jour for jour in jours if jour]
        self.assertEqual(jours, sorted(jours))
        self.assertLessEqual(max(jours), self.jour, "nothing is to come")
        if decision.decision == "amende":
            self.assertTrue(entendue.date_reception, "a fine needs an invitation received and a hearing")
        for recours in decision.recours_ids:
            self.assertLessEqual(decision.date_envoi, recours.date)
            self.assertLessEqual(recours.date, recours.date_issue or self.jour)

    def deux_officiels(self):
        """Who decided is not who proposed; what was sent was decided."""
        for decision in self.sanction.decision_ids:
            if decision.user_id:
                self.assertTrue(decision.propose_par_id)
                self.assertNotEqual(decision.user_id, decision.propose_par_id)
                self.assertTrue(decision.user_id.has_group("sanctions_admin.group_fonctionnaire"))
            if decision.date_notification:
                self.assertTrue(decision.user_id)
            if decision.decision == "sans_amende" and decision.date_notification:
                self.assertFalse(decision.remedes, "nothing to appeal against")

    def lettres(self):
        """One hearing a letter, the one that it says; what is printed and may leave says what the records say."""
        courriers = self.env["parcours.courrier"].search([("sanction_id", "=", self.sanction.id)])
        self.assertLessEqual(set(courriers.mapped("genre")), set(LETTRES))
        for audition in self.sanction.audition_ids:
            lettre = audition.courrier_id
            self.assertEqual(len(courriers.filtered(lambda c, un=audition: c.audition_id == un)), len(lettre))
            if lettre:
                self.assertEqual((audition.convocation, audition.lieu), (lettre.audience_le, lettre.audience_lieu))
            if audition.resultat in ("tenue", "absence") and audition.convocation:
                self.assertGreaterEqual(audition._jour_issue(), audition.convocation.date())
        for courrier in courriers.filtered(lambda c: c.state in ("imprime", "poste", "recu")):
            self.assertTrue(courrier._objet(), "it is about something")
            if courrier.genre in DECISIONS.values():
                self.assertTrue(courrier.decision_id.user_id, "a proposal is on no letter that may leave")
                self.assertEqual(DECISIONS[courrier.decision_id.decision], courrier.genre)

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
