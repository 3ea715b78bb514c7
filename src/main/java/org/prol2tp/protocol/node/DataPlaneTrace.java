package org.prol2tp.protocol.node;

import org.jspecify.annotations.Nullable;

/// What traces say of what the data plane is told.
final class DataPlaneTrace {
    private DataPlaneTrace() {}

    /// A command, before it is carried out.
    static void programmed(DataPlaneCommand command, Lcce lcce) {
        switch (command) {
            case DataPlaneCommand.AddTunnel it -> tunnel(it.tunnel(), command, lcce);
            case DataPlaneCommand.MoveTunnel it -> tunnel(it.tunnel(), command, lcce);
            case DataPlaneCommand.SetUdpChecksums it -> tunnel(it.tunnel(), command, lcce);
            case DataPlaneCommand.RemoveTunnel it -> tunnel(it.tunnel(), command, lcce);
            case DataPlaneCommand.AddSession it -> session(it.session(), command, lcce);
            case DataPlaneCommand.SetPseudowire it -> session(it.session(), command, lcce);
            case DataPlaneCommand.SetSequencing it -> session(it.session(), command, lcce);
            case DataPlaneCommand.ActivateInterface it -> session(it.session(), command, lcce);
            case DataPlaneCommand.ActivateEthernet it -> session(it.session(), command, lcce);
            case DataPlaneCommand.DeactivateInterface it -> session(it.session(), command, lcce);
            case DataPlaneCommand.JoinBundle it -> session(it.session(), command, lcce);
            case DataPlaneCommand.LeaveBundle it -> session(it.session(), command, lcce);
            case DataPlaneCommand.PassInterface it -> session(it.to(), command, lcce);
            case DataPlaneCommand.RemoveSession it -> session(it.session(), command, lcce);
        }
    }

    private static void tunnel(TunnelHandle handle, DataPlaneCommand command, Lcce lcce) {
        @Nullable Tunnel tunnel = lcce.tunnel(handle);
        if (tunnel != null && lcce.tracing.wants(TraceCategory.DATA, tunnel)) {
            lcce.tracing.line(TraceCategory.DATA, tunnel, text(command));
        }
    }

    private static void session(SessionHandle handle, DataPlaneCommand command, Lcce lcce) {
        @Nullable Session session = lcce.session(handle);
        if (session != null && lcce.tracing.wants(TraceCategory.DATA, session)) {
            lcce.tracing.line(TraceCategory.DATA, session, text(command));
        }
    }

    private static String text(DataPlaneCommand command) {
        return switch (command) {
            case DataPlaneCommand.AddTunnel it ->
                "add tunnel: peer " + it.peerId() + " at " + it.path().peer() + ", length field "
                        + onOff(it.options().lengthField()) + ", UDP checksums "
                        + onOff(it.options().udpChecksums());
            case DataPlaneCommand.MoveTunnel it ->
                "move tunnel: peer at " + it.path().peer();
            case DataPlaneCommand.SetUdpChecksums it -> "change tunnel: UDP checksums " + onOff(it.on());
            case DataPlaneCommand.RemoveTunnel _ -> "remove tunnel";
            case DataPlaneCommand.AddSession it ->
                "add session: peer " + it.peerId() + ", " + text(it.sequencing())
                        + it.pseudowire().map(wire -> ", " + text(wire)).orElse("");
            case DataPlaneCommand.SetPseudowire it -> "change session: " + text(it.pseudowire());
            case DataPlaneCommand.SetSequencing it -> "change session: " + text(it.sequencing());
            case DataPlaneCommand.ActivateInterface it -> "set interface: " + text(it.options());
            case DataPlaneCommand.ActivateEthernet it -> "set interface: " + text(it.options());
            case DataPlaneCommand.DeactivateInterface _ -> "remove interface";
            case DataPlaneCommand.JoinBundle it ->
                "join bundle of " + (it.first().equals(it.session()) ? "its own" : "session " + it.first()) + ", mtu "
                        + it.options().linkMtu() + ", MRRU " + it.options().mrru();
            case DataPlaneCommand.LeaveBundle _ -> "leave bundle";
            case DataPlaneCommand.PassInterface it -> "take over interface of session " + it.from();
            case DataPlaneCommand.RemoveSession _ -> "remove session";
        };
    }

    private static String text(DataPlaneCommand.PseudowireOptions it) {
        return "pseudowire type " + it.type().number() + ", peer's circuit " + (it.peerActive() ? "active" : "inactive")
                + ", ours: " + text(it.local()) + ", the peer's: " + text(it.peer());
    }

    /// Without the cookie: who knows it can send frames into the session.
    private static String text(DataPlaneCommand.PseudowireEnd it) {
        return "cookie of " + it.cookie().length() + " octets, " + (it.sublayer() ? "default" : "no")
                + " sublayer, data sequencing level " + it.sequencing().level();
    }

    private static String text(DataPlaneCommand.SequencingOptions it) {
        return "sequence numbers sent " + onOff(it.send()) + ", required " + onOff(it.required())
                + ", as the peer does " + onOff(it.followPeer()) + ", reorder timeout "
                + it.reorderTimeout().toMillis() + " ms";
    }

    private static String text(DataPlaneCommand.InterfaceOptions it) {
        String name = it.shared()
                .map(shared -> "shared " + shared.name())
                .or(it::name)
                .orElse("of any name");
        return name + ", mtu " + it.mtu()
                + it.ipv4()
                        .map(ip -> ", IPv4 " + ip.local() + " peer " + ip.peer())
                        .orElse("")
                + it.ipv6()
                        .map(ip -> ", IPv6 identifiers " + Long.toHexString(ip.local()) + " peer "
                                + Long.toHexString(ip.peer()))
                        .orElse("")
                + (it.routes().isEmpty() ? "" : ", routes " + it.routes().size());
    }

    private static String text(DataPlaneCommand.EthernetOptions it) {
        return it.name().orElse("of any name") + ", Ethernet, mtu " + it.mtu()
                + it.macAddress().map(mac -> ", MAC address " + mac).orElse("")
                + it.ipv4()
                        .map(ip -> ", address " + ip.address() + "/" + ip.prefixLength())
                        .orElse("")
                + it.bridge().map(bridge -> ", bridge " + bridge).orElse("")
                + (it.vlanId() == 0 ? "" : ", VLAN " + it.vlanId())
                + (it.clampMss() ? ", clamp mss" : "");
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }
}
