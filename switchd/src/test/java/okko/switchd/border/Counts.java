package okko.switchd.border;

import com.fasterxml.jackson.databind.JsonNode;

/** What a ring port has counted, as {@code port list} and {@code proc list} show it. */
record Counts(long sent, long received, long dropped, long lostWithTheDead, long strikes, long attached, long died) {

    static Counts of(JsonNode port, JsonNode processor) {
        JsonNode drops = port.path("drops");
        return new Counts(
                port.path("txPackets").asLong(),
                port.path("rxPackets").asLong(),
                drops.path("processor_drop").asLong(),
                drops.path("processor_died").asLong(),
                port.path("details").path("strikes").asLong(),
                processor.path("attached").asLong(),
                processor.path("died").asLong());
    }

    Counts since(Counts before) {
        return new Counts(sent - before.sent, received - before.received, dropped - before.dropped,
                lostWithTheDead - before.lostWithTheDead, strikes - before.strikes, attached - before.attached,
                died - before.died);
    }
}
