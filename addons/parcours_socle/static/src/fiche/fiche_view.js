// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { onPatched, useExternalListener, useRef } from "@odoo/owl";
import { FormCompiler } from "@web/views/form/form_compiler";
import { FormRenderer } from "@web/views/form/form_renderer";
import { formView } from "@web/views/form/form_view";
import { StatusBarButtons } from "@web/views/form/status_bar_buttons/status_bar_buttons";
import { registry } from "@web/core/registry";
import { TextesPartagesController } from "../textes_partages/textes_partages";
import { dayText } from "../jours";

/**
 * The steps of a file: one button, what is expected now (the column `etape_attendue`); the rest under “Other steps”,
 * and after them what is not possible yet (`etapes_fermees`), with why and from which day.
 */
export class BoutonsFiche extends StatusBarButtons {
    static template = "parcours_socle.BoutonsFiche";
    static props = {
        ...StatusBarButtons.props,
        attendue: { optional: true },
        fermees: { optional: true },
    };

    setup() {
        super.setup();
        this.root = useRef("root");
        /** Whether the last thing done on the page was to press a step. */
        this.pressed = false;
        useExternalListener(window, "pointerdown", (ev) => this.onPointer(ev), { capture: true });
        onPatched(() => this.comeBack());
    }

    /** A key presses a button without giving it the focus: the window that opens could give it back to nobody. */
    onPress(ev) {
        ev.target.closest("button")?.focus();
        this.pressed = true;
    }

    onPointer(ev) {
        if (!ev.target.closest?.(".modal, .o_fiche_boutons")) {
            this.pressed = false;
        }
    }

    /** The step that was done is gone with the focus it had: the one expected now takes it. */
    comeBack() {
        if (this.pressed && document.activeElement === document.body) {
            this.root.el.querySelector("button")?.focus({ preventScroll: true });
        }
    }

    get expected() {
        return this.visibleSlotNames.find((name) => this.isExpected(name));
    }

    get others() {
        return this.visibleSlotNames.filter((name) => name !== this.expected);
    }

    get closed() {
        return this.props.fermees || [];
    }

    isExpected(name) {
        const { attendu } = this.props.slots[name];
        return Boolean(attendu) && attendu === this.props.attendue;
    }

    day(iso) {
        return dayText(iso);
    }
}

/** One column, the thread at its end. */
export class DessousCompiler extends FormCompiler {
    compileForm(el, params) {
        const form = super.compileForm(el, params);
        const classes = form.getAttribute("t-attf-class");
        form.setAttribute("t-attf-class", classes.replace("flex-nowrap h-100", "flex-column"));
        return form;
    }
}

/** What of the record says which button is expected, and a mark on each button that can be. */
export class FicheCompiler extends DessousCompiler {
    compileHeader(el, params) {
        const bar = super.compileHeader(el, params);
        const buttons = bar.querySelector("StatusBarButtons");
        const data = "__comp__.props.record.data";
        buttons.setAttribute("attendue", `${data}.etape_attendue`);
        buttons.setAttribute("fermees", `${data}.etapes_fermees`);
        /** Whether a button before it has that word and is shown: it is then the one that is expected. */
        const before = {};
        for (const slot of buttons.children) {
            const button = slot.firstElementChild;
            if (button?.tagName !== "ViewButton") {
                continue;
            }
            const attrs = JSON.parse(button.getAttribute("attrs") || "{}");
            const word = JSON.stringify(attrs["data-attendu"] || "");
            const first = (before[word] || []).map((shown) => ` and !(${shown})`).join("");
            const expected = `(${word} !== "" and ${word} === ${data}.etape_attendue${first})`;
            (before[word] ||= []).push(slot.getAttribute("isVisible") || "true");
            slot.setAttribute("attendu", word);
            button.setAttribute("className", `${button.getAttribute("className")}+(${expected} ? ' btn-primary' : '')`);
            const key = JSON.stringify({ ...attrs, "data-hotkey": "g" });
            const item = JSON.stringify({ ...attrs, role: "menuitem" });
            button.setAttribute("attrs", `${expected} ? ${key} : ${item}`);
        }
        return bar;
    }
}

/** A form whose thread stays below, whatever the width of the screen: the file is what one came for. */
export class DessousRenderer extends FormRenderer {
    mailLayout() {
        const layout = super.mailLayout(...arguments);
        return layout === "NONE" ? layout : "BOTTOM_CHATTER";
    }
}

/** … and its steps: one button, the rest in a menu. */
export class FicheRenderer extends DessousRenderer {
    static components = { ...FormRenderer.components, StatusBarButtons: BoutonsFiche };
}

/** As wide as the screen: one column that scrolls as a whole, on a large screen too. */
export class FicheController extends TextesPartagesController {
    get className() {
        const classes = super.className;
        delete classes["o_xxl_form_view h-100"];
        return classes;
    }
}

registry.category("views").add("fiche_form", {
    ...formView,
    Controller: FicheController,
    Renderer: FicheRenderer,
    Compiler: FicheCompiler,
});
registry.category("views").add("dessous_form", {
    ...formView,
    Controller: FicheController,
    Renderer: DessousRenderer,
    Compiler: DessousCompiler,
});
