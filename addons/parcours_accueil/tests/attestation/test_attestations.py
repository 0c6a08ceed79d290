# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Attestations of the pathway: given by who may, as an entry of the ledger and a paper; asked for, sent back and
withdrawn."""

import base64
import io
from datetime import date, timedelta

from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.parcours_socle.papier import numero

from ..cours.commun import MONDAY, CoursCase


class AttestationCase(CoursCase):
    def window(self, file, kind, user, what="donner", **values):
        """The window of an attestation, filled in by that user."""
        window = (
            self.env["parcours.attestation.fenetre"]
            .with_user(user)
            .create({"dossier_id": file.id, "genre": kind, "geste": what, **values})
        )
        if what in ("donner", "delivrer") and not window.langue:
            window.langue = "fr_BE"
        return window

    def give(self, file, kind, user=None, **values):
        """Give an attestation, and return it as superuser."""
        self.window(file, kind, user or self.organiser, **values).action_confirmer()
        return self.last(file)

    def ask(self, file, day=MONDAY, user=None):
        self.window(file, "fin", user or self.organiser, "demander", jour=day).action_confirmer()
        return self.last(file)

    def answer(self, request, user=None, what="delivrer", **values):
        self.window(
            request.dossier_id, "fin", user or self.officer, what, attestation_id=request.id, **values
        ).action_confirmer()

    def last(self, file):
        self.env.invalidate_all()
        return file.attestation_ids.sorted("id")[-1:]

    def text(self, attestation):
        """The text of the paper, in one line."""
        pages = PdfReader(io.BytesIO(base64.b64decode(attestation.with_context(bin_size=False).pdf))).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    def number(self, attestation):
        """The number that is on the paper, and nowhere in the base."""
        words = self.text(attestation).split()
        groups = (words[rank : rank + 7] for rank in range(len(words)))
        printed = ("".join(group) for group in groups if [len(word) for word in group] == [4] * 6 + [2])
        return next(found for word in printed if word.isupper() and (found := numero.lire(word)))

    def complete(self, file, user=None, day=date(2024, 5, 10)):
        """Record all that a complete pathway holds, the last of it on that day."""
        user = user or self.organiser
        for model, values in (
            (
                "parcours.suivi",
                {
                    "etudes": "inconnu",
                    "diplome": "aucun",
                    "occupation": "emploi",
                    "langue_contact_demandee": "inconnu",
                    "bilan_le": day,
                },
            ),
            (
                "parcours.niveau",
                {"oral": "a2", "ecrit": "a2", "langue": "nl" if user == self.bon_user else "fr", "jour": day},
            ),
        ):
            self.env[model].with_user(user).create({"dossier_id": file.id, **values})
        follow_up = [("dossier_id", "=", file.id), ("organisateur_id", "=", user.organisateur_id.id)]
        self.env["parcours.suivi"].search(follow_up).with_user(user).entretien_le = day
        piece = self.env["ir.attachment"].create(
            {"name": "x.pdf", "raw": b"x", "res_model": file._name, "res_id": file.id}
        )
        proof = self.env["parcours.document"].create(
            {
                "dossier_id": file.id,
                "type_id": self.env["parcours.document.type"]._par_code("autre").id,
                "piece_id": piece.id,
                "state": "accepte",
                "verifie_par_id": self.env.uid,
                "organisateur_id": user.organisateur_id.id,
                "apporte_par": "organisateur",
            }
        )
        for module in (self.rights, self.citizenship):
            self.env["parcours.dispense"].with_user(user).create(
                {"dossier_id": file.id, "module_id": module.id, "motif": "x", "document_id": proof.id, "jour": day}
            )
        self.env.flush_all()
        self.env.invalidate_all()
        return file


@tagged("post_install", "-at_install")
class TestAttestations(AttestationCase):
    def entries(self, file, kind):
        return file.evenement_ids.filtered(lambda e: e.type == kind and not e.annule)

    # ---- the registration -------------------------------------------------------------------------------------------

    def test_the_organiser_attests_the_registration_and_the_commune_sees_it_at_once(self):
        file = self.enrolled()
        given = self.give(file, "inscription")
        self.assertEqual((given.state, given.emetteur, given.organisateur_id), ("delivree", "organisateur", self.bapa))
        self.assertEqual(given.delivree_par_id, self.organiser)
        [entry] = self.entries(file, "attestation_organisateur")
        self.assertEqual((entry, entry.user_id, entry.date_effective), (given.evenement_id, self.organiser, MONDAY))
        self.assertEqual(file.stage_id.code, "en_cours")
        self.assertEqual(file.with_user(self.agent).attestation_ids.genre, "inscription")
        letter = given.courrier_id
        self.assertEqual((letter.state, letter.canal, letter.date_reception), ("recu", "remise", MONDAY))
        paper = self.text(given)
        for words in ("Attestation d’enregistrement", "BAPA BXL atteste", "6 mai 2024", file.niss[:2], "12 mai 1990"):
            self.assertIn(words, paper)
        self.assertEqual(file.langue, "fr_BE", "what was asked for this paper is kept")

    def test_the_commune_takes_nothing_back_of_an_attestation_that_was_handed_over(self):
        file = self.enrolled()
        file.with_user(self.agent).accord_ebox = True
        head = self.utilisateur("chef", file.company_id)
        letter = self.give(file, "inscription").courrier_id
        seen = letter.with_user(head)
        self.assertEqual((seen.state, seen.faisable, seen.corrigeable), ("recu", True, False))
        with self.refused("handed over when it was given"):
            seen._corriger("Not mine.", "recu")
        self.assertEqual(letter.state, "recu")
        # one whose handing-over was taken back before that was refused
        taken_back = {"state": "imprime", "canal": False, "date_envoi": False, "date_reception": False}
        letter.write({**taken_back, "remis": False})
        for what in (
            lambda: seen._annuler("Not mine."),
            lambda: seen._poster(MONDAY, "ordinaire"),
            seen.action_envoyer_ebox,
        ):
            with self.refused("handed over when it was given"):
                what()
        self.assertEqual((letter.state, letter.ebox_etat), ("imprime", False))

    def test_the_paper_is_in_dutch_for_who_wishes_it(self):
        file = self.enrolled(self.bon)
        given = self.give(file, "inscription", self.bon_user, langue="nl_BE")
        paper = self.text(given)
        for words in ("Attest van aanmelding", "BON bevestigt", "6 mei 2024", "Dit attest controleren"):
            self.assertIn(words, paper)

    def test_the_letterhead_is_that_of_the_organiser_and_what_is_not_known_is_said_before(self):
        file = self.enrolled()
        self.assertEqual(self.window(file, "inscription", self.organiser).sans_adresse, "BAPA BXL")
        self.bapa.write({"street": "rue de l’Essai 1", "zip": "1000", "city": "Bruxelles", "phone": "02 000 00 00"})
        self.assertFalse(self.window(file, "inscription", self.organiser).sans_adresse)
        paper = self.text(self.give(file, "inscription"))
        self.assertIn("rue de l’Essai 1, 1000 Bruxelles", paper)
        self.assertIn("Bruxelles, le 3 juin 2024", paper)
        self.assertIn("Pour BAPA BXL", paper)
        self.assertNotIn("Administration communale", paper)

    def test_it_is_given_once_and_again_once_it_was_withdrawn(self):
        file = self.enrolled()
        first = self.give(file, "inscription")
        with self.refused("given on 06/03/2024 already"):
            self.window(file, "inscription", self.organiser).action_confirmer()
        first.evenement_id.with_user(self.agent)._annuler("mistake")
        self.env.invalidate_all()
        self.assertEqual(first.state, "retiree")
        self.assertTrue(first.motif_retrait)
        second = self.give(file, "inscription")
        self.assertEqual(second.state, "delivree")
        self.assertNotEqual(self.number(first), self.number(second))

    # ---- a suspension -----------------------------------------------------------------------------------------------

    def certify(self, file, code="organisateur", user=None, **values):
        ground = self.env["parcours.suspension.motif"].search(
            [("reglement_id", "=", file.reglement_id.id), ("code", "=", code)]
        )
        values = {"motif_id": ground.id, "date_debut": MONDAY, "date_fin": date(2024, 9, 2), **values}
        return self.give(file, "suspension", user, **values)

    def test_the_organiser_certifies_a_suspension_which_moves_the_term(self):
        file = self.enrolled()
        before = file.date_echeance
        given = self.certify(file)
        suspension = file.suspension_ids
        self.assertEqual((suspension.date_debut, suspension.date_fin), (MONDAY, date(2024, 9, 2)))
        self.assertEqual(given.suspension_id, suspension)
        self.assertGreaterEqual(file.date_echeance, before + timedelta(days=90))
        [entry] = self.entries(file, "suspension_accordee")
        self.assertEqual(entry.user_id, self.organiser)
        self.assertIn("du 3 juin 2024 au 2 septembre 2024", self.text(given))

    def test_an_organiser_certifies_no_other_ground_and_no_days_that_the_law_does_not_give(self):
        file = self.enrolled()
        for code in ("maladie", "horaires", "naissance"):
            with self.refused("does not certify this ground"):
                self.certify(file, code)
        with self.refused("suspends until"):
            self.certify(file, date_fin=date(2025, 9, 2))
        with self.refused("Choose the ground and the days"):
            self.certify(file, motif_id=False)
        self.assertFalse(file.suspension_ids)

    def test_an_organiser_reads_in_no_refusal_and_in_no_success_whether_somebody_is_summoned(self):
        after = {"date_debut": date(2026, 1, 5), "date_fin": date(2026, 3, 1)}
        quiet, summoned, refusing = self.enrolled(), self.enrolled(), self.enrolled()
        summoned._noter("sommation_envoyee", MONDAY, canal="remise")
        refusing._noter("sommation_envoyee", MONDAY, canal="remise")
        refusing._noter("constat_refus", MONDAY)
        self.env.invalidate_all()
        for file in (quiet, summoned, refusing):
            with self.refused("cannot be suspended from that day on"):
                self.certify(file, **after)
            self.assertFalse(file.suspension_ids)
        # what touches the 18 months is given to each of them alike
        for file in (quiet, summoned, refusing):
            self.assertEqual(self.certify(file).state, "delivree")

    def test_a_suspension_that_is_cancelled_takes_its_attestation_with_it(self):
        file = self.enrolled()
        given = self.certify(file)
        file.with_user(self.agent)._annuler_suspension(file.suspension_ids.with_user(self.agent), "mistake")
        self.env.invalidate_all()
        self.assertEqual(given.state, "retiree")
        with self.refused("suspension was cancelled"):
            self.window(file, "suspension", self.organiser, suspension_id=file.suspension_ids.id).action_confirmer()

    # ---- the end ----------------------------------------------------------------------------------------------------

    def test_the_end_at_a_bapa_is_asked_for_checked_and_given_by_vivalis(self):
        file = self.complete(self.enrolled())
        with self.refused("not yours to give"):
            self.window(file, "fin", self.organiser).action_confirmer()
        request = self.ask(file, date(2024, 5, 31))
        self.assertEqual((request.state, request.demandee_par_id), ("demandee", self.organiser))
        cards = self.env["parcours.liste"].with_user(self.officer).aujourd_hui()["cartes"]
        self.assertEqual([c["nombre"] for c in cards if c["nom"] == "Ends to check"], [1])
        self.assertFalse(request.with_user(self.officer).manque)
        self.assertEqual(file.phase, "dossier", "nothing is decided yet")
        self.answer(request)
        self.env.invalidate_all()
        self.assertEqual((request.state, request.emetteur), ("delivree", "vivalis"))
        [entry] = self.entries(file, "attestation_fin")
        self.assertEqual((entry.date_effective, entry.user_id), (date(2024, 5, 31), self.officer))
        self.assertEqual((file.phase, file.motif_cloture), ("cloture", "acheve"))
        paper = self.text(request)
        self.assertIn("Attestation de fin", paper)
        self.assertIn("31 mai 2024", paper)
        mine = request.with_user(self.organiser)
        self.assertEqual(mine.nom, file.name, "who asked for it opens it, though the file is closed")
        self.assertTrue(mine.pdf)
        with self.assertRaises(AccessError):
            file.with_user(self.organiser).read(["name"])

    def test_bon_gives_its_own(self):
        file = self.complete(self.enrolled(self.bon), self.bon_user)
        with self.refused("not yours"):
            self.window(file, "fin", self.bon_user, "demander", jour=MONDAY).action_confirmer()
        with self.refused("not yours"):
            self.window(file, "fin", self.officer, jour=MONDAY).action_confirmer()
        given = self.give(file, "fin", self.bon_user, jour=MONDAY, langue="nl_BE")
        self.assertEqual((given.state, given.emetteur), ("delivree", "organisateur"))
        self.assertEqual((file.phase, file.motif_cloture), ("cloture", "acheve"))
        self.assertIn("Attest van beëindiging", self.text(given))

    def test_what_lacks_is_listed_and_nothing_is_asked_for(self):
        file = self.enrolled()
        window = self.window(file, "fin", self.organiser, "demander", jour=MONDAY)
        self.assertIn("Citizenship: 50:00 h", window.manque)
        self.assertEqual(window.manque.count("interview"), 1, "said once")
        with self.refused("not complete yet.*Citizenship: 50:00 h.*what was recorded is kept"):
            window.action_confirmer()
        self.assertFalse(file.attestation_ids)

    def test_the_pathway_is_complete_on_no_day_before_the_last_thing_that_counted(self):
        file = self.complete(self.enrolled(), day=date(2024, 5, 31))
        window = self.window(file, "fin", self.organiser, "demander", jour=date(2024, 5, 30))
        for words in ("Citizenship: 50:00 h", "the language assessment", "the social assessment", "interview"):
            self.assertIn(words, window.manque)
        with self.refused("not complete on that day.*Citizenship: 50:00 h.*Enter the day"):
            window.action_confirmer()
        self.assertFalse(file.attestation_ids)
        window.jour = date(2024, 5, 31)
        self.assertFalse(window.manque)
        request = self.ask(file, date(2024, 5, 31))
        # the interview was on a later day, after all: what was asked for says another day than that
        file.suivi_ids.with_user(self.organiser).entretien_le = MONDAY
        self.env.invalidate_all()
        self.assertIn("interview", request.with_user(self.officer).manque)
        with self.refused("not complete on that day"):
            self.answer(request)
        self.assertEqual((request.state, file.phase), ("demandee", "dossier"))

    def test_what_lacks_since_stops_the_answer_and_the_request_stays(self):
        file = self.complete(self.enrolled())
        request = self.ask(file)
        file.dispense_ids[0].with_user(self.organiser).action_annuler()
        self.env.invalidate_all()
        self.assertTrue(request.with_user(self.officer).manque)
        with self.refused("not complete yet"):
            self.answer(request)
        self.assertEqual(request.state, "demandee")

    def test_vivalis_sends_back_with_reasons_and_the_organiser_asks_again(self):
        file = self.complete(self.enrolled())
        request = self.ask(file)
        with self.refused("Give the reason"):
            self.answer(request, what="renvoyer", motif=" ")
        self.answer(request, what="renvoyer", motif="The certificate is of somebody else")
        self.env.invalidate_all()
        self.assertEqual(request.state, "renvoyee")
        cards = self.env["parcours.liste"].with_user(self.organiser).aujourd_hui()["cartes"]
        [card] = [c for c in cards if c["nom"] == "Completions sent back"]
        self.assertIn("somebody else", card["lignes"][0]["detail"])
        self.assertIn(file.name, card["lignes"][0]["qui"])
        again = self.ask(file)
        self.assertEqual(request.remplacee_par_id, again)
        cards = self.env["parcours.liste"].with_user(self.organiser).aujourd_hui()["cartes"]
        self.assertFalse([c for c in cards if c["nom"] == "Completions sent back"])
        with self.refused("cannot be done with this attestation any more"):
            self.answer(request, what="renvoyer", motif="x")
        self.answer(again)
        self.assertEqual(again.state, "delivree")

    def test_a_request_is_made_once_and_taken_back_by_who_made_it(self):
        file = self.complete(self.enrolled())
        request = self.ask(file)
        with self.refused("asked for already"):
            self.ask(file)
        with self.assertRaises(AccessError):
            request.with_user(self.bon_user).action_reprendre()
        request.with_user(self.organiser).action_reprendre()
        self.env.invalidate_all()
        self.assertEqual((request.state, request.empreinte), ("retiree", False))
        self.assertEqual(self.ask(file).state, "demandee")

    def test_the_end_is_neither_before_the_registration_nor_to_come(self):
        file = self.complete(self.enrolled())
        with self.refused("before the registration of 05/06/2024"):
            self.ask(file, date(2024, 5, 5))
        with self.refused("still to come"):
            self.ask(file, MONDAY + timedelta(days=1))

    def test_after_a_move_to_another_organiser_the_request_is_sent_back(self):
        file = self.complete(self.enrolled())
        request = self.ask(file)
        file._enregistrer("changement_organisateur", MONDAY, organisateur_id=self.bon.id)
        self.env.invalidate_all()
        self.assertEqual((request.state, request.renvoyee_le), ("renvoyee", MONDAY), "nobody has to do it")
        self.assertIn("another organiser", request.with_user(self.organiser).motif_renvoi)
        with self.refused("not with you any more.*Take this request back"):
            request.with_user(self.organiser).action_redemander()
        with self.assertRaises(AccessError):
            self.window(file, "fin", self.organiser, "demander", jour=MONDAY)
        request.with_user(self.organiser).action_reprendre()
        self.assertEqual(request.state, "retiree", "no card of the one before keeps it")
        with self.refused("cannot be done with this attestation any more"):
            request.with_user(self.organiser).action_reprendre()
        self.complete(file, self.bon_user)
        given = self.give(file, "fin", self.bon_user, jour=MONDAY, langue="nl_BE")
        self.assertEqual(given.organisateur_id, self.bon)

    def test_a_request_of_the_organiser_before_neither_stops_the_next_one_nor_tells_what_lacks(self):
        file = self.complete(self.enrolled())
        request = self.ask(file)
        file._enregistrer("changement_organisateur", MONDAY, organisateur_id=self.bon.id)
        request.sudo().write({"state": "demandee"})  # as it was before a change sent it back
        file.dispense_ids[0].sudo().action_annuler()
        self.env.invalidate_all()
        self.assertFalse(request.with_user(self.organiser).manque)
        self.assertTrue(request.with_user(self.officer).manque)
        self.complete(file, self.bon_user)
        given = self.give(file, "fin", self.bon_user, jour=MONDAY, langue="nl_BE")
        self.assertEqual((given.state, given.organisateur_id), ("delivree", self.bon))

    def test_who_is_exempt_meanwhile_and_whose_file_is_closed_gets_no_end(self):
        file = self.complete(self.enrolled())
        request = self.ask(file, date(2024, 5, 31))
        file._noter("cloture", date(2024, 5, 20), motif_cloture="exempte")
        self.env.invalidate_all()
        with self.refused("registered with no organiser now"):
            self.answer(request)
        self.answer(request, what="renvoyer", motif="Exempt since")
        self.assertEqual(request.state, "renvoyee")

    def test_a_completion_before_a_closure_is_still_answered(self):
        file = self.complete(self.enrolled())
        request = self.ask(file, date(2024, 5, 31))
        file._noter("cloture", MONDAY, motif_cloture="parti")
        self.env.invalidate_all()
        self.assertFalse(request.with_user(self.officer).manque)
        self.answer(request)
        self.env.invalidate_all()
        self.assertEqual(
            (request.state, request.emetteur, request.organisateur_id.id), ("delivree", "vivalis", self.bapa.id)
        )
        [entry] = self.entries(file, "attestation_fin")
        self.assertEqual(entry.date_effective, date(2024, 5, 31))
        self.assertEqual((file.phase, file.motif_cloture, file.date_cloture), ("cloture", "acheve", date(2024, 5, 31)))
        self.assertEqual(file.inscription_ids.motif_fin, "acheve")
        self.assertIn("BAPA BXL", self.text(request))

    def test_a_completion_that_was_a_mistake_is_withdrawn_with_its_entry(self):
        file = self.complete(self.enrolled())
        request = self.ask(file)
        self.answer(request)
        with self.assertRaisesRegex(AccessError, "entry of the file"), self.env.cr.savepoint():
            request.with_user(self.organiser)._retirer("x")
        self.answer(request, what="retirer", motif="Of somebody else")
        self.env.invalidate_all()
        self.assertEqual(request.state, "retiree")
        self.assertFalse(self.entries(file, "attestation_fin"))
        self.assertEqual(file.phase, "dossier")

    # ---- where the pathway stands -----------------------------------------------------------------------------------

    def test_where_the_pathway_stands_is_attested_as_often_as_it_is_asked_for(self):
        file = self.enrolled()
        first = self.give(file, "situation")
        self.assertIn("est inscrite auprès de BAPA BXL depuis le 6 mai 2024", self.text(first))
        second = self.give(file, "situation", self.agent)
        self.assertEqual((first.emetteur, second.emetteur), ("organisateur", "commune"))
        self.assertIn("Administration communale de Schaerbeek atteste", self.text(second))
        self.assertFalse(second.evenement_id)
        self.assertFalse(self.entries(file, "attestation_organisateur"))

    def test_a_situation_that_was_false_is_withdrawn_with_the_entry_that_it_told(self):
        file = self.enrolled()
        with freeze_time("2024-06-04 12:00:00"):
            true = self.give(file, "situation")
        with freeze_time("2024-06-05 12:00:00"):
            change = file._enregistrer("changement_organisateur", date(2024, 6, 5), organisateur_id=self.bon.id)
        with freeze_time("2024-06-06 12:00:00"):
            false = self.give(file, "situation", self.agent)
            self.assertIn("BON", self.text(false))
            change.with_user(self.agent)._annuler("of somebody else")
        self.env.invalidate_all()
        self.assertEqual((true.state, false.state), ("delivree", "retiree"))
        self.assertTrue(false.motif_retrait)

    def test_it_tells_neither_a_summons_nor_a_refusal(self):
        file = self.enrolled()
        file._noter("sommation_envoyee", MONDAY, canal="remise")
        self.env.invalidate_all()
        paper = self.text(self.give(file, "situation", self.agent))
        self.assertNotIn("somm", paper.lower())
        self.assertIn("est inscrite auprès de BAPA BXL", paper)

    def test_nothing_is_attested_of_who_died(self):
        file = self.enrolled()
        file._noter("cloture", MONDAY, motif_cloture="decede")
        self.env.invalidate_all()
        with self.refused("deceased"):
            self.window(file, "situation", self.agent).action_confirmer()
        self.assertFalse(file.attestation_ids)

    def test_who_is_registered_nowhere_gets_it_of_the_commune(self):
        file = self.ouvert()
        given = self.give(file, "situation", self.agent)
        self.assertIn("n’est actuellement inscrite auprès d’aucun organisateur", self.text(given))
        with self.refused("not yours"):
            self.window(file, "situation", self.officer).action_confirmer()

    def test_each_kind_is_written_in_its_language_and_in_no_other(self):
        for language, own, other in (
            ("fr_BE", "atteste qu", "bevestigt"),
            ("nl_BE", "rijksregisternummer", "registre national"),
        ):
            file = self.complete(self.enrolled())
            for kind in ("inscription", "situation"):
                self.give(file, kind, langue=language)
            self.certify(file, langue=language)
            self.answer(self.ask(file), langue=language)
            papers = {given.genre: self.text(given) for given in file.attestation_ids}
            self.assertEqual(set(papers), {"inscription", "situation", "suspension", "fin"})
            for kind, paper in papers.items():
                with self.subTest(kind=kind, language=language):
                    self.assertIn(own, paper)
                    self.assertNotIn(other, paper)
                    self.assertNotIn("{{", paper)
                    self.assertIn(file.niss[-2:], paper)

    # ---- who may not ------------------------------------------------------------------------------------------------

    def test_users_write_none_of_it(self):
        given = self.give(self.enrolled(), "situation")
        for user in (self.organiser, self.agent, self.officer):
            mine = given.with_user(user)
            with self.assertRaises(AccessError):
                mine.write({"state": "retiree"})
            with self.assertRaises(AccessError):
                mine.create({"dossier_id": given.dossier_id.id, "genre": "fin", "state": "delivree"})
            with self.refused("Withdraw it instead"):
                mine.unlink()
        for user in (self.organiser, self.agent, self.officer):
            with self.assertRaises(AccessError):
                given.with_user(user).read(["empreinte"])

    def test_an_organiser_attests_of_its_own_people_only(self):
        file = self.enrolled()
        given = self.give(file, "situation")
        with self.assertRaises(AccessError):
            given.with_user(self.bon_user).read(["nom"])
        with self.assertRaises(AccessError):
            self.window(file, "situation", self.bon_user)
        with self.assertRaises(AccessError):
            file.with_user(self.bon_user)._attester("situation", "fr_BE")
        with self.assertRaises(AccessError):
            self.window(file, "situation", self.teacher)
        with self.assertRaises(AccessError):
            given.with_user(self.teacher).read(["nom"])

    def test_the_language_is_asked_first(self):
        file = self.enrolled()
        window = (
            self.env["parcours.attestation.fenetre"]
            .with_user(self.organiser)
            .create({"dossier_id": file.id, "genre": "inscription"})
        )
        with self.refused("Ask the person first in which language"):
            window.action_confirmer()
        self.assertFalse(file.attestation_ids)

    def test_the_cards_of_the_organiser_say_what_to_give(self):
        file = self.enrolled()
        cards = self.env["parcours.liste"].with_user(self.organiser).aujourd_hui()["cartes"]
        [card] = [c for c in cards if c["nom"] == "Attestations of registration to give"]
        self.assertIn(file.name, [line["qui"] for line in card["lignes"]])
        self.assertEqual(card["action"]["methode"], "action_attester_inscription")
        self.give(file, "inscription")
        cards = self.env["parcours.liste"].with_user(self.organiser).aujourd_hui()["cartes"]
        self.assertFalse([c for c in cards if c["nom"] == "Attestations of registration to give"])
