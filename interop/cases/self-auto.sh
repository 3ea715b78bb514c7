# `data_plane auto` at both ends, on a kernel without L2TP: by programs in the kernel where the operator has given CAP_BPF, by the
# embedded plane where not; one end of each kind understands the other.
# needs clang
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
export PROL2TP_CAPABILITIES=+bpf
prol2tpd lns lns 'data_plane auto' "$(lns_config pap)"
unset PROL2TP_CAPABILITIES
prol2tpd lac lac 'data_plane auto' "$(lac_config 10.0.0.2)"
for end in lac lns; do wait_for 10 "$end is ready" logged $end ' ready '; done
logged lac 'data_plane="kernel' && skip "this kernel has L2TP"
logged lns 'no ebpf' && skip "$(grep -o 'no ebpf.*' "$out/lns.log" | head -1 | cut -c1-150)"
logged lns 'data_plane="ebpf \(auto: ' || fail "with CAP_BPF the LNS has $(grep -o 'data_plane=.*' "$out/lns.log" | head -1)"
logged lac 'data_plane="userspace \(auto: ' || fail "without CAP_BPF the LAC has $(grep -o 'data_plane=.*' "$out/lac.log" | head -1)"
logged lns 'may do more than it needs' && fail "the LNS says that CAP_BPF is too much"
wait_for 15 "the LNS gave fred an address" has_address lac 10.77.1
both_ways lac lns 10.77.0.1
ppp=$traffic
prol2tp lns show system | grep -q 'sessions carried by programs: 1 of 1$' || fail "$(prol2tp lns show system | grep ebpf)"
stop_prol2tpd lac lns
pass "$ppp"
