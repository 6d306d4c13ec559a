import FoyerAPI
import Synchronization

/// What `/metrics` tells, in the text format of Prometheus 0.0.4. Names never change.
package final class Metrics: Sendable {
    private struct Counts {
        var socketsOpen = 0
        var socketsOpened = 0
        var socketEnds: [String: Int] = [:]
        var requests: [Int: Int] = [:]
        var connections = 0
        var door: [DoorEvent: Int] = [:]
    }

    private let counts = Mutex(Counts())

    package init() {}

    func socketOpened() {
        counts.withLock {
            $0.socketsOpen += 1
            $0.socketsOpened += 1
        }
    }

    func socketClosed(_ end: WebSocketEnd) {
        counts.withLock {
            $0.socketsOpen -= 1
            $0.socketEnds[end.label, default: 0] += 1
        }
    }

    func answered(status: Int) { counts.withLock { $0.requests[status, default: 0] += 1 } }

    func connected() { counts.withLock { $0.connections += 1 } }

    func disconnected() { counts.withLock { $0.connections -= 1 } }

    func happened(_ event: DoorEvent) { counts.withLock { $0.door[event, default: 0] += 1 } }

    func text() -> String {
        let now = counts.withLock { $0 }
        var lines = [
            "# TYPE foyer_websockets_open gauge", "foyer_websockets_open \(now.socketsOpen)",
            "# TYPE foyer_websockets_opened_total counter",
            "foyer_websockets_opened_total \(now.socketsOpened)",
            "# TYPE foyer_websocket_ends_total counter",
        ]
        for (label, count) in now.socketEnds.sorted(by: { $0.key < $1.key }) {
            lines.append("foyer_websocket_ends_total{reason=\"\(label)\"} \(count)")
        }
        lines.append("# TYPE foyer_http_answers_total counter")
        for (status, count) in now.requests.sorted(by: { $0.key < $1.key }) {
            lines.append("foyer_http_answers_total{status=\"\(status)\"} \(count)")
        }
        lines += Self.door(now)
        return lines.joined(separator: "\n") + "\n"
    }

    /// What has not happened is 0, so that its first time is a rise.
    private static func door(_ now: Counts) -> [String] {
        [
            "# TYPE foyer_connections_open gauge", "foyer_connections_open \(now.connections)",
            "# TYPE foyer_connections_refused_total counter",
        ]
            + [DoorEvent.refusedInAll, .refusedPerAddress].map {
                "foyer_connections_refused_total{reason=\"\($0.rawValue)\"} \(now.door[$0] ?? 0)"
            } + [
                "# TYPE foyer_untrusted_forwarding_total counter",
                "foyer_untrusted_forwarding_total \(now.door[.untrustedForwarding] ?? 0)",
            ]
    }
}

extension WebSocketEnd {
    /// The metric's label: a closed set, whatever peers send.
    fileprivate var label: String {
        switch self {
        case .byPeer: "byPeer"
        case .byServer(let code): "byServer\(code)"
        case .violation(let violation): violation.rawValue
        case .missedPongs: "missedPongs"
        case .lost: "lost"
        }
    }
}
