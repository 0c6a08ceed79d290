# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Following a person ends with the file, and only when the file truly ends."""

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.registre_national.models.personne.registre_personne import A_ABONNER

from ..common import ParcoursCase


class TestAbonnement(ParcoursCase):
    def _clore(self, dossier, motif):
        self.env["parcours.evenement"].create(
            {
                "dossier_id": dossier.id,
                "type": "cloture",
                "motif_cloture": motif,
                "date_effective": aujourdhui(),
            }
        )

    def test_each_reason_of_closure(self):
        attendu = {
            "acheve": True,
            "decede": True,
            "belge": True,
            "age": True,
            "erreur": True,
            "parti": False,
            "autre_region": False,
            "radie": False,
            "permis_perdu": False,
            "exempte": False,
            "hors_public": False,
            "renonce": False,
        }
        motifs = dict(self.Dossier._fields["motif_cloture"].selection)
        self.assertEqual(set(attendu), set(motifs), "a new reason of closure must be decided upon")
        trouve = {}
        for motif in motifs:
            dossier = self.arrivee()
            self.assertFalse(dossier.personne_id.suivi_ferme)
            self._clore(dossier, motif)
            self.assertEqual(dossier.phase, "cloture")
            trouve[motif] = dossier.personne_id.suivi_ferme
        self.assertEqual(trouve, attendu)

    def test_reopening_follows_again(self):
        dossier = self.arrivee()
        self._clore(dossier, "erreur")
        dossier.personne_id._oublier_abonnements()
        self.assertFalse(dossier.personne_id.filtered_domain(A_ABONNER))
        self.env["parcours.evenement"].create(
            {"dossier_id": dossier.id, "type": "reouverture", "date_effective": aujourdhui()}
        )
        self.assertFalse(dossier.personne_id.suivi_ferme)
        self.assertTrue(dossier.personne_id.filtered_domain(A_ABONNER))

    def test_a_death_ends_it_and_its_correction_does_not(self):
        histoire = self.histoire()
        personne = self.personnes(histoire)
        mort = self.histoire(it150=[("", "2026-01-05", {})])
        self.personnes(mort, numeros=[personne.niss])
        self.assertEqual((personne.dossier_ids.phase, personne.suivi_ferme), ("cloture", True))
        self.personnes(histoire, numeros=[personne.niss])
        self.assertNotEqual(personne.dossier_ids.phase, "cloture")
        self.assertFalse(personne.suivi_ferme)

    def test_a_head_closes_a_file_without_any_right_on_people(self):
        dossier = self.arrivee()
        chef = self.utilisateur("chef", dossier.company_id)
        dossier.with_user(chef)._enregistrer("cloture", motif_cloture="erreur")
        self.assertTrue(dossier.personne_id.suivi_ferme)
