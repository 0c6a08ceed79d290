# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the law makes of plain values: no database, no `odoo` import, no rule of outcome.

========================  =====================================================================
`modele`                  what the facts are read with (`TablesDroit`), and what they are (`CLES`, `Faits`)
`faits`                   `lire_faits`: all the facts of one person's file: reference date, legal stay, permits, ages,
                          what somebody is today (loi.md §2, §2b)
`etapes`, `conditions`    the table of steps, and what each needs (loi.md §6)
`cours`                   phase and enrolments of a file, from its events
`delais`                  the table of terms, and the terms that events give (loi.md §5)
`grand_livre`             a term from its start to its due date, line by line
`periodes`                suspended and closed days (loi.md §4)
`vie_terme`               what a term becomes: reminder, proposal, review (loi.md §7)
`jours`                   working days, presumption of receipt (loi.md §5)
`versions`                which version of the law applies to which fact (loi.md §1)
========================  =====================================================================

What somebody was on a day is read by `registre_national.histoire`. The facts are measured here; what follows from them
(18 years, three years, 2022-06-01, exemptions) is written in the records `parcours.regle`, never in this package; the
lengths, in the lines of a version of the law.
"""
