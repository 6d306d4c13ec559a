import Foundation
import FoyerCore
import Testing

@testable import FoyerAPI

@Suite("The table of errors")
struct ErrorTableTests {
    /// One of each kind. Refusals have no list of their own, so the switch keeps this one whole.
    private static let refusals: [(Refusal, APIError.Code, Int, String?)] = [
        (.fieldMissing(field: "email"), .fieldMissing, 400, "email"),
        (.fieldTooLong(field: "name", charactersMax: 200), .fieldTooLong, 400, "name"),
        (.fieldOutOfRange(field: "n", min: 1, max: 3), .fieldOutOfRange, 400, "n"),
        (.fieldInvalid(field: "email", rule: .emailAddress), .fieldInvalid, 400, "email"),
        (.fieldNotOneOf(field: "theme", values: ["a", "b"]), .fieldInvalid, 400, "theme"),
        (.listOutOfRange(field: "list", min: 2, max: 50), .fieldOutOfRange, 400, "list"),
        (.listTooLong(field: "list", bytesMax: 9), .fieldTooLong, 400, "list"),
        (.fieldInvalid(field: "x", rule: .unknown), .fieldUnknown, 400, "x"),
        (.bodyTooLong(bytesMax: 16_384), .bodyTooLong, 413, "body"),
        (.imageRefused(.trailing), .imageRefused, 422, "image"),
        (.imageRefused(.tooManyBytes(max: 9)), .imageRefused, 413, "image"),
        (.puzzleWrong, .puzzleWrong, 400, nil),
        (.puzzleExpired, .puzzleExpired, 400, nil),
        (.tooManyRequests(retryAfterSeconds: 9), .tooManyRequests, 429, nil),
        (.wrongEmailOrPassword, .wrongEmailOrPassword, 401, nil),
        (.notLoggedOn, .notLoggedOn, 401, nil),
        (.administratorsOnly, .administratorsOnly, 403, nil),
        (.linkUsedOrExpired, .linkUsedOrExpired, 410, nil),
        (.roomLinkUnknown, .roomLinkUnknown, 404, nil),
        (.roomLinkReplaced, .roomLinkReplaced, 410, nil),
        (.roomLinkEnded, .roomLinkEnded, 410, nil),
        (.accessNumberUnknown, .accessNumberUnknown, 404, nil),
        (.notFound, .notFound, 404, nil),
        (.chatAlreadyOpen, .chatAlreadyOpen, 409, nil),
        (.chatEnded, .chatEnded, 409, nil),
        (.chatNotServed, .chatNotServed, 409, nil),
        (.chatNotWaiting, .chatNotWaiting, 409, nil),
        (.cidReused, .cidReused, 409, "cid"),
        (.offerTaken, .offerTaken, 409, nil),
        (.offerGone, .offerGone, 409, nil),
        (.servingNow, .servingNow, 409, nil),
        (.actionOff, .actionOff, 403, nil),
        (.privateRoomUnanswered, .privateRoomUnanswered, 409, nil),
        (.emailInUse, .emailInUse, 409, "email"),
        (.lastAdministrator, .lastAdministrator, 409, "administrator"),
        (.roomNameInUse, .roomNameInUse, 409, "name"),
        (.imagesFull(bytesMax: 9), .imagesFull, 409, nil),
        (.tooManyRooms(countMax: 10_000), .tooManyRooms, 409, nil),
        (.planLimitReached(plan: "Gold", max: 3), .planLimitReached, 409, nil),
        (
            .planLacksFeature(field: "contactForm.brand", plan: "Gold"), .planLacksFeature, 403,
            "contactForm.brand"
        ),
        (.roomProtected, .roomProtected, 409, nil),
        (.roomInUse, .roomInUse, 409, nil),
        (.alreadySetUp, .alreadySetUp, 409, nil),
        (.draftChanged, .draftChanged, 409, nil),
        (.alreadyScheduled, .alreadyScheduled, 409, nil),
        (.fileFromNewerVersion, .fileFromNewerVersion, 400, "file.foyerRoom"),
    ]

