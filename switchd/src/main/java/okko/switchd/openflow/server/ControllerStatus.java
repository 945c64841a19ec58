package okko.switchd.openflow.server;

/**
 * A controller or a listener in {@code controller list}. Of a listener, each connection follows on its own.
 *
 * @param target    as it was written; of a connection that came in, where it came from
 * @param state     {@code listening}, {@code backoff}, {@code connecting}, {@code greeting} or {@code active}
 * @param role      {@code equal}, {@code master} or {@code slave}; empty until the version is agreed on
 * @param version   {@code 1.3} for instance; empty until it is agreed on
 * @param sinceS    how long it has been in this state; of a connection, how long it is there
 * @param received  messages that came over the connection
 * @param sent      messages that were sent over it
 * @param refused   messages that were answered by an error
 * @param dropped   events that the controller was not told because it read too slowly
 * @param waitingBytes that it has not taken yet
 * @param attempts  how often the switch has begun to connect to it
 * @param lastError why the last connection or attempt ended, one line; empty if none did
 */
public record ControllerStatus(String target, String state, String role, String version, long sinceS, long received,
        long sent, long refused, long dropped, long waitingBytes, long attempts, String lastError) {

    /** {@return the same, under the name by which the connection was asked for} */
    ControllerStatus named(String asked) {
        return new ControllerStatus(asked, state, role, version, sinceS, received, sent, refused, dropped,
                waitingBytes, attempts, lastError);
    }
}
