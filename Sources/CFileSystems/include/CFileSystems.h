/// SQLite file systems for tests: a disk whose power can fail, and one that watches who writes.
///
/// Never linked into what is shipped. Nothing here is called by two threads for one disk except what
/// SQLite itself calls, and `foyer_disk_note`.
#ifndef FOYER_FILE_SYSTEMS_H
#define FOYER_FILE_SYSTEMS_H

#include <sqlite3.h>
#include <stdint.h>

// MARK: A disk whose power can fail

/// A disk in memory, with one folder. It remembers every change in order.
typedef struct foyer_disk foyer_disk;

/// What a change was.
typedef enum {
    FOYER_CHANGE_CREATE,
    FOYER_CHANGE_WRITE,
    FOYER_CHANGE_TRUNCATE,
    FOYER_CHANGE_SYNC,
    FOYER_CHANGE_DELETE,
    FOYER_CHANGE_SYNC_FOLDER,
    /// Not of the disk: the caller's own mark, see `foyer_disk_note`.
    FOYER_CHANGE_NOTE,
} foyer_change;

/// Lies of the disk, to prove that the test sees them. A sync that is skipped answers "done".
typedef enum {
    FOYER_LIE_NONE = 0,
    FOYER_LIE_LOG_SYNC = 1,
    FOYER_LIE_FILE_SYNC = 2,
    FOYER_LIE_FOLDER_SYNC = 4,
} foyer_lie;

/// Makes an empty disk and registers it as the SQLite file system `name`; NULL without memory.
foyer_disk *foyer_disk_make(const char *name);

/// Takes the file system back. No connection may be open.
void foyer_disk_free(foyer_disk *disk);

/// From now on the disk lies so: a sum of `foyer_lie`.
void foyer_disk_set_lies(foyer_disk *disk, int lies);

/// Whether changes are remembered; at first they are.
void foyer_disk_set_recording(foyer_disk *disk, int is_recording);

/// Puts a mark behind all changes so far: what was acknowledged must survive any later failure.
void foyer_disk_note(foyer_disk *disk);

/// How many changes, notes among them, there were.
int64_t foyer_disk_change_count(foyer_disk *disk);
foyer_change foyer_disk_change(foyer_disk *disk, int64_t index);

/// How many connections ever held the right to write to the log (slot 0), to checkpoint (slot 1).
/// A connection is counted by its handle of the main file.
int foyer_disk_holder_count(foyer_disk *disk, int slot);
/// Whether one and the same connection is the only one that wrote and checkpointed, and the main
/// file was written through no other.
int foyer_disk_has_one_writer(foyer_disk *disk);
/// How often pages went from the log into the file.
int64_t foyer_disk_checkpoint_count(foyer_disk *disk);

/// How often the log was begun anew, which overwrites what the file must have by then.
int64_t foyer_disk_log_start_count(foyer_disk *disk);

/// SQLite's own chance, so that a history repeats.
void foyer_sqlite_seed(int seed);

// MARK: Power failures

/// A replay of a disk's changes, which only goes forward. The disk must live and be still.
typedef struct foyer_failure foyer_failure;

foyer_failure *foyer_failure_make(foyer_disk *disk);
void foyer_failure_free(foyer_failure *failure);

/// The power fails before change `index`, which is not less than the last time.
void foyer_failure_advance(foyer_failure *failure, int64_t index);

/// Puts what may have survived on `target`, whose old contents and changes are forgotten; no
/// connection of it may be open. `seed` decides.
///
/// Of each file's changes since its last sync every sector of 512 bytes has any of its versions, the
/// last of them perhaps in part; the file has any of its sizes, with zeros or junk where it grew and
/// nothing was written. Of the folder's changes since its last sync, each name has any.
void foyer_failure_land(foyer_failure *failure, foyer_disk *target, uint64_t seed);

// MARK: Who writes

/// Registers SQLite's own file system as `name`, watched, and makes it the one that is used where
/// none is named: of any connection of this process it is then known what it does.
int foyer_watch_register(const char *name);

/// What the connections to one database did since it was watched.
typedef struct {
    /// Connections that held the right to write to the log, and to checkpoint.
    int writers, checkpointers;
    /// Connections that wrote into the main file.
    int file_writers;
    /// Different connections among all these.
    int connections;
    /// Connections that were opened at all.
    int opened;
    int64_t log_writes, file_writes, checkpoints;
} foyer_watch_counts;

foyer_watch_counts foyer_watch_read(void);

#endif
