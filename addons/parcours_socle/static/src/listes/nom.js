// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { registry } from "@web/core/registry";
import { charField } from "@web/views/fields/char/char_field";

/** The name of whom a line is about: it has room for most, and what room is left. */
registry.category("fields").add("nom", { ...charField, listViewWidth: [205] });
