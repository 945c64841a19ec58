package okko.switchd.openflow;

import okko.switchd.flow.Match;

/**
 * What the filter of a flow did in the switch.
 *
 * @param table           of the flow
 * @param priority        of the flow
 * @param cookie          of the flow
 * @param match           of the flow, without its program
 * @param program         number of the program that its filter asks
 * @param runs            how often it was asked
 * @param meanPicoseconds mean time of a run, of those that were timed; 0 if none was
 */
public record FlowRuns(int table, int priority, long cookie, Match match, int program, long runs,
        long meanPicoseconds) {}
