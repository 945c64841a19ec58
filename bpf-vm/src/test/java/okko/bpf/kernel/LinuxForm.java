package okko.bpf.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import okko.bpf.asm.Assembler;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Code;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Instruction.Jump;
import okko.bpf.isa.Instruction.LoadCode;
import okko.bpf.isa.Instruction.LoadMap;
import okko.bpf.isa.Instruction.LoadMapValue;
import okko.bpf.isa.Instruction.LoadPacket;
import okko.bpf.isa.Instruction.LoadVariable;
import okko.bpf.isa.Instruction;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;

/** A program as an XDP program of Linux, if it has such a form. */
sealed interface LinuxForm {

    /** The program, its maps still by their place in the image. */
    record Program(ProgramImage image) implements LinuxForm {}

    /** There is none. */
    record None(String reason) implements LinuxForm {}

    /** What Oko gives a program at its start: the packet's address, and a number of at most 65,535. */
    List<Instruction> OKO_ENTRY = instructions("""
            r2 = *(u32 *)(r1 + 16)
            r2 &= 65535
            r1 = *(u32 *)(r1 + 0)
            """);

    /** The call with one argument more: flags. */
    List<Instruction> UPDATE = instructions("r4 = 0; call 2");

    /** Linux has no hash of bytes; this takes bytes and their number as well. */
    List<Instruction> CHECKSUM = instructions("r3 = 0; r4 = 0; r5 = 0; call 28");

    /** Translates a program. */
    static LinuxForm of(ProgramImage image) {
        String obstacle = Stream.concat(
                        image.maps().stream().map(LinuxForm::obstacle),
                        Arrays.stream(slots(image.code())).filter(slot -> slot != null)
                                .map(instruction -> obstacle(image, instruction)))
                .filter(reason -> reason != null)
                .findFirst()
                .orElse(null);
        if (obstacle != null) {
            return new None(obstacle);
        }
        return new Program(image.abi() == Abi.XDP ? image : new ProgramImage(
                image.name(), Abi.XDP, translated(image.code()), image.maps(), image.lines()));
    }

    private static String obstacle(MapDefinition map) {
        return map.type().linuxNumber() == 0 ? "map of kind " + map.type().label()
                : map.type() == MapType.ARRAY && map.keyBytes() != Integer.BYTES ? "array with a key of 8 bytes"
                : null;
    }

    private static String obstacle(ProgramImage image, Instruction instruction) {
        return switch (instruction) {
            case LoadVariable _ -> "variable of the platform";
            case LoadCode _, CallRegister _ -> "call of what a register names";
            case LoadPacket _ -> "load from the packet by ABS or IND";
            case LoadMap(_, int map) -> isDefined(map, image) ? null : "map that there is not";
            case LoadMapValue(_, int map, _) -> isDefined(map, image) ? null : "map that there is not";
            case CallHelper(int helper) when image.abi() == Abi.OKO && List.of(4, 7, 9).contains(helper) ->
                "helper of Oko's";
            default -> null;
        };
    }

    private static boolean isDefined(int map, ProgramImage image) {
        return map >= 0 && map < image.maps().size();
    }

    private static Code translated(Code code) {
        var translated = new ArrayList<Instruction>(OKO_ENTRY);
        int[] places = new int[code.slots()];
        for (int pc = 0; pc < places.length; pc++) {
            places[pc] = translated.size();
            Instruction instruction = code.at(pc);
            switch (instruction) {
                case CallHelper(int helper) when helper == 2 -> translated.addAll(UPDATE);
                case CallHelper(int helper) when helper == 6 -> translated.addAll(CHECKSUM);
                case null, default -> translated.add(instruction);
            }
        }
        translated.replaceAll(instruction -> switch (instruction) {
            case Jump(int target) -> new Jump(places[target]);
            case CallLocal(int target) -> new CallLocal(places[target]);
            case Branch(var condition, var width, var left, var right, int target) ->
                new Branch(condition, width, left, right, places[target]);
            case null, default -> instruction;
        });
        return new Code(translated.toArray(Instruction[]::new));
    }

    private static List<Instruction> instructions(String assembly) {
        return List.of(slots(Assembler.assemble(assembly + "\nexit"))).subList(0, assembly.split("\n|;").length);
    }

    private static Instruction[] slots(Code code) {
        var slots = new Instruction[code.slots()];
        Arrays.setAll(slots, code::at);
        return slots;
    }
}
