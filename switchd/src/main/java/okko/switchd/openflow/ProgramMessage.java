package okko.switchd.openflow;

import java.util.List;
import java.util.Optional;
import okko.switchd.program.FilterEngine;
import okko.switchd.program.ProgramAbi;
import okko.switchd.program.ProgramUse;

/** Okko's own extension: programs and their maps; {@code docs/openflow.md} has every byte of it. */
public sealed interface ProgramMessage extends Message {

    /** In place of a program's number: all of them. */
    int ALL_PROGRAMS = 0;

    /** In place of a table's number: all of them. */
    int ALL_TABLES = 0xff;

    /** Which numbers programs may have; the end is included. */
    int MAX_PROGRAM = 0xffff;

    /** {@return whether it changes the switch, which a slave may not} */
    default boolean isChange() {
        return switch (this) {
            case LoadProgram _, UnloadProgram _, UpdateMap _, DeleteEntries _, SendMaps _ -> true;
            case ListPrograms _, ProgramList _, ListMaps _, MapList _, DumpMaps _, MapDump _, MapContents _,
                    ListFlowRuns _, FlowRunsList _, ExplainErrors _ -> false;
        };
    }

    /** Whether a program is there already. */
    enum LoadCommand {
        /** The number is free. */
        LOAD,
        /** It takes the place of the program of this number; maps of the same layout keep their contents. */
        REPLACE
    }

    /**
     * How to load a program.
     *
     * @param function name of the function to enter; empty for the first one of the object
     * @param abi      that it is written for; empty for whichever its section tells
     * @param use      what for; empty for what its ABI is usually for
     * @param engine   that executes it
     */
    record LoadOptions(Optional<String> function, Optional<ProgramAbi> abi, Optional<ProgramUse> use,
            FilterEngine engine) {

        /** First function, ABI by its section, its usual use, compiled. */
        public static final LoadOptions DEFAULT =
                new LoadOptions(Optional.empty(), Optional.empty(), Optional.empty(), FilterEngine.JIT);
    }

    /**
     * Brings a program, or a part of it; it is loaded when the last part is there.
     *
     * @param command whether it replaces one
     * @param program its number, 1 to {@value #MAX_PROGRAM}
     * @param options how; those of the first part count
     * @param object  of the contents of the ELF file
     */
    record LoadProgram(LoadCommand command, int program, LoadOptions options, Part object) implements ProgramMessage {}

    /**
     * Unloads a program; the flows that refer to it go with it.
     *
     * @param program its number
     */
    record UnloadProgram(int program) implements ProgramMessage {}

    /**
     * Asks which programs there are.
     *
     * @param program that is asked about, or {@link #ALL_PROGRAMS}
     */
    record ListPrograms(int program) implements ProgramMessage {}

    /**
     * Tells which programs there are.
     *
     * @param programs by number
     */
    record ProgramList(List<ProgramDescription> programs) implements ProgramMessage {

        /** Copies. */
        public ProgramList {
            programs = List.copyOf(programs);
        }
    }

    /**
     * Asks which maps there are.
     *
     * @param program whose maps, or {@link #ALL_PROGRAMS}
     */
    record ListMaps(int program) implements ProgramMessage {}

    /**
     * Tells which maps there are.
     *
     * @param maps by program and index
     */
    record MapList(List<MapDescription> maps) implements ProgramMessage {

        /** Copies. */
        public MapList {
            maps = List.copyOf(maps);
        }
    }

    /**
     * Sets entries of a map.
     *
     * @param entries each a key and its value
     */
    record UpdateMap(MapPart entries) implements ProgramMessage {}

    /**
     * Removes entries of a map.
     *
     * @param keys of these entries; their values have 0 bytes
     */
    record DeleteEntries(MapPart keys) implements ProgramMessage {}

    /**
     * Asks for the entries of maps.
     *
     * @param program whose maps
     * @param maps    their indexes
     */
    record DumpMaps(int program, List<Integer> maps) implements ProgramMessage {

        /** Copies. */
        public DumpMaps {
            maps = List.copyOf(maps);
        }
    }

    /**
     * The entries of maps, as they are at the moment.
     *
     * @param parts of each map one or more, in order
     */
    record MapDump(List<MapPart> parts) implements ProgramMessage {

        /** Copies. */
        public MapDump {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Has the contents of all maps of a program sent to all controllers.
     *
     * @param program whose
     */
    record SendMaps(int program) implements ProgramMessage {}

    /**
     * Contents of a map, sent because a controller or a rule's action said so.
     *
     * @param part of the map's entries; further parts follow until it is {@linkplain Part#isLast the last}
     */
    record MapContents(MapPart part) implements ProgramMessage {}

    /**
     * Asks what the filters of flows did.
     *
     * @param table of the flows, or {@link #ALL_TABLES}
     */
    record ListFlowRuns(int table) implements ProgramMessage {}

    /**
     * Tells what the filters of flows did.
     *
     * @param flows that have a filter
     */
    record FlowRunsList(List<FlowRuns> flows) implements ProgramMessage {

        /** Copies. */
        public FlowRunsList {
            flows = List.copyOf(flows);
        }
    }

    /** From now on errors tell the controller their reason too. */
    record ExplainErrors() implements ProgramMessage {}
}
