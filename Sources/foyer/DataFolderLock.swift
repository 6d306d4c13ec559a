import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// One process per data folder: SQLite would let two write, and two memories of one queue would
/// differ.
///
/// The lock belongs to the open file and ends with the process, however that ends.
struct DataFolderLock {
    private let descriptor: Int32

    init(folder: String) throws {
        descriptor = open("\(folder)/foyer.lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ConfigurationError("The data folder '\(folder)' cannot be written.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw ConfigurationError("Another Foyer runs on the data folder '\(folder)'.")
        }
    }

}
