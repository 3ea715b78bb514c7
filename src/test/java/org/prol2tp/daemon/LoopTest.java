package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Node;
import org.prol2tp.protocol.node.Output;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.Settings.ConfiguredTunnel;
import org.prol2tp.protocol.node.TunnelParameters;
import org.prol2tp.sim.SeededEntropy;

@Timeout(20)
class LoopTest {
    private final SocketsOnly dataPlane = new SocketsOnly();
    private final InputQueue queue = new InputQueue();
    private final Transports transports = new Transports(dataPlane, queue);
    private final Map<Long, Reply> replies = new HashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final Log log = (level, text) -> lines.add(level + " " + text);
    private long nowNs;

    @BeforeEach
    void listen() throws LinuxException {
        transports.listen(new Endpoint(IpAddress.ANY_IPV4, 1701));
    }

    @Test
    void aConfiguredTunnelIsCalledAtTheStartAndSentInOneFlush() throws InterruptedException {
        Loop loop = loop(settings("192.0.2.1"));
        loop.begin();
        loop.turn(queue.take(new ArrayList<>(), 0), nowNs);
        assertThat(dataPlane.sent).hasSize(1);
        assertThat(dataPlane.sent.getFirst().peer()).hasToString("192.0.2.1:1701");
        assertThat(dataPlane.flushes).isEqualTo(2);
    }

    @Test
    void answersOfManyInputsLeaveAfterEverySixteen() {
        Loop loop = loop(Settings.defaults());
        List<Input> inputs = new ArrayList<>();
        for (long ticket = 1; ticket <= 40; ticket++) {
            inputs.add(new Input.OperatorAsked(ticket, new Request.ShowSystem()));
        }
        loop.turn(inputs, 0);
        assertThat(replies).hasSize(40);
        assertThat(dataPlane.flushes).isEqualTo(3);
    }

    @Test
    void anUnansweredMessageIsSentAgainWhenItsTimeHasCome() throws InterruptedException {
        Loop loop = loop(settings("192.0.2.1"));
        loop.begin();
        loop.turn(queue.take(new ArrayList<>(), 0), nowNs);
        nowNs = 1_100_000_000L;
        loop.turn(new ArrayList<>(), nowNs);
        assertThat(dataPlane.sent).hasSize(2);
    }

    @Test
    void anOperatorGetsTheAnswerWithItsTicket() {
        loop(Settings.defaults()).turn(List.of(new Input.OperatorAsked(7, new Request.ShowSystem())), 0);
        assertThat(replies).containsOnlyKeys(7L);
        assertThat(replies.get(7L)).isInstanceOf(Reply.SystemShown.class);
    }

    @Test
    void theLoopEndsWhenItIsToldToAndNothingIsOpen() throws InterruptedException {
        Loop loop = loop(Settings.defaults());
        loop.stop();
        loop.run();
        assertThat(lines).containsExactly("NOTICE all tunnels are closed");
    }

    /// RFC 2661 §5.8: a peer that does not answer is given up after a full cycle of retransmissions.
    @Test
    void theLoopDoesNotWaitForeverForAPeerThatDoesNotAnswer() throws InterruptedException {
        Loop loop = loop(settings("192.0.2.1"));
        loop.begin();
        loop.turn(queue.take(new ArrayList<>(), 0), nowNs);
        loop.stop();
        for (int i = 0; i < 50 && !loop.isStopped(); i++) {
            nowNs += 1_000_000_000L;
            loop.turn(queue.take(new ArrayList<>(), 0), nowNs);
        }
        assertThat(loop.isStopped()).isTrue();
        assertThat(nowNs).isLessThanOrEqualTo(Loop.SHUTDOWN_LIMIT_NS + 1_000_000_000L);
    }

    @Test
    void aBugReportShowsTheCauseButNoSecrets() {
        byte[] frame = new byte[60];
        frame[0] = (byte) 0xc0;
        frame[1] = 0x23;
        frame[20] = 'p';
        Input input = new Input.PppFrameReceived(new org.prol2tp.protocol.node.SessionHandle(3), frame);
        assertThat(BugReport.of(new IllegalStateException("x"), input))
                .startsWith(
                        "a bug of prol2tpd: please report this line bug=\"java.lang.IllegalStateException: x < LoopTest")
                .endsWith("cause=\"PPP frame in session handle 3: c023000000000000 of 60 octets\"");
    }

    @Test
    void theWatchdogIsFedByTheLoopsOwnTurnsAndNotMoreOftenThanItNeeds() {
        Loop loop = loop(Settings.defaults());
        List<Long> beats = new ArrayList<>();
        loop.beat(1_000, () -> beats.add(nowNs));
        for (nowNs = 0; nowNs <= 3_000; nowNs += 250) {
            loop.turn(List.of(), nowNs);
        }
        assertThat(beats).containsExactly(0L, 1_000L, 2_000L, 3_000L);
    }

    private static Settings settings(String host) {
        Settings none = Settings.defaults();
        return new Settings(
                none.system(),
                none.peerProfiles(),
                none.tunnelProfiles(),
                none.sessionProfiles(),
                none.pppProfiles(),
                none.ethernetProfiles(),
                none.pools(),
                none.secrets(),
                List.of(new ConfiguredTunnel(
                        "t1",
                        host,
                        Optional.empty(),
                        Optional.empty(),
                        new TunnelParameters.Builder().build(),
                        List.of())));
    }

    private Loop loop(Settings settings) {
        return new Loop(
                new Node(settings, new SeededEntropy(1)),
                dataPlane,
                transports,
                queue,
                replies::put,
                new EventLog(log),
                new Loop.Outside() {
                    @Override
                    public void happened(Event event) {}

                    @Override
                    public void ask(Output.AskAaa question) {}

                    @Override
                    public void tell(Output.TellPppProvider said) {}
                },
                log,
                () -> nowNs);
    }
}
