# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A base of the version released before, with life in it, and what must be found again in it after an update."""
