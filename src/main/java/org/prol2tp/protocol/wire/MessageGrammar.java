package org.prol2tp.protocol.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.prol2tp.protocol.wire.AccessLineAvp.AccessLoopEncapsulation;
import org.prol2tp.protocol.wire.AccessLineAvp.ActualDataRateDownstream;
import org.prol2tp.protocol.wire.AccessLineAvp.ActualDataRateUpstream;
import org.prol2tp.protocol.wire.AccessLineAvp.ActualInterleavingDelayDownstream;
import org.prol2tp.protocol.wire.AccessLineAvp.ActualInterleavingDelayUpstream;
import org.prol2tp.protocol.wire.AccessLineAvp.AgentCircuitId;
import org.prol2tp.protocol.wire.AccessLineAvp.AgentRemoteId;
import org.prol2tp.protocol.wire.AccessLineAvp.AncpAccessLineType;
import org.prol2tp.protocol.wire.AccessLineAvp.AttainableDataRateDownstream;
import org.prol2tp.protocol.wire.AccessLineAvp.AttainableDataRateUpstream;
import org.prol2tp.protocol.wire.AccessLineAvp.ConnectSpeedUpdateEnable;
import org.prol2tp.protocol.wire.AccessLineAvp.IwfSession;
import org.prol2tp.protocol.wire.AccessLineAvp.MaximumDataRateDownstream;
import org.prol2tp.protocol.wire.AccessLineAvp.MaximumDataRateUpstream;
import org.prol2tp.protocol.wire.AccessLineAvp.MaximumInterleavingDelayDownstream;
import org.prol2tp.protocol.wire.AccessLineAvp.MaximumInterleavingDelayUpstream;
import org.prol2tp.protocol.wire.AccessLineAvp.MinimumDataRateDownstream;
import org.prol2tp.protocol.wire.AccessLineAvp.MinimumDataRateDownstreamLowPower;
import org.prol2tp.protocol.wire.AccessLineAvp.MinimumDataRateUpstream;
import org.prol2tp.protocol.wire.AccessLineAvp.MinimumDataRateUpstreamLowPower;
import org.prol2tp.protocol.wire.AtmAvp.CallingSubAddress;
import org.prol2tp.protocol.wire.AtmAvp.RxMaximumBps;
import org.prol2tp.protocol.wire.AtmAvp.RxMinimumBps;
import org.prol2tp.protocol.wire.AtmAvp.ServiceCategory;
import org.prol2tp.protocol.wire.AtmAvp.ServiceName;
import org.prol2tp.protocol.wire.AtmAvp.VpiVciIdentifier;
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
import org.prol2tp.protocol.wire.DiffServAvp.ControlConnectionDs;
import org.prol2tp.protocol.wire.DiffServAvp.SessionDs;
import org.prol2tp.protocol.wire.GeneralAvp.MessageTypeAvp;
import org.prol2tp.protocol.wire.GeneralAvp.RandomVector;
import org.prol2tp.protocol.wire.ProxyAvp.InitialReceivedLcpConfreq;
import org.prol2tp.protocol.wire.ProxyAvp.LastReceivedLcpConfreq;
import org.prol2tp.protocol.wire.ProxyAvp.LastSentLcpConfreq;
import org.prol2tp.protocol.wire.ProxyAvp.ProxyAuthenChallenge;
import org.prol2tp.protocol.wire.ProxyAvp.ProxyAuthenId;
import org.prol2tp.protocol.wire.ProxyAvp.ProxyAuthenName;
import org.prol2tp.protocol.wire.ProxyAvp.ProxyAuthenResponse;
import org.prol2tp.protocol.wire.ProxyAvp.ProxyAuthenType;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;
import org.prol2tp.protocol.wire.ResultCode.ErrorCode;
import org.prol2tp.protocol.wire.ResultCode.StopCcnResult;

/// Which AVPs each message must have and may have, and what to do where a peer's message is otherwise.
///
/// Every message that is received or sent comes through here.
///
/// Source: RFC 2661 §6; for faults §4.1, §4.2, §4.4.1 and §7.1.
public final class MessageGrammar {
    /// What a peer's receive window is when it did not say. RFC 2661 §4.4.3.
    public static final int DEFAULT_RECEIVE_WINDOW_MESSAGES = 4;

