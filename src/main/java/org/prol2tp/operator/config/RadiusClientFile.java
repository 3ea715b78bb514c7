package org.prol2tp.operator.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.prol2tp.operator.config.RadiusSettings.Server;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Secret;

/// A file in the form that radiusclient, radcli and pppd's RADIUS plugin read: a line is an option and its value, `#`
/// at
/// the beginning of a word begins a comment. `authserver` and `acctserver` have `host[:port[:secret]]` with commas
/// between them (an IPv6 address in brackets); secrets that are not there are in the file that `servers` names, in
/// lines
/// `host secret` or `host/host secret`. What says how to log in at a terminal is passed over.
final class RadiusClientFile {
    /// Options of logins, and files that the daemon has no use for.
    private static final Set<String> PASSED_OVER = Set.of(
            "auth_order",
            "login_tries",
            "login_timeout",
            "nologin",
            "issue",
            "dictionary",
            "login_radius",
            "login_local",
            "seqfile",
            "mapfile",
            "clientdebug");

    private static final int MAX_DEAD_TIME_S = 86_400;
    private static final int MAX_SECRET_OCTETS = 256;

    private final String text;
    private final String fileName;
    private final Sources sources;
    private final RadiusSettings.Builder settings;
    private final Map<String, Consumer<List<Word>>> options = new HashMap<>();
    private final Map<String, Word> seen = new HashMap<>();
    private final Map<String, Secret> secrets = new HashMap<>();
    private final List<ConfigError> errors = new ArrayList<>();
    private final List<ConfigError> warnings = new ArrayList<>();
    private List<Named> servers = List.of();
    private List<Named> accountingServers = List.of();
    private boolean holdsSecrets;

    /// A server, and where it stands.
    private record Named(Word word, Server server) {}

    /// @param system what holds where the file says nothing
    RadiusClientFile(String text, String fileName, Sources sources, RadiusSettings.Builder system) {
        this.text = text;
        this.fileName = fileName;
        this.sources = sources;
        this.settings = system.copy();
        options.put("authserver", words -> servers = servers(words, Server.DEFAULT_PORT));
        options.put("acctserver", words -> accountingServers = servers(words, Server.DEFAULT_ACCOUNTING_PORT));
        options.put("servers", words -> secretsFile(words.getFirst()));
        options.put(
                "radius_timeout",
                words -> number(words, 1, RadiusKeywords.MAX_TIMEOUT_S)
                        .ifPresent(it -> settings.timeout = Duration.ofSeconds(it)));
        options.put(
                "radius_retries",
                words ->
                        number(words, 0, RadiusKeywords.MAX_RETRIES).ifPresent(it -> settings.retries = it.intValue()));
        options.put(
                "radius_deadtime",
                words -> number(words, 0, MAX_DEAD_TIME_S).ifPresent(it -> settings.deadTime = Duration.ofSeconds(it)));
        options.put("bindaddr", words -> bind(words.getFirst()));
        options.put(
                "nas_ip", words -> address(words.getFirst()).ifPresent(it -> settings.nasAddress = Optional.of(it)));
        options.put(
                "nas_identifier",
                words -> settings.nasIdentifier = Optional.of(words.getFirst().text()));
        options.put(
                "default_realm",
                words -> settings.defaultRealm = Optional.of(words.getFirst().text()));
        options.put("serv_type", words -> {
            if (!words.getFirst().text().equals("udp")) {
                error(words.getFirst(), "must be udp");
            }
        });
    }

    /// What is wrong with the file, and with the one that it names.
    List<ConfigError> errors() {
        return List.copyOf(errors);
    }

    List<ConfigError> warnings() {
        return List.copyOf(warnings);
    }

    boolean holdsSecrets() {
        return holdsSecrets;
    }

    /// What it says; empty if there are errors. Once.
    Optional<RadiusSettings> read() {
        for (List<Word> words : lines(text)) {
            option(words);
        }
        if (servers.isEmpty() && errors.isEmpty()) {
            errors.add(new ConfigError(fileName, 1, 1, "no authserver"));
        }
        settings.secret = Optional.empty();
        settings.servers = withSecrets(servers);
        settings.accountingServers = Optional.of(withSecrets(accountingServers));
        settings.accounting &= !accountingServers.isEmpty();
        return errors.isEmpty() ? Optional.of(settings.build()) : Optional.empty();
    }

    private void option(List<Word> words) {
        Word name = words.getFirst();
        String key = name.text().replace('-', '_');
        if (PASSED_OVER.contains(key)) {
            return;
        }
        Consumer<List<Word>> option = options.get(key);
        Word first = seen.putIfAbsent(key, name);
        if (option == null) {
            error(name, name.shown() + " is no option of a RADIUS client" + Suggestion.of(key, options.keySet()));
        } else if (first != null) {
            error(name, name.shown() + " is set twice, first in line " + first.line());
        } else if (words.size() > 1) {
            option.accept(words.subList(1, words.size()));
        } else if (!key.equals("default_realm")) { // pppd's files have it without a value
            error(name, name.shown() + " has no value");
        }
    }

