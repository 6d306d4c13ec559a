import FoyerCore

/// How often each transition happened: a history that avoids a rule proves nothing about it.
package struct TransitionCounts: Equatable, Sendable {
    /// Where a status can come from and go to; `nil` is not logged on.
    package struct StatusChange: Equatable, Sendable {
        package let from: AgentStatus?
        package let to: AgentStatus?
    }

    /// What a history does beyond single events.
    package enum Oddity: String, CaseIterable, Sendable {
        case clockJump = "clock jumps ahead"
        case clockStepBack = "clock steps back"
        case racingAnswer = "answer after another's answer"
        case lateAnswer = "answer from a screen that heard too late"
        case lateRejection = "rejection from a screen that heard too late"
        case doubledHint = "the same event once more"
        case lostWake = "deadline woken for too late"
        case crash = "restart, and what came before it comes again"
    }

    private var oddities: [Int]
    private var events: [Int]
    private var outcomes: [Int]
    private var refusals: [Int]
    private var statuses: [Int]
    private var starts: [Int]
    private var enders: [Int]
    private var served = 0, unanswered = 0, nobodyFree = 0, waitingAgain = 0, wentOnBreak = 0,
        renewed = 0
    private var foundSomebody: [Int]
    private var wrappedUp = 0
    private var held = 0, heldThenRang = 0
    /// What ended the wait for a last agent who did not become free.
    private var heldNoMore: [Int]

    init() {
        heldNoMore = Self.zeros(Distribution.Explanation.Trigger.allCases.count)
        oddities = Self.zeros(Oddity.allCases.count)
        events = Self.zeros(Distribution.Explanation.Trigger.allCases.count)
        outcomes = Self.zeros(OfferOutcome.allCases.count)
        refusals = Self.zeros(Self.refusals.count)
        statuses = Self.zeros(Self.statusChanges.count)
        starts = Self.zeros(OfferReason.allCases.count)
        enders = Self.zeros(Ender.allCases.count)
        foundSomebody = Self.zeros(Distribution.Explanation.Trigger.allCases.count)
    }

    package mutating func add(_ other: TransitionCounts) {
        served += other.served
        unanswered += other.unanswered
        nobodyFree += other.nobodyFree
        waitingAgain += other.waitingAgain
        wentOnBreak += other.wentOnBreak
        renewed += other.renewed
        wrappedUp += other.wrappedUp
        held += other.held
        heldThenRang += other.heldThenRang
        Self.add(other.heldNoMore, to: &heldNoMore)
        Self.add(other.oddities, to: &oddities)
        Self.add(other.events, to: &events)
        Self.add(other.outcomes, to: &outcomes)
        Self.add(other.refusals, to: &refusals)
        Self.add(other.statuses, to: &statuses)
        Self.add(other.starts, to: &starts)
        Self.add(other.enders, to: &enders)
        Self.add(other.foundSomebody, to: &foundSomebody)
    }

    /// Every transition that can happen, with its name and how often it did.
    package var rows: [(name: String, count: Int)] {
        var rows = zip(Distribution.Explanation.Trigger.allCases, events)
            .map { (name: "event \($0.rawValue)", count: $1) }
        rows += zip(Self.statusChanges, statuses).map { change, count in
            (name: "status \(Self.name(change.from)) → \(Self.name(change.to))", count: count)
        }
        rows += zip(OfferReason.allCases, starts).map {
            (name: "offer begins: \($0.rawValue)", count: $1)
        }
        rows += zip(OfferOutcome.allCases, outcomes).map {
            (name: "offer ends: \($0.rawValue)", count: $1)
        }
        rows.append((name: "offer renewed after restart", count: renewed))
        rows += zip(Distribution.Explanation.Trigger.allCases, foundSomebody)
            .filter { Self.canFindSomebody($0.0) }
            .map { (name: "nobody free → rings, after \($0.rawValue)", count: $1) }
        rows += zip(Distribution.Explanation.Trigger.allCases, heldNoMore)
            .filter { Self.canEndHold($0.0) }
            .map {
                (name: "last agent waited for → others asked, after \($0.rawValue)", count: $1)
            }
        rows += [
            (name: "chat waiting → last agent waited for", count: held),
            (name: "last agent waited for → rings there", count: heldThenRang),
            (name: "chat waiting → nobody free", count: nobodyFree),
            (name: "chat waiting → served", count: served),
            (name: "chat waiting → unanswered", count: unanswered),
            (name: "chat served → waiting again", count: waitingAgain),
            (name: "agent sent on a break by missed rings", count: wentOnBreak),
            (name: "agent ready by itself after a chat", count: wrappedUp),
        ]
        rows += zip(Ender.allCases, enders).map {
            (name: "chat ended by \($0.rawValue)", count: $1)
        }
        rows += zip(Self.refusals, refusals).map { (name: "refused: \($0)", count: $1) }
        rows += zip(Oddity.allCases, oddities).map { (name: $0.rawValue, count: $1) }
        return rows
    }

    mutating func count(_ oddity: Oddity) { Self.count(oddity, in: &oddities) }

    mutating func count(_ refusal: DistributionRefusal) {
        if let index = Self.refusals.firstIndex(of: refusal) { refusals[index] += 1 }
    }

    mutating func count(
        _ event: DistributionEvent, _ effects: [DistributionEffect], before: Distribution,
        after: Distribution
    ) {
        Self.count(event.trigger, in: &events)
        if case .ended(_, let ender) = event { Self.count(ender, in: &enders) }
        if case .loggedOff(_, _, let again) = event { waitingAgain += again.count }
        for effect in effects { count(effect, event, before: before) }
    }

    private mutating func count(
        _ effect: DistributionEffect, _ event: DistributionEvent, before: Distribution
    ) {
        switch effect {
        case .offered(_, let offer): Self.count(offer.reason, in: &starts)
        case .offerRenewed: renewed += 1
        case .offerEnded(_, _, let outcome): Self.count(outcome, in: &outcomes)
        case .served: served += 1
        case .unanswered: unanswered += 1
        case .wentOnBreak: wentOnBreak += 1
        case .status(let agent, let channel, let status):
            let former = before.agents.first { $0.id == agent }?[channel]
            let index = Self.statusChanges.firstIndex { $0.from == former && $0.to == status }
            if let index { statuses[index] += 1 }
            if event == .timePassed, status == .waitingNewCall { wrappedUp += 1 }
        case .explained(let chat, let explanation):
            if explanation.outcome == .nobodyFree { nobodyFree += 1 }
            if case .waitsForLastAgent = explanation.outcome { held += 1 }
            countHold(explanation, event, before: before.chats.first { $0.id == chat })
            if explanation.inputs?.nobodyFree == true {
                Self.count(event.trigger, in: &foundSomebody)
            }
        case .searchChanged, .agentChanged: break
        }
    }
}

