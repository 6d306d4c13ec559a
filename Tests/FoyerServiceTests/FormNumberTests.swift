import FoyerCore
import FoyerService
import FoyerTestSupport
import Testing

@Suite("form numbers")
struct FormNumberTests {
    @Test(
        "each form has a number of its own, which its chat or letter keeps",
        arguments: Engine.allCases)
    func numbers(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            var numbers: [Int64] = []
            for _ in 0..<70 {
                let challenge = try await house.service.makeChallenge(roomToken: room.token)
                numbers.append(challenge.formNumber)
            }
            #expect(numbers == Array(1...70))

            let asked = try await house.customer(asksIn: room)
            #expect(asked.formNumber == 71)
            let letter = try await house.form(in: room)
            _ = try await house.service.leaveLetter(letter, roomToken: room.token)
            let letters = try await house.service.letters(for: administrator).letters
            #expect(letters.map(\.formNumber) == [72])
        }
    }

    @Test("many who open the form at once get different numbers", arguments: Engine.allCases)
    func atOnce(_ engine: Engine) async throws {
        try await engine.withService { house, administrator in
            let room = try await house.general(for: administrator)
            let numbers = try await withThrowingTaskGroup(of: Int64.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await house.service.makeChallenge(roomToken: room.token).formNumber
                    }
                }
                return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
            }
            #expect(numbers.count == 100)

            // Each may have taken a block: what is left of them all is used before the next.
            var all = numbers
            for _ in 0..<(100 * 32 - 100) where all.count < all.max() ?? 0 {
                all.insert(
                    try await house.service.makeChallenge(roomToken: room.token).formNumber)
            }
            #expect(all.sorted() == Array(1...Int64(all.count)))
        }
    }
}
