import CSQLite
import Storage
import Testing

/// R-07: one connection alone writes and checkpoints, whoever reads beside it.
///
/// Before 3.51.3 SQLite may corrupt a file when two connections begin the log anew and checkpoint
/// (https://www.sqlite.org/wal.html#walresetbug), and systems bring 3.40.
@Suite("SQLite discipline")
struct DisciplineTests {
    @Test("one connection writes and checkpoints, under load and when all close")
    func oneWriter() async throws {
        let disk = try Disk(isRecording: false)
        try await load(disk) {}
        #expect(disk.hasOneWriter)
        #expect(disk.checkpointCount > 10 && disk.logStartCount > 1)
        print(
            """
            proof R-07: writers \(disk.writerCount), checkpointers \(disk.checkpointerCount), \
            writers of the file \(disk.fileWriterCount) in \(disk.checkpointCount) checkpoints \
            with 4 readers, on the simulated disk
            """)
    }

    @Test("a second one that checkpoints is seen")
    func secondCheckpointer() async throws {
        let disk = try Disk(isRecording: false)
        try await load(disk) {
            // As any other tool would open the file: it checkpoints when it thinks fit.
            var handle: OpaquePointer?
            let flags = SQLITE_OPEN_READWRITE
            #expect(sqlite3_open_v2("/power.db", &handle, flags, disk.name) == SQLITE_OK)
            #expect(
                sqlite3_exec(handle, "PRAGMA wal_checkpoint(PASSIVE)", nil, nil, nil) == SQLITE_OK)
            sqlite3_close_v2(handle)
        }
        #expect(!disk.hasOneWriter)
        #expect(disk.writerCount == 1 && disk.checkpointerCount == 2)
    }

    /// Writers and readers at once; `meanwhile` runs in their midst.
    private func load(_ disk: Disk, _ meanwhile: () -> Void) async throws {
        var options = SQLiteOptions()
        options.fileSystem = disk.name
        options.readerThreads = 4
        options.checkpointFrames = 20
        let database = try SQLiteDatabase(
            location: .file("/power.db"), clock: { 0 }, options: options)
        try await database.write { try Tables.make($0) }
        for turn in 0..<2 {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for caller in 0..<8 {
                    tasks.addTask {
                        for number in 0..<40 {
                            try await database.write { transaction in
                                try transaction.run(
                                    """
                                    INSERT INTO message (chat, seq, number, cid, body)
                                    VALUES (\(caller % 3), \(turn * 1_000 + caller * 100 + number),
                                    0, \("\(turn) \(caller) \(number)"),
                                    \(String(repeating: "x", count: 2_000)))
                                    """)
                            }
                            _ = try await database.read { transaction in
                                try transaction.run("SELECT COUNT(*) AS n FROM message")
                            }
                        }
                    }
                }
                try await tasks.waitForAll()
            }
            if turn == 0 { meanwhile() }
        }
        await database.close()
    }
}
