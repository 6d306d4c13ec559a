import FoyerCore

/// A promise of R-11 that a history broke.
package struct Violation: Error, Equatable, Sendable {
    package enum Promise: String, Sendable, CaseIterable {
        case noChatLost, oneWinner, withinCapacity, noOfferOutlivesItsExpiry,
            nobodyWaitsBesideAnIdleCandidate
        case onlyCandidatesRing, explanationReplays, effectsTellTheWholeChange,
            refusalChangesNothing
        case asTheReferenceModel, oldestFirst, deadlineIsTheEarliest
    }

    package let promise: Promise
    package let detail: String

    init(_ promise: Promise, _ detail: String) {
        self.promise = promise
        self.detail = detail
    }
}

/// What is checked after every event.
struct Invariants {
    let before: Distribution
    let after: Distribution
    let model: ReferenceModel
    let truth: Truth
    let event: DistributionEvent
    let effects: [DistributionEffect]
    let now: Instant
    let ignored: Violation.Promise?

    func check() throws(Violation) {
        try checkPlaces()
        try checkIdle()
        try checkPeople()
        try checkQueue()
        try checkOutcomes()
        try checkExplanations()
        try checkDeadline()
    }

    private func require(
        _ condition: Bool, _ promise: Violation.Promise, _ detail: @autoclosure () -> String
    ) throws(Violation) {
        if !condition, promise != ignored { throw Violation(promise, detail()) }
    }

    /// Every chat is where its history says, once.
    private func checkPlaces() throws(Violation) {
        var seen = Flags()
        for chat in after.chats {
            let number = chat.id.number
            try require(!seen.contains(number), .oneWinner, "\(chat.id) waits twice")
            try require(
                truth.places[number] == .waits, .oneWinner, "\(chat.id) waits and should not")
            seen.insert(number)
        }
        for agent in after.agents {
            for served in agent.serving {
                let number = served.chat.number
                try require(!seen.contains(number), .oneWinner, "\(served.chat) has two places")
                try require(
                    truth.places[number] == .served(by: agent.id.number), .oneWinner,
                    "\(agent.id) serves \(served.chat), which is \(truth.places[number])")
                seen.insert(number)
            }
        }
        for (number, place) in truth.places.enumerated() where !seen.contains(number) {
            let isHere = place == .gone || place == .unknown
            try require(isHere, .noChatLost, "\(Name.chats[number]) should be \(place)")
        }
    }

    /// Nobody waits while somebody who serves the room waits for a call and may be asked.
    private func checkIdle() throws(Violation) {
        let idle = truth.idle(in: after)
        for chat in after.chats {
            let room = chat.room.number
            let atOnce = truth.rooms[room].settings.agentsAtOnce
            let rings = chat.offers.count { $0.stage != .lastAgent }
            guard atOnce <= 0 || rings < atOnce, !idle[room].isEmpty else { continue }
            guard chat.stage != .lastAgent || chat.offers.isEmpty || chat.asksAll else { continue }
            guard !truth.isKept(chat, in: after) else { continue }
            var left = idle[room]
            for offer in chat.offers { left.remove(offer.agent.number) }
            for agent in chat.rejectedBy { left.remove(agent.number) }
            for agent in chat.expiredAt { left.remove(agent.number) }
            if let only = chat.onlyAgent { left = left.within(Flags(only: only.number)) }
            try require(
                left.isEmpty, .nobodyWaitsBesideAnIdleCandidate,
                "\(chat.id) waits beside agent \(left.first ?? -1)")
        }
    }

    /// Statuses, served chats and missed rings are what the model says.
    private func checkPeople() throws(Violation) {
        try require(after.agents.count == model.people.count, .asTheReferenceModel, "agents")
        for agent in after.agents {
            let person = model.people[agent.id.number]
            let isSame =
                agent.browser == person.browser && agent.mobile == person.mobile
                && agent.missedRings == person.missed
                && agent.readyAt?.milliseconds == person.readyAt
                && agent.serving.count == person.serving.count
            try require(isSame, .asTheReferenceModel, "\(agent) should be \(person)")
            for (served, expected) in zip(agent.serving, person.serving) {
                try require(
                    served.chat.number == expected.chat && served.room.number == expected.room,
                    .asTheReferenceModel, "\(agent.id) serves \(served), not \(expected)")
            }
        }
    }

    /// Every chat that the model knows to wait is in the queue, in order.
    private func checkQueue() throws(Violation) {
        var expected: [ReferenceModel.Waiting?] = Array(repeating: nil, count: Name.nobody)
        for chat in model.waiting { expected[chat.chat] = chat }
        var last: WaitingChat?
        for chat in after.chats {
            guard let waiting = expected[chat.id.number] else {
                throw Violation(.asTheReferenceModel, "\(chat.id) waits and should not")
            }
            if let last {
                try require(
                    WaitingChat.isBefore(last, chat), .oldestFirst, "\(chat.id) is out of order")
            }
            last = chat
            try checkOffers(of: chat, waiting)
        }
        try require(
            after.chats.count == model.waiting.count, .asTheReferenceModel,
            "waiting: \(after.chats.map(\.id)), should be \(model.waiting.map(\.chat))")
    }

