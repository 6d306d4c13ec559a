import Crypto
import FoyerCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The last bytes of a backup: the SHA-256 of all before them. SQLite does not look there.
///
/// So a file is what was written, to the bit, or it is refused.
package enum BackupSeal {
    private static let mark = "foyer-backup-sha256:"
    static let byteCount = mark.utf8.count + 64
    private static let chunkBytes = 256 * 1024

    /// Ends the file with the digest of all that it holds.
    package static func close(_ path: String) throws {
        let file = try File(path, O_RDWR)
        let digest = try digest(of: file, byteCount: file.byteCount)
        try file.append(Array((mark + digest).utf8))
    }

    /// Whether the file is as it was closed.
    static func isWhole(_ path: String) throws -> Bool {
        let file = try File(path, O_RDONLY)
        let contentCount = file.byteCount - byteCount
        guard contentCount > 0 else { return false }
        let digest = try digest(of: file, byteCount: contentCount)
        return try file.read(atMost: byteCount) == Array((mark + digest).utf8)
    }

    private static func digest(of file: borrowing File, byteCount: Int) throws -> String {
        var hash = SHA256()
        var left = byteCount
        while left > 0 {
            let bytes = try file.read(atMost: min(left, chunkBytes))
            guard !bytes.isEmpty else { break }
            hash.update(data: bytes)
            left -= bytes.count
        }
        return Identity.hexadecimal(hash.finalize())
    }

    /// An open file, read from its beginning.
    private struct File: ~Copyable {
        private let descriptor: Int32
        let byteCount: Int

        init(_ path: String, _ access: Int32) throws {
            descriptor = open(path, access | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { throw Self.problem }
            var facts = stat()
            byteCount = fstat(descriptor, &facts) == 0 ? Int(facts.st_size) : 0
        }

        deinit { closeDescriptor(descriptor) }

        func read(atMost countMax: Int) throws -> [UInt8] {
            var isFailed = false
            let bytes = [UInt8](unsafeUninitializedCapacity: countMax) { buffer, count in
                while count < countMax {
                    let got = readDescriptor(
                        descriptor, buffer.baseAddress?.advanced(by: count), countMax - count)
                    if got < 0, errno == EINTR { continue }
                    isFailed = got < 0
                    guard got > 0 else { return }
                    count += got
                }
            }
            guard !isFailed else { throw Self.problem }
            return bytes
        }

        func append(_ bytes: [UInt8]) throws {
            guard lseek(descriptor, 0, SEEK_END) >= 0,
                write(descriptor, bytes, bytes.count) == bytes.count
            else { throw Self.problem }
        }

        private static var problem: BackupProblem { .unreadable(String(cString: strerror(errno))) }
    }
}

// The names of the type's own functions hide those of the system.
private func closeDescriptor(_ descriptor: Int32) { close(descriptor) }

private func readDescriptor(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ countMax: Int)
    -> Int
{ read(descriptor, bytes, countMax) }
