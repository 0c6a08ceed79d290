# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Whatever a ledger holds, it can be counted: an entry that lacks what it is about counts for nothing."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit.conditions import Saisie, Situation, refus
from odoo.addons.parcours_accueil.droit.delais import TERMES, Parametres, decompter, delais, periodes_suspendues
from odoo.addons.parcours_accueil.droit.etapes import ETAPES, SUSPENSIONS, Evenement, cours, inscriptions

JOUR = date(2026, 3, 2)


def parametres(*genres):
    """The law with a length of six months for each kind of term."""
    figures = dict.fromkeys(genres, (6, "mois", "art. 5")) | {"presomption": (3, "jours", "")}
    return Parametres(figures, frozenset({"inscription", "achevement"}))


PARAMETRES = parametres(*TERMES)
#: Days near each other most of the time, and the ends of the calendar.
JOURS = st.one_of(
    st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.sampled_from((date.min, date.max, date(1900, 1, 1)))
)


def lacunaires(etapes):
    """Events of those types, of which anything but the type and the day may be missing."""
    return st.lists(
        st.builds(
            Evenement,
            st.sampled_from(sorted(etapes)),
            JOURS,
            st.integers(0, 20),
            st.sampled_from((None, False, 1, 2)),
            st.one_of(st.none(), JOURS),
            st.sampled_from((None, False, 1)),
            st.sampled_from((None, "predossier", "dossier", "cloture")),
            st.none(),
            st.sampled_from(((), (("decision", 1),), (("infraction", 1), ("decision", 1)), (("audition", 1),))),
            st.integers(-100, 100),
        ),
        max_size=8,
    )


@settings(deadline=None)
@given(lacunaires(ETAPES), st.one_of(st.none(), JOURS), st.sampled_from(("predossier", "dossier", "cloture")))
def test_no_ledger_ever_raises_an_error(evenements, reference, phase):
    decompte = decompter(evenements, PARAMETRES, JOUR, phase=phase, reference=reference)
    assert decompte.stage
    dans_l_ordre = tuple(sorted(evenements, key=lambda e: (e.date_effective, e.rang)))
    cours(evenements)
    inscriptions(evenements)
    situation = Situation(
        phase, evenements=dans_l_ordre, termes=decompte.termes, reference=reference, roles=frozenset({"agent", "chef"})
    )
    for etape in ETAPES.values():
        for annule in (None, *evenements):
            saisie = Saisie(JOUR, JOUR, dict.fromkeys(etape.demande, 1), annule, ETAPES)
            refus(etape, situation, saisie)


@settings(deadline=None)
@given(lacunaires(ETAPES))
def test_terms_of_one_kind_are_kept_apart(evenements):
    """What tells the terms of a kind apart is never the same for two of them, whatever is missing."""
    cles = [(t.type, t.cle) for t in delais(evenements, date(2024, 1, 1), PARAMETRES)]
    assert len(set(cles)) == len(cles)


@given(lacunaires(SUSPENSIONS))
def test_a_decision_about_no_suspension_suspends_nothing(evenements):
    for periode in periodes_suspendues(evenements):
        assert periode.reference and periode.fin
    sans = [e._replace(suspension=None) for e in evenements]
    assert periodes_suspendues(sans) == []
    assert periodes_suspendues([*sans, Evenement("suspension_accordee", JOUR, 0, 7, JOUR + timedelta(days=9))])
