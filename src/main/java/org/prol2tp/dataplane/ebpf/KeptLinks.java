package org.prol2tp.dataplane.ebpf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.prol2tp.dataplane.DescriptorStore;
import org.prol2tp.dataplane.DescriptorStore.Kept;
import org.prol2tp.linux.Bpf;

/// Links of programs to interfaces, which somebody else keeps open too ([DescriptorStore]): a link holds
/// its program, a program its maps, so while there is no daemon they carry packets on. Those of a daemon
/// before this one do so until all of its sessions are in our own maps ([#drop]).
///
/// Names in the store: `l.INDEX`, the link at a session's device; `u.INDEX`, the one at an interface towards peers.
final class KeptLinks {
    private static final String NAMES = "[lu]\\.[0-9]{1,9}";

    private final DescriptorStore store;
    private final List<Kept> before = new ArrayList<>();
    private final Set<String> ours = new HashSet<>();
    /// What was kept besides, by the embedded plane.
    final List<Kept> others = new ArrayList<>();

    /// Whether anybody keeps them.
    final boolean outlive;

    private KeptLinks(DescriptorStore store) {
        this.store = store;
        outlive = store.keeps();
    }

    static KeptLinks take(DescriptorStore store) {
        KeptLinks links = new KeptLinks(store);
        store.takeBefore().forEach(it -> (it.name().matches(NAMES) ? links.before : links.others).add(it));
        return links;
    }

    void keepSession(int interfaceIndex, int link) {
        if (outlive) {
            keep("l." + interfaceIndex, link);
        }
    }

    void keepUnderlay(int interfaceIndex, int link) {
        keep("u." + interfaceIndex, link);
    }

    /// One of before that has this name is not kept by the store from here on, but by us, until it is dropped.
    private void keep(String name, int link) {
        ours.add(name);
        store.keep(name, List.of(link));
    }

    void forgetSession(int interfaceIndex) {
        forget("l." + interfaceIndex);
    }

    void forgetUnderlay(int interfaceIndex) {
        forget("u." + interfaceIndex);
    }

    private void forget(String name) {
        if (ours.remove(name)) {
            store.forget(name);
        }
    }

    /// Programs of a daemon before this one carry nothing any more. Who keeps their links with us lets them go when it
    /// comes to it.
    ///
    /// @return the interfaces that only they were at
    List<Integer> drop() {
        List<Integer> interfaces = new ArrayList<>();
        for (Kept it : before) {
            if (!ours.contains(it.name())) {
                store.forget(it.name());
                interfaces.add(Integer.parseInt(it.name().substring(2)));
            }
            it.descriptors().forEach(Bpf::close);
        }
        before.clear();
        return interfaces;
    }
}