    /// One message: the records that must be there, and those that may.
    ///
    /// @param places of the records in both lists, one after the other: bit n of a set stands for place n
    record Row(
            MessageType type,
            List<Class<? extends Avp>> required,
            List<Class<? extends Avp>> optional,
            Map<Class<? extends Avp>, Integer> places) {
        Row(MessageType type, List<Class<? extends Avp>> required, List<Class<? extends Avp>> optional) {
            this(type, required, optional, places(join(required, optional)));
        }

        private static Map<Class<? extends Avp>, Integer> places(List<Class<? extends Avp>> records) {
            if (records.size() >= Long.SIZE) {
                throw new IllegalStateException("a set of records is 64 bits");
            }
            return IntStream.range(0, records.size())
                    .boxed()
                    .collect(Collectors.toUnmodifiableMap(records::get, Function.identity()));
        }

        /// The bit of a record that this message may have; 0: it may not.
        long bit(Class<? extends Avp> record) {
            Integer place = places.get(record);
            return place == null ? 0 : 1L << place;
        }

        /// The first required record that is not in the set; empty: none is missing.
        Optional<Class<? extends Avp>> missing(long seen) {
            int place = Long.numberOfTrailingZeros(~seen);
            return place < required.size() ? Optional.of(required.get(place)) : Optional.empty();
        }
    }

    private static final List<Class<? extends Avp>> LINE = List.of(
            AgentCircuitId.class,
            AgentRemoteId.class,
            ActualDataRateUpstream.class,
            ActualDataRateDownstream.class,
            MinimumDataRateUpstream.class,
            MinimumDataRateDownstream.class,
            AttainableDataRateUpstream.class,
            AttainableDataRateDownstream.class,
            MaximumDataRateUpstream.class,
            MaximumDataRateDownstream.class,
            MinimumDataRateUpstreamLowPower.class,
            MinimumDataRateDownstreamLowPower.class,
            MaximumInterleavingDelayUpstream.class,
            ActualInterleavingDelayUpstream.class,
            MaximumInterleavingDelayDownstream.class,
            ActualInterleavingDelayDownstream.class,
            AccessLoopEncapsulation.class,
            AncpAccessLineType.class,
            IwfSession.class,
            ConnectSpeedUpdateEnable.class);

    static final List<Row> ROWS = List.of(
            new Row(
                    MessageType.SCCRQ,
                    List.of(ProtocolVersion.class, HostName.class, FramingCapabilities.class, AssignedTunnelId.class),
                    List.of(
                            BearerCapabilities.class,
                            ReceiveWindowSize.class,
                            Challenge.class,
                            TieBreaker.class,
                            FirmwareRevision.class,
                            VendorName.class,
                            ControlConnectionDs.class)),
            new Row(
                    MessageType.SCCRP,
                    List.of(ProtocolVersion.class, FramingCapabilities.class, HostName.class, AssignedTunnelId.class),
                    List.of(
                            BearerCapabilities.class,
                            FirmwareRevision.class,
                            VendorName.class,
                            ReceiveWindowSize.class,
                            Challenge.class,
                            ChallengeResponse.class,
                            ControlConnectionDs.class)),
            new Row(MessageType.SCCCN, List.of(), List.of(ChallengeResponse.class)),
            new Row(MessageType.STOP_CCN, List.of(AssignedTunnelId.class, ResultCode.class), List.of()),
            new Row(MessageType.HELLO, List.of(), List.of()),
            new Row(
                    MessageType.ICRQ,
                    List.of(AssignedSessionId.class, CallSerialNumber.class),
                    join(
                            List.of(
                                    BearerType.class,
                                    PhysicalChannelId.class,
                                    CallingNumber.class,
                                    CalledNumber.class,
                                    SubAddress.class,
                                    ServiceCategory.class,
                                    ServiceName.class,
                                    CallingSubAddress.class,
                                    VpiVciIdentifier.class,
                                    SessionDs.class),
                            LINE)),
            new Row(
                    MessageType.ICRP,
                    List.of(AssignedSessionId.class),
                    List.of(ServiceCategory.class, SessionDs.class)),
            new Row(
                    MessageType.ICCN,
                    List.of(TxConnectSpeed.class, FramingType.class),
                    List.of(
                            InitialReceivedLcpConfreq.class,
                            LastSentLcpConfreq.class,
                            LastReceivedLcpConfreq.class,
                            ProxyAuthenType.class,
                            ProxyAuthenName.class,
                            ProxyAuthenChallenge.class,
                            ProxyAuthenId.class,
                            ProxyAuthenResponse.class,
                            PrivateGroupId.class,
                            RxConnectSpeed.class,
                            SequencingRequired.class)),
            new Row(
                    MessageType.OCRQ,
                    List.of(
                            AssignedSessionId.class,
                            CallSerialNumber.class,
                            MinimumBps.class,
                            MaximumBps.class,
                            BearerType.class,
                            FramingType.class,
                            CalledNumber.class),
                    List.of(
                            SubAddress.class,
                            RxMinimumBps.class,
                            RxMaximumBps.class,
                            ServiceCategory.class,
                            ServiceName.class,
                            VpiVciIdentifier.class,
                            SessionDs.class)),
            new Row(
                    MessageType.OCRP,
                    List.of(AssignedSessionId.class),
                    List.of(PhysicalChannelId.class, VpiVciIdentifier.class, SessionDs.class)),
            new Row(
                    MessageType.OCCN,
                    List.of(TxConnectSpeed.class, FramingType.class),
                    List.of(RxConnectSpeed.class, SequencingRequired.class, ServiceCategory.class)),
            new Row(
                    MessageType.CDN,
                    List.of(ResultCode.class, AssignedSessionId.class),
                    List.of(Q931CauseCode.class, PppDisconnectCause.class)),
            new Row(MessageType.WEN, List.of(CallErrors.class), List.of()),
            new Row(MessageType.SLI, List.of(Accm.class), List.of()));

