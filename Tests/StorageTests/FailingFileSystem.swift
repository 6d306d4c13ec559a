import CSQLite
import Foundation
import Synchronization

/// SQLite's own file system, whose syncs fail once `breakSyncs` was called.
enum FailingFileSystem {
    static let name = "failing"
    private static let areSyncsBroken = Atomic<Bool>(false)

    static func breakSyncs() { areSyncsBroken.store(true, ordering: .sequentiallyConsistent) }

    /// Makes the file system known to SQLite, for the rest of the process.
    static func register() {
        guard let system = sqlite3_vfs_find(nil) else { return }
        let failing = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        failing.initialize(to: system.pointee)
        failing.pointee.pNext = nil
        failing.pointee.zName = UnsafePointer(strdup(name))
        failing.pointee.xOpen = { _, name, file, flags, outFlags in
            guard let system = sqlite3_vfs_find(nil) else { return SQLITE_ERROR }
            let code = system.pointee.xOpen(system, name, file, flags, outFlags)
            guard code == SQLITE_OK, let file, let methods = file.pointee.pMethods else {
                return code
            }
            let failing = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
            failing.initialize(to: methods.pointee)
            // The unbroken syncs are left out: no power is lost here.
            failing.pointee.xSync = { _, _ in
                FailingFileSystem.areSyncsBroken.load(ordering: .sequentiallyConsistent)
                    ? 1_034 : SQLITE_OK
            }
            file.pointee.pMethods = UnsafePointer(failing)
            return code
        }
        sqlite3_vfs_register(failing, 0)
    }
}
