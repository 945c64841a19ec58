package okko.bpf.helper;

import java.util.ArrayList;
import java.util.List;
import okko.bpf.asm.Assembler;
import okko.bpf.engine.Environment;
import okko.bpf.engine.RunContext;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.map.BpfMap;
import okko.bpf.map.Buffer;
import okko.bpf.map.MapDefinition;

/** Calls the code of helpers as an engine would, without a program. */
final class HelperCall implements AutoCloseable {

    static final long CLOCK_NS = 1_234_567;

    final List<String> log = new ArrayList<>();
    final RunContext context;
    final Buffer frame;

    private static final int ROOM = 32;

    private final Environment environment;

    /** On thread 1 of 2, with a frame of 64 bytes that count up, and 32 bytes of room before and behind it. */
    HelperCall(MapDefinition... maps) {
        var image = new ProgramImage("test", Abi.XDP, Assembler.assemble("exit"), List.of(maps), SourceLines.NONE);
        environment = Environment.allocate(image, () -> CLOCK_NS, log::add, 2);
        context = new RunContext(environment, 1);
        var bytes = new byte[ROOM + 64 + ROOM];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i - ROOM);
        }
        frame = new Buffer(bytes);
        context.room(ROOM, ROOM);
        context.begin(frame.address() + ROOM, 64);
    }

    BpfMap map() {
        return environment.maps().getFirst();
    }

    Environment environment() {
        return environment;
    }

    /** Calls a helper that is about no map; the arguments begin with r1. */
    long call(Helper helper, long... arguments) {
        return call(helper, null, arguments);
    }

    /** Calls a helper about the first map; r1 is its handle, the arguments begin with r2. */
    long callOnMap(Helper helper, long... arguments) {
        var all = new long[arguments.length + 1];
        all[0] = Environment.mapHandle(0);
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return call(helper, map(), all);
    }

    long call(Helper helper, BpfMap map, long[] arguments) {
        var r = new long[6];
        System.arraycopy(arguments, 0, r, 1, arguments.length);
        return helper.code().call(context, map, r[1], r[2], r[3], r[4], r[5]);
    }

    @Override
    public void close() {
        frame.close();
        environment.close();
    }
}
