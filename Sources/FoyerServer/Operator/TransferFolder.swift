import Foundation
import FoyerService

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where files come and go that have no data folder: one of the user's own, which several processes
/// may use at once. Who comes while nobody is there removes what killed ones left.
package final class TransferFolder: Sendable {
    package let path: String
    private let lock: Int32

    /// Throws `BackupProblem` where the folder in `parent`, such as /tmp, is somebody else's.
    package init(in parent: String) throws {
        path = "\(parent)/foyer-\(geteuid())"
        mkdir(path, 0o700)
        var facts = stat()
        guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR,
            facts.st_uid == geteuid(), facts.st_mode & 0o077 == 0
        else { throw BackupProblem.unreadable("\(path) is not a folder of this user alone") }
        lock = open("\(path)/lock", O_CREAT | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw BackupProblem.unreadable("\(path) cannot be written") }
        if flock(lock, LOCK_EX | LOCK_NB) == 0 { TransferFile.sweep(path) }
        // Shared: it waits for nobody but who is sweeping.
        flock(lock, LOCK_SH)
    }

    /// The lock ends with the process, however that ends.
    deinit { close(lock) }
}
