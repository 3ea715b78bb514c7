# target/.fast says that classes were compiled without the checks: `make unit` compiles those again.
# Every target does its own set-up. `make help` lists them.
export JAVA_HOME := $(shell dev/java-home)
# A build is over before the second compiler pays; Debian's Maven brings a library that warns on new JDKs.
export MAVEN_OPTS ?= -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow
MVN = mvn -q -B $(MVNFLAGS)
NEED_JDK = @test -n "$(JAVA_HOME)" || { dev/java-home >/dev/null; exit 1; }

.PHONY: help build man demo test unit interop lab bench format fast clean

help:            ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 20

build: jdk           ## bin/prol2tpd and bin/prol2tp, runnable in place
	@mkdir -p target && touch target/.fast
	@dev/bpf
	$(MVN) -Dfast -DskipTests package
	@dev/launchers

man:             ## the man pages, from docs/man to target/man, checked
	@dev/man

demo: build          ## an LNS and a LAC in two namespaces, traffic between them: KEEP=1 leaves them running
	@demo/demo.sh $(if $(KEEP),keep)

unit: jdk            ## format, Error Prone, unit tests, coverage; as root the tests with namespaces too
	@if [ "$$(id -u)" = 0 ]; then dev/need iproute2 iputils-ping; fi
	@if [ -e target/.fast ]; then rm -rf target/classes target/test-classes target/maven-status target/.fast; fi
	@dev/bpf
	$(MVN) verify
	@bash bench/jmh.sh compile || [ $$? = 77 ]

test: unit           ## everything: unit, man pages, then the interop cases (the other daemons, the lab guest), which need root
	@dev/launchers
	@dev/man || { [ $$? = 77 ] && [ "$$(id -u)" != 0 ]; }
	@if [ "$$(id -u)" = 0 ]; then REQUIRE_ALL=1 interop/run; \
	else echo "SKIPPED interop: namespaces need root; run 'sudo make test'"; fi

interop: build       ## the interop cases on this machine's kernel: CASES="name..." for some of all
	LAB=$(if $(CASES),,0) interop/run $(CASES)

lab: build           ## the interop cases that need a kernel with L2TP and PPP; builds it first, once
	LAB=1 REQUIRE_ALL=1 interop/run

bench: build         ## speed and size beside l2tpns, xl2tpd and VXLAN: ARGS="quick|full startup setup datapath memory cost"
	bench/run $(ARGS)

fast: jdk            ## compile and run unit tests without the checks: T=Class,Class or T=Class#method; SEEDS=50 FUZZ=20000
	@mkdir -p target && touch target/.fast
	@dev/bpf
	$(MVN) -o -Dfast -Dsim.seeds=$(or $(SEEDS),50) -Dfuzz.count=$(or $(FUZZ),20000) test $(if $(T),-Dtest=$(T) -Dsurefire.failIfNoSpecifiedTests=false)

format: jdk          ## write the sources as the formatter wants them
	$(MVN) spotless:apply

clean:           ## remove what was built
	rm -rf target bin

.PHONY: jdk
jdk:
	$(NEED_JDK)
	@command -v mvn >/dev/null || dev/need maven
