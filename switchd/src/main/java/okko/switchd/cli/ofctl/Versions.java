package okko.switchd.cli.ofctl;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.StatisticsRequest.FlowsForm;

/** Which versions and forms the options allow. */
final class Versions {

    private static final Set<OpenFlowVersion> LATER = EnumSet.range(OpenFlowVersion.V1_3, OpenFlowVersion.V1_5);

    private Versions() {}

    /** {@return versions that may be spoken; empty if nobody says so} */
    static Set<OpenFlowVersion> asked(OfctlOptions options) throws IOException {
        Set<OpenFlowVersion> asked = EnumSet.noneOf(OpenFlowVersion.class);
        for (String name : options.protocols()) {
            asked.add(Arrays.stream(OpenFlowVersion.values())
                    .filter(version -> version.label().equalsIgnoreCase(name) || version.number().equals(name))
                    .findAny()
                    .orElseThrow(() -> new IOException("-O " + name + ": expected some of "
                            + Arrays.stream(OpenFlowVersion.values()).map(OpenFlowVersion::label)
                                    .collect(Collectors.joining(", ")))));
        }
        Set<OpenFlowVersion> writable = writable(options.flowFormats());
        if (asked.isEmpty()) {
            return writable;
        }
        if (!writable.isEmpty()) {
            asked.retainAll(writable);
            if (asked.isEmpty()) {
                throw new IOException("-O and -F together leave no version of OpenFlow to speak");
            }
        }
        return asked;
    }

    private static Set<OpenFlowVersion> writable(List<String> formats) throws IOException {
        Set<OpenFlowVersion> versions = EnumSet.noneOf(OpenFlowVersion.class);
        for (String format : formats) {
            switch (format) {
                case "any" -> {
                    return Set.of();
                }
                case "openflow10", "openflow10-table_id", "nxm", "nxm-table_id" -> versions.add(OpenFlowVersion.V1_0);
                case "oxm" -> versions.addAll(LATER);
                case "oxm-openflow13" -> versions.add(OpenFlowVersion.V1_3);
                case "oxm-openflow14" -> versions.add(OpenFlowVersion.V1_4);
                case "oxm-openflow15" -> versions.add(OpenFlowVersion.V1_5);
                default -> throw new IOException("-F " + format + ": expected openflow10, nxm, oxm, oxm-openflow13, "
                        + "oxm-openflow14, oxm-openflow15 or any");
            }
        }
        return versions;
    }

    /**
     * Chooses in which messages flows are asked for.
     *
     * @param version     that is spoken
     * @param options     of the user
     * @param isMaybeOkko whether the switch may know programs
     * @return the form of the question
     */
    static FlowsForm form(OpenFlowVersion version, OfctlOptions options, boolean isMaybeOkko) {
        if (version != OpenFlowVersion.V1_0) {
            return isMaybeOkko ? FlowsForm.MULTIPART_FOR_OKKO : FlowsForm.MULTIPART;
        }
        List<String> formats = options.flowFormats();
        boolean isPlain = !formats.isEmpty() && formats.stream().allMatch(format -> format.startsWith("openflow10"));
        if (isPlain) {
            return FlowsForm.OPENFLOW_10;
        }
        return isMaybeOkko ? FlowsForm.NICIRA_FOR_OKKO : FlowsForm.NICIRA;
    }
}
