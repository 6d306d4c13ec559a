#include "disk.h"
#include <stdlib.h>
#include <string.h>

// MARK: Bytes

static void *grown(void *bytes, size_t length) {
    void *more = realloc(bytes, length ? length : 1);
    if (!more) abort();
    return more;
}

void buffer_resize(buffer *self, int64_t size) {
    if (size > self->capacity) {
        self->capacity = size * 2;
        self->bytes = grown(self->bytes, (size_t)self->capacity);
    }
    if (size > self->size) memset(self->bytes + self->size, 0, (size_t)(size - self->size));
    self->size = size;
}

void buffer_write(buffer *self, int64_t offset, const void *bytes, int64_t length) {
    if (offset + length > self->size) buffer_resize(self, offset + length);
    memcpy(self->bytes + offset, bytes, (size_t)length);
}

void buffer_copy(buffer *self, const buffer *from) {
    self->size = 0;
    if (from->size > 0) buffer_write(self, 0, from->bytes, from->size);
}

void buffer_free(buffer *self) {
    free(self->bytes);
    *self = (buffer){0};
}

// MARK: The folder and the changes

file *disk_add(foyer_disk *disk, const char *name, int kind) {
    disk->files = grown(disk->files, sizeof(file *) * (size_t)(disk->file_count + 1));
    file *made = calloc(1, sizeof(file));
    if (!made) abort();
    strncpy(made->name, name, NAME_BYTES_MAX - 1);
    made->kind = kind;
    made->is_linked = 1;
    disk->files[disk->file_count++] = made;
    return made;
}

static file *find(foyer_disk *disk, const char *name) {
    for (int index = 0; index < disk->file_count; index++) {
        file *each = disk->files[index];
        if (each->is_linked && strcmp(each->name, name) == 0) return each;
    }
    return NULL;
}

static int place(foyer_disk *disk, const file *wanted) {
    for (int index = 0; index < disk->file_count; index++) {
        if (disk->files[index] == wanted) return index;
    }
    return -1;
}

static void record(
    foyer_disk *disk, foyer_change kind, const file *of, int64_t offset, int64_t length,
    const void *bytes
) {
    if (!disk->is_recording) return;
    if (disk->change_count == disk->change_capacity) {
        disk->change_capacity = disk->change_capacity ? 2 * disk->change_capacity : 256;
        disk->changes = grown(disk->changes, sizeof(change) * (size_t)disk->change_capacity);
    }
    change *next = &disk->changes[disk->change_count++];
    *next = (change){kind, of ? place(disk, of) : -1, offset, length, NULL};
    if (bytes) {
        next->bytes = grown(NULL, (size_t)length);
        memcpy(next->bytes, bytes, (size_t)length);
    }
}

static void forget_changes(foyer_disk *disk) {
    for (int64_t index = 0; index < disk->change_count; index++) free(disk->changes[index].bytes);
    disk->change_count = 0;
}

void disk_erase(foyer_disk *disk) {
    forget_changes(disk);
    for (int index = 0; index < disk->origin_count; index++) {
        buffer_free(&disk->origin[index].content);
    }
    free(disk->origin);
    disk->origin = NULL;
    disk->origin_count = 0;
    for (int index = 0; index < disk->file_count; index++) {
        buffer_free(&disk->files[index]->content);
        free(disk->files[index]);
    }
    disk->file_count = 0;
    memset(disk->holder_counts, 0, sizeof disk->holder_counts);
    disk->checkpoint_count = disk->log_start_count = 0;
}

void disk_hold(foyer_disk *disk, int slot, int number) {
    for (int index = 0; index < disk->holder_counts[slot]; index++) {
        if (disk->holders[slot][index] == number) return;
    }
    if (disk->holder_counts[slot] == HOLDERS_MAX) return;
    disk->holders[slot][disk->holder_counts[slot]++] = number;
}

// MARK: An open file

static int disk_close(sqlite3_file *base) {
    handle *self = (handle *)base;
    if (self->is_temporary) {
        buffer_free(&self->file->content);
        free(self->file);
        return SQLITE_OK;
    }
    disk_shared_unmap(base, 0);
    disk_unlock(base, SQLITE_LOCK_NONE);
    pthread_mutex_lock(&self->disk->mutex);
    self->file->handle_count--;
    pthread_mutex_unlock(&self->disk->mutex);
    return SQLITE_OK;
}

static int disk_read(sqlite3_file *base, void *bytes, int length, sqlite3_int64 offset) {
    handle *self = (handle *)base;
    pthread_mutex_lock(&self->disk->mutex);
    const buffer *content = &self->file->content;
    int64_t there = content->size - offset;
    if (there < 0) there = 0;
    if (there > length) there = length;
    if (there > 0) memcpy(bytes, content->bytes + offset, (size_t)there);
    pthread_mutex_unlock(&self->disk->mutex);
    if (there == length) return SQLITE_OK;
    memset((uint8_t *)bytes + there, 0, (size_t)(length - there));
    return SQLITE_IOERR_SHORT_READ;
}

