package org.prol2tp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
        Samples.messages().forEach((name, message) -> {
            assertThat(read(name)).as(name).isEqualTo(new Reading.Accepted(message, List.of()));
            if (name.endsWith("full")) {
                assertThat(read(name + " hidden")).as(name).isEqualTo(new Reading.Accepted(message, List.of()));
            }
        });
    }

    /// So that every AVP is written, read and printed at least once.
    @Test
    void everyAvpIsInASample() {
        Set<String> seen = new TreeSet<>();
        Samples.messages()
                .forEach((name, message) -> message.avps()
                        .avps()
                        .forEach(avp -> seen.add(avp.getClass().getSimpleName())));
        seen.add("MessageTypeAvp");
        seen.add("RandomVector");
        assertThat(AvpTable.ROWS.stream().map(row -> row.record().getSimpleName()))
                .containsExactlyInAnyOrderElementsOf(seen);
    }

    private static Reading read(String name) {
        byte[] datagram = Table.rows(FILE).stream()
                .filter(row -> row.getFirst().equals(name))
                .map(row -> Octets.ofHex(row.get(1)).toArray())
                .findFirst()
                .orElseThrow();
        return switch (Datagram.decode(datagram)) {
            case Datagram.Control control -> MessageGrammar.read(control.avps(), Optional.of(Samples.SECRET));
            case Datagram.Zlb _, Datagram.Data _ -> Fault.discard("no control message");
            case Fault fault -> fault;
        };
    }
}
