package org.prol2tp.operator.cli;

import java.io.IOException;
import org.prol2tp.protocol.node.Request;

/// What a command does.
sealed interface Action {
    /// Nothing: more words are needed.
    record None() implements Action {}

    /// One request to the daemon; the reply is printed by [Text] or as JSON.
    non-sealed interface Asks extends Action {
        /// Throws [WrongUse] where the words make no request.
        Request request(Given given);
    }

    /// Anything else.
    non-sealed interface Runs extends Action {
        /// Does it; gives the exit status, one of [Main]'s. Throws [WrongUse] where the words make no sense,
        /// [IOException] where the daemon cannot be reached.
        int run(Given given, Terminal terminal) throws IOException;
    }
}
