package org.prol2tp.protocol.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.wire.CallAvp.AssignedSessionId;
import org.prol2tp.protocol.wire.CallAvp.BearerType;
import org.prol2tp.protocol.wire.CallAvp.CallSerialNumber;
import org.prol2tp.protocol.wire.CallAvp.CalledNumber;
import org.prol2tp.protocol.wire.CallAvp.CallingNumber;
import org.prol2tp.protocol.wire.CallAvp.FramingType;
import org.prol2tp.protocol.wire.CallAvp.MaximumBps;
import org.prol2tp.protocol.wire.CallAvp.MinimumBps;
import org.prol2tp.protocol.wire.CallAvp.PhysicalChannelId;
import org.prol2tp.protocol.wire.CallAvp.PrivateGroupId;
import org.prol2tp.protocol.wire.CallAvp.Q931CauseCode;
import org.prol2tp.protocol.wire.CallAvp.RxConnectSpeed;
import org.prol2tp.protocol.wire.CallAvp.SequencingRequired;
import org.prol2tp.protocol.wire.CallAvp.SubAddress;
import org.prol2tp.protocol.wire.CallAvp.TxConnectSpeed;
import org.prol2tp.protocol.wire.CallStatusAvp.Accm;
import org.prol2tp.protocol.wire.CallStatusAvp.CallErrors;
import org.prol2tp.protocol.wire.CallStatusAvp.CircuitStatus;
import org.prol2tp.protocol.wire.ControlConnectionAvp.AssignedTunnelId;
import org.prol2tp.protocol.wire.ControlConnectionAvp.BearerCapabilities;
import org.prol2tp.protocol.wire.ControlConnectionAvp.Challenge;
import org.prol2tp.protocol.wire.ControlConnectionAvp.ChallengeResponse;
import org.prol2tp.protocol.wire.ControlConnectionAvp.FirmwareRevision;
import org.prol2tp.protocol.wire.ControlConnectionAvp.FramingCapabilities;
import org.prol2tp.protocol.wire.ControlConnectionAvp.HostName;
import org.prol2tp.protocol.wire.ControlConnectionAvp.ProtocolVersion;
import org.prol2tp.protocol.wire.ControlConnectionAvp.ReceiveWindowSize;
import org.prol2tp.protocol.wire.ControlConnectionAvp.TieBreaker;
import org.prol2tp.protocol.wire.ControlConnectionAvp.VendorName;

/// A control message as its grammar allows it: what is required is there, and nothing else than what is
/// allowed.
///
/// Made by the factory `of` of each record, or by [Datagram.Control#read]. AVPs that the grammar does not
/// allow make a constructor throw `IllegalArgumentException`: a bug of ours. Further AVPs are found in
/// `avps`.
///
/// A message of ours may have the AVPs of both versions of L2TP; [WireFormat] sends those of one.
///
/// Source: RFC 2661 §6, RFC 3931 §6.
public sealed interface Message {
    /// All AVPs but the Message Type.
    AvpSet avps();

    MessageType type();

    /// The same message with AVPs of vendors at its end.
    default Message with(List<Avp.Unrecognised> added) {
        List<Avp> all = new ArrayList<>(avps().avps());
        all.addAll(added);
        return MessageGrammar.make(type(), new AvpSet(all));
    }

    /// What opens a control connection says of its sender: SCCRQ and SCCRP.
    sealed interface Opening extends Message {
        /// There in L2TPv2 only.
        default Optional<ProtocolVersion> protocolVersion() {
            return avps().find(ProtocolVersion.class);
        }

        default String hostName() {
            return avps().require(HostName.class).value();
        }

        /// There in L2TPv2 only.
        default Optional<FramingCapabilities> framingCapabilities() {
            return avps().find(FramingCapabilities.class);
        }

        default ControlConnectionId assignedTunnelId() {
            return avps().require(AssignedTunnelId.class).value();
        }

        default Optional<BearerCapabilities> bearerCapabilities() {
            return avps().find(BearerCapabilities.class);
        }

        /// In messages; 4 if the peer did not say.
        default int receiveWindowSize() {
            return avps().find(ReceiveWindowSize.class)
                    .map(ReceiveWindowSize::messages)
                    .orElse(MessageGrammar.DEFAULT_RECEIVE_WINDOW_MESSAGES);
        }

        default Optional<Octets> challenge() {
            return avps().find(Challenge.class).map(Challenge::value);
        }

        default Optional<Integer> firmwareRevision() {
            return avps().find(FirmwareRevision.class).map(FirmwareRevision::value);
        }

        default Optional<String> vendorName() {
            return avps().find(VendorName.class).map(VendorName::value);
        }
    }

    /// What names a session of its sender: ICRQ, ICRP, OCRQ, OCRP, CDN; in L2TPv3 others do too.
    sealed interface Assigning extends Message {
        default SessionId assignedSessionId() {
            return avps().require(AssignedSessionId.class).value();
        }
    }

