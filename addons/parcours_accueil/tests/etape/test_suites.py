# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Whatever is entered, in whatever order: what never may be is not, and what is cancelled in reverse order leaves the
file as it was. Seeded: a failure comes back."""

from datetime import date, timedelta
from random import Random

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...droit.clotures import MOTIFS
from ...droit.etapes import ETAPES, FENETRE
from ..common import ParcoursCase
from .commun import photo

#: What somebody enters in the window of steps.
ETAPES_SAISIES = [code for code, etape in ETAPES.items() if etape.qui and etape.voie == FENETRE]
#: The more a step opens others, the more often it is tried.
POIDS = {"attestation_remise": 4, "inscription_organisateur": 3, "sommation_envoyee": 4, "sommation_recue": 4}
POIDS |= {"constat_refus": 4, "cloture": 3, "reouverture": 8, "changement_organisateur": 2}
FAITS = [{"jour_situation": "present"}, {"jour_ue": "oui"}, {"jour_ue": "non"}]
FAITS += [{"jour_situation": "parti", "jour_situation_depuis": date(2025, mois, 1)} for mois in (2, 7)]
OUVERTURE = date(2024, 3, 11)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-24 09:00:00")
class TestSuites(ParcoursCase):
    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("agent", self.schaerbeek)
        self.chef = self.utilisateur("chef", self.schaerbeek)
        self.vues = self.env["parcours.evenement"]

    def ouvrir(self, hasard):
        volontaire = hasard.random() < 0.3
        with freeze_time(f"{OUVERTURE} 09:00:00"):
            dossier = self.candidat() if volontaire else self.ouvert()
            if volontaire:
                dossier.with_user(self.agent)._enregistrer("volontaire")
        return dossier

    def essayer(self, vu, hasard, codes, jour):
        """Try a step as that user: the entry when it is taken, else nothing."""
        [code] = hasard.choices(codes, [POIDS.get(code, 1) for code in codes])
        if vu.phase == "cloture" and hasard.random() < 0.5:
            code = "reouverture"
        valeurs = {
            "organisateur_id": hasard.choice([self.bapa, self.bon]).id,
            "motif_cloture": hasard.choice([*MOTIFS, *("erreur", "renonce") * 6]),
            "annule_id": hasard.choice(vu.evenement_ids.ids),
            "note": "by mistake",
            "canal": hasard.choice(["remise", "ordinaire"]),
            "reception": "prouve",
            "retour": "inconnu",
        }
        noms = {*ETAPES[code].demande, *ETAPES[code].accepte} & set(valeurs)
        try:
            with self.env.cr.savepoint():
                return vu._enregistrer(code, jour, **{nom: valeurs[nom] for nom in noms})
        except UserError:
            return vu.evenement_ids.browse()

    def revoir(self, dossier):
        """What was learnt late waits for nobody here: return each review, with the photo before it."""
        revues = []
        while delai := dossier.delai_ids.filtered("revue")[:1]:
            avant = photo(dossier)
            delai.with_user(self.chef)._marquer_revue("seen")
            revues.append((self.valides(dossier, "revue_delai").sorted("id")[-1].with_user(self.chef), avant))
        return revues

    def jours(self, hasard, nombre):
        """Days in order, or nearly: some are entered late."""
        jour = OUVERTURE
        for _rang in range(nombre):
            suivant = jour + timedelta(days=hasard.choice([0, 3, 20, 70, 200]))
            jour = suivant if suivant <= date(2026, 11, 24) else jour
            yield jour - timedelta(days=hasard.choice([0, 0, 0, 15, 40]))

    def verifier(self, dossier, graine):
        """What never may be."""
        dossier.invalidate_recordset()
        ouvertes = dossier.inscription_ids.filtered(lambda i: not i.date_fin)
        self.assertLessEqual(len(ouvertes), dossier.phase == "dossier", (graine, "an open enrolment"))
        self.assertEqual(dossier.organisateur_id, ouvertes.organisateur_id)
        ouverture = min(dossier.evenement_ids.filtered(lambda e: e.type == "ouverture").mapped("date_effective"))
        clotures = dossier.evenement_ids.filtered(lambda e: e.type == "cloture") - self.vues
        self.vues |= clotures
        for cloture in clotures:
            motif, qui = cloture.motif_cloture, cloture.user_id
            if motif == "acheve":
                self.assertEqual(cloture.cause_id.type, "attestation_fin", graine)
            elif motif == "erreur":
                self.assertEqual(qui, self.chef, graine)
            elif motif in ("renonce", "exempte", "hors_public"):
                self.assertIn(qui, self.agent | self.chef, graine)
                self.assertTrue(motif != "renonce" or dossier.date_ouverture, graine)
            else:
                self.assertEqual(motif, dossier.jour_situation, (graine, "the register says so when it closes"))
            self.assertTrue(cloture.cause_id or cloture.date_effective >= ouverture, graine)
        if dossier.phase == "cloture" and dossier.motif_cloture == "acheve":
            self.assertTrue(self.valides(dossier, "attestation_fin"), (graine, "completed without its attestation"))
        if dossier.phase == "dossier":
            self.assertFalse(self.valides(dossier, "attestation_fin"), (graine, "completed and open"))
        self.assertFalse(dossier._verifier_delais(), graine)

    def valides(self, dossier, genre):
        return dossier.evenement_ids.filtered(lambda e: e.type == genre and not e.annule)

    def test_cancelled_in_reverse_order_everything_is_as_it_was(self):
        """By a head, who may undo what a sanction rests on."""
        codes, faits = [code for code in ETAPES_SAISIES if code != "annulation"], set()
        for graine in range(24):
            hasard = Random(graine)
            dossier = self.ouvrir(hasard)
            vu, pile = dossier.with_user(self.chef), []
            for jour in self.jours(hasard, 22):
                pile += self.revoir(dossier)
                avant = photo(dossier)
                if evenement := self.essayer(vu, hasard, codes, jour):
                    pile.append((evenement, avant))
                    faits.add(evenement.type)
                    self.verifier(dossier, graine)
            for evenement, avant in reversed(pile):
                evenement._annuler("by mistake")
                with self.subTest(graine=graine, genre=evenement.type):
                    self.assertEqual(photo(dossier), avant)
        voulus = {"attestation_remise", "inscription_organisateur", "changement_organisateur", "attestation_fin"}
        self.assertLessEqual(voulus | {"sommation_envoyee", "cloture", "reouverture"}, faits, "these were cancelled")

    def test_nothing_that_an_agent_enters_closes_a_file_for_a_reason_that_is_not_theirs(self):
        """Among what the register says, outcomes that are applied, and what others cancel."""
        faits = set()
        for graine in range(30):
            hasard = Random(1_000 + graine)
            dossier = self.ouvrir(hasard)
            for jour in self.jours(hasard, 30):
                qui, avant = hasard.choices([self.agent, self.chef, None], [6, 2, 2])[0], dossier.phase
                if not qui:
                    dossier.write(hasard.choice(FAITS))
                    dossier._examiner("essai")
                    if dossier.issue_a_appliquer and hasard.random() < 0.7:
                        dossier.with_user(self.agent).action_appliquer_issue()
                else:
                    self.revoir(dossier)
                    faits.update(self.essayer(dossier.with_user(qui), hasard, ETAPES_SAISIES, jour).mapped("type"))
                self.verifier(dossier, graine)
                if qui != self.chef and (avant, dossier.phase) == ("dossier", "cloture"):
                    fondes = {dossier.resultat, dossier._motif_registre(date(2026, 11, 24)), "acheve"}
                    fondes |= {"renonce"} if dossier.volontaire and dossier.resultat != "oblige" else set()
                    self.assertIn(dossier.motif_cloture, fondes, graine)
        self.assertLessEqual(
            {"annulation", "cloture", "reouverture", "attestation_fin", "changement_organisateur"}, faits
        )
