/// What the parts of the failing disk share.
#ifndef FOYER_DISK_H
#define FOYER_DISK_H

#include "CFileSystems.h"
#include <pthread.h>

enum { NAME_BYTES_MAX = 256, LOCK_SLOTS = 8, SHARED_REGIONS_MAX = 256, FOLDER_FILES_MAX = 16 };

typedef struct {
    uint8_t *bytes;
    int64_t size, capacity;
} buffer;

void buffer_write(buffer *self, int64_t offset, const void *bytes, int64_t length);
void buffer_resize(buffer *self, int64_t size);
void buffer_copy(buffer *self, const buffer *from);
void buffer_free(buffer *self);

typedef struct handle handle;

/// A file, linked or not.
typedef struct {
    char name[NAME_BYTES_MAX];
    /// `SQLITE_OPEN_MAIN_DB`, `…_WAL` …
    int kind;
    int is_linked, is_folder_synced;
    int handle_count;
    buffer content;
    // Locks of the main file.
    int shared_count;
    handle *reserved, *pending, *exclusive;
    // The index of the log: shared memory, which no failure of the power leaves behind.
    uint8_t *regions[SHARED_REGIONS_MAX];
    int region_bytes, shared_memory_count;
    int slot_shared[LOCK_SLOTS];
    handle *slot_exclusive[LOCK_SLOTS];
} file;

/// One of SQLite's open files.
struct handle {
    sqlite3_file base;
    foyer_disk *disk;
    file *file;
    int number;
    int is_temporary, is_deleted_on_close;
    int level;
    int has_shared_memory;
    uint8_t slots_shared, slots_exclusive;
};

typedef struct {
    foyer_change kind;
    /// The place of the file in `files`; -1 for the folder and for notes.
    int file;
    int64_t offset, length;
    uint8_t *bytes;
} change;

enum { HOLDERS_MAX = 64 };

struct foyer_disk {
    sqlite3_vfs base;
    char name[NAME_BYTES_MAX];
    pthread_mutex_t mutex;
    int lies, is_recording;
    int handles_made;
    file **files;
    int file_count;
    change *changes;
    int64_t change_count, change_capacity;
    /// How the files were before the first change.
    struct { int file; buffer content; } *origin;
    int origin_count;
    /// Numbers of the handles that held slot 0 and slot 1, and of those that wrote the main file.
    int holders[3][HOLDERS_MAX];
    int holder_counts[3];
    int64_t checkpoint_count, log_start_count;
};

file *disk_add(foyer_disk *disk, const char *name, int kind);
void disk_erase(foyer_disk *disk);
void disk_hold(foyer_disk *disk, int slot, int number);
extern const sqlite3_io_methods disk_methods;

int disk_shared_map(sqlite3_file *, int, int, int, void volatile **);
int disk_shared_lock(sqlite3_file *, int, int, int);
void disk_shared_barrier(sqlite3_file *);
int disk_shared_unmap(sqlite3_file *, int);
int disk_lock(sqlite3_file *, int);
int disk_unlock(sqlite3_file *, int);
int disk_check_reserved(sqlite3_file *, int *);

#endif
