package org.prol2tp.protocol.node;

import java.util.Optional;
import org.prol2tp.protocol.wire.ControlConnectionId;

/// Opens a configured tunnel, and opens it again whenever it fails: asks for a transport (the name is
/// resolved anew each time), sends the SCCRQ, waits after a failure.
///
/// The first wait is about two seconds, each further one twice as long up to the
/// tunnel_persist_pend_timeout.
final class Redial implements Timers.Wakeable {
    private static final long FIRST_WAIT_NS = 2_000_000_000L;

    private final Lcce lcce;

    private final Tunnel tunnel;

    private final Timers.Timer timer = new Timers.Timer(this);

    private final Retry retry;

    private boolean transportAsked;

    Redial(Lcce lcce, Tunnel tunnel) {
        this.lcce = lcce;
        this.tunnel = tunnel;
        retry = new Retry(FIRST_WAIT_NS);
    }

    /// Whether the next try is a matter of time.
    boolean waits() {
        return timer.isArmed();
    }

    /// Whether a try is under way or to come.
    boolean isTrying() {
        return waits() || transportAsked;
    }

    /// Opens the tunnel now, whatever it waits for.
    void open() {
        stopWaiting();
        transportAsked = true;
        TunnelParameters parameters = tunnel.parameters();
        Settings.ConfiguredTunnel configured = tunnel.origin().configured().orElseThrow();
        boolean udp = parameters.encapsulation() == Encapsulation.UDP;
        lcce.say(new Output.OpenTransport(
                tunnel.handle(),
                parameters.encapsulation(),
                configured.peerHost(),
                udp ? parameters.peerUdpPort() : 0,
                configured.localAddress(),
                udp ? parameters.ourUdpPort() : 0,
                parameters.doPmtuDiscovery()));
    }

    /// No further try.
    void cancel() {
        stopWaiting();
        if (transportAsked) {
            transportAsked = false;
            lcce.say(new Output.CloseTransport(tunnel.handle()));
        }
    }

    /// No further try, unless somebody opens it.
    void stopWaiting() {
        if (timer.isArmed()) {
            lcce.tunnelReturns.leave(timer.atNs());
            lcce.timers.disarm(timer);
        }
    }

    void transportOpened(Path path) {
        if (!transportAsked || tunnel.channel().isPresent()) {
            return;
        }
        transportAsked = false;
        Optional<ControlConnectionId> id = localId();
        if (id.isEmpty()) {
            int fixed = tunnel.parameters().tunnelId();
            closeUnused();
            failedBefore(fixed == 0 ? "no tunnel id is free" : "tunnel_id " + fixed + " is in use");
            return;
        }
        if (Unmanaged.is(tunnel)) {
            Channel.unmanaged(lcce, tunnel, id.get(), path);
        } else {
            Channel.initiate(lcce, tunnel, id.get(), path);
        }
    }

    /// The id that the settings give, else a random one; empty if it is in use.
    private Optional<ControlConnectionId> localId() {
        int fixed = tunnel.parameters().tunnelId();
        if (fixed == 0) {
            return lcce.router.freeId(tunnel.controlSettings().version().idsOfOpening(), lcce.entropy);
        }
        return lcce.router.isFree(fixed) ? Optional.of(new ControlConnectionId(fixed)) : Optional.empty();
    }

    void transportFailed(String reason) {
        if (transportAsked) {
            transportAsked = false;
            failedBefore(reason);
        }
    }

    /// The channel is closed after `upNs` of service. It may still drain while the next one is opened.
    void failed(long upNs) {
        if (!tunnel.comesBack()) {
            return;
        }
        long longestNs = lcce.settings.system().tunnelPersistPendTimeout().toNanos();
        long atNs = lcce.tunnelReturns.enter(lcce.nowNs() + retry.nextWaitNs(upNs, longestNs, lcce.entropy));
        lcce.timers.arm(timer, atNs);
        tunnel.notice(Retry.announce(atNs - lcce.nowNs()));
    }

    void released() {
        closeUnused();
        goIfDone();
    }

    @Override
    public void wake(long nowNs) {
        lcce.tunnelReturns.leave(timer.atNs());
        open();
    }

    @Override
    public Optional<Tunnel> tunnelConcerned() {
        return Optional.of(tunnel);
    }

    private void failedBefore(String reason) {
        tunnel.notOpened(reason);
        failed(0);
        goIfDone();
    }

    private void closeUnused() {
        if (tunnel.channelCount() == 0 && !transportAsked) {
            lcce.say(new Output.CloseTransport(tunnel.handle()));
        }
    }

    private void goIfDone() {
        if (tunnel.isLeaving() && tunnel.channelCount() == 0 && !isTrying()) {
            tunnel.gone();
        }
    }
}
