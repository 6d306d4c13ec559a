import FoyerTestSupport
import Foundation
import Storage
import Testing

@Suite("SQLite's log")
struct LogSizeTests {
    @Test("gives back the room that one large transaction took")
    func shrinks() async throws {
        try await withFolder { folder in
            let path = "\(folder)/foyer.sqlite"
            let database = try SQLiteDatabase(location: .file(path), clock: { 0 })
            try await database.write { transaction in
                try transaction.run("CREATE TABLE item (id BIGINT NOT NULL PRIMARY KEY, t TEXT)")
            }
            let text = String(repeating: "x", count: 1 << 20)
            try await database.write { transaction in
                for id in 0..<24 {
                    try transaction.run("INSERT INTO item (id, t) VALUES (\(id), \(text))")
                }
            }
            let log = "\(path)-wal"
            #expect(try Self.byteCount(of: log) > StorageLimit.sqliteLogBytesKept)
            // The first that is written after the log was moved begins it anew.
            for id in 100..<103 {
                try await database.write { transaction in
                    try transaction.run("INSERT INTO item (id, t) VALUES (\(id), '')")
                }
            }
            #expect(try Self.byteCount(of: log) <= StorageLimit.sqliteLogBytesKept)
            await database.close()
        }
    }

    private static func byteCount(of path: String) throws -> Int {
        let facts = try FileManager.default.attributesOfItem(atPath: path)
        return facts[.size] as? Int ?? 0
    }
}
