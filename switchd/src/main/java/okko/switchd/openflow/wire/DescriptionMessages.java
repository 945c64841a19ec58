package okko.switchd.openflow.wire;

import java.util.Optional;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsRequest;

/** Who made the switch, in bytes; the same in all versions. */
final class DescriptionMessages implements Family {

    private static final int DESCRIPTION = 0;
    private static final int TEXT_BYTES = 256;
    private static final int SERIAL_NUMBER_BYTES = 32;

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        if (kind.equals(Kind.request(DESCRIPTION))) {
            body.end();
            return Optional.of(new StatisticsRequest.Description());
        }
        if (kind.equals(Kind.reply(DESCRIPTION))) {
            StatisticsReply.Description description = new StatisticsReply.Description(body.text(TEXT_BYTES),
                    body.text(TEXT_BYTES), body.text(TEXT_BYTES), body.text(SERIAL_NUMBER_BYTES),
                    body.text(TEXT_BYTES));
            body.end();
            return Optional.of(description);
        }
        return Optional.empty();
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        switch (message) {
            case StatisticsRequest.Description _ -> output.message(Kind.request(DESCRIPTION), _ -> { });
            case StatisticsReply.Description(var manufacturer, var hardware, var software, var serialNumber,
                    var datapath) ->
                output.message(Kind.reply(DESCRIPTION), writer -> writer
                        .text(manufacturer, TEXT_BYTES)
                        .text(hardware, TEXT_BYTES)
                        .text(software, TEXT_BYTES)
                        .text(serialNumber, SERIAL_NUMBER_BYTES)
                        .text(datapath, TEXT_BYTES));
            default -> {
                return false;
            }
        }
        return true;
    }
}
