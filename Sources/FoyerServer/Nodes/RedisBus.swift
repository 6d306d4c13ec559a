import FoyerAPI
import FoyerCore
import FoyerRealtime
import FoyerService
import Logging
import NIOCore

/// The bus over Redis' PUBLISH and SUBSCRIBE, on one connection each; both come back by themselves.
///
/// Every node hears every packet, its own too, which tells it that the way there and back is whole.
final class RedisBus: Bus {
    /// A bus that is silent for so long is connected anew: its sockets may stand and carry nothing.
    private static let silenceMax = TimeAmount.seconds(3)

    private let eventLoop: any EventLoop
    private let links: NIOLoopBound<Links>

    /// `channel` names the packets of one database. `heard` is called on the event loop.
    init(
        _ address: RedisAddress, channel: String, node: @escaping @Sendable () -> ID<Node>?,
        on eventLoop: any EventLoop, logger: Logger,
        heard: @escaping @Sendable (BusPacket) -> Void
    ) async throws {
        self.eventLoop = eventLoop
        links = try await eventLoop.submit {
            let links = Links(
                address, channel: channel, node: node, on: eventLoop, logger: logger, heard: heard)
            return NIOLoopBound(links, eventLoop: eventLoop)
        }.get()
        eventLoop.execute { [links] in links.value.connect() }
    }

    func publish(_ notes: [BusNote]) {
        eventLoop.execute { [links] in links.value.publish(notes) }
    }

    /// Shows the others, and this node, that it is heard. With `isMissingSome` they shall read the
    /// database none the less, as after a packet that was lost.
    func beat(isMissingSome: Bool) {
        eventLoop.execute { [links] in
            links.value.reconnectIfSilent(for: Self.silenceMax)
            if isMissingSome { links.value.leaveOutNumber() }
            links.value.publish([])
        }
    }

    func close() { eventLoop.execute { [links] in links.value.close() } }

    /// What the bus knows on its event loop.
    private final class Links {
        private let address: RedisAddress
        private let channel: [UInt8]
        private let node: @Sendable () -> ID<Node>?
        private let eventLoop: any EventLoop
        private let logger: Logger
        private let heard: @Sendable (BusPacket) -> Void

        private var publisher: RedisLink?
        private var subscriber: RedisLink?
        /// Of the last packet; one that could not be sent counts, too: the others shall miss it.
        private var number: Int64 = 0
        private var heardAt = NIODeadline.now()
        private var hasWarned = false

        init(
            _ address: RedisAddress, channel: String, node: @escaping @Sendable () -> ID<Node>?,
            on eventLoop: any EventLoop, logger: Logger,
            heard: @escaping @Sendable (BusPacket) -> Void
        ) {
            self.address = address
            self.channel = Array(channel.utf8)
            self.node = node
            self.eventLoop = eventLoop
            self.logger = logger
            self.heard = heard
        }

        // MARK: Telling

        func leaveOutNumber() { number += 1 }

        func publish(_ notes: [BusNote]) {
            guard let node = node() else { return }
            // A slow Redis is dealt with as a broken one: what does not fit is missed and read.
            guard let channel = publisher?.channel, channel.isWritable else {
                number += 1
                return
            }
            do {
                for packet in try BusPacket.encoded(notes, from: node, after: &number) {
                    let command = RESPValue.command([Array("PUBLISH".utf8), self.channel, packet])
                    channel.writeAndFlush(ByteBuffer(bytes: command), promise: nil)
                }
            } catch {
                number += 1
                logger.error("a packet could not be written", metadata: ["error": "\(error)"])
            }
        }

        // MARK: Hearing

        private func received(_ value: RESPValue) {
            if case .error(let text) = value { return refused(text) }
            guard case .array(let parts?) = value, parts.count == 3,
                parts[0] == .bulk(Array("message".utf8)), case .bulk(let bytes?) = parts[2]
            else { return }
            // What is no packet comes from a node of another version: its number is missed.
            guard let packet = try? BusPacket(parsing: bytes) else { return }  // see above
            if packet.node == node() { heardItself() }
            heard(packet)
        }

        /// Both connections carry what they shall.
        private func heardItself() {
            heardAt = .now()
            guard hasWarned else { return }
            hasWarned = false
            logger.info("Redis carries news again", metadata: ["redis": "\(address)"])
        }

        private func refused(_ text: String) {
            guard !hasWarned else { return }
            hasWarned = true
            logger.error(
                "Redis refuses",
                metadata: ["redis": "\(address)", "answer": "\(RedisBus.kind(of: text))"])
        }

        // MARK: Connections

        func connect() {
            let subscribe = RESPValue.command([Array("SUBSCRIBE".utf8), channel])
            publisher = link()
            subscriber = link { channel in
                channel.writeAndFlush(ByteBuffer(bytes: subscribe), promise: nil)
            }
            publisher?.connect()
            subscriber?.connect()
        }

        func close() {
            publisher?.close()
            subscriber?.close()
        }

        func reconnectIfSilent(for silence: TimeAmount) {
            guard NIODeadline.now() - heardAt > silence else { return }
            heardAt = .now()
            publisher?.reconnect()
            subscriber?.reconnect()
        }

        private func link(
            opened: @escaping (any NIOCore.Channel) -> Void = { _ in }
        ) -> RedisLink {
            RedisLink(
                on: eventLoop,
                open: { [address, eventLoop] in
                    RedisConnection.open(address, on: eventLoop, received: $0, ended: $1)
                },
                opened: opened, received: { self.received($0) }, failed: { self.failed($0) })
        }

        private func failed(_ error: any Error) {
            guard !hasWarned else { return }
            hasWarned = true
            logger.error(
                "Redis cannot be reached: other nodes' news are read from the database",
                metadata: ["redis": "\(address)", "error": "\(error)"])
        }
    }

    /// The word in capitals that an error of Redis begins with; what follows may repeat what it was
    /// sent, a password or a customer's text.
    static func kind(of error: String) -> Substring {
        error.prefix(32).prefix { $0.isASCII && ($0.isUppercase || $0 == "_") }
    }
}
