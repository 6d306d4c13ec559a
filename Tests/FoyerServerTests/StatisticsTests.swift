import Foundation
import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import FoyerServer

@Suite("Statistics URLs")
struct StatisticsTests {
    /// Two agents, logged on both in the browser and on a mobile, as in the reference's example.
    private func makeExample(_ house: ServerHouse) async throws {
        let administrator = house.administrator
        for name in ["Test19", "Test191"] {
            _ = try await house.fixture.readyAgent(name, by: administrator)
            let mobile = try await house.fixture.logOn(
                "\(name.lowercased())@example.com", on: .mobile)
            _ = try await house.fixture.service.connectAgent(mobile)
        }
    }

    @Test("the answer is the reference's example, byte for byte but for names")
    func example() async throws {
        try await ServerHouse.with { house in
            try await makeExample(house)
            let token = house.general.token
            let counts =
                #"{"TAKING_BREAK":0,"WAITING_NEW_CALL":2,"REMOTE_CUSTOMER_HANGUP":0,"#
                + #""HANG_UP":0,"SERVING_CUSTOMER":0}"#
            let brief =
                #"{"result":"OK","chatRoom":"GENERAL","totalAgentLogon":2,"agStatSummary":"#
                + #"{"browserAgentStatus":\#(counts),"mobileAppAgentStatus":\#(counts)}"#
            let agents = ["Test19", "Test191"].map { name in
                #"{"agentID":"\#(name.lowercased())@example.com","agName":"\#(name)","#
                    + #""browserAgentStatus":"WAITING_NEW_CALL","#
                    + #""mobileAppAgentStatus":"WAITING_NEW_CALL"}"#
            }
            let answer = try await house.ask(.get, "/api/statistics/\(token)")
            #expect(answer.status == .ok)
            #expect(answer.text == brief + "}")
            #expect(answer.headers[.contentType] == "application/json")
            #expect(answer.headers[.cacheControl] == "max-age=1")
            let details = try await house.ask(.get, "/api/statistics/\(token)/details")
            #expect(
                details.text == brief + #","agStatDetails":[\#(agents.joined(separator: ","))]}"#)
        }
    }

    @Test("a room without anybody counts zero")
    func nobody() async throws {
        try await ServerHouse.with { house in
            let answer = try await house.ask(
                .get, "/api/statistics/\(house.general.token)/details")
            #expect(answer.json["totalAgentLogon"]?.int == 0)
            #expect(answer.json["agStatDetails"] == .array([]))
        }
    }

    @Test("an unknown or replaced link is ERROR with 404, in the same shape")
    func unknown() async throws {
        try await ServerHouse.with { house in
            let old = house.general.token
            _ = try await house.fixture.service.replaceRoomToken(
                house.general.id, by: house.administrator)
            for token in [old, "unknown", "%00", String(repeating: "x", count: 200)] {
                for path in [token, "\(token)/details"] {
                    let answer = try await house.ask(.get, "/api/statistics/\(path)")
                    #expect(answer.status == .notFound, "\(path)")
                    #expect(
                        answer.text == #"{"result":"ERROR","chatRoom":"","totalAgentLogon":0}"#,
                        "\(path)")
                }
            }
        }
    }

    @Test("a room may switch the details off; the counts stay")
    func detailsOff() async throws {
        try await ServerHouse.with { house in
            try await makeExample(house)
            try await house.fixture.publish(
                [("statistics.details", .flag(false))], in: house.general,
                by: house.administrator)
            let token = house.general.token
            let details = try await house.ask(.get, "/api/statistics/\(token)/details")
            #expect(details.status != .ok)
            #expect(!details.text.contains("test19@example.com"))
            #expect(!details.text.contains("Test19"))
            let brief = try await house.ask(.get, "/api/statistics/\(token)")
            #expect(brief.json["totalAgentLogon"]?.int == 2)
        }
    }

    @Test("the reference's sample code runs unchanged on the answer")
    func sampleCode() async throws {
        let node = ["/usr/bin/node", "/usr/local/bin/node"].first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        let path = try #require(node, "node is missing: bin/setup installs it")
        try await ServerHouse.with { house in
            try await makeExample(house)
            let answer = try await house.ask(
                .get, "/api/statistics/\(house.general.token)/details")
            let said = try run(
                path,
                """
                const statisticsObj = \(answer.text);
                \(try sample())
                console.log(statisticsObj.agStatSummary.browserAgentStatus.WAITING_NEW_CALL);
                console.log(statisticsObj.agStatSummary.mobileAppAgentStatus.WAITING_NEW_CALL);
                """)
            #expect(
                said == """
                    freeAgentNameBrowserArray [ 'Test19', 'Test191' ]
                    freeAgentNameMobileArray [ 'Test19', 'Test191' ]
                    2
                    2

                    """)
        }
    }

    private func sample() throws -> String {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Fixtures/statistics-sample.js").standardizedFileURL
        return try String(contentsOf: file, encoding: .utf8)
    }

    private func run(_ node: String, _ script: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: node)
        process.arguments = ["-e", script]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