static int disk_write(sqlite3_file *base, const void *bytes, int length, sqlite3_int64 offset) {
    handle *self = (handle *)base;
    pthread_mutex_lock(&self->disk->mutex);
    buffer_write(&self->file->content, offset, bytes, length);
    if (!self->is_temporary) {
        record(self->disk, FOYER_CHANGE_WRITE, self->file, offset, length, bytes);
        if (self->file->kind == SQLITE_OPEN_WAL && offset == 0) self->disk->log_start_count++;
        if (self->file->kind == SQLITE_OPEN_MAIN_DB) disk_hold(self->disk, 2, self->number);
    }
    pthread_mutex_unlock(&self->disk->mutex);
    return SQLITE_OK;
}

static int disk_truncate(sqlite3_file *base, sqlite3_int64 size) {
    handle *self = (handle *)base;
    pthread_mutex_lock(&self->disk->mutex);
    buffer_resize(&self->file->content, size);
    if (!self->is_temporary) {
        record(self->disk, FOYER_CHANGE_TRUNCATE, self->file, size, 0, NULL);
    }
    pthread_mutex_unlock(&self->disk->mutex);
    return SQLITE_OK;
}

/// As SQLite's own file system: the first sync of a new log or journal syncs the folder, too.
static int disk_sync(sqlite3_file *base, int flags) {
    (void)flags;
    handle *self = (handle *)base;
    if (self->is_temporary) return SQLITE_OK;
    foyer_disk *disk = self->disk;
    pthread_mutex_lock(&disk->mutex);
    int lie = self->file->kind == SQLITE_OPEN_WAL ? FOYER_LIE_LOG_SYNC
        : self->file->kind == SQLITE_OPEN_MAIN_DB ? FOYER_LIE_FILE_SYNC : FOYER_LIE_NONE;
    if (!(disk->lies & lie)) record(disk, FOYER_CHANGE_SYNC, self->file, 0, 0, NULL);
    if (!self->file->is_folder_synced && self->file->kind != SQLITE_OPEN_MAIN_DB) {
        self->file->is_folder_synced = 1;
        if (!(disk->lies & FOYER_LIE_FOLDER_SYNC)) {
            record(disk, FOYER_CHANGE_SYNC_FOLDER, NULL, 0, 0, NULL);
        }
    }
    pthread_mutex_unlock(&disk->mutex);
    return SQLITE_OK;
}

static int disk_file_size(sqlite3_file *base, sqlite3_int64 *size) {
    handle *self = (handle *)base;
    pthread_mutex_lock(&self->disk->mutex);
    *size = self->file->content.size;
    pthread_mutex_unlock(&self->disk->mutex);
    return SQLITE_OK;
}

static int disk_file_control(sqlite3_file *base, int operation, void *argument) {
    (void)base, (void)operation, (void)argument;
    return SQLITE_NOTFOUND;
}

