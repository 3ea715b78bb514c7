package org.prol2tp.protocol.wire;

import static org.prol2tp.protocol.wire.AvpRow.HRule.MAY_HIDE;
import static org.prol2tp.protocol.wire.AvpRow.HRule.NEVER_HIDE;
import static org.prol2tp.protocol.wire.AvpRow.MRule.CLEAR;
import static org.prol2tp.protocol.wire.AvpRow.MRule.SET;
import static org.prol2tp.protocol.wire.AvpRow.MRule.SET_IN_V2;
import static org.prol2tp.protocol.wire.AvpRow.MRule.SET_IN_V3;
import static org.prol2tp.protocol.wire.AvpRow.Versions.V2;
import static org.prol2tp.protocol.wire.AvpRow.Versions.V2_AND_V3;
import static org.prol2tp.protocol.wire.AvpRow.row;
import static org.prol2tp.protocol.wire.AvpRow.secret;
import static org.prol2tp.protocol.wire.AvpRow.vendor;
import static org.prol2tp.protocol.wire.AvpRow.whole;
import static org.prol2tp.protocol.wire.Layout.LOW_U8;
import static org.prol2tp.protocol.wire.Layout.OCTETS;
import static org.prol2tp.protocol.wire.Layout.TEXT;
import static org.prol2tp.protocol.wire.Layout.U16;
import static org.prol2tp.protocol.wire.Layout.U32;
import static org.prol2tp.protocol.wire.Layout.U32_AT_MOST;
import static org.prol2tp.protocol.wire.Layout.U64;

import java.util.List;
import java.util.function.Function;
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
import org.prol2tp.protocol.wire.EcnAvp.EcnCapability;
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

