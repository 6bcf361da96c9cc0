/* ctypes_c_absent.c: functions that glibc has and the machine has not. A program can look whether they are there, as
 * everywhere; a call of one is a NotImplementedError. */
#include "modules/ctypes.h"

#define ABSENT(name) {#name, NULL},
const CSymbol c_absent_symbols[] = {
    /* the process */
    ABSENT(abort) ABSENT(exit) ABSENT(_exit) ABSENT(atexit) ABSENT(fork) ABSENT(vfork) ABSENT(clone)
        ABSENT(execl) ABSENT(execv) ABSENT(execve) ABSENT(execvp) ABSENT(system) ABSENT(popen) ABSENT(pclose)
            ABSENT(wait) ABSENT(waitpid) ABSENT(kill) ABSENT(raise) ABSENT(signal) ABSENT(sigaction)
                ABSENT(alarm) ABSENT(pause) ABSENT(prctl) ABSENT(ptrace) ABSENT(setuid) ABSENT(setgid)
                    ABSENT(setenv) ABSENT(unsetenv) ABSENT(putenv) ABSENT(getrusage) ABSENT(getrlimit)
                        ABSENT(setrlimit) ABSENT(sched_yield) ABSENT(sched_setaffinity)
                            ABSENT(sched_getaffinity) ABSENT(sysconf) ABSENT(uname) ABSENT(gethostname)
                                ABSENT(getlogin) ABSENT(unshare) ABSENT(setns) ABSENT(mount) ABSENT(umount)
    /* threads */
    ABSENT(pthread_create) ABSENT(pthread_join) ABSENT(pthread_self) ABSENT(pthread_kill)
        ABSENT(pthread_setname_np) ABSENT(pthread_mutex_lock) ABSENT(pthread_mutex_unlock) ABSENT(sem_open)
            ABSENT(sem_wait) ABSENT(sem_post)
    /* memory */
    ABSENT(mmap) ABSENT(munmap) ABSENT(mprotect) ABSENT(msync) ABSENT(brk) ABSENT(sbrk) ABSENT(posix_memalign)
        ABSENT(aligned_alloc) ABSENT(valloc) ABSENT(malloc_trim) ABSENT(mallinfo) ABSENT(mallinfo2)
            ABSENT(malloc_usable_size) ABSENT(process_vm_readv) ABSENT(shmget) ABSENT(shmat) ABSENT(shm_open)
    /* files */
    ABSENT(fopen) ABSENT(fclose) ABSENT(fread) ABSENT(fwrite) ABSENT(fgets) ABSENT(fputs) ABSENT(fgetc)
        ABSENT(fputc) ABSENT(fprintf) ABSENT(fscanf) ABSENT(scanf) ABSENT(sscanf) ABSENT(getchar) ABSENT(gets)
            ABSENT(getc) ABSENT(putc) ABSENT(getline) ABSENT(fseek) ABSENT(ftell) ABSENT(rewind) ABSENT(feof)
                ABSENT(ferror) ABSENT(fileno) ABSENT(fdopen) ABSENT(freopen) ABSENT(setvbuf) ABSENT(setbuf)
                    ABSENT(vprintf) ABSENT(vsprintf) ABSENT(vsnprintf) ABSENT(asprintf) ABSENT(perror)
                        ABSENT(dprintf) ABSENT(tmpfile) ABSENT(remove) ABSENT(rename) ABSENT(unlink)
                            ABSENT(link) ABSENT(symlink) ABSENT(readlink) ABSENT(mkdir) ABSENT(rmdir)
                                ABSENT(chdir) ABSENT(chmod) ABSENT(chown) ABSENT(access) ABSENT(stat)
                                    ABSENT(lstat) ABSENT(fstat) ABSENT(opendir) ABSENT(readdir) ABSENT(closedir)
                                        ABSENT(lseek) ABSENT(dup) ABSENT(dup2) ABSENT(pipe) ABSENT(fcntl)
                                            ABSENT(ioctl) ABSENT(poll) ABSENT(select) ABSENT(sync) ABSENT(fsync)
                                                ABSENT(truncate) ABSENT(ftruncate) ABSENT(statfs)
                                                    ABSENT(statvfs) ABSENT(inotify_init)
                                                        ABSENT(inotify_add_watch) ABSENT(eventfd)
                                                            ABSENT(timerfd_create) ABSENT(memfd_create)
                                                                ABSENT(sendfile) ABSENT(splice)
    /* the network, users, time, locales */
    ABSENT(socket) ABSENT(connect) ABSENT(bind) ABSENT(listen) ABSENT(accept) ABSENT(send) ABSENT(recv)
        ABSENT(sendto) ABSENT(recvfrom) ABSENT(getaddrinfo) ABSENT(gethostbyname) ABSENT(inet_ntoa)
            ABSENT(inet_addr) ABSENT(if_nametoindex) ABSENT(getpwnam) ABSENT(getpwuid) ABSENT(getgrnam)
                ABSENT(crypt) ABSENT(clock_gettime) ABSENT(clock_settime) ABSENT(clock_getres)
                    ABSENT(settimeofday) ABSENT(strftime) ABSENT(strptime) ABSENT(mktime) ABSENT(asctime)
                        ABSENT(difftime) ABSENT(setlocale) ABSENT(localeconv) ABSENT(mbstowcs) ABSENT(wcstombs)
                            ABSENT(mbtowc) ABSENT(iconv) ABSENT(setjmp) ABSENT(longjmp) ABSENT(dlopen)
                                ABSENT(dlsym) ABSENT(dlclose) ABSENT(dlerror) ABSENT(backtrace) ABSENT(drand48)
                                    ABSENT(srand48) ABSENT(lrand48) ABSENT(getrandom) ABSENT(wcscat)
                                        ABSENT(wcsncpy) ABSENT(wprintf) ABSENT(hsearch) ABSENT(tsearch)
                                            ABSENT(lfind) ABSENT(regcomp) ABSENT(regexec) ABSENT(glob)
                                                ABSENT(fnmatch) ABSENT(syslog) ABSENT(openlog) ABSENT(tcgetattr)
                                                    ABSENT(tcsetattr) ABSENT(getpass){NULL, NULL}};
