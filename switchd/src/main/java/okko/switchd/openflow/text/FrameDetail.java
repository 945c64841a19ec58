package okko.switchd.openflow.text;

/** What is told of a frame. */
public enum FrameDetail {
    /** Its fields. */
    FIELDS,
    /** Its fields, and then all bytes. */
    FIELDS_AND_BYTES
}
