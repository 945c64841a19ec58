package okko.switchd.openflow.text;

import java.util.ArrayList;
import java.util.List;

/** Words for bits. */
final class Bits {

    private Bits() {}

    /**
     * Names the bits that are set.
     *
     * @param bits      to name
     * @param separator between the names
     * @param names     from bit 0 up; an empty one for a bit without a name
     * @return the names; {@code 0} if no bit is set; bits without a name in hexadecimal behind all others
     */
    static String print(int bits, String separator, List<String> names) {
        List<String> words = new ArrayList<>();
        int rest = bits;
        for (int bit = 0; bit < names.size(); bit++) {
            if ((bits >>> bit & 1) != 0 && !names.get(bit).isEmpty()) {
                words.add(names.get(bit));
                rest &= ~(1 << bit);
            }
        }
        if (rest != 0) {
            words.add("0x" + Integer.toHexString(rest));
        }
        return words.isEmpty() ? "0" : String.join(separator, words);
    }
}
