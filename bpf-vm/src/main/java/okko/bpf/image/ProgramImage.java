package okko.bpf.image;

import java.util.List;
import okko.bpf.isa.Code;
import okko.bpf.map.MapDefinition;

/**
 * One program, linked: nothing in it refers to the object file any more.
 *
 * @param name  of the entry function
 * @param abi   that it is written for
 * @param code  instructions; the entry is pc 0, functions it calls follow
 * @param maps  definitions that {@code LoadMap} and {@code LoadMapValue} refer to; those of global data among them
 * @param lines where each instruction comes from in the source, or {@link SourceLines#NONE}
 */
public record ProgramImage(String name, Abi abi, Code code, List<MapDefinition> maps, SourceLines lines) {}
