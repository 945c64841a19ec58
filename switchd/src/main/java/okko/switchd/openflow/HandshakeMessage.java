package okko.switchd.openflow;

import java.util.List;
import java.util.Set;

/** What both sides need to talk at all (OpenFlow 1.3, 7.1, 7.3.1, 7.3.2 and 7.5). */
public sealed interface HandshakeMessage extends Message {

    /**
     * The first message of both sides.
     *
     * @param versions that the sender speaks, by their numbers on the wire; also ones that Okko does not know
     */
    record Hello(Set<Integer> versions) implements HandshakeMessage {

        /** Copies. */
        public Hello {
            versions = Set.copyOf(versions);
        }
    }

    /**
     * An error ({@code OFPT_ERROR}).
     *
     * @param type   as on the wire of OpenFlow 1.1 and later
     * @param code   of this type
     * @param error  the same, by its name; {@code null} if Okko has none for it
     * @param reason one line for people; empty unless the other side is Okko
     * @param cause  the message that it is about, or its beginning; stays the caller's
     */
    record Failure(int type, int code, OpenFlowError error, String reason, byte[] cause)
            implements HandshakeMessage {

        /**
         * Makes the answer to a message.
         *
         * @param refusal why it cannot be carried out
         * @param cause   the message
         * @return an error
         */
        public static Failure of(OpenFlowException refusal, byte[] cause) {
            OpenFlowError error = refusal.error();
            return new Failure(error.type(), error.code(), error, refusal.getMessage(), cause);
        }
    }

    /**
     * Asks for a sign of life.
     *
     * @param data that comes back; stays the caller's
     */
    record EchoRequest(byte[] data) implements HandshakeMessage {}

    /**
     * A sign of life.
     *
     * @param data of the request; stays the caller's
     */
    record EchoReply(byte[] data) implements HandshakeMessage {}

    /** Asks for all before it to be done. */
    record BarrierRequest() implements HandshakeMessage {}

    /** All before the request is done. */
    record BarrierReply() implements HandshakeMessage {}

    /** Asks who the switch is. */
    record FeaturesRequest() implements HandshakeMessage {}

    /**
     * Who the switch is.
     *
     * @param datapathId   unsigned
     * @param buffers      how many packets it can keep for a controller
     * @param tables       how many it has
     * @param auxiliaryId  of the connection, 0 for the main one; not in OpenFlow 1.0
     * @param capabilities bits of {@code enum ofp_capabilities}
     * @param ports        in OpenFlow 1.0 all ports, later none
     * @param actions      in OpenFlow 1.0 bit i for number i of {@code enum ofp_action_type}, later 0
     */
    record FeaturesReply(long datapathId, int buffers, int tables, int auxiliaryId, int capabilities,
            List<PortDescription> ports, int actions) implements HandshakeMessage {

        /** All actions of OpenFlow 1.0. */
        public static final int ALL_ACTIONS = 0xfff;

        /** Copies. */
        public FeaturesReply {
            ports = List.copyOf(ports);
        }

        /**
         * Tells of a switch that knows all actions.
         *
         * @param datapathId   unsigned
         * @param buffers      how many packets it can keep for a controller
         * @param tables       how many it has
         * @param auxiliaryId  of the connection, 0 for the main one; not in OpenFlow 1.0
         * @param capabilities bits of {@code enum ofp_capabilities}
         * @param ports        in OpenFlow 1.0 all ports, later none
         */
        public FeaturesReply(long datapathId, int buffers, int tables, int auxiliaryId, int capabilities,
                List<PortDescription> ports) {
            this(datapathId, buffers, tables, auxiliaryId, capabilities, ports, ALL_ACTIONS);
        }
    }

    /** Asks for the configuration. */
    record GetConfigRequest() implements HandshakeMessage {}

    /**
     * The configuration of this connection.
     *
     * @param flags         bits of {@code enum ofp_config_flags}
     * @param missSendBytes how much of a packet that no rule matches comes to this controller
     */
    record GetConfigReply(int flags, int missSendBytes) implements HandshakeMessage {}

    /**
     * Changes the configuration of this connection.
     *
     * @param flags         as in {@link GetConfigReply}
     * @param missSendBytes as in {@link GetConfigReply}
     */
    record SetConfig(int flags, int missSendBytes) implements HandshakeMessage {}
}
