/* lesson.c: reading a lesson's text. What is wrong in it is said with its file and line: lessons are written by
 * teachers. */
#include "lesson/lesson.h"

#include "inspect/language.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char *joined(const char *folder, const char *name) {
    usize length = strlen(folder) + strlen(name) + 2;
    char *path = malloc(length);
    if (path) {
        strcpy(path, folder);
        strcat(path, "/");
        strcat(path, name);
    }
    return path;
}

/* --- the text ------------------------------------------------------------------------------------------ */

static const struct {
    const char *word;
    StopPlace place;
    bool wants_number, wants_name;
} places[] = {{"start", PLACE_START, false, false},      {"end", PLACE_END, false, false},
              {"line", PLACE_LINE, true, false},         {"op", PLACE_OP, false, true},
              {"function", PLACE_FUNCTION, false, true}, {"return", PLACE_RETURN, false, true},
              {"raise", PLACE_RAISE, false, false},      {"step", PLACE_STEP, true, false}};

typedef struct Reading {
    Lesson *lesson;
    bool korean; /* the reader of messages */
    const char *path;
    int line;
    Text text; /* of the stop or the introduction being read */
    Status status;
} Reading;

/* What is wrong in the line that was read. */
static void complain(Reading *reading, const char *english, const char *korean, ...) PRINTF_LIKE(2, 4)
    PRINTF_LIKE(3, 4);
static void complain(Reading *reading, const char *english, const char *korean, ...) {
    if (reading->status.failed) return;
    Text message = text_new(TEXT_ON_HOST);
    va_list arguments;
    va_start(arguments, korean);
    language_vappend(reading->korean, &message, english, korean, arguments);
    va_end(arguments);
    reading->status = status_error("%s:%d: %s", reading->path, reading->line, text_cstring(&message));
    text_free(&message);
}

/* Puts the text gathered so far where it belongs, without blank lines at its ends. */
static void finish_text(Reading *reading) {
    Lesson *lesson = reading->lesson;
    const char *start = text_cstring(&reading->text);
    while (*start == '\n') start++;
    usize length = strlen(start);
    while (length && start[length - 1] == '\n') length--;
    char *text = strndup(start, length);
    if (lesson->stop_count)
        lesson->stops[lesson->stop_count - 1].text = text;
    else
        lesson->intro = text;
    text_clear(&reading->text);
}

static void read_place(Reading *reading, LessonStop *stop, char *words) {
    char *word = strtok(words, " \t"), *argument = NULL, *count;
    isize found = -1;
    for (isize i = 0; word && i < COUNT_OF(places); i++)
        if (strcmp(places[i].word, word) == 0) found = i;
    if (found < 0) {
        complain(
            reading,
            "a stop is at start, end, line N, op NAME, function NAME, return NAME, raise or step N, not %s",
            "멈추는 곳은 start, end, line N, op NAME, function NAME, return NAME, raise, step N 가운데 "
            "하나인데, "
            "여기에는 %s^이 있습니다",
            word              ? word
            : reading->korean ? "빈칸"
                              : "nothing");
        return;
    }
    stop->place = places[found].place;
    if (places[found].wants_number || places[found].wants_name) {
        argument = strtok(NULL, " \t");
        if (!argument) {
            complain(reading, "this stop wants a name or a number: %s",
                     "이 멈춤에는 이름이나 번호가 있어야 합니다: %s", word);
            return;
        }
    }
    if (places[found].wants_number && (stop->number = strtoll(argument, NULL, 10)) <= 0)
        complain(reading, "this is no number: %s", "번호가 아닙니다: %s", argument);
    if (places[found].wants_name) {
        free(stop->name);
        stop->name = strdup(argument);
    }
    count = strtok(NULL, " \t");
    stop->occurrence = count ? atoi(count) : 1;
    if (stop->occurrence < 1) complain(reading, "this is no count: %s", "횟수가 아닙니다: %s", count);
}

static void begin_stop(Reading *reading, const char *place) {
    Lesson *lesson = reading->lesson;
    finish_text(reading);
    LessonStop *stops = realloc(lesson->stops, (usize)(lesson->stop_count + 1) * sizeof *stops);
    if (!stops) {
        complain(reading, "out of memory", "메모리가 모자랍니다");
        return;
    }
    lesson->stops = stops;
    LessonStop *stop = &stops[lesson->stop_count++];
    *stop = (LessonStop){.occurrence = 1,
                         .name = strdup(""),
                         .show = strdup(""),
                         .ask = strdup(""),
                         .answer = strdup(""),
                         .source_line = reading->line};
    char *words = strdup(place);
    read_place(reading, stop, words);
    free(words);
}

/* "word: rest" directly below a stop's heading. False: it is a line of the text. */
static bool read_directive(Reading *reading, const char *line) {
    Lesson *lesson = reading->lesson;
    if (!lesson->stop_count || reading->text.length) return false;
    LessonStop *stop = &lesson->stops[lesson->stop_count - 1];
    const struct {
        const char *word;
        char **field;
    } directives[] = {{"show: ", &stop->show}, {"ask: ", &stop->ask}, {"answer: ", &stop->answer}};
    for (int i = 0; i < COUNT_OF(directives); i++) {
        usize length = strlen(directives[i].word);
        if (strncmp(line, directives[i].word, length) != 0) continue;
        free(*directives[i].field);
        *directives[i].field = strdup(line + length);
        return true;
    }
    return false;
}