/// The AVPs of L2TPv2, and what other RFCs add to both versions.
///
/// Source: RFC 2661 §4.4 and §10.1, IANA registry "l2tp-parameters".
final class Rfc2661Avps {
    static final List<AvpRow<?, ?>> ROWS = List.of(
            // RFC 2661 §4.4.1
            whole(0, MessageTypeAvp.class, Composite.MESSAGE_TYPE, SET, NEVER_HIDE, V2_AND_V3),
            row(36, RandomVector.class, OCTETS, RandomVector::new, RandomVector::value, SET, NEVER_HIDE, V2_AND_V3),
            // §4.4.2
            whole(1, ResultCode.class, Composite.RESULT_CODE, SET, NEVER_HIDE, V2_AND_V3),
            // §4.4.3
            whole(2, ProtocolVersion.class, Composite.PROTOCOL_VERSION, SET, NEVER_HIDE, V2),
            row(
                    3,
                    FramingCapabilities.class,
                    U32,
                    FramingCapabilities::new,
                    FramingCapabilities::bits,
                    SET,
                    MAY_HIDE,
                    V2),
            row(4, BearerCapabilities.class, U32, BearerCapabilities::new, BearerCapabilities::bits, SET, MAY_HIDE, V2),
            row(5, TieBreaker.class, U64, TieBreaker::new, TieBreaker::value, SET_IN_V3, NEVER_HIDE, V2_AND_V3),
            row(6, FirmwareRevision.class, U16, FirmwareRevision::new, FirmwareRevision::value, CLEAR, MAY_HIDE, V2),
            row(7, HostName.class, TEXT, HostName::new, HostName::value, SET, NEVER_HIDE, V2_AND_V3),
            row(8, VendorName.class, TEXT, VendorName::new, VendorName::value, CLEAR, MAY_HIDE, V2_AND_V3),
            row(
                    9,
                    AssignedTunnelId.class,
                    U16,
                    number -> new AssignedTunnelId(new ControlConnectionId(number)),
                    avp -> avp.value().value(),
                    SET,
                    MAY_HIDE,
                    V2),
            row(
                    10,
                    ReceiveWindowSize.class,
                    U16,
                    ReceiveWindowSize::new,
                    ReceiveWindowSize::messages,
                    SET,
                    NEVER_HIDE,
                    V2_AND_V3),
            secret(11, Challenge.class, Challenge::new, Challenge::value, SET),
            secret(13, ChallengeResponse.class, ChallengeResponse::new, ChallengeResponse::value, SET),
            // §4.4.4
            whole(12, Q931CauseCode.class, Composite.Q931_CAUSE, SET, NEVER_HIDE, V2),
            row(
                    14,
                    AssignedSessionId.class,
                    U16,
                    number -> new AssignedSessionId(new SessionId(number)),
                    avp -> avp.value().value(),
                    SET,
                    MAY_HIDE,
                    V2),
            row(
                    15,
                    CallSerialNumber.class,
                    U32,
                    CallSerialNumber::new,
                    CallSerialNumber::value,
                    SET_IN_V2,
                    MAY_HIDE,
                    V2_AND_V3),
            row(16, MinimumBps.class, U32, MinimumBps::new, MinimumBps::bitsPerSecond, SET, MAY_HIDE, V2),
            row(17, MaximumBps.class, U32, MaximumBps::new, MaximumBps::bitsPerSecond, SET, MAY_HIDE, V2),
            row(18, BearerType.class, U32, BearerType::new, BearerType::bits, SET, MAY_HIDE, V2),
            row(19, FramingType.class, U32, FramingType::new, FramingType::bits, SET, MAY_HIDE, V2),
            row(21, CalledNumber.class, TEXT, CalledNumber::new, CalledNumber::value, SET, MAY_HIDE, V2),
            row(22, CallingNumber.class, TEXT, CallingNumber::new, CallingNumber::value, SET, MAY_HIDE, V2),
            row(23, SubAddress.class, TEXT, SubAddress::new, SubAddress::value, SET, MAY_HIDE, V2),
            row(
                    24,
                    TxConnectSpeed.class,
                    U32_AT_MOST,
                    TxConnectSpeed::new,
                    TxConnectSpeed::bitsPerSecond,
                    SET,
                    MAY_HIDE,
                    V2),
            row(
                    38,
                    RxConnectSpeed.class,
                    U32_AT_MOST,
                    RxConnectSpeed::new,
                    RxConnectSpeed::bitsPerSecond,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            row(
                    25,
                    PhysicalChannelId.class,
                    U32,
                    PhysicalChannelId::new,
                    PhysicalChannelId::value,
                    CLEAR,
                    MAY_HIDE,
                    V2_AND_V3),
            row(37, PrivateGroupId.class, TEXT, PrivateGroupId::new, PrivateGroupId::value, CLEAR, MAY_HIDE, V2),
            whole(39, SequencingRequired.class, Layout.nothing(new SequencingRequired()), SET, NEVER_HIDE, V2),
            // §4.4.5
            row(
                    26,
                    InitialReceivedLcpConfreq.class,
                    OCTETS,
                    InitialReceivedLcpConfreq::new,
                    InitialReceivedLcpConfreq::options,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            row(
                    27,
                    LastSentLcpConfreq.class,
                    OCTETS,
                    LastSentLcpConfreq::new,
                    LastSentLcpConfreq::options,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            row(
                    28,
                    LastReceivedLcpConfreq.class,
                    OCTETS,
                    LastReceivedLcpConfreq::new,
                    LastReceivedLcpConfreq::options,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            row(29, ProxyAuthenType.class, U16, ProxyAuthenType::new, ProxyAuthenType::number, CLEAR, MAY_HIDE, V2),
            row(30, ProxyAuthenName.class, TEXT, ProxyAuthenName::new, ProxyAuthenName::value, CLEAR, MAY_HIDE, V2),
            secret(31, ProxyAuthenChallenge.class, ProxyAuthenChallenge::new, ProxyAuthenChallenge::value, CLEAR),
            row(32, ProxyAuthenId.class, LOW_U8, ProxyAuthenId::new, ProxyAuthenId::value, CLEAR, MAY_HIDE, V2),
            secret(33, ProxyAuthenResponse.class, ProxyAuthenResponse::new, ProxyAuthenResponse::value, CLEAR),
            // §4.4.6
            whole(34, CallErrors.class, Composite.CALL_ERRORS, SET_IN_V2, MAY_HIDE, V2_AND_V3),
            whole(35, Accm.class, Composite.ACCM, SET, MAY_HIDE, V2),
            // RFC 3301
            row(40, RxMinimumBps.class, U32, RxMinimumBps::new, RxMinimumBps::bitsPerSecond, CLEAR, MAY_HIDE, V2),
            row(41, RxMaximumBps.class, U32, RxMaximumBps::new, RxMaximumBps::bitsPerSecond, CLEAR, MAY_HIDE, V2),
            row(42, ServiceCategory.class, U16, ServiceCategory::new, ServiceCategory::bits, CLEAR, MAY_HIDE, V2),
            row(43, ServiceName.class, TEXT, ServiceName::new, ServiceName::value, CLEAR, MAY_HIDE, V2),
            row(
                    44,
                    CallingSubAddress.class,
                    OCTETS,
                    CallingSubAddress::new,
                    CallingSubAddress::value,
                    CLEAR,
                    MAY_HIDE,
                    V2),
            whole(45, VpiVciIdentifier.class, Composite.VPI_VCI, CLEAR, MAY_HIDE, V2),
            // RFC 3145
            whole(46, PppDisconnectCause.class, Composite.PPP_DISCONNECT_CAUSE, CLEAR, MAY_HIDE, V2_AND_V3),
            // RFC 3308
            row(
                    47,
                    ControlConnectionDs.class,
                    U16,
                    ControlConnectionDs::new,
                    ControlConnectionDs::phb,
                    CLEAR,
                    MAY_HIDE,
                    V2_AND_V3),
            row(48, SessionDs.class, U16, SessionDs::new, SessionDs::phb, CLEAR, MAY_HIDE, V2_AND_V3),
            // RFC 9601
            whole(103, EcnCapability.class, Composite.ECN_CAPABILITY, CLEAR, MAY_HIDE, V2_AND_V3),
            // RFC 5515
            vendor(1, AgentCircuitId.class, TEXT, AgentCircuitId::new, AgentCircuitId::value),
            vendor(2, AgentRemoteId.class, TEXT, AgentRemoteId::new, AgentRemoteId::value),
            vendor(
                    129,
                    ActualDataRateUpstream.class,
                    U64,
                    ActualDataRateUpstream::new,
                    ActualDataRateUpstream::bitsPerSecond),
            vendor(
                    130,
                    ActualDataRateDownstream.class,
                    U64,
                    ActualDataRateDownstream::new,
                    ActualDataRateDownstream::bitsPerSecond),
            vendor(
                    131,
                    MinimumDataRateUpstream.class,
                    U64,
                    MinimumDataRateUpstream::new,
                    MinimumDataRateUpstream::bitsPerSecond),
            vendor(
                    132,
                    MinimumDataRateDownstream.class,
                    U64,
                    MinimumDataRateDownstream::new,
                    MinimumDataRateDownstream::bitsPerSecond),
            vendor(
                    133,
                    AttainableDataRateUpstream.class,
                    U64,
                    AttainableDataRateUpstream::new,
                    AttainableDataRateUpstream::bitsPerSecond),
            vendor(
                    134,
                    AttainableDataRateDownstream.class,
                    U64,
                    AttainableDataRateDownstream::new,
                    AttainableDataRateDownstream::bitsPerSecond),
            vendor(
                    135,
                    MaximumDataRateUpstream.class,
                    U64,
                    MaximumDataRateUpstream::new,
                    MaximumDataRateUpstream::bitsPerSecond),
            vendor(
                    136,
                    MaximumDataRateDownstream.class,
                    U64,
                    MaximumDataRateDownstream::new,
                    MaximumDataRateDownstream::bitsPerSecond),
            vendor(
                    137,
                    MinimumDataRateUpstreamLowPower.class,
                    U64,
                    MinimumDataRateUpstreamLowPower::new,
                    MinimumDataRateUpstreamLowPower::bitsPerSecond),
            vendor(
                    138,
                    MinimumDataRateDownstreamLowPower.class,
                    U64,
                    MinimumDataRateDownstreamLowPower::new,
                    MinimumDataRateDownstreamLowPower::bitsPerSecond),
            vendor(
                    139,
                    MaximumInterleavingDelayUpstream.class,
                    U32,
                    MaximumInterleavingDelayUpstream::new,
                    MaximumInterleavingDelayUpstream::milliseconds),
            vendor(
                    140,
                    ActualInterleavingDelayUpstream.class,
                    U32,
                    ActualInterleavingDelayUpstream::new,
                    ActualInterleavingDelayUpstream::milliseconds),
            vendor(
                    141,
                    MaximumInterleavingDelayDownstream.class,
                    U32,
                    MaximumInterleavingDelayDownstream::new,
                    MaximumInterleavingDelayDownstream::milliseconds),
            vendor(
                    142,
                    ActualInterleavingDelayDownstream.class,
                    U32,
                    ActualInterleavingDelayDownstream::new,
                    ActualInterleavingDelayDownstream::milliseconds),
            vendor(
                    144,
                    AccessLoopEncapsulation.class,
                    Composite.ACCESS_LOOP_ENCAPSULATION,
                    Function.identity(),
                    Function.identity()),
            vendor(145, AncpAccessLineType.class, U32, AncpAccessLineType::new, AncpAccessLineType::number),
            vendor(254, IwfSession.class, U32, IwfSession::new, IwfSession::value),
            whole(
                    98,
                    ConnectSpeedUpdateEnable.class,
                    Layout.nothing(new ConnectSpeedUpdateEnable()),
                    CLEAR,
                    MAY_HIDE,
                    V2_AND_V3));

    private Rfc2661Avps() {}
}
