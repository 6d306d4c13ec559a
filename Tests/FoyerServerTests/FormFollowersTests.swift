import FoyerAPI
import FoyerCore
import FoyerRealtime
import Testing

@testable import FoyerServer

@Suite("Open forms that wait for new settings", .timeLimit(.minutes(1)))
struct FormFollowersTests {
    private let here = NetworkAddress("1.2.3.4")

    @Test("a form is told once, of another version than its own")
    func once() async {
        let follower = FormFollower(known: 7)
        follower.receive(.settingsPublished(version: 7))
        follower.receive(.logOnEnded)
        follower.receive(.settingsPublished(version: 8))
        follower.receive(.settingsPublished(version: 9))
        #expect(await follower.news() == .published(version: 8))
    }

    @Test("whoever waits is told when it comes")
    func later() async {
        let follower = FormFollower(known: 7)
        async let news = follower.news()
        await Task.yield()
        follower.receive(.linkChanged)
        #expect(await news == .linkChanged)
    }

    @Test("a node that is cut off sends its forms elsewhere")
    func cutOff() async {
        let follower = FormFollower(known: 7)
        follower.receive(.cutOff)
        #expect(await follower.news() == .nothing)
    }

    /// How one more form fares while `count` of them wait.
    private func oneMore(
        than count: Int, at address: NetworkAddress?, _ followers: FormFollowers
    ) async throws {
        guard count > 0 else {
            return try await followers.holding(FormFollower(known: 1), from: address) {}
        }
        try await followers.holding(FormFollower(known: 1), from: here) {
            try await oneMore(than: count - 1, at: address, followers)
        }
    }

    @Test("so many wait in all and from one address, and places are given back")
    func bounds() async throws {
        let followers = FormFollowers(allMax: 3, perAddressMax: 2)
        await #expect(throws: Refusal.tooManyRequests(retryAfterSeconds: 30)) {
            try await oneMore(than: 2, at: here, followers)
        }
        #expect(followers.count == 0)
        try await oneMore(than: 2, at: NetworkAddress("1.2.3.5"), followers)
        let full = FormFollowers(allMax: 2, perAddressMax: 9)
        await #expect(throws: APIError.overloaded) {
            try await oneMore(than: 2, at: NetworkAddress("1.2.3.5"), full)
        }
        try await oneMore(than: 1, at: here, full)
        #expect(full.count == 0)
    }

    @Test(
        "forms leave half of the connections to chats",
        arguments: [(1_024, 65_536, 10_000), (1_024, 1_024, 384), (100, 100, 25)])
    func half(_ soft: Int, _ hard: Int, _ most: Int) {
        #expect(FormFollowers.usualMax(OpenFiles(soft: soft, hard: hard)) == most)
    }

    @Test("nobody waits longer than a form may")
    func timeout() async throws {
        let followers = FormFollowers(allMax: 9, perAddressMax: 9, timeout: .milliseconds(20))
        let follower = FormFollower(known: 1)
        let news = try await followers.holding(follower, from: here) { await follower.news() }
        #expect(news == .nothing)
    }
}
