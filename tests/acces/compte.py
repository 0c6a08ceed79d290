# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""How many attempts were made and how many held: a plugin of pytest, without Odoo.

`tentatives.AccesCase` notes each attempt in `TENTATIVES`; the report of its test carries them, so that workers count
too; the end of the run says it by kind.
"""

from collections import Counter

import pytest

#: What the running test has tried so far: (kind, role, what, whether it held).
TENTATIVES = []
PROPRIETE = "acces"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Hand the attempts of a test over with the report of its phase."""
    report = yield
    report.user_properties.extend((PROPRIETE, list(tentative)) for tentative in TENTATIVES)
    TENTATIVES.clear()
    return report


def bilan(reports):
    """Return ``(attempts, held)``, two Counters by kind, of these reports."""
    essais, tenues = Counter(), Counter()
    for report in reports:
        for nom, valeur in getattr(report, "user_properties", ()):
            if nom == PROPRIETE:
                genre, _role, _quoi, tenue = valeur
                essais[genre] += 1
                tenues[genre] += tenue
    return essais, tenues


def pytest_terminal_summary(terminalreporter):
    """ "acces: N attempts, N held", then a line a kind; red when one did not hold (its test has failed too)."""
    # A report may stand in several lists: each counts once.
    reports = {id(report): report for liste in terminalreporter.stats.values() for report in liste}
    essais, tenues = bilan(reports.values())
    if not essais:
        return
    total, tenu = essais.total(), tenues.total()
    terminalreporter.section("attempts", sep="-")
    for genre in sorted(essais):
        couleur = {"red": True} if tenues[genre] < essais[genre] else {}
        terminalreporter.write_line(f"  {genre}: {essais[genre]} attempts, {tenues[genre]} held", **couleur)
    terminalreporter.write_line(
        f"acces: {total} attempts, {tenu} held", bold=True, **{"green" if tenu == total else "red": True}
    )
