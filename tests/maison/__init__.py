# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The tree as the rules of the house see it, read without Odoo and without a database.

`arbre.py` reads files, floors, imports and texts; `modeles.py` reads which class makes, or adds to, which model. The
rules themselves are tests/test_maison.py.
"""
