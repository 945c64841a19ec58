package okko.bpf.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Code;
import okko.bpf.isa.DecodeOutcome.Decoded;
import okko.bpf.isa.Decoder;
import okko.bpf.isa.Encoder;
import okko.bpf.isa.Structure;

/** Programs that are almost those that somebody wrote: a few fields of a few instructions differ. */
final class MutatedProgram {

    private static final int SLOT_BYTES = 8;
    /** As if the instruction were left out. */
    private static final long JUMP_TO_NEXT = 5;

    private static final int MOST_CHANGES = 1;

    private MutatedProgram() {}

    /**
     * A well-formed program that differs from another one in one or two slots, without a loop: the kernel goes round
     * loops one by one, for seconds.
     */
    static ProgramImage of(ProgramImage image, Random random) {
        while (true) {
            ByteBuffer code = ByteBuffer.wrap(Encoder.encode(image.code())).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 1 + random.nextInt(MOST_CHANGES); i > 0; i--) {
                change(code, SLOT_BYTES * random.nextInt(image.code().slots()), random);
            }
            if (Decoder.decode(code.array()) instanceof Decoded(var mutated) && !mutated.equals(image.code())
                    && !jumpsBack(mutated)) {
                return new ProgramImage(image.name(), image.abi(), mutated, image.maps(), image.lines());
            }
        }
    }

    /** Whether mutants can be made of a program. */
    static boolean isSeed(ProgramImage image) {
        return !jumpsBack(image.code());
    }

    private static boolean jumpsBack(Code code) {
        return IntStream.range(0, code.slots()).filter(pc -> code.at(pc) != null).anyMatch(pc ->
                Arrays.stream(Structure.successors(pc, code.at(pc))).anyMatch(next -> next <= pc));
    }

    private static void change(ByteBuffer code, int slot, Random random) {
        switch (random.nextInt(6)) {
            case 0 -> code.put(slot, (byte) (code.get(slot) ^ 1 << random.nextInt(8)));
            case 1 -> code.put(slot + 1, (byte) (code.get(slot + 1) & 0xf0 | random.nextInt(11)));
            case 2 -> code.put(slot + 1, (byte) (code.get(slot + 1) & 0xf | random.nextInt(11) << 4));
            case 3 -> code.putShort(slot + 2, (short) (code.getShort(slot + 2) + near(random)));
            case 4 -> code.putInt(slot + 4, code.getInt(slot + 4) + near(random));
            default -> code.putLong(slot, JUMP_TO_NEXT);
        }
    }

    /** Mostly a small step, which bounds notice; sometimes a large one. */
    private static int near(Random random) {
        return random.nextInt(4) == 0 ? random.nextInt() >> random.nextInt(32) : random.nextInt(-16, 17);
    }
}
