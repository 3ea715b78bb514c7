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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prol2tp.operator.cli.CommandLine.Form;
import org.prol2tp.operator.cli.CommandLine.Meaning;
import org.prol2tp.operator.config.Config;
import org.prol2tp.operator.config.Parsed;
import org.prol2tp.operator.ctl.ControlSocket;
import org.prol2tp.operator.ctl.ReplyLine;
import org.prol2tp.operator.ctl.Samples;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Request.Selector;

class CliTest {
    private static final Request ALL_TUNNELS = new Request.ShowTunnels(Optional.empty());
    private static final Optional<Selector> T1 = Optional.of(new Selector.ByName("t1"));

    private static Meaning read(String line) {
        return CommandLine.read(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }

    private static Meaning ask(Request request, String view, boolean detailed) {
        return new Meaning.Ask(request, view, detailed, Form.TEXT, "/run/prol2tp/prol2tpd.sock");
    }

    private static String wrong(String line) {
        return read(line) instanceof Meaning.Wrong(String text) ? text : "accepted";
    }

    @Test
    void wordsMayBeShortenedAndPlural() {
        Meaning tunnels = ask(ALL_TUNNELS, "", false);
        assertThat(List.of("show tunnel", "show tunnels", "sh tun", "s t", "show tunnels"))
                .allSatisfy(line -> assertThat(read(line)).isEqualTo(tunnels));
        assertThat(read("show sys stat")).isEqualTo(ask(new Request.ShowSystem(), "statistics", true));
        assertThat(read("show system")).isEqualTo(ask(new Request.ShowSystem(), "", true));
    }

    @Test
    void tunnelsAndSessionsAreNamedByNameOrId() {
        assertThat(read("show tunnel t1")).isEqualTo(ask(new Request.ShowTunnels(T1), "", true));
        assertThat(read("show tunnel t1 conf")).isEqualTo(ask(new Request.ShowTunnels(T1), "config", true));
        assertThat(read("show tunnel config")).isEqualTo(ask(ALL_TUNNELS, "config", true));
        Optional<Selector> five = Optional.of(new Selector.ById(5));
        assertThat(read("show tunnel @5")).isEqualTo(ask(new Request.ShowTunnels(five), "", true));
        assertThat(read("show tunnel 5")).isEqualTo(ask(new Request.ShowTunnels(five), "", true));
        Optional<Selector> named5 = Optional.of(new Selector.ByName("5"));
        assertThat(read("show tunnel =5")).isEqualTo(ask(new Request.ShowTunnels(named5), "", true));
        Optional<Selector> tooBig = Optional.of(new Selector.ByName("4294967296"));
        assertThat(read("show tunnel 4294967296")).isEqualTo(ask(new Request.ShowTunnels(tooBig), "", true));
        assertThat(read("show session t1")).isEqualTo(ask(new Request.ShowSessions(T1, Optional.empty()), "", false));
        assertThat(read("show session t1 @5 status"))
                .isEqualTo(ask(new Request.ShowSessions(T1, five), "status", true));
    }

    @Test
    void optionsMayStandAnywhere() {
        Meaning expected = new Meaning.Ask(ALL_TUNNELS, "", false, Form.PRETTY_JSON, "/x");
        assertThat(read("--json=pretty -s /x show tunnel")).isEqualTo(expected);
        assertThat(read("show --socket=/x tunnel --json=pretty")).isEqualTo(expected);
    }

    @Test
    void whatIsNoCommandSaysWhatWouldBe() {
        assertThat(wrong("")).isEqualTo("a command is needed: show, help");
        assertThat(wrong("shew")).isEqualTo("unknown word \"shew\", there are: show, help");
        assertThat(wrong("show s")).isEqualTo("\"s\" may be any of: system, session");
        assertThat(wrong("show")).isEqualTo("more is needed after \"show\": system, tunnel, session");
        assertThat(wrong("show system now")).isEqualTo("unexpected word \"now\", it may be one of statistics, config");
        assertThat(wrong("show tunnel a b")).isEqualTo("unexpected word \"b\", it may be one of config, status");
        assertThat(wrong("--yaml")).startsWith("unknown option --yaml; there are --json");
        assertThat(wrong("-s")).isEqualTo("-s needs the path of a socket");
    }

    @Test
    void helpIsThereForEveryCommand() {
        String all = help("help");
        assertThat(all)
                .contains("  prol2tp show system [statistics|config]\n")
                .contains("  prol2tp show tunnel [name|@id] [config|status]\n")
                .contains("  prol2tp show session [tunnel|@id] [session|@id] [config|status]\n")
                .contains("  prol2tp help [command] [command]\n")
                .contains("  3  the daemon cannot be reached\n");
        assertThat(help("--help")).isEqualTo(all);
        assertThat(help("help show tun")).isEqualTo(help("show tunnels --help"));
        assertThat(help("help show tun")).contains("tunnel [name|@id]").doesNotContain("show system");
    }

    private static String help(String line) {
        return read(line) instanceof Meaning.Print(String text) ? text : "no help: " + read(line);
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
        try (Daemon _ = new Daemon(socket, new Reply.Refused("no\u001b"))) {
            assertThat(run("-s", socket, "show", "tunnel")).isEqualTo(new Ran(1, "", "prol2tp: no?\n"));
        }
        try (Daemon _ = new Daemon(socket, new Reply.TunnelsShown(List.of()))) {
            assertThat(run("-s", socket, "show", "tunnel", "--json"))
                    .isEqualTo(new Ran(0, "{\"reply\":\"tunnels\",\"tunnels\":[]}\n", ""));
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
        golden("show-system", Text.of(system, "", true));
        golden("show-system-config", Text.of(system, "config", true));
        golden("show-system-statistics", Text.of(system, "statistics", true));
        golden("show-tunnels", Text.of(tunnels, "", false));
        golden("show-tunnel", Text.of(tunnels, "", true));
        golden("show-tunnel-config", Text.of(tunnels, "config", true));
        golden("show-tunnel-status", Text.of(tunnels, "status", true));
        golden("show-sessions", Text.of(sessions, "", false));
        golden("show-session", Text.of(sessions, "", true));
        golden("show-session-status", Text.of(sessions, "status", true));
        golden("show-tunnel-pretty.json", PrettyJson.of(ReplyLine.encode(tunnels)));
        golden("help", Help.of(Command.ROOT, ""));
    }

    private static void golden(String name, String text) throws IOException {
        Path file = Path.of("src/test/resources/operator/cli", name.contains(".") ? name : name + ".txt");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, text);
        }
        assertThat(text).as(name).isEqualTo(Files.readString(file));
    }
}
