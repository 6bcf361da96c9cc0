/* test_world.c: the log of what came from outside: the first time it is asked for, the second time it is told. And the
 * lines of a run: what one of them does to files, nobody else sees. */
#include "base_test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "world/world.h"

static char folder[] = "/tmp/opscope-world-XXXXXX";

static const char *in_folder(const char *name) {
    static char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put_file(const char *name, const char *content) {
    FILE *file = fopen(in_folder(name), "w");
    assert_non_null(file);
    fputs(content, file);
    assert_int_equal(fclose(file), 0);
}

static void assert_file(const char *name, const char *content) {
    char got[200] = "";
    FILE *file = fopen(in_folder(name), "r");
    assert_non_null(file);
    got[fread(got, 1, sizeof got - 1, file)] = 0;
    fclose(file);
    assert_string_equal(got, content);
}

static World *begin(bool record) {
    World *world = world_new(&(WorldOptions){.record = record, .capture = true});
    assert_non_null(world);
    *WORLD_ROOT = (WorldRoot){0};
    world_attach(world);
    return world;
}

static int setup(void **state) {
    strcpy(folder, "/tmp/opscope-world-XXXXXX");
    return arena_setup(state) || !mkdtemp(folder) ? -1 : 0;
}

static int teardown(void **state) {
    char command[220];
    snprintf(command, sizeof command, "rm -r %s", folder);
    int status = system(command);
    arena_close();
    (void)state;
    return status;
}

/* --- the log ------------------------------------------------------------------------------------------------ */

typedef struct Told { /* all that a run has asked */
    char file[40], environment[40];
    int missing;
    i64 date;
    u8 entropy[16];
    WorldStat stat;
    isize listed;
} Told;

static Told ask_all(void) {
    Told told = {0};
    const char *bytes;
    isize length;
    assert_int_equal(world_read_file(in_folder("a.txt"), &bytes, &length), 0);
    memcpy(told.file, bytes, (usize)length);
    told.missing = world_read_file(in_folder("missing"), &bytes, &length);
    const char *value = world_environment("OPSCOPE_TEST");
    if (value) strcpy(told.environment, value);
    told.date = world_start_date_ns();
    world_entropy(told.entropy, sizeof told.entropy);
    told.stat = world_stat(in_folder("a.txt"));
    assert_int_equal(world_list(folder, &bytes, &told.listed), 0);
    char directory[4096];
    snprintf(directory, sizeof directory, "%s", world_working_directory());
    assert_string_equal(world_working_directory(), directory);
    return told;
}

static void test_replay_tells_the_same(void **state) {
    (void)state;
    World *world = begin(true);
    put_file("a.txt", "first");
    setenv("OPSCOPE_TEST", "before", 1);
    Told first = ask_all();
    u64 end = WORLD_ROOT->log_position;
    assert_string_equal(first.file, "first");
    assert_int_equal(first.missing, ENOENT);
    assert_string_equal(first.environment, "before");

    put_file("a.txt", "changed since");
    put_file("b.txt", "");
    unsetenv("OPSCOPE_TEST");
    WORLD_ROOT->log_position = 0; /* what a restored snapshot does */
    Told second = ask_all();
    assert_memory_equal(&first, &second, sizeof first);
    assert_int_equal(WORLD_ROOT->log_position, end);

    Told third = ask_all(); /* beyond the end the world is asked */
    assert_string_equal(third.file, "changed since");
    assert_string_equal(third.environment, "");
    assert_memory_not_equal(first.entropy, third.entropy, sizeof first.entropy);
    world_free(world);
}

/* The log as bytes makes another world tell the same. */
static void test_log_travels(void **state) {
    (void)state;
    World *world = begin(true);
    put_file("a.txt", "content");
    Told first = ask_all();
    isize length;
    const char *log = world_log(world, 0, &length);
    char *copy = malloc((usize)length);
    memcpy(copy, log, (usize)length);
    world_free(world);

    unlink(in_folder("a.txt"));
    world = begin(true);
    world_log_load(world, 0, copy, length);
    Told second = ask_all();
    assert_memory_equal(&first, &second, sizeof first);
    isize seen;
    assert_memory_equal(world_file_seen(world, in_folder("a.txt"), &seen), "content", 7);
    assert_int_equal(seen, 7);
    assert_null(world_file_seen(world, in_folder("missing"), &seen));
    free(copy);
    world_free(world);
}

static void test_without_record(void **state) {
    (void)state;
    World *world = begin(false);
    put_file("a.txt", "plain");
    ask_all();
    isize length;
    world_log(world, 0, &length);
    assert_int_equal(length, 0);
    assert_int_equal(WORLD_ROOT->log_position, 0);
    world_free(world);
}

/* --- output ------------------------------------------------------------------------------------------------- */

static void assert_output(World *world, const char *expected) {
    Text text = text_new(TEXT_ON_HOST);
    const WorldOutput *chunks;
    isize count = world_output_chunks(world, &chunks);
    for (isize i = 0; i < count; i++) {
        text_append_format(&text, "%d:", chunks[i].stream);
        text_append(&text, chunks[i].bytes, chunks[i].length);
    }
    assert_string_equal(text_cstring(&text), expected);
    text_free(&text);
}

static void test_output(void **state) {
    (void)state;
    World *world = begin(true);
    world_write(WORLD_STDOUT, "one ", 4);
    world_write(WORLD_STDOUT, "two ", 4);
    world_write(WORLD_STDERR, "oops ", 5);
    assert_output(world, "1:one two 2:oops ");
    WORLD_ROOT->output_position = 4; /* back in time */
    assert_output(world, "1:one ");
    world_write(WORLD_STDOUT, "two ", 4); /* lived again: nothing is added */
    assert_output(world, "1:one two ");

    world_branch_begin(world);
    world_write(WORLD_STDOUT, "tried", 5);
    assert_output(world, "1:tried");
    world_branch_end(world);
    WORLD_ROOT->output_position = 8;
    assert_output(world, "1:one two ");

    int line = world_line_new(world);
    assert_int_equal(line, 1);
    world_line_take(world, line);
    world_write(WORLD_STDOUT, "other", 5);
    assert_output(world, "1:one two other");
    world_line_take(world, 0);
    WORLD_ROOT->output_position = 13;
    assert_output(world, "1:one two 2:oops ");
    world_free(world);
}

/* A log that was loaded tells where the program writes; what it writes, it says itself. */
static void test_output_of_recording(void **state) {
    (void)state;
    World *world = begin(true);
    WorldRequest request = {.call = WORLD_CALL_WRITE, .descriptor = 2, .bytes = "told", .length = 4};
    world_call(&request);
    isize length;
    const char *log = world_log(world, 0, &length);
    char *copy = malloc((usize)length);
    memcpy(copy, log, (usize)length);
    world_free(world);
    world = begin(true);
    world_log_load(world, 0, copy, length);
    assert_int_equal(world_call(&request).value, 4);
    assert_output(world, "2:told");
    free(copy);
    world_free(world);
}

/* --- input -------------------------------------------------------------------------------------------------- */

static void test_input(void **state) {
    (void)state;
    World *world = begin(true);
    WorldRequest request = {.call = WORLD_CALL_READ, .descriptor = 0, .numbers = {100}};
    assert_true(world_call(&request).awaited);
    world_supply_input(world, "hello\n", 6);
    WorldAnswer answer = world_call(&request);
    assert_int_equal(answer.value, 6);
    assert_memory_equal(answer.bytes, "hello\n", 6);
    assert_true(world_call(&request).awaited);
    WORLD_ROOT->log_position = 0;
    assert_int_equal(world_call(&request).value, 6); /* a replay does not ask again */
    world_supply_input(world, "", 0);
    assert_int_equal(world_call(&request).value, 0); /* the end of the file */
    world_free(world);
}

/* --- files and the lines of a run ---------------------------------------------------------------------------- */

static i64 file_open(const char *name, int flags) {
    WorldRequest request = {
        .call = WORLD_CALL_OPEN, .path = in_folder(name), .at = WORLD_HERE, .numbers = {flags, 0666}};
    WorldAnswer answer = world_call(&request);
    return answer.error ? -answer.error : answer.value;
}
static i64 file_write(i64 descriptor, const char *text) {
    WorldRequest request = {
        .call = WORLD_CALL_WRITE, .descriptor = (int)descriptor, .bytes = text, .length = (isize)strlen(text)};
    WorldAnswer answer = world_call(&request);
    return answer.error ? -answer.error : answer.value;
}
static const char *file_read(i64 descriptor, i64 size) {
    static char got[200];
    WorldRequest request = {.call = WORLD_CALL_READ, .descriptor = (int)descriptor, .numbers = {size}};
    WorldAnswer answer = world_call(&request);
    assert_int_equal(answer.error, 0);
    memcpy(got, answer.bytes, (usize)answer.length);
    got[answer.length] = 0;
    return got;
}
static void file_close(i64 descriptor) {
    world_call(&(WorldRequest){.call = WORLD_CALL_CLOSE, .descriptor = (int)descriptor});
}
static const char *file_content(const char *name) {
    i64 descriptor = file_open(name, O_RDONLY);
    if (descriptor < 0) return "(none)";
    const char *got = file_read(descriptor, 150);
    file_close(descriptor);
    return got;
}
static int by_name(WorldCall call, const char *name, const char *name2, i64 number) {
    char path2[200] = "";
    if (name2) strcpy(path2, in_folder(name2));
    return world_call(&(WorldRequest){.call = call,
                                      .path = in_folder(name),
                                      .at = WORLD_HERE,
                                      .path2 = name2 ? path2 : NULL,
                                      .at2 = WORLD_HERE,
                                      .numbers = {number}})
        .error;
}

typedef struct Moment { /* what a snapshot keeps of the world */
    u64 log, output;
} Moment;
static Moment now(void) { return (Moment){WORLD_ROOT->log_position, WORLD_ROOT->output_position}; }
static void go(Moment moment) {
    WORLD_ROOT->log_position = moment.log;
    WORLD_ROOT->output_position = moment.output;
}

/* The trunk writes through; a line that parts in its past finds the file as it was then, half written, and goes on. */
static void test_line_has_copies(void **state) {
    (void)state;
    World *world = begin(true);
    i64 file = file_open("f.txt", O_WRONLY | O_CREAT | O_TRUNC);
    assert_int_equal(file, 3);
    assert_int_equal(file_write(file, "one "), 4);
    Moment parting = now();
    file_write(file, "two ");
    file_close(file);
    assert_file("f.txt", "one two ");

    go(parting);
    int line = world_line_new(world);
    world_line_take(world, line);
    assert_string_equal(file_content("f.txt"), "one ");
    assert_int_equal(file_write(file, "other"), 5);
    assert_string_equal(file_content("f.txt"), "one other");
    Moment later = now();
    int second = world_line_new(world); /* a line of the line */
    file_write(file, "!");
    assert_string_equal(file_content("f.txt"), "one other!");

    go(later);
    world_line_take(world, second);
    assert_string_equal(file_content("f.txt"), "one other");
    go(parting);
    world_line_take(world, 0);
    assert_int_equal(file_write(file, "two "), 4); /* from the log */
    assert_file("f.txt", "one two ");
    world_free(world);
}

static void test_line_sees_what_was_there(void **state) {
    (void)state;
    World *world = begin(true);
    put_file("old.txt", "old");
    put_file("gone.txt", "gone");
    put_file("read.txt", "0123456789");
    i64 reader = file_open("read.txt", O_RDONLY);
    assert_string_equal(file_read(reader, 4), "0123");
    Moment parting = now();
    assert_string_equal(file_read(reader, 4), "4567");
    assert_int_equal(by_name(WORLD_CALL_REMOVE, "gone.txt", NULL, 0), 0);
    assert_int_equal(by_name(WORLD_CALL_RENAME, "old.txt", "new.txt", 0), 0);
    assert_int_equal(by_name(WORLD_CALL_MAKE_FOLDER, "sub", NULL, 0777), 0);

    go(parting);
    world_line_take(world, world_line_new(world));
    assert_string_equal(file_read(reader, 3), "456"); /* it stands where it stood */
    assert_string_equal(file_content("old.txt"), "old");
    assert_string_equal(file_content("gone.txt"), "gone");
    assert_string_equal(file_content("new.txt"), "(none)");
    assert_int_equal(by_name(WORLD_CALL_REMOVE, "sub", NULL, AT_REMOVEDIR), ENOENT);
    assert_int_equal(by_name(WORLD_CALL_MAKE_FOLDER, "own", NULL, 0777), 0);
    assert_int_equal(by_name(WORLD_CALL_MAKE_FOLDER, "own", NULL, 0777), EEXIST);
    i64 inner = file_open("own/x.txt", O_RDWR | O_CREAT | O_EXCL);
    assert_true(inner > 0);
    file_write(inner, "x");
    assert_int_equal(file_open("own/x.txt", O_RDWR | O_CREAT | O_EXCL), -EEXIST);
    assert_int_equal(by_name(WORLD_CALL_REMOVE, "own", NULL, AT_REMOVEDIR), ENOTEMPTY);
    assert_int_equal(by_name(WORLD_CALL_RENAME, "own/x.txt", "old.txt", 0), 0);
    assert_string_equal(file_content("old.txt"), "x");
    assert_int_equal(by_name(WORLD_CALL_REMOVE, "own", NULL, AT_REMOVEDIR), 0);
    assert_int_equal(by_name(WORLD_CALL_REMOVE, "read.txt", NULL, 0), 0);

    WorldAnswer list = world_call(&(WorldRequest){.call = WORLD_CALL_LIST, .path = folder});
    Text names = text_new(TEXT_ON_HOST);
    for (isize i = 0; i < list.length;) {
        WorldEntry entry;
        memcpy(&entry, list.bytes + i, sizeof entry);
        text_append_format(&names, "%s ", list.bytes + i + sizeof entry);
        i += (isize)sizeof entry + ((entry.length + 8) & ~7);
    }
    assert_string_equal(text_cstring(&names), "gone.txt old.txt ");
    text_free(&names);

    assert_file("new.txt", "old"); /* the world is what the trunk has made of it */
    assert_file("read.txt", "0123456789");
    assert_int_not_equal(access(in_folder("own"), F_OK), 0);
    world_free(world);
}

/* What is tried at a stop reads the files of that moment, and changes none. */
static void test_try_changes_nothing(void **state) {
    (void)state;
    World *world = begin(true);
    i64 file = file_open("f.txt", O_RDWR | O_CREAT);
    file_write(file, "abc");
    Moment middle = now();
    file_write(file, "def");
    go(middle);
    world_branch_begin(world);
    assert_string_equal(file_content("f.txt"), "abc");
    assert_int_equal(file_write(file, "x"), -EROFS);
    assert_int_equal(file_open("other.txt", O_WRONLY | O_CREAT), -EROFS);
    assert_int_equal(by_name(WORLD_CALL_REMOVE, "f.txt", NULL, 0), EROFS);
    world_branch_end(world);
    go(middle);
    assert_int_equal(file_write(file, "def"), 3);
    assert_file("f.txt", "abcdef");
    world_free(world);
}

static void test_pipes_part(void **state) {
    (void)state;
    World *world = begin(true);
    WorldAnswer made = world_call(&(WorldRequest){.call = WORLD_CALL_PIPE});
    i64 reading = made.value, writing;
    memcpy(&writing, made.bytes, sizeof writing);
    file_write(writing, "abcdef");
    assert_string_equal(file_read(reading, 2), "ab");
    Moment middle = now();
    assert_string_equal(file_read(reading, 10), "cdef");
    go(middle);
    world_line_take(world, world_line_new(world));
    assert_string_equal(file_read(reading, 10), "cdef");
    world_free(world);
}

/* --- data of a library's own -------------------------------------------------------------------------------- */

static void test_statics_go_back(void **state) {
    (void)state;
    char data[] = "first";
    World *world = begin(true);
    world_statics_put_back(); /* nobody has claimed any */
    WorldRoot before = *WORLD_ROOT;
    assert_true(world_statics_claim(data, sizeof data));
    strcpy(data, "later");
    world_statics_keep();
    strcpy(data, "wrong");
    world_statics_put_back();
    assert_string_equal(data, "later");
    *WORLD_ROOT = before; /* as the machine was before the library was imported */
    world_statics_put_back();
    assert_string_equal(data, "first");
    strcpy(data, "again");
    world_free(world);
    assert_string_equal(data, "first");
}

#define WORLD_TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
int main(void) {
    const struct CMUnitTest tests[] = {
        WORLD_TEST(test_replay_tells_the_same), WORLD_TEST(test_log_travels),
        WORLD_TEST(test_without_record),        WORLD_TEST(test_output),
        WORLD_TEST(test_output_of_recording),   WORLD_TEST(test_input),
        WORLD_TEST(test_line_has_copies),       WORLD_TEST(test_line_sees_what_was_there),
        WORLD_TEST(test_try_changes_nothing),   WORLD_TEST(test_pipes_part),
        WORLD_TEST(test_statics_go_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
