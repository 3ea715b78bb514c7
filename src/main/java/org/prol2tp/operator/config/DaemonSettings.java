package org.prol2tp.operator.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.protocol.node.IpAddress;

/// What the `system` block sets for the daemon alone; the node's share is
/// [org.prol2tp.protocol.node.SystemParameters], the UDP port among it.
///
/// @param listenAddresses where to listen, each at the system's UDP port; empty: every address, IPv4 and
///     IPv6
/// @param listenOnIp at every address of those families peers may open L2TPv3 tunnels over IP protocol 115
///     too
/// @param requireIpsec what peers send must come by IPsec
/// @param controlSocket path of the Unix socket for prol2tp
/// @param plugins to be loaded: paths, or names of JARs and of built-in ones
/// @param mostPppStarting how many pppd may start at once
/// @param radiusHints the servers that the files of `radius_hint` name, by the paths of these files
/// @param stateFile says what tunnels and sessions there are, for the daemon after this one, where they are
///     kept
/// @param keepTimeout how long they wait for that
/// @param secretsFile to be read with [SecretsFile] and added to the node's secrets
public record DaemonSettings(
        List<IpAddress> listenAddresses,
        boolean listenOnIp,
        boolean requireIpsec,
        DataPlaneChoice dataPlane,
        String controlSocket,
        Optional<String> secretsFile,
        String pidFile,
        LogLevel logLevel,
        Optional<SyslogServer> syslogServer,
        ScriptSettings scripts,
        List<String> plugins,
        int mostPppStarting,
        RadiusSettings radius,
        Map<String, RadiusSettings> radiusHints,
        String stateFile,
        Duration keepTimeout) {
    /// The operator's scripts: where they are, how many run at once, how long each may take.
    public record ScriptSettings(String directory, int mostAtOnce, Duration timeout) {}

    /// Where log lines go over UDP, besides.
    ///
    /// @param host a name or an address
    public record SyslogServer(String host, int port) {
        /// RFC 5426 §3.3.
        public static final int DEFAULT_PORT = 514;
    }

    /// Which data plane carries the traffic.
    public enum DataPlaneChoice {
        /// The best one this machine has.
        AUTO,
        /// The Linux kernel's; what it does not carry, the embedded one does.
        KERNEL,
        /// The embedded one with a short cut through the kernel for sessions that are up (eBPF).
        EBPF,
        /// The embedded one on TUN devices.
        USERSPACE,
        /// Control messages only.
        NONE
    }

    /// What is logged: this level and those before it.
    public enum LogLevel {
        ERROR,
        WARNING,
        NOTICE,
        INFO,
        DEBUG
    }

    /// Fields hold the defaults until they are set.
    public static final class Builder {
        public List<IpAddress> listenAddresses = List.of();
        public boolean listenOnIp;
        public boolean requireIpsec;
        public DataPlaneChoice dataPlane = DataPlaneChoice.AUTO;
        public String controlSocket = "/run/prol2tp/prol2tpd.sock";
        public Optional<String> secretsFile = Optional.empty();
        public String pidFile = "/run/prol2tp/prol2tpd.pid";
        public LogLevel logLevel = LogLevel.INFO;
        public Optional<SyslogServer> syslogServer = Optional.empty();
        public String scriptDirectory = "/etc/prol2tp";
        public List<String> plugins = List.of();
        public RadiusSettings.Builder radius = new RadiusSettings.Builder();
        public Map<String, RadiusSettings> radiusHints = Map.of();
        public int maxScripts = 16;
        public Duration scriptTimeout = Duration.ofSeconds(60);
        public int maxPppStarts = 16;
        public String stateFile = "/run/prol2tp/prol2tpd.state";
        public Duration keepTimeout = Duration.ofSeconds(60);

        public DaemonSettings build() {
            return new DaemonSettings(
                    listenAddresses,
                    listenOnIp,
                    requireIpsec,
                    dataPlane,
                    controlSocket,
                    secretsFile,
                    pidFile,
                    logLevel,
                    syslogServer,
                    new ScriptSettings(scriptDirectory, maxScripts, scriptTimeout),
                    plugins,
                    maxPppStarts,
                    radius.build(),
                    radiusHints,
                    stateFile,
                    keepTimeout);
        }
    }
}
