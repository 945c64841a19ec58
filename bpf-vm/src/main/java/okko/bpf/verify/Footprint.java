package okko.bpf.verify;

import java.util.Set;
import java.util.TreeSet;
import okko.bpf.isa.Code;
import okko.bpf.isa.Instruction.LoadMap;
import okko.bpf.isa.Instruction.LoadMapValue;

/**
 * What the runs of an accepted program may touch. Each set holds at least what any run touches, whatever the packet is
 * and whatever the maps hold; that something is in a set does not mean that there is a run that touches it. Immutable.
 *
 * <p>Bytes are counted from where the packet begins when the program is called. The packet's length, which every
 * program is given, counts as read along with the bytes.
 *
 * @param packetRead    bytes of the packet that may be read; of an access at a variable offset all that it may reach
 * @param packetWritten bytes of the packet that may be written
 * @param mapsRead      positions in the image's maps: those that are looked up in or whose values are read, global data
 *                      among them
 * @param mapsWritten   positions in the image's maps: those whose contents may be changed, by a helper, through the
 *                      address of a value, or by a record of a ring buffer
 * @param beyond        what else a run may look at or change
 */
public record Footprint(
        PacketBytes packetRead, PacketBytes packetWritten, Set<Integer> mapsRead, Set<Integer> mapsWritten,
        Set<Beyond> beyond) {

    /** What there is besides the packet's bytes and length. */
    public enum Beyond {
        /** Maps whose contents may change, global data among them; constant data is not meant. */
        MAPS,
        /** The clock. */
        TIME,
        /** Random numbers. */
        RANDOM,
        /** Which thread runs the program, and how many there are. */
        THREAD,
        /** The port and the queue that the packet came from, or is going to. */
        PORT,
        /** The packet's metadata: it is looked at or changed. */
        METADATA,
        /** The log. */
        LOG,
        /** Where the packet goes to afterwards. */
        REDIRECT,
        /** Where the packet begins and ends: a helper may move it. */
        PACKET_ENDS,
        /** Another program that goes on with the packet, reached by a tail call. */
        OTHER_PROGRAM
    }

    /** Makes the sets immutable. */
    public Footprint {
        mapsRead = Set.copyOf(mapsRead);
        mapsWritten = Set.copyOf(mapsWritten);
        beyond = Set.copyOf(beyond);
    }

    /** What is to be expected of a program that nobody has looked at. */
    static Footprint anything(Code code) {
        Set<Integer> maps = new TreeSet<>();
        for (int pc = 0; pc < code.slots(); pc++) {
            if (code.at(pc) instanceof LoadMap load) {
                maps.add(load.map());
            } else if (code.at(pc) instanceof LoadMapValue load) {
                maps.add(load.map());
            }
        }
        return new Footprint(PacketBytes.ALL, PacketBytes.ALL, maps, maps, Set.of(Beyond.values()));
    }

    /**
     * {@return whether the result depends on nothing but the packet's length and the bytes in {@link #packetRead}, and
     * the run leaves nothing behind but its result: then the result for one packet is that for every packet with the
     * same length and the same bytes there}
     */
    public boolean isPure() {
        return beyond.isEmpty() && packetWritten.isEmpty();
    }

    /** {@return whether a helper may move the packet's begin or end} */
    public boolean movesPacket() {
        return beyond.contains(Beyond.PACKET_ENDS);
    }
}
