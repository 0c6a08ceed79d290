# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import random
import unittest
from datetime import date
from pathlib import Path

from lxml import etree

from odoo.addons.registre_national.histoire.dates import DatePartielle
from odoo.addons.registre_national.histoire.histoire import Histoire, projeter
from odoo.addons.registre_national.soap import lecture
from odoo.addons.registre_national.soap.erreurs import (
    DonneeAnormale,
    DonneeIllisible,
    ErreurRegistre,
    ErreurTransport,
    FauteSoap,
    StatutMetier,
)
from odoo.addons.registre_national.soap.modele import IT_PERMIS, Entree

from .. import fichiers as f
from ..histoire.commun import TABLES

NUMERO = f"<NationalNumber><NationalNumber>{f.NISS}</NationalNumber></NationalNumber>"
CODE = "<Code>7</Code><Label>Seven</Label>"
#: Element of a file, the type it is read as, and its code, content and label.
ELEMENTS = (
    (
        f"<CivilStates><CivilState><CivilState>{CODE}</CivilState><Spouse>{NUMERO}</Spouse></CivilState></CivilStates>",
        "120",
        ("7", {"niss": f.NISS}, "Seven"),
    ),
    ("<CivilStates><CivilState/></CivilStates>", "120", ("", {}, "")),
    (
        "<LegalCohabitations><LegalCohabitation><Cessation><Reason><Code>3</Code></Reason></Cessation>"
        "</LegalCohabitation></LegalCohabitations>",
        "123",
        ("CESSATION", {"raison": "3"}, ""),
    ),
    (
        f"<LegalCohabitations><LegalCohabitation><Declaration><Partner>{NUMERO}</Partner></Declaration>"
        "</LegalCohabitation></LegalCohabitations>",
        "123",
        ("DECLARATION", {"niss": f.NISS}, ""),
    ),
    (
        f"<HeadOfFamily><HeadOfFamily><FamilyRole>{CODE}</FamilyRole>{NUMERO}</HeadOfFamily></HeadOfFamily>",
        "141",
        ("7", {"niss": f.NISS}, "Seven"),
    ),
    (
        "<IdentityCards><IdentityCard><TypeOfCard><Code>0010</Code></TypeOfCard></IdentityCard></IdentityCards>",
        "195",
        ("0010", {}, ""),
    ),
    (f"<RefugeeTypes><RefugeeType>{CODE}</RefugeeType></RefugeeTypes>", "205", ("7", {}, "Seven")),
    (
        f"<StatusOfRefugee><StatusOfRefugee><Protection>{CODE}</Protection></StatusOfRefugee></StatusOfRefugee>",
        "206",
        ("7", {}, "Seven"),
    ),
    (
        "<StatusOfRefugee><StatusOfRefugee><GeneralInfo/><Appeal/></StatusOfRefugee></StatusOfRefugee>",
        "206",
        ("", {"etape": "Appeal"}, ""),
    ),
    (
        "<StatusOfRefugee><StatusOfRefugee><GeneralInfo/></StatusOfRefugee></StatusOfRefugee>",
        "206",
        ("", {}, ""),
    ),
    (
        f"<NotCommunicable>{f.date('2024-05-00', 'StartDate')}</NotCommunicable>",
        "252",
        ("", {"debut": "2024-05-00"}, ""),
    ),
    ("<NotCommunicable/>", "252", ("", {}, "")),
    (
        "<LegalMainAddresses><LegalMainAddress><Address><Street><Graphic>Graphic</Graphic></Street></Address>"
        "</LegalMainAddress></LegalMainAddresses>",
        "020",
        ("", {"code_postal": "", "rue": "Graphic", "numero": "", "boite": ""}, ""),
    ),
)


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

    def test_the_fingerprint_of_an_entry_is_short_and_always_the_same(self):
        """It is stored, and two entries are one entry when they have the same: it never changes."""
        entree = Entree("031", DatePartielle(2023, 5), None, "354", {"b": "é", "a": "1"}, "label")
        self.assertEqual(entree.contenu_json, '{"a": "1", "b": "é"}')
        self.assertEqual(entree.empreinte, "935c11a4ac9da36f100443bf")
        self.assertEqual(Entree("031", None, None, "").contenu_json, "{}")

    def test_the_label_is_no_part_of_an_entry(self):
        un, autre = (Entree("205", None, None, "1", {}, libelle) for libelle in ("one", "another"))
        self.assertEqual((un, un.empreinte), (autre, autre.empreinte))

    def test_a_text_made_of_an_entry_says_nothing_twice(self):
        texte = repr(Entree("205", None, None, "1", {"niss": "X"}))
        self.assertNotIn("contenu_json", texte)
        self.assertNotIn("empreinte", texte)

    def test_entries_are_numbered_in_their_order(self):
        informations = f.lire(f.ORDINAIRE).informations
        self.assertEqual([i.id for i in informations], list(range(7)))
        carte = next(i for i in informations if i.it == "195")
        self.assertEqual((carte.debut_tot, carte.debut_tard), (date(2024, 4, 1),) * 2)
        self.assertEqual((carte.fin_tot, carte.fin_tard), (None, None))

    def test_comments_and_instructions_do_not_matter(self):
        bon = lecture.lire_consultation(f.reponse(), f.NISS)
        for ajout in (b"<!-- x -->", b"<?x y?>"):
            for balise in (b"<s:Body>", b"<status>", b"<Name>", b"<Street>"):
                with self.subTest(ajout=ajout, balise=balise):
                    brut = f.reponse().replace(balise, balise + ajout)
                    self.assertEqual(lecture.lire_consultation(brut, f.NISS), bon)

    def test_the_parser_opens_no_entity_and_takes_no_giant(self):
        """Whatever is refused afterwards: nothing is opened before."""
        racine = etree.fromstring(b'<!DOCTYPE a [<!ENTITY e "opened">]><a>&e;</a>', lecture.ANALYSEUR)
        self.assertEqual((racine.text, [enfant.tag for enfant in racine]), (None, [etree.Entity]))
        for taille, code in ((9_000_000, "reponse_inattendue"), (11_000_000, "xml_illisible")):
            with self.assertRaises(DonneeIllisible) as leve:
                lecture.corps(b"<a>" + b"x" * taille + b"</a>")
            self.assertEqual(leve.exception.code, code)

    def test_of_each_type_what_the_register_wrote(self):
        """Element by element: type, code, content, label."""
        for contenu, it, attendu in ELEMENTS:
            with self.subTest(contenu=contenu):
                entree = self._une(contenu)
                self.assertEqual(entree.it, it)
                self.assertEqual((entree.code, entree.contenu, entree.libelle), attendu)

    def test_only_the_entries_of_a_type_are_its_entries(self):
        self.assertEqual(
            self._entrees(
                f.CARTE.replace("IdentityCard>", "Other>")
                .replace("<Others>", "<IdentityCards>")
                .replace("</Others>", "</IdentityCards>")
            ),
            (),
        )

    def test_names_without_text_are_left_out(self):
        noms = "<Names><Name><Name><LastName><Label/></LastName><Title><Label>Dr</Label></Title></Name></Name></Names>"
        self.assertEqual(self._une(noms).contenu, {"noms": [], "prenoms": []})

    def test_an_answer_that_names_nobody_is_of_whom_was_asked_for(self):
        for brut in (f.reponse(niss=""), f.reponse(f.ORDINAIRE.replace(f.identite(), ""))):
            self.assertEqual(lecture.lire_consultation(brut, f.NISS).niss, f.NISS)

    def test_a_number_written_with_spaces_and_dashes_is_the_one_that_was_asked_for(self):
        ecrit = f"{f.NISS[:6]} {f.NISS[6:9]}-{f.NISS[9:]}"
        brut = f.reponse(f.ORDINAIRE.replace(f.identite(), f.identite(ecrit)), niss=ecrit)
        lue = lecture.lire_consultation(brut, f.NISS)
        self.assertEqual([e.contenu["niss"] for e in lue.dossier.entrees if e.it == "000"], [f.NISS])

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
            (f.enveloppe("").replace(b"Envelope", b"Other"), DonneeIllisible, "reponse_inattendue", False),
            (f.reponse().replace(b"s:Envelope", b"s:Other"), DonneeIllisible, "reponse_inattendue", False),
            (b"\xef\xbb\xbf" + f.reponse(""), DonneeAnormale, "sans_dossier", False),
            (b" " * 1996 + b"<html/>", DonneeIllisible, "reponse_inattendue", False),
            (b" " * 1995 + b"<html/>", ErreurTransport, "html", True),
            (b" " * 1999 + b"<a/>", DonneeIllisible, "reponse_inattendue", False),
            (b" " * 2000 + b"<a/>", ErreurTransport, "pas_xml", True),
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
                projeter(Histoire(reponse.dossier.informations, TABLES), date(2026, 11, 24))
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
