package org.prol2tp.operator.ctl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.prol2tp.protocol.node.TraceCategory;

/// The words of the config file for values that are numbers or constants in the node.
final class Words {
    /// Framing Capabilities and Framing Type, by bits.
    static final List<String> FRAMING = List.of("none", "sync", "async", "any");
    /// Bearer Capabilities and Bearer Type, by bits.
    static final List<String> BEARER = List.of("none", "digital", "analog", "any");
    /// [org.prol2tp.protocol.node.TunnelParameters.AuthMode], in its order.
    static final List<String> AUTH_MODE = List.of("none", "simple", "challenge");

    /// [org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion], in its order.
    static final List<String> VERSION = List.of("auto", "l2tpv2", "l2tpv3");
    /// [org.prol2tp.protocol.wire.Version], in its order.
    static final List<String> SPOKEN = List.of("l2tpv2", "l2tpv3");
    /// [org.prol2tp.protocol.node.Encapsulation], in its order.
    static final List<String> ENCAPSULATION = List.of("udp", "ip");
    /// [org.prol2tp.protocol.node.SessionParameters.PseudowireType], in its order.
    static final List<String> PSEUDOWIRE_TYPE = List.of("ppp", "eth", "eth_vlan");

    /// [org.prol2tp.protocol.node.TunnelParameters.PppProxy], in its order.
    static final List<String> PPP_PROXY = List.of("no", "lcp", "yes");
    /// [org.prol2tp.protocol.node.SessionType], in its order.
    static final List<String> SESSION_TYPE = List.of("laic", "laoc", "lnic", "lnoc");
    /// [org.prol2tp.protocol.node.PppParameters.SyncMode], in its order.
    static final List<String> SYNC_MODE = List.of("any", "sync", "async");

    private Words() {}

    /// The names of the trace categories in this mask.
    static List<String> trace(int mask) {
        List<String> names = new ArrayList<>();
        for (TraceCategory category : TraceCategory.values()) {
            if (category.in(mask)) {
                names.add(name(category));
            }
        }
        return names;
    }

    /// The mask of these names; unknown ones are left out.
    static int traceMask(List<String> names) {
        int mask = 0;
        for (TraceCategory category : TraceCategory.values()) {
            if (names.contains(name(category))) {
                mask |= category.bit();
            }
        }
        return mask;
    }

    /// Writes them, unless nobody set any.
    static void writeTrace(Line line, int mask) {
        if ((mask & TraceCategory.INHERITED) == 0) {
            line.texts("trace_flags", trace(mask));
        }
    }

    /// Reads what [#writeTrace] wrote.
    static int readTrace(Members members) {
        return members.has("trace_flags") ? traceMask(members.texts("trace_flags")) : TraceCategory.INHERITED;
    }

    private static String name(TraceCategory category) {
        return category.name().toLowerCase(Locale.ROOT);
    }
}
