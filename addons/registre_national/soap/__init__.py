# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Speaking with the National Register, without Odoo: numbers, partial dates, requests, answers, the four outcomes.

Reading order: `modele` (what a register says), `niss` and `dates`, `lecture` (answers), `client` (calls), `appels`
(many calls at once), `projection` (who the person is today). Nothing here imports Odoo.
"""
