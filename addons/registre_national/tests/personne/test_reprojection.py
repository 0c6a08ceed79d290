# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from freezegun import freeze_time

from odoo import fields
from odoo.orm.models import MAGIC_COLUMNS
from odoo.tools import mute_logger

from ...models.personne import projection
from .. import fichiers as f
from ..commun import CasRegistre

#: Columns that are not of the projection: the day of reading and the subscription.
AUTRES = {
    "date_lecture",
    "abonnement_debut",
    "abonnement_fin",
    "abonnement_service_id",
    "abonnement_erreur",
    "suivi_ferme",
}


class TestReprojection(CasRegistre):
    def _colonnes(self):
        """The stored columns of this floor that come from the entries."""
        return [
            nom
            for nom, champ in self.Personne._fields.items()
            if champ._module == "registre_national"
            and champ.store
            and champ.column_type
            and nom not in AUTRES
            and nom not in MAGIC_COLUMNS
        ]

    def _photo(self, personnes):
        personnes.invalidate_recordset()
        return {p["id"]: p for p in personnes.read(self._colonnes(), load=None)}

    def _vivre(self):
        """A population to which weeks of events happened, corrections, removals and renumbering among them."""
        simulateur, service = self.ouvrir(personnes=40, graine=5)
        service._collecter()
        voulus = ["correction", "suppression", "numero_remplace", "adresse_secrete", "deces", "depart", "demenagement"]
        for fiche in simulateur.fiches[:40]:
            if not voulus:
                break
            try:
                simulateur.evenement(voulus[-1], fiche.niss)
            except ValueError:
                continue
            voulus.pop()
        self.assertFalse(voulus, "each kind of event happened to somebody")
        for _semaine in range(6):
            simulateur.avancer(7)
            service._collecter()
        return self.gens(service)

    def test_rebuilt_columns_are_the_collected_ones(self):
        personnes = self._vivre()
        self.assertTrue(personnes.information_ancienne_ids, "something was corrected or removed")
        self.assertTrue(any(len(p.niss_ids) > 1 for p in personnes), "somebody was renumbered")
        avant = self._photo(personnes)
        self.assertGreater(len(self._colonnes()), 15)
        self.assertFalse(personnes._reprojeter(), "nothing changed, nothing is written")
        # Everything of the projection is lost.
        self.env.flush_all()
        perdues = [c for c in self._colonnes() if c not in ("niss", "name")]
        self.cr.execute(
            f"UPDATE registre_personne SET {', '.join(f'{c} = NULL' for c in perdues)}, name = 'x', niss = id::text"
            " WHERE id IN %s",
            [personnes._ids],
        )
        self.assertNotEqual(self._photo(personnes), avant)
        self.assertEqual(personnes._reprojeter(), personnes)
        self.assertEqual(self._photo(personnes), avant)

    def test_a_thousand_histories_are_few_queries(self):
        nombres = []
        for personnes in (5, 60):
            _simulateur, service = self.ouvrir(personnes=personnes, graine=personnes)
            service._collecter()
            gens = self.gens(service)
            self.env.flush_all()
            self.cr.execute("UPDATE registre_personne SET nom = 'x' WHERE id IN %s", [gens._ids])
            nombres.append(self.queries(gens._reprojeter))
        self.assertLessEqual(nombres[1], nombres[0] + 2, nombres)

    def test_of_two_entries_of_the_same_day_none_is_taken(self):
        """In whatever order the register gives them."""
        lieux = [("2024-03-01", "21015"), ("2024-03-01", "21009")]
        for ordre in (lieux, lieux[::-1]):
            personne = self._lire(f.identite() + f.residence(*ordre))
            self.assertFalse(personne.company_id)
            self.assertTrue(personne.commune_incertaine)

    def test_as_believed_on_a_past_day(self):
        personne = self._lire(f.identite() + f.residence(("2024-03-01", "21015")) + f.NOMS)
        # The first reading was in January; the correction comes now.
        self.cr.execute(
            "UPDATE registre_information SET known_on = '2026-01-05 09:00' WHERE personne_id = %s", [personne.id]
        )
        self.env.invalidate_all()
        self._lire(f.identite() + f.residence(("2024-03-01", "21009")) + f.NOMS)

        def commune(moment):
            return self.Information._crues_le(personne, moment).filtered(lambda i: i.it == "001").mapped("code")

        self.assertEqual(commune("2026-01-04 00:00:00"), [], "nothing was known yet")
        self.assertEqual(commune("2026-01-05 09:00:00"), ["21015"])
        self.assertEqual(commune("2026-03-01 00:00:00"), ["21015"], "believed then, although wrong")
        self.assertEqual(commune(fields.Datetime.now()), ["21009"])

    def _lire(self, contenu):
        return self.Personne._enregistrer([([f.NISS], f.lire(contenu))])

    # What begins or ends by itself

    def _un(self, rang, contenu):
        niss = f.numero(f"9065012{rang:02d}")
        return self.Personne._enregistrer([([niss], f.lire(f.identite(niss) + contenu, niss))])

    def test_what_begins_or_ends_with_time_is_seen_the_next_night(self):
        secret = f"{f.date('2026-01-01', 'StartDate')}{f.date('2026-05-31', 'EndDate')}"
        secret = f"<NotCommunicable>{secret}</NotCommunicable>"
        with freeze_time("2026-05-04 09:00"):
            self.Personne._cron_reprojeter()
            finit = self._un(1, f.residence(("2024-03-01", "21015", "2026-06-01")))
            commence = self._un(3, f.residence(("2024-03-01", "21015"), ("2026-06-01", "21009")))
            incomplet = self._un(5, f.residence(("2024-03-01", "21015"), ("2026-05-00", "21009")))
            cache = self._un(7, f.residence(("2024-03-01", "21015")) + f.ADRESSE + secret)
            stable = self._un(9, f.residence(("2024-03-01", "21015")))
        gens = finit + commence + incomplet + cache + stable
        self.assertEqual(set(gens.company_id.mapped("nis_code")), {"21015"})
        self.assertTrue(cache.adresse_non_communicable)
        vus = []
        self.patch(type(self.Personne), "_apres_lecture", lambda lus: vus.extend(lus.ids))
        with freeze_time("2026-05-30 09:00"):
            self.Personne._cron_reprojeter()
            self.assertFalse(vus, "nothing changed yet")
        # Two nights were missed: what they would have seen is seen now.
        with freeze_time("2026-06-02 09:00"):
            projetes = []
            lot = type(self.Personne)._reprojeter_lot
            self.patch(type(self.Personne), "_reprojeter_lot", lambda gens: projetes.extend(gens.ids) or lot(gens))
            self.Personne._cron_reprojeter()
            self.assertNotIn(stable.id, projetes, "only those whose dates passed")
            self.assertEqual(set(vus) & set(gens.ids), set((finit + commence + incomplet + cache).ids))
            gens.invalidate_recordset()
            self.assertEqual((finit.company_id.nis_code, finit.commune_incertaine), ("21015", True))
            self.assertEqual(set((commence + incomplet).company_id.mapped("nis_code")), {"21009"})
            self.assertFalse((commence + incomplet).filtered("commune_incertaine"))
            self.assertFalse(cache.adresse_non_communicable)
            vus.clear()
            self.Personne._cron_reprojeter()
            self.assertFalse(vus, "run twice, nothing moves")
            self.assertFalse(gens._reprojeter(), "and nothing is left to do")

    def test_a_night_without_changes_is_a_handful_of_queries(self):
        _simulateur, service = self.ouvrir(personnes=30, graine=8)
        service._collecter()
        self.Personne._cron_reprojeter()
        self.assertLess(self.queries(self.Personne._cron_reprojeter), 60)

    # Interrupted

    def _trois(self):
        """Three people whose commune ends on 1 June, each a batch, and who were projected before."""
        with freeze_time("2026-05-04 09:00"):
            gens = self.Personne.browse()
            for rang in (21, 23, 25):
                gens += self._un(rang, f.residence(("2024-03-01", "21015", "2026-06-01")))
            self.Personne._cron_reprojeter()
        self.patch(projection, "TAILLE_LOT", 1)
        return gens

    def _noter_lots(self, gens, faute=None):
        """Note who is told to the floor above; from now on `faute` is raised for the second of these people."""
        vus = []

        def lues(personnes):
            vus.extend(set(personnes.ids) & set(gens.ids))
            if faute and gens[1] in personnes:
                raise faute

        self.patch(type(self.Personne), "_apres_lecture", lues)
        return vus

    def test_killed_in_the_middle_of_the_night_it_resumes_where_it_stopped(self):
        gens = self._trois()
        self.keep()
        with freeze_time("2026-06-02 02:00"):
            vus = self._noter_lots(gens, KeyboardInterrupt)
            with self.assertInterrupted(KeyboardInterrupt):
                self.Personne._cron_reprojeter()
            self.assertEqual(gens.mapped("commune_incertaine"), [True, False, False])
            self.assertEqual(vus, gens[:2].ids)
            vus = self._noter_lots(gens)
            self.Personne._cron_reprojeter()
            self.assertEqual(gens.mapped("commune_incertaine"), [True, True, True])
            self.assertEqual(vus, gens[1:].ids, "the first one was done")
            self.Personne._cron_reprojeter()
            self.assertEqual(vus, gens[1:].ids, "the night is over")

    @mute_logger("odoo.addons.parcours_socle.lots")
    def test_somebody_who_cannot_be_done_is_tried_again_every_night_and_stops_nobody(self):
        gens = self._trois()
        with freeze_time("2026-06-02 02:00"):
            self._noter_lots(gens, ValueError("x"))
            self.Personne._cron_reprojeter()
            self.assertEqual(gens.mapped("commune_incertaine"), [True, False, True])
        with freeze_time("2026-06-03 02:00"):
            vus = self._noter_lots(gens)
            self.Personne._cron_reprojeter()
            self.assertEqual(vus, gens[1].ids)
            self.assertTrue(gens[1].commune_incertaine)
            self.Personne._cron_reprojeter()
            self.assertEqual(vus, gens[1].ids, "once")
