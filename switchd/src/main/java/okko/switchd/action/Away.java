package okko.switchd.action;

import okko.switchd.packet.Packet;
import okko.switchd.packet.Question;

/** A step that sends the packet to a processor; when it is back, its way goes on behind this step. */
public interface Away extends Question {

    /**
     * Takes the packet back.
     *
     * @param packet that is back
     * @param answer of the processor, 0 to 255
     * @return what comes next, if the tables are still those of {@link #generation}
     */
    Step comeBack(Packet packet, int answer);

    /** {@return generation of the tables that the step was translated from} */
    long generation();

    /** {@return what remains to be done if the tables are others by now} */
    Continuation continuation();
}
