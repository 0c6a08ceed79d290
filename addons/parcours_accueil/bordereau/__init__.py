# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What goes to the franking service and what comes back of it, as tables, without Odoo.

Reading order: `modele` (a line, and what is wrong with one), `affranchissement` (the table that leaves), `tableau` (a
CSV or an xlsx as cells), `cellules` (a cell as a day, a word, a number), `lecture` (the table that comes back). Nothing
is written here: who reads a table shows first what it would do.
"""
