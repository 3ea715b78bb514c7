package org.prol2tp.protocol.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.wire.CallAvp.AssignedSessionId;
import org.prol2tp.protocol.wire.ControlConnectionAvp.AssignedTunnelId;
import org.prol2tp.protocol.wire.GeneralAvp.ExtendedVendorId;
import org.prol2tp.protocol.wire.GeneralAvp.MessageDigestAvp;
import org.prol2tp.protocol.wire.GeneralAvp.MessageTypeAvp;
import org.prol2tp.protocol.wire.GeneralAvp.RandomVector;
import org.prol2tp.protocol.wire.PseudowireAvp.RemoteSessionId;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;
import org.prol2tp.protocol.wire.ResultCode.ErrorCode;
import org.prol2tp.protocol.wire.ResultCode.StopCcnResult;

/// Holds messages to [MessageTable], and says what to do where a peer's message is otherwise.
///
/// Every message that is received or sent comes through here.
///
/// Source: RFC 2661 §6, RFC 3931 §6; for faults RFC 2661 §4.1, §4.2, §4.4.1 and §7.1, RFC 3931 §5.2 and §7.1.
final class MessageGrammar {
    /// What a peer's receive window is when it did not say. RFC 2661 §4.4.3.
    static final int DEFAULT_RECEIVE_WINDOW_MESSAGES = 4;

    private MessageGrammar() {}

    /// Reads the AVPs of a control message.
    ///
    /// @param headerSession what the header holds; [SessionId#NONE] in L2TPv3, whose header has none
    /// @param secret what AVPs are hidden with, to reveal them
    static Reading read(Version version, SessionId headerSession, Octets avps, Optional<Octets> secret) {
        List<Avp> all = AvpFormat.decode(version, avps, secret);
        Clue clue = new Clue(Optional.empty(), headerSession, all);
        if (all.isEmpty() || !(all.getFirst() instanceof MessageTypeAvp(int number, boolean mandatory))) {
            return clue.clearConnection(ErrorCode.OUT_OF_RANGE, "the first AVP is not a Message Type");
        }
        Optional<MessageType> type = MessageType.of(number);
        if (type.isEmpty()) {
            String what = "unknown message type " + number;
            return mandatory ? clue.clearConnection(ErrorCode.UNKNOWN_MANDATORY_AVP, what) : clue.ignore(what);
        }
        return read(MessageTable.row(version, type.get()), new Clue(type, headerSession, all));
    }

    private static Reading read(MessageTable.Row row, Clue clue) {
        List<Avp> avps = clue.avps();
        List<Avp> accepted = new ArrayList<>(avps.size());
        List<Avp> ignored = new ArrayList<>(0);
        long seen = 0;
        for (int i = 1; i < avps.size(); i++) { // the first is the Message Type
            Avp avp = avps.get(i);
            switch (avp) {
                case Avp.Unrecognised(int vendorId, int type, boolean mandatory, Octets value)
                when mandatory -> {
                    return clue.clear(ErrorCode.UNKNOWN_MANDATORY_AVP, "unknown AVP " + name(vendorId, type));
                }
                case Avp.Malformed(int vendorId, int type, boolean mandatory, ErrorCode error, String why)
                when mandatory -> {
                    return clue.clear(error, "malformed AVP " + name(vendorId, type) + ": " + why);
                }
                case RandomVector _, MessageDigestAvp _ -> {
                    // It has done its work, and may come again.
                }
                case RemoteSessionId _ -> seen |= row.bit(RemoteSessionId.class); // clue.session() has it
                default -> {
                    long bit = row.bit(avp.getClass());
                    ((bit & ~seen) != 0 ? accepted : ignored).add(avp);
                    seen |= bit;
                }
            }
        }
        Optional<Class<? extends Avp>> missing = row.missing(seen);
        if (missing.isPresent()) {
            return clue.clear(ErrorCode.OUT_OF_RANGE, "no " + missing.get().getSimpleName() + " AVP");
        }
        return new Reading.Accepted(make(row.type(), new AvpSet(accepted)), clue.session(), ignored);
    }

