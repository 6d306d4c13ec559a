import CSQLite
import Storage

/// A connection of its own that moves the log into the file, as a careless tool beside the server
/// does.
enum SecondCheckpointer {
    /// Checkpoints ten times a second, until it is cancelled.
    static func run(on path: String) async throws {
        var handle: OpaquePointer?
        guard sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK else {
            throw DatabaseError(kind: .other, message: "\(path) cannot be opened a second time")
        }
        defer { sqlite3_close_v2(handle) }
        while !Task.isCancelled {
            sqlite3_exec(handle, "PRAGMA wal_checkpoint(PASSIVE)", nil, nil, nil)
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
