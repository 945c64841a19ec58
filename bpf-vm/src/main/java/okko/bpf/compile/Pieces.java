package okko.bpf.compile;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okko.bpf.isa.Code;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.Atomic;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.Jump;
import okko.bpf.isa.Instruction.Load;
import okko.bpf.isa.Instruction.LoadCode;
import okko.bpf.isa.Instruction.LoadImmediate;
import okko.bpf.isa.Instruction.LoadMap;
import okko.bpf.isa.Instruction.LoadMapValue;
import okko.bpf.isa.Instruction.LoadPacket;
import okko.bpf.isa.Instruction.LoadVariable;
import okko.bpf.isa.Instruction.MoveSigned;
import okko.bpf.isa.Instruction.Negate;
import okko.bpf.isa.Instruction.Store;
import okko.bpf.isa.Instruction.Swap;
import okko.bpf.isa.Structure;

/**
 * A function cut into pieces that the JIT is willing to compile. HotSpot leaves a method of more than 8,000 bytes of
 * bytecode to its interpreter, and inlines nothing more, be it an access to memory, once a method and what is inlined
 * there reach 8,000 bytes; a JVM method has at most 65,535 bytes. Each piece becomes a method, which is entered by a
 * <em>ticket</em>: the number of the piece, and which of its entries is meant.
 *
 * <p>A function is cut, in the order of its pcs, where the fewest loops are cut too.
 */
final class Pieces {

    /** Bytes, those that the JIT inlines included, up to which a function is left whole; sizes are estimates. */
    private static final int WHOLE_BYTES = 7_000;

    /** Bytes of a piece: the shorter, the sooner it is compiled; going from piece to piece takes some nanoseconds. */
    private static final int PIECE_BYTES = 5_000;

    private static final int TICKET_SHIFT = 16;

    private final Code code;
    private final List<BitSet> pieces;
    private final List<List<Integer>> entries = new ArrayList<>();
    private final Map<Integer, Integer> tickets = new HashMap<>();

    private Pieces(Code code, FunctionCode function, List<BitSet> pieces) {
        this.code = code;
        this.pieces = pieces;
        pieces.forEach(_ -> entries.add(new ArrayList<>()));
        var pieceByPc = new int[code.slots()];
        for (int piece = 0; piece < pieces.size(); piece++) {
            int number = piece;
            pieces.get(piece).stream().forEach(pc -> pieceByPc[pc] = number);
        }
        addEntry(function.entry(), pieceByPc);
        function.pcs().stream().forEach(pc -> {
            for (int next : Structure.successors(pc, code.at(pc))) {
                if (function.pcs().get(next) && pieceByPc[next] != pieceByPc[pc]) {
                    addEntry(next, pieceByPc);
                }
            }
        });
    }

    /** Cuts a function, if it is too large to be one method. */
    static Pieces of(Code code, FunctionCode function) {
        BitSet pcs = function.pcs();
        if (pcs.stream().map(pc -> bytes(code.at(pc))).sum() <= WHOLE_BYTES) {
            return new Pieces(code, function, List.of(pcs));
        }
        int[] loops = loopsCutBefore(code, pcs);
        var pieces = new ArrayList<BitSet>();
        int start = pcs.nextSetBit(0);
        while (start >= 0) {
            int end = cutBehind(code, pcs, loops, start);
            var piece = new BitSet();
            piece.or(pcs.get(0, end));
            piece.clear(0, start);
            pieces.add(piece);
            start = pcs.nextSetBit(end);
        }
        return new Pieces(code, function, pieces);
    }

    /** By pc: how many loops a cut before that instruction cuts. */
    private static int[] loopsCutBefore(Code code, BitSet pcs) {
        var loops = new int[code.slots() + 1];
        pcs.stream().forEach(pc -> {
            for (int next : Structure.successors(pc, code.at(pc))) {
                if (next <= pc) {
                    loops[next + 1]++;
                    loops[pc + 1]--;
                }
            }
        });
        for (int pc = 1; pc < loops.length; pc++) {
            loops[pc] += loops[pc - 1];
        }
        return loops;
    }

    /** Finds the best pc to end a piece before: in its second half, the last of those that cut the fewest loops. */
    private static int cutBehind(Code code, BitSet pcs, int[] loops, int start) {
        int bytes = 0;
        int best = code.slots();
        for (int pc = start; pc >= 0; pc = pcs.nextSetBit(pc + 1)) {
            bytes += bytes(code.at(pc));
            if (bytes > PIECE_BYTES && pc > start) {
                return best == code.slots() ? pc : best;
            }
            if (bytes > PIECE_BYTES / 2 && pc > start && (best == code.slots() || loops[pc] <= loops[best])) {
                best = pc;
            }
        }
        return code.slots();
    }

    private void addEntry(int pc, int[] pieceByPc) {
        List<Integer> entriesOfPiece = entries.get(pieceByPc[pc]);
        if (tickets.putIfAbsent(pc, pieceByPc[pc] << TICKET_SHIFT | entriesOfPiece.size()) == null) {
            entriesOfPiece.add(pc);
        }
    }

    /** {@return how many pieces there are; 1 if the function is whole} */
    int count() {
        return pieces.size();
    }

    /** {@return the instructions of a piece} */
    BitSet pcs(int piece) {
        return pieces.get(piece);
    }

    /** {@return where a piece is entered, in the order of the tickets} */
    List<Integer> entries(int piece) {
        return entries.get(piece);
    }

    /** {@return the ticket to enter a piece at a pc, one of its entries} */
    int ticket(int pc) {
        return tickets.get(pc);
    }

    /** Bytes of bytecode that an instruction takes, what is inlined there included. */
    private static int bytes(Instruction instruction) {
        return switch (instruction) {
            case Alu alu -> alu.op().divides() ? 30 : 10;
            case Negate _, MoveSigned _, Swap _ -> 12;
            case LoadImmediate _, LoadMap _, LoadVariable _, LoadCode _, Jump _, Exit _ -> 6;
            case LoadMapValue _ -> 16;
            case Load _, Store _ -> 30;
            case Atomic _ -> 50;
            case Branch _ -> 12;
            case LoadPacket _, CallLocal _ -> 60;
            case CallHelper _, CallRegister _ -> 250;
        };
    }
}
