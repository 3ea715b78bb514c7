package org.prol2tp.operator.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.operator.cli.Argument.Kind;
import org.prol2tp.operator.ctl.RequestLine;
import org.prol2tp.operator.ctl.StreamLine;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.TraceCategory;

/// `trace`: what one tunnel does, line by line, for this terminal only.
final class TraceCommand {
    private static final String PCAP = "--pcap";
    private static final String TIMES = "--times";

    private TraceCommand() {}

    static Command trace() {
        return Command.running(
                        "trace",
                        "Follow one tunnel and its sessions; ends with Ctrl-C or with the tunnel.",
                        TraceCommand::run)
                .names(Argument.required("TUNNEL|@ID", Kind.TUNNEL), Argument.optional("CATEGORIES", Kind.TEXT))
                .options(
                        Option.value(
                                PCAP,
                                "FILE",
                                "Write its messages to FILE too, for Wireshark: they hold what was sent."),
                        Option.flag("-p", TIMES, "The time before each line."));
    }

    private static int run(Given given, Terminal terminal) throws IOException {
        int mask = given.name(1).map(DebugCommands::categories).orElse(TraceCategory.ALL);
        Optional<String> file = given.option(PCAP);
        Request request = new Request.Follow(given.selector(0).orElseThrow(), mask, file.isPresent());
        if (file.isEmpty()) {
            return follow(given, request, terminal, Optional.empty());
        }
        try (OutputStream out = create(Path.of(file.get()))) {
            Capture capture = new Capture(out);
            return follow(given, request, terminal, Optional.of(capture));
        }
    }

    /// A file that is new is its owner's alone: it will hold passwords.
    static OutputStream create(Path file) throws IOException {
        return Channels.newOutputStream(Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    }

    private static int follow(Given given, Request request, Terminal terminal, Optional<Capture> capture)
            throws IOException {
        boolean times = given.flag(TIMES);
        return Following.follow(
                RequestLine.encode(request),
                terminal,
                line -> {
                    switch (line.event()) {
                        case StreamLine.END -> {
                            return false;
                        }
                        case StreamLine.PACKET -> {
                            if (capture.isPresent()) {
                                write(line, capture.get());
                            }
                        }
                        default -> print(line, times, terminal);
                    }
                    return !terminal.isDeaf();
                },
                "");
    }

    private static void print(StreamLine line, boolean times, Terminal terminal) {
        if (terminal.form() != Terminal.Form.TEXT) {
            terminal.json(line.encode());
        } else if (line.event().equals(StreamLine.LOST)) {
            terminal.complain(line.value("lost") + " lines were lost");
        } else {
            String time = times ? Following.time(line.unixMicros(), ZoneId.systemDefault()) + " " : "";
            terminal.out().println(time + Text.clean(line.value("line")));
        }
    }

    private static void write(StreamLine line, Capture capture) throws IOException {
        boolean sent = line.value("sent").equals("1");
        byte[] octets = Base64.getDecoder().decode(line.value("octets"));
        String local = line.value("local");
        String peer = line.value("peer");
        capture.write(line.unixMicros(), sent ? local : peer, sent ? peer : local, octets);
    }
}
