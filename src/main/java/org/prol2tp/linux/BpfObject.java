package org.prol2tp.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Programs as clang wrote them (`-target bpf`): an ELF object whose functions are programs, and whose references are
/// to
/// maps by name.
///
/// Source: elf(5); bpf(2).
public final class BpfObject {
    private static final int SECTION_OCTETS = 64;
    private static final int SYMBOL_OCTETS = 24;
    private static final int RELOCATION_OCTETS = 16;
    private static final int SHT_SYMTAB = 2;
    private static final int SHT_REL = 9;
    private static final int STT_FUNC = 2;
    private static final int STT_MASK = 0xf;
    /// In the upper half of the octet of registers: the constant is a map's descriptor.
    private static final int PSEUDO_MAP_FD = 0x10;

    private final byte[] octets;
    private final ByteBuffer elf;
    private final int sections;
    private final int symbols;

    private BpfObject(byte[] octets) {
        this.octets = octets;
        elf = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        sections = elf.getShort(60);
        symbols = section(SHT_SYMTAB);
    }

    /// The programs in `object`, by name, with references to `maps` as their descriptors.
    ///
    /// @throws IllegalArgumentException if it is no such object, or has a reference to something else
    public static Map<String, byte[]> programs(byte[] object, Map<String, Integer> maps) {
        try {
            return new BpfObject(object.clone()).programs(maps);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not an object of BPF programs", e);
        }
    }

    private Map<String, byte[]> programs(Map<String, Integer> maps) {
        for (int i = 0; i < sections; i++) {
            if (type(i) == SHT_REL && link(i) == symbols) {
                relocate(i, maps);
            }
        }
        Map<String, byte[]> programs = new LinkedHashMap<>();
        for (int at = offset(symbols); at < offset(symbols) + size(symbols); at += SYMBOL_OCTETS) {
            if ((elf.get(at + 4) & STT_MASK) == STT_FUNC) {
                int from = offset(elf.getShort(at + 6)) + (int) elf.getLong(at + 8);
                programs.put(symbolName(at), Arrays.copyOfRange(octets, from, from + (int) elf.getLong(at + 16)));
            }
        }
        return programs;
    }

    private void relocate(int section, Map<String, Integer> maps) {
        int target = offset(info(section));
        for (int at = offset(section); at < offset(section) + size(section); at += RELOCATION_OCTETS) {
            int instruction = target + (int) elf.getLong(at);
            String name = symbolName(offset(symbols) + elf.getInt(at + 12) * SYMBOL_OCTETS);
            Integer map = maps.get(name);
            if (map == null) {
                throw new IllegalArgumentException("a reference to " + name + ", which is no map");
            }
            elf.put(instruction + 1, (byte) (elf.get(instruction + 1) & 0x0f | PSEUDO_MAP_FD));
            elf.putInt(instruction + 4, map);
        }
    }

    private int section(int type) {
        for (int i = 0; i < sections; i++) {
            if (type(i) == type) {
                return i;
            }
        }
        throw new IllegalArgumentException("an object without symbols");
    }

    private int header(int section) {
        return (int) elf.getLong(40) + section * SECTION_OCTETS;
    }

    private int type(int section) {
        return elf.getInt(header(section) + 4);
    }

    private int offset(int section) {
        return (int) elf.getLong(header(section) + 24);
    }

    private int size(int section) {
        return (int) elf.getLong(header(section) + 32);
    }

    private int link(int section) {
        return elf.getInt(header(section) + 40);
    }

    private int info(int section) {
        return elf.getInt(header(section) + 44);
    }

    private String symbolName(int symbol) {
        int from = offset(link(symbols)) + elf.getInt(symbol);
        int to = from;
        while (octets[to] != 0) {
            to++;
        }
        return new String(octets, from, to - from, US_ASCII);
    }
}
