package org.prol2tp.operator.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.prol2tp.operator.config.RadiusSettings.Server;

/// The keywords of the `system` block that name RADIUS servers; `use_radius` of a ppp profile has them asked.
final class RadiusKeywords {
    static final int MAX_TIMEOUT_S = 60;
    static final int MAX_RETRIES = 10;

    private RadiusKeywords() {}

    static List<Keyword<Drafts.System>> keywords() {
        return List.of(
                Keyword.<Drafts.System, AddressType.Host>several(
                        "radius_server",
                        new ValueType.Many<>(new AddressType.HostPort()),
                        d -> d.daemon.radius.servers.stream()
                                .map(it -> new AddressType.Host(it.host(), OptionalInt.of(it.port())))
                                .toList(),
                        (d, v) -> d.daemon.radius.servers = v.stream()
                                .map(it -> new Server(it.host(), it.port().orElse(Server.DEFAULT_PORT)))
                                .toList(),
                        "RADIUS servers, asked in this order until one answers; accounting goes to the next port."),
                Keyword.secret(
                        "radius_secret",
                        d -> d.daemon.radius.secret,
                        (d, v) -> d.daemon.radius.secret = v,
                        "Shared with the RADIUS servers."),
                Keyword.secretFile(
                        "radius_secret_file",
                        d -> d.daemon.radius.secret,
                        (d, v) -> d.daemon.radius.secret = v,
                        "A file whose first line is that secret, instead of `radius_secret`."),
                Keyword.seconds(
                        "radius_timeout",
                        1,
                        MAX_TIMEOUT_S,
                        d -> d.daemon.radius.timeout,
                        (d, v) -> d.daemon.radius.timeout = v,
                        "How long an answer of a RADIUS server is waited for."),
                Keyword.number(
                        "radius_retries",
                        0,
                        MAX_RETRIES,
                        d -> d.daemon.radius.retries,
                        (d, v) -> d.daemon.radius.retries = v,
                        "How often a server is asked again before the next one is."),
                Keyword.text(
                        "radius_nas_identifier",
                        253,
                        d -> d.daemon.radius.nasIdentifier,
                        (d, v) -> d.daemon.radius.nasIdentifier = v,
                        "The NAS-Identifier that the servers are told; without it host_name."),
                Keyword.optional(
                        "radius_nas_ip",
                        new AddressType.Ip(),
                        d -> d.daemon.radius.nasAddress,
                        (d, v) -> d.daemon.radius.nasAddress = Optional.of(v),
                        "The NAS-IP-Address or NAS-IPv6-Address that the servers are told; without it none."),
                Keyword.flag(
                        "radius_message_authenticator",
                        d -> d.daemon.radius.demandsAuthenticator,
                        (d, v) -> d.daemon.radius.demandsAuthenticator = v,
                        "Drop answers without a Message-Authenticator: whoever can change packets on the way to the "
                                + "server may forge them. Our own requests always have one."),
                Keyword.flag(
                        "radius_accounting",
                        d -> d.daemon.radius.accounting,
                        (d, v) -> d.daemon.radius.accounting = v,
                        "Tell the servers when sessions begin and end, and what they carried."),
                Keyword.seconds(
                        "radius_interim_interval",
                        0,
                        86400,
                        d -> d.daemon.radius.interimInterval,
                        (d, v) -> d.daemon.radius.interimInterval = v,
                        "The time between accounting records of a session where the server names none; 0: none."),
                Keyword.number(
                        "radius_disconnect_port",
                        0,
                        65535,
                        d -> d.daemon.radius.disconnectPort,
                        (d, v) -> d.daemon.radius.disconnectPort = v,
                        "Where the servers may ask that a session ends (RFC 5176: 3799); 0: nowhere."));
    }
}
