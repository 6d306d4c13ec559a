import Foundation
import FoyerAPI
import FoyerServer
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// Echoes texts over the server's own handshake and frames, for the Autobahn test suite
/// (docs/development.md). Never shipped: no product names it. Usage: `foyer-echo [--planted]`.
@main
enum FoyerEcho {
    /// Of a whole message: the suite sends 65,536 bytes, Foyer's own sessions take less.
    private static let messageBytesMax = 128 * 1024

    static func main() async throws {
        var logger = Logger(label: "foyer-echo")
        logger.logLevel = .error
        var configuration = WebSocketConfiguration()
        configuration.messageBytesMax = messageBytesMax
        // The planted bug: a length is thought to fit two bytes.
        let isPlanted = CommandLine.arguments.contains("--planted")
        let router = Router()
        router.get("ws/echo") { [configuration] request, _ in
            try request.webSocket(configuration: configuration) { _ in Echo(isPlanted: isPlanted) }
        }
        let application = Application(
            router: router, server: HTTPServerBuilder { RoutedChannel(responder: $0) },
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                // Whoever reads this from a pipe waits for it.
                let line = "foyer-echo listens on port \(channel.localAddress?.port ?? 0).\n"
                FileHandle.standardOutput.write(Data(line.utf8))
            },
            logger: logger)
        try await application.runService()
    }

    private final class Echo: WebSocketDelegate {
        private let isPlanted: Bool
        private var socket: WebSocketConnection?

        init(isPlanted: Bool) { self.isPlanted = isPlanted }

        func opened(_ socket: WebSocketConnection) { self.socket = socket }

        func received(text: [UInt8]) {
            let text = isPlanted ? Array(text.prefix(65_535)) : text
            socket?.send(ByteBuffer(bytes: WebSocketFrames.text(text)))
        }

        func closed(_ end: WebSocketEnd) { socket = nil }
    }
}
