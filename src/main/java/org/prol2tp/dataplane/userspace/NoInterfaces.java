package org.prol2tp.dataplane.userspace;

import java.util.Optional;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.protocol.node.DataPlaneCommand.EthernetOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceOptions;
import org.prol2tp.protocol.node.Input;

/// Makes no interfaces but says it did: PPP's control protocols flow, IP goes nowhere. For `data_plane none`.
final class NoInterfaces implements Interfaces {
    private final DataPlaneSink sink;

    NoInterfaces(DataPlaneSink sink) {
        this.sink = sink;
    }

    @Override
    public void activate(Session session, InterfaceOptions options) {
        answer(session, options.name());
    }

    @Override
    public void activate(Session session, EthernetOptions options) {
        answer(session, options.name());
    }

    private void answer(Session session, Optional<String> name) {
        sink.answer(new Input.InterfaceActivated(session.handle, name.orElse("none")));
        sink.wake();
    }

    @Override
    public void peerChanged(Session session) {}

    @Override
    public void pass(Session from, Session to) {}

    @Override
    public void deactivate(Session session) {}

    @Override
    public void settled(Runnable after) {
        after.run();
    }

    @Override
    public void close() {}
}
