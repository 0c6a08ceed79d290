# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Odoo's own loggers repeat nothing about a person. The log of a whole run is read in tests/test_journaux.py."""

import logging
import uuid

import pytest

from odoo.modules import Manifest

from odoo.addons import parcours_socle

from ..journaux import BAVARDS, FiltreDiscret, FiltreValeurs, poser, taire

SECRET = "Madame Essai"


@pytest.fixture
def journal():
    """A logger of the test's own, and the list of what it lets through."""
    logger, lus = logging.getLogger(f"essai.{uuid.uuid4().hex}"), []
    sortie = logging.Handler()
    sortie.emit = lambda record: lus.append(sortie.format(record))
    logger.addHandler(sortie)
    logger.propagate = False
    return logger, lus


def test_the_manifest_declares_what_is_done_to_the_loggers():
    assert getattr(parcours_socle, Manifest.for_addon("parcours_socle")["post_load"]) is poser


def test_each_logger_is_filtered_once():
    poser()
    poser()
    for nom in BAVARDS:
        assert [type(filtre) for filtre in logging.getLogger(nom).filters] == [FiltreValeurs], nom


def test_an_exception_is_logged_without_its_text(journal):
    logger, lus = journal
    logger.addFilter(FiltreValeurs())
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as cause:
            raise ValueError(SECRET) from cause
    except ValueError as erreur:
        logger.exception("It failed")
        logger.error(erreur)
        logger.error("bad query: %s", erreur)
    assert SECRET not in "".join(lus)
    assert "It failed" in lus[0]
    assert "KeyError (text withheld)" in lus[0]
    assert "test_journaux.py" in lus[0], "where it happened"
    assert lus[1].startswith("ValueError (text withheld")
    assert lus[2].startswith("bad query: ValueError")


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("call %s.%s(%s)", ("res.partner", "search", SECRET)),
        ("User %d exported %d records: %s", (2, 3, SECRET)),
    ],
)
def test_what_was_called_is_logged_without_its_values(journal, message, arguments):
    logger, lus = journal
    logger.addFilter(FiltreValeurs())
    logger.warning(message, *arguments)
    assert lus == [message % (*arguments[:-1], "withheld")]


def test_other_records_are_left_alone(journal):
    logger, lus = journal
    logger.addFilter(FiltreValeurs())
    logger.warning("%d people read", 3)
    assert lus == ["3 people read"]


def test_a_silenced_logger_says_only_that_it_said_something(journal):
    logger, lus = journal
    taire([logger.name])
    taire([logger.name])
    assert [type(filtre) for filtre in logger.filters] == [FiltreDiscret]
    try:
        raise ValueError(SECRET)
    except ValueError:
        logger.exception("About %s", SECRET, stack_info=True)
    assert lus == ["(withheld: could hold personal data)"]
