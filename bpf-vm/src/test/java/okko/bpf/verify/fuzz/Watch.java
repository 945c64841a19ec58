package okko.bpf.verify.fuzz;

import java.util.List;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.Environment;
import okko.bpf.engine.RunContext;
import okko.bpf.helper.Helper;
import okko.bpf.image.ProgramImage;
import okko.bpf.interpret.RunObserver;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.Load;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Width;
import okko.bpf.map.BpfMap;
import okko.bpf.verify.Analysis;
import okko.bpf.verify.Footprint;
import okko.bpf.verify.PacketBytes;
import okko.bpf.verify.fuzz.Shadow.Access;

/** Holds each step of a run against what the verifier has promised of the program. */
final class Watch implements RunObserver {

    private static final int NUMBERED = Reg.FRAME_POINTER.number();

    private final ProgramImage image;
    private final Analysis analysis;
    private final Environment environment;
    private final RunContext context;
    private final Shadow shadow;

    /** By pc, from its first visit on: least and greatest of r0 to r9. */
    private final long[][] bounds;

    private long executed;
    private long packetAtStart;

    Watch(ProgramImage image, Analysis analysis, Environment environment, RunContext context) {
        this.image = image;
        this.analysis = analysis;
        this.environment = environment;
        this.context = context;
        shadow = new Shadow(image, environment, context, this::access);
        bounds = new long[image.code().slots()][];
    }

    void begin(long packet) {
        executed = 0;
        packetAtStart = packet;
        shadow.begin();
    }

    @Override
    public void before(int pc, long[] registers) {
        Instruction instruction = image.code().at(pc);
        if (!analysis.reachable().get(pc)) {
            throw new Violation(pc, "is reached, though no run may reach it");
        }
        if (++executed > analysis.maxInstructions()) {
            throw new Violation(pc, "is instruction " + executed + " of the run, which has at most "
                    + analysis.maxInstructions());
        }
        checkRanges(pc, registers);
        switch (instruction) {
            case Alu alu when analysis.nonZeroDivisor().get(pc) -> checkDivisor(pc, alu, registers);
            case CallHelper(int number) -> checkCall(pc, number, registers);
            case Load load -> checkContext(pc, registers[load.base().number()] + load.offsetBytes());
            default -> { }
        }
        shadow.step(pc, instruction, registers);
    }

    private void checkRanges(int pc, long[] registers) {
        if (bounds[pc] == null) {
            bounds[pc] = new long[2 * NUMBERED];
            for (int i = 0; i < NUMBERED; i++) {
                bounds[pc][2 * i] = analysis.ranges().least(pc, new Reg(i));
                bounds[pc][2 * i + 1] = analysis.ranges().greatest(pc, new Reg(i));
            }
        }
        for (int i = 0; i < NUMBERED; i++) {
            if (registers[i] < bounds[pc][2 * i] || registers[i] > bounds[pc][2 * i + 1]) {
                throw new Violation(pc, "r%d is %d, outside of [%d, %d]".formatted(
                        i, registers[i], bounds[pc][2 * i], bounds[pc][2 * i + 1]));
            }
        }
    }

    private static void checkDivisor(int pc, Alu alu, long[] registers) {
        long divisor = value(alu.src(), registers);
        if ((alu.width() == Width.W64 ? divisor : (int) divisor) == 0) {
            throw new Violation(pc, "divides by 0, though it never may");
        }
    }

    private void checkCall(int pc, int number, long[] registers) {
        Helper helper = Helper.byNumber(image.abi(), number);
        int argument = helper == null ? 0 : helper.mapArgument();
        if (argument == 0) {
            return;
        }
        long map = registers[argument] - Environment.mapHandle(0);
        int foreseen = analysis.mapAtCall()[pc];
        if (foreseen >= 0 && map != foreseen) {
            throw new Violation(pc, "is about another map than number " + foreseen);
        }
        Footprint touched = analysis.footprint();
        if (!touched.mapsRead().contains((int) map) && !touched.mapsWritten().contains((int) map)) {
            throw new Violation(pc, "is about a map that is not touched: " + map);
        }
    }

    private void checkContext(int pc, long address) {
        boolean isContext = address >= RunContext.HANDLE && address < RunContext.HANDLE + RunContext.CONTEXT_BYTES;
        if (isContext != analysis.contextAccess().get(pc)) {
            throw new Violation(pc, isContext ? "reads the context unforeseen" : "does not read the context");
        }
    }

    private void access(int pc, Access access, long address, long bytes) {
        if (bytes <= 0 || bytes > Integer.MAX_VALUE) {
            return;
        }
        long offset = address - context.packet();
        if (offset >= 0 && offset + bytes <= context.lengthBytes()) {
            checkPacket(pc, access, address - packetAtStart, bytes);
        }
        List<BpfMap> maps = environment.maps();
        for (int i = 0; i < maps.size(); i++) {
            if (maps.get(i).ownsValueBytes(address, (int) bytes)) {
                checkMap(pc, access, i);
            }
        }
    }

    /** Bytes that a helper has put before the packet as it came are not counted. */
    private void checkPacket(int pc, Access access, long first, long bytes) {
        PacketBytes foreseen = access == Access.READ
                ? analysis.footprint().packetRead()
                : analysis.footprint().packetWritten();
        int from = (int) Math.max(0, first);
        int end = (int) Math.min(first + bytes, BpfFunction.MAX_PACKET_BYTES);
        if (!foreseen.containsAll(from, end)) {
            throw new Violation(pc, "%s packet bytes [%d, %d), outside of %s".formatted(access, from, end, foreseen));
        }
    }

    private void checkMap(int pc, Access access, int map) {
        Footprint foreseen = analysis.footprint();
        if (!(access == Access.READ ? foreseen.mapsRead() : foreseen.mapsWritten()).contains(map)) {
            throw new Violation(pc, "%s map %d, unforeseen".formatted(access, map));
        }
    }

    private static long value(Operand operand, long[] registers) {
        return switch (operand) {
            case Imm(int value) -> value;
            case Reg(int number) -> registers[number];
        };
    }
}
