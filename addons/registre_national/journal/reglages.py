# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The section [journal] of odoo.conf, which Odoo itself does not read."""

import configparser
from functools import lru_cache


@lru_cache(maxsize=4)
def lire(fichier):
    """{option: text} of the file that Odoo was started with; a section that is not there has no option.

    :param fichier: path, or None
    """
    parser = configparser.RawConfigParser()
    parser.read(fichier or ())
    return dict(parser["journal"]) if parser.has_section("journal") else {}
