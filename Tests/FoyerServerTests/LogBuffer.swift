import Logging
import Synchronization

/// Everything that is logged, from trace on, as text.
final class LogBuffer: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    var logger: Logger {
        Logger(label: "test") { _ in Handler(buffer: self) }
    }

    private struct Handler: LogHandler {
        let buffer: LogBuffer
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        init(buffer: LogBuffer) { self.buffer = buffer }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            buffer.lines.withLock { $0.append("\(event.level) \(event.message) \(all)") }
        }
    }
}
