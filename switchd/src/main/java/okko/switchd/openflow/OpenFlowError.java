package okko.switchd.openflow;

/**
 * What is wrong with a message: {@code enum ofp_error_type} and its codes, under their names in OpenFlow 1.5 (1.3,
 * 7.4.4 and 1.5, 7.5.4), and some of Open vSwitch's own. Types and codes are those of 1.5; {@code openflow.wire}
 * translates them for 1.0 and 1.3.
 */
public enum OpenFlowError {
    /** No version in common. */
    OFPHFC_INCOMPATIBLE(0, 0),
    /** Not allowed. */
    OFPHFC_EPERM(0, 1),
    /** The version of a message is not the one agreed on. */
    OFPBRC_BAD_VERSION(1, 0),
    /** No such type of message. */
    OFPBRC_BAD_TYPE(1, 1),
    /** No such statistics. */
    OFPBRC_BAD_MULTIPART(1, 2),
    /** No such experimenter. */
    OFPBRC_BAD_EXPERIMENTER(1, 3),
    /** The experimenter has no such message. */
    OFPBRC_BAD_EXPERIMENTER_TYPE(1, 4),
    /** Not allowed. */
    OFPBRC_EPERM(1, 5),
    /** The length of a message is wrong. */
    OFPBRC_BAD_LEN(1, 6),
    /** The buffer has been used. */
    OFPBRC_BUFFER_EMPTY(1, 7),
    /** There is no such buffer. */
    OFPBRC_BUFFER_UNKNOWN(1, 8),
    /** There is no such table. */
    OFPBRC_BAD_TABLE_ID(1, 9),
    /** The controller is a slave. */
    OFPBRC_IS_SLAVE(1, 10),
    /** There is no such port. */
    OFPBRC_BAD_PORT(1, 11),
    /** The packet is none. */
    OFPBRC_BAD_PACKET(1, 12),
    /** Too many parts of a request. */
    OFPBRC_MULTIPART_BUFFER_OVERFLOW(1, 13),
    /** A part of a request came too late. */
    OFPBRC_MULTIPART_REQUEST_TIMEOUT(1, 14),
    /** A part of a request is missing. */
    OFPBRC_MULTIPART_REPLY_TIMEOUT(1, 15),
    /** No such type of action. */
    OFPBAC_BAD_TYPE(2, 0),
    /** The length of an action is wrong. */
    OFPBAC_BAD_LEN(2, 1),
    /** No such experimenter. */
    OFPBAC_BAD_EXPERIMENTER(2, 2),
    /** The experimenter has no such action. */
    OFPBAC_BAD_EXP_TYPE(2, 3),
    /** An action names a port that cannot be. */
    OFPBAC_BAD_OUT_PORT(2, 4),
    /** An action has an argument that cannot be. */
    OFPBAC_BAD_ARGUMENT(2, 5),
    /** Not allowed. */
    OFPBAC_EPERM(2, 6),
    /** Too many actions. */
    OFPBAC_TOO_MANY(2, 7),
    /** There is no such queue. */
    OFPBAC_BAD_QUEUE(2, 8),
    /** There is no such group. */
    OFPBAC_BAD_OUT_GROUP(2, 9),
    /** An action has no meaning for the packets that are matched. */
    OFPBAC_MATCH_INCONSISTENT(2, 10),
    /** Actions in this order cannot be done. */
    OFPBAC_UNSUPPORTED_ORDER(2, 11),
    /** A tag that cannot be. */
    OFPBAC_BAD_TAG(2, 12),
    /** A field that cannot be set. */
    OFPBAC_BAD_SET_TYPE(2, 13),
    /** The length of a field to be set is wrong. */
    OFPBAC_BAD_SET_LEN(2, 14),
    /** A value that the field cannot have. */
    OFPBAC_BAD_SET_ARGUMENT(2, 15),
    /** A mask that cannot be. */
    OFPBAC_BAD_SET_MASK(2, 16),
    /** There is no such meter. */
    OFPBAC_BAD_METER(2, 17),
    /** No such instruction. */
    OFPBIC_UNKNOWN_INST(3, 0),
    /** An instruction that Okko cannot do. */
    OFPBIC_UNSUP_INST(3, 1),
    /** A table that cannot be gone on in. */
    OFPBIC_BAD_TABLE_ID(3, 2),
    /** A mask of the metadata that cannot be. */
    OFPBIC_UNSUP_METADATA(3, 3),
    /** Bits of the metadata that cannot be. */
    OFPBIC_UNSUP_METADATA_MASK(3, 4),
    /** No such experimenter. */
    OFPBIC_BAD_EXPERIMENTER(3, 5),
    /** The experimenter has no such instruction. */
    OFPBIC_BAD_EXP_TYPE(3, 6),
    /** The length of an instruction is wrong. */
    OFPBIC_BAD_LEN(3, 7),
    /** Not allowed. */
    OFPBIC_EPERM(3, 8),
    /** The same instruction twice. */
    OFPBIC_DUP_INST(3, 9),
    /** No such type of match. */
    OFPBMC_BAD_TYPE(4, 0),
    /** The length of a match is wrong. */
    OFPBMC_BAD_LEN(4, 1),
    /** A tag that cannot be. */
    OFPBMC_BAD_TAG(4, 2),
    /** A mask of an Ethernet address that cannot be. */
    OFPBMC_BAD_DL_ADDR_MASK(4, 3),
    /** A mask of an IP address that cannot be. */
    OFPBMC_BAD_NW_ADDR_MASK(4, 4),
    /** Wildcards that cannot be. */
    OFPBMC_BAD_WILDCARDS(4, 5),
    /** No such field. */
    OFPBMC_BAD_FIELD(4, 6),
    /** A value that the field cannot have. */
    OFPBMC_BAD_VALUE(4, 7),
    /** A mask that the field cannot have. */
    OFPBMC_BAD_MASK(4, 8),
    /** What must be matched besides is missing. */
    OFPBMC_BAD_PREREQ(4, 9),
    /** The same field twice. */
    OFPBMC_DUP_FIELD(4, 10),
    /** Not allowed. */
    OFPBMC_EPERM(4, 11),
    /** A flow cannot be changed, for no other reason below. */
    OFPFMFC_UNKNOWN(5, 0),
    /** The table is full. */
    OFPFMFC_TABLE_FULL(5, 1),
    /** There is no such table. */
    OFPFMFC_BAD_TABLE_ID(5, 2),
    /** A flow of the same priority overlaps. */
    OFPFMFC_OVERLAP(5, 3),
    /** Not allowed. */
    OFPFMFC_EPERM(5, 4),
    /** A time-out that cannot be. */
    OFPFMFC_BAD_TIMEOUT(5, 5),
    /** No such command. */
    OFPFMFC_BAD_COMMAND(5, 6),
    /** No such flag. */
    OFPFMFC_BAD_FLAGS(5, 7),
    /** The group exists. */
    OFPGMFC_GROUP_EXISTS(6, 0),
    /** The group cannot be. */
    OFPGMFC_INVALID_GROUP(6, 1),
    /** Weights are not possible here. */
    OFPGMFC_WEIGHT_UNSUPPORTED(6, 2),
    /** Too many groups. */
    OFPGMFC_OUT_OF_GROUPS(6, 3),
    /** Too many buckets. */
    OFPGMFC_OUT_OF_BUCKETS(6, 4),
    /** Groups cannot follow one another so. */
    OFPGMFC_CHAINING_UNSUPPORTED(6, 5),
    /** A port or group that cannot be watched. */
    OFPGMFC_WATCH_UNSUPPORTED(6, 6),
    /** Groups would follow one another in a circle. */
    OFPGMFC_LOOP(6, 7),
    /** There is no such group. */
    OFPGMFC_UNKNOWN_GROUP(6, 8),
    /** Another group leads there. */
    OFPGMFC_CHAINED_GROUP(6, 9),
    /** No such type of group. */
    OFPGMFC_BAD_TYPE(6, 10),
    /** No such command. */
    OFPGMFC_BAD_COMMAND(6, 11),
    /** A bucket that cannot be. */
    OFPGMFC_BAD_BUCKET(6, 12),
    /** A watch that cannot be. */
    OFPGMFC_BAD_WATCH(6, 13),
    /** Not allowed. */
    OFPGMFC_EPERM(6, 14),
    /** There is no such bucket. */
    OFPGMFC_UNKNOWN_BUCKET(6, 15),
    /** The bucket exists. */
    OFPGMFC_BUCKET_EXISTS(6, 16),
    /** There is no such port. */
    OFPPMFC_BAD_PORT(7, 0),
    /** The hardware address is not that of the port. */
    OFPPMFC_BAD_HW_ADDR(7, 1),
    /** A configuration that cannot be. */
    OFPPMFC_BAD_CONFIG(7, 2),
    /** Features that cannot be advertised. */
    OFPPMFC_BAD_ADVERTISE(7, 3),
    /** Not allowed. */
    OFPPMFC_EPERM(7, 4),
    /** There is no such table. */
    OFPTMFC_BAD_TABLE(8, 0),
    /** A configuration that cannot be. */
    OFPTMFC_BAD_CONFIG(8, 1),
    /** Not allowed. */
    OFPTMFC_EPERM(8, 2),
    /** There is no such port. */
    OFPQOFC_BAD_PORT(9, 0),
    /** There is no such queue. */
    OFPQOFC_BAD_QUEUE(9, 1),
    /** Not allowed. */
    OFPQOFC_EPERM(9, 2),
    /** No such flag. */
    OFPSCFC_BAD_FLAGS(10, 0),
    /** A length that cannot be. */
    OFPSCFC_BAD_LEN(10, 1),
    /** Not allowed. */
    OFPSCFC_EPERM(10, 2),
    /** The generation is an old one. */
    OFPRRFC_STALE(11, 0),
    /** The role cannot be had. */
    OFPRRFC_UNSUP(11, 1),
    /** No such role. */
    OFPRRFC_BAD_ROLE(11, 2),
    /** A meter cannot be changed, for no other reason below. */
    OFPMMFC_UNKNOWN(12, 0),
    /** The meter exists. */
    OFPMMFC_METER_EXISTS(12, 1),
    /** The meter cannot be. */
    OFPMMFC_INVALID_METER(12, 2),
    /** There is no such meter. */
    OFPMMFC_UNKNOWN_METER(12, 3),
    /** No such command. */
    OFPMMFC_BAD_COMMAND(12, 4),
    /** No such flag. */
    OFPMMFC_BAD_FLAGS(12, 5),
    /** A rate that cannot be. */
    OFPMMFC_BAD_RATE(12, 6),
    /** A burst that cannot be. */
    OFPMMFC_BAD_BURST(12, 7),
    /** A band that cannot be. */
    OFPMMFC_BAD_BAND(12, 8),
    /** A value of a band that cannot be. */
    OFPMMFC_BAD_BAND_VALUE(12, 9),
    /** Too many meters. */
    OFPMMFC_OUT_OF_METERS(12, 10),
    /** Too many bands. */
    OFPMMFC_OUT_OF_BANDS(12, 11),
    /** There is no such table. */
    OFPTFFC_BAD_TABLE(13, 0),
    /** Metadata that cannot be. */
    OFPTFFC_BAD_METADATA(13, 1),
    /** Not allowed. */
    OFPTFFC_EPERM(13, 5),
    /** No such type of property. */
    OFPBPC_BAD_TYPE(14, 0),
    /** The length of a property is wrong. */
    OFPBPC_BAD_LEN(14, 1),
    /** A value that the property cannot have. */
    OFPBPC_BAD_VALUE(14, 2),
    /** Too many properties. */
    OFPBPC_TOO_MANY(14, 3),
    /** The same property twice. */
    OFPBPC_DUP_TYPE(14, 4),
    /** No such experimenter. */
    OFPBPC_BAD_EXPERIMENTER(14, 5),
    /** The experimenter has no such property. */
    OFPBPC_BAD_EXP_TYPE(14, 6),
    /** A value that the experimenter's property cannot have. */
    OFPBPC_BAD_EXP_VALUE(14, 7),
    /** Not allowed. */
    OFPBPC_EPERM(14, 8),
    /** A mask that cannot be. */
    OFPACFC_INVALID(15, 0),
    /** What was asked for cannot be had. */
    OFPACFC_UNSUPPORTED(15, 1),
    /** Not allowed. */
    OFPACFC_EPERM(15, 2),
    /** A monitor cannot be made, for no other reason below. */
    OFPMOFC_UNKNOWN(16, 0),
    /** The monitor exists. */
    OFPMOFC_MONITOR_EXISTS(16, 1),
    /** The monitor cannot be. */
    OFPMOFC_INVALID_MONITOR(16, 2),
    /** There is no such monitor. */
    OFPMOFC_UNKNOWN_MONITOR(16, 3),
    /** No such command. */
    OFPMOFC_BAD_COMMAND(16, 4),
    /** No such flag. */
    OFPMOFC_BAD_FLAGS(16, 5),
    /** There is no such table. */
    OFPMOFC_BAD_TABLE_ID(16, 6),
    /** A port or group that cannot be. */
    OFPMOFC_BAD_OUT(16, 7),
    /** A bundle cannot be changed, for no other reason below. */
    OFPBFC_UNKNOWN(17, 0),
    /** Not allowed. */
    OFPBFC_EPERM(17, 1),
    /** The bundle exists. */
    OFPBFC_BAD_ID(17, 2),
    /** The bundle exists. */
    OFPBFC_BUNDLE_EXIST(17, 3),
    /** The bundle is closed. */
    OFPBFC_BUNDLE_CLOSED(17, 4),
    /** Too many bundles. */
    OFPBFC_OUT_OF_BUNDLES(17, 5),
    /** No such command. */
    OFPBFC_BAD_TYPE(17, 6),
    /** No such flag. */
    OFPBFC_BAD_FLAGS(17, 7),
    /** The length of a message in a bundle is wrong. */
    OFPBFC_MSG_BAD_LEN(17, 8),
    /** The number of a message in a bundle is not the bundle's. */
    OFPBFC_MSG_BAD_XID(17, 9),
    /** A message that cannot be in a bundle. */
    OFPBFC_MSG_UNSUP(17, 10),
    /** Messages that cannot be together in a bundle. */
    OFPBFC_MSG_CONFLICT(17, 11),
    /** Too many messages in a bundle. */
    OFPBFC_MSG_TOO_MANY(17, 12),
    /** A message of a bundle cannot be carried out. */
    OFPBFC_MSG_FAILED(17, 13),
    /** The bundle took too long. */
    OFPBFC_TIMEOUT(17, 14),
    /** Other bundles are in the way. */
    OFPBFC_BUNDLE_IN_PROGRESS(17, 15),
    /** A match of Open vSwitch that is none. */
    NXBRC_NXM_INVALID(OpenFlowError.EXPERIMENTER, 2),
    /** A field of Open vSwitch that is none. */
    NXBRC_NXM_BAD_TYPE(OpenFlowError.EXPERIMENTER, 3),
    /** Bytes that must be 0 are not. */
    NXBRC_MUST_BE_ZERO(OpenFlowError.EXPERIMENTER, 4),
    /** No such reason. */
    NXBRC_BAD_REASON(OpenFlowError.EXPERIMENTER, 5),
    /** No such event of a flow monitor. */
    NXBRC_FM_BAD_EVENT(OpenFlowError.EXPERIMENTER, 9),
    /** The error cannot be said in this version. */
    NXBRC_UNENCODABLE_ERROR(OpenFlowError.EXPERIMENTER, 10),
    /** Bytes of an action that must be 0 are not. */
    NXBAC_MUST_BE_ZERO(OpenFlowError.EXPERIMENTER, 11),
    /** The datapath cannot do it. */
    NXFMFC_HARDWARE(OpenFlowError.EXPERIMENTER, 12),
    /** A table that is none was named in a way that only Open vSwitch has. */
    NXFMFC_BAD_TABLE_ID(OpenFlowError.EXPERIMENTER, 13),
    /** A conjunction that cannot be. */
    NXBAC_BAD_CONJUNCTION(OpenFlowError.EXPERIMENTER, 15),
    /** Not possible here, though Open vSwitch can do it. */
    NXR_NOT_SUPPORTED(OpenFlowError.EXPERIMENTER, 34),
    /** A field of a message of Okko's own has a value that it cannot have. */
    OKKO_BAD_VALUE(OpenFlowError.EXPERIMENTER, OpenFlowError.FIRST_OF_OKKO),
    /** A program cannot be loaded; the reason has the verifier's findings, a line each. */
    OKKO_PROGRAM_REFUSED(OpenFlowError.EXPERIMENTER, OpenFlowError.FIRST_OF_OKKO + 1),
    /** There is no such program. */
    OKKO_NO_SUCH_PROGRAM(OpenFlowError.EXPERIMENTER, OpenFlowError.FIRST_OF_OKKO + 2),
    /** The program has no such map. */
    OKKO_NO_SUCH_MAP(OpenFlowError.EXPERIMENTER, OpenFlowError.FIRST_OF_OKKO + 3),
    /** A map does not take an entry, or has none to remove. */
    OKKO_ENTRY_REFUSED(OpenFlowError.EXPERIMENTER, OpenFlowError.FIRST_OF_OKKO + 4),
    /** Parts of something long do not follow each other, or it is too long. */
    OKKO_BAD_PART(OpenFlowError.EXPERIMENTER, OpenFlowError.FIRST_OF_OKKO + 5);

    /** In place of a type: the error is Open vSwitch's or Okko's, and its code is one of their own numbers. */
    public static final int EXPERIMENTER = 0xffff;

    /** The lowest code of Okko's own errors; those below are Open vSwitch's. */
    private static final int FIRST_OF_OKKO = 0x100;

    private final int type;
    private final int code;

    OpenFlowError(int type, int code) {
        this.type = type;
        this.code = code;
    }

    /** {@return its type in OpenFlow 1.1 and later} */
    public int type() {
        return type;
    }

    /** {@return its code in OpenFlow 1.1 and later} */
    public int code() {
        return code;
    }

    /** {@return whether it is one of Okko's own} */
    public boolean isOkkos() {
        return type == EXPERIMENTER && code >= FIRST_OF_OKKO;
    }
}
