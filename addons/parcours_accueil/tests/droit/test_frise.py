# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The timeline: everything is on it, in order, and nothing hides something else."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit.frise import (
    ECART,
    GRADUATIONS,
    LARGEUR,
    LONGUE,
    NIVEAUX,
    Barre,
    Marque,
    disposer,
)

JOUR = date(2026, 11, 24)
JOURS = st.dates(date(2018, 1, 1), date(2034, 12, 31))
BARRES = st.lists(st.tuples(JOURS, st.integers(0, 2500)), max_size=8).map(
    lambda lues: [Barre(i, debut, debut + timedelta(days=duree)) for i, (debut, duree) in enumerate(lues)]
)
MARQUES = st.lists(JOURS, max_size=25).map(lambda lus: [Marque(i, jour) for i, jour in enumerate(lus)])


def test_an_ordinary_file():
    terme = Barre("inscription", date(2026, 5, 4), date(2027, 1, 4))
    suspension = Barre("s", date(2026, 7, 1), date(2026, 8, 31))
    frise = disposer([terme], [suspension], [Marque(1, date(2026, 5, 4))], JOUR, {"inscription"})
    assert frise.debut < date(2026, 5, 4) < frise.fin
    (barre,), (hachure,), (marque,) = frise.barres, frise.hachures, frise.marques
    assert marque.x == barre.x
    assert barre.x < hachure.x < hachure.x + hachure.largeur < frise.aujourdhui < barre.x + barre.largeur
    assert frise.graduations[0][0] == date(2026, 5, 1)


def test_a_term_that_suspensions_do_not_move_is_not_hatched():
    terme, suspension = Barre("t", date(2026, 5, 4), date(2026, 7, 6)), Barre("s", date(2026, 6, 1), date(2026, 6, 9))
    assert not disposer([terme], [suspension], [], JOUR).hachures


def test_terms_one_after_the_other_share_a_row():
    premier, second = Barre(1, date(2026, 1, 5), date(2026, 7, 6)), Barre(2, date(2026, 7, 7), date(2026, 9, 7))
    assert [b.rang for b in disposer([premier, second], [], [], JOUR).barres] == [0, 0]
    ensemble = second._replace(debut=date(2026, 7, 6))
    assert [b.rang for b in disposer([premier, ensemble], [], [], JOUR).barres] == [0, 1]


def test_a_prescription_of_five_years_does_not_press_the_rest_together():
    appel = Barre("recours", date(2026, 9, 1), date(2026, 10, 31))
    prescription = Barre("prescription", date(2026, 10, 1), date(2031, 10, 1))
    frise = disposer([appel, prescription], [], [], JOUR)
    court, longue = frise.barres
    assert (court.coupe, longue.coupe) == (False, True)
    assert frise.fin < date(2027, 6, 1)
    assert court.largeur > 150
    assert longue.x + longue.largeur == LARGEUR


def test_nothing_has_no_timeline():
    assert disposer([], [], [], JOUR) is None


@given(BARRES, BARRES, MARQUES, JOURS)
def test_everything_is_on_it_in_order_and_nothing_hides_something_else(barres, suspensions, marques, jour):
    frise = disposer(barres, suspensions, marques, jour, {b.cle for b in barres})
    if frise is None:
        assert not barres and not marques
        return
    assert {t.cle for t in frise.barres} == {b.cle for b in barres}
    par_cle = {b.cle: b for b in barres}
    for trace in frise.barres:
        assert trace.coupe == (par_cle[trace.cle].fin > frise.fin)
        assert not trace.coupe or (par_cle[trace.cle].fin - par_cle[trace.cle].debut).days > LONGUE
        assert not trace.coupe or trace.x + trace.largeur >= LARGEUR - 0.2, "up to the edge"
    assert {p.cle for p in frise.marques} == {m.cle for m in marques}
    for trace in (*frise.barres, *frise.hachures):
        assert 0 <= trace.x <= trace.x + trace.largeur <= LARGEUR + 0.2
    rangs = {t.cle: t for t in frise.barres}
    for hachure in frise.hachures:
        porteurs = [t for t in frise.barres if t.rang == hachure.rang]
        assert any(t.x <= hachure.x and hachure.x + hachure.largeur <= t.x + t.largeur + 0.2 for t in porteurs)
    for un in barres:
        for autre in barres:
            meme = un.cle < autre.cle and rangs[un.cle].rang == rangs[autre.cle].rang
            assert not (meme and un.debut <= autre.fin and autre.debut <= un.fin), "they overlap on one row"
    places = {m.cle: p.x for m in marques for p in frise.marques if p.cle == m.cle}
    for un in marques:
        for autre in marques:
            assert not un.jour < autre.jour or places[un.cle] <= places[autre.cle]
    par_niveau = {}
    for point in frise.marques:
        assert 0 <= point.niveau < NIVEAUX
        par_niveau.setdefault(point.niveau, []).append(point.x)
    if len(marques) <= NIVEAUX:
        assert all(b - a >= ECART for xs in par_niveau.values() for a, b in zip(xs, xs[1:], strict=False))
    assert 0 <= frise.aujourdhui <= LARGEUR
    assert len(frise.graduations) <= GRADUATIONS + 1
    assert all(quand.day == 1 and frise.debut <= quand <= frise.fin for quand, _x in frise.graduations)
