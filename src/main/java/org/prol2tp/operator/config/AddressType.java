package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.prol2tp.protocol.node.DataPlaneCommand.Route;
import org.prol2tp.protocol.node.IpAddress;

/// Values that have to do with addresses.
sealed interface AddressType<T> extends ValueType<T> {
    /// An address of either family.
    record Ip() implements AddressType<IpAddress> {
        @Override
        public String sample() {
            return "192.0.2.1";
        }

        @Override
        public String shape() {
            return "IPv4 or IPv6 address";
        }

        @Override
        public IpAddress read(List<Word> words) throws BadValue {
            return address(words.getFirst(), words.getFirst().text(), shape());
        }

        @Override
        public String print(IpAddress value) {
            return value.toString();
        }
    }

    /// An IPv4 address.
    record Ipv4() implements AddressType<IpAddress> {
        @Override
        public String sample() {
            return "10.0.0.1";
        }

        @Override
        public String shape() {
            return "IPv4 address";
        }

        @Override
        public IpAddress read(List<Word> words) throws BadValue {
            return ipv4(words.getFirst());
        }

        @Override
        public String print(IpAddress value) {
            return value.toString();
        }
    }

    /// A network: `192.0.2.0/24`, `2001:db8::/32`; without a length one address.
    record Network() implements AddressType<Prefix> {
        @Override
        public String sample() {
            return "10.0.0.0/24";
        }

        @Override
        public String shape() {
            return "address or address/length";
        }

        @Override
        public Prefix read(List<Word> words) throws BadValue {
            return prefix(words.getFirst());
        }

        @Override
        public String print(Prefix value) {
            return value.address() + "/" + value.length();
        }
    }

    /// One network and a metric: `192.0.2.0/24 metric 10`. A list, because the keyword may stand several
    /// times.
    record RouteTo() implements AddressType<List<Route>> {
        @Override
        public String sample() {
            return "10.0.0.0/8 metric 5";
        }

        @Override
        public String shape() {
            return "address/length [metric 1..2147483647]";
        }

        @Override
        public List<Route> read(List<Word> words) throws BadValue {
            Prefix prefix = prefix(words.getFirst());
            long metric = words.size() < 3 ? 0 : new Number(1, Integer.MAX_VALUE).read(words.subList(2, 3));
            return List.of(new Route(prefix.address(), prefix.length(), (int) metric));
        }

        @Override
        public String print(List<Route> routes) {
            List<String> texts = new ArrayList<>();
            for (Route route : routes) {
                String network = route.network() + "/" + route.prefixLength();
                texts.add(route.metric() == 0 ? network : network + " metric " + route.metric());
            }
            return String.join(", ", texts);
        }

        @Override
        public List<String> options() {
            return List.of("metric");
        }
    }

    /// An IPv4 netmask, dotted or as a number of bits.
    record Netmask() implements AddressType<Integer> {
        @Override
        public String sample() {
            return "255.255.255.0";
        }

        @Override
        public String shape() {
            return "netmask such as 255.255.255.0, or 0..128 bits";
        }

        @Override
        public Integer read(List<Word> words) throws BadValue {
            Word word = words.getFirst();
            if (word.text().indexOf('.') < 0) {
                return new Number(0, 128).read(words).intValue();
            }
            int bits = ipv4(word).ipv4Bits();
            int length = Integer.numberOfLeadingZeros(~bits);
            if (length < 32 && bits << length != 0) {
                throw new BadValue(word, "is not a netmask: a one follows a zero");
            }
            return length;
        }

        @Override
        public String print(Integer value) {
            return value.toString();
        }
    }

    /// A host by name or address, with or without a port: `lns.example`, `192.0.2.1:1701`,
    /// `[2001:db8::1]:1701`.
    record HostPort() implements AddressType<Host> {
        private static final int MAX_NAME = 253;

        @Override
        public String sample() {
            return "lns.example";
        }

        @Override
        public String shape() {
            return "host name or address, with or without :port";
        }

