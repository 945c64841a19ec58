package okko.bpf.map;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.agrona.UnsafeApi;

/** The other process of {@link SharedMapIT}. */
final class SharedMapPeer {

    private SharedMapPeer() {}

    public static void main(String[] arguments) throws IOException {
        try (BpfMap map = Maps.open(Path.of(arguments[1]))) {
            switch (arguments[0]) {
                case "count" -> count(map, Integer.parseInt(arguments[2]));
                case "churn" -> churn(map, Integer.parseInt(arguments[2]));
                case "die" -> die(map);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    /** Adds 1 to the value of key 7, as a program does with an atomic add. */
    private static void count(BpfMap map, int times) {
        long value = Memory.lookup(map, number(7), 0);
        for (int i = 0; i < times; i++) {
            UnsafeApi.getAndAddLong(null, value, 1);
        }
        System.out.println("counted in " + map.definition());
    }

    /** Adds and removes keys of its own, all those that have the bit 65536. */
    private static void churn(BpfMap map, int times) {
        for (int i = 0; i < times; i++) {
            byte[] key = number(1 << 16 | i % 50);
            require(map.put(key, new byte[] {(byte) i, 0, 0, 0, 0, 0, 0, 1}) == BpfMap.OK, "no room");
            require(map.get(key)[0] == (byte) i, "a value changed");
            require(i % 2 == 0 || map.remove(key) == BpfMap.OK, "a key vanished");
        }
    }

    /** Ends inside the lock, in the middle of adding an entry. */
    private static void die(BpfMap map) {
        var hashMap = (HashMap) map;
        require(hashMap.storage().lock(), "no lock");
        hashMap.table().take();
        Runtime.getRuntime().halt(9);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    static byte[] number(int number) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
    }
}
