package org.prol2tp.daemon.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.prol2tp.plugin.Refusal;
import org.prol2tp.protocol.node.AaaAnswer;
import org.prol2tp.protocol.node.AaaQuestion;
import org.prol2tp.protocol.node.AddedAvp;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.FromPppProvider;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Output;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.ToPppProvider;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.RawAvp;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Version;

/// Real plugins in real JARs, most of them badly behaved.
@Timeout(60)
class PluginHostTest {
    private static final Event.TunnelRef TUNNEL =
            new Event.TunnelRef(new TunnelHandle(1), new ControlConnectionId(100), Optional.of("t1"));

    private static final Event.SessionRef SESSION =
            new Event.SessionRef(TUNNEL, new SessionHandle(2), new SessionId(7), Optional.empty());

    private static final Event CREATED = new Event.TunnelCreated(
            TUNNEL,
            new Event.TunnelFacts(
                    Version.V2,
                    Encapsulation.UDP,
                    Optional.of("default"),
                    Optional.empty(),
                    IpAddress.parse("192.0.2.2")),
            Optional.empty());

    private static final AaaQuestion.Caller CALLER = new AaaQuestion.Caller(
            SESSION,
            new Endpoint(IpAddress.ofIpv4(0xC0000202), 1701),
            "lac",
            Optional.empty(),
            Optional.empty(),
            Optional.of("default"));

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    private final List<AaaAnswer> answers = Collections.synchronizedList(new ArrayList<>());

