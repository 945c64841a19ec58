package okko.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import okko.bpf.isa.DecodeOutcome.Decoded;
import okko.bpf.isa.Decoder;
import org.junit.jupiter.api.Test;

/**
 * Counts what the cases cover: each form of each instruction that the decoder accepts has to appear in one of them. A
 * form is an opcode with the fields that choose the operation: {@code 3f offset 1} is a signed division.
 */
class OpcodeCoverageTest {

    /** How many there are in RFC 9669, the older encoding of a call by register included. */
    private static final int FORMS = 171;

    private static final int SLOT_BYTES = 8;
    private static final int LDDW = 0x18;
    private static final int[] SOURCES = {0, 1, 2, 3, 4, 5, 6};
    private static final int[] OFFSETS = {0, 1, 8, 16, 32};
    private static final int[] IMMEDIATES =
            {0, 1, 16, 32, 64, 0x40, 0x41, 0x50, 0x51, 0xa0, 0xa1, 0xe0, 0xe1, 0xf0, 0xf1};
    private static final long EXIT = 0x95;

    @Test
    void shouldHaveACaseForEachFormThatTheDecoderAccepts() {
        Set<String> accepted = acceptedForms();
        var covered = new TreeSet<String>();
        TextCase.all().forEach(each -> covered.addAll(forms(each.bytecode())));

        var missing = new TreeSet<>(accepted);
        missing.removeAll(covered);
        assertThat(missing).as("forms without a case").isEmpty();
        assertThat(accepted).as("forms that the decoder accepts").hasSize(FORMS);
    }

    /** Tries each opcode with all values of the fields that may matter. */
    private static Set<String> acceptedForms() {
        var forms = new TreeSet<String>();
        for (int opcode = 0; opcode < 256; opcode++) {
            for (int source : SOURCES) {
                for (int offset : OFFSETS) {
                    for (int immediate : IMMEDIATES) {
                        byte[] program = program(opcode, source, offset, immediate);
                        if (Decoder.decode(program) instanceof Decoded) {
                            forms.add(forms(program).getFirst());
                        }
                    }
                }
            }
        }
        return forms;
    }

    /** The instruction, then exits for it to jump to. */
    private static byte[] program(int opcode, int source, int offset, int immediate) {
        var program = ByteBuffer.allocate(4 * SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        program.put((byte) opcode).put((byte) (source << 4)).putShort((short) offset).putInt(immediate);
        program.putLong(opcode == LDDW ? 0 : EXIT);
        while (program.hasRemaining()) {
            program.putLong(EXIT);
        }
        return program.array();
    }

    private static List<String> forms(byte[] bytecode) {
        var forms = new ArrayList<String>();
        ByteBuffer program = ByteBuffer.wrap(bytecode).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < bytecode.length; at += SLOT_BYTES) {
            int opcode = program.get(at) & 0xff;
            forms.add("%02x".formatted(opcode) + operation(opcode, program.get(at + 1) >> 4 & 0x0f,
                    program.getShort(at + 2), program.getInt(at + 4)));
            at += opcode == LDDW ? SLOT_BYTES : 0;
        }
        return forms;
    }

    private static String operation(int opcode, int source, int offset, int immediate) {
        return switch (opcode) {
            case LDDW, 0x85 -> " source " + source;
            case 0x8d -> immediate == 0 ? " new" : " old";
            case 0xc3, 0xdb -> " operation %x".formatted(immediate);
            case 0xd4, 0xd7, 0xdc -> " bits " + immediate;
            case 0x34, 0x37, 0x3c, 0x3f, 0x94, 0x97, 0x9c, 0x9f, 0xbc, 0xbf -> " offset " + offset;
            default -> "";
        };
    }
}
