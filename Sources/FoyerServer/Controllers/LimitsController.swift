import FoyerAPI
import FoyerCore
import FoyerService
import Hummingbird

/// What a company may have, and how much of it is used (CO-4).
struct LimitsController: Sendable {
    let service: Service

    func show(_ request: Request, context: FoyerContext) async throws -> Response {
        let found = try await service.limits(for: try context.requireAgent())
        return .json { writer in
            writer.object("plan") { plan in
                plan.field("key", found.plan.key)
                plan.field("name", found.plan.name)
                plan.array("features") { list in
                    for feature in found.plan.features { list.element(feature.rawValue) }
                }
            }
            writer.array("limits") { list in
                for limit in found.limits { list.object { limit.write(&$0) } }
            }
        }
    }
}

extension LimitReading {
    fileprivate func write(_ writer: inout JSONWriter) {
        writer.field("limit", limit.rawValue)
        writer.field("max", orNull: max.map(Int64.init))
        writer.field("source", orNull: source?.rawValue)
        writer.field("used", used)
        writer.field("at80", orNull: at80)
        writer.field("at100", orNull: at100)
        writer.object("refused") {
            $0.field("count", refused.count)
            $0.field("lastAt", orNull: refused.lastAt?.milliseconds)
        }
    }
}
