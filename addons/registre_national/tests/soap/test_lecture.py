# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import random
import unittest
from datetime import date
from pathlib import Path

from lxml import etree

from odoo.addons.registre_national.histoire.personne import projeter
from odoo.addons.registre_national.histoire.successions import Histoire
from odoo.addons.registre_national.soap import lecture
from odoo.addons.registre_national.soap.erreurs import (
    DonneeAnormale,
    DonneeIllisible,
    ErreurRegistre,
    ErreurTransport,
    FauteSoap,
    StatutMetier,
)
from odoo.addons.registre_national.soap.lecture_suivi import lire_abonnements, lire_page
from odoo.addons.registre_national.soap.modele import IT_PERMIS

from .. import fichiers as f
from ..histoire.commun import TABLES

SUIVI = "urn:parcours-accueil:registre:suivi:v1"


class TestLecture(unittest.TestCase):
    def _entrees(self, contenu, espace=f.RN):
        return lecture.lire_dossier(f.dossier(contenu, espace), f.NISS).entrees

    def _une(self, contenu):
        (entree,) = self._entrees(contenu)
        return entree

    def test_a_whole_answer_is_read_entry_by_entry(self):
        reponse = lecture.lire_consultation(f.reponse(), f.NISS)
        self.assertEqual(reponse.ticket, "T-1")
        par_it = {e.it: e for e in reponse.dossier.entrees}
        self.assertEqual(sorted(par_it), ["000", "001", "010", "020", "031", "195", "210"])
        self.assertEqual(par_it["000"].contenu, {"naissance": "1990-05-01", "niss": f.NISS})
        self.assertEqual(par_it["010"].contenu, {"noms": ["Imaginaire", "Essai"], "prenoms": ["Ada"]})
        self.assertEqual(par_it["020"].contenu["rue"], "Rue Inventée")
        self.assertEqual(
            (par_it["195"].code, par_it["195"].contenu), ("0010", {"numero": "B1", "expiration": "2025-01-00"})
        )
        self.assertEqual(
            (par_it["001"].code, par_it["001"].debut.texte, par_it["001"].fin), ("21015", "2024-03-01", None)
        )

    def test_forbidden_types_are_dropped(self):
        """loi.md §8: what may not be kept is not even in the values."""
        entrees = self._entrees(f.INTERDIT + f.ORDINAIRE)
        self.assertLessEqual({e.it for e in entrees}, IT_PERMIS)
        self.assertNotIn("SECRET", repr(entrees))
        self.assertEqual(entrees, self._entrees(f.ORDINAIRE))

    def test_of_relatives_only_the_number(self):
        nom = "<Name><LastName><Code>1</Code><Label>CACHE</Label></LastName></Name>"
        proche = (
            f"<NationalNumber><NationalNumber>{f.NISS}</NationalNumber>{f.date('1990-01-01')}</NationalNumber>{nom}"
        )
        entree = self._une(
            f"<FamilyMembers><FamilyMember>{f.date('2020-01-01')}<FamilyRole><Code>02</Code></FamilyRole>"
            f"{proche}</FamilyMember></FamilyMembers>"
        )
        self.assertEqual((entree.it, entree.code, entree.contenu), ("140", "02", {"niss": f.NISS}))

    def test_order_namespace_and_unknown_elements_do_not_matter(self):
        blocs = [
            f.identite(),
            f.residence(("2024-03-01", "21015")),
            f.NOMS,
            f.ADRESSE,
            f.CARTE,
            "<Nouveau><a/></Nouveau>",
        ]
        attendu = {e.empreinte for e in self._entrees("".join(blocs))}
        for graine in range(10):
            random.Random(graine).shuffle(blocs)
            self.assertEqual({e.empreinte for e in self._entrees("".join(blocs))}, attendu)
        self.assertEqual({e.empreinte for e in self._entrees("".join(blocs), "")}, attendu)
        etrange = f.CARTE.replace("<TypeOfCard>", "<Inconnu>1</Inconnu><TypeOfCard>")
        self.assertEqual(self._une(etrange), self._une(f.CARTE))

    def test_missing_parts_are_read_as_empty(self):
        self.assertEqual(self._entrees(""), ())
        vide = self._une("<Names><Name/></Names>")
        self.assertEqual((vide.debut, vide.contenu), (None, {"noms": [], "prenoms": []}))
        self.assertEqual(self._une("<SpecialInfos><SpecialInfo/></SpecialInfos>").code, "")
        self.assertEqual(self._une("<NationalNumber/>").contenu["naissance"], "0000-00-00")

    def test_partial_and_impossible_dates(self):
        entree = self._une(f.residence(("1990-00-00", "21004", "2020-02-31")))
        self.assertEqual((entree.debut.texte, entree.fin.texte), ("1990-00-00", "2020-02-00"))

    def test_cohabitation_and_reason(self):
        fin = self._une(
            f"<LegalCohabitations><LegalCohabitation>{f.date('2020-01-01')}<Cessation/></LegalCohabitation>"
            f"</LegalCohabitations>"
        )
        self.assertEqual(fin.code, "CESSATION")
        motif = "<Limosa><Reason1><Code>010200</Code></Reason1><Reason2><Code>020000</Code></Reason2></Limosa>"
        entree = self._une(f"<SpecialInfos><SpecialInfo>{f.date('2020-01-01')}{motif}</SpecialInfo></SpecialInfos>")
        self.assertEqual((entree.code, entree.contenu), ("010200", {"motif2": "020000"}))

    def test_same_entry_twice_is_one(self):
        self.assertEqual(len(self._entrees(f.residence(("2024-03-01", "21015"), ("2024-03-01", "21015")))), 1)

    def test_each_wrong_answer_has_its_own_error(self):
        faute = "<s:Fault xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><faultcode>s:Server</faultcode><faultstring>{}</faultstring>{}</s:Fault>"
        detail = "<detail><x><detail><severity>FATAL</severity><reasonCode>MSG00002</reasonCode></detail></x></detail>"
        remplace = (
            f"<information><fieldName>newSsin</fieldName><fieldValue>{f.numero('906501003')}</fieldValue></information>"
        )
        cas = [
            (b"<!DOCTYPE html><html><body/></html>", ErreurTransport, "html", True),
            (b"Bad gateway", ErreurTransport, "pas_xml", True),
            (b"", ErreurTransport, "pas_xml", True),
            (f.enveloppe(faute.format("", detail)), FauteSoap, "MSG00002", True),
            (f.enveloppe(faute.format(f.NISS, "")), FauteSoap, "Server", False),
            (f.reponse("", valeur="NO_RESULT", code="MSG00021"), StatutMetier, "MSG00021", False),
            (f.reponse("", valeur="NO_RESULT", code="MSG00002"), StatutMetier, "MSG00002", True),
            (f.reponse("", valeur="NO_DATA_FOUND"), StatutMetier, "NO_DATA_FOUND", False),
            (f.reponse("", valeur="NO_RESULT", code="MSG00020", information=remplace), StatutMetier, "MSG00020", False),
            (f.reponse()[:-200], DonneeIllisible, "xml_illisible", False),
            (f.enveloppe(""), DonneeIllisible, "reponse_inattendue", False),
            (f.enveloppe("<a/>"), DonneeIllisible, "reponse_inattendue", False),
            (b"<a/>", DonneeIllisible, "reponse_inattendue", False),
            (f.reponse(""), DonneeAnormale, "sans_dossier", False),
            (f.reponse(niss=f.numero("906501003")), DonneeAnormale, "autre_personne", False),
            (f.reponse(f.identite(f.numero("906501003"))), DonneeAnormale, "autre_personne", False),
        ]
        for brut, classe, code, reprise in cas:
            with self.subTest(code=code):
                with self.assertRaises(ErreurRegistre) as leve:
                    lecture.lire_consultation(brut, f.NISS)
                self.assertIs(type(leve.exception), classe)
                self.assertEqual((leve.exception.code, leve.exception.reprise), (code, reprise))
                self.assertNotIn(f.NISS, str(leve.exception))
        self.assertEqual(self._remplacant(cas[8][0]), f.numero("906501003"))

    def _remplacant(self, brut):
        with self.assertRaises(StatutMetier) as leve:
            lecture.lire_consultation(brut, f.NISS)
        return leve.exception.niss_remplacant

    def test_entities_are_not_resolved(self):
        """Neither a local file nor an expanding entity gets in."""
        bombe = (
            f.reponse()
            .replace(
                b"<s:Envelope",
                b'<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/hostname"><!ENTITY a "aaaa">]><s:Envelope',
                1,
            )
            .replace(b"Imaginaire", b"&e;&a;")
        )
        with self.assertRaises(DonneeIllisible) as leve:
            lecture.lire_consultation(bombe, f.NISS)
        self.assertEqual(leve.exception.code, "doctype")

    def test_damaged_bytes_never_escape_the_four_outcomes(self):
        """A register may send anything: each of these is read, or one of the four outcomes."""
        rng, brut = random.Random(1), f.reponse()
        refus = set()
        for _tour in range(2000):
            octets = bytearray(brut)
            debut = rng.randrange(len(octets))
            match rng.randrange(3):
                case 0:
                    octets[debut] = rng.randrange(256)
                case 1:
                    del octets[debut : debut + rng.randrange(1, 40)]
                case 2:
                    octets[debut:debut] = octets[debut : debut + rng.randrange(1, 60)]
            try:
                lecture.lire_consultation(bytes(octets), f.NISS)
            except ErreurRegistre as erreur:
                refus.add(erreur.code)
        self.assertLessEqual({"xml_illisible", "autre_personne"}, refus)

    def test_mutated_trees_never_escape_the_four_outcomes(self):
        """Well-formed answers with elements lost, doubled, renamed, moved, or with another text."""
        rng, lus = random.Random(2), 0
        for _tour in range(1500):
            racine = etree.fromstring(f.reponse(f.ORDINAIRE + f.NON_COMMUNICABLE))
            for _fois in range(rng.randrange(1, 8)):
                noeuds = list(racine.iter())[3:]
                if len(noeuds) < 10:
                    break
                noeud = rng.choice(noeuds)
                match rng.randrange(5):
                    case 0:
                        noeud.getparent().remove(noeud)
                    case 1:
                        noeud.getparent().append(etree.fromstring(etree.tostring(noeud)))
                    case 2:
                        noeud.tag = rng.choice([autre.tag for autre in noeuds] + ["Inconnu"])
                    case 3:
                        noeud.text = rng.choice(["", "99", "-1", "é" * 300, "2024-13-45", "٣٣"])
                    case 4:
                        feuilles = [n for n in noeuds if not len(n) and n is not noeud]
                        rng.choice(feuilles).append(etree.fromstring(etree.tostring(noeud)))
            try:
                reponse = lecture.lire_consultation(etree.tostring(racine), f.NISS)
                projeter(Histoire(reponse.dossier.informations(), TABLES), date(2026, 11, 24))
                lus += 1
            except ErreurRegistre as erreur:
                self.assertIn(erreur.nature, ("transport", "fault", "statut", "donnee"))
        self.assertGreater(lus, 500, "the mutations are too strong to prove anything")

    def test_a_month_or_a_day_of_one_digit_is_read(self):
        entree = f.lire(f.identite(naissance="1990-5-7")).entrees[0]
        self.assertEqual(entree.contenu["naissance"], "1990-05-07")

    def test_hand_made_file_follows_the_contract(self):
        """What the other tests read is what a register may send."""
        contrat = Path(lecture.__file__).parent / "contrat" / "rn25.xsd"
        schema = etree.XMLSchema(etree.parse(str(contrat)))
        enveloppe = etree.Element(f"{{{f.RN}}}x", nsmap={None: f.RN})
        self.assertFalse(schema.validate(enveloppe))
        texte = contrat.read_text(encoding="utf-8").replace(
            "</xs:schema>", '<xs:element name="rrn_it_implicit" type="r:FileInfoType"/></xs:schema>'
        )
        schema = etree.XMLSchema(etree.fromstring(texte.encode()))
        schema.assertValid(etree.fromstring(f.dossier(f.ORDINAIRE + f.NON_COMMUNICABLE)))