    private List<Named> servers(List<Word> words, int port) {
        List<Named> all = new ArrayList<>();
        for (Word word : words) {
            int at = 0;
            for (String one : word.text().split(",", -1)) {
                Word part = new Word(one, false, word.line(), word.column() + at);
                at += one.length() + 1;
                if (!one.isEmpty()) {
                    server(part, port).ifPresent(it -> all.add(new Named(part, it)));
                }
            }
        }
        return all;
    }

    private Optional<Server> server(Word word, int port) {
        String it = word.text();
        int bracket = it.startsWith("[") ? it.indexOf(']') : -1;
        int colon = it.indexOf(':', Math.max(0, bracket));
        String host = bracket > 0 ? it.substring(1, bracket) : colon < 0 ? it : it.substring(0, colon);
        String[] rest = colon < 0 ? new String[0] : it.substring(colon + 1).split(":", 2);
        long chosen = rest.length == 0 || rest[0].isEmpty()
                ? port
                : Digits.parse(rest[0]).orElse(0L);
        boolean isHost =
                !host.isEmpty() && (bracket < 0 || IpAddress.parse(host).isPresent());
        if (!isHost || chosen < 1 || chosen > 65535) {
            error(word, "is not host[:port[:secret]]");
            return Optional.empty();
        }
        Optional<Secret> secret = Optional.empty();
        if (rest.length == 2 && !rest[1].isEmpty()) {
            holdsSecrets = true;
            secret = Optional.of(Secret.of(rest[1]));
        }
        return Optional.of(new Server(host, (int) chosen, secret));
    }

    private List<Server> withSecrets(List<Named> of) {
        List<Server> all = new ArrayList<>();
        for (Named named : of) {
            Server server = named.server();
            Optional<Secret> secret = server.secret().or(() -> Optional.ofNullable(secrets.get(server.host())));
            if (secret.isEmpty()) {
                error(named.word(), server.host() + " has no secret, neither here nor in a file that `servers` names");
            }
            all.add(new Server(server.host(), server.port(), secret));
        }
        return all;
    }

    private void secretsFile(Word name) {
        String path = name.text().startsWith("/")
                ? name.text()
                : fileName.substring(0, fileName.lastIndexOf('/') + 1) + name.text();
        switch (sources.read(path)) {
            case Sources.Found.Unreadable(String why) -> error(name, "servers " + name.inQuotes() + ": " + why);
            case Sources.Found.Text(String content, boolean readableByOthers) -> {
                if (readableByOthers) {
                    warnings.add(
                            new ConfigError(path, 1, 1, "the file of secrets can be read by others, chmod o-r it"));
                }
                for (List<Word> words : lines(content)) {
                    Word host = words.getFirst();
                    int octets = words.size() < 2
                            ? 0
                            : Secret.of(words.get(1).text()).octets().length;
                    if (octets < 1 || octets > MAX_SECRET_OCTETS) {
                        errors.add(new ConfigError(
                                path, host.line(), host.column(), "a line needs a host and its secret"));
                        continue;
                    }
                    for (String each : host.text().split("/", -1)) {
                        secrets.putIfAbsent(each, Secret.of(words.get(1).text()));
                    }
                }
            }
        }
    }

    private void bind(Word word) {
        if (!word.text().equals("*")) {
            address(word).ifPresent(it -> {
                settings.bindAddress = Optional.of(it);
                if (!seen.containsKey("nas_ip")) {
                    settings.nasAddress = Optional.of(it);
                }
            });
        }
    }

    private Optional<IpAddress> address(Word word) {
        Optional<IpAddress> address = IpAddress.parse(word.text());
        if (address.isEmpty()) {
            error(word, word.shown() + " is not an address");
        }
        return address;
    }

    private Optional<Long> number(List<Word> words, int min, int max) {
        Word word = words.getFirst();
        Optional<Long> number = Digits.parse(word.text()).filter(it -> it >= min && it <= max);
        if (number.isEmpty()) {
            error(word, word.shown() + " must be " + min + ".." + max);
        }
        return number;
    }

    private void error(Word word, String message) {
        errors.add(new ConfigError(fileName, word.line(), word.column(), message));
    }

    /// The words of each line that has some.
    private static List<List<Word>> lines(String text) {
        List<List<Word>> all = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            List<Word> words = new ArrayList<>();
            int at = 0;
            while (at < line.length() && line.charAt(at) != '#') {
                int from = at;
                while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
                    at++;
                }
                if (at > from) {
                    words.add(new Word(line.substring(from, at), false, number, from + 1));
                } else {
                    at++;
                }
            }
            if (!words.isEmpty()) {
                all.add(words);
            }
        }
        return all;
    }
}
