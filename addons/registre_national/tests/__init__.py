# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import (

    test_appels,





    test_dates,
    test_lecture,
    test_niss,
    test_projection,
)
