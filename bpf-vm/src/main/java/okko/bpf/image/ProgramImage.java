package okko.bpf.image;

import java.util.List;
import java.util.Map;
import okko.bpf.isa.Code;
import okko.bpf.map.MapDefinition;

/**
 * One program, linked: nothing in it refers to the object file any more.
 *
 * @param name    of the entry function
 * @param abi     that it is written for
 * @param role    that it is loaded for
 * @param code    instructions; the entry is pc 0, functions it calls follow
 * @param maps    definitions that {@code LoadMap} and {@code LoadMapValue} refer to; those of global data among them
 * @param lines   where each instruction comes from in the source, or {@link SourceLines#NONE}
 * @param details what is known of the maps besides, by name of the map; not of all of them
 */
public record ProgramImage(
        String name, Abi abi, Role role, Code code, List<MapDefinition> maps, SourceLines lines,
        Map<String, MapDetails> details) {

    /**
     * A program in its usual role, of whose maps nothing is known but their definitions.
     *
     * @param name  of the entry function
     * @param abi   that it is written for
     * @param code  instructions
     * @param maps  definitions
     * @param lines where each instruction comes from in the source
     */
    public ProgramImage(String name, Abi abi, Code code, List<MapDefinition> maps, SourceLines lines) {
        this(name, abi, abi.usualRole(), code, maps, lines, Map.of());
    }

    /**
     * The same program in another role.
     *
     * @param other that it is loaded for
     * @return the program
     */
    public ProgramImage as(Role other) {
        return new ProgramImage(name, abi, other, code, maps, lines, details);
    }

    /**
     * Tells what is known of a map besides its definition.
     *
     * @param map one of {@link #maps()}
     * @return the details, {@link MapDetails#NONE} if there are none
     */
    public MapDetails details(MapDefinition map) {
        return details.getOrDefault(map.name(), MapDetails.NONE);
    }
}