static void read_line(Reading *reading, const char *line) {
    reading->line++;
    if (strncmp(line, "## stop:", 8) == 0) {
        begin_stop(reading, line + 8);
    } else if (strncmp(line, "# ", 2) == 0 && !reading->lesson->title) {
        reading->lesson->title = strdup(line + 2);
    } else if (!read_directive(reading, line)) {
        text_append_cstring(&reading->text, line);
        text_append_char(&reading->text, '\n');
    }
}

static void check_whole(Reading *reading) {
    Lesson *lesson = reading->lesson;
    if (!lesson->title)
        complain(reading, "the lesson has no title: it begins with '# Title'",
                 "수업에 제목이 없습니다. '# 제목'으로 시작합니다");
    if (!lesson->stop_count)
        complain(reading, "the lesson has no stop: '## stop: line 1' makes one",
                 "수업에 멈추는 곳이 없습니다. '## stop: line 1'처럼 만듭니다");
    for (int i = 0; i < lesson->stop_count; i++) {
        const LessonStop *stop = &lesson->stops[i];
        reading->line = stop->source_line;
        if (!*stop->ask != !*stop->answer)
            complain(reading, "'ask:' and 'answer:' go together", "'ask:'와 'answer:'는 함께 있어야 합니다");
    }
}

Status lesson_load(Lesson *lesson, const char *folder, const char *language) {
    *lesson = (Lesson){.folder = strdup(folder), .program = joined(folder, "program.py")};
    char name[32] = "lesson.md";
    if (language && strcmp(language, "en") != 0 && strlen(language) < 8) {
        strcpy(name, "lesson.");
        strcat(name, language);
        strcat(name, ".md");
    }
    char *path = joined(folder, name), *data = NULL;
    if (path && access(path, R_OK) != 0) {
        free(path);
        path = joined(folder, "lesson.md");
    } else {
        lesson->korean = strcmp(name, "lesson.ko.md") == 0;
    }
    isize length;
    bool korean = language && strcmp(language, "ko") == 0;
    int error = path ? world_host_read_file(path, &data, &length) : 12;
    if (error) {
        bool is_there = access(folder, F_OK) == 0;
        Status status =
            is_there ? language_error(korean, "can't read the lesson %s: %s", "수업 %s^을 읽을 수 없습니다: %s",
                                      path ? path : folder, strerror(error))
                     : language_error(korean, "there is no lesson '%s'; `opscope lesson` lists them",
                                      "수업 '%s'^은 없습니다. `opscope lesson`으로 수업을 모두 볼 수 있습니다",
                                      folder);
        free(path);
        return status;
    }
    Reading reading = {.lesson = lesson,
                       .korean = korean,
                       .path = path,
                       .text = text_new(TEXT_ON_HOST),
                       .status = status_ok()};
    for (char *line = data, *next; line; line = next) {
        next = strchr(line, '\n');
        if (next) *next++ = 0;
        if (next || *line) read_line(&reading, line);
    }
    finish_text(&reading);
    check_whole(&reading);
    text_free(&reading.text);
    free(data);
    free(path);
    return reading.status;
}

void lesson_free(Lesson *lesson) {
    for (int i = 0; i < lesson->stop_count; i++) {
        LessonStop *stop = &lesson->stops[i];
        free(stop->name);
        free(stop->show);
        free(stop->ask);
        free(stop->answer);
        free(stop->text);
    }
    free(lesson->stops);
    free(lesson->folder);
    free(lesson->program);
    free(lesson->title);
    free(lesson->intro);
    *lesson = (Lesson){0};
}

/* --- which there are ----------------------------------------------------------------------------------- */

static int only_folders(const struct dirent *entry) { return entry->d_name[0] != '.'; }

int lesson_list(const char *root, Text *names) {
    struct dirent **entries;
    int found = scandir(root, &entries, only_folders, alphasort), count = 0;
    for (int i = 0; i < found; i++) {
        char *folder = joined(root, entries[i]->d_name), *text = folder ? joined(folder, "lesson.md") : NULL;
        if (text && access(text, R_OK) == 0) {
            text_append(names, entries[i]->d_name, (isize)strlen(entries[i]->d_name) + 1);
            count++;
        }
        free(text);
        free(folder);
        free(entries[i]);
    }
    if (found >= 0) free(entries);
    return count;
}

const char *lesson_root(void) {
    static char root[4200];
    static const char *const beside[] = {"/../lessons", "/../../lessons", "/../share/opscope/lessons"};
    const char *asked = getenv("OPSCOPE_LESSONS");
    if (asked && access(asked, R_OK) == 0) return asked;
    char program[4096];
    isize length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length > 0 ? length : 0] = 0;
    char *slash = strrchr(program, '/');
    if (slash) *slash = 0;
    for (int i = 0; slash && i < COUNT_OF(beside); i++) {
        strcpy(root, program);
        strcat(root, beside[i]);
        if (access(root, R_OK) == 0) return root;
    }
    return access("lessons", R_OK) == 0 ? "lessons" : NULL;
}
