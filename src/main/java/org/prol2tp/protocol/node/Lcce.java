package org.prol2tp.protocol.node;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.prol2tp.protocol.control.ControlCounters;
import org.prol2tp.protocol.control.ControlSettings;
import org.prol2tp.protocol.ppp.EndpointDiscriminator;
import org.prol2tp.protocol.ppp.LinkSettings;
import org.prol2tp.protocol.ppp.Randomness;

/// What all parts of one node share: settings, tables, timers, counters; and while an input is handled,
/// its instant and the outbox.
///
/// A part that wants to call another one back which is still busy says so with [#afterwards].
final class Lcce {
    /// Tunnels that come back in one second after a failure, and likewise sessions: ten thousand that
    /// failed at once are back in twenty seconds, and their server keeps its breath.
    private static final int RETURNS_PER_SECOND = 500;

    /// Replaced as a whole: [#adopt].
    Settings settings;

    final Entropy entropy;

    final Randomness randomness;

    final Timers timers = new Timers();

    final Router router = new Router();

    final Counters counters = new Counters();

    /// Session ids of L2TPv3 that are in use: nothing but its id tells whose a data message is (RFC 3931
    /// §4.1).
    final IdSet pseudowireIds = new IdSet();

    final ControlCounters controlCounters = new ControlCounters();

    final Returns tunnelReturns = new Returns(RETURNS_PER_SECOND);

    final Returns sessionReturns = new Returns(RETURNS_PER_SECOND);

    PeerProfiles peerProfiles;

    Users users;

    final Addresses addresses;

    final Bundles bundles = new Bundles(this);

    final AddedAvps addedAvps = new AddedAvps();

    final Tracing tracing;

    final Remembrance remembrance = new Remembrance(this);

    private final Map<TunnelHandle, Tunnel> tunnels = new LinkedHashMap<>();

    private final Map<SessionHandle, Session> sessions = new HashMap<>();

    /// Of the profiles that peers' tunnels have.
    private final Map<TunnelParameters, ControlSettings> controlSettings = new IdentityHashMap<>();

    private final ArrayDeque<Runnable> afterwards = new ArrayDeque<>();

    private Outbox out = new Outbox();

    private long nowNs;

    private long handles;

    private int calls;

    private int risingSessions;

    private long questions;

    private boolean stopping;

    /// What the config file says of drain_tunnels.
    private boolean fileDrains;

    Lcce(Settings settings, Entropy entropy) {
        this.settings = settings;
        this.entropy = entropy;
        fileDrains = settings.system().drainTunnels();
        randomness = new Randomness(entropy::nextLong);
        peerProfiles = new PeerProfiles(settings.peerProfiles());
        users = new Users(settings.secrets());
        addresses = new Addresses(settings.pools(), users, this::sessions);
        tracing = new Tracing(this, settings.system().traceFlags());
    }

    /// Other settings for what comes from now on. What is there keeps what it got of the old ones.
    void adopt(Settings next) {
        for (Tunnel tunnel : tunnels.values()) {
            tunnel.callsOfPeer().profilesChange(next);
        }
        SystemParameters system = next.system();
        tracing.adopt(settings, next);
        if (system.drainTunnels() != fileDrains) {
            fileDrains = system.drainTunnels();
            settings = next;
        } else {
            settings = next.with(draining(system, settings.system().drainTunnels()));
        }
        peerProfiles = new PeerProfiles(next.peerProfiles());
        users = new Users(next.secrets());
        addresses.adopt(next.pools(), users);
        controlSettings.clear();
    }

    /// The operator's word on drain_tunnels.
    void drain(boolean on) {
        settings = settings.with(draining(settings.system(), on));
    }

    private static SystemParameters draining(SystemParameters system, boolean on) {
        SystemParameters.Builder builder = system.toBuilder();
        builder.drainTunnels = on;
        return builder.build();
    }

    /// An input begins.
    void begin(long inputNs, Outbox outbox) {
        nowNs = inputNs;
        out = outbox;
    }

    /// An input is handled: does what was put off.
    void finish() {
        for (Runnable next = afterwards.poll(); next != null; next = afterwards.poll()) {
            next.run();
        }
    }

