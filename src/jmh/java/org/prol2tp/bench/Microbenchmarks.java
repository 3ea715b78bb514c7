package org.prol2tp.bench;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs all benchmarks with JMH and its allocation profiler, and prints samples: nanoseconds and octets allocated, for
/// each
/// measured iteration. Arguments: `quick` or `full`, then a regular expression for some of them. Exit status 1 if a
/// benchmark of
/// packets allocates.
public final class Microbenchmarks {
    /// Of octets for each packet: what JMH itself allocates in an iteration, spread over all packets of it.
    private static final double NOTHING = 0.1;

    private Microbenchmarks() {}

    public static void main(String[] arguments) throws RunnerException {
        boolean quick = arguments.length > 0 && arguments[0].equals("quick");
        OptionsBuilder options = new OptionsBuilder();
        options.include(arguments.length > 1 ? arguments[1] : "org\\.prol2tp\\..*Benchmark\\.")
                .mode(Mode.AverageTime)
                .timeUnit(java.util.concurrent.TimeUnit.NANOSECONDS)
                .verbosity(VerboseMode.SILENT)
                .addProfiler(GCProfiler.class)
                .forks(quick ? 1 : 2)
                .warmupIterations(quick ? 2 : 5)
                .warmupTime(TimeValue.milliseconds(quick ? 250 : 1_000))
                .measurementIterations(quick ? 3 : 5)
                .measurementTime(TimeValue.milliseconds(quick ? 200 : 500))
                .shouldFailOnError(true)
                .jvmArgsAppend("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx512m");
        boolean allocates = false;
        Collection<RunResult> results = new Runner(options.build()).run();
        for (RunResult result : results) {
            allocates |= print(result);
        }
        System.exit(allocates || results.isEmpty() ? 1 : 0);
    }

    /// Whether it allocates and must not.
    private static boolean print(RunResult result) {
        BenchmarkParams params = result.getParams();
        String name = params.getBenchmark().replaceAll("^.*\\.([A-Za-z]+)Benchmark\\.", "$1.");
        double allocated = Double.MAX_VALUE;
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                double octets = iteration.getSecondaryResults().values().stream()
                        .filter(each -> each.getLabel().endsWith("gc.alloc.rate.norm"))
                        .mapToDouble(Result::getScore)
                        .findFirst()
                        .orElse(Double.MAX_VALUE);
                allocated = Math.min(allocated, octets);
                System.out.printf(
                        Locale.ROOT,
                        "sample case=%s who=prol2tp unit=ns value=%.2f%nsample case=%s who=prol2tp unit=octets-allocated value=%.1f%n",
                        name,
                        iteration.getPrimaryResult().getScore(),
                        name,
                        octets);
            }
        }
        boolean wrong = name.startsWith("Packet.") && allocated > NOTHING;
        if (wrong) {
            System.out.printf(Locale.ROOT, "FAIL %s allocates %.1f octets for each packet%n", name, allocated);
        }
        return wrong;
    }
}
