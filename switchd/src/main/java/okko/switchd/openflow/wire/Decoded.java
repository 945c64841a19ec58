package okko.switchd.openflow.wire;

import okko.switchd.openflow.Message;

/**
 * A message that came.
 *
 * @param xid     its number: answers carry the one of their question
 * @param message what it says
 * @param hasMore whether another part of the same question or answer follows
 */
public record Decoded(int xid, Message message, boolean hasMore) {}
