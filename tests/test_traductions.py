# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Every term an agent can read is translated into French and Dutch.

The terms are read from the installed modules as `odoo i18n export` does (labels, views, messages, data records),
and looked up in the .po file each module ships. A missing, empty or fuzzy entry fails (test_po.py reads the files
themselves).
"""

import re
from pathlib import Path

import polib

from odoo.modules.module import get_module_path
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import TranslationModuleReader

MODULES = ("parcours_socle", "registre_national", "parcours_accueil", "sanctions_admin")
LANGUAGES = ("fr", "nl")
#: Names that are the same in every language, or are written in both already.
NEUTRAL = re.compile(r"^[\W\d_]*$")


@tagged("post_install", "-at_install")
class TestTraductions(TransactionCase):
    def _terms(self, module):
        """The source terms of a module: a set of strings."""
        reader = TranslationModuleReader(self.env.cr, modules=[module])
        return {row[4] for row in reader if row[4].strip() and not NEUTRAL.match(row[4])}

    def _catalogue(self, module, language):
        """The usable entries of a module's .po file: {source: translation}."""
        path = Path(get_module_path(module)) / "i18n" / f"{language}.po"
        self.assertTrue(path.is_file(), f"{module} ships no {language}.po")
        return {
            entry.msgid: entry.msgstr
            for entry in polib.pofile(str(path))
            if entry.msgstr and not entry.fuzzy and not entry.obsolete
        }

    def test_each_term_is_translated(self):
        for module in MODULES:
            terms = self._terms(module)
            self.assertGreater(len(terms), 20, f"{module}: hardly any term found, the export must be wrong")
            for language in LANGUAGES:
                with self.subTest(module=module, language=language):
                    missing = sorted(terms - self._catalogue(module, language).keys())
                    self.assertFalse(missing, f"{len(missing)} terms without {language}: {missing[:20]}")

    def test_an_agent_reads_a_view_in_each_language(self):
        """The .po files are really loaded: a label differs between the three languages."""
        field = self.env.ref("parcours_accueil.field_parcours_dossier__resultat")
        labels = {field.with_context(lang=lang).field_description for lang in ("en_US", "fr_BE", "nl_BE")}
        self.assertEqual(len(labels), 3, labels)
