import Foundation
import Storage

/// Many power failures of many histories, and what the database made of them.
struct Survey: Sendable {
    var states = 0
    var histories = 0
    var syncBoundaries = 0
    var checkpoints = 0
    var logStarts = 0
    var acknowledged = 0
    /// What was wrong, by the state's seed.
    var breaches: [String] = []

    private static let generations = 3

    /// Power failures of histories from `plan.seed` on, until there are `statesMax`, or one breach
    /// when `endsAtBreach`.
    static func run(
        _ plan: Plan, statesMax: Int, endsAtBreach: Bool = false
    ) async throws -> Survey {
        var survey = Survey()
        var plan = plan
        let target = try Disk(isRecording: false)
        while survey.states < statesMax, !(endsAtBreach && !survey.breaches.isEmpty) {
            try await survey.addHistory(plan, target, statesMax: statesMax)
            plan.seed += 1
        }
        return survey
    }

    mutating func add(_ other: Survey) {
        states += other.states
        histories += other.histories
        syncBoundaries += other.syncBoundaries
        checkpoints += other.checkpoints
        logStarts += other.logStarts
        acknowledged += other.acknowledged
        breaches += other.breaches
    }

    /// A history, its failures, and histories that go on from one of them.
    private mutating func addHistory(_ plan: Plan, _ target: Disk, statesMax: Int) async throws {
        var plan = plan
        var disk = try Disk(lies: plan.lies)
        var base = Stored()
        for generation in 0..<Self.generations {
            let history = try await History.run(
                plan, on: disk, base: base, firstNumber: 10_000 * generation)
            histories += 1
            checkpoints += disk.checkpointCount
            logStarts += disk.logStartCount
            acknowledged += history.acknowledged.count
            let next = try Disk(lies: plan.lies)
            guard
                let stored = try await addStates(
                    of: history, plan, disk, target, next, statesMax: statesMax)
            else { return }
            disk = next
            base = stored
            plan.seed &+= 1 << 32
        }
    }

    /// Adds the failures of one history. One of them stays on `next`; what it holds is returned.
    private mutating func addStates(
        of history: History, _ plan: Plan, _ disk: Disk, _ target: Disk, _ next: Disk,
        statesMax: Int
    ) async throws -> Stored? {
        var chance = Chance(plan.seed ^ 0xfa11)
        let changes = disk.changes
        let failure = try PowerFailure(of: disk)
        let onwards = changes.count / 2 + chance.below(changes.count / 2)
        var stored: Stored?
        var acknowledgedCount = 0
        for place in 0...changes.count {
            if place > 0, changes[place - 1] == .note { acknowledgedCount += 1 }
            let isBoundary = isSync(changes, place) || isSync(changes, place - 1)
            guard isBoundary || place == onwards || chance.percent(15) else { continue }
            let seed = chance.next()
            failure.advance(to: place)
            failure.land(on: target, seed: seed)
            states += 1
            if isBoundary { syncBoundaries += 1 }
            let certain =
                acknowledgedCount > 0 ? history.acknowledged[acknowledgedCount - 1] : history.base
            let judge = Judge(history: history, certain: certain)
            do {
                let found = try await judge.found(on: target, writes: states % 8 == 0)
                if place == onwards {
                    failure.land(on: next, seed: seed)
                    stored = found
                }
            } catch {
                breaches.append("history \(plan.seed), change \(place), state \(seed): \(error)")
            }
            if states >= statesMax { return nil }
        }
        return stored
    }

    private func isSync(_ changes: [Disk.Change], _ place: Int) -> Bool {
        guard changes.indices.contains(place) else { return false }
        return switch changes[place] {
        case .sync, .syncFolder, .delete: true
        default: false
        }
    }
}

/// What a surviving image must hold.
struct Judge: Sendable {
    struct Breach: Error, CustomStringConvertible {
        let description: String
    }

    let history: History
    /// Acknowledged before the power failed.
    let certain: Stored

    /// Opens the image as a start after the failure does, and compares. Returns what is stored.
    func found(on disk: Disk, writes: Bool) async throws -> Stored {
        var found = try await opened(disk) { database in
            let content = try await database.read { try Tables.read($0) }
            let stored = try judge(content)
            if writes { try await write(after: stored, database) }
            return stored
        }
        if writes {
            // A write after the failure lasts, too.
            try await opened(disk) { database in
                let content = try await database.read { try Tables.read($0) }
                guard content?.messages.last?.0.number == Self.later else {
                    throw Breach(description: "a write after the start is lost")
                }
            }
        }
        found.hasTables = found.hasTables || certain.hasTables
        return found
    }

    private static let later = 9_999_999

    private func write(after stored: Stored, _ database: SQLiteDatabase) async throws {
        let last = stored.messages.last { $0.chat == 0 }?.seq ?? 0
        let message = Message(number: Self.later, chat: 0, seq: last + 1)
        try await database.write { transaction in
            if !stored.hasTables { try Tables.make(transaction) }
            try Tables.store(message, transaction, isKnown: false)
        }
    }

    private func opened<Output: Sendable>(
        _ disk: Disk, _ body: (SQLiteDatabase) async throws -> Output
    ) async throws -> Output {
        var options = SQLiteOptions()
        options.fileSystem = disk.name
        options.readerThreads = 1
        let database = try SQLiteDatabase(
            location: .file("/power.db"), clock: { 0 }, options: options)
        let result: Result<Output, any Error>
        do { result = .success(try await body(database)) } catch { result = .failure(error) }
        await database.close()
        return try result.get()
    }

    private func judge(_ content: Tables.Content?) throws -> Stored {
        guard let content else {
            guard !certain.hasTables else { throw Breach(description: "the tables are lost") }
            return Stored()
        }
        let possible = history.base.messages + history.messages
        let messages = content.messages.map(\.0)
        guard messages.count >= certain.messages.count else {
            let lost = certain.messages.count - messages.count
            throw Breach(description: "\(lost) acknowledged messages are lost")
        }
        guard messages.elementsEqual(possible.prefix(messages.count)) else {
            throw Breach(description: "messages are missing, doubled or out of order")
        }
        for (message, body) in content.messages where body != message.body {
            throw Breach(description: "message \(message.number) is altered")
        }
        for (chat, lastSeq) in content.lastSeqs.enumerated() {
            guard lastSeq == messages.last(where: { $0.chat == chat })?.seq ?? 0 else {
                throw Breach(description: "chat \(chat) counts to \(lastSeq)")
            }
        }
        return Stored(hasTables: true, messages: messages)
    }
}
