/**
 * Stage 4 of 6: which rules can decide about a packet, and in which order are they asked? <b>Hot</b> where the cache
 * misses.
 *
 * <p>In: a {@link okko.switchd.flow.FlowKey}. Out: a {@link okko.switchd.classify.Decision}, the rules whose header
 * fields match, in order of priority, down to the first one without a filter. Whatever the filters of the rules before
 * it say, nothing behind it is ever reached: so a decision is a function of the key alone, and a cache that maps keys
 * to decisions is exact however often a filter changes its mind. Running the filters is left to the caller.
 *
 * <p>The control thread builds a new immutable {@link okko.switchd.classify.RuleTable} for each change, one for each
 * datapath thread, and hands it over. Idea: tuple space search (Srinivasan, Suri, Varghese, SIGCOMM 1999): one hash
 * table for each distinct mask, those that can hold the highest priorities first.
 */
package okko.switchd.classify;
