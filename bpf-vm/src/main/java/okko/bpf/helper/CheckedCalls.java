package okko.bpf.helper;

import okko.bpf.engine.BpfFault;
import okko.bpf.engine.Environment;
import okko.bpf.engine.ProgramMemory;
import okko.bpf.engine.RunContext;
import okko.bpf.image.Abi;
import okko.bpf.map.BpfMap;

/**
 * Calls helpers for a program that nobody verified: what a helper relies on is checked at each call. Confined to the
 * thread of its function. <b>Hot.</b>
 */
public final class CheckedCalls {

    private final RunContext context;
    private final Environment environment;
    private final ProgramMemory memory;
    private final long[] registers = new long[6];

    /**
     * Prepares the calls of one function.
     *
     * @param context     of the function
     * @param environment with its maps
     * @param memory      of the function
     */
    public CheckedCalls(RunContext context, Environment environment, ProgramMemory memory) {
        this.context = context;
        this.environment = environment;
        this.memory = memory;
    }

    /**
     * Calls a helper; whether that ended the run, the context knows.
     *
     * @param helper of the program's ABI
     * @param r1     first argument
     * @param r2     second argument
     * @param r3     third argument
     * @param r4     fourth argument
     * @param r5     fifth argument
     * @param pc     of the call
     * @return r0
     * @throws BpfFault if an argument is not what the helper's signature asks for, or a filter calls what is
     *                  for actions
     */
    public long call(Helper helper, long r1, long r2, long r3, long r4, long r5, int pc) {
        if (helper.isForActions() && !memory.packetIsWritable()) {
            throw new BpfFault(pc, helper.symbol() + " changes the packet or its way, which a filter only looks at");
        }
        registers[1] = r1;
        registers[2] = r2;
        registers[3] = r3;
        registers[4] = r4;
        registers[5] = r5;
        BpfMap map = helper.mapArgument() == 0 ? null : map(helper.mapArgument(), pc);
        for (int i = 0; i < helper.arguments().size(); i++) {
            check(helper, i + 1, map, pc);
        }
        return helper.code().call(context, map, r1, r2, r3, r4, r5);
    }

    private BpfMap map(int register, int pc) {
        BpfMap map = environment.mapByHandle(registers[register]);
        if (map == null) {
            throw fault(pc, register, "is no map: 0x%x".formatted(registers[register]));
        }
        return map;
    }

    private void check(Helper helper, int register, BpfMap map, int pc) {
        Argument argument = helper.arguments().get(register - 1);
        long value = registers[register];
        switch (argument) {
            case MAP, PER_THREAD_MAP, QUEUE_MAP, PROGRAM_ARRAY, RING_BUFFER -> {
                if (!argument.mapTypes().contains(map.definition().type())) {
                    throw fault(pc, register,
                            "is a " + map.definition().type().label() + ", which the helper does not take");
                }
            }
            case MAP_KEY -> readable(value, map.definition().lookupKeyBytes(), pc);
            case MAP_VALUE -> readable(value, map.definition().valueBytes(), pc);
            case BYTES_OUT -> writable(value, size(register + 1, pc), pc);
            case MAP_VALUE_OUT -> {
                if (map.definition().type().isSketch()) {
                    readable(value, map.definition().valueBytes(), pc);
                } else {
                    writable(value, map.definition().valueBytes(), pc);
                }
            }
            case BYTES, BYTES_OR_NULL -> readable(value, size(register + 1, pc), pc);
            case SIZE -> {
                if (value == 0) {
                    throw fault(pc, register, "is no size: 0");
                }
            }
            case FORMAT -> checkFormat(value, register, pc);
            case CONTEXT -> {
                if (value != (helper.abi() == Abi.XDP ? RunContext.HANDLE : context.packet())) {
                    throw fault(pc, register, "is not the context: " + memory.place(value));
                }
            }
            case RECORD -> {
                if (!context.records().contains(value)) {
                    throw fault(pc, register, "is no record that the run holds: " + memory.place(value));
                }
            }
            case SIZE_OR_ZERO, PRINTED, SCALAR, CONSTANT -> { }
        }
    }

    /** A size of 0 passes here; whether it may be 0 is asked of the argument that holds it. */
    private int size(int register, int pc) {
        long bytes = registers[register];
        if (bytes < 0 || bytes > Integer.MAX_VALUE) {
            throw fault(pc, register, "is no size: " + bytes);
        }
        return (int) bytes;
    }

    private void readable(long address, int bytes, int pc) {
        if (bytes != 0) {
            memory.readable(address, bytes, pc);
        }
    }

    private void writable(long address, int bytes, int pc) {
        if (bytes != 0) {
            memory.writable(address, bytes, pc);
        }
    }

    private void checkFormat(long format, int register, int pc) {
        if (!memory.isConstantString(format, Printf.MAX_FORMAT_BYTES)) {
            throw fault(pc, register, "is no constant string: " + memory.place(format));
        }
    }

    private static BpfFault fault(int pc, int register, String reason) {
        return new BpfFault(pc, "r" + register + " " + reason);
    }
}
