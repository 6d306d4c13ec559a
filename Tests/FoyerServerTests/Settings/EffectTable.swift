import FoyerCore
import FoyerService
import FoyerTestSupport
import HTTPTypes
import HummingbirdTesting

extension Effect {
    static let table: [Effect] =
        words + formFields + buttons + distribution + phones + statistics

    private static let words: [Effect] = [
        page(
            "contactForm.companyName", .text("Acme Care"), "company", #""Example""#,
            #""Acme Care""#),
        page("contactForm.header", .text("Ahoy"), "header", #""""#, #""Ahoy""#),
        page("contactForm.subHeader", .text("Ho"), "subHeader", #""""#, #""Ho""#),
        page(
            "contactForm.theme", .text("fir"), "palette.light.theme", "absent", ##""#476767""##),
        page(
            "contactForm.colour", .text("#bc4044"), "palette.light.onTheme", "absent",
            ##""#ffffff""##),
        page("contactForm.language", .text("ar"), "language", "null", #""ar""#),
        page("contactForm.googleSites", .flag(true), "googleSites", "false", "true"),
        page(
            "contactForm.logo", .text("https://img.example.com/a.png"), "logo.source", "absent",
            #""https://img.example.com/a.png""#),
        page(
            "contactForm.background", .text("https://img.example.com/b.png"), "background.source",
            "absent", #""https://img.example.com/b.png""#),
        page("contactForm.brand", .text("Acme"), "brand", #""""#, #""Acme""#),
        Effect(
            field: "contactForm.customFields",
            value: .customFields([
                CustomField(key: "order", kind: .text, label: "Order", mandatory: true)
            ]),
            seen: { try await $0.asks(without: "nothing of the usual") }, before: "done",
            after: #"fieldMissing(field: "custom.order")"#),
        page("phones.agentRole", .text("Doctor"), "agentRole", #""Agent""#, #""Doctor""#),
    ]

    private static let formFields: [Effect] = ["name", "email", "phone", "question"].flatMap {
        field in
        [
            Effect(
                field: "contactForm.\(field).hidden", value: .flag(true),
                seen: { scene in
                    let shown = try await scene.page("fields.\(field).hidden")
                    return "\(shown), \(try await scene.keeps(field))"
                }, before: "false, what was written", after: "true, nothing"),
            Effect(
                field: "contactForm.\(field).mandatory", value: .flag(true),
                seen: { scene in
                    let shown = try await scene.page("fields.\(field).mandatory")
                    return "\(shown), \(try await scene.asks(without: field))"
                }, before: "false, done", after: #"true, fieldMissing(field: "\#(field)")"#),
        ]
    }

    private static let buttons: [Effect] = [
        Effect(
            field: "contactForm.chatButton", value: .flag(false),
            seen: { scene in
                let draft = try await scene.fixture.form(in: scene.room)
                let asked = await scene.outcome {
                    _ = try await scene.service.askForAgent(draft, roomToken: scene.room.token)
                }
                return "\(try await scene.page("buttons.chat")), \(asked)"
            }, before: "true, done", after: "false, actionOff"),
        Effect(
            field: "contactForm.letterButton", value: .flag(false),
            seen: { scene in
                let left = try await scene.leavesLetter(
                    try await scene.fixture.form(in: scene.room))
                return "\(try await scene.page("buttons.letter")), \(left)"
            }, before: "true, done", after: "false, actionOff"),
        Effect(
            field: "assignment.sameAgent", value: .flag(true),
            seen: { scene in
                let served = try await scene.servedBefore()
                try await scene.service.choose(.ready, by: scene.bert)
                _ = try await scene.fixture.readyAgent("Cleo", by: scene.house.administrator)
                let chat = try await scene.comesBack(served)
                return "rings at \(chat.ringing), \(chat.lastAgent?.name ?? "anybody")"
            }, before: "rings at 2, anybody", after: "rings at 1, Bert"),
        Effect(
            field: "assignment.allowLetter", value: .flag(false),
            seen: { scene in
                let customer = try await scene.fixture.customer(asksIn: scene.room)
                let left = try await scene.leavesLetter(
                    try await scene.fixture.form(in: scene.room, customer: customer.token))
                return "\(try await scene.page("buttons.letterWhileWaiting")), \(left)"
            }, before: "true, done", after: "false, actionOff"),
    ]

    private static let distribution: [Effect] = [
        Effect(
            field: "distribution.lastAgentRingSeconds", value: .wholeNumber(7),
            given: [("assignment.sameAgent", .flag(true))],
            seen: { scene in
                let served = try await scene.servedBefore()
                let chat = try await scene.comesBack(served, waiting: 7)
                return "waits for \(chat.lastAgent?.name ?? "anybody")"
            }, before: "waits for Bert", after: "waits for anybody"),
        Effect(
            field: "distribution.desktopRingSeconds", value: .wholeNumber(7),
            seen: { scene in
                let customer = try await scene.fixture.customer(asksIn: scene.room)
                try await scene.pass(seconds: 7)
                return "rings: \(try await scene.rings(customer.chat))"
            }, before: "rings: true", after: "rings: false"),
        Effect(
            field: "distribution.agentsAtOnce", value: .wholeNumber(1),
            seen: { scene in
                _ = try await scene.fixture.readyAgent("Cleo", by: scene.house.administrator)
                let customer = try await scene.fixture.customer(asksIn: scene.room)
                let chat = try await scene.service.customerChat(customer.chat, for: customer.id)
                return "rings at \(chat.ringing)"
            }, before: "rings at 2", after: "rings at 1"),
        Effect(
            field: "distribution.maxRounds", value: .wholeNumber(3),
            seen: { scene in
                let customer = try await scene.fixture.customer(asksIn: scene.room)
                try await scene.pass(seconds: 30)
                let why = try await scene.service.explanations(of: customer.chat, for: scene.bert)
                return "gives up in round \(why.last?.round ?? 0)"
            }, before: "gives up in round 1", after: "gives up in round 3"),
        Effect(
            field: "distribution.waitLimitSeconds", value: .wholeNumber(45),
            seen: { scene in
                let customer = try await scene.fixture.customer(asksIn: scene.room)
                try await scene.pass(seconds: 45)
                return try await scene.fixture.life(of: customer).state
            }, before: "waiting", after: "unanswered"),
        Effect(
            field: "distribution.wrapUpSeconds", value: .wholeNumber(20),
            seen: { scene in
                _ = try await scene.servedBefore()
                try await scene.pass(seconds: 20)
                return try await scene.service.desk(of: scene.bert).browser?.rawValue ?? ""
            }, before: "REMOTE_CUSTOMER_HANGUP", after: "WAITING_NEW_CALL"),
        Effect(
            field: "distribution.priorityMinutes", value: .wholeNumber(10),
            seen: { scene in
                let other = try await scene.service.createRoom(
                    named: "Other", by: scene.house.administrator)
                _ = try await scene.fixture.customer(asksIn: other)
                try await scene.pass(seconds: 60)
                _ = try await scene.fixture.customer(asksIn: scene.room)
                let desk = try await scene.service.desk(of: scene.house.administrator)
                return desk.waiting.first?.room == other.id ? "the older first" : "this room first"
            }, before: "the older first", after: "this room first"),
    ]

    private static let statistics: [Effect] = [
        Effect(
            field: "statistics.details", value: .flag(false),
            seen: { try await $0.details("") }, before: "200", after: "403"),
        Effect(
            field: "statistics.key", value: .text("s3cret"),
            seen: { scene in
                let wrong = try await scene.details("?key=S3cret")
                let right = try await scene.details("?key=s3cret")
                return "\(try await scene.details("")) \(wrong) \(right)"
            }, before: "200 200 200", after: "403 403 200"),
    ]

    private static let phones: [Effect] = [
        Effect(
            field: "phones.textButton.customer", value: .flag(false),
            seen: { scene in
                let customer = try await scene.fixture.customer(
                    asksIn: scene.room, servedBy: scene.bert)
                return await scene.outcome {
                    try await scene.fixture.send(
                        "Hi", in: customer.chat, as: .customer(customer.id))
                }
            }, before: "done", after: "actionOff"),
        Effect(
            field: "phones.textButton.agent", value: .flag(false),
            seen: { scene in
                let customer = try await scene.fixture.customer(
                    asksIn: scene.room, servedBy: scene.bert)
                return await scene.outcome {
                    try await scene.fixture.send("Hi", in: customer.chat, as: .agent(scene.bert))
                }
            }, before: "done", after: "actionOff"),
        Effect(
            field: "phones.hidePreview", value: .flag(true),
            seen: { scene in
                let customer = try await scene.fixture.customer(asksIn: scene.room)
                let chat = try await scene.service.customerChat(customer.chat, for: customer.id)
                return chat.preview ? "what is typed is passed on" : "nothing is passed on"
            }, before: "what is typed is passed on", after: "nothing is passed on"),
        Effect(
            field: "phones.simultaneousChats", value: .flag(true),
            seen: { try await $0.ringsWhileServing(1) }, before: "rings: false",
            after: "rings: true"),
        Effect(
            field: "phones.maxChats", value: .wholeNumber(1),
            given: [("phones.simultaneousChats", .flag(true))],
            seen: { try await $0.ringsWhileServing(1) }, before: "rings: true",
            after: "rings: false"),
        Effect(
            field: "phones.lostConnectionSeconds", value: .wholeNumber(5),
            seen: { scene in
                let customer = try await scene.fixture.customer(asksIn: scene.room)
                try await scene.service.disconnectCustomer(customer.connection)
                try await scene.pass(seconds: 5)
                return try await scene.fixture.life(of: customer).state
            }, before: "waiting", after: "abandoned"),
    ]
}

extension EffectScene {
    func leavesLetter(_ draft: FormDraft) async throws -> String {
        await outcome { _ = try await service.leaveLetter(draft, roomToken: room.token) }
    }

    func details(_ query: String) async throws -> String {
        let path = "/api/statistics/\(room.token)/details\(query)"
        return String(try await house.ask(.get, path).status.code)
    }

    /// Whether one more chat rings at Bert while he serves others.
    func ringsWhileServing(_ count: Int) async throws -> String {
        for _ in 0..<count { _ = try await fixture.customer(asksIn: room, servedBy: bert) }
        let next = try await fixture.customer(asksIn: room)
        return "rings: \(try await rings(next.chat))"
    }
}
