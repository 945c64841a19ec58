package okko.bpf.elf;

import okko.bpf.image.Abi;

/**
 * A program of an object file: a function that can be entered.
 *
 * @param name    of the function
 * @param section it is in
 * @param abi     that the section's name tells
 */
public record ElfProgram(String name, String section, Abi abi) {

    /** As libbpf's: sections {@code xdp}, {@code xdp/NAME}, {@code xdp.frags}; old ones are called {@code xdp_NAME}. */
    static Abi abiOf(String section) {
        // A leading question mark asks libbpf not to load the program unless it is told to.
        String name = section.startsWith("?") ? section.substring(1) : section;
        boolean isXdp = name.equals("xdp") || name.startsWith("xdp/") || name.startsWith("xdp.")
                || name.startsWith("xdp_");
        return isXdp ? Abi.XDP : Abi.OKO;
    }
}
