package org.prol2tp.daemon;

/// The daemon.
public final class Main {
    private Main() {}

    /// Runs it.
    public static void main(String[] args) {
        System.out.println("prol2tpd");
    }
}
