# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Sending a letter to a person's eBox, without Odoo: one message, sent once whatever the wire does.

Reading order: `message` (what is sent, and what came back), `errors` (what can go wrong), `client` (token, request,
retries). Consent is asked before, elsewhere: nothing here knows whether a person gave it.

What is public of the eBox is the enterprises' part (``POST /ebox/messages``); that of citizens is given only to those
who are connected. `message.recipient` is the one place that says how a person is named, to be confirmed.
"""
