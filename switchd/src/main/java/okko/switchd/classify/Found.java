package okko.switchd.classify;

/** What a stage of a subtable leads to: the next stage, or behind the last one the rules. */
sealed interface Found permits HashTrie, RankedRule {}
