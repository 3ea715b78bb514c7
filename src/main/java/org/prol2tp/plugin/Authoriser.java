package org.prol2tp.plugin;

/// Decides who may have a session.
public interface Authoriser {
    /// Asks. The answer may be given at once or later, from any thread; one that does not come within
    /// `authorise_timeout` (30 seconds) counts as a refusal.
    void authorise(Question question, Answer answer);
}
