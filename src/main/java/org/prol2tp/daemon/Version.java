package org.prol2tp.daemon;

/// What this build calls itself.
final class Version {
    /// The version of the jar; `dev` where classes run out of a folder.
    static final String TEXT = text();

    private Version() {}

    private static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
