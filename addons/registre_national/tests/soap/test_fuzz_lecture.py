# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Whatever an answer looks like, reading it gives values that can be stored, or one of the four outcomes, which quote
nothing of it. Hypothesis damages a good answer: its bytes, its elements, its texts, its namespaces.
"""

import unittest
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from odoo.addons.registre_national.histoire.histoire import Histoire, projeter
from odoo.addons.registre_national.soap import erreurs, lecture
from odoo.addons.registre_national.soap.modele import IT_PERMIS

from .. import fichiers as f
from ..histoire.commun import TABLES
from ..service.mutations import TEXTES, abimer_arbre, abimer_octets

JOUR = date(2026, 11, 24)
DOCUMENTEES = (erreurs.ErreurTransport, erreurs.FauteSoap, erreurs.StatutMetier, erreurs.DonneeAnormale)
SUIVI = "urn:parcours-accueil:registre:suivi:v1"

REPONSE = f.reponse(
    f.INTERDIT
    + f.ORDINAIRE
    + f.NON_COMMUNICABLE
    + f"<Deceases><Decease>{f.date('2026-01-00')}</Decease></Deceases>"
    + f"<CivilStates><CivilState>{f.date('2020-01-01')}<CivilState><Code>20</Code></CivilState><Spouse><NationalNumber>"
    f"<NationalNumber>{f.NISS}</NationalNumber></NationalNumber></Spouse></CivilState></CivilStates>"
    + f"<SpecialInfos><SpecialInfo>{f.date('2020-01-01')}<Limosa><Reason1><Code>010200</Code></Reason1></Limosa>"
    "</SpecialInfo></SpecialInfos>"
)
PAGE = f.enveloppe(
    f'<t:getNotificationsResponse xmlns:t="{SUIVI}"><status><value>OK</value><code>MORE_TO_COME</code></status>'
    f"<receipt>R2</receipt><notification><sequence>7</sequence><category>MUTATION</category><ssin>{f.NISS}</ssin>"
    "<mutation><informationType>001</informationType><kind>ADDED</kind></mutation><communeNisCode>21015</communeNisCode>"
    "<effectiveDate>2026-11-24</effectiveDate><creationDate>2026-11-24T10:00:00+01:00</creationDate></notification>"
    "</t:getNotificationsResponse>"
)
ABONNEMENTS = f.enveloppe(
    f'<t:r xmlns:t="{SUIVI}"><status><value>OK</value><code>MSG00000</code></status><result><ssin>{f.NISS}</ssin>'
    "<status><value>OK</value><code>MSG00000</code></status><beginDate>2026-11-24</beginDate></result></t:r>"
)
#: A thousand entities of a thousand characters, and one that reads a file of this machine.
BOMBE = (
    "<!DOCTYPE x [<!ENTITY a0 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 10))
    + "]>"
)
EXTERNE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'

essais = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class TestFuzzLecture(unittest.TestCase):
    def _lire(self, brut):
        """Read an answer: True when it gave a file, False when it was refused as it should be."""
        try:
            reponse = lecture.lire_consultation(brut, f.NISS)
        except erreurs.ErreurRegistre as erreur:
            self._verifier_refus(erreur)
            return False
        for entree in reponse.dossier.entrees:
            self.assertIn(entree.it, IT_PERMIS)
            self.assertNotIn("SECRET", entree.contenu_json)
            for borne in filter(None, (entree.debut, entree.fin)):
                self.assertLessEqual(borne.au_plus_tot or date.min, borne.au_plus_tard or date.max)
        projeter(Histoire(reponse.dossier.informations, TABLES), JOUR)
        return True

    def _verifier_refus(self, erreur):
        self.assertIn(type(erreur), (*DOCUMENTEES, erreurs.DonneeIllisible))
        self.assertEqual(lecture.code_sur(erreur.code), erreur.code, "a code that came from outside is made safe")
        self.assertNotRegex(str(erreur), r"\d{9}|Imaginaire|Inventée", "no refusal quotes the answer")
        self.assertIsNone(erreur.__cause__)

    @essais
    @given(st.data())
    def test_damaged_bytes_are_read_or_refused(self, data):
        self._lire(abimer_octets(REPONSE, data))

    @essais
    @given(st.data())
    def test_damaged_trees_are_read_or_refused(self, data):
        self._lire(abimer_arbre(REPONSE, data))

    @essais
    @given(st.integers(0, len(REPONSE)))
    def test_an_answer_cut_anywhere_is_refused(self, longueur):
        self.assertEqual(self._lire(REPONSE[:longueur]), longueur == len(REPONSE))

    @given(st.binary(max_size=300))
    def test_anything_at_all(self, brut):
        self.assertFalse(self._lire(brut))

    @essais
    @given(st.data())
    def test_texts_of_one_element(self, data):
        """Each leaf in its turn holds anything: the rest of the file is still read, or the person is refused."""
        racine = etree.fromstring(REPONSE)
        feuilles = [element for element in racine.iter() if not len(element)]
        data.draw(st.sampled_from(feuilles)).text = data.draw(TEXTES)
        self._lire(etree.tostring(racine))

    def test_names_count_whatever_their_namespace(self):
        """None, another, or another prefix: what counts is the name."""
        bon = lecture.lire_consultation(REPONSE, f.NISS).dossier.entrees
        for ancien, nouveau in ((f.RN, "urn:autre"), (f.TYPES, "urn:autre"), (f' xmlns="{f.RN}"', "")):
            brut = REPONSE.replace(ancien.encode(), nouveau.encode())
            with self.subTest(nouveau=nouveau):
                self.assertEqual(lecture.lire_consultation(brut, f.NISS).dossier.entrees, bon)
        self.assertFalse(self._lire(REPONSE.replace(b"<s:Envelope xmlns:s=", b"<s:Envelope xmlns:z=")))

    def test_entities_and_bombs(self):
        """No entity is opened: neither one that grows nor one that reads a file; the whole answer is refused."""
        for debut, entite in ((BOMBE, "&a9;"), (EXTERNE, "&e;"), (BOMBE, ""), (EXTERNE, "")):
            brut = REPONSE.replace(b"?>", b"?>" + debut.encode(), 1).replace(b"Imaginaire", entite.encode())
            with self.subTest(entite=entite), self.assertRaises(erreurs.DonneeIllisible) as leve:
                lecture.lire_consultation(brut, f.NISS)
            self.assertIn(leve.exception.code, ("doctype", "xml_illisible"))

    def test_a_huge_answer_is_read_or_refused(self):
        """A text of a million letters, ten thousand entries, elements a thousand deep: read or refused, and quickly."""
        for ancien, nouveau in (
            (b"Imaginaire", b"x" * 1_000_000),
            (b"Imaginaire", b"x" * 11_000_000),
            (b"<Names>", b"<Names>" + b"<Name/>" * 10_000),
            (b"<Names>", b"<a>" * 1000 + b"</a>" * 1000 + b"<Names>"),
        ):
            with self.subTest(taille=len(nouveau)):
                self._lire(REPONSE.replace(ancien, nouveau))

    def test_most_damage_is_survived(self):
        """These tests would prove nothing if every damaged answer were refused at the door."""
        lus = []

        @settings(max_examples=200, deadline=None, derandomize=True, database=None)
        @given(st.data())
        def compter(data):
            lus.append(self._lire(abimer_arbre(REPONSE, data)))

        compter()
        self.assertGreater(sum(lus), len(lus) // 5)
        self.assertGreater(len(lus) - sum(lus), len(lus) // 20)


class TestFuzzSuivi(unittest.TestCase):
    """The same for a page of notifications and for the answer about subscriptions."""

    @essais
    @given(st.data(), st.sampled_from([(PAGE, lecture.lire_page), (ABONNEMENTS, lecture.lire_abonnements)]))
    def test_damage_raises_documented_errors_only(self, data, cas):
        brut, lire = cas
        abimer = data.draw(st.sampled_from([abimer_octets, abimer_arbre]))
        try:
            lire(abimer(brut, data))
        except DOCUMENTEES as erreur:
            self.assertEqual(lecture.code_sur(erreur.code), erreur.code)
            self.assertNotRegex(str(erreur), r"\d{9}")
