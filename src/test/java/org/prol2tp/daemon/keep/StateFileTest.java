package org.prol2tp.daemon.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prol2tp.protocol.control.CallDetails;
import org.prol2tp.protocol.control.Nonces;
import org.prol2tp.protocol.control.PeerIdentity;
import org.prol2tp.protocol.control.Pseudowire;
import org.prol2tp.protocol.control.SequenceNumbers;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Kept;
import org.prol2tp.protocol.node.SessionType;
import org.prol2tp.protocol.ppp.LinkSnapshot;
import org.prol2tp.protocol.ppp.NetworkLayer;
import org.prol2tp.protocol.wire.CallStatusAvp.CircuitStatus;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.L2SpecificSublayer;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;
import org.prol2tp.protocol.wire.SessionId;

class StateFileTest {
    private static final String BOOT = "b0f9f5f6-0f0a-4a27-9a2f-111111111111";
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final IpAddress OURS = IpAddress.parse("192.0.2.1").orElseThrow();
    private static final IpAddress PEERS = IpAddress.parse("2001:db8::1").orElseThrow();

    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("state");
    }

    private StateFile open(long nowNs) throws IOException {
        return StateFile.open(path(), BOOT, nowNs, MINUTE_NS, socket -> 1701 + socket);
    }

    private static Kept.OfTunnel tunnel(int id, SequenceNumbers numbers) {
        return new Kept.OfTunnel(
                new ControlConnectionId(id),
                true,
                Optional.of("name"),
                new org.prol2tp.protocol.node.Path(0, OURS, new Endpoint(PEERS, 40_000)),
                new PeerIdentity(new ControlConnectionId(7), "höst", Optional.empty(), 1, 0x100, 3, 2, 4),
                Nonces.NONE,
                numbers,
                OptionalLong.empty());
    }

    private static Kept.OfSession session(int tunnel, int id, String user) {
        CallDetails details = new CallDetails(
                0xffff_ffffL,
                1,
                2,
                3,
                4,
                5,
                6,
                Optional.of("0123"),
                Optional.empty(),
                Optional.of(""),
                Optional.empty(),
                true,
                Optional.empty());
        LinkSnapshot link = new LinkSnapshot(
                new byte[] {5, 6, 1, 2, 3, 4},
                new byte[0],
                user,
                Optional.of(new NetworkLayer.Ipv4(1, 2, 3, 4, 5, 6)),
                Optional.of(new NetworkLayer.Ipv6(7, 8)));
        Kept.Lease lease = new Kept.Lease(OURS, Optional.of("pool"), false);
        return new Kept.OfSession(
                new ControlConnectionId(tunnel),
                new SessionId(id),
                new SessionId(99),
                SessionType.LNIC,
                Optional.empty(),
                details,
                Optional.of(new Kept.OfPpp(link, "l2tp0", Optional.of(lease))),
                OptionalLong.empty());
    }

    @Test
    void whatWasStoredIsThereForTheNext() throws IOException {
        SequenceNumbers numbers = new SequenceNumbers(0xffff, 0x8000, 0xfffe);
        try (StateFile file = open(0)) {
            assertThat(file.before()).isEmpty();
            file.take(tunnel(5, new SequenceNumbers(1, 2, 0)));
            file.take(session(5, 17, "fred"));
            file.take(new Kept.Numbers(new ControlConnectionId(5), numbers));
        }
        try (StateFile file = open(MINUTE_NS)) {
            Input.Remembered was = file.before().getFirst();
            assertThat(was.tunnel()).isEqualTo(tunnel(5, numbers));
            assertThat(was.localPort()).isEqualTo(1701);
            assertThat(was.sessions())
                    .usingRecursiveFieldByFieldElementComparator()
                    .containsExactly(session(5, 17, "fred"));
        }
    }

    @Test
    void soIsWhatL2tpV3HasMore() throws IOException {
        PeerIdentity peer = new PeerIdentity(
                new ControlConnectionId(-2),
                "peer",
                Optional.of("vendor"),
                1,
                0x300,
                3,
                3,
                8,
                Optional.of(-1),
                List.of(4, 5, 7),
                true);
        Kept.OfTunnel tunnel = new Kept.OfTunnel(
                new ControlConnectionId(-1),
                false,
                Optional.empty(),
                new org.prol2tp.protocol.node.Path(0, OURS, new Endpoint(PEERS, 0)),
                peer,
                new Nonces(Octets.ofHex("0102"), Octets.ofHex("030405")),
                new SequenceNumbers(1, 2, 0),
                OptionalLong.of(Long.MIN_VALUE));
        Pseudowire pseudowire = new Pseudowire(
                PseudowireType.ETHERNET,
                "circuit",
                Optional.empty(),
                new Pseudowire.End(
                        Octets.ofHex("0a0b0c0d"),
                        L2SpecificSublayer.DEFAULT,
                        DataSequencing.ALL,
                        CircuitStatus.NEW_ACTIVE),
                new Pseudowire.End(
                        Octets.ofHex("0102030405060708"),
                        L2SpecificSublayer.DEFAULT,
                        DataSequencing.NONE,
                        CircuitStatus.INACTIVE));
        Kept.OfSession session = new Kept.OfSession(
                new ControlConnectionId(-1),
                new SessionId(-17),
                new SessionId(-99),
                SessionType.LAIC,
                Optional.of("s"),
                session(-1, -17, "").details().over(Optional.of(pseudowire)),
                Optional.of(new Kept.OfEthernet("l2tpeth7")),
                OptionalLong.of(-1));
        try (StateFile file = open(0)) {
            file.take(tunnel);
            file.take(session);
        }
        try (StateFile file = open(MINUTE_NS)) {
            Input.Remembered was = file.before().getFirst();
            assertThat(was.tunnel()).isEqualTo(tunnel);
            assertThat(was.sessions()).containsExactly(session);
        }
    }

    @Test
    void onlyItsOwnerReadsIt() throws IOException {
        open(0).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
    }

    @Test
    void whatIsGoneIsGone() throws IOException {
        try (StateFile file = open(0)) {
            file.take(tunnel(5, new SequenceNumbers(1, 2, 0)));
            file.take(session(5, 17, "fred"));
            file.take(session(5, 18, "barney"));
            file.take(tunnel(6, new SequenceNumbers(1, 2, 0)));
            file.take(session(6, 17, "wilma"));
            file.take(new Kept.SessionGone(new ControlConnectionId(5), new SessionId(17)));
            file.take(new Kept.TunnelGone(new ControlConnectionId(6)));
        }
        try (StateFile file = open(1)) {
            assertThat(file.before()).hasSize(1);
            assertThat(file.before().getFirst().sessions())
                    .extracting(it -> it.session().value())
                    .containsExactly(18);
        }
    }

    @Test
    void whatIsOldOrOfAnotherStartOfTheMachineIsOfNoUse() throws IOException {
        try (StateFile file = open(0)) {
            file.take(tunnel(5, new SequenceNumbers(1, 2, 0)));
        }
        try (StateFile file = open(MINUTE_NS + 1)) {
            assertThat(file.before()).isEmpty();
            file.take(tunnel(5, new SequenceNumbers(1, 2, 0)));
        }
        String other = "b0f9f5f6-0f0a-4a27-9a2f-222222222222";
        try (StateFile file = StateFile.open(path(), other, MINUTE_NS + 2, MINUTE_NS, socket -> socket)) {
            assertThat(file.before()).isEmpty();
        }
    }

    @Test
    void anEntryThatIsNotSoundIsDropped() throws IOException {
        try (StateFile file = open(0)) {
            file.take(tunnel(5, new SequenceNumbers(1, 2, 0)));
            file.take(session(5, 17, "fred"));
        }
        try (RandomAccessFile file = new RandomAccessFile(path().toFile(), "rw")) {
            file.seek(2 * StateFile.SLOT_OCTETS + 40); // in the second entry
            file.write(0x55);
        }
        try (StateFile file = open(1)) {
            assertThat(file.before()).extracting(Input.Remembered::sessions).containsExactly(List.of());
        }
    }

    @Test
    void aFileOfSomethingElseIsBegunAnew() throws IOException {
        Files.writeString(path(), "x".repeat(2 << 20));
        try (StateFile file = open(0)) {
            assertThat(file.before()).isEmpty();
            assertThat(file.take(tunnel(5, new SequenceNumbers(1, 2, 0)))).isTrue();
        }
    }

    @Test
    void itGrows() throws IOException {
        try (StateFile file = open(0)) {
            file.take(tunnel(5, new SequenceNumbers(1, 2, 0)));
            for (int id = 1; id <= 5_000; id++) {
                assertThat(file.take(session(5, id, "fred"))).isTrue();
            }
        }
        try (StateFile file = open(1)) {
            assertThat(file.before().getFirst().sessions()).hasSize(5_000);
        }
        assertThat(Files.size(path())).isEqualTo(3L << 20);
    }

    @Test
    void whatIsTooLongIsNotKeptAndSaidOnce() throws IOException {
        try (StateFile file = open(0)) {
            file.take(tunnel(5, new SequenceNumbers(1, 2, 0)));
            file.take(session(5, 17, "fred"));
            assertThat(file.take(session(5, 17, "f".repeat(400)))).isFalse();
            assertThat(file.take(session(5, 18, "f".repeat(400)))).isTrue();
        }
        try (StateFile file = open(1)) {
            assertThat(file.before().getFirst().sessions()).isEmpty();
        }
    }

    @Test
    void thereAreOnlySoMany() throws IOException {
        try (StateFile file = open(0)) {
            boolean room = true;
            for (int id = 1; room && id < 2 * StateFile.MOST_SLOTS; id++) {
                room = file.take(session(5 + (id >> 16), id & 0xffff | 1 << 16, ""));
            }
            assertThat(room).isFalse();
        }
    }
}
