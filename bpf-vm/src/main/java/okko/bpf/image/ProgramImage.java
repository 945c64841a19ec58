package okko.bpf.image;

import java.util.List;
import okko.bpf.isa.Code;
import okko.bpf.map.MapDefinition;

/**
 * One program, linked: nothing in it refers to the object file any more.
 *
 * @param name  of the entry function
 * @param code  instructions; the entry is pc 0, functions it calls follow
 * @param maps  definitions that {@code LoadMap} refers to, in the order of first use
 * @param data  sections of constant data that {@code LoadData} refers to; never written
 * @param lines where each instruction comes from in the source, or {@link SourceLines#NONE}
 */
public record ProgramImage(
        String name, Code code, List<MapDefinition> maps, List<byte[]> data, SourceLines lines) {}
