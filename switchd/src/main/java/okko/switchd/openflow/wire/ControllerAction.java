package okko.switchd.openflow.wire;

import okko.switchd.flow.Action;
import okko.switchd.flow.ControllerReason;
import okko.switchd.flow.Octets;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;

/** {@link Action.Controller} as {@code NXAST_CONTROLLER}, or {@code NXAST_CONTROLLER2} if it has data. */
final class ControllerAction {

    private static final int CONTROLLER = 20;
    private static final int CONTROLLER_2 = 37;

    private static final int MAX_BYTES = 0;
    private static final int CONTROLLER_ID = 1;
    private static final int REASON = 2;
    private static final int USER_DATA = 3;
    private static final int PROPERTY_HEADER_BYTES = 4;

    /** Open vSwitch counts the padding of a property of 16 bits. */
    private static final int NUMBER_PROPERTY_BYTES = 8;

    private ControllerAction() {}

    static Action read(WireReader body) throws OpenFlowException {
        int maxBytes = body.u16();
        int id = body.u16();
        return new Action.Controller(maxBytes, reason(body.u8()), id, Octets.NONE);
    }

    private static ControllerReason reason(int number) throws OpenFlowException {
        return ControllerReason.numbered(number).orElseThrow(() -> new OpenFlowException(
                OpenFlowError.OFPBAC_BAD_ARGUMENT, "no reason %d to send a packet to a controller".formatted(number)));
    }

    static Action readProperties(WireReader body) throws OpenFlowException {
        body.skip(6);
        int maxBytes = Action.Controller.WHOLE_PACKET;
        int id = 0;
        ControllerReason reason = ControllerReason.ACTION;
        Octets userData = Octets.NONE;
        while (body.hasMore()) {
            int type = body.u16();
            int length = body.u16();
            if (length < PROPERTY_HEADER_BYTES || length - PROPERTY_HEADER_BYTES > body.remaining()) {
                throw new OpenFlowException(OpenFlowError.OFPBPC_BAD_LEN,
                        "a property of %d bytes where %d are left".formatted(length, body.remaining()));
            }
            WireReader property = body.part(length - PROPERTY_HEADER_BYTES, OpenFlowError.OFPBPC_BAD_LEN);
            switch (type) {
                case MAX_BYTES -> maxBytes = property.u16();
                case CONTROLLER_ID -> id = property.u16();
                case REASON -> reason = reason(property.u8());
                case USER_DATA -> userData = Octets.of(property.rest());
                default -> throw new OpenFlowException(OpenFlowError.OFPBPC_BAD_TYPE,
                        "no property %d of an action for controllers".formatted(type));
            }
            body.skipPadding(length);
        }
        return new Action.Controller(maxBytes, reason, id, userData);
    }

    static void write(Action.Controller action, WireWriter writer) {
        if (action.userData().isEmpty()) {
            NiciraActions.write(CONTROLLER, writer, body -> body.u16(action.maxBytes()).u16(action.controllerId())
                    .u8(action.reason().ordinal()).zeros(1));
            return;
        }
        NiciraActions.write(CONTROLLER_2, writer, body -> {
            body.zeros(6);
            if (action.maxBytes() != Action.Controller.WHOLE_PACKET) {
                property(MAX_BYTES, body).u16(action.maxBytes()).zeros(2);
            }
            if (action.controllerId() != 0) {
                property(CONTROLLER_ID, body).u16(action.controllerId()).zeros(2);
            }
            if (action.reason() != ControllerReason.ACTION) {
                body.u16(REASON).u16(PROPERTY_HEADER_BYTES + 1).u8(action.reason().ordinal()).zeros(3);
            }
            byte[] data = action.userData().toArray();
            int start = body.position();
            body.u16(USER_DATA).u16(PROPERTY_HEADER_BYTES + data.length).bytes(data).padFrom(start);
        });
    }

    private static WireWriter property(int type, WireWriter body) {
        return body.u16(type).u16(NUMBER_PROPERTY_BYTES);
    }
}
