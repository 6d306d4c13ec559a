import FoyerAPI
import FoyerCore
import FoyerService
import Logging
import Storage

/// What runs: clients are told, so that a page of an older one renews itself.
package struct ServerBuild: Sendable {
    package let version: String
    /// The tag of the web's files; empty where they are served from a folder.
    package let web: String

    package init(version: String, web: String) {
        self.version = version
        self.web = web
    }
}

/// What every session works with.
package struct SessionContext {
    let service: Service
    let hub: Hub
    let door: any SessionDoor
    /// Whose turn it is to read a transcript.
    let transcripts: Turns
    /// Brings the hub's deliveries to this session's event loop.
    let receiver: any Receiver
    let build: ServerBuild
    let logger: Logger

    package init(
        service: Service, hub: Hub, door: any SessionDoor, receiver: any Receiver,
        build: ServerBuild, logger: Logger
    ) {
        self.service = service
        self.hub = hub
        self.door = door
        transcripts = Turns(door: door)
        self.receiver = receiver
        self.build = build
        self.logger = logger
    }

    /// What the client is told of a failure.
    func apiError(_ error: any Error) -> APIError { APIError(failure: error, logger: logger) }
}

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
            case .diskFull: self = .diskFull
            case .connection, .closed, .inputOutput, .unknownOutcome: self = .databaseUnavailable
            case .check:
                self = APIError(
                    .fieldInvalid, 400, "A text holds a character that cannot be stored.")
            case .unique, .foreignKey, .notNull, .syntax, .corrupt, .decoding, .other:
                self = .internal
            }
            guard code != .overloaded, code != .fieldInvalid else { return }
            logger.error("The database failed", metadata: ["error": "\(error)"])
        default:
            self = .internal
            logger.error("A command failed", metadata: ["error": "\(type(of: failure))"])
        }
    }
}
