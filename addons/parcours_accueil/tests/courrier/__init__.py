# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (
    test_au_depart,
    test_avis,
    test_bordereau,
    test_bordereau_en_nombre,
    test_bordereau_nommee,
    test_correction,
    test_courrier,
    test_ebox,
    test_genres,
    test_lot,
    test_reprise,
    test_suspension_refusee,
)
