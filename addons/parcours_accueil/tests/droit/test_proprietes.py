# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What holds for every file, however strange."""

from datetime import date, timedelta

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit.faits import lire_faits
from odoo.addons.parcours_accueil.droit.modele import CLES
from odoo.addons.registre_national.histoire.dates import lire_partielle
from odoo.addons.registre_national.histoire.histoire import Histoire
from odoo.addons.registre_national.histoire.modele import Fait, Information

from .commun import JOUR, TABLES

# A machine shared with the rest of the tests may be slow; that is no fault of the law.
PROPRIETE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

CODES = {
    "001": ("21001", "21015", "44021", "21099", "99991", "99996", "99997", "992", "354", "21050", "99990"),
    "031": ("354", "111", "150", "711", "598"),
    "032": ("262", "129", "150", "598"),
    "150": ("",),
    "195": ("0010", "0012", "0017", "0030", "0120", "0001", "0999"),
    "202": ("040401", "010201", "050101", "020000", "999999"),
    "206": ("1", "2", "3", "9"),
    "210": ("1", "1", "2", "4", "5", "7"),
}
EXACTES = st.dates(date(2019, 1, 1), date(2026, 12, 31))


@st.composite
def partielles(dessin):
    """A date as the register writes it, day or month and day unknown now and then."""
    jour = dessin(EXACTES)
    return dessin(st.sampled_from((f"{jour}", f"{jour}", f"{jour:%Y-%m}-00", f"{jour:%Y}-00-00")))


@st.composite
def entrees(dessin, dates=partielles, fins=True):
    """A file of entries with plausible codes."""
    fichier = []
    for numero in range(1, dessin(st.integers(0, 12)) + 1):
        it = dessin(st.sampled_from(sorted(CODES)))
        fin = dessin(st.one_of(st.none(), dates())) if fins else None
        contenu = {"expiration": dessin(dates())} if it == "195" else {}
        bornes = (*lire_partielle(dessin(dates())).etendue, *lire_partielle(fin).etendue)
        fichier.append(Information(numero, it, dessin(st.sampled_from(CODES[it])), *bornes, contenu))
    return fichier


@st.composite
def inscrits(dessin, **options):
    """A file that has a reference date, most of the time."""
    debut = dessin(EXACTES)
    base = [
        Information(100 + rang, it, code, debut, debut, None, None, {"expiration": "2030-01-01"})
        for rang, (it, code) in enumerate((("210", "1"), ("001", "21015"), ("195", "0010"), ("031", "354")))
    ]
    return base + dessin(entrees(**options))


@st.composite
def naissances(dessin):
    return lire_partielle(dessin(st.dates(date(1940, 1, 1), date(2010, 12, 31)).map(str))).etendue


FICHIERS = st.one_of(entrees(), inscrits())


def lire(fichier, naissance=(date(1990, 5, 12),) * 2, jour=JOUR):
    return lire_faits(Histoire(fichier, TABLES), naissance, jour).faits


@PROPRIETE
@given(FICHIERS, st.randoms(use_true_random=False))
def test_the_order_of_entries_changes_no_fact(fichier, hasard):
    faits = lire(fichier)
    melange = list(fichier)
    hasard.shuffle(melange)
    assert lire(melange) == faits == lire(fichier)


@PROPRIETE
@given(FICHIERS, naissances())
def test_facts_never_contradict_each_other(fichier, naissance):
    faits = lire(fichier, naissance)
    assert set(faits) == set(CLES)
    for tot, tard in (
        ("date_reference_min", "date_reference_max"),
        ("ref_age_min", "ref_age_max"),
        ("ref_sejour_annees_min", "ref_sejour_annees_max"),
    ):
        if None not in (faits[tot].valeur, faits[tard].valeur):
            assert faits[tot].valeur <= faits[tard].valeur
    tot, tard = faits["date_reference_min"].valeur, faits["date_reference_max"].valeur
    assert faits["date_reference"].valeur == (tot if tot == tard else None)
    assert (faits["ref_inscription"].valeur == "oui") == (tard is not None)
    connus = {i.id for i in fichier}
    for cle, fait in faits.items():
        assert set(fait.sources) <= connus
        assert len(set(fait.sources)) == len(fait.sources)
        # an unknown fact says why
        assert fait.valeur is not None or fait.note, cle
        if cle.startswith("ref_") and not cle.startswith("ref_inscription") and not (tot and tard):
            assert fait == Fait(None, (), "sans_date_reference")


@PROPRIETE
@given(inscrits(), entrees(dates=lambda: EXACTES.map(str), fins=False))
def test_what_comes_later_moves_no_reference_date(fichier, suite):
    avant = lire(fichier)
    reference = avant["date_reference_max"].valeur
    assume(reference)
    connus = [reference, *(jour for i in fichier for jour in (i.debut_tard, i.fin_tard) if jour)]
    decalage = max(connus) - date(2019, 1, 1) + timedelta(days=3)
    plus_tard = [
        i._replace(id=i.id + 1000, debut_tot=i.debut_tot + decalage, debut_tard=i.debut_tard + decalage) for i in suite
    ]
    apres = lire(fichier + plus_tard)
    for cle in CLES:
        # the first reason recorded after the reference date serves in each reading in which none was in force
        premiere = cle == "ref_motif_sejour" and avant[cle].valeur is None
        if cle.startswith(("ref_", "date_reference")) and not premiere:
            assert apres[cle] == avant[cle], cle