    private func checkOffers(
        of chat: WaitingChat, _ expected: ReferenceModel.Waiting
    ) throws(Violation) {
        let atOnce = model.rooms[expected.room].atOnce
        let alone = expected.asksLastAlone
        let rings = chat.offers.count { ($0.stage == .lastAgent) == alone }
        let hasRoom = atOnce <= 0 || rings < atOnce
        var ringing = Flags()
        try require(
            event != .timePassed || chat.heldUntil.map { now < $0 } ?? true,
            .noOfferOutlivesItsExpiry, "the wait of \(chat.id) for its last agent")
        for offer in chat.offers {
            try require(
                event != .timePassed || now < offer.expiresAt, .noOfferOutlivesItsExpiry,
                "offer \(offer.number) of \(chat.id)")
            ringing.insert(offer.agent.number)
        }
        let candidates = model.due(for: expected)
        try require(
            ringing.without(candidates).isEmpty, .onlyCandidatesRing,
            "agent \(ringing.without(candidates).first ?? -1) is no candidate of \(chat.id)")
        if hasRoom {
            let idle = candidates.without(ringing)
            try require(
                idle.isEmpty, .nobodyWaitsBesideAnIdleCandidate,
                "\(chat.id) waits beside agent \(idle.first ?? -1)")
        }
        try require(
            chat.nobodyFree == (chat.offers.isEmpty && !expected.isHeld),
            .nobodyWaitsBesideAnIdleCandidate,
            "\(chat.id) is \(chat.nobodyFree ? "" : "not ")told that nobody is free")
        let isSame = expected.ringing.elementsEqual(chat.offers) { ringing, offer in
            ringing.number == offer.number && ringing.agent == offer.agent.number
                && ringing.expires == offer.expiresAt.milliseconds
                && ringing.isLast == (offer.stage == .lastAgent)
        }
        try require(isSame, .asTheReferenceModel, "\(chat) should ring \(expected.ringing)")
        try require(
            chat.rejectedBy.count == expected.rejected.count
                && chat.expiredAt.count == expected.slept.count
                && chat.asksAll == expected.asksAll
                && chat.heldUntil?.milliseconds == (expected.isHeld ? expected.heldUntil : nil),
            .asTheReferenceModel, "\(chat.id): rejected \(chat.rejectedBy), slept \(chat.expiredAt)"
        )
    }

    /// Who has just got a chat had room for it, and the chat had waited.
    private func checkOutcomes() throws(Violation) {
        for effect in effects {
            guard case .served(let chat, let winner, let offer) = effect else { continue }
            guard let agent = after.agents.first(where: { $0.id == winner }) else { continue }
            let most = truth.most(of: winner.number, serving: agent.serving)
            try require(
                agent.serving.count <= most, .withinCapacity, "\(winner) serves \(agent.serving)")
            try require(
                offer.agent == winner, .oneWinner, "\(winner) won with another's offer of \(chat)")
            try require(
                now < offer.expiresAt, .noOfferOutlivesItsExpiry, "\(chat) answered too late")
        }
    }

    /// Every offer is explained by the explanation that follows, and the inputs give the stored
    /// choice.
    private func checkExplanations() throws(Violation) {
        var unexplained: [ID<Agent>] = []
        for effect in effects {
            if case .offered(_, let offer) = effect { unexplained.append(offer.agent) }
            guard case .explained(let chat, let explanation) = effect else { continue }
            if case .offered(let agents) = explanation.outcome {
                try require(agents == unexplained, .explanationReplays, "\(chat): \(unexplained)")
                unexplained = []
            }
            guard let inputs = explanation.inputs else { continue }
            try require(
                inputs.choice() == explanation.choice, .explanationReplays,
                "\(chat): \(explanation)")
            for review in explanation.reviews {
                let named = review.removed.reduce(review.candidates.count) { $0 + $1.agents.count }
                let looked = review.stage == .lastAgent ? 1 : inputs.agents.count
                try require(named == looked, .explanationReplays, "\(chat): \(review)")
            }
        }
        try require(unexplained.isEmpty, .explanationReplays, "offers to \(unexplained)")
    }

    private func checkDeadline() throws(Violation) {
        var earliest = model.people.lazy.compactMap(\.readyAt).min()
        for chat in model.waiting {
            if let limit = model.rooms[chat.room].limitMilliseconds {
                earliest = min(earliest ?? .max, chat.limitFrom + limit)
            }
            if chat.isHeld, let until = chat.heldUntil { earliest = min(earliest ?? .max, until) }
            for ringing in chat.ringing { earliest = min(earliest ?? .max, ringing.expires) }
        }
        try require(
            after.nextDeadline?.milliseconds == earliest, .deadlineIsTheEarliest,
            "\(String(describing: after.nextDeadline)) instead of \(String(describing: earliest))")
    }
}
