import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport

/// A chat that is served, with one raw socket on each side: no client that answers by itself.
struct ServedChat {
    let house: RealtimeHouse
    let chat: ID<Chat>
    let agent: LoggedOn
    let agentToken: String
    let customerToken: String
    let customer: ManualSocket
    let desk: ManualSocket

    init(_ house: RealtimeHouse) async throws {
        self.house = house
        (agent, agentToken) = try await house.agent("Bert")
        desk = house.agentSocket()
        desk.say(#"{"t":"hello","token":"\#(agentToken)"}"#)
        await house.settle()
        (chat, customerToken) = try await house.asker()
        customer = house.customerSocket()
        customer.say(
            #"{"t":"hello","room":"\#(house.general.token)","token":"\#(customerToken)"}"#)
        await house.settle()
        try await house.fixture.answer(chat, by: agent)
        await house.settleAndRest()
        forget()
    }

    /// Another screen of the same customer; settled.
    func anotherScreen(have: String = "") async -> ManualSocket {
        let socket = house.customerSocket()
        socket.say(
            #"{"t":"hello","room":"\#(house.general.token)","token":"\#(customerToken)"\#(have)}"#)
        await house.settle()
        return socket
    }

    func forget() {
        _ = customer.door.take()
        _ = desk.door.take()
    }

    func message(_ body: String, cid: String) -> String {
        #"{"t":"message","chat":"\#(chat)","cid":"\#(cid)","body":"\#(body)"}"#
    }

    func entries() async throws -> [Entry] {
        try await house.fixture.entries(of: chat, for: .agent(agent))
    }
}

extension [JSONValue] {
    /// What kinds of frames came, in order.
    var types: [String] { map { $0["t"]?.text ?? "" } }

    func all(_ type: String) -> [JSONValue] { filter { $0["t"]?.text == type } }

    func first(_ type: String) -> JSONValue? { all(type).first }
}

func cid(_ digit: Character) -> String { String(repeating: digit, count: 32) }
