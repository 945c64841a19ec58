package okko.bpf.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import okko.bpf.asm.Disassembler;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Structure;
import okko.bpf.isa.Width;
import okko.bpf.verify.Trail.Decision;

/**
 * Where what registers hold comes from. Asked only for findings, so it looks back through the program then, rather than
 * that every state carries the answer.
 */
final class Origins {

    /** A register that more instructions may have written last is not worth a list. */
    private static final int MAX_WRITERS = 3;

    /** Copies that are followed back. */
    private static final int MAX_COPIES = 16;

    /** In place of a pc: nothing has written the register since the function was entered. */
    private static final int ENTRY = -1;

    private final ProgramImage image;
    private final CallGraph functions;
    private final Trail trail;

    private Origins(ProgramImage image, CallGraph functions, Trail trail) {
        this.image = image;
        this.functions = functions;
        this.trail = trail;
    }

    /** Sentences about the registers that a need is about. */
    static List<String> of(Need need, int pc, State state, ProgramImage image, CallGraph functions) {
        return new Origins(image, functions, state.trail()).of(need, pc, state);
    }

    private List<String> of(Need need, int pc, State state) {
        List<String> sentences = new ArrayList<>();
        for (Reg register : registers(need)) {
            switch (state.value(register)) {
                case Value.Uninitialised _ -> sentences.addAll(whyUninitialised(register, pc));
                case Value.PacketPointer pointer -> sentences.addAll(ofVariable(pointer.sum()));
                case Value.Nullable pointer when pointer.isMaybeNull() ->
                    add(sentences, ofRegister(register.toString(), register, pc), "; not compared with 0 since");
                case Value.StackPointer pointer when pointer.min() == pointer.max() -> { }
                case Value.Excused _, Value.Stale _, Value.ContextPointer _, Value.MapHandle _ -> { }
                case Scalar _, Value.Mixed _, Value.PacketNumber _, Value.StackPointer _, Value.VariablePointer _,
                        Value.CodePointer _, Value.Nullable _ ->
                    add(sentences, ofRegister(register.toString(), register, pc), "");
            }
        }
        return sentences.stream().distinct().toList();
    }

    private static void add(List<String> sentences, String sentence, String end) {
        if (sentence != null) {
            sentences.add(sentence + end);
        }
    }

    private static List<Reg> registers(Need need) {
        return switch (need) {
            case Need.Initialised(Reg register) -> List.of(register);
            case Need.Number(Reg register) -> List.of(register);
            case Need.Halvable(Reg register) -> List.of(register);
            case Need.Arithmetic(var _, var _, Reg dst, Operand src) -> pair(dst, src);
            case Need.Comparable(var _, var _, Reg left, Operand right) -> pair(left, right);
            case Need.Memory memory -> List.of(memory.base());
            case Need.Aligned(Reg base, int _, int _) -> List.of(base);
            case Need.MultipleOf(Reg register, int _) -> List.of(register);
            case Need.Storable storable -> List.of(storable.value());
            case Need.Passed passed -> List.of(passed.register());
            case Need.NoContext(Reg base) -> List.of(base);
            case Need.NonZeroDivisor _, Need.ShiftBelowWidth _, Need.KnownHelper _, Need.NothingReserved _,
                    Need.WritablePacket _, Need.DefinedMap _, Need.DirectValue _, Need.Variable _ -> List.of();
        };
    }

    private static List<Reg> pair(Reg left, Operand right) {
        return right instanceof Reg register && !register.equals(left) ? List.of(left, register) : List.of(left);
    }

    private List<String> whyUninitialised(Reg register, int pc) {
        List<String> reasons = new ArrayList<>();
        for (int writer : writers(register, pc)) {
            if (writer == ENTRY) {
                reasons.add("there is a way from the function's first instruction on which nothing writes " + register);
            } else if (!register.equals(Structure.written(image.code().at(writer)))) {
                reasons.add(register + " was wiped by the call at " + Wording.at(writer, image));
            }
        }
        return reasons.size() <= MAX_WRITERS ? reasons : reasons.subList(0, MAX_WRITERS);
    }

    /** What the variable part of a place in the packet is. */
    private List<String> ofVariable(Sum sum) {
        long[] names = sum.names().filter(name -> name != Sum.LENGTH_NAME).toArray();
        List<String> sentences = new ArrayList<>();
        for (long name : names) {
            int pc = Site.pcOf(name);
            Reg register = Site.registerOf(name, image.code().at(pc));
            String subject = names.length == 1 ? "x" : "a part of x";
            add(sentences, register == null ? from(subject, List.of(pc)) : ofRegister(subject, register, pc), "");
        }
        return sentences;
    }

    /** A sentence about who wrote a register last; {@code null} if it holds what the program was given. */
    private String ofRegister(String subject, Reg register, int pc) {
        SortedSet<Integer> writers = new TreeSet<>();
        trace(new Reading(register, pc), writers, new HashSet<>());
        return writers.contains(ENTRY) || writers.isEmpty() || writers.size() > MAX_WRITERS
                ? null
                : from(subject, writers);
    }

    /** Looks for the writers of what a register holds, through copies, and through the call that the way came by. */
    private void trace(Reading reading, SortedSet<Integer> found, Set<Reading> seen) {
        if (!seen.add(reading) || seen.size() > MAX_COPIES) {
            return;
        }
        for (int writer : writers(reading.register, reading.pc)) {
            if (writer == ENTRY && callOf(reading.pc) != null) {
                trace(new Reading(reading.register, callOf(reading.pc)), found, seen);
            } else if (writer != ENTRY && image.code().at(writer) instanceof Alu alu
                    && alu.op() == AluOp.MOV && alu.width() == Width.W64 && alu.src() instanceof Reg source) {
                trace(new Reading(source, writer), found, seen);
            } else {
                found.add(writer);
            }
        }
    }

    /** A register that is read by an instruction. */
    private record Reading(Reg register, int pc) {}

    /** The call by which the way that is told of came into an instruction's function; {@code null} if unknown. */
    private Integer callOf(int pc) {
        int entry = functions.graphAround(pc).entry();
        return trail.latest(Integer.MAX_VALUE).stream()
                .filter(decision -> decision instanceof Decision.Call call && call.target() == entry)
                .map(Decision::pc)
                .reduce((_, last) -> last)
                .orElse(null);
    }

    private String from(String subject, Collection<Integer> writers) {
        return subject + " comes from " + writers.stream()
                .map(pc -> Wording.at(pc, image) + ": " + Disassembler.text(image.code().at(pc), image.abi()))
                .collect(Collectors.joining(", or "));
    }

    /** The instructions in the same function that may have written a register last. */
    private SortedSet<Integer> writers(Reg register, int pc) {
        FlowGraph graph = functions.graphAround(pc);
        SortedSet<Integer> writers = new TreeSet<>();
        Set<Integer> seen = new HashSet<>(Set.of(pc));
        Deque<Integer> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            int at = open.pop();
            if (at == graph.entry()) {
                writers.add(ENTRY);
            }
            for (int before : graph.predecessors(at)) {
                Instruction instruction = image.code().at(before);
                if ((RegisterUse.written(instruction) & 1 << register.number()) != 0) {
                    writers.add(before);
                } else if (seen.add(before)) {
                    open.push(before);
                }
            }
        }
        return writers;
    }
}
