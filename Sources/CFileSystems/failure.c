#include "disk.h"
#include <stdlib.h>
#include <string.h>

enum { SECTOR_BYTES = 512 };

/// What is known of a file at one moment of the replay.
typedef struct {
    /// As of its last sync.
    buffer durable;
    /// Places of the changes since then.
    int64_t *unsynced;
    int unsynced_count, unsynced_capacity;
} fate;

/// What the folder says of one name: a file, or -1 for none.
typedef struct {
    const char *name;
    int durable;
    /// What it said after each change since the folder was synced.
    int *unsynced;
    int unsynced_count;
} entry;

struct foyer_failure {
    foyer_disk *disk;
    int64_t next;
    fate *fates;
    entry entries[FOLDER_FILES_MAX];
    int entry_count;
};

static entry *entry_of(foyer_failure *self, int file) {
    const char *name = self->disk->files[file]->name;
    for (int index = 0; index < self->entry_count; index++) {
        if (strcmp(self->entries[index].name, name) == 0) return &self->entries[index];
    }
    if (self->entry_count == FOLDER_FILES_MAX) abort();
    entry *made = &self->entries[self->entry_count++];
    *made = (entry){name, -1, NULL, 0};
    return made;
}

static void say(entry *self, int file) {
    self->unsynced = realloc(self->unsynced, sizeof(int) * (size_t)(self->unsynced_count + 1));
    if (!self->unsynced) abort();
    self->unsynced[self->unsynced_count++] = file;
}

foyer_failure *foyer_failure_make(foyer_disk *disk) {
    foyer_failure *self = calloc(1, sizeof(foyer_failure));
    if (!self) return NULL;
    self->disk = disk;
    self->fates = calloc((size_t)disk->file_count + 1, sizeof(fate));
    if (!self->fates) abort();
    for (int index = 0; index < disk->origin_count; index++) {
        int file = disk->origin[index].file;
        buffer_copy(&self->fates[file].durable, &disk->origin[index].content);
        entry_of(self, file)->durable = file;
    }
    return self;
}

void foyer_failure_free(foyer_failure *self) {
    for (int index = 0; index < self->disk->file_count; index++) {
        buffer_free(&self->fates[index].durable);
        free(self->fates[index].unsynced);
    }
    for (int index = 0; index < self->entry_count; index++) free(self->entries[index].unsynced);
    free(self->fates);
    free(self);
}

static void apply(buffer *content, const change *change) {
    if (change->kind == FOYER_CHANGE_WRITE) {
        buffer_write(content, change->offset, change->bytes, change->length);
    } else {
        buffer_resize(content, change->offset);
    }
}

static void remember(fate *self, int64_t change) {
    if (self->unsynced_count == self->unsynced_capacity) {
        self->unsynced_capacity = self->unsynced_capacity ? 2 * self->unsynced_capacity : 64;
        self->unsynced =
            realloc(self->unsynced, sizeof(int64_t) * (size_t)self->unsynced_capacity);
        if (!self->unsynced) abort();
    }
    self->unsynced[self->unsynced_count++] = change;
}

void foyer_failure_advance(foyer_failure *self, int64_t index) {
    const change *changes = self->disk->changes;
    for (; self->next < index; self->next++) {
        const change *change = &changes[self->next];
        fate *fate = change->file >= 0 ? &self->fates[change->file] : NULL;
        switch (change->kind) {
        case FOYER_CHANGE_CREATE: say(entry_of(self, change->file), change->file); break;
        case FOYER_CHANGE_DELETE: say(entry_of(self, change->file), -1); break;
        case FOYER_CHANGE_WRITE:
        case FOYER_CHANGE_TRUNCATE: remember(fate, self->next); break;
        case FOYER_CHANGE_SYNC:
            for (int each = 0; each < fate->unsynced_count; each++) {
                apply(&fate->durable, &changes[fate->unsynced[each]]);
            }
            fate->unsynced_count = 0;
            break;
        case FOYER_CHANGE_SYNC_FOLDER:
            for (int each = 0; each < self->entry_count; each++) {
                entry *entry = &self->entries[each];
                if (entry->unsynced_count == 0) continue;
                entry->durable = entry->unsynced[entry->unsynced_count - 1];
                entry->unsynced_count = 0;
            }
            break;
        case FOYER_CHANGE_NOTE: break;
        }
    }
}

// MARK: What survives

/// SplitMix64, as everywhere.
static uint64_t chance(uint64_t *state) {
    uint64_t word = *state += 0x9e3779b97f4a7c15;
    word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
    word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
    return word ^ (word >> 31);
}

static int64_t below(uint64_t *state, int64_t count) {
    return (int64_t)(chance(state) % (uint64_t)count);
}

/// How one file fared.
typedef enum {
    NOTHING_SURVIVES,
    ALL_SURVIVES,
    /// The changes up to a moment.
    A_BEGINNING_SURVIVES,
    /// Any version of each sector.
    ANYTHING_SURVIVES,
    /// The last version of almost every sector.
    MOST_SURVIVES,
    /// The old version of almost every sector.
    LITTLE_SURVIVES,
    MANNERS,
} manner;

typedef struct {
    int versions, survives, seen;
} sector;

/// The first and the last sector that a change touches; `end` is the longest the file ever was.
static void span(const change *change, int64_t end, int64_t *first, int64_t *last) {
    int64_t stop =
        change->kind == FOYER_CHANGE_WRITE ? change->offset + change->length : end;
    *first = change->offset / SECTOR_BYTES;
    *last = (stop - 1) / SECTOR_BYTES;
    if (stop <= change->offset) *last = *first - 1;
}

