import Foundation
import FoyerTestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that a sender or an observer writes line by line; a line is with the system when `write`
/// returns.
final class LedgerFile: @unchecked Sendable {  // used on one event loop, read when that is done
    let path: String
    private let descriptor: Int32

    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_CREAT | O_WRONLY | O_APPEND | O_TRUNC, 0o600)
        guard descriptor >= 0 else {
            throw ServerProcess.Failure(description: "\(path) cannot be written")
        }
    }

    deinit { close(descriptor) }

    func append(_ line: LedgerLine) {
        let bytes = Array((line.text + "\n").utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            // Without its own record the whole run proves nothing.
            fatalError("\(path): write failed with \(errno)")  // a full disk ends this tool
        }
    }

    func read() throws -> [LedgerLine] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return try text.utf8.split(separator: 0x0a).map { bytes in
            guard let line = LedgerLine(String(Substring(bytes))) else {
                throw ServerProcess.Failure(description: "\(path) has a line that is none")
            }
            return line
        }
    }
}
