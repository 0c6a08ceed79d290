# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What keeps the consultation log whole, outside its database: seals and their keys, and who may do what. No Odoo."""
