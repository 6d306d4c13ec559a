import FoyerCore
import FoyerService
import FoyerTestSupport
import Storage
import Testing

@Suite("Transcripts resume")
struct TranscriptTests {
    @Test(
        "what follows a known entry comes back; an unknown one means resync",
        arguments: Engine.allCases)
    func resume(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let customer = try await house.customer(asksIn: room)
            for number in 3...6 {
                try await house.send("\(number)", in: customer.chat, as: customer.asker)
            }
            let all = try await house.entries(of: customer.chat, for: customer.asker)
            func page(_ have: HaveEntry?) async throws -> TranscriptPage {
                try await house.service.transcript(
                    of: customer.chat, after: have, for: customer.asker)
            }
            for have in all {
                let page = try await page(HaveEntry(seq: have.seq, id: have.id))
                #expect(page.entries == Array(all.dropFirst(Int(have.seq))))
                #expect(!page.resync && !page.more && page.last == 6)
            }
            let strange: [HaveEntry] = [
                HaveEntry(seq: 4, id: all[4].id), HaveEntry(seq: 7, id: all[5].id),
                HaveEntry(seq: 0, id: all[0].id), HaveEntry(seq: .max, id: ID(known: "none")),
                HaveEntry(seq: .min, id: ID(known: "none")),
            ]
            for have in strange {
                let page = try await page(have)
                #expect(page.resync && page.entries == all && !page.more)
            }
            let fresh = try await page(nil)
            #expect(!fresh.resync && fresh.entries == all)
        }
    }

    @Test("long transcripts come in pages that say there is more", arguments: Engine.allCases)
    func pages(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let customer = try await house.customer(asksIn: room)
            let long = String(repeating: "x", count: Limit.messageBodyBytesMax)
            for _ in 0..<20 { try await house.send(long, in: customer.chat, as: customer.asker) }
            for _ in 0..<210 {
                try await house.send("short", in: customer.chat, as: customer.asker)
            }

            var sizes: [Int] = []
            var have: HaveEntry?
            var seqs: [Int64] = []
            while true {
                let page = try await house.service.transcript(
                    of: customer.chat, after: have, for: customer.asker)
                #expect(page.last == 232)
                sizes.append(page.entries.count)
                seqs += page.entries.map(\.seq)
                have = page.entries.last.map { HaveEntry(seq: $0.seq, id: $0.id) }
                guard page.more else { break }
            }
            #expect(seqs == Array(1...232))
            // 128 KiB hold facts, question and seven long ones, then eight; a page has 200 at most.
            #expect(sizes == [9, 7, 200, 16])
        }
    }

    @Test("marks only grow, and never beyond the last entry", arguments: Engine.allCases)
    func marks(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            _ = house.announcer.take()
            func mark(_ delivered: Int64, _ read: Int64, as asker: Asker) async throws -> ChatMarks
            {
                try await house.service.markEntries(
                    of: customer.chat, delivered: delivered, read: read, as: asker)
                return try await house.service.transcript(of: customer.chat, after: nil, for: asker)
                    .marks
            }
            var marks = ChatMarks()
            for (delivered, read, reached) in [
                (2, 1, ChatMarks.Mark(delivered: 2, read: 1)), (1, 0, .init(delivered: 2, read: 1)),
                (0, 3, .init(delivered: 3, read: 3)), (-5, .min, .init(delivered: 3, read: 3)),
                (.max, .max, .init(delivered: 4, read: 4)),
            ] as [(Int64, Int64, ChatMarks.Mark)] {
                marks.customer = reached
                #expect(try await mark(delivered, read, as: customer.asker) == marks)
            }
            marks.agent = ChatMarks.Mark(delivered: 4, read: 2)
            #expect(try await mark(.max, 2, as: .agent(bert)) == marks)
            let announced = house.announcer.take().filter {
                if case .marks = $0 { true } else { false }
            }
            #expect(announced.count == 4)
        }
    }

    @Test("only the serving agent's marks count", arguments: Engine.allCases)
    func othersMarks(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let bert = try await house.readyAgent("Bert", by: administrator)
            let customer = try await house.customer(asksIn: room, servedBy: bert)
            try await house.service.markEntries(
                of: customer.chat, delivered: 4, read: 4, as: .agent(administrator))
            let page = try await house.service.transcript(
                of: customer.chat, after: nil, for: .agent(bert))
            #expect(page.marks == ChatMarks())
        }
    }
}
