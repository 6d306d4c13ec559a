import FoyerAPI
import FoyerCore
import FoyerService

/// A browser tab with the customer's screen.
package final class CustomerTab {
    package let house: RealtimeHouse
    package let roomToken: String
    package let token: String
    package private(set) var socket: ManualSocket
    package private(set) var screen = ReferenceScreen()

    /// Opens the tab; the greeting is on its way.
    package init(_ house: RealtimeHouse, roomToken: String, token: String) {
        self.house = house
        self.roomToken = roomToken
        self.token = token
        socket = house.customerSocket()
        greet()
    }

    private func greet() {
        var have = ""
        if let line = screen.line, let last = line.have {
            have = #","have":{"chat":"\#(line.chat)",\#(last)}"#
        }
        socket.say(#"{"t":"hello","room":"\#(roomToken)","token":"\#(token)"\#(have)}"#)
    }

    /// Reads what came and answers it; hangs up when the server did.
    package func catchUp() {
        guard !isAsleep else { return }
        for frame in socket.door.take() {
            guard let frame = house.read(frame, at: ObjectIdentifier(self)) else { continue }
            for reply in screen.take(frame) { socket.say(reply) }
        }
        if socket.door.closeReason != nil { cut() }
    }

    /// A tab that sleeps reads nothing, and answers no ping: where the server has missed the pong
    /// it has hung up meanwhile, and the tab finds out when it has read what came before.
    package var isAsleep = false

    package func wake() {
        isAsleep = false
        let wasCut = !socket.isOpen
        catchUp()
        if wasCut { comeBack() }
    }

    /// Connections that are gone and that the server still takes for open.
    private var halfOpen: [ManualSocket] = []

    /// Comes back by another connection; nobody tells the server that the former one is gone.
    package func comeBackHalfOpen() {
        guard socket.isOpen else { return comeBack() }
        halfOpen.append(socket)
        screen.cut()
        socket = house.customerSocket()
        greet()
    }

    /// The server misses the pongs of what is half open, and hangs up.
    package func endHalfOpen() {
        for socket in halfOpen { socket.cut() }
        halfOpen = []
    }

    package func cut() {
        guard socket.isOpen else { return }
        socket.cut()
        screen.cut()
    }

    package func comeBack() {
        cut()
        socket = house.customerSocket()
        greet()
    }

    package func write(_ body: String, cid: String) {
        if let frame = screen.write(body, cid: cid) { socket.say(frame) }
    }
}

/// A browser tab with an agent's desk.
package final class DeskTab {
    package let house: RealtimeHouse
    package let agent: LoggedOn
    package let token: String
    package private(set) var socket: ManualSocket
    package private(set) var desk = ReferenceDesk()

    /// Opens the tab; the greeting is on its way.
    package init(_ house: RealtimeHouse, agent: LoggedOn, token: String) {
        self.house = house
        self.agent = agent
        self.token = token
        socket = house.agentSocket()
        greet()
    }

    private func greet() {
        socket.say(#"{"t":"hello","token":"\#(token)","have":\#(desk.have)}"#)
    }

    /// Reads what came and answers it; hangs up when the server did.
    package func catchUp() {
        guard !isAsleep else { return }
        for frame in socket.door.take() {
            guard let frame = house.read(frame, at: ObjectIdentifier(self)) else { continue }
            for reply in desk.take(frame) { socket.say(reply) }
        }
        if socket.door.closeReason != nil { cut() }
    }

    /// A tab that sleeps reads nothing, and answers no ping: where the server has missed the pong
    /// it has hung up meanwhile, and the tab finds out when it has read what came before.
    package var isAsleep = false

    package func wake() {
        isAsleep = false
        let wasCut = !socket.isOpen
        catchUp()
        if wasCut { comeBack() }
    }

    /// Connections that are gone and that the server still takes for open.
    private var halfOpen: [ManualSocket] = []

    /// Comes back by another connection; nobody tells the server that the former one is gone.
    package func comeBackHalfOpen() {
        guard socket.isOpen else { return comeBack() }
        halfOpen.append(socket)
        desk.cut()
        socket = house.agentSocket()
        greet()
    }

    /// The server misses the pongs of what is half open, and hangs up.
    package func endHalfOpen() {
        for socket in halfOpen { socket.cut() }
        halfOpen = []
    }

    package func cut() {
        guard socket.isOpen else { return }
        socket.cut()
        desk.cut()
    }

    package func comeBack() {
        cut()
        socket = house.agentSocket()
        greet()
    }

    package func write(_ body: String, cid: String, in chat: ID<Chat>) {
        if let frame = desk.write(body, cid: cid, in: chat.rawValue) { socket.say(frame) }
    }

    /// The number of the offer that rings here.
    package func offer(of chat: String) -> Int64? { desk.cards[chat]?["ringing"]?["offer"]?.int }
}
