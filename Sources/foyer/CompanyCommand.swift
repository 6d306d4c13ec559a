import ArgumentParser
import Foundation
import FoyerAPI
import FoyerServer
import NIOHTTP1

struct CompanyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "company",
        abstract: "Look at the companies of a running Foyer, and change their plans.",
        discussion: "For who runs the server, on its own machine.",
        subcommands: [CompanyList.self, CompanyPlan.self])
}

extension PlaceOptions {
    /// The running server; without one there is nothing to ask.
    fileprivate func runningServer() throws -> OperatorClient {
        guard let client = OperatorClient(try checkedOrExit().place) else {
            stop(because: "No Foyer runs there: start it with 'foyer serve', or name its --data.")
        }
        return client
    }
}

struct CompanyList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the companies: id, plan, rooms, agents, name.")

    @OptionGroup var place: PlaceOptions

    func run() async throws {
        let client = try place.runningServer()
        await stoppingWithASentence {
            for company in try await client.ask(.GET, "companies")["companies"]?.elements ?? [] {
                let rooms = company["rooms"]?.wholeNumber ?? 0
                let max = company["roomsMax"]?.wholeNumber
                let columns = [
                    company["id"]?.string ?? "", company["plan"]?.string ?? "",
                    max.map { "\(rooms) of \($0) rooms" } ?? "\(rooms) rooms",
                    "\(company["agents"]?.wholeNumber ?? 0) agents",
                    company["name"]?.string ?? "",
                ]
                print(columns.joined(separator: "\t"))
            }
        }
    }
}

struct CompanyPlan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Give a company another plan.",
        discussion: """
            Rooms that the new plan does not allow stay; no other can be made until there are \
            fewer. What the new plan lacks is no longer shown to customers.
            """)

    @OptionGroup var place: PlaceOptions

    @Argument(help: "The company's id, or its name where no other has it.")
    var company: String

    @Argument(help: "The key of a plan, such as foreverFree or selfHosted.")
    var plan: String

    func run() async throws {
        let client = try place.runningServer()
        await stoppingWithASentence {
            let all = try await client.ask(.GET, "companies")["companies"]?.elements ?? []
            let meant = all.filter {
                $0["id"]?.string == company || $0["name"]?.string == company
            }
            guard meant.count == 1, let id = meant[0]["id"]?.string else {
                throw ConfigurationError(
                    meant.isEmpty
                        ? "There is no company '\(company)'. 'foyer company list' lists them."
                        : "Several companies are called '\(company)': give the id.")
            }
            _ = try await client.ask(
                .PUT, "companies/\(id)/plan",
                body: .object([JSONMember("plan", .string(plan))]))
            print("\(meant[0]["name"]?.string ?? id) has the plan \(plan).")
        }
    }
}

extension JSONValue {
    fileprivate var wholeNumber: Int64? {
        if case .int(let number) = self { number } else { nil }
    }
}