        @Override
        public Host read(List<Word> words) throws BadValue {
            Word word = words.getFirst();
            String text = word.text();
            if (IpAddress.parse(text).isPresent()) {
                return new Host(text, OptionalInt.empty());
            }
            int colon = text.lastIndexOf(':');
            String host = colon < 0 ? text : text.substring(0, colon);
            OptionalInt port = colon < 0 ? OptionalInt.empty() : OptionalInt.of(port(word, text.substring(colon + 1)));
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
                address(word, host, shape());
            } else if (!isName(host) && IpAddress.parse(host).isEmpty()) {
                throw new BadValue(word, "is neither a host name nor an address");
            }
            return new Host(host, port);
        }

        @Override
        public String print(Host value) {
            String host = value.host().indexOf(':') < 0 ? value.host() : "[" + value.host() + "]";
            return value.port().isEmpty()
                    ? value.host()
                    : host + ":" + value.port().getAsInt();
        }

        private static int port(Word word, String text) throws BadValue {
            Optional<Long> port = Digits.parse(text);
            if (port.isEmpty() || port.get() < 1 || port.get() > 65535) {
                throw new BadValue(word, "has a port out of range, must be 1..65535");
            }
            return port.get().intValue();
        }

        /// Letters, digits, `-`, `_` and dots; a name of digits and dots alone is a mistyped address.
        private static boolean isName(String host) {
            boolean letter = false;
            for (int i = 0; i < host.length(); i++) {
                char c = host.charAt(i);
                letter |= c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
                if (c >= 128 || !Character.isLetterOrDigit(c) && c != '-' && c != '_' && c != '.') {
                    return false;
                }
            }
            return letter && host.length() <= MAX_NAME && host.charAt(0) != '.' && !host.contains("..");
        }
    }

    /// A MAC address of a host: six octets in hexadecimal with `:` between.
    record Mac() implements AddressType<String> {
        @Override
        public String shape() {
            return "MAC address";
        }

        @Override
        public String sample() {
            return "02:11:22:33:44:55";
        }

        @Override
        public String read(List<Word> words) throws BadValue {
            Word word = words.getFirst();
            Optional<byte[]> octets = word.text().length() == 17 ? Digits.octets(word.text()) : Optional.empty();
            if (octets.isEmpty() || octets.get().length != 6) {
                throw new BadValue(word, "is not a MAC address such as " + sample());
            }
            if ((octets.get()[0] & 1) != 0) {
                throw new BadValue(word, "is the address of a group");
            }
            return word.text().toLowerCase(Locale.ROOT);
        }

        @Override
        public String print(String value) {
            return value;
        }
    }

    /// A network of either family.
    record Prefix(IpAddress address, int length) {}

    /// Where a peer is.
    record Host(String host, OptionalInt port) {}

    private static IpAddress address(Word word, String text, String shape) throws BadValue {
        Optional<IpAddress> address = IpAddress.parse(text);
        if (address.isEmpty()) {
            throw new BadValue(word, "is not an " + shape);
        }
        return address.get();
    }

    private static IpAddress ipv4(Word word) throws BadValue {
        IpAddress address = address(word, word.text(), "IPv4 address");
        if (address.isIpv6()) {
            throw new BadValue(word, "is not an IPv4 address");
        }
        return address;
    }

    private static Prefix prefix(Word word) throws BadValue {
        int slash = word.text().indexOf('/');
        String host = slash < 0 ? word.text() : word.text().substring(0, slash);
        IpAddress address = address(word, host, "address or address/length");
        int bits = address.isIpv6() ? 128 : 32;
        Optional<Long> length =
                slash < 0 ? Optional.of((long) bits) : Digits.parse(word.text().substring(slash + 1));
        if (length.isEmpty() || length.get() > bits) {
            throw new BadValue(word, "has a prefix length out of range, must be 0.." + bits);
        }
        if (Masks.hostBits(address, length.get().intValue())) {
            throw new BadValue(word, "has bits set after the first " + length.get());
        }
        return new Prefix(address, length.get().intValue());
    }
}
