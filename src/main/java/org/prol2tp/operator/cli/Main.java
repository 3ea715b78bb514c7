package org.prol2tp.operator.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.prol2tp.operator.cli.CommandLine.Meaning;
import org.prol2tp.operator.ctl.ReplyLine;
import org.prol2tp.operator.ctl.RequestLine;
import org.prol2tp.protocol.node.Reply;

/// The command prol2tp.
public final class Main {
    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int USAGE = 2;
    static final int UNREACHABLE = 3;

    private Main() {}

    /// Runs one command and ends with its exit status.
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(
                new java.io.FileOutputStream(java.io.FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8);
        int status = run(List.of(arguments), out, err);
        out.flush();
        Runtime.getRuntime().halt(status);
    }

    /// Runs one command; gives its exit status.
    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        return switch (CommandLine.read(arguments)) {
            case Meaning.Print(String text) -> {
                out.print(text);
                yield DONE;
            }
            case Meaning.Wrong(String text) -> {
                err.println("prol2tp: " + text);
                err.println("\"prol2tp help\" lists the commands.");
                yield USAGE;
            }
            case Meaning.Ask ask -> ask(ask, out, err);
        };
    }

    private static int ask(Meaning.Ask ask, PrintStream out, PrintStream err) {
        try {
            String line = Client.ask(ask.socket(), RequestLine.encode(ask.request()));
            return show(ask, line, out, err);
        } catch (IOException unreachable) {
            err.println("prol2tp: " + unreachable.getMessage());
            return UNREACHABLE;
        }
    }

    /// Prints the daemon's line as it is asked for; gives the exit status.
    static int show(Meaning.Ask ask, String line, PrintStream out, PrintStream err) {
        Reply reply = ReplyLine.decode(line);
        if (reply instanceof Reply.Refused(String reason)) {
            err.println("prol2tp: " + Text.clean(reason));
        }
        String missing = Text.missing(ask.request(), reply);
        if (!missing.isEmpty()) {
            err.println("prol2tp: " + missing);
        }
        switch (ask.form()) {
            case TEXT -> out.print(Text.of(reply, ask.view(), ask.detailed()));
            case JSON -> out.println(line);
            case PRETTY_JSON -> out.print(PrettyJson.of(line));
        }
        return reply instanceof Reply.Refused || !missing.isEmpty() ? REFUSED : DONE;
    }
}
