package org.prol2tp.daemon;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.prol2tp.operator.config.BeyondPppd;

/// Who negotiates PPP, and why; empty if it was told to.
record PppChoice(Provider provider, String why) {
    /// Those that there are.
    enum Provider {
        /// The node itself.
        EMBEDDED("ppp_embedded"),
        /// The system's pppd, one for each session.
        UNIX("ppp_unix"),
        /// Nobody: sessions come up without it.
        NULL("ppp_null"),
        /// A plugin in a JAR.
        PLUGIN("a plugin");

        private final String word;

        Provider(String word) {
            this.word = word;
        }

        /// The built-in one of this name.
        static Optional<Provider> named(String word) {
            return Stream.of(values()).filter(it -> it.word.equals(word)).findFirst();
        }
    }

    /// What the choice depends on.
    ///
    /// @param named the last built-in provider that the command line or the config file names
    /// @param byPlugin whether a plugin provides PPP
    /// @param decides the plugin that wants to be asked about PPP users, if there is one
    /// @param dataPlane its name
    /// @param hasSockets whether the data plane lends its sessions' sockets to other programs
    /// @param pppdLacks what is missing for pppd; empty: nothing
    /// @param beyondPppd what the config file asks for that pppd does not do
    record Circumstances(
            Optional<Provider> named,
            boolean byPlugin,
            Optional<String> decides,
            String dataPlane,
            boolean hasSockets,
            Optional<String> pppdLacks,
            List<BeyondPppd> beyondPppd) {}

    /// A plugin that provides PPP, else what is named, else pppd where all that it needs is there and nothing is asked
    /// for that it does not do, else the node.
    static PppChoice of(Circumstances it) {
        if (it.byPlugin) {
            return new PppChoice(Provider.PLUGIN, "");
        }
        if (it.named.isPresent()) {
            return new PppChoice(it.named.get(), "");
        }
        if (!it.hasSockets) {
            return embedded("the data plane is " + it.dataPlane);
        }
        if (it.pppdLacks.isPresent()) {
            return embedded(it.pppdLacks.get());
        }
        if (it.decides.isPresent()) {
            return embedded("plugin " + it.decides.get() + " decides about users");
        }
        if (!it.beyondPppd.isEmpty()) {
            return embedded(it.beyondPppd.getFirst().place().toString());
        }
        return new PppChoice(Provider.UNIX, "auto: the kernel carries PPP, and pppd is there");
    }

    private static PppChoice embedded(String why) {
        return new PppChoice(Provider.EMBEDDED, "auto: " + why);
    }

    boolean isPppd() {
        return provider == Provider.UNIX;
    }

    /// Whether nobody asked for it by its name.
    boolean isAutomatic() {
        return !why.isEmpty();
    }

    /// For the log and for status.
    String text() {
        return why.isEmpty() ? provider.word : provider.word + " (" + why + ")";
    }

    /// Why a config file that is read while the daemon runs cannot be obeyed, a line each: pppd was chosen for one that
    /// asked for nothing beyond it.
    ///
    /// @param plugins that the file names: with pppd's it wants what it gets
    List<String> objections(List<BeyondPppd> asked, List<String> plugins) {
        boolean named = plugins.contains(Provider.UNIX.word);
        return isPppd() && isAutomatic() && !named
                ? asked.stream()
                        .map(it -> it.place() + "; pppd has the PPP: restart the daemon and it has it itself, or set"
                                + " plugin ppp_unix and do without")
                        .toList()
                : List.of();
    }

    /// What is left out of a config file, a line each: pppd was chosen by its name.
    List<String> warnings(List<BeyondPppd> asked) {
        return isPppd()
                ? asked.stream()
                        .filter(BeyondPppd::leftOut)
                        .map(it -> it.place() + "; ppp_unix leaves it out, plugin ppp_embedded does it")
                        .toList()
                : List.of();
    }
}
