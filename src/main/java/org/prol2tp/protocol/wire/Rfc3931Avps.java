package org.prol2tp.protocol.wire;

import static org.prol2tp.protocol.wire.AvpRow.HRule.MAY_HIDE;
import static org.prol2tp.protocol.wire.AvpRow.HRule.NEVER_HIDE;
import static org.prol2tp.protocol.wire.AvpRow.MRule.CLEAR;
import static org.prol2tp.protocol.wire.AvpRow.MRule.SET;
import static org.prol2tp.protocol.wire.AvpRow.Versions.V3;
import static org.prol2tp.protocol.wire.AvpRow.row;
import static org.prol2tp.protocol.wire.AvpRow.whole;
import static org.prol2tp.protocol.wire.Layout.ID_32;
import static org.prol2tp.protocol.wire.Layout.OCTETS;
import static org.prol2tp.protocol.wire.Layout.TEXT;
import static org.prol2tp.protocol.wire.Layout.U16;
import static org.prol2tp.protocol.wire.Layout.U64;

import java.util.List;
import org.prol2tp.protocol.wire.CallAvp.AssignedSessionId;
import org.prol2tp.protocol.wire.CallAvp.RxConnectSpeed;
import org.prol2tp.protocol.wire.CallAvp.TxConnectSpeed;
import org.prol2tp.protocol.wire.CallStatusAvp.CircuitStatus;
import org.prol2tp.protocol.wire.ControlConnectionAvp.AssignedTunnelId;
import org.prol2tp.protocol.wire.ControlConnectionAvp.PreferredLanguage;
import org.prol2tp.protocol.wire.ControlConnectionAvp.PseudowireCapabilitiesList;
import org.prol2tp.protocol.wire.ControlConnectionAvp.RouterId;
import org.prol2tp.protocol.wire.GeneralAvp.ControlMessageAuthenticationNonce;
import org.prol2tp.protocol.wire.GeneralAvp.ExtendedVendorId;
import org.prol2tp.protocol.wire.GeneralAvp.MessageDigestAvp;
import org.prol2tp.protocol.wire.PseudowireAvp.AssignedCookie;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.L2SpecificSublayer;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;
import org.prol2tp.protocol.wire.PseudowireAvp.RemoteEndId;
import org.prol2tp.protocol.wire.PseudowireAvp.RemoteSessionId;

/// The AVPs that only L2TPv3 has. What it shares with L2TPv2 is in [Rfc2661Avps].
///
/// Source: RFC 3931 §5.1, §5.4.
final class Rfc3931Avps {
    static final List<AvpRow<?, ?>> ROWS = List.of(
            // §5.1
            whole(58, ExtendedVendorId.class, Composite.EXTENDED_VENDOR_ID, CLEAR, MAY_HIDE, V3),
            // §5.4.1
            whole(59, MessageDigestAvp.class, Composite.MESSAGE_DIGEST, SET, NEVER_HIDE, V3)
                    .named("MessageDigest"),
            row(
                            73,
                            ControlMessageAuthenticationNonce.class,
                            OCTETS,
                            ControlMessageAuthenticationNonce::new,
                            ControlMessageAuthenticationNonce::value,
                            SET,
                            NEVER_HIDE,
                            V3)
                    .secret(),
            // §5.4.3
            row(60, RouterId.class, ID_32, RouterId::new, RouterId::value, SET, NEVER_HIDE, V3),
            row(
                            61,
                            AssignedTunnelId.class,
                            ID_32,
                            id -> new AssignedTunnelId(new ControlConnectionId(id)),
                            avp -> avp.value().value(),
                            SET,
                            MAY_HIDE,
                            V3)
                    .named("AssignedControlConnectionId"),
            whole(62, PseudowireCapabilitiesList.class, Composite.PSEUDOWIRE_CAPABILITIES, SET, MAY_HIDE, V3),
            row(72, PreferredLanguage.class, TEXT, PreferredLanguage::new, PreferredLanguage::tag, CLEAR, MAY_HIDE, V3),
            // §5.4.4
            row(
                            63,
                            AssignedSessionId.class,
                            ID_32,
                            id -> new AssignedSessionId(new SessionId(id)),
                            avp -> avp.value().value(),
                            SET,
                            MAY_HIDE,
                            V3)
                    .named("LocalSessionId"),
            row(
                    64,
                    RemoteSessionId.class,
                    ID_32,
                    id -> new RemoteSessionId(new SessionId(id)),
                    avp -> avp.value().value(),
                    SET,
                    MAY_HIDE,
                    V3),
            row(65, AssignedCookie.class, OCTETS, AssignedCookie::new, AssignedCookie::value, SET, MAY_HIDE, V3)
                    .secret(),
            row(66, RemoteEndId.class, TEXT, RemoteEndId::new, RemoteEndId::value, SET, MAY_HIDE, V3),
            row(68, PseudowireType.class, U16, PseudowireType::of, PseudowireType::number, SET, MAY_HIDE, V3),
            row(
                    69,
                    L2SpecificSublayer.class,
                    U16,
                    L2SpecificSublayer::new,
                    L2SpecificSublayer::number,
                    SET,
                    MAY_HIDE,
                    V3),
            row(70, DataSequencing.class, U16, DataSequencing::new, DataSequencing::level, SET, MAY_HIDE, V3),
            row(74, TxConnectSpeed.class, U64, TxConnectSpeed::new, TxConnectSpeed::bitsPerSecond, CLEAR, MAY_HIDE, V3)
                    .named("TxConnectSpeed64"),
            row(75, RxConnectSpeed.class, U64, RxConnectSpeed::new, RxConnectSpeed::bitsPerSecond, CLEAR, MAY_HIDE, V3)
                    .named("RxConnectSpeed64"),
            // §5.4.5
            row(71, CircuitStatus.class, U16, CircuitStatus::of, CircuitStatus::bits, SET, MAY_HIDE, V3));

    private Rfc3931Avps() {}
}