    /// What says how the line runs: ICCN and OCCN.
    sealed interface Connected extends Message {
        /// 0 if an L2TPv3 peer did not say.
        default TxConnectSpeed txConnectSpeed() {
            return avps().find(TxConnectSpeed.class).orElse(new TxConnectSpeed(0));
        }

        /// The same as the other direction if the LAC did not say.
        default RxConnectSpeed rxConnectSpeed() {
            return avps().find(RxConnectSpeed.class)
                    .orElseGet(() -> new RxConnectSpeed(txConnectSpeed().bitsPerSecond()));
        }

        /// Neither bit in L2TPv3.
        default FramingType framingType() {
            return avps().find(FramingType.class).orElse(new FramingType(0));
        }

        default boolean sequencingRequired() {
            return avps().contains(SequencingRequired.class);
        }
    }

    record Sccrq(AvpSet avps) implements Opening {
        public Sccrq {
            MessageGrammar.check(MessageType.SCCRQ, avps);
        }

        public static Sccrq of(String hostName, FramingCapabilities framing, ControlConnectionId id, Avp... optional) {
            return new Sccrq(opening(hostName, framing, id, optional));
        }

        @Override
        public MessageType type() {
            return MessageType.SCCRQ;
        }

        public Optional<TieBreaker> tieBreaker() {
            return avps.find(TieBreaker.class);
        }
    }

    record Sccrp(AvpSet avps) implements Opening {
        public Sccrp {
            MessageGrammar.check(MessageType.SCCRP, avps);
        }

        public static Sccrp of(String hostName, FramingCapabilities framing, ControlConnectionId id, Avp... optional) {
            return new Sccrp(opening(hostName, framing, id, optional));
        }

        @Override
        public MessageType type() {
            return MessageType.SCCRP;
        }

        public Optional<Octets> challengeResponse() {
            return avps.find(ChallengeResponse.class).map(ChallengeResponse::value);
        }
    }

    record Scccn(AvpSet avps) implements Message {
        public Scccn {
            MessageGrammar.check(MessageType.SCCCN, avps);
        }

        public static Scccn of(Avp... optional) {
            return new Scccn(AvpSet.of(optional));
        }

        @Override
        public MessageType type() {
            return MessageType.SCCCN;
        }

        public Optional<Octets> challengeResponse() {
            return avps.find(ChallengeResponse.class).map(ChallengeResponse::value);
        }
    }

    record StopCcn(AvpSet avps) implements Message {
        public StopCcn {
            MessageGrammar.check(MessageType.STOP_CCN, avps);
        }

        public static StopCcn of(ControlConnectionId assigned, ResultCode result, Avp... optional) {
            return new StopCcn(all(optional, new AssignedTunnelId(assigned), result));
        }

        @Override
        public MessageType type() {
            return MessageType.STOP_CCN;
        }

        /// [ControlConnectionId#NONE] if an L2TPv3 peer did not say.
        public ControlConnectionId assignedTunnelId() {
            return avps.find(AssignedTunnelId.class)
                    .map(AssignedTunnelId::value)
                    .orElse(ControlConnectionId.NONE);
        }

        public ResultCode resultCode() {
            return avps.require(ResultCode.class);
        }
    }

    record Hello(AvpSet avps) implements Message {
        public Hello {
            MessageGrammar.check(MessageType.HELLO, avps);
        }

        public static Hello of(Avp... optional) {
            return new Hello(AvpSet.of(optional));
        }

        @Override
        public MessageType type() {
            return MessageType.HELLO;
        }
    }

    record Ocrq(AvpSet avps) implements Assigning {
        public Ocrq {
            MessageGrammar.check(MessageType.OCRQ, avps);
        }

        public static Ocrq of(
                SessionId assigned,
                long callSerialNumber,
                MinimumBps minimum,
                MaximumBps maximum,
                BearerType bearer,
                FramingType framing,
                String calledNumber,
                Avp... optional) {
            return new Ocrq(all(
                    optional,
                    new AssignedSessionId(assigned),
                    new CallSerialNumber(callSerialNumber),
                    minimum,
                    maximum,
                    bearer,
                    framing,
                    new CalledNumber(calledNumber)));
        }

        @Override
        public MessageType type() {
            return MessageType.OCRQ;
        }

        public long callSerialNumber() {
            return avps.require(CallSerialNumber.class).value();
        }

        /// This one and those below: there in L2TPv2 only; 0 and empty else.
        public MinimumBps minimumBps() {
            return avps.find(MinimumBps.class).orElse(new MinimumBps(0));
        }

        public MaximumBps maximumBps() {
            return avps.find(MaximumBps.class).orElse(new MaximumBps(0));
        }

        public BearerType bearerType() {
            return avps.find(BearerType.class).orElse(new BearerType(0));
        }

        public FramingType framingType() {
            return avps.find(FramingType.class).orElse(new FramingType(0));
        }

        public String calledNumber() {
            return avps.find(CalledNumber.class).map(CalledNumber::value).orElse("");
        }

        public Optional<String> subAddress() {
            return avps.find(SubAddress.class).map(SubAddress::value);
        }
    }

    record Ocrp(AvpSet avps) implements Assigning {
        public Ocrp {
            MessageGrammar.check(MessageType.OCRP, avps);
        }

