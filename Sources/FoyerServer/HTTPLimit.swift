/// Limits of HTTP and of the connections below it. Those of WebSockets stand in `WireLimit`.
enum HTTPLimit {
    static let bodyBytesMax = 64 * 1024
    /// Of requests that name thousands of agents or rooms.
    static let listBytesMax = 256 * 1024
    /// A room's file with two of the largest pictures in base64.
    static let roomFileBytesMax = 1_536 * 1024

    // MARK: Heads

    /// One header line, the address among them. Twice what proxies pass on.
    static let headerFieldBytesMax = 16 * 1024
    /// All header lines of a request together.
    static let headerListBytesMax = 64 * 1024
    static let headerFieldsMax = 256

    // MARK: Time

    /// Between a request's head and its end: a full body at 18 kbit/s.
    static let requestTimeout = Duration.seconds(30)
    /// How long an answered request may go on to be sent.
    static let lingerTimeout = Duration.seconds(5)
    /// What of an answered request is read and thrown away, so that its sender sees the answer.
    static let lingerBytesMax = 4 * 1024 * 1024
    /// How long what waits for a reader may stay above NIO's mark of 64 KiB.
    static let stallTimeout = Duration.seconds(30)
    /// How old `/readyz` may be: it writes, and anybody may ask.
    static let readinessAgeMax = Duration.milliseconds(250)

    /// After SIGTERM: what then still waits, for a silent database or a slow client, is given up.
    static let drainTimeout = Duration.seconds(9)

    // MARK: Open contact forms

    /// How long a form's request waits for new settings; proxies wait for 60 s by themselves.
    static let followTimeout = Duration.seconds(50)
    /// Forms that wait at the same time, in all and from one address. Never more than half of the
    /// connections there may be: chats come first.
    static let followersMax = 10_000
    static let followersPerAddressMax = 500
    /// When a form that may not wait asks again.
    static let followRetrySeconds = 30

    // MARK: Addresses

    /// Addresses whose requests each limit counts, IPv6 by networks of 64 bits; those that came
    /// least lately are forgotten.
    static let addressesCountedMax = 100_000

    // MARK: Forms without scripts

    /// Letters that one address leaves by the form without scripts, whose robots solve no puzzle.
    static let plainLettersPerHour = 10

    // MARK: Access numbers

    /// Access numbers that one address may try in a minute (ROOM-3): there are ninety million, and
    /// who tries them all should not find the rooms.
    static let numbersPerMinute = 20

    // MARK: Connections

    /// Open files that are kept for the database and for what else is no connection.
    static let filesKept = 256
    /// One address may have one connection of so many in all, whatever the operator says.
    static let addressShare = 2
    /// How often the log tells the same of what is refused at the door, at most.
    static let noticePause = Duration.seconds(60)
    /// When a refused connection may come back.
    static let connectionRetrySeconds = 5
}
