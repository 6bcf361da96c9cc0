/* usage.c: what a command uses: usage COMMAND [ARGUMENTS].
 *
 * Prints its processor time in microseconds and its peak memory in KiB; what the command prints is thrown away. A program of its own, and small, because a child's peak begins at what its parent had when it
 * forked: a child of python3.11 never seems to use less than python3.11. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static long microseconds(struct timeval time) { return time.tv_sec * 1000000L + time.tv_usec; }

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    pid_t child = fork();
    if (child == 0) {
        dup2(open("/dev/null", O_RDWR), 1);
        execvp(argv[1], argv + 1);
        _exit(127);
    }
    struct rusage used;
    int status;
    if (wait4(child, &status, 0, &used) != child) return 1;
    printf("%ld %ld\n", microseconds(used.ru_utime) + microseconds(used.ru_stime), used.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
