package okko.switchd.openflow;

import okko.switchd.program.FilterEngine;
import okko.switchd.program.ProgramAbi;
import okko.switchd.program.ProgramUse;

/**
 * A loaded program and what it did.
 *
 * @param program       its number
 * @param name          of the function that it enters
 * @param use           what it was loaded for
 * @param abi           that it is of
 * @param engine        that executes it
 * @param place         where it runs: {@code switch}, or the name of the port of a processor
 * @param maps          how many it has
 * @param instructions  in slots of 8 bytes
 * @param objectBytes   length of the object file
 * @param loadedAtMs    when it was loaded, or replaced the one before; milliseconds since 1970
 * @param runs          how often it was asked
 * @param matches       of those, how often it said yes
 * @param faults        of those, how often it was stopped because it exceeded its instruction budget
 * @param meanPicoseconds mean time of a run, of those that were timed; 0 if none was
 */
public record ProgramDescription(int program, String name, ProgramUse use, ProgramAbi abi, FilterEngine engine,
        String place, int maps, int instructions, int objectBytes, long loadedAtMs, long runs, long matches,
        long faults, long meanPicoseconds) {}
