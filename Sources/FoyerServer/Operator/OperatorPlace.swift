import Foundation
import FoyerService

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where who runs the server reaches it: a socket in the file system, which its owner alone may
/// open. Nothing of it is on the network.
package struct OperatorPlace: Sendable, Equatable {
    /// The path of the socket.
    package let socket: String
    /// Where files stand while they come and go.
    package let folder: String

    package init(socket: String, folder: String) {
        self.socket = socket
        self.folder = folder
    }

    /// Whether a server is there.
    package var isListened: Bool {
        var address = sockaddr_un()
        let path = Array(self.address.utf8)
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        #if canImport(Glibc)
            let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = Darwin.socket(AF_UNIX, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return withUnsafeBytes(of: &address) { bytes in
            guard let base = bytes.baseAddress else { return false }
            let known = base.assumingMemoryBound(to: sockaddr.self)
            return connect(descriptor, known, socklen_t(bytes.count)) == 0
        }
    }

    /// A path of the socket that fits an address, which holds about a hundred bytes only.
    ///
    /// A folder that is opened for it stays so until the process ends.
    package var address: String {
        guard socket.utf8.count > 100, let slash = socket.lastIndex(of: "/") else { return socket }
        #if canImport(Glibc)
            let folder = open(String(socket[..<slash]), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard folder >= 0 else { return socket }
            return "/proc/self/fd/\(folder)\(socket[slash...])"
        #else
            return socket
        #endif
    }
}

/// A backup on its way in or out: a file that vanishes with its last user.
package final class TransferFile: Sendable {
    private static let prefix = ".foyer-transfer-"
    private let file: NewFile

    /// Makes an empty file in `folder`. Throws `BackupProblem`.
    package init(in folder: String) throws {
        do {
            file = try NewFile("\(folder)/\(Self.prefix)\(UUID().uuidString.lowercased())")
        } catch {
            throw BackupProblem.unreadable("\(folder) cannot be written")
        }
    }

    deinit { file.remove() }

    package var path: String { file.path }

    package var byteCount: Int64 { file.byteCount }

    package func write(_ bytes: some ContiguousBytes) throws { try file.write(bytes) }

    /// Removes what a killed process left. The caller is the folder's only user.
    package static func sweep(_ folder: String) {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder)  // none yet: none
        // The folder of a database may hold other files: only names of our own making go.
        for name in names ?? []
        where name.hasPrefix(prefix)
            && UUID(uuidString: String(name.dropFirst(prefix.count))) != nil
        {
            unlink("\(folder)/\(name)")
        }
    }
}