    @Test("every refusal has its code, status and field")
    func refusalsHaveCodes() {
        for (refusal, code, status, field) in Self.refusals {
            let error = APIError(refusal)
            #expect(error.code == code)
            #expect(error.status == status, "\(code)")
            #expect(error.field == field, "\(code)")
            #expect(!error.message.isEmpty && error.message.hasSuffix("."), "\(code)")
        }
        #expect(APIError(.tooManyRequests(retryAfterSeconds: 9)).retryAfterSeconds == 9)
    }

    @Test("every rule of a field has a sentence of its own")
    func rulesHaveSentences() {
        let rules: [FieldRule] = [
            .emailAddress, .password, .hexDigits, .roomName, .id, .noNull, .flag, .wholeNumber,
            .text, .colour, .plainLine, .unknown, .customFields, .key, .unique, .earlierField,
            .choicesOfOther, .servesRoom, .accessNumber, .image, .imageUnknown,
        ]
        #expect(Set(rules.map(\.sentence)).count == rules.count)
    }

    @Test("every field error has its code and field")
    func fieldErrors() {
        let cases: [(FieldError.Problem, APIError.Code)] = [
            (.missing, .fieldMissing), (.wrongType(expected: .string), .fieldWrongType),
            (.tooShort(characterCountMin: 2), .fieldInvalid),
            (.tooLong(characterCountMax: 2), .fieldTooLong),
            (.tooMany(countMax: 2), .fieldOutOfRange),
            (.outOfRange(min: 1, max: 2), .fieldOutOfRange), (.unknownField, .fieldUnknown),
            (.unknownChoice(allowed: ["a"]), .fieldInvalid), (.invalidID, .fieldInvalid),
            (.notJSON(.unexpectedEnd, offset: 3), .notJSON),
        ]
        for (problem, code) in cases {
            let error = APIError(FieldError(field: "name", problem: problem))
            #expect(error.code == code)
            #expect(error.status == 400)
            #expect(error.field == (code == .notJSON ? nil : "name"))
        }
        #expect(APIError(FieldError(field: "", problem: .missing)).field == nil)
    }

    @Test("an error is an object of code, message and, where there is one, field")
    func shape() {
        func text(_ error: APIError) -> String {
            var writer = JSONWriter()
            writer.object { error.write(&$0) }
            return String(decoding: writer.bytes, as: UTF8.self)
        }
        #expect(
            text(APIError(.fieldMissing(field: "email")))
                == #"{"code":"fieldMissing","message":"Please fill this field in.","#
                + #""field":"email"}"#
        )
        #expect(text(.notFound) == #"{"code":"notFound","message":"There is nothing here."}"#)
    }

    @Test("what passes by itself says when to come back")
    func retryAfter() {
        for error in [APIError.overloaded, .databaseUnavailable, .diskFull] {
            #expect(error.status == 503)
            #expect((error.retryAfterSeconds ?? 0) > 0)
        }
    }

    @Test("the protocol's table names every code, and no other")
    func protocolNamesCodes() throws {
        let table = try ProtocolPage.section("## Error codes")
        let known = Set(APIError.Code.allCases.map(\.rawValue))
        let rows = table.split(separator: "\n").filter { $0.hasPrefix("| `") }
        let named = Set(
            rows.flatMap { row in
                row.split(separator: "|")[0].matches(of: /`(\w+)`/).map { String($0.1) }
            })
        #expect(known.subtracting(named) == [], "missing in docs/protocol.md")
        #expect(named.subtracting(known) == [], "in docs/protocol.md alone")
    }

    @Test("the protocol's table names every close code, with what the client does")
    func protocolNamesDisconnects() throws {
        let table = try ProtocolPage.section("## Why the server hangs up")
        for reason in Disconnect.allCases {
            let row = table.split(separator: "\n").first {
                $0.hasPrefix("| \(reason.rawValue) | \(reason.name) |")
            }
            let action = try #require(row, "\(reason)")
            #expect(action.contains("stays away") == !reason.invitesReturn, "\(reason)")
        }
    }
}

/// docs/protocol.md of this checkout.
enum ProtocolPage {
    struct Missing: Error {}

    static func section(_ title: String) throws -> Substring {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/protocol.md").standardizedFileURL
        let text = try String(contentsOf: page, encoding: .utf8)
        guard let start = text.range(of: title) else { throw Missing() }
        let rest = text[start.upperBound...]
        return rest[..<(rest.range(of: "\n## ")?.lowerBound ?? rest.endIndex)]
    }
}
