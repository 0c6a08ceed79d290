# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A letter on paper, without Odoo: from a text and what is known of a person to a page, a PDF that can be archived, and
the code by which it is recognised when it comes back.

Reading order: `gabarit` (a text with places to fill in), `qr` (the code), `page` (the letter as values, then as a
page), `pdf` (one file a letter, all of them in one), `atelier` (many letters); `avis` is the mail that says that one
waits. Nothing here imports Odoo, reads a file of anybody or asks a network.
"""
