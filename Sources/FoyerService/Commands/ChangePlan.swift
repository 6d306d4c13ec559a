import FoyerCore
import Storage

extension Service {
    /// Gives a company another plan (CO-2): for who runs the server. Rooms beyond it stay, and no
    /// other is made until there are fewer.
    ///
    /// Throws `.notFound` for another company's id, `.fieldNotOneOf` for a plan that is none.
    package func changePlan(of company: ID<Company>, to key: String) async throws {
        guard options.plans[key] != nil else {
            throw Refusal.fieldNotOneOf(field: "plan", values: options.plans.all.map(\.key))
        }
        try await database.write { transaction in
            // Whoever makes a room at this moment is counted with the old plan or the new one.
            try lockDistribution(of: company, transaction)
            try transaction.run("UPDATE company SET plan = \(key) WHERE id = \(company)")
        }
    }
}
