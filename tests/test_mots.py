# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Every menu, view and window, as each role, in French and in Dutch: nothing there in another language, no technical
name, no date of the database."""

import json

import pytest

from tests.ecrans import ROLES
from tests.langues import LANGUAGES


@pytest.fixture(scope="module")
def walk(plateforme):
    return json.loads(plateforme.base.run("from tests.mots import main\nmain(env)", timeout=1200).splitlines()[-1])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("login", ROLES)
def test_a_role_reads_its_language_and_no_other(walk, language, login):
    found, read = walk[language][login]
    assert read > 500, "hardly anything was read: the walk must be wrong"
    assert not found, "\n".join(f"{place}: {texts}" for place, texts in found.items())
