package org.prol2tp.plugin;

/// Takes the answer to a [Question]. The first answer counts, any other is ignored.
public interface Answer {
    /// No opinion: the next authoriser is asked, at last the daemon's own settings decide.
    void pass();

    /// It may be. Of a [Question.User] it says that the proof has been verified; one of MS-CHAPv2 needs
    /// [#accept(Grant, String)] or [#secret].
    void accept(Grant grant);

    /// The same with a text for the user. For MS-CHAPv2 it begins with the authenticator response, `S=` and 40
    /// hexadecimal digits (RFC 2759 §8.7): without it the user goes away.
    void accept(Grant grant, String message);

    /// This is the user's secret: the daemon verifies the proof. Any kind of proof.
    void secret(byte[] secret, Grant grant);

    /// It may not be. `message` is one line, for the peer and the log.
    void refuse(String message);

    /// A [Question.Call] may not be, for this reason, which is the result of the CDN. Of a user it is the same as
    /// [#refuse(String)].
    void refuse(Refusal why, String message);
}
