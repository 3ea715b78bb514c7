package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Event.Ending;
import org.prol2tp.protocol.node.Event.SessionRef;
import org.prol2tp.protocol.node.Event.TunnelRef;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.TraceCategory;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Version;

class EventLogTest {
    private static final TunnelRef T1 =
            new TunnelRef(new TunnelHandle(1), new ControlConnectionId(100), Optional.of("t1"));
    private static final SessionRef S1 = new SessionRef(T1, new SessionHandle(1), new SessionId(7), Optional.empty());
    private static final Endpoint PEER = new Endpoint(IpAddress.ofIpv4(0xC0000201), 1701);

    private static final Event.TunnelFacts TUNNEL_FACTS = new Event.TunnelFacts(
            Version.V2, Encapsulation.UDP, Optional.of("default"), Optional.empty(), Optional.of(PEER.address()));

    private static final Event.SessionFacts SESSION_FACTS = new Event.SessionFacts(
            Event.Pseudowire.PPP,
            Optional.of("default"),
            Optional.of("default"),
            Optional.empty(),
            Optional.of("l2tp0"),
            Optional.of("alice"),
            IpAddress.parse("10.0.0.1"),
            IpAddress.parse("10.0.0.2"),
            IpAddress.parse("255.255.255.255"),
            Optional.empty(),
            1460);

    private final List<String> lines = new ArrayList<>();
    private final EventLog eventLog = new EventLog((level, text) -> lines.add(level + " " + text));

    /// With a log that writes warnings alone: what costs a set-up most of its strings is not done.
    @Test
    void linesThatNobodyReadsAreNotMadeAndTakeNoShareOfTheRate() {
        List<String> made = new ArrayList<>();
        Log quiet = new Log() {
            @Override
            public boolean writes(LogLevel level) {
                return level.compareTo(LogLevel.WARNING) <= 0;
            }

            @Override
            public void write(LogLevel level, String text) {
                made.add(text);
            }
        };
        EventLog silent = new EventLog(quiet);
        for (int i = 0; i < 30_000; i++) {
            silent.write(new Event.SessionCreated(S1, SESSION_FACTS), 0);
        }
        silent.write(new Event.SessionDown(S1, SESSION_FACTS, new Ending(4, 0, "", true), false), 0);
        assertThat(made).containsExactly("session down tunnel=t1 tunnel_id=100 session_id=7 result=4 by=peer");
    }

    @Test
    void aLineIsASentenceThenKeysAndValues() {
        eventLog.write(new Event.TunnelUp(T1, TUNNEL_FACTS, new ControlConnectionId(200), PEER, "a host \"x\""), 0);
        assertThat(lines)
                .containsExactly("NOTICE tunnel up tunnel=t1 tunnel_id=100 peer=192.0.2.1:1701 peer_id=200"
                        + " peer_host=\"a host \\\"x\\\"\"");
    }

    @Test
    void aSessionThatIsUpShowsWhatItGot() {
        eventLog.write(
                new Event.SessionUp(S1, SESSION_FACTS, new ControlConnectionId(200), new SessionId(8), List.of()), 0);
        assertThat(lines)
                .containsExactly("NOTICE session up tunnel=t1 tunnel_id=100 session_id=7 peer_id=8 interface=l2tp0"
                        + " user=alice local=10.0.0.1 peer=10.0.0.2 mtu=1460");
    }

    /// RFC 2661 §4.4.2: result 1 is a general request to clear, 2 a general error.
    @Test
    void anEndIsAWarningOnlyWhereSomethingWentWrong() {
        eventLog.write(new Event.TunnelDown(T1, TUNNEL_FACTS, new Ending(6, 0, "", true)), 0);
        eventLog.write(new Event.TunnelDown(T1, TUNNEL_FACTS, new Ending(2, 4, "no resources", false)), 0);
        eventLog.write(new Event.SessionCircuit(S1, SESSION_FACTS, true, false), 0);
        eventLog.write(new Event.SessionDown(S1, SESSION_FACTS, new Ending(3, 0, "", false), false), 0);
        eventLog.write(new Event.SessionDown(S1, SESSION_FACTS, new Ending(4, 0, "", true), false), 0);
        assertThat(lines)
                .containsExactly(
                        "NOTICE tunnel down tunnel=t1 tunnel_id=100 result=6 by=peer",
                        "WARNING tunnel down tunnel=t1 tunnel_id=100 result=2 error=4"
                                + " meaning=\"general error: insufficient resources now\" reason=\"no resources\" by=us",
                        "NOTICE session circuit tunnel=t1 tunnel_id=100 session_id=7 circuit=active"
                                + " peer_circuit=inactive",
                        "NOTICE session down tunnel=t1 tunnel_id=100 session_id=7 result=3"
                                + " meaning=\"administrative reasons\" by=us",
                        "WARNING session down tunnel=t1 tunnel_id=100 session_id=7 result=4 by=peer");
    }

