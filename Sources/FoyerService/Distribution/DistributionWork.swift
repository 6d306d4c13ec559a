import FoyerCore
import Storage

/// One transaction's work on a company's distribution: events go in, rows and hints come out.
struct DistributionWork {
    let company: ID<Company>
    let transaction: any Transaction
    let now: Instant
    private(set) var distribution: Distribution
    /// The waiting chats as they were before.
    private let formerChats: [WaitingChat]
    private(set) var effects: [DistributionEffect] = []
    /// Hints of the command's own, announced with those of the effects.
    var hints: [Hint] = []
    /// Chats that the command itself took out of the queue: no effect speaks of one that rings
    /// nowhere.
    var leftQueue: [ID<Chat>] = []

    init(company: ID<Company>, transaction: any Transaction, distribution: Distribution) {
        self.company = company
        self.transaction = transaction
        now = transaction.now
        self.distribution = distribution
        formerChats = distribution.chats
    }

    /// Lets the engine decide; refusals are told in the words of the asker.
    mutating func handle(_ event: DistributionEvent) throws {
        do {
            effects += try distribution.handle(event, at: now)
        } catch {
            throw Refusal(error)
        }
    }

    func agent(_ id: ID<Agent>) -> DistributionAgent? { distribution.agent(id) }
    func room(_ id: ID<Room>) -> DistributionRoom? { distribution.room(id) }

    /// Those of the chats that wait now.
    func waitingChats(_ ids: [ID<Chat>]) -> [ID<Chat>: WaitingChat] {
        Self.chats(ids, in: distribution.chats)
    }

    /// Those of the chats that waited before, as they were.
    func formerChats(_ ids: [ID<Chat>]) -> [ID<Chat>: WaitingChat] {
        Self.chats(ids, in: formerChats)
    }

    /// One pass over the queue, however many are looked for: it may be long.
    private static func chats(
        _ ids: [ID<Chat>], in queue: [WaitingChat]
    ) -> [ID<Chat>: WaitingChat] {
        var found: [ID<Chat>: WaitingChat] = [:]
        let few = ids.count <= 4
        var wanted = Set(ids)
        for chat in queue {
            guard !wanted.isEmpty else { break }
            guard few ? ids.contains(chat.id) : wanted.contains(chat.id) else { continue }
            wanted.remove(chat.id)
            found[chat.id] = chat
        }
        return found
    }
}

extension Refusal {
    init(_ refusal: DistributionRefusal) {
        self =
            switch refusal {
            case .unknownAgent, .unknownChat, .unknownRoom: .notFound
            case .offerTaken: .offerTaken
            case .offerGone: .offerGone
            case .alreadyWaiting: .chatAlreadyOpen
            case .notLoggedOn: .notLoggedOn
            case .serving: .servingNow
            }
    }
}

extension Service {
    /// Runs `body` with the company's distribution under its lock, then writes what came of it.
    ///
    /// The company's row is locked first, then the rooms, agents and chats concerned, always in
    /// this order, so that two nodes never wait for each other in a ring (decision 0006).
    func distribute<Output>(
        in company: ID<Company>, _ transaction: any Transaction,
        _ body: (inout DistributionWork) throws -> Output
    ) throws -> Output {
        let stamp = identity.stamp()
        guard
            let row = try transaction.first(
                """
                UPDATE company SET previous_stamp = stamp, stamp = \(stamp) WHERE id = \(company)
                RETURNING previous_stamp
                """)
        else { throw Refusal.notFound }
        let known = distributions.distribution(of: company, after: try row.get("previous_stamp"))
        let loading = DistributionLoading(
            company: company, settings: settings, transaction: transaction)
        var work = DistributionWork(
            company: company, transaction: transaction, distribution: try known ?? loading.load())
        let output = try body(&work)
        let hints = try DistributionSaving(work: work, identity: identity).save()
        distributions.keep(work.distribution, of: company, after: stamp)
        transaction.afterCommit { [announcer] in announcer.announce(hints) }
        return output
    }

    /// Waits for the company's distribution and keeps it as it is until the transaction ends: for
    /// commands whose own rows depend on it. Taken before any other row (decision 0006).
    @discardableResult
    func lockDistribution(of company: ID<Company>, _ transaction: any Transaction) throws -> Int64 {
        let row = try transaction.first(
            "UPDATE company SET stamp = stamp WHERE id = \(company) RETURNING stamp")
        guard let row else { throw Refusal.notFound }
        return try row.get("stamp")
    }

    /// The same for commands that write what the distribution is read from: the engine must know
    /// how it was before, or it would not see whose offers an edit takes away.
    func lockDistributionToEdit(of company: ID<Company>, _ transaction: any Transaction) throws {
        let stamp = try lockDistribution(of: company, transaction)
        guard distributions.distribution(of: company, after: stamp) == nil else { return }
        let loading = DistributionLoading(
            company: company, settings: settings, transaction: transaction)
        distributions.keep(try loading.load(), of: company, after: stamp)
    }

    /// Makes the next to distribute read the rows: for changes that no event of the engine tells.
    func forgetDistribution(of company: ID<Company>, _ transaction: any Transaction) throws {
        try transaction.run("UPDATE company SET stamp = \(identity.stamp()) WHERE id = \(company)")
    }
}
