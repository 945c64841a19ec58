package okko.switchd.openflow.wire;

import java.util.Arrays;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;

/**
 * Where Oko put a program's number into a structure of OpenFlow's, and what became of the structure: fields behind it
 * moved by two bytes up to some padding, which is shorter or longer there.
 *
 * @param programAt    offset of the number, bytes
 * @param paddingAt    offset of the padding that changed, in the structure as OpenFlow has it
 * @param paddingBytes how much longer the padding is in Oko's; negative if it is shorter
 */
record ProgramInserts(int programAt, int paddingAt, int paddingBytes) {

    private static final ProgramInserts FLOW_MOD_10 = new ProgramInserts(62, 64, 6);
    private static final ProgramInserts FLOW_MOD_11 = new ProgramInserts(38, 40, 6);

    /** In {@code struct nx_flow_mod}. */
    static final ProgramInserts NICIRA_FLOW_MOD = new ProgramInserts(22, 26, -2);

    /** In {@code struct nx_flow_stats}. */
    static final ProgramInserts NICIRA_FLOW_STATISTICS = new ProgramInserts(48, 48, 6);

    private static final ProgramInserts FLOW_STATISTICS_10 = new ProgramInserts(54, 58, -2);
    private static final ProgramInserts FLOW_STATISTICS_11 = new ProgramInserts(14, 22, -2);

    /** {@return that in {@code struct ofp_flow_mod} of a version} */
    static ProgramInserts flowMod(OpenFlowVersion version) {
        return version == OpenFlowVersion.V1_0 ? FLOW_MOD_10 : FLOW_MOD_11;
    }

    /** {@return that in {@code struct ofp_flow_stats} of a version} */
    static ProgramInserts flowStatistics(OpenFlowVersion version) {
        return version == OpenFlowVersion.V1_0 ? FLOW_STATISTICS_10 : FLOW_STATISTICS_11;
    }

    /** A structure without the number, and the number. */
    record Removed(byte[] standard, int program) {}

    /**
     * Takes the number out.
     *
     * @param oko structure and what follows it
     * @return the same as OpenFlow has it
     * @throws OpenFlowException if it is too short
     */
    Removed remove(byte[] oko) throws OpenFlowException {
        int paddingAtThere = paddingAt + Short.BYTES;
        if (oko.length < paddingAtThere + Math.max(paddingBytes, 0)) {
            throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_LEN,
                    "%d bytes where Oko has a filter_prog at %d".formatted(oko.length, programAt));
        }
        int program = (oko[programAt] & 0xff) << Byte.SIZE | oko[programAt + 1] & 0xff;
        WireWriter standard = new WireWriter();
        standard.bytes(Arrays.copyOf(oko, programAt))
                .bytes(Arrays.copyOfRange(oko, programAt + Short.BYTES, paddingAtThere))
                .zeros(Math.max(-paddingBytes, 0))
                .bytes(Arrays.copyOfRange(oko, paddingAtThere + Math.max(paddingBytes, 0), oko.length));
        return new Removed(standard.toBytes(0), program);
    }

    /**
     * Puts the number in.
     *
     * @param standard structure and what follows it, as OpenFlow has it
     * @param from     where the structure begins
     * @param program  number of the program
     * @return the same as Oko has it, with what stands before it
     */
    byte[] insert(byte[] standard, int from, int program) {
        WireWriter oko = new WireWriter();
        oko.bytes(Arrays.copyOf(standard, from + programAt)).u16(program)
                .bytes(Arrays.copyOfRange(standard, from + programAt, from + paddingAt))
                .zeros(Math.max(paddingBytes, 0))
                .bytes(Arrays.copyOfRange(standard, from + paddingAt + Math.max(-paddingBytes, 0), standard.length));
        return oko.toBytes(0);
    }
}
