package org.prol2tp.operator.config;

import java.util.List;

/// The path of a file that is read with this one; relative ones begin where the config file is.
record OtherFile() implements ValueType<String> {
    private static final ValueType.Text PATH = new ValueType.Text("path", 4096);

    @Override
    public String sample() {
        return "radius/radiusclient.conf";
    }

    @Override
    public String shape() {
        return "path";
    }

    @Override
    public String read(List<Word> words) throws BadValue {
        return PATH.read(words);
    }

    @Override
    public String print(String value) {
        return value;
    }

    @Override
    public boolean isText() {
        return true;
    }
}