extension TransitionCounts {
    private mutating func countHold(
        _ explanation: Distribution.Explanation, _ event: DistributionEvent, before: WaitingChat?
    ) {
        guard before?.heldUntil != nil, explanation.inputs != nil else { return }
        if case .offered = explanation.outcome, explanation.stage == .lastAgent {
            heldThenRang += 1
        } else {
            Self.count(event.trigger, in: &heldNoMore)
        }
    }

    /// Events after which all are asked although the last agent did not become free.
    private static func canEndHold(_ trigger: Distribution.Explanation.Trigger) -> Bool {
        switch trigger {
        case .timePassed, .askedAll, .loggedOff, .choseBreak, .agentChanged, .roomChanged: true
        case .asked, .answered, .rejected, .left, .loggedOn, .choseReady, .ended,
            .entitlementsChanged, .restarted:
            false
        }
    }

    private static let refusals: [DistributionRefusal] = [
        .unknownAgent, .unknownChat, .unknownRoom, .offerTaken, .offerGone, .alreadyWaiting,
        .notLoggedOn,
        .serving,
    ]

    /// ST-1, ST-2, ST-6: which status can follow which.
    static let statusChanges: [StatusChange] = {
        var changes: [StatusChange] = []
        for status in AgentStatus.allCases {
            changes.append(StatusChange(from: nil, to: status))
            changes.append(StatusChange(from: status, to: nil))
        }
        changes += [
            StatusChange(from: .waitingNewCall, to: .servingCustomer),
            StatusChange(from: .waitingNewCall, to: .takingBreak),
            StatusChange(from: .servingCustomer, to: .hangUp),
            StatusChange(from: .servingCustomer, to: .remoteCustomerHangup),
            StatusChange(from: .takingBreak, to: .waitingNewCall),
            StatusChange(from: .hangUp, to: .waitingNewCall),
            StatusChange(from: .hangUp, to: .takingBreak),
            StatusChange(from: .remoteCustomerHangup, to: .waitingNewCall),
            StatusChange(from: .remoteCustomerHangup, to: .takingBreak),
        ]
        return changes
    }()

    /// Events that can make a candidate of somebody for a chat that nobody was free for (DIST-7).
    private static func canFindSomebody(_ trigger: Distribution.Explanation.Trigger) -> Bool {
        switch trigger {
        case .loggedOn, .choseReady, .agentChanged, .roomChanged, .entitlementsChanged, .ended,
            .timePassed:
            true
        case .asked, .answered, .rejected, .left, .askedAll, .loggedOff, .choseBreak,
            .restarted:
            false
        }
    }

    private static func name(_ status: AgentStatus?) -> String {
        status?.rawValue ?? "not logged on"
    }

    private static func zeros(_ count: Int) -> [Int] { Array(repeating: 0, count: count) }

    private static func add(_ numbers: [Int], to sums: inout [Int]) {
        for index in sums.indices { sums[index] += numbers[index] }
    }

    private static func count<Case: CaseIterable & Equatable>(
        _ value: Case, in numbers: inout [Int]
    )
    where Case.AllCases == [Case] {
        if let index = Case.allCases.firstIndex(of: value) { numbers[index] += 1 }
    }
}
