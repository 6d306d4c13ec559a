import Foundation
import FoyerCore
import Testing

@testable import FoyerAPI

@Suite("The JSON schema of settings") struct SettingsSchemaTests {
    @Test("docs/room-settings.schema.json is what `foyer room schema` prints")
    func published() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/room-settings.schema.json").standardizedFileURL
        let written = try JSONValue(parsing: Array(Data(contentsOf: page)))
        #expect(written == RoomSettings.schema())
    }

    @Test("every setting stands where the wire has it, with its bounds and its default")
    func complete() throws {
        let standards = RoomSettings().json()
        for field in RoomSettings.fields {
            var (schema, standard): (JSONValue?, JSONValue?) = (RoomSettings.schema(), standards)
            for name in field.name.split(separator: ".").map(String.init) {
                #expect(schema?["additionalProperties"] == .bool(false))
                (schema, standard) = (schema?["properties"]?[name], standard?[name])
            }
            #expect(schema?["default"] == standard)
            #expect(schema?["x-waitsFor"] == field.waitsFor.map { .string($0) })
            switch field.kind {
            case .flag: #expect(schema?["type"] == .string("boolean"))
            case .wholeNumber(let range):
                #expect(schema?["minimum"] == .int(Int64(range.lowerBound)))
                #expect(schema?["maximum"] == .int(Int64(range.upperBound)))
            case .text(let max):
                #expect(schema?["minLength"] == .int(1))
                #expect(schema?["maxLength"] == .int(Int64(max)))
            case .email:
                #expect(schema?["maxLength"] == .int(Int64(Limit.emailCharactersMax)))
            case .line(let max): #expect(schema?["maxLength"] == .int(Int64(max)))
            case .choice(let values):
                #expect(schema?["enum"] == .array(values.map { .string($0) }))
            case .customFields:
                #expect(schema?["maxItems"] == .int(Int64(Limit.customFieldsMax)))
                let item = schema?["items"]
                #expect(item?["additionalProperties"] == .bool(false))
                let members = ["key", "kind", "label", "mandatory", "choices", "showWhen"]
                #expect(members.allSatisfy { item?["properties"]?[$0] != nil })
            case .image: #expect(schema?["maxLength"] == .int(2_000))
            case .colour: #expect(schema?["pattern"] == .string("^(#[0-9a-fA-F]{6})?$"))
            }
        }
    }
}