        public static Ocrp of(SessionId assigned, Avp... optional) {
            return new Ocrp(all(optional, new AssignedSessionId(assigned)));
        }

        @Override
        public MessageType type() {
            return MessageType.OCRP;
        }

        public Optional<Long> physicalChannelId() {
            return avps.find(PhysicalChannelId.class).map(PhysicalChannelId::value);
        }
    }

    record Occn(AvpSet avps) implements Connected {
        public Occn {
            MessageGrammar.check(MessageType.OCCN, avps);
        }

        public static Occn of(TxConnectSpeed speed, FramingType framing, Avp... optional) {
            return new Occn(all(optional, speed, framing));
        }

        @Override
        public MessageType type() {
            return MessageType.OCCN;
        }
    }

    record Icrq(AvpSet avps) implements Assigning {
        public Icrq {
            MessageGrammar.check(MessageType.ICRQ, avps);
        }

        public static Icrq of(SessionId assigned, long callSerialNumber, Avp... optional) {
            return new Icrq(all(optional, new AssignedSessionId(assigned), new CallSerialNumber(callSerialNumber)));
        }

        @Override
        public MessageType type() {
            return MessageType.ICRQ;
        }

        public long callSerialNumber() {
            return avps.require(CallSerialNumber.class).value();
        }

        public Optional<BearerType> bearerType() {
            return avps.find(BearerType.class);
        }

        public Optional<Long> physicalChannelId() {
            return avps.find(PhysicalChannelId.class).map(PhysicalChannelId::value);
        }

        public Optional<String> callingNumber() {
            return avps.find(CallingNumber.class).map(CallingNumber::value);
        }

        public Optional<String> calledNumber() {
            return avps.find(CalledNumber.class).map(CalledNumber::value);
        }

        public Optional<String> subAddress() {
            return avps.find(SubAddress.class).map(SubAddress::value);
        }
    }

    record Icrp(AvpSet avps) implements Assigning {
        public Icrp {
            MessageGrammar.check(MessageType.ICRP, avps);
        }

        public static Icrp of(SessionId assigned, Avp... optional) {
            return new Icrp(all(optional, new AssignedSessionId(assigned)));
        }

        @Override
        public MessageType type() {
            return MessageType.ICRP;
        }
    }

    /// The proxy AVPs, if any, are found in `avps` by their records in [ProxyAvp].
    record Iccn(AvpSet avps) implements Connected {
        public Iccn {
            MessageGrammar.check(MessageType.ICCN, avps);
        }

        public static Iccn of(TxConnectSpeed speed, FramingType framing, Avp... optional) {
            return new Iccn(all(optional, speed, framing));
        }

        @Override
        public MessageType type() {
            return MessageType.ICCN;
        }

        public Optional<String> privateGroupId() {
            return avps.find(PrivateGroupId.class).map(PrivateGroupId::value);
        }
    }

    record Cdn(AvpSet avps) implements Assigning {
        public Cdn {
            MessageGrammar.check(MessageType.CDN, avps);
        }

        public static Cdn of(ResultCode result, SessionId assigned, Avp... optional) {
            return new Cdn(all(optional, result, new AssignedSessionId(assigned)));
        }

        @Override
        public MessageType type() {
            return MessageType.CDN;
        }

        public ResultCode resultCode() {
            return avps.require(ResultCode.class);
        }

        public Optional<Q931CauseCode> q931CauseCode() {
            return avps.find(Q931CauseCode.class);
        }

        public Optional<PppDisconnectCause> pppDisconnectCause() {
            return avps.find(PppDisconnectCause.class);
        }
    }

    record Wen(AvpSet avps) implements Message {
        public Wen {
            MessageGrammar.check(MessageType.WEN, avps);
        }

        public static Wen of(CallErrors errors, Avp... optional) {
            return new Wen(all(optional, errors));
        }

        @Override
        public MessageType type() {
            return MessageType.WEN;
        }

        public CallErrors callErrors() {
            return avps.require(CallErrors.class);
        }
    }

    record Sli(AvpSet avps) implements Message {
        public Sli {
            MessageGrammar.check(MessageType.SLI, avps);
        }

        public static Sli of(Accm accm, Avp... optional) {
            return new Sli(all(optional, accm));
        }

        @Override
        public MessageType type() {
            return MessageType.SLI;
        }

        /// There in L2TPv2 only.
        public Optional<Accm> accm() {
            return avps.find(Accm.class);
        }

        /// There in L2TPv3 only.
        public Optional<CircuitStatus> circuitStatus() {
            return avps.find(CircuitStatus.class);
        }
    }

    private static AvpSet opening(
            String hostName, FramingCapabilities framing, ControlConnectionId id, Avp... optional) {
        return all(optional, ProtocolVersion.V1_0, new HostName(hostName), framing, new AssignedTunnelId(id));
    }

    private static AvpSet all(Avp[] optional, Avp... required) {
        List<Avp> avps = new ArrayList<>(List.of(required));
        avps.addAll(List.of(optional));
        return new AvpSet(avps);
    }
}
