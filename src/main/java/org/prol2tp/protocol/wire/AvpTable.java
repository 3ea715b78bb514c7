package org.prol2tp.protocol.wire;

import static org.prol2tp.protocol.wire.AvpTable.HRule.MAY_HIDE;
import static org.prol2tp.protocol.wire.AvpTable.HRule.NEVER_HIDE;
import static org.prol2tp.protocol.wire.AvpTable.MRule.CLEAR;
import static org.prol2tp.protocol.wire.AvpTable.MRule.SET;
import static org.prol2tp.protocol.wire.AvpTable.Versions.V2;
import static org.prol2tp.protocol.wire.AvpTable.Versions.V2_AND_V3;
import static org.prol2tp.protocol.wire.Layout.LOW_U8;
import static org.prol2tp.protocol.wire.Layout.OCTETS;
import static org.prol2tp.protocol.wire.Layout.TEXT;
import static org.prol2tp.protocol.wire.Layout.U16;
import static org.prol2tp.protocol.wire.Layout.U32;
import static org.prol2tp.protocol.wire.Layout.U64;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Every AVP we know, one row each: its number, record, layout and the rules for its header.
///
/// Source: RFC 2661 §4.4 and §10.1, IANA registry "l2tp-parameters".
final class AvpTable {
    /// IETF's own AVPs.
    static final int IETF = 0;

    /// The Broadband Forum (once ADSL Forum), RFC 5515.
    static final int BROADBAND_FORUM = 3561;

    /// How we send the M bit. We accept both ways.
    enum MRule {
        SET,
        CLEAR
    }

    /// Whether we may hide the value. We accept it hidden in any case.
    enum HRule {
        MAY_HIDE,
        NEVER_HIDE
    }

    enum Versions {
        V2,
        V2_AND_V3
    }

    /// Whether the value may be printed.
    enum Printing {
        OPEN,
        SECRET
    }

    /// One AVP.
    record Row<A extends Avp, V>(
            int vendorId,
            int type,
            Class<A> record,
            Layout<V> layout,
            Function<V, A> make,
            Function<A, V> value,
            MRule mandatory,
            HRule hiding,
            Versions versions,
            Printing printing) {

        /// Throws [MalformedValue] (or another `IllegalArgumentException` of a record).
        A read(Octets octets) {
            Reader reader = new Reader(octets);
            V read = layout.read().apply(reader);
            if (reader.remaining() != 0) {
                throw new MalformedValue("too long by " + reader.remaining() + " octets");
            }
            return make.apply(read);
        }

        void write(Writer writer, Avp avp) {
            layout.write().accept(writer, value.apply(record.cast(avp)));
        }

        /// The value as text, `…` for a secret one.
        String print(Avp avp) {
            return switch (printing) {
                case OPEN -> layout.print().apply(value.apply(record.cast(avp)));
                case SECRET -> "…";
            };
        }
    }

