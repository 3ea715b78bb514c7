package org.prol2tp.protocol.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.protocol.node.Settings.UserSecret;
import org.prol2tp.protocol.ppp.SecretQuestion;

/// The PPP users that the settings know, by name.
final class Users {
    private static final String ANY = "*";

    private final Map<String, List<UserSecret>> byClient = new HashMap<>();

    private final List<IpAddress> reserved;

    Users(List<UserSecret> secrets) {
        List<IpAddress> addresses = new ArrayList<>();
        for (UserSecret secret : secrets) {
            byClient.computeIfAbsent(secret.client(), _ -> new ArrayList<>(1)).add(secret);
            addresses.addAll(secret.addresses());
        }
        reserved = List.copyOf(addresses);
    }

    /// The line for these two names. A line that names the client goes before `*`, among those one that
    /// names the server; else the first in the file.
    Optional<UserSecret> find(String client, String server) {
        return find(byClient.getOrDefault(client, List.of()), server)
                .or(() -> find(byClient.getOrDefault(ANY, List.of()), server));
    }

    /// The secret that is asked for; empty: there is none.
    ///
    /// @param localName our name where the question has none
    /// @param ownPassword with which we prove ourselves, if the settings say so
    Optional<Secret> secret(SecretQuestion question, String localName, Optional<Secret> ownPassword) {
        return switch (question.purpose()) {
            case VERIFY_PEER ->
                find(question.peerName(), question.localName().isEmpty() ? localName : question.localName())
                        .map(UserSecret::secret);
            case PROVE_OURSELVES ->
                ownPassword.or(
                        () -> find(question.localName(), question.peerName()).map(UserSecret::secret));
        };
    }

    /// Every address that some user has for itself: no pool gives it to anybody else.
    List<IpAddress> reservedAddresses() {
        return reserved;
    }

    private static Optional<UserSecret> find(List<UserSecret> lines, String server) {
        Optional<UserSecret> forAny = Optional.empty();
        for (UserSecret line : lines) {
            if (line.server().equals(server)) {
                return Optional.of(line);
            }
            if (forAny.isEmpty() && line.server().equals(ANY)) {
                forAny = Optional.of(line);
            }
        }
        return forAny;
    }
}
