# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Made-up lives, written as the register's own XML: every rule of loi.md §2-3 at its edges.

`histoire.Histoire` writes one file, `vies.py` tells a life, `cas.CAS` is the catalogue (conditions, exemptions,
closures) with what the law says of each, `lignes.py` says which lives tell which line of the law, and
`python -m tests.histoires DIR` writes them as NUMBER.xml for `./parcours up --dossiers DIR`.
"""
