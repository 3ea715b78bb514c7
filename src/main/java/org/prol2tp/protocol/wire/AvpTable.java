package org.prol2tp.protocol.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every AVP we know, one row each: its number, record, layout and the rules for its header.
///
/// A record is a fact, a row is how one version, or both, has it: a tunnel's id is AVP 9 with 16 bits in
/// L2TPv2 and AVP 61 with 32 bits in L2TPv3.
///
/// Source: IANA registry "l2tp-parameters".
final class AvpTable {
    /// IETF's own AVPs.
    static final int IETF = 0;

    /// The Broadband Forum (once ADSL Forum), RFC 5515.
    static final int BROADBAND_FORUM = 3561;

    static final List<AvpRow<?, ?>> ROWS =
            Stream.concat(Rfc2661Avps.ROWS.stream(), Rfc3931Avps.ROWS.stream()).toList();

    /// L2TPv3's name of a control connection.
    static final AvpRow<?, ?> ASSIGNED_CONTROL_CONNECTION_ID = Rfc3931Avps.ROWS.stream()
            .filter(row -> row.record() == ControlConnectionAvp.AssignedTunnelId.class)
            .findFirst()
            .orElseThrow();

    private static final Map<Integer, AvpRow<?, ?>> BY_NUMBER = ROWS.stream()
            .collect(Collectors.toUnmodifiableMap(row -> key(row.vendorId(), row.type()), Function.identity()));

    private static final Map<Class<?>, AvpRow<?, ?>> BY_RECORD_V2 = byRecord(Version.V2);
    private static final Map<Class<?>, AvpRow<?, ?>> BY_RECORD_V3 = byRecord(Version.V3);

    private AvpTable() {}

    private static Map<Class<?>, AvpRow<?, ?>> byRecord(Version version) {
        return ROWS.stream()
                .filter(row -> row.isOf(version))
                .collect(Collectors.toUnmodifiableMap(AvpRow::record, Function.identity()));
    }

    /// Empty for an AVP we do not know, of whatever version.
    static Optional<AvpRow<?, ?>> row(int vendorId, int type) {
        return Optional.ofNullable(BY_NUMBER.get(key(vendorId, type)));
    }

    /// The row that this version has for an AVP's record; empty if it has none.
    static Optional<AvpRow<?, ?>> row(Version version, Avp avp) {
        return Optional.ofNullable(
                switch (version) {
                    case V2 -> BY_RECORD_V2.get(avp.getClass());
                    case V3 -> BY_RECORD_V3.get(avp.getClass());
                });
    }

    /// The row of an AVP's record in one version or the other; there is none for [Avp.Unrecognised] and
    /// [Avp.Malformed].
    static AvpRow<?, ?> row(Avp avp) {
        return row(Version.V2, avp)
                .or(() -> row(Version.V3, avp))
                .orElseThrow(() -> new IllegalArgumentException(avp.getClass().getSimpleName() + " has no row"));
    }

    private static int key(int vendorId, int type) {
        return (vendorId << 16) | type;
    }
}
