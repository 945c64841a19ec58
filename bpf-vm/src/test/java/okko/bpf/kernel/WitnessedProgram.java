package okko.bpf.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import okko.bpf.asm.Assembler;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.isa.Encoder;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;

/**
 * A program as both machines run it: the kernel hands out only the low half of r0, so that a wrapper calls the program
 * and keeps all of its result in map 0.
 *
 * @param image for us; the kernel gets its code with descriptors in place of map numbers
 */
record WitnessedProgram(ProgramImage image) {

    /** Key 0 of map 0 is the program's r0. */
    static final MapDefinition RESULT = new MapDefinition("result", MapType.ARRAY, 4, 8, 1);

    private static final int SLOT_BYTES = 8;
    private static final int LDDW = 0x18;

    private static final String WRAPPER = """
            r1 = 0
            r2 = 0
            call program
            *(u64 *)(r10 - 8) = r0
            *(u32 *)(r10 - 12) = 0
            r1 = map 0
            r2 = r10
            r2 += -12
            r3 = r10
            r3 += -8
            r4 = 0
            call bpf_map_update_elem
            r0 = 2
            exit
            program:
            """;

    /** Wraps a program that gets 0 in r1 and r2. */
    static WitnessedProgram wrapping(String assembly) {
        return new WitnessedProgram(image(WRAPPER + assembly, List.of(RESULT)));
    }

    /** A whole XDP program, whose map 0 is {@link #RESULT} if it cares to use it. */
    static WitnessedProgram whole(String assembly, List<MapDefinition> maps) {
        return new WitnessedProgram(image(assembly, maps));
    }

    private static ProgramImage image(String assembly, List<MapDefinition> maps) {
        return new ProgramImage("witnessed", Abi.XDP, Assembler.assemble(assembly), maps, SourceLines.NONE);
    }

    /** The bytecode for the kernel, whose maps have descriptors. */
    byte[] bytecode(int[] descriptors) {
        ByteBuffer code = ByteBuffer.wrap(Encoder.encode(image.code())).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < code.limit(); at += SLOT_BYTES) {
            if ((code.get(at) & 0xff) == LDDW) {
                int kind = code.get(at + 1) >> 4 & 0xf;
                if (kind == 5 || kind == 6) { // by index: by descriptor has the number that is four less
                    code.put(at + 1, (byte) (code.get(at + 1) & 0xf | kind - 4 << 4));
                    code.putInt(at + 4, descriptors[code.getInt(at + 4)]);
                }
                at += SLOT_BYTES;
            }
        }
        return code.array();
    }
}
