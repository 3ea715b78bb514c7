package org.prol2tp.protocol.wire;

import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Control messages to octets and back, in both versions: an ICRQ with all its AVPs.
@State(Scope.Thread)
public class CodecBenchmark {
    private static final ControlHeader HEADER = new ControlHeader(new ControlConnectionId(42), SessionId.NONE, 1, 2);

    private final Message v2 = wanted(Samples.messages().get("ICRQ full"));
    private final byte[] v2Datagram = WireFormat.V2.encode(HEADER, v2, Optional.empty());
    private final Message v3 = wanted(Rfc3931Samples.messages().get("ICRQ full"));
    private final byte[] v3Datagram = WireFormat.V3.encode(HEADER, v3, Optional.empty());

    private static Message wanted(Message message) {
        return Optional.ofNullable(message).orElseThrow();
    }

    @Benchmark
    public byte[] encodeV2() {
        return WireFormat.V2.encode(HEADER, v2, Optional.empty());
    }

    @Benchmark
    public Reading decodeV2() {
        return ((Datagram.Control) Datagram.decode(v2Datagram)).read(Optional.empty());
    }

    @Benchmark
    public byte[] encodeV3() {
        return WireFormat.V3.encode(HEADER, v3, Optional.empty());
    }

    @Benchmark
    public Reading decodeV3() {
        return ((Datagram.Control) Datagram.decode(v3Datagram)).read(Optional.empty());
    }
}
