package org.prol2tp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AvpTableTest {
    @Test
    void everyRecordOfAnAvpHasARowAndNoVersionHasTwo() {
        for (Version version : Version.values()) {
            assertThat(AvpTable.ROWS.stream().filter(row -> row.isOf(version)).<Class<?>>map(AvpRow::record))
                    .doesNotHaveDuplicates();
        }
        assertThat(AvpTable.ROWS.stream().<Class<?>>map(AvpRow::record).distinct())
                .containsExactlyInAnyOrderElementsOf(records(Avp.class));
    }

    @Test
    void everyNumberHasOneRow() {
        assertThat(AvpTable.ROWS.stream().map(row -> row.vendorId() + "/" + row.type()))
                .doesNotHaveDuplicates();
    }

    /// RFC 2661 §4.4, RFC 3931 §5.4 and the RFCs that add to them, transcribed by hand.
    @Test
    void rowsAreThoseOfTheRfc() {
        List<List<String>> rows = AvpTable.ROWS.stream()
                .map(row -> List.of(
                        Integer.toString(row.vendorId()),
                        Integer.toString(row.type()),
                        row.name(),
                        row.layout().name(),
                        switch (row.mandatory()) {
                            case SET -> "1";
                            case CLEAR -> "0";
                            case SET_IN_V2 -> "1 in 2";
                            case SET_IN_V3 -> "1 in 3";
                        },
                        row.hiding() == AvpRow.HRule.MAY_HIDE ? "may" : "never",
                        switch (row.versions()) {
                            case V2 -> "2";
                            case V3 -> "3";
                            case V2_AND_V3 -> "2+3";
                        },
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
