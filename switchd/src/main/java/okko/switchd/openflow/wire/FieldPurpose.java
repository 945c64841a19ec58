package okko.switchd.openflow.wire;

import okko.switchd.openflow.OpenFlowError;

/** What a field is there for: that decides which error it is if it is wrong. */
enum FieldPurpose {
    /** It is matched. */
    MATCH(OpenFlowError.OFPBMC_BAD_FIELD, OpenFlowError.OFPBMC_BAD_LEN, OpenFlowError.OFPBMC_BAD_VALUE,
            OpenFlowError.OFPBMC_BAD_MASK),
    /** It is written, or read by an action. */
    ACTION(OpenFlowError.OFPBAC_BAD_SET_TYPE, OpenFlowError.OFPBAC_BAD_SET_LEN, OpenFlowError.OFPBAC_BAD_SET_ARGUMENT,
            OpenFlowError.OFPBAC_BAD_SET_MASK);

    private final OpenFlowError badField;
    private final OpenFlowError badLength;
    private final OpenFlowError badValue;
    private final OpenFlowError badMask;

    FieldPurpose(OpenFlowError badField, OpenFlowError badLength, OpenFlowError badValue, OpenFlowError badMask) {
        this.badField = badField;
        this.badLength = badLength;
        this.badValue = badValue;
        this.badMask = badMask;
    }

    /** {@return there is no such field} */
    OpenFlowError badField() {
        return badField;
    }

    /** {@return its length is wrong} */
    OpenFlowError badLength() {
        return badLength;
    }

    /** {@return it is as long as it says, but its field has another length; these are the errors of Open vSwitch} */
    OpenFlowError otherLength() {
        return this == MATCH ? badField : badLength;
    }

    /** {@return it cannot have this value} */
    OpenFlowError badValue() {
        return badValue;
    }

    /** {@return it cannot have this mask} */
    OpenFlowError badMask() {
        return badMask;
    }
}
