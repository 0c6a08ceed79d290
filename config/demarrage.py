# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Run by `./parcours up` in Odoo's environment: point the service at the simulator, collect, print what came of it.

With PARCOURS_VIE, for a base that is new: the years since the obligation began are lived instead (region/).
"""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from region.jeu import Jeu
from region.registre import Registre, brancher

#: A collection already running (the scheduled one of the server) is waited for, this long at most, in seconds.
WAIT_S = 600
PAUSE_S = 2


def collect(service):
    """Collect all there is; return the people read and the seconds. Safe to run twice, and beside the server."""
    start, people = time.perf_counter(), 0
    while True:
        outcome = service._collecter()
        people += outcome["personnes"]
        service.env.cr.commit()
        seconds = time.perf_counter() - start
        if not outcome["occupe"]:
            return people, seconds
        if seconds > WAIT_S:
            sys.exit("Another collection has been running for ten minutes; look at ./parcours logs.")
        time.sleep(PAUSE_S)


def live(env, url):
    """Live the years, and print what was done, and what those who were cast could not do (a test fails then)."""
    play = Jeu(env, Registre(url))
    count = play.jouer()
    print(", ".join(f"{name}: {round(number)}" for name, number in count.items()))
    for refused in play.refus:
        print("not done:", *refused, sep=" | ")


def outcomes(env):
    """The number of files per outcome: [(label, count)], in the order of the field's selection."""
    dossiers = env["parcours.dossier"]
    counts = dict(dossiers._read_group([], ["resultat"], ["__count"]))
    selection = dossiers._fields["resultat"]._description_selection(env)
    known = [(label, counts.pop(value, 0)) for value, label in selection]
    return known + [("not examined yet", count) for count in counts.values()]


def summary(env, read, seconds):
    """Print what was read and what came of it."""
    total = env["registre.personne"].search_count([])
    pace = f", {read / seconds:.0f} a second" if read and seconds else ""
    print(f"  {read} people read in {seconds:.1f} s{pace}; {total} known.")
    for label, count in outcomes(env):
        print(f"    {count:>6}  {label}")
    opened = env["parcours.dossier"].search_count([("date_ouverture", "!=", False)])
    sanctions = env["sanction.dossier"].search_count([])
    print(f"  {opened} files were opened; {sanctions} sanctions.")
    errors = env["registre.notification"].search_count([("state", "=", "erreur")])
    if errors:
        print(f"    {errors:>6}  notifications in error: see Register > Notifications")


def logins(env):
    """Print who can log in: in the demonstration the password is the login."""
    communes = env["res.company"].search([("nis_code", "!=", False)], order="nis_code")
    known = set(env["res.users"].search([]).mapped("login"))
    rows = [("agent.NIS, agent2.NIS, chef.NIS", "agents and head of one commune, NIS being:")]
    names = [f"{c.nis_code} {c.name}" for c in communes if f"agent.{c.nis_code}" in known]
    rows += [("", ", ".join(names[i : i + 3])) for i in range(0, len(names), 3)]
    rows += [
        (login, text)
        for login, text in [
            ("vivalis.gestionnaire", "officer at Vivalis: all communes"),
            ("vivalis.fonctionnaire", "sanctioning official"),
            ("vivalis.direction", "head at Vivalis: proposes a new version of the law"),
            ("vivalis.direction.adjointe", "another head: publishes it"),
            ("bapa.bxl, bapa.via, bapa.convivial, bon", "organisers: their own enrolments"),
            ("prof.bapa.bxl, prof.bon", "teachers: the sessions that they give"),
            ("statisticien", "statistician: no identities"),
            ("auditeur", "auditor: the consultation log"),
            ("technique, technique2", "technical administrators: one changes the connection, one confirms"),
            ("admin", "everything"),
        ]
        if login.split(",")[0] in known
    ]
    print("\n  Logins (the password is the login):")
    for login, text in rows:
        print(f"    {login:<41} {text}".rstrip())


def counter(register):
    """Print whom the register has announced to nobody: to be asked for from the search, as somebody at the counter."""
    people = register.inconnus()
    if people:
        print(
            "\n  Not announced by the register, to be asked for by number from the search (Alt+Q), commune and number:"
        )
        print("   ", ", ".join(f"{person['commune']} {person['niss']}" for person in people if not person["arrive"]))


def main(env):
    """Set up, collect, and print the summary, the logins and who may come to the counter."""
    url = os.environ["PARCOURS_URL_SIMULATEUR"]
    service = brancher(env, url)
    if os.environ.get("PARCOURS_VIE"):
        live(env, url)
        return
    summary(env, *collect(service))
    logins(env)
    counter(Registre(url))


main(env)  # noqa: F821  (`env` is given by odoo shell)
