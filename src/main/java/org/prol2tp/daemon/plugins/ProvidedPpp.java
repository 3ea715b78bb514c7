package org.prol2tp.daemon.plugins;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.prol2tp.plugin.PppLink;
import org.prol2tp.plugin.PppPort;
import org.prol2tp.plugin.PppProvider;
import org.prol2tp.protocol.node.FromPppProvider;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Output;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.ToPppProvider;

/// PPP of sessions by a plugin. If it goes, or is too slow to hear of a session, that session's PPP has ended; a frame
/// that it has no room for is lost, as on any line.
final class ProvidedPpp {
    private final HostedPlugin plugin;
    private final PppProvider provider;
    private final Consumer<Input> to;

    /// Open ones by their number; the plugin's thread puts its links in.
    private final Map<Long, Open> open = new ConcurrentHashMap<>();

    private record Open(SessionHandle session, long number, PppLink link) {}

    /// @param to takes what is for the node, from any thread
    ProvidedPpp(HostedPlugin plugin, PppProvider provider, Consumer<Input> to) {
        this.plugin = plugin;
        this.provider = provider;
        this.to = to;
        plugin.whenOff(this::endAll);
    }

    /// By the loop's thread. Never blocks.
    void tell(Output.TellPppProvider said) {
        SessionHandle session = said.session();
        long number = said.number();
        switch (said.what()) {
            case ToPppProvider.Opened opened -> {
                Open waiting = new Open(session, number, new PppLink() {
                    @Override
                    public void received(byte[] frame) {}
                });
                open.put(number, waiting);
                boolean entered = plugin.isOn()
                        && plugin.enter(() -> begin(waiting, opened), () -> end(waiting, "PPP: " + plugin.state()));
                if (!entered || !plugin.isOn()) {
                    end(waiting, "PPP: " + plugin.state() + (plugin.isOn() ? ", and too slow" : ""));
                }
            }
            case ToPppProvider.Frame(byte[] frame) -> plugin.enter(() -> received(number, frame), () -> {});
            case ToPppProvider.Closed _ -> plugin.enter(() -> closed(number), () -> open.remove(number));
        }
    }

    private void begin(Open waiting, ToPppProvider.Opened opened) {
        if (open.containsKey(waiting.number)) {
            PppProvider.Role role = opened.client() ? PppProvider.Role.CLIENT : PppProvider.Role.SERVER;
            PppLink link = provider.open(
                    Views.session(opened.session(), opened.facts()), role, new Port(waiting, opened.mtu()));
            open.computeIfPresent(waiting.number, (number, it) -> new Open(it.session, number, link));
        }
    }

    private void received(long number, byte[] frame) {
        Open it = open.get(number);
        if (it != null) {
            it.link.received(frame);
        }
    }

    private void closed(long number) {
        Open it = open.remove(number);
        if (it != null) {
            it.link.closed();
        }
    }

    private void end(Open it, String why) {
        if (open.remove(it.number) != null) {
            say(it, new FromPppProvider.Ended(why));
        }
    }

    private void endAll() {
        open.values().forEach(it -> end(it, "PPP: " + plugin.state()));
    }

    private void say(Open of, FromPppProvider word) {
        to.accept(new Input.PppProviderSaid(of.session, of.number, word));
    }

    private final class Port implements PppPort {
        private final Open of;
        private final int mtu;

        Port(Open of, int mtu) {
            this.of = of;
            this.mtu = mtu;
        }

        @Override
        public int mtu() {
            return mtu;
        }

        @Override
        public void send(byte[] frame) {
            say(of, new FromPppProvider.Send(frame.clone()));
        }

        @Override
        public void up(Network network) {
            say(of, Views.network(network));
        }

        @Override
        public void close(String reason) {
            say(of, new FromPppProvider.Ended(reason));
        }
    }
}
