import FoyerAPI
import FoyerCore

/// Bodies of requests: the first line says which fields are taken, the rest is the body.
enum FieldsFuzz {
    private static let names = ["name", "agents", "size", "on", "id", "list", "inner", "channel"]

    static func check(_ input: [UInt8], planted: Bool) {
        var input = FuzzInput(input)
        let plan = Array(input.line().utf8.prefix(16))
        let body = input.bytes
        do throws(FieldError) {
            var fields = try Fields(bytes: body)
            for step in plan { try take(step, from: &fields, planted) }
            try fields.finish()
        } catch {
            promise(error.field.utf8.count <= body.count + 64, "a long name: \(error.field)")
            let told = APIError(error)
            promise((400..<500).contains(told.status), "status \(told.status)")
        }
    }

    private static func take(
        _ step: UInt8, from fields: inout Fields, _ planted: Bool
    ) throws(FieldError) {
        let name = names[Int(step >> 3) % names.count]
        switch step % 8 {
        case 0:
            let text = try fields.text(name, characterCountMin: 1, characterCountMax: 20)
            promise((1...20).contains(text.unicodeScalars.count), "a text of another length")
        case 1:
            let texts = try fields.optionalTextList(name, countMax: 3, characterCountMax: 5)
            promise(texts.map { $0.count <= 3 } ?? true, "too many texts")
        case 2:
            let number = try fields.int(name, in: -5...1_000)
            // The planted bug: a number is thought to be small and not below zero.
            if planted { _ = UInt8(number) }
            promise((-5...1_000).contains(number), "a number outside its range")
        case 3: _ = try fields.optionalBool(name)
        case 4:
            let id: ID<Chat>? = try fields.optionalID(name)
            if let id { promise(ID<Chat>(parsing: id.rawValue) == id, "an id of another form") }
        case 5:
            if var inner = try fields.optionalObject(name) {
                _ = try inner.optionalText("name", characterCountMax: 5)
                try inner.finish()
            }
        case 6:
            for var inner in try fields.optionalObjectList(name, countMax: 4) ?? [] {
                _ = try inner.optionalInt("size", in: 0...9)
                try inner.finish()
            }
        default: _ = fields.contains(name) ? fields.value(name) : nil
        }
    }
}

/// A room's settings: the changes that a body names are settings, and the settings that come of
/// them are written as they are read.
enum SettingsFuzz {
    static func check(_ input: [UInt8], planted: Bool) {
        guard let value = accepted({ () throws(JSONError) in try JSONValue(parsing: input) }),
            let changes = accepted({ () throws(FieldError) in try RoomSettings.changes(in: value) })
        else { return }
        var settings = RoomSettings()
        for change in changes {
            promise(
                RoomSettings.fields.contains { $0.name == change.name }, "no setting \(change.name)"
            )
            // The planted bug: a room takes the numbers of chats for array indices.
            if planted, case .wholeNumber(let number) = change.value {
                _ = RoomSettings.fields[abs(number) % 1_000]
            }
            do throws(Refusal) {
                try settings.set(change.name, to: change.value)
            } catch {
                let told = APIError(error)
                promise((400..<500).contains(told.status), "status \(told.status)")
            }
        }
        var again = RoomSettings()
        for change in accepted({ try RoomSettings.changes(in: settings.json()) }) ?? [] {
            promise(
                accepted { () throws(Refusal) in try again.set(change.name, to: change.value) }
                    != nil, "\(change.name) is not read as it was written")
        }
        promise(again == settings, "\(settings) became \(again)")
    }
}
