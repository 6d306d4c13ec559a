import Dispatch
import Synchronization
import Testing

@testable import FoyerServer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("the look at the address before the start")
struct AddressProbeTests {
    @Test("keeps nobody waiting who comes back at that moment")
    func nobodyWaits() async throws {
        let guests = Guests(port: try freePort())
        try await ServerHouse.with({
            $0.host = "127.0.0.1"
            $0.port = Int(guests.port)
        }) { house in
            guests.start()
            while guests.connectedCount < 8 { try await house.server.refuseUsedAddress() }
            let waiting = await guests.stop()
            #expect(waiting == 0, "connections that nobody answers and nobody ends")
        }
    }

    private func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try #require(withAddress(&address) { bind(descriptor, $0, length) } == 0)
        try #require(withAddress(&address) { getsockname(descriptor, $0, &length) } == 0)
        return UInt16(bigEndian: address.sin_port)
    }
}

/// Somebody who connects over and over, as screens do while their server starts.
private final class Guests: Sendable {
    private static let patienceMilliseconds: Int32 = 2_000

    let port: UInt16
    private let descriptors = Mutex<[Int32]>([])
    private let isStopped = Atomic<Bool>(false)
    private let ended = DispatchSemaphore(value: 0)

    init(port: UInt16) { self.port = port }

    var connectedCount: Int { descriptors.withLock { $0.count } }

    func start() {
        DispatchQueue.global().async { [self] in
            while !isStopped.load(ordering: .relaxed) { connectOnce() }
            ended.signal()
        }
    }

    /// How many of the connections are still open after a while.
    func stop() async -> Int {
        isStopped.store(true, ordering: .relaxed)
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [self] in
                ended.wait()
                continuation.resume(returning: descriptors.withLock { $0.count(where: isOpen) })
            }
        }
    }

    private func connectOnce() {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port: port)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        guard withAddress(&address, { connect(descriptor, $0, length) }) == 0 else {
            close(descriptor)
            return
        }
        descriptors.withLock { $0.append(descriptor) }
    }

    private func isOpen(_ descriptor: Int32) -> Bool {
        defer { close(descriptor) }
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, Self.patienceMilliseconds) == 0
    }
}

private func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    address.sin_port = port.bigEndian
    return address
}

private func withAddress(
    _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> Int32
) -> Int32 {
    withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0) }
    }
}
