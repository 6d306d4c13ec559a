import FoyerAPI
import FoyerService
import Hummingbird

/// Every URL on one page.
struct Routes {
    let pages: PagesController
    let health: HealthController
    let publicRooms: PublicRoomsController
    let changes: ChangesController
    let statistics: StatisticsController
    let live: SocketsController
    let rooms: RoomsController
    let privateLinks: PrivateLinksController
    let number: NumberController
    let limits: LimitsController
    let settings: SettingsController
    let drafts: DraftsController
    let agents: AgentsController
    let chats: ChatsController
    let images: ImagesController
    let service: Service
    let configuration: ServerConfiguration
    let own: OwnOrigin
    let asks: RateLimiter
    /// Looking back takes nothing from asking.
    let looks: RateLimiter
    let logOns: RateLimiter
    /// What anybody may read costs a look into the database.
    let reads: RateLimiter
    /// For themselves: an open form asks once a minute.
    let follows: RateLimiter
    /// For themselves: whoever reads too much, at the same address, keeps no chat from coming back.
    let sockets: RateLimiter

    /// Whether the whole host may be told to come by TLS only: a rule for browsers knows no port
    /// (RFC 6797), and another port's pages may have none.
    private var speaksTLSToAll: Bool { configuration.tls != nil && configuration.port == 443 }

    func router(metrics: Metrics, door: DoorWatch) -> Router<FoyerContext> {
        let router = Router(context: FoyerContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: CountAnswers(metrics: metrics))
        router.add(middleware: SecurityHeaders(demandsTLS: speaksTLSToAll))
        router.add(middleware: ErrorsAsJSON())
        let known = WrongMethod.Known()
        router.add(middleware: WrongMethod(known: known))

        let clients = ClientAddress(trusted: configuration.trustedProxies)
        router.add(middleware: WatchForwarding(clients: clients, door: door))
        let limited = RateLimit(limiter: reads, clients: clients, methods: [.get, .head])
        let open = router.group().add(middleware: limited)
        router.get("/", use: pages.home)
        open.get("r/:token", use: pages.customer)
        router.post("r/:token", use: pages.plain.leave)
        open.get("images/:hash", use: images.show)
        open.get("r/:token/:way", use: pages.customerWay)
        open.get("number", use: number.show)
        router.post("number", use: number.open)
        router.get("console", use: pages.console)
        // The customer's page beside the settings, drawn from what the settings' page tells it.
        router.get("console/preview", use: pages.preview)
        router.get("web/**", use: pages.file)

        router.get("healthz", use: health.live)
        router.get("readyz", use: health.ready)
        router.get("metrics", use: health.numbers)

        let handshakes = RateLimit(limiter: sockets, clients: clients, methods: [.get, .head])
        router.group().add(middleware: handshakes)
            .get("ws/customer", use: live.customer)
            .get("ws/agent", use: live.agent)

        addPublic(to: router.group("api/public").add(middleware: AnyOrigin()), limited)
        addStatistics(
            to: router.group("api/statistics").add(middleware: AnyOrigin()).add(
                middleware: limited))
        addAgents(
            to: router.group("api").add(middleware: APIDoor(service: service)), usesCookie: false)
        let door = ConsoleDoor(service: service, own: own)
        addAgents(to: router.group("console/api").add(middleware: door), usesCookie: true)
        router.get("console/**", use: pages.console)
        known.fill(router.routes.map { ($0.path.description, $0.method) })
        return router
    }

    private func addPublic(to group: RouterGroup<FoyerContext>, _ limited: RateLimit) {
        let clients = ClientAddress(trusted: configuration.trustedProxies)
        let past = group.group().add(middleware: RateLimit(limiter: looks, clients: clients))
        past.post("rooms/:token/past-chats", use: publicRooms.pastChats)
        past.post("rooms/:token/past-chats/:id", use: publicRooms.pastChat)
        group.group()
            .add(
                middleware: RateLimit(
                    limiter: follows, clients: clients, methods: [.get, .head])
            )
            .get("rooms/:token/changes", use: changes.show)
        group.add(middleware: limited).add(middleware: RateLimit(limiter: asks, clients: clients))
        group.get("rooms/:token", use: publicRooms.show)
        group.get("numbers/:number", use: number.find)
        group.post("rooms/:token/challenge", use: publicRooms.challenge)
        group.post("rooms/:token/chats", use: publicRooms.createChat)
        group.post("rooms/:token/letters", use: publicRooms.createLetter)
        let paths = [
            "", "/changes", "/challenge", "/chats", "/letters", "/past-chats", "/past-chats/:id",
        ]
        for path in paths {
            group.on("rooms/:token\(path)", method: .options, use: AnyOrigin.preflight)
        }
        for path in ["numbers/:number"] {
            group.on("\(path)", method: .options, use: AnyOrigin.preflight)
        }
    }