// What SQLite's own file system says on Linux.
static int disk_sector_size(sqlite3_file *base) { return (void)base, 4096; }
static int disk_characteristics(sqlite3_file *base) {
    return (void)base, SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

const sqlite3_io_methods disk_methods = {
    .iVersion = 2,
    .xClose = disk_close, .xRead = disk_read, .xWrite = disk_write, .xTruncate = disk_truncate,
    .xSync = disk_sync, .xFileSize = disk_file_size, .xLock = disk_lock, .xUnlock = disk_unlock,
    .xCheckReservedLock = disk_check_reserved, .xFileControl = disk_file_control,
    .xSectorSize = disk_sector_size, .xDeviceCharacteristics = disk_characteristics,
    .xShmMap = disk_shared_map, .xShmLock = disk_shared_lock, .xShmBarrier = disk_shared_barrier,
    .xShmUnmap = disk_shared_unmap,
};

// MARK: The file system

static int disk_open(
    sqlite3_vfs *base, const char *name, sqlite3_file *opened, int flags, int *flags_out
) {
    foyer_disk *disk = (foyer_disk *)base;
    handle *self = (handle *)opened;
    memset(self, 0, sizeof *self);
    self->disk = disk;
    const int kinds = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL;
    if (!name || !(flags & kinds)) {
        self->is_temporary = 1;
        self->file = calloc(1, sizeof(file));
        if (!self->file) return SQLITE_NOMEM;
        self->base.pMethods = &disk_methods;
        return SQLITE_OK;
    }
    pthread_mutex_lock(&disk->mutex);
    file *found = find(disk, name);
    if (!found && (flags & SQLITE_OPEN_CREATE)) {
        found = disk_add(disk, name, flags & kinds);
        record(disk, FOYER_CHANGE_CREATE, found, 0, 0, NULL);
    }
    if (found) {
        found->kind = flags & kinds;
        found->handle_count++;
        self->file = found;
        self->number = ++disk->handles_made;
        self->base.pMethods = &disk_methods;
    }
    pthread_mutex_unlock(&disk->mutex);
    if (flags_out) *flags_out = flags;
    return found ? SQLITE_OK : SQLITE_CANTOPEN;
}

static int disk_delete(sqlite3_vfs *base, const char *name, int sync_folder) {
    foyer_disk *disk = (foyer_disk *)base;
    pthread_mutex_lock(&disk->mutex);
    file *found = find(disk, name);
    if (found) {
        found->is_linked = 0;
        record(disk, FOYER_CHANGE_DELETE, found, 0, 0, NULL);
        if (sync_folder && !(disk->lies & FOYER_LIE_FOLDER_SYNC)) {
            record(disk, FOYER_CHANGE_SYNC_FOLDER, NULL, 0, 0, NULL);
        }
    }
    pthread_mutex_unlock(&disk->mutex);
    return found ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

/// As SQLite's own file system: an empty file does not exist.
static int disk_access(sqlite3_vfs *base, const char *name, int flags, int *result) {
    foyer_disk *disk = (foyer_disk *)base;
    pthread_mutex_lock(&disk->mutex);
    file *found = find(disk, name);
    *result = found && (flags != SQLITE_ACCESS_EXISTS || found->content.size > 0);
    pthread_mutex_unlock(&disk->mutex);
    return SQLITE_OK;
}

static int disk_full_path(sqlite3_vfs *base, const char *name, int length, char *path) {
    (void)base;
    if ((int)strlen(name) >= length) return SQLITE_CANTOPEN;
    strcpy(path, name);
    return SQLITE_OK;
}

foyer_disk *foyer_disk_make(const char *name) {
    sqlite3_initialize();
    sqlite3_vfs *system = sqlite3_vfs_find("unix");
    foyer_disk *disk = calloc(1, sizeof(foyer_disk));
    if (!disk || !system) return NULL;
    strncpy(disk->name, name, NAME_BYTES_MAX - 1);
    pthread_mutex_init(&disk->mutex, NULL);
    disk->is_recording = 1;
    // Time, chance and sleep are the system's.
    disk->base = *system;
    disk->base.pNext = NULL;
    disk->base.zName = disk->name;
    disk->base.szOsFile = sizeof(handle);
    disk->base.xOpen = disk_open;
    disk->base.xDelete = disk_delete;
    disk->base.xAccess = disk_access;
    disk->base.xFullPathname = disk_full_path;
    sqlite3_vfs_register(&disk->base, 0);
    return disk;
}

void foyer_disk_free(foyer_disk *disk) {
    sqlite3_vfs_unregister(&disk->base);
    disk_erase(disk);
    free(disk->files);
    free(disk->changes);
    pthread_mutex_destroy(&disk->mutex);
    free(disk);
}

void foyer_disk_set_lies(foyer_disk *disk, int lies) { disk->lies = lies; }
void foyer_disk_set_recording(foyer_disk *disk, int is_recording) {
    disk->is_recording = is_recording;
}

void foyer_disk_note(foyer_disk *disk) {
    pthread_mutex_lock(&disk->mutex);
    record(disk, FOYER_CHANGE_NOTE, NULL, 0, 0, NULL);
    pthread_mutex_unlock(&disk->mutex);
}

int64_t foyer_disk_change_count(foyer_disk *disk) {
    pthread_mutex_lock(&disk->mutex);
    int64_t count = disk->change_count;
    pthread_mutex_unlock(&disk->mutex);
    return count;
}

foyer_change foyer_disk_change(foyer_disk *disk, int64_t index) {
    return disk->changes[index].kind;
}

int foyer_disk_holder_count(foyer_disk *disk, int slot) { return disk->holder_counts[slot]; }
int64_t foyer_disk_checkpoint_count(foyer_disk *disk) { return disk->checkpoint_count; }

int64_t foyer_disk_log_start_count(foyer_disk *disk) { return disk->log_start_count; }

int foyer_disk_has_one_writer(foyer_disk *disk) {
    for (int slot = 0; slot < 3; slot++) {
        if (disk->holder_counts[slot] > 1) return 0;
        if (disk->holder_counts[slot] == 1 && disk->holder_counts[0] == 1
            && disk->holders[slot][0] != disk->holders[0][0]) return 0;
    }
    return disk->holder_counts[0] == 1;
}

void foyer_sqlite_seed(int seed) {
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, seed, (sqlite3 *)0);
}