    /// Forgets what was put off: an input ended in a bug.
    void abort() {
        afterwards.clear();
    }

    /// Runs `action` when those who are busy now are done, before the input ends.
    void afterwards(Runnable action) {
        afterwards.add(action);
    }

    long nowNs() {
        return nowNs;
    }

    void say(Output output) {
        out.add(output);
    }

    void program(DataPlaneCommand command) {
        DataPlaneTrace.programmed(command, this);
        out.add(new Output.ProgramDataPlane(command));
    }

    void report(Event event) {
        out.add(new Output.Report(event));
    }

    /// The node takes no more tunnels and brings none back.
    void stop() {
        stopping = true;
    }

    boolean stopping() {
        return stopping;
    }

    TunnelHandle newTunnelHandle() {
        return new TunnelHandle(++handles);
    }

    SessionHandle newSessionHandle() {
        return new SessionHandle(++handles);
    }

    /// Names a question to the world outside; never 0.
    long nextQuestion() {
        return ++questions;
    }

    void add(Tunnel tunnel) {
        tunnels.put(tunnel.handle(), tunnel);
    }

    void remove(Tunnel tunnel) {
        tunnels.remove(tunnel.handle());
        tracing.remove(tunnel);
    }

    @Nullable
    Tunnel tunnel(TunnelHandle handle) {
        return tunnels.get(handle);
    }

    Collection<Tunnel> tunnels() {
        return tunnels.values();
    }

    void add(Session session) {
        sessions.put(session.handle(), session);
        tracing.add(session);
    }

    void remove(Session session) {
        sessions.remove(session.handle());
        tracing.remove(session);
    }

    @Nullable
    Session session(SessionHandle handle) {
        return sessions.get(handle);
    }

    Collection<Session> sessions() {
        return sessions.values();
    }

    /// Calls in any state, of all tunnels.
    int callCount() {
        return calls;
    }

    void countCalls(int difference) {
        calls += difference;
    }

    /// Calls of peers that do not carry traffic yet.
    int risingSessions() {
        return risingSessions;
    }

    void countRisingSessions(int difference) {
        risingSessions += difference;
    }

    /// What a connection of a tunnel is set to; one object for all that share a profile.
    ControlSettings controlSettings(TunnelOrigin origin) {
        TunnelParameters parameters = origin.parameters();
        return origin.configured().isPresent()
                ? Translation.controlSettings(parameters, settings.system())
                : controlSettings.computeIfAbsent(parameters, it -> Translation.controlSettings(it, settings.system()));
    }

    /// What PPP is set to for a session of this origin, in a tunnel with this MTU (octets).
    LinkSettings linkSettings(SessionOrigin origin, int tunnelMtu) {
        PppParameters ppp = origin.ppp();
        String userName = origin.parameters().userName().or(ppp::localName).orElse("");
        return Translation.linkSettings(
                ppp,
                origin.client(),
                origin.client() ? userName : origin.parameters().userName().orElse(""),
                settings.system().hostName(),
                ppp.bundles() ? bundles.own() : EndpointDiscriminator.NONE,
                tunnelMtu,
                addresses.mayAssign(ppp)
                        || ppp.useRadius()
                        || settings.system().aaa().users());
    }

    TunnelParameters tunnelProfile(String name) {
        return profile(settings.tunnelProfiles(), name).orElseGet(() -> new TunnelParameters.Builder().build());
    }

    SessionParameters sessionProfile(String name) {
        return profile(settings.sessionProfiles(), name).orElseGet(() -> new SessionParameters.Builder().build());
    }

    PppParameters pppProfile(String name) {
        return profile(settings.pppProfiles(), name).orElseGet(() -> new PppParameters.Builder().build());
    }

    EthernetParameters ethernetProfile(String name) {
        return profile(settings.ethernetProfiles(), name).orElseGet(() -> new EthernetParameters.Builder().build());
    }

    private static <P> Optional<P> profile(Map<String, P> profiles, String name) {
        return Optional.ofNullable(profiles.get(name))
                .or(() -> Optional.ofNullable(profiles.get(Settings.DEFAULT_PROFILE)));
    }
}
