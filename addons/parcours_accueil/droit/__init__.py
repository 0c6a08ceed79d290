# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the law makes of plain values: no database, no `odoo` import, no rule of outcome.

========================  =====================================================================
`intervalles`             days, partial dates, half-open intervals, successions of entries
`modele`                  what comes in (`Information`, `Tables`) and what goes out (`Fait`)
`histoire`                register, residence and permit as sets of days (law.md §2b)
`reference`               reference date and legal stay (law.md §2, §2b)
`etat`                    nationality, card, reason and permit on a given day
`situation`               where the person is today
`faits`                   `lire_faits`: all the facts of one person's file
`etapes`, `conditions`    the table of steps, and what each needs (law.md §6)
`cours`                   phase and enrolments of a file, from its events
`delais`                  the table of terms, and the terms that events give (law.md §5)
`grand_livre`             a term from its start to its due date, line by line
`periodes`                suspended and closed days (law.md §4)
`vie_terme`               what a term becomes: reminder, proposal, review (law.md §7)
`jours`                   working days, presumption of receipt (law.md §5)
`versions`                which version of the law applies to which fact (law.md §1)
========================  =====================================================================

The facts are measured here; what follows from them (18 years, three years, 2022-06-01, exemptions) is written in
the records `parcours.regle`, never in this package; the lengths, in the lines of a version of the law.
"""
