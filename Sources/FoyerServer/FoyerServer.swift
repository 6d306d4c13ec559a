import FoyerAPI
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
    private let outcomes: OutcomeWatch
    let gate: DatabaseGate
    private let metrics: Metrics
    private let door: DoorWatch
    let followers = FormFollowers()
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
        metrics = Metrics()
        door = DoorWatch(metrics: metrics, logger: logger)
        var options = options
        options.messagesPerMinute = configuration.messagesPerMinute
        if let plans = configuration.plans { options.plans = plans }
        outcomes = OutcomeWatch(database)
        gate = DatabaseGate(outcomes)
        service = FoyerService.Service(
            database: gate, announcer: hub, options: options, logger: logger)
    }

    /// Begins graces anew, listens, and returns after SIGTERM or SIGINT has drained it.
    ///
    /// `onListening` gets the port and, while there is no company, the one-time set-up link's
    /// token. `onOverdue` is called when the drain takes longer than `drainTimeout`: what was
    /// acknowledged is stored, so the process may end.
    package func run(
        onListening: @escaping @Sendable (Int, String?) async -> Void,
        onOverdue: @escaping @Sendable () -> Void
    ) async throws {
        do {
            OpenFiles.raise()
            try await refuseUsedAddress()
            let nodes = configuration.nodes
            try await service.restart(as: nodes?.name ?? "", alone: nodes == nil)
            let setUpToken = try await service.makeSetUpToken()
            var application = application { await onListening($0, setUpToken) }
            var keeper: NodeKeeper?
            if let nodes { keeper = try await self.keeper(of: nodes) }
            if let keeper { application.addServices(keeper) }
            try await run(application, onOverdue: onOverdue)
            await keeper?.leave()
        } catch is SocketAddressError.UnknownHost {
            throw IOError(errnoCode: EADDRNOTAVAIL, reason: "bind")
        }
    }

    private func run(
        _ application: some ApplicationProtocol, onOverdue: @escaping @Sendable () -> Void
    ) async throws {
        let limit = DrainLimit(
            timeout: HTTPLimit.drainTimeout,
            eventLoop: MultiThreadedEventLoopGroup.singleton.next(), overdue: onOverdue)
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [application, limit], gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger)
        ).run()
    }

    /// Fails as listening would, before anything is changed: a second start by mistake must not end
    /// the chats of the first.
    func refuseUsedAddress() async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // Nobody is let in: who comes back at this very moment would wait for an answer from a
            // connection that has no handler. So the system hangs up on them, and they come again.
            .serverChannelOption(.autoRead, value: false)
            .bind(host: configuration.host, port: configuration.port).get()
        try await channel.close()
    }

    private func keeper(of nodes: ServerConfiguration.Nodes) async throws -> NodeKeeper {
        let keeper = NodeKeeper(service: service, hub: hub, name: nodes.name, logger: logger)
        outcomes.onUnknownOutcome { [weak keeper] in keeper?.doubt() }
        guard let redis = nodes.redis else { return keeper }
        keeper.connect(
            try await RedisBus(
                redis, channel: service.busName(), node: { [service] in service.currentNode },
                on: MultiThreadedEventLoopGroup.singleton.next(), logger: logger
            ) { [weak keeper] in keeper?.heard($0) })
        return keeper
    }

    /// What listens, and what does what is due.
    func application(
        onListening: @escaping @Sendable (Int) async -> Void
    ) -> Application<RouterResponder<FoyerContext>> {
        let eventLoops = MultiThreadedEventLoopGroup.singleton
        let alarm = Alarm(eventLoop: eventLoops.next())
        hub.onDeadline { alarm.set($0) }
        var channel = RoutedChannel.Configuration.foyer
        channel.tls = configuration.tls
        channel.exchange = configuration.exchange
        channel.counts = connectionCounts(OpenFiles.current)
        channel.door = door
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
        if let place = configuration.operatorPlace {
            application.addServices(operatorApplication(at: place))
        }
        return application
    }

    /// Says how many connections there may be, for an operator who wonders.
    func connectionCounts(_ files: OpenFiles) -> ConnectionCounts {
        let wanted = configuration.connectionsPerAddress
        let counts = ConnectionCounts(
            allMax: files.connectionsMax, perAddressMax: wanted,
            trusted: configuration.trustedProxies)
        logger.info(
            "Connections are limited",
            metadata: [
                "files": "\(files.soft)", "connections": "\(counts.allMax)",
                "connections.perAddress": wanted == 0 ? "any" : "\(counts.perAddressMax)",
            ])
        if counts.perAddressMax < wanted {
            logger.warning(
                "One address may have fewer connections than was asked for: half of all",
                metadata: [
                    "wanted": "\(wanted)", "connections.perAddress": "\(counts.perAddressMax)",
                ])
        }
        return counts
    }

    /// Backup and restore, on a socket that only the server's own user may open.
    private func operatorApplication(at place: OperatorPlace) -> some ApplicationProtocol {
        TransferFile.sweep(place.folder)
        return Application(
            router: operatorController(folder: place.folder).router(),
            configuration: .init(address: .unixDomainSocket(path: place.address)),
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), logger: logger)
    }

    func operatorController(folder: String) -> OperatorController {
        OperatorController(
            service: service, gate: gate, hub: hub, folder: folder,
            nodeName: configuration.nodes?.name ?? "", isAlone: configuration.nodes == nil,
            logger: logger)
    }

    func router() -> Router<FoyerContext> { routes().router(metrics: metrics, door: door) }

    private func routes() -> Routes {
        let links = Links(publicURL: configuration.publicURL)
        let files = WebFiles(folder: configuration.webFolder)
        let own = OwnOrigin(origin: configuration.publicURL)
        let asks = RateLimiter(perMinute: configuration.asksPerMinute)
        let reads = RateLimiter(perMinute: configuration.readsPerMinute)
        let plain = PlainController(
            service: service, files: files,
            clients: ClientAddress(trusted: configuration.trustedProxies),
            letters: RateLimiter(
                perMinute: HTTPLimit.plainLettersPerHour, stretchedTo: 60),
            asks: asks, reads: reads)
        return Routes(
            pages: PagesController(service: service, files: files, plain: plain),
            health: HealthController(service: service, metrics: metrics),
            publicRooms: PublicRoomsController(service: service),
            changes: ChangesController(
                service: service, hub: hub, followers: followers,
                clients: ClientAddress(trusted: configuration.trustedProxies)),
            statistics: StatisticsController(service: service),
            live: SocketsController(
                service: service, hub: hub, metrics: metrics, own: own,
                build: ServerBuild(version: ServerConfiguration.version, web: files.tag),
                clock: clock),
            rooms: RoomsController(service: service, links: links),
            privateLinks: PrivateLinksController(service: service, links: links),
            number: NumberController(
                service: service, files: files, links: links,
                clients: ClientAddress(trusted: configuration.trustedProxies),
                limiter: RateLimiter(perMinute: HTTPLimit.numbersPerMinute)),
            limits: LimitsController(service: service),
            settings: SettingsController(service: service),
            drafts: DraftsController(service: service),
            agents: AgentsController(service: service, links: links),
            chats: ChatsController(service: service), images: ImagesController(service: service),
            service: service, configuration: configuration, own: own,
            asks: asks,
            looks: RateLimiter(perMinute: configuration.asksPerMinute),
            logOns: RateLimiter(perMinute: configuration.logOnsPerMinute),
            reads: reads,
            follows: RateLimiter(perMinute: configuration.readsPerMinute),
            sockets: RateLimiter(perMinute: configuration.socketsPerMinute))
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
        configuration.decoder.maxHeaderFieldSize = HTTPLimit.headerFieldBytesMax
        configuration.decoder.maxHeaderListSize = HTTPLimit.headerListBytesMax
        configuration.decoder.maxHeaderFieldCount = HTTPLimit.headerFieldsMax
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
