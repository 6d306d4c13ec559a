import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that has its name only once it is whole and on the disk.
package final class PartFile: Sendable {
    /// What nobody has written to for so long was left by a killed one: no backup takes longer.
    static let leftoverSecondsMin = 12 * 3_600

    /// Where it stands until then.
    package var part: String { file.path }
    private let path: String
    private let file: NewFile

    package init(_ path: String) throws(FileProblem) {
        self.path = path
        var facts = stat()
        guard lstat(path, &facts) != 0 else {
            throw FileProblem("'\(path)' is there already. Choose another name.")
        }
        let part = "\(path).part"
        Self.removeLeftover(part)
        guard lstat(part, &facts) != 0 else {
            throw FileProblem(
                "'\(part)' is there: another backup is being written, or one was killed. "
                    + "Remove it, or choose another name.")
        }
        file = try NewFile(part)
    }

    package var byteCount: Int64 { file.byteCount }

    package func write(_ bytes: some ContiguousBytes) throws { try file.write(bytes) }

    /// Throws `FileProblem`, and has no name then.
    package func finish() throws {
        try file.sync()
        try file.name(path)
        let folder = URL(filePath: path).deletingLastPathComponent().path
        let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileProblem.now(folder, "cannot be opened") }
        defer { close(descriptor) }
        // Some file systems have no way to sync a folder, and need none.
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw FileProblem.now(folder, "cannot be synced, do not rely on it")
        }
    }

    package func remove() { file.remove() }

    private static func removeLeftover(_ part: String) {
        var facts = stat()
        guard lstat(part, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG,
            facts.st_uid == geteuid()
        else { return }
        #if canImport(Glibc)
            let written = facts.st_mtim.tv_sec
        #else
            let written = facts.st_mtimespec.tv_sec
        #endif
        guard time(nil) - written > leftoverSecondsMin else { return }
        unlink(part)
    }
}
