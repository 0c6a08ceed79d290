# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Speaking with the National Register, without Odoo: numbers, requests, answers, the four outcomes.

Reading order: `modele` (what a register says), `erreurs` (the four outcomes), `niss`, `lecture` (answers), `client`
(requests, one call), `appels` (many calls, and when not to call). What a history means is read elsewhere (`histoire`).
Nothing here imports Odoo.
"""