    static final List<Row<?, ?>> ROWS = List.of(
            // RFC 2661 §4.4.1
            whole(0, GeneralAvp.MessageTypeAvp.class, Composite.MESSAGE_TYPE, SET, NEVER_HIDE, V2_AND_V3),
            row(
                    36,
                    GeneralAvp.RandomVector.class,
                    OCTETS,
                    GeneralAvp.RandomVector::new,
                    GeneralAvp.RandomVector::value,
                    SET,
                    NEVER_HIDE,
                    V2_AND_V3),
            // §4.4.2
            whole(1, ResultCode.class, Composite.RESULT_CODE, SET, NEVER_HIDE, V2_AND_V3),
            // §4.4.3
            whole(2, ControlConnectionAvp.ProtocolVersion.class, Composite.PROTOCOL_VERSION, SET, NEVER_HIDE, V2),
            row(
                    3,
                    ControlConnectionAvp.FramingCapabilities.class,
                    U32,
                    ControlConnectionAvp.FramingCapabilities::new,
                    ControlConnectionAvp.FramingCapabilities::bits,
                    SET,
                    MAY_HIDE,
                    V2),
            row(
                    4,
                    ControlConnectionAvp.BearerCapabilities.class,
                    U32,
                    ControlConnectionAvp.BearerCapabilities::new,
                    ControlConnectionAvp.BearerCapabilities::bits,
                    SET,
                    MAY_HIDE,
                    V2),
            row(
                    5,
                    ControlConnectionAvp.TieBreaker.class,
                    U64,
                    ControlConnectionAvp.TieBreaker::new,
                    ControlConnectionAvp.TieBreaker::value,
                    CLEAR,
                    NEVER_HIDE,
                    V2_AND_V3),
            row(
                    6,
                    ControlConnectionAvp.FirmwareRevision.class,
                    U16,
                    ControlConnectionAvp.FirmwareRevision::new,
                    ControlConnectionAvp.FirmwareRevision::value,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            row(
                    7,
                    ControlConnectionAvp.HostName.class,
                    TEXT,
                    ControlConnectionAvp.HostName::new,
                    ControlConnectionAvp.HostName::value,
                    SET,
                    NEVER_HIDE,
                    V2_AND_V3),
            row(
                    8,
                    ControlConnectionAvp.VendorName.class,
                    TEXT,
                    ControlConnectionAvp.VendorName::new,
                    ControlConnectionAvp.VendorName::value,
                    CLEAR,
                    MAY_HIDE,
                    V2_AND_V3),
            row(
                    9,
                    ControlConnectionAvp.AssignedTunnelId.class,
                    U16,
                    number -> new ControlConnectionAvp.AssignedTunnelId(new ControlConnectionId(number)),
                    avp -> avp.value().value(),
                    SET,
                    MAY_HIDE,
                    V2),
            row(
                    10,
                    ControlConnectionAvp.ReceiveWindowSize.class,
                    U16,
                    ControlConnectionAvp.ReceiveWindowSize::new,
                    ControlConnectionAvp.ReceiveWindowSize::messages,
                    SET,
                    NEVER_HIDE,
                    V2_AND_V3),
            secret(
                    11,
                    ControlConnectionAvp.Challenge.class,
                    ControlConnectionAvp.Challenge::new,
                    ControlConnectionAvp.Challenge::value,
                    SET),
            secret(
                    13,
                    ControlConnectionAvp.ChallengeResponse.class,
                    ControlConnectionAvp.ChallengeResponse::new,
                    ControlConnectionAvp.ChallengeResponse::value,
                    SET),
            // §4.4.4
            whole(12, CallAvp.Q931CauseCode.class, Composite.Q931_CAUSE, SET, NEVER_HIDE, V2),
            row(
                    14,
                    CallAvp.AssignedSessionId.class,
                    U16,
                    number -> new CallAvp.AssignedSessionId(new SessionId(number)),
                    avp -> avp.value().value(),
                    SET,
                    MAY_HIDE,
                    V2),
            row(
                    15,
                    CallAvp.CallSerialNumber.class,
                    U32,
                    CallAvp.CallSerialNumber::new,
                    CallAvp.CallSerialNumber::value,
                    SET,
                    MAY_HIDE,
                    V2_AND_V3),
            row(
                    16,
                    CallAvp.MinimumBps.class,
                    U32,
                    CallAvp.MinimumBps::new,
                    CallAvp.MinimumBps::bitsPerSecond,
                    SET,
                    MAY_HIDE,
                    V2),
            row(
                    17,
                    CallAvp.MaximumBps.class,
                    U32,
                    CallAvp.MaximumBps::new,
                    CallAvp.MaximumBps::bitsPerSecond,
                    SET,
                    MAY_HIDE,
                    V2),
            row(
                    18,
                    CallAvp.BearerType.class,
                    U32,
                    CallAvp.BearerType::new,
                    CallAvp.BearerType::bits,
                    SET,
                    MAY_HIDE,
                    V2),
            row(
                    19,
                    CallAvp.FramingType.class,
                    U32,
                    CallAvp.FramingType::new,
                    CallAvp.FramingType::bits,
                    SET,
                    MAY_HIDE,
                    V2),
            row(
                    21,
                    CallAvp.CalledNumber.class,
                    TEXT,
                    CallAvp.CalledNumber::new,
                    CallAvp.CalledNumber::value,
                    SET,
                    MAY_HIDE,
                    V2),
            row(
                    22,
                    CallAvp.CallingNumber.class,
                    TEXT,
                    CallAvp.CallingNumber::new,
                    CallAvp.CallingNumber::value,
                    SET,
                    MAY_HIDE,
                    V2),
            row(
                    23,
                    CallAvp.SubAddress.class,
                    TEXT,
                    CallAvp.SubAddress::new,
                    CallAvp.SubAddress::value,
                    SET,
                    MAY_HIDE,
                    V2),
            row(
                    24,
                    CallAvp.TxConnectSpeed.class,
                    U32,
                    CallAvp.TxConnectSpeed::new,
                    CallAvp.TxConnectSpeed::bitsPerSecond,
                    SET,
                    MAY_HIDE,
                    V2),
            row(
                    38,
                    CallAvp.RxConnectSpeed.class,
                    U32,
                    CallAvp.RxConnectSpeed::new,
                    CallAvp.RxConnectSpeed::bitsPerSecond,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            row(
                    25,
                    CallAvp.PhysicalChannelId.class,
                    U32,
                    CallAvp.PhysicalChannelId::new,
                    CallAvp.PhysicalChannelId::value,
                    CLEAR,
                    MAY_HIDE,
                    V2_AND_V3),
            row(
                    37,
                    CallAvp.PrivateGroupId.class,
                    TEXT,
                    CallAvp.PrivateGroupId::new,
                    CallAvp.PrivateGroupId::value,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            whole(
                    39,
                    CallAvp.SequencingRequired.class,
                    Layout.nothing(new CallAvp.SequencingRequired()),
                    SET,
                    NEVER_HIDE,
                    V2),
            // §4.4.5
            row(
                    26,
                    ProxyAvp.InitialReceivedLcpConfreq.class,
                    OCTETS,
                    ProxyAvp.InitialReceivedLcpConfreq::new,
                    ProxyAvp.InitialReceivedLcpConfreq::options,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            row(
                    27,
                    ProxyAvp.LastSentLcpConfreq.class,
                    OCTETS,
                    ProxyAvp.LastSentLcpConfreq::new,
                    ProxyAvp.LastSentLcpConfreq::options,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            row(
                    28,
                    ProxyAvp.LastReceivedLcpConfreq.class,
                    OCTETS,
                    ProxyAvp.LastReceivedLcpConfreq::new,
                    ProxyAvp.LastReceivedLcpConfreq::options,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            row(
                    29,
                    ProxyAvp.ProxyAuthenType.class,
                    U16,
                    ProxyAvp.ProxyAuthenType::new,
                    ProxyAvp.ProxyAuthenType::number,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            row(
                    30,
                    ProxyAvp.ProxyAuthenName.class,
                    TEXT,
                    ProxyAvp.ProxyAuthenName::new,
                    ProxyAvp.ProxyAuthenName::value,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            secret(
                    31,
                    ProxyAvp.ProxyAuthenChallenge.class,
                    ProxyAvp.ProxyAuthenChallenge::new,
                    ProxyAvp.ProxyAuthenChallenge::value,
                    CLEAR),
            row(
                    32,
                    ProxyAvp.ProxyAuthenId.class,
                    LOW_U8,
                    ProxyAvp.ProxyAuthenId::new,
                    ProxyAvp.ProxyAuthenId::value,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            secret(
                    33,
                    ProxyAvp.ProxyAuthenResponse.class,
                    ProxyAvp.ProxyAuthenResponse::new,
                    ProxyAvp.ProxyAuthenResponse::value,
                    CLEAR),
            // §4.4.6
            whole(34, CallStatusAvp.CallErrors.class, Composite.CALL_ERRORS, SET, MAY_HIDE, V2_AND_V3),
            whole(35, CallStatusAvp.Accm.class, Composite.ACCM, SET, MAY_HIDE, V2),
            // RFC 3301
            row(
                    40,
                    AtmAvp.RxMinimumBps.class,
                    U32,
                    AtmAvp.RxMinimumBps::new,
                    AtmAvp.RxMinimumBps::bitsPerSecond,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            row(
                    41,
                    AtmAvp.RxMaximumBps.class,
                    U32,
                    AtmAvp.RxMaximumBps::new,
                    AtmAvp.RxMaximumBps::bitsPerSecond,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            row(
                    42,
                    AtmAvp.ServiceCategory.class,
                    U16,
                    AtmAvp.ServiceCategory::new,
                    AtmAvp.ServiceCategory::bits,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            row(
                    43,
                    AtmAvp.ServiceName.class,
                    TEXT,
                    AtmAvp.ServiceName::new,
                    AtmAvp.ServiceName::value,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            row(
                    44,
                    AtmAvp.CallingSubAddress.class,
                    OCTETS,
                    AtmAvp.CallingSubAddress::new,
                    AtmAvp.CallingSubAddress::value,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            whole(45, AtmAvp.VpiVciIdentifier.class, Composite.VPI_VCI, CLEAR, MAY_HIDE, V2),
            // RFC 3145
            whole(46, PppDisconnectCause.class, Composite.PPP_DISCONNECT_CAUSE, CLEAR, MAY_HIDE, V2_AND_V3),
            // RFC 3308
            row(
                    47,
                    DiffServAvp.ControlConnectionDs.class,
                    U16,
                    DiffServAvp.ControlConnectionDs::new,
                    DiffServAvp.ControlConnectionDs::phb,
                    CLEAR,
                    MAY_HIDE,
                    V2_AND_V3),
            row(
                    48,
                    DiffServAvp.SessionDs.class,
                    U16,
                    DiffServAvp.SessionDs::new,
                    DiffServAvp.SessionDs::phb,
                    CLEAR,
                    MAY_HIDE,
                    V2_AND_V3),
            // RFC 3573
            row(
                    53,
                    ModemOnHoldAvp.ModemOnHoldCapable.class,
                    Composite.LOW_4_BITS,
                    ModemOnHoldAvp.ModemOnHoldCapable::new,
                    ModemOnHoldAvp.ModemOnHoldCapable::longestHold,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            whole(54, ModemOnHoldAvp.ModemOnHoldStatus.class, Composite.MODEM_ON_HOLD_STATUS, CLEAR, MAY_HIDE, V2),
            // RFC 5515
            vendor(
                    1,
                    AccessLineAvp.AgentCircuitId.class,
                    TEXT,
                    AccessLineAvp.AgentCircuitId::new,
                    AccessLineAvp.AgentCircuitId::value),
            vendor(
                    2,
                    AccessLineAvp.AgentRemoteId.class,
                    TEXT,
                    AccessLineAvp.AgentRemoteId::new,
                    AccessLineAvp.AgentRemoteId::value),
            vendor(
                    129,
                    AccessLineAvp.ActualDataRateUpstream.class,
                    U64,
                    AccessLineAvp.ActualDataRateUpstream::new,
                    AccessLineAvp.ActualDataRateUpstream::bitsPerSecond),
            vendor(
                    130,
                    AccessLineAvp.ActualDataRateDownstream.class,
                    U64,
                    AccessLineAvp.ActualDataRateDownstream::new,
                    AccessLineAvp.ActualDataRateDownstream::bitsPerSecond),
            vendor(
                    131,
                    AccessLineAvp.MinimumDataRateUpstream.class,
                    U64,
                    AccessLineAvp.MinimumDataRateUpstream::new,
                    AccessLineAvp.MinimumDataRateUpstream::bitsPerSecond),
            vendor(
                    132,
                    AccessLineAvp.MinimumDataRateDownstream.class,
                    U64,
                    AccessLineAvp.MinimumDataRateDownstream::new,
                    AccessLineAvp.MinimumDataRateDownstream::bitsPerSecond),
            vendor(
                    133,
                    AccessLineAvp.AttainableDataRateUpstream.class,
                    U64,
                    AccessLineAvp.AttainableDataRateUpstream::new,
                    AccessLineAvp.AttainableDataRateUpstream::bitsPerSecond),
            vendor(
                    134,
                    AccessLineAvp.AttainableDataRateDownstream.class,
                    U64,
                    AccessLineAvp.AttainableDataRateDownstream::new,
                    AccessLineAvp.AttainableDataRateDownstream::bitsPerSecond),
            vendor(
                    135,
                    AccessLineAvp.MaximumDataRateUpstream.class,
                    U64,
                    AccessLineAvp.MaximumDataRateUpstream::new,
                    AccessLineAvp.MaximumDataRateUpstream::bitsPerSecond),
            vendor(
                    136,
                    AccessLineAvp.MaximumDataRateDownstream.class,
                    U64,
                    AccessLineAvp.MaximumDataRateDownstream::new,
                    AccessLineAvp.MaximumDataRateDownstream::bitsPerSecond),
            vendor(
                    137,
                    AccessLineAvp.MinimumDataRateUpstreamLowPower.class,
                    U64,
                    AccessLineAvp.MinimumDataRateUpstreamLowPower::new,
                    AccessLineAvp.MinimumDataRateUpstreamLowPower::bitsPerSecond),
            vendor(
                    138,
                    AccessLineAvp.MinimumDataRateDownstreamLowPower.class,
                    U64,
                    AccessLineAvp.MinimumDataRateDownstreamLowPower::new,
                    AccessLineAvp.MinimumDataRateDownstreamLowPower::bitsPerSecond),
            vendor(
                    139,
                    AccessLineAvp.MaximumInterleavingDelayUpstream.class,
                    U32,
                    AccessLineAvp.MaximumInterleavingDelayUpstream::new,
                    AccessLineAvp.MaximumInterleavingDelayUpstream::milliseconds),
            vendor(
                    140,
                    AccessLineAvp.ActualInterleavingDelayUpstream.class,
                    U32,
                    AccessLineAvp.ActualInterleavingDelayUpstream::new,
                    AccessLineAvp.ActualInterleavingDelayUpstream::milliseconds),
            vendor(
                    141,
                    AccessLineAvp.MaximumInterleavingDelayDownstream.class,
                    U32,
                    AccessLineAvp.MaximumInterleavingDelayDownstream::new,
                    AccessLineAvp.MaximumInterleavingDelayDownstream::milliseconds),
            vendor(
                    142,
                    AccessLineAvp.ActualInterleavingDelayDownstream.class,
                    U32,
                    AccessLineAvp.ActualInterleavingDelayDownstream::new,
                    AccessLineAvp.ActualInterleavingDelayDownstream::milliseconds),
            vendor(
                    144,
                    AccessLineAvp.AccessLoopEncapsulation.class,
                    Composite.ACCESS_LOOP_ENCAPSULATION,
                    Function.identity(),
                    Function.identity()),
            vendor(
                    145,
                    AccessLineAvp.AncpAccessLineType.class,
                    Composite.ANCP_ACCESS_LINE_TYPE,
                    Function.identity(),
                    Function.identity()),
            vendor(
                    254,
                    AccessLineAvp.IwfSession.class,
                    U32,
                    AccessLineAvp.IwfSession::new,
                    AccessLineAvp.IwfSession::value),
            whole(
                    98,
                    AccessLineAvp.ConnectSpeedUpdateEnable.class,
                    Layout.nothing(new AccessLineAvp.ConnectSpeedUpdateEnable()),
                    CLEAR,
                    MAY_HIDE,
                    V2_AND_V3));

    private static final Map<Class<?>, Row<?, ?>> BY_RECORD = new HashMap<>();
    private static final Map<Integer, Row<?, ?>> BY_NUMBER = new HashMap<>();

    static {
        for (Row<?, ?> row : ROWS) {
            BY_RECORD.put(row.record(), row);
            BY_NUMBER.put(row.vendorId() << 16 | row.type(), row);
        }
    }

    private AvpTable() {}

    /// Empty for an AVP we do not know.
    static Optional<Row<?, ?>> row(int vendorId, int type) {
        return Optional.ofNullable(BY_NUMBER.get(vendorId << 16 | type));
    }

    /// The row of an AVP's record; there is none for [Avp.Unrecognised] and [Avp.Malformed].
    static Row<?, ?> row(Avp avp) {
        Row<?, ?> row = BY_RECORD.get(avp.getClass());
        if (row == null) {
            throw new IllegalArgumentException(avp.getClass().getSimpleName() + " has no row");
        }
        return row;
    }

    private static <A extends Avp, V> Row<A, V> row(
            int type,
            Class<A> record,
            Layout<V> layout,
            Function<V, A> make,
            Function<A, V> value,
            MRule mandatory,
            HRule hiding,
            Versions versions) {
        return new Row<>(IETF, type, record, layout, make, value, mandatory, hiding, versions, Printing.OPEN);
    }

    private static <A extends Avp> Row<A, A> whole(
            int type, Class<A> record, Layout<A> layout, MRule mandatory, HRule hiding, Versions versions) {
        return row(type, record, layout, Function.identity(), Function.identity(), mandatory, hiding, versions);
    }

    private static <A extends Avp, V> Row<A, V> vendor(
            int type, Class<A> record, Layout<V> layout, Function<V, A> make, Function<A, V> value) {
        return new Row<>(BROADBAND_FORUM, type, record, layout, make, value, CLEAR, MAY_HIDE, V2_AND_V3, Printing.OPEN);
    }

    private static <A extends Avp> Row<A, Octets> secret(
            int type, Class<A> record, Function<Octets, A> make, Function<A, Octets> value, MRule mandatory) {
        return new Row<>(IETF, type, record, OCTETS, make, value, mandatory, MAY_HIDE, V2, Printing.SECRET);
    }
}
