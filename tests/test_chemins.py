# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The way of one person and of one term through the house, recorded while they go it.

docs/architecture.md holds both lists. A *call* is a function of ours entered from another file: the nearest function of
ours above it on the stack stands in another one. Libraries in between do not count, neither do other threads, nor what
is done once in a process only: each way is gone twice, and the second time is recorded.
"""

import sys
from datetime import date
from pathlib import Path

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.parcours_accueil.tests.common import ParcoursCase
from odoo.addons.registre_national.histoire.dates import lire_partielle
from odoo.addons.registre_national.tests.commun import CasRegistre

ROOT = Path(__file__).parents[1]
ADDONS = f"{ROOT / 'addons'}/"

#: The most calls and files of a way: half of what they were at commit 349b522 (docs/architecture.md).
MOST_OF_A_PERSON = (62, 25)
MOST_OF_A_TERM = (15, 10)
#: What did not exist then and is listed, but not counted: how long and how large an answer may be, what one process of
#: several reads, the search, which machines may be called by whose word, the trace of what is read and its seals, what
#: organisers are told of a stage, the codes of each version of the law, who asked for a language, and the letters. A
#: file, or one function of it.
SINCE = {
    "registre_national/soap/reception.py",
    "registre_national/soap/hotes.py",
    "registre_national/journal/cles.py",
    "registre_national/journal/sceau.py",
    "registre_national/models/consultation/lecture_tracee.py",
    "registre_national/models/registre_code.py  RegistreCode._check_code",
    "registre_national/models/registre_code.py  RegistreCode._sens",
    "registre_national/models/service/part.py",
    "parcours_accueil/droit/courriers.py",
    "parcours_accueil/droit/versions.py  Lectures.__init__",
    "parcours_accueil/droit/versions.py  Lectures.lire",
    "parcours_accueil/models/courrier/parcours_courrier.py",
    "parcours_accueil/models/courrier/suite.py",
    "parcours_accueil/models/dossier/faits.py  DossierFaits._valeurs_personnes.<locals>.lire",
    "parcours_accueil/models/dossier/langue.py  DossierLangue._signer_langues",
    "parcours_accueil/models/dossier/termes.py  DossierTermes._compute_etape_organisateur",
    "parcours_accueil/models/dossier/parcours_dossier.py  ParcoursDossier._order_field_to_sql",
    "parcours_accueil/models/loi/parcours_reglement.py  ParcoursReglement._lectures",
    "parcours_accueil/models/loi/parcours_reglement_code.py",
    "parcours_accueil/models/loi/verdict.py  ReglementVerdict._periodes",
    "parcours_socle/models/appelant.py",
    "parcours_socle/models/code_fixe.py  CodeFixe.create",
    "parcours_socle/models/deux_personnes.py",
    "parcours_socle/models/fil_reserve.py",
    "parcours_socle/models/ir_default.py",
    "parcours_socle/models/reference_lisible.py  ReferenceLisible._search",
    "parcours_socle/paroles.py",
    "parcours_socle/recherche.py",
    "sanctions_admin/models/courrier/parcours_courrier.py",
}


class Way:
    """Keep the calls made inside it, in the order of their first time: (file below addons/, function)."""

    def __enter__(self):
        self.calls = {}
        sys.setprofile(self._note)
        return self

    def __exit__(self, *_exc):
        sys.setprofile(None)

    @property
    def files(self):
        return {file for file, _function in self.calls}

    def _note(self, frame, event, _arg):
        code = frame.f_code
        if event != "call" or not self._ours(code) or code.co_name.startswith("<"):
            return
        above = frame.f_back
        while above and not self._ours(above.f_code):
            above = above.f_back
        if not above or above.f_code.co_filename != code.co_filename:
            self.calls[code.co_filename[len(ADDONS) :], code.co_qualname] = None

    @staticmethod
    def _ours(code):
        return code.co_filename.startswith(ADDONS) and "/tests/" not in code.co_filename


class WayCase:
    """What both ways are held to."""

    def check(self, way, title, most):
        """Hold a way to the list under `title` in docs/architecture.md, and to the most calls and files it may have."""
        recorded = "\n".join(f"{file}  {function}" for file, function in way.calls)
        text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
        _before, found, after = text.partition(f"### {title}\n")
        self.assertTrue(found, f"docs/architecture.md has no title ### {title}")
        listed = after.partition("```text\n")[2].partition("\n```")[0]
        self.assertEqual(listed, recorded, f"### {title} in docs/architecture.md is to say:\n{recorded}")
        calls, files = most
        counted = [call for call in way.calls if call[0] not in SINCE and "  ".join(call) not in SINCE]
        self.assertLessEqual(len(counted), calls, counted)
        self.assertLessEqual(len({file for file, _function in counted}), files)


@tagged("post_install", "-at_install")
class TestWayOfAPerson(WayCase, CasRegistre):
    def test_the_way_of_a_person_from_notification_to_file_is_the_one_written_down(self):
        for graine in (5, 3):
            _simulateur, service = self.ouvrir(personnes=1, graine=graine)
            service._client()
            self.env.flush_all()
            lire_partielle.cache_clear()  # the dates that earlier tests read are not those of a process just started
            with Way() as way:
                service._collecter()
            self.assertTrue(self.env["parcours.dossier"].search([("personne_id", "in", self.gens(service).ids)]))
        self.check(way, "The way of one person", MOST_OF_A_PERSON)


@tagged("post_install", "-at_install")
class TestWayOfATerm(WayCase, ParcoursCase):
    def test_the_way_of_a_term_from_event_to_task_is_the_one_written_down(self):
        for _time in range(2):
            with freeze_time("2024-03-04"):
                dossier = self.ouvert()
            self.env.flush_all()
            with Way() as way:
                with freeze_time("2024-03-04"):
                    dossier._enregistrer("attestation_remise", date(2024, 3, 4))
                with freeze_time("2024-09-10"):
                    self.env["parcours.delai"]._cron_delais()
            self.assertTrue(dossier.activity_ids)
        self.check(way, "The way of one term", MOST_OF_A_TERM)
