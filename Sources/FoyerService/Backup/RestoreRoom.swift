import FoyerCore
import Storage

extension Service {
    /// Throws `BackupProblem` where a restore of so many bytes would not find the room that it
    /// needs: asked before the first byte of the copy is written to `folder`.
    package func refuseFullDisk(copying byteCount: Int64, to folder: String) throws {
        guard (0...Limit.restoreFileBytesMax).contains(byteCount) else {
            throw BackupProblem.unreadable("it is too long")
        }
        try refuse(Disk.freeBytes(at: folder), lessThan: byteCount, in: folder)
        // The copy stands beside the database, if that is on a disk of ours.
        try refuse(database.freeBytes, lessThan: 3 * byteCount, in: "the data folder")
    }

    /// The same, of a copy that is there.
    package func refuseFullDisk(restoring byteCount: Int64) throws {
        // SQLite's log grows by what is written, and its file by what the log holds.
        try refuse(database.freeBytes, lessThan: 2 * byteCount, in: "the data folder")
    }

    private func refuse(_ free: Int64?, lessThan byteCount: Int64, in place: String) throws {
        let needed = byteCount + Limit.backupFreeBytesMin
        guard let free, free < needed else { return }
        throw BackupProblem.noSpace(bytesNeeded: needed, place: place)
    }
}
