/*
 * Stands between a program and libc (LD_PRELOAD) and, for files below one folder, lets calls fail or records them.
 *
 *   FAULT_FOLDER   the folder; nothing else is touched
 *   FAULT_CONTROL  a file of `struct control`, shared with whoever decides which call fails
 *   TRACE_FILE     every change is appended here, with its data, in the order in which the disk was asked
 *   MARK_FILE      what is written to this file is a mark in the trace
 *
 * A record of the trace, little endian: u8 what, u32 length of path, path, u32 length of second path, second path,
 * i64 number, u32 length of data, data. The number is the offset of a write (also of an appending one), the size of a
 * truncation, and of a create 1 where the file is new and 0 where it was emptied. An open that changes nothing is none.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CREATE = 1, WRITE, SYNC, SYNC_FOLDER, TRUNCATE, RENAME, UNLINK, MKDIR, LINK, MARK };

/* Kinds of calls that can fail; OPEN is an open for writing. */
enum { F_WRITE, F_SYNC, F_RENAME, F_OPEN, F_TRUNCATE, F_UNLINK, F_MKDIR, F_LINK, F_CLOSE, KINDS };

/* The first five are set from outside, the others tell what happened. */
struct control {
  int64_t kinds;   /* bits of the kinds that are counted; 0: none fails */
  int64_t at;      /* the call that fails, from 1 on; 0: they are only counted */
  int64_t lasting; /* so do all after it */
  int64_t error;   /* errno; -1: the program is killed instead, before the call is made */
  int64_t shortly; /* a write that fails has written half before */
  int64_t seen;
  int64_t failed;
  int64_t unused;
  char path[256]; /* of the call that failed first */
};

static char folder[PATH_MAX], mark_file[PATH_MAX];
static struct control *control;
static int trace = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(type, name, ...)                         \
  static type (*real)(__VA_ARGS__);                   \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

__attribute__((constructor)) static void begin(void) {
  const char *in = getenv("FAULT_FOLDER"), *shared = getenv("FAULT_CONTROL");
  const char *record = getenv("TRACE_FILE"), *marks = getenv("MARK_FILE");
  if (!in) return;
  if (marks) snprintf(mark_file, sizeof mark_file, "%s", marks);
  if (record) trace = syscall(SYS_openat, AT_FDCWD, record, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (shared) {
    int file = syscall(SYS_openat, AT_FDCWD, shared, O_RDWR | O_CLOEXEC);
    void *at = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (at != MAP_FAILED) control = at;
    syscall(SYS_close, file);
  }
  snprintf(folder, sizeof folder, "%s", in);
}

static int is_below(const char *path) {
  size_t length = strlen(folder);
  return length > 0 && strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == 0);
}

/* Of a name as it was given; false where it is none of ours. */
static int named(int at, const char *path, char *whole) {
  char base[PATH_MAX] = "";
  if (!folder[0] || !path) return 0;
  if (path[0] == '/') snprintf(whole, PATH_MAX, "%s", path);
  else {
    char link[64];
    snprintf(link, sizeof link, at == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", at);
    ssize_t length = readlink(link, base, sizeof base - 1);
    if (length < 0) return 0;
    base[length] = 0;
    if (strlen(base) + strlen(path) + 2 > PATH_MAX) return 0;
    strcpy(whole, base);
    strcat(whole, "/");
    strcat(whole, path);
  }
  return is_below(whole);
}

/* Of an open file, as it is called now; false where it is none of ours or has no name any more. */
static int opened(int file, char *whole) {
  char link[64];
  if (!folder[0]) return 0;
  int before = errno;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, whole, PATH_MAX - 1);
  errno = before;
  if (length < 0) return 0;
  whole[length] = 0;
  if (length > 10 && strcmp(whole + length - 10, " (deleted)") == 0) return 0;
  return is_below(whole) || (mark_file[0] && strcmp(whole, mark_file) == 0);
}

static void tell(int what, const char *path, const char *second, int64_t number, const void *data, uint32_t length) {
  if (trace < 0) return;
  int before = errno;
  uint8_t kind = what;
  uint32_t path_length = strlen(path), second_length = second ? strlen(second) : 0;
  struct iovec parts[] = {
      {&kind, 1},    {&path_length, 4}, {(void *)path, path_length}, {&second_length, 4}, {(void *)second, second_length},
      {&number, 8},  {&length, 4},      {(void *)data, length},
  };
  /* To a file on a disk with room a write is whole. */
  syscall(SYS_writev, trace, parts, 8);
  errno = before;
}

/* Whether this call is the one to fail; sets errno then. The lock is held. */
static int fails(int kind, const char *path) {
  if (!control || !(control->kinds & (1 << kind)) || (mark_file[0] && strcmp(path, mark_file) == 0)) return 0;
  /* No disk is too full to take a file away. */
  if (control->error == ENOSPC && (kind == F_UNLINK || kind == F_CLOSE)) return 0;
  control->seen += 1;
  if (control->at == 0 || (control->lasting ? control->seen < control->at : control->seen != control->at)) return 0;
  if (control->failed++ == 0) snprintf(control->path, sizeof control->path, "%d %s", kind, path);
  if (control->error < 0) kill(getpid(), SIGKILL);
  errno = control->error;
  return 1;
}

