package okko.eval.journal;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import okko.eval.measure.Environment;

/**
 * What an attempt at a run worked with.
 *
 * @param environment   machine and build
 * @param trafficSha256 of the packets
 * @param packets       in one pass
 * @param flows         TCP connections, both directions as one
 * @param bytes         in one pass
 * @param objects       SHA-256 of each BPF object, by file name
 * @param steps         of the whole run, at most
 */
public record RunInputs(Environment environment, String trafficSha256, int packets, int flows, long bytes,
        Map<String, String> objects, int steps) {

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
            return Optional.of("the BPF objects are others");
        }
        return trafficSha256.equals(other.trafficSha256) ? Optional.empty() : Optional.of("the traffic is another");
    }

    private static String shown(String commit) {
        return commit == null ? "unknown" : commit;
    }
}
