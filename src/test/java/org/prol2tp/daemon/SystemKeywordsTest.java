package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What keywords of the system block do that no other test shows: a real daemon, seen from outside.
@Timeout(180)
class SystemKeywordsTest {
    @TempDir
    private Path folder;

    private LiveDaemon daemon;

    @BeforeEach
    void aConfigFile() throws IOException {
        daemon = new LiveDaemon(folder);
    }

    @AfterEach
    void noProcessIsLeft() throws InterruptedException {
        daemon.end();
    }

    private void start(String words, String... options) throws IOException, InterruptedException {
        daemon.writeConfig("x", words);
        Stream<String> all = Stream.concat(Stream.of("-f"), Stream.of(options));
        daemon.start("x", Map.of(), all.toArray(String[]::new));
        LiveDaemon.until("it serves", () -> daemon.serves("x"));
    }

    /// `listen_ip` and `udp_port`: its sockets are bound to them and to nothing else.
    @Test
    void itListensWhereItIsTold() throws IOException, InterruptedException {
        start("");
        String port = ":%04X".formatted(daemon.port);
        assertThat(Files.readAllLines(Path.of("/proc/net/udp")))
                .filteredOn(line -> line.contains(port + " 00000000:0000"))
                .isNotEmpty() // a socket for each thread that receives
                .allMatch(line -> line.contains(" 0100007F" + port));
        assertThat(Files.readAllLines(Path.of("/proc/net/udp6"))).noneMatch(line -> line.contains(port + " "));
    }

    @Test
    void nothingBelowTheLevelIsLogged() throws IOException, InterruptedException {
        start("log_level error", "-o", "quiet.log");
        assertThat(daemon.file("quiet.log")).isEmptyFile();
        daemon.end();
        start("log_level info", "-o", "loud.log");
        assertThat(Files.readString(daemon.file("loud.log"))).contains(" notice ready ");
    }

    /// `syslog_server`, as RFC 5424 has it.
    @Test
    void aServerGetsTheLogToo() throws IOException, InterruptedException {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(60_000);
            start("syslog_server 127.0.0.1:" + server.getLocalPort());
            String line = "";
            while (!line.contains(" ready ")) {
                DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                server.receive(packet);
                line = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
                assertThat(line).matches("<\\d+>1 \\d{4}-\\d\\d-\\d\\dT\\S+ \\S+ prol2tpd \\d+ - .*");
            }
            assertThat(daemon.err("x")).contains(" ready ");
        }
    }

    /// Those of `secrets_file`, and of the files that it names.
    @Test
    void usersOfTheSecretsFileAreKnown() throws IOException {
        daemon.writeConfig("x", "secrets_file users");
        Files.writeString(daemon.file("users"), "fred * flintstone 10.0.0.7\nwilma lns @own\n");
        Files.writeString(daemon.file("own"), "pebbles\n");
        for (String file : new String[] {"users", "own"}) {
            Files.setPosixFilePermissions(daemon.file(file), PosixFilePermissions.fromString("rw-------"));
        }
        ConfigFiles.Result read =
                ConfigFiles.read(Optional.of(daemon.file("x.conf").toString()), 0);
        ConfigFiles.Result.Good good = (ConfigFiles.Result.Good) read;
        assertThat(good.parsed().warnings()).isEmpty();
        assertThat(good.parsed().settings().secrets())
                .satisfiesExactly(
                        fred -> {
                            assertThat(fred.client()).isEqualTo("fred");
                            assertThat(fred.secret().octets())
                                    .asString(StandardCharsets.UTF_8)
                                    .isEqualTo("flintstone");
                            assertThat(fred.addresses()).hasToString("[10.0.0.7]");
                        },
                        wilma -> {
                            assertThat(wilma.server()).isEqualTo("lns");
                            assertThat(wilma.secret().octets())
                                    .asString(StandardCharsets.UTF_8)
                                    .isEqualTo("pebbles");
                        });
    }
}