    @Test
    void whatAPeerCanTriggerAtWillIsHeldToARateAndTheRestCounted() {
        for (int i = 0; i < 1000; i++) {
            eventLog.write(new Event.PeerFault(Optional.empty(), PEER, "unknown version"), 1);
        }
        assertThat(lines).hasSize(50).containsOnly("WARNING peer fault: unknown version peer=192.0.2.1:1701");
        lines.clear();
        eventLog.summary(11_000_000_000L);
        assertThat(lines).containsExactly("WARNING log lines were held back: too many kind=fault lines=950");
    }

    /// A peer makes as many as it likes, where its tunnel is traced.
    @Test
    void traceLinesAreHeldToARateOfTheirOwn() {
        for (int i = 0; i < 60_000; i++) {
            eventLog.write(
                    new Event.Trace(TraceCategory.PROTOCOL, Optional.of(T1), Optional.empty(), "HELLO received", true),
                    1);
        }
        assertThat(lines).hasSize(50_000);
        lines.clear();
        eventLog.write(new Event.PeerFault(Optional.empty(), PEER, "unknown version"), 1);
        assertThat(lines).hasSize(1);
        eventLog.summary(11_000_000_000L);
        assertThat(lines).contains("WARNING log lines were held back: too many kind=trace lines=10000");
    }

    @Test
    void traceLinesBeginWithTheirCategory() {
        eventLog.write(
                new Event.Trace(TraceCategory.AVP_HIDE, Optional.of(T1), Optional.empty(), "hidden Challenge", true),
                0);
        eventLog.write(new Event.Trace(TraceCategory.PPP, Optional.of(T1), Optional.of(S1), "phase Network", true), 0);
        eventLog.write(
                new Event.Trace(TraceCategory.FSM, Optional.of(T1), Optional.empty(), "CCE(100) event STOPCCN", true),
                0);
        eventLog.write(new Event.Trace(TraceCategory.API, Optional.empty(), Optional.empty(), "ask", true), 0);
        assertThat(lines)
                .containsExactly(
                        "INFO AVPHIDE: tunl 100: hidden Challenge",
                        "INFO PPP: tunl 100/7: phase Network",
                        "INFO FSM: CCE(100) event STOPCCN",
                        "INFO API: ask");
    }

    @Test
    void whatOnlyAFollowerWantsIsNotLogged() {
        eventLog.write(new Event.Trace(TraceCategory.FSM, Optional.of(T1), Optional.empty(), "event", false), 0);
        assertThat(lines).isEmpty();
    }

    @Test
    void whatAPeerSaysIsEscapedAndBounded() {
        String name = "a\u001b[2J\n\u202eb\ud800";
        eventLog.write(new Event.SessionNotice(S1, "user " + name), 0);
        eventLog.write(new Event.TunnelUp(T1, TUNNEL_FACTS, new ControlConnectionId(200), PEER, name), 0);
        eventLog.write(new Event.PeerFault(Optional.empty(), PEER, "x".repeat(1_000)), 0);
        assertThat(lines)
                .containsExactly(
                        "WARNING user a\\{1b}[2J\\{a}\\{202e}b\\{d800} tunnel=t1 tunnel_id=100 session_id=7",
                        "NOTICE tunnel up tunnel=t1 tunnel_id=100 peer=192.0.2.1:1701 peer_id=200"
                                + " peer_host=\"a\\{1b}[2J\\{a}\\{202e}b\\{d800}\"",
                        "WARNING peer fault: " + "x".repeat(500) + "… peer=192.0.2.1:1701");
    }

    @Test
    void aTunnelThatIsRefusedIsToldWithItsReason() {
        eventLog.write(new Event.TunnelRefused(PEER, "lac", new Ending(2, 4, "too many tunnels", false)), 0);
        assertThat(lines)
                .containsExactly("WARNING tunnel refused peer=192.0.2.1:1701 peer_host=lac result=2 error=4"
                        + " meaning=\"general error: insufficient resources now\" reason=\"too many tunnels\" by=us");
    }

    /// A configured tunnel has no id before its first connection.
    @Test
    void anIdThatIsNotThereIsNotPrinted() {
        TunnelRef fresh = new TunnelRef(new TunnelHandle(1), ControlConnectionId.NONE, Optional.of("t1"));
        eventLog.write(new Event.TunnelNotice(fresh, "next try in 2.0 s"), 0);
        assertThat(lines).containsExactly("WARNING next try in 2.0 s tunnel=t1");
    }

    @Test
    void controlCharactersNeverReachATerminal() {
        assertThat(TerminalLog.printable("a\u001b[2Jb\nc")).isEqualTo("a?[2Jb?c");
    }
}
