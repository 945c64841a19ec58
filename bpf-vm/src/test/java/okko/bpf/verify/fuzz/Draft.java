package okko.bpf.verify.fuzz;

import static java.util.stream.Collectors.joining;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import okko.bpf.asm.Assembler;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.Role;
import okko.bpf.image.SourceLines;
import okko.bpf.isa.Code;
import okko.bpf.isa.Instruction;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapDefinition.ProgramAccess;
import okko.bpf.map.MapType;
import okko.bpf.verify.fuzz.Phrasebook.Phrase;
import okko.bpf.verify.fuzz.Phrasebook.Shape;

/** A random program that is being written, statement by statement. */
final class Draft {

    /** What the statements count on, in this order. */
    static final List<MapDefinition> MAPS = List.of(
            new MapDefinition("array", MapType.ARRAY, 4, 24, 4),
            MapDefinition.globalData(".bss", new byte[24], ProgramAccess.READ_WRITE),
            MapDefinition.globalData(
                    ".rodata", "constant".getBytes(StandardCharsets.US_ASCII), ProgramAccess.READ_ONLY),
            new MapDefinition("queue", MapType.QUEUE, 0, 12, 4),
            new MapDefinition("ring", MapType.RING_BUFFER, 0, 0, 4096),
            new MapDefinition("next", MapType.PROGRAM_ARRAY, 4, 4, 4),
            new MapDefinition("seen", MapType.BLOOM_FILTER, 0, 8, 64),
            new MapDefinition("hash", MapType.LRU_HASH, 8, 16, 4));

    /** Statements of all kinds, and those that only compute. */
    static final Phrasebook ANYTHING = Phrasebook.read("statements.txt");
    static final Phrasebook NUMBERS = Phrasebook.read("numbers.txt");

    private static final Phrasebook FUNCTIONS = Phrasebook.read("functions.txt");

    /** What jumps out of a statement lead to; the assembler finds these labels behind each statement. */
    private static final List<String> EXITS = List.of("skip", "back", "out", "function");

    private static final int FARTHEST = 4;

    private static final String OF_XDP = """
            r9 = r1; r6 = *(u32 *)(r1 + 0); r7 = *(u32 *)(r1 + 4); r1 = r6; r2 = r7; r2 -= r6
            """;

    private static final String OF_OTHERS = "r6 = r1; r9 = r2; r7 = r1; r7 += r2\n";

    private static final String BEGIN = """
            r8 = r10; r0 = 0; r3 = 5; r4 = r7; r5 = r2; *(u64 *)(r10 - 8) = 3; *(u64 *)(r10 - 16) = r2
            """;

    private static final String LOADS = """
            r1 = r6; r1 += 40; if r1 > r7 goto out
            r0 = *(u64 *)(r6 + 0); r1 = *(u64 *)(r6 + 8); r2 = *(s32 *)(r6 + 16); r3 = *(u32 *)(r6 + 20)
            r4 = *(s8 *)(r6 + 24); r5 = *(u16 *)(r6 + 28)
            """;

    private final Random random;
    private final Abi abi;
    private final Phrasebook phrases;
    private final Role role;
    private final List<Statement> statements = new ArrayList<>();
    private final Statement function;
    private final Statement end;
    private int loopsLeft;

    /** Its code, the pcs counted from its first instruction; how many statements on or back its jumps go. */
    private record Statement(Code code, int slots, int on, int back) {}

    /** A program without statements yet. */
    Draft(Random random, Abi abi, Phrasebook phrases, int maxLoops) {
        this.random = random;
        this.abi = abi;
        this.phrases = phrases;
        loopsLeft = maxLoops;
        role = random.nextInt(4) == 0 ? Role.values()[random.nextInt(Role.values().length)] : abi.usualRole();
        statements.add(statement((abi == Abi.XDP ? OF_XDP : OF_OTHERS) + BEGIN + (phrases == NUMBERS ? LOADS : "")));
        function = statement(FUNCTIONS.draw(abi, random).statement(random));
        end = statement(random.nextInt(4) == 0 ? "exit" : "r0 = 1; exit");
    }

    /** Adds a statement of some kind. */
    void add() {
        Phrase phrase = phrases.draw(abi, random);
        while (phrase.shape() == Shape.LOOP && loopsLeft == 0) {
            phrase = phrases.draw(abi, random);
        }
        loopsLeft -= phrase.shape() == Shape.LOOP ? 1 : 0;
        statements.add(statement(phrase.statement(random)));
    }

    /** Takes back what was added beyond a number of statements. */
    void shrinkTo(int count) {
        statements.subList(count, statements.size()).clear();
    }

    int statements() {
        return statements.size();
    }

    ProgramImage image() {
        return new ProgramImage("random", abi, code(), MAPS, SourceLines.NONE).as(role);
    }

    private Statement statement(String text) {
        int on = random.nextInt(FARTHEST);
        int back = 1 + random.nextInt(FARTHEST);
        Code code = Assembler.assemble(text + EXITS.stream().map("\n%s: exit"::formatted).collect(joining()));
        return new Statement(code, code.slots() - EXITS.size(), on, back);
    }

    private Code code() {
        List<Statement> all = new ArrayList<>(statements);
        all.add(end);
        all.add(function);
        int[] starts = new int[all.size() + 1];
        for (int i = 0; i < all.size(); i++) {
            starts[i + 1] = starts[i] + all.get(i).slots;
        }
        int out = statements.size();
        Instruction[] bySlot = new Instruction[starts[all.size()]];
        for (int i = 0; i < all.size(); i++) {
            Statement statement = all.get(i);
            int[] exits = {
                starts[Math.min(out, i + 1 + statement.on)], starts[Math.min(out, Math.max(1, i - statement.back))],
                starts[out], starts[out + 1]
            };
            int start = starts[i];
            for (int pc = 0; pc < statement.slots; pc++) {
                bySlot[start + pc] = Targets.mapped(statement.code.at(pc), target ->
                        target < statement.slots ? start + target : exits[target - statement.slots]);
            }
        }
        return new Code(bySlot);
    }
}
