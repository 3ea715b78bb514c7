package org.prol2tp.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prol2tp.operator.cli.CommandLine.Meaning;
import org.prol2tp.operator.ctl.ReplyLine;
import org.prol2tp.operator.ctl.StreamLine;
import org.prol2tp.operator.ctl.StreamLine.Member;
import org.prol2tp.protocol.node.DebugTarget;
import org.prol2tp.protocol.node.EventKind;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Request.Selector;

/// `debug`, `watch` and `trace`.
class StreamCommandsTest {
    private static Request request(String line) {
        Meaning.Run run = (Meaning.Run) CommandLine.read(List.of(line.split(" ")));
        return ((Action.Asks) run.given().command().action()).request(run.given());
    }

    @Test
    void debugTakesCategoriesAndATarget() {
        assertThat(request("debug fsm,avp_d on")).isEqualTo(new Request.Debug(new DebugTarget.System(), 2 | 32, true));
        assertThat(request("debug all off")).isEqualTo(new Request.Debug(new DebugTarget.System(), 2047, false));
        Selector t1 = new Selector.ByName("t1");
        assertThat(request("debug tunnel t1 on")).isEqualTo(new Request.Debug(new DebugTarget.Tunnel(t1), 2047, true));
        assertThat(request("debug tunnel @5 xprt off"))
                .isEqualTo(new Request.Debug(new DebugTarget.Tunnel(new Selector.ById(5)), 128, false));
        assertThat(request("debug session t1 @7 ppp on"))
                .isEqualTo(new Request.Debug(new DebugTarget.Session(t1, new Selector.ById(7)), 1024, true));
        assertThat(request("debug tunnel profile p1 on"))
                .isEqualTo(new Request.Debug(new DebugTarget.TunnelProfile("p1"), 2047, true));
        assertThat(request("debug session profile p1 off"))
                .isEqualTo(new Request.Debug(new DebugTarget.SessionProfile("p1"), 2047, false));
        assertThat(request("debug ippool p1 on")).isEqualTo(new Request.Debug(new DebugTarget.Pool("p1"), 2047, true));
        assertThatThrownBy(() -> request("debug tunnel t1 nonsense on")).isInstanceOf(WrongUse.class);
        assertThatThrownBy(() -> request("debug tunnel t1 fsm maybe")).isInstanceOf(WrongUse.class);
    }

    @Test
    void watchPrintsLinesInTheOriginalsShape() {
        StreamLine created = new StreamLine(
                "session_created",
                0,
                List.of(
                        new Member("handle", "3", false),
                        new Member("tid", "1", false),
                        new Member("sid", "2", false),
                        new Member("name", "", true),
                        new Member("profile", "spp0", true),
                        new Member("pw_profile", "pp0", true),
                        new Member("pseudowire", "ppp", true)));
        assertThat(WatchCommand.text(created, false, false))
                .isEqualTo("SESSION CREATED: handle=3 tid=1 sid=2 name='' profile='spp0' pw_profile='pp0'");
        assertThat(WatchCommand.text(created, true, false)).endsWith(" pseudowire='ppp'");
        assertThat(WatchCommand.csv(created, false)).isEqualTo("session_created,3,1,2,,spp0,pp0,,,,,,,,,,ppp,,,,,");
        assertThat(StreamLine.decode(created.encode())).contains(created);
    }

    /// What a watcher of a daemon that says these lines ends with.
    private static int watch(Path folder, String arguments, String... lines) throws Exception {
        Path socket = folder.resolve("s");
        Files.deleteIfExists(socket);
        try (ServerSocketChannel daemon =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket))) {
            Thread says = Thread.ofPlatform().daemon().start(() -> {
                try (SocketChannel client = daemon.accept()) {
                    client.read(ByteBuffer.allocate(4096));
                    client.write(ByteBuffer.wrap((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            PrintStream out = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            List<String> words = new ArrayList<>(List.of("-s", socket.toString()));
            words.addAll(List.of(arguments.split(" ")));
            int status = Main.run(words, Optional.empty(), out, out);
            says.join();
            return status;
        }
    }

    @Test
    void theStatusOfAWatcherSaysWhetherItSawWhatItWaitedFor(@TempDir Path folder) throws Exception {
        String agreed = ReplyLine.encode(new Reply.Watching(EnumSet.allOf(EventKind.class)));
        String event = new StreamLine("session_up", 0, List.of()).encode();
        String end = StreamLine.end("over").encode();
        assertThat(watch(folder, "watch -n 2", agreed, event, event, event)).isEqualTo(0);
        assertThat(watch(folder, "watch", agreed, event, end)).isEqualTo(0);
        assertThat(watch(folder, "watch", agreed, event))
                .as("the daemon was killed, or cut us off")
                .isEqualTo(3);
        assertThat(watch(folder, "watch -n 2", agreed, event, end)).isEqualTo(3);
        assertThat(watch(folder, "watch", ReplyLine.encode(new Reply.Refused("no"))))
                .isEqualTo(1);
    }

    @Test
    void aNewCaptureFileIsItsOwnersAlone(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("x.pcap");
        try (OutputStream out = TraceCommand.create(file)) {
            out.write(new byte[100]);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        TraceCommand.create(file).close();
        assertThat(file).isEmptyFile();
    }

    /// RFC 791, RFC 768: lengths and checksums by hand.
    @Test
    void aCaptureHoldsWholePackets() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Capture capture = new Capture(out);
        byte[] zlb = HexFormat.of().parseHex("c802000c0001000000000000");
        capture.write(1_000_002L, "192.0.2.1:1701", "192.0.2.2:1702", zlb);
        capture.write(2_000_003L, "[2001:db8::1]:1701", "[2001:db8::2]:1701", zlb);
        assertThat(HexFormat.of().formatHex(out.toByteArray()))
                .isEqualTo("a1b2c3d400020004000000000000000000040000" + "00000065"
                        + "0000000100000002" + "0000002800000028"
                        + "4500002800000000" + "4011f6c1" + "c0000201" + "c0000202"
                        + "06a506a60014a667" + "c802000c0001000000000000"
                        + "0000000200000003" + "0000003c0000003c"
                        + "6000000000141140" + "20010db8000000000000000000000001"
                        + "20010db8000000000000000000000002"
                        + "06a506a50014cef7" + "c802000c0001000000000000");
    }

    /// RFC 3931 §4.1.1: no UDP header; zeros before a control message, nothing before a session id.
    @Test
    void aCaptureHoldsWhatGoesDirectlyOverIp() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Capture capture = new Capture(out);
        byte[] ack = HexFormat.of().parseHex("c803000c0000000100000000");
        byte[] data = HexFormat.of().parseHex("0003000089abcdefc02101");
        capture.write(1_000_002L, "192.0.2.1:0", "192.0.2.2:0", ack);
        capture.write(1_000_002L, "[2001:db8::2]:0", "[2001:db8::1]:0", data);
        assertThat(HexFormat.of().formatHex(out.toByteArray()))
                .endsWith("0000000100000002" + "0000002400000024"
                        + "4500002400000000" + "4073f663" + "c0000201" + "c0000202"
                        + "00000000" + "c803000c0000000100000000"
                        + "0000000100000002" + "0000002f0000002f"
                        + "6000000000077340" + "20010db8000000000000000000000002"
                        + "20010db8000000000000000000000001"
                        + "89abcdefc02101");
    }
}
