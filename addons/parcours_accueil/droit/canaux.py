# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The table of channels: a row a way in which a letter goes to a person (loi.md §5, §7b). Whoever sends a letter asks
its row, and tests no name. The columns:

=============  ========================================================================================================
`adresse`      before: the letter bears an address, the post carries it
`numerote`     before: a number that proves the posting
`accord`       before: the agreement of the person, in force that day
`installe`     before, when it is sent from here: the settings of the channel
`medical`      whether what tells a medical ground may go that way
`geste`        what is done with the letter (courriers.GESTES): handed over, it is received there and then
`envoie`       what sending does: the application carries the letter itself, and alone says that it left; or an agent
               says so
`avis`         whether the letter waits for the person, who may be told so by e-mail
`preuve`       what proves that it was received: the person's hand, a card, the number of the post, the moment from
               which the message was accessible, or nothing
`presume`      received on the third working day after posting until, or unless, something else is known
`receptions`   what can be known of its receipt
=============  ========================================================================================================

When a letter was received is `delais.recevoir`. Adding a channel is a row, its label (`vocabulaire.CANAUX`) and
its tests.
"""

from __future__ import annotations

from typing import NamedTuple

ACCUSE, RECOMMANDE, ORDINAIRE, REMISE, EBOX = "accuse", "recommande", "ordinaire", "remise", "ebox"
#: How a letter was received: presented at the home, refused by the addressee, not collected at the post office (it was
#: presented), or later than presumed, as the person proves.
RECEPTIONS = PRESENTE, REFUSE, NON_RECLAME, PROUVE = "presente", "refuse", "non_reclame", "prouve"
#: Why it was not: the addressee is unknown there, moved, or the address is insufficient.
RETOURS = frozenset({"inconnu", "demenage", "adresse"})
#: What proves that a letter was received.
MAIN, CARTE, NUMERO, MOMENT, RIEN = "main", "carte", "numero", "moment", "rien"
#: What stands in the way of sending, in the order in which it is said.
OBSTACLES = SANS_CANAL, SANS_ADRESSE, SANS_PREUVE, MEDICAL, SANS_ACCORD, PAS_INSTALLE, PAR_LA_FILE = (
    "manque_canal",
    "sans_adresse",
    "manque_preuve_envoi",
    "medical_hors_canal",
    "sans_accord_ebox",
    "ebox_pas_installe",
    "par_la_file",
)


class Depart(NamedTuple):
    """What a channel asks of a letter that is to leave. `adresse`: it bears one; `preuve`: the number given by the
    post; `accord`: the person agreed to that channel, and it holds that day; `installe`: the settings of the channel
    are there; `medical`: it tells a medical ground; `depose`: the channel itself has it, or is about to be given it."""

    adresse: bool = True
    preuve: str | bool | None = None
    accord: bool = True
    installe: bool = True
    medical: bool = False
    depose: bool = True


class Canal(NamedTuple):
    """A row of the table; the columns are explained at the top of this file."""

    presume: bool = False
    numerote: bool = False
    receptions: tuple = ()
    adresse: bool = False
    accord: bool = False
    medical: bool = True
    geste: str = "poster"
    envoie: bool = False
    avis: bool = False
    preuve: str = RIEN

    def obstacle(self, depart):
        """Return the word of what is missing for a letter to go this way, the first of `OBSTACLES`, or None.

        :param depart: a `Depart`

        >>> CANAUX[RECOMMANDE].obstacle(Depart()), CANAUX[EBOX].obstacle(Depart(accord=False))
        ('manque_preuve_envoi', 'sans_accord_ebox')
        >>> CANAUX[REMISE].obstacle(Depart(adresse=False))
        """
        manques = {
            SANS_ADRESSE: self.adresse and not depart.adresse,
            SANS_PREUVE: self.numerote and not (depart.preuve or "").strip(),
            MEDICAL: depart.medical and not self.medical,
            SANS_ACCORD: self.accord and not depart.accord,
            PAS_INSTALLE: self.envoie and not depart.installe,
            PAR_LA_FILE: self.envoie and not depart.depose,
        }
        return next((mot for mot in OBSTACLES if manques.get(mot)), None)


CANAUX = {
    ACCUSE: Canal(True, True, (PRESENTE, REFUSE, NON_RECLAME), adresse=True, preuve=CARTE),
    # of these two, only the person proves a later receipt
    RECOMMANDE: Canal(True, True, (PROUVE, REFUSE, NON_RECLAME), adresse=True, preuve=NUMERO),
    ORDINAIRE: Canal(True, False, (PROUVE, REFUSE), adresse=True),
    REMISE: Canal(geste="remettre", avis=True, preuve=MAIN),
    EBOX: Canal(accord=True, medical=False, envoie=True, preuve=MOMENT),
}
#: A letter of before channels: plain registered, and posted for sure; a receipt of then counts as it was recorded.
INCONNU = Canal(True, False, RECEPTIONS)


def obstacle(canal, depart):
    """Return the word of what stands in the way of a letter that goes by that channel, or None.

    :param canal: a key of `CANAUX`, or empty

    >>> obstacle(None, Depart()), obstacle(ORDINAIRE, Depart())
    ('manque_canal', None)
    """
    return CANAUX[canal].obstacle(depart) if canal else SANS_CANAL