    private final List<PluginHost> hosts = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        hosts.forEach(PluginHost::close);
    }

    private PluginHost load(Duration callLimit, String... names) throws PluginException {
        PluginHost host = PluginHost.load(List.of(names), callLimit, (level, text) -> lines.add(level + " " + text));
        hosts.add(host);
        return host;
    }

    private PluginHost bad(String body) throws Exception {
        return load(Duration.ofMillis(500), PluginSource.jar(directory, body).toString());
    }

    private static AaaQuestion user(String name) {
        return new AaaQuestion.User(
                CALLER, name, "lns", new AaaQuestion.Password(Secret.of("x")), new AaaQuestion.Servers.None());
    }

    private void until(BooleanSupplier condition) {
        long byNs = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean() && System.nanoTime() < byNs) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).as("%s %s", lines, answers).isTrue();
    }

    @Test
    void theSamplePluginHearsAndRefuses() throws Exception {
        Path jar = PluginSource.pack(
                directory, "example.SamplePlugin", Path.of("examples/plugin/src/example/SamplePlugin.java"));
        PluginHost host = load(Duration.ofSeconds(5), jar.toString());
        assertThat(host.state()).isEqualTo("sample on");
        assertThat(host.asks(true)).isFalse();
        assertThat(host.asks(false)).isTrue();
        assertThat(host.decidesUsers()).contains("sample");
        host.happened(CREATED);
        host.ask(user("mallory"), answers::add);
        host.ask(user("alice"), answers::add);
        until(() -> answers.size() == 2);
        assertThat(answers).containsExactly(new AaaAnswer.Refused("not here"), new AaaAnswer.Passed());
        until(() -> lines.contains("INFO tunnel 100 CREATED plugin=sample"));
    }

    /// The result of a call's CDN is the plugin's word for it.
    @Test
    void everyReasonToRefuseHasItsResult() {
        for (Refusal why : Refusal.values()) {
            OpenAnswer answer = new OpenAnswer(answers::add, 0);
            answer.refuse(why, "so");
            answer.refuse("too late");
        }
        assertThat(answers)
                .extracting(it -> ((AaaAnswer.Refused) it).result().number())
                .containsExactly(
                        Arrays.stream(Refusal.values()).map(Refusal::result).toArray(Integer[]::new));
    }

    @Test
    void theServicesFileOfTheSampleNamesIt() throws IOException {
        assertThat(Files.readString(Path.of("examples/plugin/src/META-INF/services/org.prol2tp.plugin.Plugin")))
                .isEqualTo("example.SamplePlugin\n");
    }

    @Test
    void aPluginThatThrowsInItsStartIsSwitchedOff() throws Exception {
        PluginHost host = bad("public void start(Host h) { throw new IllegalStateException(\"no\"); }");
        assertThat(host.state()).isEqualTo("bad off (it threw java.lang.IllegalStateException: no)");
        host.happened(CREATED);
        assertThat(lines)
                .containsExactly("WARNING plugin switched off plugin=bad"
                        + " reason=\"it threw java.lang.IllegalStateException: no\"");
    }

    @Test
    void aPluginThatBlocksInItsStartIsSwitchedOff() throws Exception {
        PluginHost host = bad("public void start(Host h) throws Exception { while (true) { try { Thread.sleep(9999); }"
                + " catch (InterruptedException e) { } } }");
        assertThat(host.state()).contains("off (a call took longer than");
    }

    @Test
    void aPluginThatThrowsInItsListenerIsSwitchedOff() throws Exception {
        PluginHost host = bad("public void start(Host h) { h.listen(new Listener() {"
                + " public void tunnel(TunnelEvent e) { throw new StackOverflowError(); } }); }");
        assertThat(host.state()).isEqualTo("bad on");
        host.happened(CREATED);
        until(() -> host.state().contains("bad off (it threw java.lang.StackOverflowError)"));
        host.happened(CREATED);
    }

    @Test
    void aPluginThatBlocksForEverIsSwitchedOffAndHoldsUpNobody() throws Exception {
        PluginHost host = bad("public void start(Host h) { h.listen(new Listener() {"
                + " public void tunnel(TunnelEvent e) { while (true) { Thread.onSpinWait();"
                + " if (Thread.currentThread().isInterrupted()) { return; } } } }); }");
        long startNs = System.nanoTime();
        for (int i = 0; i < 20_000; i++) {
            host.happened(CREATED);
        }
        assertThat(System.nanoTime() - startNs).isLessThan(5_000_000_000L);
        until(() -> host.state().contains("bad off (a call took longer than"));
        assertThat(lines).anyMatch(line -> line.startsWith("WARNING plugin is too slow: calls are left out"));
    }

    @Test
    void aPluginThatFloodsTheLogIsHeldBack() throws Exception {
        PluginHost host =
                bad("public void start(Host h) { for (int i = 0; i < 100000; i++) { h.log(\"x\\n\" + i); } }");
        assertThat(host.state()).isEqualTo("bad on");
        assertThat(lines).hasSize(62);
        assertThat(lines.getFirst()).isEqualTo("INFO x\\{a}0 plugin=bad");
        assertThat(lines).contains("NOTICE plugin logs too much: held back for a minute plugin=bad");
    }

    @Test
    void anAuthoriserThatNeverAnswersIsSwitchedOffInTheEnd() throws Exception {
        PluginHost host = bad("public void start(Host h) { h.authorise((q, a) -> { }, true, true); }");
        host.answerWithin(Duration.ofMillis(50));
        for (int i = 0; i < HostedPlugin.MAX_MISSED; i++) {
            host.ask(user("alice"), answers::add);
        }
        until(() -> host.state().contains("bad off (it did not answer 10 questions in a row)"));
        host.ask(user("alice"), answers::add);
        until(() -> answers.contains(new AaaAnswer.Refused("authorisation is not available")));
    }

    @Test
    void whatAnAuthoriserOwesIsRefusedWhenItGoes() throws Exception {
        PluginHost host = bad(
                "public void start(Host h) { h.authorise((q, a) -> {"
                        + " if (((Question.User) q).userName().equals(\"bang\")) { throw new RuntimeException(); } }, false, true); }");
        host.ask(user("alice"), answers::add);
        host.ask(user("bang"), answers::add);
        until(() -> answers.size() == 2);
        assertThat(answers).containsOnly(new AaaAnswer.Refused("authorisation is not available"));
    }

    @Test
    void theFirstAnswerCounts() throws Exception {
        PluginHost host = bad("public void start(Host h) { h.authorise((q, a) -> {"
                + " a.secret(new byte[] {1}, Grant.NONE); a.refuse(\"no\"); a.pass(); }, false, true); }");
        host.ask(user("alice"), answers::add);
        until(() -> !answers.isEmpty());
        assertThat(answers)
                .containsExactly(new AaaAnswer.SecretFound(new Secret(new byte[] {1}), AaaAnswer.Grant.NONE));
    }

    @Test
    void theNextAuthoriserIsAskedWhenOneHasNoOpinion() throws Exception {
        Path first = PluginSource.jar(
                directory.resolve("1"), "public void start(Host h) { h.authorise((q, a) -> a.pass(), false, true); }");
        Path second = PluginSource.jar(
                directory.resolve("2"),
                "public void start(Host h) { h.authorise((q, a) -> a.refuse(\"second\"), false, true); }");
        PluginHost host = load(Duration.ofSeconds(5), first.toString(), second.toString());
        host.ask(user("alice"), answers::add);
        until(() -> !answers.isEmpty());
        assertThat(answers).containsExactly(new AaaAnswer.Refused("second"));
    }

    @Test
    void withoutPluginsNobodyHasAnOpinion() throws Exception {
        PluginHost host = load(Duration.ofSeconds(5));
        host.ask(user("alice"), answers::add);
        assertThat(answers).containsExactly(new AaaAnswer.Passed());
        assertThat(host.state()).isEqualTo("none");
    }

    @Test
    void aPluginSeesNothingOfThisProgramButItsInterface() throws Exception {
        PluginHost host = bad("public void start(Host h) throws Exception {"
                + " Class.forName(\"org.prol2tp.protocol.node.Node\"); }");
        assertThat(host.state())
                .contains("off (it threw java.lang.ClassNotFoundException: org.prol2tp.protocol.node.Node)");
    }

    @Test
    void aPluginIsStoppedAfterTheLastEvent() throws Exception {
        PluginHost host = bad("Host h; public void start(Host h) { this.h = h; h.listen(new Listener() {"
                + " public void tunnel(TunnelEvent e) { h.log(\"heard\"); } }); }"
                + " public void stop() { h.log(\"stopped\"); }");
        host.happened(CREATED);
        host.close();
        assertThat(lines).containsSubsequence("INFO heard plugin=bad", "INFO stopped plugin=bad");
    }

    @Test
    void aPluginThatIsNotThereIsSaidSo() {
        assertThatThrownBy(() -> load(Duration.ofSeconds(5), "nowhere"))
                .hasMessage("plugin nowhere: no such file: /usr/lib/prol2tp/nowhere.jar");
        assertThatThrownBy(() -> load(Duration.ofSeconds(5), "./nowhere.jar"))
                .hasMessage("plugin ./nowhere.jar: no such file: ./nowhere.jar");
    }

    @Test
    void aJarThatIsNoPluginIsSaidSo() throws IOException {
        Path file = directory.resolve("no.jar");
        Files.writeString(file, "no");
        assertThatThrownBy(() -> load(Duration.ofSeconds(5), file.toString()))
                .hasMessageStartingWith("plugin " + file + ": " + file
                        + " has 0 classes in META-INF/services/org.prol2tp.plugin.Plugin");
    }

    @Test
    void theBuiltInPppProviders() throws Exception {
        assertThat(load(Duration.ofSeconds(5)).namedPpp()).isEmpty();
        PluginHost last = load(Duration.ofSeconds(5), "ppp_unix", "ppp_null", "ppp_embedded");
        assertThat(last.namedPpp()).contains("ppp_embedded");
        assertThat(last.providesPpp()).isFalse();
        assertThat(last.state()).isEqualTo("none");
    }

    @Test
    void addedAvpsReachTheNodeAndGoWithTheirPlugin() throws Exception {
        PluginHost host = bad(
                "public void start(Host h) { h.addAvps(List.of(AddedAvp.text(\"SCCRQ\", 9, 1, false, \"x\")));"
                        + " h.listen(new Listener() { public void tunnel(TunnelEvent e) { throw new RuntimeException(); } }); }");
        List<List<AddedAvp>> told = Collections.synchronizedList(new ArrayList<>());
        host.addAvps(told::add);
        assertThat(told)
                .containsExactly(
                        List.of(new AddedAvp(MessageType.SCCRQ, 9, 1, false, true, Octets.of(new byte[] {'x'}))));
        host.happened(CREATED);
        until(() -> told.size() == 2);
        assertThat(told.get(1)).isEmpty();
    }

    @Test
    void addedAvpsAreChecked() throws Exception {
        PluginHost host = bad(
                "public void start(Host h) { h.addAvps(List.of("
                        + "AddedAvp.octets(\"SCCRQ\", 9, 1, false, new byte[1017]), AddedAvp.text(\"SCCRQ\", 9, 2, false, \"x\"))); }");
        assertThat(host.state()).contains("2 AVPs of 1030 octets, must be at most 32 of 1024");
        assertThat(bad("public void start(Host h) { h.addAvps(List.of(AddedAvp.text(\"NONE\", 9, 2, false, \"x\"))); }")
                        .state())
                .contains("no message is called NONE");
    }

    @Test
    void receivedAvpsAreShown() throws Exception {
        PluginHost host =
                bad("public void start(Host h) { h.watchAvps((t, s, m, avps) -> h.log(m + \" \" + t + \"/\" + s"
                        + " + \" vendor \" + avps.get(0).vendorId() + \" \" + avps.get(0).value().length)); }");
        assertThat(host.watchesAvps()).isTrue();
        host.happened(new Event.AvpsReceived(
                TUNNEL,
                new SessionId(7),
                MessageType.ICRQ,
                List.of(new RawAvp(9, 1, false, false, Octets.of(new byte[] {1, 2})))));
        until(() -> lines.contains("INFO ICRQ 100/7 vendor 9 2 plugin=bad"));
    }

    private static final String PROVIDER =
            "public void start(Host h) { h.providePpp((s, role, port) -> {" + " BODY return frame -> { LINK }; }); }";

    private final List<Input> fromPpp = new CopyOnWriteArrayList<>();

    private PluginHost provider(String body, String link) throws Exception {
        PluginHost host = bad(PROVIDER.replace("BODY", body).replace("LINK", link));
        assertThat(host.providesPpp()).isTrue();
        host.pppTo(fromPpp::add);
        return host;
    }

    private static Output.TellPppProvider ppp(long number, ToPppProvider what) {
        return new Output.TellPppProvider(new SessionHandle(2), number, what);
    }

    private static ToPppProvider opened() {
        Event.SessionFacts facts = new Event.SessionFacts(
                Event.Pseudowire.PPP,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1460);
        return new ToPppProvider.Opened(SESSION, facts, false, 1400);
    }

    private static Input said(long number, FromPppProvider what) {
        return new Input.PppProviderSaid(new SessionHandle(2), number, what);
    }

    private List<Input> ends() {
        return fromPpp.stream()
                .filter(it -> ((Input.PppProviderSaid) it).what() instanceof FromPppProvider.Ended)
                .toList();
    }

    @Test
    void aPluginProvidesPpp() throws Exception {
        PluginHost host = provider(
                "port.up(new PppPort.Network(Optional.empty(), Optional.of(new PppPort.Identifiers(1, 2)), port.mtu(),"
                        + " true, false, \"alice\"));",
                "if (frame.length == 1) { port.close(\"enough\"); }");
        host.tell(ppp(7, opened()));
        until(() -> fromPpp.size() == 1);
        assertThat(fromPpp)
                .containsExactly(said(
                        7,
                        new FromPppProvider.Up(
                                Optional.empty(),
                                Optional.of(new DataPlaneCommand.Ipv6Identifiers(1, 2)),
                                1400,
                                new DataPlaneCommand.PppFraming(true, false),
                                "alice")));
        host.tell(ppp(7, new ToPppProvider.Frame(new byte[2])));
        host.tell(ppp(7, new ToPppProvider.Frame(new byte[1])));
        until(() -> fromPpp.size() == 2);
        assertThat(fromPpp.getLast()).isEqualTo(said(7, new FromPppProvider.Ended("enough")));
        host.tell(ppp(7, new ToPppProvider.Closed()));
        assertThat(host.state()).isEqualTo("bad on");
    }

    @Test
    void aProviderThatThrowsEndsItsOwnSessionsAndNoOtherComesUp() throws Exception {
        PluginHost host = provider("", "throw new IllegalStateException(\"bug\");");
        host.tell(ppp(1, opened()));
        host.tell(ppp(2, opened()));
        host.tell(ppp(1, new ToPppProvider.Frame(new byte[1])));
        until(() -> ends().size() == 2);
        String why = "PPP: bad off (it threw java.lang.IllegalStateException: bug)";
        assertThat(ends())
                .containsExactlyInAnyOrder(
                        said(1, new FromPppProvider.Ended(why)), said(2, new FromPppProvider.Ended(why)));
        host.tell(ppp(3, opened()));
        until(() -> ends().size() == 3);
        assertThat(host.providesPpp()).isTrue();
    }

    @Test
    void aProviderThatBlocksEndsItsOwnSessions() throws Exception {
        PluginHost host = provider("", "while (true) { Thread.onSpinWait(); }");
        host.tell(ppp(1, opened()));
        host.tell(ppp(1, new ToPppProvider.Frame(new byte[1])));
        host.tell(ppp(2, opened()));
        until(() -> ends().size() == 2);
        assertThat(host.state()).contains("off (a call took longer than");
    }

    /// Frames are lost then, as on any line; a session that it does not hear of has ended.
    @Test
    void aProviderThatIsTooSlowLosesFramesAndSessions() throws Exception {
        PluginHost host = provider("", "try { Thread.sleep(300); } catch (InterruptedException e) { }");
        host.tell(ppp(1, opened()));
        for (int i = 0; i < 20_000; i++) {
            host.tell(ppp(1, new ToPppProvider.Frame(new byte[1])));
        }
        host.tell(ppp(2, opened()));
        assertThat(ends()).containsExactly(said(2, new FromPppProvider.Ended("PPP: bad on, and too slow")));
    }
}