static int is_folder(int file) {
  struct stat about;
  return fstat(file, &about) == 0 && S_ISDIR(about.st_mode);
}

/*
 * With these ways to copy refused, a program writes piece by piece, which is seen below. The copying of ranges has no
 * name in libc that programs use.
 */
long syscall(long number, ...) {
  REAL(long, "syscall", long, ...);
  va_list rest;
  va_start(rest, number);
  long given[6];
  for (int i = 0; i < 6; i++) given[i] = va_arg(rest, long);
  va_end(rest);
  char whole[PATH_MAX];
  if (number == SYS_copy_file_range && opened(given[2], whole)) {
    errno = ENOSYS;
    return -1;
  }
  return real(number, given[0], given[1], given[2], given[3], given[4], given[5]);
}

ssize_t sendfile(int to, int from, off_t *offset, size_t length) {
  char whole[PATH_MAX];
  if (!opened(to, whole)) return syscall(SYS_sendfile, to, from, offset, length);
  errno = EINVAL;
  return -1;
}
ssize_t sendfile64(int to, int from, off64_t *offset, size_t length) { return sendfile(to, from, offset, length); }

int ioctl(int file, unsigned long request, ...) {
  REAL(int, "ioctl", int, unsigned long, ...);
  va_list rest;
  va_start(rest, request);
  void *given = va_arg(rest, void *);
  va_end(rest);
  char whole[PATH_MAX];
  if (request == 0x40049409 /* FICLONE */ && opened(file, whole)) {
    errno = EOPNOTSUPP;
    return -1;
  }
  return real(file, request, given);
}

/* -- names -- */

static int open_at(int at, const char *path, int flags, mode_t mode) {
  REAL(int, "openat", int, const char *, int, ...);
  char whole[PATH_MAX];
  int writes = (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) != 0;
  if (!writes || !named(at, path, whole)) return real(at, path, flags, mode);
  pthread_mutex_lock(&lock);
  struct stat about;
  int before = errno, is_new = fstatat(at, path, &about, 0) != 0;
  errno = before;
  /* A full disk opens what is there. */
  int can_fail = !control || control->error != ENOSPC || ((flags & O_CREAT) && is_new);
  int file = can_fail && fails(F_OPEN, whole) ? -1 : real(at, path, flags, mode);
  if (file >= 0 && (((flags & O_CREAT) && is_new) || (flags & O_TRUNC)))
    tell(CREATE, whole, NULL, is_new, NULL, 0);
  pthread_mutex_unlock(&lock);
  return file;
}

#define OPEN_MODE                                  \
  mode_t mode = 0;                                 \
  if (flags & (O_CREAT | __O_TMPFILE)) {           \
    va_list rest;                                  \
    va_start(rest, flags);                         \
    mode = va_arg(rest, mode_t);                   \
    va_end(rest);                                  \
  }
