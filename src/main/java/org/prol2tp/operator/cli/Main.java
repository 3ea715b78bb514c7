package org.prol2tp.operator.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.prol2tp.operator.cli.CommandLine.Meaning;
import org.prol2tp.operator.cli.Terminal.Form;
import org.prol2tp.operator.ctl.ControlSocket;
import org.prol2tp.operator.ctl.ReplyLine;
import org.prol2tp.operator.ctl.RequestLine;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;

/// The command prol2tp.
public final class Main {
    static final int DONE = 0;
    /// By the daemon, or there is no such thing.
    static final int REFUSED = 1;
    /// Wrong use of the command.
    static final int USAGE = 2;
    static final int UNREACHABLE = 3;
    /// The time was over before what was waited for had come.
    static final int TIME_OVER = 4;

    /// How the line of a [Reply.Refused] begins.
    private static final String REFUSAL = "{\"reply\":\"refused\"";

    private Main() {}

    /// Runs one command and ends with its exit status.
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(
                new java.io.FileOutputStream(java.io.FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8);
        Optional<String> socket = Optional.ofNullable(System.getenv("PROL2TP_SOCKET"));
        int status = run(List.of(arguments), socket.filter(path -> !path.isEmpty()), out, err);
        out.flush();
        Runtime.getRuntime().halt(status);
    }

    /// Runs one command; gives its exit status.
    ///
    /// @param usualSocket the daemon's unless the arguments say otherwise; empty: [ControlSocket#DEFAULT_PATH]
    static int run(List<String> arguments, Optional<String> usualSocket, PrintStream out, PrintStream err) {
        return switch (CommandLine.read(arguments)) {
            case Meaning.Print(String text) -> {
                out.print(text);
                yield DONE;
            }
            case Meaning.Wrong(String text) -> wrong(text, err);
            case Meaning.Run command -> {
                String socket = command.socket().or(() -> usualSocket).orElse(ControlSocket.DEFAULT_PATH);
                yield run(
                        command.given(), new Terminal(out, err, command.form(), new Client(socket, command.timeout())));
            }
        };
    }

    private static int wrong(String text, PrintStream err) {
        err.println("prol2tp: " + Text.clean(text));
        err.println("\"prol2tp help\" lists the commands.");
        return USAGE;
    }

    private static int run(Given given, Terminal terminal) {
        try {
            return switch (given.command().action()) {
                case Action.None _ -> USAGE;
                case Action.Asks asks -> ask(given, asks.request(given), terminal);
                case Action.Runs runs -> runs.run(given, terminal);
            };
        } catch (WrongUse wrong) {
            return wrong(wrong.why(), terminal.err());
        } catch (IOException unreachable) {
            terminal.complain(String.valueOf(unreachable.getMessage()));
            return UNREACHABLE;
        }
    }

    /// Asks the daemon and prints its reply; gives the exit status.
    static int ask(Given given, Request request, Terminal terminal) throws IOException {
        boolean text = terminal.form() == Form.TEXT;
        Request brief = brief(request);
        String line = terminal.daemon().ask(RequestLine.encode(text && !given.detailed() ? brief : request));
        if (!text && !brief.equals(request) && !line.startsWith(REFUSAL)) {
            terminal.json(line); // all there is, megabytes perhaps: not to be read here
            return DONE;
        }
        Reply reply = ReplyLine.decode(line);
        if (reply instanceof Reply.Refused(String reason)) {
            terminal.complain(reason);
        }
        if (reply instanceof Reply.Faulty(List<String> errors)) {
            errors.forEach(terminal::complain);
        }
        String missing = Text.missing(request, reply);
        if (!missing.isEmpty()) {
            terminal.complain(missing);
        }
        if (text) {
            Clock now = Clock.system(ZoneId.systemDefault());
            terminal.out().print(Text.of(reply, given.view(), given.detailed(), now));
        } else {
            terminal.json(line);
        }
        return reply instanceof Reply.Refused || reply instanceof Reply.Faulty || !missing.isEmpty() ? REFUSED : DONE;
    }

    /// A list as text shows little of each thing: no more is asked for. Who wants JSON gets everything.
    private static Request brief(Request request) {
        if (request instanceof Request.ShowTunnels all && all.selector().isEmpty()) {
            return new Request.ListTunnels();
        }
        if (request instanceof Request.ShowSessions all && all.session().isEmpty()) {
            return new Request.ListSessions(all.tunnel());
        }
        return request;
    }
}
