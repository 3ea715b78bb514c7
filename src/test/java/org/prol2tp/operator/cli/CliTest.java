package org.prol2tp.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prol2tp.operator.cli.Argument.Kind;
import org.prol2tp.operator.cli.CommandLine.Meaning;
import org.prol2tp.operator.cli.Terminal.Form;
import org.prol2tp.operator.config.Config;
import org.prol2tp.operator.config.Parsed;
import org.prol2tp.operator.ctl.ControlSocket;
import org.prol2tp.operator.ctl.ReplyLine;
import org.prol2tp.operator.ctl.Samples;
import org.prol2tp.operator.ctl.Schema;
import org.prol2tp.protocol.node.EthernetParameters;
import org.prol2tp.protocol.node.PppParameters;
import org.prol2tp.protocol.node.Profile;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Request.Selector;
import org.prol2tp.protocol.node.TunnelParameters;

class CliTest {
    private static final Request ALL_TUNNELS = new Request.ShowTunnels(Optional.empty());
    private static final Optional<Selector> T1 = Optional.of(new Selector.ByName("t1"));

    private static Meaning read(String line) {
        return CommandLine.read(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }

    /// What a command line asks the daemon.
    private record Asked(Request request, String view, boolean detailed) {}

    private static Asked asked(String line) {
        Meaning meaning = read(line);
        if (meaning instanceof Meaning.Run run && run.given().command().action() instanceof Action.Asks asks) {
            return new Asked(
                    asks.request(run.given()), run.given().view(), run.given().detailed());
        }
        throw new AssertionError(line + ": " + meaning);
    }

    private static Asked ask(Request request, String view, boolean detailed) {
        return new Asked(request, view, detailed);
    }

    private static String wrong(String line) {
        return read(line) instanceof Meaning.Wrong(String text) ? text : "accepted";
    }

    @Test
    void wordsMayBeShortenedAndPlural() {
        Asked tunnels = ask(ALL_TUNNELS, "", false);
        assertThat(List.of("show tunnel", "show tunnels", "sh tun", "s t", "show tunnels"))
                .allSatisfy(line -> assertThat(asked(line)).isEqualTo(tunnels));
        assertThat(asked("show sys stat")).isEqualTo(ask(new Request.ShowSystem(), "statistics", true));
        assertThat(asked("show system")).isEqualTo(ask(new Request.ShowSystem(), "", true));
    }

    @Test
    void tunnelsAndSessionsAreNamedByNameOrId() {
        assertThat(asked("show tunnel t1")).isEqualTo(ask(new Request.ShowTunnels(T1), "", true));
        assertThat(asked("show tunnel t1 conf")).isEqualTo(ask(new Request.ShowTunnels(T1), "config", true));
        assertThat(asked("show tunnel config")).isEqualTo(ask(ALL_TUNNELS, "config", true));
        Optional<Selector> five = Optional.of(new Selector.ById(5));
        assertThat(asked("show tunnel @5")).isEqualTo(ask(new Request.ShowTunnels(five), "", true));
        assertThat(asked("show tunnel 5")).isEqualTo(ask(new Request.ShowTunnels(five), "", true));
        Optional<Selector> named5 = Optional.of(new Selector.ByName("5"));
        assertThat(asked("show tunnel =5")).isEqualTo(ask(new Request.ShowTunnels(named5), "", true));
        Optional<Selector> tooBig = Optional.of(new Selector.ByName("4294967296"));
        assertThat(asked("show tunnel 4294967296")).isEqualTo(ask(new Request.ShowTunnels(tooBig), "", true));
        assertThat(asked("show session t1")).isEqualTo(ask(new Request.ShowSessions(T1, Optional.empty()), "", false));
        assertThat(asked("show tunnel profile").request())
                .isEqualTo(new Request.ShowProfiles(Profile.Kind.TUNNEL, Optional.empty()));
        assertThat(asked("show tunnel profiles"))
                .isEqualTo(ask(new Request.ShowProfiles(Profile.Kind.TUNNEL, Optional.empty()), "", false));
        assertThat(asked("show tunnel =profile"))
                .isEqualTo(ask(new Request.ShowTunnels(Optional.of(new Selector.ByName("profile"))), "", true));
        assertThat(asked("show pe p 5"))
                .isEqualTo(ask(new Request.ShowProfiles(Profile.Kind.PEER, Optional.of("5")), "", true));
        assertThat(asked("show ippool =config")).isEqualTo(ask(new Request.ShowPools(Optional.of("config")), "", true));
        assertThat(asked("show session t1 @5 status"))
                .isEqualTo(ask(new Request.ShowSessions(T1, five), "status", true));
    }

    @Test
    void optionsMayStandAnywhere() {
        for (String line : List.of(
                "--json=pretty -s /x --timeout 5 show tunnel",
                "show --socket=/x tunnel --pretty --timeout=5",
                "--json --pretty show tunnel -s /x --timeout=5")) {
            Meaning.Run run = (Meaning.Run) read(line);
            assertThat(run.form()).isEqualTo(Form.PRETTY_JSON);
            assertThat(run.socket()).contains("/x");
            assertThat(run.timeout()).hasSeconds(5);
            assertThat(asked(line)).isEqualTo(ask(ALL_TUNNELS, "", false));
        }
        assertThat(asked("show tunnel -- -x"))
                .isEqualTo(ask(new Request.ShowTunnels(Optional.of(new Selector.ByName("-x"))), "", true));
    }

    @Test
    void whatIsNoCommandSaysWhatWouldBe() {
        assertThat(wrong("")).startsWith("a command is needed: show, ");
        assertThat(wrong("shew")).startsWith("unknown word \"shew\", there are: show, ");
        assertThat(wrong("show s")).startsWith("\"s\" may be any of: system, ");
        assertThat(wrong("show")).startsWith("more is needed after \"show\": system, ");
        assertThat(wrong("show system now")).isEqualTo("unexpected word \"now\", it may be one of statistics, config");
        assertThat(wrong("show tunnel a b"))
                .isEqualTo("unexpected word \"b\", it may be one of config, status, statistics");
        assertThat(wrong("--yaml")).startsWith("unknown option --yaml; there are --json");
        assertThat(wrong("-s")).isEqualTo("-s needs a value: PATH");
        assertThat(wrong("show tunnel --pretty=5")).isEqualTo("--pretty takes no value");
        assertThat(wrong("show tunnel --timeout 0")).isEqualTo("--timeout \"0\": must be a number 1..86400");
        assertThat(wrong("show tunnel --timeout x")).isEqualTo("--timeout \"x\": must be a number 1..86400");
    }

    @Test
    void aCommandHasOptionsAndArgumentsOfItsOwn() {
        Action.Runs nothing = (_, _) -> 0;
        Command root = Command.group(
                "prol2tp",
                "",
                Command.running("log", "", nothing)
                        .options(Option.value("-n", "--lines", "N", ""), Option.flag("--all", "")),
                Command.running("make", "", nothing)
                        .names(Argument.required("NAME", Kind.TEXT), Argument.all("WORD", Kind.TEXT)),
                Command.running("debug", "", nothing)
                        .names(Argument.required("FLAGS", Kind.TEXT), Argument.choice("on", "off"))
                        .commands(Command.running("tunnel", "", nothing)
                                .names(Argument.required("NAME|@ID", Kind.TUNNEL), Argument.choice("on", "off"))));
        assertThat(given("log -n 5 --all", root).options()).isEqualTo(Map.of("--lines", "5", "--all", ""));
        assertThat(given("--lines=5 log", root).number("--lines", 1, 9)).contains(5L);
        assertThat(given("make a b --json c", root).names()).containsExactly("a", "b", "c");
        assertThat(given("debug fsm,avp of", root).names()).containsExactly("fsm,avp", "off");
        assertThat(given("debug tun on", root).path()).isEqualTo("debug");
        assertThat(given("debug tunnel t on", root).path()).isEqualTo("debug tunnel");
        assertThat(given("debug tunnel t on", root).names()).containsExactly("t", "on");
        assertThat(wrong("make -n 5 a", root)).startsWith("unknown option -n; there are --json");
        assertThat(wrong("-n 5 make a", root)).startsWith("--lines is no option of \"make\"; there are --json");
        assertThat(wrong("log -n", root)).isEqualTo("-n needs a value: N");
        assertThat(wrong("log more", root)).isEqualTo("unexpected word \"more\"");
        assertThat(wrong("make", root)).isEqualTo("\"make\" needs NAME");
        assertThat(wrong("debug fsm", root)).isEqualTo("\"debug\" needs on|off");
        assertThat(wrong("debug fsm o", root)).isEqualTo("\"o\" must be one of on, off");
        assertThat(root.commands().getFirst().synopsis("prol2tp")).isEqualTo("prol2tp log [-n|--lines N] [--all]");
        assertThat(root.commands().getLast().synopsis("prol2tp")).isEqualTo("prol2tp debug FLAGS {on|off}");
    }

    private static Given given(String line, Command root) {
        return ((Meaning.Run) CommandLine.read(List.of(line.split(" ")), root)).given();
    }

    private static String wrong(String line, Command root) {
        return ((Meaning.Wrong) CommandLine.read(List.of(line.split(" ")), root)).text();
    }

    @Test
    void helpIsThereForEveryCommand() {
        String all = help("help");
        assertThat(all)
                .contains("  prol2tp show system [statistics|config]\n")
                .contains("  prol2tp show tunnel [NAME|@ID] [config|status|statistics]\n")
                .contains("  prol2tp show session [TUNNEL|@ID] [SESSION|@ID] [config|status|statistics]\n")
                .contains("  prol2tp help [COMMAND...]\n")
                .contains("  3  the daemon cannot be reached\n")
                .contains("  4  the time was over before");
        assertThat(help("--help")).isEqualTo(all);
        assertThat(List.of("help show tun", "show tunnels ?", "show ? tunnel", "sh tun -h"))
                .allSatisfy(line -> assertThat(help(line)).isEqualTo(help("show tunnels --help")));
        assertThat(help("help show tun")).contains("tunnel [NAME|@ID]").doesNotContain("show system");
        assertThat(help("show help"))
                .isEqualTo(help("help show"))
                .contains("show system")
                .contains("show tunnel");
        assertThat(run("help", "shew").err()).startsWith("prol2tp: unknown word \"shew\", there are: show, ");
    }

    private static String help(String line) {
        return run(line.split(" ")).out();
    }

    @Test
    void theDaemonAndTheCommandMeetAtTheSameSocket() {
        Parsed.Good empty = (Parsed.Good) Config.parse("", "t.conf", "h");
        assertThat(empty.daemon().controlSocket()).isEqualTo(ControlSocket.DEFAULT_PATH);
    }

    /// What a run printed.
    private record Ran(int status, String out, String err) {}

    private static Ran run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                List.of(arguments),
                Optional.empty(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theExitStatusTellsWhatHappened(@TempDir Path folder) throws Exception {
        String socket = folder.resolve("s").toString();
        assertThat(run("-s", socket, "show", "system").status()).isEqualTo(3);
        assertThat(run("-s", socket, "show", "system").err()).startsWith("prol2tp: cannot reach prol2tpd at " + socket);
        assertThat(run("nonsense").status()).isEqualTo(2);
        assertThat(run("help").status()).isEqualTo(0);
        try (Daemon daemon = new Daemon(socket, new Reply.TunnelsShown(List.of()))) {
            assertThat(run("-s", socket, "show", "tunnel", "t1"))
                    .isEqualTo(new Ran(1, "", "prol2tp: there is no tunnel \"t1\"\n"));
            assertThat(daemon.asked.join()).isEqualTo("{\"request\":\"show_tunnels\",\"tunnel\":{\"name\":\"t1\"}}\n");
        }
        try (Daemon daemon = new Daemon(socket, new Reply.TunnelsListed(List.of()))) {
            assertThat(run("-s", socket, "show", "tunnel"))
                    .isEqualTo(new Ran(0, "   TunId  Name  State  Time  Peer  Protocol\n", ""));
            assertThat(daemon.asked.join()).isEqualTo("{\"request\":\"list_tunnels\"}\n");
        }
        try (Daemon _ = new Daemon(socket, new Reply.Refused("no\u001b"))) {
            assertThat(run("-s", socket, "show", "tunnel")).isEqualTo(new Ran(1, "", "prol2tp: no?\n"));
        }
        try (Daemon _ = new Daemon(socket, new Reply.TunnelsShown(List.of()))) {
            assertThat(run("-s", socket, "show", "tunnel", "--json"))
                    .isEqualTo(new Ran(0, "{\"reply\":\"tunnels\",\"tunnels\":[]}\n", ""));
        }
        try (Daemon _ = new Daemon(socket, new Reply.TunnelsShown(List.of()))) {
            assertThat(run("-s", socket, "show", "tunnel", "t1", "--json"))
                    .isEqualTo(new Ran(
                            1, "{\"reply\":\"tunnels\",\"tunnels\":[]}\n", "prol2tp: there is no tunnel \"t1\"\n"));
        }
        try (Daemon _ = new Daemon(socket, new Reply.Faulty(List.of("x.conf:1:1: bad")))) {
            assertThat(run("-s", socket, "reload", "--json"))
                    .isEqualTo(new Ran(
                            1,
                            "{\"reply\":\"faulty\",\"errors\":[\"x.conf:1:1: bad\"]}\n",
                            "prol2tp: x.conf:1:1: bad\n"));
        }
        try (Daemon _ = new Daemon(socket, new Reply.Done())) {
            assertThat(run("-s", socket, "show", "tunnel", "--json=pretty"))
                    .isEqualTo(new Ran(0, "{\n  \"reply\": \"done\"\n}\n", ""));
        }
    }

    /// Answers one request.
    private static final class Daemon implements AutoCloseable {
        private final ServerSocketChannel server;
        private final Path path;
        private final CompletableFuture<String> asked = new CompletableFuture<>();

        Daemon(String socket, Reply reply) throws IOException {
            path = Path.of(socket);
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path));
            Thread.ofPlatform().daemon().start(() -> answer(ReplyLine.encode(reply) + "\n"));
        }

        private void answer(String line) {
            try (SocketChannel client = server.accept()) {
                ByteBuffer in = ByteBuffer.allocate(4096);
                client.read(in);
                asked.complete(new String(in.array(), 0, in.position(), StandardCharsets.UTF_8));
                client.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException broken) {
                asked.completeExceptionally(broken);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            Files.delete(path);
        }
    }

    /// To write the files anew, run with `-Dgolden.write=true` and read the difference.
    @Test
    void textIsAsInTheGoldenFiles() throws IOException {
        Reply system = new Reply.SystemShown(Samples.system());
        Reply tunnels = new Reply.TunnelsShown(List.of(Samples.tunnel(), Samples.newTunnel()));
        Reply sessions = new Reply.SessionsShown(List.of(Samples.session(), Samples.newSession()));
        Reply tunnelList = new Reply.TunnelsListed(List.of(Samples.tunnelSummary(), Samples.newTunnelSummary()));
        Reply sessionList = new Reply.SessionsListed(List.of(Samples.sessionSummary(), Samples.newSessionSummary()));
        golden("show-system", text(system, "", true));
        golden("show-system-config", text(system, "config", true));
        golden("show-system-statistics", text(system, "statistics", true));
        golden("show-tunnels", text(tunnelList, "", false));
        golden("show-tunnel", text(tunnels, "", true));
        golden("show-tunnel-config", text(tunnels, "config", true));
        golden("show-tunnel-status", text(tunnels, "status", true));
        golden("show-sessions", text(sessionList, "", false));
        golden("show-session", text(sessions, "", true));
        golden("show-session-status", text(sessions, "status", true));
        golden("show-tunnel-statistics", text(tunnels, "statistics", true));
        golden("show-session-statistics", text(sessions, "statistics", true));
        golden("show-users", text(sessionList, "users", false));
        golden("show-tunnel-pretty.json", PrettyJson.of(ReplyLine.encode(tunnels)));
        golden("help-show-tunnel", CommandLine.help(List.of("show", "tunnel")));
    }

    @Test
    void profilesAndPoolsAreAsInTheGoldenFiles() throws IOException {
        Reply peers = new Reply.ProfilesShown(Profile.Kind.PEER, Samples.peerProfiles());
        Reply tunnels = new Reply.ProfilesShown(
                Profile.Kind.TUNNEL,
                List.of(
                        new Profile.Tunnel("default", new TunnelParameters.Builder().build()),
                        new Profile.Tunnel("tp", Samples.tunnel().parameters())));
        Reply sessions = new Reply.ProfilesShown(
                Profile.Kind.SESSION,
                List.of(new Profile.Session("s\u001bp", Samples.session().parameters())));
        Reply ppp = new Reply.ProfilesShown(
                Profile.Kind.PPP,
                List.of(
                        new Profile.Ppp("default", new PppParameters.Builder().build()),
                        new Profile.Ppp("pp", Samples.ppp())));
        Reply ethernet = new Reply.ProfilesShown(
                Profile.Kind.ETHERNET,
                List.of(
                        new Profile.Ethernet("default", new EthernetParameters.Builder().build()),
                        new Profile.Ethernet("e", Samples.ethernet())));
        Reply pools = new Reply.PoolsShown(List.of(Samples.pool()));
        golden("show-peer-profiles", text(peers, "", false));
        golden("show-peer-profile", text(peers, "", true));
        golden("show-tunnel-profiles", text(tunnels, "", false));
        golden("show-tunnel-profile", text(tunnels, "", true));
        golden("show-session-profiles", text(sessions, "", false));
        golden("show-session-profile", text(sessions, "", true));
        golden("show-ppp-profiles", text(ppp, "", false));
        golden("show-ppp-profile", text(ppp, "", true));
        golden("show-ethernet-profiles", text(ethernet, "", false));
        golden("show-ethernet-profile", text(ethernet, "", true));
        golden("show-ippools", text(pools, "", false));
        golden("show-ippool", text(pools, "", true));
        golden("show-license", run("show", "license").out());
        assertThat(Schema.ofTheControlSocket()
                        .errors("reply", run("show", "license", "--json").out()))
                .isEmpty();
        assertThat(run("show", "license", "--json"))
                .isEqualTo(new Ran(
                        0,
                        "{\"reply\":\"license\",\"license\":{\"name\":\"Apache-2.0\","
                                + "\"max_tunnels\":\"unlimited\",\"max_sessions\":\"unlimited\","
                                + "\"features\":[\"L2TPv2\",\"L2TPv3\",\"PPP\",\"Ethernet\"]}}\n",
                        ""));
    }

    private static String text(Reply reply, String view, boolean detailed) {
        Clock now = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.ofHours(1));
        return Text.of(reply, view, detailed, now);
    }

