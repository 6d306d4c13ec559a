#include "CFileSystems.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { CONNECTIONS_MAX = 256, CHECKPOINT_SLOT = 1 };

/// The system's methods of one open file, with ours in front of some.
typedef struct {
    sqlite3_io_methods methods;
    const sqlite3_io_methods *system;
    int kind, number;
} watched;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static sqlite3_vfs *system_files;
static sqlite3_vfs watching;
/// By the number of a connection's main file: what it ever did.
static struct { int writes, checkpoints, writes_file; } did[CONNECTIONS_MAX];
static int opened;
/// Who took the log's write lock last. That alone is no writing: a reader that meets a header which
/// the writer is changing takes it to read that again. One database is watched in a process.
static int log_holder;
static int64_t log_writes, file_writes, checkpoints;

static const watched *of(sqlite3_file *file) { return (const watched *)file->pMethods; }

static int watch_close(sqlite3_file *file) {
    watched *own = (watched *)of(file);
    int code = own->system->xClose(file);
    free(own);
    return code;
}

static int watch_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset) {
    const watched *own = of(file);
    pthread_mutex_lock(&mutex);
    if (own->kind & SQLITE_OPEN_WAL) {
        log_writes++;
        did[log_holder].writes = 1;
    }
    if (own->kind & SQLITE_OPEN_MAIN_DB) {
        file_writes++;
        did[own->number].writes_file = 1;
    }
    pthread_mutex_unlock(&mutex);
    return own->system->xWrite(file, bytes, length, offset);
}

static int watch_lock(sqlite3_file *file, int first, int count, int flags) {
    const watched *own = of(file);
    int code = own->system->xShmLock(file, first, count, flags);
    int is_taken = code == SQLITE_OK && (flags & SQLITE_SHM_LOCK) && (flags & SQLITE_SHM_EXCLUSIVE);
    if (!is_taken) return code;
    pthread_mutex_lock(&mutex);
    if (first == 0) log_holder = own->number;
    // Alone: with those behind it, it is taken by a recovery.
    if (first == CHECKPOINT_SLOT && count == 1) {
        did[own->number].checkpoints = 1;
        checkpoints++;
    }
    pthread_mutex_unlock(&mutex);
    return code;
}

static int watch_open(
    sqlite3_vfs *base, const char *name, sqlite3_file *file, int flags, int *flags_out
) {
    (void)base;
    int code = system_files->xOpen(system_files, name, file, flags, flags_out);
    if (code != SQLITE_OK || !file->pMethods) return code;
    watched *own = calloc(1, sizeof(watched));
    if (!own) {
        file->pMethods->xClose(file);
        file->pMethods = NULL;
        return SQLITE_NOMEM;
    }
    own->methods = *file->pMethods;
    own->system = file->pMethods;
    own->kind = flags;
    own->methods.xClose = watch_close;
    own->methods.xWrite = watch_write;
    if (own->methods.iVersion >= 2 && own->methods.xShmLock) own->methods.xShmLock = watch_lock;
    // Writing by way of memory would not be seen.
    if (own->methods.iVersion > 2) own->methods.iVersion = 2;
    pthread_mutex_lock(&mutex);
    if (flags & SQLITE_OPEN_MAIN_DB) {
        own->number = opened < CONNECTIONS_MAX - 1 ? opened : CONNECTIONS_MAX - 1;
        opened++;
    }
    pthread_mutex_unlock(&mutex);
    file->pMethods = &own->methods;
    return code;
}

int foyer_watch_register(const char *name) {
    sqlite3_initialize();
    system_files = sqlite3_vfs_find("unix");
    if (!system_files) return SQLITE_ERROR;
    watching = *system_files;
    watching.pNext = NULL;
    watching.zName = strdup(name);
    watching.xOpen = watch_open;
    return sqlite3_vfs_register(&watching, 1);
}

foyer_watch_counts foyer_watch_read(void) {
    foyer_watch_counts counts = {0};
    pthread_mutex_lock(&mutex);
    for (int number = 0; number < CONNECTIONS_MAX; number++) {
        counts.writers += did[number].writes;
        counts.checkpointers += did[number].checkpoints;
        counts.file_writers += did[number].writes_file;
        counts.connections +=
            did[number].writes || did[number].checkpoints || did[number].writes_file;
    }
    counts.opened = opened;
    counts.log_writes = log_writes;
    counts.file_writes = file_writes;
    counts.checkpoints = checkpoints;
    pthread_mutex_unlock(&mutex);
    return counts;
}
