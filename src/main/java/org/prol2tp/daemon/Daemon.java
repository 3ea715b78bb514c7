package org.prol2tp.daemon;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.prol2tp.daemon.plugins.PluginException;
import org.prol2tp.dataplane.DataPlane;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.OwnProcess;
import org.prol2tp.operator.config.DaemonSettings;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Node;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Settings;

/// Wires the rooms together and runs them.
final class Daemon {
    /// Who may talk to the daemon: its user and group.
    private static final String CONTROL_SOCKET_PERMISSIONS = "rw-rw----";

    /// The exit status of a daemon that systemd is to start again; EX_TEMPFAIL of sysexits(3).
    private static final int LEFT_TO_THE_NEXT = 75;

    private Daemon() {}

    /// Runs a node with these settings until a signal ends it, and calls `ready` when it serves. Returns
    /// whether it came up and went down in order; why not is in the log.
    static boolean run(
            CommandLine.Run run, ConfigFiles.Result.Good config, Log log, SystemdNotify systemd, Ready ready) {
        Settings asWritten = Overrides.apply(run, config.parsed().settings());
        DaemonSettings daemon = config.parsed().daemon();
        InputQueue queue = new InputQueue();
        try (PidFile pidFile = PidFile.take(Path.of(daemon.pidFile()), log);
                SystemEntropy entropy = new SystemEntropy();
                DescriptorStores.Chosen store = DescriptorStores.open(
                        asWritten,
                        daemon,
                        System.getenv(),
                        ProcessHandle.current().pid(),
                        log);
                DataPlanes.Chosen chosen = DataPlanes.start(
                        daemon.dataPlane(), Rights.ofThisProcess(), asWritten, sink(queue, log), store.store());
                Hooks hooks = new Hooks(
                        config.parsed(),
                        asWritten.system().hostName(),
                        run.plugins(),
                        queue,
                        chosen.dataPlane(),
                        log)) {
            DataPlane dataPlane = chosen.dataPlane();
            Settings settings = hooks.applyTo(asWritten);
            OpenFiles.warning(OpenFiles.needed(settings, daemon.dataPlane()), OwnProcess.mostOpenFiles())
                    .ifPresent(line -> log.write(LogLevel.WARNING, line));
            Rights rights = Rights.ofThisProcess();
            rights.excess(daemon.dataPlane()).ifPresent(line -> log.write(LogLevel.NOTICE, line));
            rights.lack(daemon.dataPlane()).ifPresent(line -> log.write(LogLevel.WARNING, line));
            Transports transports = new Transports(dataPlane, queue);
            Operator operator = new Operator(queue, dataPlane, log);
            try (CtlServer ctl =
                            new CtlServer(Path.of(daemon.controlSocket()), CONTROL_SOCKET_PERMISSIONS, operator, log);
                    Continuity continuity = Continuity.open(settings, daemon, dataPlane, log);
                    IpsecWatch ipsec = IpsecWatch.idle(dataPlane::dropped, log)) {
                if (daemon.requireIpsec()) {
                    dataPlane.requireIpsec();
                    ipsec.start();
                }
                listen(settings, daemon, transports, log);
                operator.answerTo(ctl::answer);
                operator.streams().wakeBy(ctl::wake);
                Map<String, String> facts = facts(daemon, chosen, transports);
                facts.put("rights", rights.text());
                operator.tell(facts);
                operator.tellAlso(() ->
                        join(join(dataPlane.facts(), daemon.requireIpsec() ? ipsec.facts() : Map.of()), hooks.facts()));
                Reconfiguration configuration =
                        new Reconfiguration(run, config, hooks, operator.inquiry(), log, changed -> {
                            log.level(changed.logLevel());
                            operator.tell(with(facts, changed));
                        });
                Node node = new Node(settings, entropy);
                Loop loop = new Loop(
                        node, dataPlane, transports, queue, operator, new EventLog(log), hooks, log, clockFromZero());
                loop.resume(continuity.before(), continuity::remember);
                systemd.aliveEveryNs().ifPresent(everyNs -> loop.beat(everyNs, systemd::alive));
                String status = "listening on " + facts.get("listen");
                Executor thread = oneThread("config");
                Reloads reloads = new Reloads(
                        () -> reload(() -> configuration.reload(false), log, systemd, status),
                        thread,
                        CompletableFuture.delayedExecutor(Reloads.REST_MS, TimeUnit.MILLISECONDS, thread),
                        operator,
                        log);
                operator.sendTo(new ConfigDesk(configuration, reloads, thread, operator, log));
                handleSignals(loop, log, reloads, systemd);
                AtomicBoolean leaves = new AtomicBoolean();
                Supplier<Reply> leave = () -> {
                    if (!continuity.keeps()) {
                        return new Reply.Refused("nothing can be left to the next daemon: keep_sessions no");
                    }
                    log.write(LogLevel.NOTICE, "ending: tunnels and sessions are left to the next daemon");
                    leaves.set(true);
                    loop.leave();
                    return new Reply.Done();
                };
                operator.leaveBy(leave);
                Signals.on("PWR", () -> {
                    if (leave.get() instanceof Reply.Refused(String why)) {
                        log.write(LogLevel.WARNING, "a signal asks to leave the sessions: " + why);
                    }
                });
                ctl.start();
                log.write(
                        LogLevel.NOTICE,
                        new LogLine("ready")
                                .with("data_plane", chosen.text())
                                .with("ppp", hooks.ppp().text())
                                .with("control_socket", daemon.controlSocket())
                                .toString());
                systemd.ready(status);
                ready.ready();
                loop.run();
                if (leaves.get()) {
                    systemd.stopping();
                    continuity.keepAll();
                    leave(List.of(continuity, store, ctl, pidFile), log);
                }
                operator.streams().close();
                hooks.finish();
            }
            log.write(LogLevel.INFO, "prol2tpd ends");
            return true;
        } catch (LinuxException e) {
            String hint = e.errno() == Errno.EADDRINUSE ? "; is another L2TP daemon running?" : "";
            log.write(LogLevel.ERROR, "cannot start: " + e.getMessage() + hint);
            return false;
        } catch (IOException e) {
            log.write(LogLevel.ERROR, "cannot start: " + Reason.withPath(e));
            return false;
        } catch (PluginException | InvalidPathException e) {
            log.write(LogLevel.ERROR, "cannot start: " + e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Ends the process when these are closed; nothing else is taken down.
    private static void leave(List<AutoCloseable> inOrder, Log log) {
        for (AutoCloseable each : inOrder) {
            try {
                each.close();
            } catch (Exception e) {
                log.write(LogLevel.WARNING, "at the end: " + e.getMessage());
            }
        }
        log.write(LogLevel.INFO, "prol2tpd ends");
        log.close();
        // systemd starts the next one only after a failure.
        OwnProcess.exitNow(System.getenv("NOTIFY_SOCKET") == null ? 0 : LEFT_TO_THE_NEXT);
    }

    /// Whoever waits for the daemon to serve.
    interface Ready {
        void ready() throws LinuxException;
    }

    /// What `show system` says of the daemon, in the order to show.
    private static Map<String, String> facts(DaemonSettings daemon, DataPlanes.Chosen chosen, Transports transports) {
        Map<String, String> facts = new LinkedHashMap<>();
        String listen = transports.listeners().stream()
                .map(listener -> listener.local().toString())
                .collect(Collectors.joining(", "));
        facts.put("listen", listen);
        facts.put("data_plane", chosen.text());
        facts.put("control_socket", daemon.controlSocket());
        facts.put("log_level", daemon.logLevel().name().toLowerCase(Locale.ROOT));
        daemon.secretsFile().ifPresent(file -> facts.put("secrets_file", file));
        facts.put("version", Version.TEXT);
        return facts;
    }

    private static LongSupplier clockFromZero() {
        long startNs = System.nanoTime();
        return () -> System.nanoTime() - startNs;
    }

    private static void listen(Settings settings, DaemonSettings daemon, Transports transports, Log log)
            throws LinuxException {
        int port = settings.system().udpPort();
        List<IpAddress> addresses = daemon.listenAddresses();
        for (IpAddress address : addresses.isEmpty() ? List.of(IpAddress.ANY_IPV4, IpAddress.ANY_IPV6) : addresses) {
            Endpoint local = new Endpoint(address, port);
            try {
                transports.listen(local);
                log.write(
                        LogLevel.INFO,
                        new LogLine("listening").with("udp", local).toString());
                if (daemon.listenOnIp()) {
                    transports.listenOnIp(address.isIpv6());
                }
            } catch (LinuxException e) {
                if (addresses.isEmpty() && address.isIpv6() && e.errno() == Errno.EAFNOSUPPORT) {
                    log.write(LogLevel.NOTICE, "this machine has no IPv6: listening on IPv4 only");
                } else {
                    throw e;
                }
            }
        }
    }

    /// What SIGHUP and `prol2tp reload` do.
    static Reply reload(Supplier<Reply> configuration, Log log, SystemdNotify systemd, String status) {
        systemd.reloading();
        try {
            log.reopen();
            return configuration.get();
        } finally {
            systemd.ready(status); // whatever came of it: systemd waits
        }
    }

    private static void handleSignals(Loop loop, Log log, Reloads reloads, SystemdNotify systemd) {
        Runnable stop = new Runnable() {
            private boolean asked;

            @Override
            public synchronized void run() {
                if (asked) {
                    log.write(LogLevel.WARNING, "ended by a second signal: tunnels are left as they are");
                    log.close();
                    Runtime.getRuntime().halt(1);
                }
                asked = true;
                log.write(LogLevel.NOTICE, "ending by a signal: closing all tunnels");
                systemd.stopping();
                loop.stop();
            }
        };
        Signals.on("TERM", stop);
        Signals.on("INT", stop);
        Signals.on("USR1", log::reopen);
        Signals.on("HUP", reloads::signalled);
    }

    private static Map<String, String> join(Map<String, String> first, Map<String, String> second) {
        Map<String, String> both = new LinkedHashMap<>(first);
        both.putAll(second);
        return both;
    }

    /// What a reload may have changed of the facts.
    private static Map<String, String> with(Map<String, String> facts, DaemonSettings changed) {
        Map<String, String> now = new LinkedHashMap<>(facts);
        now.put("log_level", changed.logLevel().name().toLowerCase(Locale.ROOT));
        changed.secretsFile().ifPresentOrElse(file -> now.put("secrets_file", file), () -> now.remove("secrets_file"));
        return now;
    }

    private static Executor oneThread(String name) {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    private static DataPlaneSink sink(InputQueue queue, Log log) {
        return new DataPlaneSink() {
            @Override
            public boolean offer(Input input) {
                return queue.offer(input);
            }

            @Override
            public void answer(Input input) {
                queue.add(input);
            }

            @Override
            public void wake() {
                queue.wake();
            }

            @Override
            public void notice(String sentence) {
                log.write(LogLevel.NOTICE, sentence);
            }
        };
    }
}
