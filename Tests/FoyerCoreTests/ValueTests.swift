import FoyerCore
import Testing

@Suite("Ids and instants")
struct ValueTests {
    @Test("an id made is an id read, and carries its time in front")
    func roundTrip() {
        var former: ID<Chat>?
        for milliseconds: Int64 in [0, 1, 1_750_000_000_000, 1_750_000_000_001, (1 << 48) - 1] {
            for random: (UInt64, UInt64) in [(0, 0), (.max, .max), (0x0123_4567_89ab_cdef, 42)] {
                let id = ID<Chat>(milliseconds: milliseconds, random: random)
                #expect(ID<Chat>(parsing: id.rawValue) == id)
                #expect(id.rawValue.utf8.count == 36)
                let characters = Array(id.rawValue)
                #expect(characters[14] == "7")
                #expect("89ab".contains(characters[19]))
            }
            let id = ID<Chat>(milliseconds: milliseconds, random: (0, 0))
            if let former { #expect(former < id) }
            former = id
        }
    }

    @Test(
        "what is not exactly an id is none",
        arguments: [
            "", "0", "01977420-dc00-77b4-b654-c05388e3e01", "01977420-dc00-77b4-b654-c05388e3e0155",
            "01977420-DC00-77b4-b654-c05388e3e015", "01977420-dc00-77b4-b654-c05388e3e01g",
            "01977420xdc00-77b4-b654-c05388e3e015", "01977420-dc00-77b4-b654-c05388e3e0é",
            "01977420-dc00-77b4-b654-c05388e3e01\u{0}", "' OR 1=1 --                           ",
        ])
    func parsing(_ text: String) {
        #expect(ID<Chat>(parsing: text) == nil)
    }

    @Test("an id that another program made is none")
    func foreignVariants() {
        for variant in ["7", "c"] {
            let text = "01977420-dc00-77b4-\(variant)654-c05388e3e015"
            #expect(ID<Chat>(text) == nil && ID<Chat>(parsing: text) == nil)
        }
    }

    @Test(
        "a stored text is an id as it was written, or none",
        arguments: ["", "a", "chat", "a 16 byte word..", "01977420-dc00-77b4-b654-c05388e3e015"])
    func storedTexts(_ text: String) {
        #expect(ID<Chat>(text)?.rawValue == text)
        for wrong in ["\(text)\u{0}", "\(text)é", "\(text) and something more than 16 bytes"] {
            #expect(ID<Chat>(wrong) == nil)
        }
    }

    @Test("ids stand in the order of their texts")
    func order() {
        var random = SystemRandomNumberGenerator()
        let ids = (0..<200).map {
            ID<Chat>(milliseconds: $0 % 7, random: (random.next(), random.next()))
        }
        #expect(ids.sorted().map(\.rawValue) == ids.map(\.rawValue).sorted())
        let words = ["b", "a", "", "ab", "agent-100000", "agent-100001"]
        #expect(words.map { ID<Chat>(known: $0) }.sorted().map(\.rawValue) == words.sorted())
    }

    @Test("instants saturate instead of trapping")
    func saturation() {
        let far = Instant(milliseconds: .max)
        let early = Instant(milliseconds: .min)
        #expect(far.adding(seconds: 1) == far)
        #expect(far.adding(milliseconds: 1) == far)
        #expect(early.adding(seconds: .min) == early)
        #expect(early.adding(milliseconds: -1) == early)
        #expect(Instant(milliseconds: 0).adding(seconds: .max) == far)
        #expect(far.seconds(since: early) == .max)
        #expect(early.seconds(since: far) == 0)
        #expect(Instant(milliseconds: 2_999).seconds(since: Instant(milliseconds: 1_000)) == 1)
        #expect(Instant(milliseconds: 1_000).seconds(since: Instant(milliseconds: 2_999)) == 0)
    }
}
