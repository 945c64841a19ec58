package okko.eval.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.eval.run.Child;
import okko.eval.subject.Subject;
import okko.eval.subject.SubjectPlan;

/** OVS-DPDK with the traffic of a run as its source, which forwards port to port or by way of a processor. */
final class OvsPlan implements SubjectPlan {

    /** Enough for the 131,072 packets that OVS makes do with then, and for the traffic of a run among them. */
    private static final int MEMORY_MIB = 512;

    /** It is paused between slices; what it has learnt is to outlive that. */
    private static final String KEEP_DECISIONS = "other_config:max-idle=3600000";

    private static final String PROCESSOR_PORT = "ext0";

    private final PeerTask task;
    private final Way way;

    OvsPlan(PeerTask task, Way way) {
        this.task = task;
        this.way = way;
    }

    /** How packets get from the source to the sink. */
    enum Way {
        /** By one decision. */
        DIRECT,
        /** To testpmd, back, and on: two decisions. */
        BY_TESTPMD;

        /** Hugepages for the switch, and for the processor. */
        int memoryMib() {
            return switch (this) {
                case DIRECT -> MEMORY_MIB;
                case BY_TESTPMD -> MEMORY_MIB + Testpmd.MEMORY_MIB;
            };
        }

        /** Rules for it that lead to a port. */
        List<String> flows(int last) {
            return switch (this) {
                case DIRECT -> List.of(flow(OvsDpdk.SOURCE_NUMBER, last));
                case BY_TESTPMD -> List.of(flow(OvsDpdk.SOURCE_NUMBER, OvsSubject.PROCESSOR_NUMBER),
                        flow(OvsSubject.PROCESSOR_NUMBER, last));
            };
        }

        private static String flow(int from, int to) {
            return "in_port=" + from + ",actions=output:" + to;
        }
    }

    @Override
    public Optional<String> obstacle() {
        int needed = task.takenMib() + way.memoryMib();
        return switch (way) {
            case DIRECT -> task.machine().obstacle(needed);
            case BY_TESTPMD -> task.machine().obstacle(needed).or(task.machine()::obstacleToTestpmd);
        };
    }

    @Override
    public Subject start() throws IOException {
        Path directory = Files.createTempDirectory("okko-ovs");
        List<String> settings = new ArrayList<>(List.of(OvsCaches.EMC.settings()));
        settings.add(OvsDpdk.memory(MEMORY_MIB));
        settings.add("other_config:dpdk-socket-limit=" + MEMORY_MIB); // or it would take what others need
        settings.add(KEEP_DECISIONS);
        OvsDpdk ovs = OvsDpdk.start(task.machine(), directory, settings);
        try {
            if (way == Way.BY_TESTPMD) {
                connectTestpmd(ovs);
            }
            OvsSubject subject = new OvsSubject(ovs, task, way);
            subject.prepareProof();
            return subject;
        } catch (IOException e) {
            ovs.close();
            throw e;
        }
    }

    private static void connectTestpmd(OvsDpdk ovs) throws IOException {
        Path socket = ovs.processes().directory().resolve("ext.sock");
        ovs.addVhostPort(PROCESSOR_PORT, OvsSubject.PROCESSOR_NUMBER, socket);
        Child testpmd = Testpmd.start(ovs.processes(), socket);
        testpmd.await("connected", () -> ovs.isLinkUp(PROCESSOR_PORT));
    }
}
