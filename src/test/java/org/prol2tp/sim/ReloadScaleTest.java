package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.node.TunnelStatus;

/// Reloads of many, and many reloads.
class ReloadScaleTest {
    private static final String LNS = "system { host_name lns }\n";

    /// Of ten thousand tunnels one is changed: no other gets a datagram or another handle.
    @Test
    void aReloadThatChangesOneOfTenThousandTunnelsTouchesNoOther() {
        Pair pair = new Pair(1, ReloadTest.settings(tunnels(10_000)), ReloadTest.settings(LNS)).start();
        pair.transcript().keepNothing();
        pair.runUntil(() -> pair.a().dataPlane().tunnelCount() == 10_000, Duration.ofMinutes(1));
        pair.run(Duration.ofSeconds(2));
        List<TunnelHandle> before = handles(pair);
        long sent = pair.a().datagramsSent + pair.b().datagramsSent;
        String changed = tunnels(10_000).replace("\"t5000\" { ", "\"t5000\" { max_retries 9; ");
        assertThat(ReloadTest.reload(pair, pair.a(), changed))
                .containsExactly("change tunnel \"t5000\": max_retries (not set) -> 9");
        pair.run(Duration.ofSeconds(1));
        assertThat(handles(pair)).isEqualTo(before);
        assertThat(pair.a().datagramsSent + pair.b().datagramsSent).isEqualTo(sent);
        String anew = tunnels(10_000).replace("\"t5000\" { ", "\"t5000\" { host_name x; ");
        assertThat(ReloadTest.reload(pair, pair.a(), anew)).hasSize(1);
        pair.run(Duration.ofSeconds(1));
        assertThat(pair.a().events(Event.TunnelUp.class)).hasSize(10_001);
        // StopCCN and its acknowledgement, SCCRQ, SCCRP, SCCCN and its acknowledgement
        assertThat(pair.a().datagramsSent + pair.b().datagramsSent - sent).isBetween(5L, 7L);
        List<TunnelHandle> others = handles(pair);
        others.retainAll(before);
        assertThat(others).hasSize(9_999);
    }

    /// Caches that hang on the identity of parameters are emptied, and nothing of an old file is held.
    @Test
    void aThousandReloadsLeaveNoMemoryBehind() {
        String lac = "session profile \"default\" { user_name user; user_password password; MORE }\n" + tunnels(20, "");
        String lns = """
                system { host_name lns }
                tunnel profile "default" { hello_timeout MORE }
                ppp profile "default" { local_ipaddr 10.0.0.1; ip_pool_name p; lcp_echo_interval MORE }
                ippool "p" { first_ipaddr 10.0.0.2; last_ipaddr 10.0.MORE.200 }
                user "user" { password password }
                """;
        Pair pair = new Pair(1, settings(lac, "", 1), settings(lns, "7", 7)).start();
        pair.transcript().keepNothing();
        pair.runUntil(() -> pair.b().dataPlane().deviceCount() == 20, Duration.ofMinutes(1));
        reload(pair, lac, lns, 100);
        long before = usedOctets(pair);
        reload(pair, lac, lns, 1_000);
        assertThat(usedOctets(pair) - before).isLessThan(600_000);
        assertThat(pair.b().dataPlane().deviceCount()).isEqualTo(20);
        ScenarioTest.shutDown(pair);
    }

    private static void reload(Pair pair, String lac, String lns, int times) {
        for (int i = 0; i < times; i++) {
            String more = i % 2 == 0 ? "" : "calling_number 1";
            ReloadTest.reload(pair, pair.a(), settings(lac, more, i));
            ReloadTest.reload(pair, pair.b(), settings(lns, Integer.toString(i % 50 + 7), i));
            pair.run(Duration.ofSeconds(1));
        }
    }

    /// Each with parameters that no other reload had.
    private static Settings settings(String config, String more, int number) {
        return ReloadTest.settings(
                config.replace("MORE", more).replace("\"t1\" { ", "\"t1\" { max_retries " + (number % 90 + 3) + "; "));
    }

    private static long usedOctets(Pair pair) {
        pair.a().events.clear();
        pair.b().events.clear();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static List<TunnelHandle> handles(Pair pair) {
        return new ArrayList<>(Agreement.tunnels(pair, pair.a()).stream()
                .filter(tunnel -> !tunnel.state().equals("Draining"))
                .map(TunnelStatus::handle)
                .toList());
    }

    private static String tunnels(int count) {
        return tunnels(count, "");
    }

    private static String tunnels(int count, String session) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            text.append("tunnel \"t").append(i).append("\" { dest_ipaddr b; our_udp_port 1701");
            text.append(count <= 20 ? "; session \"s\" { } }\n" : session + " }\n");
        }
        return text.toString();
    }
}
