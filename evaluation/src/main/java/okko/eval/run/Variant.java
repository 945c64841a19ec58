package okko.eval.run;

import java.util.Map;
import okko.eval.subject.SubjectPlan;

/**
 * One of the things that an experiment compares.
 *
 * @param label      its name in the experiment, unique there
 * @param workload   name of the job
 * @param setup      name of the place, or of the peer
 * @param parameters what else tells it from the others, such as {@code flows=1000}; in order
 * @param plan       how to start it
 */
public record Variant(String label, String workload, String setup, Map<String, String> parameters,
        SubjectPlan plan) {}
