import FoyerCore
import Logging
import Storage

extension Service {
    /// Does what is due, and says when the next deadline is; `nil` when there is none.
    ///
    /// Claim and effect are one transaction each: whoever claims first does it, and a deadline that
    /// was moved meanwhile is left alone.
    package func passTime() async throws -> Instant? {
        try await finishDisconnects()
        try await endExpiredLogOns()
        while true {
            let due = try await dueDeadlines()
            guard !due.isEmpty else { break }
            for deadline in due {
                do {
                    try await pass(deadline)
                } catch  where !error.isWeather {
                    try await postpone(deadline, because: error)
                }
            }
        }
        return try await database.read { transaction in
            try transaction.first("SELECT due_at_ms FROM deadline ORDER BY due_at_ms LIMIT 1")?.get(
                "due_at_ms")
        }
    }

    /// One company's broken row must not stop the time of all others: it is tried again in a
    /// minute.
    private func postpone(_ deadline: DueDeadline, because error: any Error) async throws {
        logger.error(
            "deadline failed",
            metadata: ["deadline.kind": "\(deadline.kind.rawValue)", "error": "\(error)"])
        try await database.write { transaction in
            let later = transaction.now.adding(seconds: 60)
            try transaction.run(
                """
                UPDATE deadline SET due_at_ms = \(later)
                WHERE kind = \(deadline.kind.rawValue) AND subject_id = \(deadline.subject)
                """)
        }
    }

    private struct DueDeadline: Sendable {
        let kind: DeadlineKind
        let subject: String

        /// The chat that it is about.
        func chat() throws(DatabaseError) -> ID<Chat> {
            guard let chat = ID<Chat>(subject) else {
                throw DatabaseError(kind: .decoding, message: "a deadline's subject is no chat")
            }
            return chat
        }
    }

    private func dueDeadlines() async throws -> [DueDeadline] {
        try await database.read { transaction in
            try transaction.run(
                """
                SELECT kind, subject_id FROM deadline WHERE due_at_ms <= \(transaction.now)
                ORDER BY due_at_ms LIMIT 100
                """
            ).map { DueDeadline(kind: try $0.choice("kind"), subject: try $0.get("subject_id")) }
        }
    }

    private func pass(_ deadline: DueDeadline) async throws {
        try await database.write { transaction in
            guard let company = try company(of: deadline, transaction) else {
                _ = try transaction.claimDeadline(deadline.kind, of: deadline.subject)
                return
            }
            if deadline.kind == .publication, let room = ID<Room>(deadline.subject) {
                return try publishScheduled(of: room, in: company, transaction)
            }
            let claimed = try distribute(in: company, transaction) { work in
                // The chat first, then its deadline: in this order a screen that comes back takes
                // them.
                if deadline.kind == .customerGrace {
                    try lockConnections(of: deadline.chat(), transaction)
                }
                guard try transaction.claimDeadline(deadline.kind, of: deadline.subject) else {
                    return false
                }
                switch deadline.kind {
                case .distribution: try work.handle(.timePassed)
                case .customerGrace: try loseCustomer(of: deadline.chat(), &work)
                case .agentGrace, .publication: break
                }
                return true
            }
            guard claimed, deadline.kind == .agentGrace else { return }
            guard let place = AgentOnChannel(subject: deadline.subject) else { return }
            try transaction.run(
                """
                UPDATE log_on
                SET left_on_break = \(try status(of: place, transaction) == .takingBreak)
                WHERE agent_id = \(place.agent) AND channel = \(place.channel.rawValue)
                """)
            try leaveChannel(place, of: company, transaction)
        }
    }

    private func company(of deadline: DueDeadline, _ transaction: any Transaction) throws -> ID<
        Company
    >? {
        let row =
            switch deadline.kind {
            case .distribution:
                try transaction.first(
                    "SELECT id AS company_id FROM company WHERE id = \(deadline.subject)")
            case .customerGrace:
                try transaction.first("SELECT company_id FROM chat WHERE id = \(deadline.subject)")
            case .publication:
                try transaction.first("SELECT company_id FROM room WHERE id = \(deadline.subject)")
            case .agentGrace:
                try transaction.first(
                    """
                    SELECT company_id FROM agent
                    WHERE id = \(AgentOnChannel(subject: deadline.subject)?.agent.rawValue ?? "")
                    """)
            }
        return try row?.get("company_id")
    }

    /// CHAT-6 and CHAT-9: the customer was lost longer than the grace.
    private func loseCustomer(of id: ID<Chat>, _ work: inout DistributionWork) throws {
        guard
            let row = try work.transaction.first(
                "SELECT \(ChatRow.columns) FROM chat WHERE id = \(id)")
        else {
            return
        }
        let chat = try ChatRow(row: row)
        // Whoever is there is not lost, whatever began the grace.
        let screen = try work.transaction.first(
            "SELECT id FROM connection WHERE chat_id = \(id) LIMIT 1")
        guard screen == nil else { return }
        switch chat.life {
        case .waiting: try abandon(chat, by: .customerLost, &work)
        case .served: try end(chat, by: .customerLost, &work)
        case .ended, .abandoned, .unanswered: return
        }
    }
}
