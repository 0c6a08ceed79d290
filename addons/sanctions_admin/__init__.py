# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.addons.parcours_accueil.guide import ajouter

from . import guide, models, wizard

ajouter(guide.ACTIONS, guide.MODELES)
