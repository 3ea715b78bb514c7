package org.prol2tp.protocol.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The control messages of L2TP, but for the acknowledgements ([Datagram.Zlb]).
///
/// Source: RFC 2661 §3.2, RFC 3931 §3.1.
public enum MessageType {
    SCCRQ(1, "SCCRQ", Scope.CONTROL_CONNECTION),
    SCCRP(2, "SCCRP", Scope.CONTROL_CONNECTION),
    SCCCN(3, "SCCCN", Scope.CONTROL_CONNECTION),
    STOP_CCN(4, "StopCCN", Scope.CONTROL_CONNECTION),
    HELLO(6, "HELLO", Scope.CONTROL_CONNECTION),
    OCRQ(7, "OCRQ", Scope.SESSION),
    OCRP(8, "OCRP", Scope.SESSION),
    OCCN(9, "OCCN", Scope.SESSION),
    ICRQ(10, "ICRQ", Scope.SESSION),
    ICRP(11, "ICRP", Scope.SESSION),
    ICCN(12, "ICCN", Scope.SESSION),
    CDN(14, "CDN", Scope.SESSION),
    WEN(15, "WEN", Scope.SESSION),
    SLI(16, "SLI", Scope.SESSION);

    /// What a message is about, and so what ends when it is wrong.
    public enum Scope {
        CONTROL_CONNECTION,
        SESSION
    }

    private static final Map<Integer, MessageType> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(MessageType::number, Function.identity()));

    private final int number;
    private final String rfcName;
    private final Scope scope;

    MessageType(int number, String rfcName, Scope scope) {
        this.number = number;
        this.rfcName = rfcName;
        this.scope = scope;
    }

    /// Empty for a number that is no message.
    public static Optional<MessageType> of(int number) {
        return Optional.ofNullable(BY_NUMBER.get(number));
    }

    public int number() {
        return number;
    }

    /// As the RFC prints it.
    public String rfcName() {
        return rfcName;
    }

    public Scope scope() {
        return scope;
    }

    @Override
    public String toString() {
        return rfcName;
    }
}
