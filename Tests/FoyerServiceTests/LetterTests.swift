import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("Letters")
struct LetterTests {
    @Test("they come newest first, in pages, each of them once", arguments: Engine.allCases)
    func pages(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let general = try await house.general(for: administrator)
            let sales = try await house.service.createRoom(named: "Sales", by: administrator)
            let left = try await house.letters(450, in: [general, sales])
            let pages = try await house.pages(for: administrator)
            #expect(pages.map(\.letters.count) == [200, 200, 50])
            #expect(pages.map(\.more) == [true, true, false])
            #expect(pages.flatMap(\.letters).map(\.id) == left.reversed())
            let newest = try #require(pages.first?.letters.first)
            #expect(newest.room == "Sales" && newest.question == "Letter 450")

            // What is older than the oldest is nothing, and a letter that came meanwhile is on no
            // later page.
            let end = try await house.service.letters(for: administrator, before: left[0])
            #expect(end.letters.isEmpty && !end.more)
            _ = try await house.letters(1, in: [general])
            let second = try await house.service.letters(for: administrator, before: left[250])
            #expect(second.letters.map(\.id) == left[50..<250].reversed())
        }
    }

    @Test("long letters make shorter pages, of one letter at least", arguments: Engine.allCases)
    func longOnes(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let general = try await house.general(for: administrator)
            // Six bytes each as JSON.
            let question = String(repeating: "\u{1}", count: Limit.questionCharactersMax)
            let left = try await house.letters(12, in: [general], question: question)
            let pages = try await house.pages(for: administrator)
            #expect(pages.map(\.letters.count) == [5, 5, 2])
            #expect(pages.flatMap(\.letters).map(\.id) == left.reversed())

            let beyond = String(repeating: "x", count: Limit.letterPageBytesMax)
            _ = try await house.letters(1, in: [general], question: beyond)
            let first = try await house.service.letters(for: administrator)
            #expect(first.letters.map(\.question) == [beyond] && first.more)
        }
    }

    @Test("agents see and count those of their rooms only", arguments: Engine.allCases)
    func rooms(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let general = try await house.general(for: administrator)
            let sales = try await house.service.createRoom(named: "Sales", by: administrator)
            let help = try await house.service.createRoom(named: "Help", by: administrator)
            let bert = try await house.agent(
                "Bert", in: [sales.id, help.id], by: administrator)
            let cleo = try await house.agent("Cleo", in: [], by: administrator)
            let left = try await house.letters(630, in: [general, sales, help])

            let berts = left.enumerated().filter { $0.offset % 3 > 0 }.map(\.element)
            let pages = try await house.pages(for: bert)
            #expect(pages.map(\.letters.count) == [200, 200, 20])
            #expect(pages.flatMap(\.letters).map(\.id) == berts.reversed())
            #expect(Set(pages.flatMap(\.letters).map(\.room)) == ["Sales", "Help"])
            #expect(try await house.pages(for: cleo).map(\.letters.count) == [0])

            func counts(after letter: ID<Letter>?) async throws -> [Int] {
                var counts: [Int] = []
                for agent in [administrator, bert, cleo] {
                    counts.append(
                        try await house.service.letterCount(for: agent, after: letter))
                }
                return counts
            }
            // Counting ends before all are counted.
            #expect(try await counts(after: nil) == [600, 420, 0])
            #expect(try await counts(after: left[600]) == [29, 20, 0])
            #expect(try await counts(after: left[629]) == [0, 0, 0])
            _ = try await house.letters(1, in: [general])
            #expect(try await counts(after: left[629]) == [1, 0, 0])
        }
    }

    @Test("what customers leave is in the order of leaving", arguments: Engine.allCases)
    func order(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let general = try await house.general(for: administrator)
            var left: [ID<Letter>] = []
            for number in 1...3 {
                house.clock.advance(milliseconds: 1)
                let form = try await house.form(in: general, question: "\(number)")
                left.append(
                    try await house.service.leaveLetter(form, roomToken: general.token))
            }
            let page = try await house.service.letters(for: administrator)
            #expect(page.letters.map(\.question) == ["3", "2", "1"])
            #expect(try await house.service.letterCount(for: administrator, after: left[0]) == 2)
        }
    }
}

extension ServiceFixture {
    /// Letters left in turn in these rooms, a millisecond apart, the oldest first: written as rows,
    /// without forms.
    fileprivate func letters(
        _ count: Int, in rooms: [RoomRow], question: String? = nil
    ) async throws -> [ID<Letter>] {
        var ids: [ID<Letter>] = []
        var rows: [[any SQLValue]] = []
        for number in 1...count {
            clock.advance(milliseconds: 1)
            let at = clock.now
            let room = rooms[(number - 1) % rooms.count]
            let id = ID<Letter>(
                milliseconds: at.milliseconds,
                random: (.random(in: .min ... .max), .random(in: .min ... .max)))
            ids.append(id)
            rows.append([
                id, room.company, room.id, hexDigits(), hexDigits(), Int64(number), "Carla",
                "carla@example.org", "", question ?? "Letter \(number)", "en", "", at,
            ])
        }
        try await database.write { [rows] transaction in
            try transaction.run(
                """
                INSERT INTO letter
                    (id, company_id, room_id, ask_key, puzzle, form_number, name, email, phone,
                    question, language, page, left_at_ms)
                VALUES \(rows: rows)
                """)
        }
        return ids
    }

    /// All pages, as a screen reads them that shows earlier ones to the end.
    fileprivate func pages(for agent: LoggedOn) async throws -> [LetterPage] {
        var pages: [LetterPage] = []
        repeat {
            pages.append(
                try await service.letters(for: agent, before: pages.last?.letters.last?.id))
        } while pages.last?.more == true
        return pages
    }
}
