package org.prol2tp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AvpTableTest {
    @Test
    void everyRecordOfAnAvpHasExactlyOneRow() {
        assertThat(AvpTable.ROWS.stream().<Class<?>>map(AvpRow::record))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(records(Avp.class));
    }

    @Test
    void everyNumberHasOneRow() {
        assertThat(AvpTable.ROWS.stream().map(row -> row.vendorId() + "/" + row.type()))
                .doesNotHaveDuplicates();
    }

    /// RFC 2661 §4.4 and the RFCs that add to it, transcribed by hand.
    @Test
    void rowsAreThoseOfTheRfc() {
        List<List<String>> rows = AvpTable.ROWS.stream()
                .map(row -> List.of(
                        Integer.toString(row.vendorId()),
                        Integer.toString(row.type()),
                        row.record().getSimpleName(),
                        row.layout().name(),
                        row.mandatory() == AvpRow.MRule.SET ? "1" : "0",
                        row.hiding() == AvpRow.HRule.MAY_HIDE ? "may" : "never",
                        row.versions() == AvpRow.Versions.V2 ? "2" : "2+3",
                        row.printing() == AvpRow.Printing.OPEN ? "open" : "secret"))
                .toList();
        List<List<String>> transcribed =
                Table.rows("avps.tsv").stream().map(row -> row.subList(0, 8)).toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(transcribed);
    }

    private static List<Class<?>> records(Class<?> type) {
        List<Class<?>> records = new ArrayList<>();
        for (Class<?> each : type.getPermittedSubclasses()) {
            if (each.isSealed()) {
                records.addAll(records(each));
            } else if (each != Avp.Unrecognised.class && each != Avp.Malformed.class) {
                records.add(each);
            }
        }
        return records;
    }
}