@st.composite
def realites(dessin):
    """A file, and the same one with every unknown day known. No card begins after the day on which it expires, unless
    the register surely says so: that is a contradiction, and read as one."""
    fichier, precis = dessin(inscrits(fins=False)), []
    for i in fichier:
        expire = lire_partielle(i.contenu.get("expiration")).au_plus_tard
        possible = min(i.debut_tard, expire) if expire and i.debut_tot <= expire else i.debut_tard
        jour = dessin(st.dates(i.debut_tot, possible))
        precis.append(i._replace(debut_tot=jour, debut_tard=jour))
    return fichier, precis


def _entree(rang, it, code, tot, tard=None, expiration="2030-01-01"):
    jours = (date.fromisoformat(jour) for jour in (tot, tard or tot))
    return Information(rang, it, code, *jours, None, None, {"expiration": expiration} if it == "195" else {})


def _realite(*suite, carte, le):
    """A file with a card of which the day it began is not known, and the same one with that day."""
    fichier = [_entree(rang, *entree) for rang, entree in enumerate(suite, start=1)]
    precis = carte[:2] + (le, le) + carte[4:]
    return [*fichier, _entree(99, *carte)], [*fichier, _entree(99, *precis)]


#: A card that began some day of January 2019, and expired on the first one: that is the day it began.
EXPIREE = _realite(
    *(("210", "1", "2019-01-02"), ("001", "21001", "2019-01-01")),
    *(("001", "21015", "2019-02-01"), ("195", "0010", "2019-02-01"), ("031", "354", "2019-02-01")),
    carte=("195", "0010", "2019-01-01", "2019-01-31", "2019-01-01"),
    le="2019-01-01",
)
#: Struck off after a year of stay, and back four months later: on neither of the two reference dates that there may be
#: is there a year of stay, and on the day between them there is.
RADIEE = _realite(
    *(("210", "1", "2019-01-02"), ("001", "21001", "2019-01-01"), ("001", "99991", "2020-01-03")),
    *(("001", "21015", "2020-05-01"), ("195", "0010", "2020-05-01"), ("031", "354", "2019-01-01")),
    carte=("195", "0010", "2020-01-01", "2020-01-31", "2019-01-01"),
    le="2020-01-02",
)


@PROPRIETE
@given(realites())
@example(EXPIREE)
@example(RADIEE)
def test_the_two_readings_enclose_every_reality(realite):
    """Whatever the unknown days really are, the reference date lies between its two readings, and so do the years."""
    flou, precis = map(lire, realite)

    def bornes(faits, nom):
        return faits[f"{nom}_min"].valeur, faits[f"{nom}_max"].valeur

    for nom in ("date_reference", "ref_age", "ref_sejour_annees"):
        (tot, tard), (reel_tot, reel_tard) = bornes(flou, nom), bornes(precis, nom)
        if reel_tot is not None and tot is not None:
            assert tot <= reel_tot, nom
        if tard is not None and (nom == "date_reference" or reel_tard is not None):
            assert reel_tard is not None, nom
            assert reel_tard <= tard, nom
        if nom == "date_reference" and tot is None and not flou["date_reference_min"].sources:
            assert reel_tot is None


@PROPRIETE
@given(inscrits(), st.dates(date(1940, 1, 1), date(2010, 12, 31)))
def test_a_vaguer_birth_date_never_says_the_contrary(fichier, naissance):
    exacte = lire(fichier, (naissance, naissance))
    for texte in (f"{naissance:%Y-%m}-00", f"{naissance:%Y}-00-00", "0000-00-00"):
        floue = lire(fichier, lire_partielle(texte).etendue)
        tot, tard = floue["ref_age_min"].valeur, floue["ref_age_max"].valeur
        if tot is not None:
            assert tot <= exacte["ref_age_min"].valeur <= exacte["ref_age_max"].valeur <= tard
        for cle in CLES:
            if "naissance" not in cle and "age" not in cle:
                assert floue[cle] == exacte[cle]


N_IMPORTE = st.one_of(st.none(), st.dates())


@PROPRIETE
@given(
    st.lists(
        st.builds(
            Information,
            st.integers(0, 5),
            st.sampled_from([*sorted(CODES), "000", "140", ""]),
            st.one_of(st.text(max_size=6), st.sampled_from(sorted({c for codes in CODES.values() for c in codes}))),
            N_IMPORTE,
            N_IMPORTE,
            N_IMPORTE,
            N_IMPORTE,
            st.one_of(
                st.none(),
                st.dictionaries(
                    st.just("expiration"),
                    st.one_of(
                        st.none(),
                        st.text(max_size=10),
                        st.integers(),
                        st.dates().map(str),
                        st.sampled_from(("9999-12-31", "9999-12-00", "0000-00-00", "2026-99-00", "0001-01-01")),
                    ),
                ),
            ),
        ),
        max_size=15,
    ),
    st.tuples(N_IMPORTE, N_IMPORTE),
    st.dates(),
)
def test_no_history_ever_raises_an_error(fichier, naissance, jour):
    assert set(lire(fichier, naissance, jour)) == set(CLES)
