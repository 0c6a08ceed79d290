# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What was learnt late, or is in doubt, blocks what follows until somebody reviewed it: examples, and random lives of a
file (loi.md §7)."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from odoo.addons.parcours_accueil.droit.conditions import Saisie, Situation, possible, refus
from odoo.addons.parcours_accueil.droit.delais import (
    REVOIR,
    TERMES,
    Constat,
    Suivi,
    a_revoir,
    decompter,
    disparu,
    fait,
    recompter,
)
from odoo.addons.parcours_accueil.droit.etapes import ETAPES, Evenement

from .test_conditions import ENVOI, LOI, RECU, REFERENCE, REMISE, TOUS, dit, situation

# ---- what is to be reviewed first ------------------------------------------------------------------------------------

DUE, SU = date(2024, 9, 16), date(2024, 3, 15)
SUIVI = Suivi("attestation_remise", DUE, "en_cours", date_connue=SU)


@pytest.mark.parametrize(
    ("suivi", "mot"),
    [
        (SUIVI, None),
        (SUIVI._replace(date_connue=date(2024, 9, 17)), "terme_a_revoir"),
        (SUIVI._replace(date_connue=date(2024, 9, 17), date_revue=date(2024, 9, 20)), None),
        (SUIVI._replace(revue=True, revue_motif="exemption_demandee"), "terme_a_revoir"),
        (SUIVI._replace(doutes=("jamais_informe",)), "terme_a_revoir"),
        (SUIVI._replace(etat="tenu", date_connue=date(2024, 9, 17)), None),
    ],
)
def test_what_follows_a_term_waits_for_its_review(suivi, mot):
    regime = TERMES["inscription"].regime(30)
    for code, suite in (("sommation_envoyee", (REMISE,)), ("constat_refus", (REMISE, ENVOI, RECU))):
        lue = situation(*suite)._replace(suivis=((SUIVI, regime), (suivi, regime)))
        assert dit(code, lue, "2025-01-31") == mot
        assert possible(ETAPES[code], lue, date(2025, 1, 31)), "the button stays, and says it"


# ---- lives -----------------------------------------------------------------------------------------------------------

#: What may be entered, and how long ago it happened.
ENTREES = st.lists(
    st.tuples(
        st.sampled_from(
            (
                *("attestation_remise", "inscription_organisateur", "attestation_fin", "sommation_envoyee"),
                *("sommation_recue", "constat_refus", "suspension", "annulation", "revue", "rien"),
            )
        ),
        st.integers(0, 250),  # days later
        st.sampled_from((0, 0, 0, 3, 40, 90, 240, 700)),  # days ago
        st.integers(1, 120),  # days suspended
        st.booleans(),  # whether the step is checked: what came another way (a joined file, an older version) is not
    ),
    min_size=1,
    max_size=14,
)
SANCTIONNANTES = ("sommation_envoyee", "constat_refus")


