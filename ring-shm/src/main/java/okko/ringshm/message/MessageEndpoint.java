package okko.ringshm.message;

/**
 * One direction of a connection.
 *
 * @param channel Aeron's name of a medium, {@code aeron:ipc} or {@code aeron:udp?endpoint=10.0.0.2:40001}
 * @param stream  tells apart what shares a channel
 */
public record MessageEndpoint(String channel, int stream) {

    /** Between processes of one machine, by memory that the driver's directory holds. */
    public static final String IPC_CHANNEL = "aeron:ipc";

    /** What a channel begins with. */
    public static final String CHANNEL_PREFIX = "aeron:";

    /** Where packets go to a processor, unless said otherwise. */
    public static final MessageEndpoint TO_PROCESSOR = new MessageEndpoint(IPC_CHANNEL, 1001);

    /** Where answers come from, unless said otherwise. */
    public static final MessageEndpoint FROM_PROCESSOR = new MessageEndpoint(IPC_CHANNEL, 1002);

    @Override
    public String toString() {
        return channel + " stream " + stream;
    }
}
