# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import controllers, models, wizard
from .hooks import pre_init_hook
from .journaux import poser as post_load
