package org.prol2tp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// RFC 2661 §6: which AVPs a message must have and may have.
class MessageTableTest {
    @Test
    void rowsAreThoseOfTheRfc() {
        assertTranscribed(Rfc2661Messages.ROWS, "messages.tsv");
    }

    /// RFC 3931 §6. What is one record here may have two names there: AssignedSessionId is the Local
    /// Session ID.
    @Test
    void rowsOfL2tpv3AreThoseOfTheRfc() {
        assertTranscribed(Rfc3931Messages.ROWS, "messages-v3.tsv");
    }

    private static void assertTranscribed(List<MessageTable.Row> ofVersion, String file) {
        List<List<String>> rows = new ArrayList<>();
        for (MessageTable.Row row : ofVersion) {
            String scope = switch (row.type().scope()) {
                case CONTROL_CONNECTION -> "connection";
                case SESSION -> "session";
            };
            List<String> head =
                    List.of(row.type().rfcName(), Integer.toString(row.type().number()), scope);
            row.required().forEach(avp -> rows.add(cells(head, avp.getSimpleName(), "required")));
            row.optional().forEach(avp -> rows.add(cells(head, avp.getSimpleName(), "optional")));
            if (row.required().isEmpty() && row.optional().isEmpty()) {
                rows.add(cells(head, "-", "none"));
            }
        }
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        Table.rows(file).stream().map(row -> row.subList(0, 5)).toList());
    }

    @Test
    void everyMessageHasOneRow() {
        for (List<MessageTable.Row> rows : List.of(Rfc2661Messages.ROWS, Rfc3931Messages.ROWS)) {
            assertThat(rows.stream().map(MessageTable.Row::type)).containsExactlyInAnyOrder(MessageType.values());
        }
    }

    @Test
    void aMessageWithoutARequiredAvpCannotBeMade() {
        assertThatThrownBy(() -> new Message.Icrq(AvpSet.of(new CallAvp.CallSerialNumber(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ICRQ must have AssignedSessionId");
    }

    @Test
    void aMessageWithAnAvpOfAnotherMessageCannotBeMade() {
        assertThatThrownBy(() -> Message.Hello.of(new ControlConnectionAvp.VendorName("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("HELLO may not have this VendorName");
    }

    @Test
    void aMessageWithAnAvpTwiceCannotBeMade() {
        assertThatThrownBy(() -> Message.Icrp.of(new SessionId(1), new CallAvp.AssignedSessionId(new SessionId(2))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aVendorsAvpMayBeInEveryMessage() {
        Message hello = Message.Hello.of(new Avp.Unrecognised(9, 1, false, Octets.of((byte) 1)));
        assertThat(hello.avps().avps()).hasSize(1);
    }

    private static List<String> cells(List<String> head, String avp, String need) {
        List<String> cells = new ArrayList<>(head);
        cells.add(avp);
        cells.add(need);
        return cells;
    }
}