    static Message make(MessageType type, AvpSet avps) {
        return switch (type) {
            case SCCRQ -> new Message.Sccrq(avps);
            case SCCRP -> new Message.Sccrp(avps);
            case SCCCN -> new Message.Scccn(avps);
            case STOP_CCN -> new Message.StopCcn(avps);
            case HELLO -> new Message.Hello(avps);
            case OCRQ -> new Message.Ocrq(avps);
            case OCRP -> new Message.Ocrp(avps);
            case OCCN -> new Message.Occn(avps);
            case ICRQ -> new Message.Icrq(avps);
            case ICRP -> new Message.Icrp(avps);
            case ICCN -> new Message.Iccn(avps);
            case CDN -> new Message.Cdn(avps);
            case WEN -> new Message.Wen(avps);
            case SLI -> new Message.Sli(avps);
        };
    }

    /// Throws `IllegalArgumentException` unless a message of that type may have exactly these AVPs in one
    /// version or the other, or in both at once, and has what one of them demands. AVPs of vendors may be
    /// in every message.
    static void check(MessageType type, AvpSet avps) {
        MessageTable.Row v2 = MessageTable.row(Version.V2, type);
        MessageTable.Row v3 = MessageTable.row(Version.V3, type);
        long seenInV2 = 0;
        long seenInV3 = v3.bit(RemoteSessionId.class); // V3Format adds it
        for (Avp avp : avps.avps()) {
            if (avp instanceof Avp.Unrecognised || avp instanceof ExtendedVendorId) {
                continue;
            }
            long bitInV2 = v2.bit(avp.getClass());
            long bitInV3 = v3.bit(avp.getClass());
            if ((bitInV2 & ~seenInV2) == 0 && (bitInV3 & ~seenInV3) == 0) {
                throw new IllegalArgumentException(
                        type + " may not have this " + avp.getClass().getSimpleName());
            }
            seenInV2 |= bitInV2;
            seenInV3 |= bitInV3;
        }
        Optional<Class<? extends Avp>> missing = v2.missing(seenInV2);
        if (missing.isPresent() && v3.missing(seenInV3).isPresent()) {
            throw new IllegalArgumentException(
                    type + " must have " + missing.get().getSimpleName());
        }
    }

    private static String name(int vendorId, int type) {
        return AvpTable.row(vendorId, type)
                .map(AvpRow::name)
                .orElse(vendorId == AvpTable.IETF ? Integer.toString(type) : vendorId + "/" + type);
    }

    /// What a message says of itself even if it is faulty.
    private record Clue(Optional<MessageType> type, SessionId headerSession, List<Avp> avps) {
        SessionId session() {
            for (int i = 0; i < avps.size() && headerSession.equals(SessionId.NONE); i++) {
                if (avps.get(i) instanceof RemoteSessionId(SessionId remote)) {
                    return remote;
                }
            }
            return headerSession;
        }

        Fault ignore(String what) {
            return fault(new Fault.Remedy.Ignore(), what);
        }

        Fault clearConnection(ErrorCode error, String what) {
            return fault(new Fault.Remedy.ClearConnection(ResultCode.of(StopCcnResult.ERROR, error, what)), what);
        }

        /// Ends what the message is about.
        Fault clear(ErrorCode error, String what) {
            return switch (type.map(MessageType::scope).orElse(MessageType.Scope.CONTROL_CONNECTION)) {
                case CONTROL_CONNECTION -> clearConnection(error, what);
                case SESSION -> fault(new Fault.Remedy.ClearSession(ResultCode.of(CdnResult.ERROR, error, what)), what);
            };
        }

        private Fault fault(Fault.Remedy remedy, String what) {
            AvpSet set = new AvpSet(avps);
            return new Fault(
                    remedy,
                    what,
                    type,
                    session(),
                    set.find(AssignedTunnelId.class)
                            .map(AssignedTunnelId::value)
                            .orElse(ControlConnectionId.NONE),
                    set.find(AssignedSessionId.class)
                            .map(AssignedSessionId::value)
                            .orElse(SessionId.NONE));
        }
    }
}
