# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Speaking with the National Register, without Odoo: numbers, requests, answers, the four outcomes.

Reading order: `modele` (what a register says), `niss`, `lecture` (answers), `client` (calls), `appels` (many calls at
once). What a history means is read elsewhere (`histoire`). Nothing here imports Odoo.
"""
