/// Why there is no backup, or why one is not restored. Nothing was changed then, unless the outcome
/// is not known.
package enum BackupProblem: Error, Equatable, Sendable, CustomStringConvertible {
    case notABackup
    /// What is damaged, for whoever keeps the file.
    case damaged(String)
    /// It holds a migration that this program does not know.
    case newer(migration: String)
    case holdsNoCompany
    case noSpace(bytesNeeded: Int64, place: String)
    case anotherUsesDatabase
    case unreadable(String)
    /// The commit of a restore was not answered, and what became of it could not be found out.
    case outcomeUnknown

    package var description: String {
        switch self {
        case .notABackup: "This file is no backup made by 'foyer backup'."
        case .damaged(let what): "This backup is damaged: \(what)."
        case .newer(let migration):
            "This backup was made by a newer Foyer (\(migration)): restore it with that one."
        case .holdsNoCompany: "This backup holds no company: there is nothing to restore."
        case .noSpace(let bytes, let place):
            "There is not enough room in \(place): \(bytes >> 20) MiB are needed."
        case .anotherUsesDatabase:
            "Another Foyer uses this database: stop it first, since its memory would be wrong."
        case .outcomeUnknown:
            "The database did not answer: it holds all of the old or all of the backup. "
                + "Start Foyer again, look, and restore again if need be."
        case .unreadable(let reason): "The file cannot be read or written: \(reason)."
        }
    }
}
