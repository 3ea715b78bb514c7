package org.prol2tp.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Change;

/// What a reload says of all but tunnels and sessions.
class DifferenceTest {
    private static Config config(String text) {
        Parsed parsed = Config.parse(text, "test.conf", "host");
        assertThat(parsed).isInstanceOf(Parsed.Good.class);
        return ((Parsed.Good) parsed).config();
    }

    private static List<String> lines(String before, String after) {
        return Difference.of(config(before), config(after)).stream()
                .map(Change::text)
                .toList();
    }

    @Test
    void theSameFileSaysNothing() {
        String file = "system { host_name a; udp_port 1702 }\nppp profile p { mtu 1400; dns_ipaddr_pri 10.0.0.1 }";
        assertThat(lines(
                        file,
                        "# other\nsystem {\n udp_port=1702\n host_name \"a\"\n}\n"
                                + "ppp profile p { dns_ipaddr_pri 10.0.0.1; mtu 1400 }"))
                .isEmpty();
    }

    @Test
    void whatIsObeyedAtTheStartOnlyNeedsARestart() {
        assertThat(lines(
                        "system { udp_port 1701; max_tunnels 5 }", "system { udp_port 1702; max_tunnels 6; plugin x }"))
                .containsExactly(
                        "change system: max_tunnels 5 -> 6",
                        "needs a restart system: plugin (not set) -> x, udp_port 1701 -> 1702"
                                + " (keeps the old value until a restart)");
    }

    @Test
    void aSystemBlockThatIsGoneIsTheDefaultsAgain() {
        assertThat(lines("system { max_tunnels 5 }", "")).containsExactly("change system: max_tunnels 5 -> (not set)");
        assertThat(lines("", "system { max_tunnels 5 }")).containsExactly("change system: max_tunnels (not set) -> 5");
    }

    @Test
    void profilesAreForWhatIsCreatedFromNowOn() {
        assertThat(lines(
                        "tunnel profile a { hello_timeout 60 }\nppp profile gone { }",
                        "tunnel profile a { hello_timeout 30 }\nippool new { network 10.0.0.0/24 }"))
                .containsExactly(
                        "change tunnel profile \"a\": hello_timeout 60 -> 30 (for what is created from now on)",
                        "delete ppp profile \"gone\"",
                        "create ippool \"new\"");
    }

    @Test
    void aSecretIsNotShown() {
        assertThat(lines("tunnel profile a { secret one }", "tunnel profile a { secret two }"))
                .containsExactly("change tunnel profile \"a\": secret … -> … (for what is created from now on)");
    }

    @Test
    void tunnelsAndSessionsAreTheNodes() {
        assertThat(lines("tunnel t { dest_ipaddr 192.0.2.1 }", "tunnel u { dest_ipaddr 192.0.2.1; session s { } }"))
                .isEmpty();
    }
}
