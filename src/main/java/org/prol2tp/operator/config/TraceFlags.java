package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.prol2tp.protocol.node.TraceCategory;

/// Trace masks as text: categories by name, in the spellings of the man page and of OpenL2TP (any unique
/// beginning is enough, upper or lower case), `all`, `none`, or a number.
public final class TraceFlags {
    /// A category of later versions of the original: what is programmed into the data path, which is `data` here.
    private static final int KERNEL = 2048;

    private TraceFlags() {}

    /// The name of each category in a config file, then the other spellings that are accepted.
    private static List<String> spellings(TraceCategory category) {
        return switch (category) {
            case PROTOCOL -> List.of("protocol");
            case FSM -> List.of("fsm");
            case API -> List.of("api");
            case AVP -> List.of("avp", "avp_info");
            case AVP_HIDE -> List.of("avp_hide", "avphide");
            case AVP_DATA -> List.of("avp_data", "avpdata");
            case FUNC -> List.of("func", "function");
            case XPRT -> List.of("xprt", "transport");
            case DATA -> List.of("data", "kernel");
            case SYSTEM -> List.of("system");
            case PPP -> List.of("ppp", "ppp_control");
        };
    }

    /// A comma-separated list as prol2tpd's `-d` takes it; empty if part of it is no category and no mask. A number may
    /// have 32 bits, and those without a meaning are ignored: 0xffff is everything, as with the original.
    public static Optional<Integer> parse(String text) {
        int mask = 0;
        for (String part : text.split(",", -1)) {
            String one = part.strip().toLowerCase(Locale.ROOT);
            boolean number = !one.isEmpty() && Character.isDigit(one.charAt(0));
            Optional<Integer> bits = number ? number(one).map(TraceFlags::known) : parseOne(one);
            if (bits.isEmpty()) {
                return bits;
            }
            mask |= bits.get();
        }
        return Optional.of(mask);
    }

    /// One name or number; a number may be decimal, `0x…` or, with a leading 0, octal.
    static Optional<Integer> parseOne(String text) {
        String name = text.toLowerCase(Locale.ROOT).replace('-', '_');
        switch (name) {
            case "all", "on", "yes", "true" -> {
                return Optional.of(TraceCategory.ALL);
            }
            case "none", "off", "no", "false" -> {
                return Optional.of(0);
            }
            default -> {
                return name.isEmpty() || !Character.isDigit(name.charAt(0)) ? named(name) : mask(name);
            }
        }
    }

    /// The names of the categories in this mask, `none` if there are none; unknown bits are left out.
    public static String print(int mask) {
        List<String> names = new ArrayList<>();
        for (TraceCategory category : TraceCategory.values()) {
            if (category.in(mask)) {
                names.add(spellings(category).getFirst());
            }
        }
        return names.isEmpty() ? "none" : String.join(",", names);
    }

    private static Optional<Integer> named(String name) {
        int mask = 0;
        for (TraceCategory category : TraceCategory.values()) {
            for (String spelling : spellings(category)) {
                if (spelling.equals(name)) {
                    return Optional.of(category.bit());
                }
                if (name.length() >= 3 && spelling.startsWith(name)) {
                    mask |= category.bit();
                }
            }
        }
        return Integer.bitCount(mask) == 1 ? Optional.of(mask) : Optional.empty();
    }

    private static Optional<Integer> mask(String text) {
        return number(text).filter(mask -> mask <= (TraceCategory.ALL | KERNEL)).map(TraceFlags::known);
    }

    private static int known(long mask) {
        int data = (mask & KERNEL) == 0 ? 0 : TraceCategory.DATA.bit();
        return (int) (mask & TraceCategory.ALL) | data;
    }

    /// At most 32 bits.
    private static Optional<Long> number(String text) {
        Optional<Long> number = Digits.parse(text);
        if (text.length() > 1 && text.charAt(0) == '0' && number.isPresent() && !text.startsWith("0x")) {
            number = octal(text);
        }
        return number.filter(mask -> mask <= 0xffff_ffffL);
    }

    private static Optional<Long> octal(String text) {
        long value = 0;
        for (int i = 1; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), 8);
            if (digit < 0 || value > 0xffff_ffffL) {
                return Optional.empty();
            }
            value = value * 8 + digit;
        }
        return Optional.of(value);
    }
}
