package org.prol2tp.operator.cli;

import java.io.PrintStream;

/// Where a command prints and whom it asks.
///
/// @param form how replies are to be printed
record Terminal(PrintStream out, PrintStream err, Form form, Client daemon) {
    /// How a reply is shown.
    enum Form {
        TEXT,
        /// As it came, one line.
        JSON,
        /// Indented.
        PRETTY_JSON
    }

    /// Says on the standard error what went wrong, with the program's name before it.
    void complain(String why) {
        err.println("prol2tp: " + Text.clean(why));
    }

    /// Prints a line of JSON as asked for.
    void json(String line) {
        if (form == Form.PRETTY_JSON) {
            out.print(PrettyJson.of(line));
        } else {
            out.println(line);
        }
    }

    /// Whether nobody reads any more what is printed: a command that prints as things happen ends then.
    boolean isDeaf() {
        return out.checkError();
    }
}
