# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Drills too long for CI: `./parcours epreuve NAME`; what they said stands in docs/."""
