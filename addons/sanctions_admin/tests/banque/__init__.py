# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
