import CSQLite

/// SQLite's extended result codes that decide something here. The header builds them with macros
/// that Swift does not import.
enum SQLiteCode {
    static let constraintCheck: Int32 = 275
    static let constraintForeignKey: Int32 = 787
    static let constraintTrigger: Int32 = 1811
    static let constraintNotNull: Int32 = 1299
    static let constraintPrimaryKey: Int32 = 1555
    static let constraintUnique: Int32 = 2067
    static let constraintRowID: Int32 = 2579
    static let ioErrorFileSync: Int32 = 1034
    static let ioErrorFolderSync: Int32 = 1290
    /// The shared index of the log could not grow: a full disk in another word.
    static let ioErrorSharedMemorySize: Int32 = 4874

    static func isFailedSync(_ code: Int32) -> Bool {
        code == ioErrorFileSync || code == ioErrorFolderSync
    }

    static func isInputOutput(_ code: Int32) -> Bool {
        code & 0xFF == SQLITE_IOERR && code != ioErrorSharedMemorySize
    }

    static func kind(of code: Int32) -> DatabaseError.Kind {
        switch code {
        case constraintUnique, constraintPrimaryKey, constraintRowID: return .unique
        case constraintForeignKey: return .foreignKey
        case constraintNotNull: return .notNull
        case constraintCheck: return .check
        case ioErrorSharedMemorySize: return .diskFull
        default: break
        }
        return switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_FULL: .diskFull
        case SQLITE_IOERR, SQLITE_CANTOPEN: .inputOutput
        case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
        case SQLITE_ERROR, SQLITE_RANGE: .syntax
        default: .other
        }
    }
}
