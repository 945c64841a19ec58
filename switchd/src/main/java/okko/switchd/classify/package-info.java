/**
 * Stage 4 of 6: which rules of a table can decide about a packet, and in which order are they asked? Needed where
 * the caches miss.
 *
 * <p>In: a {@link okko.switchd.flow.FlowKey}. Out: the rules whose header fields match, in order of priority, down
 * to the first one without a filter, and the bits of the key that this depended on. Whatever the filters of the
 * rules before it say, nothing behind it is ever reached: so the answer is a function of the key alone. Running the
 * filters is left to the caller.
 *
 * <p>A {@link okko.switchd.classify.Classifier} is a list of subtables, one for each mask; a subtable is a tree of
 * {@code HashTrie}s, one level for each {@code Stage}. A
 * {@code PrefixTrie} for each field that is matched by prefixes tells which subtables need not be
 * searched. All of it is immutable and shared by the datapath threads: {@link okko.switchd.classify.ClassifierBuilder}
 * makes the next one, which shares what did not change.
 *
 * <p>The control thread builds new immutable {@link okko.switchd.classify.Tables} for each change and hands them
 * over. Idea: tuple space search (Srinivasan, Suri, Varghese, SIGCOMM 1999): one hash table for each distinct mask,
 * those that can hold the highest priorities first.
 */
package okko.switchd.classify;
