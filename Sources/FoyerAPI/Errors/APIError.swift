import FoyerCore

/// An error as every client sees it: a stable code, a status, a safe sentence
/// (docs/decisions/0010).
package struct APIError: Error, Equatable, Sendable {
    package let code: Code
    package let status: Int
    /// Plain English for developers; screens translate by `code`.
    package let message: String
    package var field: String?
    /// Which of a field's rules was broken, where the code alone does not tell.
    package var rule: String?
    package var retryAfterSeconds: Int?
    /// The company's plan and what it allows, where a plan is why.
    package var plan: String?
    package var max: Int?

    package init(
        _ code: Code, _ status: Int, _ message: String, field: String? = nil,
        retryAfterSeconds: Int? = nil
    ) {
        self.code = code
        self.status = status
        self.message = message
        self.field = field
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// The codes of docs/protocol.md. They never change.
    package enum Code: String, Sendable, CaseIterable {
        case notJSON, fieldMissing, fieldWrongType, fieldTooLong, fieldOutOfRange, fieldUnknown,
            fieldInvalid, imageRefused
        case unknownFrame, helloFirst
        case wrongEmailOrPassword, notLoggedOn
        case foreignOrigin, administratorsOnly, cookieRefused, actionOff
        case notFound, roomLinkUnknown, roomLinkReplaced, roomLinkEnded, accessNumberUnknown,
            methodNotAllowed,
            handshakeWrong
        case linkUsedOrExpired
        case chatAlreadyOpen, chatEnded, chatNotServed, chatNotWaiting, cidReused, offerTaken,
            offerGone, servingNow, privateRoomUnanswered
        case emailInUse, lastAdministrator, roomNameInUse, imagesFull, tooManyRooms, roomProtected,
            roomInUse,
            alreadySetUp
        case planLimitReached, planLacksFeature
        case draftChanged, alreadyScheduled, fileFromNewerVersion
        case puzzleWrong, puzzleExpired
        case bodyTooLong
        case tooManyRequests
        case overloaded, databaseUnavailable, diskFull, notReady
        case `internal`
    }

    /// The error as a JSON object.
    package func write(_ writer: inout JSONWriter) {
        writer.field("code", code.rawValue)
        writer.field("message", message)
        writer.field("field", ifPresent: field)
        writer.field("rule", ifPresent: rule)
        writer.field("plan", ifPresent: plan)
        if let max { writer.field("max", max) }
    }
}

extension APIError {
    package static let notJSON = APIError(.notJSON, 400, "The body is not a JSON object.")
    package static let unknownFrame = APIError(.unknownFrame, 400, "There is no such frame here.")
    package static let helloFirst = APIError(
        .helloFirst, 400, "The first frame is hello, and only the first.")
    package static let alreadySetUp = APIError(
        .alreadySetUp, 409, "This Foyer is set up already. Please log on.")
    package static let lastAdministrator = APIError(
        .lastAdministrator, 409,
        "This is the last administrator who can log on: name another one first.",
        field: "administrator")
    package static let draftChanged = APIError(
        .draftChanged, 409,
        "Somebody else has edited these settings meanwhile. Please read them again.")
    package static let alreadyScheduled = APIError(
        .alreadyScheduled, 409,
        "Settings of this room wait for their time already: cancel that first.")
    package static let fileFromNewerVersion = APIError(
        .fileFromNewerVersion, 400,
        "A newer version of Foyer wrote this file. Please update this one first.",
        field: "file.foyerRoom")
    package static let foreignOrigin = APIError(
        .foreignOrigin, 403, "The console answers only its own pages.")
    package static let cookieRefused = APIError(
        .cookieRefused, 403, "The API takes a bearer token, not a cookie.")
    package static let notLoggedOn = APIError(.notLoggedOn, 401, "Please log on.")
    package static let notFound = APIError(.notFound, 404, "There is nothing here.")
    package static let methodNotAllowed = APIError(
        .methodNotAllowed, 405, "This address takes another method.")
    package static let puzzleWrong = APIError(
        .puzzleWrong, 400, "The puzzle's solution is wrong. Please ask for a new one.")
    package static let puzzleExpired = APIError(
        .puzzleExpired, 400, "The puzzle is used up or too old. Please ask for a new one.")
    package static let overloaded = APIError(
        .overloaded, 503, "The server has too much to do. Please try again shortly.",
        retryAfterSeconds: 2)
    package static let databaseUnavailable = APIError(
        .databaseUnavailable, 503, "The database does not answer. Nothing was changed.",
        retryAfterSeconds: 5)
    package static let restoring = APIError(
        .databaseUnavailable, 503, "A backup is being restored. Nothing was changed.",
        retryAfterSeconds: 5)
    package static let diskFull = APIError(
        .diskFull, 503, "The server's disk is full. Nothing was changed.", retryAfterSeconds: 30)
    package static let `internal` = APIError(
        .internal, 500, "Something went wrong here. Nothing was changed.")
}
