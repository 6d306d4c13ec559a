import FoyerAPI
import NIOCore

/// What an administrator waits for where there are many rooms: a publication, with an open form
/// that hears of it, and the list of rooms.
struct RoomsBench: Sendable {
    struct Plan: Sendable {
        var publishingRooms = 1_000
        var publications = 100
        var listedRooms = 10_000
        var agents = 10_000
        var lists = 30
        var warmUp = 3
    }

    let session: LoadSession
    let plan: Plan

    func report() async throws -> Report {
        let (session, plan) = (session, plan)
        _ = try await session.refill { try await $0.addRooms(plan.publishingRooms - 1) }
        let (published, told) = try await publications()
        let start = try await session.refill {
            try await $0.addAgents(plan.agents)
            try await $0.addRooms(plan.listedRooms - 1)
        }
        let (page, _) = try await lists("?count=30&search=")
        let (sought, _) = try await lists("?count=30&search=09")
        let (whole, rooms) = try await lists("")
        var report = Report()
        report.add("publishingRooms", plan.publishingRooms)
        report.add("publications", plan.publications)
        report.add("publishP50Milliseconds", published.milliseconds(at: 0.5))
        report.add("publishP99Milliseconds", published.milliseconds(at: 0.99))
        report.add("openFormToldP99Milliseconds", told.milliseconds(at: 0.99))
        report.add("listedRooms", rooms)
        report.add("agents", plan.agents)
        report.add("listP50Milliseconds", page.milliseconds(at: 0.5))
        report.add("listP99Milliseconds", page.milliseconds(at: 0.99))
        report.add("soughtP99Milliseconds", sought.milliseconds(at: 0.99))
        report.add("wholeListP50Milliseconds", whole.milliseconds(at: 0.5))
        report.add("startMilliseconds", start.inSeconds * 1_000)
        return report
    }

    /// The times until each publication is answered, and until a form that is open hears of it.
    private func publications() async throws -> (published: Latencies, told: Latencies) {
        let (api, room) = (session.staff.api, session.room)
        var (published, told) = (Latencies(), Latencies())
        for number in 0..<plan.warmUp + plan.publications {
            let path = "/api/public/rooms/\(room.token)"
            let version = try await version(of: session.api.get(path))
            let began = NIODeadline.now()
            async let heard: NIODeadline = {
                _ = try await session.api.get("\(path)/changes?version=\(version)")
                return .now()
            }()
            try await Task.sleep(for: .milliseconds(20))
            let asked = NIODeadline.now()
            try await api.put("/api/rooms/\(room.id)/settings") {
                $0.object("contactForm") { $0.field("header", "Header \(number)") }
            }
            let answered = NIODeadline.now()
            let heardAt = try await heard
            guard heardAt > asked, began < asked else {
                throw ServerProcess.Failure(description: "an open form heard of what was not yet")
            }
            guard number >= plan.warmUp else { continue }
            published.add(from: asked, to: answered)
            told.add(from: asked, to: heardAt)
        }
        return (published, told)
    }

    private func version(of form: JSONValue) throws -> String {
        guard case .int(let number) = form["settingsVersion"] else {
            throw AnswerLacks(field: "settingsVersion")
        }
        return "\(number)"
    }

    /// The times until the list is there, and how many rooms it holds.
    private func lists(_ query: String) async throws -> (Latencies, rooms: Int) {
        var times = Latencies()
        var rooms = 0
        for number in 0..<plan.warmUp + plan.lists {
            let began = NIODeadline.now()
            let bytes = try await session.staff.api.text("/api/rooms\(query)")
            if number >= plan.warmUp { times.add(from: began, to: .now()) }
            // Taken apart after the clock stopped: that is this program's time.
            guard number == 0 else { continue }
            let limits = JSONLimits(bytesMax: 64 << 20, countMax: 10_000_000)
            rooms =
                try JSONValue(parsing: Array(bytes.utf8), limits: limits)["rooms"]?
                .elements.count ?? 0
        }
        return (times, rooms)
    }
}
