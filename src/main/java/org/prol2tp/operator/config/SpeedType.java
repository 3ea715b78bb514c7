package org.prol2tp.operator.config;

import java.util.List;

/// `speed` or `speed:txspeed`, bits per second; a single one is for both directions.
record SpeedType() implements ValueType<SpeedType.Speeds> {
    private static final Number BITS = new Number(0, 4_294_967_295L);

    /// Bits per second each way.
    record Speeds(long rx, long tx) {}

    @Override
    public String sample() {
        return "64000:128000";
    }

    @Override
    public String shape() {
        return "rx or rx:tx in bits per second, each " + BITS.shape();
    }

    @Override
    public Speeds read(List<Word> words) throws BadValue {
        Word word = words.getFirst();
        int colon = word.text().indexOf(':');
        long rx = part(word, colon < 0 ? word.text() : word.text().substring(0, colon));
        return new Speeds(rx, colon < 0 ? rx : part(word, word.text().substring(colon + 1)));
    }

    @Override
    public String print(Speeds value) {
        return value.rx() == value.tx() ? Long.toString(value.rx()) : value.rx() + ":" + value.tx();
    }

    private static long part(Word whole, String text) throws BadValue {
        try {
            return BITS.read(List.of(new Word(text, false, whole.line(), whole.column())));
        } catch (BadValue bad) {
            throw new BadValue(whole, bad.rest());
        }
    }
}
