/* run.c: the screen on a terminal: draws, waits for a key, and so on. The one place where the program waits. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "ui/canvas_curses.h"
#include "ui/internal.h"

static int fail(const char *why) {
    fprintf(stderr, "opscope: %s\n", why);
    return 2;
}

static const char plain[] = "this locale is not UTF-8: what is not ASCII is shown as ?";

int ui_run(Ui *ui) {
    /* with standard input redirected (the program's), keys come from the terminal itself */
    int input = isatty(STDIN_FILENO) ? STDIN_FILENO : open("/dev/tty", O_RDWR | O_CLOEXEC);
    Status status = terminal_open(input, inspect_speaks_korean(ui->look));
    if (status.failed) return fail(status.message);
    int width, height;
    terminal_size(&width, &height);
    Canvas canvas;
    if (!canvas_open(&canvas, width, height)) {
        terminal_close();
        return fail(ui_text(ui, "out of memory", "메모리가 모자랍니다"));
    }
    ui->options.ascii = !terminal_is_utf8();
    ui_follow_language(ui);
    if (ui->options.ascii)
        ui_show(ui, false, plain, (isize)strlen(plain));
    else if (terminal_chose_utf8())
        ui_say(ui, false, "this locale is not UTF-8: C.UTF-8 is used instead",
               "이 로캘은 UTF-8이 아니어서 C.UTF-8을 대신 씁니다");
    for (bool more = true; more;) {
        terminal_size(&width, &height);
        if ((width != canvas.width || height != canvas.height) && !canvas_resize(&canvas, width, height)) break;
        ui_draw(ui, &canvas);
        terminal_show(&canvas, ui->redraw);
        ui->redraw = false;
        const char *key = terminal_key(ui_tick_delay(ui));
        if (key)
            more = ui_key(ui, key);
        else
            ui_tick(ui);
    }
    canvas_close(&canvas);
    terminal_close();
    return 0;
}
