package okko.switchd.openflow.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.MonitorMessage.FlowMonitorRequest;
import okko.switchd.openflow.MonitorMessage.Monitor;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.StatisticsRequest.TableFeaturesRequest;
import okko.switchd.openflow.TableFeatures;
import okko.switchd.openflow.wire.Decoded;

/**
 * A request that comes in several messages (OpenFlow 1.3, 7.3.5): the few that may be so long. One at a time, of
 * bounded length, within {@value #PATIENCE_S} s.
 */
final class RequestParts {

    private static final int MAX_BYTES = 1 << 20;
    private static final long PATIENCE_S = 1;

    private final List<TableFeatures> features = new ArrayList<>();
    private final List<Monitor> monitors = new ArrayList<>();
    private boolean isBegun;
    private int xid;
    private int bytes;
    private long beganNs;

    /**
     * Adds a message.
     *
     * @param part       as it came
     * @param frameBytes its length
     * @param nowNs      monotonic
     * @return the whole request; empty if more of it follows
     * @throws OpenFlowException if this request may not come in parts, or is too long
     */
    Optional<Message> add(Decoded part, int frameBytes, long nowNs) throws OpenFlowException {
        boolean isNext = isBegun && part.xid() == xid;
        if (!part.hasMore() && !isNext) {
            return Optional.of(part.message());
        }
        if (isBegun && !isNext || isNext && bytes + frameBytes > MAX_BYTES) {
            forget();
            throw overflow("more than one request in parts, or one of more than " + MAX_BYTES + " bytes");
        }
        if (!isBegun) {
            isBegun = true;
            xid = part.xid();
            beganNs = nowNs;
        }
        bytes += frameBytes;
        return add(part);
    }

    private Optional<Message> add(Decoded part) throws OpenFlowException {
        Message whole;
        if (part.message() instanceof TableFeaturesRequest(var more) && monitors.isEmpty()) {
            features.addAll(more);
            whole = new TableFeaturesRequest(features);
        } else if (part.message() instanceof FlowMonitorRequest(var more) && features.isEmpty()) {
            monitors.addAll(more);
            whole = new FlowMonitorRequest(monitors);
        } else {
            forget();
            throw overflow("a request that cannot come in parts");
        }
        if (part.hasMore()) {
            return Optional.empty();
        }
        forget();
        return Optional.of(whole);
    }

    /**
     * Gives up a request whose next part does not come.
     *
     * @param nowNs monotonic
     * @return the number of its messages, if one was given up
     */
    Optional<Integer> expire(long nowNs) {
        if (!isBegun || nowNs - beganNs < TimeUnit.SECONDS.toNanos(PATIENCE_S)) {
            return Optional.empty();
        }
        forget();
        return Optional.of(xid);
    }

    private void forget() {
        isBegun = false;
        bytes = 0;
        features.clear();
        monitors.clear();
    }

    private static OpenFlowException overflow(String reason) {
        return new OpenFlowException(OpenFlowError.OFPBRC_MULTIPART_BUFFER_OVERFLOW, reason);
    }
}
