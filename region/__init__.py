# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A region that lives: years of what happens to generated people, recorded in the application by those who work in it.

situations    the table: a row a situation, what is done at which age of it, for how many, what it reads in the end
distribution  who plays them: the roles that the simulated register casts
gestes        what people do: each the public action behind a button or a field of the screens
nuits         what nobody does: the night jobs and the collections, when something falls due
jeu           plays the whole, under a clock that it moves
multiplier    the fast path: lives multiplied in the database, for benches and figures
"""
