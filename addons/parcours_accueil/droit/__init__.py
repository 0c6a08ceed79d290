# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the law makes of plain values: no database, no `odoo` import, no rule of outcome.

========================  =====================================================================
`modele`                  what the facts are read with (`TablesDroit`), and what they are (`CLES`, `Faits`)
`faits`                   `lire_faits`: all the facts of one person's file: reference date, legal stay, permits, ages,
                          what somebody is today (loi.md §2, §2b)
`etapes`                  the table of steps, and the course of a file that its events give (loi.md §6)
`conditions`              what each step needs, and from which day on it is possible
`attendue`                what the law expects now
`chaine`                  what a summons, and a finding of refusal, rest on
`attestations`            who gives which attestation of the pathway, and what stands in the way (loi.md §6.3)
`places`                  places with an organiser, who waits for one, in what order and until when (loi.md §6.3)
`documents`               when what rests on a document counts (loi.md §3, §4, §6)
`delais`                  the table of terms: what starts each, working days, when a letter is received by each channel,
                          its ledger, its life (loi.md §4-7)
`presences`               what somebody followed of the courses, and what is missing to complete (loi.md §6.3)
`versions`                which version of the law applies to which fact (loi.md §1)
========================  =====================================================================

What somebody was on a day is read by `registre_national.histoire`. The facts are measured here; what follows from them
(18 years, three years, 2022-06-01, exemptions) is written in the records `parcours.regle`, never in this package; the
lengths, in the lines of a version of the law.
"""
