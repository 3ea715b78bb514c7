package org.prol2tp.protocol.wire;

import java.util.List;
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
import org.prol2tp.protocol.wire.ProxyAvp.InitialReceivedLcpConfreq;
import org.prol2tp.protocol.wire.ProxyAvp.LastReceivedLcpConfreq;
import org.prol2tp.protocol.wire.ProxyAvp.LastSentLcpConfreq;
import org.prol2tp.protocol.wire.ProxyAvp.ProxyAuthenChallenge;
import org.prol2tp.protocol.wire.ProxyAvp.ProxyAuthenId;
import org.prol2tp.protocol.wire.ProxyAvp.ProxyAuthenName;
import org.prol2tp.protocol.wire.ProxyAvp.ProxyAuthenResponse;
import org.prol2tp.protocol.wire.ProxyAvp.ProxyAuthenType;

/// Which AVPs the messages of L2TPv2 have.
///
/// Source: RFC 2661 §6; RFC 3301, 3308, 5515, 9601 for what they add.
final class Rfc2661Messages {
    /// What an access server knows of a subscriber's line, RFC 5515.
    static final List<Class<? extends Avp>> LINE = List.of(
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

    static final List<MessageTable.Row> ROWS = List.of(
            new MessageTable.Row(
                    MessageType.SCCRQ,
                    List.of(ProtocolVersion.class, HostName.class, FramingCapabilities.class, AssignedTunnelId.class),
                    List.of(
                            BearerCapabilities.class,
                            ReceiveWindowSize.class,
                            Challenge.class,
                            TieBreaker.class,
                            FirmwareRevision.class,
                            VendorName.class,
                            ControlConnectionDs.class,
                            EcnCapability.class)),
            new MessageTable.Row(
                    MessageType.SCCRP,
                    List.of(ProtocolVersion.class, FramingCapabilities.class, HostName.class, AssignedTunnelId.class),
                    List.of(
                            BearerCapabilities.class,
                            FirmwareRevision.class,
                            VendorName.class,
                            ReceiveWindowSize.class,
                            Challenge.class,
                            ChallengeResponse.class,
                            ControlConnectionDs.class,
                            EcnCapability.class)),
            new MessageTable.Row(MessageType.SCCCN, List.of(), List.of(ChallengeResponse.class)),
            new MessageTable.Row(MessageType.STOP_CCN, List.of(AssignedTunnelId.class, ResultCode.class), List.of()),
            new MessageTable.Row(MessageType.HELLO, List.of(), List.of()),
            new MessageTable.Row(
                    MessageType.ICRQ,
                    List.of(AssignedSessionId.class, CallSerialNumber.class),
                    MessageTable.join(
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
            new MessageTable.Row(
                    MessageType.ICRP,
                    List.of(AssignedSessionId.class),
                    List.of(ServiceCategory.class, SessionDs.class)),
            new MessageTable.Row(
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
            new MessageTable.Row(
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
            new MessageTable.Row(
                    MessageType.OCRP,
                    List.of(AssignedSessionId.class),
                    List.of(PhysicalChannelId.class, VpiVciIdentifier.class, SessionDs.class)),
            new MessageTable.Row(
                    MessageType.OCCN,
                    List.of(TxConnectSpeed.class, FramingType.class),
                    List.of(RxConnectSpeed.class, SequencingRequired.class, ServiceCategory.class)),
            new MessageTable.Row(
                    MessageType.CDN,
                    List.of(ResultCode.class, AssignedSessionId.class),
                    List.of(Q931CauseCode.class, PppDisconnectCause.class)),
            new MessageTable.Row(MessageType.WEN, List.of(CallErrors.class), List.of()),
            new MessageTable.Row(MessageType.SLI, List.of(Accm.class), List.of()));

    private Rfc2661Messages() {}
}
