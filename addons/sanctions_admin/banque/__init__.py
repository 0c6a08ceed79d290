# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the bank says of the account of the fines, without Odoo.

Reading order: `compte` (the number of an account), `communication` (what a payment bears), `releve` (a statement, its
lines, and what is wrong with one), `coda` (the Belgian banks' file), `camt` (the ISO 20022 one), `lecture` (either of
them), `rapprochement` (which line pays which fine). Amounts are whole cents.
"""
