# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from pathlib import Path

from odoo.modules import get_module_path
from odoo.tests import TransactionCase
from odoo.tools import convert_file

from ..hooks import reprendre_communes


class TestCommunes(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.communes = cls.env["res.company"].search([("nis_code", "!=", False)], order="nis_code")

    def test_the_nineteen_communes_are_flat_companies(self):
        self.assertEqual(len(self.communes), 19)
        self.assertFalse(self.communes.parent_id)
        self.assertEqual(self.env.ref("base.main_company").name, "Vivalis")
        self.assertEqual(
            self.env["res.company"]._par_code_nis(), {commune.nis_code: commune.id for commune in self.communes}
        )

    def test_a_commune_is_named_in_the_language_of_the_reader(self):
        for lang in ("fr_BE", "nl_BE"):
            self.env["res.lang"]._activate_lang(lang)
        ixelles = self.env.ref("parcours_socle.commune_21009")
        self.assertEqual(ixelles.with_context(lang="nl_BE").display_name, "Elsene")
        self.assertEqual(ixelles.with_context(lang="fr_BE").display_name, "Ixelles")
        trouvees = self.env["res.company"].name_search("Elsene")
        self.assertEqual([identifiant for identifiant, _nom in trouvees], ixelles.ids)

    def _noms(self):
        """Return {module: names} of the communes."""
        self.env.cr.execute(
            "SELECT module, array_agg(name ORDER BY name) FROM ir_model_data WHERE name ~ '^commune_[0-9]{5}$' "
            "GROUP BY module"
        )
        return dict(self.env.cr.fetchall())

    def test_an_old_base_keeps_its_communes(self):
        """Before there was a cellar, their names belonged to a floor: the records stay, the names move."""
        apres, photo = self._noms(), self.communes.read()
        self.assertEqual([(module, len(noms)) for module, noms in apres.items()], [("parcours_socle", 19)])
        self.env.cr.execute(
            "UPDATE ir_model_data SET module = 'un_etage' WHERE module = 'parcours_socle' AND name = ANY(%s)",
            [apres["parcours_socle"]],
        )
        # neither another company of that floor, nor a record of another kind with a name alike
        self.env["ir.model.data"].create(
            [
                {"module": "un_etage", "name": nom, "model": modele, "res_id": self.communes[0].id}
                for nom, modele in (("commune_autre", "res.company"), ("commune_99999", "res.partner"))
            ]
        )
        for _fois in range(2):
            reprendre_communes(self.env)
            self.env.invalidate_all()
            noms = self._noms()
            self.assertEqual(noms.pop("un_etage"), ["commune_99999"])
            self.assertEqual(noms, apres)
            self.assertEqual(self.communes.read(), photo)
            self.assertEqual(self.env.ref("parcours_socle.commune_21009").nis_code, "21009")
        self.assertTrue(self.env.ref("un_etage.commune_autre"))

    def test_the_data_of_the_cellar_write_nothing_on_a_commune_that_is_there(self):
        ixelles, vivalis = self.env.ref("parcours_socle.commune_21009"), self.env.ref("base.main_company")
        ixelles.zip, vivalis.name = "1051", "Vivalis asbl"
        fichier = Path(get_module_path("parcours_socle")) / "data" / "res_company.xml"
        # as when the cellar is installed in a base that had communes before
        convert_file(self.env, "parcours_socle", str(fichier), {}, mode="init")
        self.assertEqual((ixelles.zip, vivalis.name), ("1051", "Vivalis asbl"))
        self.assertEqual(self.env["res.company"].search([("nis_code", "!=", False)], order="nis_code"), self.communes)

    def test_a_base_taken_over_already_stays_as_it_is(self):
        """A name that both have is that of the cellar."""
        self.env["ir.model.data"].create(
            {
                "module": "un_etage",
                "name": "commune_21009",
                "model": "res.company",
                "res_id": self.communes[0].id,
            }
        )
        reprendre_communes(self.env)
        self.assertEqual(self.env.ref("parcours_socle.commune_21009").nis_code, "21009")
