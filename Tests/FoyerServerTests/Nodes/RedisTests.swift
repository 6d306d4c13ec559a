import FoyerAPI
import NIOCore
import NIOEmbedded
import Testing

@testable import FoyerServer

@Suite struct RedisTests {
    @Test(
        "TLS asks for a name only where there is one",
        arguments: [
            ("rediss://bus.example.com", "bus.example.com"), ("rediss://10.0.0.1:6380", nil),
            ("rediss://[::1]", nil), ("rediss://user:word@127.0.0.1", nil),
        ] as [(String, String?)])
    func serverName(_ text: String, name: String?) throws {
        let address = try #require(RedisAddress(text))
        #expect(address.serverName == name)
        _ = try RedisConnection.secure(address)
    }

    @Test(
        "of an error only its kind is told",
        arguments: [
            ("NOAUTH Authentication required.", "NOAUTH"),
            ("ERR unknown command 'AUTH', with args beginning with: 'secret'", "ERR"),
            ("WRONGPASS", "WRONGPASS"), ("MOVED 3999 127.0.0.1:6381", "MOVED"), ("secret", ""),
            ("", ""),
        ])
    func kinds(_ text: String, kind: String) {
        #expect(RedisBus.kind(of: text) == kind)
    }
}

/// What a link does with connections that end in any order. Confined to the embedded loop.
@Suite struct RedisLinkTests {
    private final class Opened {
        let channel: EmbeddedChannel
        let received: (RESPValue) -> Void
        let ended: () -> Void
        let promise: EventLoopPromise<any Channel>

        init(
            _ loop: EmbeddedEventLoop, _ received: @escaping (RESPValue) -> Void,
            _ ended: @escaping () -> Void
        ) throws {
            channel = EmbeddedChannel(loop: loop)
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 6_379)).wait()
            (self.received, self.ended) = (received, ended)
            promise = loop.makePromise()
        }

        func succeed() { promise.succeed(channel) }
    }

    private final class Scene {
        let loop = EmbeddedEventLoop()
        var opened: [Opened] = []
        var heard: [RESPValue] = []
        var failures = 0

        lazy var link = RedisLink(
            on: loop,
            open: { received, ended in
                do {
                    self.opened.append(try Opened(self.loop, received, ended))
                } catch {
                    return self.loop.makeFailedFuture(error)
                }
                return self.opened[self.opened.count - 1].promise.futureResult
            },
            received: { self.heard.append($0) }, failed: { _ in self.failures += 1 })

        func pause() { loop.advanceTime(by: RedisLink.retryPause) }
    }

    @Test("a late end of an old connection does not end the new one")
    func lateEnd() throws {
        let scene = Scene()
        scene.link.connect()
        scene.opened[0].succeed()
        #expect(scene.link.channel === scene.opened[0].channel)
        scene.link.reconnect()
        #expect(scene.link.channel == nil)
        scene.pause()
        scene.opened[1].succeed()
        scene.opened[0].ended()
        scene.opened[0].received(.simple("late"))
        #expect(scene.link.channel === scene.opened[1].channel)
        scene.pause()
        #expect(scene.opened.count == 2)
        #expect(scene.heard == [])
    }

    @Test("a connection that fails and ends is tried again once")
    func endsTwice() throws {
        let scene = Scene()
        scene.link.connect()
        scene.opened[0].ended()
        scene.opened[0].promise.fail(ChannelError.eof)
        scene.pause()
        #expect(scene.opened.count == 2)
        scene.opened[1].promise.fail(ChannelError.eof)
        scene.opened[1].ended()
        scene.pause()
        #expect(scene.opened.count == 3)
        #expect(scene.failures == 1)
        scene.pause()
        #expect(scene.opened.count == 3)
    }

    @Test("what is closed stays closed, whatever was under way")
    func close() throws {
        let scene = Scene()
        scene.link.connect()
        scene.link.close()
        scene.opened[0].succeed()
        #expect(scene.link.channel == nil)
        #expect(!scene.opened[0].channel.isActive)
        scene.opened[0].ended()
        scene.pause()
        #expect(scene.opened.count == 1)
    }
}
