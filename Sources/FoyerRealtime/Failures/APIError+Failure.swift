import FoyerAPI
import FoyerCore
import Logging
import Storage

extension APIError {
    /// Refusals by the table; what the database could not do as 503; all else is ours, and logged.
    package init(failure: any Error, logger: Logger) {
        switch failure {
        case let error as APIError: self = error
        case let refusal as Refusal: self = APIError(refusal)
        case let error as FieldError: self = APIError(error)
        case let error as DatabaseError:
            switch error.kind {
            case .overloaded, .busy: self = .overloaded
            case .replacing: self = .restoring
            case .diskFull: self = .diskFull
            case .connection, .closed, .inputOutput, .unknownOutcome: self = .databaseUnavailable
            case .check:
                self = APIError(
                    .fieldInvalid, 400, "A text holds a character that cannot be stored.")
            case .unique, .foreignKey, .notNull, .syntax, .corrupt, .decoding, .other:
                self = .internal
            }
            guard ![.overloaded, .fieldInvalid].contains(code), error.kind != .replacing else {
                return
            }
            FailureLog.shared.tell("The database failed", error, of: "\(error.kind)", to: logger)
        default:
            self = .internal
            let kind = "\(type(of: failure))"
            FailureLog.shared.tell("A command failed", kind, of: kind, to: logger)
        }
    }
}
