# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The years before the day the population is drawn for: nothing is known before its day, and all of it at the end."""

import json
import re
from datetime import date

import pytest

from simulateur.dates import DEBUT_OBLIGATION, JOUR_INITIAL
from simulateur.population import Role
from simulateur.registre import Registre

#: The start of an entry, when its day is known.
DEBUT = re.compile(
    r'Type="\d+"><r:Date><r:Century>(\d+)</r:Century><r:Year>(\d+)</r:Year>'
    r"<r:Month>(\d+)</r:Month><r:Day>(\d+)</r:Day>"
)
ANNEES = (JOUR_INITIAL - DEBUT_OBLIGATION).days
ROLES = [
    Role("travailleur", "21015", date(2024, 3, 4)),
    Role("famille_belge", "21001", date(2025, 1, 13)),
    Role("travailleur", "21004", date(2025, 6, 2), 64),
]


def passe(**options):
    return Registre(**{"personnes": 300, "graine": 5, "depuis": DEBUT_OBLIGATION, "tout_annoncer": True} | options)


def annonces(registre):
    lignes, _suite = registre.etat.page(0, 100_000)
    return lignes


def test_at_the_end_of_its_past_a_register_is_the_one_drawn_for_that_day():
    droit, vecu = Registre(personnes=300, graine=5), passe()
    vecu.avancer(ANNEES)
    assert vecu.jour == JOUR_INITIAL
    assert [droit.fichier(f.niss) for f in droit.population.fiches] == [
        vecu.fichier(f.niss) for f in vecu.population.fiches
    ]
    droit.avancer(20)
    vecu.avancer(20)
    assert [f.niss for f in droit.population.fiches] == [f.niss for f in vecu.population.fiches]


def test_each_person_is_announced_once_on_the_day_of_their_registration():
    registre = passe()
    registre.avancer(ANNEES)
    jours = {fiche.niss: max(fiche.inscription, DEBUT_OBLIGATION) for fiche in registre.population.fiches}
    nouveaux = [
        (niss, creation[:10]) for _n, genre, niss, _r, _m, _c, _e, creation in annonces(registre) if genre == "NEWCOMER"
    ]
    assert sorted(nouveaux) == sorted((niss, jour.isoformat()) for niss, jour in jours.items())


def test_nothing_is_served_before_its_day():
    registre = passe(graine=7)
    for _trimestre in range(12):
        registre.avancer(91)
        for fiche in (fiche for fiche in registre.population.fiches if fiche.inscription <= registre.jour):
            dates = ["".join(chiffres) for chiffres in DEBUT.findall(registre.fichier(fiche.niss).decode())]
            assert dates
            assert max(dates) <= registre.jour.strftime("%Y%m%d")


def test_days_one_by_one_or_all_at_once_announce_the_same():
    un, autre = passe(personnes=120), passe(personnes=120)
    un.avancer(700)
    for _jour in range(700):
        autre.avancer(1)
    assert annonces(un) == annonces(autre)
    assert {genre for _n, genre, *_reste in annonces(un)} == {"NEWCOMER", "MUTATION"}


def test_the_first_people_are_those_who_were_cast():
    registre = passe(distribution=ROLES)
    fiches = registre.population.fiches[: len(ROLES)]
    assert [(f.profil.code, f.commune, f.inscription) for f in fiches] == [role[:3] for role in ROLES]
    assert not any(fiche.sortie or fiche.particularites for fiche in fiches)
    assert fiches[2].inscription.year - fiches[2].naissance[0] in (64, 65)
    droit = Registre(personnes=300, graine=5)
    assert [f.niss for f in registre.population.fiches[50:]] == [f.niss for f in droit.population.fiches[50:]]


def test_an_event_of_the_past_changes_what_comes_after():
    registre = passe(distribution=ROLES)
    qui = registre.population.fiches[0]
    registre.avancer((date(2024, 9, 2) - DEBUT_OBLIGATION).days)
    registre.evenement("demenagement", qui.niss, "21019")
    assert b"21019" in registre.fichier(qui.niss)
    registre.avancer(60)
    registre.evenement("deces", qui.niss)
    avant = registre.etat.derniere_sequence()
    registre.avancer((JOUR_INITIAL - registre.jour).days)
    suite = [niss for numero, _genre, niss, *_reste in annonces(registre) if numero > avant]
    assert qui.niss not in suite, "no card is renewed after a death"
    assert b"<r:Code>99990</r:Code>" in registre.fichier(qui.niss)


@pytest.mark.parametrize("jours", [400, ANNEES, ANNEES + 30])
def test_a_restart_takes_up_the_past_where_it_was(tmp_path, jours):
    registre = passe(etat=tmp_path, distribution=ROLES)
    registre.avancer(300)
    registre.evenement("adresse", registre.population.fiches[20].niss)
    inscrits = [fiche for fiche in registre.population.fiches if fiche.inscription < registre.jour]
    registre.evenement("numero_double", next(fiche.niss for fiche in inscrits if not fiche.sortie))
    registre.avancer(jours - 300)
    fichiers = [registre.fichier(fiche.niss) for fiche in registre.population.fiches]
    registre.fermer()
    repris = Registre(personnes=300, graine=5, etat=tmp_path)
    assert repris.jour == registre.jour
    assert [repris.fichier(fiche.niss) for fiche in repris.population.fiches] == fichiers


def test_files_from_outside_wait_for_the_day_they_are_of(tmp_path):
    (tmp_path / "90610199901.xml").write_text("<rrn_it_implicit/>")
    registre = passe(dossiers=tmp_path)
    assert "90610199901" not in {ligne[2] for ligne in annonces(registre)}
    registre.avancer(ANNEES)
    assert [ligne[2] for ligne in annonces(registre)].count("90610199901") == 1


def test_the_command_refuses_a_distribution_it_cannot_read(tmp_path, capsys):
    from simulateur.__main__ import _arguments

    fichier = tmp_path / "roles.json"
    fichier.write_text(json.dumps([["travailleur", "21015", "hier", 0]]))
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr("sys.argv", ["simulateur", "serveur", "--distribution", str(fichier)])
        _arguments()
    assert "no list of roles" in capsys.readouterr().err
