package org.prol2tp.protocol.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.wire.Avp;
import org.prol2tp.protocol.wire.CallAvp.AssignedSessionId;
import org.prol2tp.protocol.wire.CallAvp.BearerType;
import org.prol2tp.protocol.wire.CallAvp.CalledNumber;
import org.prol2tp.protocol.wire.CallAvp.CallingNumber;
import org.prol2tp.protocol.wire.CallAvp.FramingType;
import org.prol2tp.protocol.wire.CallAvp.MaximumBps;
import org.prol2tp.protocol.wire.CallAvp.MinimumBps;
import org.prol2tp.protocol.wire.CallAvp.PrivateGroupId;
import org.prol2tp.protocol.wire.CallAvp.RxConnectSpeed;
import org.prol2tp.protocol.wire.CallAvp.SequencingRequired;
import org.prol2tp.protocol.wire.CallAvp.SubAddress;
import org.prol2tp.protocol.wire.CallAvp.TxConnectSpeed;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.SessionId;

/// The messages of a call, out of its details and back.
///
/// Source: RFC 2661 §6.6 to §6.12.
final class CallMessages {
    private static final Avp[] NONE = {};

    private CallMessages() {}

    static Message.Icrq icrq(SessionId localId, CallDetails details) {
        List<Avp> optional = new ArrayList<>();
        if (details.bearerType() != 0) {
            optional.add(new BearerType(details.bearerType()));
        }
        details.calledNumber().ifPresent(number -> optional.add(new CalledNumber(number)));
        details.callingNumber().ifPresent(number -> optional.add(new CallingNumber(number)));
        details.subAddress().ifPresent(address -> optional.add(new SubAddress(address)));
        details.pseudowire().ifPresent(it -> PseudowireMessages.request(it, optional));
        return Message.Icrq.of(localId, details.serialNumber(), optional.toArray(NONE));
    }

    static Message.Ocrq ocrq(SessionId localId, CallDetails details) {
        List<Avp> optional = new ArrayList<>();
        details.subAddress().ifPresent(address -> optional.add(new SubAddress(address)));
        details.pseudowire().ifPresent(it -> PseudowireMessages.request(it, optional));
        return Message.Ocrq.of(
                localId,
                details.serialNumber(),
                new MinimumBps(details.minimumBps()),
                new MaximumBps(details.maximumBps()),
                new BearerType(details.bearerType()),
                new FramingType(details.framingType()),
                details.calledNumber().orElse(""),
                optional.toArray(NONE));
    }

    static Message.Icrp icrp(SessionId localId, CallDetails details) {
        return Message.Icrp.of(localId, reply(details));
    }

    static Message.Ocrp ocrp(SessionId localId, CallDetails details) {
        return Message.Ocrp.of(localId, reply(details));
    }

    private static Avp[] reply(CallDetails details) {
        List<Avp> avps = new ArrayList<>();
        details.pseudowire().ifPresent(it -> PseudowireMessages.reply(it, avps));
        return avps.toArray(NONE);
    }

    static Message.Iccn iccn(SessionId localId, CallDetails details) {
        List<Avp> optional = connected(localId, details);
        details.privateGroupId().ifPresent(group -> optional.add(new PrivateGroupId(group)));
        details.proxy().ifPresent(proxy -> optional.addAll(proxy.avps()));
        return Message.Iccn.of(
                new TxConnectSpeed(details.txConnectSpeed()),
                new FramingType(details.framingType()),
                optional.toArray(NONE));
    }

    static Message.Occn occn(SessionId localId, CallDetails details) {
        return Message.Occn.of(
                new TxConnectSpeed(details.txConnectSpeed()),
                new FramingType(details.framingType()),
                connected(localId, details).toArray(NONE));
    }

    /// The session's id of the sender is in every message of L2TPv3.
    private static List<Avp> connected(SessionId localId, CallDetails details) {
        List<Avp> avps = new ArrayList<>();
        if (details.pseudowire().isPresent()) {
            avps.add(new AssignedSessionId(localId));
        }
        if (details.rxConnectSpeed() != 0 && details.rxConnectSpeed() != details.txConnectSpeed()) {
            avps.add(new RxConnectSpeed(details.rxConnectSpeed()));
        }
        if (details.sequencingRequired()) {
            avps.add(new SequencingRequired());
        }
        return avps;
    }

    /// What an ICRQ tells; the rest comes with the ICCN.
    static CallDetails details(Message.Icrq icrq) {
        return new CallDetails(
                icrq.callSerialNumber(),
                bits(icrq.bearerType()),
                0,
                0,
                0,
                0,
                0,
                icrq.callingNumber(),
                icrq.calledNumber(),
                icrq.subAddress(),
                Optional.empty(),
                false,
                Optional.empty(),
                PseudowireMessages.read(icrq.avps()),
                icrq.physicalChannelId());
    }

    /// What an OCRQ tells. The speed of a line that is none is what was asked for at most.
    static CallDetails details(Message.Ocrq ocrq) {
        return new CallDetails(
                ocrq.callSerialNumber(),
                (int) ocrq.bearerType().bits(),
                (int) ocrq.framingType().bits(),
                ocrq.maximumBps().bitsPerSecond(),
                0,
                ocrq.minimumBps().bitsPerSecond(),
                ocrq.maximumBps().bitsPerSecond(),
                Optional.empty(),
                Optional.of(ocrq.calledNumber()),
                ocrq.subAddress(),
                Optional.empty(),
                false,
                Optional.empty(),
                PseudowireMessages.read(ocrq.avps()),
                Optional.empty());
    }

    /// What was known, and what an ICCN or OCCN tells.
    static CallDetails details(CallDetails known, Message.Connected connected) {
        return new CallDetails(
                known.serialNumber(),
                known.bearerType(),
                (int) connected.framingType().bits(),
                connected.txConnectSpeed().bitsPerSecond(),
                connected.rxConnectSpeed().bitsPerSecond(),
                known.minimumBps(),
                known.maximumBps(),
                known.callingNumber(),
                known.calledNumber(),
                known.subAddress(),
                connected instanceof Message.Iccn iccn ? iccn.privateGroupId() : Optional.empty(),
                connected.sequencingRequired(),
                connected instanceof Message.Iccn iccn ? CallProxy.of(iccn.avps()) : Optional.empty(),
                PseudowireMessages.read(known.pseudowire(), connected.avps()),
                known.physicalChannelId());
    }

    /// What was known, and what an ICRP or OCRP tells.
    static CallDetails details(CallDetails known, Message.Assigning reply) {
        CallDetails told = reply instanceof Message.Ocrp ocrp ? known.onChannel(ocrp.physicalChannelId()) : known;
        return told.pseudowire().isEmpty() ? told : told.over(PseudowireMessages.read(told.pseudowire(), reply.avps()));
    }

    private static int bits(Optional<BearerType> type) {
        return type.isPresent() ? (int) type.get().bits() : 0;
    }
}
