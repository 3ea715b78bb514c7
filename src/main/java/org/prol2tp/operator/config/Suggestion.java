package org.prol2tp.operator.config;

import java.util.Collection;

/// What somebody may have meant by a word that is not there.
final class Suggestion {
    /// Edits that a short word may be away from its meaning; longer words may be one edit farther.
    private static final int NEAR = 2;

    private Suggestion() {}

    /// `, did you mean "hello_timeout"?`, or nothing if no word of `known` is near.
    static String of(String written, Collection<String> known) {
        String best = "";
        int bestDistance = written.length() < 4 ? NEAR : NEAR + 2;
        for (String word : known) {
            int distance = distance(written, word, bestDistance);
            if (distance < bestDistance && distance < word.length()) {
                best = word;
                bestDistance = distance;
            }
        }
        return best.isEmpty() ? "" : ", did you mean \"" + best + "\"?";
    }

    /// Insertions, deletions, replacements and swaps of neighbours from one to the other; `limit` if there
    /// are more.
    private static int distance(String from, String to, int limit) {
        if (Math.abs(from.length() - to.length()) >= limit) {
            return limit;
        }
        int[] before = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] now = new int[to.length() + 1];
            now[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                boolean same = from.charAt(i - 1) == to.charAt(j - 1);
                now[j] = Math.min(Math.min(last[j] + 1, now[j - 1] + 1), last[j - 1] + (same ? 0 : 1));
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    now[j] = Math.min(now[j], before[j - 2] + 1);
                }
            }
            before = last;
            last = now;
        }
        return Math.min(last[to.length()], limit);
    }
}
