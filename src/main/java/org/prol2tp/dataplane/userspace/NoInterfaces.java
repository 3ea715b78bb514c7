package org.prol2tp.dataplane.userspace;

import org.prol2tp.dataplane.DataPlaneSink;
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
        sink.answer(new Input.InterfaceActivated(session.handle, options.name().orElse("none")));
        sink.wake();
    }

    @Override
    public void deactivate(Session session) {}

    @Override
    public void close() {}
}
