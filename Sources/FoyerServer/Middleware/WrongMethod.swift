import FoyerAPI
import HTTPTypes
import Hummingbird
import NIOConcurrencyHelpers

/// Tells a wrong method from an unknown address: 405 with `Allow` (RFC 9110, section 15.5.6). The
/// router itself answers 404 to both.
struct WrongMethod: RouterMiddleware {
    /// Every address with its methods; filled once all routes are there.
    final class Known: Sendable {
        private struct Line {
            let parts: [Substring]
            let method: HTTPRequest.Method
        }

        private let lines = NIOLockedValueBox<[Line]>([])

        func fill(_ routes: [(path: String, method: HTTPRequest.Method)]) {
            // An address that takes whatever is below it says nothing of what there is.
            let all = routes.filter { !$0.path.hasSuffix("**") }
                .map { Line(parts: $0.path.split(separator: "/"), method: $0.method) }
            lines.withLockedValue { $0 = all }
        }

        func methods(of path: String) -> [HTTPRequest.Method] {
            let parts = path.split(separator: "/")
            return lines.withLockedValue { $0 }.filter { matches($0.parts, parts) }.map(\.method)
        }

        private func matches(_ pattern: [Substring], _ parts: [Substring]) -> Bool {
            pattern.count == parts.count
                && zip(pattern, parts).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
        }
    }

    let known: Known

    func handle(
        _ request: Request, context: FoyerContext,
        next: (Request, FoyerContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            let methods = known.methods(of: request.uri.path)
            guard !methods.isEmpty, !methods.contains(request.method) else { throw error }
            var response = Response(.methodNotAllowed)
            let names = Set(methods.map(\.rawValue) + (methods.contains(.get) ? ["HEAD"] : []))
            response.headers[.allow] = names.sorted().joined(separator: ", ")
            return response
        }
    }
}
