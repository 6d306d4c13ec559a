import FoyerAPI
import NIOCore

@testable import FoyerServer

/// Notes all it is told, in order, and does what the test says.
final class RecordingDelegate: WebSocketDelegate {
    enum Event: Equatable, Sendable {
        case opened
        case text(String)
        case tick
        case outboundBudgetExceeded
        case shuttingDown
        case closed(WebSocketEnd)
    }

    private(set) var socket: WebSocketConnection?
    private(set) var events: [Event] = []
    var onText: (WebSocketConnection, String) -> Void = { _, _ in }
    var onEvent: (Event) -> Void = { _ in }

    var end: WebSocketEnd? {
        for case .closed(let end) in events { return end }
        return nil
    }

    private func note(_ event: Event) {
        events.append(event)
        onEvent(event)
    }

    func opened(_ socket: WebSocketConnection) {
        self.socket = socket
        note(.opened)
    }

    func received(text: [UInt8]) {
        let text = String(decoding: text, as: UTF8.self)
        note(.text(text))
        if let socket { onText(socket, text) }
    }

    func tick() { note(.tick) }

    func outboundBudgetExceeded() { note(.outboundBudgetExceeded) }

    func shuttingDown() { note(.shuttingDown) }

    func closed(_ end: WebSocketEnd) { note(.closed(end)) }
}

/// Frames as a client sends them.
enum ClientFrame {
    static func text(_ text: String) -> [UInt8] { frame(0x81, Array(text.utf8)) }

    static func close(_ code: UInt16) -> [UInt8] {
        frame(0x88, [UInt8(code >> 8), UInt8(code & 0xff)])
    }

    /// Masked with a key that changes every byte; at most 65,535 bytes.
    static func frame(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
        let mask: [UInt8] = [0x12, 0x34, 0x56, 0x78]
        let length: [UInt8] =
            payload.count < 126
            ? [0x80 | UInt8(payload.count)]
            : [0xfe, UInt8(payload.count >> 8), UInt8(payload.count & 0xff)]
        return [first] + length + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
    }
}

/// Frames as the server sends them.
enum ServerFrame {
    static func text(_ text: String) -> [UInt8] { WebSocketFrames.text(Array(text.utf8)) }

    static func close(_ code: UInt16, _ reason: String = "") -> [UInt8] {
        WebSocketFrames.close(code: code, reason: reason)
    }
}
