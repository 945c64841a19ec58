package okko.switchd.datapath;

import okko.switchd.flow.Match;

/**
 * A cached flow, as it was at some moment.
 *
 * @param match   what its packets' header fields agree in
 * @param pass    0, or the number of what remains to be done with packets that are looked up once more
 * @param actions what is done with them: steps as in a list of actions, a filter's two branches in brackets
 * @param packets since it was made
 * @param bytes   of their frames
 * @param idleNs  about how long ago the last one came
 */
public record CachedFlowStatus(Match match, long pass, String actions, long packets, long bytes, long idleNs) {}
