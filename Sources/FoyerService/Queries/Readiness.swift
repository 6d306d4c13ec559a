import FoyerCore
import Storage

extension Service {
    /// Whether the database takes writes now: there is room, and one small write, which changes
    /// nothing, is committed. The write alone could reuse room that a longer one would not find.
    package func probe() async throws {
        if let free = database.freeBytes, free < Limit.diskFreeBytesMin {
            throw DatabaseError(kind: .diskFull, message: "\(free) bytes are left")
        }
        try await database.write { transaction in
            try transaction.run("UPDATE server_secret SET value = value WHERE name = 'puzzle'")
        }
    }
}
