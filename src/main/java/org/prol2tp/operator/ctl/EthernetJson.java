package org.prol2tp.operator.ctl;

import org.prol2tp.protocol.node.EthernetParameters;

/// What an ethernet profile sets, as members of a JSON object.
final class EthernetJson {
    private EthernetJson() {}

    static void write(Line line, EthernetParameters p) {
        line.text("interface_name", p.interfaceName())
                .number("mtu", p.mtu())
                .text("local_ipaddr", p.localAddress())
                .text("peer_ipaddr", p.peerAddress())
                .number("prefix_length", p.prefixLength())
                .text("bridge_name", p.bridgeName())
                .text("mac_address", p.macAddress())
                .number("vlan_id", p.vlanId())
                .flag("mss_clamp", p.mssClamp());
        Words.writeTrace(line, p.traceFlags());
    }

    static EthernetParameters read(Members members) {
        EthernetParameters.Builder p = new EthernetParameters.Builder();
        p.interfaceName = members.optionalText("interface_name");
        p.mtu = members.integer("mtu");
        p.localAddress = members.optionalAddress("local_ipaddr");
        p.peerAddress = members.optionalAddress("peer_ipaddr");
        p.prefixLength = members.integer("prefix_length");
        p.bridgeName = members.optionalText("bridge_name");
        p.macAddress = members.optionalText("mac_address");
        p.vlanId = members.integer("vlan_id");
        p.mssClamp = members.flag("mss_clamp");
        p.traceFlags = Words.readTrace(members);
        return p.build();
    }
}
