package org.prol2tp.operator.config;

import java.util.Map;

/// Values that one may find in a config file, for keywords whose type does not tell.
final class Examples {
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("asyncmap", "0"),
            Map.entry("bearer_caps", "any"),
            Map.entry("bearer_type", "any"),
            Map.entry("bridge_name", "br0"),
            Map.entry("called_number", "5550199"),
            Map.entry("calling_number", "5550100"),
            Map.entry("chap_interval", "600"),
            Map.entry("config_id", "1"),
            Map.entry("control_socket", "/run/prol2tp/prol2tpd.sock"),
            Map.entry("data_plane", "userspace"),
            Map.entry("dns_ipaddr_pri", "10.0.0.53"),
            Map.entry("dns_ipaddr_sec", "10.0.0.54"),
            Map.entry("first_ipaddr", "10.0.0.10"),
            Map.entry("framing_caps", "any"),
            Map.entry("framing_type", "any"),
            Map.entry("host_name", "lns.example"),
            Map.entry("idle_timeout", "600"),
            Map.entry("ip_address", "10.0.0.5"),
            Map.entry("lac_lns", "lns"),
            Map.entry("last_ipaddr", "10.0.0.250"),
            Map.entry("listen_ip", "192.0.2.1"),
            Map.entry("local_name", "lns.example"),
            Map.entry("log_level", "info"),
            Map.entry("max_connect_time", "86400"),
            Map.entry("max_retries", "5"),
            Map.entry("max_sessions", "50000"),
            Map.entry("max_tunnels", "1000"),
            Map.entry("maximum_bps", "128000"),
            Map.entry("minimum_bps", "64000"),
            Map.entry("mru", "1440"),
            Map.entry("mtu", "1440"),
            Map.entry("network", "10.0.0.0/24"),
            Map.entry("nonce_length", "16"),
            Map.entry("our_udp_port", "1702"),
            Map.entry("password", "correct horse"),
            Map.entry("password_file", "alice.secret"),
            Map.entry("peer_ipaddr", "10.0.0.0/24"),
            Map.entry("peer_port", "1701"),
            Map.entry("peer_udp_port", "1701"),
            Map.entry("pid_file", "/run/prol2tp/prol2tpd.pid"),
            Map.entry("priv_group_id", "customers"),
            Map.entry("remote_end_id", "circuit-1"),
            Map.entry("remote_ipaddr", "10.0.0.2"),
            Map.entry("remote_name", "alice"),
            Map.entry("reorder_timeout", "20"),
            Map.entry("reserve", "10.0.0.53, 10.0.0.54"),
            Map.entry("retry_timeout", "1"),
            Map.entry("router_id", "3221225985"),
            Map.entry("rx_window_size", "32"),
            Map.entry("secrets_file", "secrets"),
            Map.entry("server", "lns.example"),
            Map.entry("session_id", "23"),
            Map.entry("session_name", "other"),
            Map.entry("session_type", "laic"),
            Map.entry("shared_interface", "customers"),
            Map.entry("src_ipaddr", "192.0.2.2"),
            Map.entry("sub_address", "1"),
            Map.entry("tunnel_id", "4711"),
            Map.entry("tx_window_size", "32"),
            Map.entry("udp_port", "1701"),
            Map.entry("user_name", "alice"),
            Map.entry("user_password", "correct horse"),
            Map.entry("user_password_file", "alice.secret"),
            Map.entry("version", "auto"),
            Map.entry("wins_ipaddr_pri", "10.0.0.53"),
            Map.entry("wins_ipaddr_sec", "10.0.0.54"));

    private Examples() {}

    /// A value for this keyword, in no quotes.
    static String of(Keyword<?> keyword) {
        return VALUES.getOrDefault(keyword.name(), keyword.type().sample());
    }
}
