import FoyerCore
import Storage

/// What a company may have only so many of (CO-4).
package enum CompanyLimit: String, CaseIterable, Sendable {
    case rooms, agents
}

extension Service {
    func plan(of company: ID<Company>, _ transaction: any Transaction) throws -> Plan {
        let row = try transaction.first("SELECT plan FROM company WHERE id = \(company)")
        guard let row else { throw Refusal.notFound }
        return options.plans.plan(ofRow: try row.get("plan"))
    }

    func roomCount(of company: ID<Company>, _ transaction: any Transaction) throws -> Int {
        try transaction.first(
            """
            SELECT COUNT(*) AS count FROM room
            WHERE company_id = \(company) AND deleted_at_ms IS NULL
            """)?
            .get("count") ?? 0
    }

    /// The one place where a room too many is refused. The company is locked before, so that of two
    /// who make the last one at once exactly one does.
    func refuseMoreRooms(in company: ID<Company>, _ transaction: any Transaction) throws {
        let count = try roomCount(of: company, transaction)
        let plan = try plan(of: company, transaction)
        if let max = plan.roomsMax, max < Limit.roomsPerCompanyMax, count >= max {
            throw Refusal.planLimitReached(plan: plan.name, max: max)
        }
        guard count < Limit.roomsPerCompanyMax else {
            throw Refusal.tooManyRooms(countMax: Limit.roomsPerCompanyMax)
        }
    }

    /// Refuses a setting that is new and needs what the plan lacks. One that is live already stays:
    /// of a plan that was lost it is only not obeyed.
    func refuseUnplanned(
        _ after: RoomSettings, insteadOf before: RoomSettings, in company: ID<Company>,
        _ transaction: any Transaction
    ) throws {
        let brand = after.contactForm.brand
        guard !brand.isEmpty, brand != before.contactForm.brand else { return }
        let plan = try plan(of: company, transaction)
        guard plan.has(.whiteLabel) else {
            throw Refusal.planLacksFeature(field: "contactForm.brand", plan: plan.name)
        }
    }

    /// The settings, but for what is new and needs what the plan lacks by now: that stays as it is
    /// live, so that it does not hold up the rest.
    func planned(
        _ after: RoomSettings, insteadOf before: RoomSettings, in company: ID<Company>,
        _ transaction: any Transaction
    ) throws -> RoomSettings {
        do {
            try refuseUnplanned(after, insteadOf: before, in: company, transaction)
            return after
        } catch Refusal.planLacksFeature {
            var planned = after
            planned.contactForm.brand = before.contactForm.brand
            return planned
        }
    }

    /// A write whose refusal by a limit is counted, in a write of its own: the refused one left
    /// nothing.
    func countingRefusals<Output: Sendable>(
        of limit: CompanyLimit, in company: ID<Company>,
        _ body: @escaping @Sendable (any Transaction) throws -> Output
    ) async throws -> Output {
        do {
            return try await database.write(body)
        } catch let refusal as Refusal where refusal.isByLimit {
            try await database.write { transaction in
                try transaction.run(
                    """
                    INSERT INTO limit_refusal (company_id, limit_name, count, last_at_ms)
                    VALUES (\(company), \(limit.rawValue), 1, \(transaction.now))
                    ON CONFLICT (company_id, limit_name) DO UPDATE SET
                        count = limit_refusal.count + 1, last_at_ms = excluded.last_at_ms
                    """)
            }
            throw refusal
        }
    }
}

extension Refusal {
    fileprivate var isByLimit: Bool {
        switch self {
        case .planLimitReached, .tooManyRooms: true
        default: false
        }
    }
}
