package okko.switchd.openflow.wire;

import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.PacketInFormat;

/**
 * What the two sides of a connection have agreed on, as far as it changes how messages look.
 *
 * @param version        of all messages
 * @param dialect        in which programs are spoken of
 * @param packetInFormat how packets are sent to the controller
 * @param tableIds       where the table of a flow stands in OpenFlow 1.0
 */
public record Encoding(
        OpenFlowVersion version, Dialect dialect, PacketInFormat packetInFormat, TableIds tableIds) {

    /** Where the table of a flow that is to be changed stands in OpenFlow 1.0. */
    public enum TableIds {
        /** Nowhere: it is the first one. */
        ABSENT,
        /** In the high byte of the command ({@code NXT_FLOW_MOD_TABLE_ID}). */
        IN_COMMAND
    }

    /**
     * Makes what a connection begins with.
     *
     * @param version of all messages
     * @param dialect in which programs are spoken of
     * @return packets in the version's own format, no table in a command
     */
    public static Encoding initial(OpenFlowVersion version, Dialect dialect) {
        return new Encoding(version, dialect, PacketInFormat.STANDARD, TableIds.ABSENT);
    }

    /**
     * Chooses how packets are sent.
     *
     * @param format from now on
     * @return all else as it was
     */
    public Encoding with(PacketInFormat format) {
        return new Encoding(version, dialect, format, tableIds);
    }

    /**
     * Chooses where the table of a flow stands.
     *
     * @param place from now on
     * @return all else as it was
     */
    public Encoding with(TableIds place) {
        return new Encoding(version, dialect, packetInFormat, place);
    }
}
