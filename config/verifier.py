# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What to look at after an update: `docker-compose run --rm odoo check`, or `./parcours shell config/verifier.py`.

Prints versions, files by outcome and phase, and what the base's own checks say; ends with status 1 when one of them
finds something. Writes nothing.
"""

import sys

#: Files whose terms are counted at a time.
BATCH = 2_000


def miscounted(env):
    """References of the files whose stored terms are not those that their events give."""
    files = env["parcours.dossier"].with_context(active_test=False).search([], order="id")
    wrong = []
    for start in range(0, len(files), BATCH):
        wrong += files[start : start + BATCH]._verifier_delais().mapped("reference")
        env.invalidate_all()
    return wrong


def main(env):
    """Print the report; return the exit status."""
    modules = env["ir.module.module"].search([("author", "=", "Parcours d'accueil"), ("state", "!=", "uninstalled")])
    for module in modules.sorted("name"):
        print(f"{module.name} {module.latest_version} {module.state}")
    for outcome, phase, count in env["parcours.dossier"]._read_group([], ["resultat", "phase"], ["__count"]):
        print(f"{count:>8}  {outcome or 'not examined yet'}, {phase}")
    entries, broken = env["registre.consultation"].search_count([]), env["registre.consultation"]._verifier()
    print(
        f"{entries:>8}  entries of the consultation log, "
        + (f"broken at {broken.sequence}" if broken else "all sealed")
    )
    wrong = miscounted(env)
    print(f"{len(wrong):>8}  files with a term that is not what its events give {' '.join(wrong[:20])}".rstrip())
    return bool(broken or wrong)


sys.exit(main(env))  # noqa: F821  (`env` is given by odoo shell)
