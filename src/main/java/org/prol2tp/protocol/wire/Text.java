package org.prol2tp.protocol.wire;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// L2TP as one line of text, the same in logs, traces and golden files:
///
/// ```
/// SCCRQ tunnel=0 session=0 ns=0 nr=0 *ProtocolVersion=1.0 *HostName="lac" *AssignedTunnelId=7 *Challenge=…
/// ```
///
/// `*` marks the M bit. Secrets, challenges and hidden values are `…`. Text of a peer is quoted, its
/// control characters escaped.
public final class Text {
    private static final int MAX_OCTETS_PRINTED = 64;

    private Text() {}

    /// Any datagram, faulty ones too.
    public static String of(byte[] datagram) {
        return switch (Datagram.decode(datagram)) {
            case Datagram.Control control -> control(control);
            case Datagram.Zlb zlb -> acknowledgement(zlb, datagram) + of(zlb.format(), zlb.header());
            case Datagram.Data _ -> data(datagram);
            case Fault fault -> of(fault);
        };
    }

    /// A message whose hidden values are known.
    ///
    /// @param octets its AVPs as they are in its datagram
    public static String of(Message message, Octets octets) {
        StringBuilder line = new StringBuilder(message.type().rfcName());
        each(
                message,
                octets,
                (avp, raw, row) -> line.append(' ')
                        .append(row.map(it -> of(avp, raw.mandatory(), it)).orElseGet(() -> of(avp))));
        return line.toString();
    }

    /// An AVP by name and value. What an AVP that nobody here knows holds may be a secret, or hidden: its length only.
    public static String of(Avp avp) {
        return switch (avp) {
            case Avp.Unrecognised(int vendorId, int type, boolean mandatory, Octets octets) ->
                mark(mandatory) + vendorId + "/" + type + "=(" + octets.length() + " octets)";
            case Avp.Malformed(int vendorId, int type, boolean mandatory, var error, String why) ->
                mark(mandatory) + vendorId + "/" + type + "!(" + why + ")";
            default -> {
                AvpRow<?, ?> row = AvpTable.row(avp);
                yield of(avp, row.mandatory() == AvpRow.MRule.SET, row);
            }
        };
    }

    private static String of(Avp avp, boolean mandatory, AvpRow<?, ?> row) {
        return mark(mandatory) + row.name() + "=" + row.print(avp);
    }

    private interface Visitor {
        /// @param row that of the version that the AVP is written in; empty for one that nobody here knows
        void visit(Avp avp, AvpFormat.Raw raw, Optional<AvpRow<?, ?>> row);
    }

    /// The message's AVPs, in the order and the version that its datagram has them.
    private static void each(Message message, Octets octets, Visitor visitor) {
        for (AvpFormat.Raw raw : AvpFormat.split(octets)) {
            Optional<AvpRow<?, ?>> row = AvpTable.row(raw.vendorId(), raw.type());
            for (Avp avp : message.avps().avps()) {
                boolean isIt = avp instanceof Avp.Unrecognised unknown
                        ? unknown.vendorId() == raw.vendorId() && unknown.type() == raw.type()
                        : row.isPresent() && row.get().record() == avp.getClass();
                if (isIt) {
                    visitor.visit(avp, raw, avp instanceof Avp.Unrecognised ? Optional.empty() : row);
                }
            }
        }
    }

    /// The AVP's name; where nobody here knows it, `vendor/type`.
    public static String name(Avp avp) {
        return switch (avp) {
            case Avp.Unrecognised it -> it.vendorId() + "/" + it.type();
            case Avp.Malformed it -> it.vendorId() + "/" + it.type() + " (malformed: " + it.why() + ")";
            default -> AvpTable.row(avp).name();
        };
    }

    /// The names of the message's AVPs, each with a space before it.
    ///
    /// @param octets the AVPs as they are in its datagram
    public static String names(Message message, Octets octets) {
        StringBuilder names = new StringBuilder();
        each(
                message,
                octets,
                (avp, _, row) -> names.append(' ').append(row.map(AvpRow::name).orElseGet(() -> name(avp))));
        return names.toString();
    }

