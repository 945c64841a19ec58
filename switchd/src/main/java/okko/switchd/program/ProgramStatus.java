package okko.switchd.program;

import java.util.List;

/**
 * A loaded program and what its filters did, at one moment.
 *
 * @param id           number in {@code filter_prog}
 * @param name         of the function that it enters
 * @param use          {@code filter} or {@code action}
 * @param engine       label of the {@link FilterEngine} that executes it
 * @param place        {@code switch}, or the name of the port behind which it runs
 * @param instructions of the program, in slots of 8 bytes
 * @param maps         how many it has
 * @param runs         times that a filter asked it
 * @param matches      of those, times that it returned 1
 * @param faults       of those, times that it was stopped because it exceeded its instruction budget
 * @param meanNs       mean time of a run, nanoseconds, of the runs that were timed; 0 if none was
 * @param keptMaps     names of the maps whose contents it took over from the program that it replaced
 * @param abi          label of the {@link ProgramAbi} that it is written for
 * @param objectBytes  length of the object that it was loaded from
 * @param loadedAtMs   when it was installed, milliseconds since 1970
 */
public record ProgramStatus(
        int id, String name, String use, String engine, String place, int instructions, int maps, long runs,
        long matches, long faults, double meanNs, List<String> keptMaps,
        String abi, int objectBytes, long loadedAtMs) {}
