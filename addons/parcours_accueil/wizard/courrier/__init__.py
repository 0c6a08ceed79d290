# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import parcours_courrier_envoi, parcours_courrier_fenetre, parcours_courrier_reprise
