/* timed RESULT COMMAND [ARGUMENT ...]: runs a command and writes to the file RESULT, in one line: wall time in
   nanoseconds, processor time in microseconds, the largest resident set in KiB, and the exit status (128 + n for
   signal n). A small program of its own, because the resident set that the system reports for a process includes that
   of whoever started it. */
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static long long nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static long long microseconds(struct timeval time) { return time.tv_sec * 1000000LL + time.tv_usec; }

static long kibibytes(long resident) {
#ifdef __APPLE__
    return resident / 1024;
#else
    return resident;
#endif
}

int main(int count, char **arguments) {
    if (count < 3) return 64;
    pid_t child;
    int status;
    struct rusage usage;
    long long start = nanoseconds();
    int problem = posix_spawnp(&child, arguments[2], NULL, NULL, arguments + 2, environ);
    if (problem) {
        errno = problem;
        perror(arguments[2]);
        return 127;
    }
    while (wait4(child, &status, 0, &usage) < 0)
        if (errno != EINTR) return 1;
    long long wall = nanoseconds() - start;
    FILE *result = fopen(arguments[1], "w");
    if (!result) {
        perror(arguments[1]);
        return 1;
    }
    fprintf(result, "%lld %lld %ld %d\n", wall, microseconds(usage.ru_utime) + microseconds(usage.ru_stime),
            kibibytes(usage.ru_maxrss), WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return fclose(result) == 0 ? 0 : 1;
}
