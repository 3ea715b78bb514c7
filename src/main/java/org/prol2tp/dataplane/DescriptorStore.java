package org.prol2tp.dataplane;

import java.util.List;

/// Keeps descriptors open when this process dies, for the one after it: the kernel's tunnels and sessions
/// live as long as these. Any thread.
public interface DescriptorStore {
    /// Keeps nothing.
    DescriptorStore NONE = new DescriptorStore() {
        @Override
        public boolean keeps() {
            return false;
        }

        @Override
        public List<Kept> takeBefore() {
            return List.of();
        }

        @Override
        public void keep(String name, List<Integer> descriptors) {}

        @Override
        public void forget(String name) {}
    };

    /// Whether it keeps anything.
    default boolean keeps() {
        return true;
    }

    /// What was kept for us, once; its descriptors are the caller's, and are kept on until they are forgotten.
    List<Kept> takeBefore();

    /// Keeps these too; they stay the caller's. That it fails is for the store to tell. Never waits.
    ///
    /// @param name 1..64 characters, letters, digits and dots
    /// @param descriptors 1..4
    void keep(String name, List<Integer> descriptors);

    /// Keeps them no more.
    void forget(String name);

    /// What was kept under one name; the order of the descriptors is not that in which they came.
    record Kept(String name, List<Integer> descriptors) {}
}
