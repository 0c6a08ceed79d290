# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Many letters are made by other processes: in order, each once, and one that dies is replaced."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from odoo.addons.parcours_socle.papier import atelier
from odoo.addons.parcours_socle.papier.atelier import Atelier, AtelierEnPanne
from odoo.addons.parcours_socle.papier.page import LogoIllisible

from .commun import FR, LETTRE


def numeros(fichiers):
    return [PdfReader(io.BytesIO(octets)).pages[0].extract_text().split("N-")[1].split()[0] for octets in fichiers]


def lettres(nombre):
    return (replace(LETTRE, numero=f"N-{rang}") for rang in range(nombre))


def test_letters_come_back_in_their_order():
    with Atelier(2) as ouvert:
        assert numeros(ouvert.imprimer(lettres(40))) == [str(rang) for rang in range(40)]


def test_a_letter_says_how_many_pages_it_has():
    longue = replace(LETTRE, volets=(replace(FR, corps=FR.corps * 40),))
    with Atelier(1) as ouvert:
        for imprimee in ouvert.imprimer([LETTRE, longue]):
            assert imprimee.pages == len(PdfReader(io.BytesIO(imprimee)).pages)
    assert imprimee.pages > 1


def test_a_process_that_dies_is_replaced_and_no_letter_is_lost():
    with Atelier(1) as ouvert:
        fichiers = ouvert.imprimer(lettres(20))
        faits = [next(fichiers)]
        for processus in list(ouvert._processus):
            processus.kill()
        assert numeros([*faits, *fichiers]) == [str(rang) for rang in range(20)]


def test_a_letter_that_never_ends_is_given_up_and_said(monkeypatch):
    monkeypatch.setattr(atelier, "DELAI_S", 0.01)
    with Atelier(1) as ouvert, pytest.raises(AtelierEnPanne, match="twice"):
        list(ouvert.imprimer(lettres(1)))


def test_what_is_wrong_with_a_letter_is_said_and_the_next_one_is_made():
    casse = replace(LETTRE, volets=(replace(FR, langue="xx"),))
    with Atelier(1) as ouvert:
        with pytest.raises(LogoIllisible):
            list(ouvert.imprimer([replace(LETTRE, logo=b"x")]))
        with pytest.raises(AtelierEnPanne, match="KeyError"):
            list(ouvert.imprimer([casse]))
        assert numeros(ouvert.imprimer(lettres(1))) == ["0"]


def test_no_process_is_left_behind():
    with Atelier(2) as ouvert:
        list(ouvert.imprimer(lettres(4)))
        processus = list(ouvert._processus)
    assert processus
    assert all(un.poll() is not None for un in processus)
