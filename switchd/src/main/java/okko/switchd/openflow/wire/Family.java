package okko.switchd.openflow.wire;

import java.util.Optional;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowException;

/** Writes and reads the messages of one family, in one version and dialect. */
interface Family {

    /**
     * Reads the body of a message.
     *
     * @param kind of the message
     * @param body behind its header, and behind what says which kind it is
     * @return the message; empty if the kind is none of this family's, and nothing has been read
     * @throws OpenFlowException if it cannot be understood
     */
    Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException;

    /**
     * Writes a message, in as many frames as it needs.
     *
     * @param message to write
     * @param output  takes them
     * @return whether it is one of this family's; if not, nothing has been written
     */
    boolean encode(Message message, FrameOutput output);
}
