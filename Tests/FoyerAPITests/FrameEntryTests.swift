import FoyerCore
import Testing

@testable import FoyerAPI

@Suite("Entries on the wire")
struct FrameEntryTests {
    private func json(
        _ content: EntryContent, from: Sender = .system, cid: String? = nil
    ) -> String {
        let entry = Entry(
            chat: ID(known: "c"), seq: 7, id: ID(known: "m"), at: Instant(milliseconds: 12),
            from: from,
            content: content, cid: cid)
        return String(decoding: entry.json(), as: UTF8.self)
    }

    @Test("each kind has its golden text, which old clients rely on")
    func golden() {
        #expect(
            json(.text(#"say "hi""#), from: .customer, cid: "a1")
                == #"{"seq":7,"id":"m","kind":"text","from":"customer","at":12,"cid":"a1","#
                + #""body":"say \"hi\""}"#)
        let facts = CustomerFacts(
            name: "Mei", email: "mei@example.com", phone: "", language: "en", page: "/",
            customerNumber: 3)
        #expect(
            json(.facts(facts))
                == #"{"seq":7,"id":"m","kind":"facts","from":"system","at":12,"body":"","data":"#
                + #"{"name":"Mei","email":"mei@example.com","phone":"","language":"en","page":"/","#
                + #""customerNumber":3}}"#)
        #expect(json(.answered(agentName: "Ana")).hasSuffix(#""body":"","data":{"agent":"Ana"}}"#))
        #expect(
            json(.answered(agentName: "Ana", agent: ID(known: "a1")))
                .hasSuffix(#""data":{"agent":"Ana","agentId":"a1"}}"#))
        #expect(json(.ended(by: .customerLost)).hasSuffix(#""data":{"by":"customerLost"}}"#))
        #expect(json(.abandoned(by: .cancelled)).hasSuffix(#""data":{"by":"cancelled"}}"#))
        #expect(json(.unanswered).hasSuffix(#""data":{"by":"waitLimit"}}"#))
        #expect(json(.waitsAgain).contains(#""kind":"waitsAgain","from":"system""#))
    }
}