    private static final Map<MessageType, Row> BY_TYPE =
            ROWS.stream().collect(Collectors.toUnmodifiableMap(Row::type, Function.identity()));

    private MessageGrammar() {}

    /// Reads the AVPs of a control message.
    ///
    /// @param secret the tunnel's, to reveal hidden AVPs
    public static Reading read(Octets avps, Optional<Octets> secret) {
        List<Avp> all = AvpFormat.decode(avps, secret);
        Clue clue = new Clue(Optional.empty(), all);
        if (all.isEmpty() || !(all.getFirst() instanceof MessageTypeAvp(int number, boolean mandatory))) {
            return clue.clearConnection(ErrorCode.OUT_OF_RANGE, "the first AVP is not a Message Type");
        }
        Optional<MessageType> type = MessageType.of(number);
        if (type.isEmpty()) {
            String what = "unknown message type " + number;
            return mandatory ? clue.clearConnection(ErrorCode.UNKNOWN_MANDATORY_AVP, what) : clue.ignore(what);
        }
        return read(row(type.get()), all.subList(1, all.size()), clue.about(type.get()));
    }

    private static Reading read(Row row, List<Avp> avps, Clue clue) {
        List<Avp> accepted = new ArrayList<>();
        List<Avp> ignored = new ArrayList<>();
        long seen = 0;
        for (Avp avp : avps) {
            switch (avp) {
                case Avp.Unrecognised(int vendorId, int type, boolean mandatory, Octets value)
                when mandatory -> {
                    return clue.clear(ErrorCode.UNKNOWN_MANDATORY_AVP, "unknown AVP " + name(vendorId, type));
                }
                case Avp.Malformed(int vendorId, int type, boolean mandatory, String why)
                when mandatory -> {
                    return clue.clear(ErrorCode.OUT_OF_RANGE, "malformed AVP " + name(vendorId, type) + ": " + why);
                }
                case RandomVector _ -> {
                    // It has done its work, and may come again.
                }
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
        return new Reading.Accepted(make(row.type(), new AvpSet(accepted)), ignored);
    }

    private static Message make(MessageType type, AvpSet avps) {
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

    /// Throws `IllegalArgumentException` unless a message of that type may have exactly these AVPs. AVPs
    /// of vendors may be in every message.
    static void check(MessageType type, AvpSet avps) {
        Row row = row(type);
        long seen = 0;
        for (Avp avp : avps.avps()) {
            if (avp instanceof Avp.Unrecognised) {
                continue;
            }
            long bit = row.bit(avp.getClass());
            if ((bit & ~seen) == 0) {
                throw new IllegalArgumentException(
                        type + " may not have this " + avp.getClass().getSimpleName());
            }
            seen |= bit;
        }
        row.missing(seen).ifPresent(required -> {
            throw new IllegalArgumentException(type + " must have " + required.getSimpleName());
        });
    }

    private static Row row(MessageType type) {
        Row row = BY_TYPE.get(type);
        if (row == null) {
            throw new IllegalStateException(type + " has no row");
        }
        return row;
    }

    private static List<Class<? extends Avp>> join(
            List<Class<? extends Avp>> first, List<Class<? extends Avp>> second) {
        List<Class<? extends Avp>> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    private static String name(int vendorId, int type) {
        return AvpTable.row(vendorId, type)
                .map(row -> row.record().getSimpleName())
                .orElse(vendorId == AvpTable.IETF ? Integer.toString(type) : vendorId + "/" + type);
    }

    /// What a message says of itself even if it is faulty.
    private record Clue(Optional<MessageType> type, List<Avp> avps) {
        Clue about(MessageType known) {
            return new Clue(Optional.of(known), avps);
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
                    set.find(AssignedTunnelId.class)
                            .map(AssignedTunnelId::value)
                            .orElse(ControlConnectionId.NONE),
                    set.find(AssignedSessionId.class)
                            .map(AssignedSessionId::value)
                            .orElse(SessionId.NONE));
        }
    }
}
