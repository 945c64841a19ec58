package okko.bpf.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.ByteOrder;
import okko.bpf.isa.Code;
import okko.bpf.isa.Condition;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.Load;
import okko.bpf.isa.Instruction.LoadMap;
import okko.bpf.isa.Instruction.MoveSigned;
import okko.bpf.isa.Instruction.Negate;
import okko.bpf.isa.Instruction.Store;
import okko.bpf.isa.Instruction.Swap;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Size;
import okko.bpf.isa.Width;

/** Random straight code with forward branches that computes with packet, length, stack and a map. */
final class RandomProgram {

    private static final int TO_THE_END = 1000;
    private static final int[] INTERESTING = {
        0, 1, 2, 4, 7, 8, 14, 15, 20, 32, 60, 63, 64, 100, 255, -1, -4, -8, 0x7fff_ffff
    };

    private final Random random;
    private final List<Statement> statements = new ArrayList<>();

    /** Instructions that stay together; a branch goes over the next statements. */
    private record Statement(List<Instruction> instructions, int skipped) {}

    RandomProgram(Random random) {
        this.random = random;
        add(move(6, reg(1)), move(7, reg(2)), move(8, reg(10)), move(9, reg(2)), move(0, new Imm(0)),
                move(3, new Imm(5)), move(4, reg(1)), move(5, reg(2)),
                new Alu(AluOp.ADD, Width.W64, reg(4), reg(2)),
                new Store(Size.DW, reg(10), (short) -8, new Imm(3)), new Store(Size.DW, reg(10), (short) -16, reg(1)));
    }

    void addStatement() {
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> addBranch();
            case 3, 4, 5 -> add(new Alu(oneOf(AluOp.values()), width(), any(), operand()));
            case 6 -> add(new Alu(random.nextBoolean() ? AluOp.ADD : AluOp.SUB, Width.W64, any(), operand()));
            case 7 -> add(new Alu(AluOp.AND, width(), any(), new Imm(1 << random.nextInt(8))));
            case 8, 9 -> add(new Load(oneOf(Size.values()), false, any(), any(), offset()));
            case 10 -> add(new Store(oneOf(Size.values()), any(), offset(), operand()));
            case 11 -> add(move(random.nextInt(10), any()));
            case 12 -> addOddity();
            default -> addLookup();
        }
    }

    void removeStatement() {
        statements.removeLast();
    }

    Code code() {
        int length = statements.stream().mapToInt(RandomProgram::slots).sum();
        Instruction[] bySlot = new Instruction[length + 2];
        int pc = 0;
        for (int i = 0; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            for (Instruction instruction : statement.instructions) {
                bySlot[pc] = instruction instanceof Branch branch
                        ? new Branch(branch.condition(), branch.width(), branch.left(), branch.right(),
                                target(i, pc + 1, statement.skipped))
                        : instruction;
                pc += instruction.slots();
            }
        }
        bySlot[pc++] = move(0, new Imm(1));
        bySlot[pc] = new Exit();
        return new Code(bySlot);
    }

    private int target(int statement, int next, int skipped) {
        int target = next;
        for (int i = statement + 1; i <= statement + skipped && i < statements.size(); i++) {
            target += slots(statements.get(i));
        }
        return target;
    }

    private static int slots(Statement statement) {
        return statement.instructions.stream().mapToInt(Instruction::slots).sum();
    }

    private void addBranch() {
        Width width = random.nextInt(3) == 0 ? Width.W32 : Width.W64;
        Branch branch = new Branch(oneOf(Condition.values()), width, any(), operand(), 0);
        statements.add(new Statement(List.of(branch), random.nextBoolean() ? TO_THE_END : random.nextInt(4)));
    }

    private void addOddity() {
        add(switch (random.nextInt(6)) {
            case 0 -> new Negate(width(), any());
            case 1 -> new MoveSigned(Width.W64, Size.values()[random.nextInt(3)], any(), any());
            case 2 -> new Swap(oneOf(ByteOrder.values()), 16 << random.nextInt(3), any());
            case 3 -> new Alu(AluOp.LSH, Width.W64, any(), new Imm(32));
            case 4 -> new Alu(random.nextBoolean() ? AluOp.RSH : AluOp.ARSH, Width.W64, any(), new Imm(32));
            default -> new Load(Size.values()[random.nextInt(3)], true, any(), any(), offset());
        });
    }

    private void addLookup() {
        add(move(2, reg(10)), new Alu(AluOp.ADD, Width.W64, reg(2), new Imm(-8)), new LoadMap(reg(1), 0),
                new CallHelper(1), move(1, new Imm(1)), move(2, new Imm(2)), move(3, reg(0)), move(4, reg(6)),
                move(5, reg(7)));
    }

    private void add(Instruction... instructions) {
        statements.add(new Statement(Arrays.asList(instructions), 0));
    }

    private static Instruction move(int dst, Operand src) {
        return new Alu(AluOp.MOV, Width.W64, reg(dst), src);
    }

    private static Reg reg(int number) {
        return new Reg(number);
    }

    private Reg any() {
        return reg(random.nextInt(10));
    }

    private Width width() {
        return random.nextInt(3) == 0 ? Width.W32 : Width.W64;
    }

    private Operand operand() {
        return random.nextBoolean() ? any() : new Imm(INTERESTING[random.nextInt(INTERESTING.length)]);
    }

    private short offset() {
        return (short) (random.nextInt(4) == 0 ? -random.nextInt(24) : random.nextInt(32));
    }

    private <T> T oneOf(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