class Vie:
    """A file that is lived: its events, what is kept of its terms, counted after each entry as the house does."""

    def __init__(self):
        self.jour, self.evenements, self.suivis = REFERENCE, [], {}

    def compter(self):
        """Count, and open at once the reviews that are due."""
        lus = decompter(self.evenements, LOI, self.jour, reference=REFERENCE)
        avant, self.suivis = self.suivis, {}
        for terme in lus.termes:
            cle = (terme.type, terme.cle)
            regime = TERMES[terme.type].regime(TERMES[terme.type].rappel)
            constat = Constat(
                *(terme.depart, terme.delai.echeance, terme.etat, terme.date_suite, terme.date_etat, terme.doutes)
            )
            suivi, _retire = recompter(avant.pop(cle, (None, None))[0], constat, regime, self.jour)
            if motif := a_revoir(suivi, regime, self.jour):
                suivi = fait(suivi, REVOIR, regime, self.jour, motif)
            self.suivis[cle] = (suivi, regime)
        self.suivis |= {cle: (disparu(suivi), regime) for cle, (suivi, regime) in avant.items()}
        return lus

    def situation(self):
        valides = tuple(sorted(self.evenements, key=lambda e: (e.date_effective, e.rang)))
        return Situation(
            "dossier",
            evenements=valides,
            termes=decompter(valides, LOI, self.jour, reference=REFERENCE).termes,
            suivis=tuple(self.suivis.values()),
            organisateur="BAPA" if any(e.type == "inscription_organisateur" for e in valides) else "",
            roles=TOUS,
        )

    def entrer(self, genre, avance, passe, duree, verifie):
        """Enter something; return whether it was taken."""
        self.jour += timedelta(days=avance)
        jour, rang = max(REFERENCE, self.jour - timedelta(days=passe)), len(self.evenements) + 1_000
        self.compter()  # as the night does
        if genre == "revue":
            for cle, (suivi, regime) in self.suivis.items():
                if suivi.revue:
                    self.suivis[cle] = (suivi._replace(revue=False, date_revue=self.jour), regime)
        elif genre == "annulation" and self.evenements:
            self.evenements.pop()
        elif genre == "suspension":
            fin = jour + timedelta(days=duree)
            self.evenements.append(Evenement("suspension_accordee", jour, rang, rang, fin))
        elif genre in ETAPES and genre != "annulation":
            saisie = Saisie(jour, self.jour, {"organisateur_id": 1})
            if verifie and refus(ETAPES[genre], self.situation(), saisie):
                return False
            self.evenements.append(Evenement(genre, jour, rang))
        self.compter()
        return True


@settings(deadline=None, max_examples=150)
@given(ENTREES)
def test_nothing_towards_a_sanction_is_taken_while_a_review_is_due(entrees):
    vie = Vie()
    for entree in entrees:
        vie.entrer(*entree)
        dus = [s for s, regime in vie.suivis.values() if a_revoir(s, regime, vie.jour)]
        for genre in SANCTIONNANTES:
            assert not dus or refus(ETAPES[genre], vie.situation(), Saisie(vie.jour, vie.jour)), (genre, dus)
        assert all(suivi.revue for suivi in dus), "it was opened when it was counted"


@settings(deadline=None, max_examples=150)
@given(ENTREES)
@example(
    [
        *(("attestation_remise", avance, 0, 1, False) for avance in (27, 31, 135)),
        *(("constat_refus", 18, 0, 1, False), ("constat_refus", 0, 3, 1, False)),
    ]
)
@example(
    [
        *(("attestation_remise", 0, 0, 1, False), ("sommation_envoyee", 1, 0, 1, False)),
        *(("constat_refus", 0, 0, 1, False), ("sommation_envoyee", 184, 0, 1, False)),
    ]
)
def test_a_review_goes_with_its_answer_or_when_a_fact_makes_it_moot(entrees):
    vie = Vie()
    for entree in entrees:
        avant = {cle: suivi for cle, (suivi, _regime) in vie.suivis.items() if suivi.revue}
        vie.entrer(*entree)
        if entree[0] in ("revue", "annulation"):
            continue
        for cle, suivi in avant.items():
            apres = vie.suivis[cle][0]
            deplace = apres.echeance != suivi.echeance and apres.etat == "en_cours"
            certain = suivi.revue_motif in set(suivi.doutes) - set(apres.doutes)
            # a refusal that is entered belongs to the last summons before it: it is reviewed there
            autre = suivi.date_suite and not apres.date_suite
            moot = apres.etat in ("tenu", "sans_objet") or deplace or certain or autre
            assert apres.revue or moot, (entree, suivi, apres)


@settings(deadline=None, max_examples=100)
@given(ENTREES, st.randoms(use_true_random=False))
def test_the_order_of_entry_of_one_day_changes_no_review(entrees, hasard):
    # of several summonses the last one is followed: which are entered together is another matter
    faits = list({e[0]: e for e in entrees if e[0] not in ("annulation", "revue", "rien")}.values())
    vies = []
    for _fois in range(2):
        vie = Vie()
        vie.jour = date(2027, 1, 4)
        for genre, _avance, passe, duree, _verifie in faits:
            vie.entrer(genre, 0, passe, duree, False)
        lus = {c: (s.revue, s.etat, s.echeance) for c, (s, _r) in vie.suivis.items() if s.etat != "sans_objet"}
        vies.append(lus)
        hasard.shuffle(faits)
    assert vies[0] == vies[1]
