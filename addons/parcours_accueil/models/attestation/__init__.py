# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
# Parts come before the model that lists them.
from . import papier, verification
from . import parcours_attestation, parcours_verification_essai
