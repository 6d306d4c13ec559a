import FoyerCore

extension APIError {
    /// The one table from refusals to what clients see. It has no default: a new refusal needs a
    /// row.
    package init(_ refusal: Refusal) {
        self =
            switch refusal {
            case .fieldMissing(let field):
                APIError(.fieldMissing, 400, "Please fill this field in.", field: field)
            case .fieldTooLong(let field, let max):
                APIError(
                    .fieldTooLong, 400, "This field holds at most \(max) characters.", field: field)
            case .fieldOutOfRange(let field, let min, let max):
                APIError(FieldError(field: field, problem: .outOfRange(min: min, max: max)))
            case .fieldNotOneOf(let field, let values):
                APIError(FieldError(field: field, problem: .unknownChoice(allowed: values)))
            case .listOutOfRange(let field, let min, let max): .list(field, min, max)
            case .listTooLong(let field, let max): .list(field, bytesMax: max)
            case .fieldInvalid(let field, let rule):
                APIError(
                    rule == .unknown ? .fieldUnknown : .fieldInvalid, 400, rule.sentence,
                    field: field)
            case .bodyTooLong(let bytesMax):
                APIError(
                    .bodyTooLong, 413, "A message holds at most \(bytesMax) bytes.", field: "body")
            case .imageRefused(let problem, let field): APIError(problem, field)
            case .puzzleWrong: .puzzleWrong
            case .puzzleExpired: .puzzleExpired
            case .tooManyRequests(let seconds):
                APIError(
                    .tooManyRequests, 429, "Too many requests. Please wait \(seconds) seconds.",
                    retryAfterSeconds: seconds)
            case .wrongEmailOrPassword:
                APIError(.wrongEmailOrPassword, 401, "The e-mail address or the password is wrong.")
            case .notLoggedOn: .notLoggedOn
            case .administratorsOnly:
                APIError(.administratorsOnly, 403, "Only administrators may do this.")
            case .linkUsedOrExpired:
                APIError(.linkUsedOrExpired, 410, "This link was used already or is too old.")
            case .roomLinkUnknown:
                APIError(.roomLinkUnknown, 404, "This link leads nowhere. It may be incomplete.")
            case .roomLinkReplaced:
                APIError(.roomLinkReplaced, 410, "This link was replaced by a new one.")
            case .roomLinkEnded: APIError(.roomLinkEnded, 410, "This link is no longer used.")
            case .accessNumberUnknown:
                APIError(.accessNumberUnknown, 404, "No room has this number.")
            case .notFound: .notFound
            case .chatAlreadyOpen:
                APIError(.chatAlreadyOpen, 409, "You already have an open chat here.")
            case .chatEnded: APIError(.chatEnded, 409, "This chat is over.")
            case .chatNotServed: APIError(.chatNotServed, 409, "Nobody has answered this chat yet.")
            case .chatNotWaiting: APIError(.chatNotWaiting, 409, "This chat is not waiting.")
            case .cidReused:
                APIError(.cidReused, 409, "This cid was used for another text.", field: "cid")
            case .offerTaken: APIError(.offerTaken, 409, "Somebody else answered first.")
            case .offerGone: APIError(.offerGone, 409, "This chat no longer rings for you.")
            case .servingNow: APIError(.servingNow, 409, "Not while a chat is served.")
            case .privateRoomUnanswered: .privateRoomUnanswered
            case .actionOff: APIError(.actionOff, 403, "This room has switched that off.")
            case .emailInUse: .emailInUse
            case .roomNameInUse: .roomNameInUse
            case .imagesFull(let max): .imagesFull(max)
            case .tooManyRooms(let max): .tooManyRooms(max)
            case .planLimitReached(let plan, let max): .planLimitReached(plan: plan, max: max)
            case .planLacksFeature(let field, let plan): .planLacksFeature(field, plan: plan)
            case .lastAdministrator: .lastAdministrator
            case .roomInUse: APIError(.roomInUse, 409, "A chat is still open in this room.")
            case .roomProtected:
                APIError(.roomProtected, 409, "The room GENERAL keeps its name and stays.")
            case .draftChanged: .draftChanged
            case .alreadyScheduled: .alreadyScheduled
            case .fileFromNewerVersion: .fileFromNewerVersion
            case .alreadySetUp: .alreadySetUp
            }
    }
}

extension APIError {
    /// A list with fewer or more entries than it may have.
    private static func list(_ field: String, _ min: Int, _ max: Int) -> APIError {
        let most = "This list holds at most \(max) entries."
        let message = min > 0 ? "This list holds \(min) to \(max) entries." : most
        return APIError(.fieldOutOfRange, 400, message, field: field)
    }

    private static func list(_ field: String, bytesMax: Int) -> APIError {
        APIError(
            .fieldTooLong, 400, "This list's texts hold at most \(bytesMax) bytes.", field: field)
    }
}

