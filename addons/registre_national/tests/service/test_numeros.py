# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A number that the register gives is believed, odd or not; what is odd in it is told, and nothing of the person is
lost (registre.md §4)."""

import tempfile
from pathlib import Path

from .. import fichiers as f
from ..commun import CasRegistre

#: Generated people; a month that is none, check digits that are not theirs, a serial that nobody has.
MOIS_13, CLE_FAUSSE, SERIE_NULLE = f.numero("901301999"), "90650199900", f.numero("900501000")


class TestNumeros(CasRegistre):
    def collecter(self, *numeros):
        """Collect from a register that has files of those numbers, and return them as {number: person}."""
        dossiers = tempfile.TemporaryDirectory()
        self.addCleanup(dossiers.cleanup)
        for niss in numeros:
            contenu = f.identite(niss=niss) + f.residence(("2024-03-01", "21015")) + f.NOMS + f.NATIONALITE
            (Path(dossiers.name) / f"{niss}.xml").write_bytes(f.dossier(contenu))
        _simulateur, service = self.ouvrir(personnes=0, dossiers=dossiers.name)
        bilan = service._collecter()
        self.assertEqual((bilan["personnes"], bilan["erreurs"]), (len(numeros), 0))
        self.assertEqual(set(self.du_service(service).mapped("state")), {"traitee"})
        return service, {personne.niss: personne for personne in self.gens(service)}

    def test_the_person_is_read_and_kept_under_the_number_as_it_is(self):
        _service, gens = self.collecter(MOIS_13, CLE_FAUSSE, SERIE_NULLE)
        self.assertEqual(set(gens), {MOIS_13, CLE_FAUSSE, SERIE_NULLE})
        for niss, personne in gens.items():
            self.assertEqual(personne.niss_ids.mapped("niss"), [niss])
            self.assertEqual(personne.company_id.nis_code, "21015")
            self.assertTrue(self.Consultation.search_count([("niss", "=", niss), ("nature", "=", "ok")]))

    def test_a_draft_says_what_is_odd_to_the_commune_of_the_person(self):
        _service, gens = self.collecter(MOIS_13, CLE_FAUSSE, SERIE_NULLE, f.NISS)
        agent = self.utilisateur("n_agent", "group_registre_agent", "21015")
        for niss, mots in ((MOIS_13, "Le mois ou le jour"), (CLE_FAUSSE, "de contrôle"), (SERIE_NULLE, "000")):
            with self.subTest(niss):
                anomalie = gens[niss].anomalie_ids.with_user(agent).with_context(lang="fr_BE")
                self.assertEqual((anomalie.state, anomalie.information_id.it), ("brouillon", "000"))
                self.assertIn(mots, anomalie.verite)
                self.assertNotIn(niss, anomalie.verite)
        gens[MOIS_13].anomalie_ids.with_user(agent).action_signaler()
        self.assertFalse(gens[f.NISS].anomalie_ids, "nothing is odd in this one")

    def test_it_is_told_once(self):
        service, gens = self.collecter(MOIS_13)
        self.du_service(service).write({"state": "recue"})
        service._collecter()
        self.assertEqual(len(gens[MOIS_13].anomalie_ids), 1)
        gens[MOIS_13].anomalie_ids.unlink()
        self.du_service(service).write({"state": "recue"})
        service._collecter()
        self.assertFalse(gens[MOIS_13].anomalie_ids, "somebody looked at it, and nothing was wrong")
