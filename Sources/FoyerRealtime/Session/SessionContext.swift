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
    /// How often sessions had been ended when this one began.
    private let endings: Int

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
        endings = hub.endings
    }

    /// Whether all sessions were ended since: one that had not subscribed did not hear of it.
    var isEnded: Bool { hub.endings != endings }

    /// What the client is told of a failure.
    func apiError(_ error: any Error) -> APIError { APIError(failure: error, logger: logger) }
}
