package okko.switchd.control;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okko.switchd.program.MapEntry;
import okko.switchd.program.MapStatus;
import okko.switchd.program.ProgramStatus;
import okko.switchd.program.ProgramStore;

/** {@code prog list}, {@code map list} and {@code map dump}: the filter programs and what they remember. */
public final class ProgramCommands {

    private final ProgramStore programs;

    /**
     * Makes the commands.
     *
     * @param programs on the control thread
     */
    public ProgramCommands(ProgramStore programs) {
        this.programs = programs;
    }

    /**
     * A map in {@code map list}.
     *
     * @param program number of the program
     * @param map     the map
     */
    public record OwnedMap(int program, MapStatus map) {}

    /**
     * An entry in {@code map dump}.
     *
     * @param key   hexadecimal, in the order of memory
     * @param value hexadecimal, in the order of memory
     */
    public record HexEntry(String key, String value) {}

    /**
     * A {@code map dump}.
     *
     * @param program number of the program
     * @param map     the map
     * @param entries copies of its entries, while the program may go on changing it
     */
    public record MapDump(int program, MapStatus map, List<HexEntry> entries) {}

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("prog list", _ -> CompletableFuture.completedFuture(programs.list()));
        commands.put("map list", _ -> CompletableFuture.completedFuture(maps()));
        commands.put("map dump", arguments -> CompletableFuture.completedFuture(dump(arguments)));
    }

    private List<OwnedMap> maps() {
        List<OwnedMap> owned = new ArrayList<>();
        for (ProgramStatus program : programs.list()) {
            programs.maps(program.id()).list().forEach(map -> owned.add(new OwnedMap(program.id(), map)));
        }
        return owned;
    }

    private MapDump dump(Arguments arguments) throws CommandException {
        // No program has a number beyond int, so the largest one stands for them all.
        int program = Math.clamp(arguments.number("program", 0, 1), 0, Integer.MAX_VALUE);
        String wanted = arguments.text("map");
        try {
            MapStatus map = find(program, wanted);
            HexFormat hex = HexFormat.of();
            List<HexEntry> entries = new ArrayList<>();
            for (MapEntry entry : programs.maps(program).entries(map.index())) {
                entries.add(new HexEntry(hex.formatHex(entry.key()), hex.formatHex(entry.value())));
            }
            return new MapDump(program, map, entries);
        } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private MapStatus find(int program, String wanted) throws CommandException {
        List<String> names = new ArrayList<>();
        for (MapStatus map : programs.maps(program).list()) {
            if (map.name().equals(wanted) || Integer.toString(map.index()).equals(wanted)) {
                return map;
            }
            names.add(map.name());
        }
        throw new CommandException("program " + program + " has no map " + wanted + "; it has "
                + (names.isEmpty() ? "none" : String.join(", ", names)));
    }
}
