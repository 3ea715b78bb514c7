package org.prol2tp.protocol.wire;

import java.util.List;
import org.prol2tp.protocol.wire.CallAvp.AssignedSessionId;
import org.prol2tp.protocol.wire.CallAvp.CallSerialNumber;
import org.prol2tp.protocol.wire.CallAvp.PhysicalChannelId;
import org.prol2tp.protocol.wire.CallAvp.RxConnectSpeed;
import org.prol2tp.protocol.wire.CallAvp.TxConnectSpeed;
import org.prol2tp.protocol.wire.CallStatusAvp.CallErrors;
import org.prol2tp.protocol.wire.CallStatusAvp.CircuitStatus;
import org.prol2tp.protocol.wire.ControlConnectionAvp.AssignedTunnelId;
import org.prol2tp.protocol.wire.ControlConnectionAvp.HostName;
import org.prol2tp.protocol.wire.ControlConnectionAvp.PreferredLanguage;
import org.prol2tp.protocol.wire.ControlConnectionAvp.PseudowireCapabilitiesList;
import org.prol2tp.protocol.wire.ControlConnectionAvp.ReceiveWindowSize;
import org.prol2tp.protocol.wire.ControlConnectionAvp.RouterId;
import org.prol2tp.protocol.wire.ControlConnectionAvp.TieBreaker;
import org.prol2tp.protocol.wire.ControlConnectionAvp.VendorName;
import org.prol2tp.protocol.wire.DiffServAvp.ControlConnectionDs;
import org.prol2tp.protocol.wire.DiffServAvp.SessionDs;
import org.prol2tp.protocol.wire.EcnAvp.EcnCapability;
import org.prol2tp.protocol.wire.GeneralAvp.ControlMessageAuthenticationNonce;
import org.prol2tp.protocol.wire.MessageTable.Row;
import org.prol2tp.protocol.wire.PseudowireAvp.AssignedCookie;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.L2SpecificSublayer;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;
import org.prol2tp.protocol.wire.PseudowireAvp.RemoteEndId;
import org.prol2tp.protocol.wire.PseudowireAvp.RemoteSessionId;

/// Which AVPs the messages of L2TPv3 have. A Message Digest and Random Vectors may be in all of them.
///
/// Source: RFC 3931 §6; RFC 3145, 3308, 5515, 9601 for what they add.
final class Rfc3931Messages {
    static final List<Row> ROWS = List.of(
            new Row(
                    MessageType.SCCRQ,
                    List.of(HostName.class, RouterId.class, AssignedTunnelId.class, PseudowireCapabilitiesList.class),
                    List.of(
                            ControlMessageAuthenticationNonce.class,
                            TieBreaker.class,
                            VendorName.class,
                            ReceiveWindowSize.class,
                            PreferredLanguage.class,
                            ControlConnectionDs.class,
                            EcnCapability.class)),
            new Row(
                    MessageType.SCCRP,
                    List.of(HostName.class, RouterId.class, AssignedTunnelId.class, PseudowireCapabilitiesList.class),
                    List.of(
                            ControlMessageAuthenticationNonce.class,
                            VendorName.class,
                            ReceiveWindowSize.class,
                            PreferredLanguage.class,
                            ControlConnectionDs.class,
                            EcnCapability.class)),
            new Row(MessageType.SCCCN, List.of(), List.of()),
            new Row(MessageType.STOP_CCN, List.of(ResultCode.class), List.of(AssignedTunnelId.class)),
            new Row(MessageType.HELLO, List.of(), List.of()),
            new Row(
                    MessageType.ICRQ,
                    List.of(
                            AssignedSessionId.class,
                            RemoteSessionId.class,
                            CallSerialNumber.class,
                            PseudowireType.class,
                            RemoteEndId.class,
                            CircuitStatus.class),
                    MessageTable.join(
                            List.of(
                                    AssignedCookie.class,
                                    TieBreaker.class,
                                    L2SpecificSublayer.class,
                                    DataSequencing.class,
                                    TxConnectSpeed.class,
                                    RxConnectSpeed.class,
                                    PhysicalChannelId.class,
                                    SessionDs.class),
                            Rfc2661Messages.LINE)),
            new Row(
                    MessageType.ICRP,
                    List.of(AssignedSessionId.class, RemoteSessionId.class, CircuitStatus.class),
                    List.of(
                            AssignedCookie.class,
                            L2SpecificSublayer.class,
                            DataSequencing.class,
                            TxConnectSpeed.class,
                            RxConnectSpeed.class,
                            PhysicalChannelId.class,
                            SessionDs.class)),
            new Row(
                    MessageType.ICCN,
                    List.of(AssignedSessionId.class, RemoteSessionId.class),
                    List.of(
                            L2SpecificSublayer.class,
                            DataSequencing.class,
                            TxConnectSpeed.class,
                            RxConnectSpeed.class,
                            CircuitStatus.class)),
            new Row(
                    MessageType.OCRQ,
                    List.of(
                            AssignedSessionId.class,
                            RemoteSessionId.class,
                            CallSerialNumber.class,
                            PseudowireType.class,
                            RemoteEndId.class,
                            CircuitStatus.class),
                    List.of(
                            AssignedCookie.class,
                            TxConnectSpeed.class,
                            RxConnectSpeed.class,
                            TieBreaker.class,
                            L2SpecificSublayer.class,
                            DataSequencing.class,
                            SessionDs.class)),
            new Row(
                    MessageType.OCRP,
                    List.of(AssignedSessionId.class, RemoteSessionId.class, CircuitStatus.class),
                    List.of(
                            AssignedCookie.class,
                            L2SpecificSublayer.class,
                            TxConnectSpeed.class,
                            RxConnectSpeed.class,
                            DataSequencing.class,
                            PhysicalChannelId.class,
                            SessionDs.class)),
            new Row(
                    MessageType.OCCN,
                    List.of(AssignedSessionId.class, RemoteSessionId.class),
                    List.of(
                            L2SpecificSublayer.class,
                            TxConnectSpeed.class,
                            RxConnectSpeed.class,
                            DataSequencing.class,
                            CircuitStatus.class)),
            new Row(
                    MessageType.CDN,
                    List.of(ResultCode.class, AssignedSessionId.class, RemoteSessionId.class),
                    List.of(PppDisconnectCause.class)),
            new Row(
                    MessageType.WEN,
                    List.of(AssignedSessionId.class, RemoteSessionId.class, CallErrors.class),
                    List.of()),
            new Row(
                    MessageType.SLI,
                    List.of(AssignedSessionId.class, RemoteSessionId.class),
                    List.of(CircuitStatus.class)));

    private Rfc3931Messages() {}
}