class TestLectureSuivi(unittest.TestCase):
    def _page(self, contenu, statut="<value>OK</value><code>MORE_TO_COME</code>"):
        return f.enveloppe(
            f'<t:getNotificationsResponse xmlns:t="{SUIVI}"><status>{statut}</status><receipt>R2</receipt>'
            f"{contenu}</t:getNotificationsResponse>"
        )

    def test_a_page_of_notifications_is_read(self):
        page = lire_page(
            self._page(
                "<notification><sequence>7</sequence><category>MUTATION</category><ssin>malformé</ssin>"
                "<mutation><informationType>001</informationType><kind>ADDED</kind></mutation><communeNisCode>"
                "21015</communeNisCode>"
                "<effectiveDate>2026-11-24</effectiveDate><creationDate>2026-11-24T10:00:00+01:00</creationDate>"
                "</notification>"
                "<notification><sequence>8</sequence><category>X</category><ssin/><effectiveDate>x</effectiveDate>"
                "</notification>"
            )
        )
        self.assertTrue(page.encore)
        premiere, seconde = page.notifications
        self.assertEqual(
            (premiere.niss, premiere.mutations[0].nature, premiere.date_creation.hour), ("malformé", "ADDED", 9)
        )
        self.assertEqual((seconde.sequence, seconde.niss, seconde.date_effet), (8, "", None))

    def test_a_refused_or_unreadable_page_raises(self):
        with self.assertRaises(StatutMetier) as leve:
            lire_page(self._page("", "<value>NOK</value><code>UNKNOWN_RECEIPT</code>"))
        self.assertEqual(leve.exception.code, "UNKNOWN_RECEIPT")
        with self.assertRaises(DonneeIllisible):
            lire_page(self._page("<notification><sequence>x</sequence></notification>"))

    def test_the_answer_to_each_subscription_is_read(self):
        corps = (
            f"<t:r xmlns:t='{SUIVI}'><status><value>OK</value><code>MSG00000</code></status>"
            f"<result><ssin>{f.NISS}</ssin><status><value>NOK</value><code>MSG00008</code></status></result></t:r>"
        )
        (resultat,) = lire_abonnements(f.enveloppe(corps))
        self.assertEqual((resultat.niss, resultat.ok, resultat.code), (f.NISS, False, "MSG00008"))
