package org.prol2tp.dataplane;

/// A bug of ours in one line of text, for whoever catches it.
public final class Bug {
    /// Frames of the stack that are worth a line.
    private static final int MAX_FRAMES = 12;

    private Bug() {}

    /// What it is, and where it came from: `java.lang.… < File.java:12 < …`.
    public static String inOneLine(Throwable bug) {
        StringBuilder line = new StringBuilder(bug.toString());
        StackTraceElement[] frames = bug.getStackTrace();
        for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
            line.append(" < ").append(frames[i].getFileName()).append(':').append(frames[i].getLineNumber());
        }
        return line.toString();
    }
}
