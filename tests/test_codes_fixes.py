# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the house finds by a code keeps it, whoever may change the rest, on screen or through RPC."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.parcours_accueil.tests.common import ParcoursCase

HEAD, MANAGER = "parcours_accueil.group_direction", "registre_national.group_registre_gestion"
#: The parts of a version of the law change freely as long as it is a draft; what it lacks is said before it counts.
OF_A_VERSION = {
    "parcours.reglement",
    "parcours.regle",
    "parcours.reglement.code",
    "parcours.reglement.valeur",
    "parcours.suspension.motif",
}
#: A code that the register answered, and that nothing is found by.
ANSWERED = {"registre.abonnement.ecart"}
#: The code of something else, which keeps it.
OF_ANOTHER = {"parcours.document.usage"}


@tagged("post_install", "-at_install")
class TestCodes(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls.utilisateur("direction")
        cls.head.group_ids += cls.env.ref(MANAGER)
        cls.head.write({"company_ids": [(6, 0, cls.env["res.company"].search([]).ids)]})
        cls.admin = new_test_user(cls.env, login="essai.admin", groups="base.group_system", lang="en_US")

    def found_by_code(self):
        names = self.env.registry.descendants(["code.fixe"], "_inherit") - {"code.fixe"}
        return [self.env[name] for name in sorted(names)]

    def test_nobody_changes_a_code_that_records_are_found_by(self):
        written = set()
        for model in self.found_by_code():
            for user in (self.head, self.admin):
                if not model.with_user(user).has_access("write"):
                    continue
                for field in model._codes:
                    record = model.search([(field, "!=", False)], limit=1).with_user(user)
                    with self.subTest(model._name, user=user.login, field=field):
                        if field != "table":
                            with self.assertRaisesRegex(AccessError, "cannot be changed"):
                                record.write({field: "90909"})
                        # what a form sends back unchanged is no change
                        record.write({field: record[field]})
                        written.add(model._name)
        self.assertEqual(written, {model._name for model in self.found_by_code()})

    def test_a_stage_keeps_the_files_that_are_on_it(self):
        dossier = self.ouvert()
        with self.assertRaises(AccessError):
            dossier.stage_id.with_user(self.head).write({"code": "autre", "fold": True})
        dossier._recalculer()
        self.assertEqual(dossier.stage_id.code, "a_informer")
        dossier.stage_id.with_user(self.head).write({"fold": True})

    def test_a_head_gives_no_code_to_a_list_of_their_own(self):
        liste = self.env["parcours.liste"].with_user(self.head).create({"name": "Mine"})
        with self.assertRaises(AccessError):
            liste.code = "oublies"

    def test_every_model_with_a_code_that_a_role_may_write_keeps_it(self):
        held = {model._name for model in self.found_by_code()} | OF_A_VERSION | ANSWERED | OF_ANOTHER
        for name, model in self.env.registry.items():
            ours = name.startswith(("parcours.", "sanction.", "registre."))
            if not ours or model._abstract or model._transient:
                continue
            written = any(self.env[name].with_user(user).has_access("write") for user in (self.head, self.admin))
            if written and "code" in model._fields and model._fields["code"].store:
                with self.subTest(name):
                    self.assertIn(name, held)
