import ArgumentParser
import FoyerSimulation

/// The simulator and every bug planted around it.
struct Mutants: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Plants each known bug in the simulator, and fails when one is not seen.")

    func run() async throws {
        let reports = await Mutation.huntAll()
        for report in reports { print(report) }
        let killed = reports.count { $0.isKilled }
        let alone = reports.count { $0.isKilled && $0.alone != nil }
        print("\(killed) of \(reports.count) planted bugs killed, \(alone) by one promise alone")
        guard killed == reports.count else { throw ExitCode.failure }
    }
}
