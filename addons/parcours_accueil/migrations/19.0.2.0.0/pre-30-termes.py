# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.


def migrate(cr, version):
    """What tells the terms of a kind apart, before its index is made: those of a file are told apart by their number.
    Raw SQL: one number on every term."""
    cr.execute("ALTER TABLE parcours_delai ADD COLUMN IF NOT EXISTS cle integer")
    cr.execute("UPDATE parcours_delai SET cle = -rang WHERE cle IS NULL")
