package org.prol2tp.protocol.node;

/// What traces say of the node as a whole, and of what operators ask.
final class SystemTrace {
    private SystemTrace() {}

    static String started(Settings settings) {
        SystemParameters system = settings.system();
        return "start: host name " + system.hostName() + ", UDP port " + system.udpPort() + ", tunnels configured "
                + settings.tunnels().size() + ", max tunnels " + limit(system.maxTunnels()) + ", max sessions "
                + limit(system.maxSessions()) + ", profiles peer "
                + settings.peerProfiles().size() + " tunnel "
                + settings.tunnelProfiles().size() + " session "
                + settings.sessionProfiles().size() + " ppp "
                + settings.pppProfiles().size() + ", ippools "
                + settings.pools().size();
    }

    private static String limit(int value) {
        return value == 0 ? "(unlimited)" : Integer.toString(value);
    }

    /// What is asked, by its kind: a request may hold a secret.
    static String text(Request request) {
        return request.getClass().getSimpleName();
    }

    static String text(Reply reply) {
        return reply instanceof Reply.Refused(String reason)
                ? "refused: " + reason
                : reply.getClass().getSimpleName();
    }
}
