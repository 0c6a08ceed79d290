# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Whatever leads to people: no list is grouped by what the register says of them, and no export goes unseen.

Every model of the platform that leads to a model whose reading is logged is found in the registry, Odoo's own included.
"""

from collections import deque
from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.parcours_accueil.tests.common import ParcoursCase

#: A column of each model that says of somebody what the register says, that people would be grouped by.
COLONNES = {"registre.personne": "nationalite_code", "registre.information": "code", "parcours.dossier": "jour_carte"}
#: Columns that follow from those of a table (`_montre`) and are in none, with what they say.
HORS_TABLE = {
    # what finds a person: names, birth date, communes in charge, and whether one is certain
    "name": "who it is",
    "display_name": "who it is",
    "naissance": "who it is",
    "recherche": "who it is, as a search compares it",
    "commune_mention": "whether the commune is certain",
    # ours: outcomes and dates of the procedure, which the law counts, and what is possible on a file
    "resultat": "status",
    "date_echeance": "term",
    "date_limite_amende": "term",
    "exemption_possible": "whether a button shows",
    "etapes_possibles": "which buttons show",
    "etapes_ouvertes": "which buttons show",
    "etapes_fermees": "which buttons show, and from when on",
    "etape_attendue": "which button comes first",
    "lettre_a_ecrire": "whether a button shows",
    "courriers_possibles": "which buttons show",
    "bloque": "whether a step is possible",
    "personne_lisible": "whether a button shows",
    "doublon_possible": "whether somebody else may be the same person",
    "doublon_ids": "who may be the same person",
}


@tagged("post_install", "-at_install")
class TestCheminsRegistre(ParcoursCase):
    def _chemins(self):
        """Return {model: path of many2one fields, the shortest, to a column of a model whose reading is logged}."""
        liens = {}
        for nom, modele in self.env.registry.items():
            if not modele._abstract:
                for champ in modele._fields.values():
                    if champ.type == "many2one" and champ.store:
                        liens.setdefault(champ.comodel_name, []).append((nom, champ.name))
        chemins, file = {}, deque(COLONNES.items())
        while file:
            nom, suite = file.popleft()
            for origine, champ in liens.get(nom, ()):
                if origine not in chemins:
                    chemins[origine] = f"{champ}.{suite}"
                    file.append((origine, chemins[origine]))
        return chemins

    def test_the_models_whose_reading_is_logged_are_these(self):
        """Each of ours that leads to a person, but small windows, which show one person to their author."""
        for nom in sorted(self._chemins().keys() | COLONNES.keys()):
            Modele = self.env[nom]
            if Modele._transient or not nom.startswith(("registre.", "parcours.", "sanction.")):
                continue
            with self.subTest(modele=nom):
                self.assertIn(nom, self._traces())
                chemin = Modele._chemin_qui()
                self.assertTrue(hasattr(Modele.mapped(chemin), "_de_qui"))
                for chemin in Modele._table_lecture():
                    for premier in filter(None, [chemin.partition(".")[0]]):
                        self.assertTrue(Modele._fields[premier].store, "a group of few people is found by its column")

    def _traces(self):
        traces = self.env.registry.descendants(["lecture.tracee"], "_inherit")
        return {nom for nom in traces if not self.env.registry[nom]._abstract}

    def test_every_column_that_follows_from_a_fact_is_in_a_table(self):
        """Related, or computed from what the register says: of any model, windows included."""
        registry, manquent = self.env.registry, []
        faits = {
            registry[nom]._fields[colonne]
            for nom in self._traces()
            for colonnes in self.env[nom]._table_lecture().values()
            for colonne in colonnes
        }
        for nom, modele in sorted(registry.items()):
            if modele._abstract:
                continue
            for colonne, champ in modele._fields.items():
                if champ in faits or colonne in HORS_TABLE:
                    continue
                vers = champ.type == "many2one" and champ.comodel_name == "registre.information"
                if vers or faits.intersection(self._dont_suit(modele, champ)):
                    manquent.append(f"{nom}.{colonne}")
        self.assertFalse(manquent, "in no table: reading them would leave no trace")

    def _dont_suit(self, modele, champ):
        """Yield the fields on the paths that a field depends on."""
        chemins = [*self.env.registry.field_depends.get(champ, ())]
        if champ.related:
            chemins.append(champ.related)
        for chemin in chemins:
            ici = modele
            for nom in chemin.split("."):
                suivant = ici._fields.get(nom)
                if suivant is None:
                    break
                yield suivant
                if suivant.comodel_name:
                    ici = self.env.registry[suivant.comodel_name]

    def test_columns_of_the_tables_exist(self):
        for nom in sorted(self._traces()):
            for colonnes in self.env[nom]._table_lecture().values():
                self.assertLessEqual(set(colonnes), set(self.env[nom]._fields), nom)

    def test_nothing_is_grouped_by_what_the_register_says(self):
        chemins = self._chemins()
        # of the floor, of those above, and of Odoo
        for nom in ("registre.niss", "parcours.dossier", "parcours.exemption", "sanction.dossier", "mail.activity"):
            self.assertIn(nom, chemins)
        lecteur = self.env.ref("base.user_admin")
        # Odoo does not group tasks of which there are none
        self.arrivee().activity_schedule("mail.mail_activity_data_todo", user_id=lecteur.id)
        for nom, chemin in sorted(chemins.items()):
            Modele = self.env[nom].with_user(lecteur)
            if not Modele.has_access("read") or Modele._transient:
                continue
            for lire in (
                lambda M=Modele, c=chemin: M._read_group([], [c], ["__count"]),
                lambda M=Modele, c=chemin: M._read_grouping_sets([], [[c]], ["__count"]),
            ):
                with self.subTest(modele=nom, chemin=chemin), self.assertRaises(AccessError):
                    lire()

    def test_an_export_is_logged_wherever_it_starts(self):
        """From a task, by the term and the file, to the person: a model of Odoo, three steps away."""
        dossier = self.arrivee()
        dossier._enregistrer("attestation_remise", date(2024, 4, 2))
        agent = self.utilisateur("agent", self.schaerbeek)
        agent.group_ids += self.env.ref("base.group_allow_export")
        tache = self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("parcours.dossier"),
                "res_id": dossier.id,
                "delai_id": dossier.delai_ids[:1].id,
                "user_id": agent.id,
            }
        )
        derniere = self.env["registre.consultation"].search([], limit=1).sequence
        chemins = ["summary", "delai_id/dossier_id/personne_id/nationalite"]
        lignes = tache.with_user(agent).export_data(chemins)["datas"]
        self.assertTrue(lignes[0][1])
        self.cr.flush()  # as before an answer leaves
        entree = self.env["registre.consultation"].search([("sequence", ">", derniere)])
        self.assertEqual(
            (entree.user_id, entree.niss, entree.operation), (agent, dossier.niss, "export"), "once, for the person"
        )
        self.assertIn("031", entree.its)
