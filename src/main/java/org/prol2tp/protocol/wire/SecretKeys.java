package org.prol2tp.protocol.wire;

/// What one version of L2TP makes of the secret that two ends share.
///
/// @param hiding hides and reveals AVPs: in L2TPv2 the secret itself (RFC 2661 §4.3), in L2TPv3 HMAC-MD5 of
///     1 with it (RFC 3931 §5.3)
/// @param digest of Message Digests: HMAC-MD5 of 2 with the secret (RFC 3931 §5.4.1); empty in L2TPv2,
///     which has none
public record SecretKeys(Octets hiding, Octets digest) {}
