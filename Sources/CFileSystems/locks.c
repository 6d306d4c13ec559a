#include "disk.h"
#include <stdlib.h>
#include <string.h>

// MARK: Locks of the file (sqlite.org/lockingv3.html), within one process

int disk_lock(sqlite3_file *base, int level) {
    handle *self = (handle *)base;
    if (self->is_temporary || self->level >= level) return SQLITE_OK;
    file *file = self->file;
    int code = SQLITE_OK;
    pthread_mutex_lock(&self->disk->mutex);
    if (self->level == SQLITE_LOCK_NONE) {
        if (file->pending || file->exclusive) {
            code = SQLITE_BUSY;
        } else {
            file->shared_count++;
            self->level = SQLITE_LOCK_SHARED;
        }
    }
    if (code == SQLITE_OK && level >= SQLITE_LOCK_RESERVED) {
        if (file->reserved && file->reserved != self) {
            code = SQLITE_BUSY;
        } else {
            file->reserved = self;
            if (self->level < SQLITE_LOCK_RESERVED) self->level = SQLITE_LOCK_RESERVED;
        }
    }
    if (code == SQLITE_OK && level == SQLITE_LOCK_EXCLUSIVE) {
        file->pending = self;
        self->level = SQLITE_LOCK_PENDING;
        if (file->shared_count > 1) {
            code = SQLITE_BUSY;
        } else {
            file->exclusive = self;
            self->level = SQLITE_LOCK_EXCLUSIVE;
        }
    }
    pthread_mutex_unlock(&self->disk->mutex);
    return code;
}

int disk_unlock(sqlite3_file *base, int level) {
    handle *self = (handle *)base;
    if (self->is_temporary || self->level <= level) return SQLITE_OK;
    file *file = self->file;
    pthread_mutex_lock(&self->disk->mutex);
    if (file->exclusive == self) file->exclusive = NULL;
    if (file->pending == self) file->pending = NULL;
    if (file->reserved == self) file->reserved = NULL;
    if (level == SQLITE_LOCK_NONE) file->shared_count--;
    self->level = level;
    pthread_mutex_unlock(&self->disk->mutex);
    return SQLITE_OK;
}

int disk_check_reserved(sqlite3_file *base, int *result) {
    handle *self = (handle *)base;
    pthread_mutex_lock(&self->disk->mutex);
    *result = self->file->reserved != NULL;
    pthread_mutex_unlock(&self->disk->mutex);
    return SQLITE_OK;
}

// MARK: The index of the log

int disk_shared_map(
    sqlite3_file *base, int region, int bytes, int is_extended, void volatile **mapped
) {
    handle *self = (handle *)base;
    file *file = self->file;
    *mapped = NULL;
    if (region >= SHARED_REGIONS_MAX) return SQLITE_IOERR_SHMSIZE;
    pthread_mutex_lock(&self->disk->mutex);
    if (!self->has_shared_memory) {
        self->has_shared_memory = 1;
        file->shared_memory_count++;
    }
    if (!file->regions[region] && is_extended) file->regions[region] = calloc(1, (size_t)bytes);
    *mapped = file->regions[region];
    pthread_mutex_unlock(&self->disk->mutex);
    return SQLITE_OK;
}

static int slot_lock(handle *self, int slot, int flags) {
    file *file = self->file;
    uint8_t bit = (uint8_t)(1 << slot);
    if (flags & SQLITE_SHM_UNLOCK) {
        if (self->slots_shared & bit) file->slot_shared[slot]--;
        if (self->slots_exclusive & bit) file->slot_exclusive[slot] = NULL;
        self->slots_shared &= (uint8_t)~bit;
        self->slots_exclusive &= (uint8_t)~bit;
        return SQLITE_OK;
    }
    if (file->slot_exclusive[slot] && file->slot_exclusive[slot] != self) return SQLITE_BUSY;
    if (flags & SQLITE_SHM_SHARED) {
        if (!(self->slots_shared & bit)) file->slot_shared[slot]++;
        self->slots_shared |= bit;
        return SQLITE_OK;
    }
    int others = file->slot_shared[slot] - ((self->slots_shared & bit) ? 1 : 0);
    if (others > 0) return SQLITE_BUSY;
    file->slot_exclusive[slot] = self;
    self->slots_exclusive |= bit;
    return SQLITE_OK;
}

int disk_shared_lock(sqlite3_file *base, int first, int count, int flags) {
    handle *self = (handle *)base;
    int code = SQLITE_OK;
    pthread_mutex_lock(&self->disk->mutex);
    for (int slot = first; slot < first + count && code == SQLITE_OK; slot++) {
        code = slot_lock(self, slot, flags);
        if (code != SQLITE_OK) {
            for (int taken = first; taken < slot; taken++) {
                slot_lock(self, taken, SQLITE_SHM_UNLOCK);
            }
        }
    }
    if (code == SQLITE_OK && (flags & SQLITE_SHM_LOCK) && (flags & SQLITE_SHM_EXCLUSIVE)) {
        // Slot 0 is the right to write, slot 1 alone the right to checkpoint; slot 1 with those behind
        // it is taken by a recovery.
        if (first == 0) disk_hold(self->disk, 0, self->number);
        if (first == 1 && count == 1) {
            disk_hold(self->disk, 1, self->number);
            self->disk->checkpoint_count++;
        }
    }
    pthread_mutex_unlock(&self->disk->mutex);
    return code;
}

void disk_shared_barrier(sqlite3_file *base) {
    (void)base;
    __sync_synchronize();
}

int disk_shared_unmap(sqlite3_file *base, int is_deleted) {
    (void)is_deleted;
    handle *self = (handle *)base;
    if (!self->has_shared_memory) return SQLITE_OK;
    file *file = self->file;
    pthread_mutex_lock(&self->disk->mutex);
    for (int slot = 0; slot < LOCK_SLOTS; slot++) slot_lock(self, slot, SQLITE_SHM_UNLOCK);
    self->has_shared_memory = 0;
    if (--file->shared_memory_count == 0) {
        for (int region = 0; region < SHARED_REGIONS_MAX; region++) {
            free(file->regions[region]);
            file->regions[region] = NULL;
        }
    }
    pthread_mutex_unlock(&self->disk->mutex);
    return SQLITE_OK;
}
