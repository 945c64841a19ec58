package okko.switchd.cli.ofctl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okko.switchd.openflow.BundleMessage;
import okko.switchd.openflow.BundleMessage.BundleAdd;
import okko.switchd.openflow.BundleMessage.BundleControl;
import okko.switchd.openflow.BundleMessage.Control;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.client.OpenFlowClient;
import okko.switchd.openflow.client.RefusedException;

/** Has changes carried out: one by one, or all of them together or none. */
final class Changes {

    /** Oldest version that has bundles, as an extension. */
    static final OpenFlowVersion BUNDLES_SINCE = OpenFlowVersion.V1_3;

    private static final int BUNDLE_ID = 0;
    private static final int FLAGS = BundleMessage.FLAG_ATOMIC | BundleMessage.FLAG_ORDERED;
    private static final byte[] NOT_SENT_YET = {};

    private final Session session;
    private final OpenFlowClient client;

    Changes(Session session, OpenFlowClient client) {
        this.session = session;
        this.client = client;
    }

    void carryOut(List<? extends Message> changes) throws IOException, RefusedException {
        if (session.options().isBundled()) {
            carryOutTogether(changes);
        } else {
            client.change(changes);
        }
    }

    void carryOutTogether(List<? extends Message> changes) throws IOException, RefusedException {
        client.ask(new BundleControl(BUNDLE_ID, Control.OPEN_REQUEST, FLAGS));
        List<BundleAdd> additions = new ArrayList<>();
        for (Message change : changes) {
            additions.add(new BundleAdd(BUNDLE_ID, FLAGS, client.nextXid() + additions.size(), change, NOT_SENT_YET));
        }
        try {
            client.change(additions);
        } catch (RefusedException e) {
            client.ask(new BundleControl(BUNDLE_ID, Control.DISCARD_REQUEST, FLAGS));
            throw e;
        }
        client.ask(new BundleControl(BUNDLE_ID, Control.COMMIT_REQUEST, FLAGS));
    }
}
