# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Merge Odoo configuration files, the later over the earlier: Odoo 19 reads only one.

Usage: configurer.py OUTPUT FILE… [option=value…] [section.option=value…]
The output is readable by its owner only, since it may hold a password.
"""

import configparser
import os
import sys


def merge(output, files, settings):
    """Write `output` from the files' sections, then the settings, of [options] unless they name another section; OSError
    on a file that is not there."""
    parser = configparser.RawConfigParser()
    parser.read_dict({"options": {}})
    for path in files:
        with open(path, encoding="utf-8") as file:
            parser.read_file(file)
    for setting in settings:
        option, value = setting.split("=", 1)
        section, _dot, option = option.rpartition(".")
        parser.set(section or "options", option, value)
    draft = f"{output}.{os.getpid()}"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        parser.write(file)
    os.replace(draft, output)


if __name__ == "__main__":
    _program, target, *rest = sys.argv
    merge(target, [item for item in rest if "=" not in item], [item for item in rest if "=" in item])
