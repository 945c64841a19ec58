package okko.switchd.openflow.wire;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowVersion;

/**
 * The numbers of errors in one version. Earlier versions lack many of them; Open vSwitch says these by numbers of its
 * own or of the Open Networking Foundation, and so does Okko.
 */
final class ErrorCodes {

    private static final int STANDARD = 0;
    private static final int LAST_SAME_CODE_IN_10 = 8;
    private static final int FIRST_BUNDLE_CODE_OF_ONF = 2300;

    private static final Map<OpenFlowVersion, ErrorCodes> BY_VERSION = new EnumMap<>(OpenFlowVersion.class);

    static {
        for (OpenFlowVersion version : OpenFlowVersion.values()) {
            Map<OpenFlowError, Code> others = switch (version) {
                case V1_0 -> others10();
                case V1_3 -> others13();
                case V1_4, V1_5 -> Map.of();
            };
            BY_VERSION.put(version, new ErrorCodes(version, others));
        }
    }

    /**
     * How an error is said.
     *
     * @param experimenter whose numbers; 0 for the standard's
     * @param type         of the error; 0 where an experimenter has only codes
     * @param code         of the type, or of the experimenter
     */
    record Code(int experimenter, int type, int code) {}

    private final Map<OpenFlowError, Code> codes = new EnumMap<>(OpenFlowError.class);
    private final Map<Code, OpenFlowError> errors = new HashMap<>();

    private ErrorCodes(OpenFlowVersion version, Map<OpenFlowError, Code> others) {
        for (OpenFlowError error : OpenFlowError.values()) {
            Code other = others.get(error);
            if (other != null) {
                put(error, other);
            } else if (error.isOkkos()) {
                put(error, new Code(Kind.OKKO, 0, error.code()));
            } else if (isSame(error, version)) {
                put(error, error.type() == OpenFlowError.EXPERIMENTER
                        ? new Code(Kind.NICIRA, 0, error.code())
                        : new Code(STANDARD, error.type(), error.code()));
            }
        }
    }

    private void put(OpenFlowError error, Code code) {
        codes.put(error, code);
        errors.putIfAbsent(code, error);
    }

    /** Whether the numbers of 1.5 are also those of another version, for what is not listed below. */
    private static boolean isSame(OpenFlowError error, OpenFlowVersion version) {
        int type = error.type();
        int code = error.code();
        return switch (version) {
            case V1_0 -> type == 0 || (type == 1 || type == 2) && code <= LAST_SAME_CODE_IN_10;
            case V1_3 -> switch (type) {
                case 1 -> code <= OpenFlowError.OFPBRC_MULTIPART_BUFFER_OVERFLOW.code();
                case 2 -> code <= OpenFlowError.OFPBAC_BAD_SET_ARGUMENT.code();
                case 3 -> code <= OpenFlowError.OFPBIC_EPERM.code();
                case 6 -> code <= OpenFlowError.OFPGMFC_EPERM.code();
                case 14, 15, 16, 17 -> false;
                default -> true;
            };
            case V1_4 -> switch (type) {
                case 2 -> code <= OpenFlowError.OFPBAC_BAD_SET_ARGUMENT.code();
                case 6 -> code <= OpenFlowError.OFPGMFC_EPERM.code();
                default -> true;
            };
            case V1_5 -> true;
        };
    }

