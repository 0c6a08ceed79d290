# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The examination of a batch, of each file alone, and of plain Python (oracle.py): always the same answer."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from odoo.addons.parcours_socle.jour import aujourdhui

from ..common import FAITS_OBLIGE, ParcoursCase, numero
from . import oracle

OUI_NON = st.sampled_from(["oui", "non", "non", "non", False])
AGES = st.sampled_from([-1, 0, 17, 18, 30, 64, 65])
ANNEES = st.sampled_from([-1, 0, 2, 3])
MOTIFS = st.sampled_from(
    ["040400"] * 2 + ["040500", "010100", "010200", "020000", "020300", "050112", "050200", "050399", "060100", False]
)
TITRES = st.sampled_from([False, *(aujourdhui() - timedelta(days=n) for n in (-100, 0, 89, 90, 91, 400))])
CARTES = st.sampled_from(["0010", "0010", "0017", "0018", "0030", "0061", False])
JOURS = st.sampled_from(
    [
        aujourdhui() - timedelta(days=200),
        date(2021, 5, 1),
        date(2022, 5, 31),
        date(2022, 6, 1),
        date(2023, 12, 31),
        date(2024, 1, 1),
    ]
)
JUGE_LENT = [HealthCheck.too_slow, HealthCheck.data_too_large]


@st.composite
def faits(draw):
    """Facts as the register can give them: mostly those of somebody obliged, each of them possibly something else."""
    age, annees, jour = draw(AGES), draw(ANNEES), draw(JOURS)
    certain = draw(st.sampled_from([True, True, True, False]))
    plus_tard = jour if certain else draw(st.one_of(st.just(False), JOURS.filter(lambda autre: autre >= jour)))
    return FAITS_OBLIGE | {
        "date_reference": jour if certain else False,
        "date_reference_min": jour if plus_tard else False,
        "date_reference_max": plus_tard,
        "ref_inscription": draw(st.sampled_from(["oui", "oui", "oui", "non", False])),
        "ref_belge": draw(OUI_NON),
        "ref_ue": draw(OUI_NON),
        "jour_ue": draw(OUI_NON),
        "ref_age_min": age,
        "ref_age_max": age if age < 0 else age + draw(st.integers(0, 1)),
        "ref_sejour_annees_min": annees,
        "ref_sejour_annees_max": annees if annees < 0 else annees + draw(st.integers(0, 1)),
        "ref_motif_sejour": draw(MOTIFS),
        "jour_motif_sejour": draw(MOTIFS),
        "ref_carte": draw(CARTES),
        "jour_carte": draw(CARTES),
        "jour_permis_valide": draw(OUI_NON),
        "ref_britannique": draw(OUI_NON),
        "jour_britannique": draw(OUI_NON),
        "jour_carte_fin": draw(TITRES),
        "jour_carte_exclut": draw(OUI_NON),
        "jour_protection": draw(OUI_NON),
        "jour_titre_fin": draw(TITRES),
    }


FEUILLES = st.one_of(
    st.tuples(st.sampled_from(["ref_ue", "jour_ue", "ref_belge"]), st.sampled_from(["=", "!="]), OUI_NON),
    st.tuples(
        st.sampled_from(["ref_age_min", "ref_age_max"]), st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), AGES
    ),
    st.tuples(
        st.sampled_from(["ref_carte", "jour_carte"]), st.sampled_from(["in", "not in"]), st.lists(CARTES, min_size=1)
    ),
    st.tuples(
        st.sampled_from(["ref_motif_sejour", "jour_motif_sejour"]),
        st.sampled_from(["=like", "=ilike"]),
        st.sampled_from(["05%", "0501__", "0404%"]),
    ),
    st.tuples(st.just("date_reference"), st.sampled_from(["<", "<=", ">", ">="]), JOURS.map(date.isoformat)),
)
DOMAINES = st.recursive(
    FEUILLES.map(lambda feuille: [feuille]),
    lambda enfants: st.one_of(
        st.tuples(st.sampled_from(["&", "|"]), enfants, enfants).map(lambda trois: [trois[0], *trois[1], *trois[2]]),
        enfants.map(lambda enfant: ["!", *enfant]),
    ),
    max_leaves=5,
)


@tagged("post_install", "-at_install")
class TestExamenProprietes(ParcoursCase):
    def fiches(self, tirages):
        debut = type(self).rang
        type(self).rang += len(tirages)
        return self.Dossier.create(
            [
                {
                    "name": f"ESSAI {rang}",
                    "niss": numero(rang),
                    "company_id": self.schaerbeek.id,
                    **tirage,
                }
                for rang, tirage in enumerate(tirages, debut)
            ]
        )

    @settings(max_examples=15, deadline=None, suppress_health_check=JUGE_LENT)
    @given(st.lists(faits(), min_size=5, max_size=25))
    def test_batch_single_file_and_oracle_agree(self, tirages):
        en_lot, seuls = self.fiches(tirages), self.fiches(tirages)
        en_lot._examiner("lot")
        for dossier, seul, tirage in zip(en_lot, seuls, tirages, strict=True):
            seul._examiner("seul")
            self.assertEqual(dossier.examen_id.trace, seul.examen_id.trace)
            version = dossier.reglement_id
            self.assertEqual(seul.reglement_id, version)
            attendues = {str(regle.id): oracle.valeur(regle, tirage) for regle in version.regle_ids}
            self.assertEqual(dossier.examen_id.trace["regles"], attendues)
            self.assertEqual((dossier.resultat, dossier.exemption_code), oracle.issue(version.regle_ids, tirage))

    @settings(max_examples=40, deadline=None, suppress_health_check=JUGE_LENT)
    @given(DOMAINES, st.one_of(st.none(), DOMAINES), st.booleans(), st.lists(faits(), min_size=10, max_size=20))
    def test_any_rule_the_editor_can_build_means_the_same_in_database_and_python(
        self, domaine, doute, document, tirages
    ):
        """Not only the rules that exist: any condition the editor can build, in the database as in Python."""
        regle = self.env["parcours.regle"].create(
            {
                "name": "x",
                "reglement_id": self.r2.copy().id,
                "type": "exemption",
                "code": "x",
                "article": "x",
                "domaine": repr(domaine),
                "domaine_doute": repr(doute) if doute else False,
                "examen_document": document,
            }
        )
        valeurs = [valeurs for (valeurs,) in regle._valeurs(self.fiches(tirages).ids)]
        self.assertEqual(valeurs, [oracle.valeur(regle, tirage) for tirage in tirages])

    def test_the_oracle_can_say_no(self):
        """An oracle that always agrees would prove nothing: the four outcomes, told apart by hand."""
        regles = self.r2.regle_ids
        self.assertEqual(oracle.issue(regles, FAITS_OBLIGE), ("oblige", False))
        self.assertEqual(oracle.issue(regles, FAITS_OBLIGE | {"ref_ue": "oui"}), ("exempte", "2"))
        self.assertEqual(oracle.issue(regles, FAITS_OBLIGE | {"ref_belge": "oui"}), ("hors_public", False))
        self.assertEqual(oracle.issue(regles, FAITS_OBLIGE | {"ref_belge": False}), ("a_examiner", False))