    private static void golden(String name, String text) throws IOException {
        Path file = Path.of("src/test/resources/operator/cli", name.contains(".") ? name : name + ".txt");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, text);
        }
        assertThat(text).as(name).isEqualTo(Files.readString(file));
    }

    @Test
    void theLogIsAskedForWholeOrInPart() {
        assertThat(asked("show log").request()).isEqualTo(new Request.ShowLog(Request.ShowLog.ALL));
        assertThat(asked("sh log -n 5").request()).isEqualTo(new Request.ShowLog(5));
        assertThat(asked("show log --lines=0").request()).isEqualTo(new Request.ShowLog(0));
        assertThat(asked("stop").request()).isEqualTo(new Request.Shutdown());
        assertThat(asked("stop --keep").request()).isEqualTo(new Request.Leave());
        assertThat(wrong("sto")).startsWith("unknown word");
        assertThat(asked("clear log").request()).isEqualTo(new Request.ClearLog());
    }

    @Test
    void linesOfTheLogAreShownWithTheirTimeAndCannotDriveTheTerminal() {
        Reply log = new Reply.LogShown(List.of(
                new Reply.LoggedLine(1_769_862_900_007L, "notice", "tunnel up"),
                new Reply.LoggedLine(1_769_862_897_500L, "info", "a\u001bb")));
        assertThat(text(log, "", false))
                .isEqualTo("2026-01-31 13:35:00.007 notice tunnel up\n2026-01-31 13:34:57.500 info a?b\n");
    }
}
