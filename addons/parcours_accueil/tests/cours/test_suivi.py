# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What an organiser records of a person, and what is still missing for a complete pathway."""

from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .commun import MONDAY, CoursCase


@tagged("post_install", "-at_install")
class TestFollowUp(CoursCase):
    def record(self, model, file, user=None, **values):
        return self.env[model].with_user(user or self.organiser).create({"dossier_id": file.id, **values})

    def missing(self, file):
        self.env.flush_all()
        self.env.invalidate_all()
        return (file.with_user(self.organiser).cours_manquent or "").split(" · ")

    def proof(self, file, state="accepte"):
        piece = self.env["ir.attachment"].create(
            {"name": "x.pdf", "raw": b"x", "res_model": file._name, "res_id": file.id}
        )
        return self.env["parcours.document"].create(
            {
                "dossier_id": file.id,
                "type_id": self.env["parcours.document.type"]._par_code("autre").id,
                "piece_id": piece.id,
                "state": state,
                "verifie_par_id": self.env.uid,
                "organisateur_id": self.bapa.id,
                "apporte_par": "organisateur",
            }
        )

    def test_from_nothing_to_complete(self):
        file = self.enrolled()
        self.assertEqual(
            self.missing(file),
            [
                "the social assessment",
                "the language assessment",
                "Rights and duties: 10:00 h",
                "Citizenship: 50:00 h",
                "the final interview",
            ],
        )
        answers = {"etudes": "inconnu", "diplome": "aucun", "occupation": "emploi", "langue_contact_demandee": "ar"}
        follow_up = self.record("parcours.suivi", file, **answers)
        self.record("parcours.niveau", file, oral="a2", ecrit="b1")
        hours = ["Rights and duties: 10:00 h", "Citizenship: 50:00 h"]
        self.assertEqual(self.missing(file), [*hours, "the final interview"])
        follow_up.entretien_le = MONDAY
        self.assertEqual(self.missing(file), hours)
        self.note(self.session(file, start=8.0, end=15.0), retard=30)
        self.assertEqual(self.missing(file), ["Rights and duties: 03:30 h", "Citizenship: 50:00 h"])
        for module in (self.rights, self.citizenship):
            self.record("parcours.dispense", file, module_id=module.id, motif="x", document_id=self.proof(file).id)
        self.assertEqual(self.missing(file), [""])

    def test_the_hours_are_those_of_the_version_of_the_law(self):
        file = self.enrolled()
        # what is still to be computed reads the law too, and would keep what it was
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.cr.execute(
            "UPDATE parcours_reglement_valeur SET valeur = 12 "
            "WHERE code = 'heures_droits_devoirs' AND reglement_id = %s",
            [file.reglement_id.id],
        )
        self.env.registry.clear_cache()
        self.assertIn("Rights and duties: 12:00 h", self.missing(file))
        self.env.cr.execute("DELETE FROM parcours_reglement_valeur WHERE code = 'heures_droits_devoirs'")
        self.env.registry.clear_cache()
        self.assertIn("Rights and duties: its hours are not in this version of the law", self.missing(file))

    def test_a_question_left_out_is_no_assessment_and_unknown_is_one(self):
        file = self.enrolled()
        follow_up = self.record("parcours.suivi", file, etudes="inconnu", diplome="inconnu")
        self.assertFalse(follow_up.bilan_fait)
        follow_up.occupation = "inconnu"
        self.assertFalse(follow_up.bilan_fait)
        follow_up.langue_contact_demandee = "inconnu"
        self.assertTrue(follow_up.bilan_fait)
        self.assertFalse(file.langue_contact)

    def test_the_contact_language_that_the_person_says_goes_to_the_file_signed(self):
        file = self.enrolled()
        answers = {"etudes": "inconnu", "diplome": "inconnu", "occupation": "inconnu"}
        self.record("parcours.suivi", file, langue_contact_demandee="ti")
        self.assertEqual((file.langue_contact, file.langue_contact_date), ("ti", MONDAY))
        self.assertEqual(file.langue_contact_par_id, self.organiser)
        with self.assertRaises(AccessError):
            self.record("parcours.suivi", self.enrolled(self.bon), langue_contact_demandee="ti")
        again = self.record("parcours.suivi", file, **answers)
        self.assertTrue(again.bilan_fait)

    def test_the_level_that_counts_is_of_the_language_that_is_followed(self):
        file = self.enrolled()
        file.inscription_ids.sudo().langue = "nl"
        self.record("parcours.niveau", file, langue="fr", oral="b1", ecrit="b1")
        self.assertIn("the language assessment", self.missing(file))
        self.record("parcours.niveau", file, langue="nl", oral="a1", ecrit="a1")
        self.assertIn("Language: A2, oral and written", self.missing(file))
        self.record("parcours.niveau", file, langue="nl", oral="a2", ecrit="a2", moment="final")
        self.assertNotIn("Language: A2, oral and written", self.missing(file))

    def test_a_certificate_is_a_document_of_the_same_file(self):
        file, other = self.enrolled(), self.enrolled()
        level = self.record("parcours.niveau", file, oral="a2", ecrit="a2", document_id=self.proof(file).id)
        self.assertTrue(level.document_id)
        with self.refused("of another file", ValidationError):
            self.record("parcours.niveau", file, oral="a2", ecrit="a2", document_id=self.proof(other).id)

    def test_a_dispense_counts_once_its_proof_is_accepted_and_until_it_is_cancelled(self):
        file = self.enrolled()
        proof = self.proof(file, "recu")
        dispense = self.record("parcours.dispense", file, module_id=self.rights.id, motif="x", document_id=proof.id)
        self.assertIn("Rights and duties: 10:00 h", self.missing(file))
        proof.sudo().state = "accepte"
        self.assertNotIn("Rights and duties: 10:00 h", self.missing(file))
        dispense.action_annuler()
        self.assertIn("Rights and duties: 10:00 h", self.missing(file))
        self.assertEqual(dispense.annulee_par_id, self.organiser)

    def test_a_proof_of_another_file_dispenses_of_nothing(self):
        file, other = self.enrolled(), self.enrolled()
        with self.refused("of another file", ValidationError):
            self.record(
                "parcours.dispense", file, module_id=self.rights.id, motif="x", document_id=self.proof(other).id
            )

    def test_what_was_recorded_is_cancelled_and_not_changed(self):
        level = self.record("parcours.niveau", self.enrolled(), oral="a1", ecrit="a1")
        with self.refused("Cancel this line", AccessError):
            level.write({"oral": "a2"})
        with self.assertRaises(AccessError):
            level.unlink()

    def test_a_day_to_come_is_refused(self):
        file, tomorrow = self.enrolled(), MONDAY + timedelta(days=1)
        with self.refused("still to come"):
            self.record("parcours.niveau", file, oral="a1", ecrit="a1", jour=tomorrow)
        with self.refused("still to come", ValidationError):
            self.record("parcours.suivi", file, entretien_le=tomorrow)

    def test_another_organiser_and_the_commune_record_nothing(self):
        file = self.enrolled()
        for user in (self.bon_user, self.agent, self.officer, self.teacher):
            for model, values in (
                ("parcours.suivi", {"etudes": "aucune"}),
                ("parcours.niveau", {"oral": "a1", "ecrit": "a1"}),
            ):
                with self.subTest(user=user.name, model=model), self.assertRaises(AccessError):
                    self.record(model, file, user, **values)

    def test_who_changes_organiser_brings_what_was_followed_and_the_new_one_changes_none_of_it(self):
        file = self.enrolled()
        level = self.record("parcours.niveau", file, oral="a1", ecrit="a1")
        follow_up = self.record("parcours.suivi", file, etudes="aucune")
        self.note(self.session(file))
        file._enregistrer("changement_organisateur", MONDAY, organisateur_id=self.bon.id)
        self.env.flush_all()
        self.env.invalidate_all()
        theirs = file.with_user(self.bon_user)
        self.assertEqual((theirs.niveau_ids.oral, theirs.suivi_ids.etudes), ("a1", "aucune"))
        self.assertEqual(theirs.presence_ids.etat, "present")
        for record, change in (
            (level, lambda r: r.action_annuler()),
            (follow_up, lambda r: r.write({"etudes": "primaire"})),
        ):
            with self.subTest(record._name), self.assertRaises(AccessError):
                change(record.with_user(self.bon_user))
        # the organiser before keeps its own past, and what is personal of it no more
        self.assertEqual(level.with_user(self.organiser).oral, "a1")
        self.assertEqual(file.presence_ids.with_user(self.organiser).etat, "present")
        with self.assertRaises(AccessError):
            follow_up.with_user(self.organiser).read(["etudes"])
        with self.assertRaises(AccessError):
            level.with_user(self.organiser).action_annuler()
        self.assertEqual(self.record("parcours.suivi", file, self.bon_user).responsable_id, self.bon_user)

    def test_a_coach_is_one_of_the_team(self):
        with self.refused("of your own team", ValidationError):
            self.record("parcours.suivi", self.enrolled(), responsable_id=self.bon_user.id)

    def test_the_commune_and_vivalis_read_what_is_missing(self):
        file = self.enrolled()
        for user in (self.agent, self.officer):
            self.assertIn("Citizenship", file.with_user(user).cours_manquent)

    # ---- absences justified afterwards

    def absence(self, file):
        session = self.session(file)
        self.note(session, "absent")
        return session

    def justify(self, presence, user=None, **values):
        window = self.env["parcours.justification"].with_user(user or self.organiser)
        action = presence.with_user(user or self.organiser).action_justifier()
        return window.with_context(**action["context"]).create(values).action_justifier()

    def test_an_absence_is_justified_by_a_document_and_what_was_noted_first_stays(self):
        file = self.enrolled()
        session, proof = self.absence(file), self.proof(file, "recu")
        first = session._actuelles()
        with self.refused("Choose the document", ValidationError):
            self.justify(first)
        self.justify(first, document_id=proof.id)
        second = session._actuelles()
        self.assertEqual((second.etat, second.motif, second.document_id), ("justifie", "piece", proof))
        self.assertEqual((second.note_par_id, first.etat), (self.organiser, "absent"))
        with self.refused("no absence any more"):
            self.justify(first, motif="famille")
        self.assertEqual(session._actuelles(), second)

    def test_a_document_of_somebody_else_justifies_nothing(self):
        file, other = self.enrolled(), self.enrolled()
        session = self.absence(file)
        with self.refused("of another file"):
            self.justify(session._actuelles(), document_id=self.proof(other).id)
        self.assertEqual(session._actuelles().etat, "absent")

    def test_nobody_but_the_organiser_of_the_session_justifies_an_absence(self):
        file = self.enrolled()
        absence = self.absence(file)._actuelles()
        for user in (self.bon_user, self.agent, self.officer, self.teacher):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.justify(absence, user, motif="famille")
        file._enregistrer("changement_organisateur", MONDAY, organisateur_id=self.bon.id)
        self.env.invalidate_all()
        with self.refused("another organiser's", AccessError):
            self.justify(absence, self.bon_user, motif="famille")
        self.assertEqual(absence.etat, "absent")
