// Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import { DomainSelector } from "@web/core/domain_selector/domain_selector";
import { getDomainDisplayedOperators } from "@web/core/domain_selector/domain_selector_operator_editor";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { condition } from "@web/core/tree_editor/condition_tree";
import { domainFromTree } from "@web/core/tree_editor/domain_from_tree";
import { getDefaultValue } from "@web/core/tree_editor/tree_editor_value_editors";
import { useService } from "@web/core/utils/hooks";
import { DomainField, domainField } from "@web/views/fields/domain/domain_field";

/** Odoo's domain that matches nothing, as the shipped rules write it. */
const NEVER = /^\[\(0, *["']=["'], *1\)\]$/;

/** A new condition, over the first of the facts one answers with a word. */
function firstCondition(fieldDefs, facts) {
    const fieldDef = fieldDefs[facts.find((name) => fieldDefs[name].type === "selection")];
    const operator = getDomainDisplayedOperators(fieldDef)[0];
    return condition(fieldDef.name, operator, getDefaultValue(fieldDef, operator));
}

/** Odoo's domain editor, offering the facts of a file and nothing else. */
export class FaitsDomainSelector extends DomainSelector {
    static props = { ...DomainSelector.props, facts: Array };

    getDefaultCondition(fieldDefs) {
        return firstCondition(fieldDefs, this.props.facts);
    }

    getPathEditorInfo(resModel, defaultCondition) {
        const info = super.getPathEditorInfo(resModel, defaultCondition);
        const facts = new Set(this.props.facts);
        return {
            ...info,
            extractProps: (props) => ({
                ...info.extractProps(props),
                filter: (fieldDef) => facts.has(fieldDef.name),
                sort: () => this.props.facts,
                followRelations: false,
            }),
        };
    }

    // A rule looks at every file: whether it is archived is no fact.
    getShowArchivedCheckBox() {
        return false;
    }
}

/** The domain of a rule; the names of the facts are in the field `faits_proposes` of the record. */
export class FaitsDomainField extends DomainField {
    static template = "parcours_accueil.FaitsDomainField";
    static components = { DomainSelector: FaitsDomainSelector };
    static props = { ...DomainField.props, emptyIsNever: { type: Boolean, optional: true } };

    setup() {
        super.setup();
        this.fieldService = useService("field");
    }

    get facts() {
        return this.props.record.data.faits_proposes;
    }

    /** What to say instead of the editor, when a condition never matches; else nothing. */
    get never() {
        const domain = this.getDomain();
        if (NEVER.test(domain)) {
            return _t("Never: no condition is written yet.");
        }
        return this.props.emptyIsNever && domain === "[]" ? _t("Never: only empty facts make it unknown.") : "";
    }

    // Only whether the condition can be read: counting is the rule's own affair.
    async checkProps(props = this.props) {
        const isValid = await this.quickValidityCheck(props);
        this.updateState({ isValid, recordCount: 0, hasLimitedCount: false });
    }

    async addCondition() {
        const fieldDefs = await this.fieldService.loadFields(this.getResModel());
        this.update(domainFromTree(firstCondition(fieldDefs, this.facts)));
        this.state.folded = false;
    }
}

registry.category("fields").add("faits_domaine", {
    ...domainField,
    component: FaitsDomainField,
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...domainField.extractProps(fieldInfo, dynamicInfo),
        emptyIsNever: fieldInfo.options.empty_is_never,
    }),
    fieldDependencies: [{ name: "faits_proposes", type: "json" }],
});
