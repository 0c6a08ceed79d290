# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Who waits for a place: in what order, until when, and what ends it; as the agent of a commune and as an organiser."""

from contextlib import contextmanager
from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.registre_national.tests.habilitation import habiliter

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
@freeze_time("2025-02-03")
class TestAttentes(ParcoursCase):
    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("agent", self.schaerbeek)
        self.chez_bapa = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        with freeze_time("2024-03-11"):
            self.dossier, self.autre = self.ouvert(), self.ouvert()

    def attendre(self, dossier, jour, **valeurs):
        """Have the agent put somebody on a list; French, whole pathway, BAPA BXL unless said otherwise."""
        voulues = {"organisateur_id": self.bapa.id, "langue": "fr", "demandee": jour} | valeurs
        return self.env["parcours.attente"].with_user(self.agent).create({"dossier_id": dossier.id, **voulues})

    def fenetre(self, dossier, **valeurs):
        return (
            self.env["parcours.evenement.wizard"]
            .with_user(self.agent)
            .create({"dossier_id": dossier.id, "type": "inscription_organisateur", **valeurs})
        )

    def volontaire(self):
        """Return the open file of somebody who follows voluntarily, asked for by the agent."""
        dossier = self.candidat()
        dossier.with_user(self.agent)._enregistrer("volontaire", date(2025, 2, 3))
        return dossier

    @contextmanager
    def refuse(self, mots):
        """What is refused leaves nothing, as a request that is refused."""
        with self.assertRaisesRegex(UserError, mots), self.cr.savepoint():
            yield

    def sortie(self, attente):
        return attente.state, attente.date_sortie, attente.motif_sortie

    def test_obliged_people_come_first_then_who_asked_first(self):
        libre = self.attendre(self.volontaire(), date(2025, 2, 3))
        second = self.attendre(self.dossier, date(2024, 12, 2))
        premier = self.attendre(self.autre, date(2024, 11, 4))
        en_neerlandais = self.attendre(self.ouvert(), date(2025, 2, 3), langue="nl")
        self.assertEqual([une.position for une in (premier, second, libre)], [1, 2, 3])
        self.assertEqual({une.sur for une in (premier, second, libre)}, {3})
        self.assertEqual((en_neerlandais.position, en_neerlandais.sur), (1, 1), "another queue")
        self.assertEqual(libre.priorite, "libre")
        lues = self.env["parcours.attente"].with_user(self.chez_bapa).search([("langue", "=", "fr")])
        self.assertEqual(lues.sudo(), (premier | second | libre).sudo(), "its list is in the order of the queue")

    def test_the_expected_day_is_the_median_wait_and_none_as_long_as_none_was_measured(self):
        attente = self.attendre(self.dossier, date(2025, 1, 6))
        self.assertEqual((attente.attendue, attente.attendue_dite), (False, "not measured yet"))
        self.attendre(self.autre, date(2024, 11, 4))
        self.autre.with_user(self.agent)._enregistrer(
            "inscription_organisateur", date(2025, 1, 13), organisateur_id=self.bapa.id
        )
        attente.invalidate_recordset()
        self.assertEqual(attente.attendue, date(2025, 4, 14), "70 days, as the one who was placed; alone in the queue")
        with freeze_time("2025-05-05"):
            attente.invalidate_recordset()
            self.assertFalse(attente.attendue, "nobody was placed within 90 days any more")

    def test_a_registration_places_here_and_takes_off_elsewhere_and_its_cancelling_gives_back(self):
        ici = self.attendre(self.dossier, date(2024, 12, 2))
        ailleurs = self.attendre(self.dossier, date(2024, 12, 2), organisateur_id=self.bon.id, langue="nl")
        cours = self.attendre(self.dossier, date(2024, 12, 2), module="langue")
        vu = self.dossier.with_user(self.agent)
        inscription = vu._enregistrer(
            "inscription_organisateur", date(2025, 1, 6), organisateur_id=self.bapa.id, langue="fr"
        )
        self.assertEqual(self.sortie(ici), ("placee", date(2025, 1, 6), False))
        self.assertEqual(self.sortie(ailleurs), ("retiree", date(2025, 1, 6), "ailleurs"))
        self.assertEqual(cours.state, "attend", "a registration is no course")
        self.assertFalse(ici.position)
        inscription._annuler("somebody else")
        self.assertEqual({self.sortie(une) for une in (ici, ailleurs, cours)}, {("attend", False, False)})

    def test_what_was_asked_for_again_since_stays_the_one_that_waits(self):
        vu = self.dossier.with_user(self.agent)
        ancienne = self.attendre(self.dossier, date(2024, 12, 2), organisateur_id=self.bon.id, langue="nl")
        inscription = vu._enregistrer("inscription_organisateur", date(2025, 1, 6), organisateur_id=self.bapa.id)
        nouvelle = self.attendre(self.dossier, date(2025, 2, 3), organisateur_id=self.bon.id, langue="nl")
        inscription._annuler("somebody else")
        self.assertEqual((ancienne.state, nouvelle.state), ("retiree", "attend"))

    def test_a_closure_ends_the_wait_and_does_not_keep_the_place_in_the_queue(self):
        attente = self.attendre(self.dossier, date(2024, 12, 2))
        self.dossier.jour_ue = "oui"
        self.dossier._examiner("essai")
        vu = self.dossier.with_user(self.agent)
        vu.action_appliquer_issue()
        self.assertEqual(self.sortie(attente), ("retiree", date(2025, 2, 3), "cloture"))
        with freeze_time("2025-03-03"):
            self.dossier.jour_ue = "non"
            self.dossier._examiner("retour")
            self.assertEqual(self.dossier.phase, "dossier")
            self.assertEqual(attente.state, "retiree")
            self.assertEqual(self.attendre(self.dossier, date(2025, 3, 3)).position, 1, "asked for again")
        with self.assertRaisesRegex(UserError, "Enter a later day"):
            self.attendre(self.dossier, date(2025, 1, 6), module="langue")

    def test_a_closure_that_never_was_gives_the_wait_back(self):
        attente = self.attendre(self.dossier, date(2024, 12, 2))
        self.dossier._noter("cloture", date(2025, 1, 6), motif_cloture="erreur")
        self.assertEqual(attente.state, "retiree")
        chef = self.utilisateur("chef", self.schaerbeek)
        self.dossier.with_user(chef).evenement_ids.filtered(lambda e: e.type == "cloture")._annuler("wrong file")
        self.assertEqual(self.sortie(attente), ("attend", False, False))

    def test_who_is_taken_off_with_a_reason_stays_off(self):
        une, autre = self.attendre(self.dossier, date(2024, 12, 2)), self.attendre(self.autre, date(2024, 12, 2))
        une.action_retirer()
        autre.with_user(self.chez_bapa).action_desister()
        self.assertEqual([a.motif_sortie for a in (une, autre)], ["demande", "desistement"])
        self.dossier.with_user(self.agent)._enregistrer(
            "inscription_organisateur", date(2025, 2, 3), organisateur_id=self.bapa.id
        )
        self.assertEqual(une.motif_sortie, "demande")
        with self.assertRaisesRegex(UserError, "waits no more"):
            une.action_retirer()

    def test_nobody_takes_off_the_list_who_is_not_theirs(self):
        attente = self.attendre(self.dossier, date(2025, 1, 6), organisateur_id=self.bon.id, langue="nl")
        ixellois = self.utilisateur("agent", self.ixelles)
        for user in (self.chez_bapa, ixellois):
            with self.assertRaises(AccessError):
                attente.with_user(user).action_retirer()
            with self.assertRaises(AccessError):
                attente.with_user(user).action_desister()
        self.assertEqual(attente.state, "attend")

    def test_nobody_waits_for_what_cannot_be(self):
        with self.refuse("does not offer the pathway in French"):
            self.attendre(self.dossier, date(2025, 2, 3), organisateur_id=self.bon.id)
        with self.refuse("between the reference date"):
            self.attendre(self.dossier, date(2025, 2, 4))
        with self.refuse("between the reference date"):
            self.attendre(self.dossier, date(2024, 3, 3))
        with self.refuse("not open"):
            self.attendre(self.candidat(), date(2025, 2, 3))
        self.dossier.with_user(self.agent)._enregistrer(
            "inscription_organisateur", date(2024, 6, 3), organisateur_id=self.bapa.id
        )
        with self.refuse("registered with BAPA BXL already"):
            self.attendre(self.dossier, date(2025, 2, 3))
        self.assertEqual(self.attendre(self.dossier, date(2025, 2, 3), module="langue").state, "attend")
        # who follows elsewhere may wait to change
        self.assertEqual(
            self.attendre(self.dossier, date(2025, 2, 3), organisateur_id=self.bon.id, langue="nl").state, "attend"
        )

    @mute_logger("odoo.sql_db")
    def test_nobody_stands_twice_in_one_queue(self):
        self.attendre(self.dossier, date(2025, 1, 6))
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.attendre(self.dossier, date(2025, 2, 3))

    def test_what_follows_from_the_queue_is_not_written_by_hand(self):
        attente = self.attendre(self.dossier, date(2025, 1, 6))
        for user in (self.agent, self.chez_bapa):
            with self.assertRaises(AccessError):
                attente.with_user(user).write({"demandee": date(2024, 6, 3)})
        with self.assertRaises(AccessError):
            self.attendre(self.autre, date(2025, 1, 6), state="placee")
        placee = (
            self.env["parcours.attente"]
            .with_user(self.agent)
            .with_context(default_state="placee")
            .create({"dossier_id": self.autre.id, "organisateur_id": self.bapa.id, "langue": "fr"})
        )
        self.assertEqual(placee.state, "attend")

    def test_an_organiser_reads_who_waits_for_its_places_and_not_their_file(self):
        ici = self.attendre(self.dossier, date(2025, 1, 6))
        la = self.attendre(self.autre, date(2025, 1, 6), organisateur_id=self.bon.id, langue="nl")
        lus = self.env["parcours.attente"].with_user(self.chez_bapa).search_read([], ["nom", "numero", "dossier_id"])
        self.assertEqual([lu["id"] for lu in lus], ici.ids)
        self.assertEqual(lus[0]["nom"], self.dossier.name)
        self.assertEqual(lus[0]["dossier_id"][1], "Not shown to you")
        with self.assertRaises(AccessError):
            self.dossier.with_user(self.chez_bapa).read(["name"])
        with self.assertRaises(AccessError):
            la.with_user(self.chez_bapa).read(["nom"])
        with self.assertRaises(AccessError):
            self.env["parcours.attente"].with_user(self.chez_bapa).create(
                {"dossier_id": self.autre.id, "organisateur_id": self.bapa.id, "langue": "fr"}
            )

    def test_an_organiser_waits_with_its_own_people_for_a_module_and_says_that_they_have_it(self):
        file = self.dossier
        file._enregistrer("inscription_organisateur", date(2024, 12, 2), organisateur_id=self.bapa.id, langue="fr")
        window = file.with_user(self.chez_bapa).action_attendre()
        defaults = {nom[8:]: valeur for nom, valeur in window["context"].items() if nom.startswith("default_")}
        self.assertEqual((defaults["organisateur_id"], defaults["langue"]), (self.bapa.id, "fr"))
        waits = self.env["parcours.attente"].with_user(self.chez_bapa)
        with self.refuse("registered with BAPA BXL already"):
            waits.create({**defaults, "module": "parcours"})
        wait = waits.create({**defaults, "demandee": date(2025, 1, 4)})
        self.assertEqual((wait.state, wait.position, wait.module), ("attend", 1, "langue"))
        cards = self.env["parcours.liste"].with_user(self.chez_bapa).aujourd_hui()["cartes"]
        [card] = [c for c in cards if c["action"] and c["action"]["methode"] == "action_placer"]
        self.assertEqual([line["id"] for line in card["lignes"]], wait.ids)
        self.assertFalse([c for c in cards if c["action"] and c["action"]["methode"] == "action_proposer"])
        of_bon = {"login": "essai.chez.bon", "organisateur_id": self.bon.id}
        for user in (self.agent, habiliter(self.chez_bapa.copy(of_bon))):
            with self.assertRaises(UserError), self.cr.savepoint():
                wait.with_user(user).action_placer()
        wait.action_placer()
        self.assertEqual(self.sortie(wait), ("placee", date(2025, 2, 3), False))
        with self.refuse("waits no more"):
            wait.action_placer()
        # measured, and no other event of the file gives it back
        self.env["parcours.inscription"]._actualiser(file)
        self.assertEqual(wait.state, "placee")
        self.assertEqual(waits._medianes(self.bapa, date(2025, 2, 3)), {(self.bapa.id, "fr", "langue"): 30})

    def test_nobody_puts_on_a_list_who_is_not_theirs(self):
        waits = self.env["parcours.attente"].with_user(self.chez_bapa)
        self.autre._enregistrer("inscription_organisateur", date(2024, 12, 2), organisateur_id=self.bon.id)
        for file, organiser in ((self.dossier, self.bapa), (self.autre, self.bapa), (self.autre, self.bon)):
            with self.assertRaises(AccessError), self.cr.savepoint():
                waits.create(
                    {"dossier_id": file.id, "organisateur_id": organiser.id, "langue": "nl", "module": "langue"}
                )

    def test_the_window_of_the_step_says_what_there_is_to_choose_and_puts_on_the_list(self):
        self.env["parcours.capacite"].create({"organisateur_id": self.bapa.id, "langue": "fr", "places": 20})
        fenetre = self.fenetre(self.dossier)
        for mots in ("BAPA BXL", "20 of 20", "not known", "French", "Dutch", "02/03/2025"):
            self.assertIn(mots, fenetre.choix)
        self.dossier.with_user(self.agent).langue = "nl_BE"
        fenetre = self.fenetre(self.dossier, organisateur_id=self.bapa.id)
        self.assertEqual(fenetre.langue, "nl", "as the letters of the person")
        fenetre.langue = "fr"
        fenetre.action_attendre()
        self.assertEqual(self.dossier.attente_ids.mapped("langue"), ["fr"])
        self.assertFalse(self.dossier.organisateur_id)
        fenetre = self.fenetre(self.autre, organisateur_id=self.bon.id)
        self.assertEqual(fenetre.langue, "nl", "the only one")
        fenetre.langue = "fr"
        with self.assertRaisesRegex(UserError, "does not offer"):
            fenetre.action_enregistrer()
        fenetre.langue = "nl"
        fenetre.action_enregistrer()
        self.assertEqual(self.autre.inscription_ids.langue, "nl")
        self.assertIn("Dutch", self.autre.evenement_ids.filtered(lambda e: e.organisateur_id).details)

    def test_two_files_that_become_one_wait_once_since_the_earlier_day(self):
        gardee = self.attendre(self.dossier, date(2025, 1, 6))
        jointe = self.attendre(self.autre, date(2024, 12, 2))
        autre_file = self.attendre(self.autre, date(2024, 12, 2), organisateur_id=self.bon.id, langue="nl")
        self.env["parcours.attente"]._reunir(self.dossier, self.autre)
        self.assertEqual((gardee.state, gardee.demandee), ("attend", date(2024, 12, 2)))
        self.assertEqual((jointe.state, jointe.motif_sortie), ("retiree", "double"))
        self.assertEqual(autre_file.state, "attend")

    def test_a_hundred_lines_cost_the_queries_of_two(self):
        def lire(nombre):
            for _rang in range(nombre):
                with freeze_time("2024-03-11"):
                    dossier = self.ouvert()
                self.attendre(dossier, date(2025, 1, 6))
            self.env.flush_all()
            self.env.invalidate_all()
            lus = self.env["parcours.attente"].with_user(self.chez_bapa)
            return self.queries(lambda: lus.search_read([], ["nom", "numero", "position", "attendue", "company_id"]))

        lire(2)
        self.assertEqual(lire(1), lire(8))
