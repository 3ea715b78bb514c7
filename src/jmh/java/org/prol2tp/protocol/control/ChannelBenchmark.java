package org.prol2tp.protocol.control;

import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.ControlHeader;
import org.prol2tp.protocol.wire.Datagram;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.WireFormat;

/// The reliable channel: a message sent and acknowledged; and two control connections that set a call up and clear it.
@State(Scope.Thread)
public class ChannelBenchmark {
    private static final ControlHeader HEADER = new ControlHeader(new ControlConnectionId(9), SessionId.NONE, 0, 0);

    private final RecordingOutbox out = new RecordingOutbox();
    private final ReliableChannel channel;
    private final byte[] datagram = WireFormat.V2.encodeAcknowledgement(HEADER, Optional.empty());
    private final Pair pair = Pair.established();
    private long nowNs = 1_000_000_000L;
    private int sent;
    private int call;

    /// Both ends' windows are 64.
    public ChannelBenchmark() {
        ControlSettings settings = Pair.with("x", builder -> {
            builder.receiveWindow = 64;
            builder.sendWindowLimit = 64;
        });
        channel = new ReliableChannel(settings, new ControlCounters(), ControlHeader::setNumbers);
        channel.peerKnown(64, WireFormat.V2.encodeAcknowledgement(HEADER, Optional.empty()));
        pair.rightSays.acceptFrom(1);
    }

    @Benchmark
    public int sendAndAcknowledge() {
        nowNs += 100_000;
        channel.send(datagram.clone(), false);
        channel.transmit(nowNs, out);
        sent = sent + 1 & 0xffff;
        channel.receive(
                new Datagram.Zlb(WireFormat.V2, new ControlHeader(new ControlConnectionId(8), SessionId.NONE, 0, sent)),
                nowNs);
        out.sent.clear();
        return sent;
    }

    /// ICRQ, ICRP, ICCN, CDN and their acknowledgements, at both ends.
    @Benchmark
    public int callUpAndDown() {
        call = call % 60_000 + 1;
        pair.rightSays.acceptFrom(call);
        pair.left.placeCall(CallKind.INCOMING_CALL_SENDER, new SessionId(call), Pair.CALL, pair.nowNs, pair.leftSays);
        pair.pass(Pair.MILLISECOND);
        pair.left.hangUp(new SessionId(call), Ending.local(CdnResult.ADMINISTRATIVE, "bye"), pair.nowNs, pair.leftSays);
        pair.pass(Pair.SECOND);
        pair.crossed.clear();
        pair.leftSays.said.clear();
        pair.rightSays.said.clear();
        pair.leftSays.details.clear();
        pair.rightSays.details.clear();
        return call;
    }
}
