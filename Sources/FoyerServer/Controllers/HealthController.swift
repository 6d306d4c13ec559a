import FoyerAPI
import FoyerService
import HTTPTypes
import Hummingbird
import NIOCore
import Storage

/// Whether the process lives, whether it can work, and what it counts.
struct HealthController: Sendable {
    let metrics: Metrics
    private let readiness: Readiness

    init(service: Service, metrics: Metrics) {
        self.metrics = metrics
        readiness = Readiness { try await service.probe() }
    }

    func live(_ request: Request, context: FoyerContext) async throws -> Response {
        .json { $0.field("status", "live") }
    }

    /// 200 while a small write commits; else 503 with the reason.
    func ready(_ request: Request, context: FoyerContext) async throws -> Response {
        do {
            try await readiness.check()
        } catch let error as DatabaseError {
            let reason =
                switch error.kind {
                case .diskFull: "The disk is full."
                case .replacing: "A backup is being restored."
                default: "The database does not take writes."
                }
            return Response(APIError(.notReady, 503, reason, retryAfterSeconds: 5))
        }
        return .json { $0.field("status", "ready") }
    }

    func numbers(_ request: Request, context: FoyerContext) async throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text())))
    }
}
