package org.prol2tp.protocol.node;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.prol2tp.protocol.wire.Octets;

/// What may change while an instance is up. A keyword that is not here needs a new instance.
///
/// @param <P> the parameters of one kind of instance
/// @param <B> their builder
/// @param keywords to what takes a value over
record Live<P, B>(Function<P, B> toBuilder, Function<B, P> build, Map<String, BiConsumer<B, P>> keywords) {
    /// Of a tunnel. A secret is for the next connection, a profile's name for the sessions that come.
    static final Live<TunnelParameters, TunnelParameters.Builder> TUNNEL = new Live<>(
            TunnelParameters::toBuilder,
            TunnelParameters.Builder::build,
            Map.ofEntries(
                    Map.entry("hello_timeout", (b, p) -> b.helloTimeout = p.helloTimeout()),
                    Map.entry("max_retries", (b, p) -> b.maxRetries = p.maxRetries()),
                    Map.entry("retry_timeout", (b, p) -> b.retryTimeout = p.retryTimeout()),
                    Map.entry("idle_timeout", (b, p) -> b.idleTimeout = p.idleTimeout()),
                    Map.entry("max_sessions", (b, p) -> b.maxSessions = p.maxSessions()),
                    Map.entry("mtu", (b, p) -> b.mtu = p.mtu()),
                    Map.entry("use_udp_checksums", (b, p) -> b.useUdpChecksums = p.useUdpChecksums()),
                    Map.entry("persist", (b, p) -> b.persist = p.persist()),
                    Map.entry("secret", (b, p) -> b.secret = p.secret()),
                    Map.entry("secret_file", (b, p) -> b.secret = p.secret()),
                    Map.entry("session_profile_name", (b, p) -> b.sessionProfileName = p.sessionProfileName()),
                    Map.entry("ppp_profile_name", (b, p) -> b.pppProfileName = p.pppProfileName()),
                    Map.entry("ethernet_profile_name", (b, p) -> b.ethernetProfileName = p.ethernetProfileName()),
                    Map.entry("peer_profile_name", (_, _) -> {}),
                    Map.entry("trace_flags", (b, p) -> b.traceFlags = p.traceFlags())));

    /// Of a session. A password is for the next call.
    static final Live<SessionParameters, SessionParameters.Builder> SESSION = new Live<>(
            SessionParameters::toBuilder,
            SessionParameters.Builder::build,
            Map.of(
                    "user_password", (b, p) -> b.userPassword = p.userPassword(),
                    "user_password_file", (b, p) -> b.userPassword = p.userPassword(),
                    "use_sequence_numbers", (b, p) -> b.useSequenceNumbers = p.useSequenceNumbers(),
                    "reorder_timeout", (b, p) -> b.reorderTimeout = p.reorderTimeout(),
                    "persist", (b, p) -> b.persist = p.persist(),
                    "trace_flags", (b, p) -> b.traceFlags = p.traceFlags()));

    /// Whether all of these may change.
    boolean mayChange(List<Change.Parameter> changes) {
        return changes.stream().allMatch(it -> keywords.containsKey(it.name()));
    }

    /// Tells statements apart that differ in what may not change, of whichever node. Secrets are not in it.
    long digest(Statement statement) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(statement.values()).forEach((keyword, value) -> {
            if (!keywords.containsKey(keyword)) {
                lines.append(keyword).append(' ').append(value).append('\n');
            }
        });
        return Fnv.of(Octets.of(lines.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /// `now` with the values that `next` has for these.
    P changed(P now, List<Change.Parameter> changes, P next) {
        B builder = toBuilder.apply(now);
        for (Change.Parameter change : changes) {
            keywords.getOrDefault(change.name(), (_, _) -> {}).accept(builder, next);
        }
        return build.apply(builder);
    }
}
