package org.prol2tp.linux;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// A set of capabilities (capabilities(7)): the parts of root's power. Threads have them one by one; those that a
/// process begins with, all its threads have.
///
/// @param bits bit N stands for capability number N
public record Capabilities(long bits) {
    /// By number, as linux/capability.h has them, without `CAP_`.
    private static final List<String> NAMES = List.of(
            "chown",
            "dac_override",
            "dac_read_search",
            "fowner",
            "fsetid",
            "kill",
            "setgid",
            "setuid",
            "setpcap",
            "linux_immutable",
            "net_bind_service",
            "net_broadcast",
            "net_admin",
            "net_raw",
            "ipc_lock",
            "ipc_owner",
            "sys_module",
            "sys_rawio",
            "sys_chroot",
            "sys_ptrace",
            "sys_pacct",
            "sys_admin",
            "sys_boot",
            "sys_nice",
            "sys_resource",
            "sys_time",
            "sys_tty_config",
            "mknod",
            "lease",
            "audit_write",
            "audit_control",
            "setfcap",
            "mac_override",
            "mac_admin",
            "syslog",
            "wake_alarm",
            "block_suspend",
            "audit_read",
            "perfmon",
            "bpf",
            "checkpoint_restore");

    /// Those of these names, as in `net_admin`.
    public static Capabilities of(String... names) {
        return new Capabilities(Arrays.stream(names)
                .mapToLong(name -> 1L << NAMES.indexOf(name))
                .reduce(0, (a, b) -> a | b));
    }

    /// As `/proc/PID/status` has them: 16 hexadecimal digits.
    public static Capabilities parse(String digits) {
        return new Capabilities(Long.parseUnsignedLong(digits, 16));
    }

    /// These but for those.
    public Capabilities without(Capabilities those) {
        return new Capabilities(bits & ~those.bits);
    }

    public boolean isEmpty() {
        return bits == 0;
    }

    /// `net_admin, net_raw`; `none`; one that has no name here is a number.
    @Override
    public String toString() {
        return bits == 0
                ? "none"
                : LongStream.range(0, Long.SIZE)
                        .filter(number -> (bits >>> number & 1) == 1)
                        .mapToObj(number -> number < NAMES.size() ? NAMES.get((int) number) : Long.toString(number))
                        .collect(Collectors.joining(", "));
    }
}
