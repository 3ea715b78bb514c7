package org.prol2tp.protocol.node;

import java.time.Duration;
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

    private final Settings.ConfiguredTunnel configured;

    private final Timers.Timer timer = new Timers.Timer(this);

    private final Retry retry;

    private boolean transportAsked;

    Redial(Lcce lcce, Tunnel tunnel, Settings.ConfiguredTunnel configured) {
        this.lcce = lcce;
        this.tunnel = tunnel;
        this.configured = configured;
        Duration longest = lcce.settings.system().tunnelPersistPendTimeout();
        retry = new Retry(FIRST_WAIT_NS, longest.toNanos());
    }

    /// Whether the next try is a matter of time.
    boolean waits() {
        return timer.isArmed();
    }

    /// Whether nothing is under way: no wait, no question for a transport, no channel, not even one that
    /// drains.
    boolean isIdle() {
        return !timer.isArmed() && !transportAsked && tunnel.channelCount() == 0;
    }

    void open() {
        transportAsked = true;
        TunnelParameters parameters = tunnel.parameters();
        lcce.say(new Output.OpenTransport(
                tunnel.handle(),
                configured.peerHost(),
                parameters.peerUdpPort(),
                configured.localAddress(),
                parameters.ourUdpPort(),
                parameters.doPmtuDiscovery()));
    }

    /// The wait is over, or the node stops: no further try.
    void cancel() {
        lcce.timers.disarm(timer);
        transportAsked = false;
    }

    void transportOpened(Path path) {
        if (!transportAsked || tunnel.channel().isPresent()) {
            return;
        }
        transportAsked = false;
        Optional<ControlConnectionId> id = localId();
        if (id.isEmpty()) {
            int fixed = tunnel.parameters().tunnelId();
            failedBefore(fixed == 0 ? "no tunnel id is free" : "tunnel_id " + fixed + " is in use");
            return;
        }
        Channel.initiate(lcce, tunnel, id.get(), path);
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
        if (lcce.stopping() || !tunnel.parameters().persist()) {
            return;
        }
        long waitNs = retry.nextWaitNs(upNs, lcce.entropy);
        lcce.timers.arm(timer, lcce.nowNs() + waitNs);
        tunnel.notice(Retry.announce(waitNs));
    }

    void released() {
        if (tunnel.channelCount() == 0 && !transportAsked) {
            lcce.say(new Output.CloseTransport(tunnel.handle()));
        }
        if (isIdle() && (lcce.stopping() || !tunnel.parameters().persist())) {
            tunnel.gone();
        }
    }

    @Override
    public void wake(long nowNs) {
        open();
    }

    @Override
    public Optional<Tunnel> tunnelConcerned() {
        return Optional.of(tunnel);
    }

    private void failedBefore(String reason) {
        tunnel.notOpened(reason);
        failed(0);
        if (isIdle()) {
            tunnel.gone();
        }
    }
}
