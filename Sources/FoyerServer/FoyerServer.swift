import FoyerAssets
import FoyerCore
import FoyerRealtime
import FoyerService
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import ServiceLifecycle
import Storage
import UnixSignals

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A running Foyer: wires storage, service, sessions and HTTP, and says when it listens.
package struct FoyerServer: Sendable {
    package let configuration: ServerConfiguration
    package let service: FoyerService.Service
    private let hub: Hub
    private let metrics = Metrics()
    private let clock: @Sendable () -> Int64
    private let logger: Logger

    package init(
        configuration: ServerConfiguration, database: any Database,
        options: FoyerService.Service.Options = .init(), clock: @escaping @Sendable () -> Int64,
        logger: Logger
    ) {
        self.configuration = configuration
        self.clock = clock
        self.logger = logger
        hub = Hub()
        var options = options
        options.messagesPerMinute = configuration.messagesPerMinute
        service = FoyerService.Service(
            database: database, announcer: hub, options: options, logger: logger)
    }

    /// Begins graces anew, listens, and returns after SIGTERM or SIGINT has drained it.
    ///
    /// `onListening` gets the port and, while there is no company, the one-time set-up link's
    /// token.
    package func run(onListening: @escaping @Sendable (Int, String?) async -> Void) async throws {
        do {
            try await refuseUsedAddress()
            try await service.restart()
            let setUpToken = try await service.makeSetUpToken()
            let application = application { await onListening($0, setUpToken) }
            try await application.runService(gracefulShutdownSignals: [.sigterm, .sigint])
        } catch is SocketAddressError.UnknownHost {
            throw IOError(errnoCode: EADDRNOTAVAIL, reason: "bind")
        }
    }

    /// Fails as listening would, before anything is changed: a second start by mistake must not end
    /// the chats of the first.
    private func refuseUsedAddress() async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: configuration.host, port: configuration.port).get()
        try await channel.close()
    }

    /// What listens, and what does what is due.
    func application(
        onListening: @escaping @Sendable (Int) async -> Void
    ) -> some ApplicationProtocol {
        let eventLoops = MultiThreadedEventLoopGroup.singleton
        let alarm = Alarm(eventLoop: eventLoops.next())
        hub.onDeadline { alarm.set($0) }
        var channel = RoutedChannel.Configuration.foyer
        channel.tls = configuration.tls
        var application = Application(
            router: router(),
            server: HTTPServerBuilder { [channel] in
                RoutedChannel(responder: $0, configuration: channel)
            },
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.port),
                serverName: "Foyer", backlog: 1_024),
            onServerRunning: { channel in
                await onListening(channel.localAddress?.port ?? configuration.port)
            },
            eventLoopGroupProvider: .shared(eventLoops), logger: logger)
        application.addServices(
            DeadlineRunner(service: service, alarm: alarm, clock: clock, logger: logger))
        application.addServices(ReloadOnHangUp(identity: configuration.tls, logger: logger))
        return application
    }

    func router() -> Router<FoyerContext> { routes().router(metrics: metrics) }

    private func routes() -> Routes {
        let links = Links(publicURL: configuration.publicURL)
        let files = WebFiles(folder: configuration.webFolder)
        let own = OwnOrigin(origin: configuration.publicURL)
        return Routes(
            pages: PagesController(service: service, files: files),
            health: HealthController(service: service, metrics: metrics),
            publicRooms: PublicRoomsController(service: service),
            statistics: StatisticsController(service: service),
            sockets: SocketsController(
                service: service, hub: hub, metrics: metrics, own: own,
                build: ServerBuild(version: ServerConfiguration.version, web: files.tag),
                clock: clock),
            rooms: RoomsController(service: service, links: links),
            agents: AgentsController(service: service, links: links),
            chats: ChatsController(service: service),
            service: service, configuration: configuration, own: own,
            asks: RateLimiter(perMinute: configuration.asksPerMinute),
            looks: RateLimiter(perMinute: configuration.asksPerMinute),
            logOns: RateLimiter(perMinute: configuration.logOnsPerMinute))
    }
}

extension Migrator {
    /// The schema of this version.
    package static var foyer: Migrator {
        Migrator(Assets.migrations.map { Migration(name: $0.name, sql: $0.sql) })
    }
}

extension RoutedChannel.Configuration {
    /// Files are compressed, and only they: an answer that mixes a secret with what a stranger sent
    /// must not show by its length what they share (BREACH). Files are what has a tag.
    static var foyer: Self {
        var configuration = Self()
        configuration.httpHandlers = {
            [
                HTTPResponseCompressor(responseCompressionPredicate: { head, _ in
                    head.headers.contains(name: "etag") ? .compressIfPossible : .doNotCompress
                })
            ]
        }
        return configuration
    }
}
