# Builds opscope.
#
#   make              builds build/opscope
#   make run          gets what is missing, builds, opens the first lesson
#   make check        gets what the tests need, builds, runs them all
#   make check-stdlib    compiles the whole library, plainly, with -O and -OO, and compares with python3.11
#   make check-random    compiles random programs and compares: N=100000 programs from number FIRST=1 on
#   make fuzz            looks for crashes for SECONDS=60 each, from source to code and from .pyc to code; needs clang
#   make abuse        calls native modules with wrong and odd arguments: N=100000 cases from number FIRST=1 on
#   make hostile      each allocation of each test program fails once, and each container's birth collects: hours
#   make bench        measures (tests/bench/): the best of RUNS=5 runs, beside python3.11; NAMES="loops lists"
#   make check-time   time travel at length: 50 random moments of each program, each way to see writes, kill -9
#   make conformance  CPython's own tests (needs python3.11 and libpython3.11-testsuite); FILES="test_int test_re"
#   make foreign      programs that nobody here wrote: examples, snippets and commands of the installed library
#   make expect       makes the expected files of the tests again; needs Debian's python3.11
#   make install      into $(PREFIX)/bin
#
#   MODE=release      what is shipped (default);  MODE=debug;  MODE=asan: AddressSanitizer and UBSan
#   CC=clang          the other compiler
#   V=1               shows each command

MODE ?= release
CC = gcc
V ?= 0
Q := $(if $(filter 0,$(V)),@)
BUILD ?= build/$(MODE)-$(notdir $(CC))
PREFIX ?= /usr/local
JOBS := $(shell nproc 2>/dev/null || echo 2)