    /// The names of the AVPs with the H bit set, each with a space before it.
    public static String hiddenNames(Octets avps) {
        StringBuilder names = new StringBuilder();
        for (AvpFormat.Raw raw : AvpFormat.split(avps)) {
            if (raw.hidden()) {
                names.append(' ')
                        .append(AvpTable.row(raw.vendorId(), raw.type())
                                .map(AvpRow::name)
                                .orElse(raw.vendorId() + "/" + raw.type()));
            }
        }
        return names.toString();
    }

    public static String of(Fault fault) {
        String remedy = switch (fault.remedy()) {
            case Fault.Remedy.Discard _ -> "discard";
            case Fault.Remedy.Ignore _ -> "ignore";
            case Fault.Remedy.ClearSession(ResultCode result) -> "CDN " + result.result() + "/" + result.error();
            case Fault.Remedy.ClearConnection(ResultCode result) -> "StopCCN " + result.result() + "/" + result.error();
        };
        return fault.messageType().map(type -> type.rfcName() + " ").orElse("") + "fault(" + remedy + "): "
                + fault.what();
    }

    /// `text` in double quotes, with `\` before quotes and backslashes, and control characters as `\xNN`.
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || isBidiControl(c)) {
                quoted.append("\\x%02x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean isBidiControl(char c) {
        return (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    }

    private static String acknowledgement(Datagram.Zlb zlb, byte[] datagram) {
        return zlb.format().version() == Version.V2 || datagram.length == ControlHeader.OCTETS ? "ZLB" : "ACK";
    }

    private static String data(byte[] datagram) {
        MemorySegment memory = MemorySegment.ofArray(datagram);
        return SessionHeader.isV3(memory, 0)
                ? SessionHeader.print(memory)
                : DataHeader.print(datagram, 0, datagram.length);
    }

    private static String control(Datagram.Control control) {
        StringBuilder line = new StringBuilder();
        for (AvpFormat.Raw raw : AvpFormat.split(control.avps())) {
            if (line.isEmpty()) {
                line.append(name(raw)).append(of(control.format(), control.header()));
                if (isMessageType(raw)) {
                    continue;
                }
            }
            line.append(' ').append(of(raw));
        }
        return line.toString();
    }

    private static String name(AvpFormat.Raw raw) {
        if (!isMessageType(raw)) {
            return "control";
        }
        int number = new Reader(raw.value()).u16();
        return MessageType.of(number).map(MessageType::rfcName).orElse("message-" + number)
                + (raw.mandatory() ? "" : "(M=0)");
    }

    private static boolean isMessageType(AvpFormat.Raw raw) {
        return raw.scrap().isEmpty()
                && raw.vendorId() == AvpTable.IETF
                && raw.type() == 0
                && !raw.hidden()
                && raw.reserved() == 0
                && raw.value().length() == 2;
    }

    private static String of(WireFormat format, ControlHeader header) {
        String ids = switch (format.version()) {
            case V2 -> " tunnel=" + header.tunnelId() + " session=" + header.sessionId();
            case V3 -> " connection=" + header.tunnelId();
        };
        return ids + " ns=" + header.ns() + " nr=" + header.nr();
    }

    private static String of(AvpFormat.Raw raw) {
        if (raw.scrap().isPresent()) {
            return "scrap!(" + raw.scrap().get() + ")";
        }
        Optional<AvpRow<?, ?>> row = AvpTable.row(raw.vendorId(), raw.type());
        String name = mark(raw.mandatory()) + row.map(AvpRow::name).orElse(raw.vendorId() + "/" + raw.type());
        if (raw.hidden()) {
            return name + "=…";
        }
        if (row.isEmpty() || raw.reserved() != 0) {
            return name + (raw.reserved() == 0 ? "" : "(reserved=" + raw.reserved() + ")") + "=" + hex(raw.value());
        }
        try {
            return name + "=" + row.get().print(row.get().read(new Reader(raw.value())));
        } catch (IllegalArgumentException malformed) {
            return name + "!(" + malformed.getMessage() + ")";
        }
    }

    private static String mark(boolean mandatory) {
        return mandatory ? "*" : "";
    }

    private static String hex(Octets octets) {
        return octets.length() <= MAX_OCTETS_PRINTED
                ? octets.hex()
                : Octets.of(octets.shared(), 0, MAX_OCTETS_PRINTED).hex() + "…(" + octets.length() + " octets)";
    }
}
