package okko.switchd.translate;

import okko.switchd.classify.Rule;

/**
 * What the filters of some rules have answered on a way. Immutable, the latest first.
 *
 * @param rule   that was asked
 * @param answer whether its filter matched
 * @param before those before, or {@code null}
 */
record Answers(Rule rule, boolean answer, Answers before) {

    /** What is known of a rule's filter. */
    enum Known {
        MATCH,
        NO_MATCH,
        NOTHING
    }

    /**
     * Looks for an answer.
     *
     * @param answers to look in; {@code null} for none
     * @param rule    whose filter is to be asked
     * @return what it has answered
     */
    static Known of(Answers answers, Rule rule) {
        for (Answers at = answers; at != null; at = at.before) {
            if (at.rule == rule) {
                return at.answer ? Known.MATCH : Known.NO_MATCH;
            }
        }
        return Known.NOTHING;
    }
}
