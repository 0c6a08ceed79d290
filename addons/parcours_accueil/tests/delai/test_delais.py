# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Terms as records: what the events give is stored, said in a sentence, and follows every late fact."""

import random
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.parcours_socle.jour import aujourdhui

from ..common import ParcoursCase


class DelaisCase(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Delai = cls.env["parcours.delai"]
        cls.agent = cls.utilisateur("agent", cls.schaerbeek)
        cls.type_inscription = cls.env.ref("parcours_accueil.delai_type_inscription")
        cls.type_sommation = cls.env.ref("parcours_accueil.delai_type_sommation")

    @classmethod
    def motif(cls, code, reglement=None):
        motifs = (reglement or cls.r2).motif_suspension_ids
        return motifs.filtered(lambda motif: motif.code == code)

    @classmethod
    def remis(cls, jour=date(2024, 3, 15), **options):
        """A file whose attestation was handed over on that day."""
        dossier = cls.ouvert(**options)
        dossier._enregistrer("attestation_remise", jour)
        return dossier

    def suspendre(self, dossier, debut, fin, code="horaires", **options):
        pieces = [("preuve.txt", "eA==")]
        return dossier._suspendre(self.motif(code), debut, fin, pieces=pieces, **options)

    def termes(self, dossier):
        return [
            (delai.type_id.code, delai.rang, delai.date_echeance, delai.state)
            for delai in dossier.delai_ids.sorted("id")
        ]


@tagged("post_install", "-at_install")
@freeze_time("2024-07-01")
class TestDelais(DelaisCase):
    def test_the_tables_are_put_together_once_until_a_kind_of_term_changes(self):
        Evenement = self.env["parcours.evenement"]
        avant = Evenement._tables()
        self.assertIs(Evenement.with_user(self.agent)._tables(), avant)
        self.type_inscription.write({"jours_proche": 12, "suspendable": False})
        apres = Evenement._tables()
        self.assertEqual((avant.regimes["inscription"].rappel, apres.regimes["inscription"].rappel), (30, 12))
        self.assertEqual(avant.suspendables - apres.suspendables, {"inscription"})

    def test_a_term_runs_from_the_attestation_to_a_working_day(self):
        dossier = self.ouvert()
        self.assertEqual(dossier.motif_sans_echeance, "attestation_a_remettre")
        self.assertFalse(dossier.delai_ids)
        dossier._enregistrer("attestation_remise", date(2024, 3, 15))
        # 15 September 2024 is a Sunday
        self.assertEqual(self.termes(dossier), [("inscription", 1, date(2024, 9, 16), "en_cours")])
        self.assertFalse(dossier.motif_sans_echeance)
        delai = dossier.delai_ids
        self.assertEqual((delai.date_depart, delai.date_connue), (date(2024, 3, 15), date(2024, 7, 1)))
        self.assertEqual(delai.date_action, date(2024, 8, 17), "30 days before")
        dossier._enregistrer("inscription_organisateur", date(2024, 6, 3), organisateur_id=self.bapa.id)
        self.assertEqual(
            self.termes(dossier),
            [("inscription", 1, date(2024, 9, 16), "tenu"), ("achevement", 1, date(2025, 12, 3), "en_cours")],
        )
        self.assertEqual((delai.date_etat, delai.date_action), (date(2024, 6, 3), False))

    def test_a_corrected_reference_date_counts_the_terms_again(self):
        """Another reference date or version of the law counts the terms again, without anybody entering anything."""
        dossier = self.remis(date(2024, 3, 4))
        self.assertEqual(dossier.date_echeance, date(2024, 9, 4))
        dossier.date_reference = dossier.date_reference_min = dossier.date_reference_max = date(2024, 5, 6)
        dossier._examiner("corrected")
        self.assertEqual(dossier.date_echeance, date(2024, 11, 6))
        self.assertEqual(dossier.delai_ids.date_connue, date(2024, 7, 1))
        dossier.date_reference = False
        dossier.date_reference_min = date(2024, 4, 1)
        dossier._examiner("no longer certain")
        self.assertEqual((dossier.date_echeance, dossier.motif_sans_echeance), (False, "reference_inconnue"))
        self.assertEqual(dossier.delai_ids.state, "sans_objet", "kept, and asks for nothing")
        self.assertFalse(dossier._verifier_delais())

    def test_a_new_version_of_the_law_moves_due_dates(self):
        """A new version with other lengths moves the due dates of the files it is about, as they are examined again."""
        dossier = self.remis()
        brouillon = self.r2.copy()
        self.ligne(brouillon, "inscription").valeur = 7
        self.r2.sudo().state = "remplace"
        brouillon.sudo().state = "publie"
        dossier._examiner("new law")
        self.assertEqual((dossier.reglement_id, dossier.date_echeance), (brouillon, date(2024, 10, 15)))
        self.assertIn("7 months", dossier.echeance_explication)
        self.assertEqual(len(brouillon.motif_suspension_ids), 7, "the grounds are copied with the version")

    def test_a_cancelled_attestation_leaves_a_term_without_object(self):
        dossier = self.remis()
        dossier.evenement_ids.filtered("annulable")._annuler("entered by mistake")
        self.assertEqual(self.termes(dossier), [("inscription", 1, date(2024, 9, 16), "sans_objet")])
        self.assertEqual(dossier.motif_sans_echeance, "attestation_a_remettre")
        dossier._enregistrer("attestation_remise", date(2024, 3, 18))
        self.assertEqual(self.termes(dossier), [("inscription", 1, date(2024, 9, 18), "en_cours")])

    def test_days_on_which_a_file_was_closed_do_not_count(self):
        """A file opened again keeps its used-up time: the days on which it was closed do not count."""
        dossier = self.remis()
        dossier._noter("cloture", date(2024, 6, 1), motif_cloture="parti")
        self.assertEqual(self.termes(dossier), [("inscription", 1, date(2024, 9, 16), "arrete")])
        self.assertFalse(dossier.motif_sans_echeance, "a closed file needs no reason")
        dossier._enregistrer("reouverture", date(2024, 6, 21))
        # 20 days; 15 September + 20 = Saturday 5 October
        self.assertEqual(self.termes(dossier), [("inscription", 1, date(2024, 10, 7), "en_cours")])
        self.assertIn("days that do not count: 20 (file closed)", dossier.echeance_explication)
        self.assertFalse(dossier._verifier_delais())

    def test_the_sentence_says_which_days_do_not_count(self):
        dossier = self.remis()
        self.suspendre(dossier, date(2024, 5, 1), date(2024, 5, 25))
        self.assertEqual(
            dossier.with_user(self.agent).echeance_explication,
            "6 months from 03/15/2024 (the attestation of obligation was handed over): 09/15/2024; days that do not"
            " count: 25 (Timetable of work or training incompatible): 10/10/2024 (art. 5 §1).",
        )
        self.assertEqual(dossier.delai_ids.explication, dossier.echeance_explication)

    def test_the_sentence_is_whole_in_french_and_in_dutch(self):
        """The whole sentence, ground and working day included, in the language of the reader."""
        dossier = self.remis()
        self.suspendre(dossier, date(2024, 5, 1), date(2024, 5, 10))
        self.suspendre(dossier, date(2024, 6, 1), date(2024, 6, 2))
        vu = dossier.with_user(self.agent)
        anglais = vu.echeance_explication
        self.assertIn("moved to the next working day", self.remis().echeance_explication)
        for langue, mots in (
            ("fr_BE", ("6 mois", "15/03/2024", "27/09/2024")),
            ("nl_BE", ("6 maanden", "15/03/2024", "27/09/2024")),
        ):
            phrase = vu.with_context(lang=langue).echeance_explication
            with self.subTest(langue, phrase=phrase):
                for mot in mots:
                    self.assertIn(mot, phrase)
                for morceau in ("months", "days that do not count", "handed over", "Timetable"):
                    self.assertIn(morceau, anglais)
                    self.assertNotIn(morceau, phrase)

    def test_the_days_of_presumed_receipt_are_a_value_of_the_law(self):
        dossier = self.remis(date(2023, 3, 15), date_reference=date(2023, 3, 6))
        self.ligne(self.r1, "presomption").valeur = 5
        self.revoir(dossier)
        dossier._enregistrer("sommation_envoyee", date(2024, 6, 3))
        sommation = dossier.delai_ids.filtered(lambda delai: delai.type_id.code == "sommation")
        self.assertEqual(sommation.date_depart, date(2024, 6, 10), "Monday 3 June and five working days")
        self.assertIn("after it was sent: 5", dossier.echeance_explication)

    def test_from_the_last_day_of_a_month_to_the_last_day_of_one_as_the_version_says(self):
        """28 February and six months: 31 August 2023, a Thursday; or the 28th, a Monday."""
        dossier = self.remis(date(2023, 2, 28), date_reference=date(2023, 2, 6))
        self.assertEqual(dossier.date_echeance, date(2023, 8, 31))
        for langue, mots in (("en_US", "to the last day of one"), ("fr_BE", "dernier jour"), ("nl_BE", "laatste dag")):
            vu = dossier.with_user(self.agent).with_context(lang=langue)
            self.assertIn(mots, vu.delai_ids.explication)
        self.ligne(self.r1, "fin_de_mois").valeur = 0
        dossier._recalculer()
        self.assertEqual(dossier.date_echeance, date(2023, 8, 28))
        self.assertNotIn("last day of one", dossier.delai_ids.explication)

    def test_counting_fifty_files_costs_the_queries_of_five(self):
        """Counting fifty files costs the queries of five, as the commune's agent."""
        lots = {5: self.Dossier, 50: self.Dossier}
        for nombre in lots:
            for _rang in range(nombre):
                lots[nombre] |= self.remis()
        for dossiers in lots.values():
            self.suspendre(dossiers[0], date(2024, 5, 1), date(2024, 5, 25))

        def cout(dossiers):
            return self.queries(dossiers.with_user(self.agent)._recalculer)

        cout(lots[5])
        self.assertLessEqual(cout(lots[50]), cout(lots[5]))
        self.assertLess(cout(lots[50]), 15)

        def lecture(dossiers):
            vus = dossiers.with_user(self.agent)
            return self.queries(lambda: self.assertTrue(all(vus.delai_ids.mapped("explication"))))

        lecture(lots[5])
        self.assertLessEqual(lecture(lots[50]), lecture(lots[5]))


@tagged("post_install", "-at_install")
@freeze_time("2026-11-24")
class TestDelaisProprietes(DelaisCase):
    """Random histories, entered in two orders: the same terms, and what is stored is what the events give."""

    GENRES = (
        "attestation_remise",
        "inscription_organisateur",
        "attestation_organisateur",
        "sommation_envoyee",
        "sommation_recue",
    )

    def faits(self, hasard):
        """A random history: plain facts, each of which becomes one event or one suspension."""

        def jour():
            return date(2024, 3, 4) + timedelta(days=hasard.randrange(900))

        genres = [g for g in self.GENRES if g != "inscription_organisateur"]
        faits = [(hasard.choice(genres), jour()) for _rang in range(hasard.randrange(1, 5))]
        if hasard.random() < 0.6:
            faits.append(("inscription_organisateur", jour()))
        if hasard.random() < 0.2:
            faits.append(("constat_refus", jour()))
        for _rang in range(hasard.randrange(4)):
            debut = jour()
            fin = debut + timedelta(days=hasard.randrange(200))
            faits.append(("suspension_accordee", debut, fin, hasard.random() < 0.3 and hasard.randrange(10)))
        return faits

    def entrer(self, dossier, fait):
        """Enter one fact past the checks of the buttons: a random history has no order that they would accept."""
        genre, jour, *reste = fait
        valeurs = {"dossier_id": dossier.id, "type": genre, "date_effective": jour}
        if genre == "inscription_organisateur":
            valeurs["organisateur_id"] = self.bapa.id
        Evenement = self.env["parcours.evenement"]
        if genre != "suspension_accordee":
            Evenement.create(valeurs)
            return
        fin, apres = reste
        suspension = self.env["parcours.suspension"].create(
            {"dossier_id": dossier.id, "motif_id": self.motif("horaires").id}
        )
        Evenement.create({**valeurs, "suspension_id": suspension.id, "date_fin": fin})
        if apres:
            fin = min(fin, jour + timedelta(days=apres))
            Evenement.create(
                {
                    **valeurs,
                    "type": "suspension_fin_anticipee",
                    "date_effective": fin,
                    "suspension_id": suspension.id,
                    "date_fin": fin,
                }
            )

    def constat(self, dossier):
        jour = date(2026, 11, 24)
        vivants = dossier.delai_ids.filtered(lambda delai: delai.state != "sans_objet")
        return sorted(delai._compare(jour) for delai in vivants), dossier.date_echeance, dossier.echeance_type

    def test_neither_order_of_entry_nor_counting_again_changes_a_term(self):
        hasard = random.Random(20261124)
        tous = self.Dossier
        for essai in range(40):
            faits = self.faits(hasard)
            autres = list(faits)
            hasard.shuffle(autres)
            un, deux = self.ouvert(), self.ouvert()
            for dossier, liste in ((un, faits), (deux, autres)):
                for fait in liste:
                    self.entrer(dossier, fait)
            with self.subTest(essai=essai, faits=faits):
                self.assertEqual(self.constat(un), self.constat(deux), "the order of entry does not matter")
            tous |= un | deux
        self.assertGreater(len(tous.delai_ids), 60)
        self.assertFalse(tous._verifier_delais(), "what is stored is what the events give")
        avant = [self.constat(dossier) for dossier in tous]
        self.env.flush_all()
        tous._recalculer()
        self.assertEqual([self.constat(dossier) for dossier in tous], avant, "twice gives the same")

    def test_the_check_notices_a_term_that_differs_from_its_events(self):
        juste, fausse, manquante = self.remis(), self.remis(), self.remis()
        fausse.delai_ids.date_echeance += timedelta(days=1)
        manquante.delai_ids.unlink()
        self.assertEqual((juste | fausse | manquante)._verifier_delais(), fausse | manquante)

    def test_a_suspension_learnt_two_years_late_moves_the_date_as_it_would_have(self):
        """A suspension of two years ago, granted today, moves the date that it would have moved then."""
        dossier = self.remis()
        self.assertEqual(dossier.date_echeance, date(2024, 9, 16))
        self.suspendre(dossier, date(2024, 5, 1), date(2024, 7, 31))
        self.assertEqual(dossier.date_echeance, date(2024, 12, 16), "92 days after Sunday 15 September")
        self.assertEqual(dossier.delai_ids.date_connue, date(2026, 11, 24))
        self.assertFalse(dossier._verifier_delais())

    def test_nobody_writes_a_term_by_hand(self):
        delai = self.remis(aujourdhui()).delai_ids
        for role in ("agent", "direction", "auditeur"):
            utilisateur = self.agent if role == "agent" else self.utilisateur(role)
            with self.subTest(role), self.assertRaises(AccessError):
                delai.with_user(utilisateur).write({"date_echeance": "2030-01-01"})
        with self.assertRaises(UserError):
            delai.with_user(self.agent)._marquer_revue("nothing to review")
