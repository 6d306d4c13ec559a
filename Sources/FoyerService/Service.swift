import FoyerCore
import Logging
import Storage

/// What the product does, and the only way to do it: every command and query is one method, in one
/// file.
///
/// HTTP, WebSocket, command line, importers and tests call the same methods; nothing else writes.
package struct Service: Sendable {
    /// Another one only behind its gate, while a backup is restored.
    var database: any Database
    let announcer: any Announcer
    let passwords: PasswordHasher
    let identity: Identity
    let options: Options
    let settings: SettingsCache
    let distributions: DistributionCache
    let ownNode = OwnNode()
    let lostScreens = LostScreens()
    let turnstile = Turnstile(insideMax: Service.screensAtOnceMax)
    let unswept = UnsweptRows()
    let messageRates = MessageRates()
    let formNumbers = FormNumbers()
    let logger: Logger

    package struct Options: Sendable {
        /// How many leading zero bits a contact form's puzzle asks for (CF-5).
        package var puzzleBits = 14
        /// How many texts a customer may send in a minute, in one chat; a long one counts as
        /// several. 0 means any number.
        package var messagesPerMinute = 0
        /// Of companies (CO-2).
        package var plans = Plans()
        package var backupReading = BackupReading.oneSnapshot

        package init() {}
    }

    /// The plans that this server knows (CO-2).
    package var plans: Plans { options.plans }

    /// Wires the service. Hints of committed changes go to `announcer`.
    package init(
        database: any Database, announcer: any Announcer,
        passwords: PasswordHasher = PasswordHasher(),
        identity: Identity = Identity(), options: Options = Options(),
        logger: Logger = Logger(label: "foyer.service")
    ) {
        self.database = database
        self.announcer = announcer
        self.passwords = passwords
        self.identity = identity
        self.options = options
        self.logger = logger
        settings = SettingsCache()
        distributions = DistributionCache()
    }
}
