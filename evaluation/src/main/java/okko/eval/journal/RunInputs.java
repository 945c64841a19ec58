package okko.eval.journal;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import okko.eval.measure.Environment;

/**
 * What an attempt at a run worked with.
 *
 * @param environment machine and build
 * @param traffic     the packets
 * @param objects     SHA-256 of each file of user code, by its name
 * @param steps       of the whole run, at most
 */
public record RunInputs(Environment environment, KeptTraffic traffic, Map<String, String> objects, int steps) {

    /**
     * The packets, without their bytes.
     *
     * @param source  where they come from
     * @param sha256  over all of them
     * @param packets in one pass
     * @param flows   TCP connections, both directions as one
     * @param bytes   in one pass
     */
    public record KeptTraffic(String source, String sha256, int packets, int flows, long bytes) {}

    /** Says what keeps measurements of another attempt from standing beside those of this one. */
    Optional<String> differenceFrom(RunInputs other) {
        if (!Objects.equals(environment.commit(), other.environment.commit())) {
            return Optional.of("this build is of commit " + shown(environment.commit()) + ", the run's of "
                    + shown(other.environment.commit()));
        }
        if (!environment.cpu().equals(other.environment.cpu()) || environment.cores() != other.environment.cores()) {
            return Optional.of("this machine is " + environment.cpu() + " with " + environment.cores()
                    + " cores, the run's " + other.environment.cpu() + " with " + other.environment.cores());
        }
        if (!environment.jdk().equals(other.environment.jdk())) {
            return Optional.of("this JDK is " + environment.jdk() + ", the run's " + other.environment.jdk());
        }
        if (!objects.equals(other.objects)) {
            return Optional.of("user code is another: " + objects.keySet());
        }
        return traffic.equals(other.traffic) ? Optional.empty() : Optional.of("the traffic is another");
    }

    private static String shown(String commit) {
        return commit == null ? "unknown" : commit;
    }
}
