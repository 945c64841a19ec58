package okko.eval.setup;

import java.util.Optional;

/**
 * A veth pair between the switch's host and another one.
 *
 * @param near      interface on the switch's host
 * @param far       interface on the other host
 * @param addresses of both ends, where they have any
 */
public record Cable(String near, String far, Optional<Addresses> addresses) {

    /**
     * Addresses of the ends of a cable, in one network.
     *
     * @param near of the switch's host
     * @param far  of the other host
     */
    public record Addresses(String near, String far) {}
}
