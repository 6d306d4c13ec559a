import FoyerAPI
import FoyerCore
import FoyerService
import FoyerTestSupport
import HTTPTypes
import HummingbirdTesting
import Storage
import Testing

@testable import FoyerServer

@Suite("Health")
struct HealthTests {
    @Test("healthz says the process lives, readyz that the database takes writes")
    func ready() async throws {
        try await ServerHouse.with { house in
            let live = try await house.ask(.get, "/healthz").text
            #expect(live == #"{"status":"live"}"#)
            let ready = try await house.ask(.get, "/readyz").text
            #expect(ready == #"{"status":"ready"}"#)
        }
    }

    @Test("a database that is gone is told with 503, and the process lives on")
    func databaseGone() async throws {
        try await ServerHouse.with { house in
            let token = try await house.administratorToken()
            await house.fixture.database.close()
            let ready = try await house.ask(.get, "/readyz")
            #expect(ready.status == .serviceUnavailable)
            #expect(ready.code == "notReady")
            #expect(ready.headers[.retryAfter] != nil)
            #expect(try await house.ask(.get, "/healthz").status == .ok)
            let room = house.general.token
            for (method, path) in [
                (HTTPRequest.Method.get, "/api/public/rooms/\(room)"),
                (.post, "/api/public/rooms/\(room)/challenge"), (.get, "/api/statistics/\(room)"),
                (.get, "/r/\(room)"), (.get, "/api/me"), (.get, "/api/rooms"),
            ] {
                let response = try await house.ask(
                    method, path, headers: ServerHouse.headers(token))
                #expect(response.status == .serviceUnavailable, "\(path)")
                #expect(response.code == "databaseUnavailable", "\(path)")
                #expect(response.headers[.retryAfter] != nil, "\(path)")
                #expect(!response.text.contains("SQL"), "\(path)")
            }
        }
    }

    @Test("the numbers are in the text format of Prometheus")
    func metrics() async throws {
        try await ServerHouse.with { house in
            _ = try await house.ask(.get, "/healthz")
            _ = try await house.ask(.get, "/nowhere")
            let numbers = try await house.ask(.get, "/metrics")
            #expect(numbers.headers[.contentType]?.hasPrefix("text/plain; version=0.0.4") == true)
            let lines = numbers.text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.last == "")
            let types = try lines.filter { $0.hasPrefix("# TYPE ") }.map {
                try #require($0.split(separator: " ").dropFirst(2).first)
            }
            for line in lines.dropLast() where !line.hasPrefix("#") {
                let match = line.wholeMatch(of: /(\w+)(\{\w+="[^"]*"\})? \d+/)
                let name = try #require(match?.1, "\(line)")
                #expect(types.contains(name), "\(line)")
            }
            #expect(Set(types).count == types.count)
            #expect(numbers.text.contains(#"foyer_http_answers_total{status="404"} 1"#))
            #expect(numbers.text.contains("foyer_websockets_open 0"))
        }
    }
}
