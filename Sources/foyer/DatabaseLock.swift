import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// One process per SQLite database: SQLite would let two write, and two memories of one queue would
/// differ.
///
/// The lock belongs to the open file and ends with the process, however that ends.
struct DatabaseLock {
    private let descriptor: Int32

    /// `place` is what the operator is told, as "the data folder '…'".
    init(file path: String, of place: String) throws {
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ConfigurationError("\(place.capitalizedFirst) cannot be written.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw ConfigurationError("Another Foyer runs on \(place).")
        }
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
