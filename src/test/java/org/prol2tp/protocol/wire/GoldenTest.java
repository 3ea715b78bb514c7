package org.prol2tp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The octets and the text of one datagram of every kind, as committed in `golden.tsv`. `-Dgolden.write`
/// writes the file anew; whoever does it reads the difference.
class GoldenTest {
    private static final String FILE = "golden.tsv";

    @Test
    void datagramsAreTheCommittedOctets() throws IOException {
        Map<String, String> samples = new LinkedHashMap<>();
        Samples.all()
                .forEach((name, octets) -> samples.put(name, Octets.of(octets).hex()));
        if (System.getProperty("golden.write") != null) {
            List<String> lines = new ArrayList<>(List.of("# name\toctets\ttext"));
            Samples.all()
                    .forEach((name, octets) ->
                            lines.add(name + "\t" + Octets.of(octets).hex() + "\t" + Text.of(octets)));
            Files.write(Path.of("src/test/resources/org/prol2tp/protocol/wire", FILE), lines);
        }
        Map<String, String> committed = new LinkedHashMap<>();
        Table.rows(FILE).forEach(row -> committed.put(row.get(0), row.get(1)));
        assertThat(samples).isEqualTo(committed);
    }

    @Test
    void textIsTheCommittedText() {
        for (List<String> row : Table.rows(FILE)) {
            assertThat(Text.of(Octets.ofHex(row.get(1)).toArray()))
                    .as(row.get(0))
                    .isEqualTo(row.get(2));
        }
    }

    @Test
    void messagesComeBack() {
        Samples.messages().forEach((name, message) -> comesBack(name, message));
        Rfc3931Samples.messages().forEach((name, message) -> comesBack("v3 " + name, message));
    }

    private static void comesBack(String name, Message message) {
        SessionId session = message.type().scope() == MessageType.Scope.SESSION ? new SessionId(2002) : SessionId.NONE;
        Reading.Accepted expected = new Reading.Accepted(message, session, List.of());
        assertThat(read(name)).as(name).isEqualTo(expected);
        if (name.endsWith("full")) {
            assertThat(read(name + " hidden")).as(name).isEqualTo(expected);
        }
    }

    /// So that every AVP is written, read and printed at least once, in each version that has it.
    @Test
    void everyAvpIsInASample() {
        assertSampled(Version.V2, Samples.messages().values());
        assertSampled(Version.V3, Rfc3931Samples.messages().values());
    }

    private static void assertSampled(Version version, Collection<Message> messages) {
        Set<Class<?>> seen = new HashSet<>(List.of(
                GeneralAvp.MessageTypeAvp.class,
                GeneralAvp.RandomVector.class,
                GeneralAvp.MessageDigestAvp.class,
                GeneralAvp.ExtendedVendorId.class,
                PseudowireAvp.RemoteSessionId.class));
        messages.forEach(message -> message.avps().avps().forEach(avp -> seen.add(avp.getClass())));
        assertThat(AvpTable.ROWS.stream().filter(row -> row.isOf(version)).<Class<?>>map(AvpRow::record))
                .isSubsetOf(seen);
    }

    private static Reading read(String name) {
        byte[] datagram = Table.rows(FILE).stream()
                .filter(row -> row.getFirst().equals(name))
                .map(row -> Octets.ofHex(row.get(1)).toArray())
                .findFirst()
                .orElseThrow();
        Datagram.Control control = (Datagram.Control) Datagram.decode(datagram);
        return control.read(Optional.of(control.format().keys(Samples.SECRET)));
    }
}
