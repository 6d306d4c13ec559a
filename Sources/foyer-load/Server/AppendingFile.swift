import Foundation

extension FileHandle {
    /// A file to which everything is appended, made where there is none.
    static func appending(to path: String) throws -> FileHandle {
        let descriptor = open(path, O_CREAT | O_WRONLY | O_APPEND, 0o600)
        guard descriptor >= 0 else {
            throw ServerProcess.Failure(description: "\(path) cannot be written")
        }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}
