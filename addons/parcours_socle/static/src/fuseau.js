// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
/** @odoo-module **/

/** One clock in the browser too (jour.py): "in 3 days", "today" and hours are those of Brussels, wherever the machine is. */
luxon.Settings.defaultZone = "Europe/Brussels";
