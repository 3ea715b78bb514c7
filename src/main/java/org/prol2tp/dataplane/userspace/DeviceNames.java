package org.prol2tp.dataplane.userspace;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/// The names of devices that end in a number: `l2tp%d` stands for the first of `l2tp0`, `l2tp1`, … that is free.
/// Belongs to the plumber.
final class DeviceNames {
    private static final String NUMBER = "%d";

    /// The numbers in use, by what they follow.
    private final Map<String, BitSet> numbers = new HashMap<>();

    static boolean isNumbered(String name) {
        return name.endsWith(NUMBER);
    }

    /// Whether a device of this name is what is wanted.
    static boolean fits(String name, String wanted) {
        return isNumbered(wanted) ? number(beginning(wanted), name).isPresent() : wanted.equals(name);
    }

    /// A name that none of ours has.
    String take(String numbered) {
        String beginning = beginning(numbered);
        BitSet used = numbers.computeIfAbsent(beginning, _ -> new BitSet());
        int number = used.nextClearBit(0);
        used.set(number);
        return beginning + number;
    }

    /// Its device is gone; any name will do.
    void giveBack(String name) {
        numbers.forEach((beginning, used) -> number(beginning, name).ifPresent(used::clear));
    }

    private static String beginning(String numbered) {
        return numbered.substring(0, numbered.length() - NUMBER.length());
    }

    /// The number that follows `beginning` in a name; empty if something else does.
    private static OptionalInt number(String beginning, String name) {
        String rest = name.startsWith(beginning) ? name.substring(beginning.length()) : "";
        boolean isNumber = !rest.isEmpty() && rest.length() < 10 && rest.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? OptionalInt.of(Integer.parseInt(rest)) : OptionalInt.empty();
    }
}