ROOMS = base world object code syntax compiler vm modules recorder inspect session lesson ui app
SOURCES := $(foreach room,$(ROOMS),$(wildcard src/$(room)/*.c))
# Where SQLite is not there as an archive, the module sqlite3 is missing.
SQLITE_ARCHIVE := $(filter /%,$(shell $(CC) -print-file-name=libsqlite3.a))
ifeq ($(SQLITE_ARCHIVE),)
SOURCES := $(filter-out src/modules/sqlite%,$(SOURCES))
endif
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/%.o)
# Everything but main(), for the tests in C.
LIBRARY := $(filter-out $(BUILD)/app/main.o,$(OBJECTS))
UNIT_SOURCES := $(wildcard tests/unit/test_*.c)
UNIT_TESTS := $(UNIT_SOURCES:tests/unit/%.c=$(BUILD)/unit/%)

WARNINGS = -Wall -Wextra -Werror -Wshadow -Wpointer-arith -Wstrict-prototypes -Wmissing-prototypes \
           -Wold-style-definition -Wvla -Wundef -Wwrite-strings -Wimplicit-fallthrough -Wno-array-bounds -Wno-missing-field-initializers
# At a fixed address: nothing to relocate at a start, 90 pages fewer to touch.
CFLAGS_release = -O2 -g1 -fno-pie
LDFLAGS_release = -no-pie
CFLAGS_debug = -O0 -g3
CFLAGS_asan = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
# The evaluation loop's computed gotos make the sanitizers' checks explode when they are optimised.
ifeq ($(MODE),asan)
$(BUILD)/vm/eval.o: CFLAGS_asan = -O0 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined
endif
# How a page is written down is a loop over eight words at a time, which only -O3 unrolls: two thirds faster.
ifeq ($(MODE),release)
$(BUILD)/recorder/page_code.o: CFLAGS_release = -O3 -g1 -fno-pie
# ... and `ip += 2, sp += 8` are two registers in the evaluation loop, not a vector that both are moved into and out of.
$(BUILD)/vm/eval.o: CFLAGS_release = -O2 -fno-tree-slp-vectorize -g1 -fno-pie
endif
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -Isrc -fno-strict-aliasing -fno-math-errno $(WARNINGS) $(CFLAGS_$(MODE)) $(CFLAGS)
# The terminal's libraries and those that compress go into the binary where the archives of all are installed:
# looking six shared ones up takes half a millisecond of every start.
OUTSIDE = readline panelw ncursesw tinfo z bz2 lzma expat crypt
OUTSIDE_LIBS = $(OUTSIDE:%=-l%)
NO_ARCHIVE := $(filter-out /%,$(foreach name,$(OUTSIDE),$(shell $(CC) -print-file-name=lib$(name).a)))
LDLIBS = $(if $(NO_ARCHIVE),$(OUTSIDE_LIBS),-Wl$(comma)-Bstatic $(OUTSIDE_LIBS) -Wl$(comma)-Bdynamic) -lm
comma := ,

# SQLite keeps data of its own outside of what it allocates. Here all of that lies in one section, between two symbols, so
# that the machine can keep it with its state (src/world/world_statics.c); and what it would ask of the system is asked of us.
ifeq ($(SQLITE_ARCHIVE),)
ALL_CFLAGS += -DWITHOUT_SQLITE
else
SQLITE = $(BUILD)/libsqlite3.a
endif
SQLITE_STATICS = $(foreach section,.data .data.rel .data.rel.local,--rename-section $(section)=sqlite_statics) \
    --set-section-flags .bss=alloc,load,contents,data --rename-section .bss=sqlite_statics,alloc,load,contents,data
SQLITE_CALLS = localtime_r=sqlite_local_time qsort=sqlite_sort pthread_create=sqlite_thread_refuse

BUILD_NEEDS = $(CC):gcc make:make curses.h:libncurses-dev readline/readline.h:libreadline-dev zlib.h:zlib1g-dev \
    bzlib.h:libbz2-dev lzma.h:liblzma-dev expat.h:libexpat1-dev sqlite3.h:libsqlite3-dev
# Programs run without it, but can import little.
LIBRARY_NEEDS = /usr/lib/python3.11/json/__init__.py:libpython3.11-stdlib
# With it a part of the tests asks CPython itself; the others have its answers with them.
JUDGE_NEEDS = /usr/bin/python3.11:python3.11 /usr/lib/python3.11/test/test_doctest.py:libpython3.11-testsuite
CHECK_NEEDS = clang:clang clang-format:clang-format cmocka.h:libcmocka-dev vterm.h:libvterm-dev tmux:tmux awk:mawk

.PHONY: all run check check-stdlib check-random check-time fuzz abuse hostile bench conformance foreign expect install objects unit clean
all: $(BUILD)/opscope
	@mkdir -p build && ln -sf $(abspath $(BUILD))/opscope build/opscope

run:
	@tests/tools/need.sh "to build opscope" $(BUILD_NEEDS)
	@tests/tools/need.sh "by programs that import Python's library" $(LIBRARY_NEEDS) || true
	@[ -x $(BUILD)/opscope ] || echo "Building opscope: about a minute"
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	@build/opscope lesson

check:
	@tests/tools/need.sh "to build opscope" $(BUILD_NEEDS)
	@tests/tools/need.sh "by the tests" $(CHECK_NEEDS) $(LIBRARY_NEEDS)
	@tests/tools/need.sh "to compare with CPython itself" $(JUDGE_NEEDS) || true
	@tests/check.sh

N ?= 100000
FIRST ?= 1
check-stdlib: all
	@tests/tools/compare_compiler.sh stdlib
check-random: all
	@tests/tools/compare_compiler.sh random $(N) $(FIRST)

RUNS ?= 5
MOMENTS ?= 50
SECONDS ?= 60
fuzz:
	@tests/fuzz/run.sh $(SECONDS)

abuse:
	@$(MAKE) --no-print-directory -s all MODE=asan
	@tests/fuzz/abuse.sh build/asan-$(notdir $(CC))/opscope $(FIRST) $(N)

hostile: all
	@EVERY=1 PATIENCE=86400 tests/tools/compare.sh hostile $(BUILD)/opscope $(NAMES)
	@ALL=1 PATIENCE=86400 tests/tools/compare.sh collect $(BUILD)/opscope $(NAMES)

check-time: all
	@MOMENTS=$(MOMENTS) tests/tools/compare.sh time $(BUILD)/opscope
	@for method in mprotect compare; do \
	    METHOD="--dirty-pages $$method" tests/tools/compare.sh replay $(BUILD)/opscope || exit 1; done
	@tests/time/kill.sh $(BUILD)/opscope 200

bench: all $(BUILD)/usage
	@tests/tools/need.sh "to compare with" /usr/bin/python3.11:python3.11
	@/usr/bin/python3.11 tests/bench/bench.py $(BUILD)/opscope $(BUILD)/usage -n $(RUNS) $(NAMES)

conformance: all
	@tests/tools/need.sh "to run CPython's own tests" $(JUDGE_NEEDS)
	@/usr/bin/python3.11 tests/conformance/conformance.py $(BUILD)/opscope $(FILES)

foreign: all
	@tests/tools/need.sh "to run its library's examples" $(JUDGE_NEEDS)
	@/usr/bin/python3.11 tests/foreign/foreign.py $(BUILD)/opscope $(PROGRAMS)

expect: all
	@tests/tools/expect.sh

install: all
	install -D $(BUILD)/opscope $(DESTDIR)$(PREFIX)/bin/opscope

objects: $(OBJECTS)

$(BUILD)/opscope: $(OBJECTS) $(SQLITE)
	@echo "link $@"
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS_$(MODE)) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/libsqlite3.a: $(SQLITE_ARCHIVE)
	@mkdir -p $(@D)
	$(Q)objcopy $(SQLITE_STATICS) $(SQLITE_CALLS:%=--redefine-sym %) $< $@

$(BUILD)/%.o: src/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

unit: $(UNIT_TESTS)

$(BUILD)/libopscope.a: $(LIBRARY)
	@rm -f $@
	$(Q)ar rcs $@ $^

# The machine behind a pipe, or with a question more, for tests/tools.
$(BUILD)/%_driver: tests/tools/%_driver.c $(BUILD)/libopscope.a $(SQLITE)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS_$(MODE)) -o $@ $^ $(LDLIBS)

# What tests/fuzz/run.sh calls, from a build of its own.
$(BUILD)/fuzz_%: tests/fuzz/fuzz_%.c $(BUILD)/libopscope.a $(SQLITE)
	$(Q)$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)

$(BUILD)/usage: tests/bench/usage.c
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS_$(MODE)) -o $@ $<

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libopscope.a $(SQLITE)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS_$(MODE)) -o $@ $< $(BUILD)/libopscope.a $(SQLITE) -lcmocka $(LDLIBS)

clean:
	rm -rf build

-include $(OBJECTS:.o=.d)
