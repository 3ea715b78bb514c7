package org.prol2tp.protocol.wire;

import java.util.Map;

/// What a switch says of the end of an ISDN call.
///
/// Source: ITU-T Q.850 §2.2.7, which Q.931 §4.5.12 refers to.
final class Q931Cause {
    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(1, "unassigned number"),
            Map.entry(2, "no route to the transit network"),
            Map.entry(3, "no route to the destination"),
            Map.entry(6, "channel unacceptable"),
            Map.entry(16, "normal clearing"),
            Map.entry(17, "user busy"),
            Map.entry(18, "no user responds"),
            Map.entry(19, "no answer from the user"),
            Map.entry(20, "subscriber absent"),
            Map.entry(21, "call rejected"),
            Map.entry(22, "number changed"),
            Map.entry(26, "another user was selected"),
            Map.entry(27, "destination out of order"),
            Map.entry(28, "invalid number format"),
            Map.entry(29, "facility rejected"),
            Map.entry(30, "response to a status enquiry"),
            Map.entry(31, "normal, unspecified"),
            Map.entry(34, "no circuit or channel available"),
            Map.entry(38, "network out of order"),
            Map.entry(41, "temporary failure"),
            Map.entry(42, "switching equipment congested"),
            Map.entry(43, "access information discarded"),
            Map.entry(44, "requested circuit or channel not available"),
            Map.entry(47, "resources unavailable, unspecified"),
            Map.entry(50, "facility not subscribed"),
            Map.entry(57, "bearer capability not authorized"),
            Map.entry(58, "bearer capability not available now"),
            Map.entry(63, "service or option not available"),
            Map.entry(65, "bearer capability not implemented"),
            Map.entry(66, "channel type not implemented"),
            Map.entry(69, "facility not implemented"),
            Map.entry(79, "service or option not implemented"),
            Map.entry(81, "invalid call reference"),
            Map.entry(82, "channel does not exist"),
            Map.entry(88, "incompatible destination"),
            Map.entry(95, "invalid message"),
            Map.entry(96, "mandatory information element missing"),
            Map.entry(97, "message type unknown"),
            Map.entry(98, "message not allowed in this state"),
            Map.entry(99, "information element unknown"),
            Map.entry(100, "information element contents invalid"),
            Map.entry(101, "message not allowed in this state"),
            Map.entry(102, "a timer expired"),
            Map.entry(111, "protocol error"),
            Map.entry(127, "interworking, unspecified"));

    private Q931Cause() {}

    /// Some switches send the octet with its extension bit, which is no part of the value.
    static String describe(int causeCode) {
        int value = causeCode & 0x7f;
        String text = TEXTS.get(value);
        return text == null ? Integer.toString(value) : value + " (" + text + ")";
    }
}
