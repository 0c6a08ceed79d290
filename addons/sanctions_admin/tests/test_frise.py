# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The timeline of a sanction, and of the file after a refusal."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..droit.etapes import ETAPES
from ..droit.frise import FAMILLES
from .common import SanctionCase


@tagged("post_install", "-at_install")
@freeze_time("2025-06-10")
class TestFrise(SanctionCase):
    def setUp(self):
        super().setUp()
        self.officier = self.utilisateur("sanctions_admin.group_fonctionnaire")
        self.sanction = self.refuser()
        self.sanction._enregistrer("sanction_complete")
        self.entendre(self.sanction)
        self.decision = self.decider(self.sanction)
        self.decision.action_notifier()
        self.env["sanction.mouvement"].create(
            {"sanction_id": self.sanction.id, "date": date(2025, 6, 10), "montant": 40, "communication": "R-77"}
        )

    def lue(self, record, user):
        vu = record.with_user(user).with_context(lang="en_US", allowed_company_ids=user.company_ids.ids)
        vu.invalidate_recordset()
        return vu.read(["frise"])[0]["frise"]

    def test_every_family_is_of_steps_of_the_table(self):
        self.assertLessEqual(set().union(*FAMILLES.values()), set(ETAPES))
        genres = [genre for famille in FAMILLES.values() for genre in famille]
        self.assertEqual(len(genres), len(set(genres)), "a step is of one family")

    def test_terms_are_bars_and_steps_are_marks_with_who_how_and_how_much(self):
        frise = self.lue(self.sanction, self.officier)
        # all six terms, and that of five years does not press the others together
        self.assertEqual(len(frise["termes"]), len(self.sanction.delai_ids.filtered(lambda d: d.state != "sans_objet")))
        self.assertEqual([t["fin"] for t in frise["termes"] if t["coupe"]], ["2030-07-10"])
        self.assertLess(frise["fin"], "2028")
        marques = {}
        for marque in frise["evenements"]:
            marques.setdefault(marque["famille"], []).append(marque)
        self.assertEqual(set(marques), {"lettre", "audition", "decision", "compte", "cours"})
        self.assertEqual([code for code, _mot, _forme in frise["familles"]], list(marques_dans(frise)))
        (payee,) = [m for m in marques["compte"] if "R-77" in m["detail"]]
        self.assertIn("40.00", payee["detail"])
        self.assertIn("entered by", payee["qui"])
        self.assertIn("100.00", " ".join(m["detail"] for m in marques["decision"]))
        # the finding of the commune is where it begins
        self.assertIn("2025-03-11", [m["jour"] for m in marques["decision"]])
        self.assertFalse([m for m in frise["evenements"] if "charge" in m["mot"]])

    def test_the_file_goes_on_with_what_follows_for_who_may_read_it(self):
        dossier = self.sanction.dossier_id
        agent = self.utilisateur("agent", self.schaerbeek)
        frise = self.lue(dossier, agent)
        siens = set(dossier.delai_ids.filtered(lambda d: d.state != "sans_objet").ids)
        suivants = set(self.sanction.delai_ids.filtered(lambda d: d.state != "sans_objet").ids)
        self.assertTrue(siens and suivants)
        self.assertEqual({t["cle"] for t in frise["termes"]}, siens | suivants)
        self.assertIn("100.00", str(frise["evenements"]))
        dossier.with_user(agent)._enregistrer(
            "inscription_organisateur", date(2025, 6, 10), organisateur_id=self.bapa.id
        )
        organisateur = self.utilisateur("organisateur", organisateur_id=self.bapa.id)
        frise = self.lue(dossier, organisateur)
        self.assertFalse({t["cle"] for t in frise["termes"]} & suivants)
        self.assertEqual({m["famille"] for m in frise["evenements"]}, {"organisateur"})
        self.assertNotIn("frise", self.env["sanction.dossier"].with_user(organisateur).fields_get())


def marques_dans(frise):
    """The families of the marks of a timeline, in the order of its legend."""
    presentes = {marque["famille"] for marque in frise["evenements"]}
    return [code for code, _mot, _forme in frise["familles"] if code in presentes]
