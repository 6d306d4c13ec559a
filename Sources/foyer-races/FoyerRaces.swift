import FoyerCore
import FoyerTestSupport
import Foundation

/// Drives the store, the hub and sessions from many threads at once, for ThreadSanitizer to watch
/// (docs/development.md). Never shipped: no product names it.
///
/// Usage: `foyer-races [--seconds N] [--planted BUG]`.
@main
enum FoyerRaces {
    /// Bugs planted on purpose: a run that reports none of them proves nothing.
    enum Bug: String, CaseIterable {
        /// The hub's deliveries reach sessions on the thread that announces, not on their loop.
        case deliveryOnAnyThread
        /// A table of message rates that nothing guards.
        case unguardedTable
        /// Jobs count in a variable of their own making: writer and readers share it.
        case sharedByJobs

        /// Where it is planted; the others are not run then.
        fileprivate var scene: Scene {
            switch self {
            case .deliveryOnAnyThread: .sessions
            case .unguardedTable: .tables
            case .sharedByJobs: .store
            }
        }
    }

    static func main() async throws {
        let arguments = CommandLine.arguments
        let seconds = try value(of: "--seconds", in: arguments).map { text in
            guard let seconds = Int(text) else { throw Mistake("--seconds takes a number") }
            return seconds
        }
        let bug = try value(of: "--planted", in: arguments).map { text in
            guard let bug = Bug(rawValue: text) else {
                throw Mistake("--planted takes one of \(Bug.allCases.map(\.rawValue))")
            }
            return bug
        }
        let scenes = bug.map { [$0.scene] } ?? Scene.allCases
        let length = Duration.seconds(seconds ?? 20) / scenes.count
        for scene in scenes {
            let began = ContinuousClock.now
            let done = try await scene.run(until: began + length, planted: bug)
            print("\(scene.rawValue): \(done) in \(began.duration(to: .now))")
        }
    }

    fileprivate enum Scene: String, CaseIterable {
        case store, tables, hub, sessions

        /// Goes on until `end` and says what it did.
        func run(until end: ContinuousClock.Instant, planted bug: Bug?) async throws -> String {
            switch self {
            case .store: try await StoreScene.run(until: end, planted: bug)
            case .tables: try await TableScene.run(until: end, planted: bug)
            case .hub: try await HubScene.run(until: end)
            case .sessions: try await SessionScene.run(until: end, planted: bug)
            }
        }
    }

    private static func value(of name: String, in arguments: [String]) throws -> String? {
        guard let position = arguments.firstIndex(of: name) else { return nil }
        guard arguments.indices.contains(position + 1) else {
            throw Mistake("\(name) takes a value")
        }
        return arguments[position + 1]
    }
}

struct Mistake: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
