# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The reading of a register history: where and what somebody was on a day. Nothing here imports Odoo, and nothing else
reads a history: the columns of a person, the commune of a file and the facts of an examination are projections of it.

========================  =====================================================================
`modele`                  what comes in (`Information`, `Tables`), what goes out (`Fait`, `Etat`, `Lieu`)
`dates`                   dates of which the register may know only a part, sets of days, successions
`histoire`                `Histoire`: the successions of one person, made once; where and what somebody
                          is on a day, which commune is in charge, the columns of `registre.personne`
========================  =====================================================================

A day that the register does not know is read twice, as early and as late as it can be. What both readings say is
certain; what they do not agree on is not, and is said to be so: never a guessed day, never a guessed commune.
"""
