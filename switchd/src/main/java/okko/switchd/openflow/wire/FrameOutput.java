package okko.switchd.openflow.wire;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import okko.switchd.openflow.OpenFlowVersion;

/** Puts headers before bodies, and cuts long answers into parts. */
final class FrameOutput {

    static final int HEADER_BYTES = 8;

    private static final int LENGTH_OFFSET = 2;
    private static final int MULTIPART_FLAGS_OFFSET = 10;
    private static final int FLAG_MORE = 1;
    private static final int EXPERIMENTER_STATISTICS = 0xffff;
    private static final int EXPERIMENTER_MESSAGE = 4;

    /** Parts of an answer are not longer than this, unless one entry is; Open vSwitch cuts at 64 KiB too. */
    private static final int MAX_PART_BYTES = 0xffff;

    private final OpenFlowVersion version;
    private final int xid;
    private final Consumer<byte[]> frames;

    /**
     * Begins.
     *
     * @param version of the headers
     * @param xid     of the headers
     * @param frames  takes each whole frame
     */
    FrameOutput(OpenFlowVersion version, int xid, Consumer<byte[]> frames) {
        this.version = version;
        this.xid = xid;
        this.frames = frames;
    }

    /**
     * Has frames changed before they go.
     *
     * @param change of a whole frame
     * @return output of the same version and number to the same place
     */
    FrameOutput changed(UnaryOperator<byte[]> change) {
        return new FrameOutput(version, xid, frame -> frames.accept(change.apply(frame)));
    }

    /** {@return the version that is written} */
    OpenFlowVersion version() {
        return version;
    }

    /**
     * Writes a message of one frame.
     *
     * @param kind of it
     * @param body writes what is behind the header
     * @throws IllegalArgumentException if it becomes longer than a frame can be
     */
    void message(Kind kind, Consumer<WireWriter> body) {
        WireWriter writer = new WireWriter();
        begin(kind, writer);
        body.accept(writer);
        end(writer, 0);
    }

    /**
     * Writes an answer of as many parts as it needs. An entry that is longer than a part cannot be told at all, and is
     * left out: what is short in one version may be that long in another.
     *
     * @param kind    of it
     * @param entries in order; without any there is one part without entries
     * @param entry   writes one of them
     * @param <T>     of the entries
     */
    <T> void multipart(Kind kind, List<T> entries, BiConsumer<T, WireWriter> entry) {
        WireWriter writer = new WireWriter();
        begin(kind, writer);
        int bodyStart = writer.position();
        for (T each : entries) {
            int start = writer.position();
            entry.accept(each, writer);
            if (bodyStart + writer.position() - start > MAX_PART_BYTES) {
                writer.cutTo(start);
            } else if (writer.position() > MAX_PART_BYTES) {
                byte[] last = writer.toBytes(start);
                writer.cutTo(start);
                end(writer, FLAG_MORE);
                writer = new WireWriter();
                begin(kind, writer);
                writer.bytes(last);
            }
        }
        end(writer, 0);
    }

    private void begin(Kind kind, WireWriter writer) {
        writer.u8(version.wire());
        switch (kind.space()) {
            case PLAIN -> header(writer, kind.type());
            case EXPERIMENTER -> header(writer, EXPERIMENTER_MESSAGE).u32(kind.experimenter()).u32(kind.type());
            case REQUEST -> statistics(writer, true, kind.type());
            case REPLY -> statistics(writer, false, kind.type());
            case EXPERIMENTER_REQUEST -> experimenterStatistics(writer, true, kind);
            case EXPERIMENTER_REPLY -> experimenterStatistics(writer, false, kind);
        }
    }

    private WireWriter header(WireWriter writer, int type) {
        return writer.u8(type).u16(0).u32(xid);
    }

    private void statistics(WireWriter writer, boolean isRequest, int type) {
        boolean isFirst = version == OpenFlowVersion.V1_0;
        int request = isFirst ? 16 : 18;
        header(writer, isRequest ? request : request + 1).u16(type).u16(0);
        if (!isFirst) {
            writer.zeros(4);
        }
    }

    private void experimenterStatistics(WireWriter writer, boolean isRequest, Kind kind) {
        statistics(writer, isRequest, EXPERIMENTER_STATISTICS);
        writer.u32(kind.experimenter()).u32(kind.type());
        if (version == OpenFlowVersion.V1_0) {
            writer.zeros(4); // Nicira's header of statistics in OpenFlow 1.0 is 24 bytes long
        }
    }

    private void end(WireWriter writer, int flags) {
        int length = writer.position();
        if (length > MAX_PART_BYTES) {
            throw new IllegalArgumentException("a message of %d bytes; the longest has %d"
                    .formatted(length, MAX_PART_BYTES));
        }
        writer.patchU16(LENGTH_OFFSET, length);
        if (flags != 0) {
            writer.patchU16(MULTIPART_FLAGS_OFFSET, flags);
        }
        frames.accept(writer.toBytes(0));
    }
}
