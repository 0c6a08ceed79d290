# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What stands on the pages of each role, read in a real browser in French and in Dutch: the first page, and what its
first menus open. `test_mots.py` reads all of it without one."""

import re

import pytest

from tests.langues import LANGUAGES, TECHNICAL, foreign_to, sentences
from tests.mots import SECONDS
from tests.test_navigateur import browser, login, shoot  # noqa: F401 (fixtures)

#: Role -> how many of its menus are opened.
ROLES = {
    "agent.21015": 3,
    "chef.21015": 2,
    "vivalis.gestionnaire": 2,
    "vivalis.fonctionnaire": 2,
    "statisticien": 1,
    "auditeur": 1,
    "bapa.bxl": 1,
    "admin": 1,
}
#: Words of Odoo's own pages, which are there whatever is shown.
ENGLISH = re.compile(r"\b(?:New|Save|Discard|Search\.\.\.|Filters|Group By|Favorites|Log out|Loading|Overdue|Today)\b")
#: All that a page says, to who sees it and to who has it read aloud.
TEXTS = """() => {
    const named = ["title", "placeholder", "aria-label"];
    const nodes = [...document.querySelectorAll(named.map((name) => `[${name}]`).join(", "))];
    const said = nodes.flatMap((node) => named.map((name) => node.getAttribute(name) || ""));
    return [document.body.innerText, ...said].join("\\n");
}"""
MENUS = """async () => Object.values(await (await fetch("/web/webclient/load_menus")).json())
    .filter(menu => menu.actionPath && /^(parcours|sanction|registre)/.test(menu.xmlid || ""))
    .map(menu => menu.actionPath)"""


def read(page, language, foreign):
    """What is on this page and should not be."""
    text = page.evaluate(TEXTS)
    return {match.group() for kind in (foreign, TECHNICAL, SECONDS, ENGLISH) for match in kind.finditer(text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_each_role_are_in_its_language(login, plateforme, language):  # noqa: F811
    foreign, found = foreign_to(language, sentences()), {}
    for role, opened in ROLES.items():
        call = plateforme.odoo.session(role)
        call("res.users", "write", call("res.users", "search", [("login", "=", role)]), {"lang": language})
        page = login(role)
        assert page.evaluate("document.documentElement.lang") == language.replace("_", "-")
        paths = list(dict.fromkeys(page.evaluate(MENUS)))[:opened]
        for path in ["", *paths]:
            if path:
                page.goto(f"{plateforme.odoo.url}/odoo/{path}")
                page.locator(".o_action_manager .o_control_panel").first.wait_for()
            shoot(page, f"mots-{role}-{path or 'accueil'}-{language}")
            if wrong := read(page, language, foreign):
                found[role, path] = sorted(wrong)
        page.context.close()
    assert not found, "\n".join(f"{place}: {texts}" for place, texts in found.items())
