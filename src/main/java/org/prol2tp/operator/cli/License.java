package org.prol2tp.operator.cli;

import org.prol2tp.operator.cli.Terminal.Form;

/// `show license`: nothing is limited, so nobody is asked.
final class License {
    private static final String TEXT = """
            License info:-
              prol2tpd is free software under the Apache License, version 2.0
              max tunnels: unlimited, max sessions: unlimited
              features: L2TPv2 L2TPv3 PPP Ethernet
            """;

    private static final String JSON = "{\"reply\":\"license\",\"license\":{\"name\":\"Apache-2.0\","
            + "\"max_tunnels\":\"unlimited\",\"max_sessions\":\"unlimited\",\"features\":[\"L2TPv2\",\"L2TPv3\",\"PPP\",\"Ethernet\"]}}";

    private License() {}

    static int show(Given given, Terminal terminal) {
        if (terminal.form() == Form.TEXT) {
            terminal.out().print(TEXT);
        } else {
            terminal.json(JSON);
        }
        return Main.DONE;
    }
}
