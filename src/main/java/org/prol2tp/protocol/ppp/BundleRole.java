package org.prol2tp.protocol.ppp;

/// What a link with multilink becomes once both ends have authenticated themselves. RFC 1990 §2.
public sealed interface BundleRole {
    BundleRole FIRST = new First();

    BundleRole MEMBER = new Member();

    /// The network layers are negotiated by this link.
    record First() implements BundleRole {}

    /// They are another link's; what arrives for them goes to [LinkOutbox#frameOfBundle].
    record Member() implements BundleRole {}

    /// It must end.
    record Refused(LinkEnd why) implements BundleRole {}
}
