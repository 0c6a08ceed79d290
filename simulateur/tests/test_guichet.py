# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Those whom the register knows and announces to nobody."""

from collections import Counter

from simulateur.guichet import TOURS, liste
from simulateur.registre import Registre
from simulateur.tables import COMMUNES

NOMBRE = len(TOURS)


def test_nobody_hears_of_them_until_they_are_asked_for(simuler):
    sim = simuler(personnes=20, graine=4, inconnus=NOMBRE)
    _code, _recu, lignes = sim.client.notifications()
    connus = {fiche.niss for fiche in sim.inconnus}
    assert len(connus) == NOMBRE and not connus & {ligne["ssin"] for ligne in lignes}
    assert not connus & {fiche.niss for fiche in sim.fiches}
    assert sim.client.statut(sim.inconnus[0].niss) == ("DATA_FOUND", "MSG00000")
    sim.registre.annoncer(sim.inconnus[0].niss)
    assert sim.client.notifications()[2][-1]["ssin"] == sim.inconnus[0].niss


def test_each_kind_of_answer_is_among_them(simuler):
    sim = simuler(personnes=5, graine=4, inconnus=NOMBRE)
    gens = liste(sim.registre.population)
    assert Counter(sim.client.statut(personne["niss"])[1] for personne in gens) == {
        "MSG00000": NOMBRE - 2,
        "MSG00020": 1,
        "MSG00021": 1,
    }
    assert {personne["commune"] for personne in gens} <= set(COMMUNES)


def test_the_population_is_the_same_with_and_without_them():
    avec, sans = Registre(personnes=300, graine=7, inconnus=NOMBRE), Registre(personnes=300, graine=7)
    for registre in (avec, sans):
        registre.avancer(20)
    numeros = [fiche.niss for fiche in sans.population.fiches]
    assert [fiche.niss for fiche in avec.population.fiches] == numeros
    assert [avec.fichier(niss) for niss in numeros] == [sans.fichier(niss) for niss in numeros]
    assert avec.etat.page(0, 5000)[0] == sans.etat.page(0, 5000)[0]


def test_same_seed_same_people_and_a_restart_knows_them_again(tmp_path):
    un = Registre(personnes=10, graine=3, inconnus=NOMBRE, etat=tmp_path)
    numeros = [fiche.niss for fiche in un.population.inconnus]
    un.evenement("demenagement", numeros[0])
    fichier = un.fichier(numeros[0])
    un.fermer()
    autre = Registre(personnes=10, graine=3, etat=tmp_path)
    assert [fiche.niss for fiche in autre.population.inconnus] == numeros
    assert autre.fichier(numeros[0]) == fichier
    autre.fermer()
    neuf = Registre(personnes=99, graine=3, inconnus=NOMBRE)
    assert [fiche.niss for fiche in neuf.population.inconnus] == numeros