    private func addStatistics(to group: RouterGroup<FoyerContext>) {
        group.get(":token", use: statistics.brief)
        group.get(":token/details", use: statistics.details)
        for path in [":token", ":token/details"] {
            group.on("\(path)", method: .options, use: AnyOrigin.preflight)
        }
    }

    private func addAgents(to group: RouterGroup<FoyerContext>, usesCookie: Bool) {
        let logOn = LogOnController(
            service: service, configuration: configuration, usesCookie: usesCookie)
        let clients = ClientAddress(trusted: configuration.trustedProxies)
        group.group().add(middleware: RateLimit(limiter: logOns, clients: clients))
            .post("set-up", use: logOn.setUp)
            .post("log-on", use: logOn.logOn)
            .post("links", use: logOn.link)
            .put("me/password", use: logOn.setPassword)
        group.post("log-off", use: logOn.logOff)
        group.get("me", use: logOn.me)
        group.put("me", use: logOn.editMe)

        group.get("rooms", use: rooms.index)
        group.post("rooms", use: rooms.create)
        group.post("room-files", use: rooms.importRoom)
        group.get("rooms/:id/export", use: rooms.exportRoom)
        group.get("rooms/:id", use: rooms.show)
        group.patch("rooms/:id", use: rooms.edit)
        group.delete("rooms/:id", use: rooms.delete)
        group.post("rooms/:id/token", use: rooms.replaceToken)
        group.get("rooms/:id/private-links", use: privateLinks.index)
        group.post("rooms/:id/private-links", use: privateLinks.create)
        group.delete("rooms/:id/private-links/:agent", use: privateLinks.delete)
        addSettings(to: group)

        group.post("images", use: images.create)

        group.get("limits", use: limits.show)
        group.get("agents", use: agents.index)
        group.post("agents", use: agents.create)
        group.patch("agents/:id", use: agents.edit)
        group.post("agents/:id/password-link", use: agents.createPasswordLink)
        group.delete("agents/:id/password", use: agents.deletePassword)

        group.get("letters", use: chats.letters)
        group.get("letters/count", use: chats.letterCount)
        group.get("chats/:id", use: chats.show)
        group.get("chats/:id/explanations", use: chats.explanations)
        group.get("customers/:id/chats", use: chats.ofCustomer)
    }
}

extension Routes {
    private func addSettings(to group: RouterGroup<FoyerContext>) {
        group.get("settings-schema", use: settings.schema)
        group.get("rooms/:id/settings", use: settings.show)
        group.put("rooms/:id/settings", use: settings.edit)
        group.get("rooms/:id/draft", use: drafts.show)
        group.patch("rooms/:id/draft", use: drafts.edit)
        group.delete("rooms/:id/draft", use: drafts.discard)
        group.post("rooms/:id/draft/import", use: drafts.importFile)
        group.post("rooms/:id/draft/publish", use: drafts.publish)
        group.post("rooms/:id/draft/schedule", use: drafts.schedule)
        group.delete("rooms/:id/schedule", use: drafts.cancelSchedule)
        group.get("rooms/:id/versions", use: drafts.versions)
        group.post("rooms/:id/versions/:version/restore", use: drafts.restore)
    }
}

/// Counts answers by status.
struct CountAnswers: RouterMiddleware {
    let metrics: Metrics

    func handle(
        _ request: Request, context: FoyerContext,
        next: (Request, FoyerContext) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        metrics.answered(status: response.status.code)
        return response
    }
}
