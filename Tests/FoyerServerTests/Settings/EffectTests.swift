import FoyerCore
import FoyerTestSupport
import Testing

@Suite("Every setting is obeyed")
struct EffectTests {
    /// Settings of calls, charges, website, WhatsApp and mail, which are not there yet. This number
    /// only falls.
    static let waitingMax = 39

    @Test("every setting has an effect in the table, or waits for a rule that is not there yet")
    func complete() {
        let waiting = RoomSettings.fields.filter { $0.waitsFor != nil }
        let obeyed = RoomSettings.fields.filter { $0.waitsFor == nil }
        #expect(Set(Effect.table.map(\.field)) == Set(obeyed.map(\.name)))
        #expect(Effect.table.count == obeyed.count)
        #expect(waiting.count <= Self.waitingMax)
        for field in waiting { print("not connected yet: \(field.name), \(field.waitsFor ?? "")") }
        print("not connected yet: \(waiting.count) of \(RoomSettings.fields.count) settings")
        let rules = ["CALL-", "CHG-", "WEB-", "WA-", "MAIL-"]
        for field in waiting {
            #expect(rules.contains { field.waitsFor?.hasPrefix($0) == true }, "\(field.name)")
        }
    }

    @Test("what people see and are refused follows the setting", arguments: Effect.table)
    func obeyed(_ effect: Effect) async throws {
        for isChanged in [false, true] {
            try await ServerHouse.with { house in
                let changes = effect.given + (isChanged ? [(effect.field, effect.value)] : [])
                try await house.fixture.publish(
                    changes, in: house.general, by: house.administrator)
                let seen = try await effect.seen(try await EffectScene(house))
                #expect(seen == (isChanged ? effect.after : effect.before))
            }
        }
    }
}
