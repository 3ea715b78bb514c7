package org.prol2tp.protocol.node;

import java.util.Optional;

/// What a source of secrets knows of a PPP user.
public sealed interface SecretAnswer {
    /// The user's secret, and the address reserved for that user, if any.
    record Found(Secret secret, Optional<IpAddress> address) implements SecretAnswer {}

    /// No such user.
    record Unknown() implements SecretAnswer {}
}