static int surviving_versions(manner manner, int versions, int beginning, uint64_t *state) {
    switch (manner) {
    case NOTHING_SURVIVES: return 0;
    case ALL_SURVIVES: return versions;
    case A_BEGINNING_SURVIVES: return beginning;
    case ANYTHING_SURVIVES: return (int)below(state, versions + 1);
    case MOST_SURVIVES: return below(state, 8) ? versions : (int)below(state, versions + 1);
    default: return below(state, 8) ? 0 : (int)below(state, versions + 1);
    }
}

/// The part of `change` that lies in sector `place`; when it is torn, only its first bytes.
static void apply_part(buffer *content, const change *change, int64_t place, int is_torn,
    uint64_t *state
) {
    int64_t from = place * SECTOR_BYTES, to = from + SECTOR_BYTES;
    if (from < change->offset) from = change->offset;
    if (to > content->size) to = content->size;
    if (change->kind == FOYER_CHANGE_WRITE && to > change->offset + change->length) {
        to = change->offset + change->length;
    }
    if (to <= from) return;
    int64_t length = is_torn ? below(state, to - from) : to - from;
    if (change->kind == FOYER_CHANGE_WRITE) {
        memcpy(content->bytes + from, change->bytes + (from - change->offset), (size_t)length);
    } else {
        memset(content->bytes + from, 0, (size_t)length);
    }
}

/// Counts the versions of every sector and decides how many of them survive; the size, too.
static int64_t choose(
    const foyer_failure *self, const fate *fate, int64_t longest, sector *sectors, int64_t count,
    uint64_t *state
) {
    manner manner = (int)below(state, MANNERS);
    int beginning = (int)below(state, fate->unsynced_count + 1);
    int size_at = manner == NOTHING_SURVIVES ? 0
        : manner == ALL_SURVIVES ? fate->unsynced_count
        : manner == A_BEGINNING_SURVIVES ? beginning : (int)below(state, fate->unsynced_count + 1);
    if (manner >= ANYTHING_SURVIVES && below(state, 2)) size_at = fate->unsynced_count;
    int64_t size = fate->durable.size, chosen = size;
    for (int each = 0; each < fate->unsynced_count; each++) {
        const change *change = &self->disk->changes[fate->unsynced[each]];
        int64_t first, last;
        span(change, longest, &first, &last);
        for (int64_t place = first; place <= last && place < count; place++) {
            sectors[place].versions++;
            if (each < beginning) sectors[place].seen++;
        }
        int64_t end = change->offset + change->length;
        size = change->kind == FOYER_CHANGE_TRUNCATE ? change->offset : end > size ? end : size;
        if (each + 1 == size_at) chosen = size;
    }
    for (int64_t place = 0; place < count; place++) {
        sector *sector = &sectors[place];
        sector->survives =
            surviving_versions(manner, sector->versions, sector->seen, state);
        sector->seen = 0;
    }
    return chosen;
}

static void survive(const foyer_failure *self, int place, buffer *image, uint64_t *state) {
    const fate *fate = &self->fates[place];
    buffer_copy(image, &fate->durable);
    if (fate->unsynced_count == 0) return;
    int64_t longest = image->size;
    for (int each = 0; each < fate->unsynced_count; each++) {
        const change *change = &self->disk->changes[fate->unsynced[each]];
        int64_t end = change->offset + change->length;
        if (end > longest) longest = end;
    }
    int64_t count = (longest + SECTOR_BYTES - 1) / SECTOR_BYTES, old = image->size;
    sector *sectors = calloc((size_t)count + 1, sizeof(sector));
    if (!sectors) abort();
    int64_t size = choose(self, fate, longest, sectors, count, state);
    buffer_resize(image, longest);
    int is_junk = (int)below(state, 2), are_torn = (int)below(state, 2);
    for (int64_t at = old; is_junk && at < longest; at++) {
        const sector *sector = &sectors[at / SECTOR_BYTES];
        // What nobody ever wrote is zero on every file system.
        if (sector->versions > 0 && sector->survives == 0) {
            image->bytes[at] = (uint8_t)chance(state);
        }
    }
    for (int each = 0; each < fate->unsynced_count; each++) {
        const change *change = &self->disk->changes[fate->unsynced[each]];
        int64_t first, last;
        span(change, longest, &first, &last);
        for (int64_t at = first; at <= last && at < count; at++) {
            sector *sector = &sectors[at];
            if (sector->seen < sector->survives) {
                apply_part(image, change, at, 0, state);
            } else if (sector->seen == sector->survives && are_torn && below(state, 4) == 0) {
                apply_part(image, change, at, 1, state);
            }
            sector->seen++;
        }
    }
    free(sectors);
    buffer_resize(image, size);
}

void foyer_failure_land(foyer_failure *self, foyer_disk *target, uint64_t seed) {
    uint64_t state = seed;
    disk_erase(target);
    target->origin = calloc((size_t)self->entry_count + 1, sizeof *target->origin);
    if (!target->origin) abort();
    for (int index = 0; index < self->entry_count; index++) {
        const entry *entry = &self->entries[index];
        int64_t version = below(&state, entry->unsynced_count + 1);
        int place = version == 0 ? entry->durable : entry->unsynced[version - 1];
        if (place < 0) continue;
        file *landed = disk_add(target, entry->name, self->disk->files[place]->kind);
        landed->is_folder_synced = 1;
        survive(self, place, &landed->content, &state);
        int origin = target->origin_count++;
        target->origin[origin].file = target->file_count - 1;
        buffer_copy(&target->origin[origin].content, &landed->content);
    }
}
