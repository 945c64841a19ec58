package okko.switchd.translate;

import okko.switchd.classify.Rule;

/**
 * Is told what a translation finds, in the order in which it looks: for a person who wants to know why packets go the
 * way they go. What is told between a beginning and its {@link #leaves} is a part of it.
 */
public interface Witness {

    /** Does not care. */
    Witness NOBODY = new Witness() {
        @Override
        public void looksUp(int table) {}

        @Override
        public void asks(Rule rule, boolean match) {}

        @Override
        public void executes(Rule rule) {}

        @Override
        public void misses() {}

        @Override
        public void looksAgain() {}

        @Override
        public void enters(int group, int bucket) {}

        @Override
        public void leaves() {}
    };

    /**
     * Begins to look the packet up.
     *
     * @param table in which table
     */
    void looksUp(int table);

    /**
     * Begins what comes after a rule's filter has been asked.
     *
     * @param rule  whose header fields match
     * @param match true for what comes if its filter matches as well, false for what comes otherwise
     */
    void asks(Rule rule, boolean match);

    /**
     * Begins to do what a rule says.
     *
     * @param rule that matches
     */
    void executes(Rule rule);

    /** Finds no rule that matches. */
    void misses();

    /** Cannot go on: the packet has to be parsed again before, since what follows depends on what was written. */
    void looksAgain();

    /**
     * Is told, where it is translated step by step, that a packet gets into a bucket.
     *
     * @param group  number of the group
     * @param bucket its index there
     */
    void enters(int group, int bucket);

    /** Ends what began last and has not ended yet. */
    void leaves();
}
