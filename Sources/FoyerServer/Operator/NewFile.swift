import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that could not be made, read or named, in a sentence for who runs the server.
package struct FileProblem: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }

    static func now(_ path: String, _ what: String) -> FileProblem {
        FileProblem("'\(path)' \(what): \(String(cString: strerror(errno))).")
    }
}

/// A file that was made here and now, readable by its owner alone: nothing that stood or was linked
/// at its path before is written to.
final class NewFile: Sendable {
    let path: String
    private let descriptor: Int32

    init(_ path: String) throws(FileProblem) {
        self.path = path
        descriptor = open(path, Self.flags, 0o600)
        guard descriptor >= 0 else { throw .now(path, "cannot be written") }
    }

    deinit { close(descriptor) }

    private static let flags = O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR | O_CLOEXEC

    /// Writes all of it behind what was written.
    func write(_ bytes: some ContiguousBytes) throws {
        try bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = writeDescriptor(descriptor, UnsafeRawBufferPointer(rebasing: rest))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw FileProblem.now(path, "cannot be written") }
                rest = rest.dropFirst(count)
            }
        }
    }

    var byteCount: Int64 {
        var facts = stat()
        return fstat(descriptor, &facts) == 0 ? Int64(facts.st_size) : 0
    }

    /// Whether the path still leads to this very file.
    var isInPlace: Bool {
        var (own, there) = (stat(), stat())
        return fstat(descriptor, &own) == 0 && lstat(path, &there) == 0
            && own.st_ino == there.st_ino && own.st_dev == there.st_dev
    }

    func sync() throws(FileProblem) {
        guard fsync(descriptor) == 0 else {
            throw .now(path, "cannot be synced, do not rely on it")
        }
    }

    func remove() { if isInPlace { unlink(path) } }

    /// Gives the file another name in its folder, unless something has it. `linking` is another one
    /// in tests only.
    func name(
        _ other: String, linking: (String, String) -> Int32 = { link($0, $1) }
    ) throws(FileProblem) {
        guard isInPlace else { throw FileProblem("'\(path)' was replaced by another file.") }
        // Unlike a rename, it fails where somebody was faster.
        if linking(path, other) == 0 {
            unlink(path)
            return
        }
        guard errno != EEXIST else { throw .now(other, "cannot be made") }
        // FAT and exFAT know no second name for a file: the name is taken by an empty one, which
        // only its maker replaces.
        let place = open(other, Self.flags, 0o600)
        guard place >= 0 else { throw .now(other, "cannot be made") }
        close(place)
        guard rename(path, other) == 0 else {
            defer { unlink(other) }
            throw .now(other, "cannot be made")
        }
    }
}

// The name of the type's own function hides that of the system.
private func writeDescriptor(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
