import FoyerCore

/// What is wrong with an operator's plans, where, in a sentence.
package struct PlanFileError: Error, Equatable, CustomStringConvertible {
    package let field: String
    package let sentence: String

    package var description: String { field.isEmpty ? sentence : "\(field): \(sentence)" }
}

/// The operator's own plans (CO-2), as a JSON file:
/// `{"plans":[{"key":"gold","name":"Gold","roomsMax":10,"entitlementsPerYear":null}]}`.
package enum PlanFile {
    private static let keyCharactersMax = 40

    /// All of it, or none.
    package static func plans(in bytes: [UInt8]) throws(PlanFileError) -> [Plan] {
        do {
            return try read(bytes)
        } catch let error as FieldError {
            throw PlanFileError(field: error.field, sentence: APIError(error).message)
        } catch let error as PlanFileError {
            throw error
        } catch {
            throw PlanFileError(field: "", sentence: "This cannot be read.")
        }
    }

    private static func read(_ bytes: [UInt8]) throws -> [Plan] {
        var fields = try Fields(bytes: bytes)
        var plans: [Plan] = []
        for entry in try fields.objectList("plans", countMax: Plans.ownMax) {
            var entry = entry
            let plan = try self.plan(&entry)
            let taken = (Plans.builtIn + plans).map(\.key)
            guard !taken.contains(plan.key) else {
                throw PlanFileError(
                    field: "\(entry.path).key", sentence: "Another plan has this key.")
            }
            plans.append(plan)
        }
        try fields.finish()
        return plans
    }

    private static func plan(_ entry: inout Fields) throws -> Plan {
        let key = try entry.text("key", characterCountMax: keyCharactersMax)
        let letters = key.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0)
        }
        guard letters, !key.isEmpty else {
            throw PlanFileError(
                field: "\(entry.path).key", sentence: "A key has letters a to z and digits only.")
        }
        let name = try entry.text("name", characterCountMax: Limit.nameCharactersMax)
        guard FieldChecks.isVisible(name) else {
            throw FieldError(field: "\(entry.path).name", problem: .tooShort(characterCountMin: 1))
        }
        // Said or null: what is forgotten must not mean "any number".
        let rooms = try number("roomsMax", 1...Limit.roomsPerCompanyMax, in: &entry)
        let entitlements = try number("entitlementsPerYear", 0...1_000_000_000, in: &entry)
        var features: [Plan.Feature] = []
        let words =
            try entry.optionalTextList("features", countMax: 20, characterCountMax: 40) ?? []
        for (position, word) in words.enumerated() {
            guard let feature = Plan.Feature(rawValue: word) else {
                throw FieldError(
                    field: "\(entry.path).features.\(position)",
                    problem: .unknownChoice(allowed: Plan.Feature.allCases.map(\.rawValue)))
            }
            if !features.contains(feature) { features.append(feature) }
        }
        try entry.finish()
        return Plan(
            key: key, name: name, roomsMax: rooms, entitlementsPerYear: entitlements,
            features: features)
    }

    private static func number(
        _ name: String, _ range: ClosedRange<Int>, in entry: inout Fields
    ) throws(FieldError) -> Int? {
        guard entry.contains(name) else {
            throw FieldError(field: "\(entry.path).\(name)", problem: .missing)
        }
        return try entry.optionalInt(name, in: range)
    }
}
