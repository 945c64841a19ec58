package okko.examples.responder;

/** An IPv4 address as people write it. */
final class Ipv4Text {

    private static final int PARTS = 4;
    private static final int MAX_PART = 255;

    private Ipv4Text() {}

    static int parse(String text) {
        String[] parts = text.split("\\.", -1);
        int address = 0;
        for (String part : parts) {
            if (parts.length != PARTS || !part.matches("[0-9]{1,3}") || Integer.parseInt(part) > MAX_PART) {
                throw new IllegalArgumentException("--set address: expected an IPv4 address, not " + text);
            }
            address = address << Byte.SIZE | Integer.parseInt(part);
        }
        return address;
    }
}