/// Those whose sentences are long.
extension APIError {
    private static func planLimitReached(plan: String, max: Int) -> APIError {
        var error = APIError(
            .planLimitReached, 409, "The plan \(plan) has at most \(max) rooms.")
        (error.plan, error.max) = (plan, max)
        return error
    }

    private static func planLacksFeature(_ field: String, plan: String) -> APIError {
        var error = APIError(
            .planLacksFeature, 403, "The plan \(plan) has no brand of one's own.", field: field)
        error.plan = plan
        return error
    }

    private static func imagesFull(_ bytesMax: Int) -> APIError {
        APIError(.imagesFull, 409, "A company's pictures hold at most \(bytesMax) bytes.")
    }

    private static func tooManyRooms(_ countMax: Int) -> APIError {
        APIError(.tooManyRooms, 409, "A company has at most \(countMax) rooms.")
    }

    private static let emailInUse = APIError(
        .emailInUse, 409, "An agent has this e-mail address already.", field: "email")
    private static let roomNameInUse = APIError(
        .roomNameInUse, 409, "A room has this name already.", field: "name")
    private static let privateRoomUnanswered = APIError(
        .privateRoomUnanswered, 409,
        "Nobody answers in this private room any more. A letter can be left.")
}

extension FieldRule {
    var sentence: String {
        switch self {
        case .emailAddress: "Please give an e-mail address such as name@example.com."
        case .password: "A password has at least \(Limit.passwordCharactersMin) characters."
        case .hexDigits: "This must be 32 hexadecimal digits in lower case."
        case .roomName: "This is no name for a room."
        case .id: "This is not an id."
        case .noNull: "This must not hold the character U+0000."
        case .flag: "This must be true or false."
        case .wholeNumber: "This must be a whole number."
        case .text: "This must be a text."
        case .customFields: "This must be a list of fields."
        case .key: "A key has 1 to 16 characters, of a to z and 0 to 9."
        case .unique: "This is there twice."
        case .earlierField: "This must be the key of an earlier choice or check box."
        case .choicesOfOther: "Only a field of the kind choice has choices."
        case .colour: "This must be a colour such as #3450c8, or empty."
        case .image:
            "This must be image: with the hash of a picture that was uploaded, or an https address "
                + "of a public host without user and port, or empty."
        case .imageUnknown: "No picture with this hash was uploaded here. Please upload it first."
        case .plainLine:
            "This must stand on one line, without characters that control or turn the text."
        case .servesRoom: "This agent does not serve the room."
        case .accessNumber: "An access number has eight digits, such as 1234 5678."
        case .unknown: "There is no such field."
        }
    }
}

extension APIError {
    /// What bytes are told that are no picture for a room.
    fileprivate init(_ problem: ImageProblem, _ field: String) {
        let isLong = if case .tooManyBytes = problem { true } else { false }
        self.init(
            .imageRefused, isLong ? 413 : 422, problem.sentence, field: field)
        rule = problem.rule
    }
}

extension APIError {
    /// What a malformed body or frame is told.
    package init(_ error: FieldError) {
        let field = error.field.isEmpty ? nil : error.field
        self =
            switch error.problem {
            case .missing: APIError(.fieldMissing, 400, "This field is missing.", field: field)
            case .wrongType(let expected):
                APIError(
                    .fieldWrongType, 400, "This must be of the kind \(expected).", field: field)
            case .tooShort(let min):
                APIError(.fieldInvalid, 400, "This needs at least \(min) characters.", field: field)
            case .tooLong(let max):
                APIError(
                    .fieldTooLong, 400, "This field holds at most \(max) characters.", field: field)
            case .tooMany(let max):
                APIError(
                    .fieldOutOfRange, 400, "This list holds at most \(max) entries.", field: field)
            case .outOfRange(let min, let max):
                APIError(
                    .fieldOutOfRange, 400, "This must be a number from \(min) to \(max).",
                    field: field)
            case .unknownField:
                APIError(.fieldUnknown, 400, "There is no such field.", field: field)
            case .unknownChoice(let allowed):
                APIError(
                    .fieldInvalid, 400, "This must be one of: \(allowed.joined(separator: ", ")).",
                    field: field)
            case .invalidID: APIError(.fieldInvalid, 400, "This is not an id.", field: field)
            case .notJSON(let problem, let offset):
                APIError(.notJSON, 400, "This is not JSON at byte \(offset): \(problem.sentence).")
            }
    }
}

extension APIError {
    package init(_ error: FrameError) {
        let isUnknown =
            if case .unknownChoice = error.problem.problem { error.problem.field == "t" } else {
                false
            }
        self = isUnknown ? .unknownFrame : APIError(error.problem)
    }
}