int open(const char *path, int flags, ...) { OPEN_MODE return open_at(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { OPEN_MODE return open_at(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int at, const char *path, int flags, ...) { OPEN_MODE return open_at(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { OPEN_MODE return open_at(at, path, flags | O_LARGEFILE, mode); }
int creat(const char *path, mode_t mode) { return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

/* What happens to one or two names: may fail, is done, is told. */
#define ON_NAMES(kind, what, whole, second, call)                              \
  pthread_mutex_lock(&lock);                                                   \
  int result = fails(kind, whole) ? -1 : (call);                               \
  if (result == 0) tell(what, whole, second, 0, NULL, 0);                      \
  pthread_mutex_unlock(&lock);                                                 \
  return result

int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
  REAL(int, "renameat2", int, const char *, int, const char *, unsigned);
  char whole[PATH_MAX], second[PATH_MAX];
  if (!named(to_at, to, second) | !named(from_at, from, whole)) return real(from_at, from, to_at, to, flags);
  ON_NAMES(F_RENAME, RENAME, whole, second, real(from_at, from, to_at, to, flags));
}
int renameat(int from_at, const char *from, int to_at, const char *to) {
  return renameat2(from_at, from, to_at, to, 0);
}
int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int linkat(int from_at, const char *from, int to_at, const char *to, int flags) {
  REAL(int, "linkat", int, const char *, int, const char *, int);
  char whole[PATH_MAX], second[PATH_MAX];
  if (!named(to_at, to, second) | !named(from_at, from, whole)) return real(from_at, from, to_at, to, flags);
  ON_NAMES(F_LINK, LINK, whole, second, real(from_at, from, to_at, to, flags));
}
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int unlinkat(int at, const char *path, int flags) {
  REAL(int, "unlinkat", int, const char *, int);
  char whole[PATH_MAX];
  /* An empty folder that stays is no state a power cut could be noticed by. */
  if ((flags & AT_REMOVEDIR) || !named(at, path, whole)) return real(at, path, flags);
  ON_NAMES(F_UNLINK, UNLINK, whole, NULL, real(at, path, flags));
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int remove(const char *path) {
  struct stat about;
  int folder = lstat(path, &about) == 0 && S_ISDIR(about.st_mode);
  return unlinkat(AT_FDCWD, path, folder ? AT_REMOVEDIR : 0);
}

int mkdirat(int at, const char *path, mode_t mode) {
  REAL(int, "mkdirat", int, const char *, mode_t);
  char whole[PATH_MAX];
  if (!named(at, path, whole)) return real(at, path, mode);
  ON_NAMES(F_MKDIR, MKDIR, whole, NULL, real(at, path, mode));
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

/* -- bytes -- */

/* `offset` is -1 where the file's own position counts. The lock is held. */
static ssize_t put(int file, const struct iovec *parts, int count, off_t offset) {
  return offset < 0 ? syscall(SYS_writev, file, parts, count)
                    : syscall(SYS_pwritev, file, parts, count, (long)offset, 0L);
}

static off_t place_of(int file, off_t offset) {
  struct stat about;
  int flags = fcntl(file, F_GETFL);
  if (flags >= 0 && (flags & O_APPEND) && fstat(file, &about) == 0) return about.st_size;
  return offset < 0 ? lseek(file, 0, SEEK_CUR) : offset;
}

static ssize_t write_parts(int file, const struct iovec *parts, int count, off_t offset) {
  char whole[PATH_MAX];
  if (!opened(file, whole)) return put(file, parts, count, offset);
  size_t length = 0, done = 0;
  for (int i = 0; i < count; i++) length += parts[i].iov_len;
  char *bytes = malloc(length + 1);
  for (int i = 0; i < count; done += parts[i++].iov_len) memcpy(bytes + done, parts[i].iov_base, parts[i].iov_len);

  pthread_mutex_lock(&lock);
  off_t place = place_of(file, offset);
  struct iovec all = {bytes, length};
  ssize_t result;
  int error = 0;
  if (fails(F_WRITE, whole)) {
    error = errno;
    result = -1;
    if (control->shortly && length > 1) {
      all.iov_len = length / 2;
      result = put(file, &all, 1, offset);
    }
  } else result = put(file, &all, 1, offset);
  if (result > 0) {
    int is_mark = mark_file[0] && strcmp(whole, mark_file) == 0;
    tell(is_mark ? MARK : WRITE, whole, NULL, place, bytes, result);
  }
  pthread_mutex_unlock(&lock);
  free(bytes);
  if (result < 0 && error) errno = error;
  return result;
}

ssize_t write(int file, const void *bytes, size_t length) {
  struct iovec part = {(void *)bytes, length};
  return write_parts(file, &part, 1, -1);
}
ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) {
  struct iovec part = {(void *)bytes, length};
  return write_parts(file, &part, 1, offset);
}
ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset) {
  return pwrite(file, bytes, length, offset);
}
ssize_t writev(int file, const struct iovec *parts, int count) { return write_parts(file, parts, count, -1); }
ssize_t pwritev(int file, const struct iovec *parts, int count, off_t offset) {
  return write_parts(file, parts, count, offset);
}
ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t offset) {
  return write_parts(file, parts, count, offset);
}

/* One sync after the other, so that what stands before a sync in the trace is what it made last. */
static int sync_file(int file, int number) {
  char whole[PATH_MAX];
  if (!opened(file, whole)) return syscall(number, file);
  pthread_mutex_lock(&lock);
  int result = fails(F_SYNC, whole) ? -1 : syscall(number, file);
  if (result == 0) tell(is_folder(file) ? SYNC_FOLDER : SYNC, whole, NULL, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}
int fsync(int file) { return sync_file(file, SYS_fsync); }
int fdatasync(int file) { return sync_file(file, SYS_fdatasync); }

int ftruncate(int file, off_t size) {
  char whole[PATH_MAX];
  if (!opened(file, whole)) return syscall(SYS_ftruncate, file, size);
  pthread_mutex_lock(&lock);
  int result = fails(F_TRUNCATE, whole) ? -1 : syscall(SYS_ftruncate, file, size);
  if (result == 0) tell(TRUNCATE, whole, NULL, size, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}
int ftruncate64(int file, off64_t size) { return ftruncate(file, size); }

/* Closed is closed, also where it fails. */
int close(int file) {
  char whole[PATH_MAX];
  if (!opened(file, whole)) return syscall(SYS_close, file);
  pthread_mutex_lock(&lock);
  int writes = (fcntl(file, F_GETFL) & O_ACCMODE) != O_RDONLY;
  int failed = writes && fails(F_CLOSE, whole), error = errno;
  int result = syscall(SYS_close, file);
  pthread_mutex_unlock(&lock);
  if (!failed) return result;
  errno = error;
  return -1;
}
