# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Last touch to a base whose modules are installed: check that they are, and make the asset bundles once."""

import sys

WANTED = ("parcours_socle", "registre_national", "parcours_accueil", "sanctions_admin")
LANGUAGES = {"en_US", "fr_BE", "nl_BE"}

installed = set(env["ir.module.module"].search([("state", "=", "installed"), ("name", "in", WANTED)]).mapped("name"))  # noqa: F821
if missing := set(WANTED) - installed:
    sys.exit(f"These addons did not install: {', '.join(sorted(missing))}.")
if missing := LANGUAGES - {code for code, _name in env["res.lang"].get_installed()}:  # noqa: F821
    sys.exit(f"These languages did not load: {', '.join(sorted(missing))}.")
# Odoo installs a module whose demonstration data failed, and only records the failure.
if failures := env["ir.demo_failure"].search([]):  # noqa: F821
    sys.exit("Demonstration data failed to load: " + "; ".join(f"{f.module_id.name}: {f.error}" for f in failures))

# Odoo's channel of everybody, with its robot's welcome in it: people of different communes do not share one.
if (channel := env.ref("mail.channel_all_employees", raise_if_not_found=False)) and channel.active:  # noqa: F821
    channel.active = False

# An update makes the indexes of the models it updates: a base that got its extensions late lacks those of the others.
env.registry.check_indexes(env.cr, list(env.registry.models))  # noqa: F821
env["ir.qweb"]._pregenerate_assets_bundles()  # noqa: F821
env.cr.commit()  # noqa: F821
