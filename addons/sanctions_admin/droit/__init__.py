# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the law makes of a sanction, from plain values: its rows of the tables of steps and of terms."""