    private static Map<OpenFlowError, Code> others10() {
        Map<OpenFlowError, Code> others = new EnumMap<>(OpenFlowError.class);
        others.put(OpenFlowError.OFPFMFC_TABLE_FULL, new Code(STANDARD, 3, 0));
        others.put(OpenFlowError.OFPFMFC_OVERLAP, new Code(STANDARD, 3, 1));
        others.put(OpenFlowError.OFPFMFC_EPERM, new Code(STANDARD, 3, 2));
        others.put(OpenFlowError.OFPFMFC_BAD_TIMEOUT, new Code(STANDARD, 3, 3));
        others.put(OpenFlowError.OFPFMFC_BAD_COMMAND, new Code(STANDARD, 3, 4));
        others.put(OpenFlowError.OFPFMFC_UNKNOWN, new Code(STANDARD, 3, 5));
        others.put(OpenFlowError.OFPPMFC_BAD_PORT, new Code(STANDARD, 4, 0));
        others.put(OpenFlowError.OFPPMFC_BAD_HW_ADDR, new Code(STANDARD, 4, 1));
        others.put(OpenFlowError.OFPQOFC_BAD_PORT, new Code(STANDARD, 5, 0));
        others.put(OpenFlowError.OFPQOFC_BAD_QUEUE, new Code(STANDARD, 5, 1));
        others.put(OpenFlowError.OFPQOFC_EPERM, new Code(STANDARD, 5, 2));
        others.put(OpenFlowError.OFPBMC_BAD_FIELD, nicira(0, 263));
        others.put(OpenFlowError.NXBRC_NXM_INVALID, nicira(1, 256));
        others.put(OpenFlowError.NXBRC_NXM_BAD_TYPE, nicira(1, 257));
        others.put(OpenFlowError.OFPBMC_BAD_VALUE, nicira(1, 258));
        others.put(OpenFlowError.OFPBMC_BAD_MASK, nicira(1, 259));
        others.put(OpenFlowError.OFPBMC_BAD_PREREQ, nicira(1, 260));
        others.put(OpenFlowError.OFPBMC_DUP_FIELD, nicira(1, 261));
        others.put(OpenFlowError.OFPBMC_BAD_WILDCARDS, nicira(1, 262));
        others.put(OpenFlowError.OFPBRC_BAD_TABLE_ID, nicira(1, 512));
        others.put(OpenFlowError.OFPRRFC_BAD_ROLE, nicira(1, 513));
        others.put(OpenFlowError.OFPBRC_BAD_PORT, nicira(1, 514));
        others.put(OpenFlowError.NXBRC_MUST_BE_ZERO, nicira(1, 515));
        others.put(OpenFlowError.NXBRC_BAD_REASON, nicira(1, 516));
        others.put(OpenFlowError.OFPMOFC_MONITOR_EXISTS, nicira(1, 517));
        others.put(OpenFlowError.OFPMOFC_BAD_FLAGS, nicira(1, 518));
        others.put(OpenFlowError.OFPMOFC_UNKNOWN_MONITOR, nicira(1, 519));
        others.put(OpenFlowError.NXBRC_FM_BAD_EVENT, nicira(1, 520));
        others.put(OpenFlowError.NXBRC_UNENCODABLE_ERROR, nicira(1, 521));
        others.put(OpenFlowError.OFPBAC_MATCH_INCONSISTENT, nicira(1, 522));
        others.put(OpenFlowError.OFPBAC_BAD_SET_TYPE, nicira(1, 523));
        others.put(OpenFlowError.OFPBAC_BAD_SET_LEN, nicira(1, 524));
        others.put(OpenFlowError.OFPBAC_BAD_SET_ARGUMENT, nicira(1, 525));
        others.put(OpenFlowError.NXR_NOT_SUPPORTED, nicira(1, 533));
        others.put(OpenFlowError.OFPBAC_BAD_OUT_GROUP, nicira(2, 9));
        others.put(OpenFlowError.NXBAC_MUST_BE_ZERO, nicira(2, 256));
        others.put(OpenFlowError.OFPBIC_UNSUP_INST, nicira(2, 257));
        others.put(OpenFlowError.NXBAC_BAD_CONJUNCTION, nicira(2, 526));
        others.put(OpenFlowError.OFPFMFC_BAD_FLAGS, nicira(3, 258));
        others.put(OpenFlowError.NXFMFC_HARDWARE, nicira(5, 256));
        others.put(OpenFlowError.NXFMFC_BAD_TABLE_ID, nicira(5, 257));
        others.put(OpenFlowError.OFPBPC_BAD_TYPE, nicira(13, 2));
        others.put(OpenFlowError.OFPBPC_BAD_LEN, nicira(13, 3));
        others.put(OpenFlowError.OFPBPC_BAD_VALUE, nicira(13, 4));
        for (OpenFlowError error : OpenFlowError.values()) {
            if (error.type() == OpenFlowError.OFPGMFC_GROUP_EXISTS.type()
                    || error.type() == OpenFlowError.OFPBPC_BAD_TYPE.type()
                            && error.code() >= OpenFlowError.OFPBPC_TOO_MANY.code()) {
                others.put(error, nicira(error.type(), error.code()));
            }
        }
        return others;
    }

    private static Map<OpenFlowError, Code> others13() {
        Map<OpenFlowError, Code> others = new EnumMap<>(OpenFlowError.class);
        others.put(OpenFlowError.OFPBRC_MULTIPART_REQUEST_TIMEOUT, onf(2640));
        others.put(OpenFlowError.OFPBRC_MULTIPART_REPLY_TIMEOUT, onf(2641));
        others.put(OpenFlowError.OFPBIC_DUP_INST, onf(2600));
        others.put(OpenFlowError.OFPBPC_BAD_TYPE, new Code(STANDARD, 13, 2));
        others.put(OpenFlowError.OFPBPC_BAD_LEN, new Code(STANDARD, 13, 3));
        others.put(OpenFlowError.OFPBPC_BAD_VALUE, new Code(STANDARD, 13, 4));
        others.put(OpenFlowError.OFPACFC_INVALID, onf(2370));
        others.put(OpenFlowError.OFPACFC_UNSUPPORTED, onf(2371));
        others.put(OpenFlowError.OFPACFC_EPERM, onf(2372));
        others.put(OpenFlowError.OFPMOFC_MONITOR_EXISTS, new Code(Kind.NICIRA, 0, 6));
        others.put(OpenFlowError.OFPMOFC_BAD_FLAGS, new Code(Kind.NICIRA, 0, 7));
        others.put(OpenFlowError.OFPMOFC_UNKNOWN_MONITOR, new Code(Kind.NICIRA, 0, 8));
        for (OpenFlowError error : OpenFlowError.values()) {
            if (error.type() == OpenFlowError.OFPBFC_UNKNOWN.type()) {
                others.put(error, onf(FIRST_BUNDLE_CODE_OF_ONF + error.code()));
            }
        }
        return others;
    }

    private static Code nicira(int type, int code) {
        return new Code(Kind.NICIRA, type, code);
    }

    private static Code onf(int code) {
        return new Code(Kind.ONF, 0, code);
    }

    /**
     * Finds the numbers of a version.
     *
     * @param version of the messages
     * @return its numbers
     */
    static ErrorCodes of(OpenFlowVersion version) {
        return BY_VERSION.get(version);
    }

    /**
     * Says an error.
     *
     * @param error to say
     * @return its numbers; if there are none in this version, those that say just this
     */
    Code code(OpenFlowError error) {
        Code code = codes.get(error);
        return code != null ? code : codes.get(OpenFlowError.NXBRC_UNENCODABLE_ERROR);
    }

    /**
     * Understands an error.
     *
     * @param code how it was said
     * @return the error; empty if it is unknown
     */
    Optional<OpenFlowError> error(Code code) {
        return Optional.ofNullable(errors.get(code));
    }
}
