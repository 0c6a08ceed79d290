// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { useExternalListener } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";
import { SearchBar } from "@web/search/search_bar/search_bar";

/**
 * The search of a list is left with the keyboard: Tab goes on to the page, where Odoo turns round between the field and
 * its filters, and Esc goes to the rows once nothing is typed any more.
 */
patch(SearchBar.prototype, {
    setup() {
        super.setup();
        useExternalListener(window, "keydown", (ev) => this.leave(ev), { capture: true });
    },

    leave(ev) {
        const inside = this.facetContainerRef.el?.contains(ev.target) || ev.target === this.inputRef.el;
        if (!inside || this.inputDropdownState.isOpen) {
            return;
        }
        if (ev.key === "Tab") {
            // before the keys of Odoo: what the browser does is right
            ev.stopImmediatePropagation();
        } else if (ev.key === "Escape" && !this.state.query) {
            ev.target.blur();
            this.env.searchModel.trigger("focus-view");
        }
    },
});
