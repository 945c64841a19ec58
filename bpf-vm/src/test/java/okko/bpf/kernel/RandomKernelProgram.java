package okko.bpf.kernel;

import java.util.List;
import java.util.Random;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;

/**
 * Random XDP programs that the kernel accepts too: arithmetic of all kinds on r6 to r9 and r0, forward jumps, packet and
 * stack accesses within checked bounds, atomics on the stack, and a hash map with few keys.
 */
final class RandomKernelProgram {

    static final int PACKET_BYTES = 64;

    /** The result, then a hash map that programs fill. */
    static final List<MapDefinition> MAPS =
            List.of(WitnessedProgram.RESULT, new MapDefinition("table", MapType.HASH, 4, 8, 4));

    private static final int STATEMENTS = 40;
    private static final String[] ALU = {"+=", "-=", "*=", "/=", "s/=", "|=", "&=", "%=", "s%=", "^=", "="};
    private static final String[] SHIFTS = {"<<=", ">>=", "s>>="};
    private static final String[] CONDITIONS = {"==", "!=", "&", ">", ">=", "<", "<=", "s>", "s>=", "s<", "s<="};
    private static final int[] NUMBERS = {0, 6, 7, 8, 9};

    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private int labels;

    private RandomKernelProgram(Random random) {
        this.random = random;
    }

    static String assembly(Random random) {
        return new RandomKernelProgram(random).build();
    }

    private String build() {
        // Packet in r1 of the kernel's context: its bytes go to the numbers, then to the stack.
        text.append("""
                r2 = *(u32 *)(r1 + 0)
                r3 = *(u32 *)(r1 + 4)
                r4 = r2
                r4 += %d
                r0 = 1
                if r4 > r3 goto out
                r0 = *(u64 *)(r2 + 0)
                r6 = *(u64 *)(r2 + 8)
                r7 = *(u32 *)(r2 + 16)
                r8 = *(u16 *)(r2 + 20)
                r9 = *(u8 *)(r2 + 22)
                *(u64 *)(r10 - 8) = r6
                *(u64 *)(r10 - 16) = r7
                """.formatted(PACKET_BYTES));
        if (random.nextBoolean()) {
            text.append("*(u%d *)(r2 + %d) = r6\n".formatted(8 << random.nextInt(4), random.nextInt(PACKET_BYTES - 8)));
        }
        for (int i = 0; i < STATEMENTS; i++) {
            statement();
        }
        text.append("""
                *(u64 *)(r10 - 8) = r0
                *(u32 *)(r10 - 20) = 0
                r1 = map 0
                r2 = r10
                r2 += -20
                r3 = r10
                r3 += -8
                r4 = 0
                call bpf_map_update_elem
                out:
                r0 = 2
                exit
                """);
        return text.toString();
    }

    private void statement() {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> line("%s %s %s", wide(), of(ALU), random.nextBoolean() ? wide() : constant());
            case 3, 4 -> line("%s %s %s", narrow(), of(ALU), random.nextBoolean() ? narrow() : constant());
            case 5 -> line("%s %s %d", wide(), of(SHIFTS), random.nextInt(64));
            case 6 -> line("%s %s %d", narrow(), of(SHIFTS), random.nextInt(32));
            case 7 -> unary();
            case 8 -> jump();
            case 9 -> stack();
            case 10 -> atomic();
            default -> map();
        }
    }

    private void unary() {
        String register = wide();
        switch (random.nextInt(5)) {
            case 0 -> line("%s = -%s", register, register);
            case 1 -> line("%s = (s%d)%s", register, 8 << random.nextInt(3), wide());
            case 2 -> line("%s = %s%d %s", register, of("le", "be", "bswap"), 16 << random.nextInt(3), register);
            case 3 -> {
                String low = narrow();
                line("%s = -%s", low, low);
            }
            default -> line("%s = (s%d)%s", narrow(), 8 << random.nextInt(2), narrow());
        }
    }

    private void jump() {
        String label = "l" + labels++;
        boolean isWide = random.nextBoolean();
        line("if %s %s %s goto %s", isWide ? wide() : narrow(), of(CONDITIONS),
                random.nextBoolean() ? constant() : isWide ? wide() : narrow(), label);
        line("%s %s %s", wide(), of(ALU), constant());
        line("%s:", label);
    }

    private void stack() {
        int bytes = 1 << random.nextInt(4);
        int offset = -bytes * (1 + random.nextInt(16 / bytes));
        if (random.nextBoolean()) {
            line("*(u%d *)(r10 - %d) = %s", 8 * bytes, -offset, wide());
        } else {
            line("%s = *(%s%d *)(r10 - %d)", wide(), bytes < 8 && random.nextBoolean() ? "s" : "u", 8 * bytes, -offset);
        }
    }

    private void atomic() {
        boolean isWide = random.nextBoolean();
        String memory = isWide ? "(u64 *)(r10 - 8)" : "(u32 *)(r10 - 16)";
        String register = isWide ? wide() : narrow();
        switch (random.nextInt(4)) {
            case 0 -> line("lock *%s %s %s", memory, of("+=", "|=", "&=", "^="), register);
            case 1 -> line("%s = atomic_fetch_%s(%s, %s)", register, of("add", "or", "and", "xor"), memory, register);
            case 2 -> line("%s = xchg%s, %s)", register, isWide ? "_64(r10 - 8" : "32_32(r10 - 16", register);
            default -> line("%s = cmpxchg%s, %s, %s)", isWide ? "r0" : "w0",
                    isWide ? "_64(r10 - 8" : "32_32(r10 - 16", isWide ? "r0" : "w0", register);
        }
    }

    private void map() {
        line("*(u32 *)(r10 - 20) = %d", random.nextInt(6));
        line("*(u64 *)(r10 - 32) = %s", wide());
        line("r1 = map 1");
        line("r2 = r10");
        line("r2 += -20");
        switch (random.nextInt(3)) {
            case 0 -> {
                line("r3 = r10");
                line("r3 += -32");
                line("r4 = %d", random.nextInt(3));
                line("call bpf_map_update_elem");
            }
            case 1 -> line("call bpf_map_delete_elem");
            default -> {
                String label = "l" + labels++;
                line("call bpf_map_lookup_elem");
                line("if r0 == 0 goto %s", label);
                line("r0 = *(u64 *)(r0 + 0)");
                line("%s:", label);
            }
        }
    }

    private String wide() {
        return "r" + NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private String narrow() {
        return "w" + NUMBERS[random.nextInt(NUMBERS.length)];
    }

    /** Never 0, so that it may be a divisor. */
    private String constant() {
        int value = random.nextInt(4) == 0 ? random.nextInt(-3, 4) : random.nextInt();
        return Integer.toString(value == 0 ? 1 : value);
    }

    private String of(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private void line(String format, Object... arguments) {
        text.append(format.formatted(arguments)).append('\n');
    }
}
